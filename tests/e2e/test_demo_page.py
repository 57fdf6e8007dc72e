"""The demo as a visitor sees it, in a real browser: onboarding, a digest, a question, an instant push, the group.

``make shots`` runs this file with ``AIMAQ_SHOTS`` set to a folder and keeps what is on the screen; the README shows
some of it.
"""

from __future__ import annotations

import asyncio
import os
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

import pytest
import pytest_asyncio

from bot.demo import ADMIN, READER_KK, READER_RU, Demo, stage

playwright_api = pytest.importorskip("playwright.async_api", reason="playwright is not installed")
from playwright.async_api import Browser, Page, async_playwright, expect  # noqa: E402 - after the check above

CHROMIUM = Path("/usr/bin/chromium")
SWITCHES = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip
DESK, PHONE = (1280, 800), (390, 844)
PATIENCE = 20_000
TAPS_RU = ("Алматинская", "Дальше", "Все темы", "08:00")
TAPS_KK = ("Алматы обл", "Әрі қарай", "Барлық тақырып", "08:00")
CONTRAST = (Path(__file__).parent / "contrast.js").read_text(encoding="utf-8")
SHOTS = os.environ.get("AIMAQ_SHOTS", "")

pytestmark = [
    pytest.mark.asyncio(loop_scope="module"),
    pytest.mark.skipif(not CHROMIUM.exists(), reason=f"there is no browser at {CHROMIUM}"),
]


@dataclass(frozen=True)
class Visit:
    """A running demo and a browser to look at it."""

    demo: Demo
    browser: Browser

    async def open(self, persona: int, size: tuple[int, int], *, theme: str = "light") -> Page:
        page = await self.browser.new_page(viewport={"width": size[0], "height": size[1]}, device_scale_factor=2)
        page.set_default_timeout(PATIENCE)
        await page.goto(f"{self.demo.page_url}?persona={persona}&theme={theme}")
        await page.wait_for_selector("body[data-ready]")
        return page


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def visit() -> AsyncIterator[Visit]:
    stop = asyncio.Event()
    async with stage() as demo:
        ready = asyncio.Event()
        running = asyncio.create_task(demo.run(stop, ready.set))
        await asyncio.wait_for(ready.wait(), 30)
        async with async_playwright() as playwright:
            browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=SWITCHES)
            yield Visit(demo, browser)
            await browser.close()
        stop.set()
        await running


async def shoot(page: Page, name: str) -> None:
    if SHOTS:
        await page.wait_for_timeout(400)  # a toast on its way
        await page.screenshot(path=f"{SHOTS}/{name}.png", style=":focus-visible { outline: none !important }")


async def say(page: Page, text: str) -> None:
    await page.fill("#entry", text)
    await page.press("#entry", "Enter")


async def tap(page: Page, label: str) -> None:
    await page.locator(f".key:has-text('{label}')").last.click()


async def assert_readable(page: Page) -> None:
    """Nothing is wider than the window, and all words stand out in either theme."""
    assert await page.evaluate("document.documentElement.scrollWidth") == await page.evaluate("innerWidth")
    await page.emulate_media(reduced_motion="reduce")  # nothing on its way
    before = await page.evaluate("document.documentElement.dataset.theme")
    for theme in ("light", "dark"):
        await page.evaluate("(theme) => { document.documentElement.dataset.theme = theme }", theme)
        assert await page.evaluate(CONTRAST) == {}, theme
    await page.evaluate("(theme) => { document.documentElement.dataset.theme = theme }", before)


async def open_bot(page: Page) -> None:
    """On a phone the list of chats comes first."""
    if page.viewport_size and page.viewport_size["width"] < 700:
        await page.locator("#chats").get_by_text("Aimaq", exact=True).first.click()


@pytest.mark.parametrize(
    ("persona", "size", "labels", "head", "question", "answer"),
    [
        (READER_RU, PHONE, TAPS_RU, "за сутки", "школы в алматинской области", "Образование"),
        (READER_KK, DESK, TAPS_KK, "Тәулік ішінде", "алматы облысындағы мектептер", "Білім"),
    ],
)
async def test_from_start_to_the_first_digest_and_a_question(
    visit: Visit,
    persona: int,
    size: tuple[int, int],
    labels: tuple[str, ...],
    head: str,
    question: str,
    answer: str,
) -> None:
    language = "ru" if persona == READER_RU else "kk"
    page = await visit.open(persona, size)
    await open_bot(page)
    await page.focus("#start")
    await page.keyboard.press("Enter")
    await expect(page.locator("#scroller")).to_be_focused()
    await page.wait_for_selector(f".key:has-text('{labels[0]}')")
    await shoot(page, f"onboarding-{language}-{size[0]}")
    for label in labels:
        await page.wait_for_selector(f".key:has-text('{label}')")
        await tap(page, label)
    await expect(page.locator("#log")).to_contain_text(head, timeout=PATIENCE)
    await shoot(page, f"digest-{language}-{size[0]}")
    await say(page, question)
    await expect(page.locator("article.in").last).to_contain_text(answer, timeout=PATIENCE)
    await shoot(page, f"question-{language}-{size[0]}")
    await page.get_by_role("button", name="1", exact=True).last.click()
    await expect(page.locator("article.in").last).to_contain_text("📍", timeout=PATIENCE)
    await shoot(page, f"card-{language}-{size[0]}")
    await assert_readable(page)
    await say(page, "/settings")
    await expect(page.locator("article.in").last).to_contain_text("UTC+5", timeout=PATIENCE)
    await shoot(page, f"settings-{language}-{size[0]}")
    await page.close()


