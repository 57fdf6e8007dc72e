"""A million subscriptions with 300 profiles, all due in the same minute: how long until all rows are in the outbox,
how long a batch holds the writer, and what a reader who writes meanwhile waits for. Batches are as large as the
service makes them.

    .venv/bin/python -m bench.planning [--subscriptions 1000000] [--profiles 300] [--url URL]
"""

from __future__ import annotations

import argparse
import asyncio
import resource
import tempfile
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path
from statistics import quantiles
from typing import Any

from bot.jobs.stride import Stride
from bot.models import REGIONS, TOPICS, DueBatch, Message, Plan
from bot.store import Store

BEFORE = datetime(2026, 11, 25, 2, 30, tzinfo=UTC)
DUE = datetime(2026, 11, 25, 3, 0, tzinfo=UTC)  # 08:00 in Almaty


def subscribers(count: int, profiles: int) -> Iterator[tuple[int, Any]]:
    """Chats as an import file has them, one subscription each."""
    for number in range(1, count + 1):
        kind = number % profiles
        yield number, {
            "chat_id": number,
            "kind": "private",
            "subscriptions": [
                {"regions": [REGIONS[kind % len(REGIONS)]], "topics": [TOPICS[kind // len(REGIONS) % len(TOPICS)]],
                 "keywords": [f"слово{kind // (len(REGIONS) * len(TOPICS))}"], "times": ["08:00"]}
            ],
        }  # fmt: skip


async def fill(store: Store, count: int, profiles: int) -> float:
    began = time.perf_counter()
    async for done, errors in store.import_subscribers(subscribers(count, profiles), BEFORE, batch=2000):
        if errors or done % 100_000 == 0:
            print(f"  {done:,} chats imported {errors}", flush=True)
    return time.perf_counter() - began


def plans(batch: DueBatch) -> list[Plan]:
    text = "<b>Алматинская область</b>\n" + "Новость в двух предложениях. " * 40
    return [Plan(group.key, (Message(text),), 1) for group in batch.groups]


async def plan(store: Store) -> tuple[int, list[float], list[float]]:
    """Rows written, and the seconds of each reading and of each committing."""
    rows, reads, commits, stride = 0, list[float](), list[float](), Stride()
    while True:
        began = time.perf_counter()
        batch = await store.due_batch(DUE, limit=stride.rows)
        reads.append(time.perf_counter() - began)
        if batch is None:
            return rows, reads, commits
        made = plans(batch)
        began = time.perf_counter()
        rows += await store.commit_batch(batch, made, DUE)
        commits.append(time.perf_counter() - began)
        stride = stride.after(commits[-1])
        await asyncio.sleep(0)


async def reader(store: Store, waits: list[float]) -> None:
    """Someone who presses /start every 50 ms: one reading, one writing."""
    number = 0
    while True:
        number += 1
        began = time.perf_counter()
        await store.chat(number)
        await store.done_update(number, DUE)
        waits.append(time.perf_counter() - began)
        await asyncio.sleep(0.05)


@asynccontextmanager
async def opened(url: str | None) -> AsyncIterator[Store]:
    with tempfile.TemporaryDirectory(prefix="aimaq-bench-") as folder:
        store = await Store.open(url or f"sqlite+aiosqlite:///{Path(folder) / 'bench.db'}")
        try:
            yield store
        finally:
            await store.close()


def percentile(values: list[float], percent: int) -> float:
    return quantiles(values, n=100)[percent - 1] if len(values) > 1 else values[0]


async def main(options: argparse.Namespace) -> None:
    async with opened(options.url) as store:
        filling = await fill(store, options.subscriptions, options.profiles)
        print(f"import            {filling:8.1f} s   {options.subscriptions / filling:,.0f} chats/s")
        waits: list[float] = []
        asking = asyncio.create_task(reader(store, waits))
        began = time.perf_counter()
        rows, reads, commits = await plan(store)
        whole = time.perf_counter() - began
        asking.cancel()
        await asyncio.wait([asking])
        print(f"planned           {whole:8.2f} s   {rows:,} rows in {len(commits)} batches (goal: 10 s)")
        print(f"read a batch      {1000 * max(reads):8.0f} ms  at most; {sum(reads):.2f} s in all")
        print(f"writer held       {1000 * max(commits):8.0f} ms  at most (goal: 200 ms); {sum(commits):.2f} s in all")
        print(f"/start meanwhile  {1000 * percentile(waits, 99):8.0f} ms  p99 of {len(waits)} (goal: 500 ms)")
        print(f"database          {await store.size() / 1e6:8.0f} MB")
        memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        print(f"process           {memory:8.0f} MB  at most (goal: 400 MB)")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--subscriptions", type=int, default=1_000_000)
    parser.add_argument("--profiles", type=int, default=300)
    parser.add_argument("--url", help="another database, migrated or empty; SQLite in a temporary folder otherwise")
    asyncio.run(main(parser.parse_args()))
