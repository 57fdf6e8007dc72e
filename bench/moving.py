"""A newsroom of 200,000 articles and 100,000 chats moves from SQLite to PostgreSQL and back.

.venv/bin/python -m bench.moving [--articles 200000] [--chats 100000]
"""

from __future__ import annotations

import argparse
import asyncio
import hashlib
import json
import random
import tempfile
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from bench.cluster import postgres
from bot.models import REGIONS, TOPICS, Source
from bot.store import Store
from tests.store.making import analysis, incoming

CHUNK = 500
WORDS = (
    "мост", "школа", "село", "дорога", "тариф", "вода", "газ", "больница", "урожай", "паводок", "конкурс", "театр",
    "бюджет", "аким", "пастбище", "квартира",
)  # fmt: skip
SOURCE = Source("altyn-orda", "https://altyn-orda.kz/feed/", "Алтын Орда")


async def fill(store: Store, articles: int, chats: int) -> None:
    dice, now = random.Random(1), datetime.now(UTC)
    await store.sync_sources([SOURCE], now)
    for start in range(0, articles, CHUNK):
        items = []
        for number in range(start, min(start + CHUNK, articles)):
            text = " ".join(dice.choices(WORDS, k=60)) + f" {number}"
            said = analysis(text, regions=(dice.choice(REGIONS),), topics=tuple(dice.sample(TOPICS, 2)))
            items.append(incoming(f"post-{number}", said, at=now - timedelta(minutes=articles - number)))
        await store.ingest(items, now)
    async for _ in store.import_subscribers(enumerate(people(chats)), now):
        pass


def people(chats: int) -> Iterator[dict[str, Any]]:
    for number in range(chats):
        wanted = {"regions": [REGIONS[number % 20]], "topics": [], "keywords": [], "times": ["08:00"], "days": []}
        yield {"chat_id": 1_000_000 + number, "kind": "private", "subscriptions": [{**wanted, "mode": "digest"}]}


async def exported(store: Store) -> str:
    total = hashlib.sha256()
    async for line in store.export_subscribers():
        total.update(json.dumps(line, sort_keys=True).encode())
    return total.hexdigest()


async def move(source: Store, target: Store) -> None:
    began, latest = time.perf_counter(), 0

    def tell(_: str, done: int, __: int) -> None:
        nonlocal latest
        latest = done

    compared = await source.move_to(target, "bench", tell)
    seconds = time.perf_counter() - began
    different = [one.table for one in compared if not one.equal]
    print(
        f"  {latest:,} rows in {seconds:.0f} s ({latest / seconds:,.0f} a second), different tables: {different}",
        flush=True,
    )


async def run(articles: int, chats: int) -> None:
    with tempfile.TemporaryDirectory() as name, postgres(Path(name)) as (_, database):
        first = await Store.open(f"sqlite+aiosqlite:///{name}/first.db")
        big, last = await Store.open(database), await Store.open(f"sqlite+aiosqlite:///{name}/last.db")
        began = time.perf_counter()
        await fill(first, articles, chats)
        print(f"{articles:,} articles and {chats:,} chats, filled in {time.perf_counter() - began:.0f} s", flush=True)
        for source, target in ((first, big), (big, last), (first, big)):
            await move(source, target)
        print("  exports equal:", await exported(first) == await exported(big) == await exported(last))
        sizes = [f"{await store.size():,}" for store in (first, big, last)]
        print(f"  bytes on SQLite, PostgreSQL, SQLite again: {'; '.join(sizes)}")
        for store in (first, big, last):
            await store.close()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=int, default=200_000)
    parser.add_argument("--chats", type=int, default=100_000)
    chosen = parser.parse_args()
    asyncio.run(run(chosen.articles, chosen.chats))


if __name__ == "__main__":
    main()
