"""Articles in: one short transaction per batch, the same twice changes nothing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.models import Analysis, Incoming, IngestResult, RawEdition
from bot.store import editions as edition_rows
from bot.store.bands import Bands
from bot.store.columns import AnyRow, AnySelect
from bot.store.database import Part
from bot.store.dialects import dialect_of
from bot.store.documents import label_words
from bot.store.schema import articles, chats, edition_texts, editions, sources, stories, subscriptions
from bot.store.story_rows import Opening, clear_facets, labels_of_article, open_many, refresh
from bot.store.values import Counts, ShownArticle, StoredRaw

_Slot = tuple[str, RawEdition, Analysis]


@dataclass(slots=True)
class _Tally:
    """What a batch has done so far; ``touched`` stories are refreshed at its end."""

    new: int = 0
    changed: int = 0
    unchanged: int = 0
    opened: list[int] = field(default_factory=list)
    altered: list[int] = field(default_factory=list)
    touched: dict[int, None] = field(default_factory=dict)

    def result(self) -> IngestResult:
        altered = tuple(dict.fromkeys(self.altered))
        return IngestResult(self.new, self.changed, self.unchanged, tuple(self.opened), altered)


class Articles(Part):
    _bands: Bands

    async def known(self, source: str, guids: Sequence[str]) -> Mapping[str, str]:
        """guid → fingerprint of those that are stored."""
        if not guids:
            return {}
        async with self._db.read() as conn:
            return await _known(conn, source, guids)

    async def shown_articles(self, source: str, *, since: datetime, limit: int = 200) -> tuple[ShownArticle, ...]:
        """A source's articles published after ``since`` that readers can find, newest first."""
        found = (
            sa.select(articles.c.id, articles.c.guid, articles.c.url, sa.func.min(editions.c.story_id).label("story"))
            .join(editions, editions.c.article_id == articles.c.id)
            .join(stories, stories.c.id == editions.c.story_id)
            .where(articles.c.source == source, articles.c.published > since, stories.c.visible)
            .group_by(articles.c.id, articles.c.guid, articles.c.url, articles.c.published)
            .order_by(articles.c.published.desc())
            .limit(limit)
        )
        async with self._db.read() as conn:
            return tuple(ShownArticle(row.id, row.guid, row.url, row.story) for row in await conn.execute(found))

    async def ingest(self, items: Sequence[Incoming], now: datetime) -> IngestResult:
        """Store new articles and new versions of known ones, oldest first, so that ``seq`` follows publication.

        An article keeps the story that it is in; ``story_id`` of an `Incoming` counts for new ones only. Editions
        of unchanged text keep their version.
        """
        tally = _Tally()
        ordered = sorted(items, key=lambda item: edition_rows.utc(item.raw.published, now))
        async with self._db.write() as conn:
            await dialect_of(conn).lock(conn, "aimaq-ingest")
            opening, others = await _parted(conn, ordered)
            await _open(conn, opening, now, self._bands, tally)
            for item in others:
                await _take(conn, item, now, self._bands, tally)
            for story_id in tally.touched:
                await refresh(conn, story_id)
        return tally.result()

    async def article_editions_for_reanalysis(
        self, after_id: int, limit: int, version: int, since: datetime | None = None
    ) -> tuple[StoredRaw, ...]:
        """Editions above ``after_id`` whose analysis is older than ``version``, by id."""
        t = edition_texts.c
        found = (
            sa.select(
                editions.c.id, editions.c.article_id, editions.c.slot, t.raw_title, t.raw_html,
                articles.c.published, articles.c.categories, articles.c.source, sources.c.default_region,
            )
            .join(edition_texts, t.edition_id == editions.c.id)
            .join(articles, articles.c.id == editions.c.article_id)
            .join(sources, sources.c.name == articles.c.source)
            .where(editions.c.id > after_id, editions.c.analysis_version < version)
            .order_by(editions.c.id)
            .limit(limit)
        )  # fmt: skip
        if since is not None:
            found = found.where(articles.c.published >= since)
        async with self._db.read() as conn:
            return tuple(_stored_raw(row) for row in await conn.execute(found))

    async def count_for_reanalysis(self, version: int, *, since: datetime | None = None) -> int:
        """How many editions `article_editions_for_reanalysis` would give in all."""
        found = sa.select(sa.func.count()).select_from(editions.join(articles))
        found = found.where(editions.c.analysis_version < version)
        if since is not None:
            found = found.where(articles.c.published >= since)
        async with self._db.read() as conn:
            return (await conn.execute(found)).scalar_one()

    async def save_reanalysis(self, items: Sequence[tuple[int, Analysis]], now: datetime) -> None:
        """Replace the analysis of editions (id, analysis); versions stay, since no reader's text has changed."""
        async with self._db.write() as conn:
            touched: dict[int, None] = {}
            for edition_id, analysis in items:
                row = (await conn.execute(_edition_place(edition_id))).one_or_none()
                if row is None:
                    continue
                await edition_rows.reanalyse(conn, edition_id, analysis)
                await edition_rows.index(conn, edition_id, row.published, analysis, self._bands)
                touched[row.story_id] = None
            for story_id in touched:
                await refresh(conn, story_id)

    async def counts(self) -> Counts:
        """How much is stored, for ``/status``."""
        active = chats.c.state == "active"
        queries = {
            "articles": sa.select(sa.func.count()).select_from(articles),
            "editions": sa.select(sa.func.count()).select_from(editions),
            "stories": sa.select(sa.func.count()).select_from(stories).where(stories.c.visible),
            "held": sa.select(sa.func.count()).select_from(articles).where(articles.c.held),
            "chats": sa.select(sa.func.count()).select_from(chats),
            "active_chats": sa.select(sa.func.count()).select_from(chats).where(active),
            "subscriptions": sa.select(sa.func.count()).select_from(subscriptions),
        }
        async with self._db.read() as conn:
            row = (await conn.execute(sa.select(*(q.scalar_subquery().label(n) for n, q in queries.items())))).one()
        return Counts(**row._mapping)


