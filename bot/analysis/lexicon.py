"""Names of places as they stand in texts: inflected, in Russian, Kazakh and Latin letters, as adjectives and demonyms.

A name of the gazetteer becomes a row of word patterns (a stem and the endings that may follow it, in the coarse
spelling of :func:`bot.analysis.fold.skeleton`). A text is matched word by word: every beginning of a word that is a
stem opens the names that start with it, and the longest name wins.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cache, lru_cache
from typing import Literal, NamedTuple

from bot.analysis.fold import WORD, skeleton
from bot.analysis.gazetteer import Region, Unit, gazetteer

Role = Literal["region", "district", "city", "village"]
Form = Literal["name", "adjective", "people"]
Mode = Literal["alone", "typed", "beside", "person"]

BIG_CITIES = ("KZ-71", "KZ-75", "KZ-79")


class Sense(NamedTuple):
    """What a name can mean. ``target`` is a KATO code or a region's id.

    ``mode``: *alone* means it anywhere, *typed* only beside a word such as "район" or "облысы", *beside* only with
    other evidence of the region, *person* unless a given name stands before it.
    """

    target: str
    region: str
    role: Role
    form: Form
    mode: Mode


class _Word(NamedTuple):
    stem: str
    endings: re.Pattern[str]


class _Entry(NamedTuple):
    words: tuple[_Word, ...]
    sense: Sense


class Found(NamedTuple):
    """A name in a text: words ``start`` to ``end`` (exclusive), all that it can mean, the ending of its last word."""

    start: int
    end: int
    senses: tuple[Sense, ...]
    ending: str


_KAZAKH = (
    r"(?:нин|дин|тин|ин|ни|ди|ти|га|ге|ка|ке|на|не|(?:нд|[дт])[ае](?:ги(?:лар(?:га|ди|дин)?|ни|ге|га|дан)?|н)?|н[ае]н|"
    r"[мбп]ен|(?:[лдт]ик)(?:т[ае]р(?:ди|дин|га|ге|ден|дан|ини?н?)?|тин|ти|ке|ка|тен|тан)?|н?ики|[дт]аи|)"
)
_CONSONANT = re.compile(rf"^(?:{_KAZAKH}|а|у|ом|ем|им|е)$")
_SOFT = re.compile(rf"^(?:{_KAZAKH}|а|у|ом|ем|е|и|у)$")
_SHORT_I = re.compile(r"^(?:а|у|ем|е)$")
_FEMININE = re.compile(r"^(?:а|и|у|е|ои|оу|)$")
_ADJECTIVE_NOUN = re.compile(r"^(?:и|ого|ому|им|ом|ое)$")
_FIXED = re.compile(rf"^{_KAZAKH}$")
_ADJECTIVE = re.compile(r"^(?:и|ого|ому|им|ом|аа|а|ои|уу|у|ое|ие|их|ими|ку|ка|ке|ки)$")
_PEOPLE = re.compile(r"^(?:ц(?:и|ев|ам|ами|ах|а|у|ем|ев|е)|ец|цев|цам)$")
_CITIZENS = re.compile(r"^(?:е||ам|ами|ах|ин|ина|ину|инам|ка|ки|ок|кам|ку|ке)$")
_ANY = re.compile(r"")

_VOWELS = "аеиоу"
_AFTER_CONSONANTS = ("ка", "ке", "та", "те", "тин", "пен")
"""Kazakh endings that no name ending in a vowel takes."""
_GENERIC = ("оңір", "өңір", "област", "облыс", "регион", "край", "шаһар", "район", "аудан")
"""Words of names that may take any ending."""


@cache
def _index() -> dict[str, tuple[_Entry, ...]]:
    index: dict[str, list[_Entry]] = {}
    for entry in _entries():
        index.setdefault(entry.words[0].stem, []).append(entry)
    return {stem: tuple(entries) for stem, entries in index.items()}


@cache
def _lengths() -> dict[str, tuple[int, ...]]:
    """How long the stems are that begin with two letters, the longest first; most words begin none."""
    lengths: dict[str, set[int]] = {}
    for stem in _index():
        lengths.setdefault(stem[:2], set()).add(len(stem))
    return {beginning: tuple(sorted(found, reverse=True)) for beginning, found in lengths.items()}


@cache
def single_names() -> dict[str, tuple[str, Sense]]:
    """Skeletons of names that mean one place anywhere, with the name as written, to compare misspelt words with."""
    names: dict[str, tuple[str, Sense]] = {}
    data = gazetteer()
    for region in data.regions.values():
        sense = Sense(region.id, region.id, "city" if region.id in BIG_CITIES else "region", "name", "alone")
        for name in (region.ru, *region.names):
            words = [word for word in WORD.findall(name) if word.casefold() not in ("область", "город")]
            names.setdefault(" ".join(map(skeleton, words)), (name.removeprefix("город "), sense))
    for unit in data.units.values():
        sense = Sense(unit.kato, unit.region, "city", "name", "alone")
        villages = unit.also if unit.kind in ("city", "town") else ()
        for name in (unit.ru, unit.kk, *villages) if unit.alone else villages:
            words = [word for word in WORD.findall(name) if word.casefold() not in ("район", "ауданы", "имени")]
            names.setdefault(" ".join(map(skeleton, words)), (name, sense))
    return names


def find(words: Sequence[str]) -> list[Found]:
    """All names among ``words`` (skeletons, in order); where names overlap the longest wins, then the first."""
    found: list[Found] = []
    position = 0
    while position < len(words):
        match = _longest(words, position) if _openings(words[position]) else None
        if match:
            found.append(match)
        position = match.end if match else position + 1
    return found


def _longest(words: Sequence[str], position: int) -> Found | None:
    best = 0
    senses: list[Sense] = []
    stem = ""
    for entry in _openings(words[position]):
        length = len(entry.words)
        if length < best or (length > 1 and not _rest_matches(entry, words, position)):
            continue
        if length > best:
            best, senses, stem = length, [], ""
        stem = max(stem, entry.words[-1].stem, key=len)
        if entry.sense not in senses:
            senses.append(entry.sense)
    if not best:
        return None
    last = words[position + best - 1]
    return Found(position, position + best, tuple(senses), _ending(stem, last))


def _ending(stem: str, word: str) -> str:
    """What follows the stem, with the letter that the skeleton merged into it: Шымкент-тен."""
    ending = word[len(stem) :]
    merged = (len(ending) > 1 and ending[0] in "еа") or ending.startswith("ик")
    return stem[-1] + ending if merged and stem[-1] in "тндл" else ending


@lru_cache(maxsize=4096)
def _openings(word: str) -> tuple[_Entry, ...]:
    """The names whose first word can be ``word``."""
    index = _index()
    return tuple(
        entry
        for length in _lengths().get(word[:2], ())
        for entry in index.get(word[:length], ())
        if _fits(entry.words[0], word)
    )


def _rest_matches(entry: _Entry, words: Sequence[str], position: int) -> bool:
    if position + len(entry.words) > len(words):
        return False
    return all(_fits(entry.words[offset], words[position + offset]) for offset in range(1, len(entry.words)))


def _fits(pattern: _Word, word: str) -> bool:
    if not word.startswith(pattern.stem):
        return False
    ending = word[len(pattern.stem) :]
    if pattern.stem[-1] in _VOWELS and ending.startswith(_AFTER_CONSONANTS):
        return False  # «Илек» is no Kazakh case of «Иле»
    if pattern.endings.match(ending):
        return True
    return bool(ending) and pattern.endings.match(pattern.stem[-1] + ending) is not None  # doubled letters are merged


# --- from the gazetteer to patterns ---------------------------------------------------------------------------------


def _entries() -> Iterator[_Entry]:
    data = gazetteer()
    for region in data.regions.values():
        yield from _region_entries(region)
    for unit in data.units.values():
        yield from _unit_entries(unit)


def _region_entries(region: Region) -> Iterator[_Entry]:
    role: Role = "city" if region.id in BIG_CITIES else "region"
    alone = Sense(region.id, region.id, role, "name", "alone")
    typed = alone._replace(mode="typed")
    for name in (region.ru, region.kk, *region.names):
        yield from _named(name, alone, region_typed=typed)
    for name in region.typed:
        yield from _named(name, typed, region_typed=typed)
    for adjective in region.adjectives:
        yield _adjective(adjective, alone._replace(form="adjective"))
        if role == "city":
            continue
        yield _adjective(adjective, typed._replace(form="adjective"))
    for people in region.people:
        yield _people(people, alone._replace(form="people"))


def _unit_entries(unit: Unit) -> Iterator[_Entry]:
    role: Role = "city" if unit.kind in ("city", "town") else "district"
    mode: Mode = "typed" if not unit.alone else "person" if unit.person else "alone"
    own = Sense(unit.kato, unit.region, role, "name", mode)
    village: Role = role if role == "city" else "village"
    for name in (unit.ru, unit.kk):
        yield from _named(name, own)
    surname = WORD.findall(unit.kk)[-2] if unit.kk.count(" ") > 1 else ""
    if surname.endswith(("ов", "ев", "ин")):
        yield from _named(surname, own._replace(mode="typed"))  # «Ғ. Мүсірепов ауданы»
    for name in unit.also:
        typed = not unit.alone and "район" in name
        yield from _named(
            name, own._replace(role=village, mode="typed" if typed else "person" if unit.person else "alone")
        )
    for name in unit.beside:
        yield from _named(name, own._replace(role="village", mode="beside"))
    for adjective in unit.adjectives:
        yield _adjective(adjective, own._replace(form="adjective", mode="alone"))
    for people in unit.people or _inhabitants(unit):
        yield _people(people, own._replace(form="people", mode="alone"))


def _inhabitants(unit: Unit) -> tuple[str, ...]:
    """«кордайцы» of «Кордайский район», where its name means nothing else."""
    called = unit.ru.removesuffix("ский район")
    return (f"{called.lower()}цы",) if unit.alone and not unit.person and called != unit.ru else ()


def _named(name: str, sense: Sense, region_typed: Sense | None = None) -> Iterator[_Entry]:
    """The patterns of one written name, with "район", "облысы", "город" taken off where they stand."""
    words = WORD.findall(name)
    first, last = words[0].casefold(), words[-1].casefold()
    if last in ("район", "область"):
        district = sense._replace(role="district") if last == "район" else region_typed or sense
        wanted = district._replace(form="adjective", mode=district.mode if len(words) == 2 else "alone")
        yield _Entry((*(_fixed(word) for word in words[:-2]), _adjective_word(words[-2])), wanted)
    elif last in ("ауданы", "облысы", "қаласы"):
        typed = region_typed if last == "облысы" and region_typed and len(words) == 2 else sense
        yield _Entry(tuple(_kazakh_noun(word) for word in words[:-1]), typed)
    elif first in ("район", "область", "город"):
        own = region_typed if first == "область" and region_typed else sense
        role: Role = "district" if first == "район" else own.role
        for noun in _nouns(words[2:] if words[1] == "имени" else words[1:]):
            yield _Entry(noun, own._replace(role=role))
    elif name.isupper():
        yield _Entry(tuple(_fixed(word) for word in words), sense)  # «СКО»; but «скота» is cattle
    else:
        for noun in _nouns(words):
            yield _Entry(noun, sense)


def _nouns(words: Sequence[str]) -> Iterable[tuple[_Word, ...]]:
    """A name in its Russian and Kazakh declensions."""
    yield tuple(_kazakh_noun(word) for word in words)
    if len(words) > 1 and words[0].endswith(("ая", "ий", "ый", "ое")):
        yield (_adjective_word(words[0]), *(_russian_noun(word) for word in words[1:]))
    elif len(words) > 1 and skeleton(words[0]) in ("уст", "форт", "алма", "нур", "бухар", "катон", "кизил", "жана"):
        yield (*(_fixed(word) for word in words[:-1]), _russian_noun(words[-1]))
    else:
        yield tuple(_russian_noun(word) for word in words)
    if len(words) == 1 and words[0].endswith(("й", "я")) and len(words[0]) > 3:
        yield (_Word(skeleton(words[0])[:-1], _SHORT_I),)


def _russian_noun(word: str) -> _Word:
    base = skeleton(word)
    if word.endswith(("ый", "ий", "ое", "кой")) and len(base) > 4:
        return _Word(base[: -2 if word.endswith(("ое", "ой")) else -1], _ADJECTIVE_NOUN)
    if word.endswith(("а", "я")) and len(base) > 2:
        return _Word(base[:-1], _FEMININE)
    if word.endswith("ь"):
        return _Word(base, _SOFT)
    if base[-1] in "аеиоу":
        return _Word(base, _FIXED)
    return _Word(base, _CONSONANT)


def _kazakh_noun(word: str) -> _Word:
    for generic in _GENERIC:
        if word.casefold().startswith(generic):
            return _Word(skeleton(generic), _ANY)
    return _Word(skeleton(word), _FIXED)


def _fixed(word: str) -> _Word:
    return _Word(skeleton(word), re.compile("^$"))


def _adjective(adjective: str, sense: Sense) -> _Entry:
    words = WORD.findall(adjective)
    return _Entry((*(_fixed(word) for word in words[:-1]), _adjective_word(words[-1])), sense)


def _adjective_word(word: str) -> _Word:
    base = skeleton(word)
    for ending in ("аа", "ои", "ое", "ии", "и", "а"):
        if base.endswith(ending):
            return _Word(base[: -len(ending)], _ADJECTIVE)
    return _Word(base, _ADJECTIVE)


def _people(people: str, sense: Sense) -> _Entry:
    words = WORD.findall(people)
    base = skeleton(words[-1])
    last = _Word(base[:-2], _PEOPLE) if base.endswith("ци") else _Word(base[:-1], _CITIZENS)
    return _Entry((*(_fixed(word) for word in words[:-1]), last), sense)
