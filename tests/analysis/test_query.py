"""What people type: regions, topics, periods, times, in any language, script and spelling."""

from __future__ import annotations

from datetime import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.analysis.markup import strip_forbidden
from bot.analysis.query import parse_query
from bot.models import REGIONS, TOPICS, Period


@pytest.mark.parametrize(
    ("text", "regions"),
    [
        ("что нового в алматинской области", ("KZ-19",)),
        ("алматы", ("KZ-75",)),
        ("новости алмате", ("KZ-75",)),
        ("алматы облысы", ("KZ-19",)),
        ("алматы облысында не болды", ("KZ-19",)),
        ("ВКО", ("KZ-63",)),
        ("бқо", ("KZ-27",)),
        ("северо-казахстанская область", ("KZ-59",)),
        ("западный казахстан", ("KZ-27",)),
        ("область жетысу", ("KZ-33",)),
        ("жетісу", ("KZ-33",)),
        ("абайская область", ("KZ-10",)),
        ("область абай", ("KZ-10",)),
        ("усть каменогорск", ("KZ-63",)),
        ("өскемен", ("KZ-63",)),
        ("qaragandy", ("KZ-35",)),
        ("Karaganda region", ("KZ-35",)),
        ("novosti shymkenta", ("KZ-79",)),
        ("в талгарском районе", ("KZ-19",)),
        ("талғар ауданы", ("KZ-19",)),
        ("сыр өңірі", ("KZ-43",)),
        ("елорда", ("KZ-71",)),
        ("южная столица", ("KZ-75",)),
        ("жамбыл", ("KZ-31",)),
        ("рудный", ("KZ-39",)),
        ("шымкент и туркестанская область", ("KZ-79", "KZ-61")),
        ("семей", ("KZ-10",)),
        ("жана озен", ("KZ-47",)),
        ("шал акын", ("KZ-59",)),
        ("кража скота в жамбылской области", ("KZ-31",)),
        # misspelt
        ("павладар", ("KZ-55",)),
        ("карагада", ("KZ-35",)),
        ("талдыкурган", ("KZ-33",)),
        ("шимкент", ("KZ-79",)),
        ("алмата", ("KZ-75",)),
        ("костонай", ("KZ-39",)),
        ("кызыларда", ("KZ-43",)),
        ("питропавловск", ("KZ-59",)),
        ("oskmen", ("KZ-63",)),
        ("павладарская область", ("KZ-55",)),
        ("усть каменагорск", ("KZ-63",)),
        # no places
        ("казахстан", ()),
        ("баталов", ()),
        ("абай", ()),
        ("для многодетных семей", ()),
        ("москва", ()),
        ("токаев", ()),
        ("медведь", ()),
        ("павлов", ()),
        ("караван", ()),
        ("актер", ()),
        ("уровень воды", ()),
        ("", ()),
    ],
)
def test_regions(text: str, regions: tuple[str, ...]) -> None:
    assert parse_query(text).regions == regions


def test_one_question_holds_region_topic_period_and_words() -> None:
    query = parse_query("что нового в алматинской области по школам за неделю, баталов")
    assert query.regions == ("KZ-19",)
    assert query.topics == ("education",)
    assert query.period is Period.WEEK
    assert query.keywords == ("баталов",)


@pytest.mark.parametrize(
    ("text", "period"),
    [
        ("новости за сегодня", Period.TODAY),
        ("бүгін не болды", Period.TODAY),
        ("today in atyrau", Period.TODAY),
        ("вчерашние новости", Period.YESTERDAY),
        ("кеше", Period.YESTERDAY),
        ("за последнюю неделю", Period.WEEK),
        ("за последние 7 дней", Period.WEEK),
        ("бір аптада", Period.WEEK),
        ("осы аптада", Period.WEEK),
        ("за месяц", Period.MONTH),
        ("соңғы айда", Period.MONTH),
        ("last month", Period.MONTH),
        ("школы", None),
    ],
)
def test_periods(text: str, period: Period | None) -> None:
    assert parse_query(text).period is period
    assert parse_query(text).keywords == ()


