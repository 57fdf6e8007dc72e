"""An editor's and an owner's tools through the chat: stories, approval, broadcasts in two languages, figures, chats."""

from __future__ import annotations

import json
import re
from collections.abc import AsyncIterator
from datetime import timedelta
from functools import partial
from typing import Any

import pytest
import pytest_asyncio

from bot.handlers import caller
from tests.e2e.world import ADMIN, KK, RU, World, opened

pytestmark = pytest.mark.asyncio(loop_scope="module")

BODY = "<p>{} Об этом сообщили в акимате Алматинской области. Работы закончат в декабре.</p>"


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def desk(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[World]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(caller, "REQUESTS_PER_MINUTE", 1_000_000)
        async with opened(tmp_path_factory.mktemp("desk")) as world:
            world.sandbox.flood.enabled = False
            for user in (RU, ADMIN):
                await world.say(user, "/start")
            await world.say(RU, "/subscribe алматинская область сразу")
            await world.say(KK, "/subscribe алматы облысы бірден")
            await world.say(ADMIN, "/fetch")
            yield world


async def told(desk: World, text: str, contains: str) -> dict[str, Any]:
    """The owner types something; the bot's answer that holds ``contains``."""
    typed = desk.sandbox.people.say(ADMIN, text)
    return await desk.heard(ADMIN, contains, after=typed)


async def published(desk: World, title: str, sentence: str) -> int:
    """A new article of the main outlet, read and pushed; its story's number."""
    desk.site.publish(title, BODY.format(sentence))
    await told(desk, "/fetch main", "main:")
    await desk.heard(RU, title)
    listed = await told(desk, f"/search {title}", title)
    found = re.search(r'"callback_data": "s:(\d+)', json.dumps(listed["message"]))
    assert found, listed["text"]
    return int(found[1])


def buttons(message: dict[str, Any]) -> str:
    return json.dumps(message["message"].get("reply_markup", {}), ensure_ascii=False)


async def test_a_summary_put_right_is_what_readers_get(desk: World) -> None:
    number = await published(desk, "Водопровод Конаева обновят", "Трубы заменят на улице Сейфуллина в Конаеве.")
    await told(desk, f"/story {number}", f"Новость {number}")
    await desk.press(ADMIN, "Краткое содержание")
    saved = await told(desk, "Новые трубы получат сорок улиц.", "Сохранено")
    assert "сорок улиц" in saved["text"]
    assert "сорок улиц" in (await desk.say(RU, "/search водопровод конаева"))["text"]


async def test_a_hidden_story_is_struck_through_where_it_stands_and_comes_back(desk: World) -> None:
    number = await published(desk, "Мост у Талгара закроют", "Мост через реку у Талгара закроют на ремонт.")
    await told(desk, f"/story {number}", f"Новость {number}")
    hidden = await desk.press(ADMIN, "Скрыть")
    assert "скрыта" in hidden["text"]
    assert "Показать" in buttons(hidden)
    answer = await desk.say(RU, "/search мост у талгара закроют")
    assert "Мост у Талгара закроют" not in answer["text"]
    shown = await desk.press(ADMIN, "Показать")
    assert "Скрыть" in buttons(shown)


async def test_a_story_is_sent_again_to_those_whom_it_concerns(desk: World) -> None:
    number = await published(desk, "В Есике откроют парк", "Парк на тридцати гектарах откроют в Есике.")
    before = len(desk.said(RU, "В Есике откроют парк"))
    await told(desk, f"/story {number}", f"Новость {number}")
    again = await desk.press(ADMIN, "Отправить ещё раз")
    assert "Поставлено в очередь" in again["text"]
    await desk.heard(RU, "В Есике откроют парк", count=before + 1)


async def test_two_stories_become_one_and_part_again(desk: World) -> None:
    first = await published(desk, "Каскелен получит автобусы", "Двадцать автобусов купят для Каскелена.")
    second = await published(desk, "Узынагашу обещали стадион", "Стадион построят в Узынагаше к весне.")
    await told(desk, f"/story {second}", f"Новость {second}")
    await desk.press(ADMIN, "Объединить")
    merged = await desk.say(ADMIN, f"№ {first}")
    assert f"Новость {first}" in merged["text"].replace("\u202f", "")
    assert "Разделить" in buttons(merged)
    old = await desk.say(ADMIN, f"/story {second}")
    assert f"Новость {first}" in old["text"]
    await desk.press(ADMIN, "Разделить")
    parted = await desk.press(ADMIN, "Узынагашу")
    assert "отдельной новостью" in parted["text"]


async def test_a_forwarded_push_opens_its_story(desk: World) -> None:
    await published(desk, "Шелек собрал урожай лука", "Рекордный урожай лука собрали в Шелеке.")
    push = await desk.heard(RU, "Шелек собрал")
    forwarded = desk.sandbox.people.forward(ADMIN, RU, push["message"]["message_id"])
    card = await desk.heard(ADMIN, "Отправлена", after=forwarded)
    assert "Шелек собрал" in card["text"]
    assert "Объединить" in buttons(card)


async def test_what_needs_approval_waits_until_an_editor_lets_it_go(desk: World) -> None:
    await told(desk, "/story new", "первая строка")
    await told(desk, "Только заголовок", "Нужны заголовок")
    card = await told(
        desk, "Талгар выбрал дерево года\nЖители Талгара Алматинской области выбрали старый дуб.", "ждёт одобрения"
    )
    assert "Алматинская" in card["text"]
    assert not desk.said(RU, "дерево года")
    queue = await desk.say(ADMIN, "/story")
    assert "дерево года" in buttons(queue)
    await told(desk, "/status", "Ждут одобрения: 1")
    await desk.press(ADMIN, "На одобрение")
    await desk.press(ADMIN, "дерево года")
    await desk.press(ADMIN, "Одобрить")
    pushed = await desk.heard(RU, "дерево года")
    assert "Редакция" in pushed["text"]


async def test_what_a_reader_calls_wrong_waits_until_an_editor_has_looked(desk: World) -> None:
    await published(desk, "Озеро Есик очистили", "Волонтёры очистили берега озера Есик.")
    await desk.heard(RU, "Озеро Есик")
    await desk.say(RU, "/search озеро есик очистили")
    await desk.press(RU, "1")
    await desk.press(RU, "Почему здесь?")
    assert "Редакция проверит" in (await desk.sandbox.people.press(RU, "Сообщить об ошибке"))["text"]
    queue = await told(desk, "/story", "Читатели сообщили об ошибке: 1")
    assert "❗ Озеро Есик" in buttons(queue)
    await desk.press(ADMIN, "❗ Озеро Есик")
    assert "ошибки нет" in (await desk.press(ADMIN, "Всё верно"))["text"]
    assert "Читатели" not in (await desk.say(ADMIN, "/story"))["text"]


async def test_a_broadcast_speaks_two_languages_and_has_a_button(desk: World) -> None:
    await desk.say(ADMIN, "/broadcast")
    await desk.say(ADMIN, "Завтра новости придут позже")
    await desk.press(ADMIN, "➕ Қазақша")
    await desk.say(ADMIN, "Ертең жаңалықтар кешірек келеді")
    await desk.press(ADMIN, "➕ Кнопка")
    await desk.say(ADMIN, "не кнопка")
    draft = await told(desk, "Подробнее — https://example.kz/news", "Қазақша")
    assert "Кнопок: 1" in draft["text"]
    before = len(desk.sandbox.people.transcript(ADMIN))
    await desk.press(ADMIN, "Показать")
    await desk.until(lambda: _longer(desk, before + 2))
    await desk.press(ADMIN, "Отправить…")
    await desk.press(ADMIN, "Да, отправить")
    kazakh, russian = await desk.heard(KK, "кешірек"), await desk.heard(RU, "придут позже")
    assert "example.kz" in buttons(kazakh)
    assert "example.kz" in buttons(russian)
    assert not desk.said(KK, "придут позже")
    await desk.heard(ADMIN, "Рассылка завершена")


async def _longer(desk: World, length: int) -> bool:
    return len(desk.sandbox.people.transcript(ADMIN)) >= length


async def test_a_planned_broadcast_waits_for_its_time_and_can_be_dropped(desk: World) -> None:
    await desk.say(ADMIN, "/broadcast")
    await desk.say(ADMIN, "Опрос читателей")
    await desk.press(ADMIN, "В другое время")
    at = desk.clock.now() + timedelta(hours=5, minutes=40)
    draft = await desk.say(ADMIN, f"{at:%H:%M}")
    assert f"{at:%H:%M}" in draft["text"]
    await desk.press(ADMIN, "Отправить…")
    planned = await desk.press(ADMIN, "Да, отправить")
    assert "запланирована" in planned["text"]
    assert not desk.said(RU, "Опрос читателей")
    await desk.say(ADMIN, "/broadcast")
    assert "запланирована" in (await desk.press(ADMIN, f"{at:%H:%M}"))["text"]
    assert "Рассылка" not in (await desk.say(ADMIN, "шымкент"))["text"]
    desk.clock.shift += timedelta(minutes=41)
    await desk.heard(RU, "Опрос читателей")
    await desk.say(ADMIN, "/broadcast")
    await desk.say(ADMIN, "Это никто не увидит")
    dropped = await desk.press(ADMIN, "Отмена")
    assert "тмен" in dropped["text"]


async def test_figures_come_in_words_and_as_a_picture(desk: World) -> None:
    for command, words in (
        ("/stats", "за 7 дней"),
        ("/stats 30d", "за 30 дней"),
        ("/stats алматинская область", "Алматинская область"),
    ):
        typed = desk.sandbox.people.say(ADMIN, command)
        await desk.heard(ADMIN, words, after=typed)
        await desk.until(partial(_has_photo, desk, typed))


async def _has_photo(desk: World, after: int) -> bool:
    messages = [one["message"] for one in desk.sandbox.people.transcript(ADMIN)]
    return any("photo" in one for one in messages if one["message_id"] > after)


async def test_a_chat_is_found_looked_into_banned_and_let_in_again(desk: World) -> None:
    await told(desk, f"/chats {RU}", "активен")
    await desk.press(ADMIN, f"a:chat:{RU}")
    await desk.press(ADMIN, f"a:prev:{RU}")
    await desk.heard(ADMIN, "Пробный дайджест")
    await told(desk, f"/ban {RU}", "Заблокировать")
    await desk.press(ADMIN, f"a:ban:{RU}:yes")
    await desk.heard(ADMIN, "Заблокирован.")
    silent = desk.sandbox.people.say(RU, "/help")
    assert not await desk.sandbox.people.wait_message(RU, after=silent, timeout=0.5)
    await told(desk, f"/unban {RU}", "активен")
    assert await desk.say(RU, "/help")
    await told(desk, "/log", "Чат заблокирован")


async def test_a_preview_of_a_day_writes_nothing(desk: World) -> None:
    day = desk.clock.now() + timedelta(hours=5)
    await told(desk, f"/preview {RU} {day:%Y-%m-%d}", "Пробный дайджест")
    await told(desk, "/preview 2020-01-01", "новостей: 0")


async def test_sources_of_the_file_can_only_be_paused(desk: World) -> None:
    await told(desk, "/source pause second", "на паузе")
    await told(desk, "/source resume second", "работает")
    for command in ("remove second", "title second Другое", "region second Шымкент", "every second 300"):
        await told(desk, f"/source {command}", "файле настроек")
    await told(desk, "/source test second", "Записей")
    await told(desk, "/source nonsense words here", "/source add")
    await told(desk, "/source add http://127.0.0.1:1/", "ленты нет")


async def test_a_source_of_the_chat_can_be_reshaped_and_removed(desk: World) -> None:
    await told(desk, f"/source add {desk.site.url}/feed/?other=1", "Найдена лента")
    await desk.press(ADMIN, "Добавить")
    await desk.press(ADMIN, "Пауза")
    await desk.press(ADMIN, "Переименовать")
    await told(desk, "Степной вестник", "Степной вестник")
    await desk.press(ADMIN, "a:src:127-0-0-1:region")
    regional = await desk.press(ADMIN, "Шымкент")
    assert "Шымкент" in regional["text"]
    await desk.press(ADMIN, "Как часто")
    assert "30 мин" in (await desk.press(ADMIN, "30 мин"))["text"]
    assert "только из ленты" in (await desk.press(ADMIN, "Откуда текст"))["text"]
    assert "одобрения" in (await desk.press(ADMIN, "Одобрять вручную"))["text"]
    await desk.press(ADMIN, "a:src:127-0-0-1:remove")
    gone = await desk.press(ADMIN, "Удалить, статьи оставить")
    assert "Степной вестник" not in gone["text"]
    await told(desk, "/log", "Источник удалён")
