"""What the outside calls: figures in, a picture out."""

from __future__ import annotations

from types import ModuleType
from zoneinfo import ZoneInfo

from bot.charts.page import page
from bot.charts.values import Measure, StatsData
from bot.errors import AimaqError
from bot.texts import Texts


class ChartsMissingError(AimaqError):
    """The optional extra ``charts`` (matplotlib) is not installed."""

    text_key = "error-charts-missing"


def chart(data: StatsData, t: Texts, zone: ZoneInfo, *, measure: Measure = Measure.STORIES) -> bytes:
    """A PNG, 1200 pixels wide. It takes half a second of one core, the first one in a process a second more.

    Raises `ChartsMissingError`.
    """
    png: bytes = _painter().png(page(data, t, zone, measure))
    return png


def chart_svg(data: StatsData, t: Texts, zone: ZoneInfo, *, measure: Measure = Measure.STORIES) -> bytes:
    """The same picture as SVG (UTF-8) for a page; its letters are outlines, so that it needs no font.

    Raises `ChartsMissingError`.
    """
    svg: bytes = _painter().svg(page(data, t, zone, measure))
    return svg


def _painter() -> ModuleType:
    try:
        from bot.charts import paint  # noqa: PLC0415 - matplotlib is optional and takes a second to import
    except ImportError as error:
        message = "charts need matplotlib, which is not installed: pip install aimaq[charts]"
        raise ChartsMissingError(message) from error
    return paint
