"""The language of titles and texts, short ones and odd ones."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.analysis.language import language


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("В Талгаре открыли школу", "ru"),
        ("Пожар в Семее", "ru"),
        ("Қонаев: итоги недели", "ru"),
        ("Аким Әулиекольского района отчитался", "ru"),
        ("Шымкент: подведены итоги", "ru"),
        ("Токаев подписал указ", "ru"),
        ("ДТП под Уральском", "ru"),
        ("Хоккей. «Барыс» — чемпион", "ru"),
        ("Паводок-2024", "ru"),
        ("Семейде өрт", "kk"),
        ("Су тасқыны", "kk"),
        ("Тоқаев жарлыққа қол қойды", "kk"),
        ("Ертең дауыл тұрады", "kk"),
        ("Тұрғындар шағымданды", "kk"),
        ("Абай облысы әкімінің орынбасары тағайындалды", "kk"),
        ("Құны 5 млн теңге", "kk"),
        ("Ауа райы", "kk"),
        ("Бензин багасы", "kk"),
        ("Дорога жизни", "ru"),
        # without the letters that only Kazakh has
        ("Сарыагаш ауданында жана мектеп ашылды", "kk"),
        ("Кокшетауда жол апаты болды", "kk"),
        ("Тараз тургындары жылусыз калды", "kk"),
        ("Боксшы Данияр алтын медаль алды", "kk"),
        ("Облыс акими жиын откизди", "kk"),
        # in Latin letters, in the spellings that are in use
        ("Almaty oblysynda jana mektep ashyldy", "kk"),
        ("Aqtóbede jańa kópir salyndy", "kk"),
        ("Astanada kitap körmesi ötti", "kk"),
        ("Túrkistanda týrıster kóp", "kk"),
        ("Qyzylordada su máselesi sheshildi", "kk"),
        ("Taraz qalasynda eki adam qaza tapty", "kk"),
        ("Shymkentte jumys ornyn ashty", "kk"),
        ("Almatıda ekpe alğandar sanı artty", "kk"),
        ("Almaty hosts regional forum", "en"),
        ("New school opens in Talgar", "en"),
        ("President signs the law on water", "en"),
        ("Kazakhstan exports wheat", "en"),
        ("", "und"),
        ("😀😀", "und"),
        ("12 345", "und"),
        ("中国新闻", "und"),
        ("أخبار اليوم", "und"),
        ("Новини України: її діти", "und"),
    ],
)
def test_titles(title: str, expected: str) -> None:
    assert language(title, "") == expected


def test_the_greater_part_of_a_mixed_text_decides() -> None:
    russian = "В акимате прошло заседание по вопросам подготовки к отопительному сезону. "
    kazakh = "Әкімдікте жылу маусымына дайындық мәселелері бойынша жиын өтті. "
    assert language("", russian * 3 + kazakh) == "ru"
    assert language("", kazakh * 3 + russian) == "kk"


def test_a_hint_decides_where_words_do_not_and_is_outvoted_where_they_do() -> None:
    assert language("Talgar", "", "kk") == "kk"
    assert language("Талгар", "", "kk") == "kk"
    assert language("Талгар", "") == "ru"
    assert language("В Талгаре открыли новую школу для детей", "", "kk") == "ru"


@given(
    st.text(st.characters(codec=None, exclude_categories=()), max_size=200), st.none() | st.sampled_from(["ru", "xx"])
)
def test_any_text_has_a_language(text: str, hint: str | None) -> None:
    assert language(text, text, hint) in ("ru", "kk", "en", "und")


def test_a_megabyte_is_bounded() -> None:
    assert language("", "жаңа мектеп " * 100_000) == "kk"


@pytest.mark.parametrize(
    ("title", "text", "expected"),
    [
        ("Сборник «Ұлы даланың жеті қыры» перевели", "Книга «Ұлы даланың жеті қыры» вышла в Варшаве.", "ru"),
        ("ЖШС «Қазақ Алтын» и АО «Өскемен» заключили договор", "", "ru"),
        ("«Біз жеңеміз!»", "«Біз жеңеміз, бәріміз біргеміз!»", "kk"),
        ("Ақын «Война и мир» романын аударды", "Кітап «Фолиант» баспасынан шықты.", "kk"),
    ],
)
def test_quotations_do_not_decide(title: str, text: str, expected: str) -> None:
    assert language(title, text) == expected
