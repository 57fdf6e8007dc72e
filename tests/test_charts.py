"""The picture of `/stats`: everything named and readable in each language, whatever the figures are."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.charts import (
    ChartsMissingError,
    DeliveryDay,
    Measure,
    StatsData,
    SubscriberDay,
    chart,
    chart_svg,
    delivery_days,
    picture,
    subscriber_days,
)
from bot.charts.marks import BLUE, GREEN, INK, MUTED, PAPER, RED, WIDTH, Box, Dot, Label, Line, contrast, ink_on, shade
from bot.charts.page import page
from bot.charts.paint import shown
from bot.charts.panels import levels
from bot.charts.tiles import MAP, subscribers_per
from bot.models import LANGUAGES, REGIONS, TOPICS
from bot.texts import texts

ZONE = ZoneInfo("Asia/Almaty")
START, END = datetime(2026, 10, 25, 19, tzinfo=UTC), datetime(2026, 11, 24, 19, tzinfo=UTC)
FIRST, LAST = date(2026, 10, 26), date(2026, 11, 24)
EMPTY = StatsData(START, END)
DAYS = [FIRST + timedelta(days=number) for number in range(30)]
MONTH = StatsData(
    START,
    END,
    stories_by_region={region: 7 * number for number, region in enumerate(REGIONS)},
    subscribers_by_region={region: 40 * number for number, region in enumerate(REGIONS)},
    stories_by_topic={topic: 3 + number**2 for number, topic in enumerate(TOPICS)},
    articles_by_source={
        "Алтын-Орда": 1204,
        "Жетісу жаршысы": 431,
        "zhetisu-news.example": 388,
        "Степной\nмаяк 💥 и $весь$ север_области^2 с очень длинным названием": 212,
        "Маңғыстау": 97,
        "Ертіс": 41,
        "آلتىن وردا": 9,
    },
    subscribers=[SubscriberDay(day, 12000 + 20 * number, 31, 11) for number, day in enumerate(DAYS)],
    deliveries=[DeliveryDay(day, 24000 + number, number % 3) for number, day in enumerate(DAYS)],
)
ONE_DAY = replace(MONTH, start=END - timedelta(days=1))
YEAR = replace(
    MONTH,
    start=END - timedelta(days=365),
    subscribers=[SubscriberDay(LAST - timedelta(days=back), 200_000 - back, 900, 300) for back in range(365)],
    deliveries=[DeliveryDay(LAST - timedelta(days=back), 400_000, 1200) for back in range(365)],
)
DATA = {"empty": EMPTY, "month": MONTH, "one day": ONE_DAY, "year": YEAR}


@pytest.fixture(params=LANGUAGES)
def language(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def labels(data: StatsData, language: str, measure: Measure = Measure.STORIES) -> list[Label]:
    return [mark for mark in page(data, texts(language), ZONE, measure).marks if isinstance(mark, Label)]


def said(data: StatsData, language: str, measure: Measure = Measure.STORIES) -> list[str]:
    return [label.text for label in labels(data, language, measure)]


# --- the file ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("data", DATA.values(), ids=DATA)
def test_is_a_png_of_a_size_that_telegram_keeps(data: StatsData, language: str) -> None:
    png = chart(data, texts(language), ZONE)  # a glyph that the font lacks would be a warning, and so an error
    assert png.startswith(b"\x89PNG\r\n\x1a\n")
    width, height = int.from_bytes(png[16:20], "big"), int.from_bytes(png[20:24], "big")
    assert (width, height) == (WIDTH, page(EMPTY, texts("ru"), ZONE, Measure.STORIES).height)
    assert height <= 2560
    assert len(png) < 1_000_000


def test_is_the_same_for_the_same_figures() -> None:
    assert chart(MONTH, texts("kk"), ZONE) == chart(MONTH, texts("kk"), ZONE)


def test_svg_needs_no_font_and_tells_its_title(language: str) -> None:
    svg = chart_svg(MONTH, texts(language), ZONE, measure=Measure.PER_SUBSCRIBER).decode()
    assert "<svg" in svg
    assert "<text" not in svg
    assert page(MONTH, texts(language), ZONE, Measure.STORIES).title in svg


def test_without_matplotlib_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr("bot.charts.paint", raising=False)
    monkeypatch.setitem(sys.modules, "bot.charts.paint", None)
    with pytest.raises(ChartsMissingError, match=r"pip install aimaq\[charts\]") as error:
        picture.chart(MONTH, texts("ru"), ZONE)
    for language in LANGUAGES:
        assert "aimaq[charts]" in texts(language).plain(error.value.text_key)


def test_matplotlib_waits_until_a_picture_is_asked_for() -> None:
    code = "import sys, bot.charts; sys.exit('matplotlib' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False, timeout=60).returncode == 0


# --- what it says ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("data", [EMPTY, MONTH], ids=["empty", "month"])
def test_names_every_region_and_topic(data: StatsData, language: str) -> None:
    t, words = texts(language), said(data, language)
    for region in REGIONS:
        assert {*t.plain(f"tile-{region}").split("\n")} <= {*words}
    for topic in TOPICS:
        assert t.plain(f"topic-{topic}") in words


def test_every_region_has_one_tile_and_the_cities_lie_beside_their_regions() -> None:
    assert sorted(region for row in MAP for region in row if region) == sorted(REGIONS)
    places = {region: (x, y) for y, row in enumerate(MAP) for x, region in enumerate(row)}
    for city, around in (("KZ-71", "KZ-11"), ("KZ-75", "KZ-19"), ("KZ-79", "KZ-61")):
        (x, y), (u, v) = places[city], places[around]
        assert abs(x - u) + abs(y - v) == 1


@pytest.mark.parametrize("data", DATA.values(), ids=DATA)
@pytest.mark.parametrize("measure", Measure)
def test_our_own_words_are_never_cut(data: StatsData, measure: Measure, language: str) -> None:
    foreign = {*data.articles_by_source}
    for label in labels(data, language, measure):
        if label.text not in foreign:
            assert shown(label) == label.text


def test_a_name_of_a_source_is_cut_to_one_line_of_known_letters() -> None:
    name = next(name for name in MONTH.articles_by_source if name.startswith("Степной"))
    label = next(label for label in labels(MONTH, "ru") if label.text == name)
    assert shown(label).startswith("Степной маяк и $весь$")
    assert shown(label).endswith("…")
    assert shown(replace(label, text="💥")) == "?"


@pytest.mark.parametrize(
    ("language", "month", "day", "year"),
    [
        ("ru", "26 окт. – 24 нояб. 2026 г.", "24 нояб. 2026 г.", "25 нояб. 2025 г. – 24 нояб. 2026 г."),
        ("kk", "2026 ж. 26 қаз. – 24 қар.", "2026 ж. 24 қар.", "2025 ж. 25 қар. – 2026 ж. 24 қар."),
        ("en", "26 Oct – 24 Nov 2026", "24 Nov 2026", "25 Nov 2025 – 24 Nov 2026"),
    ],
)
def test_the_period_is_that_of_the_readers_calendar(language: str, month: str, day: str, year: str) -> None:
    for data, period in ((MONTH, month), (ONE_DAY, day), (YEAR, year)):
        assert period in [re.sub(r"\s", " ", words) for words in said(data, language)]


def test_figures_stand_beside_what_they_count() -> None:
    words = said(MONTH, "ru")
    assert {"12\u202f580", "+930", "−330", "не доставлено: 30", "Остальные (2)", "1\u202f204"} <= {*words}


def test_shades_by_stories_for_each_of_the_subscribers() -> None:
    data = replace(EMPTY, stories_by_region={"KZ-75": 30, "KZ-79": 5}, subscribers_by_region={"KZ-75": 12000})
    assert subscribers_per(data) == 10_000
    words = said(data, "ru", Measure.PER_SUBSCRIBER)
    assert "Новостей на 10\u202f000 подписчиков" in words
    assert "25" in words
    assert words.count("—") == len(REGIONS) - 1  # nobody to relate them to


def test_says_where_there_is_nothing(language: str) -> None:
    assert said(EMPTY, language).count(texts(language).plain("chart-nothing")) == 3


# --- colours -----------------------------------------------------------------------------------------------------


@given(st.floats(0, 1))
def test_values_can_be_read_on_every_shade(share: float) -> None:
    assert contrast(shade(share), ink_on(shade(share))) >= 4.5


@given(st.floats(0, 1), st.floats(0, 1))
def test_more_is_never_lighter(one: float, other: float) -> None:
    low, high = sorted((one, other))
    assert contrast(shade(high), PAPER) >= contrast(shade(low), PAPER) - 0.05


@pytest.mark.parametrize("color", [INK, MUTED, BLUE, GREEN, RED])
def test_words_can_be_read_on_paper(color: str) -> None:
    assert contrast(color, PAPER) >= 4.5


# --- geometry ----------------------------------------------------------------------------------------------------

counts = st.integers(0, 10**7)
days = st.integers(-3, 400).map(lambda number: FIRST + timedelta(days=number))
figures = st.builds(
    StatsData,
    start=st.just(START),
    end=st.integers(0, 400).map(lambda number: START + timedelta(days=number)),
    stories_by_region=st.dictionaries(st.sampled_from([*REGIONS, "KZ-00"]), counts),
    subscribers_by_region=st.dictionaries(st.sampled_from(REGIONS), counts),
    stories_by_topic=st.dictionaries(st.sampled_from([*TOPICS, "gossip"]), counts),
    articles_by_source=st.dictionaries(st.text(max_size=40), counts, max_size=9),
    subscribers=st.lists(st.builds(SubscriberDay, days, counts, counts, counts), max_size=12),
    deliveries=st.lists(st.builds(DeliveryDay, days, counts, counts), max_size=12),
)


def edges(mark: Box | Line | Dot | Label) -> Iterator[tuple[float, float]]:
    match mark:
        case Box(x, y, width, height):
            yield from ((x, y), (x + width, y + height))
        case Line(points):
            yield from points
        case Dot(x, y, radius):
            yield from ((x - radius, y - radius), (x + radius, y + radius))
        case Label(x, y):
            yield x, y


@given(figures, st.sampled_from(Measure), st.sampled_from(LANGUAGES))
@settings(deadline=None, max_examples=60)
def test_everything_stands_on_the_sheet(data: StatsData, measure: Measure, language: str) -> None:
    sheet = page(data, texts(language), ZONE, measure)
    for mark in sheet.marks:
        assert all(0 <= x <= WIDTH and 0 <= y <= sheet.height for x, y in edges(mark)), mark


@given(counts, counts)
def test_levels_are_few_round_and_hold_the_line(one: int, other: int) -> None:
    low, high = sorted((one, other))
    found = levels(low, high)
    assert found[0] <= low
    assert found[-1] >= high
    assert 2 <= len(found) <= 6
    assert len({b - a for a, b in pairwise(found)}) == 1


# --- the series --------------------------------------------------------------------------------------------------


def test_subscribers_are_reckoned_back_from_today() -> None:
    series = subscriber_days(date(2026, 11, 22), date(2026, 11, 24), 10, {"2026-11-24": 3}, {"2026-11-23": 2})
    assert [(one.day.day, one.total, one.new, one.lost) for one in series] == [
        (22, 9, 0, 0),
        (23, 7, 0, 2),
        (24, 10, 3, 0),
    ]


def test_deliveries_are_what_arrived_and_what_never_will() -> None:
    counts = {
        ("2026-11-24", "sent"): 9,
        ("2026-11-23", "refused"): 1,
        ("2026-11-23", "expired"): 2,
        ("2026-11-23", "cancelled"): 5,
    }
    assert delivery_days(counts) == (DeliveryDay(date(2026, 11, 23), 0, 3), DeliveryDay(date(2026, 11, 24), 9))
