"""Pictures of the country: hills with a path, a garden gate, a lighthouse."""

import math

from coprod.demo.canvas import CORAL, INK, OCHRE, PLUM, SAGE, SAND, TEAL, Canvas, Point, mix, smooth

WHITE = mix(SAND, "#ffffff", 0.7)
GRASS = mix(SAGE, TEAL, 0.25)


def hills() -> Canvas:
    canvas = Canvas(SAND)
    canvas.bands(0, 620, mix(SAGE, SAND, 0.55), mix(OCHRE, SAND, 0.55))
    canvas.circle(1080, 350, 150, mix(OCHRE, SAND, 0.55))
    canvas.circle(1080, 350, 108, mix(OCHRE, SAND, 0.15))
    canvas.ridge([(-50, 420), (240, 330), (520, 420), (820, 330), (1120, 430), (1650, 350)], mix(SAGE, SAND, 0.45))
    canvas.ridge([(-50, 520), (300, 450), (640, 520), (1000, 420), (1320, 500), (1650, 440)], mix(SAGE, TEAL, 0.1))
    canvas.ridge([(-50, 590), (300, 610), (700, 540), (1050, 590), (1400, 520), (1650, 570)], mix(SAGE, TEAL, 0.4))
    _hall(canvas, 742, 552)
    canvas.ridge([(-50, 680), (320, 690), (760, 600), (1150, 680), (1650, 640)], mix(SAGE, TEAL, 0.62))
    canvas.ridge([(-50, 800), (400, 770), (900, 700), (1300, 760), (1650, 740)], mix(TEAL, SAGE, 0.2))
    _path(canvas)
    _stone_wall(canvas)
    for x, y, size in ((330, 735, 1.0), (410, 752, 1.1), (1330, 700, 0.9), (1240, 708, 0.8), (240, 590, 0.6)):
        _sheep(canvas, x, y, size)
    return canvas


def _hall(canvas: Canvas, x: float, y: float) -> None:
    canvas.box(x, y, 96, 56, WHITE)
    canvas.polygon([(x - 12, y + 4), (x + 48, y - 38), (x + 108, y + 4)], mix(PLUM, INK, 0.2))
    canvas.box(x + 38, y + 20, 20, 36, CORAL)
    canvas.box(x + 12, y + 18, 16, 18, mix(OCHRE, SAND, 0.2))
    canvas.box(x + 68, y + 18, 16, 18, mix(OCHRE, SAND, 0.2))


def _path(canvas: Canvas) -> None:
    left = [(560, 1000), (640, 900), (800, 826), (930, 770), (900, 722), (800, 690), (752, 650), (776, 610), (788, 594)]
    right = [(800, 594), (796, 612), (786, 648), (842, 682), (972, 712), (1028, 772), (930, 850), (850, 910)]
    right += [(830, 1000)]
    canvas.polygon([*smooth(left), *smooth(right)], mix(OCHRE, SAND, 0.7))


def _stone_wall(canvas: Canvas) -> None:
    for number in range(19):
        x = 1010 + number * 34
        y = 905 - 95 * math.sin(number / 18 * math.pi / 2)
        stone = mix(SAND, INK, 0.3 + 0.09 * (number * 7 % 4))
        canvas.box(x, y, 36, 50, mix(INK, TEAL, 0.35), radius=6)
        canvas.box(x + 1, y + 2, 32, 22, stone, radius=7)
        canvas.box(x - 12, y + 26, 36, 22, mix(stone, INK, 0.1), radius=7)


def _sheep(canvas: Canvas, x: float, y: float, size: float) -> None:
    for dx in (-14, 12):
        canvas.line([(x + dx * size, y + 14 * size), (x + dx * size, y + 32 * size)], 5 * size, INK)
    for dx, dy, radius in ((-16, 0, 16), (0, -6, 20), (16, 0, 17), (0, 6, 18)):
        canvas.circle(x + dx * size, y + dy * size, radius * size, WHITE)
    canvas.ellipse(x + 34 * size, y - 6 * size, 10 * size, 12 * size, INK)


