"""Pictures of things close by: a table with papers, a teapot, piano keys, a notice board."""

import math

from coprod.demo.canvas import CORAL, INK, OCHRE, PLUM, SAGE, SAND, TEAL, Canvas, Point, mix, rounded, smooth, turned

PAPER = mix(SAND, "#ffffff", 0.7)
YELLOW = mix("#ffd24a", SAND, 0.4)


def table() -> Canvas:
    floor = mix(TEAL, INK, 0.25)
    canvas = Canvas(floor)
    for row in range(8):
        canvas.box(0, row * 130, 1600, 3, mix(floor, TEAL, 0.8))
    for angle, colour in zip(range(18, 378, 60), [CORAL, OCHRE, SAGE, CORAL, PLUM, SAGE], strict=True):
        _stool(canvas, angle, colour)
    canvas.circle(812, 520, 455, mix(floor, INK, 0.5))
    canvas.circle(800, 500, 455, mix(OCHRE, CORAL, 0.35))
    canvas.circle(800, 500, 443, mix(OCHRE, SAND, 0.12))
    canvas.circle(800, 500, 428, mix(mix(OCHRE, CORAL, 0.18), SAND, 0.25))
    for x, y, degrees, colour in (
        (480, 330, -18, YELLOW),
        (560, 590, 14, PAPER),
        (880, 190, 12, PAPER),
        (985, 430, -9, YELLOW),
        (700, 370, 6, PAPER),
        (740, 360, -5, YELLOW),
    ):
        _sheet(canvas, x, y, degrees, colour)
    for x, y, colour in ((655, 225, TEAL), (1100, 330, CORAL), (500, 585, PLUM)):
        _cup_from_above(canvas, x, y, colour)
    _biscuits(canvas, 890, 760)
    _pencil(canvas, 830, 660, -32)
    return canvas


def _stool(canvas: Canvas, angle: float, colour: str) -> None:
    seat = rounded(1210, 410, 170, 180, 60)
    canvas.polygon(turned([(x + 8, y + 14) for x, y in seat], angle, (800, 500)), mix(TEAL, INK, 0.7))
    canvas.polygon(turned(seat, angle, (800, 500)), mix(colour, INK, 0.12))
    canvas.polygon(turned(rounded(1226, 426, 138, 148, 48), angle, (800, 500)), colour)


def _sheet(canvas: Canvas, x: float, y: float, degrees: float, colour: str) -> None:
    width, height = 150, 200
    canvas.tilted(x + 7, y + 10, width, height, degrees, mix(OCHRE, INK, 0.22))
    canvas.tilted(x, y, width, height, degrees, colour)
    middle = (x + width / 2, y + height / 2)
    for row in range(6):
        end = x + (width - 24 if row not in {2, 5} else width - 62)
        place = y + 32 + row * 26
        canvas.line(turned([(x + 24, place), (end, place)], degrees, middle), 5, mix(colour, INK, 0.28))


def _cup_from_above(canvas: Canvas, x: float, y: float, colour: str) -> None:
    canvas.circle(x + 7, y + 10, 72, mix(OCHRE, INK, 0.22))
    canvas.circle(x, y, 72, PAPER)
    canvas.circle(x, y, 60, mix(PAPER, INK, 0.06))
    canvas.line([(x + 30, y - 30), (x + 62, y - 58)], 18, colour)
    canvas.circle(x, y, 46, colour)
    canvas.circle(x, y, 37, mix(OCHRE, PLUM, 0.6))
    canvas.ellipse(x - 10, y - 12, 13, 9, mix(OCHRE, PLUM, 0.42))


def _biscuits(canvas: Canvas, x: float, y: float) -> None:
    canvas.circle(x + 7, y + 10, 92, mix(OCHRE, INK, 0.22))
    canvas.circle(x, y, 92, mix(SAGE, SAND, 0.2))
    canvas.circle(x, y, 74, mix(SAGE, SAND, 0.45))
    for dx, dy in ((-28, -22), (28, -16), (0, 28)):
        canvas.circle(x + dx + 3, y + dy + 4, 32, mix(SAGE, INK, 0.3))
        canvas.circle(x + dx, y + dy, 32, mix(OCHRE, CORAL, 0.3))
        for hole in ((-9, -7), (9, -7), (0, 10)):
            canvas.circle(x + dx + hole[0], y + dy + hole[1], 3.5, mix(CORAL, PLUM, 0.5))


