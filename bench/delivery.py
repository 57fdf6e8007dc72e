"""A push at Telegram's pace, against the sandbox in a process of its own with real flood rules.

.venv/bin/python -m bench.delivery push  [--chats 3000]      # the free 30 a second
.venv/bin/python -m bench.delivery paid  [--seconds 60]      # paid broadcast, 1,000 a second
.venv/bin/python -m bench.delivery group [--chats 900]       # a full group beside private chats
.venv/bin/python -m bench.delivery loop  [--chats 3000]      # the baseline: aiogram's documented loop
"""

from __future__ import annotations

import argparse
import asyncio
import json
import resource
import sys
import tempfile
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import aiohttp
import uvloop
from aiogram import Bot
from aiogram.client.telegram import TelegramAPIServer
from aiogram.exceptions import TelegramRetryAfter

from bot.clock import SystemClock
from bot.connection import JsonSession
from bot.delivery import Courier
from bot.jobs.deliver import Deliverer
from bot.jobs.purse import Purse
from bot.models import Chat, ChatKind, Kind, Message, Plan
from bot.pace import Pace
from bot.store import Store

FIRST = 100_000
TEXT = (
    "<b>Алматинская область · 23 ноября, понедельник</b>\n"
    + "Новость в двух предложениях, как в утреннем дайджесте. " * 12
)


@dataclass(frozen=True)
class Sandbox:
    url: str
    token: str

    async def control(self, path: str, **values: Any) -> Any:
        async with (
            aiohttp.ClientSession() as session,
            session.post(f"{self.url}/control/{path}", json=values) as answer,
        ):
            return await answer.json()


@asynccontextmanager
async def sandbox(users: int) -> AsyncIterator[Sandbox]:
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bot.sandbox", "--no-page", "--no-journal", "--users", str(users), "--keep", "5",
        stdout=asyncio.subprocess.PIPE,
    )  # fmt: skip
    assert process.stdout is not None
    told = json.loads(await process.stdout.readline())
    try:
        yield Sandbox(told["url"], told["token"])
    finally:
        process.terminate()
        await process.wait()


@asynccontextmanager
async def bot_for(place: Sandbox, connections: int) -> AsyncIterator[Bot]:
    session = JsonSession(api=TelegramAPIServer.from_base(place.url), limit=connections)
    bot = Bot(place.token, session=session)
    try:
        yield bot
    finally:
        await session.close()


async def fill(store: Store, chats: list[tuple[int, ChatKind]], each: int = 1) -> None:
    now = datetime.now(UTC)
    for chat_id, kind in chats:
        await store.save_chat(Chat(chat_id, kind), now)
        messages = [Message(TEXT)] * each
        await store.enqueue(chat_id, None, Kind.DIGEST, messages, key="bench", now=now)


def memory() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


async def deliver(store: Store, bot: Bot, in_flight: int, *, stars: int = 0, until: Any) -> float:
    """Run the delivery until ``until`` says so; the seconds that took."""
    clock = SystemClock()
    deliverer = Deliverer(
        store,
        Courier(bot, clock),
        Pace(30, clock.monotonic()),
        clock,
        owner="bench",
        in_flight=in_flight,
        purse=Purse(store, stars) if stars else None,
    )
    stop = asyncio.Event()
    running = asyncio.create_task(deliverer.run(stop))
    began = time.perf_counter()
    await until()
    seconds = time.perf_counter() - began
    stop.set()
    await running
    return seconds


async def push(chats: int) -> float:
    async with sandbox(chats) as place, bot_for(place, 100) as bot:
        with tempfile.TemporaryDirectory() as folder:
            store = await Store.open(f"sqlite+aiosqlite:///{Path(folder) / 'bench.db'}")
            await fill(store, [(FIRST + n, ChatKind.PRIVATE) for n in range(chats)])

            async def all_sent() -> None:
                while (await store.queue(datetime.now(UTC))).sent_24h < chats:
                    await asyncio.sleep(0.2)

            seconds = await deliver(store, bot, 24, until=all_sent)
            flood = await place.control("flood/report")
            await store.close()
    print(
        f"push: {chats} chats in {seconds:.1f} s = {chats / seconds:.2f} messages/s, {chats / seconds / 30:.1%} of 30/s"
    )
    print(f"flood: {flood}")
    return chats / seconds