def gate() -> Canvas:
    canvas = Canvas(SAND)
    canvas.bands(0, 520, mix(SAGE, SAND, 0.5), mix(OCHRE, SAND, 0.72))
    canvas.ridge([(-50, 430), (380, 390), (800, 430), (1200, 385), (1650, 420)], mix(SAGE, SAND, 0.35))
    canvas.ridge([(-50, 520), (500, 500), (1000, 520), (1650, 505)], mix(SAGE, OCHRE, 0.15))
    _tree(canvas, 860, 520)
    canvas.ridge([(-50, 600), (500, 596), (900, 570), (1650, 600)], mix(SAGE, TEAL, 0.08))
    canvas.ridge([(-50, 700), (500, 690), (1000, 660), (1650, 700)], mix(SAGE, TEAL, 0.16))
    canvas.ridge([(-50, 850), (500, 800), (1000, 780), (1650, 860)], GRASS)
    left = smooth([(470, 1000), (620, 820), (740, 660), (820, 548)])
    right = smooth([(890, 548), (900, 660), (980, 820), (1150, 1000)])
    canvas.polygon([*left, *right], mix(OCHRE, SAND, 0.75))
    stones = ((810, 950, 150), (790, 868, 120), (818, 800, 96), (812, 742, 78), (836, 694, 60), (840, 652, 48))
    for x, y, across in stones:
        canvas.ellipse(x, y, across, across * 0.24, mix(SAND, INK, 0.22))
        canvas.ellipse(x, y - 4, across, across * 0.22, mix(SAND, INK, 0.1))
    _hedge(canvas, -80, 470)
    _hedge(canvas, 1150, 1690)
    for x in (490, 1106):
        canvas.box(x, 430, 54, 470, mix(TEAL, INK, 0.35))
        canvas.box(x, 430, 38, 470, TEAL)
        canvas.box(x - 12, 412, 78, 30, mix(TEAL, SAGE, 0.3), radius=6)
        canvas.circle(x + 27, 392, 28, OCHRE)
    _open_gate(canvas)
    _flowers(canvas)
    return canvas


def _tree(canvas: Canvas, x: float, base: float) -> None:
    canvas.box(x - 12, base - 130, 24, 150, mix(PLUM, INK, 0.2), radius=8)
    for dx, dy, radius, share in ((-52, -150, 66, 0.5), (50, -160, 70, 0.35), (0, -220, 84, 0.2), (-6, -150, 60, 0.3)):
        canvas.circle(x + dx, base + dy, radius, mix(SAGE, TEAL, share))
    for dx, dy in ((-60, -160), (-20, -230), (36, -200), (66, -150), (8, -160), (-30, -120)):
        canvas.circle(x + dx, base + dy, 10, CORAL)


