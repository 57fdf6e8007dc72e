"""Understanding of articles and of questions: pure and synchronous, without I/O, network or clock.

The public face: :func:`analyse` an edition, :func:`parse_query` a question. Everything else in this package is its
workshop.
"""

from __future__ import annotations

from datetime import datetime
from functools import partial

from bot.analysis.clean import clean
from bot.analysis.duplicates import bands, same_event, signature, terms
from bot.analysis.gazetteer import nearest, neighbours, place_name
from bot.analysis.language import language
from bot.analysis.places import regions, regions_of
from bot.analysis.query import parse_query
from bot.analysis.stem import search_terms, search_text
from bot.analysis.summary import MAX_CHARS, lead, summarise
from bot.analysis.topics import passages, topics
from bot.models import Analysis, RawEdition, Scope

VERSION = 4
"""Grows with every change of code or vocabulary that `aimaq reanalyse` should bring to the archive."""

__all__ = [
    "MAX_CHARS",
    "VERSION",
    "analyse",
    "bands",
    "nearest",
    "neighbours",
    "parse_query",
    "place_name",
    "same_event",
    "search_terms",
]


def analyse(
    raw: RawEdition,
    *,
    published: datetime | None = None,
    categories: tuple[str, ...] = (),
    source_title: str = "",
    default_region: str | None = None,
    max_chars: int = MAX_CHARS,
) -> Analysis:
    """Everything that is understood of one edition; never raises, whatever the feed sent.

    ``published`` decides what names meant at that time (the reform of 2022); ``default_region`` is the region of a
    local paper, weaker than any evidence of the text; ``source_title`` is dropped from the text as a signature.
    ``max_chars`` bounds the summary.
    """
    cleaned = clean(raw.title, raw.html, site_names=(source_title,), language=raw.language)
    spoken = language(cleaned.title, cleaned.text, raw.language)
    found = regions(cleaned, published=published, categories=categories, default_region=default_region)
    return Analysis(
        version=VERSION,
        language=spoken,
        title=cleaned.title,
        text=cleaned.text,
        regions=found.regions,
        topics=topics(cleaned, spoken, abroad=found.scope is Scope.FOREIGN),
        places=found.places,
        scope=found.scope,
        lead=lead(cleaned, spoken, max_chars=max_chars),
        sentences=summarise(cleaned, spoken, max_chars=max_chars),
        passages=passages(cleaned, spoken, partial(regions_of, published=published)),
        search_text=search_text(f"{cleaned.title}\n{cleaned.text}", spoken),
        signature=signature(cleaned.text),
        terms=terms(cleaned.title, cleaned.text, spoken),
    )
