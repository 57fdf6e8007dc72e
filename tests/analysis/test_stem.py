"""Words meet in all their forms, whatever language the question is typed in, and different words stay apart."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.analysis.kazakh import kazakh_stem
from bot.analysis.stem import russian_stem, search_form, search_terms, search_text, stem, stop_words

FORMS = {
    "мектеп": "мектептер мектебі мектептің мектепке мектепті мектепте мектептен мектеппен мектептеріндегі мектебіміз",
    "оқушы": "оқушылар оқушысы оқушының оқушыларға оқушылардың оқушымен оқушыны",
    "қала": "қаланың қалада қаласы қаласында қалалар қаладағы қаласына қаладан",
    "облыс": "облысы облыстың облыста облысында облыстар облыстағы облысындағы",
    "аудан": "ауданы ауданның ауданда ауданында аудандар ауданындағы",
    "халық": "халқы халықтың халқына халқының халыққа",
    "әкім": "әкімі әкімнің әкімге әкімінің әкімдер әкіммен",
    "оқу": "оқыды оқыған оқып оқиды оқитын",
    "бастау": "бастады бастаған бастап бастайды бастайтын бастауға",
    "бару": "барды барған барып барады баратын бармады бармаған бармайды барса",
    "беру": "берді берген беріп береді беретін беруге бермейді",
    "құрылыс": "құрылысы құрылысын құрылыстың құрылысқа құрылыстар",
    "орын": "орны орында орынды орнына орындар",
    "қызмет": "қызметі қызметін қызметтер қызметке қызметінде",
    "тасқын": "тасқыны тасқынның тасқыннан тасқынға",
    "университет": "университеті университетінің университетте университеттен",
    "теңге": "теңгені теңгенің теңгеге теңгеден",
}

APART = [
    ("қала", "қалам"),
    ("бала", "балық"),
    ("жол", "жолаушы"),
    ("кітап", "кітапхана"),
    ("қар", "қару"),
    ("жел", "желі"),
    ("ел", "елу"),
    ("облыс", "облыстық"),
    ("құрылыс", "құрылысшы"),
    ("теңге", "теңіз"),
    ("білім", "білік"),
    ("ауыл", "ауыр"),
]


@pytest.mark.parametrize("word", FORMS)
def test_all_forms_of_a_kazakh_word_meet(word: str) -> None:
    assert {form: kazakh_stem(form) for form in FORMS[word].split()} == dict.fromkeys(
        FORMS[word].split(), kazakh_stem(word)
    )


@pytest.mark.parametrize(("one", "other"), APART)
def test_different_kazakh_words_stay_apart(one: str, other: str) -> None:
    assert kazakh_stem(one) != kazakh_stem(other)


def test_kazakh_forms_of_the_table_meet_and_stay_apart() -> None:
    """724 pairs of own writing: forms of one word, and words that only look like it."""
    table = Path(__file__).parents[1] / "data" / "evaluate" / "kk-forms.tsv"
    rows = [line.split("\t") for line in table.read_text("utf-8").splitlines() if line and not line.startswith("#")]
    judged = [(same == "1", kazakh_stem(one) == kazakh_stem(other)) for one, other, same in rows]
    right = judged.count((True, True))
    assert len(rows) >= 400
    assert right / (right + judged.count((False, True))) >= 0.97, "precision"
    assert right / (right + judged.count((True, False))) >= 0.95, "recall"


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("окушыларга", "оқушылар"),
        ("мектебинин", "мектеп"),
        ("калада", "қала"),
        ("көлiктер", "көлік"),
        ("Тоқаевтың", "Токаев"),
    ],
)
def test_plain_letters_meet_kazakh_ones(typed: str, written: str) -> None:
    assert kazakh_stem(typed.replace("i", "і")) == kazakh_stem(written)


@pytest.mark.parametrize(
    ("forms", "expected"),
    [
        ("школам школы школе школами", "школа"),
        ("дороги дорогами дорог", "дорога"),
        ("построили построят построенный", "построить"),
        ("Баталов Баталова Баталову Баталовой", "баталов"),
        ("Токаев Токаевым Токаеву", "токаев"),
        ("районов району", "район"),
        ("ёлки елок", "елка"),
    ],
)
def test_russian_forms(forms: str, expected: str) -> None:
    assert {russian_stem(form) for form in forms.split()} == {expected}


QUESTIONS = [
    ("школы", "ru", "Аким рассказал о школах и больницах"),
    ("новых школах", "ru", "В посёлке построят новую школу"),
    ("мектепте", "kk", "Ауылда жаңа мектептер ашылды"),
    ("мектептер", "kk", "Жаңа мектебіміздің құрылысы бітті"),
    ("mektep", "kk", "Жаңа мектептің құрылысы бітті"),
    ("мектептер", "kk", "Jaña mektepterdiñ qurylysy bitti"),
    ("окушылар", "kk", "Облыста оқушыларға тегін автобус берілді"),
    ("балалар", "kk", "Баланың денсаулығы"),
    ("бала", "kk", "Балаларға арналған орталық"),
    ("су", "kk", "Ауылға суды тартты"),
    ("Баталову", "ru", "Аким области Амандык Баталов"),
    ("баталов", "kk", "Баталовтың айтуынша, жұмыс басталды"),
    ("shkoly", "ru", "В школе прозвенел звонок"),
    ("roads", "en", "A new road was opened in Taraz"),
    ("Алматинской", "ru", "Алматинская область"),
    ("счёт", "ru", "По счетам заплатили"),
    ("2024", "ru", "Бюджет на 2024 год"),
    ("kaspi", "ru", "Сервис Kaspi.kz не работал"),
]


@pytest.mark.parametrize(("question", "language", "text"), QUESTIONS)
def test_a_question_meets_a_text(question: str, language: str, text: str) -> None:
    assert set(search_terms(question)) <= set(search_text(text, language).split())


@pytest.mark.parametrize(
    ("question", "language", "text"),
    [
        ("суд", "kk", "Ауылға суды тартты"),
        ("школа", "ru", "Шкала Рихтера"),
        ("казахстан", "ru", "Западно-Сибирская равнина"),
        ("вода", "ru", "Водитель автобуса"),
    ],
)
def test_a_question_misses_other_words(question: str, language: str, text: str) -> None:
    assert not set(search_terms(question)) & set(search_text(text, language).split())


def test_function_words_are_neither_indexed_nor_asked_for() -> None:
    assert search_terms("что и для в") == ()
    assert search_text("и в на для", "ru") == ""
    assert "жане" in stop_words()


def test_terms_come_once_and_in_order() -> None:
    assert search_terms("школа вода школы") == ("школа", "вода")


@given(st.text(max_size=60), st.sampled_from(["ru", "kk", "en", "und", ""]))
def test_any_text_is_stemmed(text: str, language: str) -> None:
    indexed = search_text(text, language)
    assert all(term and " " not in term for term in search_terms(text))
    assert len(indexed) <= 10 * len(text) + 10
    assert all(stem(word, language) for word in text.split() if word.isalpha())


@given(st.text("абеғіқлмнөрстуүшы", min_size=1, max_size=30))
def test_a_kazakh_stem_is_short_and_never_empty(word: str) -> None:
    found = kazakh_stem(word)
    assert found
    assert len(found) <= len(word) + 1
    assert search_form(word)
