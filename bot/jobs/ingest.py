"""A source is read, its new and changed articles are understood and stored. One bad article or feed stops nobody."""

from __future__ import annotations

import asyncio
import hashlib
import random
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any, Literal

import structlog

from bot.analysis import analyse, bands, same_event
from bot.clock import Clock
from bot.config import IngestConfig
from bot.errors import StoreError
from bot.fetch import polling, reader
from bot.fetch.entry import Limits
from bot.fetch.http import Web
from bot.fetch.reader import FetchResult
from bot.fetch.state import FeedState
from bot.metrics import Metrics
from bot.models import Analysis, Incoming, IngestResult, RawArticle, Source
from bot.store import Store

log = structlog.get_logger()

DUE_AT_ONCE = 50
CHUNK = 10  # articles analysed in one go in a thread, about 80 ms
SAME_EVENT_DAYS = 3
FULL_TEXT: dict[str, Literal["auto", "feed", "page"]] = {"feed": "feed", "page": "page"}


@dataclass(frozen=True, slots=True)
class PollReport:
    """What one reading of a source brought; ``failed`` is the one line for people, empty when all went well."""

    source: str
    title: str = ""
    new: int = 0
    changed: int = 0
    unchanged: int = 0
    skipped: int = 0
    not_modified: bool = False
    failed: str = ""
    warnings: tuple[str, ...] = ()
    changed_story_ids: tuple[int, ...] = ()


def fingerprint(raw: RawArticle) -> str:
    """Changes exactly when a reader could see a change."""
    digest = hashlib.sha256()
    for part in (raw.url, raw.image or "", *(x for e in raw.editions for x in (e.language or "", e.title, e.html))):
        digest.update(part.encode("utf-8", "surrogatepass") + b"\0")
    return digest.hexdigest()


