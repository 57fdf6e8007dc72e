"""What was handled, who did what, what went wrong."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.store.database import Part
from bot.store.dialects import dialect_of
from bot.store.schema import audit_log, errors, settings, updates
from bot.store.values import ErrorRecord, LogEntry


class Journal(Part):
    async def setting(self, key: str) -> str | None:
        """A small value that must survive a restart: the last update's offset, the last tidying."""
        async with self._db.read() as conn:
            value: str | None = await conn.scalar(sa.select(settings.c.value).where(settings.c.key == key))
            return value

    async def set_setting(self, key: str, value: str) -> None:
        async with self._db.write() as conn:
            new = dialect_of(conn).insert(settings).values(key=key, value=value)
            await conn.execute(new.on_conflict_do_update(index_elements=["key"], set_={"value": new.excluded.value}))

    async def add_to_setting(self, key: str, amount: int, *, most: int) -> tuple[int, int]:
        """Count up a setting, never beyond ``most``: what it was and what it is, exact among all processes."""
        async with self._db.write() as conn:
            dialect = dialect_of(conn)
            await dialect.lock(conn, key)
            before = int(await conn.scalar(sa.select(settings.c.value).where(settings.c.key == key)) or 0)
            after = max(before, min(most, before + amount))
            new = dialect.insert(settings).values(key=key, value=str(after))
            await conn.execute(new.on_conflict_do_update(index_elements=["key"], set_={"value": new.excluded.value}))
            return before, after

    async def seen_update(self, update_id: int) -> bool:
        """Whether the update was handled; `done_update` says so."""
        async with self._db.read() as conn:
            return await conn.scalar(sa.select(updates.c.update_id).where(updates.c.update_id == update_id)) is not None

    async def done_update(self, update_id: int, now: datetime) -> None:
        async with self._db.write() as conn:
            new = dialect_of(conn).insert(updates).values(update_id=update_id, at=now)
            await conn.execute(new.on_conflict_do_nothing())

    async def audit(self, who: int, action: str, target: str, before: Any, after: Any, now: datetime) -> None:
        """``before`` and ``after``: whatever JSON holds; ``None`` where there was nothing."""
        async with self._db.write() as conn:
            await write_audit(conn, who, action, target, before, after, now)

    async def log(self, limit: int = 50, offset: int = 0) -> tuple[LogEntry, ...]:
        """The audit log, newest first."""
        found = sa.select(audit_log).order_by(audit_log.c.id.desc()).limit(limit).offset(offset)
        async with self._db.read() as conn:
            return tuple(LogEntry(**row._mapping) for row in await conn.execute(found))

    async def record_error(self, fingerprint: str, text: str, now: datetime) -> int:
        """Count an error under its fingerprint; how often it has been seen."""
        async with self._db.write() as conn:
            new = dialect_of(conn).insert(errors).values(fingerprint=fingerprint, text=text, first_at=now, last_at=now)
            seen = {"text": new.excluded.text, "last_at": new.excluded.last_at, "count": errors.c["count"] + 1}
            counted = new.on_conflict_do_update(index_elements=["fingerprint"], set_=seen)
            count: int = (await conn.execute(counted.returning(errors.c["count"]))).scalar_one()
            return count

    async def errors(self, since: datetime) -> tuple[ErrorRecord, ...]:
        """Errors seen since, the latest first."""
        found = sa.select(errors).where(errors.c.last_at >= since).order_by(errors.c.last_at.desc())
        async with self._db.read() as conn:
            return tuple(ErrorRecord(**row._mapping) for row in await conn.execute(found))


async def write_audit(
    conn: AsyncConnection, who: int, action: str, target: str, before: Any, after: Any, now: datetime
) -> None:
    row = {"at": now, "who": who, "action": action, "target": target, "before": before, "after": after}
    await conn.execute(sa.insert(audit_log).values(row))
