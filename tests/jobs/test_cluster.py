"""Several workers on one PostgreSQL: nobody is missing, nobody is doubled, and together they keep the pace."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from urllib.parse import parse_qs, urlsplit

import pytest
from aiogram import Bot
from aiogram.client.telegram import TelegramAPIServer

from bot.clock import SystemClock
from bot.connection import JsonSession
from bot.delivery import Courier
from bot.jobs import deliver, sharing
from bot.jobs.deliver import Deliverer
from bot.jobs.sharing import Allowance, Leadership
from bot.models import Chat, ChatKind, Kind, Message
from bot.pace import SharedPace
from bot.sandbox import TOKEN, Sandbox
from bot.store import Store

FIRST, CHATS = 310_000, 70


@asynccontextmanager
async def worker(url: str, sandbox: Sandbox, name: str) -> AsyncIterator[None]:
    """A process's delivery, with its own connections."""
    store, clock = await Store.open(url), SystemClock()
    bot = Bot(TOKEN, session=JsonSession(api=TelegramAPIServer.from_base(sandbox.url)))
    pace = SharedPace(30, clock.monotonic())
    deliverer = Deliverer(
        store, Courier(bot, clock, timeout=10), pace, clock,
        owner=name, in_flight=8, allowance=Allowance(store, clock, pace),
    )  # fmt: skip
    stop = asyncio.Event()
    running = asyncio.create_task(deliverer.run(stop))
    try:
        yield
    finally:
        stop.set()
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(running, 5)
        await bot.session.close()
        await store.close()


class Cable:
    """A way to the database that can be cut: what is sent then arrives nowhere, and nobody is told."""

    def __init__(self, socket_folder: str) -> None:
        self._path = f"{socket_folder}/.s.PGSQL.5432"
        self._tasks: set[asyncio.Task[None]] = set()
        self._whole = asyncio.Event()
        self._whole.set()
        self.port = 0

    async def start(self) -> asyncio.Server:
        server = await asyncio.start_server(self._join, "127.0.0.1", 0)
        self.port = server.sockets[0].getsockname()[1]
        return server

    def cut(self) -> None:
        self._whole.clear()

    def mend(self) -> None:
        self._whole.set()

    async def _join(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        there, back = await asyncio.open_unix_connection(self._path)
        both = asyncio.gather(self._pass(reader, back), self._pass(there, writer))
        with contextlib.suppress(ConnectionError):
            await both

    async def _pass(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while data := await reader.read(65536):
            await self._whole.wait()
            writer.write(data)
            await writer.drain()
        writer.close()


@pytest.fixture
async def sandbox() -> AsyncIterator[Sandbox]:
    opened = await Sandbox.start(page=False)
    opened.places.users(CHATS, first=FIRST)
    yield opened
    await opened.stop()


async def push(store: Store) -> None:
    now = datetime.now(UTC)
    for chat_id in range(FIRST, FIRST + CHATS):
        await store.save_chat(Chat(chat_id, ChatKind.PRIVATE), now)
        await store.enqueue(chat_id, None, Kind.DIGEST, [Message("<b>Утро</b>")], key="morning", now=now)


def received(sandbox: Sandbox) -> list[int]:
    return [len(sandbox.people.transcript(chat_id)) for chat_id in range(FIRST, FIRST + CHATS)]


async def until_sent(store: Store, seconds: float = 50) -> None:
    async with asyncio.timeout(seconds):
        while (await store.queue(datetime.now(UTC))).sent_24h < CHATS:
            await asyncio.sleep(0.05)


async def test_two_workers_share_a_push_within_one_pace(postgres_url: str, sandbox: Sandbox) -> None:
    store = await Store.open(postgres_url)
    await push(store)
    async with worker(postgres_url, sandbox, "a"), worker(postgres_url, sandbox, "b"):
        await until_sent(store)
    assert received(sandbox) == [1] * CHATS
    assert 1 < await store.sending_rate() < 30
    assert not sandbox.journal.counts["sendMessage", "429"]
    await store.close()


async def test_what_a_worker_held_that_was_cut_off_is_sent_by_another(
    postgres_url: str, sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(deliver, "SHARED_LEASE_SECONDS", 2.0)
    monkeypatch.setattr(deliver, "MARGIN_SECONDS", 1.0)
    store = await Store.open(postgres_url)
    await push(store)
    place = urlsplit(postgres_url)
    cable = Cable(parse_qs(place.query)["host"][0])
    server = await cable.start()
    over_the_cable = f"postgresql+asyncpg://postgres@127.0.0.1:{cable.port}{place.path}"
    async with worker(over_the_cable, sandbox, "far"):
        while sum(received(sandbox)) < 10:
            await asyncio.sleep(0.02)
        cable.cut()
        in_flight = (await store.queue(datetime.now(UTC))).sending
        await asyncio.sleep(0.5)
        alone = sum(received(sandbox))
        async with worker(postgres_url, sandbox, "near"):
            await until_sent(store)
            assert min(received(sandbox)) == 1
            assert sum(received(sandbox)) - CHATS <= in_flight
            assert sum(received(sandbox)) > alone
            cable.mend()
    assert sum(received(sandbox)) - CHATS <= in_flight
    server.close()
    await store.close()


async def test_a_standby_leads_when_the_leader_is_gone(postgres_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sharing, "LEAD_SECONDS", 1.3)
    store, clock = await Store.open(postgres_url), SystemClock()
    first, second = Leadership(store, clock, "first"), Leadership(store, clock, "second")
    await first.renew()
    await second.renew()
    assert [one.leads for one in (first, second)] == [True, False]
    async with asyncio.timeout(5):
        while not second.leads:  # the first has fallen silent
            await asyncio.sleep(0.1)
            await second.renew()
    assert [one.leads for one in (first, second)] == [False, True]
    await second.resign()
    await first.renew()
    assert [one.leads for one in (first, second)] == [True, False]
    await store.close()
