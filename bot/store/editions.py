"""Editions as rows: what analysis understood, and back again."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.models import Analysis, Label, Passage, Place, RawEdition, Scope
from bot.store import documents
from bot.store.bands import Bands
from bot.store.columns import AnyRow
from bot.store.dialects import dialect_of
from bot.store.schema import edition_bands, edition_texts, editions, passages, search_documents, words

_WORD_LETTERS = range(3, 31)


def label_values(labels: Sequence[Label]) -> list[list[Any]]:
    return [[label.id, label.score, list(label.evidence)] for label in labels]


def labels_of(values: Sequence[Sequence[Any]]) -> tuple[Label, ...]:
    return tuple(Label(id_, score, tuple(evidence)) for id_, score, evidence in values)


def place_values(places: Sequence[Place]) -> list[list[Any]]:
    return [[place.kato, place.region, place.score, list(place.evidence)] for place in places]


def places_of(values: Sequence[Sequence[Any]]) -> tuple[Place, ...]:
    return tuple(Place(kato, region, score, tuple(evidence)) for kato, region, score, evidence in values)


def analysis_of(row: AnyRow) -> Analysis:
    """The analysis as stored, without the long texts."""
    return Analysis(
        version=row.analysis_version,
        language=row.language,
        title=row.title,
        text="",
        regions=labels_of(row.regions),
        topics=labels_of(row.topics),
        places=places_of(row.places),
        scope=Scope(row.scope),
        lead=row.lead,
        sentences=row.sentences,
        signature=row.signature,
        terms=row.terms,
    )


def united(labels: Iterable[Sequence[Label]]) -> tuple[str, ...]:
    """The ids of several editions' labels, the best score of each counting, best first."""
    best: dict[str, float] = {}
    for label in (label for edition in labels for label in edition):
        best[label.id] = max(best.get(label.id, label.score), label.score)
    return tuple(sorted(best, key=lambda id_: (-best[id_], id_)))


def _columns(analysis: Analysis) -> dict[str, Any]:
    return {
        "analysis_version": analysis.version,
        "language": analysis.language,
        "title": analysis.title,
        "lead": analysis.lead,
        "sentences": analysis.sentences,
        "regions": label_values(analysis.regions),
        "topics": label_values(analysis.topics),
        "places": place_values(analysis.places),
        "scope": analysis.scope.value,
        "terms": dict(analysis.terms),
        "signature": analysis.signature,
    }


@dataclass(frozen=True, slots=True)
class NewEdition:
    """An edition of an article that was not there before; ``labels`` are the words that its story stands under."""

    article_id: int
    story_id: int
    slot: str
    raw: RawEdition
    analysis: Analysis
    published: datetime
    labels: str


_NEW_EDITIONS = sa.insert(editions).returning(editions.c.id, editions.c.article_id, editions.c.slot)
_NEW_TEXTS, _NEW_PASSAGES = sa.insert(edition_texts), sa.insert(passages)
_NEW_DOCUMENTS, _NEW_BANDS = sa.insert(search_documents), sa.insert(edition_bands)
"""Put together once: they are run for every reading that brings something."""


async def insert_many(conn: AsyncConnection, new: Sequence[NewEdition], bands: Bands) -> None:
    """What `insert` and `index` do for one, in one statement a table for all: most of the time of a statement is
    its way to the driver's thread and back."""
    rows = [
        {"article_id": one.article_id, "story_id": one.story_id, "slot": one.slot, **_columns(one.analysis)}
        for one in new
    ]
    inserted = await conn.execute(_NEW_EDITIONS, rows)
    ids = {(row.article_id, row.slot): row.id for row in inserted}
    with_ids = [(ids[one.article_id, one.slot], one) for one in new]
    found: set[str] = set().union(*(_vocabulary(one.analysis) for one in new))
    known = dialect_of(conn).insert(words).on_conflict_do_nothing()
    for statement, values in (
        (_NEW_TEXTS, [_text(id_, one.raw, one.analysis) for id_, one in with_ids]),
        (
            _NEW_PASSAGES,
            [_passage(id_, n, p) for id_, one in with_ids for n, p in enumerate(one.analysis.passages)],
        ),
        (
            _NEW_DOCUMENTS,
            [_document(id_, one.published, one.analysis, one.labels) for id_, one in with_ids],
        ),
        (_NEW_BANDS, [row for id_, one in with_ids for row in _bands(id_, one.analysis, bands)]),
        (known, [{"word": word} for word in sorted(found)]),
    ):
        if values:
            await conn.execute(statement, values)


