"""The queue of all that leaves: what goes in singly, and what a worker takes out under a lease."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.models import Action, ChatKind, Delivery, Kind, Message, Plan, State
from bot.store import codec
from bot.store.cluster import group_waits, note_group_sends
from bot.store.columns import AnyRow
from bot.store.database import Part
from bot.store.delivery_counts import count_settled, settled_since
from bot.store.dialects import dialect_of
from bot.store.payloads import insert_payloads, priority_of
from bot.store.schema import chats, outbox, payloads
from bot.store.states import in_state
from bot.store.values import QueueState, Troubled

MOST_INCIDENTS = 5
"""So often is a part sent again whose answer never came; then a person has to look."""

_LEAST_PAGE, _PAGE = 20, 500


class Outbox(Part):
    async def enqueue(
        self,
        chat_id: int,
        thread_id: int | None,
        kind: Kind,
        messages: Sequence[Message],
        *,
        key: str,
        now: datetime,
        not_before: datetime | None = None,
        expires_at: datetime | None = None,
        priority: int | None = None,
        action: Action = Action.SEND,
        target_message_id: int | None = None,
        source_chat_id: int | None = None,
    ) -> int:
        """Queue messages for one chat, in order; the rows written. The same ``key`` twice in a chat is once."""
        async with self._db.write() as conn:
            here = (outbox.c.chat_id == chat_id) & (outbox.c.run == key)
            if await conn.scalar(sa.select(outbox.c.id).where(here).limit(1)) is not None:
                return 0
            common = {
                "chat_id": chat_id,
                "thread_id": thread_id or 0,
                "kind": kind.value,
                "action": action.value,
                "run": key,
                "priority": priority_of(kind) if priority is None else priority,
                "state": State.PENDING.value,
                "not_before": not_before,
                "expires_at": expires_at,
                "target_message_id": target_message_id,
                "source_chat_id": source_chat_id,
                "created_at": now,
            }
            ids = await insert_payloads(conn, messages, Plan(key, (), 0), now)
            rows = [{**common, "payload_id": payload, "part": part} for part, payload in enumerate(ids)]
            if rows:
                await conn.execute(dialect_of(conn).insert(outbox).on_conflict_do_nothing(), rows)
            return len(rows)

    async def claim(
        self, owner: str, now: datetime, *, limit: int, lease_seconds: float, exclude_chats: Collection[int] = ()
    ) -> tuple[Delivery, ...]:
        """Take up to ``limit`` parts that may be sent now, most urgent and oldest first, under a lease.

        Of a chat at most one part is on its way at a time, and parts of a run go in order. Parts that came too
        late expire here; leases that ran out are incidents, and their parts are taken up again.
        """
        lease = {"owner": owner, "leased_until": now + timedelta(seconds=lease_seconds)}
        async with self._db.write() as conn:
            await _recover(conn, now)
            busy = set(await conn.scalars(sa.select(outbox.c.chat_id).where(in_state(State.SENDING))))
            chosen = await _choose(conn, now, limit, busy | set(exclude_chats))
            return await _deliveries(conn, await _take(conn, chosen, lease))

    async def release_leases(self, owner: str, now: datetime) -> int:
        """Give back what ``owner`` took and did not begin to send; what he began must be settled before."""
        back = {"state": State.PENDING.value, "attempts": outbox.c.attempts - 1, "owner": None, "leased_until": None}
        mine = (in_state(State.SENDING)) & (outbox.c.owner == owner)
        async with self._db.write() as conn:
            return (await conn.execute(sa.update(outbox).where(mine).values(back))).rowcount

    async def lease_owners(self) -> tuple[str, ...]:
        """Who holds parts at the moment."""
        async with self._db.read() as conn:
            owners = sa.select(outbox.c.owner).where(in_state(State.SENDING)).distinct()
            return tuple(str(owner) for owner in await conn.scalars(owners) if owner)

    async def expire_leases(self, owner: str, now: datetime) -> int:
        """``owner`` is dead: nobody knows whether the parts that he held arrived. How many those were."""
        async with self._db.write() as conn:
            held = in_state(State.SENDING) & (outbox.c.owner == owner)
            return await _end_leases(conn, held, "the process died", now)

    async def queue(self, now: datetime) -> QueueState:
        """The outbox at a glance, for ``/status``."""
        async with self._db.read() as conn:
            troubled = await _counted(conn, State.QUARANTINED, State.UNCONFIRMED)
            day = await settled_since(conn, now - timedelta(hours=24))
            return QueueState(
                pending=(await _counted(conn, State.PENDING)).get(State.PENDING, 0),
                oldest=await _oldest(conn),
                sending=(await _counted(conn, State.SENDING)).get(State.SENDING, 0),
                quarantined=troubled.get(State.QUARANTINED, 0),
                unconfirmed=troubled.get(State.UNCONFIRMED, 0),
                sent_24h=day.get(State.SENT, 0),
                refused_24h=day.get(State.REFUSED, 0),
                expired_24h=day.get(State.EXPIRED, 0),
            )

    async def quarantined(self, limit: int = 20) -> tuple[Troubled, ...]:
        """Parts that need a person, newest first: refused for good (400), or never confirmed."""
        wanted = in_state(State.QUARANTINED, State.UNCONFIRMED)
        found = sa.select(outbox, payloads.c.message).outerjoin(payloads, payloads.c.id == outbox.c.payload_id)
        async with self._db.read() as conn:
            rows = await conn.execute(found.where(wanted).order_by(outbox.c.id.desc()).limit(limit))
            return tuple(map(_troubled, rows))

    async def requeue(self, outbox_id: int, now: datetime) -> bool:
        """A person wants a troubled part to be tried once more."""
        troubled = in_state(State.QUARANTINED, State.UNCONFIRMED)
        again = {"state": State.PENDING.value, "incidents": 0, "reason": None, "not_before": now, "settled_at": None}
        async with self._db.write() as conn:
            mended = sa.update(outbox).where(outbox.c.id == outbox_id, troubled).values(again)
            return (await conn.execute(mended)).rowcount == 1


async def _recover(conn: AsyncConnection, now: datetime) -> None:
    """Leases that ran out: nobody knows whether their parts arrived."""
    await _end_leases(conn, in_state(State.SENDING) & (outbox.c.leased_until <= now), "the lease ran out", now)


async def _end_leases(conn: AsyncConnection, ended: sa.ColumnElement[bool], reason: str, now: datetime) -> int:
    found = sa.select(outbox.c.id, outbox.c.kind, outbox.c.incidents).where(ended)
    rows = (await conn.execute(dialect_of(conn).unlocked(found))).all()
    for row in rows:
        await note_incident(conn, row, reason, now)
    return len(rows)


async def note_incident(
    conn: AsyncConnection, row: AnyRow, reason: str, now: datetime, not_before: datetime | None = None
) -> bool:
    """Count it and send again; ``False`` when it was one too many. ``row``: id, kind, incidents."""
    values: dict[str, Any] = {"incidents": row.incidents + 1, "owner": None, "leased_until": None, "reason": reason}
    again: bool = row.incidents + 1 < MOST_INCIDENTS
    if again:
        values |= {"state": State.PENDING.value, "not_before": not_before}
    else:
        values |= {"state": State.UNCONFIRMED.value, "settled_at": now}
        await count_settled(conn, [(row.kind, State.UNCONFIRMED)], now)
    await conn.execute(sa.update(outbox).where(outbox.c.id == row.id).values(values))
    return again


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a page of the queue ended."""

    priority: int = -1
    id: int = 0


