"""Updates come in: each is handled once, in order within a chat, and acknowledged after it was handled.

A crash may answer a command twice, never not at all: polling moves its offset past what is done, a webhook gets
its 2xx then, and ``update_id`` is written down at the same moment.
"""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

import structlog
from aiogram import Bot, Dispatcher
from aiogram.exceptions import ClientDecodeError, TelegramAPIError, TelegramRetryAfter
from aiogram.types import Update

from bot.clock import Clock
from bot.errors import StoreError
from bot.handlers.outage import Outage
from bot.jobs.sharing import Turns
from bot.store import Store

log = structlog.get_logger()

ALLOWED_UPDATES = (
    "message",
    "edited_message",
    "channel_post",
    "callback_query",
    "inline_query",
    "chosen_inline_result",
    "my_chat_member",
    "chat_member",
)
POLL_SECONDS = 25
HANDLE_SECONDS = 60.0
RETRY_SECONDS = (0.5, 1.0, 2.0, 4.0, 8.0)
TROUBLE_SECONDS = 3.0


def conversation(update: Update) -> int:
    """The chat, or the person where an update has none, within which order is kept."""
    event = update.event
    message = getattr(event, "message", None)
    for holder in (event, message):
        chat = getattr(holder, "chat", None)
        if chat is not None:
            return int(chat.id)
    user = getattr(event, "from_user", None)
    return int(user.id) if user is not None else 0


@dataclass(slots=True)
class _Line:
    """Those who wait their turn in one conversation."""

    lock: asyncio.Lock = field(default_factory=asyncio.Lock)
    waiting: int = 0


class Inbox:
    """Feeds updates to the dispatcher; the same for polling and webhook."""

    def __init__(self, bot: Bot, dispatcher: Dispatcher, store: Store, clock: Clock, turns: Turns) -> None:
        self._bot = bot
        self._dispatcher = dispatcher
        self._store = store
        self._clock = clock
        self._turns = turns
        self._lines: dict[int, _Line] = defaultdict(_Line)
        self.outage = Outage(clock)
        self.last_poll: float | None = None

    async def handle(self, update: Update) -> None:
        """Handle one update once. Raises :class:`StoreError` when the database stays away: not acknowledged."""
        key = conversation(update)
        line = self._lines[key]
        line.waiting += 1
        try:
            async with line.lock:
                await self._handle_once(update, key)
        finally:
            line.waiting -= 1
            if not line.waiting:
                self._lines.pop(key, None)

    async def _handle_once(self, update: Update, key: int) -> None:
        for pause in (*RETRY_SECONDS, None):
            try:
                async with self._turns.taken(f"chat:{key}"):
                    if await self._store.seen_update(update.update_id):
                        return
                    await asyncio.wait_for(self._dispatcher.feed_update(self._bot, update), HANDLE_SECONDS)
                    await self._store.done_update(update.update_id, self._clock.now())
            except StoreError:
                if pause is None:
                    raise
                await self._clock.sleep(pause)
            except TimeoutError:
                log.error("update_took_too_long", update_id=update.update_id)
                await self._store.done_update(update.update_id, self._clock.now())
                return
            else:
                return

    async def poll(self, stop: asyncio.Event) -> None:
        """Long polling until ``stop``. The offset moves when a whole batch is done."""
        offset: int | None = None
        while not stop.is_set():
            updates = await self._next(offset, stop)
            if updates and await self._handle_all(updates):
                offset = max(update.update_id for update in updates) + 1
        if offset is not None:
            await self._acknowledge(offset)

    async def _next(self, offset: int | None, stop: asyncio.Event) -> list[Update]:
        ask = asyncio.ensure_future(
            self._bot.get_updates(
                offset=offset,
                timeout=POLL_SECONDS,
                allowed_updates=list(ALLOWED_UPDATES),
                request_timeout=POLL_SECONDS + 10,
            )
        )
        ended = asyncio.ensure_future(stop.wait())
        try:
            await asyncio.wait([ask, ended], return_when=asyncio.FIRST_COMPLETED)
            if not ask.done():
                return []
            updates = ask.result()
        except TelegramRetryAfter as error:
            await self._rest(error.retry_after, ended)
        except (TelegramAPIError, ClientDecodeError) as error:
            await self._rest(self.outage.met(error), ended)
        else:
            self.outage.over()
            self.last_poll = self._clock.monotonic()
            return updates
        finally:
            ask.cancel()
            ended.cancel()
        return []

    async def _rest(self, seconds: float, ended: asyncio.Future[Any]) -> None:
        rested = asyncio.ensure_future(self._clock.sleep(seconds))
        try:
            await asyncio.wait([rested, ended], return_when=asyncio.FIRST_COMPLETED)
        finally:
            rested.cancel()

    async def _handle_all(self, updates: Iterable[Update]) -> bool:
        chains: dict[int, list[Update]] = defaultdict(list)
        for update in updates:
            chains[conversation(update)].append(update)
        results = await asyncio.gather(*(self._chain(chain) for chain in chains.values()), return_exceptions=True)
        failures = [result for result in results if isinstance(result, BaseException)]
        for failure in failures:
            log.error("update_not_handled", exc_info=failure)
        if failures:
            await self._clock.sleep(TROUBLE_SECONDS)
        return not failures

    async def _chain(self, updates: list[Update]) -> None:
        for update in updates:
            await self.handle(update)

    async def _acknowledge(self, offset: int) -> None:
        """Tell Telegram before we go; what is told here again would be filtered by ``update_id`` anyway."""
        try:
            await self._bot.get_updates(offset=offset, limit=1, timeout=0, request_timeout=5)
        except (TelegramAPIError, ClientDecodeError):
            log.info("offset_not_acknowledged")
