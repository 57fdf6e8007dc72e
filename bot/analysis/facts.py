"""What tells one event from another of its kind: names, figures, months, districts, and the stage of an affair.

A template keeps its words and changes its facts; an update keeps its names and changes a figure or two.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files
from typing import Any, NamedTuple

from bot.analysis import sentences
from bot.analysis.fold import WORD, fold
from bot.analysis.stem import stem
from bot.models import Analysis

STEM = 5  # letters: «приговор» and «приговорили», «Экибастуз» and «экибастузская» are to meet
_COMPARED = 2000  # characters of a text
_UPDATED = 0.4  # share of equal word triples from which a few other figures are news of the same thing
_REPRINTED = 0.8  # the same from which another name may be a slip
_FIGURE = re.compile(r"\d+(?:[.,]\d+)*")
_YEAR = re.compile(r"(?:19|20)\d\d")
_MONTH = re.compile(
    r"\b(январ|феврал|март|апрел|ма[йяе]\b|июн|июл|август|сентябр|октябр|ноябр|декабр|қаңтар|ақпан|наурыз|сәуір|мамыр|"
    r"маусым|шілде|тамыз|қыркүйек|қазан(?:да|ның|ға)?\b|қараша|желтоқсан)",
    re.IGNORECASE,
)


class Facts(NamedTuple):
    """Of a headline and an article's beginning: names (words with a capital inside a sentence) and all words as short
    forms, figures as written, years and months."""

    names: frozenset[str]
    words: frozenset[str]
    figures: frozenset[str]
    times: frozenset[str]


def facts(article: Analysis) -> Facts:
    text = article.text[:_COMPARED].replace("\n", " ")
    names: set[str] = set()
    words: set[str] = set()
    for sentence in (article.title, *sentences.split(text)):
        for found in WORD.finditer(sentence):
            form = short_form(found.group(), article.language)
            words.add(form)
            if found.group()[0].isupper() and found.start() > 1:
                names.add(form)
    numbers = set(_FIGURE.findall(text)) | {word for word in words if word.isdigit()}
    years = {number for number in numbers if _YEAR.fullmatch(number)}
    months = {month.lower()[:5] for month in _MONTH.findall(f"{article.title} {text}")}
    return Facts(frozenset(names), frozenset(words), frozenset(numbers - years), frozenset(years | months))


def differ(a: Analysis, b: Analysis, copied: float) -> bool:
    """Whether two texts of the same wording, of which the share ``copied`` is equal, tell of different things.

    Each then has a district, a name, a month or (where little is copied, or little else is equal) its figures for
    itself. One side alone may know more: that is an update.
    """
    if apart(a, b):
        return True
    first, second = facts(a), facts(b)
    known = len(first.names & second.names)
    names = min(len(first.names - second.words), len(second.names - first.words))
    if names > (known / 3 if copied >= _REPRINTED else 0):
        return True
    if min(len(first.times - second.times), len(second.times - first.times)):
        return True
    shared = len(first.figures & second.figures)
    figures = min(len(first.figures - second.figures), len(second.figures - first.figures))
    return figures > (shared + known if copied >= _UPDATED else shared / 3)


def apart(a: Analysis, b: Analysis) -> bool:
    """Whether both name districts or towns, and none of one is, holds or lies in one of the other."""
    first, second = ([_within(place.kato) for place in side.places] for side in (a, b))
    return bool(first and second) and not any(
        one.startswith(other) or other.startswith(one) for one in first for other in second
    )


def at_other_stages(one: str, other: str) -> bool:
    """Whether two headlines tell different stages of an affair: «задержан» and «осуждён»."""
    first, second = _stages(one), _stages(other)
    return any(first[row] and second[row] and not first[row] & second[row] for row in first)


def short_form(word: str, language: str) -> str:
    """A short stem, or the digits of a numeral."""
    form = stem(word, language)
    return _numerals().get(form) or form[:STEM]


@cache
def common_words() -> Mapping[str, Any]:
    """``data/common_words.toml``: words of every news by how frequent they are, and numerals."""
    return tomllib.loads(files("bot.analysis").joinpath("data/common_words.toml").read_text("utf-8"))


@cache
def _numerals() -> Mapping[str, str]:
    numbers: Mapping[str, int] = common_words()["numerals"]
    return {stem(word, language): str(number) for word, number in numbers.items() for language in ("ru", "kk")}


def _within(kato: str) -> str:
    """The digits that all places within this one begin with: levels of a KATO code have 2, 2, 2 and 3 digits."""
    return next((kato[:length] for length in (2, 4, 6) if not kato[length:].strip("0")), kato)


def _stages(title: str) -> Mapping[str, frozenset[int]]:
    """Which stages of each row a headline names."""
    words = [fold(word) for word in WORD.findall(title)]
    return {
        row: frozenset(number for number, stage in enumerate(stages) if any(map(stage.match, words)))
        for row, stages in _rows().items()
    }


@cache
def _rows() -> Mapping[str, Sequence[re.Pattern[str]]]:
    rows: Mapping[str, Sequence[str]] = tomllib.loads(
        files("bot.analysis").joinpath("data/stages.toml").read_text("utf-8")
    )
    return {row: [_pattern(stage) for stage in stages] for row, stages in rows.items()}


def _pattern(stage: str) -> re.Pattern[str]:
    beginnings = (f"{re.escape(word[:-1])}$" if word.endswith(".") else re.escape(word) for word in stage.split())
    return re.compile("|".join(beginnings))
