"""The few kinds of marks that a picture is made of, and its colours. Lengths are pixels, ``y`` grows downwards."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

WIDTH = 1200
"""Pixels. A phone shows it about 390 points wide, so that 30 pixels here are 10 points there."""

PAPER, INK, MUTED, HAIRLINE = "#ffffff", "#1b2733", "#5b6875", "#d9dfe5"
# Blue, bluish green and vermilion of Okabe and Ito's palette for all kinds of colour vision, the last two darkened
# until they can be read as text on white.
BLUE, GREEN, RED = "#0072b2", "#00755a", "#b84a00"
NOTHING = "#edf1f4"
# ColorBrewer's “Blues”: one hue, so that only lightness tells, which every eye and a grey print can see.
_RAMP = ("#deebf7", "#9ecae1", "#4292c6", "#08519c", "#08306b")


@dataclass(frozen=True, slots=True)
class Box:
    x: float
    y: float
    width: float
    height: float
    color: str
    radius: float = 0.0


@dataclass(frozen=True, slots=True)
class Line:
    points: tuple[tuple[float, float], ...]
    color: str
    width: float


@dataclass(frozen=True, slots=True)
class Dot:
    x: float
    y: float
    radius: float
    color: str


@dataclass(frozen=True, slots=True)
class Label:
    """One line of text whose baseline is at ``y``; where it is wider than ``room`` it ends with an ellipsis."""

    x: float
    y: float
    text: str
    size: float = 30
    color: str = INK
    bold: bool = False
    align: Literal["left", "center", "right"] = "left"
    room: float = WIDTH


Mark = Box | Line | Dot | Label


@dataclass(frozen=True, slots=True)
class Area:
    x: float
    y: float
    width: float
    height: float

    @property
    def right(self) -> float:
        return self.x + self.width

    @property
    def bottom(self) -> float:
        return self.y + self.height


@dataclass(frozen=True, slots=True)
class Sheet:
    """A picture that is decided but not yet painted."""

    height: int
    marks: tuple[Mark, ...]
    title: str


def shade(share: float) -> str:
    """The colour of a share of the greatest value, 0 to 1."""
    place = max(0.0, min(1.0, share)) * (len(_RAMP) - 1)
    low = min(int(place), len(_RAMP) - 2)
    pairs = zip(_channels(_RAMP[low]), _channels(_RAMP[low + 1]), strict=True)
    return "#" + "".join(f"{round(a + (b - a) * (place - low)):02x}" for a, b in pairs)


def ink_on(color: str) -> str:
    """Black or white, whichever stands out more from ``color``: never less than 4.58 to 1."""
    return max(("#000000", PAPER), key=lambda ink: contrast(ink, color))


def contrast(one: str, other: str) -> float:
    """WCAG 2.2's contrast ratio of two colours, 1 to 21."""
    dark, light = sorted((_luminance(one), _luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def _luminance(color: str) -> float:
    red, green, blue = (
        value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4
        for value in (channel / 255 for channel in _channels(color))
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _channels(color: str) -> tuple[int, int, int]:
    return int(color[1:3], 16), int(color[3:5], 16), int(color[5:7], 16)
