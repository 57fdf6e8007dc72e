"""The only user of SQLAlchemy: what is stored, and how it is asked for."""

from bot.store.database import parse_url
from bot.store.moving import Compared
from bot.store.newsdesk import REPORTED
from bot.store.search import TOTAL_CAP
from bot.store.store import Schema, Store
from bot.store.subscriptions import ANY
from bot.store.values import (
    Audience,
    Counts,
    DigestRun,
    ErrorRecord,
    Evidence,
    Imported,
    Late,
    LogEntry,
    Payload,
    QueueState,
    Readership,
    SentMessage,
    Settled,
    ShownArticle,
    Statistics,
    StoredRaw,
    Trimmed,
    Troubled,
)

__all__ = [
    "ANY",
    "REPORTED",
    "TOTAL_CAP",
    "Audience",
    "Compared",
    "Counts",
    "DigestRun",
    "ErrorRecord",
    "Evidence",
    "Imported",
    "Late",
    "LogEntry",
    "Payload",
    "QueueState",
    "Readership",
    "Schema",
    "SentMessage",
    "Settled",
    "ShownArticle",
    "Statistics",
    "Store",
    "StoredRaw",
    "Trimmed",
    "Troubled",
    "parse_url",
]
