"""One reading of one source: what to ask, how far to page, what to believe.

Whatever the server answers, :func:`read_source` returns a result and a next state; a bad answer never means that
anything was deleted, and never loses what is known.
"""

from __future__ import annotations

import asyncio
import re
from collections.abc import Awaitable, Callable, Collection, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from http import HTTPStatus
from typing import Literal, Protocol
from urllib.parse import parse_qsl, urlencode, urlsplit

from bot.errors import FetchError
from bot.fetch.entry import Limits, Skip
from bot.fetch.feed import Feed, parse_feed
from bot.fetch.http import Response, Web
from bot.fetch.polling import posting_gap
from bot.fetch.state import FeedState
from bot.models import RawArticle

Known = Callable[[Sequence[str]], Awaitable[Collection[str]]]
"""Which of these guids of the source are stored already; one question per page of the feed."""

FULL_READ_EVERY = 12
"""Readings; a post that a late cron publishes under an old date hides behind a 304 until something else changes."""
FULL_READ_AFTER = timedelta(hours=2)
_MAX_PAGES = 20
_PAGING_MARGIN = timedelta(hours=2)
_CLOCK_AHEAD = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Source:
    """A feed as the reader needs to know it. ``full_text``: whether articles are completed from their pages."""

    name: str
    feed_url: str
    full_text: Literal["auto", "feed", "page"] = "auto"


@dataclass(frozen=True, slots=True)
class Hints:
    """What the server says about asking again, in seconds; ``None`` where it says nothing."""

    retry_after: float | None = None
    ttl: float | None = None
    max_age: float | None = None


@dataclass(frozen=True, slots=True)
class FetchResult:
    """One reading. ``articles`` are all that the pages read hold, new, changed or as before, newest first;
    ``problem`` is set when the reading failed, ``warnings`` when it served but something was wrong.

    ``first_contact``: the source was never read before, its articles are stored and searchable but not news.
    """

    state: FeedState
    articles: tuple[RawArticle, ...] = ()
    not_modified: bool = False
    first_contact: bool = False
    pages: int = 0
    title: str = ""
    skipped: tuple[Skip, ...] = ()
    problem: FetchError | None = None
    warnings: tuple[str, ...] = ()
    hints: Hints = field(default_factory=Hints)


class FullTexts(Protocol):
    """Completes articles from their pages (see :mod:`.page`)."""

    async def complete(
        self, source: Source, state: FeedState, articles: Sequence[RawArticle], known: Collection[str], now: datetime
    ) -> tuple[tuple[RawArticle, ...], FeedState]: ...


async def read_source(
    web: Web,
    source: Source,
    state: FeedState,
    *,
    known: Known,
    now: datetime,
    limits: Limits | None = None,
    full_texts: FullTexts | None = None,
    force_full: bool = False,
) -> FetchResult:
    """Ask ``source`` once; ``force_full`` leaves the validators out. Never raises :class:`FetchError`."""
    reading = _Reading(web, source, state, known, now, limits or Limits(), full_texts)
    try:
        return await reading.run(unconditional=force_full or _is_full_read_due(state, now))
    except FetchError as error:
        named = _naming(error, source)
        hints = Hints(retry_after=error.retry_after)
        return FetchResult(state.failed(str(named), now), problem=named, hints=hints)


def page_address(feed_url: str, page: int) -> str:
    """WordPress's address of an older page of a feed (the first is page 1)."""
    parts = urlsplit(feed_url)
    query = [(name, value) for name, value in parse_qsl(parts.query, keep_blank_values=True) if name != "paged"]
    return parts._replace(query=urlencode([*query, ("paged", str(page))])).geturl()


