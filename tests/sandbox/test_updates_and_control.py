"""How updates leave, by polling and by webhook, and the control interface for other processes."""

from __future__ import annotations

import asyncio
import json
import signal
import sys
from typing import Any

import aiohttp
import pytest
from aiogram import Bot
from aiogram.exceptions import TelegramBadRequest, TelegramConflictError
from aiohttp import web
from aiohttp.test_utils import TestServer

from bot.sandbox import Sandbox
from tests.sandbox.connecting import connect, keyboard


async def test_updates_stay_until_they_are_confirmed(bot: Bot, sandbox: Sandbox, reader: int) -> None:
    for number in range(5):
        sandbox.people.say(reader, str(number))
    first = await bot.get_updates(limit=2)
    again = await bot.get_updates(limit=2)
    assert [update.update_id for update in first] == [update.update_id for update in again]
    rest = await bot.get_updates(offset=first[-1].update_id + 1)
    assert [update.message.text for update in rest if update.message] == ["2", "3", "4"]
    last = await bot.get_updates(offset=-1)
    assert [update.message.text for update in last if update.message] == ["4"]


async def test_a_long_poll_ends_when_something_comes(bot: Bot, sandbox: Sandbox, reader: int) -> None:
    polling = asyncio.create_task(bot.get_updates(timeout=5))
    await asyncio.sleep(0.02)
    sandbox.people.say(reader, "новость?")
    assert len(await polling) == 1


async def test_kinds_that_were_not_asked_for_never_come(bot: Bot, sandbox: Sandbox, reader: int) -> None:
    await bot.get_updates(allowed_updates=["message"])
    sandbox.places.block(reader)
    sandbox.places.unblock(reader)
    sandbox.people.say(reader, "я вернулась")
    assert [update.event_type for update in await bot.get_updates()] == ["message"]


async def test_two_pollers_conflict(bot: Bot) -> None:
    first = asyncio.create_task(bot.get_updates(timeout=5))
    await asyncio.sleep(0.02)
    second = asyncio.create_task(bot.get_updates(timeout=5))
    with pytest.raises(TelegramConflictError, match="terminated by other getUpdates request"):
        await first
    second.cancel()
    await asyncio.gather(second, return_exceptions=True)


class Hook:
    """An endpoint that fails the first ``failures`` times."""

    def __init__(self, failures: int) -> None:
        self.failures = failures
        self.seen: list[tuple[int, str | None]] = []
        self.done = asyncio.Event()

    async def handle(self, request: web.Request) -> web.Response:
        update = await request.json()
        self.seen.append((update["update_id"], request.headers.get("X-Telegram-Bot-Api-Secret-Token")))
        if self.failures:
            self.failures -= 1
            return web.Response(status=500)
        if len({number for number, _ in self.seen}) == 3:
            self.done.set()
        return web.Response()


async def test_a_webhook_gets_everything_in_order_and_again_after_a_failure(
    bot: Bot, sandbox: Sandbox, reader: int
) -> None:
    sandbox.world.updates.retry_pause = 0.01
    hook = Hook(failures=2)
    app = web.Application()
    app.router.add_post("/hook", hook.handle)
    async with TestServer(app) as server:
        await bot.set_webhook(str(server.make_url("/hook")), secret_token="s3cret")
        for text in ("раз", "два", "три"):
            sandbox.people.say(reader, text)
        await asyncio.wait_for(hook.done.wait(), 5)
        numbers = [number for number, _ in hook.seen]
        assert numbers == [numbers[0]] * 3 + [numbers[0] + 1, numbers[0] + 2]
        assert {secret for _, secret in hook.seen} == {"s3cret"}
        info = await bot.get_webhook_info()
        assert info.url.endswith("/hook")
        assert info.last_error_message == "Wrong response from the webhook: 500 Internal Server Error"
        with pytest.raises(TelegramConflictError, match="can't use getUpdates method while webhook is active"):
            await bot.get_updates()
        await bot.delete_webhook(drop_pending_updates=True)
        assert (await bot.get_webhook_info()).url == ""
        assert await bot.get_updates() == []


