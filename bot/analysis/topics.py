"""What an article is about: several of the fourteen topics, in order, with the words that say so, and its passages.

The words are those of the vocabularies in ``data/topics``. An article and each of its sentences are judged by the
same entries, so that a digest on one topic can quote the right sentences of a report on eight.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from bot.analysis.clean import Cleaned
from bot.analysis.fold import WORD
from bot.analysis.vocabulary import STRONG, Hit, name_form, names, vocabulary, words_of
from bot.models import TOPICS, Label, Passage

_TITLE, _LEAD, _LEAD_SENTENCES = 3.0, 1.5, 2  # what words count in the headline and in the first two sentences
_ENOUGH = 5.0  # score of a topic, tuned with the shares on tune, more and fresh of tests/data/evaluate
_SHARE = 0.4  # of the best topic's score
_SHARES: Mapping[str, float] = {
    "world": 0.6, "politics": 0.6, "infrastructure": 0.55, "economy": 0.5, "education": 0.55, "culture": 0.55,
}  # fmt: skip
"""The same for topics that ride along with others: who decided, what it cost, in which building, who studies there."""
_STRICTNESS: Mapping[str, float] = {"kk": 1.4}
"""Times that share is needed where most words of a language's lists are strong ones."""
_AT_THE_SCENE = 0.75  # the same for what every accident has: injured who are treated, witnesses, a road
_SCENE = ("health", "social", "education", "infrastructure")
_HEADLINE = 0.8  # of that share is enough for a topic of the headline
_BURIED = 1.2  # times that share is needed by one that neither the headline nor the lead speaks of
_LINES, _LINES_OF_MANY, _MANY = 2, 3, 8  # sentences, headline included, that speak of a further topic; of more than 8
_GUESS = 3.0  # score of the best topic where none is sure
_MOST = 8
_EVIDENCE = 5
_MEANT = 2.0  # weight of a word that says what a sentence is about
_REPORT_TOPICS, _REPORT_MOST = 5, 0.3  # of a report: topics beside politics, share of sentences of any of them
_REPORT_ENOUGH, _REPORT_SHARE = 2.0, 0.1
_SENTENCE_ENOUGH, _SENTENCE_SHARE = 2.0, 0.6

Regions = Callable[[Sequence[str]], Sequence[str]]
"""Says which regions some sentences name, best first."""


@dataclass(frozen=True, slots=True)
class _Line:
    """A title or sentence with what the vocabulary finds in it, and how much its place in the article counts."""

    words: tuple[str, ...]
    hits: tuple[Hit, ...]
    weight: float

    def phrase(self, hit: Hit) -> str:
        return " ".join(self.words[hit.start : hit.start + hit.length]).lower()


def topics(cleaned: Cleaned, language: str, *, abroad: bool = False) -> tuple[Label, ...]:
    """The topics of an article, primary first; none where too little speaks for any. ``evidence`` holds the words
    of the text with their counts («школа ×3»). News from ``abroad`` are of the world, whatever else they are of."""
    lines = tuple(_lines(cleaned, language))
    scores = _scores(lines)
    chosen = _of_report(scores) if _is_report(lines, scores) else _of_news(lines, scores, language, abroad)
    sure = {hit.topic for line in lines for hit in line.hits if hit.weight * line.weight >= STRONG}
    ordered = sorted(chosen & sure, key=lambda topic: (-scores[topic], TOPICS.index(topic)))[:_MOST]
    return tuple(Label(topic, round(scores[topic], 2), _evidence(lines, topic)) for topic in ordered or _guess(scores))


def passages(cleaned: Cleaned, language: str, regions: Regions | None = None) -> tuple[Passage, ...]:
    """The whole text in runs of sentences on the same topics; a run never crosses a paragraph's end, a sentence
    that says nothing of its own goes with the one before it. ``regions`` names those of a passage."""
    found = (found for paragraph in cleaned.paragraphs for found in _runs(paragraph, language))
    return tuple(Passage(" ".join(run), chosen, tuple(regions(run)) if regions else ()) for run, chosen in found)


def match_topics(words: Sequence[str]) -> tuple[tuple[str, int, int], ...]:
    """Topics that the words of a question name, as ``(topic, position of its first word, number of words)``."""
    forms = [name_form(word) for word in words]
    longest = max(map(len, names()), default=0)
    found: list[tuple[str, int, int]] = []
    start = 0
    while start < len(forms):
        lengths = range(min(longest, len(forms) - start), 0, -1)
        length = next((size for size in lengths if tuple(forms[start : start + size]) in names()), 0)
        if length:
            found.append((names()[tuple(forms[start : start + length])], start, length))
        start += length or 1
    return tuple(found)


@lru_cache(maxsize=256)  # passages and a summary ask for the same sentences
def sentence_labels(sentence: str, language: str) -> tuple[str, ...]:
    """The topics that one sentence speaks of, best first."""
    scores = _scores([_line(sentence, language, 1.0)])
    least = max(_SENTENCE_ENOUGH, _SENTENCE_SHARE * max(scores.values(), default=0.0))
    return tuple(sorted((topic for topic in scores if scores[topic] >= least), key=lambda topic: -scores[topic]))


