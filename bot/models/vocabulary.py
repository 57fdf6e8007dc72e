"""Ids and small enumerations that every stage knows. Region ids are ISO 3166-2:KZ (as of 2022)."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

REGIONS: tuple[str, ...] = (
    "KZ-10", "KZ-11", "KZ-15", "KZ-19", "KZ-23", "KZ-27", "KZ-31", "KZ-33", "KZ-35", "KZ-39",
    "KZ-43", "KZ-47", "KZ-55", "KZ-59", "KZ-61", "KZ-62", "KZ-63", "KZ-71", "KZ-75", "KZ-79",
)  # fmt: skip
TOPIC_ICONS: Mapping[str, str] = {
    "politics": "🏛️", "economy": "📈", "business": "💼", "agriculture": "🌾", "infrastructure": "🏗️",
    "education": "🏫", "health": "🏥", "social": "🤝", "culture": "🎭", "sport": "⚽", "incidents": "🚨",
    "ecology": "🌿", "digital": "💻", "world": "🌍",
}  # fmt: skip
"""Every topic with the icon that it bears everywhere. A new one goes to the end: buttons in old messages hold places
in this order (docs/engineers.md)."""
TOPICS: tuple[str, ...] = tuple(TOPIC_ICONS)
LANGUAGES: tuple[str, ...] = ("ru", "kk", "en")
"""Languages of the interface and of editions; an edition whose language cannot be told is ``und``."""


class Scope(StrEnum):
    REGIONAL = "regional"
    NATIONAL = "national"
    FOREIGN = "foreign"


class Period(StrEnum):
    """A stretch of time that a question names; calendar days are those of the asker's zone."""

    TODAY = "today"
    YESTERDAY = "yesterday"
    WEEK = "week"
    MONTH = "month"


class ChatKind(StrEnum):
    PRIVATE = "private"
    GROUP = "group"
    SUPERGROUP = "supergroup"
    CHANNEL = "channel"


class ChatState(StrEnum):
    ACTIVE = "active"
    SUSPENDED = "suspended"  # the chat refused us (403): settings are kept, it wakes by itself
    BANNED = "banned"


class Layout(StrEnum):
    CLASSIC = "classic"
    RICH = "rich"


class Mode(StrEnum):
    DIGEST = "digest"
    INSTANT = "instant"