async def paid(seconds: float) -> float:
    wanted = int(seconds * 1000)
    async with sandbox(wanted) as place, bot_for(place, 300) as bot:
        with tempfile.TemporaryDirectory() as folder:
            store = await Store.open(f"sqlite+aiosqlite:///{Path(folder) / 'bench.db'}")
            await fill_fast(store, wanted)
            before = memory()
            marks: list[tuple[float, int]] = []

            async def enough() -> None:
                began = time.perf_counter()
                while time.perf_counter() - began < seconds:
                    await asyncio.sleep(5)
                    marks.append((time.perf_counter() - began, (await store.queue(datetime.now(UTC))).sent_24h))
                    print(f"  {marks[-1][0]:5.1f} s  {marks[-1][1]} sent  {memory():.0f} MB", flush=True)

            await deliver(store, bot, 200, stars=wanted, until=enough)
            flood = await place.control("flood/report")
            await store.close()
    spent, sent = marks[-1]
    print(f"paid: {sent} in {spent:.1f} s = {sent / spent:.0f} messages/s; memory {before:.0f} -> {memory():.0f} MB")
    print(f"flood: {flood}")
    return sent / spent


async def fill_fast(store: Store, count: int) -> None:
    """Through planning, as a real push is: one profile, all due at once."""
    rows = (
        (n, {"chat_id": FIRST + n, "kind": "private", "subscriptions": [{"regions": ["KZ-19"], "times": ["08:00"]}]})
        for n in range(count)
    )
    before, due = datetime(2026, 11, 25, 2, 30, tzinfo=UTC), datetime(2026, 11, 25, 3, 0, tzinfo=UTC)
    async for _ in store.import_subscribers(rows, before, batch=2000):
        pass
    while batch := await store.due_batch(due):
        await store.commit_batch(batch, [Plan(g.key, (Message(TEXT),), 1) for g in batch.groups], due)


async def group(chats: int) -> float:
    async with sandbox(chats) as place, bot_for(place, 100) as bot:
        crowd = (await place.control("places/supergroup", title="Двор", creator=FIRST))["result"]
        with tempfile.TemporaryDirectory() as folder:
            store = await Store.open(f"sqlite+aiosqlite:///{Path(folder) / 'bench.db'}")
            await fill(store, [(crowd, ChatKind.SUPERGROUP)], each=60)
            await fill(store, [(FIRST + n, ChatKind.PRIVATE) for n in range(chats)])

            async def private_sent() -> None:
                while (await store.queue(datetime.now(UTC))).pending > 60:
                    await asyncio.sleep(0.2)

            seconds = await deliver(store, bot, 24, until=private_sent)
            await store.close()
    print(f"group: {chats} private chats beside a group with 60 messages: {chats / seconds:.2f} messages/s to them")
    return chats / seconds


async def loop(chats: int) -> float:
    """What aiogram's documentation shows for a broadcast: one after the other, ``sleep(.05)`` in between."""
    async with sandbox(chats) as place, bot_for(place, 100) as bot:
        began = time.perf_counter()
        floods = 0
        for n in range(chats):
            while True:
                try:
                    await bot.send_message(FIRST + n, TEXT, parse_mode="HTML")
                    break
                except TelegramRetryAfter as error:
                    floods += 1
                    await asyncio.sleep(error.retry_after)
            await asyncio.sleep(0.05)
        seconds = time.perf_counter() - began
    print(f"loop: {chats} chats in {seconds:.1f} s = {chats / seconds:.2f} messages/s, {floods} flood waits")
    return chats / seconds


async def everything(chats: int, seconds: float) -> None:
    rates = {"loop": await loop(chats), "push": await push(chats), "group": await group(chats // 3)}
    rates["paid"] = await paid(seconds)
    print(f"{'run':8}{'messages/s':>12}{'to the loop':>14}")
    for name, rate in rates.items():
        print(f"{name:8}{rate:12.1f}{rate / rates['loop']:13.1f}x")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=["push", "paid", "group", "loop", "all"])
    parser.add_argument("--chats", type=int, default=3000)
    parser.add_argument("--seconds", type=float, default=60)
    chosen = parser.parse_args()
    if chosen.what == "all":
        uvloop.run(everything(chosen.chats, chosen.seconds))
    elif chosen.what == "paid":
        uvloop.run(paid(chosen.seconds))
    else:
        uvloop.run({"push": push, "group": group, "loop": loop}[chosen.what](chosen.chats))


if __name__ == "__main__":
    main()
