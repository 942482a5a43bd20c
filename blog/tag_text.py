"""Tags as staff type and read them: with commas between. A tag of two words needs no quotation marks."""

import re
from collections.abc import Iterable
from typing import Any

from taggit.utils import _parse_tags

_QUOTED = re.compile(r'("[^"]*")')
_BETWEEN = re.compile(r"[;\n]")  # what people put between too


def read(text: str) -> list[str]:
    """Read what was typed. Without a comma, taggit would make a tag of each word."""
    parts = [part if part.startswith('"') else _BETWEEN.sub(",", part) for part in _QUOTED.split(text)]
    found: list[str] = _parse_tags("".join(parts) + ",")
    return found


def written(tags: Iterable[Any]) -> str:
    names = sorted(tag.name for tag in tags)
    return ", ".join(f'"{name}"' if set(name) & {",", ";"} else name for name in names)
