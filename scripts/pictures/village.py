"""Fields, herds, houses and what connects them. One function draws one picture, from the far to the near."""

from __future__ import annotations

import math
import random

from pictures.canvas import WIDTH, Canvas
from pictures.things import CREAM, GOLD, INK, RUST, TEAL, dawn, day, house, person, poplar, tree, yurt


def yurts(canvas: Canvas) -> None:
    dawn(canvas)
    canvas.mountains(282, 110, 52, "#b295a3", "#fff4e8")
    canvas.hills(280, 14, 30, "#c0ac6c")
    canvas.hills(318, 8, 33, "#cdb976")
    yurt(canvas, 560, 338, 120, band=TEAL)
    yurt(canvas, 690, 350, 140)
    yurt(canvas, 300, 372, 210)
    for x, y, size, coat in ((440, 400, 74, TEAL), (478, 404, 70, RUST), (150, 396, 70, "#7a5c9e")):
        person(canvas, x, y, size, coat)
    for x, y in ((40, 352), (92, 366)):
        _horse(canvas, x, y, 60)


def _horse(canvas: Canvas, x: float, y: float, size: float, coat: str = "#7b5138") -> None:
    canvas.ellipse(x, y - size * 0.5, size * 0.36, size * 0.16, coat)
    for leg in (-0.28, -0.18, 0.18, 0.28):
        canvas.rectangle(x + leg * size, y - size * 0.46, size * 0.06, size * 0.46, coat)
    canvas.polygon(
        [
            (x + size * 0.22, y - size * 0.52),
            (x + size * 0.42, y - size * 0.86),
            (x + size * 0.54, y - size * 0.8),
            (x + size * 0.36, y - size * 0.42),
        ],
        coat,
    )
    canvas.polygon(
        [
            (x + size * 0.4, y - size * 0.88),
            (x + size * 0.66, y - size * 0.7),
            (x + size * 0.62, y - size * 0.62),
            (x + size * 0.42, y - size * 0.72),
        ],
        coat,
    )
    canvas.line([(x - size * 0.34, y - size * 0.54), (x - size * 0.46, y - size * 0.2)], INK, 4)
    canvas.line([(x + size * 0.24, y - size * 0.6), (x + size * 0.42, y - size * 0.9)], INK, 4)


def pasture(canvas: Canvas) -> None:
    day(canvas)
    canvas.mountains(270, 130, 83, "#8aa3b8")
    canvas.hills(272, 16, 22, "#a9bd77")
    canvas.hills(322, 10, 26, "#b7c682")
    yurt(canvas, 640, 312, 90)
    flock = random.Random(6)
    for y in sorted(flock.uniform(330, 430) for _ in range(26)):
        _sheep(
            canvas,
            flock.uniform(40, 640),
            y,
            18 + (y - 330) * 0.2,
            flock.choice(("#fbf7ee", "#fbf7ee", "#d8c3a5", "#6d5a4e")),
        )
    _horse(canvas, 720, 420, 116)
    canvas.rectangle(706, 324, 24, 44, TEAL, round_=8)
    canvas.disc(718, 314, 12, "#e9b992")
    canvas.polygon("702,312 718,292 734,312", CREAM)


def _sheep(canvas: Canvas, x: float, y: float, size: float, wool: str) -> None:
    for leg in (-0.45, -0.2, 0.2, 0.45):
        canvas.rectangle(x + leg * size - 1.5, y - size * 0.4, 3, size * 0.5, INK)
    canvas.ellipse(x, y - size * 0.6, size * 0.75, size * 0.46, wool)
    canvas.ellipse(x + size * 0.75, y - size * 0.8, size * 0.24, size * 0.2, "#4a3d36")