def _lines(cleaned: Cleaned, language: str) -> Iterator[_Line]:
    yield _line(cleaned.title, language, _TITLE)
    for position, sentence in enumerate(cleaned.sentences):
        yield _line(sentence, language, _LEAD if position < _LEAD_SENTENCES else 1.0)


def _line(text: str, language: str, weight: float) -> _Line:
    return _Line(tuple(WORD.findall(text)), _hits(text, language), weight)


@lru_cache(maxsize=256)  # the article and its passages are made of the same sentences
def _hits(text: str, language: str) -> tuple[Hit, ...]:
    return tuple(vocabulary(language).hits(words_of(text, language)))


def _scores(lines: Iterable[_Line]) -> dict[str, float]:
    """Per topic the weights of its words, each word counting less with every repetition; long texts are damped."""
    seen: Counter[tuple[str, str]] = Counter()
    scores: defaultdict[str, float] = defaultdict(float)
    length = 0
    for line in lines:
        length += len(line.words)
        for hit in line.hits:
            key = (hit.topic, line.phrase(hit)[:5])
            seen[key] += 1
            scores[hit.topic] += hit.weight * line.weight / seen[key]
    damping = 1 + math.log2(max(1.0, length / 80)) / 2
    return {topic: score / damping for topic, score in scores.items()}


def _of_report(scores: Mapping[str, float]) -> set[str]:
    """In a report every topic that is said counts."""
    least = max(_REPORT_ENOUGH, _REPORT_SHARE * max(scores.values(), default=0.0))
    return {topic for topic, score in scores.items() if score >= least}


def _of_news(lines: Sequence[_Line], scores: Mapping[str, float], language: str, abroad: bool) -> set[str]:
    """The best topic, and those that are told beside it: a word in passing, however strong, makes no topic."""
    best = max(scores, key=lambda topic: scores[topic], default="")
    spoken = Counter(topic for line in lines for topic in _meant(line))
    wanted = _LINES_OF_MANY if len(lines) > _MANY else _LINES
    headline, opening = _meant(lines[0]), {topic for line in lines[: _LEAD_SENTENCES + 1] for topic in _meant(line)}

    def tells(topic: str) -> bool:
        if scores[topic] == scores[best] or (abroad and topic == "world"):
            return True
        share = _SHARES.get(topic, _SHARE * _HEADLINE if topic in headline else _SHARE)
        if best == "incidents" and topic in _SCENE:
            share = _AT_THE_SCENE
        elif topic not in opening:
            share *= _BURIED
        share *= _STRICTNESS.get(language, 1.0)
        return scores[topic] >= share * scores[best] and spoken[topic] >= wanted

    told = {topic for topic, score in scores.items() if score >= _ENOUGH and tells(topic)}
    return told - {"world"} if "sport" in told else told  # where a match is played matters to nobody


def _meant(line: _Line) -> frozenset[str]:
    """The topics of which a line has more than weak words."""
    return frozenset(hit.topic for hit in line.hits if hit.weight >= _MEANT)


def _guess(scores: Mapping[str, float]) -> tuple[str, ...]:
    """The best topic of a text that says little of any; nothing where even that is a guess in the dark."""
    best = max(scores, key=lambda topic: scores[topic], default=None)
    return (best,) if best and scores[best] >= _GUESS else ()


def _is_report(lines: Sequence[_Line], scores: Mapping[str, float]) -> bool:
    """Whether someone in power goes through many topics, each in a sentence or two: none but politics gets far."""
    if scores.get("politics", 0.0) < _ENOUGH:
        return False
    spoken = Counter(topic for line in lines[1:] for topic in _strongest(line))
    official = spoken.pop("politics", 0) > 0
    return official and len(spoken) >= _REPORT_TOPICS and max(spoken.values()) <= len(lines) * _REPORT_MOST


def _strongest(line: _Line) -> tuple[str, ...]:
    """The topic of most weight in a line, where a strong word speaks for it."""
    scores = _scores([line])
    strong = [hit.topic for hit in line.hits if hit.weight >= _MEANT]
    return (max(strong, key=lambda topic: scores[topic]),) if strong else ()


def _evidence(lines: Iterable[_Line], topic: str) -> tuple[str, ...]:
    counts: Counter[str] = Counter()
    weights: dict[str, float] = {}
    for line in lines:
        for hit in line.hits:
            if hit.topic == topic:
                counts[line.phrase(hit)] += 1
                weights[line.phrase(hit)] = hit.weight
    best = sorted(counts, key=lambda phrase: -weights[phrase] * counts[phrase])[:_EVIDENCE]
    return tuple(f"{phrase} ×{counts[phrase]}" if counts[phrase] > 1 else phrase for phrase in best)


def _runs(paragraph: Sequence[str], language: str) -> Iterator[tuple[Sequence[str], tuple[str, ...]]]:
    """``(sentences, topics)`` of each run of sentences in a paragraph."""
    run: list[str] = []
    current: tuple[str, ...] = ()
    for sentence in paragraph:
        own = sentence_labels(sentence, language)
        if run and own and current and not set(own) & set(current):
            yield run, current
            run, current = [], ()
        run.append(sentence)
        current = (*current, *(topic for topic in own if topic not in current)) if current else own
    if run:
        yield run, current
