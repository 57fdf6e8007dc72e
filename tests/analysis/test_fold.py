"""Spellings of one word meet; nothing breaks on hostile text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.analysis.fold import fold, normal, skeleton, tokens

any_text = st.text(st.characters(codec=None, exclude_categories=()), max_size=200)


@pytest.mark.parametrize(
    ("written", "folded"),
    [
        ("Ёлка", "елка"),
        ("ҚАЗАҚ", "казак"),
        ("Әкім Өңір Ұлы һәм", "аким онир улы хам"),
        ("Almaty", "almaty"),
        ("и\u0306од", "йод"),
    ],
)
def test_fold_replaces_letters_one_by_one(written: str, folded: str) -> None:
    assert fold(written) == folded


@pytest.mark.parametrize(
    "spellings",
    [
        ("Қарағанды", "Qarağandy", "Qaraǵandy", "Qaragandy"),
        ("Жетісу", "Jetisu", "Zhetisu"),
        ("Шымкент", "Shymkent", "Şymkent"),
        ("Маңғыстау", "Mańǵystaý", "Mangystau", "Mañğystau"),
        ("ауданы", "aýdany", "audany"),
        ("Ақтөбе", "Aqtóbe", "Aqtöbe", "Aktobe"),
    ],
)
def test_latin_and_cyrillic_spellings_have_one_normal_form(spellings: tuple[str, ...]) -> None:
    assert len({normal(word) for word in spellings}) == 1


@pytest.mark.parametrize(
    "spellings",
    [
        ("Жетысу", "Жетісу", "Zhetysu", "Jetisu"),
        ("Кульсары", "Құлсары", "Kulsary"),
        ("Арысь", "Арыс", "Arys"),
        ("Мангистау", "Маңғыстау"),
        ("Акколь", "Ақкөл", "Akkol"),
        ("Джамбул", "Жамбул"),
    ],
)
def test_names_have_one_skeleton(spellings: tuple[str, ...]) -> None:
    assert len({skeleton(word) for word in spellings}) == 1


def test_tokens_know_where_they_stand() -> None:
    text = "Өскемен, Ust-Kamenogorsk: Qyzylorda'da 12 үй!"
    found = tokens(text)
    assert [text[token.start : token.end] for token in found] == [token.text for token in found]
    assert [token.normal for token in found] == ["оскемен", "уст", "каменогорск", "кызылордада", "12", "уй"]


@given(any_text)
def test_any_text_is_folded_without_harm(text: str) -> None:
    assert fold(fold(text)) == fold(text)
    for token in tokens(text):
        assert skeleton(token.text) == skeleton(token.normal)
