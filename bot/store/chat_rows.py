"""A chat's row and its value."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.models import Chat, ChatKind, ChatState, Layout
from bot.store import codec
from bot.store.columns import AnyRow
from bot.store.schema import chats


async def chat_row(conn: AsyncConnection, chat_id: int, *, for_update: bool = False) -> Chat | None:
    """``for_update`` makes others wait that would change the chat or its subscriptions (PostgreSQL)."""
    found = sa.select(chats).where(chats.c.id == chat_id)
    row = (await conn.execute(found.with_for_update() if for_update else found)).one_or_none()
    return None if row is None else chat_of(row)


def chat_of(row: AnyRow) -> Chat:
    return Chat(
        id=row.id,
        kind=ChatKind(row.kind),
        title=row.title,
        username=row.username,
        state=ChatState(row.state),
        language=row.language,
        time_zone=row.time_zone,
        news_languages=row.news_languages,
        layout=Layout(row.layout),
        items=row.items,
        quiet=codec.quiet_of(row.quiet),
        muted_topics=row.muted_topics,
        muted_words=row.muted_words,
        created_at=row.created_at,
        suspended_at=row.suspended_at,
    )


def chat_values(chat: Chat) -> dict[str, Any]:
    """Everything but ``created_at``."""
    return {
        "id": chat.id,
        "kind": chat.kind.value,
        "title": chat.title,
        "username": chat.username,
        "search_name": f"{chat.title} {chat.username or ''} {chat.id}".casefold(),
        "state": chat.state.value,
        "language": chat.language,
        "time_zone": chat.time_zone,
        "news_languages": chat.news_languages,
        "layout": chat.layout.value,
        "items": chat.items,
        "quiet": codec.quiet_value(chat.quiet),
        "muted_topics": chat.muted_topics,
        "muted_words": chat.muted_words,
        "suspended_at": chat.suspended_at,
    }
