"""Pictures of rooms: a window, a hospital corridor, a circle of chairs, a theatre."""

from collections.abc import Sequence

from coprod.demo.canvas import CORAL, INK, OCHRE, PLUM, SAGE, SAND, TEAL, Canvas, Point, mix, rounded, smooth, turned

WHITE = mix(SAND, "#ffffff", 0.7)


def window() -> Canvas:
    wall = mix(TEAL, SAGE, 0.25)
    canvas = Canvas(wall)
    canvas.box(352, 60, 900, 720, mix(wall, INK, 0.3), radius=8)
    canvas.bands(96, 700, mix(SAGE, SAND, 0.5), mix(OCHRE, SAND, 0.5))
    canvas.circle(960, 470, 105, mix(OCHRE, SAND, 0.75))
    canvas.circle(960, 470, 78, mix(OCHRE, SAND, 0.25))
    canvas.ridge([(300, 540), (520, 470), (760, 520), (1000, 470), (1300, 530)], mix(SAGE, SAND, 0.35))
    canvas.ridge([(300, 600), (600, 560), (860, 590), (1100, 545), (1300, 590)], SAGE)
    canvas.ridge([(300, 640), (560, 650), (800, 625), (1050, 660), (1300, 630)], mix(SAGE, TEAL, 0.55))
    _around_the_view(canvas, wall)
    _window_frame(canvas)
    _curtain(canvas, 210, 1)
    _curtain(canvas, 1390, -1)
    canvas.box(150, 38, 1300, 20, mix(OCHRE, CORAL, 0.35), radius=10)
    _plant(canvas, 600, 740)
    return canvas


def _around_the_view(canvas: Canvas, wall: str) -> None:
    """The skies and hills were drawn right across: cover what lies outside the window."""
    canvas.box(0, 0, 360, 1000, wall)
    canvas.box(1240, 0, 360, 1000, wall)
    canvas.box(0, 0, 1600, 80, wall)
    canvas.box(0, 720, 1600, 280, wall)


def _window_frame(canvas: Canvas) -> None:
    shade = mix(SAND, INK, 0.14)
    for x, y, width, height in ((350, 70, 900, 30), (350, 70, 30, 660), (1220, 70, 30, 660), (350, 700, 900, 34)):
        canvas.box(x, y, width, height, WHITE)
    canvas.box(786, 90, 28, 620, WHITE)
    canvas.box(810, 100, 6, 600, shade)
    canvas.box(380, 100, 6, 600, shade)
    canvas.box(380, 100, 840, 6, shade)
    canvas.box(300, 734, 1000, 40, WHITE, radius=6)
    canvas.box(312, 770, 976, 16, mix(TEAL, INK, 0.3), radius=6)


def _curtain(canvas: Canvas, edge: float, side: int) -> None:
    cloth = mix(CORAL, SAND, 0.12)

    def across(points: Sequence[Point]) -> list[Point]:
        return [(edge + side * x, y) for x, y in points]

    hang = [(250, 56), (262, 260), (190, 480), (120, 620)]
    flare = [(120, 620), (165, 780), (190, 930)]
    canvas.polygon([*across([(0, 56)]), *smooth(across(hang)), *smooth(across(flare)), *across([(0, 930)])], cloth)
    for top, waist, hem in ((60, 34, 44), (130, 66, 98), (196, 92, 148)):
        fold = smooth(across([(top, 56), (top + 6, 280), (waist, 620), (hem, 930)]))
        back = smooth(across([(hem + 16, 930), (waist + 10, 620), (top + 30, 280), (top + 26, 56)]))
        canvas.polygon([*fold, *back], mix(CORAL, PLUM, 0.28))
    canvas.polygon(across([(-6, 604), (128, 596), (130, 636), (-6, 648)]), OCHRE)


def _plant(canvas: Canvas, x: float, base: float) -> None:
    leaves = [(-150, -310), (-90, -410), (0, -460), (95, -400), (150, -300), (-185, -215), (180, -205)]
    leaves += [(45, -330), (-50, -310)]
    for number, (dx, dy) in enumerate(leaves):
        colour = [TEAL, mix(TEAL, SAGE, 0.45), mix(SAGE, TEAL, 0.25)][number % 3]
        _leaf(canvas, (x, base - 130), (x + dx, base + dy), colour)
    canvas.polygon([(x - 88, base - 120), (x + 88, base - 120), (x + 66, base), (x - 66, base)], CORAL)
    canvas.polygon([(x + 20, base - 120), (x + 88, base - 120), (x + 66, base), (x + 16, base)], mix(CORAL, PLUM, 0.22))
    canvas.box(x - 102, base - 150, 204, 40, mix(CORAL, SAND, 0.12), radius=8)
    canvas.box(x - 70, base - 4, 140, 10, mix(SAND, INK, 0.2), radius=5)