def apples(canvas: Canvas) -> None:
    day(canvas)
    canvas.mountains(284, 150, 77, "#7d9bb5")
    canvas.hills(282, 10, 8, "#9dbb7a")
    canvas.hills(330, 6, 12, "#8db06c")
    fruit = random.Random(4)
    for x, y, size in ((90, 350, 120), (250, 344, 104), (400, 340, 96), (540, 344, 104), (710, 352, 126)):
        tree(canvas, x, y, size, "#5f9450")
        for _ in range(11):
            canvas.disc(
                x + fruit.uniform(-0.38, 0.38) * size, y - fruit.uniform(0.5, 0.98) * size, size * 0.042, "#d6413c"
            )
    for x, y in ((210, 424), (330, 432), (470, 424), (600, 434)):
        for row, count in ((20, 5), (30, 4)):
            for apple in range(count):
                canvas.disc(
                    x - 32 + apple * 16 + (row - 20) * 0.8,
                    y - row - 12,
                    10,
                    ("#d6413c", "#e4574a", "#c93a3a")[apple % 3],
                )
        canvas.rectangle(x - 46, y - 30, 92, 40, "#b98a5e", round_=3)
        canvas.rectangle(x - 46, y - 14, 92, 4, "#8e653f")
    person(canvas, 140, 428, 86, TEAL)
    person(canvas, 690, 430, 84, GOLD)


def wheat(canvas: Canvas) -> None:
    dawn(canvas)
    canvas.hills(270, 14, 3, "#d9b56a")
    for x, height in ((560, 120), (604, 120), (648, 120)):
        canvas.rectangle(x, 285 - height, 42, height, "#e9e3d3")
        canvas.rectangle(x + 30, 285 - height, 12, height, INK, alpha=0.08)
        canvas.dome(x + 21, 285 - height, 21, 16, "#c7cdd4")
    canvas.rectangle(690, 140, 46, 145, "#dcd5c2")
    canvas.rectangle(554, 158, 140, 8, RUST)
    canvas.hills(290, 8, 21, "#e3b552")
    _combine(canvas, 250, 330)
    canvas.hills(340, 5, 9, "#efc460")
    stalk = random.Random(2)
    for _ in range(130):
        x, y = stalk.uniform(-10, 810), stalk.uniform(372, 450)
        tall = 26 + (y - 372) * 0.35
        canvas.line([(x, y + 20), (x + 3, y - tall)], "#c98f2d", 2)
        for grain in range(4):
            canvas.ellipse(x + 3 + (-3 if grain % 2 else 3), y - tall + grain * 6, 3.4, 5, "#f6d98a")


def _combine(canvas: Canvas, x: float, y: float) -> None:
    canvas.rectangle(x - 70, y - 78, 110, 52, RUST, round_=6)
    canvas.rectangle(x + 8, y - 112, 46, 40, RUST, round_=5)
    canvas.rectangle(x + 16, y - 106, 32, 28, "#d9edf3", round_=3)
    canvas.line([(x - 40, y - 78), (x - 96, y - 110)], GOLD, 10)
    canvas.polygon([(x + 40, y - 40), (x + 92, y - 22), (x + 92, y - 8), (x + 40, y - 22)], "#a94f2d")
    canvas.disc(x + 100, y - 20, 24, GOLD)
    canvas.disc(x + 100, y - 20, 16, "#c98f2d")
    for wheel, radius in ((-42, 21), (26, 28)):
        canvas.disc(x + wheel, y - radius + 8, radius, INK)
        canvas.disc(x + wheel, y - radius + 8, radius * 0.42, GOLD)


def rice(canvas: Canvas) -> None:
    day(canvas)
    canvas.hills(262, 6, 3, "#a8b578")
    for row in range(6):
        y = 268 + row * row * 5 + row * 8
        depth = 14 + row * 11
        canvas.rectangle(0, y, WIDTH, depth + 30, "#c9b27c")
        canvas.rectangle(0, y + 4, WIDTH, depth + 30, "#9cc5d0" if row % 2 else "#8bbcc9")
    sprout = random.Random(14)
    for _ in range(230):
        y = 270 + 176 * sprout.random() ** 0.8
        x, tall = sprout.uniform(0, WIDTH), 6 + (y - 270) * 0.16
        canvas.line([(x, y), (x - tall * 0.3, y - tall)], "#5f9a4c", 2)
        canvas.line([(x, y), (x + tall * 0.3, y - tall)], "#7bb05c", 2)
    canvas.rectangle(610, 196, 90, 74, "#a97c50")
    canvas.polygon("598,200 655,168 712,200", RUST)
    for x, y, coat in ((220, 392, RUST), (300, 372, GOLD), (520, 404, TEAL)):
        person(canvas, x, y, 88, coat)