async def test_a_story_that_is_published_arrives_at_once(visit: Visit) -> None:
    page = await visit.open(READER_RU, DESK)
    await say(page, "/subscribe алматинская область сразу")
    await expect(page.locator("article.in").last).to_contain_text("Готово", timeout=PATIENCE)
    await page.locator("#actions button").first.click()
    await expect(page.locator("article.in").last).to_contain_text("В Талгаре открыли школу", timeout=PATIENCE)
    way = page.locator("#events .way", has_text="В Талгаре открыли школу")
    await expect(way.locator(".step.done")).to_have_count(5, timeout=PATIENCE)
    await shoot(page, "push-ru-1280")
    await page.close()


async def test_what_the_visitor_publishes_is_followed_from_the_feed_to_the_reader(visit: Visit) -> None:
    page = await visit.open(READER_RU, PHONE)
    await open_bot(page)
    await page.click("#show-panel")
    await page.get_by_role("button", name="Опубликовать свою статью").click()
    await page.get_by_label("Заголовок").fill("В Талгаре начался ремонт <библиотеки>")
    await page.get_by_role("button", name="Выполнить").click()
    way = page.locator("#events .way", has_text="В Талгаре начался ремонт <библиотеки>")
    await expect(way).to_be_visible()
    await expect(way.locator(".step.done")).to_have_count(5, timeout=PATIENCE)
    await expect(way).to_contain_text("Алматинская область")
    await expect(way.locator("q").first).to_contain_text("Талгар")
    await expect(way.locator(".people").first).to_contain_text("Айгуль")
    await shoot(page, "way-ru-390")
    await page.get_by_role("button", name="Добавить настоящий сайт").click()
    assert visit.demo.site is not None
    await page.get_by_label("Адрес сайта").fill(visit.demo.site.url)
    await page.get_by_role("button", name="Выполнить").click()
    await expect(page.locator(".toast").last).to_have_text("Этот источник уже есть.", timeout=PATIENCE)
    await page.keyboard.press("Escape")
    await expect(page.locator("article.in").last).to_contain_text("ремонт <библиотеки>")
    await page.close()


async def test_the_keyboard_alone_is_enough(visit: Visit) -> None:
    """What has the focus keeps it, or hands it to what comes next; nothing moves for those who do not want it to."""
    page = await visit.open(ADMIN, PHONE)
    await page.emulate_media(reduced_motion="reduce")
    await page.locator("#chats button").first.focus()
    await page.keyboard.press("Enter")
    await expect(page.locator("#scroller")).to_be_focused()
    await say(page, "/start")
    await page.locator(".key", has_text="Акмолинская").focus()
    await page.keyboard.press("Enter")
    await expect(page.locator(".key:focus")).to_have_text("✓ Акмолинская")
    await page.keyboard.press("Shift+Tab")
    await expect(page.locator(".key:focus")).to_have_text("Абай")
    assert await page.evaluate("document.getAnimations().length") == 0
    assert await page.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"
    await page.focus("#show-panel")
    await page.keyboard.press("Enter")
    await expect(page.locator("#hide-panel")).to_be_focused()
    await page.keyboard.press("Shift+Tab")
    assert await page.evaluate("!document.activeElement.closest('#side, #chat')"), (
        "what the panel covers is out of reach"
    )
    await page.keyboard.press("Escape")
    await expect(page.locator("#show-panel")).to_be_focused()
    await expect(page.get_by_role("log")).to_have_attribute("aria-live", "polite")
    for name in ("Сообщения", "Что можно попробовать"):
        await expect(page.get_by_role("region", name=name, include_hidden=True).first).to_be_attached()
    await page.close()


async def test_a_group_is_answered_when_it_is_meant(visit: Visit) -> None:
    page = await visit.open(READER_RU, DESK, theme="dark")
    await page.locator("#chats").get_by_text("Двор на Абая, 12").click()
    await say(page, "Всем доброе утро!")
    await say(page, "/region Шымкент")
    await expect(page.locator("article.in").last).to_contain_text("Шымкент", timeout=PATIENCE)
    await expect(page.locator("#log")).not_to_contain_text("Не удалось понять")
    await shoot(page, "group-ru-1280-dark")
    await page.close()
