"""Reads the demo's words, which stand in plain files beside this one, so that they can be edited like any text.

A text is some lines of "name: value", an empty line, and then HTML. A line "== name" in the HTML begins a named part.
"""

import csv
import re
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).resolve().parent
PART = re.compile(r"^== (\w+)\n", re.MULTILINE)


@dataclass(frozen=True)
class Text:
    name: str  # of the file, without its ending
    fields: dict[str, str]
    body: str
    parts: dict[str, str]


def texts(kind: str) -> list[Text]:
    """Return the texts of one folder, by file name."""
    return [_text(path) for path in sorted((FOLDER / kind).glob("*.html"))]


def _text(path: Path) -> Text:
    head, _, rest = path.read_text(encoding="utf-8").partition("\n\n")
    fields = dict(line.split(": ", 1) for line in head.strip().splitlines())
    body, *parts = PART.split(rest)
    return Text(path.stem, fields, body.strip(), dict(zip(parts[::2], parts[1::2], strict=True)))


def table(name: str) -> list[dict[str, str]]:
    """Return the rows of a CSV file, which has semicolons because its cells have commas."""
    with (FOLDER / f"{name}.csv").open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines, delimiter=";"))


def values(name: str) -> dict[str, Any]:
    """Return what a TOML file says."""
    return tomllib.loads((FOLDER / f"{name}.toml").read_text(encoding="utf-8"))
