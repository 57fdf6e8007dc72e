"""What a newsroom does while readers ask: articles come in, and a push leaves at Telegram's pace.

Ten articles every two seconds are eighty times the 5,000 of a day. All of it runs in the process of those who ask, as
in the service.
"""

from __future__ import annotations

import asyncio
import random
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from uuid import uuid4

from bench.planning import DUE, plans, subscribers
from bot.models import REGIONS, TOPICS, Incoming, Sent
from bot.store import Store
from tests.store.making import analysis, incoming

CHATS, PROFILES = 3_000, 100
A_SECOND = 30
TEXT_WORDS = 120


@asynccontextmanager
async def at_work(store: Store, source: str, words: Sequence[str]) -> AsyncIterator[None]:
    """Until the end of the block; ``source`` is one that the database knows."""
    await subscribe(store)
    works = [asyncio.create_task(work) for work in (intake(store, source, words), push(store))]
    try:
        yield
        for work in works:
            if work.done():
                work.result()  # one that failed makes the measurement worthless
    finally:
        for work in works:
            work.cancel()
        await asyncio.gather(*works, return_exceptions=True)


async def intake(store: Store, source: str, words: Sequence[str]) -> None:
    dice = random.Random()
    while True:
        await store.ingest([article(dice, source, words) for _ in range(10)], datetime.now(UTC))
        await asyncio.sleep(2)


def article(dice: random.Random, source: str, words: Sequence[str]) -> Incoming:
    said = analysis(
        " ".join(dice.choices(words, k=TEXT_WORDS)),
        regions=[dice.choice(REGIONS)],
        topics=[dice.choice(TOPICS)],
        signature=tuple(dice.randrange(2**32) for _ in range(64)),
    )
    return incoming(uuid4().hex, said, at=datetime.now(UTC), source=source)


async def subscribe(store: Store) -> None:
    async for _, errors in store.import_subscribers(subscribers(CHATS, PROFILES), DUE - timedelta(days=1)):
        assert not errors, errors


async def push(store: Store) -> None:
    """Digests of one morning after the other."""
    while True:
        moment = await store.next_due()
        assert moment is not None
        while batch := await store.due_batch(moment, limit=5_000):
            await store.commit_batch(batch, plans(batch), moment)
        while taken := await store.claim("bench", moment, limit=A_SECOND, lease_seconds=600):
            await store.settle([(one.id, Sent(one.id)) for one in taken], moment)
            await asyncio.sleep(1)
