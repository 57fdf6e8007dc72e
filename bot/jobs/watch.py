"""What there is to see of a running program, read at one moment: for alerts and for the gauges of `/metrics`."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from bot.clock import Clock
from bot.jobs.overview import Space
from bot.metrics import Metrics
from bot.models import Source
from bot.pace import Pace
from bot.store import ErrorRecord, Late, Store

BACKUP = "backup"
RENEWAL = "renewal"
"""The settings that hold how the last nightly backup ended, and the last reading of sources and vocabularies while
running, as JSON: ``{"at", "error"}``."""
RECENT_ERRORS = timedelta(hours=24)


@dataclass(frozen=True, slots=True)
class Attempt:
    """How the last one ended; ``error`` is empty when all went well."""

    at: datetime
    error: str = ""


@dataclass(frozen=True, slots=True)
class Observed:
    """``paused`` seconds for which Telegram holds up everything; ``slowed``: the pace has not recovered yet;
    ``free`` bytes on the disk of the database (``None``: not known)."""

    now: datetime
    sources: Sequence[Source] = ()
    late: Late = field(default_factory=lambda: Late(0, None))
    paused: float = 0.0
    slowed: bool = False
    free: int | None = None
    backup: Attempt | None = None
    renewal: Attempt | None = None
    errors: Sequence[ErrorRecord] = ()


class Watch:
    """Looks, and sets the gauges by the way."""

    def __init__(self, store: Store, clock: Clock, pace: Pace, space: Space, metrics: Metrics) -> None:
        self._store = store
        self._clock = clock
        self._pace = pace
        self._space = space
        self._metrics = metrics

    async def look(self) -> Observed:
        """Raises `StoreError` where the database does not answer."""
        now, ticks = self._clock.now(), self._clock.monotonic()
        found = Observed(
            now=now,
            sources=[source for source in await self._store.sources() if source.feed_url],
            late=await self._store.late(now),
            paused=self._pace.paused_for(ticks),
            slowed=self._pace.rate < 0.9 * self._pace.full_rate,
            free=await asyncio.to_thread(self._space),
            backup=await self._attempt(BACKUP),
            renewal=await self._attempt(RENEWAL),
            errors=await self._store.errors(now - RECENT_ERRORS),
        )
        await self._measure(found)
        return found

    async def _attempt(self, setting: str) -> Attempt | None:
        kept = json.loads(await self._store.setting(setting) or "null")
        return Attempt(datetime.fromisoformat(kept["at"]), kept["error"]) if kept else None

    async def _measure(self, found: Observed) -> None:
        metrics, queue = self._metrics, await self._store.queue(found.now)
        metrics.outbox_pending.set(queue.pending)
        metrics.outbox_troubled.set(queue.quarantined + queue.unconfirmed)
        oldest = found.late.oldest
        metrics.outbox_age.set((found.now - oldest).total_seconds() if oldest else 0)
        metrics.pace.set(self._pace.rate)
        if found.free is not None:
            metrics.disk_free.set(found.free)
        read = [source.last_success_at for source in found.sources if source.last_success_at]
        if read:
            metrics.last_success.labels("read").set(max(read).timestamp())
        for source in found.sources:
            metrics.source_failures.labels(source.name).set(source.failures)
