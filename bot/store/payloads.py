"""What messages say, stored once for however many chats get them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.models import Action, Kind, Message, Plan, State
from bot.store import codec
from bot.store.columns import AnyRow
from bot.store.database import Part
from bot.store.dialects import dialect_of
from bot.store.schema import files, outbox, payload_stories, payloads
from bot.store.states import in_state
from bot.store.values import Payload, SentMessage


class Payloads(Part):
    async def payload(self, payload_id: int) -> Payload | None:
        async with self._db.read() as conn:
            found = sa.select(payloads).where(payloads.c.id == payload_id)
            row = (await conn.execute(found.add_columns(sa.literal(0).label("part")))).one_or_none()
        return None if row is None else _payload(row)

    async def sent_messages(self, story_ids: Sequence[int]) -> tuple[SentMessage, ...]:
        """Messages that stand in chats and show one of the stories, as their last edit left them; by payload."""
        shown = sa.select(payload_stories.c.payload_id).where(payload_stories.c.story_id.in_(story_ids))
        found = sa.select(outbox).where(outbox.c.payload_id.in_(shown), in_state(State.SENT))
        async with self._db.read() as conn:
            rows = await conn.execute(found.order_by(outbox.c.payload_id, outbox.c.id))
            return tuple(_sent(row) for row in rows if row.message_id is not None)

    async def standing_payloads(self, story_ids: Sequence[int]) -> tuple[Payload, ...]:
        """What messages that stand in chats say where they show one of the stories, each once, with its part."""
        shown = sa.select(payload_stories.c.payload_id).where(payload_stories.c.story_id.in_(story_ids))
        part = sa.func.min(outbox.c.part).label("part")
        standing = sa.select(outbox.c.payload_id, part).where(outbox.c.payload_id.in_(shown), in_state(State.SENT))
        found = standing.group_by(outbox.c.payload_id).subquery()
        joined = sa.select(payloads, found.c.part).join(found, found.c.payload_id == payloads.c.id)
        async with self._db.read() as conn:
            return tuple(map(_payload, await conn.execute(joined.order_by(payloads.c.id))))

    async def last_payload(self, chat_id: int, message_id: int) -> Payload | None:
        """What a message of ours says now: for "more" and for buttons below it."""
        here = (outbox.c.chat_id == chat_id) & (outbox.c.message_id == message_id) & (in_state(State.SENT))
        async with self._db.read() as conn:
            found = sa.select(outbox.c.payload_id).where(here).order_by(outbox.c.id.desc()).limit(1)
            payload_id = await conn.scalar(found)
        return None if payload_id is None else await self.payload(payload_id)

    async def correct_sent(
        self, payload_id: int, corrected: Message, plan: Plan, now: datetime, *, limit: int = 20_000
    ) -> int:
        """Queue an edit of every message that shows ``payload_id``, saying ``corrected`` from now on; ``plan``
        (messages aside) says what the new text shows. Returns how many; an edit that still waits is superseded."""
        async with self._db.write() as conn:
            new_ids = await insert_payloads(conn, (corrected,), plan, now)
            standing = (outbox.c.payload_id == payload_id) & (in_state(State.SENT))
            targets = sa.select(outbox.c.chat_id, outbox.c.message_id, outbox.c.part).where(standing)
            waiting = outbox.alias()
            same = (waiting.c.chat_id == outbox.c.chat_id) & (waiting.c.target_message_id == outbox.c.message_id)
            older = sa.select(waiting.c.id).join(outbox, same).where(standing, in_state(State.PENDING, table=waiting))
            gone = {"state": State.SUPERSEDED.value, "settled_at": now}
            await conn.execute(sa.update(outbox).where(outbox.c.id.in_(older)).values(gone))
            return await _insert_edits(conn, targets.subquery(), new_ids[0], now, limit)

    async def file_ids(self, urls: Sequence[str]) -> Mapping[str, str]:
        """url → Telegram's file id of pictures that were uploaded before."""
        async with self._db.read() as conn:
            found = await conn.execute(sa.select(files.c.url, files.c.file_id).where(files.c.url.in_(urls)))
            return {row.url: row.file_id for row in found}


async def _insert_edits(conn: AsyncConnection, targets: sa.Subquery, payload_id: int, now: datetime, limit: int) -> int:
    values: dict[str, sa.ColumnElement[Any]] = {
        "chat_id": targets.c.chat_id,
        "kind": sa.literal(Kind.CORRECTION.value),
        "action": sa.literal(Action.EDIT.value),
        "payload_id": sa.literal(payload_id, sa.BigInteger),
        "run": sa.literal(f"edit:{payload_id}:") + sa.cast(targets.c.message_id, sa.String),
        "part": targets.c.part,
        "priority": sa.literal(priority_of(Kind.CORRECTION)),
        "state": sa.literal(State.PENDING.value),
        "target_message_id": targets.c.message_id,
        "created_at": sa.literal(now, outbox.c.created_at.type),
    }
    rows = sa.select(*values.values()).where(sa.true()).limit(limit)
    new = dialect_of(conn).insert(outbox).from_select(list(values), rows).on_conflict_do_nothing()
    return (await conn.execute(new)).rowcount


async def insert_payloads(
    conn: AsyncConnection, messages: Sequence[Message], plan: Plan, now: datetime
) -> Sequence[int]:
    """Ids of new rows, one per message, each with what the whole plan shows."""
    if not messages:
        return ()
    common = {"digest": plan.digest_json, "until_seq": plan.until_seq, "created_at": now}
    rows = [{"message": codec.message_value(message), **common} for message in messages]
    new = sa.insert(payloads).returning(payloads.c.id, sort_by_parameter_order=True)
    ids = (await conn.scalars(new, rows)).all()
    editions_shown = {story: (edition, version) for story, edition, version in plan.shown}
    shown = [
        {"story_id": story, "payload_id": payload, "edition_id": edition, "edition_version": version}
        for payload in ids
        for story, (edition, version) in editions_shown.items()
    ]
    if shown:
        await conn.execute(sa.insert(payload_stories), shown)
    return ids


def priority_of(kind: Kind) -> int:
    """Most urgent first: the order in which `Kind` names them."""
    return list(Kind).index(kind)


def _payload(row: AnyRow) -> Payload:
    message = codec.message_of(row.message)
    return Payload(row.id, message, row.digest, row.until_seq, row.created_at, row.part)


def _sent(row: AnyRow) -> SentMessage:
    return SentMessage(
        outbox_id=row.id,
        chat_id=row.chat_id,
        thread_id=row.thread_id or None,
        message_id=row.message_id,
        payload_id=row.payload_id,
        part=row.part,
        kind=Kind(row.kind),
        sent_at=row.settled_at,
    )
