"""A question while it is being read: its words, those already understood, and the phrases of ``data/query.toml``."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files

from bot.analysis.fold import Token, normal

Phrase = tuple[str, ...]
"""Folded words; one that ends in a star stands for any ending."""


@dataclass(slots=True)
class Reading:
    """What has been understood so far; ``used`` are the words that are spoken for."""

    text: str
    words: tuple[Token, ...]
    used: set[int] = field(default_factory=set)

    def free(self) -> list[int]:
        return [position for position in range(len(self.words)) if position not in self.used]

    def use_span(self, start: int, end: int) -> None:
        """Spends the words between two characters."""
        self.used.update(position for position, word in enumerate(self.words) if word.start < end and word.end > start)

    def take(self, section: str, name: str) -> list[int]:
        """Where phrases of that name begin; the longest win, and their words are used up."""
        found: list[int] = []
        phrases = sorted(table()[section][name], key=len, reverse=True)
        for position in range(len(self.words)):
            phrase = next((phrase for phrase in phrases if self._stands_at(phrase, position)), None)
            if phrase:
                self.used.update(range(position, position + len(phrase)))
                found.append(position)
        return found

    def _stands_at(self, phrase: Phrase, position: int) -> bool:
        span = range(position, position + len(phrase))
        if span.stop > len(self.words) or not self.used.isdisjoint(span):
            return False
        return all(_meets(pattern, self.words[index].normal) for pattern, index in zip(phrase, span, strict=True))


@cache
def table() -> dict[str, dict[str, tuple[Phrase, ...]]]:
    """``data/query.toml`` as section → name → phrases."""
    data = tomllib.loads(files("bot.analysis").joinpath("data/query.toml").read_text("utf-8"))
    return {section: {name: _split(line) for name, line in lines.items()} for section, lines in data.items()}


def _split(line: str) -> tuple[Phrase, ...]:
    return tuple(_phrase(part) for part in line.split(",") if part.strip())


def _phrase(written: str) -> Phrase:
    return tuple(
        f"{normal(word[:-1])}*" if word.endswith("*") else normal(word) for word in written.replace("-", " ").split()
    )


def _meets(pattern: str, word: str) -> bool:
    return word.startswith(pattern[:-1]) if pattern.endswith("*") else word == pattern


def is_one_of(word: Token, section: str, name: str) -> bool:
    """Whether ``word`` alone is a phrase of that name."""
    return any(len(phrase) == 1 and _meets(phrase[0], word.normal) for phrase in table()[section][name])
