"""What SQLite and PostgreSQL do not share: full-text search, string aggregates, advisory locks.

Everything else in the store is one SQLAlchemy statement for both. Stems are quoted here and nowhere else, so no
reader's word is ever taken for query syntax.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import reduce
from typing import Any, Protocol

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.store import documents
from bot.store.columns import AnySelect
from bot.store.schema import search_documents

Insert = sqlite.Insert | postgresql.Insert


@dataclass(frozen=True, slots=True)
class DocumentQuery:
    """Documents that have a word of each group of ``all_of``. Words without a letter or digit ask for nothing and are
    left out."""

    all_of: tuple[tuple[str, ...], ...] = ()

    def groups(self) -> tuple[tuple[str, ...], ...]:
        return tuple(group for group in map(_askable, self.all_of) if group)


@dataclass(frozen=True, slots=True)
class Days:
    """A range of `documents` ids, both ends included."""

    first: int = 0
    last: int = documents.MOST


class Dialect(Protocol):
    """The differences; ``name`` is SQLAlchemy's."""

    name: str
    upkeep: str
    """A statement that keeps queries fast: SQLite merges the segments of its full-text index, PostgreSQL counts."""

    def insert(self, table: sa.Table) -> Insert:
        """An INSERT that knows ``on_conflict_…``."""

    def matching(self, query: DocumentQuery) -> AnySelect:
        """``SELECT doc_id, rank`` of the matching documents; the smaller the rank the better. A query that asks for
        no word finds nothing."""

    async def newest(self, conn: AsyncConnection, query: DocumentQuery, days: Days, limit: int) -> Sequence[int]:
        """Ids of the newest matching documents, newest first. Costs no more than it finds, however common the words
        are."""

    def place(self, text: sa.ColumnElement[str], part: str) -> sa.ColumnElement[int]:
        """Where ``part`` first stands in ``text``, from 1; 0 where it does not."""

    def each(self, numbers: Sequence[int]) -> sa.ColumnElement[int]:
        """A column of these numbers, to select from."""

    def joined(self, value: sa.ColumnElement[str], order_by: sa.ColumnElement[Any]) -> sa.ColumnElement[str]:
        """The values of a group in one string, joined by ``;``. SQLite takes the order of the subquery below it."""

    clock: sa.ColumnElement[int]
    """The database's own time at this very moment, in microseconds since 1970: the same for all processes."""

    async def lock(self, conn: AsyncConnection, name: str) -> None:
        """Hold a lock of that name until the transaction ends; on SQLite the writer has it anyway."""

    async def try_chats(self, conn: AsyncConnection, chat_ids: Sequence[int]) -> set[int]:
        """Those of the chats whose lock was free; held until the transaction ends."""

    def unlocked(self, rows: AnySelect) -> AnySelect:
        """The rows that no other process works on at this moment, locked until the transaction ends."""

    async def lock_rows(self, conn: AsyncConnection, rows: AnySelect) -> None:
        """Nobody else changes these rows (of one table) until the transaction ends."""


class Sqlite:
    name = "sqlite"
    clock: sa.ColumnElement[int] = sa.literal_column(
        "CAST((julianday('now') - 2440587.5) * 86400000000 AS INTEGER)", sa.BigInteger
    )
    upkeep = "INSERT INTO search_index (search_index, rank) VALUES ('merge', 2000)"

    def insert(self, table: sa.Table) -> Insert:
        return sqlite.insert(table)

    def matching(self, query: DocumentQuery) -> AnySelect:
        index = _SEARCH_INDEX
        if not query.groups():
            return _nothing()
        rank = sa.func.bm25(sa.literal_column("search_index"), 1.0, 0.0)
        return sa.select(index.c.rowid.label("doc_id"), rank.label("rank")).where(_match(_fts5(query)))

    async def newest(self, conn: AsyncConnection, query: DocumentQuery, days: Days, limit: int) -> Sequence[int]:
        if not query.groups():
            return ()
        row = _SEARCH_INDEX.c.rowid
        found = sa.select(row).where(_match(_fts5(query)), row >= days.first, row <= days.last)
        return (await conn.scalars(found.order_by(row.desc()).limit(limit))).all()

    def place(self, text: sa.ColumnElement[str], part: str) -> sa.ColumnElement[int]:
        return sa.func.instr(text, part)

    def each(self, numbers: Sequence[int]) -> sa.ColumnElement[int]:
        return sa.func.json_each(json.dumps(list(numbers))).table_valued("value").c.value

    def joined(self, value: sa.ColumnElement[str], order_by: sa.ColumnElement[Any]) -> sa.ColumnElement[str]:
        return sa.func.group_concat(value, ";")

    async def lock(self, conn: AsyncConnection, name: str) -> None:
        return None

    async def try_chats(self, conn: AsyncConnection, chat_ids: Sequence[int]) -> set[int]:
        return set(chat_ids)

    def unlocked(self, rows: AnySelect) -> AnySelect:
        return rows

    async def lock_rows(self, conn: AsyncConnection, rows: AnySelect) -> None:
        return None


