"""Frozen values that travel between the stages of an article and of a question.

Nothing here does anything: no I/O, no clock, no defaults that depend on configuration. All datetimes are aware
and in UTC unless a name says otherwise. Region ids are ISO 3166-2:KZ (as of 2022), places are KATO codes.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from enum import StrEnum

REGIONS: tuple[str, ...] = (
    "KZ-10", "KZ-11", "KZ-15", "KZ-19", "KZ-23", "KZ-27", "KZ-31", "KZ-33", "KZ-35", "KZ-39",
    "KZ-43", "KZ-47", "KZ-55", "KZ-59", "KZ-61", "KZ-62", "KZ-63", "KZ-71", "KZ-75", "KZ-79",
)  # fmt: skip
TOPICS: tuple[str, ...] = (
    "politics", "economy", "business", "agriculture", "infrastructure", "education", "health",
    "social", "culture", "sport", "incidents", "ecology", "digital", "world",
)  # fmt: skip
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


# --- ingest: what a feed says ------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class RawEdition:
    """One language of an entry as the feed gave it, qTranslate markup already resolved.

    ``language`` is the code of the markup (``ru``, ``kk``, ``en``) or ``None`` where the entry had no markup.
    ``html`` is the fullest body that is known (page, content or excerpt), bounded in length, still hostile.
    """

    language: str | None
    title: str
    html: str


@dataclass(frozen=True, slots=True)
class RawArticle:
    """An entry of a feed, of the REST interface or of a page; ``guid`` is its identity within ``source``."""

    source: str
    guid: str
    url: str
    editions: tuple[RawEdition, ...]
    published: datetime | None = None
    updated: datetime | None = None
    author: str = ""
    categories: tuple[str, ...] = ()
    image: str | None = None
    excerpt_only: bool = False


# --- analysis: what an article says ------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Label:
    """A region or a topic with the score that it got and the words of the text that gave it."""

    id: str
    score: float
    evidence: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Place:
    """A district, city or town: its KATO code, the region that holds it, the words that named it."""

    kato: str
    region: str
    score: float = 1.0
    evidence: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Passage:
    """A run of whole sentences that speaks of the same topics and regions."""

    text: str
    topics: tuple[str, ...] = ()
    regions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Analysis:
    """All that is understood of one edition. Regions and topics are ordered, the first is the primary one;
    an empty ``regions`` means national, foreign or none.

    ``sentences`` is the summary, verbatim sentences of the cleaned text, the best three in text order; the
    shorter forms are in ``lead`` (one sentence, for lists). ``search_text`` is folded and stemmed: the store
    never stems. ``signature`` is a MinHash of the cleaned text, ``terms`` weighted stems of its beginning.
    """

    version: int
    language: str
    title: str
    text: str
    regions: tuple[Label, ...] = ()
    topics: tuple[Label, ...] = ()
    places: tuple[Place, ...] = ()
    scope: Scope = Scope.NATIONAL
    lead: str = ""
    sentences: tuple[str, ...] = ()
    passages: tuple[Passage, ...] = ()
    search_text: str = ""
    signature: tuple[int, ...] = ()
    terms: Mapping[str, float] = field(default_factory=dict)

    @property
    def summary(self) -> str:
        return " ".join(self.sentences)


@dataclass(frozen=True, slots=True)
class Query:
    """What a free-text question asks for; ``keywords`` are words as typed, ``stems`` their search forms.

    ``included`` / ``excluded`` words of a subscription use the same forms. ``suggestion`` is a name for
    "did you mean …", set when a region was only guessed. ``times``, ``days`` and ``instant`` are filled for
    ``/subscribe`` words.
    """

    regions: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    period: Period | None = None
    keywords: tuple[str, ...] = ()
    excluded: tuple[str, ...] = ()
    times: tuple[time, ...] = ()
    days: tuple[int, ...] = ()  # 0 is Monday
    instant: bool = False
    here: bool = False  # "in my region": the chat's own regions are meant
    everything: bool = False  # "the whole country" was said
    suggestion: str | None = None


# --- what is stored and read back --------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Edition:
    """One language of one article as readers see it."""

    id: int
    article_id: int
    source: str
    source_title: str
    language: str
    title: str
    url: str
    lead: str
    sentences: tuple[str, ...]
    passages: tuple[Passage, ...]
    published: datetime
    version: int = 1
    image: str | None = None


@dataclass(frozen=True, slots=True)
class Story:
    """The same event in all its editions and outlets. ``seq`` is given once, when it is first shown, and never
    changes: cursors compare it."""

    id: int
    seq: int
    scope: Scope
    regions: tuple[str, ...]
    topics: tuple[str, ...]
    places: tuple[str, ...]
    published: datetime
    editions: tuple[Edition, ...]
    outlets: int = 1
    pinned: bool = False
    hidden: bool = False


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


# --- a digest and the messages that it becomes -------------------------------------------------------------------


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
    in ``blocks``; ``previous`` (weekly review only) the count of the week before per region."""

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


