"""The bulk of a push: chats with one due subscription each. Nothing is done per chat but writing its rows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.models import Kind, Plan
from bot.schedule import next_run
from bot.store import codec, staging
from bot.store.columns import AnyRow, AnySelect, microseconds
from bot.store.fanout import insert_rows, pending, run_of, seconds, to_threads
from bot.store.pages import Member, Page
from bot.store.schema import profiles, schedules, subscriptions
from bot.store.staging import planned_parts, planned_singles, shared_chats


async def count_singles(conn: AsyncConnection, page: Page, *, alone: bool) -> Mapping[str, int]:
    """Key of each group → its chats. ``alone``: no chat of the page has several."""
    counts: Counter[str] = Counter()
    for row in await conn.execute(_equal(page, None if alone else page.shared_chats())):
        counts[_member(row).text] += row.chats
    return counts


async def stage_singles(
    conn: AsyncConnection, page: Page, plans: Mapping[str, Plan], now: datetime, *, alone: bool
) -> None:
    """What equal subscriptions get and when they are due again, for `write_singles`."""
    rows = (await conn.execute(_equal(page, None if alone else sa.select(shared_chats.c.chat_id)))).all()
    wanted = {row.schedule_id for row in rows}
    given = sa.select(schedules.c.id, schedules.c.data).where(schedules.c.id.in_(wanted))
    due = {row.id: next_run(codec.schedule_of(row.data), now) for row in await conn.execute(given)}
    planned = [(row, plan) for row in rows if (plan := plans.get(_member(row).text))]
    await staging.fill(conn, planned_singles, [_planned(row, plan, due[row.schedule_id], now) for row, plan in planned])


def _planned(row: AnyRow, plan: Plan, due: datetime | None, now: datetime) -> dict[str, Any]:
    """A deferred instant subscription goes back to instant pushes (it is due at no time), unless its profile has
    meanwhile gone past what the digest showed: then it is due again at once."""
    behind = row.instant and row.cursor < plan.until_seq < row.instant_cursor
    return {
        "profile_id": row.profile_id,
        "cursor": row.cursor,
        "due": row.next_run_at,
        "weekly": row.weekly,
        "schedule_id": row.schedule_id,
        "key": plan.key,
        "until_seq": max(row.cursor, plan.until_seq),
        "next_run_at": now if behind else due,
    }


async def write_singles(conn: AsyncConnection, page: Page, now: datetime, *, alone: bool) -> int:
    """Their outbox rows, then their cursors and due times."""
    c, planned = subscriptions.c, planned_singles
    equal = sa.and_(
        planned.c.profile_id == c.profile_id,
        planned.c.cursor == c.cursor,
        planned.c.due == c.next_run_at,
        planned.c.weekly == c.weekly,
        planned.c.schedule_id == c.schedule_id,
    )
    mine = _mine(page, None if alone else sa.select(shared_chats.c.chat_id))
    joined = subscriptions.join(planned, equal).join(planned_parts, planned_parts.c.key == planned.c.key)
    source, target = to_threads(subscriptions, joined)
    values = {
        **pending(Kind.DIGEST, now),
        **target,
        "payload_id": planned_parts.c.payload_id,
        "run": run_of("digest", c.id, seconds(c.next_run_at), c.cursor),
        "part": planned_parts.c.part,
        "expires_at": planned_parts.c.expires_at,
    }
    rows = sa.select(*values.values()).select_from(source).where(mine)
    written = await insert_rows(conn, values, rows)  # in any order: a claim sends parts by their numbers
    moved = {"cursor": planned.c.until_seq, "next_run_at": planned.c.next_run_at}
    await conn.execute(sa.update(subscriptions).where(equal, mine).values(moved))
    return written


def _mine(page: Page, shared: AnySelect | None) -> sa.ColumnElement[bool]:
    return page.holds() if shared is None else sa.and_(page.holds(), subscriptions.c.chat_id.not_in(shared))


def _equal(page: Page, shared: AnySelect | None) -> AnySelect:
    """The page's subscriptions, all equal ones as one row, without those of ``shared`` chats."""
    c = subscriptions.c
    same = (c.profile_id, c.cursor, c.next_run_at, c.weekly, c.schedule_id, c.instant)
    some = sa.select(*same, sa.func.count().label("chats")).where(_mine(page, shared))
    groups = some.group_by(*same).subquery("groups")
    return (
        sa.select(groups, schedules.c.time_zone, profiles.c.instant_cursor)
        .join(schedules, schedules.c.id == groups.c.schedule_id)
        .join(profiles, profiles.c.id == groups.c.profile_id)
    )


def _member(row: AnyRow) -> Member:
    return Member(row.profile_id, row.cursor, microseconds(row.next_run_at), int(row.weekly), row.time_zone)
