"""A newsstand for the tests of feeds: a WordPress site, the stages of the bot, a reader who wants everything at once.

Time is driven by hand, so a day at the newsstand takes a second; everything else is real: HTTP, database, Telegram's
sandbox. What the reader got is read in his chat.
"""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from pydantic import SecretStr

from bot.analysis import search_terms
from bot.app import Service, telegram
from bot.config import Config, DatabaseConfig, NetworkConfig, SourceConfig, TelegramConfig, WebConfig
from bot.jobs.ingest import PollReport
from bot.models import Source, StoryFilter
from bot.newsroom import Newsroom, newsroom
from bot.sandbox import TOKEN, Sandbox
from bot.sandbox.site import articles
from tests.fetch.wordpress_site import Site
from tests.fetch.wordpress_theme import Post

READER, ADMIN = 4001, 4002
MORNING = datetime(2026, 11, 25, 3, 0, tzinfo=UTC)


class HandClock:
    """Time passes when the test says so, or when somebody sleeps."""

    def __init__(self, now: datetime = MORNING) -> None:
        self._now = now
        self._seconds = 0.0

    def now(self) -> datetime:
        return self._now

    def monotonic(self) -> float:
        return self._seconds

    async def sleep(self, seconds: float) -> None:
        self.pass_time(seconds=max(seconds, 0.001))  # what is due "in no time" is due then
        await asyncio.sleep(0)

    def pass_time(self, **span: float) -> None:
        self._now += timedelta(**span)
        self._seconds += timedelta(**span).total_seconds()


def texts(language: str = "ru") -> Iterator[tuple[str, str]]:
    """Titles and bodies of different events, of our own writing; none is told twice."""
    events: set[str] = set()
    for article in (*articles.published(), *articles.queue()):
        text = next((one for one in article.texts if one.language == language), None)
        if text is None or article.outlet != "main" or article.corrects or article.event in events:
            continue
        events |= {article.event} if article.event else set()
        yield text.title, text.html


def bilingual() -> tuple[str, str, str]:
    """A story that :func:`texts` comes to last: its Russian title, and title and body as qTranslate keeps them."""
    article = next(one for one in reversed(articles.published()) if len(one.texts) == 2 and one.outlet == "main")
    ru, kk = sorted(article.texts, key=lambda text: text.language, reverse=True)
    return ru.title, f"[:ru]{ru.title}[:kk]{kk.title}[:]", f"[:ru]{ru.html}[:kk]{kk.html}[:]"


@dataclass
class Newsstand:
    """``site`` publishes, :meth:`poll` lets the bot look, :meth:`received` is what lies in the reader's chat."""

    sandbox: Sandbox
    site: Site
    clock: HandClock
    room: Newsroom
    service: Service
    texts: Iterator[tuple[str, str]] = field(default_factory=texts)
    published: list[str] = field(default_factory=list)

    def publish(self, **how: Any) -> Post:
        """The next story goes online."""
        title, html = next(self.texts)
        self.published.append(title)
        return self.site.add(title, html, **how)

    async def source(self, name: str = "dala") -> Source:
        source = await self.room.store.source(name)
        assert source
        return source

    async def poll(self, *, after_minutes: float = 10, force_full: bool = False) -> PollReport:
        """Some time passes, the bot reads the feed and delivers what is due."""
        self.clock.pass_time(minutes=after_minutes)
        report = await self.room.ingest.poll(await self.source(), force_full=force_full)
        await self.deliver(report.changed_story_ids)
        return report

    async def poll_all(self) -> dict[str, PollReport]:
        """The same with all sources at once."""
        self.clock.pass_time(minutes=10)
        sources = await self.room.store.sources()
        reports = await asyncio.gather(*(self.room.ingest.poll(source) for source in sources))
        await self.deliver(tuple(story for report in reports for story in report.changed_story_ids))
        return {report.source: report for report in reports}

    async def deliver(self, changed: tuple[int, ...] = ()) -> None:
        await self.service.plan()
        await self.service.correct(changed)
        await self.service.deliverer.drain()

    async def ask(self, text: str) -> str:
        """What the bot answers to its admin."""
        people = self.sandbox.people
        typed = people.say(ADMIN, text)
        listening = asyncio.create_task(self.service.inbox.poll(asyncio.Event()))
        answer = await people.wait_message(ADMIN, after=typed, timeout=15)
        listening.cancel()
        await asyncio.wait([listening])
        assert answer
        return str(answer["text"])

    def received(self) -> list[str]:
        """The messages in the reader's chat, in order."""
        return [" ".join(str(one["text"]).split()) for one in self.sandbox.people.transcript(READER)]

    def times(self, title: str) -> int:
        return sum(" ".join(title.split()) in text for text in self.received())

    def assert_once(self, *titles: str) -> None:
        """Each of the stories (all that were published by default) came once, and nothing else came."""
        wanted = titles or tuple(self.published)
        counts = Counter({title: self.times(title) for title in wanted})
        assert set(counts.values()) <= {1}, {title: count for title, count in counts.items() if count != 1}
        assert len(self.received()) == len(wanted), self.received()

    async def finds(self, words: str) -> list[str]:
        """Titles that a search brings."""
        wanted = StoryFilter(words=search_terms(words))
        page = await self.room.store.find(wanted, limit=50, now=self.clock.now())
        return [edition.title for story in page.stories for edition in story.editions]


def settings(database_url: str, api: str, feeds: dict[str, str], **sections: Any) -> Config:
    values: dict[str, Any] = {
        "telegram": TelegramConfig(token=SecretStr(TOKEN), api_url=api, admins=(ADMIN,)),
        "database": DatabaseConfig(url=database_url),
        "sources": tuple(SourceConfig(name=name, feed_url=url) for name, url in feeds.items()),
        "network": NetworkConfig(allow_private_hosts=True, timeout_seconds=0.5),
        "web": WebConfig(port=0),
    }
    return Config(**{**values, **sections})


@asynccontextmanager
async def opened(database_url: str, *, path: str = "/feed/", old: int = 3, **sections: Any) -> AsyncIterator[Newsstand]:
    """A site with ``old`` stories that the bot has met already, and a reader who wants every new one."""
    clock = HandClock()
    async with AsyncExitStack() as stack:
        sandbox = await Sandbox.start(page=False, clock=clock.monotonic, now=lambda: clock.now().timestamp())
        stack.push_async_callback(sandbox.stop)
        site = await stack.enter_async_context(Site(now=clock.now))
        config = settings(database_url, sandbox.url, {"dala": f"{site.url}{path}"}, **sections)
        room = await stack.enter_async_context(newsroom(config, clock))
        bot = telegram(config)
        stack.push_async_callback(bot.session.close)
        stand = Newsstand(sandbox, site, clock, room, Service(room, bot))
        await _subscribe(stand)
        for number in range(old):
            stand.publish(minutes_ago=300 + number)
        stand.published.clear()
        if old:
            await stand.poll()
        yield stand


async def _subscribe(stand: Newsstand) -> None:
    stand.sandbox.places.user(READER, "Айгуль", "ru", started=True)
    stand.sandbox.places.user(ADMIN, "Дана", "ru", started=True)
    wanted = {"regions": [], "topics": [], "keywords": [], "mode": "instant"}
    row = {"chat_id": READER, "kind": "private", "language": "ru", "subscriptions": [wanted]}
    async for _, errors in stand.room.store.import_subscribers([(1, row)], stand.clock.now()):
        assert not errors
