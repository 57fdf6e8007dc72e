"""Learning, making and performing. One function draws one picture, from the far to the near."""

from __future__ import annotations

import random

from pictures.canvas import WIDTH, Canvas
from pictures.things import CREAM, GLASS, GOLD, INK, RUST, SNOW, TEAL, building, day, person, pine, poplar, yurt


def school(canvas: Canvas) -> None:
    day(canvas)
    canvas.mountains(300, 165, 4, "#7d9bb5")
    canvas.hills(298, 10, 7, "#9dbb7a")
    for x in (60, 105, 700, 745):
        poplar(canvas, x, 345, 130)
    building(canvas, 150, 345, 190, 120, columns=6)
    building(canvas, 460, 345, 190, 120, columns=6)
    building(canvas, 330, 345, 140, 150, wall="#f0d9ae", columns=3, floors=3)
    canvas.rectangle(322, 187, 156, 12, TEAL)
    canvas.rectangle(142, 219, 188, 9, RUST)
    canvas.rectangle(470, 219, 188, 9, RUST)
    canvas.rectangle(372, 293, 56, 52, TEAL, round_=3)
    canvas.rectangle(399, 293, 2, 52, CREAM)
    canvas.line("400,187 400,128", INK, 3)
    canvas.polygon("401,130 446,130 446,154 401,154", "#2aa5c4")
    canvas.disc(424, 142, 6, GOLD)
    canvas.hills(348, 3, 2, "#cfc6a2")
    canvas.polygon("372,345 428,345 500,450 300,450", "#e9e1c8")
    for x, y, size, coat in (
        (310, 420, 66, RUST),
        (345, 428, 60, GOLD),
        (470, 416, 64, TEAL),
        (540, 425, 58, "#7a5c9e"),
    ):
        person(canvas, x, y, size, coat)


def laboratory(canvas: Canvas) -> None:
    canvas.sky("#dcebe6", "#f7f1e2", horizon=450)
    canvas.rectangle(56, 46, 218, 178, "#ffffff", round_=4)
    canvas.rectangle(64, 54, 202, 162, "#b9dbe6")
    canvas.polygon("64,190 112,118 140,158 186,96 266,190", "#8fb0c4")
    canvas.polygon("170,118 186,96 204,117 192,124 184,116", SNOW)
    canvas.rectangle(64, 184, 202, 32, "#9dbb7a")
    canvas.rectangle(161, 54, 8, 162, "#ffffff")
    for x, height, fill in ((560, 66, RUST), (582, 80, TEAL), (606, 58, GOLD), (630, 74, "#7a5c9e"), (654, 66, TEAL)):
        canvas.rectangle(x, 130 - height, 18, height, fill, round_=2)
    canvas.rectangle(530, 130, 190, 9, "#b98a5e")
    canvas.rectangle(0, 330, WIDTH, 120, "#c79a6b")
    canvas.rectangle(0, 330, WIDTH, 12, "#a97c50")
    _robot(canvas, 400, 330)
    _flask(canvas, 180, 330, 46, TEAL)
    _flask(canvas, 262, 330, 34, RUST)
    canvas.rectangle(570, 240, 150, 90, INK, round_=6)
    canvas.rectangle(578, 248, 134, 74, "#20303f", round_=3)
    for row, (indent, length) in enumerate(((0, 60), (14, 80), (14, 48), (28, 66), (0, 40))):
        canvas.rectangle(588 + indent, 257 + row * 12, length, 5, (TEAL, GOLD, GLASS, RUST, GLASS)[row], round_=2)
    canvas.rectangle(545, 324, 200, 9, "#c7cdd4", round_=3)


def _robot(canvas: Canvas, x: float, y: float) -> None:
    for wheel in (-42, 0, 42):
        canvas.disc(x + wheel, y - 16, 17, INK)
        canvas.disc(x + wheel, y - 16, 7, "#c7cdd4")
    canvas.rectangle(x - 62, y - 92, 124, 66, TEAL, round_=12)
    canvas.rectangle(x - 34, y - 76, 68, 30, CREAM, round_=6)
    canvas.line([(x, y - 92), (x, y - 128)], INK, 6)
    canvas.rectangle(x - 50, y - 190, 100, 66, "#f0f4f5", round_=16)
    for eye in (-22, 22):
        canvas.disc(x + eye, y - 158, 12, INK)
        canvas.disc(x + eye + 3, y - 161, 4, "#ffffff")
    canvas.line([(x, y - 190), (x, y - 210)], INK, 4)
    canvas.disc(x, y - 214, 7, RUST)
    canvas.line([(x + 60, y - 70), (x + 96, y - 104), (x + 88, y - 136)], INK, 7)
    canvas.arc(x + 86, y - 148, 13, 120, 60, RUST, 6)


