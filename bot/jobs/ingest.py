"""Sources are read when their time has come: each at its own interval, each on its own; one bad feed stops nobody."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any, Literal

import structlog

from bot.clock import Clock
from bot.errors import StoreError
from bot.fetch import polling, reader
from bot.fetch.entry import Limits
from bot.fetch.http import Web
from bot.fetch.reader import FetchResult
from bot.fetch.state import FeedState
from bot.jobs.illustrations import Illustrations
from bot.jobs.intake import Intake, Taken
from bot.jobs.withdrawals import Withdrawals
from bot.metrics import Metrics
from bot.models import Source
from bot.store import Store

log = structlog.get_logger()

DUE_AT_ONCE = 50
AT_ONCE = 48  # sources between being asked and being stored: what a thousand say at once waits at their end
LEASE_SECONDS = 300.0  # after so long another process may read what this one took and did not finish
HERD = 20  # so many overdue sources at a start are asked one after the other rather than together
FULL_TEXT: dict[str, Literal["auto", "feed", "page"]] = {"feed": "feed", "page": "page"}


@dataclass(frozen=True, slots=True)
class PollReport:
    """What one reading of a source brought; ``failed`` is the one line for people, empty when all went well.

    ``skipped`` entries are left out on purpose (protected, untranslated), ``broken`` ones for a fault of ours.
    """

    source: str
    title: str = ""
    new: int = 0
    changed: int = 0
    unchanged: int = 0
    skipped: int = 0
    broken: int = 0
    not_modified: bool = False
    failed: str = ""
    warnings: tuple[str, ...] = ()
    new_story_ids: tuple[int, ...] = ()
    changed_story_ids: tuple[int, ...] = ()


class Ingest:
    """Reads sources and hands what they say to the intake."""

    def __init__(
        self,
        store: Store,
        web: Web,
        clock: Clock,
        metrics: Metrics,
        intake: Intake,
        limits: Limits,
        full_texts: reader.FullTexts | None = None,
    ) -> None:
        self._store = store
        self._web = web
        self._clock = clock
        self._metrics = metrics
        self._intake = intake
        self._limits = limits
        self._full_texts = full_texts
        self._busy: set[str] = set()
        self._unwritten: dict[str, dict[str, Any]] = {}
        self._places = asyncio.Semaphore(AT_ONCE)
        self._withdrawals = Withdrawals(store, web, clock)
        self._illustrations = Illustrations(store, web, clock)

    async def spread(self) -> None:
        """After a start: sources that became overdue meanwhile are not all asked in the same second."""
        now = self._clock.now()
        overdue = await self._store.due_sources(now, 100_000)
        if len(overdue) <= HERD:
            return
        for index, source in enumerate(overdue):
            at = polling.first_poll(index, len(overdue), _bounds(source), now=now)
            await self._store.update_source(source.name, next_poll_at=at)

    async def due(self) -> tuple[Source, ...]:
        """Sources whose time has come and that are not being read already."""
        await self.flush()
        limit = DUE_AT_ONCE + len(self._busy)
        sources = await self._store.take_due_sources(self._clock.now(), limit, lease_seconds=LEASE_SECONDS)
        return tuple(source for source in sources if source.name not in self._busy)

    async def flush(self) -> None:
        """Write down the readings that brought nothing: hundreds in one transaction rather than each in its own.

        What a crash loses of them is that these sources were asked; they are asked again.
        """
        unwritten, self._unwritten = self._unwritten, {}
        try:
            await self._store.update_sources(unwritten)
        except StoreError:
            self._unwritten = unwritten | self._unwritten
            raise

    async def poll(self, source: Source, *, force_full: bool = False) -> PollReport:
        """Read one source now and write down what came of it."""
        if source.name in self._busy:
            return PollReport(source.name, failed=f"{source.name}: is being read at this moment")
        self._busy.add(source.name)
        try:
            async with self._places:
                return await self._poll(self._as_known(source), force_full=force_full)
        except StoreError as error:
            log.warning("source_not_stored", source=source.name, reason=str(error))
            await self._postpone(source)
            return PollReport(source.name, failed=f"{source.name}: {error}")
        except Exception:
            self._metrics.errors.labels("ingest").inc()
            log.exception("source_failed", source=source.name)
            await self._postpone(source)
            return PollReport(source.name, failed=f"{source.name}: an unexpected error, see the log")
        finally:
            self._busy.discard(source.name)

    async def test(self, source: Source) -> FetchResult:
        """Read a source as if for the first time and store nothing; never raises for what the site does."""

        async def known(_: Sequence[str]) -> Collection[str]:
            return ()

        return await self._read(source, FeedState(), known, force_full=True)

    def _as_known(self, source: Source) -> Source:
        """With what is not written down yet; a new address starts afresh."""
        if not source.reading:
            self._unwritten.pop(source.name, None)
        return replace(source, **self._unwritten.get(source.name, {}))

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
        taken = await self._intake.take(source, await self._illustrations.add(source, result.articles))
        await self._write_down(source, result, now, taken)
        whole = not (result.problem or result.not_modified or result.first_contact)
        withdrawn = await self._withdrawals.look(source, result.articles) if whole else ()
        outcome = result.problem.kind if result.problem else "not-modified" if result.not_modified else "read"
        self._metrics.fetches.labels(source.name, outcome).inc()
        if result.problem:
            log.warning("source_failing", source=source.name, reason=str(result.problem))
        report = _report(source, result, taken)
        return replace(report, changed_story_ids=(*report.changed_story_ids, *withdrawn))

    async def _write_down(self, source: Source, result: FetchResult, now: datetime, taken: Taken) -> None:
        state, problem = result.state, result.problem
        if taken.broken:  # what could not be stored must not hide behind a 304
            state = replace(state, etag="", last_modified="")
        experience = polling.Experience(
            state.failures, state.gap_seconds, result.hints.retry_after, result.hints.ttl, result.hints.max_age
        )
        next_poll_at = polling.next_poll(experience, _bounds(source), now=now, random=random.random())
        changes: dict[str, Any] = {
            "reading": state.to_json(),
            "next_poll_at": next_poll_at,
            "interval_seconds": (next_poll_at - now).total_seconds(),
            "last_attempt_at": now,
            "failures": state.failures,
            "failing_since": state.failing_since,
            "error_kind": problem.kind if problem else None,
            "error": str(problem) if problem else None,
        }
        if not problem:
            changes["last_success_at"] = now
        if taken.new:
            changes["last_article_at"] = now
        if result.title and not source.title:
            changes["title"] = result.title
        if result.not_modified and not source.failures:
            self._unwritten[source.name] = changes
        else:
            self._unwritten.pop(source.name, None)
            await self._store.update_source(source.name, **changes)

    async def _postpone(self, source: Source) -> None:
        """After an error of our own: come back later rather than at once."""
        pause = timedelta(seconds=max(60, source.poll_seconds))
        try:
            await self._store.update_source(source.name, next_poll_at=self._clock.now() + pause)
        except StoreError as error:
            log.warning("source_not_postponed", source=source.name, reason=str(error))


def _bounds(source: Source) -> polling.Bounds:
    return polling.Bounds(source.poll_seconds, max(source.poll_seconds, source.max_poll_seconds))


def _report(source: Source, result: FetchResult, taken: Taken) -> PollReport:
    left_out = (f"{taken.broken} could not be understood or stored, see the log",) if taken.broken else ()
    return PollReport(
        source=source.name,
        title=result.title,
        new=taken.new,
        changed=taken.changed,
        unchanged=taken.unchanged,
        skipped=len(result.skipped),
        broken=taken.broken,
        not_modified=result.not_modified,
        failed=str(result.problem or ""),
        warnings=(*result.warnings, *left_out, *(skip.reason for skip in result.skipped)),
        new_story_ids=taken.new_story_ids,
        changed_story_ids=taken.changed_story_ids,
    )
