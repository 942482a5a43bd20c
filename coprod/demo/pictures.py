"""The demo's pictures, drawn by code: each name with the function that draws it."""

from collections.abc import Callable
from io import BytesIO

from django.core.files.base import ContentFile

from coprod.demo import landscapes, rooms, tabletops, townscapes
from coprod.demo.canvas import Canvas

PICTURES: dict[str, Callable[[], Canvas]] = {
    "bunting": townscapes.bunting,
    "bus-stop": townscapes.bus_stop,
    "chairs": rooms.chairs,
    "corridor": rooms.corridor,
    "gate": landscapes.gate,
    "hills": landscapes.hills,
    "lighthouse": landscapes.lighthouse,
    "notice-board": tabletops.notice_board,
    "piano": tabletops.piano,
    "pool": townscapes.pool,
    "table": tabletops.table,
    "teapot": tabletops.teapot,
    "theatre": rooms.theatre,
    "window": rooms.window,
}


def draw(name: str) -> ContentFile:
    """Return the picture of that name as a PNG file, ready for a picture field."""
    out = BytesIO()
    PICTURES[name]().finished().save(out, "PNG", compress_level=1)
    return ContentFile(out.getvalue(), name=f"{name}.png")