async def test_a_webhook_wants_https(bot: Bot) -> None:
    with pytest.raises(TelegramBadRequest, match="An HTTPS URL must be provided for webhook"):
        await bot.set_webhook("http://example.kz/hook")


# --- the control interface


class Remote:
    """The sandbox as another process sees it."""

    def __init__(self, url: str, session: aiohttp.ClientSession) -> None:
        self._url, self._session = url, session

    async def __call__(self, path: str, **values: Any) -> Any:
        async with self._session.post(f"{self._url}/control/{path}", json=values) as answer:
            body = await answer.json()
        assert body["ok"], body
        return body["result"]


async def test_everything_can_be_done_from_outside(bot: Bot, sandbox: Sandbox) -> None:
    async with aiohttp.ClientSession() as session:
        remote = Remote(sandbox.url, session)
        person = await remote("places/user", name="Айгуль", started=True)
        group = await remote("places/supergroup", title="Соседи", members=[person], creator=person, topics=["Вода"])
        assert [topic["name"] for topic in await remote("places/topics", chat=group)] == ["General", "Вода"]
        await remote("people/say", user=person, text="/digest", chat=group)
        await bot.send_message(group, "Дайджест", reply_markup=keyboard([("Ещё", "more")]))
        assert (await remote("people/wait_message", chat=group, contains="дайджест", timeout=1))["text"] == "Дайджест"
        assert await remote("people/press", user=person, button="Ещё", chat=group, timeout=0) == {}
        number = await remote("faults/add", kind="blocked", chat=group, methods=["send*"])
        assert await remote("faults/hits", number=number) == 0
        await remote("faults/clear")
        assert (await remote("journal/totals"))["sendMessage"] == {"ok": 1}
        assert [told["text"] for told in await remote("people/transcript", chat=group)][-1] == "Дайджест"
        assert (await remote("flood/report"))["admitted"] == 1


@pytest.mark.parametrize(
    ("path", "values", "status"),
    [
        ("places/nothing", {}, 404),
        ("places/_world", {}, 404),
        ("world/stop", {}, 404),
        ("places/user", {"colour": 1}, 400),
        ("people/transcript", {"chat": 5}, 400),
        ("faults/add", {"kind": "earthquake"}, 400),
    ],
)
async def test_wrong_control_requests(sandbox: Sandbox, path: str, values: dict[str, Any], status: int) -> None:
    async with aiohttp.ClientSession() as session, session.post(f"{sandbox.url}/control/{path}", json=values) as answer:
        assert answer.status == status
        assert not (await answer.json())["ok"]


async def test_another_site_cannot_press_buttons_here(sandbox: Sandbox) -> None:
    async with aiohttp.ClientSession() as session:
        async with session.post(f"{sandbox.url}/control/places/user", data={"name": "x"}) as answer:
            assert answer.status == 405
        async with session.get(f"{sandbox.url}/control/places/user") as answer:
            assert answer.status == 405


async def test_a_process_of_its_own() -> None:
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bot.sandbox", "--no-page", "--users", "3", stdout=asyncio.subprocess.PIPE
    )
    assert process.stdout is not None
    told = json.loads(await asyncio.wait_for(process.stdout.readline(), 20))
    sandbox = Sandbox(token=told["token"])
    sandbox.url = told["url"]
    bot = connect(sandbox)
    try:
        assert (await bot.send_message(100_002, "Новость")).message_id
        async with aiohttp.ClientSession() as session, session.get(f"{told['url']}/") as answer:
            assert answer.status == 404
    finally:
        await bot.session.close()
        process.send_signal(signal.SIGTERM)
        assert await asyncio.wait_for(process.wait(), 10) == 0
