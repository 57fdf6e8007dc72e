"""Understanding of articles and of questions: pure and synchronous, without I/O, network or clock.

The public face: :func:`analyse` an edition. Everything else in this package is its workshop.
"""

from __future__ import annotations

from datetime import datetime

from bot.analysis.clean import Cleaned, clean
from bot.analysis.language import language
from bot.analysis.places import regions
from bot.models import Analysis, RawEdition

VERSION = 1
"""Grows with every change of code or vocabulary that `aimaq reanalyse` should bring to the archive."""

__all__ = ["VERSION", "Cleaned", "analyse", "clean", "language"]


def analyse(
    raw: RawEdition,
    *,
    published: datetime | None = None,
    categories: tuple[str, ...] = (),
    source_title: str = "",
    default_region: str | None = None,
) -> Analysis:
    """Everything that is understood of one edition; never raises, whatever the feed sent.

    ``published`` decides what names meant at that time (the reform of 2022); ``default_region`` is the region of a
    local paper, weaker than any evidence of the text; ``source_title`` is dropped from the text as a signature.
    """
    cleaned = clean(raw.title, raw.html, site_names=(source_title,), language=raw.language)
    found = regions(cleaned, published=published, categories=categories, default_region=default_region)
    return Analysis(
        version=VERSION,
        language=language(cleaned.title, cleaned.text, raw.language),
        title=cleaned.title,
        text=cleaned.text,
        regions=found.regions,
        places=found.places,
        scope=found.scope,
        lead=next(iter(cleaned.sentences), ""),
        sentences=cleaned.sentences[:2],
    )
