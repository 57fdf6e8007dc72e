"""What ticks: APScheduler calls each job at its times, and no job ever stops another."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from typing import Any

import structlog
from apscheduler.schedulers.asyncio import AsyncIOScheduler
from apscheduler.schedulers.base import BaseScheduler
from apscheduler.triggers.base import BaseTrigger
from apscheduler.triggers.cron import CronTrigger
from apscheduler.triggers.interval import IntervalTrigger

from bot.clock import Clock
from bot.errors import AimaqError
from bot.jobs import faults
from bot.logs import Lasting
from bot.metrics import Metrics
from bot.store import Store

log = structlog.get_logger()

Job = Callable[[], Awaitable[Any]]


class Rota:
    """The jobs of a process; those that must run once among several processes run where ``leads`` says so."""

    def __init__(self, store: Store, metrics: Metrics, clock: Clock, leads: Callable[[], bool]) -> None:
        self._store = store
        self._metrics = metrics
        self._clock = clock
        self._leads = leads
        self._scheduler: BaseScheduler = AsyncIOScheduler(timezone="UTC")

    def every(self, seconds: float, job: Job, *, once: bool = False, at_once: bool = False) -> None:
        """Each so many seconds, first after the first stretch or ``at_once``; ``once``: only where we lead."""
        start = {"next_run_time": datetime.now(UTC)} if at_once else {}
        self._add(job, IntervalTrigger(seconds=seconds), once, start)

    def daily(self, hour: int, minute: int, zone: str, job: Job) -> None:
        """Once a day, where we lead."""
        self._add(job, CronTrigger(hour=hour, minute=minute, timezone=zone), True, {})

    def start(self) -> None:
        self._scheduler.start()

    def stop(self) -> None:
        self._scheduler.shutdown(wait=False)

    def _add(self, job: Job, trigger: BaseTrigger, once: bool, start: dict[str, Any]) -> None:
        self._scheduler.add_job(
            self._safely(job, once), trigger, coalesce=True, max_instances=1, misfire_grace_time=None, **start
        )

    def _safely(self, job: Job, once: bool) -> Callable[[], Awaitable[None]]:
        """A job that fails comes again; it says so once, and once when it works again."""
        trouble = Lasting()

        async def run() -> None:
            if once and not self._leads():
                return
            try:
                await job()
                if trouble.over():
                    log.info("job_works_again", job=job.__name__)
            except asyncio.CancelledError:  # the service ends; the scheduler would log it as an error with its trace
                log.debug("job_interrupted", job=job.__name__)
            except AimaqError as error:
                if trouble.met(str(error)):
                    log.warning("job_failed", job=job.__name__, reason=str(error))
            except Exception as error:
                await faults.record(error, job.__name__, self._store, self._metrics, self._clock.now())

        return run
