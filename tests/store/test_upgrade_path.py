"""From the first released schema to the newest one, with rows in every table, on both databases.

`tests/data/first_schema.json` is what a small newsroom had in its database on the day of the first schema; it is put
there by plain inserts, so that no later code shapes it. Nothing here names a later revision.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import alembic.command
import pytest
import sqlalchemy as sa
from alembic.config import Config

from bot.errors import StoreError
from bot.models import Mode, Profile, Scope, StoryFilter
from bot.store import Store
from bot.store.database import Database
from bot.store.migrations import HEAD
from tests.store.making import analysis, incoming, ingest

MIGRATIONS = Path("bot/store/migrations").resolve()
DATA = json.loads((Path(__file__).parent.parent / "data" / "first_schema.json").read_text(encoding="utf-8"))
NOW = datetime(2026, 11, 25, 3, 5, tzinfo=UTC)
BY_PROGRAM = {"alembic_version"}

pytestmark = pytest.mark.asyncio


def _value(column: sa.Column[Any], value: Any) -> Any:
    match column.type:
        case sa.Boolean():
            return bool(value)
        case sa.LargeBinary():
            return bytes.fromhex(value)
        case sa.Integer() if value is not None:
            return int(value)
        case _:
            return value


def first_schema(conn: sa.Connection) -> None:
    """The first schema, filled."""
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = conn
    alembic.command.upgrade(config, "0001")
    tables = sa.MetaData()
    tables.reflect(conn, only=lambda name, _: not name.startswith("search_index"))
    assert set(tables.tables) - BY_PROGRAM == set(DATA)  # rows in every table
    conn.execute(sa.delete(tables.tables["counters"]))
    for table in tables.sorted_tables:
        if table.name in BY_PROGRAM:
            continue
        names, rows = DATA[table.name]["columns"], DATA[table.name]["rows"]
        filled = [{n: _value(table.c[n], v) for n, v in zip(names, row, strict=True)} for row in rows]
        conn.execute(sa.insert(table), filled)
        if conn.dialect.name == "postgresql" and conn.scalar(
            sa.select(sa.func.pg_get_serial_sequence(table.name, names[0]))
        ):
            sequence = sa.func.pg_get_serial_sequence(table.name, names[0])
            conn.execute(sa.select(sa.func.setval(sequence, max(row[0] for row in rows))))


async def _on(url: str, work: Callable[[sa.Connection], Any]) -> Any:
    database = Database(url)
    try:
        async with database.write() as conn:
            return await conn.run_sync(work)
    finally:
        await database.close()


def _tables(conn: sa.Connection) -> set[str]:
    return set(sa.inspect(conn).get_table_names())


async def test_a_database_of_the_first_schema_comes_up_to_date_and_works_on(bare_url: str) -> None:
    await _on(bare_url, first_schema)
    assert await Store.bring_up(bare_url) == ("0001", HEAD)
    assert await Store.bring_up(bare_url) == (HEAD, HEAD)
    store = await Store.open(bare_url, schema="required")
    assert await store.check() == ()
    await _everything_is_there(store)
    await _work_goes_on(store)
    await store.close()


async def _everything_is_there(store: Store) -> None:
    talgar, zhetisu = sorted((await store.find(StoryFilter(), limit=9, now=NOW)).stories, key=lambda one: one.id)
    assert [edition.language for edition in talgar.editions] == ["ru", "kk"]
    assert (talgar.regions, talgar.scope, zhetisu.regions) == (("KZ-19",), Scope.REGIONAL, ("KZ-33",))
    assert (await store.evidence(zhetisu.id)).corrected == {"topics": ["infrastructure"]}
    assert [story.id for story in await store.saved(7)] == [talgar.id]
    assert (await store.counts()).articles == 2
    (order,) = await store.subscriptions(7)
    assert (order.profile.regions, order.profile.topics, order.mode) == (("KZ-19",), ("education",), Mode.DIGEST)
    assert [error.text for error in await store.errors(NOW - timedelta(days=1))] == ["ValueError @ ingest"]
    assert [entry.action for entry in await store.log()] == ["story.topics"]
    assert await store.setting("alerts") == "on"


async def _work_goes_on(store: Store) -> None:
    """What waited is sent, what is new is stored, found and due."""
    waiting = await store.claim("after", NOW, limit=9, lease_seconds=60)
    assert sorted(one.chat_id for one in waiting) == [-1007, 7]
    new = analysis("мост талгар открыть", regions=("KZ-19",), topics=("education",))
    (story_id,) = await ingest(store, incoming("bridge", new, at=NOW), now=NOW)
    found = await store.find(StoryFilter(words=("мост",)), limit=9, now=NOW)
    assert [story.id for story in found.stories] == [story_id]
    await store.add_subscription(7, None, name="", profile=Profile(), mode=Mode.INSTANT, times=(), days=(), now=NOW)
    due = await store.next_due()
    assert due is not None and await store.due_batch(due) is not None


async def test_an_upgrade_that_is_interrupted_leaves_nothing_half_done(
    bare_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    await _on(bare_url, first_schema)
    before = await _on(bare_url, _tables)
    upgrade = alembic.command.upgrade

    def interrupted(*args: Any) -> None:
        upgrade(*args)
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(alembic.command, "upgrade", interrupted)
        with pytest.raises(KeyboardInterrupt):
            await Store.open(bare_url)
    assert await _on(bare_url, _tables) == before
    with pytest.raises(StoreError, match=rf"at revision 0001, not {HEAD}; run: aimaq db upgrade"):
        await Store.open(bare_url, schema="required")
    store = await Store.open(bare_url)
    assert (await store.counts()).articles == 2
    await store.close()
