"""When a source is asked again."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.fetch.polling import Bounds, Experience, first_poll, next_poll, posting_gap

NOW = datetime(2026, 11, 25, 6, 0, tzinfo=UTC)
USUAL = Bounds(600, 3600)


def pause(experience: Experience, bounds: Bounds = USUAL, random: float = 0.0) -> float:
    return (next_poll(experience, bounds, now=NOW, random=random) - NOW).total_seconds()


@pytest.mark.parametrize(
    ("experience", "seconds"),
    [
        (Experience(), 600),
        (Experience(gap_seconds=1800), 600),  # a busy site: the admin's lower bound
        (Experience(gap_seconds=6 * 3600), 1800),
        (Experience(gap_seconds=86_400 * 7), 3600),  # a sleepy one: the upper bound
        (Experience(ttl=1800), 1800),
        (Experience(ttl=86_400), 3600),
        (Experience(max_age=900), 900),
        (Experience(retry_after=7200), 7200),  # the server's own word goes beyond the bounds
        (Experience(retry_after=10**9), 86_400),
        (Experience(failures=1), 600),
        (Experience(failures=2), 1200),
        (Experience(failures=3), 2400),
        (Experience(failures=4), 3600),
        (Experience(failures=10_000), 3600),
        (Experience(failures=1, retry_after=1000), 1000),
    ],
)
def test_pauses(experience: Experience, seconds: float) -> None:
    assert pause(experience) == seconds


def test_a_watched_source_keeps_its_pace_and_still_backs_off() -> None:
    watched = Bounds(5, 3600)
    assert pause(Experience(gap_seconds=86_400, ttl=3600, max_age=3600), watched) == 5
    assert [pause(Experience(failures=n), watched) for n in (1, 2, 3, 50)] == [5, 10, 20, 60]
    assert pause(Experience(failures=1, retry_after=120), watched) == 120


experiences = st.builds(
    Experience,
    failures=st.integers(0, 10_000),
    gap_seconds=st.floats(0, 10**8),
    retry_after=st.none() | st.floats(0, 10**7),
    ttl=st.none() | st.floats(0, 10**7),
    max_age=st.none() | st.floats(0, 10**7),
)


@given(experiences, st.floats(5, 10_000), st.floats(5, 100_000), st.floats(0, 0.999))
def test_never_earlier_than_the_lower_bound_and_never_lost(
    experience: Experience, least: float, most: float, random: float
) -> None:
    seconds = pause(experience, Bounds(least, most), random)
    assert least - 1e-3 <= seconds <= max(least, most, min(experience.retry_after or 0, 86_400)) + 4.001


def test_jitter_is_small_enough_for_an_instant_push() -> None:
    assert pause(Experience(), Bounds(5, 5), random=0.999) <= 5.5
    assert pause(Experience(), random=0.999) <= 604


def test_a_thousand_sources_do_not_start_together() -> None:
    starts = [first_poll(index, 1000, USUAL, now=NOW) for index in range(1000)]
    per_second = Counter(int((start - NOW).total_seconds()) for start in starts)
    assert starts[0] == NOW and max(per_second.values()) <= 11
    assert max(starts) <= NOW + timedelta(seconds=600)


def test_a_few_sources_start_at_once() -> None:
    assert all(first_poll(index, 3, Bounds(5, 5), now=NOW) <= NOW + timedelta(seconds=0.3) for index in range(3))


def test_posting_gap() -> None:
    every_three_hours = [NOW - timedelta(hours=3 * number) for number in range(10)]
    assert posting_gap(every_three_hours) == 3 * 3600
    batch = [NOW + timedelta(seconds=second) for second in range(20)]
    assert posting_gap([*batch, NOW - timedelta(hours=5), NOW - timedelta(hours=10)]) == 5 * 3600
    assert posting_gap([]) == posting_gap([NOW, NOW - timedelta(hours=1)]) == 0
