"""The hot queries stay on their indexes: whatever the size of the archive, no table is read from end to end."""

import re
from collections.abc import Awaitable, Callable, Sequence
from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from bot.models import Kind, Message, Mode, Plan, Sent, StoryFilter
from bot.store import Audience, Store

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


async def broadcast(store: Store) -> None:
    async for _ in store.broadcast(Audience(), [Message("a")], key="b", now=NOW):
        await store.broadcast_progress("b")
    await store.hold("b")
    await store.let_go("b")
    await store.cancel("b", NOW)


def asking(**wanted: Any) -> Work:
    async def ask(store: Store) -> None:
        await store.find(StoryFilter(**wanted), limit=5, now=NOW, ranked=True)

    return ask


HOT: dict[str, Work] = {
    "due": plan_digests,
    "instant": plan_instants,
    "deliver": deliver,
    "broadcast": broadcast,
    "under way": lambda store: store.under_way([1]),
    "late": lambda store: store.late(NOW),
    "trimming": lambda store: store.tidy(later(days=800), retention_days=365),
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

WALKED = {"trimming": ("updates", "files")}
"""What is read whole once a night: the numbers of three days' updates, the names of a year's pictures."""


@pytest.fixture
async def busy(store: Store) -> Store:
    await ingest(store, incoming("1", analysis("мост", regions=["KZ-19"])))
    await with_chat(store)
    await subscribe(store)
    await subscribe(store, mode=Mode.INSTANT, times=())
    await ingest(store, incoming("2", analysis("мост", regions=["KZ-19"], topics=["sport"])))
    return store


@pytest.mark.parametrize("name", HOT)
async def test_no_large_table_is_read_from_end_to_end(busy: Store, name: str) -> None:
    said = await listened(busy, HOT[name])
    assert said
    async with busy._db._writer.connect() as conn:
        for statement, parameters in said:
            for step in await plan_of(conn, statement, parameters):
                scanned = re.search(r"^SCAN (\w+)(?! .*(?:INDEX|VIRTUAL TABLE))|Seq Scan on (\w+)", step)
                table = scanned and (scanned[1] or scanned[2])
                whole = table and table.rstrip("_0123456789")
                assert whole not in LARGE or whole in WALKED.get(name, ()), f"{step}\n{statement}"


async def listened(store: Store, work: Work) -> Sequence[tuple[str, Any]]:
    """The statements of ``work`` that can be explained, with the parameters of each. Those over the writer's temporary
    tables are left out: these hold one batch."""
    said: list[tuple[str, Any]] = []

    def listen(_conn: Any, _cursor: Any, statement: str, parameters: Any, _context: Any, many: bool) -> None:
        staged = re.search(r"\b(due|planned|shared)_\w+", statement)
        if not staged and re.match("SELECT|UPDATE|DELETE|INSERT|WITH", statement):
            said.append((statement, parameters[0] if many else parameters))

    engines = {engine.sync_engine for engine in (store._db._readers, store._db._writer)}
    for engine in engines:
        sa.event.listen(engine, "before_cursor_execute", listen)
    await work(store)
    for engine in engines:
        sa.event.remove(engine, "before_cursor_execute", listen)
    return said


async def plan_of(conn: Any, statement: str, parameters: Any) -> list[str]:
    """The steps. PostgreSQL reads small tables whole unless it is told not to where it has an index."""
    if conn.dialect.name == "sqlite":
        rows = await conn.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters)
        return [row[-1] for row in rows]
    await conn.exec_driver_sql("SET LOCAL enable_seqscan = off")
    return [row[0] for row in await conn.exec_driver_sql(f"EXPLAIN {statement}", parameters)]