class Postgres:
    name = "postgresql"
    clock: sa.ColumnElement[int] = sa.literal_column(
        "CAST(extract(epoch FROM clock_timestamp()) * 1000000 AS bigint)", sa.BigInteger
    )
    upkeep = "ANALYZE"

    def insert(self, table: sa.Table) -> Insert:
        return postgresql.insert(table)

    def matching(self, query: DocumentQuery) -> AnySelect:
        if not query.groups():
            return _nothing()
        asked = _tsquery(query)
        rank = -sa.func.ts_rank(_VECTOR, asked)
        return sa.select(search_documents.c.doc_id, rank.label("rank")).where(_VECTOR.op("@@")(asked))

    async def newest(self, conn: AsyncConnection, query: DocumentQuery, days: Days, limit: int) -> Sequence[int]:
        """Its index has no order: spans of time are words of the documents, and ever longer stretches are asked for."""
        ids = sa.select(sa.func.min(_DOC_ID), sa.func.max(_DOC_ID))
        oldest, newest = (await conn.execute(ids)).one()
        if newest is None or not query.groups():
            return ()
        within = Days(max(oldest, days.first), min(newest, days.last))
        stretch = documents.Stretch(within.last)
        while True:
            found = (await conn.scalars(_of_stretch(query, within, stretch, limit))).all()
            if len(found) == limit or stretch.first <= within.first:
                return found
            stretch = stretch.longer(min(_SPARE * limit / max(1, len(found)), _FARTHER), within.first)

    def place(self, text: sa.ColumnElement[str], part: str) -> sa.ColumnElement[int]:
        return sa.func.strpos(text, part)

    def each(self, numbers: Sequence[int]) -> sa.ColumnElement[int]:
        return sa.func.unnest(sa.literal(list(numbers), postgresql.ARRAY(sa.BigInteger))).column_valued("value")

    def joined(self, value: sa.ColumnElement[str], order_by: sa.ColumnElement[Any]) -> sa.ColumnElement[str]:
        return sa.func.string_agg(value, postgresql.aggregate_order_by(sa.literal_column("';'"), order_by))

    async def lock(self, conn: AsyncConnection, name: str) -> None:
        await conn.execute(sa.select(sa.func.pg_advisory_xact_lock(sa.func.hashtext(name))))

    async def try_chats(self, conn: AsyncConnection, chat_ids: Sequence[int]) -> set[int]:
        chat = sa.func.unnest(sa.literal(list(chat_ids), postgresql.ARRAY(sa.BigInteger))).column_valued("chat")
        free = sa.func.pg_try_advisory_xact_lock(_CHATS, sa.func.hashint8(chat))
        found = await conn.execute(sa.select(chat, free.label("free")))
        return {row.chat for row in found if row.free}

    def unlocked(self, rows: AnySelect) -> AnySelect:
        return rows.with_for_update(skip_locked=True)

    async def lock_rows(self, conn: AsyncConnection, rows: AnySelect) -> None:
        await conn.execute(sa.select(sa.func.count()).select_from(rows.with_for_update().subquery()))


def dialect_of(conn: AsyncConnection) -> Dialect:
    return Sqlite() if conn.dialect.name == "sqlite" else Postgres()


_SEARCH_INDEX = sa.table("search_index", sa.column("rowid", sa.BigInteger))
_CHATS = 1  # the first half of the advisory locks of chats, which the named ones do not use
_DOC_ID = search_documents.c.doc_id
_SPARE = 1.3  # times as many days as should be needed
_FARTHER = 64.0  # times as long at most: days with few matches tell little about a year, and too many have to be read
_SIMPLE: sa.ColumnElement[str] = sa.literal_column("'simple'")
_VECTOR: sa.ColumnElement[Any] = sa.column("vector", _selectable=search_documents)


def _nothing() -> AnySelect:
    return sa.select(search_documents.c.doc_id, sa.literal_column("0.0").label("rank")).where(sa.false())


def _match(expression: str) -> sa.ColumnElement[bool]:
    return sa.literal_column("search_index").op("MATCH", is_comparison=True)(expression)


def _askable(words: Sequence[str]) -> tuple[str, ...]:
    return tuple(word for word in words if any(letter.isalnum() for letter in word))


def _fts5(query: DocumentQuery) -> str:
    return " AND ".join(f"({_fts5_any(group)})" for group in query.groups())


def _fts5_any(words: Sequence[str]) -> str:
    return " OR ".join('"' + word.replace('"', " ") + '"' for word in words)


def _tsquery(query: DocumentQuery) -> sa.ColumnElement[Any]:
    return reduce(lambda a, b: a.op("&&")(b), [_tsquery_any(group) for group in query.groups()])


def _of_stretch(query: DocumentQuery, days: Days, stretch: documents.Stretch, limit: int) -> AnySelect:
    """The newest matches of a stretch. Those of the full-text index come first, and whole: ordered at once, they would
    be looked for along the primary key, text by text."""
    spans = _tsquery_any(stretch.words())
    matching = sa.select(_DOC_ID).where(_VECTOR.op("@@")(_tsquery(query).op("&&")(spans)))
    found = matching.cte("found").prefix_with("MATERIALIZED", dialect="postgresql")
    within = found.c.doc_id.between(days.first, days.last)
    return sa.select(found.c.doc_id).where(within).order_by(found.c.doc_id.desc()).limit(limit)


def _tsquery_any(words: Sequence[str]) -> sa.ColumnElement[Any]:
    asked: list[sa.ColumnElement[Any]] = [sa.func.plainto_tsquery(_SIMPLE, word) for word in words]
    return sa.type_coerce(reduce(lambda a, b: a.op("||")(b), asked), postgresql.TSQUERY).self_group()
