"""Where everything stands on the picture, from top to bottom."""

from __future__ import annotations

from datetime import date, timedelta
from zoneinfo import ZoneInfo

from babel.dates import format_interval

from bot.charts import panels, tiles
from bot.charts.marks import BLUE, GREEN, MUTED, RED, WIDTH, Area, Label, Mark, Sheet
from bot.charts.values import Measure, StatsData
from bot.models import TOPICS
from bot.texts import THIN, Texts

SOURCES_SHOWN = 6
_MARGIN = 40
_INNER = WIDTH - 2 * _MARGIN
_HALF = (_INNER - 60) / 2
_HEAD, _GAP = 66, 54
_LINES = 330


def page(data: StatsData, t: Texts, zone: ZoneInfo, measure: Measure) -> Sheet:
    """The whole picture. Its height never depends on the data, so that two periods can be laid side by side."""
    first, last = _days(data, zone)
    title, period = t.plain("chart-title"), _period(first, last, t)
    top = _Column(150)
    marks: list[Mark] = [
        Label(_MARGIN, 100, title, 60, bold=True),
        Label(WIDTH - _MARGIN, 100, period, 38, MUTED, align="right"),
        *top.head(_of_the_map(data, t, measure)),
        *tiles.tile_map(data, t, measure, top.next(tiles.HEIGHT)),
        *top.head(t.plain("chart-subscribers"), *_subscribers_note(data, first, last, t)),
        *panels.subscribers(data.subscribers, first, last, t, top.next(_LINES)),
        *top.head(t.plain("chart-topics")),
        *_topics(data, t, top.next(len(TOPICS) / 2 * panels.ROW)),
        *_sources_and_deliveries(data, first, last, t, top),
    ]
    return Sheet(round(top.y), tuple(marks), f"{title}, {period}")


class _Column:
    """Gives out room from top to bottom."""

    def __init__(self, y: float) -> None:
        self.y = y

    def next(self, height: float) -> Area:
        area = Area(_MARGIN, self.y, _INNER, height)
        self.y += height + _GAP
        return area

    def head(self, text: str, *notes: tuple[str, str]) -> list[Mark]:
        """A heading, and at the right its figures, each with its colour."""
        marks = _heading(text, Area(_MARGIN, self.y, _INNER, _HEAD), notes)
        self.y += _HEAD
        return marks


def _heading(text: str, area: Area, notes: tuple[tuple[str, str], ...] = ()) -> list[Mark]:
    marks: list[Mark] = [Label(area.x, area.y + 36, text, 38, bold=True, room=area.width)]
    right = area.right
    for note, color in reversed(notes):
        marks.append(Label(right, area.y + 36, note, 34, color, bold=True, align="right"))
        right -= 24 * len(note) - 16 * note.count(THIN) + 22  # bold figures are 0.7 of their size, thin spaces 0.2
    return marks


def _days(data: StatsData, zone: ZoneInfo) -> tuple[date, date]:
    """The first and the last day of the period, as the reader's calendar has them."""
    start = data.start.astimezone(zone).date()
    return start, max(start, (data.end.astimezone(zone) - timedelta(microseconds=1)).date())


def _period(first: date, last: date, t: Texts) -> str:
    """«25 окт. – 24 нояб. 2026 г.», «2026 ж. 25 қаз. – 24 қар.», “25 Oct – 24 Nov 2026”."""
    locale = "en_GB" if t.language == "en" else t.language
    return format_interval(first, last, "yMMMMd", locale=locale)


def _of_the_map(data: StatsData, t: Texts, measure: Measure) -> str:
    if measure is Measure.STORIES:
        return t.plain("chart-regions")
    return t.plain("chart-regions-per", count=tiles.subscribers_per(data))


def _subscribers_note(data: StatsData, first: date, last: date, t: Texts) -> tuple[tuple[str, str], ...]:
    shown = [one for one in data.subscribers if first <= one.day <= last]
    if not shown:
        return ()
    newest = max(shown, key=lambda one: one.day)
    new, lost = sum(one.new for one in shown), sum(one.lost for one in shown)
    total = (t.number(newest.total), BLUE)
    changes = ((f"+{t.number(new)}", GREEN, new), (f"−{t.number(lost)}", RED, lost))
    return (total, *((note, color) for note, color, count in changes if count > 0))


def _topics(data: StatsData, t: Texts, area: Area) -> list[Mark]:
    """All topics, the most frequent first, in two columns on one scale."""
    ordered = sorted(TOPICS, key=lambda topic: -data.stories_by_topic.get(topic, 0))
    rows = [(t.plain(f"topic-{topic}"), data.stories_by_topic.get(topic, 0)) for topic in ordered]
    most, middle = rows[0][1], (len(rows) + 1) // 2
    left, right = _halves(area)
    return [*panels.bars(rows[:middle], most, t, left), *panels.bars(rows[middle:], most, t, right)]


def _sources_and_deliveries(data: StatsData, first: date, last: date, t: Texts, column: _Column) -> list[Mark]:
    left, right = _halves(column.next(_HEAD + SOURCES_SHOWN * panels.ROW))
    rows = _sources(data, t)
    return [
        *_heading(t.plain("chart-sources"), left),
        *(panels.bars(rows, rows[0][1], t, _under(left)) if rows else panels.nothing(t, _under(left))),
        *_heading(t.plain("chart-deliveries"), right),
        *panels.deliveries(data.deliveries, first, last, t, _under(right)),
    ]


def _sources(data: StatsData, t: Texts) -> list[tuple[str, int]]:
    """The largest sources; the rest, where it is more than one, as the last line."""
    ordered = sorted(data.articles_by_source.items(), key=lambda item: (-item[1], item[0]))
    if len(ordered) <= SOURCES_SHOWN:
        return ordered
    rest = ordered[SOURCES_SHOWN - 1 :]
    others = (t.plain("chart-other-sources", count=len(rest)), sum(count for _, count in rest))
    return [*ordered[: SOURCES_SHOWN - 1], others]


def _halves(area: Area) -> tuple[Area, Area]:
    return Area(area.x, area.y, _HALF, area.height), Area(area.right - _HALF, area.y, _HALF, area.height)


def _under(area: Area) -> Area:
    return Area(area.x, area.y + _HEAD, area.width, area.height - _HEAD)
