"""Is the database sound, how large is it; a copy while it is in use, and the way back."""

from __future__ import annotations

import asyncio
import contextlib
import os
import shutil
import sqlite3
from collections.abc import Callable
from pathlib import Path

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.errors import StoreError
from bot.store.database import Database, Part, check_path, parse_url
from bot.store.migrations import HEAD
from bot.store.schema import (
    articles,
    chats,
    editions,
    outbox,
    search_documents,
    stories,
    story_facets,
    subscriptions,
)

Progress = Callable[[int, int], None]
"""Called with (pages done, pages in all)."""

_PAGES = 500
_ARCHIVE = b"PGDMP"  # the first bytes of what `pg_dump --format=custom` writes


class Backups(Part):
    async def ping(self) -> None:
        """Raise `StoreError` unless the database answers."""
        async with self._db.read() as conn:
            await conn.execute(sa.select(1))

    async def size(self) -> int:
        """Bytes on disk, the write-ahead log included."""
        if (path := self._db.path) is not None:
            return sum(p.stat().st_size for p in (path, _beside(path, "-wal")) if p.exists())
        async with self._db.read() as conn:
            size: int = (
                await conn.execute(sa.select(sa.func.pg_database_size(sa.func.current_database())))
            ).scalar_one()
            return size

    async def check(self) -> tuple[str, ...]:
        """What is wrong, in words; empty when all is well. Reads the whole database."""
        problems: list[str] = []
        if self._db.path is not None:
            problems += await self._check_sqlite()
        async with self._db.read() as conn:
            problems += await _check_rows(conn)
        return tuple(problems)

    async def _check_sqlite(self) -> list[str]:
        async with self._db.read() as conn:
            sound = (await conn.scalars(sa.text("PRAGMA integrity_check(20)"))).all()
            orphans = (await conn.execute(sa.text("PRAGMA foreign_key_check"))).all()
        problems = [f"integrity: {line}" for line in sound if line != "ok"]
        problems += [f"foreign key: {row[0]} row {row[1]} points to nothing in {row[2]}" for row in orphans[:20]]
        async with self._db.write() as conn:  # the command is spelt as an insert
            try:
                await conn.execute(
                    sa.text("INSERT INTO search_index (search_index, rank) VALUES ('integrity-check', 1)")
                )
            except sa.exc.DatabaseError:
                problems.append("the search index does not match its documents; run: aimaq reanalyse")
        return problems

    async def backup(self, path: Path, progress: Progress | None = None) -> None:
        """Write a verified copy to ``path`` while everything goes on; it appears whole or not at all.

        PostgreSQL needs its own ``pg_dump`` on the PATH.
        """
        part = path.with_name(path.name + ".part")
        check_path(path)
        try:
            if (source := self._db.path) is not None:
                await asyncio.to_thread(_copy, source, part, progress)
                await asyncio.to_thread(_verify, part)
            else:
                await _run(
                    "pg_dump", "--format=custom", f"--file={part}", _libpq(self._db.url), password=self._db.url.password
                )
            await asyncio.to_thread(part.replace, path)
        except (OSError, sqlite3.Error) as error:
            raise StoreError(f"the backup {path} could not be written ({_why(error)})") from error
        finally:
            await asyncio.to_thread(_remove, part)

    @staticmethod
    async def restore(url: str, path: Path, *, force: bool = False) -> None:
        """Put the backup ``path`` in the place of the database; nothing may use it meanwhile. A database that has
        tables already is only replaced with ``force``."""
        if not path.is_file():
            raise StoreError(f"there is no backup {path}")
        parsed = parse_url(url)
        try:
            if parsed.get_backend_name() != "sqlite":
                await _restore_postgres(parsed, path, force)
                return
            check_path(Path(parsed.database or ""))
            await asyncio.to_thread(_restore, path, Path(parsed.database or ""), force)
        except (OSError, sqlite3.Error) as error:
            raise StoreError(f"the backup {path} could not be restored ({_why(error)})") from error


async def _check_rows(conn: AsyncConnection) -> list[str]:
    documents = sa.select(sa.literal(1)).where(search_documents.c.edition_id == editions.c.id)
    facets = sa.select(sa.literal(1)).where(
        story_facets.c.area == "",
        story_facets.c.topic == "",
        story_facets.c.published == stories.c.published,
        story_facets.c.story_id == stories.c.id,
    )
    questions = {
        "editions are missing from the search": sa.select(editions.c.id).where(~documents.exists()),
        "stories are missing from the lists": sa.select(stories.c.id).where(stories.c.visible, ~facets.exists()),
        "hidden stories stand in the lists": sa.select(stories.c.id).where(sa.not_(stories.c.visible), facets.exists()),
        "stories are shown without a number": sa.select(stories.c.id).where(stories.c.visible, stories.c.seq.is_(None)),
    }
    problems = []
    for problem, found in questions.items():
        if count := await conn.scalar(sa.select(sa.func.count()).select_from(found.subquery())):
            problems.append(f"{count} {problem}")
    return problems


