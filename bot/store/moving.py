"""A newsroom moves house: every row of one database into another, of either kind, while the first is in use.

The source is read in one snapshot, so nothing is half. What is there already is compared and only differences are
written: a copy that was interrupted goes on, and one that is repeated after the bot was stopped takes moments.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from hashlib import blake2b

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.errors import StoreError
from bot.store import raw_rows
from bot.store.database import Database
from bot.store.raw_rows import Key, Row, key_of, names_of
from bot.store.schema import articles, budgets, chats, group_sends, leases, metadata, settings

PAGE = 4000
MARK = "copied_from"
"""The setting that says that a database is somebody's copy and may be written over."""

_PASSING = {leases.name, budgets.name, group_sends.name}  # what processes agree upon for seconds is no one's to keep


@dataclass(frozen=True, slots=True)
class Compared:
    """A table after the copy: rows and the sum of their hashes, here and there."""

    table: str
    rows: tuple[int, int]
    sums: tuple[int, int]

    @property
    def equal(self) -> bool:
        return self.rows[0] == self.rows[1] and self.sums[0] == self.sums[1]


Progress = Callable[[str, int, int], None]
"""Told the table, the rows that are done and the rows there are, over all tables."""


async def copy(source: Database, target: Database, origin: str, progress: Progress) -> tuple[Compared, ...]:
    """Make ``target`` equal to ``source``; both have the newest schema. ``origin`` names the source without secrets.

    Raises `StoreError` when the target holds a newsroom that is no copy.
    """
    await _claim(target, origin)
    tables = [table for table in metadata.sorted_tables if table.name not in _PASSING]
    async with _snapshot(source) as conn:
        total = sum([await _count(conn, table) for table in tables])
        for table in reversed(tables):
            await _drop_extra(conn, target, table)
        compared, done = list[Compared](), 0
        for table in tables:
            own = _Sum()
            async for page in _table(conn, target, table):
                own.add(page)
                done += len(page)
                progress(table.name, done, total)
            there = await _measured(target, table)
            compared.append(Compared(table.name, (own.rows, there.rows), (own.value, there.value)))
    await _set_counters(target, tables)
    return tuple(compared)


async def occupy(database: Database) -> None:
    """Take the mark of a copy away."""
    here = settings.c.key == MARK
    async with database.read() as conn:
        marked = await conn.scalar(sa.select(settings.c.key).where(here))
    if marked:
        async with database.write() as conn:
            await conn.execute(sa.delete(settings).where(here))


async def _claim(target: Database, origin: str) -> None:
    async with target.write() as conn:
        marked = await conn.scalar(sa.select(settings.c.value).where(settings.c.key == MARK))
        used = [table.name for table in (articles, chats) if await conn.scalar(sa.select(table.c.id).limit(1))]
        if used and not marked:
            raise StoreError(f"the target holds {' and '.join(used)} that are no copy; name an empty database")
        if not marked:
            await conn.execute(sa.insert(settings).values(key=MARK, value=origin))


@asynccontextmanager
async def _snapshot(source: Database) -> AsyncIterator[AsyncConnection]:
    async with source.read() as conn:
        if source.shared:
            await conn.execute(sa.text("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY"))
            await conn.execute(sa.text("SET LOCAL idle_in_transaction_session_timeout = 0"))
        yield conn


async def _count(conn: AsyncConnection, table: sa.Table) -> int:
    return int(await conn.scalar(sa.select(sa.func.count()).select_from(table)) or 0)


async def _drop_extra(conn: AsyncConnection, target: Database, table: sa.Table) -> None:
    """Rows that the source has no more go first: what they hold may have been given anew."""
    key, after = key_of(table), None
    while True:
        async with target.read() as there:
            found: list[Key] = await raw_rows.page(there, table, key, after=after, limit=PAGE)
        if not found:
            return
        kept = await raw_rows.among(conn, table, found)
        extra = [one for one in found if one not in kept and _is_news(table, one)]
        if extra:
            async with target.write() as there:
                await raw_rows.delete(there, table, extra)
        after = found[-1]


async def _table(conn: AsyncConnection, target: Database, table: sa.Table) -> AsyncIterator[list[Row]]:
    """Copy a table; its pages as they are done."""
    inward = _pointing_inward(table)
    late, after = list[Row](), None
    while found := await raw_rows.page(conn, table, names_of(table), after=after, limit=PAGE):
        last, page = _key(table, found[-1]), [row for row in found if _is_news(table, row)]
        async with target.read() as there:
            old = await raw_rows.page(there, table, names_of(table), after=after, until=last, limit=PAGE)
        known = {_key(table, row): row for row in old}
        new = [row for row in page if _key(table, row) not in known]
        changed = [row for row in page if known.get(_key(table, row), row) != row]
        late += [row for row in new if any(row[place] is not None for place in inward)]
        if new or changed:
            async with target.write() as there:
                await raw_rows.insert(there, table, [_blank(row, inward) for row in new])
                await raw_rows.update(there, table, changed)
        after = last
        yield page
    if late:  # rows that point to rows of their own table, which are all there now
        async with target.write() as there:
            await raw_rows.update(there, table, late)


def _key(table: sa.Table, row: Row) -> Key:
    return tuple(row[names_of(table).index(name)] for name in key_of(table))


def _pointing_inward(table: sa.Table) -> tuple[int, ...]:
    own = [key.parent.name for key in table.foreign_keys if key.column.table is table]
    return tuple(names_of(table).index(name) for name in own)


def _blank(row: Row, places: tuple[int, ...]) -> Row:
    return tuple(None if place in places else value for place, value in enumerate(row)) if places else row


def _is_news(table: sa.Table, row: Row) -> bool:
    """Whether a row is the newsroom's; the mark of a copy is the copy's own."""
    return table is not settings or row[0] != MARK


class _Sum:
    """Counts rows and sums up their hashes, in whatever order."""

    def __init__(self) -> None:
        self.rows = 0
        self.value = 0

    def add(self, page: list[Row]) -> None:
        self.rows += len(page)
        for row in page:
            self.value ^= int.from_bytes(blake2b(repr(row).encode(errors="surrogatepass"), digest_size=16).digest())


async def _measured(target: Database, table: sa.Table) -> _Sum:
    measured, after = _Sum(), None
    while True:
        async with target.read() as there:
            page = await raw_rows.page(there, table, names_of(table), after=after, limit=PAGE)
        if not page:
            return measured
        after = _key(table, page[-1])
        measured.add([row for row in page if _is_news(table, row)])


async def _set_counters(target: Database, tables: list[sa.Table]) -> None:
    """What numbers new rows goes on behind the greatest; SQLite sees to it itself."""
    if not target.shared:
        return
    async with target.write() as conn:
        for table in (table for table in tables if "id" in table.c):
            name = sa.func.pg_get_serial_sequence(table.name, "id")
            last = sa.select(sa.func.coalesce(sa.func.max(table.c.id), 1)).scalar_subquery()
            await conn.execute(sa.select(sa.func.setval(name, last)).where(name.is_not(None)))
