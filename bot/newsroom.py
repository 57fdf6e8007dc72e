"""Everything but Telegram, built from the settings and closed in reverse order: what the one-shot commands work with.

Half of the composition root: `app` adds the bot, the schedule and the delivery. It imports no aiogram, which takes
seconds.
"""

from __future__ import annotations

import zoneinfo
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AsyncExitStack, asynccontextmanager, contextmanager
from dataclasses import dataclass

from bot.clock import Clock, SystemClock
from bot.config import Config, NetworkConfig, SummaryConfig
from bot.errors import ConfigError, StoreAwayError, StoreBusyError, StoreError, StoreFullError
from bot.fetch.entry import Limits
from bot.fetch.http import Web, WebSettings
from bot.fetch.llm import LlmSettings
from bot.fetch.page import PageReader
from bot.fetch.robots import Robots
from bot.jobs.backfill import Backfill
from bot.jobs.corrections import Corrections
from bot.jobs.ingest import Ingest
from bot.jobs.intake import Intake
from bot.jobs.plan import Planner
from bot.jobs.reading import Reading
from bot.jobs.renewal import Renewal, marks_of, sources_of
from bot.jobs.sharing import Turns, owner_name
from bot.jobs.summaries import Summaries
from bot.jobs.tidy import Tidy
from bot.metrics import Metrics
from bot.store import Schema, Store


@dataclass(frozen=True, slots=True)
class Newsroom:
    """Everything but Telegram: what the one-shot commands work with. ``owner`` names this process among all that use
    the database."""

    config: Config
    clock: Clock
    owner: str
    store: Store
    turns: Turns
    web: Web
    metrics: Metrics
    reading: Reading
    ingest: Ingest
    intake: Intake
    backfill: Backfill
    summaries: Summaries
    planner: Planner
    corrections: Corrections
    tidy: Tidy
    renewal: Renewal


@contextmanager
def named_setting(name: str = "database.url") -> Iterator[None]:
    """A database that cannot be used is a wrong setting (exit code 2); one that is busy, full or away comes back."""
    try:
        yield
    except (StoreAwayError, StoreBusyError, StoreFullError) as error:
        raise type(error)(f"{name}: {error}") from error
    except StoreError as error:
        raise ConfigError(f"{name}: {error}") from error


async def open_store(config: Config, schema: Schema = "newest") -> Store:
    with named_setting():
        return await Store.open(config.database.url, schema=schema)


def web_settings(network: NetworkConfig) -> WebSettings:
    return WebSettings(
        contact=network.contact,
        allow_private_hosts=network.allow_private_hosts,
        proxy=network.proxy,
        timeout_seconds=network.timeout_seconds,
        max_bytes=network.max_bytes,
    )


def llm_settings(summary: SummaryConfig) -> LlmSettings:
    return LlmSettings(
        url=summary.llm_url,
        model=summary.llm_model,
        key=summary.llm_key.get_secret_value(),
        per_day=summary.llm_per_day,
        max_chars=summary.max_chars,
    )


def limits_of(network: NetworkConfig) -> Limits:
    return Limits(network.max_items, network.max_title_chars, network.max_body_chars)


@asynccontextmanager
async def newsroom(
    config: Config, clock: Clock | None = None, reread: Callable[[], Config] | None = None
) -> AsyncIterator[Newsroom]:
    """Open the database and the way to the feeds; both are closed in the end, whatever happened. ``reread`` reads the
    settings again."""
    zoneinfo.reset_tzpath(())  # an old system's zones would win over the tzdata package
    clock = clock or SystemClock()
    async with AsyncExitStack() as stack:
        store = await open_store(config)
        stack.push_async_callback(store.close)
        await store.sync_sources(sources_of(config), clock.now())
        web = Web(web_settings(config.network), clock)
        stack.push_async_callback(web.close)
        metrics = Metrics()
        limits = limits_of(config.network)
        reading = Reading(store, clock, max_chars=config.summary.max_chars, utm=marks_of(config))
        summaries = Summaries(store, clock, llm_settings(config.summary))
        owner = owner_name()
        turns = Turns(store, clock, owner)
        intake = Intake(store, clock, metrics, config.ingest, summaries.offer, config.summary.max_chars, turns=turns)
        ingest = Ingest(store, web, clock, metrics, intake, limits, PageReader(web, Robots(web), limits))
        stack.push_async_callback(ingest.flush)
        yield Newsroom(
            config=config,
            clock=clock,
            owner=owner,
            store=store,
            turns=turns,
            web=web,
            metrics=metrics,
            reading=reading,
            ingest=ingest,
            intake=intake,
            backfill=Backfill(store, web, clock, intake, limits),
            summaries=summaries,
            planner=Planner(store, reading, clock, metrics, catch_up_hours=config.schedule.catch_up_hours),
            corrections=Corrections(store, reading, clock),
            tidy=Tidy(store, clock, config.schedule, config.backup),
            renewal=Renewal(store, clock, reading, config, reread),
        )
