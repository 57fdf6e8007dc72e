"""The composition root: builds everything from the settings, runs it, closes it in reverse order."""

from __future__ import annotations

import asyncio
import gc
import signal
from collections.abc import Callable, Collection, Coroutine, Sequence
from contextlib import AsyncExitStack
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import structlog
from aiogram import Bot
from aiogram.client.telegram import TelegramAPIServer

from bot import __version__, logs
from bot.analysis.renewal import warm_up
from bot.clock import Clock
from bot.config import Config
from bot.connection import JsonSession
from bot.delivery import Courier, redraw, tell
from bot.errors import StoreError
from bot.handlers import Services, build_dispatcher
from bot.handlers.contact import Contact
from bot.handlers.inbox import Inbox
from bot.jobs.alerts import Alerts
from bot.jobs.broadcast import Broadcasting
from bot.jobs.deliver import Deliverer
from bot.jobs.health import Vitals, judge
from bot.jobs.overview import Overview, space_beside
from bot.jobs.purse import Purse
from bot.jobs.sharing import RENEW_SECONDS, Allowance, Leadership
from bot.jobs.watch import Watch
from bot.models import Source
from bot.newsroom import Newsroom, newsroom
from bot.pace import Pace, SharedPace
from bot.rota import Rota
from bot.store import parse_url
from bot.web import Health, Webhook, WebServer, operator_of

log = structlog.get_logger()

TICK_SECONDS = 1
PLAN_SECONDS = 60
SUMMARY_SECONDS = 5
BROADCAST_SECONDS = 2
CORRECT_SECONDS = 2
ALERT_SECONDS = 5
STOP_SECONDS = 15.0
REPORT_SECONDS = 0.25
CONTACT_SECONDS = 10.0


def space_of(config: Config) -> Callable[[], int | None]:
    """Free bytes where the database lives."""
    database = parse_url(config.database.url)
    return space_beside(Path(database.database or "") if database.get_backend_name() == "sqlite" else None)


def telegram(config: Config) -> Bot:
    """The bot's client; its session belongs to whoever closes it."""
    server = TelegramAPIServer.from_base(config.telegram.api_url)
    session = JsonSession(api=server, limit=max(100, config.delivery.in_flight + 50))
    return Bot(config.telegram.token.get_secret_value(), session=session)


