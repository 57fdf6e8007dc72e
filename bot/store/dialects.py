"""What SQLite and PostgreSQL do not share: full-text search, string aggregates, advisory locks.

Everything else in the store is one SQLAlchemy statement for both. Stems are quoted here and nowhere else, so no
reader's word is ever taken for query syntax.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import reduce
from typing import Any, Protocol

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.store.columns import AnySelect
from bot.store.schema import search_documents

Insert = sqlite.Insert | postgresql.Insert


@dataclass(frozen=True, slots=True)
class DocumentQuery:
    """Documents that have a word of each group of ``all_of`` and none of ``none_of``. Words without a letter or
    digit ask for nothing and are left out."""

    all_of: tuple[tuple[str, ...], ...] = ()
    none_of: tuple[str, ...] = ()

    def groups(self) -> tuple[tuple[str, ...], ...]:
        return tuple(group for group in map(_askable, self.all_of) if group)

    def unwanted(self) -> tuple[str, ...]:
        return _askable(self.none_of)


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

    def joined(self, value: sa.ColumnElement[str], order_by: sa.ColumnElement[Any]) -> sa.ColumnElement[str]:
        """The values of a group in one string, joined by ``;``. SQLite takes the order of the subquery below it."""

    async def lock(self, conn: AsyncConnection, name: str) -> None:
        """Hold a lock of that name until the transaction ends; on SQLite the writer has it anyway."""

    async def lock_rows(self, conn: AsyncConnection, rows: AnySelect) -> None:
        """Nobody else changes these rows (of one table) until the transaction ends."""


class Sqlite:
    name = "sqlite"
    upkeep = "INSERT INTO search_index (search_index, rank) VALUES ('merge', 2000)"

    def insert(self, table: sa.Table) -> Insert:
        return sqlite.insert(table)

    def matching(self, query: DocumentQuery) -> AnySelect:
        index = _SEARCH_INDEX
        if not query.groups():
            return _nothing()
        rank = sa.func.bm25(sa.literal_column("search_index"), 1.0, 0.0)
        return sa.select(index.c.rowid.label("doc_id"), rank.label("rank")).where(_match(_fts5(query)))

    def joined(self, value: sa.ColumnElement[str], order_by: sa.ColumnElement[Any]) -> sa.ColumnElement[str]:
        return sa.func.group_concat(value, ";")

    async def lock(self, conn: AsyncConnection, name: str) -> None:
        return None

    async def lock_rows(self, conn: AsyncConnection, rows: AnySelect) -> None:
        return None


class Postgres:
    name = "postgresql"
    upkeep = "ANALYZE"

    def insert(self, table: sa.Table) -> Insert:
        return postgresql.insert(table)

    def matching(self, query: DocumentQuery) -> AnySelect:
        if not query.groups():
            return _nothing()
        asked = _tsquery(query)
        rank = -sa.func.ts_rank(_VECTOR, asked)
        return sa.select(search_documents.c.doc_id, rank.label("rank")).where(_VECTOR.op("@@")(asked))

    def joined(self, value: sa.ColumnElement[str], order_by: sa.ColumnElement[Any]) -> sa.ColumnElement[str]:
        return sa.func.string_agg(value, postgresql.aggregate_order_by(sa.literal_column("';'"), order_by))

    async def lock(self, conn: AsyncConnection, name: str) -> None:
        await conn.execute(sa.select(sa.func.pg_advisory_xact_lock(sa.func.hashtext(name))))

    async def lock_rows(self, conn: AsyncConnection, rows: AnySelect) -> None:
        await conn.execute(sa.select(sa.func.count()).select_from(rows.with_for_update().subquery()))


def dialect_of(conn: AsyncConnection) -> Dialect:
    return Sqlite() if conn.dialect.name == "sqlite" else Postgres()


_SEARCH_INDEX = sa.table("search_index", sa.column("rowid", sa.BigInteger))
_SIMPLE: sa.ColumnElement[str] = sa.literal_column("'simple'")
_VECTOR: sa.ColumnElement[Any] = sa.column("vector", _selectable=search_documents)


def _nothing() -> AnySelect:
    return sa.select(search_documents.c.doc_id, sa.literal_column("0.0").label("rank")).where(sa.false())


def _match(expression: str) -> sa.ColumnElement[bool]:
    return sa.literal_column("search_index").op("MATCH", is_comparison=True)(expression)


def _askable(words: Sequence[str]) -> tuple[str, ...]:
    return tuple(word for word in words if any(letter.isalnum() for letter in word))


def _fts5(query: DocumentQuery) -> str:
    wanted = " AND ".join(f"({_fts5_any(group)})" for group in query.groups())
    unwanted = query.unwanted()
    return f"({wanted}) NOT ({_fts5_any(unwanted)})" if unwanted else wanted


def _fts5_any(words: Sequence[str]) -> str:
    return " OR ".join('"' + word.replace('"', " ") + '"' for word in words)


def _tsquery(query: DocumentQuery) -> sa.ColumnElement[Any]:
    groups = [_tsquery_any(group) for group in query.groups()]
    wanted = reduce(lambda a, b: a.op("&&")(b), groups)
    unwanted = query.unwanted()
    return wanted.op("&&")(sa.func.tsquery_not(_tsquery_any(unwanted))) if unwanted else wanted


def _tsquery_any(words: Sequence[str]) -> sa.ColumnElement[Any]:
    asked: list[sa.ColumnElement[Any]] = [sa.func.plainto_tsquery(_SIMPLE, word) for word in words]
    return sa.type_coerce(reduce(lambda a, b: a.op("||")(b), asked), postgresql.TSQUERY).self_group()
