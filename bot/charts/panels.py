"""Bars and lines."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from babel.dates import format_date

from bot.charts.marks import BLUE, GREEN, HAIRLINE, MUTED, NOTHING, RED, Area, Box, Dot, Label, Line, Mark
from bot.charts.values import DeliveryDay, SubscriberDay
from bot.texts import Texts

ROW = 58
"""Height of a bar with its text above it."""

_CHANGES = 84
_SMALL = 27
_AXIS = 40


def bars(rows: Sequence[tuple[str, int]], most: int, t: Texts, area: Area) -> list[Mark]:
    """Name and value, and under them a bar that is as long as its share of ``most``."""
    marks: list[Mark] = []
    for number, (name, value) in enumerate(rows):
        y = area.y + number * ROW
        amount = t.number(value)
        marks += [
            Label(area.x, y + 28, name, room=area.width - 24 * len(amount) - 20),
            Label(area.right, y + 28, amount, bold=True, align="right"),
            Box(area.x, y + 38, area.width, 9, NOTHING),
        ]
        if value > 0:
            marks.append(Box(area.x, y + 38, max(4.0, area.width * value / max(1, most)), 9, BLUE))
    return marks


def nothing(t: Texts, area: Area) -> list[Mark]:
    """Says that there is nothing to draw, and why."""
    middle = area.y + area.height / 2
    return [Label(area.x + area.width / 2, middle, t.plain("chart-nothing"), 32, MUTED, align="center")]


# --- days --------------------------------------------------------------------------------------------------------


class _Days:
    """Days as places from left to right."""

    def __init__(self, first: date, last: date, area: Area) -> None:
        self._first, self._area = first, area
        self.count = max(1, (last - first).days + 1)
        self.step = area.width / self.count
        self.bar = min(self.step * 0.7, 60.0) if self.step > 5 else self.step + 0.5  # a year is one silhouette

    def middle(self, day: date) -> float:
        return self._area.x + ((day - self._first).days + 0.5) * self.step

    def labels(self, t: Texts, y: float) -> list[Mark]:
        """The first day, the last, and one between where it has room."""
        if self.count == 1:
            return [Label(self.middle(self._first), y, _day(self._first, t), _SMALL, MUTED, align="center")]
        last = self._first + timedelta(days=self.count - 1)
        marks: list[Mark] = [
            Label(self._area.x, y, _day(self._first, t), _SMALL, MUTED),
            Label(self._area.right, y, _day(last, t), _SMALL, MUTED, align="right"),
        ]
        if self.count > 6 and self._area.width > 800:
            between = self._first + timedelta(days=self.count // 2)
            marks.append(Label(self.middle(between), y, _day(between, t), _SMALL, MUTED, align="center"))
        return marks


def _day(day: date, t: Texts) -> str:
    return format_date(day, "d MMM", locale=t.language)


def subscribers(series: Sequence[SubscriberDay], first: date, last: date, t: Texts, area: Area) -> list[Mark]:
    """The total as a line, under it what came (up) and went (down) each day."""
    shown = sorted((one for one in series if first <= one.day <= last), key=lambda one: one.day)
    if not shown:
        return nothing(t, area)
    scale = levels(min(one.total for one in shown), max(one.total for one in shown))
    gutter = 20 + 17 * len(t.number(scale[-1]))
    plot = Area(area.x + gutter, area.y, area.width - gutter, area.height)
    above = Area(plot.x, plot.y, plot.width, plot.height - _CHANGES - _AXIS - 24)
    below = Area(plot.x, above.bottom + 24, plot.width, _CHANGES)
    days = _Days(first, last, plot)
    return [
        *_total(shown, scale, days, t, above),
        *_changes(shown, days, below),
        *days.labels(t, plot.bottom - 6),
    ]


def _total(shown: Sequence[SubscriberDay], scale: Sequence[int], days: _Days, t: Texts, area: Area) -> list[Mark]:
    low, high = scale[0], scale[-1]

    def height(total: float) -> float:
        return area.bottom - (area.height - 12) * (total - low) / (high - low)

    marks: list[Mark] = []
    for level in scale:
        marks.append(Line(((area.x, height(level)), (area.right, height(level))), HAIRLINE, 2))
        marks.append(Label(area.x - 14, height(level) + 9, t.number(level), _SMALL, MUTED, align="right"))
    points = tuple((days.middle(one.day), height(one.total)) for one in shown)
    if len(points) > 1:
        marks.append(Line(points, BLUE, 5))
    return [*marks, Dot(*points[-1], 9, BLUE)]


def _changes(shown: Sequence[SubscriberDay], days: _Days, area: Area) -> list[Mark]:
    """Both directions on one scale."""
    up, down = max(one.new for one in shown), max(one.lost for one in shown)
    scale = area.height / max(1, up + down)
    zero = area.y + (up * scale if up + down else area.height / 2)
    marks: list[Mark] = []
    for one in shown:
        x = days.middle(one.day) - days.bar / 2
        if one.new > 0:
            marks.append(Box(x, zero - one.new * scale, days.bar, one.new * scale, GREEN))
        if one.lost > 0:
            marks.append(Box(x, zero, days.bar, one.lost * scale, RED))
    return [*marks, Line(((area.x, zero), (area.right, zero)), HAIRLINE, 3)]  # parts the two for every eye


def levels(low: int, high: int) -> tuple[int, ...]:
    """Round numbers, two to five of them, from ``low`` or less to ``high`` or more.

    They span at least a fiftieth of ``high``, so that a handful of changes in a large total stays a flat line.
    """
    span = max(1, high - low, high // 50)
    power = 1
    while power * 10 <= span:
        power *= 10
    step = next(one for one in (max(1, power // 2), power, power * 2, power * 5) if one * 3 >= span)
    first = low // step * step
    last = max(-(-high // step) * step, first + step)
    return tuple(range(first, last + 1, step))


def deliveries(series: Sequence[DeliveryDay], first: date, last: date, t: Texts, area: Area) -> list[Mark]:
    """What arrived each day, and on top of it what did not."""
    shown = [one for one in series if first <= one.day <= last and one.delivered + one.failed > 0]
    if not shown:
        return nothing(t, area)
    days = _Days(first, last, area)
    most = max(one.delivered + one.failed for one in shown)
    floor, room = area.bottom - _AXIS, area.height - _AXIS - 40
    top = floor - room
    marks: list[Mark] = [
        Line(((area.x, top), (area.right, top)), HAIRLINE, 2),
        Label(area.x, top - 8, t.number(most), _SMALL, MUTED),
    ]
    undelivered = sum(one.failed for one in shown)
    if undelivered > 0:
        note = t.plain("chart-undelivered", count=t.number(undelivered))
        marks.append(Label(area.right, top - 8, note, _SMALL, RED, align="right", room=area.width - 140))
    for one in shown:
        x, arrived = days.middle(one.day) - days.bar / 2, (room - 6) * one.delivered / most
        marks.append(Box(x, floor - arrived, days.bar, arrived, BLUE))
        if one.failed > 0:
            failed = max(4.0, (room - 6) * one.failed / most)
            marks.append(Box(x, floor - arrived - 2 - failed, days.bar, failed, RED))  # a gap parts them in grey, too
    return [*marks, Line(((area.x, floor), (area.right, floor)), HAIRLINE, 2), *days.labels(t, area.bottom - 6)]
