"""Rows of the outbox, written by INSERT … SELECT: what all kinds of planning share."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.models import Action, Kind, State
from bot.store.columns import AnySelect, Moment
from bot.store.dialects import dialect_of
from bot.store.payloads import priority_of
from bot.store.schema import broken_threads, outbox


def pending(kind: Kind, now: datetime) -> dict[str, sa.ColumnElement[Any]]:
    """The columns that all new outbox rows of a kind share."""
    return {
        "kind": sa.literal(kind.value),
        "action": sa.literal(Action.SEND.value),
        "priority": sa.literal(priority_of(kind)),
        "state": sa.literal(State.PENDING.value),
        "created_at": sa.literal(now, Moment),
    }


def to_threads(members: sa.FromClause, joined: sa.FromClause) -> tuple[sa.FromClause, dict[str, sa.ColumnElement[Any]]]:
    """Where the rows of ``members`` (chat_id, thread_id) go: a broken thread's are for the chat itself.

    ``joined`` is what they are selected from, ``members`` a part of it; the answer is that with one join more, and
    the two columns.
    """
    c = members.c
    broken = (broken_threads.c.chat_id == c.chat_id) & (broken_threads.c.thread_id == c.thread_id)
    thread = sa.case((broken_threads.c.chat_id.is_not(None), 0), else_=c.thread_id)
    return sa.outerjoin(joined, broken_threads, broken), {"chat_id": c.chat_id, "thread_id": thread}


def run_of(kind: str, *parts: sa.ColumnElement[Any]) -> sa.ColumnElement[str]:
    """What a row came from, as text: ``digest:17:1764039600:42``."""
    run: sa.ColumnElement[str] = sa.literal(kind)
    for part in parts:
        run = run + ":" + sa.cast(part, sa.String)
    return run


def seconds(moment: sa.ColumnElement[Any]) -> sa.ColumnElement[int]:
    """A `Moment` column as whole seconds since 1970."""
    return sa.type_coerce(moment, sa.BigInteger) // 1_000_000


async def insert_rows(conn: AsyncConnection, columns: Mapping[str, Any], rows: AnySelect) -> int:
    """INSERT … SELECT into the outbox; what is there already (chat, run, part) is not written again."""
    new = dialect_of(conn).insert(outbox).from_select(list(columns), rows).on_conflict_do_nothing()
    return (await conn.execute(new)).rowcount
