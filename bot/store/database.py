"""Connections and transactions: one writer and apart from it the readers.

On SQLite there is one connection that writes, behind an asyncio lock, and each of its transactions begins with
BEGIN IMMEDIATE: a deferred one that reads and then writes fails at once with "database is locked", whatever the
time-out. ``synchronous=NORMAL`` with WAL loses nothing when the process is killed (the pages are the kernel's by
then); only a power cut can take the last transactions, and Telegram or the feeds tell us those again.
"""

from __future__ import annotations

import asyncio
import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, nullcontext
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine

from bot.errors import StoreError
from bot.store import sqlite_trips
from bot.store.dialects import Dialect, Postgres, Sqlite
from bot.store.troubles import wrapped_errors
from bot.store.write_ahead import KEPT, WriteAheadLog

_POSTGRES_OPTIONS = frozenset(
    {"host", "port", "ssl", "passfile", "target_session_attrs", "prepared_statement_cache_size"}
)
_LAST_RESORT = "wal_autocheckpoint=32000"  # pages: where the log could not be emptied beside the writers
_UNREADABLE = (
    "the address cannot be read; write sqlite+aiosqlite:///aimaq.db or "
    "postgresql+asyncpg://user:password@host/database, and in a password %40 for @"
)


class Database:
    """The engines of one URL. Knows nothing of tables."""

    def __init__(self, url: str, *, busy_seconds: float = 5.0, readers: int = 4) -> None:
        self.url = parse_url(url)
        self.dialect: Dialect = Sqlite() if self.path is not None else Postgres()
        if self.path is not None:
            check_path(self.path)
            self._writer = _sqlite_engine(self.url, busy_seconds, size=1, writes=True)
            self._readers = _sqlite_engine(self.url, busy_seconds, size=readers, writes=False)
            self._lock: asyncio.Lock | nullcontext[None] = asyncio.Lock()
            self._log: WriteAheadLog | None = WriteAheadLog(self.path)
        else:
            self._writer = self._readers = _postgres_engine(self.url, size=readers + 4, busy_seconds=busy_seconds)
            self._lock = nullcontext()
            self._log = None

    @property
    def shared(self) -> bool:
        """Whether several processes, on several machines, may work on it: a server can, a file cannot."""
        return self.path is None

    @property
    def path(self) -> Path | None:
        """The file of an SQLite database."""
        return Path(self.url.database or "") if self.url.get_backend_name() == "sqlite" else None

    def must_exist(self) -> None:
        """Where connecting would make a new file."""
        if self.path is not None and not self.path.exists():
            raise StoreError(f"there is no database {self.path.absolute()}; name one, or make it: aimaq db upgrade")

    @asynccontextmanager
    async def read(self) -> AsyncIterator[AsyncConnection]:
        """A consistent view for the length of the block; writing in it fails on SQLite."""
        with wrapped_errors(self.url):
            async with self._readers.begin() as conn:
                yield conn

    @asynccontextmanager
    async def write(self) -> AsyncIterator[AsyncConnection]:
        """One transaction: committed at the end of the block, rolled back on any error."""
        with wrapped_errors(self.url):
            async with self._lock, self._writer.begin() as conn:
                yield conn
        if self._log is not None:
            await self._log.shorten()

    async def close(self) -> None:
        with wrapped_errors(self.url):
            await self._readers.dispose()
            await self._writer.dispose()


class Part:
    """One subject of the `Store`: methods over a shared `Database`."""

    _db: Database


def parse_url(url: str) -> sa.URL:
    """An async URL of one of the two databases; anything else is a `StoreError` that shows no password."""
    try:
        parsed = sa.make_url(url)
    except (sa.exc.ArgumentError, ValueError):  # ValueError: a port that is no number
        raise StoreError(_UNREADABLE) from None
    if "@" in (parsed.host or ""):  # the end of a password
        raise StoreError(_UNREADABLE)
    if parsed.get_backend_name() == "sqlite":
        if not parsed.database or parsed.database == ":memory:":
            raise StoreError("the address needs a file: sqlite+aiosqlite:///aimaq.db")
        return parsed.set(drivername="sqlite+aiosqlite")
    if parsed.get_backend_name() == "postgresql":
        _check_options(parsed)
        return parsed.set(drivername="postgresql+asyncpg")
    raise StoreError(f"{parsed.get_backend_name()} is not supported; use sqlite+aiosqlite or postgresql+asyncpg")


def _check_options(url: sa.URL) -> None:
    for name in sorted(url.query.keys() - _POSTGRES_OPTIONS):
        mend = "write ssl= instead" if name == "sslmode" else f"there are {', '.join(sorted(_POSTGRES_OPTIONS))}"
        raise StoreError(f"the address has an unknown part {name}=; {mend}")


def check_path(path: Path) -> None:
    """Raise `StoreError` unless a file can be written there."""
    path = path.absolute()
    if not path.parent.is_dir():
        raise StoreError(f"{path}: the folder {path.parent} does not exist; create it, or name another")
    target = path if path.exists() else path.parent
    if path.is_dir() or not os.access(target, os.W_OK):
        raise StoreError(f"{path}: {target} cannot be written; mend its permissions, or name another")


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
        ["cache_size=-65536", f"journal_size_limit={KEPT}", _LAST_RESORT]
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
    try:
        return create_async_engine(
            url,
            pool_size=size,
            max_overflow=4,
            pool_timeout=60,
            pool_pre_ping=True,
            hide_parameters=True,
            connect_args={"timeout": 10, "server_settings": settings},
        )
    except ImportError:
        raise StoreError('PostgreSQL needs an extra: pip install "aimaq[postgres]"') from None
