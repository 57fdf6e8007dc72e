"""What leaves: what messages say, and to whom."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy import Column, ForeignKey, Index, Integer, SmallInteger, String, Table, Text

from bot.store.columns import Json, Moment
from bot.store.schema.pieces import Id, metadata, number, partial_index, text

payloads = Table(
    "payloads",
    metadata,
    Column("id", Id, primary_key=True),
    Column("hash", String, nullable=False, index=True),
    Column("message", Json, nullable=False),
    text("digest"),
    number("until_seq"),
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
    text("kind"),
    text("action"),
    Column("payload_id", Id, nullable=False),
    text("run"),
    Column("part", SmallInteger, nullable=False, server_default="0"),
    Column("priority", SmallInteger, nullable=False),
    text("state"),
    Column("not_before", Moment),
    Column("expires_at", Moment),
    number("attempts"),
    number("incidents"),
    Column("owner", Text),
    Column("leased_until", Moment),
    Column("message_id", sa.BigInteger),
    Column("target_message_id", sa.BigInteger),
    Column("source_chat_id", sa.BigInteger),
    Column("created_at", Moment, nullable=False),
    Column("settled_at", Moment),
    Column("reason", Text),
    Index("ix_outbox_run", "chat_id", "run", "part", unique=True),
    partial_index("ix_outbox_pending", "priority", "id", condition="state = 'pending'"),
    partial_index("ix_outbox_sending", "chat_id", condition="state = 'sending'"),
    partial_index("ix_outbox_sent", "payload_id", condition="state = 'sent'"),
    partial_index("ix_outbox_broadcast", "run", "state", condition="kind = 'broadcast'"),
    partial_index("ix_outbox_trouble", "state", "id", condition="state IN ('quarantined', 'unconfirmed')"),
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
    number("count"),
)
"""Settled rows per hour, so that statistics outlive the outbox and never scan it."""

files = Table(
    "files",
    metadata,
    Column("url", Text, primary_key=True),
    Column("file_id", Text, nullable=False),
    Column("at", Moment, nullable=False),
)
