"""Rows of a table as they lie in it, alike in both databases: in pages by primary key, and in bulk.

Moments are microseconds and lists JSON text: nothing is understood, so nothing is changed. Keys of text are in the
order of their code points, as SQLite and Python have it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

Row = tuple[Any, ...]
Key = tuple[Any, ...]

_ASKED = 1000  # keys in one question; their columns stay within any limit of parameters


def names_of(table: sa.Table) -> tuple[str, ...]:
    return tuple(column.name for column in table.columns)


def key_of(table: sa.Table) -> tuple[str, ...]:
    return tuple(column.name for column in table.primary_key.columns)


async def page(
    conn: AsyncConnection,
    table: sa.Table,
    names: Sequence[str],
    *,
    after: Key | None,
    until: Key | None = None,
    limit: int,
) -> list[Row]:
    """The columns ``names`` of up to ``limit`` rows behind ``after`` and up to ``until`` (``None``: no bound), in the
    order of their keys."""
    raw = _raw(table)
    order = [_in_order(conn, raw.c[name]) for name in key_of(table)]
    found = sa.select(*(raw.c[name] for name in names)).order_by(*order).limit(limit)
    if after is not None:
        found = found.where(sa.tuple_(*order) > _bound(conn, raw, table, after))
    if until is not None:
        found = found.where(sa.tuple_(*order) <= _bound(conn, raw, table, until))
    return [tuple(row) for row in await conn.execute(found)]


async def among(conn: AsyncConnection, table: sa.Table, keys: Sequence[Key]) -> set[Key]:
    """Those of the keys that the table has."""
    raw = _raw(table)
    columns = [raw.c[name] for name in key_of(table)]
    found = set[Key]()
    for start in range(0, len(keys), _ASKED):
        here = sa.tuple_(*columns).in_(keys[start : start + _ASKED])
        found |= {tuple(row) for row in await conn.execute(sa.select(*columns).where(here))}
    return found


async def insert(conn: AsyncConnection, table: sa.Table, rows: Sequence[Row]) -> None:
    """Whole rows, in bulk: by COPY on PostgreSQL."""
    names = names_of(table)
    if not rows:
        return
    if conn.dialect.name == "sqlite":
        columns, places = ", ".join(f'"{name}"' for name in names), ", ".join("?" * len(names))
        await conn.exec_driver_sql(f"INSERT INTO {table.name} ({columns}) VALUES ({places})", list(rows))  # noqa: S608  # names of the schema
        return
    await conn.execute(sa.select(1))  # begins the transaction, which the driver's own call does not
    driver: Any = (await conn.get_raw_connection()).driver_connection
    await driver.copy_records_to_table(table.name, records=rows, columns=names)


async def update(conn: AsyncConnection, table: sa.Table, rows: Sequence[Row]) -> None:
    """Rows whose keys are there become as given."""
    raw, key = _raw(table), key_of(table)
    rest = [name for name in names_of(table) if name not in key]
    if rows and rest:
        changed = sa.update(raw).where(*_here(raw, key)).values({name: sa.bindparam(f"to_{name}") for name in rest})
        await conn.execute(changed, [_bound_names(dict(zip(names_of(table), row, strict=True)), key) for row in rows])


async def delete(conn: AsyncConnection, table: sa.Table, keys: Iterable[Key]) -> None:
    raw, key = _raw(table), key_of(table)
    if rows := [_bound_names(dict(zip(key, values, strict=True)), key) for values in keys]:
        await conn.execute(sa.delete(raw).where(*_here(raw, key)), rows)


def _raw(table: sa.Table) -> sa.TableClause:
    """The table without what the program makes of its values."""
    return sa.table(table.name, *(sa.column(column.name, _raw_type(column.type)) for column in table.columns))


def _raw_type(given: sa.types.TypeEngine[Any]) -> sa.types.TypeEngine[Any]:
    return given.impl_instance if isinstance(given, sa.types.TypeDecorator) else given


def _in_order(conn: AsyncConnection, column: sa.ColumnElement[Any]) -> sa.ColumnElement[Any]:
    is_text = isinstance(column.type, sa.String) and conn.dialect.name != "sqlite"
    return sa.collate(column, "C") if is_text else column


def _bound(conn: AsyncConnection, raw: sa.TableClause, table: sa.Table, key: Key) -> sa.Tuple:
    return sa.tuple_(*(sa.literal(value, raw.c[name].type) for name, value in zip(key_of(table), key, strict=True)))


def _here(raw: sa.TableClause, key: Sequence[str]) -> list[sa.ColumnElement[bool]]:
    return [raw.c[name] == sa.bindparam(f"of_{name}", type_=raw.c[name].type) for name in key]


def _bound_names(row: Mapping[str, Any], key: Sequence[str]) -> dict[str, Any]:
    return {f"of_{name}" if name in key else f"to_{name}": value for name, value in row.items()}
