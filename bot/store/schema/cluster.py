"""What several processes of one newsroom agree upon. Its times are those of the database's clock."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy import Column, Float, Index, String, Table

from bot.store.schema.pieces import metadata

leases = Table(
    "leases",
    metadata,
    Column("name", String, primary_key=True),
    Column("owner", String, nullable=False),
    Column("until", sa.BigInteger, nullable=False),
)
"""Who does a thing that only one may do: leads the periodic jobs, answers in a chat. ``until``: microseconds."""

budgets = Table(
    "budgets",
    metadata,
    Column("name", String, primary_key=True),
    Column("due", sa.BigInteger, nullable=False),
    Column("factor", Float, nullable=False, server_default="1"),
    Column("changed", sa.BigInteger, nullable=False, server_default="0"),
)
"""What all processes together may send: when the next message may leave (microseconds), and how much of the full
rate is in force (lower after a flood, see `bot.pace`), since when."""

group_sends = Table(
    "group_sends",
    metadata,
    Column("chat_id", sa.BigInteger, nullable=False),
    Column("at", sa.BigInteger, nullable=False),
    Index("ix_group_sends", "chat_id", "at"),
    Index("ix_group_sends_at", "at"),
)
"""What groups and channels were sent in the last minute, by whichever process: each allows 20 a minute."""
