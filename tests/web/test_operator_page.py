"""The operator's page: nothing without the token, nothing from outside, everything escaped, and in a real browser."""

from __future__ import annotations

import os
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Literal
from zoneinfo import ZoneInfo

import aiohttp
import pytest
import pytest_asyncio

from bot import charts
from bot.models import Kind, Source, State
from bot.render import Run, Status
from bot.store import ErrorRecord, QueueState, Troubled
from bot.texts import texts
from bot.web.operator import Operator
from bot.web.page import Snapshot
from bot.web.server import Health, WebServer

TOKEN = "a-long-enough-token"
NOW = datetime(2026, 11, 25, 4, 40, tzinfo=UTC)
HOUR = timedelta(hours=1)
WELL = Source(
    "vestnik", "https://vestnik.example/feed/", title="Вестник степи", last_article_at=NOW - timedelta(minutes=4),
    last_success_at=NOW - timedelta(minutes=1), next_poll_at=NOW + timedelta(minutes=9),
)  # fmt: skip
SOURCES = [
    WELL,
    replace(WELL, name="zhetisu-news", title="Жетісу жаңалықтары", failing_since=NOW - 3 * HOUR, failures=14,
            error="answered 503 Service Unavailable", last_article_at=NOW - 9 * HOUR, last_success_at=NOW - 3 * HOUR),
    replace(WELL, name="aimak", title="Аймақ <b>газеті</b>", paused=True, next_poll_at=None),
]  # fmt: skip
STATUS = Status(
    version="1.3.0", uptime=12 * 86400 + 4 * 3600, sources=SOURCES, queue=128, oldest=NOW - timedelta(seconds=20),
    pace=29.6, errors_last_hour=1, unconfirmed=2, quarantined=1, suspended=14, subscribers=12_480, stories=48_210,
    database_bytes=412_000_000, disk_free=31_000_000_000, last_run=Run(NOW - 2 * HOUR, 12_480, 12_466, 14, 418),
    next_run=NOW + 9 * HOUR,
)  # fmt: skip
SNAPSHOT = Snapshot(
    status=STATUS,
    queue=QueueState(128, NOW, 24, 1, 2, 31_907, 14, 3),
    troubled=[Troubled(7, 1001, Kind.DIGEST, State.QUARANTINED, "Bad Request: can't parse entities", None, NOW)],
    errors=[ErrorRecord("3f1c0a9be2d4", "ValueError @ <script>reader.py:120", 3, NOW - HOUR, NOW)],
    charts=True,
    zone=ZoneInfo("Asia/Almaty"),
    now=NOW,
)
FIGURES = charts.StatsData(
    NOW - timedelta(days=7), NOW,
    stories_by_region={"KZ-19": 120, "KZ-75": 96, "KZ-33": 41, "KZ-71": 88, "KZ-79": 30, "KZ-35": 52},
    subscribers_by_region={"KZ-19": 4100, "KZ-75": 5200}, stories_by_topic={"education": 80, "agriculture": 44},
    articles_by_source={"Вестник степи": 240, "Жетісу жаңалықтары": 120},
    subscribers=charts.subscriber_days((NOW - timedelta(days=7)).date(), NOW.date(), 12_480, {}, {}),
)  # fmt: skip


class Stage:
    """A server with the page on it."""

    def __init__(self) -> None:
        self.drawn: list[str] = []
        self.now = NOW
        self.server = WebServer(
            self.health, lambda: b"", operator=Operator(TOKEN, self.look, self.draw, lambda: self.now)
        )

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server.port}/admin"

    async def health(self) -> Health:
        return Health(True, {})

    async def look(self) -> Snapshot:
        return SNAPSHOT

    async def draw(self, language: str, days: int) -> bytes | None:
        self.drawn.append(f"{language} {days}")
        return charts.chart_svg(FIGURES, texts(language), ZoneInfo("Asia/Almaty"))


@pytest.fixture
async def stage() -> AsyncIterator[Stage]:
    stage = Stage()
    await stage.server.start("127.0.0.1", 0)
    yield stage
    await stage.server.stop()


@pytest.fixture
async def client() -> AsyncIterator[aiohttp.ClientSession]:
    async with aiohttp.ClientSession(cookie_jar=aiohttp.CookieJar(unsafe=True)) as session:
        yield session


async def enter(client: aiohttp.ClientSession, stage: Stage, token: str = TOKEN) -> aiohttp.ClientResponse:
    return await client.post(f"{stage.url}/login", data={"token": token}, allow_redirects=False)


async def test_without_the_token_there_is_only_a_form(stage: Stage, client: aiohttp.ClientSession) -> None:
    answer = await client.get(stage.url)
    page = await answer.text()
    assert 'type="password"' in page
    assert "vestnik" not in page
    assert (await client.get(f"{stage.url}/charts.svg")).status == 403
    assert stage.drawn == []


async def test_the_token_opens_with_a_strict_cookie_and_a_strict_policy(
    stage: Stage, client: aiohttp.ClientSession
) -> None:
    entered = await enter(client, stage)
    assert (entered.status, entered.headers["Location"]) == (303, "/admin")
    cookie = entered.headers["Set-Cookie"]
    assert all(word in cookie for word in ("HttpOnly", "SameSite=Strict", "Path=/admin"))
    answer = await client.get(stage.url)
    assert answer.headers["Content-Security-Policy"].startswith("default-src 'none'")
    assert answer.headers["Cache-Control"] == "no-store"
    page = await answer.text()
    assert "Вестник степи" in page
    assert "<script" not in page
    assert "&lt;script&gt;reader.py:120" in page
    assert "Аймақ &lt;b&gt;" in page
    assert "http://" not in page.replace("http-equiv", "")
    left = await client.post(f"{stage.url}/logout")
    assert 'type="password"' in await left.text()