def _pencil(canvas: Canvas, x: float, y: float, degrees: float) -> None:
    def part(points: list[Point], colour: str) -> None:
        canvas.polygon(turned([(x + px, y + py) for px, py in points], degrees, (x, y)), colour)

    part([(-86, 14), (112, 14), (112, 28), (-86, 28)], mix(OCHRE, INK, 0.22))
    part([(-90, -9), (80, -9), (80, 9), (-90, 9)], CORAL)
    part([(-90, -3), (80, -3), (80, 3), (-90, 3)], mix(CORAL, SAND, 0.25))
    part([(80, -9), (112, 0), (80, 9)], SAND)
    part([(101, -3), (112, 0), (101, 3)], INK)
    part([(-108, -9), (-90, -9), (-90, 9), (-108, 9)], mix(SAND, INK, 0.2))


def teapot() -> Canvas:
    wall = mix(SAGE, SAND, 0.62)
    canvas = Canvas(wall)
    for x in (120, 380):
        canvas.polygon([(x, 60), (x + 220, 60), (x + 330, 640), (x + 110, 640)], mix(wall, "#ffffff", 0.4))
    canvas.box(0, 690, 1600, 310, mix(OCHRE, CORAL, 0.28))
    canvas.box(0, 690, 1600, 14, mix(OCHRE, SAND, 0.35))
    for y in (780, 880):
        canvas.box(0, y, 1600, 4, mix(OCHRE, CORAL, 0.42))
    for x, across in ((700, 330), (1180, 170), (235, 170)):
        canvas.ellipse(x + 30, 806, across, 26, mix(OCHRE, PLUM, 0.42))
    _pot(canvas)
    _cup(canvas, 1180, 800, CORAL)
    _cup(canvas, 235, 800, PAPER)
    _steam(canvas, 1150, 590, mix(wall, "#ffffff", 0.75))
    _steam(canvas, 1212, 560, mix(wall, "#ffffff", 0.75))
    return canvas


def _steam(canvas: Canvas, x: float, y: float, colour: str, *, height: int = 220) -> None:
    canvas.line([(x + height / 11 * math.sin(step / 5), y - step * height / 37) for step in range(38)], 12, colour)


def _pot(canvas: Canvas) -> None:
    light, dark = mix(TEAL, SAGE, 0.3), mix(TEAL, INK, 0.35)
    canvas.stroke([(580, 500), (420, 440), (350, 540), (390, 650), (510, 680)], 44, dark)
    upper = smooth([(860, 600), (950, 590), (1000, 520), (1028, 430)])
    lower = smooth([(1090, 440), (1066, 560), (985, 680), (800, 740)])
    canvas.polygon([*upper, *lower], dark)
    canvas.ellipse(1059, 435, 32, 11, mix(dark, INK, 0.5))
    canvas.blob([(700, 405), (905, 500), (935, 640), (860, 765), (700, 800), (540, 765), (465, 640), (495, 500)], TEAL)
    canvas.blob([(600, 470), (545, 540), (528, 640), (560, 700), (566, 610), (590, 530)], light)
    canvas.ellipse(700, 440, 150, 34, dark)
    canvas.blob([(558, 430), (600, 372), (700, 350), (800, 372), (842, 430), (700, 452)], TEAL)
    canvas.ellipse(645, 392, 42, 10, light)
    canvas.circle(700, 330, 34, OCHRE)
    canvas.circle(690, 320, 10, mix(OCHRE, SAND, 0.6))
    canvas.box(600, 788, 200, 20, dark, radius=10)


def _cup(canvas: Canvas, x: float, base: float, colour: str) -> None:
    shade = mix(colour, INK, 0.16)
    canvas.ellipse(x, base - 6, 150, 22, mix(SAND, INK, 0.12))
    canvas.ellipse(x, base - 12, 150, 20, PAPER)
    canvas.stroke([(x + 88, base - 132), (x + 150, base - 128), (x + 140, base - 66), (x + 66, base - 54)], 20, shade)
    side = [(x - 105, base - 165), (x - 96, base - 92), (x - 56, base - 24), (x, base - 14)]
    canvas.polygon([*smooth(side), *smooth([(2 * x - px, py) for px, py in reversed(side)])], colour)
    lit = [(x + 40, base - 165), (x + 36, base - 92), (x + 20, base - 24), (x, base - 14)]
    canvas.polygon([*smooth(lit), *smooth([(2 * x - px, py) for px, py in reversed(side)])], shade)
    canvas.ellipse(x, base - 165, 105, 24, mix(colour, SAND, 0.35))
    canvas.ellipse(x, base - 162, 92, 18, mix(OCHRE, PLUM, 0.55))


