"""A world for the end-to-end tests: the whole bot, a local Telegram and a news site, over real HTTP."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pydantic import SecretStr

from bot.app import run_until
from bot.clock import ShiftedClock
from bot.config import Config, DatabaseConfig, IngestConfig, NetworkConfig, SourceConfig, TelegramConfig, WebConfig
from bot.sandbox import TOKEN, Sandbox
from bot.sandbox.site import SampleSite

RU, KK, ADMIN = 1001, 1002, 1003
PATIENCE = 15.0


def config_for(sandbox_url: str, feeds: dict[str, str], database: Path, **sections: Any) -> Config:
    """Settings of a bot against the sandbox."""
    sources = tuple(
        SourceConfig(name=name, feed_url=feed, poll_seconds=5, max_poll_seconds=5) for name, feed in feeds.items()
    )
    values: dict[str, Any] = {
        "telegram": TelegramConfig(token=SecretStr(TOKEN), api_url=sandbox_url, admins=(ADMIN,)),
        "database": DatabaseConfig(url=f"sqlite+aiosqlite:///{database}"),
        "sources": sources,
        "network": NetworkConfig(allow_private_hosts=True),
        "ingest": IngestConfig(first_contact_hours=72),
        "web": WebConfig(port=0),
    }
    return Config(**{**values, **sections})


@dataclass
class World:
    """A running bot, its Telegram and its news site; people act, messages are awaited."""

    sandbox: Sandbox
    site: SampleSite
    clock: ShiftedClock
    config: Config
    running: asyncio.Task[None] | None = None
    stop: asyncio.Event = field(default_factory=asyncio.Event)

    async def start(self) -> None:
        ready = asyncio.Event()
        self.stop = asyncio.Event()
        self.running = asyncio.create_task(run_until(self.config, self.stop, clock=self.clock, ready=ready.set))
        waiting = asyncio.ensure_future(ready.wait())
        await asyncio.wait([self.running, waiting], return_when=asyncio.FIRST_COMPLETED, timeout=PATIENCE)
        waiting.cancel()
        if self.running.done():
            self.running.result()

    async def end(self) -> None:
        self.stop.set()
        if self.running:
            await asyncio.wait_for(self.running, PATIENCE)

    async def say(self, user: int, text: str, chat: int | None = None, **how: Any) -> dict[str, Any]:
        """Type something; the bot's next message in that chat."""
        typed = self.sandbox.people.say(user, text, chat, **how)
        return await self.heard(chat or user, after=typed)

    async def heard(
        self, chat: int, contains: str = "", *, after: int = 0, count: int = 1, seconds: float = PATIENCE
    ) -> dict[str, Any]:
        """What the bot says (or edits) in a chat, with ``contains`` in it; a failure names what was there instead."""
        found = await self.sandbox.people.wait_message(chat, contains, after=after, count=count, timeout=seconds)
        assert found, f"no {contains!r} in {[one['text'][:200] for one in self.sandbox.people.transcript(chat)]}"
        return dict(found)

    async def press(self, user: int, button: str, chat: int | None = None) -> dict[str, Any]:
        """Tap a button and wait until the bot has edited or said something; its newest message then."""
        place = chat or user
        before = self._state(place)
        await self.sandbox.people.press(user, button, chat)

        async def changed() -> bool:
            return self._state(place) != before

        await self.until(changed)
        return dict(self.sandbox.people.last(place))

    def _state(self, chat: int) -> list[tuple[int, bool]]:
        return [(len(one["versions"]), one["deleted"]) for one in self.sandbox.people.transcript(chat)]

    def said(self, chat: int, contains: str) -> list[dict[str, Any]]:
        """The bot's messages in a chat that hold ``contains``."""
        return [one for one in self.sandbox.people.transcript(chat) if contains.lower() in one["text"].lower()]

    async def until(self, found: Callable[[], Awaitable[Any]], seconds: float = PATIENCE) -> Any:
        """What ``found`` gives as soon as it gives something."""
        async with asyncio.timeout(seconds):
            while True:
                result = await found()
                if result:
                    return result
                await asyncio.sleep(0.02)


@asynccontextmanager
async def opened(folder: Path, **sections: Any) -> AsyncIterator[World]:
    """A world with two readers and an admin, the bot running and its news read."""
    clock = ShiftedClock()
    sandbox = await Sandbox.start()
    site = await SampleSite.start(now=clock.now)
    for user, name, language in ((RU, "Айгуль", "ru"), (KK, "Ерлан", "kk"), (ADMIN, "Дана", "ru")):
        sandbox.places.user(user, name, language)
    world = World(sandbox, site, clock, config_for(sandbox.url, site.feeds, folder / "aimaq.db", **sections))
    try:
        await world.start()
        yield world
    finally:
        await world.end()
        await site.stop()
        await sandbox.stop()
