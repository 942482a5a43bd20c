"""Pictures of the town: a bus stop, bunting over roofs, a swimming pool."""

from coprod.demo.canvas import CORAL, INK, OCHRE, PLUM, SAGE, SAND, TEAL, Canvas, mix, rounded, smooth, turned

WHITE = mix(SAND, "#ffffff", 0.7)


def bus_stop() -> Canvas:
    canvas = Canvas(SAND)
    canvas.bands(0, 560, mix(SAGE, SAND, 0.6), mix(OCHRE, SAND, 0.6))
    canvas.circle(300, 330, 120, mix(OCHRE, SAND, 0.5))
    canvas.circle(300, 330, 88, mix(OCHRE, SAND, 0.15))
    canvas.ridge([(-50, 480), (260, 420), (620, 490), (1000, 390), (1350, 470), (1650, 410)], mix(SAGE, SAND, 0.3))
    canvas.ridge([(-50, 590), (340, 540), (800, 590), (1240, 520), (1650, 570)], mix(SAGE, TEAL, 0.22))
    canvas.ridge([(-50, 680), (500, 640), (1000, 680), (1650, 640)], mix(SAGE, TEAL, 0.48))
    for x, y, size in ((130, 690, 1.0), (1460, 680, 1.25), (1350, 690, 0.8)):
        _tree(canvas, x, y, size)
    canvas.box(0, 760, 1600, 96, mix(SAND, INK, 0.1))
    canvas.box(0, 848, 1600, 18, mix(SAND, INK, 0.3))
    canvas.box(0, 862, 1600, 138, mix(INK, TEAL, 0.3))
    for dash in range(6):
        canvas.box(40 + dash * 290, 926, 150, 12, mix(SAND, INK, 0.12), radius=4)
    _shelter(canvas)
    _bus_sign(canvas)
    return canvas


def _tree(canvas: Canvas, x: float, base: float, size: float) -> None:
    canvas.box(x - 9 * size, base - 110 * size, 18 * size, 190 * size, mix(PLUM, INK, 0.3))
    for dx, dy, radius, share in ((-40, -140, 58, 0.35), (42, -146, 60, 0.5), (0, -210, 70, 0.25), (0, -150, 60, 0.4)):
        canvas.circle(x + dx * size, base + dy * size, radius * size, mix(TEAL, SAGE, 0.5 - share * 0.7))


def _shelter(canvas: Canvas) -> None:
    canvas.ellipse(740, 826, 430, 16, mix(SAND, INK, 0.26))
    glass = mix(SAGE, WHITE, 0.62)
    canvas.box(386, 330, 700, 440, glass)
    canvas.polygon([(470, 330), (620, 330), (480, 770), (386, 770), (386, 590)], mix(glass, WHITE, 0.6))
    canvas.polygon([(800, 330), (860, 330), (720, 770), (660, 770)], mix(glass, WHITE, 0.6))
    canvas.box(386, 470, 700, 34, CORAL)
    canvas.box(900, 350, 150, 104, WHITE, radius=6)
    for row in range(4):
        canvas.box(918, 366 + row * 21, 114 if row % 2 else 92, 9, mix(TEAL, SAND, 0.25), radius=4)
    for x in (372, 724, 1078):
        canvas.box(x, 312, 20, 508, mix(TEAL, INK, 0.2))
    canvas.polygon([(310, 300), (1170, 300), (1140, 250), (350, 250)], TEAL)
    canvas.box(302, 296, 876, 30, mix(TEAL, INK, 0.35), radius=8)
    wood, shade = mix(OCHRE, CORAL, 0.22), mix(OCHRE, PLUM, 0.45)
    for y in (560, 604):
        canvas.box(436, y, 560, 30, wood, radius=8)
    canvas.box(420, 664, 592, 34, mix(wood, SAND, 0.2), radius=8)
    canvas.box(420, 692, 592, 12, shade, radius=6)
    for x in (446, 712, 962):
        canvas.box(x, 556, 16, 264, mix(INK, TEAL, 0.3), radius=4)
    for x in (420, 686, 936):
        canvas.box(x, 618, 74, 18, mix(INK, TEAL, 0.3), radius=9)


def _bus_sign(canvas: Canvas) -> None:
    canvas.ellipse(1290, 826, 60, 9, mix(SAND, INK, 0.26))
    canvas.box(1280, 320, 20, 506, mix(INK, TEAL, 0.3))
    canvas.circle(1290, 270, 92, CORAL)
    canvas.circle(1290, 270, 74, WHITE)
    canvas.box(1242, 232, 96, 70, TEAL, radius=12)
    for x in (1252, 1280, 1308):
        canvas.box(x, 244, 22, 24, mix(SAGE, WHITE, 0.6), radius=4)
    for x in (1264, 1316):
        canvas.circle(x, 304, 11, INK)


def bunting() -> Canvas:
    canvas = Canvas(SAND)
    canvas.bands(0, 760, mix(PLUM, CORAL, 0.25), mix(OCHRE, SAND, 0.5))
    canvas.circle(1180, 600, 120, mix(OCHRE, SAND, 0.25))
    canvas.ridge([(-50, 700), (400, 640), (900, 690), (1300, 650), (1650, 690)], mix(PLUM, CORAL, 0.45))
    _roofs(canvas)
    for drop, start, end, shift in ((150, -60, 20, 0), (210, 170, 90, 2), (190, 330, 300, 1)):
        _string(canvas, start, end, drop, shift)
    return canvas


