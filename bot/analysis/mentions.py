"""Names found in a text, read in their surroundings: what place is meant, or that none is.

:func:`mentions` returns the names that are places, each with the senses that fit and a weight for how surely and how
plainly a place is spoken of.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from bot.analysis.gazetteer import gazetteer
from bot.analysis.lexicon import Found, Sense
from bot.analysis.surroundings import PLACE_PREPOSITIONS, Sentence


class Mention(NamedTuple):
    """Words of the text that mean a place. More than one sense is left where only the rest of the text can decide.

    ``origin``: the place only tells where somebody comes from, or where a road leads; ``home``: it is the former.
    """

    text: str
    sentence: int
    start: int
    senses: tuple[Sense, ...]
    weight: float
    origin: bool = False
    home: bool = False


_WEIGHTS = {"region": 3.0, "district": 2.6, "city": 2.2, "village": 1.8}
_ADJECTIVE, _PEOPLE = 1.1, 1.2
_PLAIN = 1.15
"""Factor of a name whose kind is said, or that stands as the place of something."""
_CAPITAL = 0.6
"""Factor of "столица", which is often said of the government."""
_FROM = 0.55
"""Factor of "из Темиртау", «Теміртаудан»."""
_SENDERS = ("KZ-71", "KZ-75")
"""Doctors, experts and ministers come from there; who comes from elsewhere is at home in the news."""
_GIVEN_NAMES = frozenset(("каниш", "динмухамед", "димаш", "имантаи"))
"""Of those whose surnames are towns."""
_PASSING = 0.25
"""Factor of somebody's origin, a road's end, a capital beside a foreign one."""

_LOWER_CASE_NAMES = (
    "столиц",
    "елорд",
    "юзн",
    "южн",
    "нефтан",
    "трети",
    "онтустик",
    "шахтер",
    "мунаил",
    "кенди",
    "ушин",
)
_KAZAKH_LOCATIVE = re.compile(r"[дт][ае](?:ги\w*|н)?$|н[ае]н$")
_KAZAKH_ABLATIVE = re.compile(r"[дтн][ае]н$")
_KAZAKH_DEMONYM = re.compile(r"[лдт]ик(?:т[ае]р\w*|тин|ти|ке|ка)?$")


def mentions(sentences: Sequence[str], *, any_case: bool = False) -> list[Mention]:
    """The places that ``sentences`` speak of, in order. ``any_case``: names need no capitals (what people type)."""
    found: list[Mention] = []
    surnames: set[str] = set()
    for number, text in enumerate(sentences):
        found.extend(_mentions_of(_sentence(text), number, any_case or _is_typed(text), surnames))
    return found


def _is_typed(text: str) -> bool:
    """A headline without capitals; one that begins with a figure has none to show."""
    return text[:1].islower() and text.islower()


@lru_cache(maxsize=256)
def _sentence(text: str) -> Sentence:
    """Sentences are read for the article and again for its passages."""
    return Sentence(text)


def _mentions_of(sentence: Sentence, number: int, any_case: bool, surnames: set[str]) -> Iterator[Mention]:
    """``surnames`` collects the places whose name turned out to be somebody's: Виктор Павлодарский, Каныш Сатпаев."""
    for name in sentence.names:
        senses = _written_as_names(sentence, name, any_case)
        kind = sentence.kind_beside(name) if senses else None
        if kind == "street" or (kind is None and _is_person(sentence, name)):
            surnames.update(sense.target for sense in senses if sense.mode == "person")
        kept = _fitting(sentence, name, senses, kind, any_case)
        if not kept:
            continue
        targets = {sense.target for sense in kept}
        if kind is None and _is_surname(sentence, name, kept):
            surnames |= targets
        elif kind or surnames.isdisjoint(targets) or not _may_be_surname(sentence, name, kept):
            club = kind == "club" or (kept[0].form == "adjective" and "«" in sentence.gap(name.end))
            passing = club or _is_in_passing(sentence, name, kept)
            coming = _is_left_behind(sentence, name)
            factor = _PASSING if passing else _FROM if coming else 1.0
            weight = factor * max(_weight(sentence, name, sense, kind) for sense in kept)
            visitor = coming and not targets.isdisjoint(_SENDERS)
            home = not club and sentence.is_origin(name)
            yield Mention(sentence.words_of(name), number, name.start, kept, weight, passing or visitor, home)


def _written_as_names(sentence: Sentence, name: Found, any_case: bool) -> tuple[Sense, ...]:
    """Names begin with a capital; adjectives and demonyms need none."""
    lower_case = sentence.words[name.start].startswith(_LOWER_CASE_NAMES) or _KAZAKH_DEMONYM.match(name.ending)
    if any_case or sentence.capital(name.start) or lower_case:
        return name.senses
    return tuple(sense for sense in name.senses if sense.form != "name")


# --- which sense ----------------------------------------------------------------------------------------------------