class Service:
    """The running bot: updates in, schedule, delivery out, health."""

    def __init__(self, room: Newsroom, bot: Bot) -> None:
        config, clock = room.config, room.clock
        self.room = room
        self.bot = bot
        self.leadership = Leadership(room.store, clock, room.owner)
        shared = SharedPace(config.delivery.messages_per_second, clock.monotonic())
        self.allowance = Allowance(room.store, clock, shared)
        self.pace = shared if room.store.shared else Pace(config.delivery.messages_per_second, clock.monotonic())
        self.deliverer = Deliverer(
            room.store,
            Courier(bot, clock),
            self.pace,
            clock,
            owner=room.owner,
            in_flight=config.delivery.in_flight,
            purse=Purse(room.store, config.delivery.max_stars_per_day) if config.delivery.paid_broadcast else None,
            metrics=room.metrics,
            allowance=self.allowance if room.store.shared else None,
        )
        self.started_at = clock.now()
        space = space_of(config)
        self.overview = Overview(room.store, clock, self.deliverer, space, self.started_at)
        watch = Watch(room.store, clock, self.pace, space, room.metrics)
        first_admin = next(iter(config.telegram.admins), None)
        self.alerts = Alerts(room.store, clock, watch, first_admin, partial(tell, bot))
        self.broadcasting = Broadcasting(
            room.store, clock, config.delivery, room.turns, partial(redraw, bot), self.deliverer.wake
        )
        self._tasks: set[asyncio.Task[None]] = set()
        self.services = Services(
            config=config,
            clock=clock,
            store=room.store,
            reading=room.reading,
            ingest=room.ingest,
            intake=room.intake,
            planner=room.planner,
            pace=self.pace,
            deliverer=self.deliverer,
            metrics=room.metrics,
            web=room.web,
            started_at=self.started_at,
            after_news=self.plan,
            correct=self.correct,
            overview=self.overview,
            tidy=room.tidy,
            broadcasting=self.broadcasting,
            spawn=self.spawn,
        )
        self.inbox = Inbox(bot, build_dispatcher(bot, self.services), room.store, clock, room.turns)
        self.contact = Contact(bot, config.telegram, self.inbox)
        self.rota = Rota(room.store, room.metrics, clock, lambda: self.leadership.leads)
        self.web_server = WebServer(
            self.health, room.metrics.text, self._webhook(), operator_of(config, room.store, self.overview, clock)
        )

    async def run(
        self, stop: asyncio.Event, ready: Callable[[], None] | None = None, renew: asyncio.Event | None = None
    ) -> None:
        """Everything that is our role's until ``stop``; then in reverse, what is in flight first. ``renew`` asks for
        sources and vocabularies to be read again."""
        config = self.room.config
        async with AsyncExitStack() as stack:
            await self.room.store.move_in()
            await self.web_server.start(config.web.host, config.web.port)
            stack.push_async_callback(self.web_server.stop)
            stack.callback(self._cancel_tasks)
            self.spawn(self._settle_in())
            if renew:
                self.spawn(self._renew(renew))
            self._fill_rota()
            self.rota.start()
            stack.callback(self.rota.stop)
            working = set[asyncio.Task[None]]()
            if config.cluster.works:
                stack.push_async_callback(self.leadership.resign)
                await self.room.ingest.spread()
                working.add(asyncio.create_task(self.deliverer.run(stop)))
            stack.push_async_callback(_ended, working)
            stack.callback(stop.set)
            if config.cluster.takes_updates:
                await self._make_contact()
            log.info("running", version=__version__, role=config.cluster.role, port=self.web_server.port)
            await self._miss_settings()
            if ready:
                ready()
            await self._until(stop, working)
            log.info("stopping")

    async def _renew(self, told: asyncio.Event) -> None:
        while await told.wait():
            told.clear()
            self.spawn(self.room.renewal.run())

    async def _miss_settings(self) -> None:
        """What runs without, and an operator may only have forgotten."""
        if not self.room.config.telegram.admins:
            log.warning("no_admins", mend="put your Telegram id into telegram.admins: alerts and /status need somebody")
        if not await self.room.store.sources():
            log.warning("no_sources", mend="add a [[sources]] to the settings, or /source add ADDRESS in the chat")

    async def _make_contact(self) -> None:
        reached = await self.contact.make()
        self.spawn(self._introduce(reached))

    async def _introduce(self, reached: bool) -> None:
        if not reached:
            await self.contact.insist(CONTACT_SECONDS)
        await self.contact.introduce()

    async def _settle_in(self) -> None:
        """Load what lives as long as the process before anybody waits for it, and keep the garbage collector from
        walking over it: each such walk stops everything for tens of milliseconds."""
        await asyncio.to_thread(warm_up)
        gc.collect()
        gc.freeze()

    async def poll_sources(self) -> None:
        """Start a poll of each source that is due; a slow one holds up nobody."""
        for source in await self.room.ingest.due():
            self.spawn(self._poll(source))

    def spawn(self, work: Coroutine[Any, Any, None]) -> None:
        """Run it beside everything else; it is cancelled when the service ends."""
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._landed)

    def _cancel_tasks(self) -> None:
        for task in self._tasks:
            task.cancel()

    def _landed(self, task: asyncio.Task[None]) -> None:
        self._tasks.discard(task)
        if not task.cancelled() and (error := task.exception()):
            log.error("task_failed", exc_info=error)

    async def plan(self) -> None:
        """Write what is due into the outbox and wake the delivery."""
        if await self.room.planner.plan():
            self.deliverer.wake()

    async def correct(self, story_ids: Sequence[int]) -> None:
        """Stories changed, were hidden or withdrawn: put right what was told of them."""
        if story_ids and await self.room.corrections.run(story_ids):
            self.deliverer.wake()

    async def correct_again(self) -> None:
        """What was on its way when its story changed may have arrived."""
        if await self.room.corrections.again():
            self.deliverer.wake()

    async def alert(self) -> None:
        """Look for trouble; what there is to say leaves at once."""
        await self.alerts.run()
        self.deliverer.wake()
        polled = _since(self.inbox.last_poll, self.room.clock.monotonic())
        if polled is not None:
            at = self.room.clock.now().timestamp() - polled
            self.room.metrics.last_success.labels("updates").set(at)

    async def plan_when_due(self) -> None:
        """The tick: one look at the next due time, so that a digest leaves within a second of its minute."""
        due = await self.room.store.next_due()
        if due is not None and due <= self.room.clock.now():
            await self.plan()

    async def health(self) -> Health:
        """What `judge` makes of what is known now; a database that is away is known, too."""
        now, at, role = self.room.clock.now(), self.room.clock.monotonic(), self.room.config.cluster
        sends = self.deliverer.throughput.times
        vitals = Vitals(
            running=(now - self.started_at).total_seconds(),
            polls=self.contact.polls and role.takes_updates,
            works=role.works,
            polled=_since(self.inbox.last_poll, at),
            planned=_since(self.room.planner.last_plan, at),
            sent=at - sends[-1] if sends else None,
        )
        try:
            late, queue = await self.room.store.late(now), await self.room.store.queue(now)
            waiting = (now - late.oldest).total_seconds() if late.oldest else 0.0
            vitals = replace(vitals, waiting=waiting, pending=queue.pending)
        except StoreError:
            vitals = replace(vitals, database=False)
        ok, checks = judge(vitals)
        return Health(ok, {"version": __version__, **checks})

    async def _poll(self, source: Source) -> None:
        report = await self.room.ingest.poll(source)
        if report.new or report.changed:
            await self.plan()
        await self.correct(report.changed_story_ids)

    async def cross_check(self) -> None:
        """The night's look behind the feeds."""
        async for taken in self.room.backfill.cross_check_all():
            await self.plan()
            await self.correct(taken.changed_story_ids)

    def _fill_rota(self) -> None:
        if self.room.store.shared:
            self.rota.every(REPORT_SECONDS, self.allowance.report)
        if self.room.config.summary.llm_url:
            self.rota.every(SUMMARY_SECONDS, self.room.summaries.run)
        if not self.room.config.cluster.works:
            return
        schedule = self.room.config.schedule
        if self.room.store.shared:
            self.rota.every(RENEW_SECONDS, self.leadership.renew, at_once=True)
        self.rota.every(TICK_SECONDS, self.poll_sources)
        self.rota.every(TICK_SECONDS, self.plan_when_due, once=True)
        self.rota.every(PLAN_SECONDS, self.plan, at_once=True)  # what a process before us stored and did not plan
        self.rota.every(BROADCAST_SECONDS, self.broadcasting.tick, once=True)
        self.rota.every(CORRECT_SECONDS, self.correct_again, once=True)
        self.rota.every(ALERT_SECONDS, self.alert, once=True)
        self.rota.daily(schedule.tidy_hour, 17, schedule.time_zone, self.room.tidy.run)
        self.rota.daily(schedule.tidy_hour, 37, schedule.time_zone, self.cross_check)

    def _webhook(self) -> Webhook | None:
        telegram, takes = self.room.config.telegram, self.room.config.cluster.takes_updates
        if self.contact.polls or not takes:
            return None
        return Webhook(self.contact.webhook_path, telegram.webhook_secret.get_secret_value(), self.contact.called)

    async def _until(self, stop: asyncio.Event, working: Collection[asyncio.Task[None]]) -> None:
        tasks = {*working, asyncio.create_task(stop.wait())}
        if self.contact.polls and self.room.config.cluster.takes_updates:
            tasks.add(asyncio.create_task(self.inbox.poll(stop)))
        done, _ = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        stop.set()
        await asyncio.wait(tasks, timeout=STOP_SECONDS)
        for task in tasks:
            task.cancel()
        for task in done:
            task.result()


