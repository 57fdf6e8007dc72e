"""Chats: their settings, their comings and goings."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.errors import StoreError
from bot.models import Chat, ChatKind, ChatState, State
from bot.store.chat_rows import chat_of, chat_row, chat_values
from bot.store.database import Part
from bot.store.delivery_counts import count_settled
from bot.store.schema import broken_threads, chats, conversations, feedback, outbox, saved_stories, subscriptions
from bot.store.states import in_state
from bot.store.subscriptions import place_all

_SHAPING = ("language", "news_languages", "layout", "items", "muted_topics", "muted_words")
_TIMING = ("time_zone", "quiet", "state")
_CHAT_TABLES = (broken_threads, conversations, saved_stories, feedback)


class Chats(Part):
    async def chat(self, chat_id: int) -> Chat | None:
        async with self._db.read() as conn:
            return await chat_row(conn, chat_id)

    async def save_chat(self, chat: Chat, now: datetime) -> Chat:
        """Insert, or make the known chat this one (`created_at` stays)."""
        async with self._db.write() as conn:
            known = await chat_row(conn, chat.id, for_update=True)
            if known is None:
                return await _insert(conn, chat, now)
            return await change(conn, known, replace(chat, created_at=known.created_at), now)

    async def update_chat(self, chat_id: int, now: datetime, **changes: Any) -> Chat:
        """Set fields of `Chat` by name. Settings that shape digests or their times go into the chat's
        subscriptions in the same transaction."""
        async with self._db.write() as conn:
            known = await chat_row(conn, chat_id, for_update=True)
            if known is None:
                raise StoreError(f"there is no chat {chat_id}")
            return await change(conn, known, replace(known, **changes), now)

    async def suspend_chat(self, chat_id: int, reason: str, now: datetime) -> bool:
        """The chat refuses us: keep everything, plan nothing. ``False`` when there was no active chat."""
        async with self._db.write() as conn:
            return await suspend(conn, chat_id, reason, now)

    async def wake_chat(self, chat_id: int, now: datetime) -> bool:
        """The chat is back: its subscriptions go on where they were. ``False`` unless it was suspended."""
        async with self._db.write() as conn:
            known = await chat_row(conn, chat_id, for_update=True)
            if known is None or known.state is not ChatState.SUSPENDED:
                return False
            await change(conn, known, replace(known, state=ChatState.ACTIVE), now)
            return True

    async def migrate_chat(self, old: int, new: int, now: datetime) -> None:
        """A group became a supergroup: all that is the old chat's becomes the new one's."""
        async with self._db.write() as conn:
            await migrate(conn, old, new, now)

    async def forget_chat(self, chat_id: int) -> int:
        """Delete all that is known of the chat; how many rows that were."""
        async with self._db.write() as conn:
            rows = 0
            for table in (*_CHAT_TABLES, subscriptions, outbox):
                rows += (await conn.execute(sa.delete(table).where(table.c.chat_id == chat_id))).rowcount
            return rows + (await conn.execute(sa.delete(chats).where(chats.c.id == chat_id))).rowcount

    async def find_chats(self, words: str, limit: int = 20) -> tuple[Chat, ...]:
        """Chats whose title, username or id holds each of the words."""
        matching = [chats.c.search_name.contains(word, autoescape=True) for word in words.casefold().split()]
        found = sa.select(chats).where(*matching).order_by(chats.c.search_name).limit(limit)
        async with self._db.read() as conn:
            return tuple(map(chat_of, await conn.execute(found)))

    async def mend_thread(self, chat_id: int, thread_id: int) -> None:
        """A forum topic is open again: its subscriptions go there again."""
        async with self._db.write() as conn:
            here = (broken_threads.c.chat_id == chat_id) & (broken_threads.c.thread_id == thread_id)
            await conn.execute(sa.delete(broken_threads).where(here))


async def _insert(conn: AsyncConnection, chat: Chat, now: datetime) -> Chat:
    created = chat.created_at or now
    await conn.execute(sa.insert(chats).values({**chat_values(chat), "created_at": created}))
    return replace(chat, created_at=created)


async def change(conn: AsyncConnection, known: Chat, wanted: Chat, now: datetime) -> Chat:
    """Write the chat and carry what changed into its subscriptions."""
    if wanted.state is not ChatState.SUSPENDED:
        wanted = replace(wanted, suspended_at=None)
    elif known.state is not ChatState.SUSPENDED:
        wanted = replace(wanted, suspended_at=now)
    await conn.execute(sa.update(chats).where(chats.c.id == known.id).values(chat_values(wanted)))
    if wanted.state is ChatState.BANNED:
        await end_pending(conn, known.id, State.CANCELLED, "the chat is banned", now)
    reshaped = _differs(known, wanted, _SHAPING)
    if reshaped or _differs(known, wanted, _TIMING):
        await place_all(conn, wanted, now, reshape=reshaped, own_items=known.items == wanted.items)
    return wanted


def _differs(known: Chat, wanted: Chat, names: Sequence[str]) -> bool:
    return any(getattr(known, name) != getattr(wanted, name) for name in names)


async def end_pending(conn: AsyncConnection, chat_id: int, end: State, reason: str, now: datetime) -> None:
    """What still waits for the chat will not be sent."""
    waiting = (outbox.c.chat_id == chat_id) & in_state(State.PENDING)
    values = {"state": end.value, "reason": reason, "settled_at": now}
    ended = sa.update(outbox).where(waiting).values(values).returning(outbox.c.kind)
    await count_settled(conn, [(kind, end) for kind in await conn.scalars(ended)], now)


async def suspend(conn: AsyncConnection, chat_id: int, reason: str, now: datetime) -> bool:
    await end_pending(conn, chat_id, State.REFUSED, reason, now)
    known = await chat_row(conn, chat_id, for_update=True)
    if known is None or known.state is not ChatState.ACTIVE:
        return False
    await change(conn, known, replace(known, state=ChatState.SUSPENDED), now)
    await conn.execute(sa.update(chats).where(chats.c.id == chat_id).values(suspend_reason=reason))
    return True


async def migrate(conn: AsyncConnection, old: int, new: int, now: datetime) -> None:
    """Moves everything; where the new chat has the same already, its own stays. The settings are the old chat's,
    unless the new one has subscriptions of its own."""
    known = await chat_row(conn, old, for_update=True)
    if known is None or old == new:
        return
    moved = replace(known, id=new, kind=ChatKind.SUPERGROUP)
    target = await chat_row(conn, new, for_update=True)
    if target is None:
        await _insert(conn, moved, now)
    elif await conn.scalar(sa.select(subscriptions.c.id).where(subscriptions.c.chat_id == new).limit(1)) is None:
        await conn.execute(sa.update(chats).where(chats.c.id == new).values(chat_values(moved)))
    for table, key in (
        (subscriptions, ("thread_id", "profile_id", "schedule_id")),
        (outbox, ("run", "part")),
        (broken_threads, ("thread_id",)),
        (conversations, ("user_id",)),
        (saved_stories, ("user_id", "story_id")),
        (feedback, ("story_id",)),
    ):
        await _move(conn, table, key, old, new)
    await conn.execute(sa.delete(chats).where(chats.c.id == old))
    settled = await chat_row(conn, new)
    if settled is not None and target is not None:
        await place_all(conn, settled, now, reshape=True)


async def _move(conn: AsyncConnection, table: sa.Table, key: Sequence[str], old: int, new: int) -> None:
    """Rows of one chat to another; where the new one has a row of the same key, that one stays."""
    other = table.alias()
    same = [other.c[name] == table.c[name] for name in key]
    both = sa.exists().where(other.c.chat_id == new, *same)
    await conn.execute(sa.delete(table).where(table.c.chat_id == old, both))
    await conn.execute(sa.update(table).where(table.c.chat_id == old).values(chat_id=new))
