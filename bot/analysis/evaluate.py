"""Scores the analysis against labelled lines of JSON, for ``aimaq evaluate``.

A line is an article ``{"title", "html", "published"?, "lang"?, "regions"?, "topics"?, "default_region"?}``, a question
``{"query", "regions"?, "topics"?, "period"?, "keywords"?}`` or a pair ``{"a", "b", "same", "kind"?}``; a label that is
absent is not judged. Nothing here prints or keeps time.
"""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from bot.analysis import analyse, parse_query, same_event, search_terms
from bot.analysis.explain import read_article

_EXAMPLES = 3  # headlines kept per confusion


@dataclass(frozen=True, slots=True)
class Score:
    """Right, wrongly given and missed answers of one class (or of all of them)."""

    id: str
    right: int
    wrong: int
    missed: int

    @property
    def precision(self) -> float:
        """1 where nothing was given."""
        return self.right / (self.right + self.wrong) if self.right + self.wrong else 1.0

    @property
    def recall(self) -> float:
        """1 where nothing was to be found."""
        return self.right / (self.right + self.missed) if self.right + self.missed else 1.0

    @property
    def f1(self) -> float:
        judged = 2 * self.right + self.wrong + self.missed
        return 2 * self.right / judged if judged else 1.0

    @property
    def support(self) -> int:
        """How often the class was expected."""
        return self.right + self.missed


@dataclass(frozen=True, slots=True)
class Section:
    """One thing judged (``regions``, ``topics``, ``language``, ``same`` …) in all articles or those of one language.

    ``exact`` is the share of lines with exactly the expected set, ``none_exact`` that among lines where nothing is
    expected, ``primary`` the share whose first answer is the first label; ``None`` where no line was of that kind.
    """

    name: str
    language: str | None
    lines: int
    classes: tuple[Score, ...]
    micro: Score
    exact: float
    none_exact: float | None = None
    primary: float | None = None

    @property
    def macro_f1(self) -> float:
        """The mean over classes that were expected or given."""
        return sum(score.f1 for score in self.classes) / len(self.classes) if self.classes else 1.0


@dataclass(frozen=True, slots=True)
class Confusion:
    """``given`` in place of ``expected`` (one of them empty: nothing), how often, and headlines where."""

    name: str
    expected: str
    given: str
    times: int
    examples: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Report:
    """``skipped`` are the numbers of lines that could not be read, with the reason."""

    articles: int
    queries: int
    pairs: int
    sections: tuple[Section, ...]
    confusions: tuple[Confusion, ...]
    skipped: tuple[tuple[int, str], ...]


@dataclass(frozen=True, slots=True)
class _Judged:
    """One answer beside its label; both ordered, the primary one first."""

    name: str
    language: str | None
    expected: tuple[str, ...]
    given: tuple[str, ...]
    about: str


@dataclass(slots=True)
class _Ledger:
    judged: list[_Judged] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)
    skipped: list[tuple[int, str]] = field(default_factory=list)


def evaluate(lines: Iterable[str]) -> Report:
    """Analyses every line and compares; blank lines are passed over, unreadable ones listed in the report."""
    ledger = _Ledger()
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            kind, judged = _judge(json.loads(line))
        except (ValueError, TypeError, KeyError, RecursionError) as error:
            ledger.skipped.append((number, f"{type(error).__name__}: {error}"))
            continue
        ledger.counts[kind] += 1
        ledger.judged += judged
    return Report(
        articles=ledger.counts["article"],
        queries=ledger.counts["query"],
        pairs=ledger.counts["pair"],
        sections=tuple(_sections(ledger.judged)),
        confusions=tuple(_confusions(ledger.judged)),
        skipped=tuple(ledger.skipped),
    )


def _judge(labelled: Mapping[str, Any]) -> tuple[str, list[_Judged]]:
    if not isinstance(labelled, dict):
        raise TypeError("a JSON object is expected")
    if "query" in labelled:
        return "query", list(_judge_query(labelled))
    if "a" in labelled:
        return "pair", list(_judge_pair(labelled))
    return "article", list(_judge_article(labelled))