@pytest.mark.parametrize(
    ("text", "times", "days"),
    [
        ("актау 08:00", (time(8),), ()),
        ("актау 7.30 19:00", (time(7, 30), time(19)), ()),
        ("в 8 утра", (time(8),), ()),
        ("в 7 вечера", (time(19),), ()),
        ("таңғы 8", (time(8),), ()),
        ("кешкі 7-де", (time(19),), ()),
        ("сағат 9-да", (time(9),), ()),
        ("8 pm", (time(20),), ()),
        ("at 9", (time(9),), ()),
        ("утром и вечером", (time(8), time(19)), ()),
        ("пн, ср 08:00", (time(8),), (0, 2)),
        ("пн-пт в 9 часов", (time(9),), (0, 1, 2, 3, 4)),
        ("по будням 10:00", (time(10),), (0, 1, 2, 3, 4)),
        ("жұмыс күндері 8:00", (time(8),), (0, 1, 2, 3, 4)),
        ("дүйсенбі және жұма", (), (0, 4)),
        ("по выходным", (), (5, 6)),
        ("каждый день в 8", (time(8),), ()),
        ("monday 08:00", (time(8),), (0,)),
        ("25:00", (), ()),
        ("24:00", (time(0),), ()),
    ],
)
def test_times_and_days(text: str, times: tuple[time, ...], days: tuple[int, ...]) -> None:
    query = parse_query(text)
    assert (query.times, query.days) == (times, days)


@pytest.mark.parametrize("text", ["сразу", "бірден", "now", "алматинская область сразу"])
def test_instant(text: str) -> None:
    assert parse_query(text).instant


@pytest.mark.parametrize(
    "text",
    ["в моём районе", "наша область", "у нас", "біздің өңірде", "менің ауданым", "my region", "что рядом со мной"],
)
def test_here_means_the_chats_own_regions(text: str) -> None:
    query = parse_query(text)
    assert query.here
    assert query.keywords == ()


def test_a_named_region_wins_over_here() -> None:
    assert not parse_query("у нас в таразе").here


@pytest.mark.parametrize(
    "text", ["весь казахстан", "бүкіл Қазақстан", "по всей стране", "all kazakhstan", "новости Казахстана"]
)
def test_the_whole_country(text: str) -> None:
    query = parse_query(text)
    assert query.everything
    assert (query.regions, query.keywords) == ((), ())


def test_excluded_words() -> None:
    query = parse_query("костанай спорт -футбол -хоккей 08:00-20:00")
    assert query.excluded == ("футбол", "хоккей")
    assert query.regions == ("KZ-39",)
    assert query.topics == ("sport",)


def test_districts_and_towns_are_places_but_the_seat_of_a_region_is_the_region() -> None:
    assert parse_query("талгарский район").places == ("196200000",)
    assert parse_query("экибастуз").places == ("552200000",)
    assert parse_query("павлодар").places == ()


def test_a_shared_district_stands_for_all_of_that_name() -> None:
    assert set(parse_query("актогайский район").regions) == {"KZ-35", "KZ-55"}


@pytest.mark.parametrize(
    ("text", "regions"),
    [
        ("абайский район шымкента", ("KZ-79",)),
        ("карагандинская область абайский район", ("KZ-35",)),
        ("есіл ауданы астана", ("KZ-71",)),
        ("аксу павлодар", ("KZ-55",)),
        ("жамбылский район ско", ("KZ-59",)),
    ],
)
def test_another_name_tells_which_of_the_shared_districts(text: str, regions: tuple[str, ...]) -> None:
    assert parse_query(text).regions == regions


@pytest.mark.parametrize("word", ["алға", "аяқтау", "астына", "жетістік", "шар", "абылай", "алмады", "ескерді"])
def test_ordinary_kazakh_words_are_no_places(word: str) -> None:
    assert parse_query(word).regions == ()


def test_a_guess_says_what_it_was_taken_for() -> None:
    assert parse_query("павладар").suggestion == "Павлодар"
    assert parse_query("алмты облысы").regions == ("KZ-19",)
    assert parse_query("павлодар").suggestion is None


def test_keywords_are_words_as_typed() -> None:
    assert parse_query("про Хлопунова и росомаху в риддере").keywords == ("Хлопунова", "росомаху")


any_text = st.text(st.characters(codec=None, exclude_categories=()), max_size=120)
WORDS = """алматы -слово 08:00 99:99 в 8 утра пн-пт - , сразу абай район 12 ночи у нас казахстан 5"""
words = st.lists(st.sampled_from(WORDS.split())).map(" ".join)


@settings(deadline=None, max_examples=100)
@given(any_text | words)
def test_any_text_is_an_answerable_question(text: str) -> None:
    query = parse_query(text)
    assert set(query.regions) <= set(REGIONS)
    assert set(query.topics) <= set(TOPICS)
    assert all(keyword in strip_forbidden(text) for keyword in query.keywords)


def test_a_megabyte_is_bounded() -> None:
    assert parse_query("баталов " * 100_000).keywords == ("баталов",)
