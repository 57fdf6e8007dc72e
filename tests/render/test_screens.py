"""Every screen in three languages: valid, within limits, with a way back; the shortest way to a digest."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import date, time, timedelta

import pytest

from bot import render
from bot.buttons import unmask, unpack, unpack_times
from bot.errors import StoreBusyError
from bot.models import REGIONS, TOPICS, ChatKind, ChatState, Label, Message, Mode, Profile
from bot.render.actions import ACTIONS, FIELDS
from bot.render.onboarding import Choice
from bot.render.status import source_light
from bot.store.values import ErrorRecord, LogEntry, Statistics
from bot.texts import Texts, plain, texts
from tests.render.making import ALMATY, LANGUAGES, NOW, chat, edition, entry, order, source, story
from tests.render.strict import check

ru = texts("ru")
HUGE = order(
    10**15,
    name="",
    profile=Profile(
        regions=REGIONS, topics=TOPICS, keywords=("вода" * 20,) * 20, excluded=("ремонт" * 20,) * 20, min_stories=3
    ),
    times=tuple(time(hour) for hour in range(8)),
    paused_until=date(2027, 1, 1),
)  # fmt: skip
CHOICE = Choice(REGIONS, TOPICS)
TIMES = tuple(time(hour, 30) for hour in range(8))
FAILING = source(name="жетісу жаңалықтары", failing_since=NOW - timedelta(hours=2), failures=14, error="503 <b>")
STATUS = render.Status("1.3.0", 1e6, [source(), FAILING, source(paused=True)], queue=7, oldest=NOW - timedelta(hours=1),
                       unconfirmed=2, last_run=render.Run(NOW, 12480, 12466, 14, 418.0), next_run=NOW)  # fmt: skip
OF_A_CHAT = source(origin="chat", approval=True, paused=True, default_region="KZ-19")
LABELS = [Label(one, 1, tuple("х" * 90 + str(n) for n in range(9))) for one in REGIONS]
LONG = entry(1, sentences=("Слово. " * 300,))
DRAFT = render.Broadcast(10**9, ("private",), ("ru", "kk"), REGIONS, size=12480, seconds=416, stars=1248)
EDITED = story(
    10**12, regions=REGIONS, topics=TOPICS, editions=(edition(10), edition(20, "kk"), edition(30)), pinned=True
)


def broadcast_of(screen: Callable[[render.Broadcast, Texts], Message]) -> Callable[[Texts], Message]:
    return lambda t: screen(DRAFT, t)


LOGGED = LogEntry(7, NOW, 1, "story.correct", "17", {"regions": ["KZ-19"] * 30}, {"regions": ["KZ-33"]})
FAULT = ErrorRecord("a1b2c3d4", "ValueError: <b> " * 60, 12, NOW, NOW)
FIGURES = Statistics(
    subscribers_by_kind={"private": 12000, "supergroup": 480},
    subscribers_by_language={"ru": 8000, "kk": 4480},
    subscribers_by_region=dict.fromkeys(REGIONS, 600),
    new_chats={"2026-11-22": 12},
    deliveries={("2026-11-22", "sent"): 84120, ("2026-11-22", "refused"): 14},
    stories_by_region=dict.fromkeys(REGIONS, 7),
    stories_by_topic=dict.fromkeys(TOPICS, 9),
    articles_by_source={"<b>Алтын": 30},
)
NO_FIGURES = Statistics({}, {}, {}, {}, {}, {}, {}, {})
SCREENS: dict[str, Callable[[Texts], Message]] = {
    "regions": lambda t: render.regions_screen(t, CHOICE, note=render.place_found(t, "KZ-19", "Талгар")),
    "regions again": lambda t: render.regions_screen(t, Choice(), first=False, note=render.place_found(t, None)),
    "topics": lambda t: render.topics_screen(t, CHOICE),
    "when": lambda t: render.when_screen(t, CHOICE),
    "hours": lambda t: render.hours_screen(t, CHOICE, TIMES),
    "done": lambda t: render.onboarding_done(t, CHOICE, mode=Mode.DIGEST, times=TIMES, share="https://t.me/b?start=s_1"),
    "done at once": lambda t: render.onboarding_done(t, Choice(), mode=Mode.INSTANT, has_news=False),
    "home": render.home,
    "home of a newcomer": lambda t: render.home(t, subscribed=False),
    "settings": lambda t: render.settings(chat(), t, NOW, subscriptions=3, note="Сохранено"),
    "settings of a group": lambda t: render.settings(chat(kind=ChatKind.GROUP, quiet=None, muted_topics=()), t, NOW),
    "language": lambda t: render.language_screen(chat(), t),
    "zone": lambda t: render.zone_screen(chat(time_zone="Asia/Kathmandu"), t, NOW),
    "news": lambda t: render.news_screen(chat(), t),
    "layout": lambda t: render.layout_screen(chat(), t),
    "items": lambda t: render.items_screen(chat(), t),
    "quiet": lambda t: render.quiet_screen(chat(), t),
    "quiet from": render.quiet_from_screen,
    "quiet until": lambda t: render.quiet_until_screen(22, t),
    "passing": lambda t: render.passing_screen(chat(quiet=None), t),
    "mutes": lambda t: render.mutes_screen(chat(muted_topics=TOPICS, muted_words=("су" * 30,) * 60), t),
    "a word to mute": lambda t: render.mute_word_screen(t, in_group=True),
    "no mutes": lambda t: render.mutes_screen(chat(muted_topics=(), muted_words=()), t),
    "subscriptions": lambda t: render.subscriptions([HUGE] * 30, t, ALMATY, NOW, note="Удалено"),
    "no subscriptions": lambda t: render.subscriptions([], t, ALMATY, NOW),
    "subscription": lambda t: render.subscription(HUGE, t, ALMATY, NOW),
    "weekly subscription": lambda t: render.subscription(order(weekly=True, days=(6,), name="Обзор"), t, ALMATY, NOW),
    "instant subscription": lambda t: render.subscription(order(mode=Mode.INSTANT, paused=True), t, ALMATY, NOW),
    "its regions": lambda t: render.regions_of(HUGE, t),
    "its topics": lambda t: render.topics_of(HUGE, t),
    "its hours": lambda t: render.hours_of(HUGE, t),
    "its days": lambda t: render.days_of(HUGE, t),
    "its items": lambda t: render.items_of(HUGE, t),
    "its least": lambda t: render.at_least_of(HUGE, t),
    "its words": lambda t: render.words_of(HUGE, t),
    "its name": lambda t: render.name_of(HUGE, t),
    "its pause": lambda t: render.pause_of(HUGE, t),
    "its end": lambda t: render.delete_of(HUGE, t),
    "subscribed": lambda t: render.subscribed(HUGE, t, ALMATY, NOW),
    "help": lambda t: render.help_message(t, admin=True),
    "commands": lambda t: render.all_commands(t, admin=True),
    "privacy": render.privacy,
    "forget": render.ask_forget,
    "regions menu": render.regions_menu,
    "topics menu": render.topics_menu,
    "list": lambda t: render.story_list([entry(1)], t, ALMATY, NOW, title="", total=90, token="tk", page=3),
    "saved": lambda t: render.story_list([entry(1)], t, ALMATY, NOW, title="", total=9, token="", verb="saved"),
    "similar": lambda t: render.similar([entry(1)], t, ALMATY, NOW, story_id=7),
    "nothing": lambda t: render.nothing_found("х" * 5000, t, token="tk", suggestion="Жетысу"),
    "card": lambda t: render.story_card(story(1), entry(1), t, ALMATY, NOW, saved=True),
    "why": lambda t: render.why(story(1), "Школа", LABELS, [], t),
    "no digest": lambda t: render.no_digest(t, subscribed=True),
    "no digest for a newcomer": lambda t: render.no_digest(t, subscribed=False),
    "nothing saved": render.saved_empty,
    "status": lambda t: render.status(STATUS, t, ALMATY, NOW),
    "sources": lambda t: render.sources([source(name=f"источник {n}", title="х" * 99) for n in range(60)], t, NOW),
    "source": lambda t: render.source_detail(FAILING, t, ALMATY, NOW, articles=3),
    "source of a chat": lambda t: render.source_detail(OF_A_CHAT, t, ALMATY, NOW, note="Проверено"),
    "end of a source": lambda t: render.source_remove(FAILING, t, 1204),
    "broadcast": broadcast_of(render.broadcast_draft),
    "broadcast regions": broadcast_of(render.broadcast_regions),
    "broadcast languages": broadcast_of(render.broadcast_languages),
    "broadcast kinds": broadcast_of(render.broadcast_kinds),
    "broadcast asked": lambda t: render.broadcast_ask(t, [replace(DRAFT, planned=True), replace(DRAFT, paused=True)]),
    "broadcast planned": lambda t: render.broadcast_progress(replace(DRAFT, planned=True, at="завтра, 09:00"), t),
    "broadcast confirmed": broadcast_of(render.broadcast_confirm),
    "broadcast running": lambda t: render.broadcast_progress(replace(DRAFT, sent=9, waiting=3), t),
    "broadcast paused": lambda t: render.broadcast_progress(replace(DRAFT, sent=9, waiting=3, paused=True), t),
    "broadcast over": lambda t: render.broadcast_progress(replace(DRAFT, sent=9), t),
    "broadcast stopped": lambda t: render.broadcast_progress(replace(DRAFT, sent=9, cancelled=3), t),
    "story": lambda t: render.story_editing(EDITED, LONG, t, ALMATY, NOW, regions=LABELS, held=True, sent=12),
    "story reported": lambda t: render.story_editing(EDITED, LONG, t, ALMATY, NOW, corrected=True, reported=True),
    "story regions": lambda t: render.relabel_regions(EDITED, t),
    "story topics": lambda t: render.relabel_topics(EDITED, t),
    "story split": lambda t: render.split_choices(EDITED, t),
    "story summary": lambda t: render.ask_story(EDITED, t, "summary"),
    "story merge": lambda t: render.ask_story(EDITED, t, "merge"),
    "log": lambda t: render.log_page([LOGGED] * 11, t, ALMATY, NOW, page=1, names={1: "Айгерим"}),
    "empty log": lambda t: render.log_page([], t, ALMATY, NOW),
    "errors": lambda t: render.errors_page([FAULT] * 25, t, ALMATY, NOW, page=1),
    "no errors": lambda t: render.errors_page([], t, ALMATY, NOW),
    "chats": lambda t: render.chats_list([chat(title="х" * 300), chat(username="aimaq", title="")] * 20, t),
    "chat": lambda t: render.chat_detail(chat(created_at=NOW), [HUGE] * 30, t, ALMATY, NOW),
    "banned chat": lambda t: render.chat_detail(chat(state=ChatState.BANNED), [], t, ALMATY, NOW),
    "ban": lambda t: render.ask_ban(chat(title="<b>"), t),
    "stats": lambda t: render.stats(FIGURES, t, days=7),
    "stats of nothing": lambda t: render.stats(NO_FIGURES, t, days=30),
}  # fmt: skip
STARTS = {
    "regions", "status", "home", "home of a newcomer", "no digest", "no digest for a newcomer", "subscribed", "chat",
    "banned chat", "chats", "broadcast running", "broadcast paused",
}  # fmt: skip
"""Where one begins, and answers that stay: their buttons only lead on."""


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", SCREENS)
def test_every_screen_is_valid_and_has_a_way_on(name: str, language: str) -> None:
    message = SCREENS[name](texts(language))
    check(message)
    assert message.buttons


@pytest.mark.parametrize("name", sorted(SCREENS))
def test_every_screen_has_a_way_back(name: str) -> None:
    """A back, menu, close, done or cancel button; the start of everything needs none."""
    backs = {
        plain(ru(f"button-{key}"))
        for key in ("back", "home", "close", "ready", "no", "back-to-list", "status", "help", "settings")
    }
    message = SCREENS[name](ru)
    shown = {button.text for row in message.buttons for button in row}
    assert shown & backs or name in STARTS


def press(message: Message, label: str) -> tuple[str, tuple[str, ...]]:
    (data,) = [button.data for row in message.buttons for button in row if button.text == label]
    unpacked = unpack(data)
    assert unpacked is not None
    return unpacked


def onboarding(args: tuple[str, ...]) -> Message:
    """What a handler shows for the arguments of an ``ob`` button."""
    screen, regions, topics, language, *times = args
    t, choice = texts(language), Choice(unmask(regions, REGIONS), unmask(topics, TOPICS))
    screens = {"r": render.regions_screen, "t": render.topics_screen, "w": render.when_screen}
    if screen == "h":
        return render.hours_screen(t, choice, unpack_times(times[0]))
    if screen == "d":
        return render.onboarding_done(t, choice, mode=Mode.DIGEST, times=unpack_times(times[0]))
    return screens[screen](t, choice)


@pytest.mark.parametrize(
    ("language", "taps", "done"),
    [
        (
            "ru",
            ["Алматинская", "Дальше →", "Все темы", "08:00"],
            "Готово: Алматинская область, все темы, каждый день в 08:00.",
        ),
        (
            "kk",
            ["Шымкент", "Әрі қарай →", "Барлық тақырып", "08:00"],
            "Дайын: Шымкент, барлық тақырып, күн сайын, 08:00.",
        ),
        ("en", ["All Kazakhstan", "All topics", "19:00"], "Done: all Kazakhstan, all topics, every day at 19:00."),
        (
            "ru",
            ["Қазақша", "Астана", "Әрі қарай →", "🏫 Білім", "Әрі қарай →", "Басқа…", "07:00", "20:00", "Дайын ✓"],
            "Дайын: Астана, білім, күн сайын, 07:00 және 20:00.",
        ),
        ("ru", ["Абай", "ВКО", "✓ Абай", "Дальше →", "‹ Назад", "Дальше →", "Все темы", "08:00 и 19:00"],
         "Готово: Восточно-Казахстанская область, все темы, каждый день в 08:00 и 19:00."),
    ],
)  # fmt: skip
def test_from_start_to_the_digest(language: str, taps: list[str], done: str) -> None:
    screen = render.regions_screen(texts(language), Choice())
    for tap in taps:
        verb, args = press(screen, tap)
        assert verb == "ob"
        screen = onboarding(args)
    assert check(screen).startswith(done)


def test_settings_show_what_a_press_sets() -> None:
    assert press(render.news_screen(chat(), ru), "✓ Қазақша") == ("set", ("news", "ru"))
    assert press(render.news_screen(chat(news_languages=("ru",)), ru), "✓ Русский") == ("set", ("news", "ru"))
    assert press(render.quiet_screen(chat(), ru), "✓ 22:00–07:00") == ("set", ("quiet", "22000700"))
    assert press(render.quiet_until_screen(23, ru), "08:00") == ("set", ("quiet", "23000800"))
    verb, args = press(render.passing_screen(chat(), ru), "Экология и погода")
    assert (verb, args[0], unmask(args[1], TOPICS)) == ("set", "pass", ("incidents", "ecology"))


def test_the_last_hour_and_the_last_day_cannot_be_taken_away() -> None:
    one_hour = render.hours_of(order(times=(time(8),)), ru)
    assert press(one_hour, "✓ 08:00") == ("-", ())
    assert press(one_hour, "19:00") == ("sub", ("1", "h", "08001900"))
    one_day = render.days_of(order(days=(0,)), ru)
    assert press(one_day, "✓ пн") == ("sub", ("1", "d", "1"))
    assert press(one_day, "вт") == ("sub", ("1", "d", "3"))


def test_times_never_outgrow_a_button() -> None:
    assert press(render.hours_of(HUGE, ru), "23:00")[1][2].count("00") >= 7


@pytest.mark.parametrize(
    ("changes", "light"),
    [
        ({}, render.Light.GREEN),
        ({"failing_since": NOW}, render.Light.RED),
        ({"paused": True, "failing_since": NOW}, render.Light.YELLOW),
        ({"last_success_at": NOW - timedelta(days=2)}, render.Light.YELLOW),
        ({"last_success_at": None}, render.Light.GREEN),
    ],
)
def test_the_light_of_a_source(changes: dict[str, object], light: render.Light) -> None:
    assert source_light(source(**changes), NOW) is light


@pytest.mark.parametrize(
    ("changes", "light"),
    [
        ({}, "🟢"),
        ({"errors_last_hour": 1}, "🟡"),
        ({"sources": [source(), source(failing_since=NOW)]}, "🟡"),
        ({"sources": [source(failing_since=NOW)]}, "🔴"),
        ({"queue": 4, "oldest": NOW - timedelta(minutes=20)}, "🔴"),
        ({"queue": 4, "oldest": NOW - timedelta(minutes=2)}, "🟢"),
        ({"sources": []}, "🟢"),
    ],
)
def test_status_at_first_sight(changes: dict[str, object], light: str) -> None:
    value = replace(render.Status("1.3.0", 60, [source()]), **changes)  # type: ignore[arg-type]  # keyword by keyword
    assert check(render.status(value, ru, ALMATY, NOW)).startswith(light)


def test_status_says_what_is_wrong_and_since_when() -> None:
    text = check(render.status(STATUS, ru, ALMATY, NOW))
    assert "🔴 жетісу жаңалықтары: 503 <b> с 06:00 (14 попыток), следующая: 08:07" in text
    assert "Источники 1 из 2 · последняя статья 4 мин назад" in text
    assert "доставлено 12\u202f466, недоступны 14, 6 мин 58 с" in text


def test_the_list_calls_a_source_by_its_name_in_the_readers_language() -> None:
    found = [source(title_kk="Алтын Орда газеті")]
    assert "Алтын-Орда" in check(render.sources(found, ru, NOW))
    assert "Алтын Орда газеті" in check(render.sources(found, texts("kk"), NOW))


def test_a_fetch_tells_each_source() -> None:
    class Reading:
        def __init__(self, new: int, failed: str = "") -> None:
            self.source, self.new, self.changed, self.failed = "altyn-orda", new, 0, failed

    text = check(render.fetched([Reading(3), Reading(0), Reading(0, "503 <b>")], ru))
    assert text.splitlines()[1:] == ["altyn-orda: новых 3, изменено 0", "altyn-orda: нового нет", "altyn-orda: 503 <b>"]
    check(render.fetched([], ru))


@pytest.mark.parametrize("language", LANGUAGES)
def test_menus_and_descriptions_are_within_telegrams_limits(language: str) -> None:
    t = texts(language)
    menu = render.command_menu(t, (*render.PUBLIC_COMMANDS, *render.ADMIN_COMMANDS))
    assert all(1 <= len(text) <= 256 for _, text in menu)
    assert len(dict(menu)) == len(menu) <= 100
    assert len(render.bot_description(t)) <= 512
    assert len(render.bot_short_description(t)) <= 120
    assert len(plain(t("help"))) <= 800  # one screen


@pytest.mark.parametrize("language", LANGUAGES)
def test_errors_say_what_to_do_next(language: str) -> None:
    t = texts(language)
    assert render.error_text(StoreBusyError("locked"), t) == t("error-store-busy")
    assert render.error_text(ZeroDivisionError(), t) == t("error-unexpected")
    check(render.error(StoreBusyError("locked"), t))


ALERTED: dict[str, str | int] = {
    "name": "<b>", "since": "06:12", "error": "503", "ago": "5 мин назад", "count": 7, "age": "9 мин",
    "duration": "40 с", "free": "1 МБ", "fingerprint": "a1", "reason": "disk", "text": "x" * 900,
}  # fmt: skip


@pytest.mark.parametrize("key", render.ALERTS)
def test_alerts_are_loud_and_their_ends_quiet(key: str) -> None:
    for language in LANGUAGES:
        message = render.alert(texts(language), key, **ALERTED)
        check(message)
        assert message.silent is key.endswith("-well")
        assert message.html != key


def test_the_rest_of_the_short_answers() -> None:
    t = ru
    for message in (
        render.forgotten(t, 21),
        render.welcome_back(t),
        render.welcome_back(t, suspended=True),
        render.story_gone(t),
        render.nothing_new(t),
        render.ask_location(t),
        render.say(t, "group-joined"),
        render.choose(t, "Что?", {"Да": "a:b", "Нет": "-"}),
        render.help_message(t, ChatKind.SUPERGROUP),
    ):
        check(message)
    assert "21 запись" in plain(render.forgotten(t, 21).html)


def test_the_log_is_in_words() -> None:
    """Ids are for `/log export`; what nobody gave a name is shown as it is kept."""
    for key in (*(action.replace(".", "-") for action in ACTIONS), *(f"field-{field}" for field in FIELDS)):
        assert ru.plain(f"log-{key}") != f"log-{key}"
    lines = {
        ("story.correct", '{"regions": ["KZ-31"]}', '{"regions": ["KZ-31", "KZ-71"]}'): (
            "Новость исправлена 17", "регионы: Жамбылская → Жамбылская, Астана"
        ),
        ("story.correct", '{"hidden": false}', '{"hidden": true}'): ("Новость исправлена 17", "скрыта: — → ✓"),
        ("story.merge", "null", '{"into": 2}'): ("Новость объединена 17", "в новость: 2"),
        ("broadcast.send", "null", '{"size": 9, "regions": [], "topics": ["sport"]}'): (
            "Рассылка подтверждена 17", "чатов: 9; темы: спорт"
        ),
        ("source.title", '"Новости"', '"Жаңалық"'): ("Источник: название 17", "Новости → Жаңалық"),
        ("new.thing", "null", "null"): ("new.thing 17",),
    }  # fmt: skip
    for (action, before, after), said in lines.items():
        entry = LogEntry(7, NOW, 1, action, "17", json.loads(before), json.loads(after))
        shown = plain(render.log_page([entry], ru, ALMATY, NOW).html).split("\n")
        assert tuple(shown[3:]) == said
