"""Which articles are one story: reprints of a text, and the same event told in other words.

Reprints are found by MinHash: :func:`signature` of a text, :func:`bands` to look candidates up in an index (equal in
one band: worth comparing). The same event is told by what two beginnings share of rare words, names and numbers
(:func:`terms`), by their places, and by how close in time they came. What a template changes (the district, the
names) keeps two texts apart; what an update changes (the figures) does not.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from hashlib import blake2b
from sys import byteorder
from typing import NamedTuple
from zlib import crc32

from bot.analysis.facts import STEM, apart, at_other_stages, common_words, differ, short_form
from bot.analysis.fold import WORD, normal
from bot.analysis.stem import stem, stop_words
from bot.models import Analysis

SIGNATURE_LENGTH = 64
_ROWS = 3  # per band: texts of likeness .6 meet in one of 21 bands with .99, of .1 with .02
_SHINGLE = 3  # words
_MOST_WORDS = 5000
_BEGINNING = 600  # characters
_MOST_TERMS = 40
_FREQUENT, _USUAL, _SMALL_NUMBER = 0.2, 0.5, 0.3
_PLACE = 0.3  # factor of names of places and of years
_COPIED = 0.62  # likeness of texts or terms from which one wording is a copy of the other
_REPRINT_HOURS = 14 * 24.0
_EVENT_HOURS = 72.0
_EVENT = 0.165  # what two reports of one event share at least; tuned on tests/data/evaluate/*-tune.jsonl
_WAITING = 0.01  # more for each day between them
_HINT = 0.04  # what an equal figure adds, and topics apart take off
_AWAY = 0.6  # factor of what two reports share that name different districts
_UNPLACED = 0.03  # what it takes off that no region is common, so that the whole country is compared
_FEWEST = 3  # rare terms that two reports of one event share at least
_MASK = (1 << 64) - 1
_LOWER_HALF = 0 if byteorder == "little" else 1  # of 128 bits that are read as two numbers
_YEAR = re.compile(r"(?:19|20)\d\d")


class Match(NamedTuple):
    """Whether two articles are one story, how sure that is (0 to 1, ``same`` from 0.5), whether one is a reprint."""

    same: bool
    score: float
    reprint: bool


_NO_MATCH = Match(False, 0.0, False)


def signature(text: str) -> tuple[int, ...]:
    """MinHash of the word triples of ``text``: 64 numbers of 32 bits, equal on every machine; empty without words."""
    words = [normal(word) for word in WORD.findall(text)[:_MOST_WORDS]]
    if not words:
        return ()
    shingles = {" ".join(words[start : start + _SHINGLE]) for start in range(max(1, len(words) - _SHINGLE + 1))}
    hashes = [crc32(shingle.encode("utf-8", "replace")) for shingle in shingles]
    return tuple(_least(hashes))


def _least(hashes: Sequence[int]) -> Iterator[int]:
    """Per hash function the upper half of the least of ``(hashed * factor + offset) mod 2**64``.

    All hashes are multiplied at once, as digits of one long number: 128 bits hold the product of 32 and 64 bits.
    """
    size = 16 * len(hashes)
    digits = int.from_bytes(b"".join(hashed.to_bytes(16, "little") for hashed in hashes), "little")
    ones = int.from_bytes((1).to_bytes(16, "little") * len(hashes), "little")
    for factor, offset in _permutations():
        product = (digits * factor + ones * offset).to_bytes(size, byteorder)
        yield min(memoryview(product).cast("Q")[_LOWER_HALF::2]) >> 32


def bands(minhash: Sequence[int]) -> tuple[int, ...]:
    """Keys of 63 bits under which a signature is to be stored; two texts that share one may be reprints."""
    rows = range(0, len(minhash) - _ROWS + 1, _ROWS)
    return tuple(_key(number, minhash[start : start + _ROWS]) for number, start in enumerate(rows))


def likeness(first: Sequence[int], second: Sequence[int]) -> float:
    """The estimated share of equal word triples of two texts, 0 to 1, from their signatures."""
    if not first or len(first) != len(second):
        return 0.0
    return sum(map(int.__eq__, first, second)) / len(first)


def terms(title: str, text: str, language: str) -> dict[str, float]:
    """The weightiest 40 terms of headline and beginning, as a unit vector: short stems, numbers as digits."""
    counts = Counter(_terms(f"{title} . {text[:_BEGINNING]}", language))
    weights = {term: (1 + math.log(times)) * _rarity(term) for term, times in counts.items()}
    best = sorted(weights, key=lambda term: (-weights[term], term))[:_MOST_TERMS]
    norm = math.sqrt(sum(weights[term] ** 2 for term in best)) or 1.0
    return {term: round(weights[term] / norm, 4) for term in best}


def same_event(a: Analysis, b: Analysis, *, hours_apart: float) -> Match:
    """Whether two articles of one language tell the same event, published ``hours_apart`` (in either order).

    The two language editions of one article are one story by its id, and no matter of this function.
    """
    if a.language != b.language or not a.terms or not b.terms:
        return _NO_MATCH
    copied = likeness(a.signature, b.signature)
    alike = max(copied, _cosine(a.terms, b.terms))
    if alike >= _COPIED and abs(hours_apart) <= _REPRINT_HOURS:
        if _elsewhere(a, b) or differ(a, b, copied):
            return Match(False, round(0.4 * alike, 3), False)
        return Match(True, round(alike, 3), True)
    if abs(hours_apart) > _EVENT_HOURS or _elsewhere(a, b) or at_other_stages(a.title, b.title):
        return _NO_MATCH
    score = _certainty(_shared(a, b) - _EVENT - _WAITING * abs(hours_apart) / 24)
    return Match(score >= 0.5, round(score, 3), False)


def _key(number: int, rows: Sequence[int]) -> int:
    digest = blake2b(f"{number}:{rows}".encode(), digest_size=8).digest()
    return int.from_bytes(digest, "big") >> 1


@cache
def _permutations() -> tuple[tuple[int, int], ...]:
    """Odd factors and offsets of the 64 hash functions, from a fixed splitmix64 sequence."""
    numbers = list(_splitmix(2 * SIGNATURE_LENGTH))
    factors = [number | 1 for number in numbers[:SIGNATURE_LENGTH]]
    return tuple(zip(factors, numbers[SIGNATURE_LENGTH:], strict=True))


def _splitmix(count: int) -> Iterator[int]:
    state = 2026
    for _ in range(count):
        state = (state + 0x9E3779B97F4A7C15) & _MASK
        mixed = ((state ^ (state >> 30)) * 0xBF58476D1CE4E5B9) & _MASK
        mixed = ((mixed ^ (mixed >> 27)) * 0x94D049BB133111EB) & _MASK
        yield mixed ^ (mixed >> 31)


def _cosine(first: Mapping[str, float], second: Mapping[str, float]) -> float:
    return sum(weight * second.get(term, 0.0) for term, weight in first.items())


def _certainty(margin: float) -> float:
    """A margin above the threshold (0: just reached) as a number between 0 and 1."""
    return 1 / (1 + math.exp(-20 * margin))


def _elsewhere(a: Analysis, b: Analysis) -> bool:
    """Whether both name regions and none is common."""
    first, second = ({label.id for label in side.regions} for side in (a, b))
    return bool(first and second and not first & second)


def _shared(a: Analysis, b: Analysis) -> float:
    """How much two beginnings share beyond their places: a cosine, with what speaks for or against beside it."""
    places = _place_terms(a) | _place_terms(b)
    first, second = (_weighed(side.terms, places) for side in (a, b))
    common = [term for term in first if term in second and term not in places and _rarity(term) == 1.0]
    if len(common) < _FEWEST:
        return 0.0
    cosine = _cosine(first, second) / (math.hypot(*first.values()) * math.hypot(*second.values()))
    same_figure = any(len(term) > 1 and term.isdigit() and not _YEAR.fullmatch(term) for term in common)
    topics, others = ({label.id for label in side.topics} for side in (a, b))
    unlike = bool(topics and others and not topics & others)
    unplaced = not {label.id for label in a.regions} & {label.id for label in b.regions}
    away = _AWAY if apart(a, b) else 1.0
    return away * cosine + _HINT * same_figure - _HINT * unlike - _UNPLACED * unplaced


def _weighed(vector: Mapping[str, float], places: frozenset[str]) -> dict[str, float]:
    return {
        term: weight * (_PLACE if term in places or _YEAR.fullmatch(term) else 1.0) for term, weight in vector.items()
    }


def _place_terms(article: Analysis) -> frozenset[str]:
    """The terms that only say where: every other article of the region shares them."""
    named = [phrase for label in article.regions for phrase in label.evidence]
    named += [phrase for place in article.places for phrase in place.evidence]
    return frozenset(stem(word, article.language)[:STEM] for phrase in named for word in WORD.findall(phrase))


def _terms(text: str, language: str) -> Iterator[str]:
    """The informative words of ``text``."""
    for word in WORD.findall(text):
        plain = normal(word)
        if plain not in stop_words() and (len(plain) > 1 or plain.isdigit()):
            yield short_form(word, language)


def _rarity(term: str) -> float:
    """How much sharing ``term`` tells, in place of an inverse document frequency."""
    if term.isdigit():
        return _SMALL_NUMBER if len(term) == 1 else 1.0
    return _common().get(term, 1.0)


@cache
def _common() -> Mapping[str, float]:
    """Truncated stems of the words of every news, with their rarity."""
    classes = ((common_words()["usual"], _USUAL), (common_words()["frequent"], _FREQUENT))
    return {
        stem(word, language)[:STEM]: rarity for words, rarity in classes for word in words for language in ("ru", "kk")
    }
