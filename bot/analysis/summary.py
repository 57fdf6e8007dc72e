"""Extractive summaries: sentences of the cleaned text, verbatim and in its order.

Sentences are ranked by LexRank over TF-IDF with a prior for the beginning of the article (of a news item nothing
beats the lead by much). One is never chosen that leans on a sentence left out («Он также …», «Сондай-ақ …»), that is
a quotation without its speaker, a question, a heading, or that says the same as another one. A pronoun may follow the
sentence that it points to.
"""

from __future__ import annotations

import math
import re
import tomllib
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from itertools import combinations, dropwhile
from operator import mul, truediv

from bot.analysis import sentences as splitting
from bot.analysis.clean import Cleaned
from bot.analysis.fold import WORD, fold, normal
from bot.analysis.stem import stop_words
from bot.analysis.topics import sentence_labels
from bot.analysis.vocabulary import words_of
from bot.models import Passage

Vector = Mapping[str, float]

MAX_CHARS = 400
_MOST_SENTENCES = 80  # ranked per article: the work grows with the square, news does not stand behind the 80th
_DAMPING = 0.15  # how much likeness to other sentences counts against the place in the article
_ROUNDS = 6  # of the power iteration: 0.15 ** 6 is nothing
_ALIKE = 0.6  # cosine from which two sentences say the same
_MEAGRE, _MEAGRE_CHARS = 0.75, 60  # factor of a sentence that is too short to say much
_SPOKEN = 0.7  # factor of a quotation
_FIGURED = 1.2  # factor of a sentence with figures
_LEANING = 0.8  # factor of a sentence that points back
_REPEATS_TITLE = 0.9
_SHORTEST = 30  # characters
_QUOTED = ("», —", "», –", "», -", ": «", "”, –", "”, —")
_OPEN, _CLOSE = "«„“", "»”"
_PRONOUNS = frozenset({"он", "она", "они", "ол", "олар", "he", "she", "they"})
_OPENING, _LONGEST_PHRASE = 60, 4  # characters, words of a sentence's beginning
_FIGURE = re.compile(r"\d")
_END = re.compile(r"[.!…][»”\")]*$")
_TORN = re.compile(
    r"[,!?…]\s*[–—-]\s*(?:сказа|говор|рассказ|отмет|отмеч|подчерк|призна|поясн|объясн|добав|заяв|сообщ|счита|увер|делит|"
    r"вспомин|ответ|пишет|деді|дейді|деп|said|says)",
    re.IGNORECASE,
)
_SPEECH = re.compile(r"[»”\"],?\s*[–—-]\s*(?P<speaker>.+)$")


@dataclass(frozen=True, slots=True, eq=False)
class _Ranked:
    """Sentences of an article, their vectors, the places of those that may be chosen, best first, and of those
    among them that need the sentence before."""

    texts: tuple[str, ...]
    vectors: Sequence[Vector]
    order: tuple[int, ...]
    leaning: frozenset[int]


def summarise(
    cleaned: Cleaned, language: str, *, count: int = 3, max_chars: int = MAX_CHARS, topic: str | None = None
) -> tuple[str, ...]:
    """At most ``count`` sentences of together at most ``max_chars`` characters (joined by spaces), in text order.

    With a ``topic`` they are sentences on that topic. An article whose sentences are all longer than ``max_chars``
    gives the beginning of its first one, cut between words; one without sentences gives nothing.
    """
    if not cleaned.sentences or count < 1:
        return ()
    ranked = _ranked(cleaned, language)
    wanted = [topic is None or topic in sentence_labels(text, language) for text in ranked.texts]
    places = [place for place in ranked.order if wanted[place] and len(ranked.texts[place]) <= max_chars]
    chosen = _choose(places, ranked, count, max_chars)
    if not chosen and topic is None:
        return _fallback(ranked.texts, max_chars)
    return tuple(ranked.texts[place] for place in chosen)


def lead(cleaned: Cleaned, language: str, *, max_chars: int = MAX_CHARS) -> str:
    """The one sentence for a list; an empty string for an article without text."""
    return next(iter(summarise(cleaned, language, count=1, max_chars=max_chars)), "")


