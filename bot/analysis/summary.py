"""Extractive summaries: sentences of the cleaned text, verbatim and in its order.

Sentences are ranked by LexRank over TF-IDF with a prior for the beginning of the article (of a news item nothing
beats the lead by much). One is never chosen that leans on a sentence left out («Он также …», «Сондай-ақ …»), that is
a quotation without its speaker, a question, a heading, or that says the same as another one.
"""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from importlib.resources import files

import numpy as np
from numpy.typing import NDArray

from bot.analysis import sentences as splitting
from bot.analysis.clean import Cleaned
from bot.analysis.fold import fold
from bot.analysis.stem import stems, stop_words
from bot.analysis.topics import sentence_labels
from bot.models import Passage

Floats = NDArray[np.float64]

MAX_CHARS = 400
_MOST_SENTENCES = 200  # ranked per article: the matrix grows with the square, news does not stand behind the 200th
_DAMPING = 0.4  # how much likeness to other sentences counts against the place in the article
_ALIKE = 0.6  # cosine from which two sentences say the same
_MEAGRE, _MEAGRE_CHARS = 0.75, 60  # factor of a sentence that is too short to say much
_LEANING = 0.6  # factor of a sentence that points back
_REPEATS_TITLE = 0.9
_SHORTEST = 30  # characters
_OPEN, _CLOSE = "«„“", "»”"
_PRONOUNS = frozenset({"он", "она", "они", "ол", "олар", "he", "she", "they"})
_END = re.compile(r"[.!…][»”\")]*$")
_TORN = re.compile(
    r"[,!?…]\s*[–—-]\s*(?:сказа|говор|рассказ|отмет|отмеч|подчерк|призна|поясн|объясн|добав|заяв|сообщ|счита|увер|делит|"
    r"вспомин|ответ|пишет|деді|дейді|деп|said|says)",
    re.IGNORECASE,
)
_SPEECH = re.compile(r"[»”\"],?\s*[–—-]\s*(?P<speaker>.+)$")


def summarise(
    cleaned: Cleaned, language: str, *, count: int = 3, max_chars: int = MAX_CHARS, topic: str | None = None
) -> tuple[str, ...]:
    """At most ``count`` sentences of together at most ``max_chars`` characters (joined by spaces), in text order.

    With a ``topic`` they are sentences on that topic. An article whose sentences are all longer than ``max_chars``
    gives the beginning of its first one, cut between words; one without sentences gives nothing.
    """
    texts = cleaned.sentences[:_MOST_SENTENCES]
    if not texts or count < 1:
        return ()
    *rows, headline = _vectors((*texts, cleaned.title), language)
    vectors = np.array(rows)
    ranks = _ranks(vectors, headline) * np.array([_worth(text, language, topic) for text in texts])
    usable = [place for place in range(len(texts)) if stands_alone(texts[place]) and len(texts[place]) <= max_chars]
    usable = [place for place in usable if not _repeats(texts[place], cleaned.title, language)] or usable
    chosen = _choose(usable, ranks, vectors, [len(text) for text in texts], count, max_chars)
    if not chosen and topic is None:
        return _fallback(texts, max_chars)
    return tuple(texts[place] for place in chosen)


def lead(cleaned: Cleaned, language: str, *, max_chars: int = MAX_CHARS) -> str:
    """The one sentence for a list; an empty string for an article without text."""
    return next(iter(summarise(cleaned, language, count=1, max_chars=max_chars)), "")


def on_topic(
    passages: Iterable[Passage], topic: str, language: str, *, count: int = 3, max_chars: int = MAX_CHARS
) -> tuple[str, ...]:
    """The sentences on ``topic`` out of stored passages, as :func:`summarise` chooses them."""
    paragraphs = tuple(splitting.split(passage.text) for passage in passages if topic in passage.topics)
    return summarise(Cleaned("", paragraphs), language, count=count, max_chars=max_chars, topic=topic)


def stands_alone(sentence: str) -> bool:
    """Whether a reader understands ``sentence`` without the one before it: a whole statement that neither begins
    with a pronoun or a linking word nor is a quotation without a named speaker."""
    if len(sentence) < _SHORTEST or not _END.search(sentence) or sentence[0].islower():
        return False
    if _dangling().match(fold(sentence).lstrip("«„“\"'–—- ")):
        return False
    return _speaks_for_itself(sentence)


