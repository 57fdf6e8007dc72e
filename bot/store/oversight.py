"""What those who run the bot look at: the last run of digests, what is late, who came and went, a region's figures."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.models import TOPICS, Kind, State
from bot.store import codec
from bot.store.columns import Moment
from bot.store.database import Part
from bot.store.dialects import dialect_of
from bot.store.payloads import priority_of
from bot.store.schema import (
    articles,
    chats,
    editions,
    feedback,
    outbox,
    profiles,
    settings,
    story_facets,
    subscriptions,
)
from bot.store.states import in_state
from bot.store.values import DigestRun, Late, Readership, Statistics
from bot.store.written import last_before

_STAFF = "staff"
_FAILED = (State.REFUSED, State.QUARANTINED, State.UNCONFIRMED)


class Oversight(Part):
    async def last_run(self) -> DigestRun | None:
        """The digests that were planned together last, and how far they are; ``None`` before the first."""
        newest = sa.select(outbox.c.id, outbox.c.created_at).where(outbox.c.kind == Kind.DIGEST.value)
        async with self._db.read() as conn:
            last = (await conn.execute(newest.order_by(outbox.c.id.desc()).limit(1))).one_or_none()
            if last is None:
                return None
            before = await last_before(conn, last.created_at)
            return await _run(conn, last.created_at, before, last.id)

    async def late(self, now: datetime) -> Late:
        """Messages that could have left and have not: what a reader waits for. Broadcasts wait behind everything,
        so they are never late, and neither is what was put off on purpose."""
        c = outbox.c
        ready = sa.or_(c.not_before.is_(None), c.not_before <= now)
        count, oldest = 0, None
        async with self._db.read() as conn:
            for kind in (Kind.NOTICE, Kind.INSTANT, Kind.DIGEST, Kind.CORRECTION):
                mine = sa.and_(in_state(State.PENDING), c.priority == priority_of(kind), ready)
                first: datetime | None = await conn.scalar(sa.select(c.created_at).where(mine).order_by(c.id).limit(1))
                if first is not None:
                    count += await conn.scalar(sa.select(sa.func.count()).select_from(outbox).where(mine)) or 0
                    oldest = first if oldest is None else min(oldest, first)
        return Late(count, oldest)

    async def readership(self, since: datetime, until: datetime) -> Readership:
        """Who left and what readers thought of stories. Days are UTC, ``YYYY-MM-DD``."""
        async with self._db.read() as conn:
            gone = await conn.scalars(sa.select(chats.c.suspended_at).where(chats.c.suspended_at.between(since, until)))
            lost = Counter(moment.astimezone(UTC).date().isoformat() for moment in gone if moment)
            number = sa.func.count().label("number")
            thumbs = sa.select(feedback.c.value, number).where(feedback.c.at.between(since, until))
            counts = {row.value: row.number for row in await conn.execute(thumbs.group_by(feedback.c.value))}
        return Readership(dict(sorted(lost.items())), counts.get(1, 0), counts.get(-1, 0))

    async def region_statistics(self, region: str, since: datetime, until: datetime) -> Statistics:
        """As `statistics`, of one region: its subscribers, its stories by topic and source. Deliveries are of no
        region, so there are none."""
        async with self._db.read() as conn:
            theirs = await _subscribers_of(conn, region)
            mine = story_facets.c.published.between(since, until) & (story_facets.c.area == region)
            topics = await _counted(conn, story_facets.c.topic, mine & story_facets.c.topic.in_(TOPICS))
            total = await conn.scalar(
                sa.select(sa.func.count()).select_from(story_facets).where(mine, story_facets.c.topic == "")
            )
            there = sa.select(story_facets.c.story_id).where(mine, story_facets.c.topic == "")
            told = sa.select(editions.c.article_id).where(editions.c.story_id.in_(there))
            return Statistics(
                subscribers_by_kind=await _counted(conn, chats.c.kind, chats.c.id.in_(theirs)),
                subscribers_by_language=await _counted(conn, chats.c.language, chats.c.id.in_(theirs)),
                subscribers_by_region={},
                new_chats={},
                deliveries={},
                stories_by_region={region: total or 0},
                stories_by_topic=topics,
                articles_by_source=await _counted(conn, articles.c.source, articles.c.id.in_(told)),
            )

    async def editors(self) -> Mapping[int, str]:
        """Those whom an owner made an editor: user id → the name under which that was done."""
        async with self._db.read() as conn:
            return {int(key): name for key, name in (await _staff(conn))["editors"].items()}

    async def set_editor(self, user_id: int, name: str | None) -> None:
        """Make somebody an editor, or (``None``) no longer one."""
        async with self._db.write() as conn:
            staff = await _staff(conn)
            staff["editors"].pop(str(user_id), None)
            if name is not None:
                staff["editors"][str(user_id)] = name
            await _set_staff(conn, staff)

    async def invited(self) -> frozenset[str]:
        """Names (without ``@``, folded) of those who become editors when they write next: people's names are not
        kept, so nobody is known by one before."""
        async with self._db.read() as conn:
            return frozenset((await _staff(conn))["invited"])

    async def set_invited(self, name: str, invited: bool) -> None:
        async with self._db.write() as conn:
            staff = await _staff(conn)
            staff["invited"].pop(name, None)
            if invited:
                staff["invited"][name] = ""
            await _set_staff(conn, staff)


async def _staff(conn: AsyncConnection) -> dict[str, dict[str, str]]:
    value = await conn.scalar(sa.select(settings.c.value).where(settings.c.key == _STAFF))
    return {"editors": {}, "invited": {}, **json.loads(value or "{}")}


async def _set_staff(conn: AsyncConnection, staff: dict[str, dict[str, str]]) -> None:
    new = dialect_of(conn).insert(settings).values(key=_STAFF, value=json.dumps(staff, ensure_ascii=False))
    await conn.execute(new.on_conflict_do_update(index_elements=["key"], set_={"value": new.excluded.value}))


async def _run(conn: AsyncConnection, moment: datetime, after: int, last_id: int) -> DigestRun:
    c = outbox.c
    mine = sa.and_(c.id > after, c.id <= last_id, c.kind == Kind.DIGEST.value)
    states = sa.select(c.state, sa.func.count(sa.distinct(c.chat_id)).label("number")).where(mine).group_by(c.state)
    counts = {State(row.state): row.number for row in await conn.execute(states)}
    whole = sa.select(sa.func.count(sa.distinct(c.chat_id)), sa.func.max(c.settled_at, type_=Moment())).where(mine)
    total, ended = (await conn.execute(whole)).one()
    return DigestRun(
        at=moment,
        chats=total,
        delivered=counts.get(State.SENT, 0),
        refused=sum(counts.get(state, 0) for state in _FAILED),
        seconds=max(0.0, (ended - moment).total_seconds()) if ended else 0.0,
    )


async def _subscribers_of(conn: AsyncConnection, region: str) -> sa.Select[int]:
    """Active chats that name the region in a subscription."""
    rows = await conn.execute(sa.select(profiles.c.id, profiles.c.data))
    there = [row.id for row in rows if region in codec.profile_of(row.data).regions]
    return sa.select(subscriptions.c.chat_id).where(subscriptions.c.active, subscriptions.c.profile_id.in_(there))


async def _counted(conn: AsyncConnection, by: Any, where: sa.ColumnElement[bool]) -> Mapping[str, int]:
    number = sa.func.count().label("number")
    found = sa.select(by.label("name"), number).where(where).group_by(by).order_by(number.desc())
    return {row.name: row.number for row in await conn.execute(found)}
