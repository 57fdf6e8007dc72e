"""Mountains, waters, deserts and weather. One function draws one picture, from the far to the near."""

from __future__ import annotations

import random

from pictures.canvas import WIDTH, Canvas
from pictures.things import (
    CREAM,
    GOLD,
    INK,
    RUST,
    SNOW,
    TEAL,
    dawn,
    day,
    flakes,
    house,
    person,
    pine,
    poplar,
    ripples,
    tree,
    winter,
)


def mountains(canvas: Canvas) -> None:
    winter(canvas)
    canvas.mountains(330, 250, 17, "#7f9bb8")
    canvas.mountains(380, 150, 29, "#5f7f9f")
    canvas.hills(368, 16, 4, SNOW)
    chance = random.Random(11)
    for _ in range(26):
        x = chance.uniform(0, WIDTH)
        if not 300 < x < 500:
            pine(canvas, x, chance.uniform(374, 420), chance.uniform(46, 84), snow=True)
    canvas.hills(424, 8, 13, "#ffffff")


def forest(canvas: Canvas) -> None:
    dawn(canvas)
    canvas.hills(286, 10, 19, "#d9bd8c")
    canvas.hills(312, 12, 53, "#e2c795")
    rows = random.Random(7)
    for y in (322, 344, 372, 408):
        size = 16 + (y - 322) * 0.5
        for x in range(-10, 820, int(size * 2.1)):
            _saxaul(canvas, x + rows.uniform(-6, 6), y, size)
    for x, y, coat in ((250, 400, TEAL), (520, 392, RUST), (580, 398, GOLD)):
        person(canvas, x, y, 82, coat)
        canvas.line([(x + 18, y - 58), (x + 26, y + 4)], "#6b5240", 4)
        canvas.polygon([(x + 20, y), (x + 33, y - 2), (x + 29, y + 14)], "#8d99a6")


def _saxaul(canvas: Canvas, x: float, y: float, size: float) -> None:
    for lean in (-0.5, -0.2, 0.15, 0.5):
        canvas.line([(x, y), (x + lean * size, y - size)], "#7a6a4f", 2)
        canvas.disc(x + lean * size, y - size, size * 0.24, "#8aa36a")


def sea(canvas: Canvas) -> None:
    day(canvas)
    canvas.rectangle(0, 220, WIDTH, 230, "#3f8fa6")
    canvas.rectangle(0, 220, WIDTH, 36, "#5aa5b8")
    ripples(canvas, 222, 15, count=44)
    canvas.polygon("0,190 90,176 200,210 250,224 0,236", "#e8d9bd")
    canvas.polygon("0,206 120,204 250,224 0,236", "#d3bf9b")
    canvas.ellipse(520, 430, 330, 76, "#d8c39a")
    canvas.ellipse(520, 424, 300, 60, "#e6d4ae")
    for x, y, size, fill in ((430, 400, 88, "#7b8591"), (600, 412, 74, "#8d949c"), (520, 376, 56, "#6d7783")):
        _seal(canvas, x, y, size, fill)
    for x, y in ((300, 90), (340, 110), (270, 120)):
        canvas.arc(x - 8, y, 9, 200, 340, INK, 2)
        canvas.arc(x + 8, y, 9, 200, 340, INK, 2)


def _seal(canvas: Canvas, x: float, y: float, size: float, fill: str) -> None:
    canvas.ellipse(x, y, size * 0.75, size * 0.3, fill)
    canvas.polygon(
        [(x + size * 0.6, y + size * 0.1), (x + size * 1.05, y - size * 0.22), (x + size * 0.98, y + size * 0.2)], fill
    )
    canvas.disc(x - size * 0.62, y - size * 0.26, size * 0.28, fill)
    canvas.polygon(
        [
            (x - size * 0.84, y - size * 0.1),
            (x - size * 0.2, y - size * 0.3),
            (x - size * 0.1, y + size * 0.2),
            (x - size * 0.6, y + size * 0.25),
        ],
        fill,
    )
    canvas.polygon(
        [(x - size * 0.2, y + size * 0.12), (x + size * 0.1, y + size * 0.16), (x - size * 0.05, y + size * 0.42)],
        INK,
        0.35,
    )
    canvas.disc(x - size * 0.72, y - size * 0.32, size * 0.04, INK)
    canvas.disc(x - size * 0.54, y - size * 0.32, size * 0.04, INK)
    canvas.disc(x - size * 0.64, y - size * 0.2, size * 0.05, INK)


