"""The tables. Their history is in ``migrations``; a test holds both against each other.

What is not here: the full-text index over ``search_documents``, which is an FTS5 table on SQLite and a generated
``tsvector`` column on PostgreSQL (see ``dialects``).
"""

from bot.store.schema.chats import (
    broken_threads,
    chats,
    conversations,
    feedback,
    profiles,
    saved_stories,
    schedules,
    subscriptions,
)
from bot.store.schema.cluster import budgets, group_sends, leases
from bot.store.schema.delivery import delivery_counts, files, outbox, payload_stories, payloads
from bot.store.schema.journals import audit_log, counters, errors, keepsakes, settings, updates
from bot.store.schema.news import (
    articles,
    corrections,
    edition_bands,
    edition_texts,
    editions,
    passages,
    search_documents,
    sources,
    stories,
    story_facets,
    words,
)
from bot.store.schema.pieces import metadata

__all__ = [
    "articles",
    "audit_log",
    "broken_threads",
    "budgets",
    "chats",
    "conversations",
    "corrections",
    "counters",
    "delivery_counts",
    "edition_bands",
    "edition_texts",
    "editions",
    "errors",
    "feedback",
    "files",
    "group_sends",
    "keepsakes",
    "leases",
    "metadata",
    "outbox",
    "passages",
    "payload_stories",
    "payloads",
    "profiles",
    "saved_stories",
    "schedules",
    "search_documents",
    "settings",
    "sources",
    "stories",
    "story_facets",
    "subscriptions",
    "updates",
    "words",
]
