"""The running bot that a test talks to."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from bot.handlers import caller
from tests.e2e.town import Town
from tests.e2e.world import ADMIN, World, opened

ENOUGH = 18


@pytest.fixture
async def world(tmp_path: Path) -> AsyncIterator[World]:
    async with opened(tmp_path) as world:
        yield world


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def town(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Town]:
    """One running bot with its news read, shared by all tests that bring their own people. Nobody is slowed down:
    neither by Telegram's pace nor by the cap on one person's requests."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(caller, "REQUESTS_PER_MINUTE", 1_000_000)
        async with opened(tmp_path_factory.mktemp("town")) as world:
            world.sandbox.flood.enabled = False
            await world.until(lambda: _has_news(world))
            yield Town(world)


async def _has_news(world: World) -> bool:
    """Whether the newest of all three outlets was read: nothing more comes while somebody waits for it."""
    asked = await world.sandbox.people.ask_inline(ADMIN, "весь казахстан")
    return len(asked.get("results", ())) >= ENOUGH