def _leaf(canvas: Canvas, root: Point, tip: Point, colour: str) -> None:
    (x, y), (tx, ty) = root, tip
    dx, dy = tx - x, ty - y
    belly = (x + dx * 0.62 - dy * 0.17, y + dy * 0.62 + dx * 0.17)
    back = (x + dx * 0.62 + dy * 0.17, y + dy * 0.62 - dx * 0.17)
    canvas.line([root, tip], 7, colour)
    start = (x + dx * 0.25, y + dy * 0.25)
    canvas.polygon([*smooth([start, belly, tip]), *smooth([tip, back, start])], colour)
    canvas.line([start, (x + dx * 0.92, y + dy * 0.92)], 4, mix(colour, SAND, 0.35))


def corridor() -> Canvas:
    wall = mix(SAGE, SAND, 0.7)
    canvas = Canvas(wall)
    canvas.polygon([(0, 0), (1600, 0), (980, 300), (620, 300)], WHITE)
    canvas.polygon([(0, 1000), (1600, 1000), (980, 690), (620, 690)], mix(TEAL, SAGE, 0.55))
    canvas.polygon([(560, 1000), (1040, 1000), (850, 690), (750, 690)], mix(SAGE, SAND, 0.25))
    canvas.polygon([(1600, 0), (980, 300), (980, 690), (1600, 1000)], mix(wall, SAGE, 0.35))
    for near, far in ((0.06, 0.24), (0.42, 0.54), (0.68, 0.77)):
        _ceiling_light(canvas, near, far)
    for side in (0, 1):
        _side_wall(canvas, side, wall)
    canvas.box(620, 300, 360, 390, mix(wall, WHITE, 0.6))
    canvas.box(692, 372, 216, 318, mix(OCHRE, SAND, 0.7))
    canvas.box(706, 386, 188, 304, OCHRE)
    canvas.box(706, 386, 188, 304, mix(OCHRE, "#ffd24a", 0.45))
    canvas.box(728, 410, 144, 110, mix(OCHRE, SAND, 0.35), radius=6)
    canvas.circle(868, 556, 11, INK)
    canvas.polygon([(692, 690), (908, 690), (962, 776), (638, 776)], mix(OCHRE, SAND, 0.5))
    return canvas


def _along(share: float, side: int, height: float) -> Point:
    """A place on a side wall: share 0 is nearest, 1 is the far end; height 0 is the ceiling, 1 the floor."""
    x = 620 * share if side == 0 else 1600 - 620 * share
    top, bottom = 300 * share, 1000 - 310 * share
    return x, top + (bottom - top) * height


def _panel(first: float, last: float, side: int, top: float, bottom: float) -> list[Point]:
    return [
        _along(share, side, height) for share, height in ((first, bottom), (first, top), (last, top), (last, bottom))
    ]


def _side_wall(canvas: Canvas, side: int, wall: str) -> None:
    for first, last in ((0.12, 0.4), (0.58, 0.72), (0.82, 0.9)):
        canvas.polygon(_panel(first, last, side, 0.25, 1), mix(wall, TEAL, 0.16 + side * 0.08))
        jamb = (last - first) * 0.08
        canvas.polygon(_panel(first + jamb, last - jamb, side, 0.28, 1), mix(wall, SAGE, 0.2 + side * 0.3))
    for top, colour in ((0.66, mix(CORAL, SAND, 0.1)), (0.95, mix(TEAL, SAGE, 0.3))):
        for first, last in ((0.0, 0.12), (0.4, 0.58), (0.72, 0.82), (0.9, 1.0)):
            canvas.polygon(_panel(first, last, side, top, top + 0.025), colour)


def _ceiling_light(canvas: Canvas, near: float, far: float) -> None:
    ends = [(700 - 150 * (1 - near), 300 * near), (900 + 150 * (1 - near), 300 * near)]
    ends += [(900 + 150 * (1 - far) - 40 * far, 300 * far), (700 - 150 * (1 - far) + 40 * far, 300 * far)]
    canvas.polygon(ends, mix(OCHRE, WHITE, 0.78))


