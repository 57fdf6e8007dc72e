"""What is due, what leaves, and what became of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bot.models.chats import Profile
from bot.models.digests import Message
from bot.models.vocabulary import ChatKind


class Kind(StrEnum):
    """Why a message leaves; also its priority, most urgent first."""

    NOTICE = "notice"
    INSTANT = "instant"
    DIGEST = "digest"
    CORRECTION = "correction"
    BROADCAST = "broadcast"
    ANSWER = "answer"  # went out at once to somebody who asked; written down for corrections and for "more"


class Action(StrEnum):
    SEND = "send"
    EDIT = "edit"
    COPY = "copy"


class State(StrEnum):
    PENDING = "pending"
    SENDING = "sending"
    SENT = "sent"
    REFUSED = "refused"
    QUARANTINED = "quarantined"
    CANCELLED = "cancelled"
    EXPIRED = "expired"
    SUPERSEDED = "superseded"
    UNCONFIRMED = "unconfirmed"


@dataclass(frozen=True, slots=True)
class DueGroup:
    """Subscriptions that get the same messages now: equal profiles and cursors. Several members where one chat
    has several subscriptions due at once: they come as one digest. ``told``: ids of stories that other subscriptions
    of these chats have told already. ``key`` is stable across restarts."""

    key: str
    members: tuple[tuple[Profile, int], ...]  # (profile, cursor)
    chats: int
    due_at: datetime
    weekly: bool = False
    instant: bool = False
    time_zone: str = "Asia/Almaty"
    told: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class DueBatch:
    """A page of due subscriptions, grouped. ``token`` is the store's own bookmark, handed back on commit."""

    groups: tuple[DueGroup, ...]
    token: object


@dataclass(frozen=True, slots=True)
class Plan:
    """What one group gets: messages (none: nothing to say, or too late), the cursor afterwards, the stories and
    edition versions that the messages carry (for corrections)."""

    key: str
    messages: tuple[Message, ...]
    until_seq: int
    shown: tuple[tuple[int, int, int], ...] = ()  # (story_id, edition_id, edition_version)
    digest_json: str = ""  # what is needed for "more" and for editing the sent message
    expires_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Delivery:
    """An outbox row under lease, with all that a send needs."""

    id: int
    chat_id: int
    chat_kind: ChatKind
    thread_id: int | None
    kind: Kind
    action: Action
    message: Message
    payload_id: int
    part: int
    attempts: int
    incidents: int
    target_message_id: int | None = None
    source_chat_id: int | None = None


@dataclass(frozen=True, slots=True)
class Sent:
    """Telegram accepted the message."""

    message_id: int
    file_id: str | None = None


@dataclass(frozen=True, slots=True)
class Flood:
    """429: pause this chat (or everything) for so many seconds; costs no attempt."""

    retry_after: float
    everything: bool = False


@dataclass(frozen=True, slots=True)
class Refused:
    """403, or a chat that is gone: final for now."""

    reason: str


@dataclass(frozen=True, slots=True)
class Migrated:
    """The group became a supergroup: everything moves to this id."""

    chat_id: int


@dataclass(frozen=True, slots=True)
class TopicGone:
    """The forum topic is closed or unknown; the chat itself is well."""

    reason: str


@dataclass(frozen=True, slots=True)
class Invalid:
    """A permanent 400: sending it again would not help."""

    reason: str


@dataclass(frozen=True, slots=True)
class Unknown:
    """No answer: it may or may not have been sent. ``before`` is true when the request certainly never left."""

    reason: str
    before: bool = False


Outcome = Sent | Flood | Refused | Migrated | TopicGone | Invalid | Unknown
