"""Finding stories: by region and topic, by cursor, by words; each way drives its own index.

Words: the newest 400 documents by id (which is by day; 1,000 where more is asked of them), then the other conditions.
The newest 100 of them can be ranked by relevance × recency, the others follow by date. The indexes' own ranks count
every match of every word in the whole archive, which takes longer than all the rest.
"""

from __future__ import annotations

import operator
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from functools import reduce
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.models import REGIONS, Scope, StoryFilter, StoryPage
from bot.store import documents
from bot.store.columns import AnySelect, microseconds
from bot.store.database import Part
from bot.store.dialects import Days, Dialect, DocumentQuery, dialect_of
from bot.store.schema import editions, search_documents, stories, story_facets
from bot.store.stories import load

TOTAL_CAP = 200
"""`StoryPage.total` counts no further; readers are told "at least" so many."""
_NEWEST = 2 * TOTAL_CAP  # a story may have an edition in each language
_SIFTED = 1000  # where more is asked of the stories than the index knows
_RANKED = 100  # whose texts are looked at
_NEAR = 100.0  # letters; a word that stands so far behind the headline's beginning counts half
_MOST_RANGES = 48  # beyond that many (area, topic) pairs most stories match, and walking all of them is faster
_HALF_LIFE = 30 * 86_400 * 1_000_000  # µs; a match a month old must be twice as relevant


class Search(Part):
    async def find(
        self, wanted: StoryFilter, *, limit: int, now: datetime, offset: int = 0, ranked: bool = False
    ) -> StoryPage:
        """A page of stories, newest first (by publication); ``ranked`` puts the most relevant first
        where there are words. ``total`` counts up to `TOTAL_CAP`."""
        async with self._db.read() as conn:
            if wanted.words:
                found, total = await _with_words(conn, wanted, now if ranked else None, offset + limit)
                ids = found[offset : offset + limit]
            else:
                ids = await _page(conn, wanted, limit, offset)
                total = await _total(conn, wanted, len(ids), limit, offset)
            return StoryPage(await load(conn, ids), total)

    async def count(self, wanted: StoryFilter) -> int:
        """How many stories match, exactly (of words: of the newest documents)."""
        async with self._db.read() as conn:
            matching = await _matching(conn, wanted, None)
            return (await conn.execute(sa.select(sa.func.count()).select_from(matching))).scalar_one()

    async def counts_by_region(self, wanted: StoryFilter) -> Mapping[str, int]:
        """region id → matching stories there; regions without any are left out."""
        async with self._db.read() as conn:
            matching = await _matching(conn, wanted, None)
            facet = story_facets.c
            here = (facet.story_id == matching.c.story_id) & (facet.published == matching.c.published)
            joined = sa.join(matching, story_facets, here & (facet.topic == "") & facet.area.in_(REGIONS))
            count = sa.func.count().label("stories")
            found = sa.select(facet.area, count).select_from(joined).group_by(facet.area).order_by(count.desc())
            return {row.area: row.stories for row in await conn.execute(found)}


async def _with_words(
    conn: AsyncConnection, wanted: StoryFilter, ranked_at: datetime | None, enough: int
) -> tuple[Sequence[int], int]:
    """The stories of the newest documents that match, newest or (``ranked_at`` a moment) best first, and how many
    there are. Of words so common that nobody reads to the end, no more are looked up than the ``enough`` asked for."""
    found = await _newest_documents(conn, wanted)
    first = await _in_order(conn, wanted, found[:_RANKED], ranked_at)
    if len(found) == _most(wanted) == _NEWEST and len(first) >= enough:
        return first, TOTAL_CAP
    both = tuple(dict.fromkeys([*first, *await _in_order(conn, wanted, found[_RANKED:], None)]))
    return both, min(len(both), TOTAL_CAP)


async def _in_order(
    conn: AsyncConnection, wanted: StoryFilter, found: Sequence[int], ranked_at: datetime | None
) -> Sequence[int]:
    if not found:
        return ()
    matching = _of_documents(wanted, found, dialect_of(conn), ranked=ranked_at is not None).subquery("matching")
    order = _newest(matching) if ranked_at is None else _relevance(matching, ranked_at)
    return (await conn.scalars(sa.select(matching.c.story_id).order_by(*order))).all()


