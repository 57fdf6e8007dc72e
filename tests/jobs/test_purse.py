"""Paid sending never costs more in a day than it may, restarts included."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from bot.jobs.purse import RESERVED, Purse
from bot.store import Store

NOW = datetime(2026, 11, 25, 3, tzinfo=UTC)


async def spend(purse: Purse, now: datetime) -> int:
    """How many messages may be paid for until it says no."""
    paid = 0
    while await purse.prepare(now):
        while purse.pay():
            paid += 1
    return paid


async def test_a_day_costs_what_it_may_and_the_next_begins_anew(store: Store) -> None:
    purse = Purse(store, 100)
    assert await spend(purse, NOW) == 1000
    assert purse.left == 0
    assert await spend(purse, NOW + timedelta(hours=10)) == 0
    assert await spend(purse, NOW + timedelta(days=1)) == 1000


async def test_a_restart_does_not_spend_again(store: Store) -> None:
    before = Purse(store, 100)
    assert await before.prepare(NOW)
    assert before.pay()
    assert await spend(Purse(store, 100), NOW) == 1000 - RESERVED


async def test_without_a_limit_nothing_is_paid(store: Store) -> None:
    assert await spend(Purse(store, 0), NOW) == 0
