"""What tables are made of."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy import Boolean, Column, Index, Integer, Text

metadata = sa.MetaData()

# SQLite counts rows itself only for the type INTEGER, which is 64 bits wide there.
Id = sa.BigInteger().with_variant(Integer(), "sqlite")


def flag(name: str, default: bool = False) -> Column[bool]:
    return Column(name, Boolean, nullable=False, server_default=sa.true() if default else sa.false())


def number(name: str, default: int = 0) -> Column[int]:
    return Column(name, Integer, nullable=False, server_default=str(default))


def text(name: str) -> Column[str]:
    return Column(name, Text, nullable=False, server_default="")


def partial_index(name: str, *columns: str, condition: str, sqlite: str | None = None) -> Index:
    """A partial index: only the rows that a hot query asks for pay for it. The condition must read as the query
    does, and SQLite has no booleans."""
    return Index(name, *columns, sqlite_where=sa.text(sqlite or condition), postgresql_where=sa.text(condition))
