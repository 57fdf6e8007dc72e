"""When a subscription is due. Pure: zones and weekdays in, a UTC moment out.

Wall-clock times follow their IANA zone exactly, whatever the zone did to its clocks: a time that a clock change
skips comes as soon as it is over (never early), one that it repeats comes once (the first). Kazakhstan moved to a
single zone, UTC+5, on 2024-03-01.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.models import Mode, QuietHours, Schedule

_HORIZON_DAYS = 9  # a weekday comes again within seven days, quiet hours can move it into the next
_SUNDAY = 6


def next_run(schedule: Schedule, after: datetime) -> datetime | None:
    """The first moment strictly after ``after`` (aware) when a digest is due, in UTC.

    A time within the quiet hours waits for their end; several that do come as one. A weekly review comes on the
    first of its days (Sunday when it has none). ``None``: instant pushes are never due, nor is a digest without
    times.
    """
    if schedule.mode is Mode.INSTANT or not schedule.times:
        return None
    zone = ZoneInfo(schedule.time_zone)
    first = after.astimezone(zone).date() - timedelta(days=2)
    for day in (first + timedelta(days=n) for n in range(_HORIZON_DAYS + 3)):
        for moment in sorted(_runs_of(day, schedule, zone)):
            if moment > after:
                return moment
    return None


def quiet_until(schedule: Schedule, now: datetime) -> datetime | None:
    """The end (UTC) of the quiet hours that ``now`` (aware) lies in, or ``None`` outside of them."""
    if schedule.quiet is None:
        return None
    return _end_of_quiet(schedule.quiet, now.astimezone(ZoneInfo(schedule.time_zone)))


def start_of_day(day: date, time_zone: str) -> datetime:
    """Local midnight of ``day`` in UTC."""
    return _instant(day, time(0), ZoneInfo(time_zone))


def _runs_of(day: date, schedule: Schedule, zone: ZoneInfo) -> Iterator[datetime]:
    if day.weekday() not in _days(schedule):
        return
    for wanted in schedule.times:
        moment = _instant(day, wanted, zone)
        deferred = _end_of_quiet(schedule.quiet, moment.astimezone(zone)) if schedule.quiet else None
        yield deferred or moment


def _days(schedule: Schedule) -> tuple[int, ...]:
    if schedule.weekly:
        return (min(schedule.days, default=_SUNDAY),)
    return schedule.days or tuple(range(7))


def _instant(day: date, wanted: time, zone: ZoneInfo) -> datetime:
    """A wall-clock time as UTC. ``fold=0`` takes the first of a repeated hour, and in a skipped one the offset
    before the change, which is the same distance after it."""
    return datetime.combine(day, wanted, tzinfo=zone).astimezone(UTC)


def _end_of_quiet(quiet: QuietHours, local: datetime) -> datetime | None:
    """The end of the stretch that holds ``local``: from ``start`` (included) to ``end`` (excluded)."""
    zone = local.tzinfo
    if quiet.start == quiet.end or not isinstance(zone, ZoneInfo):
        return None
    clock = local.time()
    passes_midnight = quiet.start > quiet.end
    if passes_midnight and clock >= quiet.start:
        return _instant(local.date() + timedelta(days=1), quiet.end, zone)
    if clock < quiet.end and (passes_midnight or clock >= quiet.start):
        end = _instant(local.date(), quiet.end, zone)
        return end if end > local else None  # the hour came twice, and this is its second time
    return None
