"""Conditions on the state of an outbox row."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from bot.models import State
from bot.store.schema import outbox


def in_state(*states: State, table: sa.FromClause = outbox) -> sa.ColumnElement[bool]:
    """States are written into the statement, not bound: only so does a database see that a partial index fits."""
    values: list[sa.ColumnElement[str]] = [sa.literal_column(f"'{state.value}'") for state in states]
    column: sa.ColumnElement[str] = table.c.state
    return column == values[0] if len(values) == 1 else column.in_(values)


def unfinished(*columns: sa.ColumnElement[Any]) -> sa.Subquery:
    """These columns of the rows that wait or are on their way; each state by its own partial index."""
    states = (State.PENDING, State.SENDING)
    return sa.union_all(*(sa.select(*columns).where(in_state(state)) for state in states)).subquery("unfinished")
