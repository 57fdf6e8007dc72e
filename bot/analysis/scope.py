"""Does a text speak of the country as a whole, of abroad, or of a home that it does not name?"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files

from bot.analysis.fold import tokens

_REGION_NAME = re.compile(
    r"\b(?:(?:Западно|Восточно|Северо|Южно)-Казахстанск\w+|(?:Батыс|Шығыс|Солтүстік|Оңтүстік) Қазақстан\w*|"
    r"(?:Западн|Восточн|Северн|Южн)\w+ Казахстан\w*)|экс-министр\w*"
)
_RANKED = re.compile(
    r"\b(?:перв|единственн|крупнейш|старейш|уникальн|впервые)\w*(?:\s+(?:место|раз))?\s+(?:во?|по)\s+(?:всей\s+|всём\s+)?"
    r"(?:Казахстан|стран|республик)\w*|"
    r"(?:Қазақстанда|елімізде|республика(?:да|мызда))(?:ғы|гі)?\s+"
    r"(?:алғаш|тұңғыш|жалғыз|бірден-бір|ең\s+(?:ірі|үлкен|алғаш))",
    re.IGNORECASE,
)
"""«Единственный в Казахстане завод»: the country is only what something at home is measured by."""

_WHOLE_COUNTRY = re.compile(
    r"\bел\s+(?:бойынша|көлемінде|аумағын|халқы|экономика|тұрғын|азамат)|бүкіл\s+ел|\bжоғарғы\s+сот|"
    r"\bұлттық\s+(?:банк|қор(?:\s|д|ы)|экономика|статистика|қауіпсіздік|құрама|бюро)"
)
"""Words that only together speak of the country: «ел» is any people, «ұлттық» the costume as well as the bank."""
_OF_COUNTRY = ("ел ", "ұлттық", "жоғарғы")
_NAMING = ("стан", "экс-", "стран", "еспублик", "лімізде")
"""Every match of the two patterns has one of these."""


@dataclass(frozen=True, slots=True)
class Outlook:
    """``national`` and ``foreign``: the share of such sentences, 0 to 1, the title counting as two; ``abroad``: more
    foreign than domestic; ``local``: words like «облыс әкімі» occur; ``opening``: the title or the first sentence
    speaks of the whole country."""

    national: float
    foreign: float
    local: bool
    opening: bool = False

    @property
    def at_home(self) -> bool:
        """A local paper's own district is meant: «облыс әкімі» or nothing at all, neither the country nor the world."""
        return self.national < (0.4 if self.local else 0.1) and self.foreign <= 0.3

    @property
    def abroad(self) -> bool:
        return self.foreign > 0.3 and self.foreign > self.national


@cache
def _beginnings() -> dict[str, tuple[str, ...]]:
    """What each beginning (or, with a full stop, word) of ``data/scope.toml`` speaks of."""
    data = tomllib.loads(files("bot.analysis").joinpath("data/scope.toml").read_text("utf-8"))
    found: dict[str, tuple[str, ...]] = {}
    for kind, words in data.items():
        for word in words.split():
            found[word] = (*found.get(word, ()), kind)
    return found


@cache
def _longest() -> int:
    return max(map(len, _beginnings()))


@cache
def _openings() -> frozenset[str]:
    """The first three letters of all entries: most words share none."""
    return frozenset(entry[:3] for entry in _beginnings())


@lru_cache(maxsize=2048)
def _kinds(word: str) -> tuple[str, ...]:
    """What a word speaks of; entries are beginnings of at least three letters."""
    if f"{word}."[:3] not in _openings():
        return ()
    entries = _beginnings()
    beginnings = (word[:length] for length in range(3, min(len(word), _longest()) + 1))
    return tuple(kind for entry in (f"{word}.", *beginnings) for kind in entries.get(entry, ()))


def is_foreign(word: str) -> bool:
    """Whether a word (folded, or a skeleton) names a country or a capital abroad."""
    return "foreign" in _kinds(word)


def is_common(word: str) -> bool:
    """Whether a word (folded) is a common one that only looks like the name of a place: «Малый бизнес», «Чудо»."""
    return "words" in _kinds(word)


def _is_of_whole_country(lowered: str) -> bool:
    """Whether a pair of words says so; the pattern is slow, and most sentences have none of its words."""
    return any(word in lowered for word in _OF_COUNTRY) and bool(_WHOLE_COUNTRY.search(lowered))


def _without_names(sentence: str) -> str:
    """The sentence without names of regions and records that mention the country; most need no look."""
    if any(sign in sentence for sign in _NAMING):
        return _RANKED.sub("", _REGION_NAME.sub("", sentence))
    return sentence


def outlook(title: str, sentences: Sequence[str]) -> Outlook:
    """The outlook of a text, judged by its title and first 30 sentences; names of regions do not count."""
    weights = {"national": 0.0, "foreign": 0.0}
    whole = 0.0
    local = opening = False
    for number, sentence in enumerate((title, *sentences[:30])):
        weight = 2.0 if number == 0 else 1.0
        whole += weight
        kinds = {kind for token in tokens(_without_names(sentence)) for kind in _kinds(token.normal)}
        if _is_of_whole_country(sentence.lower()):
            kinds.add("national")
        local = local or "local" in kinds
        opening = opening or (number < 2 and "national" in kinds)
        for kind in weights:
            weights[kind] += weight * (kind in kinds)
    return Outlook(weights["national"] / whole, weights["foreign"] / whole, local, opening)
