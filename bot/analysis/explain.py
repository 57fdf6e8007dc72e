"""What ``aimaq explain`` answers: the analysis of a line of JSON as an object of JSON, without a database.

Three kinds of line are understood, see ``design.md`` §5: an article, a question, and a pair of articles. Every
other line is answered with an error object, and never with an exception.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime
from typing import Any

from bot.analysis import analyse, parse_query, same_event
from bot.models import Analysis, Label, RawEdition

Answer = dict[str, Any]


class _NotUnderstoodError(ValueError):
    """A line is no object of the three kinds; the message says what is wrong with it."""


def explain(lines: Iterable[str]) -> Iterator[Answer]:
    """Answers each line in order, lines counted from one; blank lines are passed over."""
    for number, line in enumerate(lines, 1):
        if line.strip():
            yield explain_line(line, number)


def explain_line(line: str, number: int) -> Answer:
    """The answer to one line; ``{"error", "line"}`` where it is no article, question or pair."""
    try:
        return _answer(_parse(line))
    except _NotUnderstoodError as error:
        return {"error": str(error), "line": number}


def read_article(fields: Mapping[str, Any]) -> tuple[RawEdition, datetime | None]:
    """``{"title", "html", "published"?}`` as an edition of unknown language and when it came out, in UTC.

    Raises ``ValueError`` where a field is missing or of another type, or the date is not ISO 8601.
    """
    edition = RawEdition(None, _text(fields, "title"), _text(fields, "html"))
    return edition, _moment(fields.get("published"))


def _parse(line: str) -> Mapping[str, Any]:
    try:
        found = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise _NotUnderstoodError(f"not JSON: {error}") from None
    if not isinstance(found, dict):
        raise _NotUnderstoodError(f"a JSON object is expected, not {_kind(found)}")
    return found


def _answer(fields: Mapping[str, Any]) -> Answer:
    name = fields.get("id")
    known = {"id": _whole(name) if isinstance(name, str) else name}
    if "query" in fields:
        return known | _question(_text(fields, "query"))
    if "a" in fields or "b" in fields:
        return known | _pair(_side(fields, "a"), _side(fields, "b"))
    if "title" in fields or "html" in fields:
        return known | _article(_analysed(fields)[0])
    raise _NotUnderstoodError('none of "title" and "html", "query", "a" and "b" is there')


def _article(analysis: Analysis) -> Answer:
    return {
        "language": analysis.language,
        "regions": [_label(label) for label in analysis.regions],
        "topics": [_label(label) for label in analysis.topics],
        "summary": analysis.summary,
        "passages": [
            {"text": passage.text, "topics": list(passage.topics), "regions": list(passage.regions)}
            for passage in analysis.passages
        ],
    }


def _question(words: str) -> Answer:
    query = parse_query(words)
    return {
        "regions": list(query.regions),
        "topics": list(query.topics),
        "period": query.period.value if query.period else None,
        "keywords": list(query.keywords),
    }


def _pair(first: Mapping[str, Any], second: Mapping[str, Any]) -> Answer:
    (one, earlier), (other, later) = _analysed(first), _analysed(second)
    hours = abs((later - earlier).total_seconds()) / 3600 if earlier and later else 0.0
    match = same_event(one, other, hours_apart=hours)
    return {"same": match.same, "score": match.score}


def _analysed(fields: Mapping[str, Any]) -> tuple[Analysis, datetime | None]:
    edition, published = read_article(fields)
    return analyse(edition, published=published), published


def _side(fields: Mapping[str, Any], key: str) -> Mapping[str, Any]:
    side = fields.get(key)
    if not isinstance(side, dict):
        raise _NotUnderstoodError(f'"{key}" is to be an object with "title" and "html"')
    return side


def _label(label: Label) -> Answer:
    return {"id": label.id, "score": label.score, "evidence": list(label.evidence)}


def _text(fields: Mapping[str, Any], key: str) -> str:
    found = fields.get(key)
    if not isinstance(found, str):
        raise _NotUnderstoodError(f'"{key}" is to be a text' if key in fields else f'"{key}" is missing')
    return _whole(found)


def _whole(text: str) -> str:
    """``text`` with halves of surrogate pairs replaced, so that it can be written in UTF-8."""
    return text.encode("utf-8", "replace").decode("utf-8")


def _moment(written: object) -> datetime | None:
    if written is None:
        return None
    try:
        moment = datetime.fromisoformat(str(written))
        return moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)
    except (ValueError, OverflowError):
        raise _NotUnderstoodError('"published" is to be a date and time in ISO 8601') from None


def _kind(value: object) -> str:
    names = {type(None): "null", bool: "a truth value", str: "a text", list: "a list"}
    return names.get(type(value), "a number")
