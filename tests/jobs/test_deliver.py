"""Every trouble in the middle of a push, over real HTTP: nobody is missing, what is doubled could not be known."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import pytest
from aiogram import Bot
from aiogram.client.telegram import TelegramAPIServer

from bot.clock import SystemClock
from bot.connection import JsonSession
from bot.delivery import Courier
from bot.jobs.deliver import Deliverer
from bot.models import Chat, ChatKind, ChatState, Kind, Message
from bot.pace import Pace
from bot.sandbox import TOKEN, Sandbox
from bot.store import Store

CHATS = 30
FIRST = 300_000
WORDS = "Пастбища вернут сельским округам"
IN_FLIGHT = 8


@dataclass
class Push:
    sandbox: Sandbox
    store: Store
    deliverer: Deliverer

    async def queue(
        self, chat_id: int, kind: ChatKind = ChatKind.PRIVATE, parts: int = 1, thread: int | None = None
    ) -> None:
        now = datetime.now(UTC)
        await self.store.save_chat(Chat(chat_id, kind), now)
        messages = [Message(f"<b>{WORDS}</b> {part}") for part in range(parts)]
        await self.store.enqueue(chat_id, thread, Kind.DIGEST, messages, key="morning", now=now)

    async def run(self) -> None:
        """Until nothing waits any more, rows that come back later included."""
        stop = asyncio.Event()
        running = asyncio.create_task(self.deliverer.run(stop))
        async with asyncio.timeout(40):
            while (queue := await self.store.queue(datetime.now(UTC))).pending or queue.sending:
                await asyncio.sleep(0.05)
        stop.set()
        await running

    def received(self, chat_id: int) -> int:
        return sum(1 for one in self.sandbox.people.transcript(chat_id) if WORDS in one["text"])


@pytest.fixture
async def push(sqlite_url: str, request: pytest.FixtureRequest) -> AsyncIterator[Push]:
    """Thirty people to whom a message is due, and a fast pace. The parameter is the seconds that an answer may take:
    few where it never comes, many elsewhere, since a busy machine is no fault."""
    sandbox = await Sandbox.start(page=False, flood=False)
    sandbox.places.users(CHATS, first=FIRST)
    store = await Store.open(sqlite_url)
    bot = Bot(TOKEN, session=JsonSession(api=TelegramAPIServer.from_base(sandbox.url)))
    clock = SystemClock()
    pace = Pace(500, clock.monotonic())
    deliverer = Deliverer(
        store,
        Courier(bot, clock, timeout=getattr(request, "param", 10)),
        pace,
        clock,
        owner="test",
        in_flight=IN_FLIGHT,
    )
    push = Push(sandbox, store, deliverer)
    for n in range(CHATS):
        await push.queue(FIRST + n)
    yield push
    await bot.session.close()
    await store.close()
    await sandbox.stop()


@pytest.mark.parametrize(
    ("push", "fault", "doubled", "count"),
    [
        (10, "lost_before", False, 1),
        (10, "lost_after", True, 1),
        (10, "lost_after", True, 3),
        (2, "hang", False, 1),
        (2, "hang", False, 3),
        (2, "hang_after", True, 1),
        (10, "bad_gateway_json", False, 1),
        (10, "bad_gateway_html", False, 1),
    ],
    indirect=["push"],
)
async def test_an_answer_that_is_lost(push: Push, fault: str, doubled: bool, count: int) -> None:
    push.sandbox.faults.add(fault, methods=["sendMessage"], skip=7, count=count)
    await push.run()
    received = [push.received(FIRST + n) for n in range(CHATS)]
    assert min(received) == 1
    assert sum(received) - CHATS <= (count if doubled else 0)


async def test_a_flood_wait_for_everybody_loses_nobody_and_is_kept(push: Push) -> None:
    push.sandbox.faults.add("flood", methods=["sendMessage"], seconds=2)
    await push.run()
    assert [push.received(FIRST + n) for n in range(CHATS)] == [1] * CHATS
    waited = push.sandbox.journal.counts["sendMessage", "429"]
    assert waited <= IN_FLIGHT + 1


async def test_a_flood_wait_for_one_chat_stops_only_that_chat(push: Push) -> None:
    number = push.sandbox.faults.add("flood", methods=["sendMessage"], chat=FIRST, seconds=3)
    running = asyncio.create_task(push.run())
    async with asyncio.timeout(2.5):
        while any(push.received(FIRST + n) == 0 for n in range(1, CHATS)):
            await asyncio.sleep(0.02)
    assert push.received(FIRST) == 0
    await running
    assert push.received(FIRST) == 1
    assert push.sandbox.faults.hits(number) == 1


@pytest.mark.parametrize("fault", ["blocked", "deactivated", "kicked"])
async def test_a_chat_that_refuses_is_suspended_and_the_others_get_theirs(push: Push, fault: str) -> None:
    push.sandbox.faults.add(fault, chat=FIRST + 3)
    await push.run()
    chat = await push.store.chat(FIRST + 3)
    assert chat is not None
    assert chat.state is ChatState.SUSPENDED
    assert [push.received(FIRST + n) for n in range(CHATS) if n != 3] == [1] * (CHATS - 1)
    assert (await push.store.queue(datetime.now(UTC))).pending == 0


async def test_a_group_that_became_a_supergroup_gets_it_there(push: Push) -> None:
    group = push.sandbox.places.group("Двор", members=[FIRST])
    await push.queue(group, ChatKind.GROUP, parts=2)
    moved = push.sandbox.places.migrate(group)
    await push.run()
    assert push.received(moved) == 2
    assert await push.store.chat(group) is None
    assert (await push.store.chat(moved)) is not None


async def test_a_closed_topic_falls_back_to_the_chat(push: Push) -> None:
    forum = push.sandbox.places.supergroup("Двор", members=[FIRST], topics=["Новости"])
    thread = next(topic["id"] for topic in push.sandbox.places.topics(forum) if topic["name"] == "Новости")
    await push.queue(forum, ChatKind.SUPERGROUP, thread=thread)
    push.sandbox.places.close_topic(forum, thread)
    await push.run()
    assert push.received(forum) == 1


async def test_parts_come_in_order_and_a_permanent_refusal_is_kept_for_an_admin(push: Push) -> None:
    reader = FIRST + CHATS
    push.sandbox.places.users(1, first=reader)
    await push.queue(reader, parts=3)
    push.sandbox.faults.add("bad_request", chat=FIRST + 5, text="can't parse entities", count=1)
    await push.run()
    texts = [one["text"] for one in push.sandbox.people.transcript(reader)]
    assert texts == [f"{WORDS} {part}" for part in range(3)]
    troubled: Any = await push.store.quarantined()
    assert [one.chat_id for one in troubled] == [FIRST + 5]