def _copy(source: Path, target: Path, progress: Progress | None) -> None:
    """SQLite's online backup: in steps, so that writers go on between them."""
    _remove(target)

    def report(_status: int, remaining: int, total: int) -> None:
        if progress is not None:
            progress(total - remaining, total)

    with _connect(source) as old, _connect(target) as new:
        old.backup(new, pages=_PAGES, progress=report, sleep=0.005)


def _verify(path: Path) -> None:
    """A file that cannot be read back and counted is no backup."""
    with _connect(path) as copy:
        for table in (articles, chats, outbox, subscriptions):
            copy.execute(str(sa.select(sa.func.count()).select_from(table))).fetchone()
        problems = [row[0] for row in copy.execute("PRAGMA integrity_check(5)") if row[0] != "ok"]
        revision = copy.execute("SELECT version_num FROM alembic_version").fetchone()
    if problems:
        raise StoreError(f"{path} is damaged: {'; '.join(problems)}")
    if revision is None or revision[0] > HEAD:
        raise StoreError(f"{path} is no database of this version ({revision and revision[0]}, known {HEAD})")


def _restore(backup: Path, target: Path, force: bool) -> None:
    try:
        _verify(backup)
    except sqlite3.DatabaseError:
        raise StoreError(f"{backup} is no backup of Aimaq on SQLite; name a file that aimaq db backup made") from None
    if target.exists() and target.stat().st_size and not force:
        raise StoreError(f"{target} exists; restore with --force to replace it")
    part = target.with_name(target.name + ".part")
    try:
        _copy(backup, part, None)
        for beside in ("-wal", "-shm"):
            _remove(_beside(target, beside))
        part.replace(target)
    finally:
        _remove(part)


async def _restore_postgres(url: sa.URL, backup: Path, force: bool) -> None:
    if not await asyncio.to_thread(_is_archive, backup):
        raise StoreError(
            f"{backup} is no backup of Aimaq on PostgreSQL; name a file that aimaq db backup made "
            "(what is in SQLite goes there by aimaq db copy)"
        )
    database = Database(url.render_as_string(hide_password=False))
    try:
        async with database.read() as conn:
            used = await conn.run_sync(lambda sync: sa.inspect(sync).has_table("alembic_version"))
    finally:
        await database.close()
    if used and not force:
        raise StoreError(f"the database {url.database} holds a newsroom; restore with --force to replace it")
    clean = ["--clean", "--if-exists"] if force else []
    options = [*clean, "--no-owner", "--exit-on-error", f"--dbname={_libpq(url)}"]
    await _run("pg_restore", *options, str(backup), password=url.password)


def _is_archive(path: Path) -> bool:
    with path.open("rb") as file:
        return file.read(len(_ARCHIVE)) == _ARCHIVE


def _why(error: OSError | sqlite3.Error) -> str:
    return error.strerror or str(error) if isinstance(error, OSError) else str(error)


def _connect(path: Path) -> contextlib.closing[sqlite3.Connection]:
    return contextlib.closing(sqlite3.connect(path, timeout=10))


def _remove(path: Path) -> None:
    for each in (path, _beside(path, "-journal"), _beside(path, "-wal"), _beside(path, "-shm")):
        each.unlink(missing_ok=True)


def _beside(path: Path, suffix: str) -> Path:
    return path.with_name(path.name + suffix)


def _libpq(url: sa.URL) -> str:
    """Without the password, which goes through the environment, unseen by `ps`."""
    return url.set(drivername="postgresql", password=None).render_as_string(hide_password=False)


async def _run(program: str, *arguments: str, password: str | None = None) -> None:
    if shutil.which(program) is None:
        raise StoreError(f"{program} is not installed; PostgreSQL is backed up and restored by its own tools")
    environment = os.environ | ({"PGPASSWORD": password} if password else {})
    process = await asyncio.create_subprocess_exec(
        program, *arguments, env=environment, stderr=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.DEVNULL
    )
    _, complaint = await process.communicate()
    if process.returncode:
        raise StoreError(f"{program}: {' '.join(complaint.decode(errors='replace').split())[:500]}")
