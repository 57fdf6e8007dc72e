"""How long readers wait while a push is running: from an update until its answer is on its way to Telegram.

    .venv/bin/python -m bench.answers [--articles 100000] [--push 3000] [--readers 20] [--keep FILE]

The whole service runs against the sandbox (in a process of its own, with its real flood rules) over a stored archive.
Readers send every command and question and press the buttons of what they get; each of them does something every
``--pause`` seconds. What is measured is the service's own time: Telegram's starts where ours ends.
"""

from __future__ import annotations

import argparse
import asyncio
import random
import shutil
import tempfile
import time
from collections import defaultdict
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import count
from pathlib import Path
from statistics import median, quantiles
from typing import Any

import sqlalchemy as sa
import uvloop
from aiogram import Bot
from aiogram.client.telegram import TelegramAPIServer
from aiogram.methods import AnswerCallbackQuery, TelegramMethod
from aiogram.methods.base import TelegramType
from aiogram.types import Message as TelegramMessage
from aiogram.types import Update
from pydantic import SecretStr

from bench import delivery, search
from bot import logs
from bot.app import Service
from bot.clock import ShiftedClock
from bot.config import Config, DatabaseConfig, TelegramConfig, WebConfig
from bot.connection import JsonSession
from bot.models import ChatKind
from bot.newsroom import newsroom
from bot.store import Store
from bot.store.schema import sources

GOAL = 150  # ms, p99
READERS = delivery.FIRST + 500_000
COMMANDS = (
    "/start", "/help", "/privacy", "/digest", "/region", "/region Шымкент", "/region алматинская область", "/topic",
    "/topic спорт", "/search {common}", "/search {rare}", "/search {rare} шымкент за неделю", "/subscriptions",
    "/settings", "/quiet", "/quiet 22:00-07:00", "что нового в астане по школам за неделю", "{common}", "{rare}",
    "щколы в караганде", "/subscribe Жетысу, образование 08:00", "/nosuchcommand", "/export",
)  # fmt: skip
LEAVES = ("forget", "x", "export", "sub:new", "ob:")
"""Beginnings of buttons that end a walk, or are another command."""

_answered: ContextVar[Answered | None] = ContextVar("answered", default=None)


@dataclass
class Answered:
    """When the first answer to an update left, and what Telegram made of all of them."""

    at: float | None = None
    messages: list[TelegramMessage] = field(default_factory=list)


class WatchedSession(JsonSession):
    """Notes when an answer leaves; that a press was heard is none."""

    async def make_request(
        self, bot: Bot, method: TelegramMethod[TelegramType], timeout: int | None = None
    ) -> TelegramType:
        answered = _answered.get()
        if answered is not None and answered.at is None and not isinstance(method, AnswerCallbackQuery):
            answered.at = time.perf_counter()
        result = await super().make_request(bot, method, timeout)
        if answered is not None and isinstance(result, TelegramMessage):
            answered.messages.append(result)
        return result


class Reader:
    """Somebody who tries everything, in an order of his own."""

    def __init__(self, service: Service, number: int, took: dict[str, list[float]]) -> None:
        self._service = service
        self._id = READERS + number
        self._dice = random.Random(number)
        self._words = search.vocabulary()
        self._took = took

    async def walk(self, pause: float, stop: asyncio.Event) -> None:
        """Command after command, each with some of its buttons, until ``stop``."""
        await asyncio.sleep(self._dice.uniform(0, pause))
        while not stop.is_set():
            for command in self._dice.sample(COMMANDS, len(COMMANDS)):
                said = await self._say(command)
                await asyncio.sleep(pause)
                for data in self._choose(said):
                    if stop.is_set():
                        return
                    await self._press(said, data)
                    await asyncio.sleep(pause)

    def _choose(self, said: Answered) -> list[str]:
        buttons = [
            button.callback_data
            for message in said.messages
            for row in (message.reply_markup.inline_keyboard if message.reply_markup else [])
            for button in row
            if button.callback_data and not button.callback_data.startswith(LEAVES)
        ]
        return self._dice.sample(buttons, min(3, len(buttons)))

    async def _say(self, command: str) -> Answered:
        text = command.format(common=self._dice.choice(self._words[:200]), rare=self._dice.choice(self._words[5000:]))
        return await self._send(
            command.split(maxsplit=1)[0], message={**self._message(), "from": self._user(), "text": text}
        )

    async def _press(self, said: Answered, data: str) -> None:
        old = said.messages[-1]
        message = {**self._message(), "message_id": old.message_id, "text": old.text or "…"}
        query = {"id": str(next(_numbers)), "from": self._user(), "chat_instance": "1", "data": data}
        verb, *_ = data.split(":")
        await self._send(f"[{verb}]", callback_query={**query, "message": message})

    async def _send(self, name: str, **event: Any) -> Answered:
        update = Update.model_validate({"update_id": next(_numbers), **event}, context={"bot": self._service.bot})
        answered = Answered()
        _answered.set(answered)
        began = time.perf_counter()
        await self._service.inbox.handle(update)
        if answered.at is not None:
            self._took[name].append(1000 * (answered.at - began))
        return answered

    def _message(self) -> dict[str, Any]:
        chat = {"id": self._id, "type": "private", "first_name": "Айгуль"}
        return {"message_id": next(_numbers), "date": int(time.time()), "chat": chat}

    def _user(self) -> dict[str, Any]:
        return {"id": self._id, "is_bot": False, "first_name": "Айгуль", "language_code": "ru"}


