"""Connections and transactions: one writer and apart from it the readers.

On SQLite there is one connection that writes, behind an asyncio lock, and each of its transactions begins with
BEGIN IMMEDIATE: a deferred one that reads and then writes fails at once with "database is locked", whatever the
time-out. ``synchronous=NORMAL`` with WAL loses nothing when the process is killed (the pages are the kernel's by
then); only a power cut can take the last transactions, and Telegram or the feeds tell us those again.
"""

from __future__ import annotations

import asyncio
import os
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager, nullcontext
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine

from bot.errors import StoreBusyError, StoreError, StoreFullError
from bot.store import sqlite_trips
from bot.store.dialects import Dialect, Postgres, Sqlite

_BUSY_WORDS = ("database is locked", "database table is locked", "deadlock detected", "lock timeout", "QueuePool limit")
_FULL_WORDS = ("disk is full", "No space left", "DiskFullError")


class Database:
    """The engines of one URL. Knows nothing of tables."""

    def __init__(self, url: str, *, busy_seconds: float = 5.0, readers: int = 4) -> None:
        self.url = parse_url(url)
        self.dialect: Dialect = Sqlite() if self.path is not None else Postgres()
        if self.path is not None:
            _check_path(self.path)
            self._writer = _sqlite_engine(self.url, busy_seconds, size=1, writes=True)
            self._readers = _sqlite_engine(self.url, busy_seconds, size=readers, writes=False)
            self._lock: asyncio.Lock | nullcontext[None] = asyncio.Lock()
        else:
            self._writer = self._readers = _postgres_engine(self.url, size=readers + 4, busy_seconds=busy_seconds)
            self._lock = nullcontext()

    @property
    def shared(self) -> bool:
        """Whether several processes, on several machines, may work on it: a server can, a file cannot."""
        return self.path is None

    @property
    def path(self) -> Path | None:
        """The file of an SQLite database."""
        return Path(self.url.database or "") if self.url.get_backend_name() == "sqlite" else None

    @asynccontextmanager
    async def read(self) -> AsyncIterator[AsyncConnection]:
        """A consistent view for the length of the block; writing in it fails on SQLite."""
        with wrapped_errors():
            async with self._readers.begin() as conn:
                yield conn

    @asynccontextmanager
    async def write(self) -> AsyncIterator[AsyncConnection]:
        """One transaction: committed at the end of the block, rolled back on any error."""
        with wrapped_errors():
            async with self._lock, self._writer.begin() as conn:
                yield conn

    async def close(self) -> None:
        with wrapped_errors():
            await self._readers.dispose()
            await self._writer.dispose()


class Part:
    """One subject of the `Store`: methods over a shared `Database`."""

    _db: Database


def parse_url(url: str) -> sa.URL:
    """An async URL of one of the two databases; anything else is a `StoreError` that shows no password."""
    try:
        parsed = sa.make_url(url)
    except sa.exc.ArgumentError:
        raise StoreError("the database url cannot be read; write sqlite+aiosqlite:///aimaq.db") from None
    if parsed.get_backend_name() == "sqlite":
        if not parsed.database or parsed.database == ":memory:":
            raise StoreError("the database url needs a file: sqlite+aiosqlite:///aimaq.db")
        return parsed.set(drivername="sqlite+aiosqlite")
    if parsed.get_backend_name() == "postgresql":
        return parsed.set(drivername="postgresql+asyncpg")
    raise StoreError(f"{parsed.get_backend_name()} is not supported; use sqlite+aiosqlite or postgresql+asyncpg")


@contextmanager
def wrapped_errors() -> Iterator[None]:
    """No caller of the store ever sees a driver's error. A value that no column takes is a mistake of the caller."""
    try:
        yield
    except sa.exc.DBAPIError as error:
        raise _translated(error) from error
    except sa.exc.StatementError as error:
        raise error.orig or error from error
    except (sa.exc.SQLAlchemyError, OSError) as error:
        raise _translated(error) from error
    except Exception as error:
        if not type(error).__module__.startswith("asyncpg"):
            raise
        raise _translated(error) from error


def _translated(error: Exception) -> StoreError:
    cause = getattr(error, "orig", None) or error
    text = " ".join(str(cause).split()) or type(cause).__name__
    if any(word in text for word in _BUSY_WORDS):
        return StoreBusyError(f"the database is held by another process: {text}")
    if any(word in text for word in _FULL_WORDS):
        return StoreFullError(f"the disk of the database is full: {text}")
    return StoreError(f"the database refused: {text}")


def _check_path(path: Path) -> None:
    if not path.parent.is_dir():
        raise StoreError(f"database {path}: the folder {path.parent} does not exist; create it or change database.url")
    target = path if path.exists() else path.parent
    if path.is_dir() or not os.access(target, os.W_OK):
        raise StoreError(f"database {path}: {target} cannot be written; mend its permissions or change database.url")


def _sqlite_engine(url: sa.URL, busy_seconds: float, *, size: int, writes: bool) -> AsyncEngine:
    engine = create_async_engine(
        url,
        pool_size=size,
        max_overflow=0,
        pool_timeout=60,
        hide_parameters=True,
        connect_args={"timeout": busy_seconds, "async_creator_fn": sqlite_trips.connect},
    )
    pragmas = ["journal_mode=WAL", "synchronous=NORMAL", "foreign_keys=ON", "temp_store=MEMORY"]
    pragmas += (
        ["cache_size=-65536", "journal_size_limit=67108864", "wal_autocheckpoint=8000"]
        if writes
        else ["cache_size=-16384", "query_only=ON"]
    )

    @sa.event.listens_for(engine.sync_engine, "connect")
    def configure(connection: Any, _record: Any) -> None:
        connection.isolation_level = None  # the driver must not begin transactions of its own
        cursor = connection.cursor()
        for pragma in pragmas:
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()

    @sa.event.listens_for(engine.sync_engine, "begin")
    def begin(connection: sa.Connection) -> None:
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")

    return engine


def _postgres_engine(url: sa.URL, *, size: int, busy_seconds: float) -> AsyncEngine:
    settings = {
        "lock_timeout": f"{int(busy_seconds * 1000)}ms",
        "application_name": "aimaq",
        "jit": "off",
        # a process that is cut off in the middle of a transaction holds up all others for no longer than this
        "idle_in_transaction_session_timeout": "5s",
        "tcp_keepalives_idle": "10",
        "tcp_keepalives_interval": "5",
        "tcp_keepalives_count": "3",
    }
    return create_async_engine(
        url,
        pool_size=size,
        max_overflow=4,
        pool_timeout=60,
        pool_pre_ping=True,
        hide_parameters=True,
        connect_args={"timeout": 10, "server_settings": settings},
    )
