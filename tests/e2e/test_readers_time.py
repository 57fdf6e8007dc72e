"""What comes by itself and when: quiet hours, several subscriptions at once, the weekly review, corrections of what
was sent. One world whose clock is moved on from test to test."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta
from itertools import count
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import pytest_asyncio

from bot.handlers import caller
from tests.e2e.town import Person, Town
from tests.e2e.world import ADMIN, opened

pytestmark = pytest.mark.asyncio(loop_scope="module")

ALMATY = ZoneInfo("Asia/Almaty")
NEWS = {
    "fire": (
        "Пожар на складе в Шымкенте потушили за {n} минут",
        "В Шымкенте ночью загорелся склад на улице Рыскулова. Пожар потушили за {n} минут, пострадавших нет, сообщили "
        "спасатели. Причину устанавливают дознаватели.",
    ),
    "crash": (
        "На выезде из Шымкента столкнулись автобус и грузовик, {n} пострадавших",
        "Авария случилась утром на выезде из Шымкента: автобус врезался в грузовик. В больницу доставили {n} человека, "
        "сообщила полиция. Движение по трассе перекрыли.",
    ),
    "gas": (
        "Взрыв газа в пятиэтажке Шымкента: из подъезда вывели {n} жильцов",
        "В шымкентском микрорайоне Нурсат взорвался газовый баллон. Спасатели вывели {n} жильцов, обошлось без жертв, "
        "сообщил департамент по чрезвычайным ситуациям.",
    ),
    "stadium": (
        "В Шымкенте откроют стадион на {n} мест",
        "В Шымкенте достроили футбольный стадион на {n} мест. Матч открытия сыграют в субботу, вход бесплатный, "
        "сообщили в управлении спорта.",
    ),
    "chess": (
        "Шахматистка из Шымкента выиграла турнир, обойдя {n} соперниц",
        "Двенадцатилетняя шахматистка из Шымкента победила на чемпионате Азии среди юниоров. В турнире играли ещё {n} "
        "спортсменок, рассказал её тренер.",
    ),
    "quake": (
        "После подземного толчка в Шымкенте проверили {n} домов",
        "Жители Шымкента ощутили слабый подземный толчок. Комиссия осмотрела {n} домов, трещин не нашли, сообщили в "
        "департаменте по чрезвычайным ситуациям.",
    ),
    "pool": (
        "Бассейн на {n} дорожек построят в Шымкенте к весне",
        "В Шымкенте начали строить бассейн на {n} дорожек. Плавание войдёт в уроки физкультуры, тренировать юных "
        "пловцов будут мастера спорта.",
    ),
    "marathon": (
        "На марафон в Шымкенте записались {n} бегунов",
        "Осенний марафон в Шымкенте соберёт {n} бегунов. Старт дадут у Дендропарка, лучшие спортсмены получат призы.",
    ),
    "wrestling": (
        "Борцы Шымкента привезли {n} медалей с чемпионата страны",
        "Сборная Шымкента по греко-римской борьбе завоевала {n} медалей. Чемпионат страны прошёл в Павлодаре, борцов "
        "встречали с музыкой.",
    ),
    "tennis": (
        "Теннисный центр Шымкента принял {n} детей",
        "В теннисный центр Шымкента этой осенью набрали {n} детей. Ракетки выдают бесплатно, тренировки идут каждый "
        "день после уроков.",
    ),
    "lake": (
        "В шымкентский дендропарк выпустили {n} лебедей",
        "На озере шымкентского дендропарка поселили {n} лебедей. Птиц привезли из питомника, кормить их хлебом нельзя, "
        "напомнили в управлении парков.",
    ),
    "school": (
        "В Караганде построят школу на {n} мест",
        "В Караганде построят школу на {n} мест, сообщили в управлении образования Карагандинской области. Школьники "
        "переедут в новое здание в сентябре.",
    ),
    "college": (
        "Колледж в Темиртау получил {n} новых станков",
        "Политехнический колледж Темиртау в Карагандинской области обновил мастерские: студенты будут учиться на {n} "
        "станках. Выпускников ждёт металлургический комбинат.",
    ),
    "teachers": (
        "Карагандинские учителя английского поедут на стажировку, всего {n} человек",
        "Педагоги Карагандинской области пройдут стажировку за рубежом. По конкурсу отобрали {n} учителей английского "
        "из сельских школ.",
    ),
    "library": (
        "Школьники Балхаша собрали {n} книг",
        "Ученики гимназии Балхаша в Карагандинской области собрали {n} книг для сельских школ. Библиотеки получат их к "
        "началу учебного года.",
    ),
}
"""Each is told once: two reports of one event would be one story."""
_figures = count(41)


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def town(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Town]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(caller, "REQUESTS_PER_MINUTE", 1_000_000)
        async with opened(tmp_path_factory.mktemp("time")) as world:
            world.sandbox.flood.enabled = False
            await Town(world).host.say("/fetch")
            yield Town(world)


def later(town: Town, hour: int, minute: int = 0, *, weekday: int | None = None) -> None:
    """Moves the clock on to the next such moment in Almaty."""
    now = town.world.clock.now().astimezone(ALMATY)
    moment = now.replace(hour=hour, minute=minute, second=1, microsecond=0)
    while moment <= now or (weekday is not None and moment.weekday() != weekday):
        moment += timedelta(days=1)
    town.world.clock.shift += moment - now


async def read(town: Town) -> None:
    """The bot reads the site now; again where its own poll was just about it."""
    while "is being read" in (await town.host.say("/fetch main")).text:
        await asyncio.sleep(0.05)


async def publish(town: Town, subject: str) -> str:
    """A fresh article, read by the bot; its figure, which is its own."""
    figure = str(next(_figures))
    title, text = NEWS[subject]
    town.world.site.publish(title.format(n=figure), f"<p>{text.format(n=figure)}</p>")
    await read(town)
    return figure


async def edit(town: Town, subject: str, before: str, after: str, *, of: str = "", to: str = "") -> None:
    """The site corrects its article: another figure, or other words in the text."""
    outlet = town.world.site.outlets["main"]
    title, text = NEWS[subject]
    slug = next(post.slug for post in outlet.posts if post.title == title.format(n=before))
    town.world.site.edit(slug, title=title.format(n=after), html=f"<p>{text.format(n=after).replace(of, to)}</p>")
    await read(town)


def told(reader: Person, words: str) -> list[dict[str, Any]]:
    return [one for one in reader.messages() if words in one["text"]]


async def test_quiet_hours_defer_and_merge_but_let_emergencies_pass(town: Town) -> None:
    reader = town.person("ru")
    await reader.say("/subscribe шымкент сразу")
    await reader.say("/quiet 22:00-07:00")
    later(town, 23)
    stadium, fire, chess = [await publish(town, one) for one in ("stadium", "fire", "chess")]
    await reader.sees(f"{fire} минут")
    assert not told(reader, f"{stadium} мест")
    later(town, 7)
    digest = await reader.sees(f"{stadium} мест")
    assert f"{chess} соперниц" in digest["text"], "what gathered comes as one digest"
    assert len(told(reader, f"{fire} минут")) == 1, "what passed is not told again"
    later(town, 12)
    pool = await publish(town, "pool")
    await reader.sees(f"{pool} дорожек")
    assert len(told(reader, f"{stadium} мест")) == 1


async def test_subscriptions_that_are_due_together_come_as_one_digest(town: Town) -> None:
    reader = town.person("ru")
    await reader.say("/subscribe шымкент спорт 15:00")
    await reader.say("/subscribe карагандинская область образование 15:00")
    marathon, school = await publish(town, "marathon"), await publish(town, "school")
    later(town, 15)
    digest = await reader.sees(f"{marathon} бегунов")
    assert f"{school} мест" in digest["text"]
    assert len(told(reader, f"{school} мест")) == 1


async def test_the_weekly_review_comes_on_its_day(town: Town) -> None:
    reader = town.person("kk")
    await reader.say("/subscribe шымкент 10:00")
    await reader.press("Өзгерту")
    await reader.press(reader.t("button-weekly"))
    wrestling = await publish(town, "wrestling")
    later(town, 10, weekday=6)
    assert not told(reader, f"{wrestling} медалей")
    later(town, 10, weekday=0)
    review = await reader.sees(f"{wrestling} медалей")
    assert "апта" in review["text"].split("\n")[0]


def numbers(messages: list[dict[str, Any]]) -> list[int]:
    return [one["message"]["message_id"] for one in messages]


@pytest.mark.parametrize(("layout", "subject"), [("classic", "college"), ("rich", "teachers")])
async def test_a_digest_is_corrected_where_it_stands(town: Town, layout: str, subject: str) -> None:
    reader = town.person("ru")

    async def both(words: str) -> list[dict[str, Any]]:
        """The digest that was asked for and the one that came by itself."""
        found = told(reader, words)
        return found if len(found) == 2 else []

    settings = await reader.say("/settings")
    await reader.tap(settings.messages[-1]["message"]["message_id"], f"set:layout:{layout}")
    await reader.say("/subscribe карагандинская область 11:00")
    wrong = await publish(town, subject)
    words = NEWS[subject][0].format(n=wrong)
    await reader.say("/digest")
    later(town, 11)
    shown = await town.world.until(lambda: both(words))
    right = str(next(_figures))
    await edit(town, subject, wrong, right)
    found = await town.world.until(lambda: both("исправлено"))
    assert numbers(found) == numbers(shown), "nothing is sent again"
    assert all(NEWS[subject][0].format(n=right) in one["text"] for one in found)
    assert not told(reader, words)
    await reader.press("👍")
    assert (await reader.press("👎")).buttons, "the buttons go on working"


async def test_a_push_is_corrected_and_a_comma_is_no_correction(town: Town) -> None:
    reader = town.person("ru")
    later(town, 12)
    await reader.say("/subscribe шымкент сразу")
    figure = await publish(town, "crash")
    sent = await reader.sees(f"{figure} пострадавших")
    await edit(town, "crash", figure, figure, of="утром на выезде", to="утром, на выезде")
    assert not told(reader, "исправлено")
    for _ in range(2):
        right = str(next(_figures))
        await edit(town, "crash", figure, right)
        figure = right
        corrected = await reader.sees(f"{figure} пострадавших")
        assert "исправлено" in corrected["text"]
        assert corrected["message"]["message_id"] == sent["message"]["message_id"]
    assert len(told(reader, "пострадавших")) == 1, "nothing is sent again"


async def test_a_story_that_was_hidden_is_struck_through(town: Town) -> None:
    reader, host = town.person("ru"), town.host
    later(town, 12)
    await reader.say("/subscribe шымкент сразу")
    figure = await publish(town, "gas")
    sent = await reader.sees(f"{figure} жильцов")
    number = sent["message"]["reply_markup"]["inline_keyboard"][0][0]["callback_data"].split(":")[1]
    base = await host.say("/settings")
    await host.tap(base.messages[-1]["message"]["message_id"], f"a:st:{number}:hide")
    struck = await reader.sees("снято")
    assert struck["message"]["message_id"] == sent["message"]["message_id"]
    entities = struck["message"].get("entities") or struck["message"].get("caption_entities") or []
    assert "strikethrough" in {one["type"] for one in entities}


async def test_a_story_that_its_site_took_back_is_struck_through(town: Town) -> None:
    reader = town.person("kk")
    later(town, 12)
    await reader.say("/subscribe шымкент бірден")
    figure = await publish(town, "quake")
    sent = await reader.sees(f"{figure} домов")
    outlet = town.world.site.outlets["main"]
    town.world.site.withdraw(next(post.slug for post in outlet.posts if figure in post.title))
    await read(town)
    struck = await reader.sees(reader.t("story-withdrawn"))
    assert struck["message"]["message_id"] == sent["message"]["message_id"]
    assert f"{figure} домов" not in (await reader.say("/region шымкент")).text


async def test_a_channel_gets_posts_with_hashtags_and_no_buttons(town: Town) -> None:
    owner = town.person("ru")
    places = town.world.sandbox.places
    channel = places.channel("Новости", username=f"posts{owner.id}", creator=owner.id)
    places.set_bot(channel, "administrator", rights={"can_post_messages": True}, by=owner.id)
    await town.quiet()
    await owner.say(f"/link @posts{owner.id} шымкент сразу")
    await owner.say(f"/link @posts{owner.id} карагандинская область 13:00")
    there = owner.at(channel)
    tennis = await publish(town, "tennis")
    pushed = await there.sees(f"{tennis} детей")
    assert "#Шымкент" in pushed["text"]
    assert "reply_markup" not in pushed["message"]
    library = await publish(town, "library")
    later(town, 13)
    digest = await there.sees(f"{library} книг")
    assert "#КарагандинскаяОбласть" in digest["text"]
    assert "reply_markup" not in digest["message"]


async def test_a_deleted_topic_does_not_end_its_subscription(town: Town) -> None:
    places = town.world.sandbox.places
    group = await town.group(town.person("ru"), topics=["Общее"])
    places.set_bot(group, "administrator", rights={"can_manage_topics": True}, by=ADMIN)
    thread = places.add_topic(group, "Шымкент", by=ADMIN)
    inside = town.host.at(group, thread=thread)
    await inside.say("/subscribe шымкент 14:00")
    await publish(town, "lake")
    places.delete_topic(group, thread)
    later(town, 14)
    digest = await inside.sees("Шымкент ·")
    assert "message_thread_id" not in digest["message"]
    told_so = await inside.sees("Тема форума закрыта или удалена")
    assert "message_thread_id" not in told_so["message"]
    assert "восстановлено: 1" in (await inside.press(inside.t("button-repair-topic"))).text
    assert "Шымкент" in {one["name"] for one in places.topics(group) if one["id"] != thread}
