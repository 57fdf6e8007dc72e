"""Finding stories: by region and topic, by cursor, by words; each way drives its own index.

Words: the newest 2,000 documents by id (which is by day), then the other conditions, then newest first or ranked
by relevance × recency. Ordering a common word by relevance alone would have to look at every match.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.models import REGIONS, Scope, StoryFilter, StoryPage
from bot.store import documents
from bot.store.columns import AnySelect, microseconds
from bot.store.database import Part
from bot.store.dialects import Dialect, DocumentQuery, dialect_of
from bot.store.schema import editions, search_documents, stories, story_facets
from bot.store.stories import load

TOTAL_CAP = 1000
"""`StoryPage.total` counts no further."""
_NEWEST = 2000
_MOST_RANGES = 48  # beyond that many (area, topic) pairs most stories match, and walking all of them is faster
_HALF_LIFE = 30 * 86_400 * 1_000_000  # µs; a match a month old must be twice as relevant


class Search(Part):
    async def find(
        self, wanted: StoryFilter, *, limit: int, now: datetime, offset: int = 0, ranked: bool = False
    ) -> StoryPage:
        """A page of stories, newest first (by publication, then seq); ``ranked`` puts the most relevant first
        where there are words. ``total`` counts up to `TOTAL_CAP`."""
        async with self._db.read() as conn:
            matching = _matching(wanted, dialect_of(conn), offset + max(limit, TOTAL_CAP + 1))
            order = _relevance(matching, now) if ranked and wanted.words else _newest(matching)
            page = sa.select(matching.c.story_id).order_by(*order).limit(limit).offset(offset)
            ids = (await conn.scalars(page)).all()
            total = await _total(conn, matching, len(ids), limit, offset)
            return StoryPage(await load(conn, ids), total)

    async def count(self, wanted: StoryFilter) -> int:
        """How many stories match, exactly (of words: of the newest 2,000 documents)."""
        async with self._db.read() as conn:
            matching = _matching(wanted, dialect_of(conn), None)
            return (await conn.execute(sa.select(sa.func.count()).select_from(matching))).scalar_one()

    async def counts_by_region(self, wanted: StoryFilter) -> Mapping[str, int]:
        """region id → matching stories there; regions without any are left out."""
        async with self._db.read() as conn:
            matching = _matching(wanted, dialect_of(conn), None)
            facet = story_facets.c
            here = (facet.story_id == matching.c.story_id) & (facet.published == matching.c.published)
            joined = sa.join(matching, story_facets, here & (facet.topic == "") & facet.area.in_(REGIONS))
            count = sa.func.count().label("stories")
            found = sa.select(facet.area, count).select_from(joined).group_by(facet.area).order_by(count.desc())
            return {row.area: row.stories for row in await conn.execute(found)}


async def _total(conn: AsyncConnection, matching: sa.Subquery, shown: int, limit: int, offset: int) -> int:
    if 0 < shown < limit or (shown == 0 and offset == 0):
        return offset + shown  # the page is the last one: no need to count
    some = sa.select(matching.c.story_id).limit(TOTAL_CAP).subquery()
    total: int = (await conn.execute(sa.select(sa.func.count()).select_from(some))).scalar_one()
    return total


def _newest(matching: sa.Subquery) -> tuple[sa.ColumnElement[Any], ...]:
    return matching.c.published.desc(), matching.c.seq.desc()


def _relevance(matching: sa.Subquery, now: datetime) -> tuple[sa.ColumnElement[Any], ...]:
    age = sa.literal(microseconds(now), sa.BigInteger) - sa.type_coerce(matching.c.published, sa.BigInteger)
    aged = 1.0 + sa.cast(sa.case((age > 0, age), else_=0), sa.Float) / _HALF_LIFE
    return matching.c.rank / aged, matching.c.published.desc(), matching.c.seq.desc()  # ranks are negative


def _matching(wanted: StoryFilter, dialect: Dialect, most: int | None) -> sa.Subquery:
    """``story_id, published, seq, rank`` of the matching stories, each once; at least the newest ``most``."""
    if wanted.words:
        return _by_words(wanted, dialect).subquery("matching")
    areas, topics = _areas(wanted), wanted.topics or ("",)
    if wanted.after_seq is not None or len(areas) * len(topics) > _MOST_RANGES:
        return _by_stories(wanted, dialect, areas, topics, most).subquery("matching")
    ranges = [_by_facet(wanted, dialect, area, topic, most) for area in areas for topic in topics]
    return (ranges[0] if len(ranges) == 1 else sa.union(*ranges)).subquery("matching")


def _areas(wanted: StoryFilter) -> tuple[str, ...]:
    return tuple(dict.fromkeys((*wanted.regions, *wanted.places))) or ("",)


def _columns(published: sa.ColumnElement[datetime], rank: sa.ColumnElement[Any]) -> AnySelect:
    return sa.select(stories.c.id.label("story_id"), published, stories.c.seq, rank.label("rank"))


_NO_RANK: sa.ColumnElement[Any] = sa.literal_column("0")


def _by_facet(wanted: StoryFilter, dialect: Dialect, area: str, topic: str, most: int | None) -> AnySelect:
    """One range of the facets, newest first."""
    facet = story_facets.alias()
    found = _columns(facet.c.published, _NO_RANK).select_from(facet.join(stories, stories.c.id == facet.c.story_id))
    found = found.where(facet.c.area == area, facet.c.topic == topic, *_period(facet.c.published, wanted))
    found = found.where(*_conditions(wanted, dialect))
    if most is None:
        return found
    newest = found.order_by(facet.c.published.desc(), facet.c.story_id.desc()).limit(most).subquery()
    return sa.select(*newest.c)


def _by_stories(
    wanted: StoryFilter, dialect: Dialect, areas: Sequence[str], topics: Sequence[str], most: int | None
) -> AnySelect:
    """Stories after a cursor (few), or nearly all stories, newest first."""
    found = _columns(stories.c.published, _NO_RANK).where(stories.c.visible, *_period(stories.c.published, wanted))
    found = found.where(*_conditions(wanted, dialect))
    if tuple(areas) != ("",) or tuple(topics) != ("",):
        found = found.where(_has_facet(areas, topics))
    if most is None or wanted.after_seq is not None:
        return found
    return found.order_by(stories.c.published.desc(), stories.c.id.desc()).limit(most)


def _by_words(wanted: StoryFilter, dialect: Dialect) -> AnySelect:
    """The newest matching documents, joined to their stories. Regions, topics and languages are words of the
    document, so the index itself combines them."""
    groups: list[tuple[str, ...]] = [(word,) for word in wanted.words]
    groups += _label_group(documents.area_word, wanted.regions + wanted.places)
    groups += _label_group(documents.topic_word, wanted.topics)
    groups += _label_group(documents.language_word, wanted.languages)
    matching = dialect.matching(DocumentQuery(tuple(groups)))
    doc_id = matching.selected_columns[0]
    if wanted.since is not None:
        matching = matching.where(doc_id >= documents.first_doc_id(wanted.since))
    if wanted.until is not None:
        matching = matching.where(doc_id <= documents.last_doc_id(wanted.until))
    newest = matching.order_by(doc_id.desc()).limit(_NEWEST).subquery("newest")
    joined = (
        newest.join(search_documents, search_documents.c.doc_id == newest.c.doc_id)
        .join(editions, editions.c.id == search_documents.c.edition_id)
        .join(stories, stories.c.id == editions.c.story_id)
    )
    found = _columns(stories.c.published, sa.func.min(newest.c.rank)).select_from(joined)
    found = found.where(stories.c.visible, *_period(stories.c.published, wanted), *_conditions(wanted, dialect))
    return found.group_by(stories.c.id, stories.c.published, stories.c.seq)


def _label_group(word_of: Any, ids: Sequence[str]) -> list[tuple[str, ...]]:
    return [tuple(word_of(id_) for id_ in ids)] if ids else []


def _period(published: sa.ColumnElement[datetime], wanted: StoryFilter) -> list[sa.ColumnElement[bool]]:
    conditions = []
    if wanted.since is not None:
        conditions.append(published >= wanted.since)
    if wanted.until is not None:
        conditions.append(published < wanted.until)
    return conditions


def _conditions(wanted: StoryFilter, dialect: Dialect) -> list[sa.ColumnElement[bool]]:
    """What is checked story by story, whatever way it was found."""
    conditions: list[sa.ColumnElement[bool]] = []
    if wanted.after_seq is not None:
        conditions.append(stories.c.seq > wanted.after_seq)
    if wanted.until_seq is not None:
        conditions.append(stories.c.seq <= wanted.until_seq)
    if not wanted.include_silent:
        conditions.append(sa.not_(stories.c.silent))
    if wanted.scopes:
        conditions.append(stories.c.scope.in_([Scope(scope).value for scope in wanted.scopes]))
    if wanted.languages and not wanted.words:
        conditions.append(_has_edition(editions.c.language.in_(wanted.languages)))
    if wanted.muted_topics:
        conditions.append(sa.not_(_has_facet(("",), wanted.muted_topics)))
    if wanted.excluded:
        in_text = dialect.has_any(search_documents.c.doc_id, wanted.excluded)
        document = search_documents.c.edition_id == editions.c.id
        conditions.append(sa.not_(_has_edition(sa.exists().where(document, in_text))))
    return conditions


def _has_edition(condition: sa.ColumnElement[bool]) -> sa.ColumnElement[bool]:
    inner = sa.select(sa.literal(1)).select_from(editions).where(editions.c.story_id == stories.c.id, condition)
    return inner.correlate(stories).exists()


def _has_facet(areas: Sequence[str], topics: Sequence[str]) -> sa.ColumnElement[bool]:
    facet = story_facets.alias()
    here = (facet.c.story_id == stories.c.id) & (facet.c.published == stories.c.published)
    inner = sa.select(sa.literal(1)).select_from(facet).where(here, facet.c.area.in_(areas), facet.c.topic.in_(topics))
    return inner.correlate(stories).exists()
