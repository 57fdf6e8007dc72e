"""Instant pushes: each story, as it comes, to those who asked for it at once.

How far they are is a cursor of the profile, moved once for all of its subscriptions; a subscription's own cursor is
its floor. Whoever is in quiet hours is deferred: his floor is set, and he is due, for a digest, when they end.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.models import DueGroup, Kind, Plan, Schedule
from bot.schedule import quiet_until
from bot.store import codec
from bot.store.columns import AnySelect, Moment
from bot.store.database import Part
from bot.store.fanout import insert_rows, pending, run_of, to_threads
from bot.store.payloads import insert_payloads
from bot.store.schema import payload_stories, profiles, schedules, stories, subscriptions
from bot.store.stories import latest_seq
from bot.store.told import has_others, in_a_digest

_CHUNK = 20_000


class Instants(Part):
    async def instant_groups(self, now: datetime) -> tuple[DueGroup, ...]:
        """Profiles with instant subscriptions that new stories have come for; one member each."""
        async with self._db.read() as conn:
            latest = await latest_seq(conn)
            count = sa.func.count().label("chats")
            found = (
                sa.select(profiles.c.id, profiles.c.data, profiles.c.instant_cursor, count)
                .join(subscriptions, subscriptions.c.profile_id == profiles.c.id)
                .where(subscriptions.c.instant, subscriptions.c.active, profiles.c.instant_cursor < latest)
                .group_by(profiles.c.id, profiles.c.data, profiles.c.instant_cursor)
                .order_by(profiles.c.id)
            )
            rows = (await conn.execute(found)).all()
        return tuple(
            DueGroup(
                key=f"instant:{row.id}:{row.instant_cursor}",
                members=((codec.profile_of(row.data), row.instant_cursor),),
                chats=row.chats,
                due_at=now,
                instant=True,
            )
            for row in rows
        )

    async def commit_instant(self, group: DueGroup, plans: Sequence[Plan], until_seq: int, now: datetime) -> int:
        """Push each plan (one story; its ``until_seq`` is the story's seq) to the group, then move the profile's
        cursor to ``until_seq``. Returns the outbox rows.

        Goes in chunks, each a transaction that may be repeated without harm; the cursor moves last, so a crash in
        between does the rest again.
        """
        profile, cursor = (int(number) for number in group.key.split(":")[1:])
        told = [plan for plan in plans if plan.messages]
        written = 0
        if told:
            async with self._db.write() as conn:
                await _defer_the_quiet(conn, profile, cursor, now)
        for plan in told:
            written += await self._push(profile, cursor, plan, now)
        async with self._db.write() as conn:
            there = (profiles.c.id == profile) & (profiles.c.instant_cursor == cursor)
            await conn.execute(sa.update(profiles).where(there).values(instant_cursor=until_seq))
        return written

    async def _push(self, profile: int, cursor: int, plan: Plan, now: datetime) -> int:
        written, after, push = 0, 0, None
        while True:
            async with self._db.write() as conn:
                if not await _is_at(conn, profile, cursor):
                    return written
                push = push or await _prepare(conn, profile, plan, now)
                last = await _end_of_chunk(conn, profile, after)
                for part in range(len(push.payload_ids)):
                    columns, rows = push.rows(part, after, last)
                    written += await insert_rows(conn, columns, rows)
            if last is None:
                return written
            after = last


@dataclass(frozen=True, slots=True)
class _Push:
    """One story on its way to the instant subscriptions of a profile."""

    profile: int
    plan: Plan
    payload_ids: Sequence[int]
    passing: Sequence[int]
    repeated: sa.ColumnElement[bool]
    now: datetime

    def rows(self, part: int, after: int, last: int | None) -> tuple[Mapping[str, Any], AnySelect]:
        """Outbox rows of one part, for subscriptions with ``after`` < id <= ``last``."""
        c = subscriptions.c
        source, target = to_threads(subscriptions, subscriptions)
        let_pass = sa.and_(c.schedule_id.in_(self.passing), c.paused_until.is_(None))
        awake = sa.or_(c.next_run_at.is_(None), let_pass)
        values = {**self._values(part), **target}
        rows = sa.select(*values.values()).select_from(source)
        rows = rows.where(_mine(self.profile), c.cursor < self.plan.until_seq, awake, c.id > after)
        rows = rows.where(sa.not_(self.repeated))
        return values, (rows if last is None else rows.where(c.id <= last)).order_by(c.chat_id, c.id)

    def _values(self, part: int) -> dict[str, sa.ColumnElement[Any]]:
        return {
            **pending(Kind.INSTANT, self.now),
            "payload_id": sa.literal(self.payload_ids[part], sa.BigInteger),
            "run": run_of(f"story:{self.plan.until_seq}", subscriptions.c.thread_id),
            "part": sa.literal(part, sa.Integer),
            "expires_at": sa.literal(self.plan.expires_at, Moment),
        }


async def _prepare(conn: AsyncConnection, profile: int, plan: Plan, now: datetime) -> _Push:
    repeated, passing = await _repeated(conn, plan), await _passing_schedules(conn, profile, plan)
    payload_ids = await insert_payloads(conn, plan.messages, plan, now)
    return _Push(profile, plan, payload_ids, passing, repeated, now)


async def _repeated(conn: AsyncConnection, plan: Plan) -> sa.ColumnElement[bool]:
    """Of which subscriptions the chat has read the story in a digest; of most stories nobody has."""
    story_id = plan.shown[0][0] if plan.shown else 0
    earlier = sa.select(payload_stories.c.payload_id).where(payload_stories.c.story_id == story_id).limit(1)
    if await conn.scalar(earlier) is None:
        return sa.false()
    return sa.and_(has_others(subscriptions), in_a_digest(story_id, subscriptions))


async def _is_at(conn: AsyncConnection, profile: int, cursor: int) -> bool:
    """Nobody else has pushed this group meanwhile."""
    return await conn.scalar(sa.select(profiles.c.instant_cursor).where(profiles.c.id == profile)) == cursor


def _mine(profile: int) -> sa.ColumnElement[bool]:
    c = subscriptions.c
    return sa.and_(c.profile_id == profile, c.instant, c.active)


async def _end_of_chunk(conn: AsyncConnection, profile: int, after: int) -> int | None:
    """The id that ends the next chunk of the profile's subscriptions; ``None``: the rest is one chunk."""
    c = subscriptions.c
    found = sa.select(c.id).where(_mine(profile), c.id > after).order_by(c.id).limit(1).offset(_CHUNK - 1)
    last: int | None = await conn.scalar(found)
    return last


async def _quiet_schedules(conn: AsyncConnection, profile: int) -> Mapping[int, Schedule]:
    used = sa.select(subscriptions.c.schedule_id).where(_mine(profile))
    found = sa.select(schedules.c.id, schedules.c.data).where(schedules.c.has_quiet, schedules.c.id.in_(used))
    return {row.id: codec.schedule_of(row.data) for row in await conn.execute(found)}


async def _defer_the_quiet(conn: AsyncConnection, profile: int, cursor: int, now: datetime) -> None:
    c = subscriptions.c
    for schedule_id, schedule in (await _quiet_schedules(conn, profile)).items():
        if (end := quiet_until(schedule, now)) is None:
            continue
        resting = sa.and_(_mine(profile), c.schedule_id == schedule_id, c.next_run_at.is_(None))
        floor = sa.case((c.cursor < cursor, cursor), else_=c.cursor)
        await conn.execute(sa.update(subscriptions).where(resting).values(next_run_at=end, cursor=floor))


async def _passing_schedules(conn: AsyncConnection, profile: int, plan: Plan) -> Sequence[int]:
    """Schedules whose quiet hours let this story's topics pass."""
    rules = {id_: schedule.quiet for id_, schedule in (await _quiet_schedules(conn, profile)).items()}
    passing = {id_: set(quiet.passing) for id_, quiet in rules.items() if quiet and quiet.passing}
    if not passing:
        return ()
    shown = [story for story, _, _ in plan.shown]
    rows = await conn.scalars(sa.select(stories.c.topics).where(stories.c.id.in_(shown)))
    topics = {topic for row in rows for topic in row}
    return [id_ for id_, wanted in passing.items() if topics & wanted]