async def _choose(conn: AsyncConnection, now: datetime, limit: int, busy: set[int]) -> dict[int, int]:
    """Id → chat of what is to be sent, walking the queue in its order; ``busy`` grows by the chats chosen.

    Rows that another process looks at in this moment are passed over, and so is a chat that it takes a row of.
    """
    chosen: dict[int, int] = {}
    late: list[AnyRow] = []
    place: _Place | None = _Place()
    size = max(_LEAST_PAGE, 2 * limit)  # a small page first: what it holds, no other process can take meanwhile
    while place is not None and len(chosen) < limit:
        rows = await _page(conn, now, place, size)
        waiting = await _out_of_order(conn, rows)
        ready = [row for row in rows if row.id not in waiting and row.chat_id not in busy]
        busy |= await _crowded(conn, {row.chat_id for row in ready if row.chat_id < 0}, now)
        for row in rows:
            if row.expires_at is not None and row.expires_at <= now:
                late.append(row)
            elif len(chosen) < limit and row.chat_id not in busy and row.id not in waiting:
                chosen[row.id] = row.chat_id
                busy.add(row.chat_id)
        place = _Place(rows[-1].priority, rows[-1].id) if len(rows) == size else None
        size = max(size, min(4 * size, _PAGE))
    await _expire(conn, late, now)
    return chosen


async def _take(conn: AsyncConnection, chosen: Mapping[int, int], lease: Mapping[str, Any]) -> Sequence[int]:
    """Those of the chosen rows that are ours now: another process may have taken a part of the same chat between our
    look at the chat and our lock of it, so the last word is this statement's."""
    dialect = dialect_of(conn)
    ours = await dialect.try_chats(conn, list(chosen.values()))
    flying = outbox.alias()
    elsewhere = sa.exists().where(flying.c.chat_id == outbox.c.chat_id, in_state(State.SENDING, table=flying))
    free = outbox.c.id.in_([row for row, chat in chosen.items() if chat in ours]) & ~elsewhere
    changed = {"state": State.SENDING.value, "attempts": outbox.c.attempts + 1, **lease}
    taken = sa.update(outbox).where(free, in_state(State.PENDING)).values(changed)
    rows = list(await conn.scalars(taken.returning(outbox.c.id)))
    await note_group_sends(conn, dialect, [chosen[row] for row in rows if chosen[row] < 0])
    return rows


