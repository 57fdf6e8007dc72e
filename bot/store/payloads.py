"""What messages say, stored once for however many chats get them."""

from __future__ import annotations

import secrets
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.models import Action, Kind, Message, Plan, State
from bot.store import codec
from bot.store.columns import AnyRow
from bot.store.database import Part
from bot.store.dialects import dialect_of
from bot.store.schema import files, outbox, payload_stories, payloads, settings
from bot.store.states import in_state, unfinished
from bot.store.values import Payload, SentMessage

_REUSED = timedelta(hours=1)
_LATER = "correct:"  # and a story's id: a setting, whose value changes whenever the story is noted


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

    async def under_way(self, story_ids: Sequence[int]) -> frozenset[int]:
        """Those of the stories that are told by messages which have still to arrive."""
        c = payload_stories.c
        leaving = unfinished(outbox.c.payload_id, outbox.c.action)
        new = (leaving.c.payload_id == c.payload_id) & (leaving.c.action == Action.SEND.value)
        found = sa.select(c.story_id).join(leaving, new).where(c.story_id.in_(story_ids)).distinct()
        async with self._db.read() as conn:
            return frozenset(await conn.scalars(found))

    async def correct_later(self, story_ids: Collection[int]) -> None:
        """Note stories that must be looked at again, by whichever process, when their messages have arrived."""
        if not story_ids:
            return
        async with self._db.write() as conn:
            rows = [{"key": f"{_LATER}{one}", "value": secrets.token_hex(4)} for one in sorted(story_ids)]
            new = dialect_of(conn).insert(settings)
            await conn.execute(
                new.on_conflict_do_update(index_elements=["key"], set_={"value": new.excluded.value}), rows
            )

    async def later_corrections(self) -> Mapping[int, str]:
        """The stories of `correct_later`, each with the mark of its last note."""
        found = sa.select(settings.c.key, settings.c.value).where(settings.c.key.startswith(_LATER))
        async with self._db.read() as conn:
            return {int(row.key.removeprefix(_LATER)): row.value for row in await conn.execute(found)}

    async def looked_at(self, notes: Mapping[int, str]) -> None:
        """Forget these notes; those that were made anew meanwhile stay."""
        marked = [(f"{_LATER}{story_id}", mark) for story_id, mark in notes.items()]
        async with self._db.write() as conn:
            await conn.execute(sa.delete(settings).where(sa.tuple_(settings.c.key, settings.c.value).in_(marked)))

    async def last_payload(self, chat_id: int, message_id: int) -> Payload | None:
        """What a message of ours says now: for "more" and for buttons below it."""
        here = (outbox.c.chat_id == chat_id) & (outbox.c.message_id == message_id) & (in_state(State.SENT))
        async with self._db.read() as conn:
            found = sa.select(outbox.c.payload_id).where(here).order_by(outbox.c.id.desc()).limit(1)
            payload_id = await conn.scalar(found)
        return None if payload_id is None else await self.payload(payload_id)

    async def keep_answer(
        self, chat_id: int, thread_id: int | None, plan: Plan, message_ids: Mapping[int, int], now: datetime
    ) -> None:
        """Write down what somebody who asked was shown at once, as if it had been pushed: ``message_ids`` by the
        number of the plan's message."""
        async with self._db.write() as conn:
            payload_ids = await insert_payloads(conn, plan.messages, plan, now)
            common = {
                "chat_id": chat_id,
                "thread_id": thread_id or 0,
                "kind": Kind.ANSWER.value,
                "action": Action.SEND.value,
                "priority": priority_of(Kind.ANSWER),
                "state": State.SENT.value,
                "created_at": now,
                "settled_at": now,
            }
            rows = [
                {**common, "payload_id": payload_ids[part], "run": f"answer:{id_}", "part": part, "message_id": id_}
                for part, id_ in message_ids.items()
            ]
            await conn.execute(dialect_of(conn).insert(outbox).on_conflict_do_nothing(), rows)

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


class Encoded(NamedTuple):
    """A message as its row holds it, and what it shows."""

    row: Mapping[str, Any]
    plan: Plan


def encode(plans: Iterable[Plan], now: datetime) -> Mapping[str, Sequence[Encoded]]:
    """key of each plan → its messages, for `insert_all_payloads`. To be done before the writer is held."""
    return {plan.key: [Encoded(_row(message, plan, now), plan) for message in plan.messages] for plan in plans}


async def insert_payloads(
    conn: AsyncConnection, messages: Sequence[Message], plan: Plan, now: datetime
) -> Sequence[int]:
    """Ids of rows that hold the messages, each with what the whole plan shows."""
    encoded = encode([replace(plan, messages=tuple(messages))], now)
    return (await insert_all_payloads(conn, encoded, now))[plan.key]


async def insert_all_payloads(
    conn: AsyncConnection, encoded: Mapping[str, Sequence[Encoded]], now: datetime
) -> Mapping[str, Sequence[int]]:
    """key of each plan → ids of rows that hold its messages, in order.

    What was written in the last hour is not written again: a push comes in pages that say the same.
    """
    by_hash = {one.row["hash"]: one for messages in encoded.values() for one in messages}
    known = await _ids(conn, list(by_hash), now)
    fresh = {hash_: one for hash_, one in by_hash.items() if hash_ not in known}
    if fresh:
        await conn.execute(sa.insert(payloads), [one.row for one in fresh.values()])
        known |= await _ids(conn, list(fresh), now)
        if shown := [row for hash_, one in fresh.items() for row in _shown(known[hash_], one.plan)]:
            await conn.execute(sa.insert(payload_stories), shown)
    return {key: [known[one.row["hash"]] for one in messages] for key, messages in encoded.items()}


def _row(message: Message, plan: Plan, now: datetime) -> dict[str, Any]:
    value = codec.message_value(message)
    said = {"message": value, "digest": plan.digest_json, "until_seq": plan.until_seq}
    return {"hash": codec.digest_of(said | {"shown": plan.shown}), **said, "created_at": now}


async def _ids(conn: AsyncConnection, hashes: Sequence[str], now: datetime) -> dict[str, int]:
    ids: dict[str, int] = {}
    for start in range(0, len(hashes), 1000):
        wanted = payloads.c.hash.in_(hashes[start : start + 1000]) & (payloads.c.created_at >= now - _REUSED)
        found = sa.select(payloads.c.hash, sa.func.max(payloads.c.id).label("id")).where(wanted)
        ids |= {row.hash: row.id for row in await conn.execute(found.group_by(payloads.c.hash))}
    return ids


def _shown(payload_id: int, plan: Plan) -> list[dict[str, int]]:
    editions = {story: (edition, version) for story, edition, version in plan.shown}
    return [
        {"story_id": story, "payload_id": payload_id, "edition_id": edition, "edition_version": version}
        for story, (edition, version) in editions.items()
    ]


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