class Ingest:
    """Reads sources; each at its own interval, each on its own."""

    def __init__(
        self,
        store: Store,
        web: Web,
        clock: Clock,
        metrics: Metrics,
        settings: IngestConfig,
        limits: Limits,
        full_texts: reader.FullTexts | None = None,
    ) -> None:
        self._store = store
        self._web = web
        self._clock = clock
        self._metrics = metrics
        self._settings = settings
        self._limits = limits
        self._full_texts = full_texts
        self._busy: set[str] = set()

    async def due(self) -> tuple[Source, ...]:
        """Sources whose time has come and that are not being read already."""
        sources = await self._store.due_sources(self._clock.now(), DUE_AT_ONCE + len(self._busy))
        return tuple(source for source in sources if source.name not in self._busy)

    async def poll(self, source: Source, *, force_full: bool = False) -> PollReport:
        """Read one source now and write down what came of it."""
        if source.name in self._busy:
            return PollReport(source.name, failed=f"{source.name}: is being read at this moment")
        self._busy.add(source.name)
        try:
            return await self._poll(source, force_full=force_full)
        except StoreError as error:
            log.warning("source_not_stored", source=source.name, reason=str(error))
            return PollReport(source.name, failed=f"{source.name}: {error}")
        except Exception:
            self._metrics.errors.labels("ingest").inc()
            log.exception("source_failed", source=source.name)
            await self._postpone(source)
            return PollReport(source.name, failed=f"{source.name}: an unexpected error, see the log")
        finally:
            self._busy.discard(source.name)

    async def store(self, source: Source, articles: Sequence[RawArticle], *, first_contact: bool) -> PollReport:
        """Analyse and store articles that may be new; the oldest first, so that the newest get the highest seq."""
        now = self._clock.now()
        known = await self._store.known(source.name, [raw.guid for raw in articles])
        wanted = [raw for raw in articles if known.get(raw.guid) != fingerprint(raw)]
        wanted.sort(key=lambda raw: raw.published or now)
        report = PollReport(source.name, unchanged=len(articles) - len(wanted))
        for start in range(0, len(wanted), CHUNK):
            chunk = wanted[start : start + CHUNK]
            analysed = await asyncio.to_thread(self._analyse_all, chunk, source, now)
            for raw, analyses in zip(chunk, analysed, strict=True):
                report = await self._store_one(source, raw, analyses, report, first_contact=first_contact)
        return report

    async def test(self, source: Source) -> FetchResult:
        """Read a source as if for the first time and store nothing; never raises for what the site does."""

        async def known(_: Sequence[str]) -> Collection[str]:
            return ()

        return await self._read(source, FeedState(), known, force_full=True)

    async def _read(self, source: Source, state: FeedState, known: reader.Known, *, force_full: bool) -> FetchResult:
        return await reader.read_source(
            self._web,
            reader.Source(source.name, source.feed_url, FULL_TEXT.get(source.full_text, "auto")),
            state,
            known=known,
            now=self._clock.now(),
            limits=self._limits,
            full_texts=self._full_texts,
            force_full=force_full,
        )

    async def _poll(self, source: Source, *, force_full: bool) -> PollReport:
        now = self._clock.now()

        async def known(guids: Sequence[str]) -> Collection[str]:
            return await self._store.known(source.name, guids)

        result = await self._read(source, FeedState.from_json(source.reading), known, force_full=force_full)
        report = await self.store(source, result.articles, first_contact=result.first_contact)
        await self._write_down(source, result, now, news=bool(report.new))
        outcome = result.problem.kind if result.problem else "not-modified" if result.not_modified else "read"
        self._metrics.fetches.labels(source.name, outcome).inc()
        if result.problem:
            log.warning("source_failing", source=source.name, reason=str(result.problem))
        return replace(
            report,
            title=result.title,
            skipped=len(result.skipped),
            not_modified=result.not_modified,
            failed=str(result.problem or ""),
            warnings=(*result.warnings, *(f"{skip.reason}" for skip in result.skipped)),
        )

    async def _store_one(
        self,
        source: Source,
        raw: RawArticle,
        analyses: tuple[Analysis, ...],
        report: PollReport,
        *,
        first_contact: bool,
    ) -> PollReport:
        now = self._clock.now()
        incoming = Incoming(
            raw=raw,
            analyses=analyses,
            fingerprint=fingerprint(raw),
            story_id=await self._same_story(raw, analyses, now),
            silent=self._is_old(raw, now, first_contact=first_contact),
            held=source.approval,
        )
        result = await self._store.ingest([incoming], now)
        _tell(incoming, result)
        self._metrics.articles.labels(source.name, "new").inc(result.new)
        self._metrics.articles.labels(source.name, "changed").inc(result.changed)
        return replace(
            report,
            new=report.new + result.new,
            changed=report.changed + result.changed,
            changed_story_ids=report.changed_story_ids + result.changed_story_ids,
        )

    def _analyse_all(self, chunk: Sequence[RawArticle], source: Source, now: datetime) -> list[tuple[Analysis, ...]]:
        return [self._analyses(raw, source, now) for raw in chunk]

    def _analyses(self, raw: RawArticle, source: Source, now: datetime) -> tuple[Analysis, ...]:
        return tuple(
            analyse(
                edition,
                published=raw.published or now,
                categories=raw.categories,
                source_title=source.title,
                default_region=source.default_region,
            )
            for edition in raw.editions
        )

    async def _same_story(self, raw: RawArticle, analyses: Sequence[Analysis], now: datetime) -> int | None:
        """The stored story that tells the same event, if any; the closest where there are several."""
        published = raw.published or now
        reach = timedelta(days=SAME_EVENT_DAYS)
        candidates = await self._store.candidates(
            analyses,
            bands=[band for analysis in analyses for band in bands(analysis.signature)],
            since=published - reach,
            until=published + reach,
        )
        best, story_id = 0.0, None
        for candidate in candidates:
            hours = abs((published - candidate.published).total_seconds()) / 3600
            for analysis in analyses:
                match = same_event(analysis, candidate.analysis, hours_apart=hours)
                if match.same and match.score > best:
                    best, story_id = match.score, candidate.story_id
        return story_id

    def _is_old(self, raw: RawArticle, now: datetime, *, first_contact: bool) -> bool:
        hours = self._settings.first_contact_hours if first_contact else self._settings.news_hours
        return raw.published is not None and now - raw.published >= timedelta(hours=hours)

    async def _write_down(self, source: Source, result: FetchResult, now: datetime, *, news: bool) -> None:
        state, problem = result.state, result.problem
        experience = polling.Experience(
            state.failures, state.gap_seconds, result.hints.retry_after, result.hints.ttl, result.hints.max_age
        )
        bounds = polling.Bounds(source.poll_seconds, max(source.poll_seconds, source.max_poll_seconds))
        changes: dict[str, Any] = {
            "reading": state.to_json(),
            "next_poll_at": polling.next_poll(experience, bounds, now=now, random=random.random()),
            "last_attempt_at": now,
            "failures": state.failures,
            "failing_since": state.failing_since,
            "error_kind": problem.kind if problem else None,
            "error": str(problem) if problem else None,
        }
        if not problem:
            changes["last_success_at"] = now
        if news:
            changes["last_article_at"] = now
        if result.title and not source.title:
            changes["title"] = result.title
        await self._store.update_source(source.name, **changes)

    async def _postpone(self, source: Source) -> None:
        """After an error of our own: come back later rather than at once."""
        pause = timedelta(seconds=max(60, source.poll_seconds))
        try:
            await self._store.update_source(source.name, next_poll_at=self._clock.now() + pause)
        except StoreError as error:
            log.warning("source_not_postponed", source=source.name, reason=str(error))


def _tell(incoming: Incoming, result: IngestResult) -> None:
    """One line on each article that came or changed: what it was understood to be."""
    if not (result.new or result.changed):
        return
    first = incoming.analyses[0]
    log.info(
        "article_stored",
        source=incoming.raw.source,
        title=first.title,
        languages=[analysis.language for analysis in incoming.analyses],
        regions=[label.id for label in first.regions],
        topics=[label.id for label in first.topics],
        joined=incoming.story_id,
        changed=bool(result.changed),
    )