def water(canvas: Canvas) -> None:
    day(canvas)
    canvas.hills(250, 16, 12, "#a8c48a")
    canvas.rectangle(0, 300, WIDTH, 150, "#d9cda6")
    for x, size in ((90, 80), (210, 92), (640, 86), (740, 78)):
        house(canvas, x, 318, size, RUST if size > 85 else TEAL)
    for x in (150, 290, 690):
        poplar(canvas, x, 318, 120)
    canvas.rectangle(452, 130, 16, 190, "#8d99a6")
    canvas.rectangle(492, 130, 16, 190, "#8d99a6")
    canvas.line("460,300 500,180 460,180 500,300", "#8d99a6", 4)
    canvas.ellipse(480, 132, 62, 16, "#246f75")
    canvas.rectangle(418, 70, 124, 62, TEAL)
    canvas.dome(480, 70, 62, 30, "#246f75")
    canvas.rectangle(418, 92, 124, 8, CREAM)
    canvas.rectangle(0, 372, WIDTH, 34, "#5d7f95", round_=0)
    canvas.rectangle(0, 378, WIDTH, 7, "#9dbccb")
    for x in (120, 330, 620):
        canvas.rectangle(x, 364, 18, 50, "#4a687c", round_=3)
    canvas.disc(440, 389, 40, CREAM)
    canvas.disc(440, 389, 33, "#ffffff")
    canvas.arc(440, 389, 26, 140, 400, TEAL, 5)
    canvas.line("440,389 456,374", RUST, 4)
    canvas.disc(440, 389, 5, INK)


def solar(canvas: Canvas) -> None:
    day(canvas)
    canvas.hills(272, 10, 71, "#c7c58a")
    for x, size in ((120, 130), (240, 100), (340, 80)):
        _turbine(canvas, x, 285, size)
    canvas.hills(300, 6, 74, "#d4cd94")
    for row, (y, size) in enumerate(((318, 62), (356, 84), (412, 112))):
        for x in range(-40 + row * 20, 840, int(size * 1.55)):
            canvas.rectangle(x + size * 0.66, y - 8, 5, size * 0.36, "#7d8894")
            canvas.polygon(
                [
                    (x + size * 0.25, y - size * 0.42),
                    (x + size * 1.35, y - size * 0.42),
                    (x + size * 1.15, y + size * 0.1),
                    (x, y + size * 0.1),
                ],
                "#2f5d94",
            )
            for part in (0.25, 0.5, 0.75):
                canvas.line(
                    [(x + size * (0.25 + 1.1 * part), y - size * 0.42), (x + size * 1.15 * part, y + size * 0.1)],
                    "#7fb0dc",
                    1.5,
                )
            canvas.line([(x + size * 0.125, y - size * 0.16), (x + size * 1.25, y - size * 0.16)], "#7fb0dc", 1.5)


def _turbine(canvas: Canvas, x: float, y: float, size: float) -> None:
    canvas.polygon(
        [(x - size * 0.03, y), (x - size * 0.012, y - size), (x + size * 0.012, y - size), (x + size * 0.03, y)],
        "#ffffff",
    )
    for angle in (20, 140, 260):
        dx, dy = math.cos(math.radians(angle)), math.sin(math.radians(angle))
        tip = (x + dx * size * 0.5, y - size + dy * size * 0.5)
        canvas.polygon(
            [
                (x - dy * size * 0.03, y - size + dx * size * 0.03),
                tip,
                (x + dy * size * 0.03, y - size - dx * size * 0.03),
            ],
            "#ffffff",
        )
    canvas.disc(x, y - size, size * 0.035, "#c7cdd4")


