"""What stands in more than one picture: trees, houses, yurts, people, snow."""

from __future__ import annotations

import random

from pictures.canvas import HEIGHT, WIDTH, Canvas

INK = "#2b3a4e"
CREAM = "#f6ead2"
TEAL = "#2f8f93"
RUST = "#c9663f"
GOLD = "#efb647"
GLASS = "#8fc3d6"
SNOW = "#f4f8fb"


def day(canvas: Canvas) -> None:
    canvas.sky("#7fbcd6", "#eaf3ea", horizon=300)
    canvas.sun(650, 85, 34, "#fff1c4")
    canvas.cloud(180, 90, 46)
    canvas.cloud(470, 60, 30, alpha=0.6)


def dawn(canvas: Canvas) -> None:
    canvas.sky("#f2b184", "#fdf0d9", horizon=300)
    canvas.sun(190, 215, 44, "#fff3cf")
    canvas.cloud(560, 95, 42, "#fff6ea", 0.7)


def winter(canvas: Canvas) -> None:
    canvas.sky("#9dbdd3", "#eef3f5", horizon=310)
    canvas.sun(600, 110, 30, "#fff8e6")
    canvas.cloud(210, 85, 44, alpha=0.7)


def dusk(canvas: Canvas) -> None:
    canvas.sky("#34466f", "#f0a884", horizon=320)
    canvas.moon(620, 90, 26, "#fbe9c8")


def poplar(canvas: Canvas, x: float, y: float, size: float, fill: str = "#5d8f55") -> None:
    canvas.rectangle(x - size * 0.03, y - size * 0.25, size * 0.06, size * 0.25, "#6b5240")
    canvas.ellipse(x, y - size * 0.6, size * 0.16, size * 0.46, fill)
    canvas.ellipse(x + size * 0.045, y - size * 0.58, size * 0.1, size * 0.4, "#1e3a2c", 0.12)


def tree(canvas: Canvas, x: float, y: float, size: float, fill: str = "#6b9c57") -> None:
    canvas.rectangle(x - size * 0.05, y - size * 0.5, size * 0.1, size * 0.5, "#6b5240")
    for dx, dy, radius in ((-0.22, 0.62, 0.26), (0.22, 0.6, 0.26), (0, 0.82, 0.3)):
        canvas.disc(x + dx * size, y - dy * size, radius * size, fill)


def pine(canvas: Canvas, x: float, y: float, size: float, fill: str = "#3d7360", snow: bool = False) -> None:
    canvas.rectangle(x - size * 0.04, y - size * 0.15, size * 0.08, size * 0.15, "#5a4637")
    for level, half in ((0.1, 0.3), (0.36, 0.24), (0.6, 0.17)):
        top = y - size * (level + 0.4)
        canvas.polygon([(x - half * size, y - level * size), (x, top), (x + half * size, y - level * size)], fill)
        if snow:
            canvas.polygon(
                [(x - half * size * 0.5, top + size * 0.2), (x, top), (x + half * size * 0.5, top + size * 0.2)], SNOW
            )


def yurt(canvas: Canvas, x: float, y: float, size: float, felt: str = "#fbf3e3", band: str = RUST) -> None:
    """``x``, ``y`` is the middle of its foot."""
    canvas.ellipse(x, y, size * 0.62, size * 0.07, INK, 0.15)
    canvas.dome(x, y - size * 0.38, size * 0.56, size * 0.42, felt)
    canvas.rectangle(x - size * 0.56, y - size * 0.39, size * 1.12, size * 0.39, felt, round_=size * 0.03)
    canvas.rectangle(x - size * 0.56, y - size * 0.42, size * 1.12, size * 0.07, band)
    for step in range(9):
        at = x - size * 0.5 + step * size * 0.125
        canvas.polygon(
            [(at - size * 0.04, y - size * 0.36), (at, y - size * 0.41), (at + size * 0.04, y - size * 0.36)], CREAM
        )
    canvas.ellipse(x, y - size * 0.79, size * 0.12, size * 0.05, band)
    canvas.rectangle(x - size * 0.12, y - size * 0.32, size * 0.24, size * 0.32, TEAL, round_=size * 0.02)
    canvas.rectangle(x - size * 0.005, y - size * 0.32, size * 0.012, size * 0.32, INK, alpha=0.5)


def building(
    canvas: Canvas,
    x: float,
    y: float,
    width: float,
    height: float,
    *,
    wall: str = CREAM,
    window: str = GLASS,
    columns: int = 4,
    floors: int = 3,
    lit: int = 0,
) -> None:
    """A house that stands on ``y``; ``lit`` windows glow."""
    canvas.rectangle(x, y - height, width, height, wall)
    canvas.rectangle(x + width * 0.8, y - height, width * 0.2, height, INK, alpha=0.06)
    step, rise = width / (columns + 0.4), height / (floors + 0.3)
    glowing = set(random.Random(round(x)).sample(range(columns * floors), lit))
    for cell in range(columns * floors):
        column, floor = cell % columns, cell // columns
        fill = GOLD if cell in glowing else window
        canvas.rectangle(
            x + step * (column + 0.4), y - height + rise * (floor + 0.35), step * 0.6, rise * 0.58, fill, round_=1
        )


def house(canvas: Canvas, x: float, y: float, size: float, roof: str = RUST, wall: str = CREAM) -> None:
    canvas.rectangle(x - size * 0.5, y - size * 0.5, size, size * 0.5, wall)
    canvas.polygon([(x - size * 0.62, y - size * 0.5), (x, y - size), (x + size * 0.62, y - size * 0.5)], roof)
    canvas.rectangle(x - size * 0.32, y - size * 0.38, size * 0.22, size * 0.2, GLASS)
    canvas.rectangle(x + size * 0.1, y - size * 0.4, size * 0.2, size * 0.4, TEAL)


def person(canvas: Canvas, x: float, y: float, size: float, coat: str, *, skin: str = "#e9b992") -> None:
    """Somebody seen from afar, standing on ``y``."""
    for leg in (-0.1, 0.04):
        canvas.rectangle(x + leg * size, y - size * 0.36, size * 0.09, size * 0.36, INK)
    canvas.rectangle(x - size * 0.16, y - size * 0.78, size * 0.32, size * 0.5, coat, round_=size * 0.1)
    canvas.disc(x, y - size * 0.9, size * 0.12, skin)
    canvas.dome(x, y - size * 0.91, size * 0.125, size * 0.13, INK)


def flakes(canvas: Canvas, seed: int, count: int = 90) -> None:
    chance = random.Random(seed)
    for _ in range(count):
        canvas.disc(chance.uniform(0, WIDTH), chance.uniform(0, HEIGHT), chance.uniform(1.2, 3.2), "#ffffff", 0.85)


def ripples(canvas: Canvas, top: float, seed: int, fill: str = "#ffffff", count: int = 26) -> None:
    """Short strokes of light on water below ``top``."""
    chance = random.Random(seed)
    for _ in range(count):
        y = chance.uniform(top + 8, HEIGHT - 6)
        length = 14 + (y - top) * 0.25
        x = chance.uniform(0, WIDTH)
        canvas.rectangle(x, y, length, 2.4, fill, round_=1.2, alpha=0.45)
