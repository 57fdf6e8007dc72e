"""``aimaq demo``: a stand-in for Telegram, a sample news site and the whole bot, for a visitor without a token."""

from __future__ import annotations

import asyncio
import errno
import re
import signal
import tempfile
from collections.abc import Callable
from contextlib import AsyncExitStack
from pathlib import Path
from urllib.parse import urlsplit

from pydantic import SecretStr
from rich.console import Console

from bot import logs
from bot.app import newsroom, run_until
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
from bot.errors import AimaqError
from bot.sandbox import TOKEN, Sandbox
from bot.sandbox.site import SampleSite

READER_RU, READER_KK, ADMIN = 1001, 1002, 1003
POLL_SECONDS = 5


async def run_demo(*, port: int, feeds: tuple[str, ...] = (), ready: Callable[[str], None] | None = None) -> None:
    """Until Ctrl-C. ``feeds`` replace the sample site; ``ready`` gets the address of the chat page."""
    logs.configure("warning", "auto")
    stop = asyncio.Event()
    for name in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(name, stop.set)
    clock = ShiftedClock()
    async with AsyncExitStack() as stack:
        folder = stack.enter_context(tempfile.TemporaryDirectory(prefix="aimaq-demo-"))
        sandbox = await open_sandbox(port)
        stack.push_async_callback(sandbox.stop)
        sources = [source_of(feed) for feed in feeds]
        if not feeds:
            site = await SampleSite.start(now=clock.now)
            stack.push_async_callback(site.stop)
            sources = sample_sources(site)
            offer_actions(sandbox, site)
        introduce_people(sandbox)
        config = demo_config(sandbox, sources, Path(folder))
        if not feeds:
            await read_archive(config, clock)
        announce = ready or _announce
        await run_until(config, stop, clock=clock, ready=lambda: announce(sandbox.page_url))


async def open_sandbox(port: int) -> Sandbox:
    """On the wanted port, on a free one where it is taken."""
    try:
        return await Sandbox.start(port=port)
    except OSError as error:
        if error.errno != errno.EADDRINUSE:
            raise AimaqError(f"--port {port}: cannot be used ({error.strerror}); choose another") from None
        return await Sandbox.start(port=0)


def source_of(feed: str) -> SourceConfig:
    """A feed of the visitor's own choice, asked rarely enough for a live site."""
    host = urlsplit(feed).hostname or "feed"
    name = re.sub(r"[^a-z0-9]+", "-", host.removeprefix("www.")).strip("-")[:40] or "feed"
    return SourceConfig(name=name, feed_url=feed, poll_seconds=300)


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


async def read_archive(config: Config, clock: Clock) -> None:
    """The sample site's last days, so that there is something to find before anything is published."""
    async with newsroom(config, clock) as room:
        for source in await room.store.sources():
            async for _ in room.backfill.run(source):
                pass


def introduce_people(sandbox: Sandbox) -> None:
    """The visitor can be any of them; the group and the channel belong to the admin."""
    places, screen = sandbox.places, sandbox.screen
    places.user(READER_RU, "Айгуль", "ru")
    places.user(READER_KK, "Ерлан", "kk")
    places.user(ADMIN, "Дана", "ru", username="dana_editor")
    places.supergroup("Двор на Абая, 12", members=[READER_RU, READER_KK], creator=ADMIN)
    if screen is None:
        return
    screen.persona(READER_RU, {"ru": "читает по-русски", "kk": "орысша оқиды", "en": "reads Russian"})
    screen.persona(READER_KK, {"ru": "читает по-казахски", "kk": "қазақша оқиды", "en": "reads Kazakh"})
    screen.persona(ADMIN, {"ru": "администратор бота", "kk": "бот әкімшісі", "en": "the bot's admin"})


def offer_actions(sandbox: Sandbox, site: SampleSite) -> None:
    """What the visitor can make happen beside the chat."""

    async def publish_next() -> str | None:
        return site.publish_next()

    sandbox.add_action(
        "publish-next",
        {
            "ru": "Опубликовать следующую статью",
            "kk": "Келесі мақаланы жариялау",
            "en": "Publish the next article",
        },
        publish_next,
    )


def _announce(page: str) -> None:
    console = Console()
    console.print(f"\n  Aimaq is running. Open [bold]{page}[/bold] in a browser and press Start.")
    console.print("  Ctrl-C ends it; nothing is kept.\n")