# --- sources -----------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Source:
    """A feed with what is known of its life. ``origin`` is ``file`` (config; can be paused, not removed) or
    ``chat`` (added by an admin; lives in the database)."""

    name: str
    feed_url: str
    title: str = ""
    origin: str = "file"
    poll_seconds: int = 600
    max_poll_seconds: int = 3600
    default_region: str | None = None
    full_text: str = "auto"  # "auto" | "feed" | "page"
    approval: bool = False
    paused: bool = False
    utm: str = ""
    reading: Mapping[str, object] = field(default_factory=dict)  # the fetch room's own memory, JSON
    next_poll_at: datetime | None = None
    last_attempt_at: datetime | None = None
    last_success_at: datetime | None = None
    last_article_at: datetime | None = None
    failing_since: datetime | None = None
    failures: int = 0
    error_kind: str | None = None
    error: str | None = None
    interval_seconds: float | None = None  # the adaptive interval in force
    site_url: str = ""
    alerted: bool = False


# --- ingest into the store ---------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Incoming:
    """An article with its analysed editions (same order as ``raw.editions``), ready to be stored.

    ``fingerprint`` tells whether anything that matters has changed since the stored version. ``story_id`` joins
    an existing story (a duplicate), ``None`` opens a new one. ``silent`` stories are searchable but never pushed
    (first contact, archive); ``held`` ones wait for an editor.
    """

    raw: RawArticle
    analyses: tuple[Analysis, ...]
    fingerprint: str
    story_id: int | None = None
    silent: bool = False
    held: bool = False


@dataclass(frozen=True, slots=True)
class IngestResult:
    new: int = 0
    changed: int = 0
    unchanged: int = 0
    new_story_ids: tuple[int, ...] = ()
    changed_story_ids: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Candidate:
    """A stored edition that may tell the same event as a new one."""

    story_id: int
    article_id: int
    edition_id: int
    source: str
    analysis: Analysis  # language, title, regions, topics, places, signature, terms; text is its beginning
    published: datetime


# --- asking the store --------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class StoryFilter:
    """Which stories. Empty tuples do not restrict. ``words`` are search stems, all of them must occur;
    ``excluded`` and ``muted_words`` must not. ``regions`` and ``places`` are alternatives to each other
    (a story matches when it has any of them). Hidden, held and merged stories never match; silent ones match
    only where ``include_silent``."""

    regions: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    excluded: tuple[str, ...] = ()
    muted_topics: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    since: datetime | None = None
    until: datetime | None = None
    after_seq: int | None = None
    until_seq: int | None = None
    include_silent: bool = True
    scopes: tuple[Scope, ...] = ()


@dataclass(frozen=True, slots=True)
class StoryPage:
    stories: tuple[Story, ...]
    total: int


# --- planning and delivery ---------------------------------------------------------------------------------------


class Kind(StrEnum):
    """Why a message leaves; also its priority, most urgent first."""

    NOTICE = "notice"
    INSTANT = "instant"
    DIGEST = "digest"
    CORRECTION = "correction"
    BROADCAST = "broadcast"


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
class DueGroup:
    """Subscriptions that get the same messages now: equal profiles and cursors. Several members where one chat
    has several subscriptions due at once: they come as one digest. ``key`` is stable across restarts."""

    key: str
    members: tuple[tuple[Profile, int], ...]  # (profile, cursor)
    chats: int
    due_at: datetime
    weekly: bool = False
    instant: bool = False
    time_zone: str = "Asia/Almaty"
    late_only: bool = False


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
