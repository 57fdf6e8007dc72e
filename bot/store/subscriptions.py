"""Standing orders of chats."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from datetime import date, datetime, time
from typing import Any, Final

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.errors import StoreError
from bot.models import Chat, ChatState, Mode, Profile, Schedule, Subscription
from bot.store import codec, standing
from bot.store.chat_rows import chat_row
from bot.store.columns import AnyRow, AnySelect
from bot.store.database import Part
from bot.store.schema import profiles, schedules, subscriptions
from bot.store.stories import latest_seq

ANY: Final = -1
"""Of `Subscriptions.subscriptions`: all threads of the chat."""


@dataclass(frozen=True, slots=True)
class Order:
    """What a person wants, without the chat's settings."""

    name: str
    profile: Profile
    mode: Mode
    times: tuple[time, ...] = ()
    days: tuple[int, ...] = ()
    weekly: bool = False
    paused: bool = False
    paused_until: date | None = None

    def schedule(self, chat: Chat) -> Schedule:
        times, days = tuple(sorted(set(self.times))), tuple(sorted(set(self.days)))
        return Schedule(self.mode, times, days, chat.time_zone, chat.quiet, self.weekly)

    def active(self, chat: Chat) -> bool:
        return chat.state is ChatState.ACTIVE and not self.paused


class Subscriptions(Part):
    async def subscriptions(self, chat_id: int, thread_id: int | None = ANY) -> tuple[Subscription, ...]:
        """Those of the chat by id; with a ``thread_id`` those of that forum topic (``None``: of none)."""
        mine = subscriptions.c.chat_id == chat_id
        if thread_id != ANY:
            mine &= subscriptions.c.thread_id == (thread_id or 0)
        async with self._db.read() as conn:
            rows = await conn.execute(select_whole().where(mine).order_by(subscriptions.c.id))
            return tuple(map(subscription_of, rows))

    async def subscription(self, subscription_id: int) -> Subscription | None:
        async with self._db.read() as conn:
            row = await _row(conn, subscription_id)
            return None if row is None else subscription_of(row)

    async def add_subscription(
        self,
        chat_id: int,
        thread_id: int | None,
        *,
        name: str,
        profile: Profile,
        mode: Mode,
        times: Sequence[time],
        days: Sequence[int],
        now: datetime,
        weekly: bool = False,
        cursor: int | None = None,
    ) -> Subscription:
        """Begins with what comes from now on, or behind ``cursor`` (a story's seq). The same order twice is one
        subscription, the one that is there."""
        order = Order(name, profile, mode, tuple(times), tuple(days), weekly)
        async with self._db.write() as conn:
            chat = await chat_row(conn, chat_id, for_update=True)
            if chat is None:
                raise StoreError(f"there is no chat {chat_id}")
            return await add(conn, chat, thread_id, order, now, cursor)

    async def update_subscription(self, subscription_id: int, now: datetime, **changes: Any) -> Subscription:
        """Change ``name``, ``profile``, ``mode``, ``times``, ``days``, ``weekly``, ``paused``, ``paused_until``.

        The cursor stays: whoever comes back from a pause gets what came meanwhile as one digest. When the change
        makes it equal to another one of the chat, the two become this one.
        """
        async with self._db.write() as conn:
            row = await _row(conn, subscription_id)
            if row is None:
                raise StoreError(f"there is no subscription {subscription_id}")
            chat = await chat_row(conn, row.chat_id, for_update=True)
            if chat is None:
                raise StoreError(f"there is no chat {row.chat_id}")
            row = await _row(conn, subscription_id) or row  # as it is now that the chat is ours
            await place(conn, chat, row, replace(_order(row), **changes), now)
            changed = await _row(conn, subscription_id)
            return subscription_of(changed or row)

    async def delete_subscription(self, subscription_id: int) -> bool:
        async with self._db.write() as conn:
            gone = await conn.execute(sa.delete(subscriptions).where(subscriptions.c.id == subscription_id))
            return gone.rowcount > 0


async def add(
    conn: AsyncConnection,
    chat: Chat,
    thread_id: int | None,
    order: Order,
    now: datetime,
    cursor: int | None = None,
) -> Subscription:
    """Insert, unless an equal one is there."""
    schedule = order.schedule(chat)
    key = {
        "chat_id": chat.id,
        "thread_id": thread_id or 0,
        "profile_id": await standing.profile_id(conn, order.profile),
        "schedule_id": await standing.schedule_id(conn, schedule),
    }
    same = sa.and_(*(subscriptions.c[name] == value for name, value in key.items()))
    existing = (await conn.execute(select_whole().where(same))).one_or_none()
    if existing is not None:
        return subscription_of(existing)
    cursor = await latest_seq(conn) if cursor is None else cursor
    active, instant = order.active(chat), order.mode is Mode.INSTANT
    due = standing.first_run(schedule, None, now) if active else None
    values = {"name": order.name, "cursor": cursor, "next_run_at": due, "created_at": now}
    values |= {"instant": instant, "weekly": order.weekly, "active": active}
    new = sa.insert(subscriptions).values({**key, **values}).returning(subscriptions.c.id)
    subscription_id = (await conn.execute(new)).scalar_one()
    if instant and active:
        due = await standing.start_instant(conn, key["profile_id"], subscription_id, cursor, now)
        await conn.execute(sa.update(subscriptions).where(same).values(next_run_at=due))
    return subscription_of((await conn.execute(select_whole().where(same))).one())