def on_topic(
    passages: Iterable[Passage], topic: str, language: str, *, count: int = 3, max_chars: int = MAX_CHARS
) -> tuple[str, ...]:
    """The sentences on ``topic`` out of stored passages, as :func:`summarise` chooses them."""
    split = (splitting.split(passage.text) for passage in passages if topic in passage.topics)
    # what a passage's first sentence leans on may have stayed in another passage
    paragraphs = (tuple(dropwhile(lambda sentence: not stands_alone(sentence), own)) for own in split)
    return summarise(Cleaned("", tuple(paragraphs)), language, count=count, max_chars=max_chars, topic=topic)


def stands_alone(sentence: str) -> bool:
    """Whether a reader understands ``sentence`` without the one before it: a whole statement that neither begins
    with a pronoun or a linking word nor is a quotation without a named speaker."""
    return _is_whole(sentence) and not _begins(sentence, "after")


def _is_whole(sentence: str) -> bool:
    """Whether ``sentence`` can be quoted at all, be it after the one that it leans on."""
    if len(sentence) < _SHORTEST or not _END.search(sentence[-8:]) or sentence[0].islower():
        return False
    return not _begins(sentence, "never") and _speaks_for_itself(sentence)


def _begins(sentence: str, kind: str) -> bool:
    """Whether the first words of ``sentence`` are a phrase of that kind («А.» is an initial, no «а»)."""
    return sentence[1:2] != "." and not _phrases(kind).isdisjoint(_beginnings(sentence))


@lru_cache(maxsize=256)  # asked for each kind of phrase
def _beginnings(sentence: str) -> tuple[str, ...]:
    """The first word of ``sentence``, its first two words and so on."""
    words = [normal(word) for word in WORD.findall(sentence[:_OPENING])[:_LONGEST_PHRASE]]
    return tuple(" ".join(words[:count]) for count in range(1, len(words) + 1))


def leans_within(sentence: str) -> bool:
    """Whether a word in the middle points back («…бұл мақсатқа…», «…также…»): such a sentence is the second choice."""
    return not _phrases("within").isdisjoint(map(normal, WORD.findall(sentence)))


def _speaks_for_itself(sentence: str) -> bool:
    """No quotation, a whole one within a sentence, or one whose speaker is named."""
    opened = sum(sentence.count(mark) for mark in _OPEN)
    if opened != sum(sentence.count(mark) for mark in _CLOSE) or sentence.count('"') % 2:
        return False
    if sentence[0] in "–—-":
        return False
    if sentence[0] not in _OPEN + '"':
        return not _TORN.search(sentence) or any(mark in sentence for mark in _OPEN + '"')
    speech = _SPEECH.search(sentence)
    if not speech:
        return not any(mark in sentence[-3:] for mark in _CLOSE + '"')
    return _names_speaker(speech["speaker"])


def _names_speaker(words: str) -> bool:
    """«сказал аким Баталов», «деді облыс әкімі», but not «сказал он» or «добавил спикер»."""
    speaker = words.strip(" .,").split()
    named = any(word[0].isupper() for word in speaker) or len(speaker) > 2
    return named and not {fold(word) for word in speaker} & _PRONOUNS


@cache
def _phrases(kind: str) -> frozenset[str]:
    return frozenset(" ".join(map(normal, WORD.findall(phrase))) for phrase in _lists()[kind])


@cache
def _lists() -> Mapping[str, list[str]]:
    return tomllib.loads(files("bot.analysis").joinpath("data/dangling.toml").read_text("utf-8"))


@lru_cache(maxsize=8)  # a list's sentence and a card's three come from one ranking
def _ranked(cleaned: Cleaned, language: str) -> _Ranked:
    texts = cleaned.sentences[:_MOST_SENTENCES]
    *bags, headline = (_bag(text, language) for text in (*texts, cleaned.title))
    *vectors, title = _vectors([*bags, headline])
    whole = [place for place, text in enumerate(texts) if _is_whole(text)]
    fresh = [place for place in whole if not _repeats(bags[place], headline)] or whole
    leaning = frozenset(place for place in fresh if _begins(texts[place], "after"))
    ranks = _ranks(vectors, title)
    for place in fresh:
        ranks[place] *= _worth(texts[place], leans=place in leaning)
    return _Ranked(texts, vectors, tuple(sorted(fresh, key=lambda place: -ranks[place])), leaning)


