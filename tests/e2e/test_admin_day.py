"""A newsroom's day: a source is added, fails and heals; a story is put right; a broadcast is stopped half-way; the
night's backup comes back in an empty place."""

from __future__ import annotations

import asyncio
import json
import re
import sqlite3
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.config import BackupConfig
from bot.sandbox.site import SampleSite
from bot.store import Store
from tests.e2e.world import ADMIN, RU, World, opened

READERS, FIRST = 90, 300_000
VOLATILE = {"updates", "sources", "settings", "conversations", "alembic_version"}
STORY = "<p>Сто двадцать часов собрал мастер Ерболат Сәрсенов. Музей в центре Тараза открыт каждый день до шести.</p>"


@pytest.fixture
async def desk(tmp_path: Path) -> AsyncIterator[World]:
    async with opened(tmp_path, backup=BackupConfig(folder=str(tmp_path / "backups"))) as world:
        await world.say(ADMIN, "/start")
        yield world


@pytest.mark.filterwarnings("ignore:unread_data:DeprecationWarning")  # aiohttp's own, reading uploads in chunks
async def test_a_newsroom_s_day(desk: World, tmp_path: Path) -> None:
    await a_source_is_added_fails_and_heals(desk)
    await a_relabelled_story_comes_with_the_next_digest_of_its_region(desk)
    await a_broadcast_to_one_region_is_stopped_half_way(desk, tmp_path)
    await the_backup_comes_back_in_an_empty_place(desk, tmp_path)


async def a_source_is_added_fails_and_heals(desk: World) -> None:
    site = await SampleSite.start(now=desk.clock.now)
    try:
        proposed = await desk.say(ADMIN, f"/source add {site.url}/third/")
        assert "Төскей хабары" in proposed["text"]
        assert "Қазақша" in proposed["text"]
        assert "Алматинская (" in proposed["text"]
        card = await desk.press(ADMIN, "Добавить")
        assert "127-0-0-1" in json.dumps(card["message"])
        site.fail()
        for _ in range(3):  # the card may stay as it is, where the tick is reading the source at that moment
            await desk.sandbox.people.press(ADMIN, "Проверить сейчас")
        alert = await desk.heard(ADMIN, "не отвечает с")
        assert "127-0-0-1" in alert["text"]
        assert "🔴" in (await desk.say(ADMIN, "/status"))["text"]
        site.fail(down=False)
        await desk.say(ADMIN, "/fetch 127-0-0-1")
        await desk.heard(ADMIN, "снова работает")
        assert len(desk.said(ADMIN, "не отвечает с")) == 1
        assert len(desk.said(ADMIN, "снова работает")) == 1
        await desk.say(ADMIN, "/source pause 127-0-0-1")
    finally:
        await site.stop()


async def a_relabelled_story_comes_with_the_next_digest_of_its_region(desk: World) -> None:
    due = desk.clock.now() + timedelta(hours=5, minutes=30)
    await desk.say(RU, f"/subscribe туркестанская {due:%H:%M}")
    desk.site.publish("В Таразе открыли музей старинных часов", STORY)
    await desk.say(ADMIN, "/fetch main")
    number = await number_of(desk, "музей старинных часов")
    card = await desk.say(ADMIN, f"/story {number}")
    assert "Тараз" in card["text"]
    await desk.press(ADMIN, "Регионы")
    await desk.press(ADMIN, "Туркестанская")
    await desk.press(ADMIN, "Жамбылская")
    await desk.press(ADMIN, "Готово")
    desk.clock.shift += timedelta(minutes=30)
    digest = await desk.heard(RU, "музей старинных часов")
    assert "Туркестанская область" in digest["text"]
    log = await desk.say(ADMIN, "/log")
    assert "Новость исправлена" in log["text"]
    assert "Туркестанская" in log["text"]
    await desk.say(ADMIN, "/story export")
    exported = await desk.heard(ADMIN, "aimaq evaluate")
    assert exported["message"]["document"]