async def place_all(
    conn: AsyncConnection, chat: Chat, now: datetime, *, reshape: bool, own_items: bool = False
) -> None:
    """Put the chat's subscriptions where its settings want them now; ``reshape`` carries the settings into the
    profiles, ``own_items`` leaves each its own number of stories."""
    for row in (await conn.execute(select_whole().where(subscriptions.c.chat_id == chat.id))).all():
        order = _order(row)
        if reshape:
            shaped = standing.with_chat(order.profile, chat)
            order = replace(order, profile=replace(shaped, items=order.profile.items) if own_items else shaped)
        await place(conn, chat, row, order, now)


async def place(conn: AsyncConnection, chat: Chat, row: AnyRow, order: Order, now: datetime) -> None:
    """Write an order into a subscription's row: profile, schedule, and when it is due if that changes."""
    schedule = order.schedule(chat)
    values: dict[str, Any] = {
        "name": order.name,
        "profile_id": await standing.profile_id(conn, order.profile),
        "schedule_id": await standing.schedule_id(conn, schedule),
        "instant": order.mode is Mode.INSTANT,
        "weekly": order.weekly,
        "paused": order.paused,
        "paused_until": order.paused_until.isoformat() if order.paused_until else None,
        "active": order.active(chat),
        "cursor": max(_seen(row), await _take_over_equal(conn, row, order, schedule)),
    }
    decisive = ["schedule_id", "active", "paused_until"] + (["profile_id"] if values["instant"] else [])
    if any(values[name] != getattr(row, name) for name in decisive):
        values["next_run_at"] = await _next_run(conn, schedule, row.id, order, values, now)
    await conn.execute(sa.update(subscriptions).where(subscriptions.c.id == row.id).values(values))


async def _next_run(
    conn: AsyncConnection, schedule: Schedule, subscription: int, order: Order, values: dict[str, Any], now: datetime
) -> datetime | None:
    if not values["active"]:
        return None
    due = standing.first_run(schedule, order.paused_until, now)
    if order.mode is Mode.DIGEST:
        return due
    behind = await standing.start_instant(conn, values["profile_id"], subscription, values["cursor"], now)
    return due or behind


def _seen(row: AnyRow) -> int:
    """The last seq that the subscription has dealt with. An instant one shares its profile's cursor while it is
    neither inactive nor deferred."""
    shares = row.instant and row.active and row.next_run_at is None
    return max(row.cursor, row.instant_cursor) if shares else int(row.cursor)


async def _take_over_equal(conn: AsyncConnection, row: AnyRow, order: Order, schedule: Schedule) -> int:
    """Remove another subscription of the chat that would now be the same; how far it had come."""
    same = (
        (subscriptions.c.chat_id == row.chat_id)
        & (subscriptions.c.thread_id == row.thread_id)
        & (subscriptions.c.id != row.id)
        & (subscriptions.c.profile_id == await standing.profile_id(conn, order.profile))
        & (subscriptions.c.schedule_id == await standing.schedule_id(conn, schedule))
    )
    other = (await conn.execute(select_whole().where(same))).one_or_none()
    if other is None:
        return 0
    await conn.execute(sa.delete(subscriptions).where(subscriptions.c.id == other.id))
    return _seen(other)


def select_whole() -> AnySelect:
    """Subscriptions with the values that they point to."""
    return (
        sa.select(
            subscriptions,
            profiles.c.data.label("profile_data"),
            profiles.c.instant_cursor,
            schedules.c.data.label("schedule_data"),
        )
        .join(profiles, profiles.c.id == subscriptions.c.profile_id)
        .join(schedules, schedules.c.id == subscriptions.c.schedule_id)
    )


async def _row(conn: AsyncConnection, subscription_id: int) -> AnyRow | None:
    return (await conn.execute(select_whole().where(subscriptions.c.id == subscription_id))).one_or_none()


def _order(row: AnyRow) -> Order:
    schedule = codec.schedule_of(row.schedule_data)
    until = date.fromisoformat(row.paused_until) if row.paused_until else None
    profile = codec.profile_of(row.profile_data)
    return Order(row.name, profile, schedule.mode, schedule.times, schedule.days, row.weekly, row.paused, until)


def subscription_of(row: AnyRow) -> Subscription:
    order = _order(row)
    return Subscription(
        id=row.id,
        chat_id=row.chat_id,
        thread_id=row.thread_id or None,
        next_run_at=row.next_run_at,
        cursor=_seen(row),
        **{field.name: getattr(order, field.name) for field in fields(Order)},
    )
