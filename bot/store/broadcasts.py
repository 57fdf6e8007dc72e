"""One message to many chats, written page by page: each page is a short transaction, and doing one again is safe."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.models import Action, ChatState, Kind, Message, Plan, Profile, State
from bot.store import codec
from bot.store.columns import AnySelect, Moment
from bot.store.database import Part
from bot.store.fanout import insert_rows, pending
from bot.store.payloads import insert_payloads
from bot.store.schema import chats, outbox, profiles, subscriptions
from bot.store.states import in_state
from bot.store.values import Audience

_PAGE = 20_000
_NEVER = datetime(9999, 1, 1, tzinfo=UTC)


class Broadcasts(Part):
    async def count_audience(self, audience: Audience) -> int:
        """How many active chats a broadcast would go to."""
        async with self._db.read() as conn:
            chosen = (await _chosen(conn, audience)).subquery()
            return (await conn.execute(sa.select(sa.func.count()).select_from(chosen))).scalar_one()

    async def broadcast(
        self, audience: Audience, messages: Sequence[Message], *, key: str, now: datetime,
        expires_at: datetime | None = None, original: tuple[int, int] | None = None,
    ) -> AsyncIterator[int]:  # fmt: skip
        """Queue ``messages`` for everyone of the audience; yields the rows written after each page. The same
        ``key`` reaches a chat once, so a broadcast that broke off is simply begun again.

        ``original`` (chat, message id): a copy of that message goes out, with the buttons of ``messages``."""
        after, written = None, 0
        payload_ids: Sequence[int] = ()
        while True:
            async with self._db.write() as conn:
                payload_ids = payload_ids or await insert_payloads(conn, messages, Plan(key, (), 0), now)
                page, last = await _page(conn, audience, after)
                for part, payload_id in enumerate(payload_ids):
                    rows = {
                        **pending(Kind.BROADCAST, now),
                        "chat_id": page.c.id,
                        "payload_id": sa.literal(payload_id, sa.BigInteger),
                        "run": sa.literal(key),
                        "part": sa.literal(part, sa.Integer),
                        "expires_at": sa.literal(expires_at, Moment),
                    }
                    rows |= _copying(original) if original else {}
                    chosen = sa.select(*rows.values()).select_from(page).where(sa.true()).order_by(page.c.id)
                    written += await insert_rows(conn, rows, chosen)
            yield written
            if last is None:
                return
            after = last

    async def copy_to(
        self, chat_ids: Sequence[int], source_chat_id: int, message_id: int, *, key: str, now: datetime
    ) -> int:
        """Queue copies of a message that stands in ``source_chat_id``."""
        async with self._db.write() as conn:
            (payload_id,) = await insert_payloads(conn, (Message(""),), Plan(key, (), 0), now)
            rows = {
                **pending(Kind.BROADCAST, now),
                **_copying((source_chat_id, message_id)),
                "chat_id": chats.c.id,
                "payload_id": sa.literal(payload_id, sa.BigInteger),
                "run": sa.literal(key),
            }
            return await insert_rows(conn, rows, sa.select(*rows.values()).where(chats.c.id.in_(chat_ids)))

    async def broadcast_progress(self, key: str) -> Mapping[State, int]:
        """How many parts of the broadcast are in which state."""
        number = sa.func.count().label("number")
        found = sa.select(outbox.c.state, number).where(_rows_of(key)).group_by(outbox.c.state)
        async with self._db.read() as conn:
            return {State(row.state): row.number for row in await conn.execute(found)}

    async def hold(self, key: str) -> int:
        """Let what has not left yet wait until `let_go`; how many parts that were."""
        return await self._put_off(key, _NEVER)

    async def let_go(self, key: str) -> int:
        """What was held may leave."""
        return await self._put_off(key, None)

    async def _put_off(self, key: str, until: datetime | None) -> int:
        waiting = _rows_of(key) & in_state(State.PENDING)
        async with self._db.write() as conn:
            return (await conn.execute(sa.update(outbox).where(waiting).values(not_before=until))).rowcount

    async def cancel(self, key: str, now: datetime) -> int:
        """Take back what has not left yet; how many parts that were."""
        waiting = _rows_of(key) & in_state(State.PENDING)
        gone = {"state": State.CANCELLED.value, "settled_at": now}
        async with self._db.write() as conn:
            return (await conn.execute(sa.update(outbox).where(waiting).values(gone))).rowcount


def _rows_of(key: str) -> sa.ColumnElement[bool]:
    """The kind is written out, not bound, as for states: `ix_outbox_broadcast` is of broadcasts alone."""
    return (outbox.c.run == key) & (outbox.c.kind == sa.literal_column(f"'{Kind.BROADCAST.value}'"))


def _copying(original: tuple[int, int]) -> dict[str, sa.ColumnElement[Any]]:
    """Columns of a row that copies a message (chat, message id)."""
    chat_id, message_id = original
    return {
        "action": sa.literal(Action.COPY.value),
        "target_message_id": sa.literal(message_id, sa.BigInteger),
        "source_chat_id": sa.literal(chat_id, sa.BigInteger),
    }


async def _chosen(conn: AsyncConnection, audience: Audience) -> AnySelect:
    found = sa.select(chats.c.id).where(chats.c.state == ChatState.ACTIVE.value)
    if audience.kinds:
        found = found.where(chats.c.kind.in_(audience.kinds))
    if audience.languages:
        found = found.where(chats.c.language.in_(audience.languages))
    if audience.regions or audience.topics:
        rows = await conn.execute(sa.select(profiles.c.id, profiles.c.data))
        there = [row.id for row in rows if _concerned(codec.profile_of(row.data), audience)]
        theirs = (subscriptions.c.chat_id == chats.c.id) & subscriptions.c.profile_id.in_(there)
        found = found.where(sa.exists().where(theirs))
    return found


def _concerned(profile: Profile, audience: Audience) -> bool:
    """A profile without topics wants all of them; one without regions is of the whole country, of none by name."""
    here = not audience.regions or bool(set(audience.regions) & set(profile.regions))
    return here and (not audience.topics or not profile.topics or bool(set(audience.topics) & set(profile.topics)))


async def _page(conn: AsyncConnection, audience: Audience, after: int | None) -> tuple[sa.Subquery, int | None]:
    """The next chats by id, and the id that ends them (``None``: they are the last)."""
    found = (await _chosen(conn, audience)).order_by(chats.c.id)
    if after is not None:
        found = found.where(chats.c.id > after)
    last = await conn.scalar(found.limit(1).offset(_PAGE - 1))
    return found.limit(_PAGE).subquery("page"), last
