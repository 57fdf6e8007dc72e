"""A feed on trial: what it would bring, before anything of it is stored."""

from __future__ import annotations

import asyncio
import re
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlsplit

from bot.analysis import analyse
from bot.jobs.ingest import Ingest
from bot.models import RawArticle, Source

JUDGED = 12  # articles that say enough of a site's regions
SHOWN = 3
_NAME_CHARS = 40


@dataclass(frozen=True, slots=True)
class Trial:
    """What a reading brought: ``regions`` are (region, articles) of the first entries, the commonest first;
    ``problem`` is one line for people, empty when all went well."""

    source: Source
    title: str = ""
    entries: int = 0
    languages: tuple[str, ...] = ()
    full_text: bool = False
    newest: datetime | None = None
    regions: tuple[tuple[str, int], ...] = ()
    judged: int = 0
    titles: tuple[str, ...] = ()
    skipped: int = 0
    problem: str = ""


async def try_out(ingest: Ingest, source: Source, now: datetime) -> Trial:
    """Read ``source`` as if for the first time; never raises for what its site does."""
    result = await ingest.test(source)
    if result.problem:
        return Trial(source, problem=str(result.problem))
    articles = sorted(result.articles, key=lambda raw: raw.published or now, reverse=True)
    regions, languages = await asyncio.to_thread(_judge, articles[:JUDGED], source, now)
    return Trial(
        source,
        title=result.title,
        entries=len(articles),
        languages=languages,
        full_text=sum(raw.excerpt_only for raw in articles) * 2 < len(articles),
        newest=max((raw.published for raw in articles if raw.published), default=None),
        regions=regions,
        judged=min(len(articles), JUDGED),
        titles=tuple(raw.editions[0].title for raw in articles[:SHOWN] if raw.editions),
        skipped=len(result.skipped),
    )


def _judge(
    articles: Sequence[RawArticle], source: Source, now: datetime
) -> tuple[tuple[tuple[str, int], ...], tuple[str, ...]]:
    """The primary regions of articles, counted, and the languages of their editions."""
    regions: Counter[str] = Counter()
    languages: Counter[str] = Counter()
    for raw in articles:
        found = [
            analyse(edition, published=raw.published or now, categories=raw.categories, source_title=source.title)
            for edition in raw.editions
        ]
        languages.update(analysis.language for analysis in found)
        regions.update({analysis.regions[0].id for analysis in found if analysis.regions})
    return tuple(regions.most_common(5)), tuple(name for name, _ in languages.most_common())


def name_for(feed_url: str, taken: Collection[str]) -> str:
    """A short id for a new source, after its host: ``example-kz``, ``example-kz-2``."""
    host = (urlsplit(feed_url).hostname or "source").removeprefix("www.")
    name = re.sub(r"[^a-z0-9]+", "-", host.lower()).strip("-")[: _NAME_CHARS - 3] or "source"
    return next(one for n in range(1, 1000) if (one := name if n == 1 else f"{name}-{n}") not in taken)
