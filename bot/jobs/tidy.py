"""The night's housekeeping: old rows leave in small batches, a copy of the database is kept."""

from __future__ import annotations

import json
from pathlib import Path
from zoneinfo import ZoneInfo

import structlog

from bot.clock import Clock
from bot.config import BackupConfig, ScheduleConfig
from bot.errors import AimaqError
from bot.jobs.watch import BACKUP
from bot.store import Store

log = structlog.get_logger()


class Tidy:
    """Trims what nobody needs any more and writes the nightly backup."""

    def __init__(self, store: Store, clock: Clock, schedule: ScheduleConfig, backup: BackupConfig) -> None:
        self._store = store
        self._clock = clock
        self._schedule = schedule
        self._backup = backup

    async def run(self) -> None:
        removed = await self._store.tidy(self._clock.now(), retention_days=self._schedule.retention_days)
        log.info("tidied", removed=removed)
        if self._backup.folder:
            await self._nightly(Path(self._backup.folder))

    async def _nightly(self, folder: Path) -> None:
        """The night's copy; how it ended is written down, so that a failure is told."""
        error = ""
        try:
            path = await self.backup(folder)
            log.info("backed_up", path=str(path), bytes=path.stat().st_size)
        except AimaqError as failure:
            error = str(failure)
            log.error("backup_failed", reason=error)
        kept = {"at": self._clock.now().isoformat(), "error": error}
        await self._store.set_setting(BACKUP, json.dumps(kept, ensure_ascii=False))

    async def backup(self, folder: Path) -> Path:
        """One verified copy named after the day; the oldest beyond ``keep`` go. Raises :class:`AimaqError`."""
        day = self._clock.now().astimezone(ZoneInfo(self._schedule.time_zone))
        path = folder / f"aimaq-{day:%Y-%m-%d-%H%M}.db"
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise AimaqError(f"backup.folder: {folder} cannot be made ({error.strerror})") from None
        await self._store.backup(path)
        for old in sorted(folder.glob("aimaq-*.db"))[: -self._backup.keep]:
            old.unlink(missing_ok=True)
        return path
