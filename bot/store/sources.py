"""The feeds and what is known of their lives."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, fields
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.errors import StoreError
from bot.models import Source
from bot.store.articles import remove_articles
from bot.store.columns import AnyRow
from bot.store.database import Part
from bot.store.schema import articles, sources

_CONFIGURED = (
    "feed_url", "title", "origin", "poll_seconds", "max_poll_seconds", "default_region", "full_text", "approval", "utm",
    "title_kk",
)  # fmt: skip
_COLUMNS = [sources.c[field.name] for field in fields(Source)]


class Sources(Part):
    async def sync_sources(self, configured: Sequence[Source], now: datetime) -> None:
        """Make the sources of the file those of ``configured``. What a chat paused stays paused; what is no longer
        in the file is not polled any more, its articles stay. A changed address starts afresh."""
        async with self._db.write() as conn:
            known = {row.name: row for row in await conn.execute(sa.select(sources))}
            for source in configured:
                await _sync(conn, source, known.get(source.name), now)
            names = [source.name for source in configured]
            gone = (sources.c.origin == "file") & sources.c.name.not_in(names)
            await conn.execute(sa.update(sources).where(gone).values(removed=True, next_poll_at=None))

    async def sources(self) -> tuple[Source, ...]:
        async with self._db.read() as conn:
            return await _select(conn, sa.not_(sources.c.removed))

    async def source(self, name: str) -> Source | None:
        async with self._db.read() as conn:
            found = await _select(conn, sources.c.name == name, sa.not_(sources.c.removed))
            return found[0] if found else None

    async def add_source(self, source: Source, now: datetime) -> Source:
        """A source of the chat. One that was removed comes back; a name in use is a `StoreError`."""
        async with self._db.write() as conn:
            known = (await conn.execute(sa.select(sources).where(sources.c.name == source.name))).one_or_none()
            if known is not None and not known.removed:
                raise StoreError(f"there is a source {source.name} already")
            await _sync(conn, source, known, now)
        return source

    async def update_source(self, name: str, **changes: Any) -> None:
        """Set fields of `Source` by name; unknown sources are passed over (they may be removed meanwhile)."""
        async with self._db.write() as conn:
            await conn.execute(sa.update(sources).where(sources.c.name == name).values(changes))

    async def update_sources(self, changes: Mapping[str, Mapping[str, Any]]) -> None:
        """The same fields of many sources, by name, in one go."""
        if not changes:
            return
        new: dict[str, Any] = {field: sa.bindparam(field) for field in next(iter(changes.values()))}
        updated = sa.update(sources).where(sources.c.name == sa.bindparam("of")).values(new)
        async with self._db.write() as conn:
            await conn.execute(updated, [{"of": name, **values} for name, values in changes.items()])

    async def remove_source(self, name: str, *, keep_articles: bool) -> None:
        """Stop polling it; without ``keep_articles`` everything that came from it goes too."""
        async with self._db.write() as conn:
            gone = sa.update(sources).where(sources.c.name == name)
            await conn.execute(gone.values(removed=True, next_poll_at=None))
        while not keep_articles and await self._remove_some_articles(name):
            pass

    async def _remove_some_articles(self, name: str, limit: int = 500) -> int:
        async with self._db.write() as conn:
            found = sa.select(articles.c.id).where(articles.c.source == name).limit(limit)
            return await remove_articles(conn, (await conn.scalars(found)).all())

    async def due_sources(self, now: datetime, limit: int) -> tuple[Source, ...]:
        """Those to be polled now, the longest due first."""
        due = sa.or_(sources.c.next_poll_at.is_(None), sources.c.next_poll_at <= now)
        async with self._db.read() as conn:
            return await _select(conn, due, sa.not_(sources.c.paused), sa.not_(sources.c.removed), limit=limit)

    async def take_due_sources(self, now: datetime, limit: int, *, lease_seconds: float) -> tuple[Source, ...]:
        """Those to be polled now, for this process alone: to others they are due again when the lease has run out, or
        when `update_source` says so. A database that nobody shares needs no lease."""
        if not self._db.shared:
            return await self.due_sources(now, limit)
        due = sa.or_(sources.c.next_poll_at.is_(None), sources.c.next_poll_at <= now)
        async with self._db.write() as conn:
            rows = sa.select(*_COLUMNS).where(due, sa.not_(sources.c.paused), sa.not_(sources.c.removed))
            rows = rows.order_by(sources.c.next_poll_at.asc().nulls_first(), sources.c.name).limit(limit)
            taken = [Source(**row._mapping) for row in await conn.execute(self._db.dialect.unlocked(rows))]
            mine = sa.update(sources).where(sources.c.name.in_([source.name for source in taken]))
            await conn.execute(mine.values(next_poll_at=now + timedelta(seconds=lease_seconds)))
            return tuple(taken)


async def _select(
    conn: AsyncConnection, *conditions: sa.ColumnElement[bool], limit: int | None = None
) -> tuple[Source, ...]:
    order = (sources.c.next_poll_at.asc().nulls_first(), sources.c.name) if limit else (sources.c.name,)
    found = sa.select(*_COLUMNS).where(*conditions).order_by(*order).limit(limit)
    return tuple(Source(**row._mapping) for row in await conn.execute(found))


async def _sync(conn: AsyncConnection, source: Source, known: AnyRow | None, now: datetime) -> None:
    if known is None:
        await conn.execute(sa.insert(sources).values(asdict(source)))
        return
    changes: dict[str, Any] = {name: getattr(source, name) for name in _CONFIGURED} | {"removed": False}
    if source.paused:
        changes["paused"] = True
    if source.feed_url != known.feed_url or known.removed:
        changes |= {"reading": {}, "next_poll_at": now, "interval_seconds": None}
        changes |= {"failing_since": None, "failures": 0, "error_kind": None, "error": None, "alerted": False}
    await conn.execute(sa.update(sources).where(sources.c.name == source.name).values(changes))