async def insert(
    conn: AsyncConnection, article_id: int, story_id: int, slot: str, raw: RawEdition, analysis: Analysis
) -> int:
    row = {"article_id": article_id, "story_id": story_id, "slot": slot, **_columns(analysis)}
    edition_id: int = (await conn.execute(sa.insert(editions).values(row).returning(editions.c.id))).scalar_one()
    await conn.execute(sa.insert(edition_texts).values(_text(edition_id, raw, analysis)))
    return edition_id


async def update(conn: AsyncConnection, edition_id: int, raw: RawEdition, analysis: Analysis) -> None:
    """A new version of the edition: its raw text or what is understood of it has changed."""
    row = {**_columns(analysis), "version": editions.c.version + 1}
    await conn.execute(sa.update(editions).where(editions.c.id == edition_id).values(row))
    text = {"raw_title": raw.title, "raw_html": raw.html, "text": analysis.text}
    await conn.execute(sa.update(edition_texts).where(edition_texts.c.edition_id == edition_id).values(text))


async def reanalyse(conn: AsyncConnection, edition_id: int, analysis: Analysis) -> None:
    """The same text understood anew: readers see no new version."""
    await conn.execute(sa.update(editions).where(editions.c.id == edition_id).values(_columns(analysis)))
    kept = sa.update(edition_texts).where(edition_texts.c.edition_id == edition_id)
    await conn.execute(kept.values(text=analysis.text))


async def index(conn: AsyncConnection, edition_id: int, published: datetime, analysis: Analysis, bands: Bands) -> None:
    """(Re)write all that is derived of an edition: passages, search document, bands, vocabulary.

    The labels are the edition's own here; `story_rows.refresh` makes them the story's in the same transaction.
    """
    await unindex(conn, edition_id)
    if analysis.passages:
        await conn.execute(sa.insert(passages), [_passage(edition_id, n, p) for n, p in enumerate(analysis.passages)])
    document = _document(edition_id, published, analysis, _label_words(analysis))
    await conn.execute(sa.insert(search_documents).values(document))
    if found := _bands(edition_id, analysis, bands):
        await conn.execute(sa.insert(edition_bands), found)
    if known := sorted(_vocabulary(analysis)):
        new_words = dialect_of(conn).insert(words).on_conflict_do_nothing()
        await conn.execute(new_words, [{"word": word} for word in known])


async def unindex(conn: AsyncConnection, edition_id: int) -> None:
    for table in (passages, search_documents, edition_bands):
        await conn.execute(sa.delete(table).where(table.c.edition_id == edition_id))


def _text(edition_id: int, raw: RawEdition, analysis: Analysis) -> dict[str, Any]:
    return {"edition_id": edition_id, "raw_title": raw.title, "raw_html": raw.html, "text": analysis.text}


def _document(edition_id: int, published: datetime, analysis: Analysis, labels: str) -> dict[str, Any]:
    doc_id = documents.doc_id(published, edition_id)
    return {"doc_id": doc_id, "edition_id": edition_id, "search_text": analysis.search_text, "labels": labels}


def _bands(edition_id: int, analysis: Analysis, bands: Bands) -> list[dict[str, int]]:
    return [{"band": band, "edition_id": edition_id} for band in sorted(set(bands(analysis.signature)))]


def _vocabulary(analysis: Analysis) -> set[str]:
    return {word for word in analysis.search_text.split() if len(word) in _WORD_LETTERS and word.isalpha()}


def _label_words(analysis: Analysis) -> str:
    places = united([[Label(place.kato, place.score) for place in analysis.places]])
    areas = documents.areas_of(united([analysis.regions]), places)
    return documents.label_words(areas, united([analysis.topics]), analysis.language)


def _passage(edition_id: int, position: int, passage: Passage) -> dict[str, Any]:
    values = {"text": passage.text, "topics": passage.topics, "regions": passage.regions}
    return {"edition_id": edition_id, "position": position, **values}


def utc(moment: datetime | None, default: datetime) -> datetime:
    """``moment`` in UTC; feeds without a date get ``default``."""
    return (moment or default).astimezone(UTC)