async def number_of(desk: World, title: str) -> int:
    """The number of a story, as an editor finds it: by asking, again where the tick had begun to read the source."""

    async def found() -> int:
        listed = await desk.say(ADMIN, f"/search {title}")
        data = re.search(r'"callback_data": "s:(\d+)', json.dumps(listed["message"]))
        return int(data[1]) if data else 0

    return int(await desk.until(found))


async def a_broadcast_to_one_region_is_stopped_half_way(desk: World, folder: Path) -> None:
    desk.sandbox.places.users(READERS, first=FIRST)
    await subscribe(folder, range(FIRST, FIRST + READERS - 30), "KZ-35")
    await subscribe(folder, range(FIRST + READERS - 30, FIRST + READERS), "KZ-39")
    await desk.say(ADMIN, "/broadcast")
    await desk.say(ADMIN, "В субботу сайт будет на профилактике")
    await desk.press(ADMIN, "Регионы")
    await desk.press(ADMIN, "Карагандинская")
    draft = await desk.press(ADMIN, "Готово")
    assert "60 чатов" in draft["text"]
    await desk.press(ADMIN, "Отправить…")
    await desk.press(ADMIN, "Да, отправить")
    await desk.until(lambda: reached(desk, 15))
    await desk.press(ADMIN, "Остановить")
    result = await desk.heard(ADMIN, "Рассылка остановлена")
    sent, failed, left = map(int, re.findall(r"\d+", result["text"]))
    await asyncio.sleep(0.3)
    got = [chat for chat in range(FIRST, FIRST + READERS) if desk.said(chat, "профилактике")]
    assert (len(got), failed, sent + left) == (sent, 0, 60)
    assert 15 <= sent < 60
    assert max(got) < FIRST + 60


async def reached(desk: World, count: int) -> bool:
    return sum(bool(desk.said(chat, "профилактике")) for chat in range(FIRST, FIRST + READERS)) >= count


async def subscribe(folder: Path, chats: range, region: str) -> None:
    store = await Store.open(f"sqlite+aiosqlite:///{folder / 'aimaq.db'}")
    order = {"regions": [region], "topics": [], "keywords": [], "times": ["08:00"], "mode": "digest"}
    rows = [(n, {"chat_id": chat, "kind": "private", "subscriptions": [order]}) for n, chat in enumerate(chats, 1)]
    async for _, problems in store.import_subscribers(rows, datetime.now(UTC)):
        assert not problems
    await store.close()


async def the_backup_comes_back_in_an_empty_place(desk: World, folder: Path) -> None:
    asked = await desk.say(ADMIN, "/backup")

    async def sent() -> bool:
        return "document" in desk.sandbox.people.last(ADMIN)["message"]

    await desk.until(sent)
    assert desk.sandbox.people.last(ADMIN)["message"]["message_id"] > asked["message"]["message_id"]
    await desk.end()
    (backup,) = (folder / "backups").iterdir()
    place = folder / "empty"
    place.mkdir()
    await Store.restore(f"sqlite+aiosqlite:///{place / 'aimaq.db'}", backup)
    restored = await Store.open(f"sqlite+aiosqlite:///{place / 'aimaq.db'}", schema="required")
    assert await restored.check() == ()
    assert (await restored.counts()).chats > READERS
    await restored.close()
    before, after = rows_of(folder / "aimaq.db"), rows_of(place / "aimaq.db")
    before["audit_log"] = [row for row in before["audit_log"] if "backup" not in row]
    assert before == after


def rows_of(path: Path) -> dict[str, list[tuple[object, ...]]]:
    """All rows of all tables that did not go on changing."""
    with sqlite3.connect(path) as database:
        tables = [row[0] for row in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        kept = [name for name in tables if name not in VOLATILE and not name.startswith(("search_index", "sqlite_"))]
        found = {name: sorted(database.execute(f"SELECT * FROM {name}"), key=repr) for name in kept}
    database.close()
    return found
