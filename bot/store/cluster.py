"""What several processes agree upon: leases, the budget that they share, the last minute of each group.

All of it goes by the database's clock, which is one for all; machines' own clocks never meet here.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.store.database import Part
from bot.store.dialects import Dialect
from bot.store.schema import budgets, group_sends, leases

SECOND = 1_000_000
SLOWDOWN = 0.7
LEAST = 1 / 30
STEP, STEP_SECONDS = 1 / 20, 10.0  # so much of the full rate comes back after each such stretch without a flood
ONE_FLOOD_SECONDS = 2.0  # several processes that meet the same flood slow down once
GROUP_LIMIT, GROUP_SECONDS = 20, 61
SENT, FADE_SECONDS = "sent", 20


@dataclass(frozen=True, slots=True)
class Slice:
    """Turns to send: the first in ``start`` seconds from when it was asked for, then one each ``step`` seconds."""

    start: float
    step: float
    factor: float


class Cluster(Part):
    @property
    def shared(self) -> bool:
        """Whether other processes may work on the same database."""
        return self._db.shared

    async def take_lease(self, name: str, owner: str, seconds: float) -> bool:
        """Hold it, or go on holding it, for so long; ``False`` while somebody else does."""
        clock = self._db.dialect.clock
        new = self._db.dialect.insert(leases).values(name=name, owner=owner, until=clock + int(seconds * SECOND))
        free = (leases.c.owner == owner) | (leases.c.until <= clock)
        mine = {"owner": new.excluded.owner, "until": new.excluded.until}
        taken = new.on_conflict_do_update(index_elements=["name"], set_=mine, where=free)
        async with self._db.write() as conn:
            return (await conn.execute(taken.returning(leases.c.owner))).first() is not None

    async def drop_lease(self, name: str, owner: str) -> None:
        """Give it back, if it is still ours."""
        async with self._db.write() as conn:
            await conn.execute(sa.delete(leases).where(leases.c.name == name, leases.c.owner == owner))

    async def reserve(self, budget: str, count: int, rate: float) -> Slice:
        """The next ``count`` turns of all that processes may send together; ``rate`` messages a second at full."""
        clock = self._db.dialect.clock
        c = budgets.c
        recovered = (c.factor < 1) & (c.changed <= clock - int(STEP_SECONDS * SECOND))
        factor = sa.case((recovered & (c.factor < 1 - STEP), c.factor + STEP), (recovered, 1.0), else_=c.factor)
        step = sa.cast(SECOND / (rate * factor), sa.BigInteger)
        start = sa.case((c.due > clock, c.due), else_=clock)
        values = {"due": start + count * step, "factor": factor}
        values["changed"] = sa.case((recovered, clock), else_=c.changed)
        used = sa.cast(SECOND / (rate * c.factor), sa.BigInteger)
        reserved = sa.update(budgets).where(c.name == budget).values(values)
        async with self._db.write() as conn:
            row = (
                await conn.execute(reserved.returning(c.due, used.label("step"), c.factor, clock.label("now")))
            ).first()
            if row is None:
                await self._open(conn, budget)
                return Slice(1 / rate, 1 / rate, 1.0)
        return Slice((row.due - count * row.step - row.now) / SECOND, row.step / SECOND, row.factor)

    async def pause_budget(self, budget: str, seconds: float) -> None:
        """Telegram wants a pause from everybody: nothing is granted meanwhile, and more slowly afterwards."""
        clock, c = self._db.dialect.clock, budgets.c
        until = clock + int(seconds * SECOND)
        fresh = c.changed <= clock - int(ONE_FLOOD_SECONDS * SECOND)
        slower = sa.case((c.factor * SLOWDOWN < LEAST, LEAST), else_=c.factor * SLOWDOWN)
        values = {
            "due": sa.case((c.due > until, c.due), else_=until),
            "factor": sa.case((fresh, slower), else_=c.factor),
            "changed": sa.case((fresh, clock), else_=c.changed),
        }
        async with self._db.write() as conn:
            await conn.execute(sa.update(budgets).where(c.name == budget).values(values))

    async def count_group_sends(self, chat_ids: Collection[int]) -> None:
        """Answers that went to groups: they count among the twenty of the minute."""
        async with self._db.write() as conn:
            await note_group_sends(conn, self._db.dialect, chat_ids)

    async def sending_rate(self) -> float:
        """Messages a second that all processes sent lately: an average in which older seconds count ever less."""
        faded = _faded(self._db.dialect.clock)
        async with self._db.read() as conn:
            return await conn.scalar(sa.select(faded).where(budgets.c.name == SENT)) or 0.0

    async def _open(self, conn: AsyncConnection, budget: str) -> None:
        """A budget begins empty: nobody can burst into the minute of a process that is gone."""
        new = self._db.dialect.insert(budgets).values(name=budget, due=self._db.dialect.clock + SECOND)
        await conn.execute(new.on_conflict_do_nothing())


async def note_sent(conn: AsyncConnection, dialect: Dialect, count: int) -> None:
    """So many messages left just now; see `sending_rate`."""
    new = dialect.insert(budgets).values(name=SENT, due=0, factor=count / FADE_SECONDS, changed=dialect.clock)
    more = {"factor": _faded(dialect.clock) + new.excluded.factor, "changed": dialect.clock}
    await conn.execute(new.on_conflict_do_update(index_elements=["name"], set_=more))


def _faded(clock: sa.ColumnElement[int]) -> sa.ColumnElement[float]:
    """What is left by now of the rate that a row of `budgets` holds."""
    seconds = (clock - budgets.c.changed) / sa.literal(float(SECOND))
    return sa.cast(budgets.c.factor / sa.func.power(1 + 1 / FADE_SECONDS, seconds), sa.Float)


async def note_group_sends(conn: AsyncConnection, dialect: Dialect, chat_ids: Collection[int]) -> None:
    """One message to each; what is older than a minute is forgotten."""
    if chat_ids:
        old = group_sends.c.at <= dialect.clock - GROUP_SECONDS * SECOND
        await conn.execute(sa.delete(group_sends).where(old))
        rows = [{"chat_id": chat_id} for chat_id in chat_ids]
        await conn.execute(sa.insert(group_sends).values(at=dialect.clock), rows)


async def group_waits(conn: AsyncConnection, dialect: Dialect, chat_ids: Collection[int]) -> dict[int, float]:
    """Seconds until each of the groups may be sent something again; those that may be now are left out."""
    if not chat_ids:
        return {}
    c = group_sends.c
    recent = sa.select(c.chat_id, c.at).where(c.chat_id.in_(chat_ids), c.at > dialect.clock - GROUP_SECONDS * SECOND)
    number = sa.func.row_number().over(partition_by=c.chat_id, order_by=c.at.desc()).label("number")
    ranked = recent.add_columns(number).subquery("ranked")
    wait = (ranked.c.at + GROUP_SECONDS * SECOND - dialect.clock).label("wait")
    full = sa.select(ranked.c.chat_id, wait).where(ranked.c.number == GROUP_LIMIT)
    return {row.chat_id: max(0.05, row.wait / SECOND) for row in await conn.execute(full)}
