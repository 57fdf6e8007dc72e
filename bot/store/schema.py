"""The tables. Their history is in ``migrations``; a test holds both against each other.

What is not here: the full-text index over ``search_documents``, which is an FTS5 table on SQLite and a generated
``tsvector`` column on PostgreSQL (see ``dialects``).
"""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy import Boolean, Column, Float, ForeignKey, Index, Integer, SmallInteger, String, Table, Text

from bot.store.columns import Json, Moment, Numbers, Words

metadata = sa.MetaData()

# SQLite counts rows itself only for the type INTEGER, which is 64 bits wide there.
Id = sa.BigInteger().with_variant(Integer(), "sqlite")


def _flag(name: str, default: bool = False) -> Column[bool]:
    return Column(name, Boolean, nullable=False, server_default=sa.true() if default else sa.false())


def _number(name: str, default: int = 0) -> Column[int]:
    return Column(name, Integer, nullable=False, server_default=str(default))


def _text(name: str) -> Column[str]:
    return Column(name, Text, nullable=False, server_default="")


def _where(name: str, *columns: str, condition: str, sqlite: str | None = None) -> Index:
    """A partial index: only the rows that a hot query asks for pay for it. The condition must read as the query
    does, and SQLite has no booleans."""
    return Index(name, *columns, sqlite_where=sa.text(sqlite or condition), postgresql_where=sa.text(condition))


settings = Table("settings", metadata, Column("key", String, primary_key=True), _text("value"))

counters = Table(
    "counters",
    metadata,
    Column("name", String, primary_key=True),
    Column("value", sa.BigInteger, nullable=False, server_default="0"),
)
"""``story_seq``: taken by UPDATE … RETURNING, whose row lock orders commits by seq on PostgreSQL too."""

sources = Table(
    "sources",
    metadata,
    Column("name", String, primary_key=True),
    _text("feed_url"),
    _text("title"),
    _text("origin"),
    _number("poll_seconds", 600),
    _number("max_poll_seconds", 3600),
    Column("default_region", String),
    _text("full_text"),
    _flag("approval"),
    _flag("paused"),
    _text("utm"),
    Column("reading", Json, nullable=False, server_default="{}"),
    Column("next_poll_at", Moment, index=True),
    Column("last_attempt_at", Moment),
    Column("last_success_at", Moment),
    Column("last_article_at", Moment),
    Column("failing_since", Moment),
    _number("failures"),
    Column("error_kind", Text),
    Column("error", Text),
    Column("interval_seconds", Float),
    _text("site_url"),
    _flag("alerted"),
    _flag("removed"),
)
"""``removed`` sources are no longer polled; their row stays as the name above the articles that stay."""

# --- articles ----------------------------------------------------------------------------------------------------

articles = Table(
    "articles",
    metadata,
    Column("id", Id, primary_key=True),
    Column("source", String, ForeignKey("sources.name"), nullable=False),
    _text("guid"),
    _text("url"),
    _text("fingerprint"),
    Column("published", Moment, nullable=False, index=True),
    Column("updated", Moment),
    _text("author"),
    Column("categories", Words, nullable=False, server_default="[]"),
    Column("image", Text),
    _flag("excerpt_only"),
    _flag("held"),
    _flag("silent"),
    Column("first_seen", Moment, nullable=False),
    Column("changed_at", Moment, nullable=False),
    sa.UniqueConstraint("source", "guid"),
)

stories = Table(
    "stories",
    metadata,
    Column("id", Id, primary_key=True),
    Column("seq", sa.BigInteger),
    _text("scope"),
    Column("regions", Words, nullable=False, server_default="[]"),
    Column("topics", Words, nullable=False, server_default="[]"),
    Column("places", Words, nullable=False, server_default="[]"),
    Column("published", Moment, nullable=False),
    _number("outlets", 1),
    _flag("silent"),
    _flag("hidden"),
    _flag("pinned"),
    _flag("visible"),
    Column("merged_into", Id, ForeignKey("stories.id"), index=True),
    Column("created_at", Moment, nullable=False),
    Index("ix_stories_seq", "seq", unique=True),
    Index("ix_stories_published", "published"),
)
"""``visible`` says that the story can be found: shown once, not hidden, not merged, not wholly held."""

