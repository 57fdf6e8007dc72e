"""A site, a client for it, and a reader that remembers like the store does."""

from __future__ import annotations

from collections.abc import AsyncIterator, Collection, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import pytest

from bot.clock import SystemClock
from bot.fetch.http import Web, WebSettings
from bot.fetch.page import PageReader
from bot.fetch.reader import FetchResult, Source, read_source
from bot.fetch.robots import Robots
from bot.fetch.state import FeedState
from bot.models import RawArticle
from tests.fetch.wordpress_site import Site


@dataclass
class Hands:
    """A clock that the test moves; the site and the reader share it."""

    now: datetime = datetime(2026, 11, 25, 6, 0, tzinfo=UTC)

    def pass_time(self, **span: float) -> None:
        self.now += timedelta(**span)


@dataclass
class Reader:
    """Reads one source again and again. ``stored`` is what the store would hold, ``delivered`` the guids that an
    instant subscriber would have received: every article that was new and not of the first contact."""

    web: Web
    source: Source
    hands: Hands
    pages: PageReader | None = None
    state: FeedState = field(default_factory=FeedState)
    stored: dict[str, RawArticle] = field(default_factory=dict)
    delivered: list[str] = field(default_factory=list)
    edits: list[str] = field(default_factory=list)

    async def known(self, guids: Sequence[str]) -> Collection[str]:
        return {guid for guid in guids if guid in self.stored}

    async def poll(self, *, after_minutes: float = 10, force_full: bool = False) -> FetchResult:
        self.hands.pass_time(minutes=after_minutes)
        result = await read_source(
            self.web,
            self.source,
            self.state,
            known=self.known,
            now=self.hands.now,
            full_texts=self.pages,
            force_full=force_full,
        )
        self.state = FeedState.from_json(result.state.to_json())
        for article in result.articles:
            before = self.stored.get(article.guid)
            if before is None and not result.first_contact:
                self.delivered.append(article.guid)
            elif before is not None and before.editions != article.editions:
                self.edits.append(article.guid)
            self.stored[article.guid] = article
        return result

    def titles(self) -> list[str]:
        return [edition.title for article in self.stored.values() for edition in article.editions]

    def delivered_titles(self) -> list[str]:
        return [self.stored[guid].editions[0].title for guid in self.delivered]


@pytest.fixture
def hands() -> Hands:
    return Hands()


@pytest.fixture
async def site(hands: Hands) -> AsyncIterator[Site]:
    async with Site(now=lambda: hands.now) as site:
        for number in range(3):
            site.add(f"Старая новость {number}", minutes_ago=300 + number)
        yield site


@pytest.fixture
async def web() -> AsyncIterator[Web]:
    settings = WebSettings(
        allow_private_hosts=True, spacing_seconds=0, timeout_seconds=20, contact="https://aimaq.test"
    )
    async with Web(settings, SystemClock()) as web:
        yield web


@pytest.fixture
async def hasty_web() -> AsyncIterator[Web]:
    settings = WebSettings(allow_private_hosts=True, spacing_seconds=0, timeout_seconds=0.3)
    async with Web(settings, SystemClock()) as web:
        yield web


@pytest.fixture
def reader(site: Site, web: Web, hands: Hands) -> Reader:
    return Reader(web, Source("dala", site.feed_url), hands)


@pytest.fixture
def page_reader(reader: Reader, web: Web) -> Reader:
    reader.pages = PageReader(web, Robots(web))
    return reader
