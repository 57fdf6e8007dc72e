"""Rows that subscriptions point to: profiles and schedules, each stored once, and the rules that keep them right."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.models import Chat, ChatKind, Mode, Profile, Schedule
from bot.schedule import next_run, start_of_day
from bot.store import codec
from bot.store.dialects import dialect_of
from bot.store.schema import profiles, schedules, subscriptions
from bot.store.stories import latest_seq


async def profile_id(conn: AsyncConnection, profile: Profile) -> int:
    """The row of an equal profile; made when there is none."""
    value = codec.profile_value(profile)
    return await _row_of(conn, profiles, {"hash": codec.digest_of(value), "data": value})


async def schedule_id(conn: AsyncConnection, schedule: Schedule) -> int:
    value = codec.schedule_value(schedule)
    row = {"hash": codec.digest_of(value), "data": value, "time_zone": schedule.time_zone}
    return await _row_of(conn, schedules, row | {"has_quiet": schedule.quiet is not None})


async def _row_of(conn: AsyncConnection, table: sa.Table, row: Mapping[str, Any]) -> int:
    await conn.execute(dialect_of(conn).insert(table).values(row).on_conflict_do_nothing())
    found: int = (await conn.execute(sa.select(table.c.id).where(table.c.hash == row["hash"]))).scalar_one()
    return found


def with_chat(profile: Profile, chat: Chat) -> Profile:
    """The profile with all that the chat's settings say about it."""
    return replace(
        profile,
        language=chat.language,
        news_languages=chat.news_languages,
        layout=chat.layout,
        items=chat.items,
        muted_topics=chat.muted_topics,
        muted_words=chat.muted_words,
        post=chat.kind is ChatKind.CHANNEL,
    )


def known_zone(name: str) -> str:
    """The name itself; `ValueError` unless it is an IANA zone."""
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise ValueError(f"{name!r} is no time zone") from None
    return name


def first_run(schedule: Schedule, paused_until: date | None, now: datetime) -> datetime | None:
    """When an active subscription is due next; ``paused_until`` is the day on which it comes back. An instant one
    is due only on that day (a merged digest of what came meanwhile)."""
    comes_back = start_of_day(paused_until, schedule.time_zone) if paused_until else None
    if comes_back is None or comes_back <= now:
        return next_run(schedule, now)
    if schedule.mode is Mode.INSTANT:
        return comes_back
    return next_run(schedule, comes_back - timedelta(microseconds=1))


async def start_instant(
    conn: AsyncConnection, profile: int, subscription: int, cursor: int, now: datetime
) -> datetime | None:
    """Let an instant subscription that has seen everything up to ``cursor`` share its profile's cursor.

    That cursor goes only forward for those who are there already. Whoever is behind it is due at once, for a
    merged digest: the answer is then ``now``, else ``None``.
    """
    there = (subscriptions.c.profile_id == profile) & subscriptions.c.instant & subscriptions.c.active
    others = sa.select(subscriptions.c.id).where(there, subscriptions.c.id != subscription).limit(1)
    if await conn.scalar(others) is None:
        at = await latest_seq(conn)
        await conn.execute(sa.update(profiles).where(profiles.c.id == profile).values(instant_cursor=at))
    else:
        at = (await conn.execute(sa.select(profiles.c.instant_cursor).where(profiles.c.id == profile))).scalar_one()
    return now if cursor < at else None
