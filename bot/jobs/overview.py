"""The state of everything on one screen, for `/status` and the operator's page: read, nothing decided."""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from bot import __version__
from bot.clock import Clock
from bot.render import Run, Status
from bot.store import Store

if TYPE_CHECKING:  # at run time it would bring aiogram, and seconds, to every one-shot command
    from bot.jobs.deliver import Deliverer

HOUR = timedelta(hours=1)

Space = Callable[[], int | None]
"""Free bytes where the database grows; ``None`` where the program cannot know."""


def space_beside(path: Path | None) -> Space:
    """Free bytes of the disk that holds ``path``; a database on a server has none of ours."""

    def free() -> int | None:
        try:
            return shutil.disk_usage(path.parent).free if path is not None else None
        except OSError:
            return None

    return free


class Overview:
    """Reads what `/status` says."""

    def __init__(self, store: Store, clock: Clock, deliverer: Deliverer, space: Space, started_at: datetime) -> None:
        self._store = store
        self._clock = clock
        self._deliverer = deliverer
        self._space = space
        self._started_at = started_at

    async def status(self) -> Status:
        store, now = self._store, self._clock.now()
        queue, counts, late = await store.queue(now), await store.counts(), await store.late(now)
        run = await store.last_run()
        return Status(
            version=__version__,
            uptime=(now - self._started_at).total_seconds(),
            sources=[source for source in await store.sources() if source.feed_url],
            queue=queue.pending,
            oldest=late.oldest,
            pace=await self._rate(),
            errors_last_hour=len(await store.errors(now - HOUR)),
            unconfirmed=queue.unconfirmed,
            quarantined=queue.quarantined,
            suspended=counts.chats - counts.active_chats,
            subscribers=counts.chats,
            stories=counts.stories,
            held=counts.held,
            database_bytes=await store.size(),
            disk_free=await asyncio.to_thread(self._space),
            last_run=Run(run.at, run.chats, run.delivered, run.refused, run.seconds) if run else None,
            next_run=await store.next_due(),
        )

    async def _rate(self) -> float:
        """Messages a second lately, of all processes."""
        if self._store.shared:
            return await self._store.sending_rate()
        return self._deliverer.throughput.per_second(self._clock.monotonic())
