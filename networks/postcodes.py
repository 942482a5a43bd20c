"""The 124 postcode areas of the United Kingdom and the islands beside it, and in which nation or region each lies.

Only the area, the first letters, is read from what someone types. An area that lies across a border has both regions.
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


@cache
def areas() -> dict[str, Area]:
    with TABLE.open(encoding="utf-8", newline="") as table:
        return {
            row["area"]: Area(row["area"], row["around"], [Region(name) for name in row["regions"].split()])
            for row in csv.DictReader(table)
        }