def _flask(canvas: Canvas, x: float, y: float, size: float, liquid: str) -> None:
    neck = size * 0.28
    canvas.polygon(
        [
            (x - neck, y - size * 2),
            (x + neck, y - size * 2),
            (x + neck, y - size * 1.3),
            (x + size, y),
            (x - size, y),
            (x - neck, y - size * 1.3),
        ],
        "#ffffff",
        0.75,
    )
    canvas.polygon(
        [(x - size * 0.62, y - size * 0.65), (x + size * 0.62, y - size * 0.65), (x + size, y), (x - size, y)], liquid
    )
    canvas.rectangle(x - neck * 1.3, y - size * 2.08, neck * 2.6, size * 0.14, "#d5e2e6", round_=2)
    canvas.disc(x - size * 0.2, y - size * 0.3, size * 0.09, "#ffffff", 0.7)
    canvas.disc(x + size * 0.25, y - size * 0.45, size * 0.06, "#ffffff", 0.7)


def library(canvas: Canvas) -> None:
    canvas.sky("#efe0c4", "#f8f1e2", horizon=450)
    shelf = random.Random(9)
    for top in (40, 130, 220):
        x = 50.0
        while x < 480:
            width, height = shelf.uniform(12, 24), shelf.uniform(50, 72)
            fill = shelf.choice((TEAL, RUST, GOLD, "#7a5c9e", "#4f7a9c", CREAM, "#8aa36a"))
            canvas.rectangle(x, top + 76 - height, width, height, fill, round_=1)
            canvas.rectangle(x + 3, top + 76 - height + 10, width - 6, 4, "#ffffff", alpha=0.6)
            x += width + (26 if shelf.random() < 0.12 else 2)
        canvas.rectangle(40, top + 76, 470, 9, "#a97c50")
    canvas.rectangle(34, 24, 8, 320, "#8e653f")
    canvas.rectangle(508, 24, 8, 320, "#8e653f")
    canvas.rectangle(570, 50, 180, 190, "#ffffff", round_=4)
    canvas.rectangle(578, 58, 164, 174, "#a9d3e3")
    canvas.polygon("578,232 640,150 690,200 742,160 742,232", "#8fb0c4")
    canvas.rectangle(657, 58, 7, 174, "#ffffff")
    canvas.rectangle(0, 344, WIDTH, 106, "#d9b98c")
    canvas.rectangle(150, 336, 560, 14, "#8e653f", round_=4)
    for x in (180, 670):
        canvas.rectangle(x, 350, 14, 90, "#8e653f")
    for x, coat in ((300, RUST), (560, TEAL)):
        canvas.rectangle(x - 34, 270, 68, 70, coat, round_=22)
        canvas.disc(x, 246, 24, "#e9b992")
        canvas.dome(x, 246, 26, 28, INK)
        canvas.polygon([(x - 42, 336), (x, 326), (x + 42, 336), (x + 42, 316), (x, 306), (x - 42, 316)], "#ffffff")
        canvas.line([(x, 306), (x, 326)], "#b7c0c6", 2)
    canvas.line("430,336 430,262", INK, 5)
    canvas.polygon("400,272 414,240 446,240 460,272", GOLD)
    canvas.polygon("400,272 460,272 500,336 360,336", "#fff1c4", 0.4)


