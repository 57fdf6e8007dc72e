"""What a chat was told already, so that no story comes to it twice, through whichever of its subscriptions.

The outbox knows it. Of most chats it is never asked: where there is one subscription, its cursor says all. It is asked
for those with several in one place, and where quiet hours deferred what was not urgent.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.models import Kind, State
from bot.store.columns import AnySelect
from bot.store.pages import Page
from bot.store.schema import outbox, payload_stories, payloads, stories, subscriptions
from bot.store.states import in_state

_TOLD = (State.PENDING, State.SENDING, State.SENT, State.SUPERSEDED, State.UNCONFIRMED)


async def told_on(conn: AsyncConnection, page: Page) -> Mapping[tuple[int, int], str]:
    """(chat, thread) of digests that are due → ids of the stories told there meanwhile, as ``3,14,15``. Those that
    were told nothing are left out; a weekly review looks back and may repeat."""
    c = subscriptions.c
    cursor = sa.func.min(c.cursor).label("cursor")
    asked = sa.or_(c.instant, has_others(subscriptions))
    due = sa.select(c.chat_id, c.thread_id, cursor).where(page.holds(), sa.not_(c.weekly), asked)
    places = due.group_by(c.chat_id, c.thread_id).subquery("places")
    told: dict[tuple[int, int], list[str]] = defaultdict(list)
    for row in await conn.execute(_stories_told(places)):
        told[row.chat_id, row.thread_id].append(str(row.story_id))
    return {place: ",".join(ids) for place, ids in told.items()}


def has_others(table: sa.FromClause) -> sa.ColumnElement[bool]:
    """Whether there is another subscription beside the one of ``table``, in the same chat and thread."""
    other = subscriptions.alias("other")
    same = sa.and_(other.c.chat_id == table.c.chat_id, other.c.thread_id == table.c.thread_id)
    return sa.exists().where(same, other.c.id != table.c.id)


def in_a_digest(story_id: int, table: sa.FromClause) -> sa.ColumnElement[bool]:
    """Whether the chat and thread of ``table`` got the story in a digest, since it last became news."""
    digest = sa.and_(outbox.c.chat_id == table.c.chat_id, outbox.c.thread_id == table.c.thread_id)
    digest = sa.and_(digest, outbox.c.kind == Kind.DIGEST.value, in_state(*_TOLD))
    shown = sa.and_(payload_stories.c.story_id == story_id, payload_stories.c.payload_id == outbox.c.payload_id)
    known = sa.and_(payloads.c.id == outbox.c.payload_id, stories.c.id == payload_stories.c.story_id)
    return sa.exists().where(digest, shown, known, _as_now())


def _stories_told(places: sa.FromClause) -> AnySelect:
    here = sa.and_(outbox.c.chat_id == places.c.chat_id, outbox.c.thread_id == places.c.thread_id)
    here = sa.and_(here, outbox.c.kind.in_((Kind.DIGEST.value, Kind.INSTANT.value)), in_state(*_TOLD))
    story_id = sa.func.coalesce(stories.c.merged_into, stories.c.id).label("story_id")
    rows = (
        places.join(outbox, here)
        .join(payloads, payloads.c.id == outbox.c.payload_id)
        .join(payload_stories, payload_stories.c.payload_id == payloads.c.id)
        .join(stories, sa.and_(stories.c.id == payload_stories.c.story_id, stories.c.seq > places.c.cursor, _as_now()))
    )
    told = (places.c.chat_id, places.c.thread_id, story_id)
    return sa.select(*told).select_from(rows).distinct().order_by(*told)


def _as_now() -> sa.ColumnElement[bool]:
    """A story that was made news again got a new number: what was said before does not count."""
    return payloads.c.until_seq >= stories.c.seq
