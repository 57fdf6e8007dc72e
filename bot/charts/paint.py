"""The only user of matplotlib: paints a sheet as PNG or SVG.

No pyplot and none of matplotlib's settings: a figure, a canvas and marks in pixels, so that a `matplotlibrc` of the
machine changes nothing and pictures can be painted in several threads.
"""

from __future__ import annotations

import io
import re
from functools import cache
from pathlib import Path
from typing import Any

from matplotlib import get_data_path
from matplotlib.artist import Artist
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.backends.backend_svg import FigureCanvasSVG
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties, get_font
from matplotlib.lines import Line2D
from matplotlib.patches import Circle, FancyBboxPatch, Rectangle
from matplotlib.text import Text
from matplotlib.transforms import Affine2D

from bot.charts.marks import PAPER, WIDTH, Box, Dot, Label, Line, Mark, Sheet

_DPI = 72  # a point of matplotlib's is then a pixel of ours


def png(sheet: Sheet) -> bytes:
    target = io.BytesIO()
    canvas: Any = FigureCanvasAgg(_figure(sheet))  # matplotlib's canvases are untyped
    canvas.print_png(target, metadata={"Title": sheet.title, "Software": None})
    return target.getvalue()


def svg(sheet: Sheet) -> bytes:
    target = io.BytesIO()
    canvas: Any = FigureCanvasSVG(_figure(sheet))
    canvas.print_svg(target, metadata={"Title": sheet.title, "Date": None, "Creator": None})
    return target.getvalue()


def _figure(sheet: Sheet) -> Figure:
    figure = Figure(figsize=(WIDTH / _DPI, sheet.height / _DPI), dpi=_DPI, facecolor=PAPER)
    for order, mark in enumerate(sheet.marks):
        artist = figure.add_artist(_artist(mark, sheet.height))
        artist.set_zorder(order)  # matplotlib would draw all lines above all boxes
    return figure


def _artist(mark: Mark, height: int) -> Artist:
    """The mark as matplotlib draws it, upside down: there ``y`` grows upwards."""
    pixels = Affine2D().scale(1, -1).translate(0, height)
    match mark:
        case Box(x, y, wide, high, color, radius) if radius:
            style = f"round,pad=0,rounding_size={radius}"
            return FancyBboxPatch((x, y), wide, high, style, facecolor=color, linewidth=0, transform=pixels)
        case Box(x, y, wide, high, color):
            return Rectangle((x, y), wide, high, facecolor=color, linewidth=0, transform=pixels)
        case Line(points, color, wide):
            xs, ys = [x for x, _ in points], [y for _, y in points]
            return Line2D(xs, ys, color=color, linewidth=wide, solid_joinstyle="round", transform=pixels)
        case Dot(x, y, radius, color):
            return Circle((x, y), radius, facecolor=color, edgecolor=PAPER, linewidth=3, transform=pixels)
        case Label():
            return _text(mark, height)


def _text(label: Label, height: int) -> Text:
    return Text(
        label.x,
        height - label.y,
        shown(label),
        color=label.color,
        fontproperties=FontProperties(fname=_font_file(bold=label.bold), size=label.size),
        horizontalalignment=label.align,
        verticalalignment="baseline",
        parse_math=False,  # a dollar in the name of a source is a dollar
        transform=Affine2D(),
    )


def shown(label: Label) -> str:
    """The text as it is drawn: what the font knows of it, and no wider than its room."""
    text = cut = _known(label.text, bold=label.bold)
    while len(cut) > 1 and _width(text, label) > label.room:
        cut = cut[:-1].rstrip()
        text = f"{cut}…"
    return text


def _width(text: str, label: Label) -> float:
    font = get_font(_font_file(bold=label.bold))
    font.set_size(label.size, _DPI)
    font.set_text(text)
    return font.get_width_height()[0] / 64  # FreeType counts in 64ths of a pixel


def _known(text: str, *, bold: bool) -> str:
    """One line without what the font would draw as an empty box, such as an emoji in the name of a source."""
    letters = _letters(bold=bold)
    words = re.split(r"[ \t\r\n\f\v]+", text)  # not at U+202F, which groups digits
    known = ("".join(one for one in word if ord(one) in letters) for word in words)
    return " ".join(word for word in known if word) or "?"


@cache
def _letters(*, bold: bool) -> frozenset[int]:
    """Code points that the font can draw."""
    return frozenset(get_font(_font_file(bold=bold)).get_charmap())


@cache
def _font_file(*, bold: bool) -> str:
    """DejaVu Sans of matplotlib's own files: it has all Kazakh letters, whatever the machine has."""
    return str(Path(get_data_path()) / "fonts" / "ttf" / f"DejaVuSans{'-Bold' if bold else ''}.ttf")