_FINGERPRINTS = sa.select(articles.c.guid, articles.c.fingerprint).where(
    articles.c.source == sa.bindparam("source"), articles.c.guid.in_(sa.bindparam("guids", expanding=True))
)
"""Put together once: it is asked for every reading of every feed."""


async def _known(conn: AsyncConnection, source: str, guids: Sequence[str]) -> dict[str, str]:
    known: dict[str, str] = {}
    for start in range(0, len(guids), 500):
        asked = {"source": source, "guids": guids[start : start + 500]}
        known.update((guid, fingerprint) for guid, fingerprint in await conn.execute(_FINGERPRINTS, asked))
    return known


async def _parted(conn: AsyncConnection, items: Sequence[Incoming]) -> tuple[list[Incoming], list[Incoming]]:
    """Articles that open a story of their own and are shown at once, which is most of them and goes fast; the
    others."""
    known: set[tuple[str, str]] = set()
    for source in {item.raw.source for item in items}:
        guids = [item.raw.guid for item in items if item.raw.source == source]
        known |= {(source, guid) for guid in await _known(conn, source, guids)}
    opening, others = list[Incoming](), list[Incoming]()
    for item in items:
        key = item.raw.source, item.raw.guid
        is_special = key in known or item.story_id is not None or item.held or not item.raw.editions
        (others if is_special else opening).append(item)
        known.add(key)
    return opening, others


_NEW_ARTICLES = sa.insert(articles).returning(articles.c.id, articles.c.source, articles.c.guid)


async def _open(conn: AsyncConnection, items: Sequence[Incoming], now: datetime, bands: Bands, tally: _Tally) -> None:
    """Store new articles, each with its new story, in a few statements for all of them."""
    if not items:
        return
    for source in sorted({item.raw.source for item in items}):
        await _ensure_source(conn, source)
    openings = [_opening(item, now) for item in items]
    story_ids = await open_many(conn, openings, now)
    inserted = await conn.execute(_NEW_ARTICLES, [_new_article(item, now) for item in items])
    ids = {(row.source, row.guid): row.id for row in inserted}
    new = [
        edition_rows.NewEdition(
            ids[item.raw.source, item.raw.guid], story_id, slot, raw, analysis, opening.published,
            label_words(opening.labels.areas, opening.labels.topics, analysis.language),
        )
        for item, opening, story_id in zip(items, openings, story_ids, strict=True)
        for slot, raw, analysis in _slots(item)
    ]  # fmt: skip
    await edition_rows.insert_many(conn, new, bands)
    tally.new += len(items)
    tally.opened.extend(story_ids)


