"""How much room a year takes: bytes of an article, a chat and a message on both databases, times a year of them.

.venv/bin/python -m bench.growth [--articles 10000] [--chats 50000]
"""

from __future__ import annotations

import argparse
import asyncio
import random
import sqlite3
import tempfile
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path

import asyncpg

from bench.cluster import postgres
from bench.moving import SOURCE, WORDS, people
from bot.models import REGIONS, TOPICS, Message, Plan, RawEdition, Sent
from bot.store import Store
from tests.store.making import analysis, incoming

A_DAY, CHATS, DAYS_KEPT, PUSHES = 5_000, 5_000_000, 30, 2
WORD_COUNT = 330  # about 2,400 letters, as the feeds of the press have it


async def articles(store: Store, count: int) -> None:
    dice, now = random.Random(1), datetime.now(UTC)
    await store.sync_sources([SOURCE], now)
    for start in range(0, count, 500):
        items = []
        for number in range(start, min(start + 500, count)):
            text = " ".join(f"{word}{dice.randrange(400)}" for word in dice.choices(WORDS, k=WORD_COUNT))
            said = analysis(
                text[:2000],
                search_text=" ".join(dict.fromkeys(text.split())),
                title=text[:70],
                regions=(dice.choice(REGIONS),),
                topics=tuple(dice.sample(TOPICS, 2)),
                signature=tuple(dice.randrange(2**32) for _ in range(64)),
                terms=dict.fromkeys(text.split()[:60], 0.1),
            )
            item = incoming(f"post-{number}", said, at=now - timedelta(minutes=count - number))
            items.append(
                replace(item, raw=replace(item.raw, editions=(RawEdition(None, text[:70], f"<p>{text}</p>"),)))
            )
        await store.ingest(items, now)


async def chats(store: Store, count: int) -> None:
    async for _ in store.import_subscribers(enumerate(people(count)), datetime.now(UTC)):
        pass


async def messages(store: Store, count: int) -> None:
    """Sent rows of one push, by the way that they take in life."""
    now = datetime.now(UTC)
    while batch := await store.due_batch(now + timedelta(days=1), limit=15_000):
        plans = [Plan(group.key, (Message("<b>Утро</b>" * 200),), until_seq=1) for group in batch.groups]
        await store.commit_batch(batch, plans, now + timedelta(days=1))
    done = 0
    while taken := await store.claim("bench", now + timedelta(days=1), limit=5000, lease_seconds=600):
        await store.settle([(one.id, Sent(one.id)) for one in taken], now)
        done += len(taken)
    assert done == count, (done, count)


async def measure(url: str, count: int, people_: int) -> tuple[float, float, float]:
    """Bytes of an article, a chat and a message, without the room that the database keeps for later."""
    sizes = [await compact(url)]
    for work, number in ((articles, count), (chats, people_), (messages, people_)):
        store = await Store.open(url)
        await work(store, number)
        await store.close()
        sizes.append(await compact(url))
    article, chat, message = (after - before for before, after in pairwise(sizes))
    return article / count, chat / people_, message / people_


async def compact(url: str) -> int:
    store = await Store.open(url)
    await store.close()
    if url.startswith("postgresql"):
        conn = await asyncpg.connect(url.replace("+asyncpg", ""))
        await conn.execute("VACUUM FULL")
        await conn.close()
    else:
        with closing(sqlite3.connect(url.removeprefix("sqlite+aiosqlite:///"))) as file:
            file.execute("VACUUM")
    store = await Store.open(url)
    size = await store.size()
    await store.close()
    return size


async def run(articles_: int, chats_: int) -> None:
    with tempfile.TemporaryDirectory() as name, postgres(Path(name)) as (_, database):
        for title, url in (("SQLite", f"sqlite+aiosqlite:///{name}/growth.db"), ("PostgreSQL", database)):
            article, chat, message = await measure(url, articles_, chats_)
            year, people_, outbox = article * A_DAY * 365, chat * CHATS, message * CHATS * PUSHES * DAYS_KEPT
            print(f"{title}: {article:,.0f} bytes an article, {chat:,.0f} a chat, {message:,.0f} a message")
            print(
                f"  a year of articles {year / 1e9:.0f} GB, chats {people_ / 1e9:.1f} GB, outbox {outbox / 1e9:.0f} GB"
            )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=int, default=10_000)
    parser.add_argument("--chats", type=int, default=50_000)
    chosen = parser.parse_args()
    asyncio.run(run(chosen.articles, chosen.chats))


if __name__ == "__main__":
    main()