async def _page(conn: AsyncConnection, wanted: StoryFilter, limit: int, offset: int) -> Sequence[int]:
    matching = await _matching(conn, wanted, offset + limit)
    page = sa.select(matching.c.story_id).order_by(*_newest(matching)).limit(limit).offset(offset)
    return (await conn.scalars(page)).all()


async def _total(conn: AsyncConnection, wanted: StoryFilter, shown: int, limit: int, offset: int) -> int:
    if 0 < shown < limit or (shown == 0 and offset == 0):
        return offset + shown  # the page is the last one: no need to count
    matching = await _matching(conn, wanted, TOTAL_CAP)
    some = sa.select(matching.c.story_id).limit(TOTAL_CAP).subquery()
    total: int = (await conn.execute(sa.select(sa.func.count()).select_from(some))).scalar_one()
    return total


def _newest(matching: sa.Subquery) -> tuple[sa.ColumnElement[Any], ...]:
    return matching.c.published.desc(), matching.c.story_id.desc()


def _relevance(matching: sa.Subquery, now: datetime) -> tuple[sa.ColumnElement[Any], ...]:
    age = sa.literal(microseconds(now), sa.BigInteger) - sa.type_coerce(matching.c.published, sa.BigInteger)
    aged = 1.0 + sa.cast(sa.case((age > 0, age), else_=0), sa.Float) / _HALF_LIFE
    return (matching.c.rank / aged).desc(), *_newest(matching)


async def _matching(conn: AsyncConnection, wanted: StoryFilter, most: int | None) -> sa.Subquery:
    """``story_id, published, rank`` of the matching stories, each once; at least the newest ``most``."""
    if wanted.words:
        found = await _newest_documents(conn, wanted)
        return _of_documents(wanted, found, dialect_of(conn)).subquery("matching")
    areas, topics = _areas(wanted), wanted.topics or ("",)
    if _through_stories(wanted, areas, topics):
        return _by_stories(wanted, areas, topics, most).subquery("matching")
    ranges = [_by_facet(wanted, area, topic, most) for area in areas for topic in topics]
    return (ranges[0] if len(ranges) == 1 else sa.union(*ranges)).subquery("matching")


def _through_stories(wanted: StoryFilter, areas: Sequence[str], topics: Sequence[str]) -> bool:
    """Whether it is better to walk the stories: after a cursor (unless a period and a place bound the facets as
    well), and where so many facets are asked for that most stories match."""
    if wanted.after_seq is not None and (wanted.since is None or (areas, topics) == (("",), ("",))):
        return True
    return len(areas) * len(topics) > _MOST_RANGES


def _areas(wanted: StoryFilter) -> tuple[str, ...]:
    return tuple(dict.fromkeys((*wanted.regions, *wanted.places))) or ("",)


def _columns(
    story_id: sa.ColumnElement[int], published: sa.ColumnElement[datetime], rank: sa.ColumnElement[Any]
) -> AnySelect:
    return sa.select(story_id.label("story_id"), published, rank.label("rank"))


_NO_RANK: sa.ColumnElement[Any] = sa.literal_column("0")


def _by_facet(wanted: StoryFilter, area: str, topic: str, most: int | None) -> AnySelect:
    """One range of the facets, newest first; the stories themselves are only looked at where something else is
    asked of them."""
    facet = story_facets.alias()
    found = _columns(facet.c.story_id, facet.c.published, _NO_RANK)
    found = found.where(facet.c.area == area, facet.c.topic == topic, *_period(facet.c.published, wanted))
    found = found.where(*_in_languages(facet, wanted.languages))
    if conditions := _conditions(wanted):
        found = found.join(stories, stories.c.id == facet.c.story_id).where(*conditions)
    if most is None:
        return found
    newest = found.order_by(facet.c.published.desc(), facet.c.story_id.desc()).limit(most).subquery()
    return sa.select(*newest.c)


def _by_stories(wanted: StoryFilter, areas: Sequence[str], topics: Sequence[str], most: int | None) -> AnySelect:
    """Stories after a cursor (few), or nearly all stories, newest first."""
    found = _columns(stories.c.id, stories.c.published, _NO_RANK).where(
        stories.c.visible, *_period(stories.c.published, wanted)
    )
    found = found.where(*_conditions(wanted))
    if tuple(areas) != ("",) or tuple(topics) != ("",) or wanted.languages:
        found = found.where(_has_facet(areas, topics, wanted.languages))
    if most is None or wanted.after_seq is not None:
        return found
    return found.order_by(stories.c.published.desc(), stories.c.id.desc()).limit(most)


