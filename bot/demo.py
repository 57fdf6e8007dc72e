"""``aimaq demo``: a stand-in for Telegram, a sample news site and the whole bot, for a visitor without a token."""

from __future__ import annotations

import asyncio
import errno
import re
import signal
import tempfile
from collections.abc import AsyncIterator, Callable, MutableMapping
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from pydantic import SecretStr
from rich.console import Console
from rich.status import Status

from bot import logs
from bot.app import run_until
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
from bot.models import LANGUAGES
from bot.newsroom import newsroom
from bot.sandbox import TOKEN, Sandbox
from bot.sandbox.site import SampleSite
from bot.texts import texts

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
    """Everything around the bot: its settings, the stand-in for Telegram, the news site, the clock."""

    config: Config
    sandbox: Sandbox
    site: SampleSite | None
    clock: ShiftedClock

    @property
    def page_url(self) -> str:
        return self.sandbox.page_url

    async def run(self, stop: asyncio.Event, ready: Callable[[], None] | None = None) -> None:
        """The bot itself, until ``stop``."""
        await run_until(self.config, stop, clock=self.clock, ready=ready)


@asynccontextmanager
async def stage(*, port: int = 0, feeds: tuple[str, ...] = ()) -> AsyncIterator[Demo]:
    """Set up all that a demo needs and read the archive of the sample site; the bot is not running yet."""
    clock = ShiftedClock()
    async with AsyncExitStack() as stack:
        folder = stack.enter_context(tempfile.TemporaryDirectory(prefix="aimaq-demo-"))
        sandbox = await open_sandbox(port, clock)
        stack.push_async_callback(sandbox.stop)
        logs.configure("info", "console", quiet=True, listener=Narrator(sandbox.add_event))
        introduce_people(sandbox)
        site = None
        sources = [source_of(feed) for feed in feeds]
        if not feeds:
            site = await SampleSite.start(now=clock.now)
            stack.push_async_callback(site.stop)
            sources = sample_sources(site)
        config = demo_config(sandbox, sources, Path(folder))
        if site is not None:
            await read_archive(config, clock)
        offer_actions(sandbox, site, clock)
        yield Demo(config, sandbox, site, clock)


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
    screen.persona(READER_RU, {"ru": "читает по-русски", "kk": "орысша оқиды", "en": "reads Russian"})
    screen.persona(READER_KK, {"ru": "читает по-казахски", "kk": "қазақша оқиды", "en": "reads Kazakh"})
    screen.persona(ADMIN, {"ru": "администратор бота", "kk": "бот әкімшісі", "en": "the bot's admin"})


def offer_actions(sandbox: Sandbox, site: SampleSite | None, clock: ShiftedClock) -> None:
    """What the visitor can make happen beside the chat."""

    async def tomorrow() -> str | None:
        """To ten seconds before eight in the morning, when most digests are due."""
        local = clock.now().astimezone(ZoneInfo("Asia/Almaty"))
        eight = local.replace(hour=7, minute=59, second=50, microsecond=0)
        clock.shift += (eight if local < eight else eight + timedelta(days=1)) - local
        return f"{clock.now().astimezone(ZoneInfo('Asia/Almaty')):%d.%m %H:%M}"

    async def break_network() -> str | None:
        """Half a minute in which answers are lost after Telegram has taken the message."""
        sandbox.faults.add("lost_after", methods=["sendMessage"], seconds=20, count=3)
        return None

    if site is not None:
        _offer_site(sandbox, site)
    morning = {"ru": "Перевести часы на утро, 08:00", "kk": "Сағатты таңғы 08:00-ге жылжыту"}
    sandbox.add_action("tomorrow", morning | {"en": "Jump to the next morning, 08:00"}, tomorrow)
    cut = {"ru": "Оборвать связь с Telegram", "kk": "Telegram-мен байланысты үзу", "en": "Break the line to Telegram"}
    sandbox.add_action("break", cut, break_network)


def _offer_site(sandbox: Sandbox, site: SampleSite) -> None:
    async def publish_next() -> str | None:
        return site.publish_next()

    async def fail_site() -> str | None:
        site.fail(not site.down)
        return None

    following = {"ru": "Опубликовать следующую статью", "kk": "Келесі мақаланы жариялау"}
    sandbox.add_action("publish-next", following | {"en": "Publish the next article"}, publish_next)
    failing = {"ru": "Сломать или починить сайт", "kk": "Сайтты бұзу немесе жөндеу", "en": "Break or mend the site"}
    sandbox.add_action("fail-site", failing, fail_site)


Words = dict[str, str]
TROUBLES: dict[str, Words] = {
    "source_failing": {"ru": "Источник не отвечает", "kk": "Дереккөз жауап бермейді", "en": "A source fails"},
    "no_answer": {"ru": "Telegram не ответил", "kk": "Telegram жауап бермеді", "en": "No answer from Telegram"},
    "flood_wait": {"ru": "Telegram просит подождать", "kk": "Telegram күте тұруды сұрайды", "en": "Flood wait"},
}


class Narrator:
    """A listener of the log: tells the visitor the way of an article, from the feed to whom it reached."""

    def __init__(self, tell: Callable[[str | Words, str | Words], None]) -> None:
        self._tell = tell

    def __call__(self, _: Any, __: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
        match event.get("event"):
            case "article_stored":
                self._tell(str(event["title"]), {code: _understood(event, code) for code in LANGUAGES})
            case "planned":
                self._tell({code: _planned(event, code) for code in LANGUAGES}, "")
            case str(name) if name in TROUBLES:
                self._tell(TROUBLES[name], str(event.get("reason", event.get("seconds", ""))))
        return event


def _understood(event: MutableMapping[str, Any], language: str) -> str:
    """«main → Алматинская область; образование»."""
    t = texts(language)
    regions = ", ".join(t.region(one) for one in event["regions"]) or t.plain("country")
    topics = ", ".join(t.plain(f"topic-{one}") for one in event["topics"])
    again = {"ru": "та же новость", "kk": "сол жаңалық", "en": "the same story"}[language]
    return "; ".join(filter(None, (f"{event['source']} → {regions}", topics, again if event["joined"] else "")))


def _planned(event: MutableMapping[str, Any], language: str) -> str:
    count = event["rows"]
    if event["kind"] == "instant":
        return {"ru": f"Сразу в чаты: {count}", "kk": f"Чаттарға бірден: {count}", "en": f"Pushed at once: {count}"}[
            language
        ]
    return {"ru": f"Дайджестов: {count}", "kk": f"Шолу жіберілді: {count}", "en": f"Digests: {count}"}[language]


def _announce(console: Console, status: Status, page: str) -> None:
    status.stop()
    console.print(f"\n  Aimaq is running. Open [bold]{page}[/bold] in a browser and press Start.")
    console.print("  Ctrl-C ends it; nothing is kept.\n")