def _since(moment: float | None, now: float) -> float | None:
    return None if moment is None else now - moment


async def serve(
    config: Config,
    *,
    clock: Clock | None = None,
    ready: Callable[[], None] | None = None,
    reread: Callable[[], Config] | None = None,
) -> None:
    """``aimaq run``: until SIGTERM or SIGINT; SIGHUP reads sources (by ``reread``) and vocabularies again."""
    logs.configure(config.log.level, config.log.format)
    stop, renew = asyncio.Event(), asyncio.Event()
    loop = asyncio.get_running_loop()
    for name in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(name, stop.set)
    loop.add_signal_handler(signal.SIGHUP, renew.set)
    async with newsroom(config, clock, reread) as room:
        await serve_room(room, stop, ready, renew)


async def run_until(
    config: Config, stop: asyncio.Event, *, clock: Clock | None = None, ready: Callable[[], None] | None = None
) -> None:
    """The whole service until ``stop`` is set."""
    async with newsroom(config, clock) as room:
        await serve_room(room, stop, ready)


async def serve_room(
    room: Newsroom,
    stop: asyncio.Event,
    ready: Callable[[], None] | None = None,
    renew: asyncio.Event | None = None,
) -> None:
    """The service on a newsroom that its owner closes."""
    bot = telegram(room.config)
    try:
        await Service(room, bot).run(stop, ready, renew)
    finally:
        await bot.session.close()


async def _ended(tasks: Collection[asyncio.Task[None]]) -> None:
    if tasks:
        await asyncio.wait(tasks, timeout=STOP_SECONDS)
    for task in tasks:
        task.cancel()
