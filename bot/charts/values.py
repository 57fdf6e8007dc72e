"""What the charts show. Days are calendar days of whoever counted; the charts only put them in a row."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum

_DELIVERED = "sent"
_UNDELIVERED = frozenset({"refused", "quarantined", "unconfirmed", "expired"})


class Measure(StrEnum):
    """What shades the map."""

    STORIES = "stories"
    PER_SUBSCRIBER = "per-subscriber"


@dataclass(frozen=True, slots=True)
class SubscriberDay:
    """``total`` active chats at the end of the day; ``new`` and ``lost`` during it, both positive."""

    day: date
    total: int
    new: int = 0
    lost: int = 0


@dataclass(frozen=True, slots=True)
class DeliveryDay:
    """Messages that arrived, and those that never will."""

    day: date
    delivered: int
    failed: int = 0


@dataclass(frozen=True, slots=True)
class StatsData:
    """Figures of one period, ``end`` exclusive, both aware. Regions and topics by id, sources by their titles.

    What a mapping does not name counts as zero, and so does a day that a series leaves out, except in the line of
    subscribers, which only joins the days that are known. ``subscribers_by_region`` are active chats now.
    """

    start: datetime
    end: datetime
    stories_by_region: Mapping[str, int] = field(default_factory=dict)
    subscribers_by_region: Mapping[str, int] = field(default_factory=dict)
    stories_by_topic: Mapping[str, int] = field(default_factory=dict)
    articles_by_source: Mapping[str, int] = field(default_factory=dict)
    subscribers: Sequence[SubscriberDay] = ()
    deliveries: Sequence[DeliveryDay] = ()


def subscriber_days(
    first: date, last: date, total: int, new: Mapping[str, int], lost: Mapping[str, int]
) -> tuple[SubscriberDay, ...]:
    """The series that ends with ``total`` on ``last``, reckoned back from what came and went per ``YYYY-MM-DD``."""
    days: list[SubscriberDay] = []
    for back in range((last - first).days + 1):
        day = last - timedelta(days=back)
        came, went = new.get(day.isoformat(), 0), lost.get(day.isoformat(), 0)
        days.append(SubscriberDay(day, total, came, went))
        total = max(0, total - came + went)
    return tuple(reversed(days))


def delivery_days(counts: Mapping[tuple[str, str], int]) -> tuple[DeliveryDay, ...]:
    """(day as ``YYYY-MM-DD``, state of the outbox) → rows, as a series. States that decide nothing are left out."""
    delivered: dict[str, int] = {}
    failed: dict[str, int] = {}
    for (day, state), count in counts.items():
        into = delivered if state == _DELIVERED else failed
        if state == _DELIVERED or state in _UNDELIVERED:
            into[day] = into.get(day, 0) + count
    return tuple(
        DeliveryDay(date.fromisoformat(day), delivered.get(day, 0), failed.get(day, 0))
        for day in sorted({*delivered, *failed})
    )
