"""The topic vocabularies (``data/topics/*.toml``, see its README) read once and made quick to match."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from itertools import repeat
from typing import NamedTuple

from bot.analysis.fold import WORD, normal, skeleton
from bot.analysis.stem import search_form, stem
from bot.models import LANGUAGES, TOPICS

STRONG = 3.0
_WEIGHTS: Mapping[str, float] = {"strong": STRONG, "usual": 2.0, "weak": 0.5, "not": 0.0}
_ROMAN = re.compile("[IVX]+")
_STARRED = re.compile(WORD.pattern + r"\*?")


class Word(NamedTuple):
    """One word of a text or of an entry: its :func:`normal` form and its stem."""

    normal: str
    stem: str


@dataclass(frozen=True, slots=True)
class Entry:
    """A word or phrase that speaks for ``topic`` with ``weight``; with none it keeps its words from doing so.
    A pattern that ends in ``*`` meets what begins so, another one meets the same stem."""

    topic: str
    weight: float
    patterns: tuple[str, ...]

    def continues(self, words: Sequence[Word], start: int) -> bool:
        """Whether the entry, a phrase whose first word is met at ``start``, is met to its end."""
        end = start + len(self.patterns)
        if end > len(words) or not _meets(self.patterns[1], words[start + 1]):  # most phrases end here
            return False
        return all(map(_meets, self.patterns[2:], words[start + 2 : end]))


class Hit(NamedTuple):
    """An entry found in a text: the position of its first word and how many words it covers."""

    topic: str
    weight: float
    start: int
    length: int


def _meets(pattern: str, word: Word) -> bool:
    return word.normal.startswith(pattern[:-1]) if pattern[-1] == "*" else word.stem == pattern


class Vocabulary:
    """The entries of one language, by the first word that they need."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        self._stems: dict[str, list[Entry]] = {}
        self._prefixes: dict[str, list[Entry]] = {}
        for entry in entries:
            first = entry.patterns[0]
            group = self._prefixes if first.endswith("*") else self._stems
            group.setdefault(first.removesuffix("*"), []).append(entry)
        self._lengths = _lengths(self._prefixes)
        self._first = lru_cache(maxsize=4096)(self._starting)

    def hits(self, words: Sequence[Word]) -> Iterator[Hit]:
        """What ``words`` say, in order; per topic a longer phrase covers the shorter ones within it."""
        covered: dict[str, int] = {}
        for start, word in enumerate(words):
            for entry in self._first(word):
                size = len(entry.patterns)
                if covered.get(entry.topic, 0) <= start and (size == 1 or entry.continues(words, start)):
                    covered[entry.topic] = start + size
                    if entry.weight:
                        yield Hit(entry.topic, entry.weight, start, size)

    def _starting(self, word: Word) -> tuple[Entry, ...]:
        """Entries whose first word is ``word``: those of most words first, then those that speak against, then whole
        words before beginnings and long beginnings before short ones."""
        found = list(self._stems.get(word.stem, ()))
        for length in self._lengths.get(word.normal[:1], ()):
            found += self._prefixes.get(word.normal[:length], ())
        found.sort(key=lambda entry: (-len(entry.patterns), entry.weight != 0))
        return tuple(found)


def _lengths(prefixes: Iterable[str]) -> Mapping[str, Sequence[int]]:
    """How long the prefixes are that begin with a letter, the longest first."""
    lengths: dict[str, set[int]] = {}
    for prefix in prefixes:
        lengths.setdefault(prefix[0], set()).add(len(prefix))
    return {letter: sorted(found, reverse=True) for letter, found in lengths.items()}


@cache
def vocabulary(language: str) -> Vocabulary:
    """The entries for texts of ``language``; those of all languages when it is none of ours."""
    chosen = (language,) if language in LANGUAGES else LANGUAGES
    return Vocabulary(entry for topic in TOPICS for code in chosen for entry in _entries(topic, code))


@cache
def names() -> Mapping[tuple[str, ...], str]:
    """How readers name topics: the words as :func:`name_form` writes them, and the topic."""
    return {
        tuple(map(name_form, WORD.findall(name))): topic
        for topic in TOPICS
        for listed in _read(topic)["names"].values()
        for name in listed
    }


def name_form(word: str) -> str:
    """A word of a question, inflected and in any script, in the form in which names of topics are compared."""
    return skeleton(search_form(word))


@lru_cache(maxsize=256)  # topics, passages and summaries read the same sentences
def words_of(text: str, language: str) -> tuple[Word, ...]:
    """The words of ``text`` in order."""
    return tuple(map(_word, WORD.findall(text), repeat(language)))


@lru_cache(maxsize=8192)
def _word(word: str, language: str) -> Word:
    if _ROMAN.fullmatch(word):
        return Word(word, word)  # no «ИИ»
    return Word(normal(word), stem(word, language))


def _entries(topic: str, language: str) -> Iterator[Entry]:
    for strength, phrases in _read(topic).get(language, {}).items():
        for phrase in phrases:
            yield Entry(topic, _WEIGHTS[strength], tuple(_patterns(phrase, language)))


def _patterns(phrase: str, language: str) -> Iterator[str]:
    """``детсад*`` becomes a prefix of normal forms, ``школа`` the stem of the word; a hyphen parts two words."""
    for word in _STARRED.findall(phrase):
        yield f"{normal(word[:-1])}*" if word.endswith("*") else stem(word, language)


@cache
def _read(topic: str) -> Mapping[str, Mapping[str, Sequence[str]]]:
    text = files("bot.analysis").joinpath(f"data/topics/{topic}.toml").read_text("utf-8")
    return tomllib.loads(text)
