"""Which of the stored articles tells the same event as a new one. Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime
from heapq import nlargest

from bot.analysis import same_event
from bot.models import Analysis, Candidate

COMPARED = 8
"""Candidates that are compared closely, for each edition: a reprint or another telling is among the nearest."""


class Nearby:
    """Candidates, found by the terms that they share with an article."""

    def __init__(self, candidates: Iterable[Candidate] = ()) -> None:
        self._candidates: list[Candidate] = []
        self._by_term: dict[str, list[tuple[int, float]]] = defaultdict(list)
        for candidate in candidates:
            self.add(candidate)

    def add(self, candidate: Candidate) -> None:
        number = len(self._candidates)
        self._candidates.append(candidate)
        for term, weight in candidate.analysis.terms.items():
            self._by_term[term].append((number, weight))

    def match(self, analyses: Iterable[Analysis], published: datetime) -> Candidate | None:
        """The candidate that tells the same event, the closest where there are several."""
        best, found = 0.0, None
        for analysis in analyses:
            for candidate in self._nearest(analysis):
                hours = abs((published - candidate.published).total_seconds()) / 3600
                match = same_event(analysis, candidate.analysis, hours_apart=hours)
                if match.same and match.score > best:
                    best, found = match.score, candidate
        return found

    def _nearest(self, analysis: Analysis) -> list[Candidate]:
        """By the cosine of their terms, which are unit vectors."""
        cosines: dict[int, float] = defaultdict(float)
        for term, weight in analysis.terms.items():
            for number, other in self._by_term.get(term, ()):
                cosines[number] += weight * other
        alike = [number for number in cosines if self._candidates[number].analysis.language == analysis.language]
        return [self._candidates[number] for number in nlargest(COMPARED, alike, key=cosines.__getitem__)]
