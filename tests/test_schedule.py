from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.models import Mode, QuietHours, Schedule
from bot.schedule import next_run, quiet_until, start_of_day


def schedule(*times: str, zone: str = "Asia/Almaty", days: str = "", quiet: str = "", weekly: bool = False) -> Schedule:
    start, _, end = quiet.partition("-")
    rest = QuietHours(time.fromisoformat(start), time.fromisoformat(end)) if quiet else None
    wanted = tuple(time.fromisoformat(text) for text in times)
    return Schedule(Mode.DIGEST, wanted, tuple(map(int, days)), zone, rest, weekly)


def at(text: str, zone: str = "UTC") -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)


@pytest.mark.parametrize(
    ("wanted", "after", "due"),
    [
        # Almaty is at UTC+5: 08:00 is 03:00.
        (schedule("08:00"), "2026-11-25T02:59", "2026-11-25T03:00"),
        (schedule("08:00"), "2026-11-25T03:00", "2026-11-26T03:00"),
        (schedule("19:30", "08:00"), "2026-11-25T03:00", "2026-11-25T14:30"),
        (schedule("00:00"), "2026-11-25T18:59", "2026-11-25T19:00"),
        # Wednesday the 25th; 0 is Monday.
        (schedule("08:00", days="04"), "2026-11-25T12:00", "2026-11-27T03:00"),
        (schedule("08:00", days="2"), "2026-11-25T03:00", "2026-12-02T03:00"),
        (schedule("08:00", days="2"), "2026-11-24T20:00", "2026-11-25T03:00"),  # it is Wednesday there already
        (schedule("10:00", weekly=True), "2026-11-25T12:00", "2026-11-29T05:00"),
        (schedule("10:00", weekly=True, days="31"), "2026-11-25T12:00", "2026-12-01T05:00"),
        # Quiet hours: deferred to their end, and merged.
        (schedule("08:00", quiet="22:00-09:00"), "2026-11-25T03:30", "2026-11-25T04:00"),
        (schedule("08:00", "08:30", quiet="22:00-09:00"), "2026-11-25T04:00", "2026-11-26T04:00"),
        (schedule("23:00", quiet="22:00-09:00"), "2026-11-25T12:00", "2026-11-26T04:00"),
        (schedule("23:00", days="2", quiet="22:00-09:00"), "2026-11-25T20:00", "2026-11-26T04:00"),
        (schedule("22:00", quiet="22:00-09:00"), "2026-11-25T12:00", "2026-11-26T04:00"),
        (schedule("09:00", quiet="22:00-09:00"), "2026-11-25T03:00", "2026-11-25T04:00"),
        (schedule("13:00", quiet="12:00-14:00"), "2026-11-25T05:00", "2026-11-25T09:00"),
        (schedule("13:00", quiet="13:00-13:00"), "2026-11-25T05:00", "2026-11-25T08:00"),
        # Kazakhstan went from UTC+6 to UTC+5 at midnight of 2024-03-01.
        (schedule("08:00"), "2024-02-28T03:00", "2024-02-29T02:00"),
        (schedule("08:00"), "2024-02-29T02:00", "2024-03-01T03:00"),
        (schedule("23:30"), "2024-02-29T10:00", "2024-02-29T17:30"),  # that half hour came twice: once, the first
        (schedule("23:30"), "2024-02-29T17:30", "2024-03-01T18:30"),
        (schedule("08:00", zone="Asia/Aqtobe"), "2024-02-29T10:00", "2024-03-01T03:00"),  # there nothing changed
        (schedule("08:00", zone="Asia/Qyzylorda"), "2026-11-25T00:00", "2026-11-25T03:00"),
        # Berlin: 02:30 is skipped on 2026-03-29 and comes twice on 2026-10-25.
        (schedule("02:30", zone="Europe/Berlin"), "2026-03-28T12:00", "2026-03-29T01:30"),
        (schedule("02:30", zone="Europe/Berlin"), "2026-03-29T01:30", "2026-03-30T00:30"),
        (schedule("02:30", zone="Europe/Berlin"), "2026-10-24T12:00", "2026-10-25T00:30"),
        (schedule("02:30", zone="Europe/Berlin"), "2026-10-25T00:30", "2026-10-26T01:30"),
        (schedule("08:00", zone="America/New_York"), "2026-11-01T00:00", "2026-11-01T13:00"),
    ],
)
def test_when_it_is_due(wanted: Schedule, after: str, due: str) -> None:
    assert next_run(wanted, at(after)) == at(due)


