"""Paid sending: 0.1 Star a message (Bot API, ``allow_paid_broadcast``), never more in a day than is allowed."""

from __future__ import annotations

from datetime import datetime

from bot.store import Store

MESSAGES_A_STAR = 10
PAID_PER_SECOND = 1000.0
RESERVED = 600  # messages paid for in advance with one write, so that a crash loses account of few
LOW = 400  # more than is claimed from the outbox at once


class Purse:
    """Counts paid messages of the current day (UTC); what was counted survives a restart.

    ``max_stars`` a day; 0 never pays. Messages are reserved in the store before they are sent: after a crash the
    account is too high rather than too low.
    """

    def __init__(self, store: Store, max_stars: int) -> None:
        self._store = store
        self._limit = max_stars * MESSAGES_A_STAR
        self._day = ""
        self._reserved = 0
        self._used = 0

    @property
    def left(self) -> int:
        """Messages that may still be paid for today."""
        return max(0, self._limit - self._used)

    async def prepare(self, now: datetime) -> bool:
        """Whether messages may be paid for now; call before each group of sends."""
        if not self._limit:
            return False
        await self._turn(now)
        if self._reserved - self._used < LOW and self._reserved < self._limit:
            self._reserved = min(self._limit, self._reserved + RESERVED)
            await self._store.set_setting(f"paid:{self._day}", str(self._reserved))
        return self._used < self._reserved

    def pay(self) -> bool:
        """Take one message from what is reserved; false when that is used up."""
        if self._used >= self._reserved:
            return False
        self._used += 1
        return True

    async def _turn(self, now: datetime) -> None:
        """A new day begins with what was reserved of it before (by a process that is gone)."""
        day = f"{now:%Y-%m-%d}"
        if day != self._day:
            self._day = day
            self._used = self._reserved = int(await self._store.setting(f"paid:{day}") or 0)
