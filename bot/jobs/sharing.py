"""What makes several processes one newsroom: who leads the periodic jobs, and how much each may send.

With a database of its own a process leads, and its pace is its own: nothing here asks anybody then.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import secrets
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from bot.clock import Clock
from bot.errors import StoreError
from bot.pace import SharedPace
from bot.store import Store

LEAD_SECONDS = 20.0
RENEW_SECONDS = 5.0
BUDGET = "bot"
TURN_SECONDS = 15.0
ASK_SECONDS = 0.05


def owner_name() -> str:
    """This process among all that ever were: host, process id, and a word, since ids are used again."""
    return f"{socket.gethostname()}:{os.getpid()}:{secrets.token_hex(4)}"


def is_dead(owner: str, us: str) -> bool:
    """Whether the process behind an :func:`owner_name` certainly runs no more; of other hosts nothing is certain."""
    host, number, _ = (*owner.split(":"), "", "")[:3]
    if owner == us or not us.startswith(f"{host}:") or not number.isdecimal():
        return False
    if int(number) == os.getpid():
        return True
    try:
        os.kill(int(number), 0)
    except ProcessLookupError:
        return True
    except OSError:
        return False
    return False


class Leadership:
    """One process of all runs what must run once; when it falls silent, another has taken over within 25 s."""

    def __init__(self, store: Store, clock: Clock, owner: str) -> None:
        self._store = store
        self._clock = clock
        self._owner = owner
        self._until = 0.0

    @property
    def leads(self) -> bool:
        return not self._store.shared or self._clock.monotonic() < self._until

    async def renew(self) -> None:
        """Go on leading, or take over from somebody who is gone. The lease counts from before the question."""
        if self._store.shared:
            asked = self._clock.monotonic()
            mine = await self._store.take_lease("leader", self._owner, LEAD_SECONDS)
            self._until = asked + LEAD_SECONDS - 1 if mine else 0.0

    async def resign(self) -> None:
        if self._store.shared and self.leads:
            self._until = 0.0
            await self._store.drop_lease("leader", self._owner)


class Turns:
    """Of several processes one at a time does a thing: answers in a chat, joins articles to stories. Who dies in his
    turn loses it soon. Within a process a lock of the caller's keeps the order."""

    def __init__(self, store: Store, clock: Clock, owner: str) -> None:
        self._store = store
        self._clock = clock
        self._owner = owner

    @asynccontextmanager
    async def taken(self, name: str) -> AsyncIterator[None]:
        """Wait for our turn and keep it for the length of the block. Raises :class:`StoreError`."""
        if not self._store.shared:
            yield
            return
        while not await self._store.take_lease(name, self._owner, TURN_SECONDS):
            await self._clock.sleep(ASK_SECONDS)
        keeping = asyncio.create_task(self._keep(name))
        try:
            yield
        finally:
            keeping.cancel()
            with contextlib.suppress(StoreError):  # then it ends by itself
                await self._store.drop_lease(name, self._owner)

    async def _keep(self, name: str) -> None:
        while True:
            await self._clock.sleep(TURN_SECONDS / 3)
            with contextlib.suppress(StoreError):
                await self._store.take_lease(name, self._owner, TURN_SECONDS)


class Allowance:
    """Draws a process's share of the budget of all, a slice at a time, and reports what it used unasked."""

    def __init__(self, store: Store, clock: Clock, pace: SharedPace) -> None:
        self._store = store
        self._clock = clock
        self._pace = pace

    async def top_up(self, waiting: int) -> bool:
        """Ask for turns for so many waiting messages; whether any were granted."""
        await self.report()
        asked = self._clock.monotonic()
        count = self._pace.wanted(waiting, asked)
        if count <= 0:
            return False
        granted = await self._store.reserve(BUDGET, count, self._pace.full_rate)
        self._pace.rate = self._pace.full_rate * granted.factor
        # The answer came later than the database's "now": turns may start late by that much, never early.
        self._pace.grant(self._clock.monotonic() + granted.start, granted.step, count)
        return True

    async def report(self) -> None:
        """Tell the others what people were answered, and of a pause that Telegram wants from everybody."""
        answered, self._pace.unreported = self._pace.unreported, []
        pause, self._pace.met_pause = self._pace.met_pause, 0.0
        try:
            if answered:
                await self._store.reserve(BUDGET, len(answered), self._pace.full_rate)
                await self._store.count_group_sends([chat_id for chat_id in answered if chat_id < 0])
            if pause:
                await self._store.pause_budget(BUDGET, pause)
        except StoreError:
            self._pace.unreported[:0] = answered
            self._pace.met_pause = max(pause, self._pace.met_pause)
            raise