def camels(canvas: Canvas) -> None:
    dawn(canvas)
    canvas.polygon("0,300 0,190 130,190 170,226 260,226 310,300", "#e6cfae")
    canvas.polygon("520,300 560,216 640,216 670,180 800,180 800,300", "#dfc4a0")
    for y in (206, 236, 262):
        canvas.rectangle(0, y, 120 + (y - 206) * 2, 5, "#cfae88")
        canvas.rectangle(690 - (y - 206) * 1.6, y, 200, 5, "#cfae88")
    canvas.hills(300, 8, 27, "#d9bd8c")
    canvas.hills(350, 10, 43, "#e2c795")
    for x, y, size, coat in (
        (180, 372, 110, "#a87447"),
        (360, 384, 132, "#b98252"),
        (560, 376, 116, "#9a6a40"),
        (680, 362, 74, "#c69262"),
    ):
        _camel(canvas, x, y, size, coat)
    bush = random.Random(8)
    for _ in range(22):
        _saxaul(canvas, bush.uniform(0, WIDTH), bush.uniform(396, 445), 16)


def _camel(canvas: Canvas, x: float, y: float, size: float, coat: str) -> None:
    for leg in (-0.36, -0.24, 0.2, 0.32):
        canvas.rectangle(x + leg * size, y - size * 0.46, size * 0.07, size * 0.48, coat)
    canvas.ellipse(x, y - size * 0.56, size * 0.44, size * 0.2, coat)
    for hump in (-0.18, 0.16):
        canvas.ellipse(x + hump * size, y - size * 0.74, size * 0.13, size * 0.2, coat)
    canvas.line(
        [
            (x + size * 0.36, y - size * 0.54),
            (x + size * 0.54, y - size * 0.5),
            (x + size * 0.6, y - size * 0.8),
            (x + size * 0.62, y - size * 0.94),
        ],
        coat,
        size * 0.12,
    )
    canvas.ellipse(x + size * 0.7, y - size * 0.97, size * 0.14, size * 0.08, coat)
    canvas.line([(x - size * 0.42, y - size * 0.58), (x - size * 0.5, y - size * 0.34)], INK, 3)


def flood(canvas: Canvas) -> None:
    canvas.sky("#8c9fb1", "#dfe5e3", horizon=300)
    canvas.cloud(160, 90, 70, "#f2f5f6")
    canvas.cloud(430, 70, 60, "#f2f5f6", 0.7)
    canvas.cloud(660, 105, 74, "#f2f5f6")
    canvas.hills(270, 10, 44, "#94a57d")
    for x, size, roof in ((120, 120, RUST), (300, 104, TEAL), (680, 124, RUST)):
        house(canvas, x, 330, size, roof)
    for x in (210, 400, 770):
        tree(canvas, x, 330, 96, "#7f9a63")
    canvas.rectangle(0, 304, WIDTH, 146, "#7d8f8c")
    ripples(canvas, 300, 19, "#c9d4d0", 50)
    canvas.polygon("430,352 590,352 566,386 450,386", RUST)
    canvas.rectangle(430, 346, 160, 9, CREAM, round_=4)
    for x, coat in ((470, GOLD), (512, TEAL), (550, "#7a5c9e")):
        canvas.rectangle(x - 13, 306, 26, 42, coat, round_=8)
        canvas.disc(x, 296, 10, "#e9b992")
        canvas.dome(x, 295, 10.5, 11, INK)
    canvas.line("566,318 620,376", "#6b5240", 5)
    canvas.polygon("612,366 632,384 622,392 608,376", "#6b5240")
    for x in range(0, 260, 34):
        canvas.ellipse(x + 16, 438, 24, 12, "#d9c79a")
    for x in range(17, 240, 34):
        canvas.ellipse(x + 16, 420, 24, 12, "#cdb987")


