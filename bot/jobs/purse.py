"""Paid sending: 0.1 Star a message (Bot API, ``allow_paid_broadcast``), never more in a day than is allowed."""

from __future__ import annotations

from datetime import datetime

from bot.store import Store

MESSAGES_A_STAR = 10
PAID_PER_SECOND = 1000.0
RESERVED = 600  # messages paid for in advance with one write, so that a crash loses account of few
LOW = 400  # more than is claimed from the outbox at once


class Purse:
    """Counts paid messages of the current day (UTC) of all processes; what was counted survives a restart.

    ``max_stars`` a day; 0 never pays. Messages are reserved in the store before they are sent: after a crash the
    account is too high rather than too low.
    """

    def __init__(self, store: Store, max_stars: int) -> None:
        self._store = store
        self._limit = max_stars * MESSAGES_A_STAR
        self._day = ""
        self._reserved = 0  # of the day, by all processes
        self._spare = 0  # of that, what this one has not used

    @property
    def left(self) -> int:
        """Messages that may still be paid for today, as far as this process knows."""
        return max(0, self._limit - self._reserved) + self._spare

    async def prepare(self, now: datetime) -> bool:
        """Whether messages may be paid for now; call before each group of sends."""
        if not self._limit:
            return False
        day = f"{now:%Y-%m-%d}"
        if day != self._day:
            self._day, self._reserved, self._spare = day, 0, 0
        if self._spare < LOW and self._reserved < self._limit:
            before, self._reserved = await self._store.add_to_setting(f"paid:{day}", RESERVED, most=self._limit)
            self._spare += self._reserved - before
        return self._spare > 0

    def pay(self) -> bool:
        """Take one message from what is reserved; false when that is used up."""
        if self._spare <= 0:
            return False
        self._spare -= 1
        return True
