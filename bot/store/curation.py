"""What persons decide about stories; every decision stands in ``corrections`` or in the story and is audited."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.errors import StoreError
from bot.store.database import Part
from bot.store.dialects import dialect_of
from bot.store.journal import write_audit
from bot.store.schema import articles, corrections, editions, feedback, saved_stories, stories
from bot.store.stories import resolve
from bot.store.story_rows import corrections_of, refresh


class Curation(Part):
    async def correct(
        self,
        story_id: int,
        *,
        by: int,
        now: datetime,
        regions: Sequence[str] | None = None,
        topics: Sequence[str] | None = None,
        summary: str | None = None,
        language: str | None = None,
        hidden: bool | None = None,
        pinned: bool | None = None,
    ) -> None:
        """Fields that are not ``None`` win over analysis from now on. ``summary`` is for the editions in
        ``language``, or for all of them; an empty one brings the program's own back."""
        async with self._db.write() as conn:
            story_id = await _existing(conn, story_id)
            before, shown = await corrections_of(conn, story_id), await _as_shown(conn, story_id)
            wanted = {"regions": regions, "topics": topics, "hidden": hidden, "pinned": pinned}
            changes: dict[str, Any] = {field: value for field, value in wanted.items() if value is not None}
            changes = {f: list(v) if f in ("regions", "topics") else v for f, v in changes.items()}
            if summary is not None:
                changes["summary"] = {**before.get("summary", {}), language or "": summary}
            for field, value in changes.items():
                await _write_correction(conn, story_id, field, value, by, now)
            if summary is not None:
                await _new_versions(conn, story_id, language)
            await refresh(conn, story_id)
            old = {field: before.get(field, shown.get(field)) for field in changes}
            await write_audit(conn, by, "story.correct", str(story_id), old, changes, now)

    async def merge(self, story_id: int, into: int, *, by: int, now: datetime) -> None:
        """Make one story of two: ``into`` keeps its id and seq, old buttons of the other one lead to it."""
        async with self._db.write() as conn:
            story_id, into = await _existing(conn, story_id), await _existing(conn, into)
            if story_id == into:
                raise StoreError(f"story {story_id} cannot be merged into itself")
            await conn.execute(sa.update(editions).where(editions.c.story_id == story_id).values(story_id=into))
            await conn.execute(sa.update(stories).where(stories.c.id == story_id).values(merged_into=into))
            for field, value in (await corrections_of(conn, story_id)).items():
                if field not in await corrections_of(conn, into):
                    await _write_correction(conn, into, field, value, by, now)
            await _move_marks(conn, story_id, into)
            await refresh(conn, story_id)
            await refresh(conn, into)
            await write_audit(conn, by, "story.merge", str(story_id), None, {"into": into}, now)

    async def split(self, article_id: int, *, by: int, now: datetime) -> int:
        """Give an article a story of its own (it is silent: its readers had it already); its id."""
        async with self._db.write() as conn:
            row = (await conn.execute(sa.select(articles).where(articles.c.id == article_id))).one_or_none()
            if row is None:
                raise StoreError(f"there is no article {article_id}")
            mine = editions.c.article_id == article_id
            old = (await conn.scalars(sa.select(editions.c.story_id).where(mine))).first()
            opened = sa.insert(stories).values(published=row.published, created_at=now, scope="national", outlets=1)
            story_id: int = (await conn.execute(opened.returning(stories.c.id))).scalar_one()
            await conn.execute(sa.update(articles).where(articles.c.id == article_id).values(silent=True))
            await conn.execute(sa.update(editions).where(mine).values(story_id=story_id))
            await refresh(conn, story_id)
            if old is not None:
                await refresh(conn, old)
            await write_audit(conn, by, "story.split", str(article_id), {"story": old}, {"story": story_id}, now)
        return story_id

    async def release(self, story_id: int, *, by: int, now: datetime) -> None:
        """Show a story that waited for an editor; it gets its seq now, so it is pushed."""
        async with self._db.write() as conn:
            story_id = await _existing(conn, story_id)
            its = sa.select(editions.c.article_id).where(editions.c.story_id == story_id)
            await conn.execute(sa.update(articles).where(articles.c.id.in_(its)).values(held=False))
            await refresh(conn, story_id)
            await write_audit(conn, by, "story.release", str(story_id), None, None, now)


async def _existing(conn: AsyncConnection, story_id: int) -> int:
    found = await resolve(conn, story_id)
    if found is None:
        raise StoreError(f"there is no story {story_id}")
    return found


async def _as_shown(conn: AsyncConnection, story_id: int) -> Mapping[str, Any]:
    """What a correction would change, as it stands: for the log's "before"."""
    row = (await conn.execute(sa.select(stories).where(stories.c.id == story_id))).one()
    return {"regions": row.regions, "topics": row.topics, "hidden": row.hidden, "pinned": row.pinned}


async def _write_correction(
    conn: AsyncConnection, story_id: int, field: str, value: Any, by: int, now: datetime
) -> None:
    row: Mapping[str, Any] = {"story_id": story_id, "field": field, "value": value, "by": by, "at": now}
    new = dialect_of(conn).insert(corrections).values(row)
    changed = {"value": new.excluded.value, "by": new.excluded.by, "at": new.excluded.at}
    await conn.execute(new.on_conflict_do_update(index_elements=["story_id", "field"], set_=changed))


async def _new_versions(conn: AsyncConnection, story_id: int, language: str | None) -> None:
    """A rewritten summary is a new version of the edition, so that sent digests can be corrected."""
    changed = sa.update(editions).where(editions.c.story_id == story_id).values(version=editions.c.version + 1)
    await conn.execute(changed if language is None else changed.where(editions.c.language == language))


async def _move_marks(conn: AsyncConnection, old: int, new: int) -> None:
    """Saved and judged stories follow; who had both keeps one."""
    for table, keys in ((saved_stories, ("chat_id", "user_id")), (feedback, ("chat_id",))):
        other = table.alias()
        same = [other.c[key] == table.c[key] for key in keys]
        both = sa.exists().where(other.c.story_id == new, *same)
        await conn.execute(sa.delete(table).where(table.c.story_id == old, both))
        await conn.execute(sa.update(table).where(table.c.story_id == old).values(story_id=new))
