"""Streets, rails, plants and places where many meet. One function draws one picture, from the far to the near."""

from __future__ import annotations

import random

from pictures.canvas import HEIGHT, WIDTH, Canvas
from pictures.things import (
    CREAM,
    GLASS,
    GOLD,
    INK,
    RUST,
    SNOW,
    TEAL,
    building,
    dawn,
    day,
    dusk,
    flakes,
    person,
    poplar,
    ripples,
    tree,
    winter,
)


def skyline(canvas: Canvas) -> None:
    dusk(canvas)
    for x, width, height in (
        (30, 60, 110),
        (95, 46, 150),
        (240, 70, 130),
        (470, 60, 160),
        (640, 74, 120),
        (720, 60, 150),
    ):
        canvas.rectangle(x, 330 - height, width, height, "#5a6690", round_=2)
    building(canvas, 150, 335, 66, 190, wall="#3d4a73", window="#56659a", columns=4, floors=11, lit=14)
    building(canvas, 530, 335, 80, 170, wall="#3d4a73", window="#56659a", columns=5, floors=10, lit=17)
    building(canvas, 665, 335, 56, 120, wall="#46537e", window="#56659a", columns=3, floors=7, lit=7)
    building(canvas, 40, 335, 80, 90, wall="#46537e", window="#56659a", columns=5, floors=5, lit=9)
    canvas.polygon("392,335 397,170 411,170 416,335", CREAM)
    canvas.polygon("380,160 404,200 428,160 416,150 392,150", CREAM)
    canvas.disc(404, 138, 27, GOLD)
    canvas.disc(397, 130, 9, "#fff1c4", 0.7)
    canvas.polygon("250,335 310,215 370,335", "#6f80b4")
    canvas.polygon("310,215 370,335 322,335", INK, 0.2)
    for level in (250, 285):
        canvas.line([(310 - (level - 215) * 0.5, level), (310 + (level - 215) * 0.5, level)], "#a9b6dc", 2)
    canvas.rectangle(0, 335, WIDTH, 115, "#39507c")
    canvas.polygon("360,336 448,336 520,450 290,450", "#f0a884", 0.18)
    ripples(canvas, 335, 4, "#f7cfae", 34)
    canvas.arc(400, 560, 290, 215, 325, CREAM, 8)
    canvas.rectangle(0, 384, WIDTH, 9, CREAM)
    for x in range(180, 640, 40):
        canvas.line([(x, 386), (x, 560 - (290**2 - (x - 400) ** 2) ** 0.5)], CREAM, 2)