def workshop(canvas: Canvas) -> None:
    canvas.sky("#f3e4c8", "#fbf3e3", horizon=450)
    canvas.rectangle(60, 40, 200, 150, "#ffffff", round_=4)
    canvas.rectangle(68, 48, 184, 134, "#b9dbe6")
    canvas.rectangle(157, 48, 7, 134, "#ffffff")
    for x, fill in ((560, RUST), (600, TEAL), (640, GOLD), (680, "#7a5c9e")):
        canvas.rectangle(x, 70, 30, 110, fill, round_=6)
        canvas.rectangle(x + 6, 76, 4, 98, "#ffffff", alpha=0.3)
    canvas.rectangle(540, 180, 190, 9, "#a97c50")
    canvas.rectangle(0, 360, WIDTH, 90, "#dcb98a")
    canvas.rectangle(90, 318, 620, 18, "#a97c50", round_=4)
    for x in (120, 660):
        canvas.rectangle(x, 336, 16, 104, "#8e653f")
    canvas.polygon("480,318 640,318 700,410 560,420", TEAL)
    for x, y in ((560, 340), (610, 344), (590, 380), (640, 384)):
        canvas.polygon([(x, y - 10), (x + 12, y), (x, y + 10), (x - 12, y)], GOLD)
    canvas.rectangle(380, 300, 190, 18, INK, round_=4)
    canvas.rectangle(530, 220, 40, 86, INK, round_=8)
    canvas.rectangle(392, 216, 178, 34, INK, round_=12)
    canvas.rectangle(400, 246, 16, 34, INK, round_=3)
    canvas.line("408,280 408,302", "#c7cdd4", 3)
    canvas.disc(576, 236, 20, "#8d99a6")
    canvas.rectangle(470, 196, 10, 20, RUST)
    canvas.disc(548, 262, 10, GOLD)
    canvas.rectangle(240, 230, 90, 96, RUST, round_=28)
    canvas.line("310,262 370,304 410,306", RUST, 22)
    canvas.disc(412, 306, 10, "#e9b992")
    canvas.disc(286, 196, 34, "#e9b992")
    canvas.dome(286, 194, 37, 40, "#f7f7f2")
    canvas.rectangle(249, 186, 74, 12, "#f7f7f2", round_=5)


def theatre(canvas: Canvas) -> None:
    canvas.sky("#3a2638", "#5b3547", horizon=450)
    canvas.rectangle(90, 60, 620, 300, "#f0d9ae")
    canvas.disc(560, 150, 36, "#fff3cf")
    canvas.polygon("90,330 220,210 330,300 450,190 610,310 710,250 710,360 90,360", "#c39a84")
    yurt(canvas, 240, 352, 130)
    canvas.rectangle(60, 352, 680, 40, "#8e653f")
    canvas.rectangle(60, 352, 680, 8, "#b98a5e")
    person(canvas, 400, 366, 110, TEAL)
    canvas.line("392,316 446,286", "#8e653f", 5)
    canvas.ellipse(388, 318, 17, 11, "#c98f4e")
    person(canvas, 500, 366, 102, RUST)
    for side in (0, 1):
        for fold in range(5):
            x = 40 + fold * 26 if side == 0 else 630 + fold * 26
            canvas.rectangle(x, 40, 27, 330, "#b8413f" if fold % 2 else "#9c3336", round_=6)
    for scallop in range(8):
        canvas.ellipse(75 + scallop * 93, 56, 52, 34, "#b8413f" if scallop % 2 else "#9c3336")
    canvas.rectangle(20, 18, 760, 30, GOLD, round_=6)
    for x in range(20, 800, 58):
        canvas.disc(x + 10, 440, 24, "#241722")
        canvas.rectangle(x - 18, 446, 56, 20, "#241722", round_=8)


def assembly(canvas: Canvas) -> None:
    canvas.sky("#e9e1d0", "#f7f1e4", horizon=450)
    canvas.rectangle(0, 0, WIDTH, 250, "#c9a57b")
    for x in range(0, 800, 100):
        canvas.rectangle(x, 0, 3, 250, "#b58f64")
    canvas.rectangle(250, 36, 300, 150, "#ffffff", round_=6)
    canvas.rectangle(258, 44, 284, 134, "#2f8f93")
    for x, height, fill in ((290, 40, CREAM), (330, 62, GOLD), (370, 54, CREAM), (410, 84, GOLD)):
        canvas.rectangle(x, 160 - height, 26, height, fill, round_=2)
    canvas.line("286,112 330,92 384,98 440,66 510,58", "#ffffff", 4)
    canvas.rectangle(120, 190, 6, 90, INK)
    canvas.polygon("126,60 126,190 150,196 158,120", "#2aa5c4")
    canvas.line("126,50 126,280", INK, 5)
    canvas.disc(141, 110, 9, GOLD)
    canvas.rectangle(0, 250, WIDTH, 200, "#dfd0b4")
    person(canvas, 650, 300, 150, INK)
    canvas.polygon("590,214 710,214 694,320 606,320", "#8e653f")
    canvas.rectangle(582, 206, 136, 12, "#6f4d30", round_=3)
    canvas.line("630,206 640,184", INK, 3)
    seats = (
        (RUST, TEAL, INK, "#7a5c9e", GOLD),
        ("#4f7a9c", RUST, TEAL, CREAM, INK, RUST),
        (TEAL, INK, GOLD, "#7a5c9e", "#4f7a9c", TEAL, RUST),
    )
    for row, coats in enumerate(seats):
        y, size = 320 + row * 56, 30 + row * 7
        step = WIDTH / len(coats) * (0.72 + row * 0.14)
        start = (WIDTH - step * (len(coats) - 1)) / 2 - 50 + row * 25
        for seat, coat in enumerate(coats):
            x = start + seat * step
            canvas.rectangle(x - size, y + size * 0.5, size * 2, size * 2, coat, round_=size * 0.7)
            canvas.disc(x, y, size * 0.6, INK if seat % 3 else "#5a4637")
            canvas.rectangle(x - size * 1.2, y + size * 1.3, size * 2.4, size * 2, "#a3453a", round_=8)


