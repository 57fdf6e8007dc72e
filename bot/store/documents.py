"""The search document of an edition: its id and the label words that stand beside its text. Pure.

Days come first in the id, so "the newest by rowid" is nearly the newest by publication even after a backfill,
and a period is a range of ids. Within one day the ids keep small distances, which keeps the index small.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from typing import Any

_FIRST_DAY = date(2000, 1, 1).toordinal()
_EDITION_BITS = 32

NO_REGION = "-"
"""The area of stories without any region: national and foreign ones."""


def doc_id(published: datetime, edition_id: int) -> int:
    return (_day(published) << _EDITION_BITS) + edition_id


def edition_of(doc_id: Any) -> Any:
    """The edition's id in that of a document; of numbers and of SQL expressions alike."""
    return doc_id % (1 << _EDITION_BITS)


def first_doc_id(since: datetime) -> int:
    """The smallest id of the day of ``since``."""
    return _day(since) << _EDITION_BITS


def last_doc_id(until: datetime) -> int:
    """The greatest id of the day of ``until``."""
    return (_day(until) + 1 << _EDITION_BITS) - 1


MOST = 2**63 - 1
"""No id is greater."""

WIDEST = 7
"""The last of the spans: 4⁷ days are 45 years, all there is."""
_MOST_SPANS = 4  # of a stretch: each costs as much as another word of the question


def span_word(doc_id: int, width: int) -> str:
    """The word of the span of 4^width days in which a document lies. On PostgreSQL every document has those of widths
    0 to 7 (see migration 0003), so that its full-text index can be asked for the newest."""
    return f"xspan{width}n{doc_id >> _EDITION_BITS + 2 * width}"


@dataclass(frozen=True, slots=True)
class Stretch:
    """The newest ``count`` spans, the last of them the one in which the document ``last`` lies."""

    last: int
    width: int = 0
    count: int = 2

    @property
    def first(self) -> int:
        """The smallest id within."""
        bits = _EDITION_BITS + 2 * self.width
        return max(0, (self.last >> bits) - self.count + 1) << bits

    def words(self) -> tuple[str, ...]:
        """Each document within has one of them, no other has any."""
        step = 1 << _EDITION_BITS + 2 * self.width
        return tuple(span_word(id_, self.width) for id_ in range(self.first, self.last + 1, step))

    def longer(self, factor: float, first: int = 0) -> Stretch:
        """One of ``factor`` times as many days or more, but not much longer than back to ``first``; of as narrow spans
        as few words allow."""
        days = min(self.count * 4**self.width * factor, (self.last >> _EDITION_BITS) - (first >> _EDITION_BITS) + 1)
        width = next((width for width in range(WIDEST) if days / 4**width <= _MOST_SPANS - 1), WIDEST)
        return replace(self, width=width, count=min(math.ceil(days / 4**width) + 1, _MOST_SPANS))


def areas_of(regions: tuple[str, ...], places: tuple[str, ...]) -> tuple[str, ...]:
    """Where a story stands: its regions and places, or `NO_REGION`."""
    return (*regions, *places) or (NO_REGION,)


def area_word(area: str) -> str:
    """The word of a region (``KZ-19``) or a place (its KATO code); no stem of a text looks like it."""
    return "xarea" + (area.replace("-", "").lower() or "none")


def topic_word(topic: str) -> str:
    return "xtopic" + topic


def language_word(language: str) -> str:
    return "xlang" + language


def label_words(areas: Iterable[str], topics: Iterable[str], language: str) -> str:
    return " ".join([*map(area_word, areas), *map(topic_word, topics), language_word(language)])


def _day(moment: datetime) -> int:
    return moment.astimezone(UTC).toordinal() - _FIRST_DAY
