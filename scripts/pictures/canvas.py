"""A canvas of 800 × 450 with the few strokes that a flat illustration needs.

Everything is drawn three times larger and brought down at the end, so edges are smooth; the palette of the result
is small, so a PNG stays within 40 KB. Coordinates are those of the finished picture, y grows downward.
"""

from __future__ import annotations

import math
import random
from collections.abc import Sequence
from pathlib import Path

from PIL import Image, ImageDraw

WIDTH, HEIGHT = 800, 450
_SCALE = 3
_COLOURS = 200

Point = tuple[float, float]
Points = str | Sequence[Point]
"""Corners, also written as in SVG: ``"10,20 30,40"``."""


def colour(code: str, alpha: float = 1.0) -> tuple[int, int, int, int]:
    """``#rrggbb`` with an opacity of 0 to 1."""
    red, green, blue = (int(code[start : start + 2], 16) for start in (1, 3, 5))
    return red, green, blue, round(alpha * 255)


def mixed(one: str, other: str, share: float) -> str:
    """A colour between two; ``share`` 0 is ``one``, 1 is ``other``."""
    pairs = zip(colour(one)[:3], colour(other)[:3], strict=True)
    return "#" + "".join(f"{round(a + (b - a) * share):02x}" for a, b in pairs)


class Canvas:
    def __init__(self) -> None:
        self._image = Image.new("RGB", (WIDTH * _SCALE, HEIGHT * _SCALE))
        self._draw = ImageDraw.Draw(self._image, "RGBA")

    def save(self, path: Path) -> None:
        small = self._image.resize((WIDTH, HEIGHT), Image.Resampling.LANCZOS)
        flat = small.quantize(_COLOURS, method=Image.Quantize.MAXCOVERAGE, dither=Image.Dither.NONE)
        flat.save(path, optimize=True)

    def polygon(self, points: Points, fill: str, alpha: float = 1.0) -> None:
        self._draw.polygon([_scaled(point) for point in _listed(points)], fill=colour(fill, alpha))

    def rectangle(
        self, x: float, y: float, width: float, height: float, fill: str, *, round_: float = 0, alpha: float = 1.0
    ) -> None:
        box = (*_scaled((x, y)), *_scaled((x + width, y + height)))
        self._draw.rounded_rectangle(box, radius=round_ * _SCALE, fill=colour(fill, alpha))

    def disc(self, x: float, y: float, radius: float, fill: str, alpha: float = 1.0) -> None:
        self.ellipse(x, y, radius, radius, fill, alpha)

    def ellipse(self, x: float, y: float, width: float, height: float, fill: str, alpha: float = 1.0) -> None:
        """An ellipse by its centre and half axes."""
        box = (*_scaled((x - width, y - height)), *_scaled((x + width, y + height)))
        self._draw.ellipse(box, fill=colour(fill, alpha))

    def dome(self, x: float, y: float, width: float, height: float, fill: str) -> None:
        """The upper half of an ellipse that stands on ``y``."""
        box = (*_scaled((x - width, y - height)), *_scaled((x + width, y + height)))
        self._draw.pieslice(box, 180, 360, fill=colour(fill))

    def line(self, points: Points, fill: str, width: float = 2, alpha: float = 1.0) -> None:
        self._draw.line(
            [_scaled(point) for point in _listed(points)],
            fill=colour(fill, alpha),
            width=max(round(width * _SCALE), 1),
            joint="curve",
        )

    def arc(self, x: float, y: float, radius: float, start: float, end: float, fill: str, width: float = 2) -> None:
        """Part of a circle; the angles are degrees, clockwise from three o'clock."""
        box = (*_scaled((x - radius, y - radius)), *_scaled((x + radius, y + radius)))
        self._draw.arc(box, start, end, fill=colour(fill), width=round(width * _SCALE))

    def sky(self, top: str, bottom: str, *, horizon: float = HEIGHT) -> None:
        """Bands from ``top`` to ``bottom``, few enough to look meant."""
        bands = 24
        for band in range(bands):
            y = horizon * band / bands
            self.rectangle(0, y, WIDTH, HEIGHT - y, mixed(top, bottom, band / (bands - 1)))

    def sun(self, x: float, y: float, radius: float, fill: str) -> None:
        for ring in (2.4, 1.7):
            self.disc(x, y, radius * ring, fill, 0.16)
        self.disc(x, y, radius, fill)

    def cloud(self, x: float, y: float, size: float, fill: str = "#ffffff", alpha: float = 0.8) -> None:
        """Three puffs on a flat base, as one shape so that they do not darken each other."""
        puffs = ((-0.85, 0.05, 0.42), (-0.2, -0.25, 0.6), (0.55, -0.02, 0.48))
        outline = []
        for step in range(61):
            at = -1.2 + 2.18 * step / 60
            tops = [dy - math.sqrt(r * r - (at - dx) ** 2) for dx, dy, r in puffs if abs(at - dx) < r]
            outline.append((x + at * size, y + min([*tops, 0.35]) * size))
        self.polygon([(x - 1.2 * size, y + 0.35 * size), *outline, (x + 0.98 * size, y + 0.35 * size)], fill, alpha)

    def moon(self, x: float, y: float, radius: float, fill: str) -> None:
        """A waxing crescent."""
        outer = [math.radians(angle) for angle in range(-100, 101, 4)]
        rim = [(x + radius * math.cos(a), y + radius * math.sin(a)) for a in outer]
        inner = [(x + radius * (0.55 * math.cos(a) - 0.08), y + radius * 0.97 * math.sin(a)) for a in reversed(outer)]
        self.polygon(rim + inner, fill)

    def hills(self, y: float, height: float, seed: int, fill: str) -> None:
        """Soft ground from ``y`` to the bottom of the picture."""
        chance = random.Random(seed)
        waves = [(chance.uniform(0.6, 2.6), chance.uniform(0, 6.3), chance.uniform(0.3, 1)) for _ in range(3)]
        total = sum(strength for _, _, strength in waves)
        outline: list[Point] = [(0, HEIGHT)]
        for x in range(0, WIDTH + 8, 8):
            swing = sum(s * math.sin(f * math.tau * x / WIDTH + p) for f, p, s in waves) / total
            outline.append((x, y - height * swing))
        self.polygon([*outline, (WIDTH, HEIGHT)], fill)

    def mountains(self, y: float, height: float, seed: int, fill: str, snow: str | None = "#f7fafc") -> None:
        """A ridge of peaks that stands on ``y``; light comes from the left."""
        chance = random.Random(seed)
        x = -60.0
        while x < WIDTH + 60:
            peak = height * chance.uniform(0.6, 1)
            half = peak * chance.uniform(0.95, 1.25)
            self._peak(x, y, half, peak, fill, snow)
            x += half * chance.uniform(0.75, 1.05)

    def _peak(self, x: float, y: float, half: float, height: float, fill: str, snow: str | None) -> None:
        top = (x, y - height)
        self.polygon([(x - half, y), top, (x + half, y)], fill)
        self.polygon([top, (x + half, y), (x + half * 0.1, y), (x - half * 0.08, y - height * 0.55)], "#1f2d44", 0.13)
        if snow:
            edge = [(0.34, 0.66), (0.2, 0.72), (0.1, 0.6), (-0.05, 0.7), (-0.17, 0.6), (-0.36, 0.64)]
            cap = [(x + dx * half, y - dy * height) for dx, dy in edge]
            self.polygon([top, *cap], snow)


def _listed(points: Points) -> Sequence[Point]:
    if not isinstance(points, str):
        return points
    pairs = (pair.split(",") for pair in points.split())
    return [(float(x), float(y)) for x, y in pairs]


def _scaled(point: Point) -> tuple[float, float]:
    return point[0] * _SCALE, point[1] * _SCALE
