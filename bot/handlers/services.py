"""What handlers work with: named once, handed to every handler by the dispatcher."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Coroutine, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bot.clock import Clock
from bot.config import Config
from bot.fetch.http import Web
from bot.jobs.broadcast import Broadcasting
from bot.jobs.deliver import Deliverer
from bot.jobs.ingest import Ingest
from bot.jobs.intake import Intake
from bot.jobs.overview import Overview
from bot.jobs.plan import Planner
from bot.jobs.reading import Reading
from bot.jobs.tidy import Tidy
from bot.metrics import Metrics
from bot.pace import Pace
from bot.store import Store


@dataclass(frozen=True, slots=True)
class Services:
    """The running program as handlers see it. ``after_news`` plans and wakes the delivery; ``correct`` edits what was
    sent of stories (ids) that have changed or were hidden; ``spawn`` runs what takes
    longer than an answer may, until the program ends."""

    config: Config
    clock: Clock
    store: Store
    web: Web
    metrics: Metrics
    reading: Reading
    ingest: Ingest
    intake: Intake
    planner: Planner
    deliverer: Deliverer
    pace: Pace
    started_at: datetime
    after_news: Callable[[], Awaitable[None]]
    correct: Callable[[Sequence[int]], Awaitable[None]]
    overview: Overview
    tidy: Tidy
    broadcasting: Broadcasting
    spawn: Callable[[Coroutine[Any, Any, None]], None]