def phone(canvas: Canvas) -> None:
    canvas.sky("#cfe6ea", "#f5efe0", horizon=450)
    canvas.hills(330, 20, 66, "#c3cf97")
    canvas.hills(372, 12, 69, "#b3c486")
    for x, size in ((90, 90), (170, 76), (700, 96)):
        house(canvas, x, 384, size)
    canvas.line("600,380 622,110 644,380", "#8d99a6", 5)
    for y in (180, 240, 300):
        canvas.line([(622 - (y - 110) * 0.08, y), (622 + (y - 110) * 0.08, y)], "#8d99a6", 4)
    for radius in (26, 46, 66):
        canvas.arc(622, 104, radius, 200, 250, TEAL, 5)
        canvas.arc(622, 104, radius, 290, 340, TEAL, 5)
    canvas.disc(622, 104, 8, RUST)
    canvas.rectangle(290, 44, 210, 372, INK, round_=26)
    canvas.rectangle(302, 62, 186, 336, "#ffffff", round_=12)
    canvas.rectangle(302, 62, 186, 62, TEAL, round_=12)
    canvas.rectangle(318, 84, 96, 10, "#ffffff", round_=5)
    canvas.rectangle(318, 101, 60, 7, "#ffffff", round_=3, alpha=0.7)
    for y, fill in ((142, GOLD), (202, RUST), (262, TEAL)):
        canvas.rectangle(316, y, 158, 48, "#eef3f1", round_=8)
        canvas.disc(340, y + 24, 14, fill)
        canvas.rectangle(364, y + 13, 90, 8, "#b7c4c9", round_=4)
        canvas.rectangle(364, y + 28, 60, 6, "#d3dcdf", round_=3)
    canvas.rectangle(316, 330, 158, 44, GOLD, round_=10)
    canvas.line("378,352 391,364 416,340", "#ffffff", 6)


def market(canvas: Canvas) -> None:
    day(canvas)
    canvas.mountains(270, 110, 63, "#8aa3b8")
    canvas.rectangle(0, 290, WIDTH, 160, "#dccfb0")
    goods = random.Random(17)
    stalls = (
        (40, (RUST, CREAM), ("#d6413c", "#e4574a")),
        (290, (TEAL, CREAM), ("#e8973a", "#f0b054")),
        (540, (GOLD, CREAM), ("#7fae52", "#5f9450")),
    )
    for x, cloth, wares in stalls:
        for post in (8, 206):
            canvas.rectangle(x + post, 180, 7, 200, "#8e653f")
        for stripe in range(6):
            left = x - 6 + stripe * 39
            canvas.polygon(
                [(left + 6, 150), (left + 42 - stripe, 150), (left + 39, 204), (left, 204)], cloth[stripe % 2]
            )
            canvas.ellipse(left + 19.5, 204, 19.5, 11, cloth[stripe % 2])
        person(canvas, x + 112, 350, 130, INK if cloth[0] == TEAL else TEAL)
        canvas.rectangle(x + 100 - 10, 268, 44, 60, CREAM, round_=6)
        canvas.polygon([(x, 316), (x + 222, 316), (x + 232, 352), (x - 10, 352)], "#b98a5e")
        canvas.rectangle(x - 10, 350, 242, 56, "#a97c50", round_=3)
        for pile in range(4):
            for _ in range(14):
                canvas.disc(
                    x + 28 + pile * 56 + goods.uniform(-20, 20), 330 - goods.uniform(-10, 16), 8, goods.choice(wares)
                )
    for x, y, coat in ((262, 436, RUST), (520, 440, "#7a5c9e")):
        person(canvas, x, y, 110, coat)
        canvas.rectangle(x + 14, y - 52, 26, 30, GOLD, round_=4)