def bus(canvas: Canvas) -> None:
    day(canvas)
    canvas.mountains(260, 120, 91, "#8aa3b8")
    for x, width, height, wall in (
        (0, 130, 150, CREAM),
        (140, 110, 200, "#e4d3bd"),
        (560, 120, 190, "#d9e4e6"),
        (690, 120, 140, CREAM),
    ):
        building(canvas, x, 330, width, height, wall=wall, columns=4, floors=height // 34)
    for x in (285, 345, 500):
        poplar(canvas, x, 332, 120)
    canvas.rectangle(0, 330, WIDTH, 22, "#dcd7c8")
    canvas.rectangle(0, 352, WIDTH, 98, "#6d7783")
    for x in range(10, 800, 100):
        canvas.rectangle(x, 420, 54, 6, CREAM)
    canvas.rectangle(170, 246, 400, 140, TEAL, round_=16)
    canvas.rectangle(182, 262, 376, 58, "#d9edf3", round_=8)
    for x in (268, 352, 436):
        canvas.rectangle(x, 262, 7, 58, TEAL)
    canvas.rectangle(450, 262, 58, 118, "#bfe0e8", round_=4)
    canvas.rectangle(477, 262, 4, 118, TEAL)
    canvas.rectangle(170, 340, 280, 12, "#bfe3a0")
    canvas.rectangle(250, 250, 120, 9, GOLD, round_=3)
    canvas.disc(556, 360, 8, "#fff1c4")
    for x in (252, 412 + 118):
        canvas.disc(x, 386, 26, INK)
        canvas.disc(x, 386, 11, "#c7cdd4")
    for x, coat in ((640, RUST), (680, GOLD), (714, "#7a5c9e")):
        person(canvas, x, 372, 82, coat)


def train(canvas: Canvas) -> None:
    day(canvas)
    canvas.mountains(280, 120, 31, "#8aa3b8")
    canvas.hills(275, 12, 14, "#c2bf82")
    canvas.hills(320, 6, 17, "#cfc98f")
    canvas.rectangle(0, 352, WIDTH, 22, "#9a8d78")
    for x in range(-4, 800, 26):
        canvas.rectangle(x, 356, 15, 9, "#6b5240")
    canvas.rectangle(0, 351, WIDTH, 4, "#6f7a86")
    canvas.polygon("-10,250 560,250 640,262 700,300 716,336 710,346 -10,346", "#f7f7f2")
    canvas.polygon("-10,316 712,316 716,336 710,346 -10,346", TEAL)
    canvas.polygon("600,262 634,266 676,292 600,292", INK)
    for car_ in range(3):
        for window in range(4):
            canvas.rectangle(10 + car_ * 198 + window * 42, 268, 32, 28, "#5f8fa8", round_=4)
        canvas.rectangle(188 + car_ * 198, 250, 4, 96, "#b7c0c6")
    canvas.disc(694, 328, 6, "#fff1c4")
    for x in (60, 150, 260, 350, 460, 560, 650):
        canvas.disc(x, 346, 9, INK)
    for x in (120, 420, 720):
        canvas.line([(x, 352), (x, 190)], "#6f7a86", 4)
        canvas.line([(x, 200), (x - 46, 200)], "#6f7a86", 3)
    canvas.line("0,204 800,204", INK, 1.2, 0.6)
    canvas.hills(392, 5, 25, "#b9ab6c")


def road(canvas: Canvas) -> None:
    day(canvas)
    canvas.mountains(262, 120, 41, "#86a0b6")
    canvas.hills(262, 8, 11, "#c9bd7c")
    canvas.hills(300, 6, 5, "#d3c88b")
    canvas.polygon("392,262 408,262 660,450 140,450", "#6d7783")
    canvas.polygon("392,262 394,262 170,450 150,450", CREAM)
    canvas.polygon("406,262 408,262 650,450 630,450", CREAM)
    for top, bottom in ((270, 276), (286, 298), (314, 334), (356, 386), (412, 450)):
        half = 0.006 * (top - 250), 0.006 * (bottom - 250)
        canvas.polygon(
            [
                (400 - half[0] * 5, top),
                (400 + half[0] * 5, top),
                (400 + half[1] * 5, bottom),
                (400 - half[1] * 5, bottom),
            ],
            CREAM,
        )
    canvas.rectangle(640, 250, 6, 110, "#8d99a6")
    canvas.rectangle(590, 190, 108, 66, "#2f6fb0", round_=5)
    canvas.rectangle(604, 204, 60, 8, "#ffffff", round_=3)
    canvas.rectangle(604, 222, 80, 6, "#ffffff", round_=3, alpha=0.8)
    canvas.rectangle(604, 236, 46, 6, "#ffffff", round_=3, alpha=0.8)
    _roller(canvas, 210, 372)
    for x in (300, 330, 364):
        canvas.polygon(
            [(x - 8, 392 + (x - 300) * 0.2), (x, 364 + (x - 300) * 0.2), (x + 8, 392 + (x - 300) * 0.2)], RUST
        )


def _roller(canvas: Canvas, x: float, y: float) -> None:
    canvas.rectangle(x - 70, y - 62, 84, 38, GOLD, round_=6)
    canvas.rectangle(x - 34, y - 112, 62, 8, INK, round_=3)
    for post in (-30, 20):
        canvas.rectangle(x + post, y - 106, 5, 46, INK)
    canvas.rectangle(x - 6, y - 74, 60, 20, GOLD, round_=4)
    canvas.disc(x - 44, y - 18, 30, INK)
    canvas.disc(x - 44, y - 18, 12, GOLD)
    canvas.disc(x + 58, y - 20, 32, "#9aa5b0")
    canvas.disc(x + 58, y - 20, 23, "#b7c0c9")
    canvas.line([(x + 58, y - 20), (x + 40, y - 62)], INK, 6)


def factory(canvas: Canvas) -> None:
    dawn(canvas)
    canvas.hills(290, 14, 95, "#b9a98a")
    for x, height in ((150, 210), (210, 180), (650, 190)):
        canvas.polygon([(x - 14, 340), (x - 9, 340 - height), (x + 9, 340 - height), (x + 14, 340)], "#d8d0c4")
        canvas.rectangle(x - 10, 350 - height, 20, 12, RUST)
        canvas.cloud(x + 30, 322 - height, 26, "#ffffff", 0.55)
    canvas.rectangle(90, 250, 250, 100, "#7d93a6")
    for x in range(90, 340, 62):
        canvas.polygon([(x, 250), (x + 62, 212), (x + 62, 250)], "#65798c")
    canvas.rectangle(340, 220, 270, 130, "#a8b8c4")
    canvas.rectangle(340, 212, 270, 12, TEAL)
    for x in range(358, 600, 50):
        canvas.rectangle(x, 246, 34, 30, GOLD if x in (408, 508) else "#d9edf3", round_=2)
    canvas.rectangle(440, 300, 70, 50, INK, round_=3)
    canvas.rectangle(610, 270, 120, 80, "#8fa3b3")
    canvas.rectangle(0, 348, WIDTH, 102, "#b3a68c")
    canvas.rectangle(0, 400, WIDTH, 5, "#6f6553")
    canvas.rectangle(0, 414, WIDTH, 5, "#6f6553")
    for x in (60, 220, 380):
        canvas.rectangle(x, 366, 140, 34, "#59697a", round_=3)
        canvas.polygon([(x + 6, 366), (x + 40, 350), (x + 100, 346), (x + 134, 366)], "#c98f4e")
        canvas.disc(x + 28, 402, 9, INK)
        canvas.disc(x + 112, 402, 9, INK)


def heating(canvas: Canvas) -> None:
    winter(canvas)
    for x, width in ((560, 120), (690, 104)):
        half = width / 2
        canvas.polygon(
            [
                (x - half, 330),
                (x - half * 0.62, 190),
                (x - half * 0.7, 130),
                (x + half * 0.7, 130),
                (x + half * 0.62, 190),
                (x + half, 330),
            ],
            "#d3dbe1",
        )
        canvas.polygon(
            [
                (x + half * 0.2, 330),
                (x + half * 0.15, 130),
                (x + half * 0.7, 130),
                (x + half * 0.62, 190),
                (x + half, 330),
            ],
            INK,
            0.1,
        )
        canvas.ellipse(x, 130, half * 0.7, 7, "#9fb0bd")
        canvas.cloud(x + 20, 96, 50, alpha=0.75)
    canvas.polygon("446,330 452,110 468,110 474,330", "#c9b8a8")
    canvas.rectangle(450, 124, 20, 14, RUST)
    canvas.rectangle(451, 160, 18, 14, RUST)
    building(canvas, 40, 335, 110, 170, columns=4, floors=5, lit=9)
    building(canvas, 170, 335, 90, 130, wall="#e4d3bd", columns=3, floors=4, lit=5)
    building(canvas, 280, 335, 120, 190, columns=4, floors=6, lit=11)
    canvas.hills(338, 4, 44, SNOW)
    for y in (372, 404):
        canvas.rectangle(0, y, WIDTH, 22, "#7f98aa")
        canvas.rectangle(0, y + 4, WIDTH, 5, "#b7cad6")
        canvas.rectangle(0, y - 4, WIDTH, 6, "#ffffff", round_=3)
    for x in (90, 330, 570, 770):
        canvas.rectangle(x, 366, 14, 78, "#5f7789", round_=2)
    canvas.hills(440, 4, 3, "#ffffff")
    flakes(canvas, 12, 60)


def hospital(canvas: Canvas) -> None:
    dawn(canvas)
    canvas.mountains(300, 130, 15, "#b9a6b0", "#fff6ee")
    canvas.rectangle(0, 340, WIDTH, 110, "#cfd6cf")
    building(canvas, 120, 345, 200, 150, wall="#ffffff", columns=6, floors=4, lit=4)
    building(canvas, 480, 345, 200, 150, wall="#ffffff", columns=6, floors=4, lit=5)
    building(canvas, 310, 345, 180, 200, wall="#eaf3f3", columns=5, floors=5, lit=3)
    canvas.rectangle(302, 138, 196, 10, TEAL)
    canvas.disc(400, 118, 34, "#ffffff")
    canvas.rectangle(391, 98, 18, 40, "#d6494b", round_=2)
    canvas.rectangle(380, 109, 40, 18, "#d6494b", round_=2)
    canvas.rectangle(350, 290, 100, 55, GLASS)
    canvas.rectangle(336, 282, 128, 10, TEAL)
    canvas.rectangle(398, 292, 4, 53, "#ffffff")
    canvas.rectangle(0, 372, WIDTH, 78, "#8a949e")
    for x in range(20, 800, 90):
        canvas.rectangle(x, 408, 46, 5, CREAM)
    canvas.rectangle(520, 338, 150, 58, "#ffffff", round_=6)
    canvas.polygon("668,396 668,345 692,350 712,376 712,396", "#ffffff")
    canvas.polygon("674,372 674,353 689,356 701,373", GLASS)
    canvas.rectangle(520, 374, 192, 9, "#d6494b")
    canvas.rectangle(588, 345, 8, 24, "#d6494b")
    canvas.rectangle(580, 353, 24, 8, "#d6494b")
    canvas.rectangle(640, 330, 20, 9, "#4a7fd0", round_=3)
    for x in (560, 675):
        canvas.disc(x, 398, 15, INK)
        canvas.disc(x, 398, 6, "#c7cdd4")
    for x in (60, 745):
        tree(canvas, x, 350, 90, "#86a868")


def emergency(canvas: Canvas) -> None:
    dusk(canvas)
    canvas.mountains(290, 130, 57, "#53628a")
    for x, width, height in ((20, 110, 150), (640, 130, 170)):
        building(canvas, x, 340, width, height, wall="#46537e", window="#5f6fa3", columns=4, floors=5, lit=7)
    canvas.rectangle(0, 338, WIDTH, 112, "#4a5266")
    for x in range(0, 800, 100):
        canvas.rectangle(x, 424, 54, 5, CREAM, alpha=0.8)
    canvas.polygon("160,264 470,236 474,248 160,278", "#c7cdd4")
    for x in range(180, 460, 28):
        canvas.line([(x, 272 - (x - 160) * 0.09), (x, 262 - (x - 160) * 0.09)], INK, 3)
    canvas.rectangle(150, 276, 320, 110, "#d6413c", round_=8)
    canvas.rectangle(460, 260, 120, 126, "#d6413c", round_=12)
    canvas.rectangle(484, 274, 80, 46, "#d9edf3", round_=6)
    canvas.rectangle(150, 338, 430, 12, "#ffffff")
    for x in (176, 256, 336):
        canvas.rectangle(x, 290, 62, 38, "#b23531", round_=4)
        canvas.rectangle(x + 22, 306, 18, 5, CREAM, round_=2)
    canvas.rectangle(500, 244, 44, 16, "#4a9be0", round_=6)
    canvas.disc(522, 246, 46, "#7fc0ff", 0.22)
    canvas.disc(578, 356, 9, "#fff1c4")
    canvas.polygon("580,350 800,320 800,400 580,364", "#fff1c4", 0.18)
    for x in (220, 410, 530):
        canvas.disc(x, 388, 27, INK)
        canvas.disc(x, 388, 11, "#c7cdd4")
    for x, coat in ((640, GOLD), (680, "#ef8a2d")):
        person(canvas, x, 404, 92, coat)
        canvas.rectangle(x - 15, 352, 30, 6, "#fff6d0")


def mausoleum(canvas: Canvas) -> None:
    dawn(canvas)
    canvas.hills(310, 8, 37, "#d8b98a")
    canvas.rectangle(0, 330, WIDTH, 120, "#e6d3ab")
    for x in (250, 550):
        canvas.rectangle(x - 34, 190, 68, 150, "#d29a62")
        canvas.dome(x, 190, 26, 26, TEAL)
    canvas.rectangle(330, 170, 140, 30, "#2f8f93")
    canvas.dome(400, 172, 66, 74, TEAL)
    for rib in (-40, -20, 0, 20, 40):
        canvas.line([(400 + rib, 171), (400 + rib * 0.45, 108)], "#58b3b0", 2.5)
    canvas.disc(400, 94, 5, GOLD)
    canvas.rectangle(288, 196, 224, 144, "#dba86d")
    canvas.rectangle(318, 152, 164, 188, "#e2b57c")
    canvas.rectangle(310, 146, 180, 12, TEAL)
    canvas.rectangle(344, 210, 112, 130, "#9a6238")
    canvas.dome(400, 211, 56, 48, "#9a6238")
    canvas.rectangle(372, 262, 56, 78, INK)
    canvas.dome(400, 263, 28, 24, INK)
    for x in range(326, 480, 22):
        canvas.polygon([(x, 172), (x + 8, 164), (x + 16, 172), (x + 8, 180)], TEAL)
    for x in (216, 516):
        for y in (210, 246, 282):
            canvas.polygon([(x + 18, y), (x + 34, y + 14), (x + 50, y), (x + 34, y - 14)], "#2f8f93", 0.85)
    canvas.polygon("360,340 440,340 520,450 280,450", "#f4e6c6")
    for x in (90, 150, 650, 710):
        poplar(canvas, x, 348, 120, "#7c9a58")
    for x, y, coat in ((330, 412, RUST), (366, 420, "#7a5c9e"), (480, 408, TEAL)):
        person(canvas, x, y, 70, coat)


def stadium(canvas: Canvas) -> None:
    dusk(canvas)
    canvas.mountains(250, 110, 8, "#5b6b92")
    for x in (70, 730):
        canvas.line([(x, 300), (x, 70)], INK, 6)
        canvas.rectangle(x - 34, 48, 68, 30, INK, round_=4)
        for lamp in range(6):
            canvas.disc(x - 22 + lamp % 3 * 22, 56 + lamp // 3 * 14, 5, "#fff6d0")
        canvas.polygon(
            [(x, 64), (x + (210 if x < 400 else -210), 330), (x + (60 if x < 400 else -60), 330)], "#fff6d0", 0.1
        )
    canvas.polygon("0,210 800,210 800,300 0,300", "#46557d")
    crowd = random.Random(5)
    for row in range(6):
        for seat in range(67):
            fill = crowd.choice((RUST, GOLD, TEAL, CREAM, "#6f80a8", "#6f80a8", "#55648c"))
            canvas.disc(6 + seat * 12 + row % 2 * 6, 219 + row * 13, 4.4, fill)
    canvas.rectangle(0, 292, WIDTH, 14, CREAM)
    canvas.rectangle(0, 306, WIDTH, 144, "#4f9460")
    for stripe in range(0, 8, 2):
        canvas.polygon(
            [(stripe * 100, 306), (stripe * 100 + 100, 306), (stripe * 140 - 20, HEIGHT), (stripe * 140 - 160, HEIGHT)],
            "#5ba56c",
        )
    canvas.line("0,330 800,330", CREAM, 3)
    canvas.line("400,330 400,450", CREAM, 3)
    canvas.ellipse(400, 400, 120, 34, CREAM)
    canvas.ellipse(400, 400, 116, 31, "#559d67")
    for x, y, shirt in ((300, 400, RUST), (360, 430, RUST), (480, 410, GOLD), (560, 432, GOLD), (230, 372, GOLD)):
        person(canvas, x, y, 62, shirt)
    canvas.disc(424, 424, 8, "#ffffff")


def hockey(canvas: Canvas) -> None:
    canvas.sky("#3b4c74", "#7d92b8", horizon=220)
    crowd = random.Random(15)
    for row in range(9):
        for seat in range(60):
            fill = crowd.choice((RUST, GOLD, TEAL, CREAM, "#5d6f98", "#5d6f98", "#4d5e88"))
            canvas.disc(8 + seat * 13.5 + row % 2 * 6, 70 + row * 15, 4.8, fill)
    for x in (160, 400, 640):
        canvas.rectangle(x - 46, 22, 92, 12, "#fff6d0", round_=5)
    canvas.rectangle(0, 204, WIDTH, 40, "#d9edf3", alpha=0.55)
    canvas.rectangle(0, 240, WIDTH, 30, "#ffffff")
    canvas.rectangle(0, 262, WIDTH, 8, GOLD)
    canvas.rectangle(0, 270, WIDTH, 180, "#e8f2f6")
    canvas.polygon("392,270 408,270 412,450 388,450", "#d6494b")
    canvas.polygon("150,270 162,270 110,450 94,450", "#4a7fd0")
    canvas.ellipse(400, 370, 130, 46, "#4a7fd0")
    canvas.ellipse(400, 370, 125, 43, "#e8f2f6")
    canvas.polygon("397,328 403,328 405,412 395,412", "#d6494b")
    for x, y, shirt, lean in ((300, 400, RUST, 1), (500, 396, TEAL, -1), (220, 340, TEAL, 1), (620, 346, RUST, -1)):
        canvas.ellipse(x, y + 2, 34, 7, INK, 0.12)
        canvas.line([(x - 14 * lean, y), (x - 4 * lean, y - 36)], INK, 14)
        canvas.line([(x + 16 * lean, y), (x, y - 36)], INK, 14)
        canvas.line([(x - 2 * lean, y - 34), (x + 12 * lean, y - 74)], shirt, 34)
        canvas.line([(x + 14 * lean, y - 64), (x + 40 * lean, y - 44)], shirt, 12)
        canvas.line([(x + 30 * lean, y - 56), (x + 66 * lean, y), (x + 82 * lean, y)], "#a97c50", 5)
        canvas.disc(x + 18 * lean, y - 94, 14, "#e9b992")
        canvas.dome(x + 18 * lean, y - 93, 16, 17, shirt)
    canvas.ellipse(398, 398, 9, 4, INK)