async def test_a_proxy_with_tls_makes_the_cookie_secure(stage: Stage, client: aiohttp.ClientSession) -> None:
    entered = await client.post(
        f"{stage.url}/login", data={"token": TOKEN}, allow_redirects=False, headers={"X-Forwarded-Proto": "https"}
    )
    assert "Secure" in entered.headers["Set-Cookie"]


async def test_wrong_tokens_are_refused_and_then_blocked(stage: Stage, client: aiohttp.ClientSession) -> None:
    codes = [(await enter(client, stage, "wrong")).status for _ in range(6)]
    assert codes == [403] * 5 + [429]
    assert (await enter(client, stage)).status == 429
    stage.now += timedelta(minutes=2)
    assert (await enter(client, stage)).status == 303


async def test_a_forged_cookie_and_a_huge_form_open_nothing(stage: Stage, client: aiohttp.ClientSession) -> None:
    forged = await client.get(stage.url, cookies={"aimaq_session": "9999999999.abc"})
    assert "vestnik" not in await forged.text()
    huge = await client.post(f"{stage.url}/login", data={"token": "x" * 100_000})
    assert huge.status == 413


async def test_the_charts_are_drawn_now_and_then_only(stage: Stage, client: aiohttp.ClientSession) -> None:
    await enter(client, stage)
    for _ in range(3):
        answer = await client.get(f"{stage.url}/charts.svg?lang=kk")
        assert answer.content_type == "image/svg+xml"
    assert stage.drawn == ["kk 7"]
    stage.now += timedelta(minutes=6)
    await client.get(f"{stage.url}/charts.svg?lang=kk")
    assert len(stage.drawn) == 2


async def test_the_charts_show_a_week_or_a_month(stage: Stage, client: aiohttp.ClientSession) -> None:
    await enter(client, stage)
    page = await (await client.get(f"{stage.url}?days=30")).text()
    assert 'href="/admin?days=30#charts" aria-current="true">' in page
    assert 'src="/admin/charts.svg?days=30"' in page
    for days in ("30", "7", "100000", "x"):
        await client.get(f"{stage.url}/charts.svg?lang=ru&days={days}")
    assert stage.drawn == ["ru 30", "ru 7"]


@pytest.mark.parametrize(("header", "word"), [("kk-KZ,ru;q=0.5", "Кіру"), ("en", "Sign in"), ("", "Войти")])
async def test_it_speaks_the_browser_s_language(
    stage: Stage, client: aiohttp.ClientSession, header: str, word: str
) -> None:
    assert word in await (await client.get(stage.url, headers={"Accept-Language": header})).text()


async def test_a_chosen_language_stays(stage: Stage, client: aiohttp.ClientSession) -> None:
    await client.get(f"{stage.url}?lang=kk", headers={"Accept-Language": "ru"})
    assert "Кіру" in await (await client.get(stage.url, headers={"Accept-Language": "ru"})).text()


# --- in a real browser -------------------------------------------------------------------------------------------

playwright_api = pytest.importorskip("playwright.async_api", reason="playwright is not installed")
from playwright.async_api import Browser, ViewportSize, async_playwright, expect  # noqa: E402 - after the check above

CHROMIUM = Path("/usr/bin/chromium")
SWITCHES = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip
VIEWS: tuple[tuple[str, Literal["light", "dark"], tuple[int, int]], ...] = (
    ("ru", "light", (1280, 900)),
    ("kk", "dark", (1280, 900)),
    ("ru", "dark", (390, 844)),
    ("kk", "light", (390, 844)),
)
SHOTS = os.environ.get("SHOTS")
"""A folder: the browser test leaves its pictures there."""


@pytest_asyncio.fixture
async def browser() -> AsyncIterator[Browser]:
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=SWITCHES)
        yield browser
        await browser.close()


@pytest.mark.skipif(not CHROMIUM.exists(), reason=f"there is no browser at {CHROMIUM}")
async def test_in_a_browser_it_opens_shows_all_and_asks_nobody_else(stage: Stage, browser: Browser) -> None:
    troubles: list[str] = []
    asked: set[str] = set()
    for language, scheme, size in VIEWS:
        viewport = ViewportSize(width=size[0], height=size[1])
        context = await browser.new_context(viewport=viewport, color_scheme=scheme, locale=language)
        page = await context.new_page()
        page.on("console", lambda message: troubles.append(message.text) if message.type == "error" else None)
        page.on("request", lambda request: asked.add(request.url.split("/", 3)[2]))
        await page.goto(f"{stage.url}?lang={language}")
        await page.fill("input[name=token]", TOKEN)
        await page.click("button")
        await expect(page.locator("h1")).to_contain_text("1.3.0")
        await expect(page.locator("tbody tr").first).to_contain_text("Вестник степи")
        await page.wait_for_function("document.querySelector('img.charts').naturalWidth > 0")
        wide = await page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert wide <= 0, f"{language} {size}: {wide} pixels stick out"
        if SHOTS:
            await page.screenshot(path=f"{SHOTS}/operator-{language}-{scheme}-{size[0]}.png", full_page=True)
        await context.close()
    assert troubles == []
    assert asked == {f"127.0.0.1:{stage.server.port}"}
