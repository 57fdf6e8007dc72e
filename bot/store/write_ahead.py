"""SQLite's write-ahead log, emptied while nobody waits for it.

Left alone, SQLite copies the log into the database within a commit, and whoever writes next waits for that too: as
long as for the largest transaction of ours. Here it happens after the commit, beside other writers.
"""

from __future__ import annotations

import asyncio
import sqlite3
from contextlib import closing
from pathlib import Path

LONG = 16 << 20
"""Bytes of log from which it is emptied: some thousand pages, most of them written several times."""
KEPT = LONG // 2
"""Bytes that the file keeps when the log begins anew. Less than `LONG`, so that its size tells how much is in it."""
_STEP = LONG // 4  # more to copy before it is tried again: readers of an old state keep the log from beginning anew


class WriteAheadLog:
    def __init__(self, database: Path) -> None:
        self._database = database
        self._file = database.with_name(f"{database.name}-wal")
        self._next = LONG
        self._busy = False

    async def shorten(self) -> None:
        """Empty the log if it is long; whatever keeps it from that keeps for the next time."""
        size = self._size()
        if size < LONG:
            self._next = LONG
        if self._busy or size < self._next:
            return
        self._busy, self._next = True, size + _STEP
        try:
            await asyncio.to_thread(self._checkpoint)
        finally:
            self._busy = False

    def _size(self) -> int:
        try:
            return self._file.stat().st_size
        except OSError:
            return 0

    def _checkpoint(self) -> None:
        try:
            with closing(sqlite3.connect(self._database, timeout=0)) as connection:
                connection.execute("PRAGMA wal_checkpoint(PASSIVE)")
        except sqlite3.Error:
            return  # a full disk, above all: the writers meet it too, and tell