def _bag(text: str, language: str) -> Counter[str]:
    return Counter(word.stem for word in words_of(text, language) if word.normal not in stop_words())


def _vectors(bags: Sequence[Counter[str]]) -> list[Vector]:
    """Bags of words as unit vectors, TF × IDF among them."""
    frequency = Counter(form for bag in bags for form in bag)
    rarity = {form: math.log1p(len(bags) / times) for form, times in frequency.items()}
    return [_unit({form: (1 + math.log(times)) * rarity[form] for form, times in bag.items()}) for bag in bags]


def _unit(vector: Vector) -> Vector:
    norm = math.hypot(*vector.values()) or 1.0
    return {form: weight / norm for form, weight in vector.items()}


def _cosine(first: Vector, second: Vector) -> float:
    """Of two unit vectors."""
    if len(first) > len(second):
        first, second = second, first
    return sum([weight * second[form] for form, weight in first.items() if form in second])


def _ranks(vectors: Sequence[Vector], title: Vector) -> list[float]:
    """LexRank by power iteration, restarted not evenly but by the place in the article and likeness to the title."""
    steps = _steps(vectors)
    prior = [(1.0 + _cosine(vector, title)) / place for place, vector in enumerate(vectors, 1)]
    whole = sum(prior)
    prior = [share / whole for share in prior]
    ranks = prior
    for _ in range(_ROUNDS):
        reached = [sum(map(mul, ranks, column)) for column in steps]
        ranks = [(1 - _DAMPING) * share + _DAMPING * came for share, came in zip(prior, reached, strict=True)]
    return ranks


def _steps(vectors: Sequence[Vector]) -> list[list[float]]:
    """Per sentence the chance to come to it from each other one: their likeness as a share of all that one is like."""
    likeness = [[0.0] * len(vectors) for _ in vectors]
    for (one, first), (other, second) in combinations(enumerate(vectors), 2):
        likeness[one][other] = likeness[other][one] = _cosine(first, second)
    sums = [sum(row) or 1.0 for row in likeness]
    return [list(map(truediv, row, sums)) for row in likeness]


def _worth(sentence: str, *, leans: bool) -> float:
    """What a sentence's rank is multiplied by."""
    worth = _LEANING if leans or leans_within(sentence) else 1.0
    if len(sentence) < _MEAGRE_CHARS:
        worth *= _MEAGRE
    if any(mark in sentence for mark in _QUOTED):
        worth *= _SPOKEN
    return worth * (_FIGURED if _FIGURE.search(sentence) else 1.0)


def _repeats(bag: Counter[str], headline: Counter[str]) -> bool:
    """Whether a sentence is the headline once more."""
    both = len(bag.keys() & headline.keys())
    return bool(headline) and both >= _REPEATS_TITLE * len(bag.keys() | headline.keys())


def _choose(places: Sequence[int], ranked: _Ranked, count: int, max_chars: int) -> list[int]:
    """The best places that fit and do not repeat each other, in text order; one that leans on the sentence before
    only after that was chosen."""
    chosen: list[int] = []
    waiting = list(places)
    room = max_chars
    while waiting and len(chosen) < count:
        place = next((place for place in waiting if place not in ranked.leaning or place - 1 in chosen), None)
        if place is None:
            break
        waiting.remove(place)
        alike = any(_cosine(ranked.vectors[place], ranked.vectors[other]) > _ALIKE for other in chosen)
        if not alike and len(ranked.texts[place]) <= room:
            chosen.append(place)
            room -= len(ranked.texts[place]) + 1
    return sorted(chosen)


def _fallback(texts: Sequence[str], max_chars: int) -> tuple[str, ...]:
    """The first sentence that fits though it leans on others, else the beginning of the first one."""
    fitting = next((text for text in texts if len(text) <= max_chars and len(text) >= _SHORTEST), None)
    fitting = fitting or next((text for text in texts if len(text) <= max_chars), None)
    if fitting:
        return (fitting,)
    return (texts[0][: max_chars - 1].rsplit(" ", 1)[0].rstrip(" ,;:–—-") + "…",) if max_chars > 1 else ()