editions = Table(
    "editions",
    metadata,
    Column("id", Id, primary_key=True),
    Column("article_id", Id, ForeignKey("articles.id", ondelete="CASCADE"), nullable=False),
    Column("story_id", Id, ForeignKey("stories.id"), nullable=False, index=True),
    _text("slot"),
    _number("version", 1),
    _number("analysis_version"),
    _text("language"),
    _text("title"),
    _text("lead"),
    Column("sentences", Words, nullable=False, server_default="[]"),
    Column("regions", Json, nullable=False, server_default="[]"),
    Column("topics", Json, nullable=False, server_default="[]"),
    Column("places", Json, nullable=False, server_default="[]"),
    _text("scope"),
    Column("terms", Json, nullable=False, server_default="{}"),
    Column("signature", Numbers, nullable=False),
    sa.UniqueConstraint("article_id", "slot"),
)
"""``slot`` is the language of the feed's markup (empty where there was none): the edition's identity."""

edition_texts = Table(
    "edition_texts",
    metadata,
    Column("edition_id", Id, ForeignKey("editions.id", ondelete="CASCADE"), primary_key=True, autoincrement=False),
    _text("raw_title"),
    _text("raw_html"),
    _text("text"),
)
"""The long texts, apart so that lists never read past them."""

passages = Table(
    "passages",
    metadata,
    Column("edition_id", Id, ForeignKey("editions.id", ondelete="CASCADE"), primary_key=True, autoincrement=False),
    Column("position", SmallInteger, primary_key=True, autoincrement=False),
    _text("text"),
    Column("topics", Words, nullable=False, server_default="[]"),
    Column("regions", Words, nullable=False, server_default="[]"),
    sqlite_with_rowid=False,
)

search_documents = Table(
    "search_documents",
    metadata,
    Column("doc_id", Id, primary_key=True, autoincrement=False),
    Column("edition_id", Id, ForeignKey("editions.id", ondelete="CASCADE"), nullable=False, unique=True),
    _text("search_text"),
    _text("labels"),
)
"""One row per edition. ``doc_id`` is (day of publication, edition id), so that "newest by rowid" and periods need
no join; ``labels`` are words for the story's regions, places, topics and the edition's language (see `documents`)."""

story_facets = Table(
    "story_facets",
    metadata,
    Column("area", String, primary_key=True),
    Column("topic", String, primary_key=True),
    Column("published", Moment, primary_key=True),
    Column("story_id", Id, primary_key=True, autoincrement=False),
    sqlite_with_rowid=False,
)
"""A visible story stands under each (region, place or ``""``) × (topic or ``""``) that it has: any combination of
the two is one range of this index, already newest first. No foreign key: it would need an index of its own."""

edition_bands = Table(
    "edition_bands",
    metadata,
    Column("band", sa.BigInteger, primary_key=True, autoincrement=False),
    Column("edition_id", Id, ForeignKey("editions.id", ondelete="CASCADE"), primary_key=True, index=True),
    sqlite_with_rowid=False,
)
"""LSH bands of young editions; `tidy` drops old ones, since a reprint comes within days."""

words = Table("words", metadata, Column("word", String, primary_key=True), sqlite_with_rowid=False)
"""Every stem that was ever indexed, for misspelt questions."""

corrections = Table(
    "corrections",
    metadata,
    Column("story_id", Id, ForeignKey("stories.id", ondelete="CASCADE"), primary_key=True, autoincrement=False),
    Column("field", String, primary_key=True),
    Column("value", Json, nullable=False),
    Column("by", sa.BigInteger, nullable=False),
    Column("at", Moment, nullable=False),
)
"""What a person decided about a story; wins over analysis, whatever is analysed again."""

# --- chats -------------------------------------------------------------------------------------------------------

