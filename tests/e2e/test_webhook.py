"""Webhook mode: the same answers over one port, the secret checked, an update that comes again handled once."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from pydantic import SecretStr

from bot.clock import ShiftedClock
from bot.config import TelegramConfig, WebConfig
from bot.sandbox import TOKEN, Sandbox
from bot.sandbox.site import SampleSite
from bot.web.server import AUTH_HEADER
from tests.e2e.world import ADMIN, RU, World, config_for

SECRET = "a-secret-for-telegram"


def free_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return int(taken.getsockname()[1])


@pytest.fixture
async def hooked(tmp_path: Path) -> AsyncIterator[tuple[World, str]]:
    """A bot that Telegram calls, and its address."""
    clock, port = ShiftedClock(), free_port()
    address = f"http://127.0.0.1:{port}"
    sandbox, site = await Sandbox.start(page=False), await SampleSite.start(now=clock.now)
    sandbox.places.user(RU, "Айгуль", "ru")
    telegram = TelegramConfig(
        token=SecretStr(TOKEN), api_url=sandbox.url, admins=(ADMIN,), mode="webhook",
        webhook_url=f"{address}/telegram", webhook_secret=SecretStr(SECRET),
    )  # fmt: skip
    config = config_for(sandbox.url, {"main": site.feed_url}, tmp_path / "aimaq.db",
                        telegram=telegram, web=WebConfig(port=port))  # fmt: skip
    world = World(sandbox, site, clock, config)
    await world.start()
    yield world, address
    await world.end()
    await site.stop()
    await sandbox.stop()


def update(number: int) -> dict[str, Any]:
    person = {"id": RU, "is_bot": False, "first_name": "Айгуль", "language_code": "ru"}
    chat = {"id": RU, "type": "private", "first_name": "Айгуль"}
    message = {"message_id": 9000 + number, "date": 0, "chat": chat, "from": person, "text": "/privacy",
               "entities": [{"type": "bot_command", "offset": 0, "length": 8}]}  # fmt: skip
    return {"update_id": 700_000 + number, "message": message}


async def test_updates_come_in_by_webhook_and_each_is_handled_once(hooked: tuple[World, str]) -> None:
    world, address = hooked
    assert (await world.say(RU, "/help"))["text"]
    before = len(world.sandbox.people.transcript(RU))
    async with aiohttp.ClientSession() as client:

        async def post(body: Any, secret: str | None = SECRET) -> int:
            headers = {AUTH_HEADER: secret} if secret is not None else {}
            async with client.post(f"{address}/telegram", json=body, headers=headers) as answer:
                return answer.status

        assert [await post(update(1)) for _ in range(3)] == [200] * 3
        await asyncio.gather(*(post(update(2)) for _ in range(5)))
        assert await post(update(3), secret=None) == await post(update(3), secret="wrong") == 401
        assert await post(["no", "update"]) == 400
        assert await post({"update_id": 700_009, "message": "not a message"}) == 200
        async with client.post(f"{address}/telegram", data=b"{", headers={AUTH_HEADER: SECRET}) as broken:
            assert broken.status == 400
    assert len(world.sandbox.people.transcript(RU)) - before == 2


async def test_health_and_metrics_stand_on_the_same_port(hooked: tuple[World, str]) -> None:
    _, address = hooked
    async with aiohttp.ClientSession() as client:
        async with client.get(f"{address}/healthz") as answer:
            health = await answer.json()
            assert (answer.status, health["ok"], health["updates"], health["database"]) == (200, True, "webhook", "ok")
        async with client.get(f"{address}/metrics") as answer:
            assert "aimaq_updates_total" in await answer.text()
        async with client.get(f"{address}/admin") as answer:
            assert answer.status == 404
