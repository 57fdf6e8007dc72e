from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.models import LANGUAGES, REGIONS, TOPIC_ICONS, TOPICS
from bot.store import TOTAL_CAP
from bot.texts import THIN, Html, escape, guess_language, plain, texts

ru, kk, en = texts("ru"), texts("kk"), texts("en")
ALMATY = ZoneInfo("Asia/Almaty")
NOW = datetime(2026, 11, 23, 3, 0, tzinfo=UTC)  # 08:00 in Almaty


@pytest.mark.parametrize(
    ("region", "in_ru", "in_kk", "in_en"),
    [
        ("KZ-19", "в Алматинской области", "Алматы облысында", "in Almaty Region"),
        ("KZ-75", "в Алматы", "Алматыда", "in Almaty"),
        ("KZ-71", "в Астане", "Астанада", "in Astana"),
        ("KZ-79", "в Шымкенте", "Шымкентте", "in Shymkent"),
        ("KZ-47", "в Мангистауской области", "Маңғыстау облысында", "in Mangystau Region"),
        ("KZ-33", "в области Жетысу", "Жетісу облысында", "in Zhetisu Region"),
        ("KZ-10", "в области Абай", "Абай облысында", "in Abai Region"),
    ],
)
def test_where(region: str, in_ru: str, in_kk: str, in_en: str) -> None:
    assert (ru.region_in(region), kk.region_in(region), en.region_in(region)) == (in_ru, in_kk, in_en)


@pytest.mark.parametrize("language", LANGUAGES)
def test_short_names_of_regions_differ_and_stand_in_order(language: str) -> None:
    t = texts(language)
    names = [t.region_short(region) for region in t.sorted_regions()]
    assert len(set(names)) == len(REGIONS) == 20
    assert max(map(len, names)) <= 20  # half of a phone's width


def test_kazakh_letters_stand_where_the_alphabet_has_them() -> None:
    names = [str(kk.region_short(region)) for region in kk.sorted_regions()]
    assert names.index("Жетісу") < names.index("Қарағанды") < names.index("Қостанай") < names.index("Маңғыстау")
    assert names.index("Түркістан") < names.index("Ұлытау") < names.index("Шымкент")


def test_a_region_inside_a_sentence() -> None:
    assert ru.listed(map(ru.region_in_text, ("KZ-19", "KZ-10"))) == "Алматинская область и область Абай"
    assert ru.sentence(ru.region_in_text("KZ-10")) == "Область Абай"


def test_one_icon_per_topic() -> None:
    assert len(set(TOPIC_ICONS.values())) == len(TOPICS)


def test_days() -> None:
    day = date(2026, 11, 23)
    assert (ru.day(day), kk.day(day), en.day(day)) == (
        "23 ноября, понедельник",
        "23 қараша, дүйсенбі",
        "Monday, 23 November",
    )


@pytest.mark.parametrize(
    ("hours", "russian", "kazakh", "english"),
    [
        (0, "сегодня, 08:00", "бүгін, 08:00", "today, 08:00"),
        (-10, "вчера, 22:00", "кеше, 22:00", "yesterday, 22:00"),
        (20, "завтра, 04:00", "ертең, 04:00", "tomorrow, 04:00"),
        (-24 * 3, "20 ноября", "20 қараша", "20 November"),
        (-24 * 365, "23 ноября 2025", "2025 жылғы 23 қараша", "23 November 2025"),
    ],
)
def test_when(hours: int, russian: str, kazakh: str, english: str) -> None:
    moment = NOW + timedelta(hours=hours)
    assert (ru.when(moment, NOW, ALMATY), kk.when(moment, NOW, ALMATY), en.when(moment, NOW, ALMATY)) == (
        russian,
        kazakh,
        english,
    )


def test_the_day_is_that_of_the_readers_zone() -> None:
    late = datetime(2026, 11, 22, 20, 30, tzinfo=UTC)
    assert ru.when(late, NOW, ALMATY) == "сегодня, 01:30"
    assert ru.when(late, NOW, ZoneInfo("Europe/London")) == "вчера, 20:30"


def test_numbers_have_thin_spaces() -> None:
    assert ru.number(12480) == f"12{THIN}480"
    assert ru.number(1_000_000) == f"1{THIN}000{THIN}000"
    assert (ru.number(29.63), en.number(29.63), kk.number(30.0)) == ("29,6", "29.6", "30")
    assert ru("list-count", total=12480) == f"12{THIN}480 новостей"
    assert en("list-count", total=12480) == f"12{THIN}480 stories"
    assert ru.percent(0.126) == f"12,6{THIN}%"


@pytest.mark.parametrize(
    ("count", "words"),
    [
        (1, "1 новость"),
        (2, "2 новости"),
        (5, "5 новостей"),
        (11, "11 новостей"),
        (21, "21 новость"),
        (112, "112 новостей"),
    ],
)
def test_russian_plurals(count: int, words: str) -> None:
    assert ru("stories-count", count=count) == words


