"""A sandbox closes at once, whoever still hangs on it."""

from __future__ import annotations

import asyncio

import aiohttp
import pytest

from bot.sandbox import Kind, Sandbox


async def test_nobody_holds_it_open() -> None:
    sandbox = await Sandbox.start(flood=False)
    reader = sandbox.places.user(started=True)
    sandbox.faults.add(Kind.HANG, methods=["sendMessage"])
    api = f"{sandbox.url}/bot{sandbox.token}"
    async with aiohttp.ClientSession() as session:
        events = await session.get(f"{sandbox.url}/events")
        assert events.content_type == "text/event-stream"
        hanging = [
            asyncio.ensure_future(session.post(f"{api}/getUpdates", data={"timeout": "50"})),
            asyncio.ensure_future(session.post(f"{api}/sendMessage", data={"chat_id": str(reader), "text": "а"})),
            asyncio.ensure_future(
                session.post(f"{sandbox.url}/control/people/ask_inline", json={"user": reader, "query": ""})
            ),
        ]
        await asyncio.sleep(0.05)
        await asyncio.wait_for(sandbox.stop(), 2)
        for answer in await asyncio.gather(*hanging, return_exceptions=True):
            assert isinstance(answer, aiohttp.ClientError | aiohttp.ClientResponse)
        events.close()


async def test_a_port_that_is_taken_is_an_error() -> None:
    first = await Sandbox.start()
    try:
        port = int(first.url.rsplit(":", 1)[1])
        second = Sandbox()
        with pytest.raises(OSError, match="address already in use"):
            await second.open(port=port)
        await second.stop()
    finally:
        await first.stop()
