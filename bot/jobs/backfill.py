"""The archive of a source through WordPress REST: resumable, at the pace of the web client, silent for readers.
And the nightly cross-check, which finds what a feed never showed."""

from __future__ import annotations

import json
from collections.abc import AsyncGenerator, AsyncIterator, Sequence
from contextlib import aclosing
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

import structlog

from bot.clock import Clock
from bot.errors import AimaqError, FetchError
from bot.fetch.entry import Limits
from bot.fetch.http import Web
from bot.fetch.state import FeedState
from bot.fetch.wordpress import NO_REST, PER_PAGE, ArchivePage, Question, changed_since, find_rest
from bot.fetch.wordpress import archive as posts
from bot.jobs.intake import Intake, Taken
from bot.models import RawArticle, Source
from bot.store import Store

log = structlog.get_logger()

SECOND = timedelta(seconds=1)
ASK_AGAIN = timedelta(days=7)  # whether a site without REST has it by now
FIRST_LOOK = timedelta(hours=26)  # back, for a source that was never checked
LONGEST_LOOK = timedelta(days=14)
OVERLAP = timedelta(minutes=10)  # their clock is not ours
NIGHT_PAGES = 20  # somebody's bulk edit must not become a backfill


@dataclass(frozen=True, slots=True)
class Progress:
    """After one page: posts looked at so far of those that were left to do (with a limit: new ones of so many), and
    what the page brought."""

    done: int
    total: int
    new: int
    changed: int
    broken: int = 0


