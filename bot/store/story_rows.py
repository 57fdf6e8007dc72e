"""A story's row, recomputed from what is true now: its editions, the corrections of persons, what is held.

`refresh` is the only place that writes ``stories`` (but for the first insert), ``story_facets`` and the labels of
search documents, so these three never disagree.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.models import Analysis, Label, Scope
from bot.store.columns import AnyRow
from bot.store.documents import areas_of, label_words
from bot.store.editions import labels_of, places_of, united
from bot.store.schema import articles, corrections, counters, editions, search_documents, stories, story_facets


@dataclass(frozen=True, slots=True)
class Labels:
    scope: Scope
    regions: tuple[str, ...]
    topics: tuple[str, ...]
    places: tuple[str, ...]

    @property
    def areas(self) -> tuple[str, ...]:
        return areas_of(self.regions, self.places)


def labels_from(rows: Sequence[AnyRow], corrected: Mapping[str, Any]) -> Labels:
    """What the story is labelled with: the union over its editions, unless a person said otherwise.

    Places of a region that a person took away go with it.
    """
    regions = united(labels_of(row.regions) for row in rows)
    topics = tuple(corrected.get("topics", united(labels_of(row.topics) for row in rows)))
    places = [place for row in rows for place in places_of(row.places)]
    scope = _scope(rows, regions)
    if "regions" in corrected:
        regions = tuple(corrected["regions"])
        places = [place for place in places if place.region in regions]
        scope = Scope.REGIONAL if regions else (scope if scope is Scope.FOREIGN else Scope.NATIONAL)
    return Labels(scope, regions, topics, united([[Label(place.kato, place.score) for place in places]]))


def labels_of_article(analyses: Sequence[Analysis]) -> Labels:
    """The same for a story of one article that nobody has judged yet."""
    regions = united([analysis.regions for analysis in analyses])
    places = united([[Label(place.kato, place.score) for one in analyses for place in one.places]])
    scope = Scope.REGIONAL if regions else analyses[0].scope if analyses else Scope.NATIONAL
    return Labels(scope, regions, united([analysis.topics for analysis in analyses]), places)


def _scope(rows: Sequence[AnyRow], regions: tuple[str, ...]) -> Scope:
    if regions:
        return Scope.REGIONAL
    return Scope(rows[0].scope) if rows else Scope.NATIONAL


@dataclass(frozen=True, slots=True)
class Opening:
    """What a story that begins with one article needs; ``languages`` are those of the article's editions."""

    published: datetime
    silent: bool
    labels: Labels
    languages: frozenset[str]


_NEW_STORIES = sa.insert(stories).returning(stories.c.id, stories.c.seq)
_NEW_FACETS = sa.insert(story_facets)


async def open_many(conn: AsyncConnection, openings: Sequence[Opening], now: datetime) -> Sequence[int]:
    """New stories, shown at once, as `refresh` would leave them, in one statement a table; their ids, in order."""
    first = await _next_seq(conn, len(openings)) - len(openings) + 1
    rows = [
        {
            "scope": one.labels.scope.value, "regions": one.labels.regions, "topics": one.labels.topics,
            "places": one.labels.places, "published": one.published, "outlets": 1, "silent": one.silent,
            "visible": True, "created_at": now, "seq": seq,
        }
        for seq, one in enumerate(openings, first)
    ]  # fmt: skip
    inserted = await conn.execute(_NEW_STORIES, rows)
    ids = [row.id for row in sorted(inserted, key=lambda row: row.seq)]
    facets = [row for id_, one in zip(ids, openings, strict=True) for row in _opening_facets(id_, one)]
    await conn.execute(_NEW_FACETS, facets)
    return ids


def _opening_facets(story_id: int, opening: Opening) -> Iterable[dict[str, Any]]:
    rest = {"story_id": story_id, "languages": _language_words(opening.languages)}
    for area, topic, published in sorted(_facets(opening.published, opening.labels)):
        yield {"area": area, "topic": topic, "published": published, **rest}


def _language_words(languages: Iterable[str]) -> str:
    return " ".join(["", *sorted(languages), ""])


