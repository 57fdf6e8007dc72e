"""Due digests, in bulk: equal subscriptions are one group, and a group becomes outbox rows in one statement.

A member is ``profile:cursor:due:weekly:zone``; the key of a chat's group is its members, joined, so two chats with
the same key get the same messages. The key is made of what the rows say at the moment, in the reading and again in
the committing transaction: whatever changed in between has another key by then, gets nothing and stays due.
Whatever is in a batch and has a plan is written and moved on in the same transaction, so a crash repeats nothing
and skips nothing.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.models import Action, DueBatch, DueGroup, Kind, Plan, Profile, State
from bot.schedule import next_run
from bot.store import codec, staging
from bot.store.columns import AnySelect, Moment, moment_of
from bot.store.database import Part
from bot.store.dialects import Dialect, dialect_of
from bot.store.payloads import insert_all_payloads, priority_of
from bot.store.schema import broken_threads, outbox, profiles, schedules, subscriptions
from bot.store.staging import due_chats, due_members, planned_groups, planned_parts, planned_runs


@dataclass(frozen=True, slots=True)
class _Page:
    """Subscriptions due at ``now`` up to a place in the order (next_run_at, chat_id), or all of them.

    ``at_once``: they are all due at ``last_due``, as in a morning's push. ``stragglers``: some of the rest are due
    later than these; a chat's own ones belong to the page too, so that they come as one digest.
    """

    now: datetime
    last_due: datetime | None = None
    last_chat: int = 0
    at_once: bool = False
    stragglers: bool = False

    def holds(self) -> sa.ColumnElement[bool]:
        c = subscriptions.c
        due = c.next_run_at <= self.now
        if self.last_due is None:
            return due
        before = sa.and_(c.next_run_at == self.last_due, c.chat_id <= self.last_chat)
        if not self.at_once:
            before = sa.and_(c.next_run_at <= self.last_due, sa.or_(c.next_run_at < self.last_due, before))
        if not self.stragglers:
            return before
        return sa.and_(due, c.chat_id.in_(sa.select(c.chat_id).where(before)))


class Planning(Part):
    async def due_batch(self, now: datetime, *, limit: int = 20_000) -> DueBatch | None:
        """About ``limit`` due subscriptions, grouped; ``None`` when nothing is due. Those whose page was committed
        are no longer due, so asking again is how to go on. Keys repeat from page to page: compose once per key."""
        async with self._db.read() as conn:
            page = await _page(conn, now, limit)
            if page is None:
                return None
            chats = _chats(_members(page).subquery("members"), dialect_of(conn)).subquery("chats")
            found = sa.select(chats.c.key, sa.func.count().label("chats")).group_by(chats.c.key).order_by(chats.c.key)
            groups = {row.key: row.chats for row in await conn.execute(found)}
            known = await load_profiles(conn, {int(member[0]) for key in groups for member in _split(key)})
        return DueBatch(tuple(_group(key, chats, known) for key, chats in groups.items()), page)

    async def commit_batch(self, batch: DueBatch, plans: Sequence[Plan], now: datetime) -> int:
        """Write what the groups get, move their cursors and due times; all or nothing. Returns the outbox rows.

        A group without a plan stays due; one with a plan without messages just moves on.
        """
        page = batch.token
        if not isinstance(page, _Page):
            raise TypeError("the token of a batch comes from due_batch")
        async with self._db.write() as conn:
            await dialect_of(conn).lock(conn, "aimaq-plan")
            await staging.clear(conn)
            await _stage_members(conn, page)
            await _stage_plans(conn, plans, now)
            await _stage_runs(conn, now)
            written = await _fan_out(conn, now)
            await _move_on(conn, now)
        return written

    async def next_due(self) -> datetime | None:
        """When the next subscription is due."""
        async with self._db.read() as conn:
            due: datetime | None = await conn.scalar(sa.select(sa.func.min(subscriptions.c.next_run_at)))
            return due


async def _page(conn: AsyncConnection, now: datetime, limit: int) -> _Page | None:
    c = subscriptions.c
    due = sa.select(c.next_run_at, c.chat_id).where(c.next_run_at <= now).order_by(c.next_run_at, c.chat_id)
    first = (await conn.execute(due.limit(1))).one_or_none()
    if first is None:
        return None
    last = (await conn.execute(due.limit(1).offset(limit - 1))).one_or_none()
    if last is None:
        return _Page(now)
    later = sa.select(c.id).where(c.next_run_at <= now, c.next_run_at > last.next_run_at).limit(1)
    stragglers = await conn.scalar(later) is not None
    return _Page(now, last.next_run_at, last.chat_id, first.next_run_at == last.next_run_at, stragglers)


def _members(page: _Page) -> AnySelect:
    """The columns of `due_members`."""
    c = subscriptions.c
    parts = (c.profile_id, c.cursor, sa.type_coerce(c.next_run_at, sa.BigInteger), sa.cast(c.weekly, sa.Integer))
    member: sa.ColumnElement[str] = schedules.c.time_zone
    for part in reversed(parts):
        member = sa.cast(part, sa.String) + ":" + member
    key = (c.chat_id, c.thread_id, c.weekly, member.label("member"))
    found = sa.select(*key, c.id, c.schedule_id, c.next_run_at.label("due"), c.cursor)
    return found.join(schedules, schedules.c.id == c.schedule_id).where(page.holds())


def _chats(members: sa.FromClause, dialect: Dialect) -> AnySelect:
    """The columns of `due_chats`; a weekly review stays a message of its own."""
    order = [members.c[name] for name in ("chat_id", "thread_id", "weekly", "member")]
    c = sa.select(members).order_by(*order).subquery("ordered").c
    first, due = sa.func.min(c.id).label("first_id"), sa.func.min(c.due).label("due")
    cursor, key = sa.func.max(c.cursor).label("cursor"), dialect.joined(c.member, c.member).label("key")
    chats = sa.select(c.chat_id, c.thread_id, c.weekly, first, due, cursor, key)
    return chats.group_by(c.chat_id, c.thread_id, c.weekly)


def _split(key: str) -> list[tuple[str, str, str, str, str]]:
    members = [member.split(":", 4) for member in key.split(";")]
    return [(profile, cursor, due, weekly, zone) for profile, cursor, due, weekly, zone in members]


def _group(key: str, chats: int, known: Mapping[int, Profile]) -> DueGroup:
    members = _split(key)
    return DueGroup(
        key=key,
        members=tuple((known[int(profile)], int(cursor)) for profile, cursor, *_ in members),
        chats=chats,
        due_at=moment_of(max(int(due) for _, _, due, _, _ in members)),
        weekly=members[0][3] == "1",
        time_zone=members[0][4],
    )


async def load_profiles(conn: AsyncConnection, ids: set[int]) -> Mapping[int, Profile]:
    wanted, known = sorted(ids), dict[int, Profile]()
    for start in range(0, len(wanted), 1000):
        found = sa.select(profiles.c.id, profiles.c.data).where(profiles.c.id.in_(wanted[start : start + 1000]))
        known |= {row.id: codec.profile_of(row.data) for row in await conn.execute(found)}
    return known


async def _stage_members(conn: AsyncConnection, page: _Page) -> None:
    members = _members(page).with_for_update(of=subscriptions)
    await conn.execute(sa.insert(due_members).from_select([c.name for c in due_members.c], members))
    chats = _chats(due_members, dialect_of(conn))
    await conn.execute(sa.insert(due_chats).from_select([c.name for c in due_chats.c], chats))


async def _stage_plans(conn: AsyncConnection, plans: Sequence[Plan], now: datetime) -> None:
    present = set(await conn.scalars(sa.select(due_chats.c.key).distinct()))
    wanted = {plan.key: plan for plan in plans if plan.key in present}
    ids = await insert_all_payloads(conn, list(wanted.values()), now)
    parts = [
        {"key": key, "part": part, "payload_id": payload_id, "expires_at": wanted[key].expires_at}
        for key, payload_ids in ids.items()
        for part, payload_id in enumerate(payload_ids)
    ]
    await staging.fill(conn, planned_parts, parts)
    groups = [{"key": plan.key, "until_seq": plan.until_seq} for plan in wanted.values()]
    await staging.fill(conn, planned_groups, groups)


async def _stage_runs(conn: AsyncConnection, now: datetime) -> None:
    """When each schedule of the batch is due next, computed once per schedule."""
    used = sa.select(due_members.c.schedule_id).distinct()
    found = sa.select(schedules.c.id, schedules.c.data).where(schedules.c.id.in_(used))
    rows = (await conn.execute(found)).all()
    runs = [{"schedule_id": row.id, "next_run_at": next_run(codec.schedule_of(row.data), now)} for row in rows]
    await staging.fill(conn, planned_runs, runs)


async def _fan_out(conn: AsyncConnection, now: datetime) -> int:
    run: sa.ColumnElement[str] = sa.literal("digest")
    for part in (due_chats.c.first_id, sa.type_coerce(due_chats.c.due, sa.BigInteger), due_chats.c.cursor):
        run = run + ":" + sa.cast(part, sa.String)
    values = {
        **pending(Kind.DIGEST, now),
        "chat_id": due_chats.c.chat_id,
        "thread_id": sa.case((broken_threads.c.chat_id.is_not(None), 0), else_=due_chats.c.thread_id),
        "payload_id": planned_parts.c.payload_id,
        "run": run,
        "part": planned_parts.c.part,
        "expires_at": planned_parts.c.expires_at,
    }
    broken = (broken_threads.c.chat_id == due_chats.c.chat_id) & (broken_threads.c.thread_id == due_chats.c.thread_id)
    joined = due_chats.join(planned_parts, planned_parts.c.key == due_chats.c.key).outerjoin(broken_threads, broken)
    rows = sa.select(*values.values()).select_from(joined).where(sa.true())
    return await insert_rows(conn, list(values), rows.order_by(due_chats.c.chat_id, planned_parts.c.part))


async def insert_rows(conn: AsyncConnection, columns: Sequence[str], rows: AnySelect) -> int:
    """INSERT … SELECT into the outbox; what is there already (chat, run, part) is not written again."""
    new = dialect_of(conn).insert(outbox).from_select(list(columns), rows).on_conflict_do_nothing()
    return (await conn.execute(new)).rowcount


def pending(kind: Kind, now: datetime) -> dict[str, sa.ColumnElement[Any]]:
    """The columns that all new outbox rows of a kind share."""
    return {
        "kind": sa.literal(kind.value),
        "action": sa.literal(Action.SEND.value),
        "priority": sa.literal(priority_of(kind)),
        "state": sa.literal(State.PENDING.value),
        "created_at": sa.literal(now, Moment),
    }


async def _move_on(conn: AsyncConnection, now: datetime) -> None:
    """Cursors and due times of all members whose group has a plan.

    An instant subscription that was deferred goes back to instant pushes, unless its profile has meanwhile gone
    past what the digest showed: then it is due again at once.
    """
    c = subscriptions.c
    until = planned_groups.c.until_seq
    behind = sa.and_(until > c.cursor, profiles.c.instant_cursor > until)  # without progress it would be due for ever
    values = {
        "cursor": sa.case((until > c.cursor, until), else_=c.cursor),
        "next_run_at": sa.case(
            (sa.and_(c.instant, behind), sa.literal(now, Moment)),
            (c.instant, sa.null()),
            else_=planned_runs.c.next_run_at,
        ),
    }
    mine = due_chats.c
    await conn.execute(
        sa.update(subscriptions)
        .where(
            c.id == due_members.c.id,
            mine.chat_id == due_members.c.chat_id,
            mine.thread_id == due_members.c.thread_id,
            mine.weekly == due_members.c.weekly,
            planned_groups.c.key == mine.key,
            planned_runs.c.schedule_id == due_members.c.schedule_id,
            profiles.c.id == c.profile_id,
        )
        .values(values)
    )
