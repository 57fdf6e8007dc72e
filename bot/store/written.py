"""Rows of the outbox are written in the order of time, so a moment is found among their ids without an index on it."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.store.schema import outbox


async def last_before(conn: AsyncConnection, moment: datetime) -> int:
    """The greatest id of a row that was written before ``moment``, by halving; 0 when there is none."""
    low, high = 0, await conn.scalar(sa.select(sa.func.max(outbox.c.id))) or 0
    while low < high:
        middle = (low + high) // 2
        after = sa.select(outbox.c.id, outbox.c.created_at).where(outbox.c.id > middle)
        row = (await conn.execute(after.order_by(outbox.c.id).limit(1))).one_or_none()
        if row is None or row.created_at >= moment:
            high = middle
        else:
            low = row.id
    return low
