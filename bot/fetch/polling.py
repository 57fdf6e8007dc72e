"""When a source is asked again: pure arithmetic on what is known of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise
from statistics import median

WATCHED_BELOW = 60.0
"""Seconds; an admin who sets a shorter interval wants the source watched: it is never stretched while all is well."""
_READINGS_PER_POST = 12
_FASTEST_POSTS = 10
_JITTER_SHARE = 0.1
_MOST_JITTER = 4.0
_MOST_DOUBLINGS = 16
_WATCHED_CEILING = 12
_MOST_RETRY_AFTER = 86_400.0


@dataclass(frozen=True, slots=True)
class Bounds:
    """The admin's bounds in seconds: asked no more often than ``least``, no more rarely than ``most`` (errors and
    the server's own ``Retry-After`` apart)."""

    least: float
    most: float

    @property
    def ceiling(self) -> float:
        """The longest pause that failures alone can bring about."""
        return max(self.least, min(self.most, self.least * _WATCHED_CEILING) if self.is_watched else self.most)

    @property
    def is_watched(self) -> bool:
        return self.least < WATCHED_BELOW


@dataclass(frozen=True, slots=True)
class Experience:
    """What decides the pause, all in seconds: failures in a row, the usual gap between posts (0: not known), and
    what the server asked for."""

    failures: int = 0
    gap_seconds: float = 0.0
    retry_after: float | None = None
    ttl: float | None = None
    max_age: float | None = None


def next_poll(experience: Experience, bounds: Bounds, *, now: datetime, random: float) -> datetime:
    """The moment of the next reading; ``random`` in [0, 1) spreads it by up to a tenth, at most four seconds.

    The first failure is followed by a normal pause, each further one doubles it up to the ceiling.
    ``Retry-After`` is obeyed beyond the bounds, up to a day.
    """
    pause = _backoff(experience, bounds) if experience.failures else _interval(experience, bounds)
    pause = max(pause, min(experience.retry_after or 0.0, _MOST_RETRY_AFTER))
    return now + timedelta(seconds=pause + random * min(pause * _JITTER_SHARE, _MOST_JITTER))


def first_poll(index: int, count: int, bounds: Bounds, *, now: datetime, per_second: float = 10.0) -> datetime:
    """When source ``index`` of ``count`` is asked first after a start: the first at once, the others spread so that
    no more than ``per_second`` begin each second, and all within one interval where that is possible."""
    step = min(1.0 / per_second, bounds.least / max(count, 1)) if count <= bounds.least * per_second else 1 / per_second
    return now + timedelta(seconds=index * step)


def posting_gap(published: Sequence[datetime]) -> float:
    """Seconds between two posts as a rule: the median of the newest ones; 0 when fewer than three dates are known.

    Posts of one minute count as one: an editor publishes in batches.
    """
    moments = sorted({moment.replace(second=0, microsecond=0) for moment in published}, reverse=True)[:_FASTEST_POSTS]
    gaps = [(later - earlier).total_seconds() for later, earlier in pairwise(moments)]
    return median(gaps) if len(gaps) >= 2 else 0.0


def _interval(experience: Experience, bounds: Bounds) -> float:
    """A site that posts twice a day is not asked every minute; what it says of its own feed counts within bounds."""
    if bounds.is_watched:
        return bounds.least
    wishes = (experience.gap_seconds / _READINGS_PER_POST, experience.ttl or 0.0, experience.max_age or 0.0)
    return max(bounds.least, min(max(wishes), bounds.most))


def _backoff(experience: Experience, bounds: Bounds) -> float:
    doublings = min(experience.failures - 1, _MOST_DOUBLINGS)
    return min(bounds.least * 2.0**doublings, bounds.ceiling)
