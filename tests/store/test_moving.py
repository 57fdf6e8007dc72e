"""A newsroom moves from SQLite to PostgreSQL and back, with rows in every table, and nothing is changed by it."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.__main__ import main
from bot.errors import StoreError
from bot.models import StoryFilter
from bot.store import Store, moving
from tests.store.making import NOW, analysis, incoming, ingest, later, subscribe, with_chat
from tests.store.test_upgrade_path import _on, first_schema

WHERE = "sqlite+aiosqlite:///old.db"


@pytest.fixture
async def old(tmp_path: Path) -> AsyncIterator[Store]:
    url = f"sqlite+aiosqlite:///{tmp_path / 'old.db'}"
    await _on(url, first_schema)
    store = await Store.open(url)
    yield store
    await store.close()


def quiet(_table: str, done: int, total: int) -> None:
    assert done <= total


async def exported(store: Store) -> list[str]:
    return [json.dumps(line, sort_keys=True) async for line in store.export_subscribers()]


async def test_there_and_back_everything_is_equal(old: Store, postgres_url: str, sqlite_url: str) -> None:
    big, new = await Store.open(postgres_url), await Store.open(sqlite_url)
    for number in range(30):
        story = analysis(f"мост номер {number}", regions=("KZ-19",), places=("191000000",), topics=("infrastructure",))
        await ingest(old, incoming(f"bridge-{number}", story, at=later(minutes=number)))
    one, two = (story.id for story in (await old.find(StoryFilter(), limit=2, now=later(hours=1))).stories)
    await old.merge(one, two, by=1, now=NOW)
    for source, target in ((old, big), (big, new)):
        compared = await source.move_to(target, WHERE, quiet)
        assert [table.table for table in compared if not table.equal] == []
        assert sum(table.rows[0] for table in compared) > 150
        assert await target.check() == ()
    assert await exported(old) == await exported(big) == await exported(new)
    asked = StoryFilter(words=("мост",), regions=("KZ-19",))
    pages = [await store.find(asked, limit=50, now=later(hours=1)) for store in (old, big, new)]
    assert pages[0].total == 29 and pages[0] == pages[1] == pages[2]
    added = await ingest(big, incoming("after", analysis("новое после переезда"), at=later(hours=2)))
    assert added[0] > one  # numbers go on where they were
    await big.close()
    await new.close()


async def test_a_copy_that_was_cut_short_goes_on_and_takes_what_changed_meanwhile(
    old: Store, postgres_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(moving, "PAGE", 3)
    target = await Store.open(postgres_url)

    def cut(table: str, _done: int, _total: int) -> None:
        if table == "passages":
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        await old.move_to(target, WHERE, cut)
    await with_chat(old, 77, title="Пришли потом")
    (order,) = await old.subscriptions(7)
    await old.delete_subscription(order.id)
    await subscribe(old, 77)
    changed = analysis("мост талгар открыть снова", regions=("KZ-19",))
    await ingest(old, incoming("bridge", changed))
    assert all(table.equal for table in await old.move_to(target, WHERE, quiet))
    assert await exported(target) == await exported(old)
    await old.forget_chat(77)
    assert all(table.equal for table in await old.move_to(target, WHERE, quiet))
    await target.close()


async def test_a_newsroom_is_never_written_over(old: Store, store: Store) -> None:
    await with_chat(store, 5)
    with pytest.raises(StoreError, match="name an empty database"):
        await old.move_to(store, WHERE, quiet)
    assert await store.chat(5) is not None


async def test_a_copy_that_was_moved_into_is_a_newsroom(old: Store, sqlite_url: str) -> None:
    new = await Store.open(sqlite_url)
    await old.move_to(new, WHERE, quiet)
    await new.move_in()
    with pytest.raises(StoreError, match="name an empty database"):
        await old.move_to(new, WHERE, quiet)
    await new.close()


def test_the_command_compares_and_says_how_to_go_on(
    sqlite_url: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["db", "copy", sqlite_url, f"sqlite+aiosqlite:///{tmp_path / 'new.db'}"])
    assert (ended.value.code or 0) == 0
    out = capsys.readouterr().out
    assert "every row is there" in out
    with pytest.raises(SystemExit) as ended:
        main(["db", "copy", "sqlite+aiosqlite:////nowhere/at/all.db", sqlite_url])
    assert ended.value.code == 2
    assert "nowhere" in capsys.readouterr().err
