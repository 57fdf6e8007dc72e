"""What the short tokens below lists stand for: questions, as JSON that the store keeps for 30 days."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bot.jobs.reading import narrowed
from bot.models import Chat, ChatKind, Period, Profile, Query

_QUERY_FIELDS = ("regions", "places", "topics", "keywords", "excluded")


def query_json(query: Query) -> dict[str, Any]:
    """A question as JSON; what only `/subscribe` needs is left out."""
    kept: dict[str, Any] = {name: list(getattr(query, name)) for name in _QUERY_FIELDS}
    return {"kind": "query", **kept, "period": query.period, "suggestion": query.suggestion}


def query_from(kept: Mapping[str, Any]) -> Query:
    """The question of :func:`query_json`."""
    values: dict[str, Any] = {name: tuple(kept.get(name, ())) for name in _QUERY_FIELDS}
    period = Period(kept["period"]) if kept.get("period") else None
    return Query(**values, period=period, suggestion=kept.get("suggestion"))


def profile_of(chat: Chat, query: Query | None = None) -> Profile:
    """What a chat asks for by a question, shaped by its settings."""
    query = narrowed(query or Query())
    return Profile(
        regions=query.regions,
        places=query.places,
        topics=query.topics,
        keywords=query.keywords,
        excluded=query.excluded,
        muted_topics=chat.muted_topics,
        muted_words=chat.muted_words,
        language=chat.language,
        news_languages=chat.news_languages,
        layout=chat.layout,
        items=chat.items,
        post=chat.kind is ChatKind.CHANNEL,
    )
