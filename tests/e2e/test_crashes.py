"""The process is killed for real, between any two stages and in the middle of a push: nothing is lost."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path

from bot.config import load
from bot.newsroom import newsroom
from bot.sandbox import TOKEN, Sandbox
from bot.sandbox.site import SampleSite

CHATS = 60
FIRST = 200_000
IN_FLIGHT = 24
PATIENCE = 90.0

SETTINGS = """
[telegram]
token = "{token}"
api_url = "{api}"
[database]
url = "sqlite+aiosqlite:///{folder}/aimaq.db"
[[sources]]
name = "main"
feed_url = "{feed}"
poll_seconds = 5
max_poll_seconds = 5
[network]
allow_private_hosts = true
[web]
port = 0
[delivery]
in_flight = {in_flight}
"""


class Program:
    """`aimaq run` as a process of its own."""

    def __init__(self, settings: Path) -> None:
        self._settings = settings
        self._process: asyncio.subprocess.Process | None = None

    async def start(self) -> None:
        self._process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "bot", "run", "-c", str(self._settings), stderr=asyncio.subprocess.DEVNULL
        )

    async def end(self, how: signal.Signals) -> None:
        if self._process is not None and self._process.returncode is None:
            os.kill(self._process.pid, how)
            await asyncio.wait_for(self._process.wait(), 20)


@asynccontextmanager
async def push_to(folder: Path) -> AsyncIterator[tuple[Sandbox, SampleSite, Program]]:
    """Sixty people who want every story of Almaty Region at once, and a program that is not running yet."""
    sandbox = await Sandbox.start(page=False)
    site = await SampleSite.start(now=lambda: datetime.now(UTC))
    sandbox.places.users(CHATS, first=FIRST)
    settings = folder / "config.toml"
    settings.write_text(
        SETTINGS.format(token=TOKEN, api=sandbox.url, folder=folder, feed=site.feed_url, in_flight=IN_FLIGHT)
    )
    wanted = [{"regions": ["KZ-19"], "topics": [], "keywords": [], "mode": "instant"}]
    rows = [(n, {"chat_id": FIRST + n, "kind": "private", "subscriptions": wanted}) for n in range(CHATS)]
    async with newsroom(load(settings, {})) as room:
        for source in await room.store.sources():
            await room.ingest.poll(source)
        async for _ in room.store.import_subscribers(rows, room.clock.now()):
            pass
    program = Program(settings)
    try:
        yield sandbox, site, program
    finally:
        await program.end(signal.SIGKILL)
        await site.stop()
        await sandbox.stop()


def received(sandbox: Sandbox, words: str) -> Counter[int]:
    """How often each of the sixty got a message with these words."""
    counts: Counter[int] = Counter()
    for chat in range(FIRST, FIRST + CHATS):
        counts[chat] = sum(1 for one in sandbox.people.transcript(chat) if words in one["text"])
    return counts


async def until_all_have(sandbox: Sandbox, words: str) -> Counter[int]:
    for chat in range(FIRST, FIRST + CHATS):
        assert await sandbox.people.wait_message(chat, words, timeout=PATIENCE), f"{chat} is missing"
    await asyncio.sleep(1.0)  # what comes twice would come now
    return received(sandbox, words)


async def test_killed_in_the_middle_of_a_push_nobody_is_missing_and_who_wrote_meanwhile_is_answered(
    tmp_path: Path,
) -> None:
    async with push_to(tmp_path) as (sandbox, site, program):
        title = site.publish_next()
        assert title
        moments = (2, 41)  # how many have it when the process is killed
        for enough in moments:
            await program.start()
            async with asyncio.timeout(PATIENCE):
                while sum(received(sandbox, title[:25]).values()) < enough:
                    await asyncio.sleep(0.005)
            await program.end(signal.SIGKILL)
        typed = [sandbox.people.say(FIRST + n, "шымкент за неделю") for n in range(5)]
        await program.start()
        counts = await until_all_have(sandbox, title[:25])
        assert sum(counts.values()) - CHATS <= len(moments) * IN_FLIGHT
        for n, message_id in enumerate(typed):
            assert await sandbox.people.wait_message(FIRST + n, "Шымкент", after=message_id, timeout=PATIENCE)
        await program.end(signal.SIGTERM)


async def test_killed_before_anything_is_sent_everything_is_sent_later(tmp_path: Path) -> None:
    """Between reading and storing, storing and planning, planning and delivering: whenever it hits."""
    async with push_to(tmp_path) as (sandbox, site, program):
        title = site.publish_next()
        assert title
        for lifetime in (0.9, 1.6):
            await program.start()
            await asyncio.sleep(lifetime)
            await program.end(signal.SIGKILL)
        await program.start()
        await until_all_have(sandbox, title[:25])
        await program.end(signal.SIGTERM)