async def _newest_documents(conn: AsyncConnection, wanted: StoryFilter) -> Sequence[int]:
    """Their ids. Regions, topics and languages are words of the document, so the index itself combines them."""
    groups: list[tuple[str, ...]] = [(word,) for word in wanted.words]
    groups += _label_group(documents.area_word, wanted.regions + wanted.places)
    groups += _label_group(documents.topic_word, wanted.topics)
    groups += _label_group(documents.language_word, wanted.languages)
    days = Days()
    if wanted.since is not None:
        days = replace(days, first=documents.first_doc_id(wanted.since))
    if wanted.until is not None:
        days = replace(days, last=documents.last_doc_id(wanted.until))
    return await dialect_of(conn).newest(conn, DocumentQuery(tuple(groups)), days, _most(wanted))


def _most(wanted: StoryFilter) -> int:
    return _SIFTED if _conditions(wanted) else _NEWEST


def _of_documents(wanted: StoryFilter, found: Sequence[int], dialect: Dialect, *, ranked: bool = False) -> AnySelect:
    """The stories of these documents; ``rank`` says how near to the headlines the words stand."""
    doc_id = dialect.each(found)
    joined = sa.join(editions, stories, stories.c.id == editions.c.story_id)
    rank = _NO_RANK
    if ranked:
        rank = _nearness(wanted.words, dialect)
        joined = joined.join(search_documents, search_documents.c.edition_id == editions.c.id)
    rows = _columns(stories.c.id, stories.c.published, sa.func.max(rank)).select_from(joined)
    rows = rows.where(editions.c.id.in_(sa.select(documents.edition_of(doc_id))), stories.c.visible)
    rows = rows.where(*_period(stories.c.published, wanted), *_conditions(wanted))
    return rows.group_by(stories.c.id, stories.c.published)


def _nearness(words: Sequence[str], dialect: Dialect) -> sa.ColumnElement[float]:
    """1 for each word with which the headline begins, less and less the farther behind it first stands. The texts
    begin with their headlines."""
    text = sa.literal(" ") + search_documents.c.search_text + " "
    places = [dialect.place(text, f" {word} ") for word in words]
    return reduce(operator.add, [sa.case((place > 0, _NEAR / (_NEAR + place)), else_=0.0) for place in places])


def _label_group(word_of: Any, ids: Sequence[str]) -> list[tuple[str, ...]]:
    return [tuple(word_of(id_) for id_ in ids)] if ids else []


def _period(published: sa.ColumnElement[datetime], wanted: StoryFilter) -> list[sa.ColumnElement[bool]]:
    conditions = []
    if wanted.since is not None:
        conditions.append(published >= wanted.since)
    if wanted.until is not None:
        conditions.append(published < wanted.until)
    return conditions


def _conditions(wanted: StoryFilter) -> list[sa.ColumnElement[bool]]:
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
    if wanted.muted_topics:
        conditions.append(sa.not_(_has_facet(("",), wanted.muted_topics)))
    if wanted.excluded:
        conditions.append(sa.not_(_has_word(wanted.excluded)))
    return conditions


def _has_word(words: Sequence[str]) -> sa.ColumnElement[bool]:
    """Whether an edition of the story has one of the words, read from its text: for one story after the other that
    is far quicker than to ask the full-text index."""
    text = sa.literal(" ") + search_documents.c.search_text + " "
    told = sa.or_(*(text.contains(f" {word} ", autoescape=True) for word in words))
    its = sa.select(sa.literal(1)).select_from(editions.join(search_documents))
    return its.where(editions.c.story_id == stories.c.id, told).correlate(stories).exists()


def _has_facet(areas: Sequence[str], topics: Sequence[str], languages: Sequence[str] = ()) -> sa.ColumnElement[bool]:
    facet = story_facets.alias()
    here = (facet.c.story_id == stories.c.id) & (facet.c.published == stories.c.published)
    inner = sa.select(sa.literal(1)).select_from(facet).where(here, facet.c.area.in_(areas), facet.c.topic.in_(topics))
    return inner.where(*_in_languages(facet, languages)).correlate(stories).exists()


def _in_languages(facet: sa.FromClause, languages: Sequence[str]) -> list[sa.ColumnElement[bool]]:
    told: sa.ColumnElement[str] = facet.c.languages
    return [sa.or_(*(told.contains(f" {language} ", autoescape=True) for language in languages))] if languages else []
