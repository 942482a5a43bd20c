"""A sheet to draw flat, calm pictures on: the site's colours, and a few shapes with smooth edges.

Places are given in units of a 1600 by 1000 sheet. Everything is drawn three times as large and made smaller
at the end, because Pillow's own shapes have jagged edges.
"""

import math
from collections.abc import Sequence
from itertools import pairwise

from PIL import Image, ImageDraw

WIDTH, HEIGHT = 1600, 1000
OVERSIZE = 3

TEAL = "#0b4f54"
CORAL = "#c8553d"
SAND = "#f6efe6"
OCHRE = "#e0a13a"
SAGE = "#8fb09a"
INK = "#1c2a2e"
PLUM = "#5b3758"

Point = tuple[float, float]


def mix(first: str, second: str, share: float) -> str:
    """Return the colour that is `share` of the way from the first to the second."""
    pairs = zip(_channels(first), _channels(second), strict=True)
    return "#" + "".join(f"{round(a + (b - a) * share):02x}" for a, b in pairs)


def _channels(colour: str) -> list[int]:
    return [int(colour[place : place + 2], 16) for place in (1, 3, 5)]


def smooth(points: Sequence[Point], *, closed: bool = False) -> list[Point]:
    """Return a curve through all the points (Catmull-Rom), fine enough to look round."""
    ring = [points[-1], *points, points[0], points[1]] if closed else [points[0], *points, points[-1]]
    curve: list[Point] = []
    for a, b, c, d in zip(ring, ring[1:], ring[2:], ring[3:], strict=False):
        curve += [_between(a, b, c, d, step / 16) for step in range(16)]
    return curve if closed else [*curve, points[-1]]


def _between(a: Point, b: Point, c: Point, d: Point, t: float) -> Point:
    def along(p: float, q: float, r: float, s: float) -> float:
        return 0.5 * (2 * q + (r - p) * t + (2 * p - 5 * q + 4 * r - s) * t**2 + (3 * q - p - 3 * r + s) * t**3)

    return along(a[0], b[0], c[0], d[0]), along(a[1], b[1], c[1], d[1])


def turned(points: Sequence[Point], degrees: float, about: Point) -> list[Point]:
    """Return the points turned clockwise about one of them or any other place."""
    cos, sin = math.cos(math.radians(degrees)), math.sin(math.radians(degrees))
    x, y = about
    return [(x + (px - x) * cos - (py - y) * sin, y + (px - x) * sin + (py - y) * cos) for px, py in points]


def rounded(x: float, y: float, width: float, height: float, radius: float) -> list[Point]:
    """Return the outline of a box with round corners."""
    corners = [(x + width - radius, y + radius, -90), (x + width - radius, y + height - radius, 0)]
    corners += [(x + radius, y + height - radius, 90), (x + radius, y + radius, 180)]
    angles = [(cx, cy, math.radians(start + turn)) for cx, cy, start in corners for turn in range(0, 91, 10)]
    return [(cx + radius * math.cos(angle), cy + radius * math.sin(angle)) for cx, cy, angle in angles]


class Canvas:
    def __init__(self, ground: str) -> None:
        self._image = Image.new("RGB", (WIDTH * OVERSIZE, HEIGHT * OVERSIZE), ground)
        self._draw = ImageDraw.Draw(self._image)

    def polygon(self, points: Sequence[Point], colour: str) -> None:
        self._draw.polygon([(x * OVERSIZE, y * OVERSIZE) for x, y in points], fill=colour)

    def blob(self, points: Sequence[Point], colour: str) -> None:
        """A shape with a smooth edge through all the points."""
        self.polygon(smooth(points, closed=True), colour)

    def veil(self, points: Sequence[Point], colour: str, share: float) -> None:
        """Light: the shape, but what is behind it still shows through."""
        mask = Image.new("L", self._image.size)
        outline = [(x * OVERSIZE, y * OVERSIZE) for x, y in points]
        ImageDraw.Draw(mask).polygon(outline, fill=round(share * 255))
        self._image.paste(colour, mask=mask)

    def box(self, x: float, y: float, width: float, height: float, colour: str, *, radius: float = 0) -> None:
        corners = tuple(edge * OVERSIZE for edge in (x, y, x + width, y + height))
        self._draw.rounded_rectangle(corners, radius * OVERSIZE, fill=colour)

    def tilted(self, x: float, y: float, width: float, height: float, degrees: float, colour: str) -> None:
        """A box turned about its middle, with barely round corners."""
        self.polygon(turned(rounded(x, y, width, height, 4), degrees, (x + width / 2, y + height / 2)), colour)

    def circle(self, x: float, y: float, radius: float, colour: str) -> None:
        self.ellipse(x, y, radius, radius, colour)

    def ellipse(self, x: float, y: float, across: float, down: float, colour: str) -> None:
        edges = tuple(edge * OVERSIZE for edge in (x - across, y - down, x + across, y + down))
        self._draw.ellipse(edges, fill=colour)

    def line(self, points: Sequence[Point], thickness: float, colour: str) -> None:
        """A line with round ends and joints."""
        large = [(x * OVERSIZE, y * OVERSIZE) for x, y in points]
        for pair in pairwise(large):
            self._draw.line(pair, fill=colour, width=round(thickness * OVERSIZE))
        for x, y in points:
            self.circle(x, y, thickness / 2, colour)

    def stroke(self, points: Sequence[Point], thickness: float, colour: str) -> None:
        """A smooth line through all the points."""
        self.line(smooth(points), thickness, colour)

    def ridge(self, points: Sequence[Point], colour: str) -> None:
        """Land: everything below a smooth skyline."""
        self.polygon([*smooth(points), (points[-1][0], HEIGHT), (points[0][0], HEIGHT)], colour)

    def bands(self, top: float, bottom: float, first: str, last: str, count: int = 64) -> None:
        """A sky that changes from one colour to another in steps too small to see."""
        height = (bottom - top) / count
        for step in range(count):
            shade = mix(first, last, step / max(1, count - 1))
            self.box(0, top + step * height, WIDTH, bottom - top - step * height, shade)

    def finished(self) -> Image.Image:
        return self._image.reduce(OVERSIZE)