def leans_within(sentence: str) -> bool:
    """Whether a word in the middle points back («…бұл мақсатқа…», «…также…»): such a sentence is the second choice."""
    return any(word in _pointing() for word in fold(sentence).split())


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
def _pointing() -> frozenset[str]:
    return frozenset(map(fold, _lists()["within"]))


@cache
def _lists() -> Mapping[str, list[str]]:
    return tomllib.loads(files("bot.analysis").joinpath("data/dangling.toml").read_text("utf-8"))


@cache
def _dangling() -> re.Pattern[str]:
    phrases = sorted(map(fold, _lists()["begins"]), key=len, reverse=True)
    return re.compile(rf"(?:{'|'.join(map(re.escape, phrases))})(?![\w-])")


def _vectors(texts: Sequence[str], language: str) -> Floats:
    """Sentences as unit rows over the article's own stems, TF × IDF among its sentences."""
    bags = [Counter(form for form in stems(text, language) if form not in stop_words()) for text in texts]
    frequency = Counter(form for bag in bags for form in bag)
    columns = {form: column for column, form in enumerate(frequency)}
    matrix = np.zeros((len(texts), max(1, len(columns))))
    for row, bag in enumerate(bags):
        for form, times in bag.items():
            matrix[row, columns[form]] = (1 + np.log(times)) * np.log1p(len(texts) / frequency[form])
    norms = np.linalg.norm(matrix, axis=1, keepdims=True)
    return matrix / np.where(norms > 0, norms, 1.0)


def _ranks(vectors: Floats, headline: Floats) -> Floats:
    """LexRank by power iteration, restarted not evenly but by the place in the article and likeness to the title."""
    likeness = vectors @ vectors.T
    np.fill_diagonal(likeness, 0.0)
    sums = likeness.sum(axis=1, keepdims=True)
    steps = likeness / np.where(sums > 0, sums, 1.0)
    prior: Floats = (1.0 + vectors @ headline) / np.arange(1, len(vectors) + 1)
    prior /= prior.sum()
    ranks: Floats = prior
    for _ in range(30):
        ranks = np.add((1 - _DAMPING) * prior, _DAMPING * (ranks @ steps))
    return ranks


def _worth(sentence: str, language: str, topic: str | None) -> float:
    """What a sentence's rank is multiplied by; nought for one that is not on the wanted ``topic``."""
    if topic and topic not in sentence_labels(sentence, language):
        return 0.0
    return (_LEANING if leans_within(sentence) else 1.0) * (_MEAGRE if len(sentence) < _MEAGRE_CHARS else 1.0)


def _repeats(sentence: str, title: str, language: str) -> bool:
    """Whether ``sentence`` is the headline once more."""
    own, headline = set(stems(sentence, language)), set(stems(title, language))
    return bool(headline) and len(own & headline) >= _REPEATS_TITLE * len(own | headline)


def _choose(
    usable: Sequence[int], ranks: Floats, vectors: Floats, lengths: Sequence[int], count: int, max_chars: int
) -> list[int]:
    """The best places that fit and do not repeat each other, in text order."""
    chosen: list[int] = []
    room = max_chars
    for place in sorted(usable, key=lambda place: -ranks[place]):
        if len(chosen) == count or ranks[place] <= 0:
            break
        alike = any(vectors[place] @ vectors[other] > _ALIKE for other in chosen)
        if not alike and lengths[place] <= room:
            chosen.append(place)
            room -= lengths[place] + 1
    return sorted(chosen)


def _fallback(texts: Sequence[str], max_chars: int) -> tuple[str, ...]:
    """The first sentence that fits though it leans on others, else the beginning of the first one."""
    fitting = next((text for text in texts if len(text) <= max_chars and len(text) >= _SHORTEST), None)
    fitting = fitting or next((text for text in texts if len(text) <= max_chars), None)
    if fitting:
        return (fitting,)
    return (texts[0][: max_chars - 1].rsplit(" ", 1)[0].rstrip(" ,;:–—-") + "…",) if max_chars > 1 else ()
