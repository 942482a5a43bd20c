"""The 124 postcode areas of the United Kingdom and the islands beside it, and in which nation or region each lies.

Only the first half is read from what someone types. An area that lies across a border has both regions.
"""

import csv
import re
from functools import cache
from pathlib import Path
from typing import NamedTuple

from networks.models import Region

TABLE = Path(__file__).with_name("postcode_areas.csv")
LONGEST = 20  # more than any postcode with spaces in it
_AREA = re.compile(r"([A-Z]{1,2})(?:\d.*)?")
_WHOLE = re.compile(r"([A-Z]{1,2}\d[A-Z\d]?)\d[A-Z]{2}")
_OUTWARD = re.compile(r"[A-Z]{1,2}\d[A-Z\d]?")


class Area(NamedTuple):
    """“CF”, around Cardiff, in Wales. The islands beside the country have no region of ours."""

    letters: str
    around: str
    regions: list[Region]


def area_of(typed: str) -> Area | None:
    """Return the area of a postcode, or of its beginning: “ll57 2dg”, “CF10”, “M”."""
    plain = re.sub(r"[^A-Z0-9]", "", typed[:LONGEST].upper())
    found = _AREA.fullmatch(plain)
    return areas().get(found[1]) if found else None


def outward_of(typed: str) -> str:
    """Return the first half of a postcode, as far as it is there: “SA1” of “sa1 8”, “CF10” of “cf103at”."""
    words = re.findall(r"[A-Z0-9]+", typed[:LONGEST].upper())
    if whole := _WHOLE.fullmatch("".join(words)):
        return whole[1]
    return next((part for part in [*words[:1], "".join(words)] if _OUTWARD.fullmatch(part)), "")


@cache
def areas() -> dict[str, Area]:
    with TABLE.open(encoding="utf-8", newline="") as table:
        return {
            row["area"]: Area(row["area"], row["around"], [Region(name) for name in row["regions"].split()])
            for row in csv.DictReader(table)
        }
