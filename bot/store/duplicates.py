"""Stories that may tell the same: what analysis compares more closely."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.models import Analysis, Candidate, Story
from bot.store import documents
from bot.store.bands import Bands
from bot.store.columns import AnySelect
from bot.store.database import Part
from bot.store.dialects import DocumentQuery, dialect_of
from bot.store.editions import analysis_of
from bot.store.schema import articles, edition_bands, edition_texts, editions, search_documents, stories, story_facets
from bot.store.stories import load, resolve

_NEARBY = 400  # editions of the same region and days whose terms are compared
_BEGINNING = 2000  # characters of a text whose facts are compared: a template keeps its words and changes those
_ASKED_WORDS = 12
_SIMILAR_DAYS = 60


class Duplicates(Part):
    _bands: Bands

    async def candidates(
        self,
        analyses: Sequence[Analysis],
        *,
        since: datetime,
        until: datetime,
        bands: Sequence[int] = (),
        limit: int = 50,
    ) -> tuple[Candidate, ...]:
        """Editions published in the window, in a language of ``analyses``, that may tell the same event.

        First those that share a band of their signature (reprints), then those of the same primary region whose
        terms are nearest. ``bands`` are asked for beside those that the store computes itself.
        """
        languages = sorted({analysis.language for analysis in analyses})
        here = articles.c.published.between(since, until) & editions.c.language.in_(languages)
        keys = sorted({*bands, *(band for analysis in analyses for band in self._bands(analysis.signature))})
        areas = sorted({analysis.regions[0].id if analysis.regions else documents.NO_REGION for analysis in analyses})
        async with self._db.read() as conn:
            ids = list((await conn.scalars(_sharing_bands(keys).where(here).limit(limit))).all()) if keys else []
            if len(ids) < limit:
                nearby = _nearby(areas, since, until).where(here).limit(_NEARBY)
                terms = {row.id: row.terms for row in await conn.execute(nearby)}
                ids += [id_ for id_ in _nearest(terms, analyses) if id_ not in ids]
            return await _candidates(conn, ids[:limit])

    async def similar(self, story_id: int, limit: int, now: datetime) -> tuple[Story, ...]:
        """Other stories of the last two months that share the words of this one's headline, nearest first."""
        async with self._db.read() as conn:
            found = await resolve(conn, story_id)
            documents_of = search_documents.join(editions, editions.c.id == search_documents.c.edition_id)
            text = sa.select(search_documents.c.search_text).select_from(documents_of)
            texts = (await conn.scalars(text.where(editions.c.story_id == found))).all()
            words = list(dict.fromkeys(word for text in texts for word in text.split()[:_ASKED_WORDS] if len(word) > 3))
            if found is None or not words:
                return ()
            ids = await conn.scalars(_sharing_words(conn, words, found, now, limit))
            return await load(conn, ids.all())


def _with_articles() -> AnySelect:
    return sa.select(editions.c.id).join(articles, articles.c.id == editions.c.article_id)


def _sharing_bands(keys: Sequence[int]) -> AnySelect:
    found = _with_articles().join(edition_bands, edition_bands.c.edition_id == editions.c.id)
    found = found.where(edition_bands.c.band.in_(keys)).group_by(editions.c.id)
    return found.order_by(sa.func.count().desc(), editions.c.id.desc())


def _nearby(areas: Sequence[str], since: datetime, until: datetime) -> AnySelect:
    """Newest first. A story is as old as its first article, so its facets may lie before the window."""
    facet = story_facets.c
    ids = sa.select(facet.story_id).where(facet.area.in_(areas), facet.topic == "", facet.published <= until)
    ids = ids.where(facet.published >= since - (until - since))
    found = _with_articles().add_columns(editions.c.terms).where(editions.c.story_id.in_(ids))
    return found.order_by(articles.c.published.desc(), editions.c.id.desc())


def _nearest(terms: Mapping[int, Mapping[str, float]], analyses: Sequence[Analysis]) -> Iterable[int]:
    """Ids by the greatest cosine (the terms are unit vectors) to any of the analyses."""
    index: dict[str, list[tuple[int, float]]] = defaultdict(list)
    for number, one in enumerate(analyses):
        for term, weight in one.terms.items():
            index[term].append((number, weight))

    def nearness(edition_id: int) -> float:
        cosines = [0.0] * len(analyses)
        for term, weight in terms[edition_id].items():
            for number, other in index.get(term, ()):
                cosines[number] += weight * other
        return max(cosines)

    return sorted(terms, key=nearness, reverse=True) if analyses else ()


async def _candidates(conn: AsyncConnection, ids: Sequence[int]) -> tuple[Candidate, ...]:
    beginning = sa.func.substr(edition_texts.c.text, 1, _BEGINNING).label("beginning")
    found = sa.select(editions, articles.c.source, articles.c.published, beginning).join(articles)
    found = found.join(edition_texts, edition_texts.c.edition_id == editions.c.id).where(editions.c.id.in_(ids))
    rows = {row.id: row for row in await conn.execute(found)}
    return tuple(
        Candidate(
            story_id=row.story_id,
            article_id=row.article_id,
            edition_id=row.id,
            source=row.source,
            analysis=replace(analysis_of(row), text=row.beginning),
            published=row.published,
        )
        for row in (rows[id_] for id_ in ids)
    )


def _sharing_words(conn: AsyncConnection, words: Sequence[str], but: int, now: datetime, limit: int) -> Any:
    matching = dialect_of(conn).matching(DocumentQuery((tuple(words[:_ASKED_WORDS]),)))
    doc_id, rank = matching.selected_columns
    since = documents.first_doc_id(now - timedelta(days=_SIMILAR_DAYS))
    near = matching.where(doc_id >= since).order_by(rank).limit(limit * 5).subquery("near")
    joined = (
        near.join(search_documents, search_documents.c.doc_id == near.c.doc_id)
        .join(editions, editions.c.id == search_documents.c.edition_id)
        .join(stories, stories.c.id == editions.c.story_id)
    )
    found = sa.select(stories.c.id).select_from(joined).where(stories.c.visible, stories.c.id != but)
    return found.group_by(stories.c.id).order_by(sa.func.min(near.c.rank), stories.c.id.desc()).limit(limit)
