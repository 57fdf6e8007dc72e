"""SQLite's log stays short while much is written, whoever reads meanwhile."""

from __future__ import annotations

from pathlib import Path

import pytest
import sqlalchemy as sa

from bot.store import write_ahead
from bot.store.database import Database
from bot.store.write_ahead import WriteAheadLog

ROWS, LETTERS = 40, 8_000


@pytest.fixture(autouse=True)
def short(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(write_ahead, "LONG", 200_000)
    monkeypatch.setattr(write_ahead, "_STEP", 50_000)
    monkeypatch.setattr("bot.store.database.KEPT", 100_000)


async def write(database: Database, rows: int = ROWS) -> None:
    for _ in range(rows):
        async with database.write() as conn:
            await conn.execute(sa.text("INSERT INTO notes VALUES (:text)"), {"text": "ж" * LETTERS})


async def opened(path: Path) -> Database:
    database = Database(f"sqlite+aiosqlite:///{path}")
    async with database.write() as conn:
        await conn.execute(sa.text("CREATE TABLE notes (text TEXT)"))
    return database


def log_of(path: Path) -> int:
    return path.with_name(f"{path.name}-wal").stat().st_size


async def test_the_log_is_emptied_while_rows_are_written(tmp_path: Path) -> None:
    database = await opened(tmp_path / "a.db")
    await write(database)
    assert log_of(tmp_path / "a.db") < 300_000 < ROWS * LETTERS
    await database.close()


async def test_a_reader_of_an_old_state_sees_it_to_the_end_and_the_log_recovers(tmp_path: Path) -> None:
    database = await opened(tmp_path / "a.db")
    count = sa.text("SELECT count(*) FROM notes")
    async with database.read() as conn:
        before = await conn.scalar(count)
        await write(database)
        assert await conn.scalar(count) == before == 0
    await write(database)
    assert log_of(tmp_path / "a.db") < 300_000
    async with database.read() as conn:
        assert await conn.scalar(count) == 2 * ROWS
    await database.close()


async def test_what_keeps_it_from_being_emptied_is_no_error_of_the_writer(tmp_path: Path) -> None:
    path = tmp_path / "a.db"
    path.write_bytes(b"no database at all" * 100)
    path.with_name("a.db-wal").write_bytes(bytes(300_000))
    await WriteAheadLog(path).shorten()
    assert path.read_bytes().startswith(b"no database")
