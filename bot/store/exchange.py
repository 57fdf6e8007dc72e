"""Chats and their subscriptions as JSON, one object per chat, in and out; both stream."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import AsyncIterator, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from itertools import islice
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.models import Chat, ChatKind, ChatState, Layout, Mode, Profile, Subscription
from bot.store import codec, standing
from bot.store.chat_rows import chat_of, chat_values
from bot.store.database import Part
from bot.store.dialects import dialect_of
from bot.store.schema import chats, feedback, outbox, saved_stories, subscriptions
from bot.store.stories import latest_seq
from bot.store.subscriptions import Order, select_whole, subscription_of

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_PAGE = 1000


class Exchange(Part):
    async def export_subscribers(self) -> AsyncIterator[dict[str, Any]]:
        """All chats by id, page by page: no transaction is open while the caller writes."""
        after: int | None = None
        while True:
            page = await self._export_page(after)
            for row in page:
                yield row
            if len(page) < _PAGE:
                return
            after = page[-1]["chat_id"]

    async def _export_page(self, after: int | None) -> list[dict[str, Any]]:
        found = sa.select(chats).order_by(chats.c.id).limit(_PAGE)
        async with self._db.read() as conn:
            rows = (await conn.execute(found if after is None else found.where(chats.c.id > after))).all()
            orders = await _orders(conn, [row.id for row in rows])
        return [chat_json(chat_of(row), orders.get(row.id, ())) for row in rows]

    async def export_chat(self, chat_id: int) -> dict[str, Any]:
        """All that is known of a chat, JSON-ready; empty when nothing is."""
        async with self._db.read() as conn:
            row = (await conn.execute(sa.select(chats).where(chats.c.id == chat_id))).one_or_none()
            if row is None:
                return {}
            exported = chat_json(chat_of(row), (await _orders(conn, [chat_id])).get(chat_id, ()))
            kept = sa.select(saved_stories.c.story_id, saved_stories.c.at).where(saved_stories.c.chat_id == chat_id)
            judged = sa.select(feedback.c.story_id, feedback.c.value, feedback.c.at)
            judged = judged.where(feedback.c.chat_id == chat_id)
            sent = sa.select(sa.func.count()).select_from(outbox).where(outbox.c.chat_id == chat_id)
            return exported | {
                "known_since": row.created_at.isoformat(),
                "saved": [{"story": r.story_id, "at": r.at.isoformat()} for r in await conn.execute(kept)],
                "feedback": [
                    {"story": r.story_id, "value": r.value, "at": r.at.isoformat()} for r in await conn.execute(judged)
                ],
                "messages_kept": (await conn.execute(sent)).scalar_one(),
            }

    async def import_subscribers(
        self, rows: Iterable[tuple[int, Any]], now: datetime, *, batch: int = 1000
    ) -> AsyncIterator[tuple[int, list[str]]]:
        """Read (line number, JSON object) pairs; after each batch: chats taken so far, errors of the batch.

        Chats that are known keep their settings and get what subscriptions they lack, so doing it again changes
        nothing. An object that is no chat is an error that names its line, and the rest goes on.
        """
        done, ids, source = 0, _Ids(), iter(rows)
        while chunk := list(islice(source, batch)):
            taken, errors = _parse(chunk)
            async with self._db.write() as conn:
                await _take(conn, taken, ids, now)
            done += len(taken)
            yield done, errors


async def _orders(conn: AsyncConnection, chat_ids: Sequence[int]) -> Mapping[int, Sequence[Subscription]]:
    found = select_whole().where(subscriptions.c.chat_id.in_(chat_ids)).order_by(subscriptions.c.id)
    orders: dict[int, list[Subscription]] = defaultdict(list)
    for row in await conn.execute(found):
        orders[row.chat_id].append(subscription_of(row))
    return orders


# --- JSON --------------------------------------------------------------------------------------------------------


def chat_json(chat: Chat, orders: Sequence[Subscription]) -> dict[str, Any]:
    optional = {
        "title": chat.title,
        "username": chat.username,
        "quiet": codec.quiet_value(chat.quiet),
        "muted_topics": list(chat.muted_topics),
        "muted_words": list(chat.muted_words),
        "state": chat.state.value if chat.state is not ChatState.ACTIVE else None,
    }
    return {
        "chat_id": chat.id,
        "kind": chat.kind.value,
        "language": chat.language,
        "time_zone": chat.time_zone,
        "news_languages": list(chat.news_languages),
        "layout": chat.layout.value,
        "items": chat.items,
        **{name: value for name, value in optional.items() if value},
        "subscriptions": [_order_json(order) for order in orders],
    }


def _order_json(order: Subscription) -> dict[str, Any]:
    profile = order.profile
    optional = {
        "thread_id": order.thread_id,
        "name": order.name,
        "places": list(profile.places),
        "excluded": list(profile.excluded),
        "min_stories": profile.min_stories if profile.min_stories != 1 else None,
        "weekly": order.weekly,
        "paused": order.paused,
        "paused_until": order.paused_until.isoformat() if order.paused_until else None,
    }
    return {
        "regions": list(profile.regions),
        "topics": list(profile.topics),
        "keywords": list(profile.keywords),
        "times": [codec.clock_text(moment) for moment in order.times],
        "days": [DAYS[day] for day in order.days],
        "mode": order.mode.value,
        **{name: value for name, value in optional.items() if value},
    }


@dataclass(frozen=True, slots=True)
class _Taken:
    chat: Chat
    orders: tuple[tuple[int, Order], ...]  # (thread, order)


def _parse(rows: Sequence[tuple[int, Any]]) -> tuple[list[_Taken], list[str]]:
    taken, errors = [], []
    for number, row in rows:
        try:
            taken.append(_taken(row))
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            errors.append(f"line {number}: {_complaint(row, error)}")
    return taken, errors


def _complaint(row: Any, error: Exception) -> str:
    if not isinstance(row, Mapping):
        return "not a JSON object"
    return f"{error.args[0]!r} is missing" if isinstance(error, KeyError) and error.args else str(error)


def _taken(row: Mapping[str, Any]) -> _Taken:
    if not isinstance(row["chat_id"], int) or isinstance(row["chat_id"], bool):
        raise ValueError("chat_id must be a whole number")
    defaults = Chat(0, ChatKind.PRIVATE)
    chat = Chat(
        id=row["chat_id"],
        kind=ChatKind(row["kind"]),
        title=str(row.get("title", "")),
        username=row.get("username"),
        state=ChatState(row.get("state", ChatState.ACTIVE)),
        language=str(row.get("language", defaults.language)),
        time_zone=standing.known_zone(str(row.get("time_zone", defaults.time_zone))),
        news_languages=_strings(row, "news_languages", defaults.news_languages),
        layout=Layout(row.get("layout", defaults.layout)),
        items=int(row.get("items", defaults.items)),
        quiet=codec.quiet_of(row.get("quiet")),
        muted_topics=_strings(row, "muted_topics"),
        muted_words=_strings(row, "muted_words"),
    )
    thread = int(row.get("thread_id") or 0)
    orders = ((int(item.get("thread_id") or thread), _order(item)) for item in row.get("subscriptions", ()))
    return _Taken(chat, tuple(orders))


def _order(item: Mapping[str, Any]) -> Order:
    profile = Profile(
        regions=_strings(item, "regions"),
        places=_strings(item, "places"),
        topics=_strings(item, "topics"),
        keywords=_strings(item, "keywords"),
        excluded=_strings(item, "excluded"),
        min_stories=int(item.get("min_stories", 1)),
    )
    until = item.get("paused_until")
    return Order(
        name=str(item.get("name", "")),
        profile=profile,
        mode=Mode(item.get("mode", Mode.DIGEST)),
        times=tuple(time.fromisoformat(text) for text in item.get("times", ())),
        days=tuple(DAYS.index(day) for day in item.get("days", ())),
        weekly=bool(item.get("weekly", False)),
        paused=bool(item.get("paused", False)),
        paused_until=date.fromisoformat(until) if until else None,
    )


def _strings(row: Mapping[str, Any], name: str, default: tuple[str, ...] = ()) -> tuple[str, ...]:
    values = row.get(name, default)
    if isinstance(values, str) or not all(isinstance(value, str) for value in values):
        raise ValueError(f"{name} must be a list of strings")
    return tuple(values)


# --- rows --------------------------------------------------------------------------------------------------------


@dataclass(slots=True)
class _Ids:
    """Rows that this import has already found or made, so that a million lines ask once per profile."""

    profiles: dict[Profile, int] = field(default_factory=dict)
    schedules: dict[Any, int] = field(default_factory=dict)
    started: set[int] = field(default_factory=set)


async def _take(conn: AsyncConnection, taken: Sequence[_Taken], ids: _Ids, now: datetime) -> None:
    if not taken:
        return
    new_chats = dialect_of(conn).insert(chats).on_conflict_do_nothing()
    stamp = {"created_at": now}
    await conn.execute(new_chats, [{**chat_values(one.chat), **stamp} for one in taken])
    latest, rows = await latest_seq(conn), []
    stored = await conn.execute(sa.select(chats).where(chats.c.id.in_([one.chat.id for one in taken])))
    known = {row.id: chat_of(row) for row in stored}
    for one in taken:
        rows += [await _row(conn, known[one.chat.id], *order, ids, latest, now) for order in one.orders]
    if rows:
        await conn.execute(dialect_of(conn).insert(subscriptions).on_conflict_do_nothing(), rows)


async def _row(
    conn: AsyncConnection, chat: Chat, thread: int, order: Order, ids: _Ids, latest: int, now: datetime
) -> dict[str, Any]:
    """A subscription as the chat that is stored has it: its settings may be others than those of the file."""
    schedule, shaped = order.schedule(chat), standing.with_chat(order.profile, chat)
    if shaped not in ids.profiles:
        ids.profiles[shaped] = await standing.profile_id(conn, shaped)
    if schedule not in ids.schedules:
        ids.schedules[schedule] = await standing.schedule_id(conn, schedule)
    profile, instant, active = ids.profiles[shaped], order.mode is Mode.INSTANT, order.active(chat)
    if instant and profile not in ids.started:
        await standing.start_instant(conn, profile, 0, latest, now)
        ids.started.add(profile)
    return {
        "chat_id": chat.id,
        "thread_id": thread,
        "name": order.name,
        "profile_id": profile,
        "schedule_id": ids.schedules[schedule],
        "instant": instant,
        "weekly": order.weekly,
        "cursor": latest,
        "paused": order.paused,
        "paused_until": order.paused_until.isoformat() if order.paused_until else None,
        "active": active,
        "next_run_at": standing.first_run(schedule, order.paused_until, now) if active else None,
        "created_at": now,
    }
