"""The chat page in a real browser, with a real bot behind it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
import pytest_asyncio
from aiogram import Bot
from aiogram.types import EphemeralMessageParameters

from bot.sandbox import Sandbox
from tests.sandbox import page_bot
from tests.sandbox.connecting import keyboard

playwright_api = pytest.importorskip("playwright.async_api", reason="playwright is not installed")
from playwright.async_api import Browser, Page, async_playwright, expect  # noqa: E402 - after the check above

CHROMIUM = Path("/usr/bin/chromium")
SWITCHES = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip
DESK, PHONE = (1280, 800), (390, 844)
AIGUL, NURLAN, MARAT = 101, 102, 103

pytestmark = [
    pytest.mark.asyncio(loop_scope="module"),
    pytest.mark.skipif(not CHROMIUM.exists(), reason=f"there is no browser at {CHROMIUM}"),
]


@dataclass
class Stage:
    """A sandbox with people and chats, a running bot, and a browser that notes what goes wrong."""

    sandbox: Sandbox
    browser: Browser
    bot: Bot
    group: int
    forum: int
    channel: int
    troubles: list[str] = field(default_factory=list)
    asked: set[str] = field(default_factory=set)

    async def open(self, query: str, size: tuple[int, int] = DESK) -> Page:
        page = await self.browser.new_page(viewport={"width": size[0], "height": size[1]})
        page.on("console", lambda message: self.troubles.append(message.text) if message.type == "error" else None)
        page.on("pageerror", lambda error: self.troubles.append(str(error)))
        page.on("request", lambda request: self.asked.add(request.url.split("/", 3)[2]))
        await page.goto(f"{self.sandbox.page_url}?{query}")
        await page.wait_for_selector("body[data-ready]")
        return page

    def renew(self) -> None:
        """Everybody is new to the bot again."""
        for user in (AIGUL, NURLAN, MARAT):
            chat = self.sandbox.world.chats[user]
            chat.records.clear()
            chat.started = False


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def standing_stage() -> AsyncIterator[Stage]:
    sandbox = await Sandbox.start(flood=False)
    for user, name, language in ((AIGUL, "Айгуль", "ru"), (NURLAN, "Нұрлан", "kk"), (MARAT, "Марат", "ru")):
        sandbox.places.user(user, name, language)
        sandbox.add_persona(user, {"ru": f"роль: {name}", "kk": f"рөлі: {name}"})
    group = sandbox.places.group("Соседи", members=[AIGUL, NURLAN], creator=MARAT)
    forum = sandbox.places.supergroup(
        "Редакция", members=[AIGUL], creator=MARAT, bot="administrator", topics=["Алматы"]
    )
    channel = sandbox.places.channel("Вести Талгара", members=[AIGUL], creator=MARAT, bot="administrator")
    running = await page_bot.run(sandbox)
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=SWITCHES)
        yield Stage(sandbox, browser, running.bot, group, forum, channel)
        await browser.close()
    await running.stop()
    await sandbox.stop()


@pytest_asyncio.fixture(loop_scope="module")
async def stage(standing_stage: Stage) -> AsyncIterator[Stage]:
    standing_stage.renew()
    yield standing_stage
    for context in standing_stage.browser.contexts:
        await context.close()
    assert standing_stage.troubles == []
    assert standing_stage.asked <= {standing_stage.sandbox.url.removeprefix("http://")}


async def say(page: Page, text: str) -> None:
    await page.fill("#entry", text)
    await page.press("#entry", "Enter")


async def test_onboarding_by_taps_edits_one_message_in_place(stage: Stage) -> None:
    page = await stage.open(f"persona={AIGUL}")
    await expect(page.locator("#log")).to_contain_text("Новости вашего региона.")
    await page.click("#start")
    bubble = page.locator("article.in")
    await expect(bubble).to_contain_text("Новости каких регионов вам присылать?")
    await page.click(".key:has-text('Алматинская')")
    await expect(page.locator(".toast")).to_have_text("Нажато: r:19")
    await page.click(".key:has-text('Дальше')")
    await expect(bubble).to_contain_text("Все темы или некоторые?")
    await expect(bubble.locator(".edited")).to_have_text("изменено")
    await expect(page.locator("article")).to_have_count(2)


async def test_a_digest_looks_as_in_telegram(stage: Stage) -> None:
    page = await stage.open(f"persona={AIGUL}")
    await page.click("#start")
    await say(page, "/digest")
    text = page.locator("article.in").last.locator(".text")
    link = text.locator("a", has_text="В Талгаре открыли школу")
    await expect(link).to_have_attribute("href", "https://altyn-orda.kz/school")
    await expect(link).to_have_attribute("rel", "noopener noreferrer")
    await expect(text.locator("b").first).to_have_text("Алматинская область · понедельник, 23 ноября")
    await expect(text.locator(".preview")).to_have_count(0)
    unfold = text.locator(".unfold")
    await expect(unfold).to_have_attribute("aria-expanded", "false")
    await unfold.click()
    await expect(text.locator(".folded")).to_have_class("folded open")
    await text.locator(".spoiler").press("Enter")
    await expect(text.locator(".spoiler")).to_have_class("spoiler shown")
    await page.click(".key:has-text('👍')")
    await expect(page.locator("#alert p")).to_have_text("Спасибо, учтём")
    await page.keyboard.press("Enter")
    await expect(page.locator("#alert")).to_be_hidden()
    await text.locator("button.link").click()
    await expect(page.locator("article.in").last).to_contain_text("/help")


async def test_nothing_that_a_bot_says_becomes_markup(stage: Stage) -> None:
    page = await stage.open(f"persona={AIGUL}")
    await page.click("#start")
    hostile = "<img src=x onerror=\"document.title='взлом'\"><script>document.title='взлом'</script>"
    await say(page, hostile)
    await expect(page.locator("article.in").last.locator(".text")).to_have_text(hostile)
    assert await page.locator("#log :is(script, img[src=x])").count() == 0
    assert await page.title() == "Aimaq"


async def test_a_rich_message_folds_jumps_and_has_buttons(stage: Stage) -> None:
    page = await stage.open(f"persona={AIGUL}")
    await page.click("#start")
    await say(page, "/rich")
    rich = page.locator(".rich")
    await expect(rich.locator("h4")).to_have_text("Утро")
    await expect(rich.locator("td").last).to_have_text("42")
    await expect(rich.get_by_text("Открыли парк")).to_be_hidden()
    await rich.get_by_role("button", name="Астана").click()
    await expect(rich.get_by_text("Открыли парк")).to_be_visible()
    await rich.get_by_role("button", name="Внутри").click()
    await expect(page.locator(".toast")).to_have_text("Нажато: rich")


async def test_pictures_open_large(stage: Stage) -> None:
    page = await stage.open(f"persona={AIGUL}")
    await page.click("#start")
    await say(page, "/photo")
    await page.click(".photo")
    await expect(page.locator("#picture img")).to_be_visible()
    assert await page.locator("#picture img").evaluate("picture => picture.naturalWidth") == 320
    await page.keyboard.press("Escape")
    await expect(page.locator("#picture")).to_be_hidden()


async def test_keyboard_alone_is_enough(stage: Stage) -> None:
    page = await stage.open(f"persona={AIGUL}")
    await page.focus("#start")
    await page.keyboard.press("Enter")
    await page.wait_for_selector(".key")
    await page.focus("#personas [aria-checked=true]")
    await page.keyboard.press("ArrowRight")
    await expect(page.locator("#personas [aria-checked=true]")).to_be_focused()
    await expect(page.locator("#personas [aria-checked=true]")).to_contain_text("Нұрлан")
    await page.keyboard.press("ArrowLeft")
    await expect(page.locator("#log")).to_contain_text("Новости каких регионов")
    await page.focus("#entry")
    await page.keyboard.type("/")
    await expect(page.locator("#popup [role=option]")).to_have_count(3)
    await page.keyboard.press("ArrowDown")
    await expect(page.locator("#entry")).to_have_attribute("aria-activedescendant", "option0")
    await page.keyboard.press("ArrowUp")
    await page.keyboard.press("Enter")
    await expect(page.locator("article.in .photo")).to_be_visible()
    await page.keyboard.type("/di")
    await page.keyboard.press("Tab")
    await expect(page.locator("#entry")).to_have_value("/digest ")


async def test_unread_marks_and_the_other_persons_view(stage: Stage) -> None:
    page = await stage.open(f"persona={AIGUL}")
    stage.sandbox.people.say(MARAT, "Всем привет", stage.group)
    await expect(page.locator(".chat", has_text="Соседи").locator(".badge")).to_contain_text("1")
    stage.sandbox.people.start(NURLAN)
    nurlan = page.locator(".persona", has_text="Нұрлан")
    await expect(nurlan.locator(".badge")).to_have_text("2")
    await nurlan.click()
    await expect(page.locator("html")).to_have_attribute("lang", "kk")
    await expect(page.locator("#role")).to_have_text("рөлі: Нұрлан")
    await expect(page.locator("article.in")).to_contain_text("Қай өңірлердің жаңалықтарын жіберейін?")
    await page.select_option("#language", "en")
    await expect(page.locator("#entry")).to_have_attribute("placeholder", "Message")


async def test_groups_forums_channels(stage: Stage) -> None:
    page = await stage.open(f"persona={MARAT}&chat={stage.forum}")
    await page.get_by_role("tab", name="Алматы").click()
    await say(page, "Планёрка в девять")
    await expect(page.locator("article.out")).to_contain_text("Планёрка в девять")
    told = stage.sandbox.people.transcript(stage.forum)[-1]["message"]
    assert told["message_thread_id"] == stage.sandbox.places.topics(stage.forum)[1]["id"]
    await page.click(".chat:has-text('Соседи')")
    await say(page, "/digest")
    answer = page.locator("article.in").last
    await expect(answer.locator(".sender")).to_contain_text("Aimaq")
    await answer.hover()
    await answer.locator(".reply").click()
    await say(page, "спасибо")
    await expect(page.locator("article.out").last.locator(".quoted")).to_contain_text("Алматинская область")
    reader = await stage.open(f"persona={AIGUL}&chat={stage.channel}")
    await expect(reader.locator("#instead")).to_have_text("Пишут только администраторы")
    await expect(reader.locator("#composer")).to_be_hidden()


async def test_what_only_one_person_sees(stage: Stage) -> None:
    page = await stage.open(f"persona={AIGUL}&chat={stage.forum}")
    other = await stage.open(f"persona={MARAT}&chat={stage.forum}")
    for_aigul = EphemeralMessageParameters(receiver_user_id=AIGUL)
    await stage.bot.send_message(
        stage.forum, "Только вам", reply_markup=keyboard([("Понятно", "seen")]), ephemeral_message_parameters=for_aigul
    )
    whisper = page.locator("article.ephemeral")
    await expect(whisper).to_contain_text("Видите только вы")
    await whisper.locator(".key").click()
    await expect(page.locator(".toast")).to_have_text("Нажато: seen")
    await stage.bot.send_message(stage.forum, "Всем")
    await expect(other.locator("article.in").last).to_contain_text("Всем")
    await expect(other.locator("article.ephemeral")).to_have_count(0)


async def test_earlier_messages_come_when_one_scrolls_up(stage: Stage) -> None:
    for number in range(130):
        stage.sandbox.people.post(stage.channel, f"Объявление {number}")
    page = await stage.open(f"persona={AIGUL}&chat={stage.channel}")
    await expect(page.locator("article")).to_have_count(100)
    await page.locator("#scroller").evaluate("scroller => scroller.scrollTo(0, 0)")
    await expect(page.locator("article")).to_have_count(130)
    assert await page.locator("#scroller").evaluate("scroller => scroller.scrollTop") > 200
    await page.click("#down")
    await expect(page.locator("article").last).to_be_in_viewport()


async def test_inline_mode_and_a_place(stage: Stage) -> None:
    page = await stage.open(f"persona={AIGUL}")
    await page.click("#start")
    await page.fill("#entry", "@aimaq_sandbox_bot школы")
    await page.locator("#popup [role=option]", has_text="Школа в Талгаре").click()
    await expect(page.locator("article.out").last).to_contain_text("Новость о «школы»")
    await page.click("#place")
    await page.locator(".town", has_text="Талгар").click()
    await expect(page.locator("article.in").last).to_contain_text("Ближе всего: Талгар")
    await expect(page.locator("article.out .map")).to_be_visible()


async def test_a_link_with_a_payload_starts_the_bot(stage: Stage) -> None:
    page = await stage.open(f"persona={AIGUL}&start=r-KZ-19")
    await page.click("#start")
    await expect(page.locator("article.in")).to_contain_text("присылать? r-KZ-19")


async def test_the_panel_moves_the_world(stage: Stage) -> None:
    async def publish(title: str) -> dict[str, str]:
        stage.sandbox.add_event({"ru": f"Опубликовано: {title}", "en": f"Published: {title}"}, "KZ-19 · образование")
        return {"ru": "Готово", "en": "Done"}

    stage.sandbox.add_action(
        "own",
        {"ru": "Своя статья", "en": "Your own article"},
        publish,
        [{"name": "title", "label": {"ru": "Заголовок"}}],
    )
    page = await stage.open(f"persona={AIGUL}", PHONE)
    await page.click(".chat:has-text('Aimaq')")
    await page.click("#show-panel")
    await page.click(".action")
    await page.get_by_label("Заголовок").fill("Школа в Талгаре")
    await page.get_by_role("button", name="Выполнить").click()
    await expect(page.locator(".toast")).to_have_text("Готово")
    await page.get_by_text("Опубликовано: Школа в Талгаре").click()
    await expect(page.get_by_text("KZ-19 · образование")).to_be_visible()
    await page.keyboard.press("Escape")
    await expect(page.locator("#panel")).to_be_hidden()


async def test_a_phone_shows_one_thing_at_a_time_and_never_scrolls_sideways(stage: Stage) -> None:
    page = await stage.open(f"persona={AIGUL}", PHONE)
    await expect(page.locator("#chat")).to_be_hidden()
    await page.click(".chat:has-text('Aimaq')")
    await expect(page.locator("#side")).to_be_hidden()
    await page.click("#start")
    await say(page, "/rich")
    await page.wait_for_selector(".rich")
    await say(page, "слово" * 120)
    await expect(page.locator("article.in").last).to_contain_text("слово")
    for theme in ("dark", "light"):
        await page.evaluate("theme => { document.documentElement.dataset.theme = theme; }", theme)
        assert await page.evaluate("document.documentElement.scrollWidth") == PHONE[0]
        assert await page.evaluate(
            "document.getElementById('scroller').scrollWidth <= document.getElementById('scroller').clientWidth"
        )
    await page.click("#back")
    await expect(page.locator("#side")).to_be_visible()


async def test_everything_that_can_be_pressed_has_a_name(stage: Stage) -> None:
    page = await stage.open(f"persona={AIGUL}")
    await page.click("#start")
    await say(page, "/digest")
    await page.wait_for_selector("article .unfold")
    nameless = """[...document.querySelectorAll('button, a[href], select, textarea, input')]
        .filter(node => node.offsetParent && !(node.textContent.trim() || node.ariaLabel || node.labels?.length))
        .map(node => node.outerHTML)"""
    assert await page.evaluate(nameless) == []
    await page.emulate_media(reduced_motion="reduce")  # a message that arrives is smaller on its way
    small = """[...document.querySelectorAll('button.icon:not(.reply), .key')]
        .filter(node => node.offsetParent && node.getBoundingClientRect().height < 39)
        .map(node => node.outerHTML)"""
    assert await page.evaluate(small) == []


async def test_the_page_comes_back_after_the_stream_broke(stage: Stage) -> None:
    page = await stage.open(f"persona={AIGUL}")
    await page.click("#start")
    await page.wait_for_selector(".key")
    assert stage.sandbox.screen is not None
    stage.sandbox.screen.drop_streams()
    stage.sandbox.people.say(AIGUL, "пока связи не было")
    await expect(page.locator("article.in").last).to_contain_text("пока связи не было")
    stage.troubles.clear()
