"""A source, a client for it and an intake, with time driven by hand."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass, field

import pytest

from bot.config import IngestConfig
from bot.fetch.entry import Limits
from bot.fetch.http import Web, WebSettings
from bot.jobs.backfill import Backfill
from bot.jobs.ingest import Ingest, PollReport
from bot.jobs.intake import Intake
from bot.jobs.sharing import Turns
from bot.metrics import Metrics
from bot.models import Source, StoryFilter
from bot.store import Store
from tests.e2e.newsstand import HandClock
from tests.fetch.wordpress_site import Site

PAGE = 10
"""Posts on a page of REST; a hundred in life."""


@dataclass
class Desk:
    """The part of the bot that reads sources."""

    store: Store
    web: Web
    site: Site
    clock: HandClock = field(default_factory=HandClock)
    told: list[int] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.metrics = Metrics()
        turns = Turns(self.store, self.clock, "test")
        self.intake = Intake(self.store, self.clock, self.metrics, IngestConfig(), self.told.extend, turns=turns)
        self.ingest = Ingest(self.store, self.web, self.clock, self.metrics, self.intake, Limits())
        self.backfill = Backfill(self.store, self.web, self.clock, self.intake, Limits(), per_page=PAGE)

    async def source(self, name: str = "dala") -> Source:
        source = await self.store.source(name)
        assert source
        return source

    async def poll(self, *, after_minutes: float = 10, force_full: bool = False) -> PollReport:
        self.clock.pass_time(minutes=after_minutes)
        return await self.ingest.poll(await self.source(), force_full=force_full)

    async def titles(self, *, silent: bool = True) -> list[str]:
        page = await self.store.find(StoryFilter(include_silent=silent), limit=1000, now=self.clock.now())
        return sorted(edition.title for story in page.stories for edition in story.editions)


@pytest.fixture
async def desk(sqlite_url: str) -> AsyncIterator[Desk]:
    clock = HandClock()
    store = await Store.open(sqlite_url)
    settings = WebSettings(allow_private_hosts=True, timeout_seconds=5)
    async with Web(settings, clock) as web, Site(now=clock.now) as site:
        await store.add_source(Source("dala", site.feed_url, origin="chat"), clock.now())
        yield Desk(store, web, site, clock)
    await store.close()