def gym(canvas: Canvas) -> None:
    canvas.sky("#e6eef0", "#f4eddc", horizon=300)
    for x in range(60, 760, 120):
        canvas.rectangle(x, 36, 84, 60, "#b9dbe6", round_=3)
        canvas.rectangle(x + 40, 36, 4, 60, "#ffffff")
    for rung in range(130, 300, 18):
        canvas.rectangle(24, rung, 110, 5, "#b98a5e")
    for post in (20, 76, 132):
        canvas.rectangle(post, 120, 7, 186, "#8e653f")
    canvas.polygon("0,300 800,300 800,450 0,450", "#d99a5b")
    for x in range(-200, 1000, 90):
        canvas.line([(400 + (x - 400) * 0.75, 300), (x, 450)], "#c78648", 2)
    canvas.line("60,330 740,330 860,450", CREAM, 4)
    canvas.line("60,330 -60,450", CREAM, 4)
    for x in (250, 650):
        canvas.rectangle(x, 170, 8, 200, INK)
    canvas.rectangle(250, 184, 408, 70, "#ffffff", alpha=0.45)
    for x in range(262, 650, 17):
        canvas.line([(x, 184), (x, 254)], "#7d8894", 1.2)
    for y in (196, 210, 224, 238):
        canvas.line([(254, y), (654, y)], "#7d8894", 1.2)
    canvas.rectangle(250, 178, 408, 9, RUST)
    for x, y, shirt in ((330, 410, TEAL), (200, 396, TEAL), (560, 414, GOLD), (690, 398, GOLD)):
        person(canvas, x, y, 104, shirt)
    canvas.line("322,346 306,292", "#e9b992", 8)
    canvas.line("340,346 352,290", "#e9b992", 8)
    canvas.disc(380, 150, 22, "#ffffff")
    canvas.arc(380, 150, 14, 200, 20, TEAL, 5)
    canvas.arc(384, 158, 14, 20, 200, GOLD, 5)


def pool(canvas: Canvas) -> None:
    canvas.sky("#d7e9ec", "#f3f0e4", horizon=220)
    for x in range(40, 760, 150):
        canvas.rectangle(x, 30, 116, 110, "#a9d3e3", round_=4)
        canvas.rectangle(x + 55, 30, 5, 110, "#ffffff")
        pine(canvas, x + 28, 140, 60, "#6f9a86")
        pine(canvas, x + 88, 140, 48, "#7fa892")
    canvas.rectangle(0, 176, WIDTH, 60, "#e8dcc0")
    for x in range(0, 800, 40):
        canvas.rectangle(x, 200, 38, 34, "#f1e8d2")
    canvas.rectangle(0, 236, WIDTH, 214, "#58b3c9")
    canvas.rectangle(0, 236, WIDTH, 12, "#2f8f93")
    for y in (290, 350, 414):
        for x in range(-10, 810, 22):
            canvas.rectangle(x, y, 17, 9, RUST if x // 22 % 2 else "#ffffff", round_=4)
    for x, y, size, cap in (
        (180, 268, 1.0, RUST),
        (520, 270, 1.0, GOLD),
        (330, 326, 1.15, "#7a5c9e"),
        (620, 386, 1.3, RUST),
    ):
        canvas.ellipse(x - 46 * size, y + 6, 52 * size, 9 * size, "#ffffff", 0.45)
        canvas.line([(x - 10 * size, y + 2), (x + 26 * size, y - 26 * size), (x + 54 * size, y)], "#e9b992", 9 * size)
        canvas.ellipse(x - 20 * size, y + 2, 34 * size, 9 * size, TEAL)
        canvas.disc(x + 16 * size, y - 2, 13 * size, "#e9b992")
        canvas.dome(x + 16 * size, y - 3, 14 * size, 14 * size, cap)
    for x in (90, 250, 410, 570, 730):
        canvas.rectangle(x - 26, 196, 52, 26, INK, round_=4)
        canvas.rectangle(x - 20, 200, 40, 8, "#c7cdd4", round_=3)
    person(canvas, 690, 222, 96, TEAL)
    canvas.disc(704, 168, 5, GOLD)