@dataclass(slots=True)
class _Reading:
    """The steps of one reading; ``run`` tells their order."""

    web: Web
    source: Source
    state: FeedState
    known: Known
    now: datetime
    limits: Limits
    full_texts: FullTexts | None
    warnings: list[str] = field(default_factory=list)

    async def run(self, *, unconditional: bool) -> FetchResult:
        async with self.web.readings:
            answer = await self._ask(unconditional)
            answer.raise_for_status()
            if answer.status == HTTPStatus.NOT_MODIFIED:
                return self._not_modified(answer)
            feed = await self._parse(answer)
        if not feed.entries:
            raise FetchError(
                "not-a-feed", f"{answer.host}: the feed has no entries; is {_path(answer.url)} its address?"
            )
        stored = set(await self.known([article.guid for article in feed.articles]))
        pages = 1
        articles = self._believed(feed, stored)
        if not self.state.is_new and not feed.ill_formed and not self._is_older_copy(feed):
            older, older_stored, pages = await self._older_pages(feed, stored)
            articles += older
            stored |= older_stored
        state = self._next_state(answer, feed)
        if self.full_texts:
            articles, state = await self.full_texts.complete(self.source, state, articles, stored, self.now)
        return self._result(answer, feed, articles, state, pages)

    async def _ask(self, unconditional: bool) -> Response:
        etag, modified = ("", "") if unconditional else (self.state.etag, self.state.last_modified)
        return await self.web.get(self.source.feed_url, etag=etag, modified=modified)

    async def _parse(self, answer: Response) -> Feed:
        """In a thread: feedparser takes about a millisecond per entry, too long for the event loop."""
        return await asyncio.to_thread(
            parse_feed,
            answer.body,
            answer.headers,
            source=self.source.name,
            url=answer.url,
            now=self.now,
            limits=self.limits,
        )

    def _not_modified(self, answer: Response) -> FetchResult:
        state = replace(self.state.healed(self.now), conditional_reads=self.state.conditional_reads + 1)
        return FetchResult(state, not_modified=True, hints=_hints(answer))

    def _is_older_copy(self, feed: Feed) -> bool:
        """A caching plugin answered with a copy from before what we have read already."""
        return bool(feed.built and self.state.built_at and feed.built < self.state.built_at)

    def _believed(self, feed: Feed, stored: Collection[str]) -> tuple[RawArticle, ...]:
        """An older copy would undo edits: of it only posts that we do not know are taken."""
        if not self._is_older_copy(feed):
            return feed.articles
        self.warnings.append("an older copy of the feed was served")
        return tuple(article for article in feed.articles if article.guid not in stored)

    async def _older_pages(self, feed: Feed, stored: Collection[str]) -> tuple[tuple[RawArticle, ...], set[str], int]:
        """Pages 2, 3 … until one ends with a post that is known or was there at the last reading."""
        met = {article.guid for article in feed.articles}
        found: list[RawArticle] = []
        found_stored: set[str] = set()
        page, last = 1, feed
        while self._goes_on(last, {*stored, *found_stored}) and page < _MAX_PAGES and len(met) < self.limits.max_items:
            older = await self._page(page + 1)
            fresh = [article for article in older.articles if article.guid not in met] if older else []
            if not older or not fresh:
                break  # past the end, or a server that knows no pages and repeats the first
            page, last = page + 1, older
            met.update(article.guid for article in fresh)
            found_stored |= set(await self.known([article.guid for article in fresh]))
            found += fresh
        return tuple(found), found_stored, page

    def _goes_on(self, feed: Feed, stored: Collection[str]) -> bool:
        if not feed.articles or all(article.guid in stored for article in feed.articles):
            return False
        oldest = feed.articles[-1]
        seen_then = self.state.read_at or self.now
        was_there = oldest.published is not None and oldest.published < seen_then - _PAGING_MARGIN
        return oldest.guid not in stored and not was_there

    async def _page(self, page: int) -> Feed | None:
        """An older page, or ``None`` past the end (404 with an empty feed) and on any trouble: the newest page was
        read, and what a missing older one holds is found by the nightly cross-check."""
        try:
            answer = await self.web.get(page_address(self.source.feed_url, page))
            if answer.status == HTTPStatus.NOT_FOUND:
                return None
            answer.raise_for_status()
            return await self._parse(answer)
        except FetchError as error:
            self.warnings.append(f"page {page} could not be read: {error}")
            return None

    def _next_state(self, answer: Response, feed: Feed) -> FeedState:
        """Validators of half a feed or an older copy are not kept: with those of the last good answer the server
        tells us of everything since."""
        doubtful = feed.ill_formed or self._is_older_copy(feed)
        built = feed.built if feed.built and feed.built < self.now + _CLOCK_AHEAD else None
        return replace(
            self.state.healed(self.now),
            etag=self.state.etag if doubtful else answer.etag[:500],
            last_modified=self.state.last_modified if doubtful else answer.last_modified[:100],
            full_read_at=self.now,
            conditional_reads=0,
            built_at=max(filter(None, (built, self.state.built_at)), default=None),
            page_from=min((a.published for a in feed.articles if a.published), default=None),
            by_link=feed.has_links_only,
            gap_seconds=posting_gap([a.published for a in feed.articles if a.published]) or self.state.gap_seconds,
        )

    def _result(
        self, answer: Response, feed: Feed, articles: tuple[RawArticle, ...], state: FeedState, pages: int
    ) -> FetchResult:
        if feed.ill_formed:
            self.warnings.append("the feed is broken or ended early; its whole entries were taken")
        return FetchResult(
            state=state,
            articles=articles,
            first_contact=self.state.is_new,
            pages=pages,
            title=feed.title,
            skipped=feed.skipped,
            warnings=tuple(self.warnings),
            hints=_hints(answer, feed.ttl_seconds),
        )


def _is_full_read_due(state: FeedState, now: datetime) -> bool:
    since = now - state.full_read_at if state.full_read_at else FULL_READ_AFTER
    return state.conditional_reads >= FULL_READ_EVERY - 1 or since >= FULL_READ_AFTER


def _hints(answer: Response, ttl: int | None = None) -> Hints:
    found = re.search(r"(?<![\w-])max-age=(\d{1,9})", answer.headers.get("cache-control", ""))
    max_age = float(found[1]) if found and "no-cache" not in answer.headers["cache-control"] else None
    return Hints(retry_after=answer.retry_after, ttl=ttl, max_age=max_age)


def _naming(error: FetchError, source: Source) -> FetchError:
    """The same error with the source in front of its one line."""
    text_args = {**error.text_args, "source": source.name}
    return FetchError(error.kind, f"{source.name}: {error}", retry_after=error.retry_after, **text_args)


def _path(url: str) -> str:
    return urlsplit(url).path or "/"
