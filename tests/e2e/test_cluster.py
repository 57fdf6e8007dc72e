"""A newsroom of three processes on one PostgreSQL: two take updates, one reads, plans and delivers."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from pydantic import SecretStr

from bot.app import run_until
from bot.clock import ShiftedClock
from bot.config import ClusterConfig, Config, DatabaseConfig, TelegramConfig, WebConfig
from bot.sandbox import TOKEN, Sandbox
from bot.sandbox.site import SampleSite
from bot.web.server import AUTH_HEADER
from tests.e2e.test_webhook import SECRET, free_port, update
from tests.e2e.world import ADMIN, RU, World, config_for


@asynccontextmanager
async def process(config: Config, clock: ShiftedClock) -> AsyncIterator[None]:
    ready, stop = asyncio.Event(), asyncio.Event()
    running = asyncio.create_task(run_until(config, stop, clock=clock, ready=ready.set))
    await asyncio.wait([running, asyncio.ensure_future(ready.wait())], return_when=asyncio.FIRST_COMPLETED, timeout=15)
    try:
        yield
    finally:
        stop.set()
        await asyncio.wait_for(running, 15)


@pytest.fixture
async def newsroom(postgres_url: str, tmp_path: Path) -> AsyncIterator[tuple[World, list[str]]]:
    """The world, and the addresses of the two processes that take updates."""
    clock, ports = ShiftedClock(), [free_port(), free_port()]
    sandbox, site = await Sandbox.start(page=False), await SampleSite.start(now=clock.now)
    sandbox.places.user(RU, "Айгуль", "ru")

    def settings(role: str, port: int) -> Config:
        telegram = TelegramConfig(
            token=SecretStr(TOKEN), api_url=sandbox.url, admins=(ADMIN,), mode="webhook",
            webhook_url=f"http://127.0.0.1:{port}/telegram", webhook_secret=SecretStr(SECRET),
        )  # fmt: skip
        config = config_for(
            sandbox.url, {"main": site.feed_url}, tmp_path / "unused.db", telegram=telegram, web=WebConfig(port=port)
        )
        cluster = ClusterConfig.model_validate({"role": role})
        return config.model_copy(update={"database": DatabaseConfig(url=postgres_url), "cluster": cluster})

    async with AsyncExitStack() as stack:
        for port in ports:
            await stack.enter_async_context(process(settings("updates", port), clock))
        await stack.enter_async_context(process(settings("worker", 0), clock))
        yield World(sandbox, site, clock, settings("all", 0)), [f"http://127.0.0.1:{port}" for port in ports]
    await site.stop()
    await sandbox.stop()


async def test_the_processes_are_one_newsroom(newsroom: tuple[World, list[str]]) -> None:
    world, addresses = newsroom
    done = await world.say(RU, "/subscribe алматинская область сразу")
    title = world.site.publish_next()
    assert title
    await world.heard(RU, title[:20], after=done["message"]["message_id"])  # a worker read, planned and sent it
    assert len(world.said(RU, title[:20])) == 1
    before = len(world.sandbox.people.transcript(RU))
    async with aiohttp.ClientSession() as client:

        async def post(address: str, body: Any) -> int:
            async with client.post(f"{address}/telegram", json=body, headers={AUTH_HEADER: SECRET}) as answer:
                return answer.status

        brought = [post(address, update(number)) for number in range(4) for address in (*addresses, *addresses)]
        assert set(await asyncio.gather(*brought)) == {200}
        assert len(world.sandbox.people.transcript(RU)) == before + 4  # one answer each, whoever was called
        health = [await (await client.get(f"{address}/healthz")).json() for address in addresses]
        assert [one["plan"] for one in health] == ["elsewhere"] * 2