_numbers = count(1_000_000)


@asynccontextmanager
async def running(place: delivery.Sandbox, database: Path, push: int) -> AsyncIterator[Service]:
    """The service over a stored archive, at the moment when ``push`` digests wait in the outbox."""
    clock = ShiftedClock()
    clock.shift = search.NOW - datetime.now(UTC)
    config = Config(
        telegram=TelegramConfig(token=SecretStr(place.token), api_url=place.url),
        database=DatabaseConfig(url=f"sqlite+aiosqlite:///{database}"),
        web=WebConfig(port=0),
    )
    async with newsroom(config, clock) as room:
        session = WatchedSession(api=TelegramAPIServer.from_base(place.url), limit=150)
        bot = Bot(place.token, session=session)
        service, stop, ready = Service(room, bot), asyncio.Event(), asyncio.Event()
        serving = asyncio.create_task(service.run(stop, ready.set))
        await ready.wait()
        await delivery.fill(room.store, [(delivery.FIRST + n, ChatKind.PRIVATE) for n in range(push)])
        try:
            yield service
        finally:
            stop.set()
            await serving
            await session.close()


async def archive(path: Path, articles: int) -> None:
    """A database with so many stored articles and no site behind them, unless it is there already."""
    if path.exists():
        return
    store = await Store.open(f"sqlite+aiosqlite:///{path}")
    await search.fill(store, articles)
    async with store._db.write() as conn:
        await conn.execute(sa.update(sources).values(paused=True))
    await store.close()


async def run(options: argparse.Namespace) -> None:
    logs.configure("error", "console")
    took: dict[str, list[float]] = defaultdict(list)
    with tempfile.TemporaryDirectory(prefix="aimaq-bench-") as folder:
        database, kept = Path(folder) / "bench.db", Path(options.keep or Path(folder) / "archive.db")
        await archive(kept, options.articles)
        shutil.copy(kept, database)
        async with delivery.sandbox(options.push) as place:
            for number in range(options.readers):
                await place.control("places/user", id=READERS + number, name="Айгуль", started=True)
            async with running(place, database, options.push) as service:
                stop = asyncio.Event()
                readers = [Reader(service, number, took) for number in range(options.readers)]
                walks = [asyncio.create_task(reader.walk(options.pause, stop)) for reader in readers]
                await asyncio.sleep(options.seconds)
                pushed = service.deliverer.throughput.per_second(time.monotonic())
                stop.set()
                await asyncio.gather(*walks)
                print(f"push meanwhile: {pushed:.1f} messages/s; {await place.control('flood/report')}")
    for line in report(took):
        print(line)


def report(took: dict[str, list[float]]) -> Iterator[str]:
    """Slowest first, then all together."""
    yield f"{'command or [button]':24} {'times':>6} {'median':>8} {'p99':>8} ms"
    for name, values in sorted(took.items(), key=lambda pair: -percentile(pair[1])):
        yield f"{name:24} {len(values):6} {median(values):8.1f} {percentile(values):8.1f}"
    every = [value for values in took.values() for value in values]
    yield f"{'all':24} {len(every):6} {median(every):8.1f} {percentile(every):8.1f}    (goal: p99 {GOAL} ms)"


def percentile(values: list[float]) -> float:
    return quantiles(values, n=100)[98] if len(values) > 1 else values[0]


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=int, default=100_000)
    parser.add_argument("--push", type=int, default=3000)
    parser.add_argument("--readers", type=int, default=20)
    parser.add_argument("--pause", type=float, default=2.5, help="seconds between what one reader does")
    parser.add_argument("--seconds", type=float, default=90)
    parser.add_argument("--keep", help="a file for the archive, filled once and asked again the next time")
    uvloop.run(run(parser.parse_args()))
