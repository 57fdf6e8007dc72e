"""The search document of an edition: its id and the label words that stand beside its text. Pure.

Days come first in the id, so "the newest by rowid" is nearly the newest by publication even after a backfill,
and a period is a range of ids. Within one day the ids keep small distances, which keeps the index small.
"""

from __future__ import annotations

from collections.abc import Iterable
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

WIDEST_SPAN = 7
"""The last of the `spans`: 4⁷ days are 45 years, all there is."""


def span_word(doc_id: int, span: int) -> str:
    """The word of the stretch of 4^span days in which a document lies. On PostgreSQL every document has those of spans
    0 to 7 (see migration 0003), so that its full-text index can be asked for the newest."""
    return f"xspan{span}n{doc_id >> _EDITION_BITS + 2 * span}"


def newest_spans(last: int, span: int) -> tuple[str, str]:
    """The words of the stretch in which the document ``last`` lies and of the one before."""
    return span_word(last, span), span_word(begin_of_span(last, span), span)


def begin_of_span(last: int, span: int) -> int:
    """The smallest id of the two stretches of `newest_spans`."""
    bits = _EDITION_BITS + 2 * span
    return max(0, (last >> bits) - 1) << bits


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
