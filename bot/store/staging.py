"""Temporary tables of the writing connection, through which a whole batch is planned in a handful of statements.

Values of any number go in by executemany, so no statement meets a limit of parameters.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Column, Integer, String, Table
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlalchemy.schema import CreateTable

from bot.store.columns import Moment

_metadata = sa.MetaData()


def _temporary(name: str, *columns: Column[Any]) -> Table:
    return Table(name, _metadata, *columns, prefixes=["TEMPORARY"], sqlite_with_rowid=not columns[0].primary_key)


def _id(name: str, **options: Any) -> Column[int]:
    return Column(name, sa.BigInteger, autoincrement=False, **options)


due_members = _temporary(
    "due_members",
    _id("chat_id", primary_key=True),
    _id("thread_id", primary_key=True),
    Column("weekly", sa.Boolean, primary_key=True),
    Column("member", String, primary_key=True),
    _id("id", primary_key=True),
    _id("schedule_id"),
    Column("due", Moment),
    _id("cursor"),
)
"""Subscriptions of the batch, kept in the order in which they are joined to chats. ``member`` is what makes them
equal (see `planning`)."""

due_chats = _temporary(
    "due_chats",
    _id("chat_id", primary_key=True),
    _id("thread_id", primary_key=True),
    Column("weekly", sa.Boolean, primary_key=True),
    _id("first_id"),
    Column("due", Moment),
    _id("cursor"),
    Column("key", String),
)
"""Chats (and threads) of the batch with the key of their group: their members, joined, and what they were told."""

shared_chats = _temporary("shared_chats", _id("chat_id", primary_key=True))
"""Chats that are joined one by one (see `pages`); the four tables above and below are for them alone."""

planned_groups = _temporary("planned_groups", Column("key", String, primary_key=True), _id("until_seq"))

planned_runs = _temporary("planned_runs", _id("schedule_id", primary_key=True), Column("next_run_at", Moment))

planned_singles = _temporary(
    "planned_singles",
    _id("profile_id", primary_key=True),
    _id("cursor", primary_key=True),
    Column("due", Moment, primary_key=True, autoincrement=False),
    Column("weekly", sa.Boolean, primary_key=True),
    _id("schedule_id", primary_key=True),
    Column("key", String),
    _id("until_seq"),
    Column("next_run_at", Moment),
)
"""What equal subscriptions of all other chats get, and where they go on."""

planned_parts = _temporary(
    "planned_parts",
    Column("key", String, primary_key=True),
    Column("part", Integer, primary_key=True, autoincrement=False),
    _id("payload_id"),
    Column("expires_at", Moment),
)

_TABLES = (due_members, due_chats, shared_chats, planned_groups, planned_runs, planned_singles, planned_parts)


async def clear(conn: AsyncConnection) -> None:
    """Make the tables if this connection has none yet, and empty them."""
    for table in _TABLES:
        await conn.execute(CreateTable(table, if_not_exists=True))
        await conn.execute(sa.delete(table))


async def fill(conn: AsyncConnection, table: Table, rows: Sequence[Mapping[str, Any]]) -> None:
    if rows:
        await conn.execute(sa.insert(table), rows)
