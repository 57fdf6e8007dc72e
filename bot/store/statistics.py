"""Figures for admins."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.models import REGIONS, TOPICS
from bot.store import codec
from bot.store.columns import AnySelect
from bot.store.database import Part
from bot.store.schema import articles, chats, delivery_counts, profiles, story_facets, subscriptions
from bot.store.values import Statistics


class Figures(Part):
    async def statistics(self, since: datetime, until: datetime) -> Statistics:
        """Of a window; subscribers are those of now. Days are UTC, ``YYYY-MM-DD``."""
        async with self._db.read() as conn:
            return Statistics(
                subscribers_by_kind=await _counted(conn, chats.c.kind, chats.c.state == "active"),
                subscribers_by_language=await _counted(conn, chats.c.language, chats.c.state == "active"),
                subscribers_by_region=await _subscribers_by_region(conn),
                new_chats=await _new_chats(conn, since, until),
                deliveries=await _deliveries(conn, since, until),
                stories_by_region=await _facets(conn, since, until, "area"),
                stories_by_topic=await _facets(conn, since, until, "topic"),
                articles_by_source=await _counted(conn, articles.c.source, articles.c.first_seen.between(since, until)),
            )


async def _counted(conn: AsyncConnection, by: sa.Column[str], where: sa.ColumnElement[bool]) -> Mapping[str, int]:
    number = sa.func.count().label("number")
    return await _pairs(conn, sa.select(by.label("name"), number).where(where).group_by(by).order_by(number.desc()))


async def _pairs(conn: AsyncConnection, found: AnySelect) -> Mapping[str, int]:
    return {row.name: row.number for row in await conn.execute(found)}


async def _subscribers_by_region(conn: AsyncConnection) -> Mapping[str, int]:
    """Active subscriptions per region that they name; a subscription to the whole country counts nowhere."""
    number = sa.func.count().label("number")
    found = sa.select(profiles.c.data, number).join(subscriptions, subscriptions.c.profile_id == profiles.c.id)
    counts: Counter[str] = Counter()
    for row in await conn.execute(found.where(subscriptions.c.active).group_by(profiles.c.id, profiles.c.data)):
        for region in codec.profile_of(row.data).regions:
            counts[region] += row.number
    return dict(counts.most_common())


async def _new_chats(conn: AsyncConnection, since: datetime, until: datetime) -> Mapping[str, int]:
    found = await conn.scalars(sa.select(chats.c.created_at).where(chats.c.created_at.between(since, until)))
    return dict(sorted(Counter(_day(moment) for moment in found).items()))


async def _deliveries(conn: AsyncConnection, since: datetime, until: datetime) -> Mapping[tuple[str, str], int]:
    counts: Counter[tuple[str, str]] = Counter()
    for row in await conn.execute(sa.select(delivery_counts).where(delivery_counts.c.hour.between(since, until))):
        counts[_day(row.hour), row.state] += row._mapping["count"]
    return dict(sorted(counts.items()))


async def _facets(conn: AsyncConnection, since: datetime, until: datetime, by: str) -> Mapping[str, int]:
    facet, number = story_facets.c, sa.func.count().label("number")
    wanted: Mapping[str, Any] = {"area": REGIONS, "topic": TOPICS}
    other = facet.topic if by == "area" else facet.area
    found = sa.select(facet[by].label("name"), number).where(facet[by].in_(wanted[by]), other == "")
    found = found.where(facet.published.between(since, until))
    return await _pairs(conn, found.group_by(facet[by]).order_by(number.desc()))


def _day(moment: datetime) -> str:
    return moment.astimezone(UTC).date().isoformat()