class Backfill:
    """Imports archives, and finds by night what a feed never showed."""

    def __init__(
        self, store: Store, web: Web, clock: Clock, intake: Intake, limits: Limits, *, per_page: int = PER_PAGE
    ) -> None:
        self._store = store
        self._web = web
        self._clock = clock
        self._intake = intake
        self._limits = limits
        self._per_page = per_page

    async def run(
        self, source: Source, *, since: datetime | None = None, limit: int | None = None
    ) -> AsyncGenerator[Progress, None]:
        """Page by page from the oldest; what is stored stays. A later call with the same ``since`` goes on where
        this one was interrupted or had stored ``limit`` new posts.

        Raises :class:`FetchError` when the site has no REST interface or stops answering.
        """
        key = f"backfill:{source.name}"
        mark = await self._resumed(key, since)
        done = stored = 0
        async with aclosing(self._pages(source, Question(after=mark or _just_before(since), by="date"))) as pages:
            async for page in pages:
                articles = page.articles
                if limit is not None:
                    articles = (await self._unknown(source, articles))[: limit - stored]
                taken = await self._intake.take(source, articles)
                done += len(page.articles) + len(page.skipped)
                stored += taken.new + taken.broken
                if newest := max((one.published for one in articles if one.published), default=None):
                    await self._store.set_setting(key, _mark(newest, since))
                now, of = (done, max(page.total, done)) if limit is None else (stored, limit)
                yield Progress(now, of, taken.new, taken.changed, taken.broken)
                if limit is not None and stored >= limit:
                    return
        await self._store.set_setting(key, "")

    async def _unknown(self, source: Source, articles: Sequence[RawArticle]) -> tuple[RawArticle, ...]:
        known = await self._store.known(source.name, [one.guid for one in articles])
        return tuple(one for one in articles if one.guid not in known)

    async def cross_check(self, source: Source) -> Taken | None:
        """What was published or edited since the last check, whatever the feed showed of it; ``None`` where the
        site has no REST interface (which is remembered for a week).

        The feed stays the authority on the posts that it shows: REST may word them differently, and they would
        change back with its next reading. Raises :class:`FetchError`.
        """
        now = self._clock.now()
        key = f"checked:{source.name}"
        memory = _decoded(await self._store.setting(key))
        if (closed := _moment(memory, "closed")) and now - closed < ASK_AGAIN:
            return None
        since = max((_moment(memory, "checked") or now - FIRST_LOOK) - OVERLAP, now - LONGEST_LOOK)
        try:
            taken, until = await self._check(source, since)
        except FetchError as error:
            if error.kind != NO_REST:
                raise
            await self._store.set_setting(key, json.dumps({"closed": now.isoformat()}))
            return None
        await self._store.set_setting(key, json.dumps({"checked": (until or now).isoformat()}))
        return taken

    async def cross_check_all(self) -> AsyncIterator[Taken]:
        """The night's round: one source after the other, those in trouble are left alone."""
        for source in await self._store.sources():
            if source.paused or source.failing_since is not None or source.last_success_at is None:
                continue
            try:
                taken = await self.cross_check(source)
            except AimaqError as error:
                log.warning("cross_check_failed", source=source.name, reason=str(error))
                continue
            if taken and (taken.new or taken.changed):
                log.info("cross_checked", source=source.name, new=taken.new, changed=taken.changed)
                yield taken

    async def _check(self, source: Source, since: datetime) -> tuple[Taken, datetime | None]:
        """What was found, and up to which moment of editing where the rest is left for the next night."""
        taken = Taken()
        async with aclosing(self._pages(source, changed_since(since))) as pages:
            async for page in pages:
                if _ignores_the_question(page, since):
                    return await self._check_new(source, since), None
                taken += await self._intake.take(source, await self._beyond_feed(source, page.articles))
                if page.number >= NIGHT_PAGES:
                    log.warning("cross_check_cut_short", source=source.name, total=page.total)
                    return taken, max((one.updated for one in page.articles if one.updated), default=None)
        return taken, None

    async def _check_new(self, source: Source, since: datetime) -> Taken:
        """For WordPress before 5.7, which does not know ``modified_after`` and answers with everything."""
        taken = Taken()
        async with aclosing(self._pages(source, Question(after=since, by="date"))) as pages:
            async for page in pages:
                taken += await self._intake.take(source, await self._beyond_feed(source, page.articles))
        return taken

    async def _beyond_feed(self, source: Source, articles: tuple[RawArticle, ...]) -> tuple[RawArticle, ...]:
        """Posts that we do not know, and known ones that the feed does not show, or only as excerpts."""
        state = FeedState.from_json(source.reading)
        if state.seen or state.page_from is None:
            return articles
        known = await self._store.known(source.name, [one.guid for one in articles])
        page_from = state.page_from
        return tuple(one for one in articles if one.guid not in known or (one.published or page_from) < page_from)

    async def _pages(self, source: Source, question: Question) -> AsyncGenerator[ArchivePage, None]:
        rest = await find_rest(self._web, source.site_url or source.feed_url)
        by_link = FeedState.from_json(source.reading).by_link
        now = self._clock.now()
        asked = replace(question, per_page=self._per_page)
        async for page in posts(
            self._web, rest, asked, source=source.name, now=now, limits=self._limits, by_link=by_link
        ):
            yield page

    async def _resumed(self, key: str, since: datetime | None) -> datetime | None:
        """Where an interrupted run with the same beginning had come to: the second before the last stored post,
        since ``after`` is exclusive and others may have been published in the same second."""
        memory = _decoded(await self._store.setting(key))
        if memory.get("since") != (since.isoformat() if since else None):
            return None
        newest = _moment(memory, "newest")
        return newest - SECOND if newest else None


def _ignores_the_question(page: ArchivePage, since: datetime) -> bool:
    return any(one.updated and one.updated < since - OVERLAP for one in page.articles)


def _just_before(since: datetime | None) -> datetime | None:
    return since - SECOND if since else None


def _mark(newest: datetime, since: datetime | None) -> str:
    return json.dumps({"newest": newest.isoformat(), "since": since.isoformat() if since else None})


def _decoded(text: str | None) -> dict[str, Any]:
    try:
        value = json.loads(text or "{}")
    except ValueError:
        return {}
    return value if isinstance(value, dict) else {}


def _moment(memory: dict[str, Any], name: str) -> datetime | None:
    return datetime.fromisoformat(memory[name]) if memory.get(name) else None
