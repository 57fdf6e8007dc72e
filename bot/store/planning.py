"""Due digests, in bulk: equal subscriptions are one group, and a group becomes outbox rows in one statement.

Keys are made of what the rows say at the moment, in the reading and again in the committing transaction: whatever
changed in between has another key by then, gets nothing and stays due. Whatever is on a page and has a plan is
written and moved on in the same transaction, so a crash repeats nothing and skips nothing.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.models import DueBatch, DueGroup, Plan, Profile
from bot.store import codec, staging
from bot.store.columns import moment_of
from bot.store.database import Part
from bot.store.dialects import dialect_of
from bot.store.pages import Page, members_of, next_page, profiles_in, told_in
from bot.store.payloads import encode, insert_all_payloads
from bot.store.schema import profiles, subscriptions
from bot.store.shared import count_shared, stage_shared, write_shared
from bot.store.singles import count_singles, stage_singles, write_singles
from bot.store.staging import planned_parts, shared_chats
from bot.store.told import told_on


class Planning(Part):
    async def due_batch(self, now: datetime, *, limit: int = 15_000) -> DueBatch | None:
        """About ``limit`` due subscriptions, grouped; ``None`` when nothing is due. Those whose page was committed
        are no longer due, so asking again is how to go on. Keys repeat from page to page: compose once per key."""
        async with self._db.read() as conn:
            page = await next_page(conn, now, limit)
            if page is None:
                return None
            page = replace(page, told=await told_on(conn, page))
            alone = (await conn.execute(page.shared_chats().limit(1))).first() is None
            groups = {**await count_singles(conn, page, alone=alone)}
            if not alone:
                groups |= await count_shared(conn, page)
            known = await load_profiles(conn, profiles_in(groups))
        return DueBatch(tuple(_group(key, chats, known) for key, chats in groups.items()), page)

    async def commit_batch(self, batch: DueBatch, plans: Sequence[Plan], now: datetime) -> int:
        """Write what the groups get, move their cursors and due times; all or nothing. Returns the outbox rows.

        A group without a plan stays due; one with a plan without messages just moves on.
        """
        page = batch.token
        if not isinstance(page, Page):
            raise TypeError("the token of a batch comes from due_batch")
        by_key = {plan.key: plan for plan in plans}
        encoded = encode(plans, now)
        async with self._db.write() as conn:
            dialect = dialect_of(conn)
            await dialect.lock(conn, "aimaq-plan")
            await dialect.lock_rows(conn, sa.select(subscriptions.c.id).where(page.holds()))
            await staging.clear(conn)
            shared = await conn.execute(sa.insert(shared_chats).from_select(["chat_id"], page.shared_chats()))
            alone = shared.rowcount == 0
            await _stage_parts(conn, by_key, await insert_all_payloads(conn, encoded, now))
            await stage_singles(conn, page, by_key, now, alone=alone)
            written = await write_singles(conn, page, now, alone=alone)
            if not alone:
                await stage_shared(conn, page, by_key, now)
                written += await write_shared(conn, now)
            return written

    async def next_due(self) -> datetime | None:
        """When the next subscription is due."""
        async with self._db.read() as conn:
            due: datetime | None = await conn.scalar(sa.select(sa.func.min(subscriptions.c.next_run_at)))
            return due


def _group(key: str, chats: int, known: Mapping[int, Profile]) -> DueGroup:
    members = members_of(key)
    return DueGroup(
        key=key,
        members=tuple((known[member.profile], member.cursor) for member in members),
        chats=chats,
        due_at=moment_of(max(member.due for member in members)),
        weekly=bool(members[0].weekly),
        time_zone=members[0].zone,
        told=told_in(key),
    )


async def load_profiles(conn: AsyncConnection, ids: set[int]) -> Mapping[int, Profile]:
    wanted, known = sorted(ids), dict[int, Profile]()
    for start in range(0, len(wanted), 1000):
        found = sa.select(profiles.c.id, profiles.c.data).where(profiles.c.id.in_(wanted[start : start + 1000]))
        known |= {row.id: codec.profile_of(row.data) for row in await conn.execute(found)}
    return known


async def _stage_parts(conn: AsyncConnection, plans: Mapping[str, Plan], ids: Mapping[str, Sequence[int]]) -> None:
    parts = [
        {"key": key, "part": part, "payload_id": payload_id, "expires_at": plans[key].expires_at}
        for key, payload_ids in ids.items()
        for part, payload_id in enumerate(payload_ids)
    ]
    await staging.fill(conn, planned_parts, parts)
