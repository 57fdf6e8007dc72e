"""The dictionary answers as pymorphy3 does."""

from __future__ import annotations

import dawg_python
import pymorphy3
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pymorphy3.units import DictionaryAnalyzer

from bot.analysis.dictionary import dictionary


@pytest.fixture(scope="module")
def morphology() -> pymorphy3.MorphAnalyzer:
    return pymorphy3.MorphAnalyzer(lang="ru", result_type=None, units=[DictionaryAnalyzer()])


@pytest.mark.parametrize(
    "word",
    ["школам", "вёл", "вел", "елка", "ёлки", "стали", "три", "районов", "новой", "наилучший", "подешевле", "берёзе"],
)
def test_readings_are_those_of_pymorphy(morphology: pymorphy3.MorphAnalyzer, word: str) -> None:
    expected = [(normal, str(tag), round(score, 6)) for _, tag, normal, score, _ in morphology.parse(word)]
    assert [(one.normal, one.tag, round(one.score, 6)) for one in dictionary().readings(word)] == expected
    assert set(dictionary().forms(word)) == {normal for normal, _, _ in expected}


def test_without_a_wheel_for_the_machine_the_answers_are_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    usual = dictionary()
    monkeypatch.setattr("bot.analysis.dictionary.dawg", dawg_python)
    other = dictionary.__wrapped__()
    for word in ("школам", "вел", "елки", "стали", "неттакого"):
        assert other.readings(word) == usual.readings(word)
        assert other.forms(word) == usual.forms(word)


def test_e_is_read_as_yo_as_well() -> None:
    assert dictionary().forms("елки") == ("ёлка",)


@given(st.text(alphabet="абвеёжийклмнопрстыья", max_size=12))
def test_any_word_has_forms_or_none(word: str) -> None:
    forms = dictionary().forms(word)
    assert len(set(forms)) == len(forms)
    assert bool(forms) is bool(dictionary().readings(word))
