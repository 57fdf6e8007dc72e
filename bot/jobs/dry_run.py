"""The digest that somebody would get, or would have got on another day: nothing is written, no cursor moves."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from bot import digest as digests
from bot.analysis import search_terms
from bot.jobs.reading import POOL
from bot.models import Digest, Profile, Story
from bot.store import Store


async def dry_run(
    store: Store, profiles: Sequence[Profile], *, since: datetime, until: datetime, weekly: bool = False
) -> Digest:
    """One digest for the profiles of a chat over what was published from ``since`` to ``until``."""
    found: dict[int, Story] = {}
    total = 0
    for profile in profiles:
        wanted = digests.filter_of(profile, since=since, until=until, stem=search_terms, include_silent=True)
        page = await store.find(wanted, limit=POOL, now=until)
        found.update((story.id, story) for story in page.stories)
        total = max(total, page.total)
    return digests.compose(
        [(profile, -1) for profile in profiles],
        tuple(found.values()),
        since=since,
        until=until,
        until_seq=await store.latest_seq(),
        now=until,
        total=total,
        weekly=weekly,
    )