def _roofs(canvas: Canvas) -> None:
    for x, width, height, share in (
        (-60, 250, 200, 0.2),
        (150, 210, 260, 0.0),
        (330, 290, 190, 0.3),
        (590, 200, 240, 0.1),
        (760, 330, 210, 0.25),
        (1060, 220, 270, 0.05),
        (1250, 280, 200, 0.3),
        (1500, 220, 240, 0.12),
    ):
        _house(canvas, x, width, height, mix(TEAL, SAGE, share))
    canvas.box(0, 960, 1600, 40, mix(TEAL, INK, 0.6))


def _house(canvas: Canvas, x: float, width: float, height: float, colour: str) -> None:
    top = 1000 - height
    canvas.box(x + width * 0.68, top - width * 0.42, 34, width * 0.4, mix(colour, INK, 0.45))
    canvas.box(x, top, width, height, colour)
    roof = [(x - 22, top + 4), (x + width / 2, top - width * 0.42), (x + width + 22, top + 4)]
    canvas.polygon(roof, mix(PLUM, INK, 0.35))
    for side in (0.18, 0.58):
        canvas.box(x + width * side, top + 40, width * 0.22, 62, mix(OCHRE, SAND, 0.3), radius=4)
        canvas.box(x + width * (side + 0.11) - 2, top + 40, 4, 62, mix(colour, INK, 0.2))


def _string(canvas: Canvas, start: float, end: float, drop: float, shift: int) -> None:
    """One string of flags: it hangs as a parabola, and each flag hangs straight down from it."""

    def height(share: float) -> float:
        return start + (end - start) * share + drop * 4 * share * (1 - share)

    flags = 15
    colours = [TEAL, OCHRE, CORAL, mix(SAGE, SAND, 0.2), WHITE]
    for flag in range(flags):
        first, last = (flag + 0.1) / flags, (flag + 0.9) / flags
        left, right = (first * 1640 - 20, height(first)), (last * 1640 - 20, height(last))
        colour = colours[(flag + shift) % len(colours)]
        tip = ((left[0] + right[0]) / 2, (left[1] + right[1]) / 2 + 104)
        canvas.polygon([left, right, tip], colour)
        canvas.polygon([((left[0] + right[0]) / 2, (left[1] + right[1]) / 2), right, tip], mix(colour, INK, 0.1))
    canvas.line([(share / 40 * 1640 - 20, height(share / 40)) for share in range(41)], 7, mix(PLUM, INK, 0.4))


def pool() -> Canvas:
    deck = mix(SAND, OCHRE, 0.14)
    canvas = Canvas(deck)
    for column in range(17):
        canvas.box(column * 100 - 2, 0, 3, 1000, mix(deck, INK, 0.07))
    for row in range(11):
        canvas.box(0, row * 100 - 2, 1600, 3, mix(deck, INK, 0.07))
    water = mix(mix(TEAL, "#37b3b0", 0.72), SAND, 0.22)
    canvas.box(150, 110, 1600, 700, WHITE, radius=26)
    canvas.box(168, 128, 1600, 664, mix(water, TEAL, 0.45), radius=16)
    canvas.box(176, 146, 1600, 646, water, radius=14)
    _water(canvas, water)
    for rope in range(1, 4):
        _rope(canvas, 128 + rope * 166)
    _steps(canvas)
    _towel(canvas)
    return canvas


def _water(canvas: Canvas, water: str) -> None:
    for lane in range(4):
        y = 128 + lane * 166 + 83
        canvas.box(330, y - 9, 1300, 18, mix(water, TEAL, 0.55))
        canvas.box(330, y - 46, 18, 92, mix(water, TEAL, 0.55))
    for number in range(30):
        x, y = 260 + (number * 349) % 1330, 168 + (number * 211) % 600
        glint = [(x, y), (x + 24, y - 8), (x + 50, y), (x + 76, y - 8)]
        canvas.line(smooth(glint), 5, mix(water, WHITE, 0.5))


def _rope(canvas: Canvas, y: float) -> None:
    canvas.line([(168, y), (1620, y)], 4, INK)
    for number in range(52):
        colour = CORAL if number // 4 % 2 == 0 else WHITE
        canvas.box(184 + number * 28, y - 9, 23, 18, colour, radius=7)


def _steps(canvas: Canvas) -> None:
    rail = mix(SAND, INK, 0.35)
    for number in range(4):
        canvas.box(168 + number * 34, 650, 34, 120, mix(WHITE, "#37b3b0", 0.12 + number * 0.18))
    for y in (640, 772):
        canvas.line([(112, y + 8), (300, y + 8)], 14, mix(TEAL, SAGE, 0.3))
        canvas.line([(110, y), (300, y)], 14, mix(rail, WHITE, 0.3))
        canvas.circle(110, y, 14, rail)


def _towel(canvas: Canvas) -> None:
    middle = (250.0, 900.0)
    cloth = turned(rounded(110, 845, 280, 120, 8), -4, middle)
    canvas.polygon([(x + 8, y + 11) for x, y in cloth], mix(SAND, INK, 0.24))
    canvas.polygon(cloth, CORAL)
    for x in (140, 196, 304, 360):
        canvas.polygon(turned([(x, 845), (x + 18, 845), (x + 18, 965), (x, 965)], -4, middle), WHITE)
    for x, y in ((470, 890), (520, 905)):
        canvas.ellipse(x + 5, y + 9, 20, 46, mix(SAND, INK, 0.24))
        canvas.ellipse(x, y, 20, 46, TEAL)
        canvas.line(smooth([(x - 14, y - 4), (x, y - 26), (x + 14, y - 4)]), 7, OCHRE)
