"""The drawing of the map of regions: rough outlines, drawn by hand for this site, of nations and English regions.

Paths are in the units of the drawing, `WIDTH` by `HEIGHT`; a number and a name stand in each. London is too small to be
pressed, so a disc beside it stands for it.
"""

from typing import NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from networks.models import Region

WIDTH, HEIGHT = 372, 472


class Outline(NamedTuple):
    """A shape, and where in it the number stands. The words of the name stand below that."""

    path: str
    x: int
    y: int
    words: tuple[str | Promise, ...]


OUTLINES = {
    Region.SCOTLAND: Outline(
        "M177 204l13-12 3-11 5-8-15-10-22 2-17-5 14 0 22-11-12-8 15-8 14-28 9-17-7-10-41 0-28 10 13-18-7-5"
        " 29-25 2-9-37 4-25-3-11 21 5 12-19 5 3 28-5 15-11 14 24 11-6 20-4 39 8-4 5-22 14-5 8 22-14 28 6 15"
        " 16-1 25-11 17-5zM67 110l-15-17 12-13 7 18 11 5zM41 73l25-35 1 15-18 22zM28 108l-1-25 11 0-5 25zM64"
        " 148l5-15 13 8zM58 178l6-10 8 13zM94 183l6-5 2 12zM158 15l7-10 12 0-5 15zM207 38l5-30 11 0-8 30z",
        145,
        126,
        (_("Scotland"),),
    ),
    Region.NORTHERN_IRELAND: Outline(
        "M34 211l9-7 23-1 14 17-3 11 9-1 6 11-15 13-6 8-18-1-6-15-11 5-3 7-16-4-11-13 13-7-5-5 13-5z",
        52,
        227,
        (_("Northern"), _("Ireland")),
    ),
    Region.NORTH_EAST: Outline(
        "M198 173l14 13 5 26 7 18 13 6-14 4-14-1-15 2-6-10-5-8 0-10-6-9 13-12 3-11z",
        206,
        209,
        (_("North"), _("East")),
    ),
    Region.NORTH_WEST: Outline(
        "M166 301l-3-7 3-10 6-7-6-6 6-12-12 0-12-20 7-19 11-6 11-10 6 9 0 10 5 8 6 10-6 10-5 8 13 10 0 10 6"
        " 10-3 15-12 11-11 0-6-9z",
        171,
        232,
        (_("North"), _("West")),
    ),
    Region.YORKSHIRE: Outline(
        "M237 236l13 14 9 8-2 11 9 16-14-6 10 8-13 4-15 0-10 7-14-1-8-8-6-10 0-10-13-10 5-8 6-10 15-2 14 1z",
        232,
        253,
        (_("Yorkshire"), _("and"), _("Humber")),
    ),
    Region.EAST_MIDLANDS: Outline(
        "M262 287l10 17-9 12 4 9-8 6-12 3 2 13-8 7-11 8-10-6 1-17-11-11-6-9-5-15 3-15 8 8 14 1 10-7 15 0z",
        237,
        306,
        (_("East"), _("Midlands")),
    ),
    Region.WEST_MIDLANDS: Outline(
        "M199 304l5 15 6 9 11 11-1 17-11 9-7-3-15 2-9 9-12-14 2-23-3-15 11-6 11 0z",
        192,
        334,
        (_("West"), _("Midlands")),
    ),
    Region.EAST: Outline(
        "M267 325l7-1 4-8 25 1 13 17-2 18-11 16-11 11-5 9-9 1-9 2-2-8-10-3-11 4-5-12 0-18 8-7-2-13 12-3z",
        286,
        344,
        (_("East of"), _("England")),
    ),
    Region.WALES: Outline(
        "M166 301l-9-5-15 2-15 11-14 15 19-5 2 20-10 15-28 15 9 15 19-6 3 8 14-2 10 10 12-1 15-10 0-10-12-14"
        " 2-23-3-15 11-6-6-9zM116 299l9-6 10 6-11 8z",
        144,
        345,
        (_("Wales"),),
    ),
    Region.LONDON: Outline(
        "M246 384l11-4 10 3 2 8-4 8-8 1-10-7zM269 390h44M369 390a28 28 0 1 0-56 0a28 28 0 1 0 56 0",
        341,
        386,
        (_("London"),),
    ),
    Region.SOUTH_EAST: Outline(
        "M269 391l16 0 21 4 0 12-14 11-22 9-33 1-10-4-9-2-2 5-7 1-4-11 5-8 5-12-3-13-3-19 11-9 10 6 11-8 0"
        " 18 5 12 1 9 10 7 8-1zM213 431l8-4 7 3-7 6z",
        235,
        398,
        (_("South"), _("East")),
    ),
    Region.SOUTH_WEST: Outline(
        "M209 428l-8 6-16 3-16-9-14 6-7 19-16-6-21 6-12 13-16-5 19-18 17-20 2-10 11-9 34 0 10-15 2-6 0-10 9"
        "-9 15-2 7 3 3 19 3 13-5 12-5 8z",
        187,
        397,
        (_("South"), _("West")),
    ),
}