def test_instant_pushes_and_digests_without_a_time_are_never_due() -> None:
    assert next_run(Schedule(Mode.INSTANT, (time(8),), (), "Asia/Almaty"), at("2026-11-25T00:00")) is None
    assert next_run(schedule(), at("2026-11-25T00:00")) is None


@pytest.mark.parametrize(
    ("now", "end"),
    [
        ("2026-11-25T21:59", None),
        ("2026-11-25T22:00", "2026-11-26T07:00"),
        ("2026-11-26T00:00", "2026-11-26T07:00"),
        ("2026-11-26T06:59", "2026-11-26T07:00"),
        ("2026-11-26T07:00", None),
    ],
)
def test_the_end_of_quiet_hours(now: str, end: str | None) -> None:
    quiet = schedule("08:00", quiet="22:00-07:00")
    assert quiet_until(quiet, at(now, "Asia/Almaty")) == (at(end, "Asia/Almaty") if end else None)
    assert quiet_until(schedule("08:00"), at(now)) is None


def test_an_end_that_came_already_in_a_repeated_hour_is_none() -> None:
    quiet = schedule("08:00", zone="Europe/Berlin", quiet="22:00-02:45")
    second_half_past_two = datetime(2026, 10, 25, 1, 30, tzinfo=UTC)
    assert quiet_until(quiet, second_half_past_two) is None


def test_start_of_day() -> None:
    assert start_of_day(date(2026, 11, 25), "Asia/Almaty") == at("2026-11-24T19:00")
    assert start_of_day(date(2024, 2, 29), "Asia/Almaty") == at("2024-02-28T18:00")


ZONES = ["Asia/Almaty", "Asia/Oral", "Europe/Berlin", "America/St_Johns", "Australia/Lord_Howe", "Pacific/Apia", "UTC"]
MOMENTS = st.integers(1_577_836_800, 1_893_456_000).map(lambda seconds: datetime.fromtimestamp(seconds, UTC))
CLOCK = st.times().map(lambda t: t.replace(microsecond=0))
QUIET = st.none() | st.builds(QuietHours, CLOCK, CLOCK)
SCHEDULES = st.builds(
    Schedule,
    st.just(Mode.DIGEST),
    st.lists(CLOCK, min_size=1, max_size=4).map(tuple),
    st.sets(st.integers(0, 6)).map(lambda days: tuple(sorted(days))),
    st.sampled_from(ZONES),
    QUIET,
    st.booleans(),
)


@given(SCHEDULES, MOMENTS)
def test_it_is_always_later_within_nine_days_and_outside_quiet_hours(wanted: Schedule, after: datetime) -> None:
    due = next_run(wanted, after)
    assert due is not None
    assert after < due <= after + timedelta(days=9)
    assert quiet_until(wanted, due) is None


@given(SCHEDULES, MOMENTS, st.integers(1, 40 * 3600))
def test_nothing_is_due_between_a_moment_and_what_is_next(wanted: Schedule, after: datetime, seconds: int) -> None:
    due = next_run(wanted, after)
    assert due is not None
    between = after + timedelta(seconds=seconds)
    if between < due:
        assert next_run(wanted, between) == due


@given(CLOCK, MOMENTS, st.sampled_from(ZONES))
def test_without_quiet_hours_a_daily_digest_comes_at_its_wall_clock_time(
    clock: time, after: datetime, zone: str
) -> None:
    due = next_run(Schedule(Mode.DIGEST, (clock,), (), zone), after)
    assert due is not None
    local = due.astimezone(ZoneInfo(zone))
    wall = datetime.combine(local.date(), clock, tzinfo=ZoneInfo(zone))
    skipped = wall.astimezone(UTC).astimezone(ZoneInfo(zone)) != wall
    assert skipped or local.time() == clock
