"""A forum topic that was closed or deleted: its digests come to the chat itself, which is told so once."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from bot import render
from bot.analysis import place_name
from bot.models import Kind
from bot.store import Store
from bot.texts import texts


async def tell_of_topics_gone(store: Store, gone: Sequence[tuple[int, int]], now: datetime) -> None:
    """``gone``: (chat, thread) that were found broken just now; a topic that opens and closes again is told again."""
    for chat_id, thread_id in gone:
        chat = await store.chat(chat_id)
        if chat is None:
            continue
        affected = await store.subscriptions(chat_id, thread_id)
        places = {kato: place_name(kato, chat.language) for one in affected for kato in one.profile.places}
        message = render.topic_gone(affected, texts(chat.language), places=places)
        key = f"topic-gone:{thread_id}:{now.isoformat()}"
        await store.enqueue(chat_id, None, Kind.NOTICE, (message,), key=key, now=now)
