"""The database does not grow without bound: what nobody needs any more goes, in batches that hold the writer
shortly."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.models import ChatState, State
from bot.store.articles import remove_articles
from bot.store.database import Part
from bot.store.dialects import dialect_of
from bot.store.schema import (
    articles,
    audit_log,
    chats,
    delivery_counts,
    edition_bands,
    editions,
    errors,
    files,
    keepsakes,
    outbox,
    payloads,
    profiles,
    schedules,
    subscriptions,
    updates,
)
from bot.store.states import in_state, unfinished
from bot.store.values import Trimmed
from bot.store.written import last_before

_OPEN = (State.PENDING, State.SENDING)
_BAND_DAYS = 14  # a reprint comes within days
_UPDATE_DAYS = 3  # Telegram repeats an update for a day
_SUSPENDED_DAYS = 30
_FILE_DAYS = 365
_COUNT_DAYS = 800

_Step = Callable[[AsyncConnection, int], Awaitable[int]]


class Trimming(Part):
    async def tidy(self, now: datetime, *, retention_days: int, payload_days: int = 30, batch: int = 500) -> Trimmed:
        """Remove what is too old: articles after ``retention_days`` (0: never), messages and what they said after
        ``payload_days``, chats that refused us for 30 days, and small things. Can be broken off at any time."""
        days = {name: now - timedelta(days=n) for name, n in _AGES.items()}
        sent = now - timedelta(days=payload_days)
        done = Trimmed(
            outbox=await self._repeat(_settled(sent), batch),
            payloads=await self._repeat(_delete(payloads, payloads.c.id, _unused_since(sent)), batch),
            updates=await self._repeat(_delete(updates, updates.c.update_id, updates.c.at < days["updates"]), batch),
            chats=await self._repeat(_delete(chats, chats.c.id, _gone_since(days["suspended"])), batch),
        )
        if retention_days > 0:
            done = replace(done, articles=await self._repeat(_old_articles(now - timedelta(days=retention_days)), 100))
        done = replace(done, other=await self._small_things(days, sent, batch))
        await self.optimize()
        return done

    async def optimize(self) -> None:
        """Keep queries fast; worth doing after many changes. Holds the writer for less than a second."""
        async with self._db.write() as conn:
            await conn.execute(sa.text(dialect_of(conn).upkeep))

    async def _small_things(self, days: dict[str, datetime], sent: datetime, batch: int) -> int:
        used = sa.select(subscriptions.c.id)
        steps = (
            _old_bands(days["bands"]),
            _delete(keepsakes, keepsakes.c.token, keepsakes.c.used_at < sent),
            _delete(files, files.c.url, files.c.at < days["files"]),
            _delete(errors, errors.c.fingerprint, errors.c.last_at < days["suspended"]),
            _delete(audit_log, audit_log.c.id, audit_log.c.at < days["files"]),
            _delete(profiles, profiles.c.id, ~used.where(subscriptions.c.profile_id == profiles.c.id).exists()),
            _delete(schedules, schedules.c.id, ~used.where(subscriptions.c.schedule_id == schedules.c.id).exists()),
            _delete(delivery_counts, delivery_counts.c.hour, delivery_counts.c.hour < days["counts"]),
        )
        return sum([await self._repeat(step, batch) for step in steps])

    async def _repeat(self, step: _Step, batch: int) -> int:
        """Run a step until it finds less than a batch, each time in its own transaction."""
        total = 0
        while True:
            async with self._db.write() as conn:
                removed = await step(conn, batch)
            total += removed
            if removed < batch:
                return total


_AGES = {
    "bands": _BAND_DAYS,
    "updates": _UPDATE_DAYS,
    "suspended": _SUSPENDED_DAYS,
    "files": _FILE_DAYS,
    "counts": _COUNT_DAYS,
}


def _delete(table: sa.Table, key: sa.ColumnElement[Any], condition: sa.ColumnElement[bool]) -> _Step:
    async def step(conn: AsyncConnection, limit: int) -> int:
        found = (await conn.scalars(sa.select(key).where(condition).limit(limit))).all()
        if not found:
            return 0
        return (await conn.execute(sa.delete(table).where(key.in_(found)))).rowcount

    return step


def _settled(before: datetime) -> _Step:
    """Rows that came to an end; the walk ends with the last old one, or it would read all that are younger."""

    async def step(conn: AsyncConnection, limit: int) -> int:
        old = outbox.c.id <= await last_before(conn, before)
        return await _delete(outbox, outbox.c.id, sa.and_(old, sa.not_(in_state(*_OPEN))))(conn, limit)

    return step


def _unused_since(moment: datetime) -> sa.ColumnElement[bool]:
    """Payloads that no row refers to: by then all but those of rows that still wait."""
    waiting = sa.select(unfinished(outbox.c.payload_id).c.payload_id)
    return sa.and_(payloads.c.created_at < moment, payloads.c.id.not_in(waiting))


def _gone_since(moment: datetime) -> sa.ColumnElement[bool]:
    return sa.and_(chats.c.state == ChatState.SUSPENDED.value, chats.c.suspended_at < moment)


def _old_articles(before: datetime) -> _Step:
    async def step(conn: AsyncConnection, limit: int) -> int:
        found = sa.select(articles.c.id).where(articles.c.published < before).order_by(articles.c.published)
        return await remove_articles(conn, (await conn.scalars(found.limit(limit))).all())

    return step


def _old_bands(before: datetime) -> _Step:
    async def step(conn: AsyncConnection, limit: int) -> int:
        old = sa.select(editions.c.id).join(articles).where(articles.c.first_seen < before)
        banded = old.where(sa.exists().where(edition_bands.c.edition_id == editions.c.id))
        found = (await conn.scalars(banded.limit(limit))).all()
        await conn.execute(sa.delete(edition_bands).where(edition_bands.c.edition_id.in_(found)))
        return len(found)

    return step
