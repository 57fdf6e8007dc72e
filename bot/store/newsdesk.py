"""What editors need beside `curation`: stories by their address, pushing one again, corrections as examples."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping, Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from bot.errors import StoreError
from bot.models import Story
from bot.store.database import Part
from bot.store.journal import write_audit
from bot.store.schema import articles, audit_log, corrections, counters, edition_texts, editions, sources, stories
from bot.store.stories import load, resolve
from bot.store.story_rows import refresh

REPORTED = "story.reported"
_RECENT = 2000  # actions on stories that are looked through for reports


class Newsdesk(Part):
    async def count_articles(self, source: str) -> int:
        """How many articles came from a source."""
        async with self._db.read() as conn:
            found = sa.select(sa.func.count()).select_from(articles).where(articles.c.source == source)
            return (await conn.execute(found)).scalar_one()

    async def stories_by_url(self, urls: Sequence[str]) -> tuple[Story, ...]:
        """The stories of articles with these addresses, in their order, each once; hidden and held ones too."""
        found = sa.select(articles.c.url, editions.c.story_id).join(editions, editions.c.article_id == articles.c.id)
        async with self._db.read() as conn:
            rows = (await conn.execute(found.where(articles.c.url.in_(urls)))).all()
            by_url = {row.url: row.story_id for row in rows}
            ids = [await resolve(conn, by_url[url]) for url in urls if url in by_url]
            return await load(conn, list(dict.fromkeys(one for one in ids if one is not None)), held=True)

    async def reported_stories(self, limit: int = 50) -> tuple[Story, ...]:
        """Stories that a reader has called wrong and no editor has touched since, the latest first."""
        done = audit_log.c.action.startswith("story.")
        newest = sa.select(audit_log.c.action, audit_log.c.target).where(done).order_by(audit_log.c.id.desc())
        async with self._db.read() as conn:
            last: dict[str, str] = {}
            for row in await conn.execute(newest.limit(_RECENT)):
                last.setdefault(row.target, row.action)
            ids = [int(target) for target, action in last.items() if action == REPORTED and target.isdecimal()]
            return await load(conn, ids[:limit], held=True)

    async def is_reported(self, story_id: int) -> bool:
        """Whether a reader has called the story wrong and no editor has touched it since."""
        mine = audit_log.c.action.startswith("story.") & (audit_log.c.target == str(story_id))
        async with self._db.read() as conn:
            last = sa.select(audit_log.c.action).where(mine).order_by(audit_log.c.id.desc()).limit(1)
            return await conn.scalar(last) == REPORTED

    async def is_held(self, story_id: int) -> bool:
        """Whether the story, or a part of it, waits for an editor."""
        waiting = sa.select(editions.c.id).join(articles).where(editions.c.story_id == story_id, articles.c.held)
        async with self._db.read() as conn:
            return await conn.scalar(waiting.limit(1)) is not None

    async def resend(self, story_id: int, *, by: int, now: datetime) -> None:
        """Make the story news again: it gets a new ``seq``, so that everybody whom it concerns gets it once more.

        Raises `StoreError` where there is nothing to send: no such story, hidden, or waiting for an editor.
        """
        async with self._db.write() as conn:
            found = await resolve(conn, story_id)
            row = (await conn.execute(sa.select(stories).where(stories.c.id == found))).one_or_none()
            if row is None or not row.visible:
                raise StoreError(f"story {story_id} is not shown to anybody")
            its = sa.select(editions.c.article_id).where(editions.c.story_id == found)
            await conn.execute(sa.update(articles).where(articles.c.id.in_(its)).values(silent=False))
            await refresh(conn, row.id)
            taken = sa.update(counters).where(counters.c.name == "story_seq").values(value=counters.c.value + 1)
            seq = (await conn.execute(taken.returning(counters.c.value))).scalar_one()
            await conn.execute(sa.update(stories).where(stories.c.id == row.id).values(seq=seq))
            await write_audit(conn, by, "story.resend", str(row.id), {"seq": row.seq}, {"seq": seq}, now)

    async def labelled_examples(self) -> AsyncIterator[Mapping[str, Any]]:
        """What persons corrected, as lines that ``aimaq evaluate`` reads: each edition of a story whose regions or
        topics were set by hand, as the feed gave it, with those labels. Labels that nobody judged are left out."""
        async with self._db.read() as conn:
            judged = corrections.c.field.in_(("regions", "topics"))
            ids = (await conn.scalars(sa.select(corrections.c.story_id).where(judged).distinct())).all()
        for story_id in sorted(ids):
            for example in await self._examples(story_id):
                yield example

    async def _examples(self, story_id: int) -> list[Mapping[str, Any]]:
        t = edition_texts.c
        found = (
            sa.select(t.raw_title, t.raw_html, editions.c.language, articles.c.published, sources.c.default_region)
            .join(editions, editions.c.id == t.edition_id)
            .join(articles, articles.c.id == editions.c.article_id)
            .join(sources, sources.c.name == articles.c.source)
            .where(editions.c.story_id == story_id)
            .order_by(editions.c.id)
        )
        judged = sa.select(corrections.c.field, corrections.c.value).where(corrections.c.story_id == story_id)
        async with self._db.read() as conn:
            labels = {r.field: r.value for r in await conn.execute(judged) if r.field in ("regions", "topics")}
            return [
                {
                    "title": row.raw_title,
                    "html": row.raw_html,
                    "published": row.published.isoformat(),
                    "lang": row.language,
                    **({"default_region": row.default_region} if row.default_region else {}),
                    **labels,
                }
                for row in await conn.execute(found)
            ]
