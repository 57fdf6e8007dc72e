"""Stories out: rows put together to the values that readers see."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.models import Edition, Label, Passage, Scope, Story
from bot.store.columns import AnyRow
from bot.store.database import Part
from bot.store.editions import labels_of, places_of, united
from bot.store.schema import articles, corrections, counters, editions, passages, sources, stories
from bot.store.story_rows import corrections_of
from bot.store.values import Evidence


class Stories(Part):
    async def story(self, story_id: int) -> Story | None:
        """The story, hidden and held ones too; a merged one is the story that it went into."""
        async with self._db.read() as conn:
            found = await resolve(conn, story_id)
            if found is None:
                return None
            whole = await load(conn, [found], held=True)
            return whole[0] if whole else None

    async def stories(self, ids: Sequence[int]) -> tuple[Story, ...]:
        """Those of the ids that exist, in the same order, each once."""
        async with self._db.read() as conn:
            resolved = [await resolve(conn, story_id) for story_id in ids]
            wanted = list(dict.fromkeys(found for found in resolved if found is not None))
            return await load(conn, wanted)

    async def held_stories(self, limit: int = 50) -> tuple[Story, ...]:
        """Stories that wait for an editor, oldest first."""
        waiting = sa.select(editions.c.story_id).join(articles).where(articles.c.held).distinct()
        async with self._db.read() as conn:
            ids = (await conn.scalars(waiting.order_by(editions.c.story_id).limit(limit))).all()
            return await load(conn, ids, held=True)

    async def latest_seq(self) -> int:
        async with self._db.read() as conn:
            return await latest_seq(conn)

    async def seq_before(self, moment: datetime) -> int:
        """The cursor of someone who has seen all that was published before ``moment``, and nothing since."""
        newer = sa.select(sa.func.min(stories.c.seq)).where(stories.c.published >= moment, stories.c.visible)
        async with self._db.read() as conn:
            first: int | None = await conn.scalar(newer.where(sa.not_(stories.c.silent)))
            return first - 1 if first else await latest_seq(conn)

    async def evidence(self, story_id: int) -> Evidence:
        """Why the story stands where it stands; empty when there is no such story."""
        async with self._db.read() as conn:
            found = await resolve(conn, story_id)
            labels = sa.select(editions.c.regions, editions.c.topics, editions.c.places)
            rows = (await conn.execute(labels.where(editions.c.story_id == found))).all()
            corrected = await corrections_of(conn, found) if found is not None else {}
        places = ([Label(p.kato, p.score, p.evidence) for p in places_of(row.places)] for row in rows)
        return Evidence(
            regions=_best(labels_of(row.regions) for row in rows),
            topics=_best(labels_of(row.topics) for row in rows),
            places=_best(places),
            corrected=corrected,
        )


async def latest_seq(conn: AsyncConnection) -> int:
    seq: int | None = await conn.scalar(sa.select(counters.c.value).where(counters.c.name == "story_seq"))
    return seq or 0


async def resolve(conn: AsyncConnection, story_id: int) -> int | None:
    """The id itself, or that of the story which it was merged into; ``None`` when there is none."""
    for _ in range(100):
        found = sa.select(stories.c.merged_into).where(stories.c.id == story_id)
        row = (await conn.execute(found)).one_or_none()
        if row is None:
            return None
        if row.merged_into is None:
            return story_id
        story_id = row.merged_into
    return None


async def load(conn: AsyncConnection, ids: Sequence[int], *, held: bool = False) -> tuple[Story, ...]:
    """Whole stories in the order of ``ids``. Editions of held articles are left out unless ``held``."""
    if not ids:
        return ()
    whole = await _editions(conn, ids, held=held)
    rows = {row.id: row for row in await conn.execute(sa.select(stories).where(stories.c.id.in_(ids)))}
    return tuple(_story(rows[id_], whole.get(id_, ())) for id_ in ids if id_ in rows)


def _story(row: AnyRow, found: Sequence[Edition]) -> Story:
    return Story(
        id=row.id,
        seq=row.seq or 0,
        scope=Scope(row.scope),
        regions=row.regions,
        topics=row.topics,
        places=row.places,
        published=row.published,
        editions=tuple(found),
        outlets=row.outlets,
        pinned=row.pinned,
        hidden=row.hidden,
    )


async def _editions(conn: AsyncConnection, ids: Sequence[int], *, held: bool) -> Mapping[int, Sequence[Edition]]:
    found = (
        sa.select(
            editions.c.id, editions.c.story_id, editions.c.article_id, editions.c.language, editions.c.title,
            editions.c.lead, editions.c.sentences, editions.c.version, articles.c.source, articles.c.url,
            articles.c.published, articles.c.image, sources.c.title.label("source_title"),
            sources.c.title_kk.label("source_title_kk"),
        )
        .join(articles, articles.c.id == editions.c.article_id)
        .join(sources, sources.c.name == articles.c.source)
        .where(editions.c.story_id.in_(ids))
        .order_by(articles.c.published, editions.c.id)
    )  # fmt: skip
    if not held:
        found = found.where(sa.not_(articles.c.held))
    rows = (await conn.execute(found)).all()
    texts = await _passages(conn, [row.id for row in rows])
    summaries = await _corrected_summaries(conn, ids)
    whole: dict[int, list[Edition]] = defaultdict(list)
    for row in rows:
        edition = _edition(row, texts.get(row.id, ()))
        whole[row.story_id].append(_with_summary(edition, summaries.get(row.story_id, {})))
    return whole


def _edition(row: AnyRow, texts: Sequence[Passage]) -> Edition:
    return Edition(
        id=row.id,
        article_id=row.article_id,
        source=row.source,
        source_title=row.source_title or row.source,
        language=row.language,
        title=row.title,
        url=row.url,
        lead=row.lead,
        sentences=row.sentences,
        passages=tuple(texts),
        published=row.published,
        version=row.version,
        image=row.image,
        source_title_kk=row.source_title_kk,
    )


async def _passages(conn: AsyncConnection, edition_ids: Sequence[int]) -> Mapping[int, Sequence[Passage]]:
    c = passages.c
    found = sa.select(passages).where(c.edition_id.in_(edition_ids)).order_by(c.edition_id, c.position)
    texts: dict[int, list[Passage]] = defaultdict(list)
    for row in await conn.execute(found):
        texts[row.edition_id].append(Passage(row.text, row.topics, row.regions))
    return texts


async def _corrected_summaries(conn: AsyncConnection, ids: Sequence[int]) -> Mapping[int, Mapping[str, str]]:
    """story → language (``""``: any) → the summary that a person wrote."""
    wanted = corrections.c.story_id.in_(ids) & (corrections.c.field == "summary")
    found = await conn.execute(sa.select(corrections.c.story_id, corrections.c.value).where(wanted))
    return {row.story_id: row.value for row in found}


def _with_summary(edition: Edition, summaries: Mapping[str, str]) -> Edition:
    text = summaries.get(edition.language) or summaries.get("")
    return replace(edition, lead=text, sentences=(text,)) if text else edition


def _best(labels: Iterable[Sequence[Label]]) -> tuple[Label, ...]:
    """Per id the label with the best score, with the evidence of all editions."""
    editions_labels = list(labels)
    by_id = {label.id: label for edition in editions_labels for label in edition}
    words: dict[str, dict[str, None]] = {id_: {} for id_ in by_id}
    scores: dict[str, float] = {}
    for label in (label for edition in editions_labels for label in edition):
        words[label.id].update(dict.fromkeys(label.evidence))
        scores[label.id] = max(scores.get(label.id, label.score), label.score)
    return tuple(Label(id_, scores[id_], tuple(words[id_])) for id_ in united(editions_labels))