def _judge_article(labelled: Mapping[str, Any]) -> Iterator[_Judged]:
    edition, published = read_article(labelled)
    analysis = analyse(edition, published=published, default_region=labelled.get("default_region"))
    language = labelled.get("lang")
    if language:
        yield _Judged("language", None, (language,), (analysis.language,), edition.title)
    for name, given in (("regions", analysis.regions), ("topics", analysis.topics)):
        if name in labelled:
            yield _Judged(name, language, tuple(labelled[name]), tuple(label.id for label in given), edition.title)


def _judge_query(labelled: Mapping[str, Any]) -> Iterator[_Judged]:
    """Keywords are compared by their search forms: how they are written is no matter."""
    words = str(labelled["query"])
    query = parse_query(words)
    given: dict[str, tuple[str, ...]] = {
        "regions": query.regions,
        "topics": query.topics,
        "period": (query.period.value,) if query.period else (),
        "keywords": search_terms(" ".join(query.keywords)),
    }
    right = []
    for name, answer in given.items():
        if name in labelled:
            expected = _expected(name, labelled[name])
            right.append(set(expected) == set(answer))
            yield _Judged(f"query {name}", None, expected, answer, words)
    yield _Judged("query", None, ("all right",), ("all right",) if all(right) else ("something wrong",), words)


def _expected(name: str, label: Any) -> tuple[str, ...]:
    if name == "period":
        return (str(label),) if label else ()
    return search_terms(" ".join(label)) if name == "keywords" else tuple(label)


def _judge_pair(labelled: Mapping[str, Any]) -> Iterator[_Judged]:
    first, second = (analyse(read_article(labelled[side])[0]) for side in ("a", "b"))
    match = same_event(first, second, hours_apart=0.0)
    kind = str(labelled.get("kind") or "pair")
    about = f"{first.title} | {second.title}"
    expected, given = (("same",) if answer else () for answer in (labelled["same"], match.same))
    yield _Judged("pair", None, expected, given, about)
    yield _Judged(f"pair: {kind}", None, expected, given, about)


def _sections(judged: Sequence[_Judged]) -> Iterator[Section]:
    """One section per name, and per name and language where lines tell a language."""
    groups: defaultdict[tuple[str, str], list[_Judged]] = defaultdict(list)
    for one in judged:
        groups[one.name, ""].append(one)
        if one.language:
            groups[one.name, one.language].append(one)
    for (name, language), members in groups.items():
        yield _section(name, language or None, members)


def _section(name: str, language: str | None, members: Sequence[_Judged]) -> Section:
    right, wrong, missed = (Counter[str]() for _ in range(3))
    for one in members:
        expected, given = set(one.expected), set(one.given)
        right.update(expected & given)
        wrong.update(given - expected)
        missed.update(expected - given)
    classes = tuple(Score(key, right[key], wrong[key], missed[key]) for key in sorted({*right, *wrong, *missed}))
    return Section(
        name=name,
        language=language,
        lines=len(members),
        classes=classes,
        micro=Score("all", right.total(), wrong.total(), missed.total()),
        exact=_share(set(one.expected) == set(one.given) for one in members) or 0.0,
        none_exact=_share(not one.given for one in members if not one.expected),
        primary=_share(one.given[:1] == one.expected[:1] for one in members if one.expected),
    )


def _share(answers: Iterable[bool]) -> float | None:
    listed = list(answers)
    return sum(listed) / len(listed) if listed else None


def _confusions(judged: Sequence[_Judged]) -> list[Confusion]:
    """What was taken for what, commonest first; a class that was only missed or only added stands against nothing."""
    about: defaultdict[tuple[str, str, str], list[str]] = defaultdict(list)
    for one in judged:
        missed = [key for key in one.expected if key not in one.given] or [""]
        added = [key for key in one.given if key not in one.expected] or [""]
        for expected in missed:
            for given in added:
                if expected or given:
                    about[one.name, expected, given].append(one.about)
    found = [Confusion(*key, len(titles), tuple(titles[:_EXAMPLES])) for key, titles in about.items()]
    return sorted(found, key=lambda one: (-one.times, one.name, one.expected, one.given))