chats = Table(
    "chats",
    metadata,
    Column("id", sa.BigInteger, primary_key=True, autoincrement=False),
    _text("kind"),
    _text("title"),
    Column("username", Text),
    _text("search_name"),
    _text("state"),
    _text("language"),
    _text("time_zone"),
    Column("news_languages", Words, nullable=False, server_default="[]"),
    _text("layout"),
    _number("items", 5),
    Column("quiet", Json),
    Column("muted_topics", Words, nullable=False, server_default="[]"),
    Column("muted_words", Words, nullable=False, server_default="[]"),
    Column("created_at", Moment, nullable=False),
    Column("suspended_at", Moment),
    Column("suspend_reason", Text),
)

profiles = Table(
    "profiles",
    metadata,
    Column("id", Id, primary_key=True),
    Column("hash", String, nullable=False, unique=True),
    Column("data", Json, nullable=False),
    Column("instant_cursor", sa.BigInteger, nullable=False, server_default="0"),
)
"""Equal profiles are one row. ``instant_cursor``: the last seq that was offered to its instant subscriptions."""

schedules = Table(
    "schedules",
    metadata,
    Column("id", Id, primary_key=True),
    Column("hash", String, nullable=False, unique=True),
    Column("data", Json, nullable=False),
    _text("time_zone"),
    _flag("has_quiet"),
)

subscriptions = Table(
    "subscriptions",
    metadata,
    Column("id", Id, primary_key=True),
    Column("chat_id", sa.BigInteger, ForeignKey("chats.id", ondelete="CASCADE"), nullable=False),
    Column("thread_id", sa.BigInteger, nullable=False, server_default="0"),
    _text("name"),
    Column("profile_id", Id, ForeignKey("profiles.id"), nullable=False),
    Column("schedule_id", Id, ForeignKey("schedules.id"), nullable=False),
    _flag("instant"),
    _flag("weekly"),
    Column("next_run_at", Moment),
    Column("cursor", sa.BigInteger, nullable=False, server_default="0"),
    _flag("paused"),
    Column("paused_until", String),
    _flag("active", default=True),
    Column("created_at", Moment, nullable=False),
    sa.UniqueConstraint("chat_id", "thread_id", "profile_id", "schedule_id"),
    _where("ix_subscriptions_due", "next_run_at", "chat_id", "id", condition="next_run_at IS NOT NULL"),
    _where(
        "ix_subscriptions_instant",
        "profile_id",
        "id",
        condition="instant AND active",
        sqlite="instant = 1 AND active = 1",
    ),
    sqlite_autoincrement=True,
)
"""``thread_id`` 0 is the chat itself. ``active``: the chat is active and the subscription is not paused; whatever
is not active has no ``next_run_at``, so planning never looks at chats. A digest with ``next_run_at`` waits for it;
an instant subscription has one only while it is deferred (quiet hours), to get a merged digest then."""

broken_threads = Table(
    "broken_threads",
    metadata,
    Column("chat_id", sa.BigInteger, primary_key=True, autoincrement=False),
    Column("thread_id", sa.BigInteger, primary_key=True, autoincrement=False),
    _text("reason"),
    Column("since", Moment, nullable=False),
)
"""Forum topics that are closed or gone: what is meant for them goes to the chat itself."""

conversations = Table(
    "conversations",
    metadata,
    Column("chat_id", sa.BigInteger, primary_key=True, autoincrement=False),
    Column("user_id", sa.BigInteger, primary_key=True, autoincrement=False),
    Column("data", Json, nullable=False),
)

saved_stories = Table(
    "saved_stories",
    metadata,
    Column("chat_id", sa.BigInteger, primary_key=True, autoincrement=False),
    Column("user_id", sa.BigInteger, primary_key=True, autoincrement=False),
    Column("story_id", Id, ForeignKey("stories.id", ondelete="CASCADE"), primary_key=True, index=True),
    Column("at", Moment, nullable=False),
)

feedback = Table(
    "feedback",
    metadata,
    Column("chat_id", sa.BigInteger, primary_key=True, autoincrement=False),
    Column("story_id", Id, ForeignKey("stories.id", ondelete="CASCADE"), primary_key=True, index=True),
    Column("value", SmallInteger, nullable=False),
    Column("at", Moment, nullable=False),
)

