"""What the store answers with, where `bot.models` has no word for it. Frozen, like all that travels."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from bot.models import Kind, Label, Message, RawEdition, State


@dataclass(frozen=True, slots=True)
class StoredRaw:
    """An edition as the feed gave it, with what analysis needs beside it."""

    edition_id: int
    article_id: int
    raw: RawEdition
    published: datetime
    categories: tuple[str, ...]
    source: str
    default_region: str | None


@dataclass(frozen=True, slots=True)
class ShownArticle:
    """An article that readers can find, with the story that it tells."""

    article_id: int
    guid: str
    url: str
    story_id: int


@dataclass(frozen=True, slots=True)
class Evidence:
    """Why a story stands where it stands: the labels of all its editions with their words, best first, and what
    persons corrected (field → value)."""

    regions: tuple[Label, ...]
    topics: tuple[Label, ...]
    places: tuple[Label, ...]
    corrected: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Counts:
    """How much is stored."""

    articles: int
    editions: int
    stories: int
    held: int
    chats: int
    active_chats: int
    subscriptions: int


@dataclass(frozen=True, slots=True)
class Imported:
    """Progress of an import; ``rejected`` rows were no chats (their errors: ``problems``, the first few)."""

    rows: int = 0
    chats: int = 0
    subscriptions: int = 0
    rejected: int = 0
    problems: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Payload:
    """What a message says. ``part`` is its place among the messages of a digest, where that was asked for."""

    id: int
    message: Message
    digest_json: str
    until_seq: int
    created_at: datetime
    part: int = 0


@dataclass(frozen=True, slots=True)
class SentMessage:
    """A message that stands in a chat, with the payload that it shows."""

    outbox_id: int
    chat_id: int
    thread_id: int | None
    message_id: int
    payload_id: int
    part: int
    kind: Kind
    sent_at: datetime


@dataclass(frozen=True, slots=True)
class Settled:
    """What a group of results changed beyond its own rows, for those who must be told.

    ``topics_gone``: (chat, thread) that were not known to be broken before. ``suspended``: chats that refused and
    had not before. ``migrated``: (old, new). ``quarantined`` and ``unconfirmed``: outbox ids.
    """

    topics_gone: tuple[tuple[int, int], ...] = ()
    suspended: tuple[int, ...] = ()
    migrated: tuple[tuple[int, int], ...] = ()
    quarantined: tuple[int, ...] = ()
    unconfirmed: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class QueueState:
    """The outbox at a glance. ``oldest`` is when the oldest pending row was written."""

    pending: int
    oldest: datetime | None
    sending: int
    quarantined: int
    unconfirmed: int
    sent_24h: int
    refused_24h: int
    expired_24h: int = 0


@dataclass(frozen=True, slots=True)
class Troubled:
    """A row that needs a person: quarantined or unconfirmed."""

    id: int
    chat_id: int
    kind: Kind
    state: State
    reason: str
    message: Message | None
    settled_at: datetime | None


@dataclass(frozen=True, slots=True)
class Audience:
    """Whom a broadcast is for; empty tuples do not restrict. ``regions``: chats with a subscription there;
    ``topics``: with one that names such a topic, or names none and so wants all of them."""

    kinds: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    regions: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class LogEntry:
    id: int
    at: datetime
    who: int
    action: str
    target: str
    before: Any
    after: Any


@dataclass(frozen=True, slots=True)
class ErrorRecord:
    fingerprint: str
    text: str
    count: int
    first_at: datetime
    last_at: datetime


@dataclass(frozen=True, slots=True)
class Statistics:
    """Figures of a window, for ``/stats``. ``deliveries``: (day as YYYY-MM-DD UTC, state) → rows.

    ``subscribers_by_…`` are active chats now; ``new_chats`` first seen per day.
    """

    subscribers_by_kind: Mapping[str, int]
    subscribers_by_language: Mapping[str, int]
    subscribers_by_region: Mapping[str, int]
    new_chats: Mapping[str, int]
    deliveries: Mapping[tuple[str, str], int]
    stories_by_region: Mapping[str, int]
    stories_by_topic: Mapping[str, int]
    articles_by_source: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class DigestRun:
    """The digests that were planned at one moment: how many chats, how many have it, how many never will, and the
    seconds until the last of them was settled."""

    at: datetime
    chats: int
    delivered: int
    refused: int
    seconds: float


@dataclass(frozen=True, slots=True)
class Late:
    """Messages that could leave now, and when the oldest of them was written."""

    count: int
    oldest: datetime | None


@dataclass(frozen=True, slots=True)
class Readership:
    """Chats that left per day, and thumbs of a window."""

    lost: Mapping[str, int]
    liked: int
    disliked: int


@dataclass(frozen=True, slots=True)
class Trimmed:
    """What a step of `tidy` removed."""

    articles: int = 0
    outbox: int = 0
    payloads: int = 0
    updates: int = 0
    chats: int = 0
    other: int = 0

    @property
    def total(self) -> int:
        return self.articles + self.outbox + self.payloads + self.updates + self.chats + self.other