@pytest.mark.parametrize(
    ("total", "shown", "russian", "kazakh", "english"),
    [
        (
            12,
            5,
            "12 новостей за сутки, главные 5",
            "тәулік ішінде 12 жаңалық, ең маңызды 5-еуі",
            "12 stories in 24 hours, top 5 below",
        ),
        (
            21,
            1,
            "21 новость за сутки, главная",
            "тәулік ішінде 21 жаңалық, ең маңыздысы",
            "21 stories in 24 hours, the main one below",
        ),
        (
            42,
            12,
            "42 новости за сутки, главные 12",
            "тәулік ішінде 42 жаңалық, ең маңызды 12-сі",
            "42 stories in 24 hours, top 12 below",
        ),
        (
            TOTAL_CAP,
            5,
            "не меньше 200 новостей за сутки, главные 5",
            "тәулік ішінде кемінде 200 жаңалық, ең маңызды 5-еуі",
            "at least 200 stories in 24 hours, top 5 below",
        ),
    ],
)
def test_the_count_line(total: int, shown: int, russian: str, kazakh: str, english: str) -> None:
    said = [t("digest-count", total=total, shown=shown, period=t("period-day")) for t in (ru, kk, en)]
    assert said == [russian, kazakh, english]


@pytest.mark.parametrize(
    ("shown", "words"),
    [
        (2, "2-еуі"),
        (6, "6-ауы"),
        (7, "7-еуі"),
        (8, "8-і"),
        (9, "9-ы"),
        (10, "10-ы"),
        (15, "15-і"),
        (16, "16-сы"),
        (20, "20-сы"),
        (50, "50-сі"),
    ],
)
def test_kazakh_so_many_of_them(shown: int, words: str) -> None:
    assert kk("digest-count", total=99, shown=shown, period="x").endswith(f"ең маңызды {words}")


@pytest.mark.parametrize(
    ("seconds", "russian", "kazakh", "english"),
    [
        (12 * 86400 + 4 * 3600 + 59, "12 дней 4 ч", "12 күн 4 сағ", "12 days 4 h"),
        (418, "6 мин 58 с", "6 мин 58 с", "6 min 58 s"),
        (86400 + 30, "1 день", "1 күн", "1 day"),
        (3600, "1 ч", "1 сағ", "1 h"),
        (0, "0 с", "0 с", "0 s"),
    ],
)
def test_durations(seconds: int, russian: str, kazakh: str, english: str) -> None:
    assert (ru.duration(seconds), kk.duration(seconds), en.duration(seconds)) == (russian, kazakh, english)


def test_ago() -> None:
    assert (ru.ago(240), kk.ago(240), en.ago(3)) == ("4 мин назад", "4 мин бұрын", "just now")


@pytest.mark.parametrize(
    ("days", "russian", "kazakh", "english"),
    [
        ((), "каждый день", "күн сайын", "every day"),
        (tuple(range(7)), "каждый день", "күн сайын", "every day"),
        ((0, 1, 2, 3, 4), "по будням", "жұмыс күндері", "on weekdays"),
        ((5, 6), "по выходным", "демалыс күндері", "at weekends"),
        ((4, 0, 2), "пн, ср, пт", "дс, ср, жм", "Mon, Wed, Fri"),
    ],
)
def test_weekdays(days: tuple[int, ...], russian: str, kazakh: str, english: str) -> None:
    assert (ru.days(days), kk.days(days), en.days(days)) == (russian, kazakh, english)


def test_lists_and_times() -> None:
    assert ru.times((time(19), time(8))) == "08:00 и 19:00"
    assert kk.listed(("су", "жол", "мектеп")) == "су, жол және мектеп"
    assert ru.listed(()) == ""


def test_languages_name_themselves() -> None:
    assert [en.language_name(code) for code in LANGUAGES] == ["Русский", "Қазақша", "English"]
    assert ru.language_in_text("kk") == "қазақша"


def test_hashtags() -> None:
    assert ru.hashtag(ru.region("KZ-27")) == "#ЗападноКазахстанскаяОбласть"
    assert kk.hashtag(kk.topic("agriculture")) == "#АуылШаруашылығы"


def test_arguments_are_escaped_unless_they_are_html() -> None:
    assert ru("why-word", word="<b>&") == "«&lt;b&gt;&amp;»"
    assert ru("why-word", word=Html("<b>x</b>")) == "«<b>x</b>»"
    assert ru.plain("why-word", word="<b>&") == "«<b>&»"
    assert ru.plain("onboarding-chosen", regions="А & Б") == "Выбрано: А & Б"


def test_arguments_may_be_long() -> None:
    assert ru("story-sources", sources=Html("x" * 9000)) == "Источники: " + "x" * 9000


def test_a_reader_never_sees_an_exception() -> None:
    assert ru("no-such-text") == "no-such-text"
    assert kk("why-word") == "why-word"
    assert texts("de").language == "ru"


@pytest.mark.parametrize(
    ("code", "language"),
    [
        ("ru", "ru"),
        ("kk", "kk"),
        ("kk-KZ", "kk"),
        ("en-US", "en"),
        ("de", "en"),
        ("uz", "ru"),
        (None, "ru"),
        ("", "ru"),
    ],
)
def test_the_language_of_a_client(code: str | None, language: str) -> None:
    assert guess_language(code) == language


@given(st.text())
def test_escaping_loses_nothing_that_telegram_shows(text: str) -> None:
    shown = plain(escape(text))
    assert len(shown) == len(text)
    assert all(a in (b, " ") for a, b in zip(shown, text, strict=True))
