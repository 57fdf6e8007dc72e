"""A digest and the messages that it becomes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from bot.models.chats import Profile


@dataclass(frozen=True, slots=True)
class Entry:
    """A story as one reader sees it: the edition in his language and the sentences that matter for his topics."""

    story_id: int
    seq: int
    title: str
    url: str
    sentences: tuple[str, ...]
    published: datetime
    source_title: str
    language: str
    region: str | None = None
    topic: str | None = None
    outlets: int = 1
    other: tuple[tuple[str, str], ...] = ()  # (language, url) of the other editions
    image: str | None = None
    edition_id: int = 0
    edition_version: int = 1
    corrected: bool = False
    withdrawn: bool = False


@dataclass(frozen=True, slots=True)
class Block:
    """Entries under one heading: a region (``KZ-19``), a topic (``education``), or ``None`` for the rest."""

    region: str | None
    topic: str | None
    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class Digest:
    """What one profile gets at one moment. ``total`` counts all matching stories, shown or not; ``shown`` those
    in ``blocks``; ``previous`` (weekly review only) the count of the week before per region; ``told`` are ids of
    stories that its chat had got before."""

    profile: Profile
    since: datetime
    until: datetime
    blocks: tuple[Block, ...]
    total: int
    shown: int
    until_seq: int
    weekly: bool = False
    counts: Mapping[str, int] = field(default_factory=dict)
    previous: Mapping[str, int] = field(default_factory=dict)
    told: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Button:
    """Exactly one of ``data`` (1 to 64 bytes), ``url``, ``share`` (an inline query) is set."""

    text: str
    data: str | None = None
    url: str | None = None
    share: str | None = None
    location: bool = False


Keyboard = tuple[tuple[Button, ...], ...]


@dataclass(frozen=True, slots=True)
class Message:
    """One Telegram message within Telegram's limits: ``html`` (or ``rich`` with ``html`` as its fallback), a
    picture whose caption ``html`` then is, a link to preview, an inline keyboard."""

    html: str
    buttons: Keyboard = ()
    photo: str | None = None
    preview: str | None = None
    rich: str | None = None
    silent: bool = False
