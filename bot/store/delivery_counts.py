"""How many parts came to which end, per hour: kept apart, so that statistics never scan the outbox."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.models import State
from bot.store.dialects import dialect_of
from bot.store.schema import delivery_counts


async def count_settled(conn: AsyncConnection, ends: Iterable[tuple[str, State]], now: datetime) -> None:
    """Add (kind, state) pairs to the hour of ``now``."""
    hour = now.replace(minute=0, second=0, microsecond=0)
    counted = Counter(ends)
    rows = [{"hour": hour, "kind": kind, "state": state.value, "count": n} for (kind, state), n in counted.items()]
    if rows:
        new = dialect_of(conn).insert(delivery_counts)
        total = delivery_counts.c["count"] + new.excluded["count"]
        added = new.on_conflict_do_update(index_elements=["hour", "kind", "state"], set_={"count": total})
        await conn.execute(added, sorted(rows, key=lambda row: (str(row["kind"]), str(row["state"]))))


async def settled_since(conn: AsyncConnection, since: datetime) -> Mapping[State, int]:
    total = sa.func.sum(delivery_counts.c["count"]).label("total")
    recent = sa.select(delivery_counts.c.state, total).where(delivery_counts.c.hour > since)
    return {State(row.state): row.total for row in await conn.execute(recent.group_by(delivery_counts.c.state))}