def piano() -> Canvas:
    canvas = Canvas(mix(PLUM, INK, 0.25))
    canvas.box(0, 0, 1600, 330, mix(PLUM, CORAL, 0.12))
    canvas.box(0, 330, 1600, 34, mix(PLUM, INK, 0.45))
    canvas.polygon([(0, 0), (520, 0), (250, 330), (0, 330)], mix(PLUM, CORAL, 0.26))
    canvas.box(0, 322, 1600, 12, mix(PLUM, OCHRE, 0.4))
    canvas.box(0, 364, 1600, 60, mix(PLUM, INK, 0.7))
    canvas.box(0, 410, 1600, 16, CORAL)
    _keys(canvas)
    canvas.box(0, 944, 1600, 56, mix(PLUM, INK, 0.55))
    canvas.box(0, 944, 1600, 8, mix(PLUM, OCHRE, 0.35))
    canvas.ellipse(1362, 322, 170, 18, mix(PLUM, INK, 0.45))
    _cup(canvas, 1340, 326, SAGE)
    _steam(canvas, 1310, 130, mix(PLUM, SAND, 0.4), height=100)
    _steam(canvas, 1366, 118, mix(PLUM, SAND, 0.4), height=100)
    return canvas


def _keys(canvas: Canvas) -> None:
    width = 1600 / 12
    for key in range(12):
        x = key * width
        sunny = key in {2, 3, 4, 5}
        ivory = mix(SAND, "#ffffff", 0.85) if sunny else mix(SAND, PLUM, 0.07)
        canvas.box(x + 3, 400, width - 6, 522, mix(ivory, PLUM, 0.3), radius=14)
        canvas.box(x + 3, 426, width - 6, 484, ivory, radius=14)
        canvas.box(x + 3, 426, width - 6, 16, mix(ivory, PLUM, 0.22))
    for key in (1, 2, 4, 5, 6, 8, 9, 11):  # two, three, two: as on every piano
        x = key * width - 40
        canvas.box(x + 12, 426, 84, 314, mix(SAND, PLUM, 0.4), radius=12)
        canvas.box(x, 426, 80, 300, INK, radius=12)
        canvas.box(x + 12, 426, 56, 268, mix(INK, TEAL, 0.4), radius=10)
        canvas.box(x + 20, 440, 8, 220, mix(INK, SAGE, 0.45), radius=4)


def notice_board() -> Canvas:
    wall = mix(TEAL, SAGE, 0.45)
    canvas = Canvas(wall)
    canvas.box(0, 860, 1600, 140, mix(TEAL, INK, 0.1))
    canvas.box(0, 852, 1600, 14, mix(wall, SAND, 0.35))
    canvas.box(150, 86, 1330, 730, mix(wall, INK, 0.35), radius=10)
    canvas.box(130, 60, 1330, 730, mix(CORAL, PLUM, 0.5), radius=10)
    canvas.box(130, 60, 1330, 14, mix(CORAL, OCHRE, 0.3), radius=7)
    cork = mix(OCHRE, CORAL, 0.22)
    canvas.box(166, 96, 1258, 658, mix(cork, INK, 0.2))
    canvas.box(172, 104, 1252, 650, mix(cork, SAND, 0.22))
    for spot in range(260):  # a golden-angle spiral scatters the grain of the cork evenly
        reach, turn = math.sqrt(spot / 260), spot * 2.39996
        canvas.circle(798 + 600 * reach * math.cos(turn), 429 + 305 * reach * math.sin(turn), 4, mix(cork, PLUM, 0.12))
    colours = [PAPER, mix(CORAL, SAND, 0.45), YELLOW, mix(SAGE, SAND, 0.3), PAPER]
    tilts = [-3, 2, 4, -2, 3, 2, -4, 3, -1, -3]
    for number, tilt in enumerate(tilts):
        column, row = number % 5, number // 5
        colour = colours[(column + row * 2) % 5]
        _card(canvas, 222 + column * 240, 148 + row * 300, tilt, colour, pin=[CORAL, TEAL, PLUM][number % 3])
    return canvas


def _card(canvas: Canvas, x: float, y: float, degrees: float, colour: str, *, pin: str) -> None:
    width, height = 192, 256
    middle = (x + width / 2, y + height / 2)
    canvas.tilted(x + 9, y + 13, width, height, degrees, mix(OCHRE, PLUM, 0.45))
    canvas.tilted(x, y, width, height, degrees, colour)
    canvas.polygon(turned(rounded(x + 28, y + 54, 136, 62, 8), degrees, middle), mix(colour, TEAL, 0.32))
    for row, length in enumerate((136, 136, 118, 84)):
        ends = [(x + 30, y + 146 + row * 25), (x + 26 + length, y + 146 + row * 25)]
        canvas.line(turned(ends, degrees, middle), 6, mix(colour, INK, 0.36))
    (top,) = turned([(x + width / 2, y + 20)], degrees, middle)
    canvas.circle(top[0] + 4, top[1] + 7, 13, mix(colour, INK, 0.3))
    canvas.circle(top[0], top[1], 13, pin)
    canvas.circle(top[0] - 4, top[1] - 4, 4, mix(pin, SAND, 0.6))
