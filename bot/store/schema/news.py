"""Sources, articles, their editions, and the stories that they tell."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy import Column, Float, ForeignKey, Index, SmallInteger, String, Table, Text

from bot.store.columns import Json, Moment, Numbers, Words
from bot.store.schema.pieces import Id, flag, metadata, number, text

sources = Table(
    "sources",
    metadata,
    Column("name", String, primary_key=True),
    text("feed_url"),
    text("title"),
    text("origin"),
    number("poll_seconds", 600),
    number("max_poll_seconds", 3600),
    Column("default_region", String),
    text("full_text"),
    flag("approval"),
    flag("paused"),
    text("utm"),
    Column("reading", Json, nullable=False, server_default="{}"),
    Column("next_poll_at", Moment, index=True),
    Column("last_attempt_at", Moment),
    Column("last_success_at", Moment),
    Column("last_article_at", Moment),
    Column("failing_since", Moment),
    number("failures"),
    Column("error_kind", Text),
    Column("error", Text),
    Column("interval_seconds", Float),
    text("site_url"),
    flag("alerted"),
    flag("removed"),
    text("title_kk"),
)
"""``removed`` sources are no longer polled; their row stays as the name above the articles that stay."""

articles = Table(
    "articles",
    metadata,
    Column("id", Id, primary_key=True),
    Column("source", String, ForeignKey("sources.name"), nullable=False),
    text("guid"),
    text("url"),
    text("fingerprint"),
    Column("published", Moment, nullable=False, index=True),
    Column("updated", Moment),
    text("author"),
    Column("categories", Words, nullable=False, server_default="[]"),
    Column("image", Text),
    flag("excerpt_only"),
    flag("held"),
    flag("silent"),
    Column("first_seen", Moment, nullable=False),
    Column("changed_at", Moment, nullable=False),
    sa.UniqueConstraint("source", "guid"),
)

stories = Table(
    "stories",
    metadata,
    Column("id", Id, primary_key=True),
    Column("seq", sa.BigInteger),
    text("scope"),
    Column("regions", Words, nullable=False, server_default="[]"),
    Column("topics", Words, nullable=False, server_default="[]"),
    Column("places", Words, nullable=False, server_default="[]"),
    Column("published", Moment, nullable=False),
    number("outlets", 1),
    flag("silent"),
    flag("hidden"),
    flag("pinned"),
    flag("visible"),
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
    text("slot"),
    number("version", 1),
    number("analysis_version"),
    text("language"),
    text("title"),
    text("lead"),
    Column("sentences", Words, nullable=False, server_default="[]"),
    Column("regions", Json, nullable=False, server_default="[]"),
    Column("topics", Json, nullable=False, server_default="[]"),
    Column("places", Json, nullable=False, server_default="[]"),
    text("scope"),
    Column("terms", Json, nullable=False, server_default="{}"),
    Column("signature", Numbers, nullable=False),
    sa.UniqueConstraint("article_id", "slot"),
)
"""``slot`` is the language of the feed's markup (empty where there was none): the edition's identity."""

edition_texts = Table(
    "edition_texts",
    metadata,
    Column("edition_id", Id, ForeignKey("editions.id", ondelete="CASCADE"), primary_key=True, autoincrement=False),
    text("raw_title"),
    text("raw_html"),
    text("text"),
)
"""The long texts, apart so that lists never read past them."""

passages = Table(
    "passages",
    metadata,
    Column("edition_id", Id, ForeignKey("editions.id", ondelete="CASCADE"), primary_key=True, autoincrement=False),
    Column("position", SmallInteger, primary_key=True, autoincrement=False),
    text("text"),
    Column("topics", Words, nullable=False, server_default="[]"),
    Column("regions", Words, nullable=False, server_default="[]"),
    sqlite_with_rowid=False,
)

search_documents = Table(
    "search_documents",
    metadata,
    Column("doc_id", Id, primary_key=True, autoincrement=False),
    Column("edition_id", Id, ForeignKey("editions.id", ondelete="CASCADE"), nullable=False, unique=True),
    text("search_text"),
    text("labels"),
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
    text("languages"),
    sqlite_with_rowid=False,
)
"""A visible story stands under each (region, place or ``""``) × (topic or ``""``) that it has: any combination of
the two is one range of this index, already newest first.
``languages`` are those of its editions, each between spaces. No foreign key: it would need an index of its own."""

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
