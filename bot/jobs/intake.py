"""From what a site said to what is stored: articles are understood, told from edits, joined to stories and written.

One bad article never stops the others: what cannot be understood or stored is logged, counted and left out.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import datetime, timedelta
from hashlib import blake2b

import structlog

from bot.analysis import MAX_CHARS, analyse
from bot.clock import Clock
from bot.config import IngestConfig
from bot.errors import StoreBusyError, StoreError, StoreFullError
from bot.fetch.state import FeedState
from bot.jobs.fingerprint import fingerprint, is_edited
from bot.jobs.matching import Nearby
from bot.jobs.sharing import Turns
from bot.metrics import Metrics
from bot.models import Analysis, Candidate, Incoming, RawArticle, Source
from bot.store import Store

log = structlog.get_logger()

CHUNK = 20  # articles understood in one go in a thread, about 0.2 s, and stored in one transaction
SAME_EVENT = timedelta(days=3)
NEAR, NEAR_EACH = 24, 6  # stored editions that are looked at: for one article 30, for many fewer each
UNKNOWN = 0  # the story of an article that is not stored yet
EVIDENCE = 4  # words of the text that the log keeps for each label


@dataclass(frozen=True, slots=True)
class Taken:
    """What became of some articles. ``broken`` ones could not be understood or stored; the log says why."""

    new: int = 0
    changed: int = 0
    unchanged: int = 0
    broken: int = 0
    new_story_ids: tuple[int, ...] = ()
    changed_story_ids: tuple[int, ...] = ()

    def __add__(self, other: Taken) -> Taken:
        return Taken(*(getattr(self, each.name) + getattr(other, each.name) for each in fields(Taken)))


@dataclass(frozen=True, slots=True)
class _Understood:
    raw: RawArticle
    analyses: tuple[Analysis, ...]
    is_known: bool


class Intake:
    """Takes articles of any source, from its feed or its archive. One per process: what is taken at the same time
    from two sources that tell the same event becomes one story, here and among all processes."""

    def __init__(
        self,
        store: Store,
        clock: Clock,
        metrics: Metrics,
        settings: IngestConfig,
        tell: Callable[[Sequence[int]], None] | None = None,
        max_chars: int = MAX_CHARS,
        *,
        turns: Turns,
    ) -> None:
        """``tell`` is called with the ids of stories that are news, or changed; ``max_chars`` bounds a summary."""
        self._store = store
        self._clock = clock
        self._metrics = metrics
        self._settings = settings
        self._turns = turns
        self._tell = tell
        self._max_chars = max_chars
        self._lock = asyncio.Lock()

    async def take(self, source: Source, articles: Sequence[RawArticle]) -> Taken:
        """Store what is new or edited, the oldest first, so that the newest get the highest seq.

        Raises :class:`StoreError` when the database cannot be used at all.
        """
        now = self._clock.now()
        known = await self._store.known(source.name, [raw.guid for raw in articles])
        wanted = [raw for raw in articles if raw.guid not in known or is_edited(raw, known[raw.guid])]
        wanted.sort(key=lambda raw: raw.published or now)
        taken = Taken(unchanged=len(articles) - len(wanted))
        for start in range(0, len(wanted), CHUNK):
            chunk = wanted[start : start + CHUNK]
            understood, troubles = await asyncio.to_thread(self._understand, chunk, source, known, now)
            for raw, error in troubles:
                taken += await self._give_up(source, raw, error)
            async with self._lock, self._turns.taken("intake"):
                taken += await self._keep(source, understood, now)
        self._metrics.articles.labels(source.name, "new").inc(taken.new)
        self._metrics.articles.labels(source.name, "changed").inc(taken.changed)
        return taken

    def _understand(
        self, chunk: Sequence[RawArticle], source: Source, known: Mapping[str, str], now: datetime
    ) -> tuple[list[_Understood], list[tuple[RawArticle, Exception]]]:
        understood: list[_Understood] = []
        troubles: list[tuple[RawArticle, Exception]] = []
        for raw in chunk:
            try:
                analyses = _analyses(raw, source, now, self._max_chars)
            except Exception as error:  # analysis meets every kind of text; the next article may be sound
                troubles.append((raw, error))
            else:
                understood.append(_Understood(raw, analyses, raw.guid in known))
        return understood, troubles

    async def _keep(self, source: Source, articles: Sequence[_Understood], now: datetime) -> Taken:
        """Store articles together; those before one that tells the same event are stored before it is."""
        taken, batch = Taken(), list[Incoming]()
        near = await self._nearby([one for one in articles if not one.is_known], now)
        first_contact = FeedState.from_json(source.reading).first_read_at
        for article in articles:
            story_id = None
            if not article.is_known and (match := near.match(article.analyses, article.raw.published or now)):
                if match.story_id == UNKNOWN:
                    taken += await self._write(source, batch, now)
                    batch = []
                    stored = await self._nearby([article], now)
                    match = stored.match(article.analyses, article.raw.published or now)
                story_id = match.story_id if match else None
            one = self._incoming(source, article, story_id, first_contact, now)
            batch.append(one)
            for candidate in _waiting(one, now):
                near.add(candidate)
        return taken + await self._write(source, batch, now)

    def _incoming(
        self, source: Source, article: _Understood, story_id: int | None, first_contact: datetime | None, now: datetime
    ) -> Incoming:
        return Incoming(
            raw=article.raw,
            analyses=article.analyses,
            fingerprint=fingerprint(article.raw),
            story_id=story_id,
            silent=is_silent(article.raw, first_contact, self._settings, now),
            held=source.approval,
        )

    async def _write(self, source: Source, batch: Sequence[Incoming], now: datetime) -> Taken:
        """In one transaction; if that fails each by itself, so that only the culprit is left out."""
        if not batch:
            return Taken()
        try:
            result = await self._store.ingest(batch, now)
        except (StoreBusyError, StoreFullError):  # no fault of an article: the source comes again as a whole
            raise
        except Exception as error:  # whatever a hostile text does to a driver
            if len(batch) == 1:
                return await self._give_up(source, batch[0].raw, error)
            taken = Taken()
            for one in batch:
                taken += await self._write(source, [one], now)
            return taken
        for one in batch:
            _note(one)
        if self._tell and not all(one.silent for one in batch):
            self._tell((*result.new_story_ids, *result.changed_story_ids))
        return Taken(result.new, result.changed, result.unchanged, 0, result.new_story_ids, result.changed_story_ids)

    async def _give_up(self, source: Source, raw: RawArticle, error: Exception) -> Taken:
        kind = type(error).__name__
        log.error("article_left_out", source=source.name, guid=raw.guid, error=kind, exc_info=error)
        self._metrics.articles.labels(source.name, "broken").inc()
        key = blake2b(f"article {source.name} {kind}".encode(), digest_size=6).hexdigest()
        try:
            text = f"{kind} @ an article of {source.name} ({raw.guid[:80]})"
            await self._store.record_error(key, text, self._clock.now())
        except StoreError:
            log.warning("error_not_recorded", source=source.name)
        return Taken(broken=1)

    async def _nearby(self, articles: Sequence[_Understood], now: datetime) -> Nearby:
        """What is stored and may tell the same event as any of the articles."""
        analyses = [analysis for one in articles for analysis in one.analyses if analysis.terms]
        if not analyses:
            return Nearby()
        dates = [one.raw.published or now for one in articles]
        since, until = min(dates) - SAME_EVENT, max(dates) + SAME_EVENT
        limit = NEAR + NEAR_EACH * len(analyses)
        return Nearby(await self._store.candidates(analyses, since=since, until=until, limit=limit))


def is_silent(raw: RawArticle, first_contact: datetime | None, settings: IngestConfig, now: datetime) -> bool:
    """Whether an article is stored and searchable, but no news.

    ``first_contact`` is when its source was first read, ``None`` if that is happening now. What was published before
    belongs to its archive, whenever and however we meet it: on the first page, on older pages, in a backfill, or when
    a deletion lets it slide back into the feed.
    """
    if first_contact is not None:  # feeds date in whole seconds: what came in that second came after the contact
        first_contact = first_contact.replace(microsecond=0)
    is_archive = first_contact is None or (raw.published is not None and raw.published < first_contact)
    if raw.published is None:
        return is_archive
    return now - raw.published >= timedelta(hours=settings.first_contact_hours if is_archive else settings.news_hours)


def _note(incoming: Incoming) -> None:
    """One line on each article that came or changed: what it was understood to be, and why."""
    first = incoming.analyses[0]
    log.info(
        "article_stored",
        source=incoming.raw.source,
        url=incoming.raw.url,
        title=first.title,
        languages=[analysis.language for analysis in incoming.analyses],
        regions=[label.id for label in first.regions],
        topics=[label.id for label in first.topics],
        because={label.id: label.evidence[:EVIDENCE] for label in (*first.regions, *first.topics)},
        joined=incoming.story_id,
        silent=incoming.silent,
    )


def _analyses(raw: RawArticle, source: Source, now: datetime, max_chars: int) -> tuple[Analysis, ...]:
    return tuple(
        analyse(
            edition,
            published=raw.published or now,
            categories=raw.categories,
            source_title=source.title,
            default_region=source.default_region,
            max_chars=max_chars,
        )
        for edition in raw.editions
    )


def _waiting(one: Incoming, now: datetime) -> list[Candidate]:
    """An article that is about to be stored, as if it were."""
    story_id = UNKNOWN if one.story_id is None else one.story_id
    published = one.raw.published or now
    return [Candidate(story_id, 0, 0, one.raw.source, analysis, published) for analysis in one.analyses]
