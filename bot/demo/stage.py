"""What stands around the bot in a demo: its settings, people and chats, the news site, a clock that can be moved."""

from __future__ import annotations

import asyncio
import errno
import re
import signal
import tempfile
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from urllib.parse import urlsplit

from pydantic import SecretStr
from rich.console import Console
from rich.status import Status

from bot import logs
from bot.app import serve_room
from bot.clock import Clock, ShiftedClock
from bot.config import (
    Config,
    DatabaseConfig,
    IngestConfig,
    LogConfig,
    NetworkConfig,
    SourceConfig,
    TelegramConfig,
    WebConfig,
)
from bot.demo.panel import offer_actions
from bot.demo.ways import Ways
from bot.demo.words import told
from bot.errors import AimaqError, UsageError
from bot.newsroom import Newsroom, newsroom
from bot.sandbox import TOKEN, Sandbox
from bot.sandbox.site import SampleSite

READER_RU, READER_KK, ADMIN = 1001, 1002, 1003
POLL_SECONDS = 5


async def run_demo(*, port: int, feeds: tuple[str, ...] = ()) -> None:
    """Until Ctrl-C. ``feeds`` replace the sample site."""
    stop = asyncio.Event()
    for name in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(name, stop.set)
    console = Console()
    with console.status("Aimaq reads the news of the sample site …") as status:
        async with stage(port=port, feeds=feeds) as demo:
            await demo.run(stop, ready=partial(_announce, console, status, demo.page_url))


@dataclass(frozen=True, slots=True)
class Demo:
    """The bot's newsroom and everything around it."""

    room: Newsroom
    sandbox: Sandbox
    site: SampleSite | None

    @property
    def page_url(self) -> str:
        return self.sandbox.page_url

    async def run(self, stop: asyncio.Event, ready: Callable[[], None] | None = None) -> None:
        """The bot itself, until ``stop``."""
        await serve_room(self.room, stop, ready)


@asynccontextmanager
async def stage(*, port: int = 0, feeds: tuple[str, ...] = ()) -> AsyncIterator[Demo]:
    """Set up all that a demo needs and read the archive of the sample site; the bot is not running yet."""
    clock = ShiftedClock()
    logs.configure("warning", "console")
    async with AsyncExitStack() as stack:
        folder = stack.enter_context(tempfile.TemporaryDirectory(prefix="aimaq-demo-"))
        sandbox = await open_sandbox(port, clock)
        stack.push_async_callback(sandbox.stop)
        introduce_people(sandbox)
        site = None
        sources = [source_of(feed) for feed in feeds]
        if not feeds:
            site = await SampleSite.start(now=clock.now)
            stack.push_async_callback(site.stop)
            sources = sample_sources(site)
        room = await stack.enter_async_context(newsroom(demo_config(sandbox, sources, Path(folder)), clock))
        if site is not None:
            await read_archive(room)
        ways = await stack.enter_async_context(Ways(sandbox, room).watching())
        logs.configure("info", "console", quiet=True, listener=ways.hear)
        offer_actions(sandbox, site, room, clock, ways)
        yield Demo(room, sandbox, site)


async def open_sandbox(port: int, clock: Clock) -> Sandbox:
    """On the wanted port, on a free one where it is taken."""

    def now() -> float:
        return clock.now().timestamp()

    try:
        return await Sandbox.start(port=port, now=now)
    except OSError as error:
        if error.errno != errno.EADDRINUSE:
            raise AimaqError(f"--port {port}: cannot be used ({error.strerror}); choose another") from None
        return await Sandbox.start(port=0, now=now)


def source_of(feed: str) -> SourceConfig:
    """A feed of the visitor's own choice, asked rarely enough for a live site."""
    host = urlsplit(feed).hostname or "feed"
    name = re.sub(r"[^a-z0-9]+", "-", host.removeprefix("www.")).strip("-")[:40] or "feed"
    try:
        return SourceConfig(name=name, feed_url=feed, poll_seconds=300)
    except ValueError:
        raise UsageError(f"--feed {feed}: write an http(s) address such as https://example.kz/feed/") from None


def sample_sources(site: SampleSite) -> list[SourceConfig]:
    return [
        SourceConfig(name=name, feed_url=feed, poll_seconds=POLL_SECONDS, max_poll_seconds=POLL_SECONDS)
        for name, feed in site.feeds.items()
    ]


def demo_config(sandbox: Sandbox, sources: list[SourceConfig], folder: Path) -> Config:
    return Config(
        telegram=TelegramConfig(token=SecretStr(TOKEN), api_url=sandbox.url, admins=(ADMIN,)),
        database=DatabaseConfig(url=f"sqlite+aiosqlite:///{folder / 'aimaq.db'}"),
        sources=tuple(sources),
        network=NetworkConfig(allow_private_hosts=True),
        ingest=IngestConfig(first_contact_hours=72),
        web=WebConfig(port=0),
        log=LogConfig(level="warning"),
    )


async def read_archive(room: Newsroom) -> None:
    """The sample site's last days, so that there is something to find before anything is published."""
    for source in await room.store.sources():
        async for _ in room.backfill.run(source):
            pass


def introduce_people(sandbox: Sandbox) -> None:
    """The visitor can be any of them; the group, the forum and the channel belong to the admin."""
    places, screen = sandbox.places, sandbox.screen
    places.user(READER_RU, "Айгуль", "ru")
    places.user(READER_KK, "Ерлан", "kk")
    places.user(ADMIN, "Дана", "ru", username="dana_editor", started=True)
    readers = [READER_RU, READER_KK]
    places.supergroup("Двор на Абая, 12", members=readers, creator=ADMIN)
    places.supergroup("Форум соседей", members=readers, creator=ADMIN, bot="administrator", topics=["Новости"])
    places.channel("Талгар сегодня", username="talgar_today", members=readers, creator=ADMIN, bot="administrator")
    if screen is None:
        return
    screen.persona(READER_RU, told("reads-ru"))
    screen.persona(READER_KK, told("reads-kk"))
    screen.persona(ADMIN, told("admin"))


def _announce(console: Console, status: Status, page: str) -> None:
    status.stop()
    console.print(f"\n  Aimaq is running. Open [bold]{page}[/bold] in a browser and press Start.")
    console.print("  Ctrl-C ends it; nothing is kept.\n")
