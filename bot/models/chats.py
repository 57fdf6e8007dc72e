"""Who reads, and what he has ordered."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time

from bot.models.vocabulary import ChatKind, ChatState, Layout, Mode


@dataclass(frozen=True, slots=True)
class Profile:
    """All that shapes a digest: two subscriptions with equal profiles get the same messages.

    Empty ``regions`` and ``places`` mean the whole country, empty ``topics`` all topics. Words are search
    stems, with the words as typed beside them in ``keywords`` / ``excluded``.
    """

    regions: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    keywords: tuple[str, ...] = ()
    excluded: tuple[str, ...] = ()
    muted_topics: tuple[str, ...] = ()
    muted_words: tuple[str, ...] = ()
    language: str = "ru"
    news_languages: tuple[str, ...] = ("ru", "kk")
    layout: Layout = Layout.CLASSIC
    items: int = 5
    min_stories: int = 1
    post: bool = False  # for a channel: hashtags of region and topic, no buttons that only one person could use


@dataclass(frozen=True, slots=True)
class QuietHours:
    """A daily stretch in the chat's zone; it may pass midnight. ``passing`` topics are delivered all the same."""

    start: time
    end: time
    passing: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Chat:
    id: int
    kind: ChatKind
    title: str = ""
    username: str | None = None
    state: ChatState = ChatState.ACTIVE
    language: str = "ru"
    time_zone: str = "Asia/Almaty"
    news_languages: tuple[str, ...] = ("ru", "kk")
    layout: Layout = Layout.CLASSIC
    items: int = 5
    quiet: QuietHours | None = None
    muted_topics: tuple[str, ...] = ()
    muted_words: tuple[str, ...] = ()
    created_at: datetime | None = None
    suspended_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Schedule:
    """When a subscription is due, shared by all that have the same: wall-clock times and weekdays in a zone, the
    chat's quiet hours (they defer), the weekly flag. An instant subscription has no times."""

    mode: Mode
    times: tuple[time, ...]
    days: tuple[int, ...]
    time_zone: str
    quiet: QuietHours | None = None
    weekly: bool = False


@dataclass(frozen=True, slots=True)
class Subscription:
    """A standing order of one chat (and forum topic). ``times`` are wall-clock in the chat's zone, ``days``
    weekdays (0 is Monday, empty: every day). ``cursor`` is the last story ``seq`` that it has dealt with."""

    id: int
    chat_id: int
    thread_id: int | None
    name: str
    profile: Profile
    mode: Mode
    times: tuple[time, ...] = ()
    days: tuple[int, ...] = ()
    weekly: bool = False
    next_run_at: datetime | None = None
    cursor: int = 0
    paused_until: date | None = None
    paused: bool = False

    @property
    def topic_region(self) -> str | None:
        """The region that its forum topic is about, where that is about one region and nothing else."""
        profile = self.profile
        narrow = profile.places or profile.topics or profile.keywords
        return profile.regions[0] if self.thread_id is not None and len(profile.regions) == 1 and not narrow else None