async def _crowded(conn: AsyncConnection, groups: set[int], now: datetime) -> set[int]:
    """Groups that had their twenty messages of the minute; all that waits for them waits until there is room."""
    waits = await group_waits(conn, dialect_of(conn), groups)
    for chat_id, seconds in waits.items():
        await postpone(conn, {chat_id}, now + timedelta(seconds=seconds))
    return set(waits)


async def postpone(conn: AsyncConnection, chat_ids: Collection[int], until: datetime) -> None:
    """Nothing more leaves for these chats before then."""
    c = outbox.c
    sooner = sa.or_(c.not_before.is_(None), c.not_before < until)
    waiting = sa.update(outbox).where(c.chat_id.in_(chat_ids), in_state(State.PENDING), sooner)
    await conn.execute(waiting.values(not_before=until))


async def _page(conn: AsyncConnection, now: datetime, after: _Place, size: int) -> Sequence[AnyRow]:
    c = outbox.c
    ready = sa.or_(c.not_before.is_(None), c.not_before <= now)
    beyond = sa.or_(c.priority > after.priority, sa.and_(c.priority == after.priority, c.id > after.id))
    found = sa.select(c.id, c.chat_id, c.kind, c.priority, c.part, c.expires_at)
    found = found.where(in_state(State.PENDING), c.priority >= after.priority, beyond, ready)
    page = found.order_by(c.priority, c.id).limit(size)
    return (await conn.execute(dialect_of(conn).unlocked(page))).all()


async def _out_of_order(conn: AsyncConnection, rows: Iterable[AnyRow]) -> set[int]:
    """Those of the rows before which an earlier part of the same run has still to arrive."""
    later_parts = [row.id for row in rows if row.part > 0]
    if not later_parts:
        return set()
    earlier = outbox.alias()
    same_run = (earlier.c.chat_id == outbox.c.chat_id) & (earlier.c.run == outbox.c.run)
    on_its_way = in_state(State.PENDING, State.SENDING, table=earlier)
    blocked = sa.exists().where(same_run, earlier.c.part < outbox.c.part, on_its_way)
    return set(await conn.scalars(sa.select(outbox.c.id).where(outbox.c.id.in_(later_parts), blocked)))


async def _expire(conn: AsyncConnection, rows: Sequence[AnyRow], now: datetime) -> None:
    if rows:
        gone = {"state": State.EXPIRED.value, "settled_at": now}
        await conn.execute(sa.update(outbox).where(outbox.c.id.in_([row.id for row in rows])).values(gone))
        await count_settled(conn, [(row.kind, State.EXPIRED) for row in rows], now)


async def _deliveries(conn: AsyncConnection, ids: Sequence[int]) -> tuple[Delivery, ...]:
    found = sa.select(outbox, chats.c.kind.label("chat_kind")).outerjoin(chats, chats.c.id == outbox.c.chat_id)
    found = found.where(outbox.c.id.in_(ids)).order_by(outbox.c.priority, outbox.c.id)
    rows = (await conn.execute(found)).all()
    wanted = {row.payload_id for row in rows}
    said = await conn.execute(sa.select(payloads.c.id, payloads.c.message).where(payloads.c.id.in_(wanted)))
    messages = {row.id: codec.message_of(row.message) for row in said}
    return tuple(_delivery(row, messages[row.payload_id]) for row in rows)


def _delivery(row: AnyRow, message: Message) -> Delivery:
    guessed = ChatKind.PRIVATE if row.chat_id > 0 else ChatKind.SUPERGROUP
    return Delivery(
        id=row.id,
        chat_id=row.chat_id,
        chat_kind=ChatKind(row.chat_kind) if row.chat_kind else guessed,
        thread_id=row.thread_id or None,
        kind=Kind(row.kind),
        action=Action(row.action),
        message=message,
        payload_id=row.payload_id,
        part=row.part,
        attempts=row.attempts,
        incidents=row.incidents,
        target_message_id=row.target_message_id,
        source_chat_id=row.source_chat_id,
    )


def _troubled(row: AnyRow) -> Troubled:
    message = codec.message_of(row.message) if row.message is not None else None
    state, reason = State(row.state), row.reason or ""
    return Troubled(row.id, row.chat_id, Kind(row.kind), state, reason, message, row.settled_at)


async def _counted(conn: AsyncConnection, *states: State) -> Mapping[State, int]:
    """Together must be the states of one partial index, which then answers alone."""
    number = sa.func.count().label("number")
    found = sa.select(outbox.c.state, number).where(in_state(*states)).group_by(outbox.c.state)
    return {State(row.state): row.number for row in await conn.execute(found)}


async def _oldest(conn: AsyncConnection) -> datetime | None:
    """When the oldest waiting row was written: the first of each priority is at hand in the index."""
    first: sa.Select[datetime] = (
        sa.select(outbox.c.created_at).where(in_state(State.PENDING)).order_by(outbox.c.id).limit(1)
    )
    found = [await conn.scalar(first.where(outbox.c.priority == number)) for number in range(len(Kind))]
    return min((moment for moment in found if moment is not None), default=None)