async def refresh(conn: AsyncConnection, story_id: int) -> None:
    """Bring everything that is derived of the story up to date; gives it its ``seq`` when it is first shown."""
    old = (await conn.execute(sa.select(stories).where(stories.c.id == story_id))).one()
    rows = await _edition_rows(conn, story_id)
    shown = [row for row in rows if not row.held]
    corrected = await corrections_of(conn, story_id)
    labels = labels_from(shown or rows, corrected)
    hidden, merged = bool(corrected.get("hidden", False)), old.merged_into is not None
    values: dict[str, Any] = {
        "scope": labels.scope.value,
        "regions": labels.regions,
        "topics": labels.topics,
        "places": labels.places,
        "published": min((row.published for row in shown or rows), default=old.published),
        "outlets": len({row.source for row in shown}),
        "silent": all(row.silent for row in shown),
        "hidden": hidden,
        "pinned": bool(corrected.get("pinned", False)),
        "visible": bool(shown) and not hidden and not merged,
    }
    if _needs_seq(old, values):
        values["seq"] = await _next_seq(conn)
    await conn.execute(sa.update(stories).where(stories.c.id == story_id).values(values))
    await _write_facets(conn, old, values, labels, _language_words({row.language for row in shown}))
    await _write_labels(conn, rows, labels)


def _needs_seq(old: AnyRow, values: Mapping[str, Any]) -> bool:
    """When a story is first shown; and when one that only the archive knew becomes news, since no cursor has
    seen it."""
    became_news = old.silent and not values["silent"]
    return bool(values["visible"]) and (old.seq is None or became_news)


_TAKE_SEQS = (
    sa.update(counters)
    .where(counters.c.name == "story_seq")
    .values(value=counters.c.value + sa.bindparam("count"))
    .returning(counters.c.value)
)


async def _next_seq(conn: AsyncConnection, count: int = 1) -> int:
    """The last of ``count`` new ones."""
    seq: int = (await conn.execute(_TAKE_SEQS, {"count": count})).scalar_one()
    return seq


async def _edition_rows(conn: AsyncConnection, story_id: int) -> Sequence[AnyRow]:
    found = (
        sa.select(
            editions.c.id, editions.c.language, editions.c.regions, editions.c.topics, editions.c.places,
            editions.c.scope, articles.c.source, articles.c.published, articles.c.held, articles.c.silent,
        )
        .join(articles, articles.c.id == editions.c.article_id)
        .where(editions.c.story_id == story_id)
        .order_by(articles.c.published, editions.c.id)
    )  # fmt: skip
    return (await conn.execute(found)).all()


async def corrections_of(conn: AsyncConnection, story_id: int) -> dict[str, Any]:
    found = sa.select(corrections.c.field, corrections.c.value).where(corrections.c.story_id == story_id)
    return {row.field: row.value for row in await conn.execute(found)}


async def _write_facets(
    conn: AsyncConnection, old: AnyRow, new: Mapping[str, Any], labels: Labels, languages: str
) -> None:
    before, after = _facets_of(old), set(_facets(new["published"], labels)) if new["visible"] else set()
    if before == after and languages == await conn.scalar(_languages_of(old)):
        return
    await _delete_facets(conn, old)
    if after:
        rest = {"story_id": old.id, "languages": languages}
        rows = [{"area": area, "topic": topic, "published": at, **rest} for area, topic, at in sorted(after)]
        await conn.execute(sa.insert(story_facets), rows)


async def clear_facets(conn: AsyncConnection, story_id: int) -> None:
    """Before a story's row is deleted."""
    row = (await conn.execute(sa.select(stories).where(stories.c.id == story_id))).one_or_none()
    if row is not None:
        await _delete_facets(conn, row)


_Facet = tuple[str, str, datetime]


def _languages_of(row: AnyRow) -> sa.Select[str]:
    c = story_facets.c
    whole = (c.area == "") & (c.topic == "") & (c.published == row.published) & (c.story_id == row.id)
    return sa.select(c.languages).where(whole)


async def _delete_facets(conn: AsyncConnection, row: AnyRow) -> None:
    """All of a story's: any of its areas with any of its topics, each a place in the primary key."""
    if facets := _facets_of(row):
        c = story_facets.c
        areas, topics = (sorted({facet[n] for facet in facets}) for n in (0, 1))
        here = c.area.in_(areas) & c.topic.in_(topics) & (c.published == row.published) & (c.story_id == row.id)
        await conn.execute(sa.delete(story_facets).where(here))


def _facets_of(row: AnyRow) -> set[_Facet]:
    labels = Labels(Scope(row.scope), row.regions, row.topics, row.places)
    return set(_facets(row.published, labels)) if row.visible else set()


def _facets(published: datetime, labels: Labels) -> Iterable[_Facet]:
    return ((area, topic, published) for area in ("", *labels.areas) for topic in ("", *labels.topics))


async def _write_labels(conn: AsyncConnection, rows: Sequence[AnyRow], labels: Labels) -> None:
    table = search_documents
    for row in rows:
        text = label_words(labels.areas, labels.topics, row.language)
        changed = (table.c.edition_id == row.id) & (table.c.labels != text)
        await conn.execute(sa.update(table).where(changed).values(labels=text))
