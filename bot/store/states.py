"""Conditions on the state of an outbox row."""

from __future__ import annotations

import sqlalchemy as sa

from bot.models import State
from bot.store.schema import outbox


def in_state(*states: State, table: sa.FromClause = outbox) -> sa.ColumnElement[bool]:
    """States are written into the statement, not bound: only so does a database see that a partial index fits."""
    values: list[sa.ColumnElement[str]] = [sa.literal_column(f"'{state.value}'") for state in states]
    column: sa.ColumnElement[str] = table.c.state
    return column == values[0] if len(values) == 1 else column.in_(values)