def _opening(item: Incoming, now: datetime) -> Opening:
    return Opening(
        edition_rows.utc(item.raw.published, now),
        item.silent,
        labels_of_article(item.analyses),
        frozenset(analysis.language for analysis in item.analyses),
    )


def _new_article(item: Incoming, now: datetime) -> dict[str, Any]:
    row = {"guid": item.raw.guid, "source": item.raw.source, "first_seen": now}
    row |= {"published": edition_rows.utc(item.raw.published, now), "held": item.held, "silent": item.silent}
    return row | _article_columns(item, now)


async def _take(conn: AsyncConnection, item: Incoming, now: datetime, bands: Bands, tally: _Tally) -> None:
    wanted = (articles.c.source == item.raw.source) & (articles.c.guid == item.raw.guid)
    known = (await conn.execute(sa.select(articles).where(wanted))).one_or_none()
    if known is None:
        await _add(conn, item, now, bands, tally)
    elif known.fingerprint == item.fingerprint:
        tally.unchanged += 1
    else:
        await _change(conn, known, item, now, bands, tally)


async def _add(conn: AsyncConnection, item: Incoming, now: datetime, bands: Bands, tally: _Tally) -> None:
    await _ensure_source(conn, item.raw.source)
    published = edition_rows.utc(item.raw.published, now)
    row = sa.insert(articles).values(_new_article(item, now)).returning(articles.c.id)
    article_id = (await conn.execute(row)).scalar_one()
    story_id = await _open_story(conn, item.story_id)
    if story_id is None:
        story_id = await _new_story(conn, published, now)
        tally.opened.append(story_id)
    for slot, raw, analysis in _slots(item):
        edition_id = await edition_rows.insert(conn, article_id, story_id, slot, raw, analysis)
        await edition_rows.index(conn, edition_id, published, analysis, bands)
    tally.new += 1
    tally.touched[story_id] = None


async def _change(
    conn: AsyncConnection, known: AnyRow, item: Incoming, now: datetime, bands: Bands, tally: _Tally
) -> None:
    published = edition_rows.utc(item.raw.published, known.published)
    row = {**_article_columns(item, now), "published": published}
    row["image"] = row["image"] or known.image  # from its page or from REST, which the next reading need not repeat
    await conn.execute(sa.update(articles).where(articles.c.id == known.id).values(row))
    stored = {row.slot: row for row in await conn.execute(_editions_of(known.id))}
    story_id = next((row.story_id for row in stored.values()), None) or await _new_story(conn, published, now)
    moved = published != known.published
    slots = list(_slots(item))
    others: set[str] = set()
    if one := _one_of_several(slots, stored):
        slots, others = [one], stored.keys() - {one[0]}
    for slot, raw, analysis in slots:
        old = stored.pop(slot, None)
        if old is None:
            edition_id = await edition_rows.insert(conn, known.id, story_id, slot, raw, analysis)
            await edition_rows.index(conn, edition_id, published, analysis, bands)
        elif moved or _differs(old, raw, analysis):
            if _differs(old, raw, analysis):
                await edition_rows.update(conn, old.id, raw, analysis)
            await edition_rows.index(conn, old.id, published, analysis, bands)
    for gone in (row for slot, row in stored.items() if slot not in others):
        await edition_rows.unindex(conn, gone.id)
        await conn.execute(sa.delete(editions).where(editions.c.id == gone.id))
    tally.changed += 1
    tally.altered.append(story_id)
    tally.touched[story_id] = None


def _one_of_several(slots: Sequence[_Slot], stored: Mapping[str, AnyRow]) -> _Slot | None:
    """The slot of a single text that does not say its language: a site whose language plugin was switched on shows
    one of the languages that were stored, and the others stay."""
    if len(slots) != 1:
        return None
    slot, raw, analysis = slots[0]
    is_one = not slot and slot not in stored and analysis.language in stored
    return (analysis.language, raw, analysis) if is_one else None


def _differs(old: AnyRow, raw: RawEdition, analysis: Analysis) -> bool:
    same = (raw.title, raw.html, analysis.version) == (old.raw_title, old.raw_html, old.analysis_version)
    return not same