def _fitting(
    sentence: Sentence, name: Found, senses: tuple[Sense, ...], kind: str | None, any_case: bool
) -> tuple[Sense, ...]:
    """The senses that the surroundings allow; none where a street, a club, a company or a person is meant."""
    if kind in ("region", "district", "city", "village"):
        fitting = _of_kind(senses, kind)
        if kind == "district" and sentence.is_announced(name):
            fitting = tuple(sense for sense in fitting if _is_called_by_noun(sense)) or fitting
        another = kind in ("village", "district") or sentence.word(name.end).startswith("обл")
        if fitting or another:
            return fitting
    elif kind in ("street", "water") or (kind and any(sense.form == "name" for sense in senses)):
        return ()  # but «карагандинская команда» tells where the team is at home
    if sentence.is_other_thing(name) or sentence.is_common_word(name):
        return ()
    return _free(sentence, name, senses, any_case)


def _of_kind(senses: tuple[Sense, ...], kind: str) -> tuple[Sense, ...]:
    exact = tuple(sense for sense in senses if sense.role == kind)
    if exact:
        return exact
    if kind == "region":
        return tuple(sense for sense in senses if sense.role == "city" and sense.mode != "typed")
    if kind in ("district", "city"):
        return tuple(sense for sense in senses if sense.role == "village" and sense.mode != "beside")
    return ()


def _is_called_by_noun(sense: Sense) -> bool:
    unit = gazetteer().units.get(sense.target)
    return unit is not None and unit.ru.startswith("район")


def _free(sentence: Sentence, name: Found, senses: tuple[Sense, ...], any_case: bool) -> tuple[Sense, ...]:
    """What a name means without a word of kind; a city before its namesake district in the same region."""
    free = tuple(sense for sense in senses if sense.mode != "typed")
    if not free and any_case:
        free = senses if name.end - name.start > 1 else _asked_for(senses)
    elif not free and _stands_as_place(sentence, name):
        named = tuple(sense for sense in senses if sense.form == "name")
        free = tuple(sense for sense in named if sense.role != "region") or named
    free = tuple(sense for sense in free if sense.mode != "person" or not _is_person(sentence, name))
    cities = {sense.region for sense in free if sense.role == "city"}
    return tuple(sense for sense in free if sense.role == "city" or sense.region not in cities)


def _asked_for(senses: tuple[Sense, ...]) -> tuple[Sense, ...]:
    """What a bare name means in a question, where it would be a street or a person in an article."""
    regions = tuple(sense for sense in senses if sense.role == "region" and sense.target != "KZ-10")
    if regions or len({sense.region for sense in senses}) > 1:
        return regions
    return tuple(sense for sense in senses if sense.role == "city")


def _stands_as_place(sentence: Sentence, name: Found) -> bool:
    """«под Абаем», «Абайда»: a name that is more often a person or a word, used as only a place is."""
    if sentence.word(name.start - 1) in PLACE_PREPOSITIONS and sentence.gap(name.start).isspace():
        return True
    locative = _KAZAKH_LOCATIVE.match(name.ending) and not _KAZAKH_ABLATIVE.match(name.ending)  # «Абайдан қалған сөз»
    in_kazakh = bool(locative) and sentence.capital(name.start)
    return in_kazakh and not sentence.follows_given_name(name)


def _is_person(sentence: Sentence, name: Found) -> bool:
    sure = name.start > 1 or sentence.word(0) in _GIVEN_NAMES  # any first word has a capital
    titled = sentence.follows_title(name) or (sure and sentence.follows_given_name(name))
    return titled or sentence.precedes_surname(name)


def _is_surname(sentence: Sentence, name: Found, senses: tuple[Sense, ...]) -> bool:
    adjective = all(sense.form == "adjective" for sense in senses) and sentence.capital(name.start)
    return adjective and sentence.follows_given_name(name) and len(sentence.word(name.start - 1)) > 2


def _may_be_surname(sentence: Sentence, name: Found, senses: tuple[Sense, ...]) -> bool:
    """Whether a name that was somebody's before is so again: an adjective, «роль Сатпаева», but not «в Сатпаеве»."""
    return senses[0].form == "adjective" or (senses[0].mode == "person" and not _stands_as_place(sentence, name))


def _is_in_passing(sentence: Sentence, name: Found, senses: tuple[Sense, ...]) -> bool:
    """Somebody's origin, a road's end, or Astana where it means the government or a court."""
    capital = any(sense.target == "KZ-71" for sense in senses)
    if capital and (sentence.is_beside_abroad(name) or sentence.is_seat_of_court(name)):
        return True
    return sentence.is_origin(name) or sentence.is_way(name)


def _is_left_behind(sentence: Sentence, name: Found) -> bool:
    """«из Темиртау», «Теміртаудан»: where somebody or something comes from."""
    return bool(_KAZAKH_ABLATIVE.match(name.ending)) or sentence.word(name.start - 1) in ("из", "от")


# --- how surely -----------------------------------------------------------------------------------------------------


def _weight(sentence: Sentence, name: Found, sense: Sense, kind: str | None) -> float:
    if sense.form == "people" or _KAZAKH_DEMONYM.match(name.ending):
        return _PEOPLE
    if sense.form == "adjective" and kind != sense.role:
        return _ADJECTIVE
    before = sentence.word(name.start - 1)
    weight = _WEIGHTS[sense.role] * (_CAPITAL if sentence.words[name.start].startswith("столи") else 1.0)
    locative = _KAZAKH_LOCATIVE.match(name.ending) and not _KAZAKH_ABLATIVE.match(name.ending)
    return weight * (_PLAIN if kind == sense.role or before in ("в", "во", "под") or locative else 1.0)
