"""A bad day of 24 hours by a clock that is driven by hand: the program starts anew every hour, the feed fails for
hours, the disk runs full, Telegram floods. Every story reaches its reader once, and the alerts tell what happened."""

from __future__ import annotations

import asyncio
import shutil
from collections import namedtuple
from collections.abc import Awaitable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime

import pytest
from aiogram import Bot

from bot.app import Service, telegram
from bot.config import Config
from bot.errors import StoreError
from bot.newsroom import Newsroom, newsroom
from bot.sandbox import Sandbox
from tests.e2e.newsstand import ADMIN, READER, HandClock, settings, texts
from tests.fetch.wordpress_site import Site

Usage = namedtuple("Usage", "total used free")
MIDNIGHT = datetime(2026, 11, 24, 19, 0, tzinfo=UTC)  # in Almaty
DIGESTS = [f"{hour:02}:00" for hour in range(0, 24, 3)]
HOURS, TICKS = 24, 3
DOWN, FULL, FLOODED = range(5, 9), range(12, 15), 18
TROUBLES = ("не отвечает с 05:", "снова работает", "На диске осталось", "Места на диске")
ROOM, NONE_LEFT = 9_000_000_000, 100_000_000


class BusyClock(HandClock):
    """Whoever sleeps lets the others look meanwhile."""

    async def sleep(self, seconds: float) -> None:
        self.pass_time(seconds=max(seconds, 0.001))
        await asyncio.sleep(0.004)


@dataclass
class Day:
    """One program after the other on one database."""

    config: Config
    bot: Bot
    clock: BusyClock
    sandbox: Sandbox
    site: Site
    stories: Iterator[tuple[str, str]] = field(default_factory=texts)
    published: list[str] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)

    async def hour(self, hour: int) -> None:
        """A start, an hour's work, an end."""
        self.site.fault = "503" if hour in DOWN else None
        async with newsroom(self.config, self.clock) as room:
            service = Service(room, self.bot)
            if hour in FULL:
                await fill(room)
            title, html = next(self.stories)
            self.published.append(title)
            self.site.add(title, html)
            for tick in range(TICKS):
                self.clock.pass_time(minutes=60 / TICKS)
                if hour == FLOODED and tick == TICKS - 1:
                    self.sandbox.faults.add("flood", methods=["send*"], seconds=90.0)
                await self._tick(service)

    async def _tick(self, service: Service) -> None:
        """What the rota calls in such a time; a job that the database refuses comes again."""
        for source in await service.room.ingest.due():
            await self._attempt(self._poll(service, source.name))
        await self._attempt(service.plan())
        await self._attempt(service.alert())
        delivering = asyncio.create_task(self._attempt(service.deliverer.drain()))
        while not delivering.done():
            await self._attempt(service.alert())
            await asyncio.sleep(0.01)
        self.clock.pass_time(minutes=2)
        await self._attempt(service.deliverer.drain())
        await self._attempt(service.alert())

    async def _poll(self, service: Service, name: str) -> None:
        source = await service.room.store.source(name)
        assert source
        report = await service.room.ingest.poll(source)
        if "full" in report.failed:
            self.refused.append(report.failed)

    async def _attempt(self, job: Awaitable[None]) -> None:
        try:
            await job
        except StoreError as error:
            self.refused.append(str(error))

    def told(self, title: str) -> int:
        return sum(title in " ".join(one["text"].split()) for one in self.sandbox.people.transcript(READER))

    def alerts(self) -> list[str]:
        return [one["text"] for one in self.sandbox.people.transcript(ADMIN) if one["text"][:1] in "🔴🟡🟢"]


async def fill(room: Newsroom) -> None:
    """SQLite gets no further page, as on a disk without room; only this program's writer is bound by it."""
    async with room.store._db._writer.connect() as conn:
        await conn.exec_driver_sql("PRAGMA max_page_count = 1")  # at once raised to the pages that there are


async def subscribe(day: Day) -> None:
    wanted = {"regions": [], "topics": [], "keywords": [], "times": DIGESTS}
    row = {"chat_id": READER, "kind": "private", "language": "ru", "items": 20, "subscriptions": [wanted]}
    async with newsroom(day.config, day.clock) as room:
        async for _, errors in room.store.import_subscribers([(1, row)], day.clock.now()):
            assert not errors


async def test_a_bad_day(sqlite_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    clock = BusyClock(MIDNIGHT)
    sandbox = await Sandbox.start(page=False, clock=clock.monotonic, now=lambda: clock.now().timestamp())
    for person in (READER, ADMIN):
        sandbox.places.user(person, "Айгуль", "ru", started=True)
    async with Site(now=clock.now) as site:
        site.add("Вчерашняя новость", minutes_ago=300)
        config = settings(sqlite_url, sandbox.url, {"dala": site.feed_url})
        day = Day(config, telegram(config), clock, sandbox, site)
        await subscribe(day)
        async with newsroom(day.config, clock) as room:
            for source in await room.ingest.due():
                await room.ingest.poll(source)
        for hour in range(HOURS + 1):
            free = NONE_LEFT if hour in FULL else ROOM
            monkeypatch.setattr(shutil, "disk_usage", lambda _, free=free: Usage(free, 0, free))
            await day.hour(hour)
    await day.bot.session.close()
    await sandbox.stop()
    assert {title: day.told(title) for title in day.published} == dict.fromkeys(day.published, 1)
    assert len(sandbox.people.transcript(READER)) == len(DIGESTS)
    assert any("disk" in reason for reason in day.refused)
    assert not [reason for reason in day.refused if "full" not in reason]
    alerts = day.alerts()
    assert [(alert[0], about) for alert in alerts for about in TROUBLES if about in alert] == [
        ("🔴", "не отвечает с 05:"), ("🟢", "снова работает"), ("🔴", "На диске осталось"), ("🟢", "Места на диске"),
    ], alerts  # fmt: skip
    assert len(alerts) == len(TROUBLES), alerts
