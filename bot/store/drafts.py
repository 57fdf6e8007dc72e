"""Broadcasts as somebody composes and watches them: a small JSON value each, so that a restart forgets none."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa

from bot.store.database import Part
from bot.store.dialects import dialect_of
from bot.store.schema import settings

_PREFIX = "broadcast:"
_KEPT = 200  # the newest ones stay, for their results


class Drafts(Part):
    async def new_broadcast(self, body: Mapping[str, Any]) -> int:
        """Keep a new one; its number. The oldest beyond two hundred leave."""
        async with self._db.write() as conn:
            found = sa.select(settings.c.key).where(settings.c.key.startswith(_PREFIX)).order_by(settings.c.key)
            known = (await conn.scalars(found)).all()
            number = int(known[-1].removeprefix(_PREFIX)) + 1 if known else 1
            await conn.execute(sa.insert(settings).values(key=_key(number), value=_dump(body)))
            await conn.execute(sa.delete(settings).where(settings.c.key.in_(known[: 1 - _KEPT])))
        return number

    async def save_broadcast(self, number: int, body: Mapping[str, Any]) -> None:
        async with self._db.write() as conn:
            new = dialect_of(conn).insert(settings).values(key=_key(number), value=_dump(body))
            await conn.execute(new.on_conflict_do_update(index_elements=["key"], set_={"value": new.excluded.value}))

    async def broadcasts(self) -> Mapping[int, Mapping[str, Any]]:
        """All that are kept, by number."""
        found = sa.select(settings).where(settings.c.key.startswith(_PREFIX)).order_by(settings.c.key)
        async with self._db.read() as conn:
            rows = await conn.execute(found)
            return {int(row.key.removeprefix(_PREFIX)): json.loads(row.value) for row in rows}


def _key(number: int) -> str:
    """Keys sort as their numbers do."""
    return f"{_PREFIX}{number:08d}"


def _dump(body: Mapping[str, Any]) -> str:
    return json.dumps(dict(body), ensure_ascii=False)
