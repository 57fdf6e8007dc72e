"""Many new articles at once are stored as each would be by itself."""

from __future__ import annotations

from datetime import timedelta

import pytest
import sqlalchemy as sa

from bot.errors import StoreError
from bot.models import Incoming, Scope
from bot.store import Store
from bot.store.schema import articles, editions, metadata, search_documents, stories, story_facets
from bot.store.story_rows import refresh

from .making import NOW, analysis, incoming

DERIVED = (stories, story_facets, search_documents)


def arrivals() -> list[Incoming]:
    """Of every kind: places, two languages, a foreign one, silent, without labels, one that waits for an editor."""
    ru = analysis("школа в селе", regions=["KZ-19", "KZ-75"], topics=["education"], places=["193630100"])
    kk = analysis("ауылда мектеп ашылды", language="kk", regions=["KZ-19"], topics=["education", "social"])
    return [
        incoming("both", ru, kk, at=NOW - timedelta(minutes=5)),
        incoming("foreign", analysis("саммит в Бишкеке", scope=Scope.FOREIGN, topics=["world"])),
        incoming("silent", analysis("архив", regions=["KZ-63"]), at=NOW - timedelta(days=9), silent=True),
        incoming("plain", analysis("погода"), at=NOW - timedelta(minutes=1), source="other"),
        incoming("held", analysis("на правке"), at=NOW - timedelta(minutes=3), held=True),
    ]


async def dump(store: Store, *tables: sa.Table) -> list[list[tuple[object, ...]]]:
    async with store._db.read() as conn:
        return [sorted((tuple(row) for row in await conn.execute(sa.select(table))), key=repr) for table in tables]


async def test_a_batch_leaves_what_a_refresh_of_each_story_would(store: Store) -> None:
    result = await store.ingest(arrivals(), NOW)
    assert result.new == 5
    before = await dump(store, *DERIVED)
    async with store._db.write() as conn:
        for story_id in result.new_story_ids:
            await refresh(conn, story_id)
    assert await dump(store, *DERIVED) == before


async def test_a_batch_and_one_by_one_are_the_same(store: Store, sqlite_url: str) -> None:
    """All tables, ids included: the seq follows the publication in both cases, held stories have none."""
    alone = await Store.open(sqlite_url)
    for one in sorted(arrivals(), key=lambda one: (one.held, one.raw.published or NOW)):
        await alone.ingest([one], NOW)
    await store.ingest(arrivals(), NOW)
    for table in metadata.sorted_tables:
        assert await dump(store, table) == await dump(alone, table), table.name
    await alone.close()


async def test_the_same_article_twice_in_a_batch_is_one(store: Store) -> None:
    first, edited = incoming("1"), incoming("1", analysis("другой текст"), at=NOW + timedelta(seconds=1))
    result = await store.ingest([first, edited, incoming("2")], NOW)
    assert (result.new, result.changed) == (2, 1)
    assert await count(store, articles) == 2


async def test_a_batch_of_a_thousand(store: Store) -> None:
    result = await store.ingest([incoming(str(number)) for number in range(1000)], NOW)
    assert len(set(result.new_story_ids)) == 1000
    assert await count(store, editions) == 1000
    assert await store.latest_seq() == 1000


async def test_one_that_cannot_be_stored_takes_none_of_its_batch_with_it_halfway(store: Store) -> None:
    broken = incoming("broken", analysis("x", title=None))
    with pytest.raises(StoreError, match="refused"):
        await store.ingest([*arrivals(), broken], NOW)
    assert await count(store, articles) == await count(store, stories) == 0
    assert await store.latest_seq() == 0


async def count(store: Store, table: sa.Table) -> int:
    async with store._db.read() as conn:
        return (await conn.execute(sa.select(sa.func.count()).select_from(table))).scalar_one()


async def test_a_candidate_brings_the_beginning_of_its_text(store: Store) -> None:
    """Templates keep their words and change their facts, so those are compared."""
    forecast = analysis("25 ноября ветер 15–20 м/с. " * 200, signature=tuple(range(64)))
    await store.ingest([incoming("1", forecast)], NOW)
    (found,) = await store.candidates([forecast], since=NOW - timedelta(days=1), until=NOW + timedelta(days=1))
    assert found.analysis.text == forecast.text[:2000]
