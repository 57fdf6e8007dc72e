"""What people said and kept: the state of a conversation, saved stories, thumbs."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from bot.models import Story
from bot.store.database import Part
from bot.store.dialects import dialect_of
from bot.store.schema import conversations, feedback, saved_stories, stories
from bot.store.stories import load, resolve


class People(Part):
    async def state(self, chat_id: int, user_id: int) -> Mapping[str, Any] | None:
        """Where the conversation with this person stands; ``None``: nothing was asked."""
        here = (conversations.c.chat_id == chat_id) & (conversations.c.user_id == user_id)
        async with self._db.read() as conn:
            state: Mapping[str, Any] | None = await conn.scalar(sa.select(conversations.c.data).where(here))
            return state

    async def set_state(self, chat_id: int, user_id: int, state: Mapping[str, Any] | None) -> None:
        """Remember it (JSON), or forget it (``None``)."""
        here = (conversations.c.chat_id == chat_id) & (conversations.c.user_id == user_id)
        async with self._db.write() as conn:
            await conn.execute(sa.delete(conversations).where(here))
            if state is not None:
                row = {"chat_id": chat_id, "user_id": user_id, "data": dict(state)}
                await conn.execute(dialect_of(conn).insert(conversations).values(row).on_conflict_do_nothing())

    async def save_story_for(self, chat_id: int, user_id: int, story_id: int, now: datetime) -> None:
        """Keep a story for later; one that is gone is passed over."""
        async with self._db.write() as conn:
            found = await resolve(conn, story_id)
            if found is not None:
                row = {"chat_id": chat_id, "user_id": user_id, "story_id": found, "at": now}
                await conn.execute(dialect_of(conn).insert(saved_stories).values(row).on_conflict_do_nothing())

    async def unsave_story(self, chat_id: int, user_id: int, story_id: int) -> None:
        async with self._db.write() as conn:
            found = await resolve(conn, story_id)
            here = (saved_stories.c.chat_id == chat_id) & (saved_stories.c.user_id == user_id)
            await conn.execute(sa.delete(saved_stories).where(here, saved_stories.c.story_id == found))

    async def is_saved(self, chat_id: int, user_id: int, story_id: int) -> bool:
        """Whether this person has saved the story."""
        c = saved_stories.c
        mine = sa.select(c.at).where(c.chat_id == chat_id, c.user_id == user_id, c.story_id == story_id)
        async with self._db.read() as conn:
            return await conn.scalar(mine) is not None

    async def saved(self, chat_id: int, user_id: int | None = None, *, limit: int = 200) -> tuple[Story, ...]:
        """Saved stories that can still be shown, the last saved first; with ``user_id`` only that person's."""
        mine = (saved_stories.c.chat_id == chat_id) & stories.c.visible
        if user_id is not None:
            mine &= saved_stories.c.user_id == user_id
        found = sa.select(saved_stories.c.story_id).join(stories, stories.c.id == saved_stories.c.story_id).where(mine)
        async with self._db.read() as conn:
            ids = await conn.scalars(found.order_by(saved_stories.c.at.desc()).limit(limit))
            return await load(conn, list(dict.fromkeys(ids)))

    async def feedback(self, chat_id: int, story_id: int, value: int, now: datetime) -> None:
        """A thumb up (1) or down (-1); the last one counts."""
        async with self._db.write() as conn:
            found = await resolve(conn, story_id)
            if found is None:
                return
            new = dialect_of(conn).insert(feedback).values(chat_id=chat_id, story_id=found, value=value, at=now)
            changed = {"value": new.excluded.value, "at": new.excluded.at}
            await conn.execute(new.on_conflict_do_update(index_elements=["chat_id", "story_id"], set_=changed))