def _slots(item: Incoming) -> Iterator[_Slot]:
    """Each edition with the key that it keeps through all versions of its article."""
    seen: set[str] = set()
    for position, (raw, analysis) in enumerate(zip(item.raw.editions, item.analyses, strict=True)):
        slot = raw.language or ""
        slot = f"{slot}#{position}" if slot in seen else slot
        seen.add(slot)
        yield slot, raw, analysis


def _article_columns(item: Incoming, now: datetime) -> dict[str, Any]:
    raw = item.raw
    return {
        "url": raw.url,
        "fingerprint": item.fingerprint,
        "updated": raw.updated,
        "author": raw.author,
        "categories": raw.categories,
        "image": raw.image,
        "excerpt_only": raw.excerpt_only,
        "changed_at": now,
    }


_SOURCE = sa.select(sources.c.name).where(sources.c.name == sa.bindparam("source"))


async def _ensure_source(conn: AsyncConnection, name: str) -> None:
    """An article may come from a feed that was only tried (``aimaq ingest --feed``): it gets a row, unpolled."""
    if await conn.scalar(_SOURCE, {"source": name}) is None:
        stub = {"name": name, "title": name, "origin": "chat", "removed": True}
        await conn.execute(dialect_of(conn).insert(sources).on_conflict_do_nothing(), stub)


async def _open_story(conn: AsyncConnection, story_id: int | None) -> int | None:
    """The story to join, wherever it was merged to; ``None`` when it is gone."""
    while story_id is not None:
        found = sa.select(stories.c.merged_into).where(stories.c.id == story_id)
        row = (await conn.execute(found)).one_or_none()
        if row is None:
            return None
        if row.merged_into is None:
            return story_id
        story_id = row.merged_into
    return None


async def _new_story(conn: AsyncConnection, published: datetime, now: datetime) -> int:
    row = sa.insert(stories).values(published=published, created_at=now, scope="national", outlets=0)
    story_id: int = (await conn.execute(row.returning(stories.c.id))).scalar_one()
    return story_id


def _editions_of(article_id: int) -> AnySelect:
    t = edition_texts.c
    columns = (
        editions.c.id,
        editions.c.slot,
        editions.c.story_id,
        editions.c.analysis_version,
        t.raw_title,
        t.raw_html,
    )
    joined = sa.select(*columns).join(edition_texts, t.edition_id == editions.c.id)
    return joined.where(editions.c.article_id == article_id)


def _edition_place(edition_id: int) -> AnySelect:
    joined = sa.select(editions.c.story_id, articles.c.published).join(articles)
    return joined.where(editions.c.id == edition_id)


def _stored_raw(row: AnyRow) -> StoredRaw:
    language = row.slot.partition("#")[0] or None
    return StoredRaw(
        edition_id=row.id,
        article_id=row.article_id,
        raw=RawEdition(language, row.raw_title, row.raw_html),
        published=row.published,
        categories=row.categories,
        source=row.source,
        default_region=row.default_region,
    )


async def remove_articles(conn: AsyncConnection, ids: Sequence[int]) -> int:
    """Remove articles with all that hangs on them; stories that are left without editions go too."""
    if not ids:
        return 0
    mine = editions.c.article_id.in_(ids)
    touched = (await conn.scalars(sa.select(editions.c.story_id).where(mine).distinct())).all()
    await conn.execute(sa.delete(articles).where(articles.c.id.in_(ids)))
    left = set((await conn.scalars(sa.select(editions.c.story_id).where(editions.c.story_id.in_(touched)))).all())
    for story_id in left:
        await refresh(conn, story_id)
    await remove_stories(conn, [story_id for story_id in touched if story_id not in left])
    return len(ids)


async def remove_stories(conn: AsyncConnection, ids: Sequence[int]) -> None:
    """Remove stories without editions, and those that were merged into them."""
    while ids:
        merged = (await conn.scalars(sa.select(stories.c.id).where(stories.c.merged_into.in_(ids)))).all()
        await conn.execute(sa.update(stories).where(stories.c.id.in_(merged)).values(merged_into=None))
        for story_id in ids:
            await clear_facets(conn, story_id)
        await conn.execute(sa.delete(stories).where(stories.c.id.in_(ids)))
        ids = merged
