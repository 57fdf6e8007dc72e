"""Small values, counters, and what happened."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy import Column, String, Table

from bot.store.columns import Json, Moment
from bot.store.schema.pieces import Id, metadata, number, text

settings = Table("settings", metadata, Column("key", String, primary_key=True), text("value"))

counters = Table(
    "counters",
    metadata,
    Column("name", String, primary_key=True),
    Column("value", sa.BigInteger, nullable=False, server_default="0"),
)
"""``story_seq``: taken by UPDATE … RETURNING, whose row lock orders commits by seq on PostgreSQL too."""

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
    text("action"),
    text("target"),
    Column("before", Json),
    Column("after", Json),
)

errors = Table(
    "errors",
    metadata,
    Column("fingerprint", String, primary_key=True),
    text("text"),
    number("count", 1),
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
