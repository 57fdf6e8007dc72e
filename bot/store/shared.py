"""Chats with several due subscriptions, or with something that they were told: those of one thread come as one digest.

Their members are staged in the order of their text, so that equal chats have equal keys.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.models import Kind, Plan
from bot.schedule import next_run
from bot.store import codec, staging
from bot.store.columns import AnySelect, Moment
from bot.store.dialects import Dialect, dialect_of
from bot.store.fanout import insert_rows, pending, run_of, seconds, to_threads
from bot.store.pages import Page, with_told
from bot.store.schema import profiles, schedules, subscriptions
from bot.store.staging import due_chats, due_members, planned_groups, planned_parts, planned_runs, shared_chats


async def count_shared(conn: AsyncConnection, page: Page) -> Mapping[str, int]:
    """Key of each group → its chats (or threads)."""
    members = _members(page, page.shared_chats()).subquery("members")
    counts: Counter[str] = Counter()
    for row in await conn.execute(_chats(members, dialect_of(conn))):
        counts[row.key if row.weekly else with_told(row.key, page.told.get((row.chat_id, row.thread_id)))] += 1
    return counts


async def stage_shared(conn: AsyncConnection, page: Page, plans: Mapping[str, Plan], now: datetime) -> None:
    """The members, their groups' keys, and when each schedule is due next, computed once per schedule."""
    members = _members(page, sa.select(shared_chats.c.chat_id))
    await conn.execute(sa.insert(due_members).from_select([c.name for c in due_members.c], members))
    chats = _chats(due_members, dialect_of(conn))
    await conn.execute(sa.insert(due_chats).from_select([c.name for c in due_chats.c], chats))
    await _stage_told(conn, page)
    used = sa.select(due_members.c.schedule_id).distinct()
    found = await conn.execute(sa.select(schedules.c.id, schedules.c.data).where(schedules.c.id.in_(used)))
    runs = [{"schedule_id": row.id, "next_run_at": next_run(codec.schedule_of(row.data), now)} for row in found]
    await staging.fill(conn, planned_runs, runs)
    groups = [{"key": plan.key, "until_seq": plan.until_seq} for plan in plans.values()]
    await staging.fill(conn, planned_groups, groups)


async def _stage_told(conn: AsyncConnection, page: Page) -> None:
    if page.told:
        c = due_chats.c
        here = sa.and_(c.chat_id == sa.bindparam("chat"), c.thread_id == sa.bindparam("thread"), sa.not_(c.weekly))
        more = sa.update(due_chats).where(here).values(key=c.key + "|" + sa.bindparam("told", type_=sa.String))
        rows = [{"chat": chat, "thread": thread, "told": ids} for (chat, thread), ids in page.told.items()]
        await conn.execute(more, rows)


async def write_shared(conn: AsyncConnection, now: datetime) -> int:
    """Their outbox rows, then their cursors and due times."""
    c = due_chats.c
    source, target = to_threads(due_chats, due_chats.join(planned_parts, planned_parts.c.key == c.key))
    values = {
        **pending(Kind.DIGEST, now),
        **target,
        "payload_id": planned_parts.c.payload_id,
        "run": run_of("digest", c.first_id, seconds(c.due), c.cursor),
        "part": planned_parts.c.part,
        "expires_at": planned_parts.c.expires_at,
    }
    rows = sa.select(*values.values()).select_from(source).where(sa.true())
    written = await insert_rows(conn, values, rows.order_by(c.chat_id, c.thread_id, c.weekly, planned_parts.c.part))
    await _move_on(conn, now)
    return written


def _members(page: Page, shared: AnySelect) -> AnySelect:
    """The columns of `due_members`."""
    c = subscriptions.c
    parts = (c.profile_id, c.cursor, sa.type_coerce(c.next_run_at, sa.BigInteger), sa.cast(c.weekly, sa.Integer))
    member: sa.ColumnElement[str] = schedules.c.time_zone
    for part in reversed(parts):
        member = sa.cast(part, sa.String) + ":" + member
    key = (c.chat_id, c.thread_id, c.weekly, member.label("member"))
    found = sa.select(*key, c.id, c.schedule_id, c.next_run_at.label("due"), c.cursor)
    return found.join(schedules, schedules.c.id == c.schedule_id).where(page.holds(), c.chat_id.in_(shared))


def _chats(members: sa.FromClause, dialect: Dialect) -> AnySelect:
    """The columns of `due_chats`; a weekly review stays a message of its own."""
    order = [members.c[name] for name in ("chat_id", "thread_id", "weekly", "member")]
    c = sa.select(members).order_by(*order).subquery("ordered").c
    first, due = sa.func.min(c.id).label("first_id"), sa.func.min(c.due).label("due")
    cursor, key = sa.func.max(c.cursor).label("cursor"), dialect.joined(c.member, c.member).label("key")
    chats = sa.select(c.chat_id, c.thread_id, c.weekly, first, due, cursor, key)
    return chats.group_by(c.chat_id, c.thread_id, c.weekly)


async def _move_on(conn: AsyncConnection, now: datetime) -> None:
    """Cursors and due times of all members whose group has a plan; of instant ones as in `singles`."""
    c, until = subscriptions.c, planned_groups.c.until_seq
    behind = sa.and_(c.instant, until > c.cursor, profiles.c.instant_cursor > until)
    next_run_at = sa.case(
        (behind, sa.literal(now, Moment)), (c.instant, sa.null()), else_=planned_runs.c.next_run_at
    )  # fmt: skip
    member, chat = due_members.c, due_chats.c
    await conn.execute(
        sa.update(subscriptions)
        .where(
            c.id == member.id,
            chat.chat_id == member.chat_id,
            chat.thread_id == member.thread_id,
            chat.weekly == member.weekly,
            planned_groups.c.key == chat.key,
            planned_runs.c.schedule_id == member.schedule_id,
            profiles.c.id == c.profile_id,
        )
        .values(cursor=sa.case((until > c.cursor, until), else_=c.cursor), next_run_at=next_run_at)
    )
