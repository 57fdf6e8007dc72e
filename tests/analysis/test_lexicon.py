"""Every unit of the gazetteer is found in the forms that texts use, in Russian, Kazakh and Latin letters."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from bot.analysis.fold import skeleton, tokens
from bot.analysis.gazetteer import Unit, gazetteer, place_name
from bot.analysis.lexicon import find, single_names
from bot.analysis.mentions import mentions

_CYRILLIC = "аәбвгғдежзийкқлмнңоөпрстуұүфхһцчшщыіэюяьъ"
_SPELLINGS = (
    "a ä b v g ğ d e j z i i k q l m n ñ o ö p r s t u ū ü f h h ts ch ş sh y ı e iu ia _ _",  # 2021
    "a á b v g ǵ d e j z ı ı k q l m n ń o ó p r s t ý u ú f h h ts ch sh sh y i e iý ia _ _",  # 2018
    "a a b v g g d e zh z i y k k l m n n o o p r s t u u u f kh h ts ch sh shch y i e yu ya _ _",  # passports
)


def latin(text: str, spelling: str) -> str:
    letters = dict(zip(_CYRILLIC, spelling.replace("_", "'").split(), strict=True))
    return "".join(
        letters.get(letter, letters.get(letter.lower(), letter).capitalize()) for letter in text if letter not in "ьъ"
    )


def units(*kinds: str) -> Iterator[Unit]:
    return (unit for unit in gazetteer().units.values() if unit.kind in kinds)


def named_in(text: str) -> set[str]:
    return {sense.target for mention in mentions((text,)) for sense in mention.senses}


def russian_forms(unit: Unit) -> Iterator[str]:
    if unit.ru.endswith("ий район"):
        stem = unit.ru.removesuffix("ий район")
        yield from (f"В {stem}ом районе открыли школу", f"Аким {stem}ого района", f"Школы {stem}ого р-на")
    elif unit.kind in ("city", "town"):
        yield from (f"Школа открыта в г. {unit.ru}", f"Аким города {unit.ru} провёл встречу")
    else:
        yield f"Аким {unit.ru.replace('район', 'района')} провёл встречу"


def kazakh_forms(unit: Unit) -> Iterator[str]:
    if unit.kind in ("city", "town"):
        yield from (f"{unit.kk} қаласында мектеп ашылды", f"{unit.kk} қ. тұрғындары")
    else:
        yield from (f"{unit.kk}нда мектеп ашылды", f"{unit.kk}ның әкімі", f"{unit.kk.removesuffix('ы')}дық мәслихат")


@pytest.mark.parametrize("kind", ["city", "town", "district", "city_district"])
def test_every_unit_is_found_in_russian(kind: str) -> None:
    missed = [text for unit in units(kind) for text in russian_forms(unit) if unit.kato not in named_in(text)]
    assert missed == []


@pytest.mark.parametrize("kind", ["city", "town", "district", "city_district"])
def test_every_unit_is_found_in_kazakh(kind: str) -> None:
    missed = [text for unit in units(kind) for text in kazakh_forms(unit) if unit.kato not in named_in(text)]
    assert missed == []


@pytest.mark.parametrize("spelling", _SPELLINGS, ids=["2021", "2018", "passports"])
def test_every_district_is_found_in_latin_letters(spelling: str) -> None:
    texts = {latin(next(kazakh_forms(unit)), spelling): unit.kato for unit in units("district")}
    assert [text for text, kato in texts.items() if kato not in named_in(text)] == []


@pytest.mark.parametrize("region", sorted(gazetteer().regions))
def test_every_region_is_found_by_its_official_names(region: str) -> None:
    known = gazetteer().regions[region]
    for name in (known.ru, known.kk, known.en):
        found = mentions((f"{name}: новости",))
        assert {sense.region for mention in found for sense in mention.senses} == {region}, name


def test_the_longest_name_wins() -> None:
    words = [skeleton(token.text) for token in tokens("Жамбыл облысы мен Восточно-Казахстанская область")]
    assert [(name.start, name.end) for name in find(words)] == [(0, 1), (3, 5)]


def test_names_to_guess_from_are_skeletons_of_names() -> None:
    names = single_names()
    assert names["караганда"][1].region == "KZ-35"
    assert "сергеев" not in names


def test_places_have_names_for_readers() -> None:
    assert place_name("196200000", "ru") == "Талгарский район"
    assert place_name("196200000", "kk") == "Талғар ауданы"
