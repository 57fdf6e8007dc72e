"""What came of sends, written in groups: exactly the accounting of deliveries."""

from __future__ import annotations

from collections.abc import Callable, Coroutine, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.models import Flood, Invalid, Migrated, Outcome, Refused, Sent, State, TopicGone, Unknown
from bot.store.chats import migrate, suspend
from bot.store.cluster import note_sent
from bot.store.columns import AnyRow
from bot.store.database import Part
from bot.store.delivery_counts import count_settled
from bot.store.dialects import dialect_of
from bot.store.outbox import note_incident, postpone
from bot.store.schema import broken_threads, files, outbox, payloads
from bot.store.states import in_state
from bot.store.values import Settled

_PENDING = {"state": State.PENDING.value, "owner": None, "leased_until": None}
_LONGEST_WAIT = 300  # seconds between tries of a part whose request never left


@dataclass(slots=True)
class _Books:
    """One group of results being written."""

    conn: AsyncConnection
    now: datetime
    ends: list[tuple[str, State]] = field(default_factory=list)
    topics_gone: list[tuple[int, int]] = field(default_factory=list)
    suspended: list[int] = field(default_factory=list)
    migrated: list[tuple[int, int]] = field(default_factory=list)
    quarantined: list[int] = field(default_factory=list)
    unconfirmed: list[int] = field(default_factory=list)

    def result(self) -> Settled:
        return Settled(
            topics_gone=tuple(self.topics_gone),
            suspended=tuple(self.suspended),
            migrated=tuple(self.migrated),
            quarantined=tuple(self.quarantined),
            unconfirmed=tuple(self.unconfirmed),
        )


class Settling(Part):
    async def settle(
        self,
        results: Sequence[tuple[int, Outcome]],
        now: datetime,
        *,
        owner: str | None = None,
        apart: timedelta | None = None,
    ) -> Settled:
        """Write outcomes by outbox id, all in one transaction.

        A part that Telegram accepted is sent, whatever became of its row meanwhile; every other outcome counts
        only while the part is on its way, and with ``owner`` as long as it is his (his lease may have run out, and
        another worker have it). ``apart``: so much later may a chat's next part leave; needed where that may be
        the part of another process, whose pace knows nothing of this one.
        """
        async with self._db.write() as conn:
            found = sa.select(outbox).where(outbox.c.id.in_([outbox_id for outbox_id, _ in results]))
            rows = {row.id: row for row in await conn.execute(found)}
            books = _Books(conn, now)
            known = [(rows[outbox_id], outcome) for outbox_id, outcome in results if outbox_id in rows]
            accepted = [(row, outcome) for row, outcome in known if isinstance(outcome, Sent)]
            await _sent(books, accepted)
            if apart:
                await postpone(conn, {row.chat_id for row, _ in accepted}, now + apart)
            for row, outcome in known:
                ours = row.state == State.SENDING.value and owner in {None, row.owner}
                if not isinstance(outcome, Sent) and ours:
                    await _RULES[type(outcome)](books, row, outcome)
            await count_settled(conn, books.ends, now)
            if self._db.shared and accepted:
                await note_sent(conn, dialect_of(conn), len(accepted))
        return books.result()


async def _set(books: _Books, row: AnyRow, values: Mapping[str, Any]) -> None:
    await books.conn.execute(sa.update(outbox).where(outbox.c.id == row.id).values(values))


async def _end(books: _Books, row: AnyRow, state: State, reason: str) -> None:
    values = {"state": state.value, "reason": reason, "settled_at": books.now, "owner": None, "leased_until": None}
    await _set(books, row, values)
    books.ends.append((row.kind, state))


async def _sent(books: _Books, accepted: Sequence[tuple[AnyRow, Sent]]) -> None:
    if not accepted:
        return
    done = sa.update(outbox).where(outbox.c.id == sa.bindparam("row")).values(
        state=State.SENT.value, settled_at=books.now, owner=None, leased_until=None, reason=None,
        message_id=sa.bindparam("message"),
    )  # fmt: skip
    await books.conn.execute(done, [{"row": row.id, "message": sent.message_id} for row, sent in accepted])
    books.ends += [(row.kind, State.SENT) for row, _ in accepted if row.state != State.SENT.value]
    for row, sent in accepted:
        if row.target_message_id is not None:
            await _supersede(books, row, sent)
    await _keep_files(books, {row.payload_id: sent.file_id for row, sent in accepted if sent.file_id})