def snow(canvas: Canvas) -> None:
    canvas.sky("#8ea6bd", "#e3eaee", horizon=320)
    canvas.hills(300, 10, 61, "#dfe8ee")
    canvas.polygon("380,302 420,302 720,450 80,450", "#c3ced7")
    canvas.polygon("398,302 402,302 425,450 375,450", SNOW, 0.7)
    canvas.rectangle(330, 262, 150, 96, "#ef8a2d", round_=8)
    canvas.rectangle(346, 226, 118, 60, "#ef8a2d", round_=8)
    canvas.rectangle(354, 234, 102, 44, "#d9edf3", round_=4)
    canvas.rectangle(374, 216, 20, 12, GOLD, round_=4)
    canvas.rectangle(416, 216, 20, 12, GOLD, round_=4)
    for x in (350, 460):
        canvas.disc(x, 308, 11, "#fff6d0")
        canvas.disc(x, 308, 24, "#fff6d0", 0.3)
    for x in (338, 440):
        canvas.rectangle(x, 344, 32, 40, INK, round_=8)
    canvas.polygon("286,338 524,326 544,386 268,392", GOLD)
    canvas.polygon("286,338 524,326 526,336 284,348", "#fbe3a1")
    canvas.ellipse(230, 398, 74, 26, "#ffffff")
    canvas.ellipse(300, 402, 60, 22, "#ffffff")
    canvas.ellipse(560, 396, 64, 24, "#ffffff")
    for x in (70, 170, 640, 740):
        canvas.rectangle(x, 290, 6, 70, INK)
        canvas.rectangle(x, 300, 6, 14, RUST)
    canvas.hills(420, 8, 16, "#ffffff")
    flakes(canvas, 3, 160)


def reservoir(canvas: Canvas) -> None:
    dawn(canvas)
    canvas.mountains(262, 120, 23, "#a78fa0", "#fff2e4")
    canvas.hills(262, 6, 6, "#b79a78")
    canvas.rectangle(0, 272, WIDTH, 178, "#6fa3b5")
    canvas.polygon("150,272 230,272 330,450 60,450", "#fff3cf", 0.3)
    ripples(canvas, 272, 8, count=44)
    canvas.polygon("430,340 456,240 456,340", "#ffffff")
    canvas.polygon("460,340 460,226 512,340", RUST)
    canvas.polygon("414,346 526,346 508,366 432,366", INK)
    canvas.polygon("560,450 800,352 800,450", "#d8c08e")
    canvas.polygon("610,450 800,376 800,392 650,450", "#efe3c6")
    for x, y in ((690, 402), (760, 376)):
        canvas.line([(x, y), (x, y - 110)], INK, 4)
        canvas.line([(x, y - 108), (x - 22, y - 108)], INK, 4)
        canvas.disc(x - 24, y - 104, 6, "#fff1c4")
    poplar(canvas, 786, 360, 150, "#7c9a58")


def skis(canvas: Canvas) -> None:
    winter(canvas)
    canvas.mountains(320, 220, 33, "#7f9bb8")
    canvas.polygon("0,240 300,330 800,400 800,450 0,450", SNOW)
    canvas.polygon("0,330 800,440 800,450 0,450", "#ffffff")
    for x, y, size in ((60, 272, 90), (130, 292, 76), (640, 396, 100), (720, 408, 116), (560, 380, 70)):
        pine(canvas, x, y, size, snow=True)
    for x, fill in ((240, RUST), (470, "#2f6fb0")):
        top = 300 + x * 0.16
        canvas.line([(x, top + 70), (x, top)], fill, 4)
        canvas.polygon([(x, top), (x + 34, top + 8), (x, top + 24)], fill)
    _skier(canvas, 360, 388, 110, GOLD)
    _skier(canvas, 190, 350, 84, RUST)
    flakes(canvas, 21, 50)


def _skier(canvas: Canvas, x: float, y: float, size: float, coat: str) -> None:
    canvas.line([(x - size * 0.6, y - size * 0.1), (x + size * 0.7, y + size * 0.12)], INK, 5)
    canvas.line(
        [(x - size * 0.05, y - size * 0.02), (x + size * 0.16, y - size * 0.3), (x - size * 0.08, y - size * 0.46)],
        INK,
        size * 0.13,
    )
    canvas.line([(x - size * 0.08, y - size * 0.46), (x + size * 0.14, y - size * 0.84)], coat, size * 0.22)
    canvas.line([(x + size * 0.1, y - size * 0.74), (x + size * 0.36, y - size * 0.56)], coat, size * 0.1)
    canvas.line([(x + size * 0.36, y - size * 0.56), (x - size * 0.1, y - size * 0.1)], "#8d99a6", 3)
    canvas.disc(x + size * 0.24, y - size * 0.98, size * 0.13, "#e9b992")
    canvas.dome(x + size * 0.24, y - size * 0.99, size * 0.14, size * 0.14, TEAL)
