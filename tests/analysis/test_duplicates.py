"""Reprints and reports of one event are one story; templates and neighbours are not."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.analysis import analyse
from bot.analysis.duplicates import bands, likeness, same_event, signature, terms
from bot.models import Analysis, RawEdition

SCHOOL = (
    "Новая школа на 600 мест открылась в Талдыкоргане",
    "<p>В микрорайоне Каратал города Талдыкорган открылась школа на 600 мест. Её строили два года, из бюджета "
    "области выделили 3,4 миллиарда тенге.</p><p>В здании есть спортзал, столовая и лаборатории. Первый звонок "
    "прозвучал для 580 учеников, директором стала Сауле Ермекова.</p><p>Трёхсменное обучение в микрорайоне "
    "осталось в прошлом, отметили в управлении образования.</p>",
)
SCHOOL_REPRINT = (
    "В Талдыкоргане открылась новая школа",
    "<p>ТАЛДЫКОРГАН. КАЗИНФОРМ.</p><p>В микрорайоне Каратал города Талдыкорган открылась школа на 600 мест. Её "
    "строили два года, из бюджета области выделили 3,4 миллиарда тенге.</p><p>В здании есть спортзал, столовая и "
    "лаборатории. Первый звонок прозвучал для 580 учеников, директором стала Сауле Ермекова.</p>",
)
SCHOOL_ELSEWHERE = (
    "Новая школа на 600 мест открылась в Уштобе",
    SCHOOL[1]
    .replace("микрорайоне Каратал города Талдыкорган", "городе Уштобе Каратальского района")
    .replace("Сауле Ермекова", "Марат Оспанов")
    .replace("в микрорайоне", "в городе"),
)
FIRE = (
    "Пожар на рынке Риддера: сгорели сорок бутиков",
    "<p>Ночью в Риддере загорелся вещевой рынок «Алтай». Огонь уничтожил сорок бутиков на площади 900 квадратных "
    "метров, сообщили в ДЧС Восточного Казахстана. Пострадавших нет.</p><p>Причиной назвали короткое замыкание.</p>",
)
FIRE_RETOLD = (
    "Торговцы Риддера остались без товара",
    "<p>Сорок торговых точек выгорели дотла на рынке «Алтай» в Риддере. Пламя охватило 900 квадратных метров за "
    "считаные минуты, рассказывают предприниматели: бутики стояли вплотную.</p><p>Замыкание произошло в щитке, "
    "считают в департаменте по чрезвычайным ситуациям. Людей внутри не было.</p>",
)
FIRE_ELSEWHERE = (
    "Во дворе дома в Риддере нашли редкую сову",
    "<p>Птицу с перебитым крылом передали орнитологам заповедника. По их словам, длиннохвостая неясыть залетает в "
    "город редко.</p><p>Через месяц её выпустят в лес.</p>",
)
FLOOD_MORNING = (
    "Уральск: эвакуировано 120 человек",
    "<p>Из-за подъёма воды в реке Чаган в Уральске эвакуировали 120 человек. Подтоплены 35 дворов в посёлке "
    "Деркул, работают 60 спасателей и 12 единиц техники.</p><p>Уровень воды достиг 540 сантиметров.</p>",
)
FLOOD_EVENING = (
    "Уральск: число эвакуированных выросло до 310",
    FLOOD_MORNING[1].replace("120", "310").replace("35", "81").replace("540", "575"),
)


def read(article: tuple[str, str]) -> Analysis:
    return analyse(RawEdition(None, *article))


@pytest.mark.parametrize(
    ("one", "other", "same", "reprint"),
    [
        (SCHOOL, SCHOOL, True, True),
        (SCHOOL, SCHOOL_REPRINT, True, True),
        (SCHOOL, SCHOOL_ELSEWHERE, False, False),
        (FIRE, FIRE_RETOLD, True, False),
        (FIRE, FIRE_ELSEWHERE, False, False),
        (FLOOD_MORNING, FLOOD_EVENING, True, True),
        (SCHOOL, FIRE, False, False),
    ],
    ids=["itself", "reprint", "template", "retold", "same town", "updated figures", "unrelated"],
)
def test_pairs(one: tuple[str, str], other: tuple[str, str], same: bool, reprint: bool) -> None:
    match = same_event(read(one), read(other), hours_apart=3)
    assert (match.same, match.reprint) == (same, reprint)
    assert 0 <= match.score <= 1
    assert match.same == (match.score >= 0.5)


def test_order_does_not_matter() -> None:
    one, other = read(FIRE), read(FIRE_RETOLD)
    assert same_event(one, other, hours_apart=2) == same_event(other, one, hours_apart=-2)


def test_weeks_later_it_is_another_event() -> None:
    assert not same_event(read(FIRE), read(FIRE_RETOLD), hours_apart=24 * 8).same
    assert not same_event(read(SCHOOL), read(SCHOOL_REPRINT), hours_apart=24 * 60).same


def test_languages_are_not_compared() -> None:
    assert not same_event(read(SCHOOL), replace(read(SCHOOL), language="kk"), hours_apart=0).same


def test_reprints_meet_in_a_band() -> None:
    one, other = read(SCHOOL), read(SCHOOL_REPRINT)
    assert set(bands(one.signature)) & set(bands(other.signature))
    assert not set(bands(one.signature)) & set(bands(read(FIRE).signature))


def test_a_signature_is_the_same_on_every_machine() -> None:
    found = signature("В Таразе открыли мост через реку Талас")
    assert len(found) == 64
    assert found[:3] == (682827842, 332530127, 1195296267)
    assert all(0 <= number < 2**32 for number in found)
    assert signature("") == ()
    assert bands(()) == ()


def test_band_keys_fit_a_signed_column() -> None:
    assert all(0 <= key < 2**63 for key in bands(signature(SCHOOL[1])))


def test_numbers_in_words_and_figures_are_one_term() -> None:
    shared = set(terms("", "сорок домов", "ru")) & set(terms("", "40 домов", "ru"))
    assert "40" in shared


def test_terms_are_few_and_normed() -> None:
    found = terms(SCHOOL[0], SCHOOL[1] * 20, "ru")
    assert len(found) <= 40
    assert sum(weight**2 for weight in found.values()) == pytest.approx(1, abs=0.01)


@given(st.text(max_size=200), st.text(max_size=200), st.floats(0, 1000))
def test_any_two_texts_are_compared(one: str, other: str, hours: float) -> None:
    first = Analysis(1, "ru", "", one, signature=signature(one), terms=terms("", one, "ru"))
    second = Analysis(1, "ru", "", other, signature=signature(other), terms=terms("", other, "ru"))
    match = same_event(first, second, hours_apart=hours)
    assert 0 <= match.score <= 1
    assert 0 <= likeness(first.signature, second.signature) <= 1