def chairs() -> Canvas:
    floor = mix(OCHRE, SAND, 0.72)
    canvas = Canvas(floor)
    for row in range(11):
        canvas.box(0, row * 100, 1600, 3, mix(floor, OCHRE, 0.4))
        for seam in range(3):
            canvas.box((row * 370 + seam * 640) % 1700 - 40, row * 100, 3, 100, mix(floor, OCHRE, 0.4))
    for x in (90, 560, 1030):
        light = [(x, 0), (x + 330, 0), (x + 620, 1000), (x + 290, 1000)]
        canvas.polygon(light, mix(floor, "#ffffff", 0.32))
    canvas.circle(800, 500, 190, mix(SAGE, SAND, 0.25))
    canvas.circle(800, 500, 165, mix(SAGE, SAND, 0.5))
    canvas.circle(800, 500, 110, mix(SAGE, SAND, 0.25))
    colours = [TEAL, CORAL, OCHRE, TEAL, PLUM, CORAL, TEAL, OCHRE]
    for number, colour in enumerate(colours):
        _chair(canvas, number * 45 + 22.5, colour, away=38 if number == 7 else 0)
    return canvas


def _chair(canvas: Canvas, angle: float, colour: str, *, away: float) -> None:
    """A chair from above, its back to the wall; `away` turns it out of the circle by so many degrees."""
    (place,) = turned([(1180, 500)], angle, (800, 500))

    def part(x: float, y: float, width: float, height: float, radius: float, shade: str, drop: float = 0) -> None:
        outline = turned(rounded(place[0] + x, place[1] + y, width, height, radius), angle + away, place)
        canvas.polygon([(px + drop, py + drop * 1.4) for px, py in outline], shade)

    shadow = mix(mix(OCHRE, SAND, 0.6), INK, 0.22)
    part(-70, -72, 160, 144, 26, shadow, 16)
    part(-70, -72, 140, 144, 26, mix(colour, INK, 0.12))
    part(-58, -60, 112, 120, 20, colour)
    part(-46, -46, 80, 92, 16, mix(colour, SAND, 0.1))
    part(58, -78, 34, 156, 17, mix(colour, INK, 0.3))
    part(60, -74, 12, 148, 6, mix(colour, SAND, 0.28))


def theatre() -> Canvas:
    dark = mix(PLUM, INK, 0.55)
    canvas = Canvas(dark)
    canvas.box(280, 90, 1040, 600, mix(TEAL, INK, 0.45))
    canvas.polygon([(640, 90), (960, 90), (1240, 650), (360, 650)], mix(TEAL, INK, 0.2))
    canvas.polygon([(730, 90), (870, 90), (1060, 650), (540, 650)], mix(TEAL, SAGE, 0.22))
    canvas.polygon([(180, 640), (1420, 640), (1520, 770), (80, 770)], mix(OCHRE, PLUM, 0.5))
    canvas.ellipse(800, 694, 420, 46, mix(OCHRE, SAND, 0.2))
    canvas.ellipse(800, 694, 320, 34, mix(OCHRE, SAND, 0.5))
    canvas.box(60, 766, 1480, 34, mix(OCHRE, INK, 0.5))
    canvas.box(60, 762, 1480, 10, OCHRE)
    for side in (0, 1):
        _drape(canvas, side)
    _valance(canvas)
    for row, (top, count) in enumerate(((812, 11), (892, 10))):
        _seats(canvas, top, count, 1.0 + row * 0.18)
    return canvas


def _drape(canvas: Canvas, side: int) -> None:
    def across(points: Sequence[Point]) -> list[Point]:
        return [(x if side == 0 else 1600 - x, y) for x, y in points]

    for fold in range(7):
        top, foot = 440 - fold * 62, 372 - fold * 54
        edge = smooth(across([(top, 60), (top - 20, 300), (foot - 36, 540), (foot, 772)]))
        colour = mix(PLUM, CORAL, 0.34 if fold % 2 else 0.12)
        canvas.polygon([*edge, *across([(0, 772), (0, 60)])], mix(colour, INK, 0.05 * fold))
    canvas.polygon(across([(0, 500), (340, 520), (336, 556), (0, 540)]), OCHRE)


def _valance(canvas: Canvas) -> None:
    for number in range(8):
        x = 100 + number * 200
        canvas.ellipse(x, 96, 112, 92, OCHRE)
    for number in range(8):
        x = 100 + number * 200
        canvas.ellipse(x, 88, 110, 90, mix(PLUM, CORAL, 0.34))
        canvas.ellipse(x, 66, 74, 84, mix(PLUM, CORAL, 0.2))
    canvas.box(0, 0, 1600, 60, mix(PLUM, CORAL, 0.12))
    canvas.box(0, 54, 1600, 10, OCHRE)


def _seats(canvas: Canvas, top: float, count: int, scale: float) -> None:
    width = 126 * scale
    start = 800 - count * width / 2
    for seat in range(count):
        x = start + seat * width
        canvas.box(x + 5, top, width - 10, 260, mix(CORAL, INK, 0.3), radius=34)
        canvas.box(x + 5, top, width - 10, 250, CORAL, radius=34)
        canvas.box(x + 18, top + 12, width - 36, 230, mix(CORAL, PLUM, 0.18), radius=24)
