"""A reader at home, in three languages: every command, the settings, what he saves and mutes, his data."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest

from bot.buttons import start_payload
from tests.e2e.town import Person, Town

pytestmark = pytest.mark.asyncio(loop_scope="session")

LANGUAGES = ("ru", "kk", "en")
ORDERS = {
    "ru": "Алматинская область, образование 08:00 19:00",
    "kk": "Алматы облысы, білім 08:00 19:00",
    "en": "Almaty Region, education 08:00 19:00",
}
COMMANDS = (
    "/start", "/help", "/privacy", "/digest", "/region", "/region {place}", "/region абвгдежз", "/topic",
    "/topic {theme}", "/topic абвгдежз", "/search", "/search {words}", "/search абвгдежз", "/subscribe",
    "/subscribe абв", "/subscribe {order}", "/subscriptions", "/settings", "/quiet", "/quiet 22:00-07:00",
    "/quiet 25:00-99:99", "/quiet off", "/link", "/forum", "/export", "/forget", "/nosuchcommand", "{words}",
)  # fmt: skip
WORDS = {
    "ru": {"place": "Шымкент", "theme": "спорт", "words": "школы Талгара за месяц", "order": ORDERS["ru"]},
    "kk": {"place": "Шымкент", "theme": "спорт", "words": "Талғар мектептері бір айда", "order": ORDERS["kk"]},
    "en": {"place": "Shymkent", "theme": "sport", "words": "schools in Talgar this month", "order": ORDERS["en"]},
}


def well_said(person: Person) -> Iterator[str]:
    """What is wrong with the messages in a chat: unexpected errors, keys instead of texts."""
    for one in person.messages():
        if person.t("error-unexpected") in one["text"] or "{" in one["text"]:
            yield one["text"]


@pytest.mark.parametrize("language", LANGUAGES)
async def test_every_command_is_answered(town: Town, language: str) -> None:
    reader, since = town.person(language), town.requests
    for command in COMMANDS:
        screen = await reader.say(command.format(**WORDS[language]))
        assert screen.messages, command
    assert not list(well_said(reader))
    assert not town.refusals(since)


@pytest.mark.parametrize(
    ("language", "typed", "key"),
    [
        ("ru", "спасибо большое!", "you-are-welcome"),
        ("kk", "Рахмет сізге", "you-are-welcome"),
        ("en", "Thank you very much", "you-are-welcome"),
        ("ru", "Добрый день", "help"),
        ("kk", "Сәлеметсіз бе?", "help"),
        ("ru", "🤡🤡", "error-not-text"),
    ],
)
async def test_what_is_no_question_is_not_searched_for(town: Town, language: str, typed: str, key: str) -> None:
    reader = town.person(language)
    assert (await reader.say(typed)).text == reader.t(key)


async def test_a_misspelt_command_and_a_misspelt_word_are_understood(town: Town) -> None:
    reader = town.person("ru")
    assert "/search?" in (await reader.say("/serch вода")).text
    assert "Показываем «школ" in (await reader.say("щколы")).text
    assert "Шымкент" in (await reader.say("привет, что нового в шымкенте")).text


@pytest.mark.parametrize(
    ("language", "words", "place"),
    [
        ("ru", "талгарский район, школы 19:00", "Талгарский район"),
        ("kk", "талғар ауданы, мектептер 19:00", "Талғар ауданы"),
        ("en", "Talgar district, schools 19:00", ""),
    ],
)
async def test_onboarding_in_one_line(town: Town, language: str, words: str, place: str) -> None:
    reader = town.person(language)
    assert reader.t("onboarding-words") in (await reader.start()).text
    done = await reader.say(words)
    assert "19:00" in done.text
    assert place in done.text
    assert "👍" in done.buttons, "the first digest comes at once"


async def test_onboarding_by_words_asks_when(town: Town) -> None:
    reader = town.person("kk")
    await reader.start()
    asked = await reader.say("Шымкент спорт")
    assert reader.t("onboarding-when") in asked.text
    assert reader.t("button-look-first") in asked.buttons
    done = await reader.press("19:00")
    assert "Шымкент, спорт" in done.text
    assert (await reader.say("/subscriptions")).text.count("19:00") == 1


async def test_a_question_while_onboarding_is_a_question(town: Town) -> None:
    reader = town.person("ru")
    await reader.start()
    answer = await reader.say("что нового в шымкенте за неделю")
    assert "Шымкент за неделю" in answer.text


async def test_the_language_is_switched_on_the_first_screen(town: Town) -> None:
    reader = town.person("ru")
    await reader.start()
    await reader.press("Қазақша")
    asked = await reader.say("Түркістан облысы")
    assert "Қашан жіберейік?" in asked.text


async def test_a_location_finds_the_district(town: Town) -> None:
    reader = town.person("ru")
    await reader.start()
    asking = await reader.press("📍 По геопозиции")
    assert asking.messages[-1]["message"]["reply_markup"]["keyboard"][0][0]["request_location"]
    found = await reader.locate(43.30, 77.24)
    assert "Талгарский район → Алматинская область" in found.text
    await reader.press("Только Талгарский район")
    assert "Талгарский район, все темы" in (await reader.press("08:00")).text
    astana = await reader.locate(51.13, 71.43)
    assert "Астана" in astana.text, "later it shows the news there"


@pytest.mark.parametrize("language", LANGUAGES)
async def test_links_that_were_shared(town: Town, language: str) -> None:
    reader = town.person("en")
    chosen = await reader.start(start_payload(["KZ-79"], ["sport"], language))
    assert sum(label.startswith("✓") for label in chosen.buttons) == 1
    await reader.say("/region шымкент")
    card = await reader.press("1")
    number = next(data for _, data in card.data() if data.startswith("sw:")).split(":")[1]
    shared = await reader.start(f"n_{number}")
    assert shared.text.split("\n")[0] == card.text.split("\n")[0]
    assert (await reader.start("n_999999")).messages
    assert (await reader.start("d")).messages
    assert (await reader.start("s_zz_--_xx")).messages


async def test_the_selection_can_be_shared(town: Town) -> None:
    reader = town.person("ru")
    await reader.start()
    for button in ("Шымкент", "Дальше →", "⚽ Спорт", "Дальше →", "08:00"):
        screen = await reader.press(button)
    urls = [b["url"] for one in screen.messages for b in _buttons(one) if "url" in b]
    assert any("start%3Ds_" in url for url in urls)


def _buttons(one: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for row in one["message"].get("reply_markup", {}).get("inline_keyboard", []):
        yield from row


async def test_a_topic_is_muted_and_taken_back(town: Town) -> None:
    reader = town.person("ru")
    await reader.say("/subscribe весь казахстан 08:00")
    await reader.say("/digest")
    await reader.press("👎")
    muted = await reader.press("⚽ Спорт") if "⚽ Спорт" in _labels(reader) else await reader.press("🏗️ Инфраструктура")
    assert "больше не показываем" in muted.toast
    settings = await reader.say("/settings")
    assert "Скрыто: ничего" not in settings.text
    await reader.press("Скрытое")
    back = await reader.press("✕")
    assert reader.t("settings-no-mutes") in back.text


def _labels(reader: Person) -> list[str]:
    return [b["text"] for one in reader.messages() for b in _buttons(one)]


async def test_a_word_is_muted_and_its_stories_leave_the_digest(town: Town) -> None:
    reader = town.person("ru")
    await reader.say("/subscribe шымкент 08:00")
    before = await reader.say("/digest")
    assert "счётчик" in before.text
    await reader.say("/settings")
    await reader.press("Скрытое")
    await reader.press("➕ Слово")
    assert "✕ счётчики" in (await reader.say("Счётчики!")).buttons
    assert "счётчик" not in (await reader.say("/digest")).text
    await reader.press("✕ счётчики")
    assert "счётчик" in (await reader.say("/digest")).text


async def test_whoever_changes_the_subject_asks_a_question_again(town: Town) -> None:
    reader = town.person("ru")
    await reader.say("/subscribe астана 08:00")
    await reader.press("Изменить")
    await reader.press("✏️ Название")
    assert "Наш двор" in (await reader.say("Наш двор")).text
    await reader.press("✏️ Название")
    await reader.press("‹ Назад")
    answer = await reader.say("шымкент за месяц")
    assert "Шымкент за месяц" in answer.text
    assert "Наш двор" in (await reader.say("/subscriptions")).text


async def test_saved_stories_are_found_again(town: Town) -> None:
    reader = town.person("kk")
    await reader.say("шымкент")
    card = await reader.press("1")
    title = card.text.split("\n")[0]
    assert (await reader.press("🔖")).toast == reader.t("story-saved")
    await reader.say("/start")
    await reader.say("/subscribe шымкент 08:00")
    await reader.say("/start")
    assert title in (await reader.press("saved:0")).text
    number = next(data for _, data in card.data() if data.startswith("sv:")).split(":")[1]
    await reader.tap(card.messages[-1]["message"]["message_id"], f"un:{number}")
    await reader.say("/start")
    assert title not in (await reader.press("saved:0")).text


@pytest.mark.parametrize("language", LANGUAGES)
async def test_my_data_is_given_and_deleted(town: Town, language: str) -> None:
    reader = town.person(language)
    await reader.say(f"/subscribe {ORDERS[language]}")
    exported = (await reader.say("/export")).messages[-1]["message"]
    assert exported["document"]["file_name"].endswith(".json")
    asked = await reader.say("/forget")
    assert reader.t("forget-ask") in asked.text
    kept = await reader.press("forget:no")
    assert kept.messages
    await reader.say("/forget")
    gone = await reader.press("forget:yes")
    assert any(letter.isdigit() for letter in gone.text), "it says how much was deleted"
    assert reader.t("subscriptions-none") in (await reader.say("/subscriptions")).text


FORGED = (
    "", "x" * 64, "sub:999999", "sub:-1", "sub:абв", "sub:1:h:9999", "sub:1:n:1000000", "set:lang:xx", "set:items:-5",
    "set:quiet:22002200", "set:zone:Mars/Base", "s:999999", "s:x", "sl:1:xx", "sw:99999", "sm:99999", "bad:x",
    "q:nosuchtoken:0", "q", "qp:x:y", "qr", "qs:nosuch", "qw:nosuch", "dm:nosuch:0", "dm", "dt:nosuch",
    "dt:nosuch:sport:99999", "dk:nosuch", "dl", "db:nosuch", "fb", "mt:nosuch:-", "mt", "sv:x", "saved:99999",
    "ob:d:zz:zz:xx:0800", "ob:d", "ob:x:0:0:ru", "at:zzzzzzzz:sub", "at::", "at:1", "fo:ffffffff:go", "ch",
    "a:status", "a:fetch", "a:ban:1:yes", "rg:KZ-99", "tp:nosuch", "help:x", "forget:maybe",
)  # fmt: skip


async def test_forged_and_stale_buttons_are_answered_politely(town: Town) -> None:
    reader, since = town.person("ru"), town.requests
    await reader.say("/subscribe шымкент 08:00")
    for data in FORGED:
        base = await reader.say("/settings")
        pressed = await reader.tap(base.messages[-1]["message"]["message_id"], data)
        assert pressed.answered, data
        assert reader.t("error-unexpected") not in (pressed.toast, pressed.text), data
    assert not list(well_said(reader))
    assert not town.refusals(since)
    assert "Шымкент" in (await reader.say("/subscriptions")).text


async def test_nobody_reaches_a_subscription_of_somebody_else(town: Town) -> None:
    owner, stranger = town.person("ru"), town.person("ru")
    made = await owner.say("/subscribe шымкент 08:00")
    data = next(data for _, data in made.data() if data.startswith("sub:"))
    base = await stranger.say("/settings")
    pressed = await stranger.tap(base.messages[-1]["message"]["message_id"], f"{data}:x:yes")
    assert pressed.toast == stranger.t("stale-button")
    assert "Шымкент" in (await owner.say("/subscriptions")).text


async def test_twenty_subscriptions_and_no_more(town: Town) -> None:
    reader = town.person("ru")
    for hour in range(20):
        await reader.say(f"/subscribe шымкент {hour:02}:30")
    assert reader.t("subscription-limit", count=20) in (await reader.say("/subscribe астана 08:00")).text


async def test_somebody_who_asks_too_often_is_told_once(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.handlers.caller.REQUESTS_PER_MINUTE", 3)
    reader = town.person("ru")
    said = [await reader.say("/help") for _ in range(6)]
    assert "Слишком часто" in said[3].text
    assert not said[4].messages
    assert not said[5].messages


async def test_the_export_is_json(town: Town) -> None:
    reader = town.person("ru")
    await reader.say("/subscribe шымкент, спорт 08:00")
    document = (await reader.say("/export")).messages[-1]["message"]["document"]
    stored = town.world.sandbox.world.files.by_id(document["file_id"])
    assert stored is not None
    data = json.loads(stored.data)
    assert "KZ-79" in json.dumps(data)
