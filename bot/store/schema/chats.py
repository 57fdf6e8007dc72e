"""Chats, what they ordered, what they said."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy import Column, ForeignKey, SmallInteger, String, Table, Text

from bot.store.columns import Json, Moment, Words
from bot.store.schema.pieces import Id, flag, metadata, number, partial_index, text

chats = Table(
    "chats",
    metadata,
    Column("id", sa.BigInteger, primary_key=True, autoincrement=False),
    text("kind"),
    text("title"),
    Column("username", Text),
    text("search_name"),
    text("state"),
    text("language"),
    text("time_zone"),
    Column("news_languages", Words, nullable=False, server_default="[]"),
    text("layout"),
    number("items", 5),
    Column("quiet", Json),
    Column("muted_topics", Words, nullable=False, server_default="[]"),
    Column("muted_words", Words, nullable=False, server_default="[]"),
    Column("created_at", Moment, nullable=False),
    Column("suspended_at", Moment),
    Column("suspend_reason", Text),
    partial_index("ix_chats_suspended", "suspended_at", condition="suspended_at IS NOT NULL"),
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
    text("time_zone"),
    flag("has_quiet"),
)

subscriptions = Table(
    "subscriptions",
    metadata,
    Column("id", Id, primary_key=True),
    Column("chat_id", sa.BigInteger, ForeignKey("chats.id", ondelete="CASCADE"), nullable=False),
    Column("thread_id", sa.BigInteger, nullable=False, server_default="0"),
    text("name"),
    Column("profile_id", Id, ForeignKey("profiles.id"), nullable=False),
    Column("schedule_id", Id, ForeignKey("schedules.id"), nullable=False),
    flag("instant"),
    flag("weekly"),
    Column("next_run_at", Moment),
    Column("cursor", sa.BigInteger, nullable=False, server_default="0"),
    flag("paused"),
    Column("paused_until", String),
    flag("active", default=True),
    Column("created_at", Moment, nullable=False),
    sa.UniqueConstraint("chat_id", "thread_id", "profile_id", "schedule_id"),
    partial_index("ix_subscriptions_due", "next_run_at", "chat_id", "id", condition="next_run_at IS NOT NULL"),
    partial_index(
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
    text("reason"),
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