async def _supersede(books: _Books, row: AnyRow, sent: Sent) -> None:
    """The message says something else now: the rows of what it said before are history."""
    here = (outbox.c.chat_id == row.chat_id) & (outbox.c.message_id == sent.message_id) & (outbox.c.id < row.id)
    older = sa.update(outbox).where(here, in_state(State.SENT))
    await books.conn.execute(older.values(state=State.SUPERSEDED.value))


async def _keep_files(books: _Books, by_payload: Mapping[int, str | None]) -> None:
    """Remember Telegram's id of each picture, to upload it once."""
    if not by_payload:
        return
    found = sa.select(payloads.c.id, payloads.c.message).where(payloads.c.id.in_(by_payload))
    said = {row.id: row.message.get("photo") for row in await books.conn.execute(found)}
    urls = {url: by_payload[payload_id] for payload_id, url in said.items() if url}
    rows = [{"url": url, "file_id": file_id, "at": books.now} for url, file_id in sorted(urls.items())]
    if rows:
        new = dialect_of(books.conn).insert(files)
        changed = {"file_id": new.excluded.file_id, "at": new.excluded.at}
        await books.conn.execute(new.on_conflict_do_update(index_elements=["url"], set_=changed), rows)


async def _flood(books: _Books, row: AnyRow, outcome: Flood) -> None:
    until = books.now + timedelta(seconds=outcome.retry_after)
    await _set(books, row, {**_PENDING, "not_before": until, "attempts": outbox.c.attempts - 1})
    await postpone(books.conn, {row.chat_id}, until)


async def _refused(books: _Books, row: AnyRow, outcome: Refused) -> None:
    await _end(books, row, State.REFUSED, outcome.reason)
    if await suspend(books.conn, row.chat_id, outcome.reason, books.now):
        books.suspended.append(row.chat_id)


async def _migrated(books: _Books, row: AnyRow, outcome: Migrated) -> None:
    await _set(books, row, {**_PENDING, "chat_id": row.chat_id})
    await migrate(books.conn, row.chat_id, outcome.chat_id, books.now)
    books.migrated.append((row.chat_id, outcome.chat_id))


async def _topic_gone(books: _Books, row: AnyRow, outcome: TopicGone) -> None:
    """Fall back to the chat itself, with all that waits for the same topic."""
    if row.thread_id == 0:
        await _invalid(books, row, Invalid(outcome.reason))
        return
    key = {"chat_id": row.chat_id, "thread_id": row.thread_id}
    broken = dialect_of(books.conn).insert(broken_threads).values(**key, reason=outcome.reason, since=books.now)
    if (await books.conn.execute(broken.on_conflict_do_nothing())).rowcount > 0:
        books.topics_gone.append((row.chat_id, row.thread_id))
    await _set(books, row, _PENDING)
    there = (outbox.c.chat_id == row.chat_id) & (outbox.c.thread_id == row.thread_id)
    waiting = sa.update(outbox).where(there, in_state(State.PENDING))
    await books.conn.execute(waiting.values(thread_id=0))


async def _invalid(books: _Books, row: AnyRow, outcome: Invalid) -> None:
    await _end(books, row, State.QUARANTINED, outcome.reason)
    books.quarantined.append(row.id)


async def _unknown(books: _Books, row: AnyRow, outcome: Unknown) -> None:
    if outcome.before:
        wait = timedelta(seconds=min(2 ** min(row.attempts, 9), _LONGEST_WAIT))
        await _set(books, row, {**_PENDING, "not_before": books.now + wait, "reason": outcome.reason})
        return
    soon = books.now + timedelta(seconds=2**row.incidents)
    if not await note_incident(books.conn, row, outcome.reason, books.now, soon):
        books.unconfirmed.append(row.id)


_Rule = Callable[[_Books, AnyRow, Any], Coroutine[Any, Any, None]]
_RULES: Mapping[type, _Rule] = {
    Flood: _flood,
    Refused: _refused,
    Migrated: _migrated,
    TopicGone: _topic_gone,
    Invalid: _invalid,
    Unknown: _unknown,
}
