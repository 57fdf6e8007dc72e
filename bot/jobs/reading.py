"""What a reader gets: the digest of a profile, the answer to a question. For planning, handlers and command line."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from bot import digest as digests
from bot.analysis import neighbours, search_terms
from bot.analysis.gazetteer import gazetteer
from bot.clock import Clock
from bot.models import Digest, Entry, Period, Profile, Query, Story, StoryFilter, StoryPage
from bot.store import Store

PAGE_SIZE = 5
POOL = 400  # stories from which one digest chooses; more than any reader's day
HELPFUL = 3  # alternatives that an empty answer offers
WIDER: dict[Period | None, Period | None] = {
    Period.TODAY: Period.WEEK,
    Period.YESTERDAY: Period.WEEK,
    Period.WEEK: Period.MONTH,
    Period.MONTH: None,
}


@dataclass(frozen=True, slots=True)
class Alternative:
    """Something near the question that does have news: another region, or a wider period (``None``: all time)."""

    count: int
    period: Period | None = None
    region: str | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """A page of stories for a question; ``respelt`` maps words that were corrected to what was searched."""

    query: Query
    page: StoryPage
    respelt: tuple[tuple[str, str], ...] = ()
    alternatives: tuple[Alternative, ...] = ()


def window(period: Period | None, now: datetime, zone: ZoneInfo) -> tuple[datetime | None, datetime | None]:
    """The stretch that a period means to somebody in ``zone``: calendar days, rolling week and month."""
    midnight = now.astimezone(zone).replace(hour=0, minute=0, second=0, microsecond=0)
    match period:
        case Period.TODAY:
            return midnight, None
        case Period.YESTERDAY:
            return (midnight - timedelta(days=1)), midnight
        case Period.WEEK:
            return now - timedelta(days=7), None
        case Period.MONTH:
            return now - timedelta(days=31), None
        case None:
            return None, None


def narrowed(query: Query) -> Query:
    """«Талгарский район» is no question about the whole region: regions that are only there because a district in
    them was named are left out."""
    units = gazetteer().units
    around = {units[place].region for place in query.places if place in units}
    return replace(query, regions=tuple(region for region in query.regions if region not in around))


def filter_of(query: Query, now: datetime, zone: ZoneInfo) -> StoryFilter:
    """What the store is asked for a question."""
    since, until = window(query.period, now, zone)
    query = narrowed(query)
    return StoryFilter(
        regions=query.regions,
        places=query.places,
        topics=query.topics,
        words=search_terms(" ".join(query.keywords)),
        excluded=search_terms(" ".join(query.excluded)),
        since=since,
        until=until,
    )


class Reading:
    """Reads for people; writes nothing."""

    def __init__(
        self, store: Store, clock: Clock, *, max_chars: int = 400, utm: Mapping[str, str] | None = None
    ) -> None:
        self._store = store
        self._clock = clock
        self._max_chars = max_chars
        self._utm = utm or {}

    def mark_links(self, utm: Mapping[str, str]) -> None:
        """From now on add these marks to the links of sources, by name."""
        self._utm = utm

    def entry(self, story: Story, profile: Profile) -> Entry | None:
        """One story as this reader sees it; ``None`` where it has no edition in his languages."""
        return digests.entry_of(story, profile, max_chars=self._max_chars, utm=self._utm)

    def corrected(self, entry: Entry, profile: Profile, story: Story | None) -> Entry:
        """An entry that was told, as it should be told now; the same where nothing that matters has changed."""
        return digests.corrected_entry(entry, profile, story, max_chars=self._max_chars, utm=self._utm)

    def corrected_digest(self, digest: Digest, stories: Mapping[int, Story | None]) -> Digest:
        """A sent digest with what has changed in ``stories``."""
        return digests.corrected(digest, stories, max_chars=self._max_chars, utm=self._utm)

    async def digest(
        self,
        members: Sequence[tuple[Profile, int]],
        *,
        since: datetime,
        now: datetime,
        weekly: bool = False,
        include_silent: bool = False,
        told: frozenset[int] = frozenset(),
    ) -> Digest:
        """One digest for one or several profiles of a chat, each with the cursor behind which it has seen all.

        ``told``: ids of stories that it has seen all the same, and that are not to come again.
        ``include_silent``: also what was never pushed (a new source's first page), for somebody who asks.
        """
        until_seq = await self._store.latest_seq()
        stories: dict[int, Story] = {}
        total = 0
        for profile, cursor in members:
            wanted = digests.filter_of(
                profile,
                after_seq=cursor,
                until_seq=until_seq,
                since=since,
                stem=search_terms,
                include_silent=include_silent,
            )
            page = await self._store.find(wanted, limit=POOL, now=now)
            new = [story for story in page.stories if story.id not in told]
            stories.update((story.id, story) for story in new)
            total = max(total, page.total - (len(page.stories) - len(new)))
        previous = await self._week_before(members, since) if weekly else {}
        digest = digests.compose(
            members,
            tuple(stories.values()),
            since=since,
            until=now,
            until_seq=until_seq,
            now=now,
            total=total,
            weekly=weekly,
            previous=previous,
            max_chars=self._max_chars,
            utm=self._utm,
        )
        return replace(digest, told=told)

    async def answer(self, query: Query, *, zone: ZoneInfo, page: int = 0, size: int = PAGE_SIZE) -> Answer:
        """The stories that a question asks for; when there are none, what is near it."""
        now = self._clock.now()
        wanted = filter_of(query, now, zone)
        found = await self._store.find(wanted, limit=size, offset=page * size, now=now, ranked=bool(wanted.words))
        respelt: tuple[tuple[str, str], ...] = ()
        if not found.total and wanted.words:
            found, respelt = await self._second_try(wanted, page, size, now)
        if found.total:
            return Answer(query, found, respelt)
        return Answer(query, found, alternatives=await self._alternatives(query, now, zone))

    async def _second_try(
        self, wanted: StoryFilter, page: int, size: int, now: datetime
    ) -> tuple[StoryPage, tuple[tuple[str, str], ...]]:
        """The same question with misspelt words replaced by the nearest ones that occur at all."""
        better = await self._store.suggest_words(wanted.words)
        respelt = tuple((word, better[word]) for word in wanted.words if better.get(word, word) != word)
        if not respelt:
            return StoryPage((), 0), ()
        words = tuple(better.get(word, word) for word in wanted.words)
        found = await self._store.find(
            replace(wanted, words=words), limit=size, offset=page * size, now=now, ranked=True
        )
        return found, respelt if found.total else ()

    async def _alternatives(self, query: Query, now: datetime, zone: ZoneInfo) -> tuple[Alternative, ...]:
        found: list[Alternative] = []
        if query.period is not None:
            wider = WIDER[query.period]
            count = await self._store.count(filter_of(replace(query, period=wider), now, zone))
            found.append(Alternative(count, period=wider))
        around = query.regions if query.places else ()
        for region in (*around, *(neighbours(query.regions[0]) if query.regions else ())):
            there = replace(query, regions=(region,), places=())
            found.append(Alternative(await self._store.count(filter_of(there, now, zone)), region=region))
        helpful = sorted((one for one in found if one.count), key=lambda one: -one.count)
        return tuple(helpful[:HELPFUL])

    async def _week_before(self, members: Sequence[tuple[Profile, int]], since: datetime) -> dict[str, int]:
        counts: dict[str, int] = {}
        for profile, _ in members:
            week = since - timedelta(days=7)
            wanted = digests.filter_of(profile, since=week, until=since, stem=search_terms, include_silent=True)
            counts |= await self._store.counts_by_region(wanted)
        return counts
