"""The map: a tile for each region, where one would look for it on a map of Kazakhstan."""

from __future__ import annotations

from bot.charts.marks import NOTHING, Area, Box, Label, Mark, ink_on, shade
from bot.charts.values import Measure, StatsData
from bot.models import REGIONS
from bot.texts import Texts

# West to east, north to south; the three cities lie beside the regions around them.
MAP: tuple[tuple[str | None, ...], ...] = (
    (None,    None,    "KZ-39", "KZ-59", "KZ-55", None),
    ("KZ-27", "KZ-15", "KZ-11", "KZ-71", "KZ-10", "KZ-63"),
    ("KZ-23", "KZ-43", "KZ-62", "KZ-35", "KZ-33", None),
    ("KZ-47", None,    "KZ-61", "KZ-31", "KZ-19", None),
    (None,    None,    "KZ-79", None,    "KZ-75", None),
)  # fmt: skip
HEIGHT = 720
_GAP, _PADDING, _NAME, _VALUE = 10, 13, 29, 46


def tile_map(data: StatsData, t: Texts, measure: Measure, area: Area) -> list[Mark]:
    """All regions with their names and values, the more the darker."""
    per = subscribers_per(data)
    values = {region: _value(data, region, measure, per) for row in MAP for region in row if region}
    most = max((value for value in values.values() if value is not None), default=0.0)
    width = (area.width + _GAP) / len(MAP[0]) - _GAP
    height = (area.height + _GAP) / len(MAP) - _GAP
    marks: list[Mark] = []
    for y, row in enumerate(MAP):
        for x, region in enumerate(row):
            if region is not None:
                tile = Area(area.x + x * (width + _GAP), area.y + y * (height + _GAP), width, height)
                marks += _tile(t, region, values[region], most, tile)
    return marks


def subscribers_per(data: StatsData) -> int:
    """To how many subscribers stories are related: 100, or ten times more until some region has ten stories."""
    per, most = 100, max((_value(data, region, Measure.PER_SUBSCRIBER, 1) or 0 for region in REGIONS), default=0)
    while 0 < most * per < 10:
        per *= 10
    return per


def _value(data: StatsData, region: str, measure: Measure, per: int) -> float | None:
    """None: there is nobody to relate the stories to."""
    stories = data.stories_by_region.get(region, 0)
    if measure is Measure.STORIES:
        return stories
    subscribers = data.subscribers_by_region.get(region, 0)
    return stories * per / subscribers if subscribers > 0 else None


def _tile(t: Texts, region: str, value: float | None, most: float, tile: Area) -> list[Mark]:
    # The square root keeps quiet regions apart from each other when one city has most of the news.
    color = shade((value / most) ** 0.5) if value else NOTHING
    ink, left, room = ink_on(color), tile.x + _PADDING, tile.width - 2 * _PADDING
    text = "—" if value is None else t.number(round(value, 1) if value < 10 else round(value))
    lines = t.plain(f"tile-{region}").split("\n")
    return [
        Box(tile.x, tile.y, tile.width, tile.height, color, radius=12),
        *(Label(left, tile.y + 37 + number * 32, line, _NAME, ink, room=room) for number, line in enumerate(lines)),
        Label(left, tile.bottom - 15, text, min(_VALUE, room / (0.7 * len(text))), ink, bold=True, room=room),
    ]
