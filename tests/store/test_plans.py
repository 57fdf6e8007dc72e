"""The hot queries stay on their indexes: whatever the size of the archive, no table is read from end to end."""

import re
import sqlite3
from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from bot.models import Kind, Message, Mode, Plan, Sent, StoryFilter
from bot.store import Store, parse_url

from .making import NOW, analysis, incoming, ingest, later, subscribe, with_chat

LARGE = ("articles", "editions", "stories", "story_facets", "search_documents", "passages", "edition_bands",
         "chats", "subscriptions", "outbox", "payloads", "payload_stories", "updates", "files", "words")  # fmt: skip
MORNING = NOW + timedelta(hours=1)

Work = Callable[[Store], Awaitable[object]]


async def plan_digests(store: Store) -> None:
    batch = await store.due_batch(MORNING, limit=1)
    assert batch is not None
    await store.commit_batch(batch, [Plan(group.key, (Message("a"),), 1) for group in batch.groups], MORNING)


async def plan_instants(store: Store) -> None:
    for group in await store.instant_groups(NOW):
        await store.commit_instant(group, [Plan(group.key, (Message("a"),), 1)], 1, NOW)


async def deliver(store: Store) -> None:
    await store.enqueue(7, None, Kind.NOTICE, [Message("a"), Message("b")], key="k", now=NOW)
    deliveries = await store.claim("w", NOW, limit=9, lease_seconds=9, exclude_chats=[1])
    await store.settle([(one.id, Sent(1)) for one in deliveries], NOW)
    await store.queue(NOW)
    await store.release_leases("w", NOW)


def asking(**wanted: Any) -> Work:
    async def ask(store: Store) -> None:
        await store.find(StoryFilter(**wanted), limit=5, now=NOW, ranked=True)

    return ask


HOT: dict[str, Work] = {
    "due": plan_digests,
    "instant": plan_instants,
    "deliver": deliver,
    "ingest": lambda store: store.ingest([incoming("9", analysis(signature=tuple(range(64))))], NOW),
    "known": lambda store: store.known("altyn-orda", ["1"]),
    "candidates": lambda store: store.candidates(
        [analysis(signature=tuple(range(64)))], since=NOW, until=later(days=1)
    ),
    "newest": asking(),
    "region": asking(regions=("KZ-19",)),
    "regions and topics": asking(regions=("KZ-19", "KZ-75"), topics=("sport", "health")),
    "since a cursor": asking(after_seq=1, regions=("KZ-19",), muted_topics=("sport",)),
    "words": asking(words=("мост",), regions=("KZ-19",), excluded=("спорт",), languages=("ru",), since=later(days=-7)),
    "chat": lambda store: store.chat(7),
    "subscriptions": lambda store: store.subscriptions(7),
    "settings of a chat": lambda store: store.update_chat(7, NOW, language="en", time_zone="Asia/Oral"),
    "update": lambda store: store.done_update(5, NOW),
    "refused": lambda store: store.suspend_chat(7, "blocked", NOW),
    "corrected": lambda store: store.sent_messages([1]),
}


@pytest.fixture
async def busy(sqlite_url: str) -> Any:
    store = await Store.open(sqlite_url)
    await ingest(store, incoming("1", analysis("мост", regions=["KZ-19"])))
    await with_chat(store)
    await subscribe(store)
    await subscribe(store, mode=Mode.INSTANT, times=())
    await ingest(store, incoming("2", analysis("мост", regions=["KZ-19"], topics=["sport"])))
    yield store
    await store.close()


@pytest.mark.parametrize("name", HOT)
async def test_no_large_table_is_read_from_end_to_end(busy: Store, name: str) -> None:
    said: list[tuple[str, Any]] = []

    def listen(_conn: Any, _cursor: Any, statement: str, parameters: Any, _context: Any, many: bool) -> None:
        said.append((statement, parameters[0] if many else parameters))

    for engine in (busy._db._readers, busy._db._writer):
        sa.event.listen(engine.sync_engine, "before_cursor_execute", listen)
    await HOT[name](busy)
    plain = sqlite3.connect(parse_url(str(busy._db.url)).database or "")
    try:
        for statement, parameters in said:
            staged = re.search(r"\b(due|planned|shared)_\w+", statement)  # temporary tables of the writer
            if staged or not re.match("SELECT|UPDATE|DELETE|INSERT", statement):
                continue
            for *_, step in plain.execute(f"EXPLAIN QUERY PLAN {statement}", parameters):
                scanned = re.match(r"SCAN (\w+)(?! .*(INDEX|VIRTUAL TABLE))", step)
                assert not scanned or scanned[1].rstrip("_0123456789") not in LARGE, f"{step}\n{statement}"
    finally:
        plain.close()
