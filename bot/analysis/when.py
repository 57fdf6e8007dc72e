"""Periods, weekdays and wall-clock times that a question or the words of /subscribe name."""

from __future__ import annotations

import re
from datetime import time
from itertools import pairwise

from bot.analysis.reading import Reading, table
from bot.models import Period

_WEEK = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_CLOCK = re.compile(r"(?<![\d:.])([01]?\d|2[0-4])[:.]([0-5]\d)(?![\d:.])")
_HOUR = re.compile(
    r"(?:(?P<kazakh>таңғы|түнгі|кешкі|түскі)\s+)?(?:сағат\s+)?(?<![\d:.,])(?P<hour>[01]?\d|2[0-4])(?:-?(?:де|да|те|та))?"
    r"\s*(?P<part>утра|вечера|дня|ночи|час(?:ов|а|ам|у)?\s+(?:утра|вечера|дня|ночи)|час(?:ов|а)?\b|am\b|pm\b|a\.m\.|p\.m\.)?",
    re.IGNORECASE,
)
_BARE_HOUR = re.compile(
    r"(?:^|\s)(?:в|к|at|сағат)\s+([01]?\d|2[0-3])(?:-?(?:де|да|те|та))?\s*(?:$|[,;]|и\s)", re.IGNORECASE
)
_DAY_RANGE = re.compile(r"^\s*[-–—]\s*$")


def period_of(reading: Reading) -> Period | None:
    """The stretch of time that is asked about."""
    found = {period: bool(reading.take("period", period.value)) for period in Period}
    return next((period for period, said in found.items() if said), None)


def days_of(reading: Reading) -> tuple[int, ...]:
    """Weekdays (0 is Monday), ranges such as «пн-пт» included; empty for "every day" and for none."""
    named = sorted((position, day) for day, code in enumerate(_WEEK) for position in reading.take("days", code))
    days = {day for _, day in named}
    for (position, day), (following, last) in pairwise(named):
        between = reading.text[reading.words[position].end : reading.words[following].start]
        if following == position + 1 and _DAY_RANGE.match(between) and day < last:
            days.update(range(day, last + 1))
    if reading.take("days", "weekdays"):
        days.update(range(5))
    if reading.take("days", "weekend"):
        days.update((5, 6))
    return () if reading.take("days", "daily") else tuple(sorted(days))


def times_of(reading: Reading) -> tuple[time, ...]:
    """Wall-clock times: 08:00, 8.30, «8 утра», «таңғы 8», "8 pm", «в 8»."""
    times: list[time] = []
    for clock in _CLOCK.finditer(reading.text):
        times.append(time(int(clock[1]) % 24, int(clock[2])))
        reading.use_span(clock.start(), clock.end())
    rest = _CLOCK.sub(lambda match: " " * len(match.group()), reading.text)
    for hour in _HOUR.finditer(rest):
        if hour["kazakh"] or hour["part"]:
            times.append(time(_hour_of_day(hour)))
            reading.use_span(hour.start(), hour.end())
    for bare in _BARE_HOUR.finditer(rest):
        position = next(i for i, word in enumerate(reading.words) if word.end > bare.start(1))
        if position not in reading.used:
            times.append(time(int(bare[1])))
            reading.use_span(bare.start(), bare.end(1))
    return tuple(times)


def part_of_day(reading: Reading) -> tuple[time, ...]:
    """What "утром" and «кешке» mean; read after the clock, so that «8 утра» is no second time."""
    return tuple(time.fromisoformat(at) for at in table()["times"] if reading.take("times", at))


def _hour_of_day(match: re.Match[str]) -> int:
    """«7 вечера», «кешкі 7» and "7 pm" are 19, «12 ночи» is 0."""
    hour = int(match["hour"]) % 24
    part = f"{match['kazakh'] or ''} {match['part'] or ''}".casefold()
    late = any(word in part for word in ("вечера", "дня", "кешкі", "түскі", "pm", "p.m."))
    night = any(word in part for word in ("ночи", "түнгі", "am", "a.m."))
    if late and hour < 12:
        return hour + 12
    return 0 if night and hour == 12 else hour
