"""What a driver complains of, in our own words: what is wrong with which database, and the mend.

Told apart by SQLite's result codes (sqlite.org/rescode.html), PostgreSQL's SQLSTATEs (its manual, appendix A) and the
kind of a broken connection; what no table here knows keeps the driver's text, for the log.
"""

from __future__ import annotations

import socket
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import sqlalchemy as sa

from bot.errors import StoreAwayError, StoreBusyError, StoreError, StoreFullError

_BUSY_WORDS = ("database is locked", "database table is locked", "deadlock detected", "lock timeout", "QueuePool limit")
_FULL_WORDS = ("disk is full", "No space left", "DiskFullError")

_SQLITE = {
    "SQLITE_NOTADB": "{file} is no SQLite database; name another file, or put a backup in its place: "
    "aimaq db restore --force FILE",
    "SQLITE_CORRUPT": "{file} is damaged; put a backup in its place: aimaq db restore --force FILE",
    "SQLITE_CANTOPEN": "{file} cannot be opened; mend the permissions of the file and of {folder}",
    "SQLITE_READONLY": "{file} cannot be written; mend the permissions of the file and of {folder}",
    "SQLITE_PERM": "{file} cannot be opened; mend the permissions of the file and of {folder}",
    "SQLITE_IOERR": "{file} cannot be read or written; look after the disk",
}

_POSTGRES = {
    "28P01": "{server} refuses the user {user} with this password; mend one of them",
    "28000": "{server} does not let the user {user} in; mend user, password or its pg_hba.conf",
    "3D000": "{server} has no database {database}; create it: createdb {database}",
    "42501": "{server}: the user {user} may not do that in {database}; make it the owner: "
    "ALTER DATABASE {database} OWNER TO {user}",
    "25006": "{server} is a copy that can only be read; name the primary server",
}

_AWAY = ("08", "57P0", "53300")  # broken connections; shutting down or starting up; too many connections
_TAKES_NONE = "{server} takes no connections; start it, or mend host and port"
_UNKNOWN_HOST = "{server}: no such host is known; mend its name"


@contextmanager
def wrapped_errors(url: sa.URL) -> Iterator[None]:
    """No caller of the store ever sees a driver's error. A value that no column takes is a mistake of the caller."""
    try:
        yield
    except sa.exc.DBAPIError as error:
        raise translated(error, url) from error
    except sa.exc.StatementError as error:
        raise error.orig or error from error
    except (sa.exc.SQLAlchemyError, OSError) as error:
        raise translated(error, url) from error
    except Exception as error:
        if not type(error).__module__.startswith("asyncpg"):
            raise
        raise translated(error, url) from error


def translated(error: BaseException, url: sa.URL) -> StoreError:
    """The error for ``error`` of a driver, met on the database of ``url``."""
    cause = getattr(error, "orig", None) or error
    text = " ".join(str(cause).split()) or type(cause).__name__
    if any(word in text for word in _BUSY_WORDS):
        return StoreBusyError(f"the database is held by another process: {text}")
    if any(word in text for word in _FULL_WORDS):
        return StoreFullError(f"the disk of the database is full: {text}")
    known = _of_sqlite(cause) if url.get_backend_name() == "sqlite" else _of_postgres(cause)
    if known is None:
        return StoreError(f"the database refused: {text}")
    kind = StoreAwayError if known in {_TAKES_NONE, _UNKNOWN_HOST} else StoreError
    return kind(known.format_map(_named(url)))


def _of_sqlite(cause: BaseException) -> str | None:
    name = getattr(cause, "sqlite_errorname", "")
    return next((mend for code, mend in _SQLITE.items() if name.startswith(code)), None)


def _of_postgres(cause: BaseException) -> str | None:
    if isinstance(cause, socket.gaierror):
        return _UNKNOWN_HOST
    state = getattr(cause, "sqlstate", None) or ""
    if isinstance(cause, OSError) or state.startswith(_AWAY):  # a time-out is an OSError, too
        return _TAKES_NONE
    return _POSTGRES.get(state)


def _named(url: sa.URL) -> dict[str, str]:
    """What an address tells of itself, without the password."""
    path = Path(url.database or "").absolute()
    host, port = url.host or url.query.get("host", "localhost"), url.port or 5432
    return {
        "file": str(path),
        "folder": str(path.parent),
        "server": f"PostgreSQL at {host}:{port}",
        "user": url.username or "(none)",
        "database": url.database or "(none)",
    }
