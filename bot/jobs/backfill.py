"""The archive of a source through WordPress REST: resumable, at the pace of the web client, silent for readers."""

from __future__ import annotations

import json
import re
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import structlog

from bot.clock import Clock
from bot.fetch.entry import Limits
from bot.fetch.http import Web
from bot.fetch.wordpress import Question, changed_since, find_rest
from bot.fetch.wordpress import archive as posts
from bot.jobs.ingest import Ingest, PollReport
from bot.models import Source
from bot.store import Store

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Progress:
    """After one page: posts looked at so far, of how many, and what the page brought."""

    done: int
    total: int
    new: int
    changed: int


class Backfill:
    """Imports archives, and finds by night what a feed never showed."""

    def __init__(self, store: Store, web: Web, clock: Clock, ingest: Ingest, limits: Limits) -> None:
        self._store = store
        self._web = web
        self._clock = clock
        self._ingest = ingest
        self._limits = limits

    async def run(
        self, source: Source, *, since: datetime | None = None, limit: int | None = None
    ) -> AsyncIterator[Progress]:
        """Page by page from the oldest; what is stored stays, a later call goes on where this one was interrupted.

        Raises :class:`FetchError` when the site has no REST interface or stops answering.
        """
        key = f"backfill:{source.name}"
        mark = await self._resumed(key, since)
        question = Question(after=mark or since, by="date")
        async for progress in self._import(source, question, limit, key=key, since=since, archive=True):
            yield progress
        await self._store.set_setting(key, "")

    async def cross_check(self, source: Source, since: datetime) -> PollReport:
        """Everything that was published or edited after ``since``, whatever the feed showed of it."""
        report = PollReport(source.name)
        async for progress in self._import(source, changed_since(since), None):
            report = PollReport(source.name, new=report.new + progress.new, changed=report.changed + progress.changed)
        return report

    async def _import(
        self,
        source: Source,
        question: Question,
        limit: int | None,
        *,
        key: str = "",
        since: datetime | None = None,
        archive: bool = False,
    ) -> AsyncIterator[Progress]:
        rest = await find_rest(self._web, source.site_url or home_of(source.feed_url))
        done = 0
        async for page in posts(
            self._web, rest, question, source=source.name, now=self._clock.now(), limits=self._limits
        ):
            articles = page.articles[: limit - done] if limit is not None else page.articles
            report = await self._ingest.store(source, articles, first_contact=archive)
            done += len(page.articles) + len(page.skipped)
            newest = max((one.published for one in articles if one.published), default=None)
            if key and newest:
                await self._store.set_setting(key, json.dumps(_mark(newest, since)))
            yield Progress(min(done, page.total), page.total, report.new, report.changed)
            if limit is not None and done >= limit:
                return

    async def _resumed(self, key: str, since: datetime | None) -> datetime | None:
        """Where an interrupted run with the same beginning had come to."""
        try:
            mark: dict[str, Any] = json.loads(await self._store.setting(key) or "{}")
        except ValueError:
            return None
        if not mark or mark.get("since") != (since.isoformat() if since else None):
            return None
        return datetime.fromisoformat(mark["newest"])


def home_of(feed_url: str) -> str:
    """The site's own address, as a WordPress feed's address tells it: what stands before ``/feed``."""
    return re.sub(r"/feed(?:/.*)?$|\?.*$", "/", feed_url)


def _mark(newest: datetime, since: datetime | None) -> dict[str, Any]:
    return {"newest": newest.isoformat(), "since": since.isoformat() if since else None}
