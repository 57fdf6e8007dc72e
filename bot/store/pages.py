"""A page of due subscriptions, and the keys of groups.

A member of a group is ``profile:cursor:due:weekly:zone``; a group's key is its members, joined by ``;``, and the ids
of the stories that its chats were told meanwhile, behind ``|``. Two chats with the same key get the same messages.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import NamedTuple

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.store.columns import AnySelect
from bot.store.schema import subscriptions


class Member(NamedTuple):
    """What makes subscriptions equal. ``due`` in microseconds, as the column holds it."""

    profile: int
    cursor: int
    due: int
    weekly: int
    zone: str

    @property
    def text(self) -> str:
        return ":".join(map(str, self))


def members_of(key: str) -> tuple[Member, ...]:
    fields = (text.split(":", 4) for text in key.partition("|")[0].split(";"))
    return tuple(
        Member(int(profile), int(cursor), int(due), int(weekly), zone) for profile, cursor, due, weekly, zone in fields
    )


def told_in(key: str) -> frozenset[int]:
    """Ids of the stories that are not to be told again."""
    return frozenset(int(id_) for id_ in key.partition("|")[2].split(",") if id_)


def with_told(members: str, told: str | None) -> str:
    """A key of members that know of each other, or of a single one; ``told`` as `told_in` reads it."""
    return f"{members}|{told}" if told else members


@dataclass(frozen=True, slots=True)
class Page:
    """Subscriptions due at ``now`` up to a place in the order (next_run_at, chat_id), or all of them.

    ``at_once``: they are all due at ``last_due``, as in a morning's push. ``stragglers``: some of the rest are due
    later than these; a chat's own ones belong to the page too, so that they come as one digest. ``told``: what was
    told in some of its places, (chat, thread) → ids; read once, before the writer is held.
    """

    now: datetime
    last_due: datetime | None = None
    last_chat: int = 0
    at_once: bool = False
    stragglers: bool = False
    told: Mapping[tuple[int, int], str] = field(default_factory=dict)

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

    def shared_chats(self) -> AnySelect:
        """Chats with several subscriptions on the page, or with something that they were told: they are joined one by
        one, all others in bulk."""
        c = subscriptions.c
        several = sa.func.count() > 1
        if self.told:
            several = sa.or_(several, c.chat_id.in_({chat_id for chat_id, _ in self.told}))
        return sa.select(c.chat_id).where(self.holds()).group_by(c.chat_id).having(several)


async def next_page(conn: AsyncConnection, now: datetime, limit: int) -> Page | None:
    """About the first ``limit`` subscriptions that are due; ``None`` when none is."""
    c = subscriptions.c
    due = sa.select(c.next_run_at, c.chat_id).where(c.next_run_at <= now).order_by(c.next_run_at, c.chat_id)
    first = (await conn.execute(due.limit(1))).one_or_none()
    if first is None:
        return None
    last = (await conn.execute(due.limit(1).offset(limit - 1))).one_or_none()
    if last is None:
        return Page(now)
    later = sa.select(c.id).where(c.next_run_at <= now, c.next_run_at > last.next_run_at).limit(1)
    stragglers = await conn.scalar(later) is not None
    return Page(now, last.next_run_at, last.chat_id, first.next_run_at == last.next_run_at, stragglers)


def profiles_in(keys: Iterable[str]) -> set[int]:
    return {member.profile for key in keys for member in members_of(key)}
