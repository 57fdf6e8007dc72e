"""How the messages look: the first line says where and when, the second how much; then the news."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from bot import render
from bot.models import Block, Digest, Layout, Message, Period, Profile, Query
from bot.texts import plain, texts
from tests.render.making import ALMATY, LANGUAGES, NOW, digest_of, entry, story
from tests.render.strict import check, check_keyboard

ru, kk, en = texts("ru"), texts("kk"), texts("en")
FRAME = render.Frame(token="t0ken")

SCHOOL = entry(1, other=(("kk", "https://altyn-orda.kz/kk/1"),))
LAND = entry(
    2,
    title="Пастбища вернут сельским округам",
    sentences=("Акимат изъял 4,2 тыс. га неиспользуемых земель.",),
    published=NOW - timedelta(hours=1),
    topic="agriculture",
    outlets=3,
)


def morning(language: str = "ru", **changes: object) -> Digest:
    blocks = (Block(None, "education", (SCHOOL,)), Block(None, "agriculture", (LAND,)))
    value = digest_of(*blocks, profile=Profile(regions=("KZ-19",), language=language), total=12)
    return replace(value, **changes)  # type: ignore[arg-type]  # keyword by keyword


def of_regions(*counts: int, **changes: object) -> Digest:
    regions = ("KZ-19", "KZ-33", "KZ-75", "KZ-71")[: len(counts)]
    numbers = iter(range(1, 100))
    blocks = [
        Block(region, None, tuple(entry(next(numbers), region=region) for _ in range(count)))
        for region, count in zip(regions, counts, strict=True)
    ]
    return digest_of(*blocks, profile=Profile(regions=regions), **changes)


def text_of(message: Message) -> str:
    return check(message)


def labels(message: Message) -> list[list[str]]:
    return [[button.text for button in row] for row in message.buttons]


def test_the_morning_digest_in_russian() -> None:
    (message,) = render.digest(morning(), ru, ALMATY, NOW, FRAME)
    assert text_of(message) == (
        "Алматинская область · 23 ноября, понедельник, утро\n"
        "12 новостей за сутки, главные 2\n"
        "\n"
        "🏫 Образование\n"
        "В Талгаре открыли школу на 900 мест\n"
        "Трёхсменных школ в районе больше нет. Ещё две сдадут к сентябрю, сообщил аким района. "
        "Алтын-Орда, вчера, 21:40 · қазақша\n"
        "\n"
        "🌾 Сельское хозяйство\n"
        "Пастбища вернут сельским округам\n"
        "Акимат изъял 4,2 тыс. га неиспользуемых земель. Алтын-Орда, 07:00 · 3 источника"
    )
    assert labels(message) == [["Ещё 10", "По темам"], ["👍", "👎", "🔖", "⚙️"]]


@pytest.mark.parametrize(
    ("language", "first_lines"),
    [
        ("kk", ["Алматы облысы · 23 қараша, дүйсенбі, таңертең", "Тәулік ішінде 12 жаңалық, ең маңызды 2-еуі"]),
        ("en", ["Almaty Region · Monday, 23 November, morning", "12 stories in 24 hours, top 2 below"]),
    ],
)
def test_the_first_two_lines_say_where_when_and_how_much(language: str, first_lines: list[str]) -> None:
    (message,) = render.digest(morning(language), texts(language), ALMATY, NOW, FRAME)
    assert text_of(message).splitlines()[:2] == first_lines


@pytest.mark.parametrize(
    ("hours", "line"),
    [
        (24, "2 новости за сутки"),
        (11, "2 новости за 11 часов"),
        (1, "2 новости за час"),
        (48, "2 новости за 2 дня"),
        (168, "2 новости за неделю"),
    ],
)
def test_the_second_line_names_the_window(hours: int, line: str) -> None:
    value = morning(total=2, since=NOW - timedelta(hours=hours))
    (message,) = render.digest(value, ru, ALMATY, NOW, FRAME)
    assert text_of(message).splitlines()[1] == line


@pytest.mark.parametrize(
    ("profile", "where"),
    [
        (Profile(), "Казахстан"),
        (Profile(regions=("KZ-33", "KZ-75")), "Жетысу, Алматы"),
        (Profile(regions=("KZ-10", "KZ-11", "KZ-15", "KZ-19")), "4 региона"),
        (Profile(regions=("KZ-79",), topics=("sport",)), "⚽ Спорт · Шымкент"),
        (Profile(regions=("KZ-79",), topics=("sport", "health")), "Шымкент"),
        (Profile(keywords=("вода",)), "«вода» · Казахстан"),
    ],
)
def test_the_head_line_tells_whose_digest_it_is(profile: Profile, where: str) -> None:
    (message,) = render.digest(morning(profile=profile), ru, ALMATY, NOW, FRAME)
    assert text_of(message).splitlines()[0] == f"{where} · 23 ноября, понедельник, утро"


def test_a_title_of_its_own_stands_instead_of_the_regions() -> None:
    (message,) = render.digest(morning(), ru, ALMATY, NOW, replace(FRAME, title="Талгарский район"))
    assert text_of(message).startswith("Талгарский район · 23 ноября")


def test_one_story_stands_alone_with_its_picture() -> None:
    value = digest_of(Block(None, None, (replace(SCHOOL, image="https://altyn-orda.kz/1.jpg"),)))
    (message,) = render.digest(value, ru, ALMATY, NOW, FRAME)
    assert message.photo == "https://altyn-orda.kz/1.jpg"
    assert "новост" not in text_of(message)
    assert labels(message) == [["👍", "👎", "🔖", "⚙️"]]


def test_a_long_text_leaves_the_picture_to_a_preview() -> None:
    long = replace(SCHOOL, title="Слово " * 50, sentences=("Слово " * 200,), image="https://altyn-orda.kz/1.jpg")
    long = replace(long, source_title="Вестник степи и гор", outlets=4, corrected=True)
    message = render.instant(long, ru, ALMATY, NOW, hashtags=True)
    assert message.photo is None
    assert message.preview == SCHOOL.url


def test_no_stories_are_no_message() -> None:
    assert render.digest(digest_of(), ru, ALMATY, NOW, FRAME) == ()


def test_several_regions_have_headings_and_small_topics() -> None:
    (message,) = render.digest(of_regions(2, 1), ru, ALMATY, NOW, FRAME)
    lines = text_of(message).splitlines()
    assert "📍 Алматинская область" in lines
    assert "📍 Область Жетысу" in lines
    assert sum(line.startswith("образование · В Талгаре") for line in lines) == 3


def test_a_long_digest_folds_what_is_not_first() -> None:
    messages = render.digest(of_regions(6, 4), ru, ALMATY, NOW, FRAME)
    html = "\n".join(message.html for message in messages)
    assert html.count("<blockquote expandable>") == 2
    assert html.count("В Талгаре открыли школу") == 10
    assert html.count("Трёхсменных школ") == 4


def test_the_keyboard_stands_under_the_last_message_only() -> None:
    long = [replace(entry(number), sentences=("Слово за словом. " * 40,)) for number in range(1, 8)]
    messages = render.digest(digest_of(Block(None, "education", tuple(long)), total=20), ru, ALMATY, NOW, FRAME)
    assert len(messages) > 1
    assert [bool(message.buttons) for message in messages] == [False] * (len(messages) - 1) + [True]


def test_a_correction_is_marked_and_a_withdrawn_story_struck_through() -> None:
    value = morning()
    first, second = (block.entries[0] for block in value.blocks)
    blocks = (
        Block(None, "education", (replace(first, corrected=True),)),
        Block(None, "agriculture", (replace(second, withdrawn=True),)),
    )
    (message,) = render.digest(replace(value, blocks=blocks), ru, ALMATY, NOW, replace(FRAME, corrected=True))
    text = text_of(message)
    assert "Исправлено после отправки" in text
    assert "исправлено" in text
    assert "<s>Пастбища вернут сельским округам</s>" in message.html
    assert "Акимат изъял" not in text


def test_hashtags_close_a_channels_post() -> None:
    frame = replace(FRAME, hashtags=True, feedback=False)
    (message,) = render.digest(morning(), ru, ALMATY, NOW, frame)
    assert text_of(message).splitlines()[-1] == "#АлматинскаяОбласть #Образование #СельскоеХозяйство"
    assert labels(message) == [["Ещё 10", "По темам"]]


def test_without_a_token_there_are_no_buttons() -> None:
    (message,) = render.digest(morning(), ru, ALMATY, NOW)
    assert message.buttons == ()


def test_the_rich_layout_folds_regions_and_keeps_a_complete_classic_text() -> None:
    (message,) = render.digest(of_regions(3, 2, 1), ru, ALMATY, NOW, FRAME, layout=Layout.RICH)
    assert message.rich is not None
    assert message.rich.startswith("<h2>Алматинская, Жетысу, Алматы · 23 ноября")
    assert message.rich.count("<details") == 3
    assert message.rich.count("<details open>") == 1
    assert "<summary>📍 <b>Область Жетысу</b> — 2 новости: образование</summary>" in message.rich
    assert '<a href="#b1">Жетысу</a>' in message.rich
    assert message.html.count("В Талгаре открыли школу") == message.rich.count("В Талгаре открыли школу") == 6
    assert message.rich.rstrip().endswith("</footer>")
    check(message)


def test_a_rich_digest_of_many_stories_falls_back_to_titles() -> None:
    long = [replace(entry(number), sentences=("Слово за словом. " * 40,)) for number in range(1, 16)]
    value = digest_of(Block("KZ-19", None, tuple(long[:8])), Block("KZ-33", None, tuple(long[8:])))
    (message,) = render.digest(value, ru, ALMATY, NOW, FRAME, layout=Layout.RICH)
    assert message.rich is not None
    assert message.html.count("В Талгаре открыли школу") == 15
    check(message)


def test_the_weekly_review_has_figures_in_both_layouts() -> None:
    figures = {"counts": {"KZ-19": 12, "KZ-33": 4}, "previous": {"KZ-19": 9, "KZ-33": 6}}
    value = of_regions(2, 1, weekly=True, since=NOW - timedelta(days=7), **figures)
    (classic,) = render.digest(value, ru, ALMATY, NOW, FRAME)
    text = text_of(classic)
    assert text.startswith("Алматинская, Жетысу · обзор недели, 16–22 ноября\n3 новости за неделю")
    assert "Алматинская — 12 (+3)\nЖетысу — 4 (−2)" in text
    (rich,) = render.digest(value, ru, ALMATY, NOW, FRAME, layout=Layout.RICH)
    assert rich.rich is not None
    assert '<td>Жетысу</td><td align="right">4</td><td align="right">−2</td>' in rich.rich
    check(rich)


def test_a_first_week_is_compared_with_nothing() -> None:
    value = of_regions(2, 1, weekly=True, since=NOW - timedelta(days=7), counts={"KZ-19": 12, "KZ-33": 4})
    assert "Алматинская — 12\nЖетысу — 4" in text_of(render.digest(value, ru, ALMATY, NOW, FRAME)[-1])
    grown = replace(value, previous={"KZ-19": 12})
    assert "Алматинская — 12\nЖетысу — 4 (+4)" in text_of(render.digest(grown, ru, ALMATY, NOW, FRAME)[-1])


def test_an_instant_push() -> None:
    message = render.instant(SCHOOL, ru, ALMATY, NOW, hashtags=True)
    assert text_of(message).splitlines() == [
        "🏫 В Талгаре открыли школу на 900 мест",
        "Трёхсменных школ в районе больше нет. Ещё две сдадут к сентябрю, сообщил аким района.",
        "Алматинская область · образование · Алтын-Орда · қазақша",
        "#АлматинскаяОбласть #Образование",
    ]


def test_a_story_card() -> None:
    made = story(1, topics=("education", "infrastructure"), outlets=3)
    card = render.story_card(
        made, replace(SCHOOL, outlets=3), ru, ALMATY, NOW, back=render.Back("q1", 2), places=("Талгарский район",)
    )
    assert text_of(card).splitlines()[3:] == [
        "📍 Алматинская область · Талгарский район  🏷 образование, инфраструктура",
        "Алтын-Орда, вчера, 21:40 · ещё 2 источника",
    ]
    assert labels(card)[0] == ["Открыть", "Қазақша"]
    assert card.buttons[-1][0].data == "q:q1:2"


def test_nothing_found_is_no_dead_end() -> None:
    class Elsewhere:
        def __init__(self, count: int, period: Period | None = None, region: str | None = None) -> None:
            self.count, self.period, self.region = count, period, region

    title = render.describe(Query(regions=("KZ-62",), topics=("education",)), ru)
    found = [Elsewhere(3, period=Period.MONTH), Elsewhere(5, region="KZ-35"), Elsewhere(0, region="KZ-71")]
    message = render.nothing_found(title, ru, token="t", period=Period.WEEK, alternatives=found)
    assert text_of(message).splitlines() == [
        "За неделю по запросу «образование, область Улытау» новостей нет.",
        "За месяц — 3.",
        "В Карагандинской области за неделю — 5.",
    ]
    assert labels(message)[0] == ["За месяц", "Карагандинская"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_button_labels_fit_a_phone(language: str) -> None:
    t = texts(language)
    (message,) = render.digest(morning(language), t, ALMATY, NOW, FRAME)
    for row in message.buttons:
        assert sum(len(button.text) for button in row) <= 36


def test_titles_are_links_and_nothing_else_is() -> None:
    (message,) = render.digest(morning(), ru, ALMATY, NOW, FRAME)
    assert message.html.count("<a ") == 3
    assert '<b><a href="https://altyn-orda.kz/ru/1">В Талгаре открыли школу на 900 мест</a></b>' in message.html
    assert "Подробнее" not in plain(message.html)


def test_a_single_topic_is_said_once() -> None:
    value = of_regions(2, 1)
    single = replace(value, profile=replace(value.profile, topics=("education",)))
    (message,) = render.digest(single, ru, ALMATY, NOW, FRAME)
    text = text_of(message)
    assert text.startswith("🏫 Образование · Алматинская, Жетысу")
    assert "образование ·" not in text


def test_the_keyboards_behind_a_digest() -> None:
    value = morning()
    first = "В Талгаре открыли школу на 900 мест"
    save = render.save_keyboard(value, ru, FRAME)
    less = render.less_keyboard(value, ru, FRAME)
    topics = render.topics_keyboard(value, ru, FRAME)
    assert [row[0].text for row in save] == [f"🔖 {first}", "🔖 Пастбища вернут сельским округам", "‹ Назад"]
    assert [row[0].data for row in save] == ["sv:1", "sv:2", "db:t0ken"]
    assert [[one.data for one in row] for row in less] == [
        ["-"],
        ["mt:education:t0ken", "mt:agriculture:t0ken"],
        ["db:t0ken"],
    ]
    assert [[one.data for one in row] for row in topics] == [
        ["dt:t0ken:education:0", "dt:t0ken:agriculture:0"],
        ["db:t0ken"],
    ]
    for keyboard in (save, less, topics):
        check_keyboard(keyboard)


def test_a_rich_digest_that_fits_in_no_single_message_is_sent_in_the_classic_layout() -> None:
    many = tuple(replace(entry(number), title="Слово " * 30) for number in range(1, 81))
    value = digest_of(Block("KZ-19", None, many[:40]), Block("KZ-33", None, many[40:]))
    messages = render.digest(value, ru, ALMATY, NOW, FRAME, layout=Layout.RICH)
    assert len(messages) > 1
    assert all(message.rich is None for message in messages)
    for message in messages:
        check(message)
