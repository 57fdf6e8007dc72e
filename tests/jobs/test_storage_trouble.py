"""A database that another process holds, a disk that fills up: no crash, nothing lost, and it says so."""

from __future__ import annotations

import asyncio
import os
import sqlite3
import subprocess
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, closing
from datetime import UTC, datetime
from pathlib import Path

import pytest
from aiogram import Bot
from aiogram.client.telegram import TelegramAPIServer

from bot.clock import SystemClock
from bot.connection import JsonSession
from bot.delivery import Courier
from bot.errors import StoreError
from bot.jobs.deliver import Deliverer
from bot.models import Chat, ChatKind, Kind, Message
from bot.pace import Pace
from bot.sandbox import TOKEN, Sandbox
from bot.store import Store

CHATS, FIRST = 20, 400_000
WORDS = "Дамбы вокруг Уральска поднимут на метр"
HELD_SECONDS = float(os.environ.get("AIMAQ_HELD_SECONDS", "6.5"))  # beyond the five that a writer waits


@asynccontextmanager
async def pushing(store: Store) -> AsyncIterator[Sandbox]:
    """A delivery at work on whatever is in the outbox."""
    sandbox = await Sandbox.start(page=False, flood=False)
    sandbox.places.users(CHATS, first=FIRST)
    bot = Bot(TOKEN, session=JsonSession(api=TelegramAPIServer.from_base(sandbox.url)))
    clock = SystemClock()
    deliverer = Deliverer(store, Courier(bot, clock), Pace(300, clock.monotonic()), clock, owner="test", in_flight=4)
    stop = asyncio.Event()
    running = asyncio.create_task(deliverer.run(stop))
    try:
        yield sandbox
    finally:
        stop.set()
        await running
        await bot.session.close()
        await sandbox.stop()


async def queue(store: Store, chats: range) -> None:
    now = datetime.now(UTC)
    for chat in chats:
        await store.save_chat(Chat(chat, ChatKind.PRIVATE), now)
        await store.enqueue(chat, None, Kind.DIGEST, [Message(WORDS)], key="morning", now=now)


async def until_all_have(sandbox: Sandbox) -> list[int]:
    async with asyncio.timeout(HELD_SECONDS + 60):
        while True:
            counts = [len(sandbox.people.transcript(chat)) for chat in range(FIRST, FIRST + CHATS)]
            if min(counts) > 0:
                return counts
            await asyncio.sleep(0.1)


async def test_a_database_held_by_another_process_only_delays(sqlite_url: str) -> None:
    store = await Store.open(sqlite_url)
    await queue(store, range(FIRST, FIRST + CHATS))
    with closing(sqlite3.connect(sqlite_url.split("///")[1])) as other:
        other.execute("BEGIN IMMEDIATE")
        async with pushing(store) as sandbox:
            await asyncio.sleep(HELD_SECONDS)
            other.rollback()
            counts = await until_all_have(sandbox)
    assert counts == [1] * CHATS
    await store.close()


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of 3 MB; only root can make one."""
    place = tmp_path / "disk"
    place.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=3m", "tmpfs", str(place)], capture_output=True, check=False
    )
    if mounted.returncode:
        pytest.skip("a small file system cannot be mounted here")
    yield place
    subprocess.run(["umount", "-l", str(place)], check=True)


async def test_a_full_disk_is_said_and_healed(small_disk: Path, sqlite_url: str) -> None:
    path = small_disk / "aimaq.db"
    path.write_bytes(Path(sqlite_url.split("///")[1]).read_bytes())
    store = await Store.open(f"sqlite+aiosqlite:///{path}")
    await queue(store, range(FIRST, FIRST + CHATS))
    ballast = small_disk / "ballast"
    with ballast.open("wb", buffering=0) as file, pytest.raises(OSError, match="No space"):
        while True:
            file.write(b"x" * 4096)
    with pytest.raises(StoreError, match="full"):
        for number in range(2000):
            await store.set_setting(f"note-{number}", "x" * 1000)
    async with pushing(store) as sandbox:
        await asyncio.sleep(1.5)
        ballast.unlink()
        counts = await until_all_have(sandbox)
    assert all(counts)
    assert (await store.check()) == ()
    await store.close()
