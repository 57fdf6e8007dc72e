"""aiosqlite with one trip to its thread per statement.

Its own cursor goes there four times (to be made, to execute, to fetch, to be closed), and each trip costs as much as
a small statement itself. This one executes, fetches and closes in one go; results are read whole, as SQLAlchemy does
anyway for all that is not streamed.
"""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Iterable, Sequence
from functools import partial
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import aiosqlite


class Cursor:
    """What SQLAlchemy's adapter asks of a cursor."""

    arraysize = 1

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._rows: list[Any] = []
        self.description: Any = None
        self.rowcount = -1
        self.lastrowid: int | None = None

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None: ...

    async def execute(self, sql: str, parameters: Sequence[Any] = ()) -> Self:
        await self._connection.run(partial(self._run, sqlite3.Cursor.execute, sql, parameters))
        return self

    async def executemany(self, sql: str, parameters: Iterable[Sequence[Any]]) -> Self:
        await self._connection.run(partial(self._run, sqlite3.Cursor.executemany, sql, parameters))
        return self

    async def fetchall(self) -> list[Any]:
        rows, self._rows = self._rows, []
        return rows

    async def close(self) -> None:
        self._rows = []

    def _run(self, execute: Any, sql: str, parameters: Any, connection: sqlite3.Connection) -> None:
        """In the connection's thread."""
        cursor = connection.cursor()
        try:
            execute(cursor, sql, parameters)
            self.description, self.lastrowid = cursor.description, cursor.lastrowid
            self._rows = cursor.fetchall() if cursor.description else []
            self.rowcount = cursor.rowcount  # of UPDATE … RETURNING only known when its rows are read
        finally:
            cursor.close()


class Connection(aiosqlite.Connection):
    def cursor(self) -> Cursor:  # type: ignore[override]  # neither needs a trip nor waiting
        return Cursor(self)

    async def _connect(self) -> Self:
        try:
            await super()._connect()
        except sqlite3.Error:
            await asyncio.to_thread(self._thread.join)  # it tells this loop that it ends, which must be there still
            raise
        return self

    async def run(self, work: Any) -> None:
        """``work`` gets the driver's connection, in its own thread."""
        await self._execute(lambda: work(self._conn))  # type: ignore[no-untyped-call]  # aiosqlite's own trip


def connect(database: str | Path, **settings: Any) -> Connection:
    """Awaited, it is open. For ``async_creator_fn`` of SQLAlchemy's dialect."""
    connection = Connection(partial(sqlite3.connect, database, **settings), iter_chunk_size=64)
    connection._thread.daemon = True  # a program that ends in an error must not wait for it
    return connection