def _hedge(canvas: Canvas, left: float, right: float) -> None:
    canvas.box(left, 560, right - left, 330, mix(TEAL, SAGE, 0.15), radius=60)
    for step in range(int((right - left) // 62) + 1):
        x = left + 30 + step * 62
        for row, share in ((0, 0.35), (1, 0.2), (2, 0.28), (3, 0.12)):
            y = 570 + row * 88 + (step * 37 % 3) * 12
            canvas.circle(x + row % 2 * 30, y, 58, mix(TEAL, SAGE, share))
    for step in range(int((right - left) // 90)):
        canvas.circle(left + 60 + step * 90, 600 + (step * 83) % 210, 9, mix(OCHRE, SAND, 0.35))


def _open_gate(canvas: Canvas) -> None:
    """The gate stands half open, away from us: its far edge is shorter than its hinge."""

    def spot(share: float, height: float) -> Point:
        top, bottom = 490 + 56 * share, 860 - 74 * share
        return 1104 - 236 * share, top + (bottom - top) * height

    for number in range(7):
        share = 0.03 + number * 0.15
        wide = 0.09
        lift = -0.03 - 0.1 * math.sin(share * math.pi)
        far = share + wide
        point = [spot(share, lift), spot(share + wide / 2, lift - 0.05), spot(far, lift)]
        canvas.polygon([*point, spot(far, 1), spot(share, 1)], mix(TEAL, SAGE, 0.22))
    for height in (0.16, 0.78):
        canvas.polygon([spot(0, height), spot(1, height), spot(1, height + 0.09), spot(0, height + 0.09)], TEAL)
    canvas.polygon([spot(0, 0.78), spot(0.08, 0.86), spot(1, 0.25), spot(0.94, 0.17)], mix(TEAL, INK, 0.15))
    canvas.circle(*spot(0.94, 0.5), 12, OCHRE)


def _flowers(canvas: Canvas) -> None:
    for number in range(22):
        x = (60 + number * 21) if number < 19 else 0
        x = x if number % 2 else 1600 - x
        y = 905 + (number * 53) % 76
        canvas.line([(x, y), (x + 4, y + 46)], 6, mix(TEAL, SAGE, 0.1))
        petal = [CORAL, WHITE, OCHRE, mix(PLUM, CORAL, 0.3)][number % 4]
        for turn in range(5):
            angle = turn * 2 * math.pi / 5
            canvas.circle(x + 12 * math.cos(angle), y + 12 * math.sin(angle), 10, petal)
        canvas.circle(x, y, 8, mix(OCHRE, INK, 0.1) if petal != OCHRE else PLUM)


def lighthouse() -> Canvas:
    canvas = Canvas(TEAL)
    canvas.bands(0, 640, mix(TEAL, INK, 0.45), mix(CORAL, SAND, 0.35))
    for number in range(26):
        x, y = (number * 397) % 1600, (number * 139) % 300
        canvas.circle(x, y, 2.5 + number % 3, mix(TEAL, SAND, 0.65))
    canvas.veil([(1130, 262), (-60, 40), (-60, 330)], OCHRE, 0.28)
    canvas.veil([(1130, 262), (-60, 110), (-60, 265)], mix(OCHRE, SAND, 0.4), 0.6)
    _sea(canvas)
    _rocks(canvas)
    _tower(canvas, 1140)
    return canvas


def _sea(canvas: Canvas) -> None:
    canvas.box(0, 640, 1600, 360, mix(TEAL, SAGE, 0.18))
    canvas.box(0, 640, 1600, 8, mix(CORAL, SAND, 0.5))
    for row in range(9):
        y = 668 + row * 34
        for glint in range(4):
            x = (row * 331 + glint * 437) % 1500 - 60
            canvas.line([(x, y), (x + 70 + row * 14, y)], 5 + row * 0.4, mix(TEAL, SAGE, 0.42 - row * 0.03))
    for row in range(6):
        width = 220 - row * 22
        canvas.line([(560 - width, 676 + row * 40), (560 + width, 676 + row * 40)], 7, mix(OCHRE, SAGE, 0.45))


def _rocks(canvas: Canvas) -> None:
    skyline = [(800, 1000), (880, 860), (960, 800), (1050, 740), (1260, 730), (1400, 790), (1650, 760)]
    canvas.ridge(skyline, mix(INK, TEAL, 0.45))
    canvas.ridge([(860, 1000), (980, 900), (1120, 840), (1300, 860), (1480, 850), (1650, 900)], mix(INK, TEAL, 0.2))
    canvas.ridge([(1050, 1000), (1200, 940), (1420, 950), (1650, 980)], INK)
    for x, y, width in ((840, 940, 60), (930, 968, 80), (770, 978, 60)):
        canvas.line([(x - width, y), (x, y)], 8, mix(SAND, SAGE, 0.3))


def _tower(canvas: Canvas, x: float) -> None:
    def band(top: float, bottom: float, colour: str) -> None:
        narrow, wide = 56 + (top - 320) * 0.105, 56 + (bottom - 320) * 0.105
        right = [(x + narrow, top), (x + wide, bottom)]
        canvas.polygon([(x - narrow, top), *right, (x - wide, bottom)], colour)
        canvas.polygon([(x + narrow * 0.3, top), *right, (x + wide * 0.3, bottom)], mix(colour, PLUM, 0.24))

    for number in range(5):
        band(320 + number * 88, 320 + (number + 1) * 88, CORAL if number % 2 else WHITE)
    canvas.box(x - 92, 306, 184, 22, INK, radius=6)
    for rail in range(9):
        canvas.box(x - 86 + rail * 21, 272, 5, 36, INK)
    canvas.box(x - 90, 268, 180, 7, INK, radius=3)
    canvas.box(x - 46, 212, 92, 94, mix(OCHRE, SAND, 0.45))
    canvas.circle(x, 260, 30, WHITE)
    for post in (-46, -3, 40):
        canvas.box(x + post, 212, 6, 94, INK)
    canvas.polygon([(x - 66, 216), (x + 66, 216), (x + 22, 160), (x - 22, 160)], CORAL)
    canvas.circle(x, 150, 16, CORAL)
    for y in (450, 620):
        canvas.box(x - 14, y, 28, 46, mix(OCHRE, SAND, 0.3), radius=12)
    canvas.box(x - 26, 704, 52, 64, PLUM, radius=22)
