"""Short ways to make what the store takes."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from typing import Any

from bot.models import (
    Analysis,
    Chat,
    ChatKind,
    Incoming,
    Label,
    Mode,
    Passage,
    Place,
    Profile,
    RawArticle,
    RawEdition,
    Scope,
    Source,
    Subscription,
)
from bot.store import Store

NOW = datetime(2026, 11, 25, 2, 30, tzinfo=UTC)  # 07:30 in Almaty
SITE = Source("altyn-orda", "https://altyn-orda.kz/feed/", "Алтын Орда")


def analysis(text: str = "школа село открыть", **changes: Any) -> Analysis:
    """An analysed edition; ``text`` is its search text, regions and topics may be given as ids."""
    for name in ("regions", "topics"):
        if name in changes:
            changes[name] = tuple(Label(x, 1.0, (x,)) if isinstance(x, str) else x for x in changes[name])
    if "places" in changes:
        changes["places"] = tuple(Place(x, "KZ-19") if isinstance(x, str) else x for x in changes["places"])
    regions = changes.get("regions", ())
    values: dict[str, Any] = {
        "version": 1,
        "language": "ru",
        "title": text.capitalize(),
        "text": text,
        "lead": f"{text}.",
        "sentences": (f"{text}.", "Второе предложение."),
        "passages": (Passage(f"{text}.", tuple(label.id for label in changes.get("topics", ()))),),
        "search_text": text,
        "scope": Scope.REGIONAL if regions else Scope.NATIONAL,
    }
    return Analysis(**{**values, **changes})


def incoming(
    guid: str, *analyses: Analysis, at: datetime = NOW, source: str = "altyn-orda", **changes: Any
) -> Incoming:
    understood = analyses or (analysis(),)
    editions = tuple(
        RawEdition(one.language if len(understood) > 1 else None, one.title, f"<p>{one.text}</p>") for one in understood
    )
    raw = RawArticle(source, guid, f"https://altyn-orda.kz/{guid}", editions, at, categories=("Новости",))
    fingerprint = changes.pop("fingerprint", f"{guid}:{[one.text for one in understood]}")
    return Incoming(raw, understood, fingerprint, **changes)


async def ingest(store: Store, *items: Incoming, now: datetime = NOW) -> tuple[int, ...]:
    """Ids of the stories that these articles opened."""
    return (await store.ingest(items, now)).new_story_ids


async def with_chat(store: Store, chat_id: int = 7, **changes: Any) -> Chat:
    return await store.save_chat(Chat(chat_id, changes.pop("kind", ChatKind.PRIVATE), **changes), NOW)


async def subscribe(store: Store, chat_id: int = 7, **changes: Any) -> Subscription:
    wanted: dict[str, Any] = {"name": "", "profile": Profile(), "mode": Mode.DIGEST, "times": (time(8),), "days": ()}
    thread_id = changes.pop("thread_id", None)
    wanted |= {"now": NOW, **changes}
    return await store.add_subscription(chat_id, thread_id, **wanted)


def later(**delta: float) -> datetime:
    return NOW + timedelta(**delta)