# --- what leaves -------------------------------------------------------------------------------------------------

payloads = Table(
    "payloads",
    metadata,
    Column("id", Id, primary_key=True),
    Column("hash", String, nullable=False, index=True),
    Column("message", Json, nullable=False),
    _text("digest"),
    _number("until_seq"),
    Column("created_at", Moment, nullable=False, index=True),
    sqlite_autoincrement=True,
)

payload_stories = Table(
    "payload_stories",
    metadata,
    Column("story_id", Id, primary_key=True, autoincrement=False),
    Column("payload_id", Id, ForeignKey("payloads.id", ondelete="CASCADE"), primary_key=True, index=True),
    Column("edition_id", Id, nullable=False),
    Column("edition_version", Integer, nullable=False),
    sqlite_with_rowid=False,
)

outbox = Table(
    "outbox",
    metadata,
    Column("id", Id, primary_key=True),
    Column("chat_id", sa.BigInteger, nullable=False),
    Column("thread_id", sa.BigInteger, nullable=False, server_default="0"),
    _text("kind"),
    _text("action"),
    Column("payload_id", Id, nullable=False),
    _text("run"),
    Column("part", SmallInteger, nullable=False, server_default="0"),
    Column("priority", SmallInteger, nullable=False),
    _text("state"),
    Column("not_before", Moment),
    Column("expires_at", Moment),
    _number("attempts"),
    _number("incidents"),
    Column("owner", Text),
    Column("leased_until", Moment),
    Column("message_id", sa.BigInteger),
    Column("target_message_id", sa.BigInteger),
    Column("source_chat_id", sa.BigInteger),
    Column("created_at", Moment, nullable=False),
    Column("settled_at", Moment),
    Column("reason", Text),
    Index("ix_outbox_run", "chat_id", "run", "part", unique=True),
    _where("ix_outbox_pending", "priority", "id", condition="state = 'pending'"),
    _where("ix_outbox_sending", "chat_id", condition="state = 'sending'"),
    _where("ix_outbox_sent", "payload_id", condition="state = 'sent'"),
    _where("ix_outbox_trouble", "state", "id", condition="state IN ('quarantined', 'unconfirmed')"),
    sqlite_autoincrement=True,
)
"""To whom. ``run`` names what a row came from (subscription and run, story, or the caller's own key): with the
part it is unique in a chat, so a repeated plan repeats nothing. No foreign keys: a million rows are written at
once, and `tidy` keeps payloads for as long as their rows."""

delivery_counts = Table(
    "delivery_counts",
    metadata,
    Column("hour", Moment, primary_key=True),
    Column("kind", String, primary_key=True),
    Column("state", String, primary_key=True),
    _number("count"),
)
"""Settled rows per hour, so that statistics outlive the outbox and never scan it."""

files = Table(
    "files",
    metadata,
    Column("url", Text, primary_key=True),
    Column("file_id", Text, nullable=False),
    Column("at", Moment, nullable=False),
)

# --- journals ----------------------------------------------------------------------------------------------------

updates = Table(
    "updates",
    metadata,
    Column("update_id", sa.BigInteger, primary_key=True, autoincrement=False),
    Column("at", Moment, nullable=False),
)

audit_log = Table(
    "audit_log",
    metadata,
    Column("id", Id, primary_key=True),
    Column("at", Moment, nullable=False, index=True),
    Column("who", sa.BigInteger, nullable=False),
    _text("action"),
    _text("target"),
    Column("before", Json),
    Column("after", Json),
)

errors = Table(
    "errors",
    metadata,
    Column("fingerprint", String, primary_key=True),
    _text("text"),
    _number("count", 1),
    Column("first_at", Moment, nullable=False),
    Column("last_at", Moment, nullable=False, index=True),
)

keepsakes = Table(
    "keepsakes",
    metadata,
    Column("token", String, primary_key=True),
    Column("body", Json, nullable=False),
    Column("used_at", Moment, nullable=False, index=True),
)
"""What the short tokens in buttons stand for: equal bodies share one token."""
