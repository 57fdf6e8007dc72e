"""A sandbox of one's own for each test, and a real aiogram bot that talks to it over HTTP."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass

import pytest
from aiogram import Bot

from bot.sandbox import Sandbox
from tests.sandbox.connecting import connect


@dataclass
class HandClock:
    """A monotonic clock that tests move."""

    seconds: float = 1000.0

    def __call__(self) -> float:
        return self.seconds

    def pass_by(self, seconds: float) -> None:
        self.seconds += seconds


@pytest.fixture
def hand_clock() -> HandClock:
    return HandClock()


@pytest.fixture
async def sandbox() -> AsyncIterator[Sandbox]:
    """Without flood rules: those have their own tests."""
    opened = await Sandbox.start(flood=False)
    yield opened
    await opened.stop()


@pytest.fixture
async def paced(hand_clock: HandClock) -> AsyncIterator[Sandbox]:
    """With flood rules, on a clock that stands still until it is moved."""
    opened = await Sandbox.start(clock=hand_clock)
    yield opened
    await opened.stop()


@pytest.fixture
async def bot(sandbox: Sandbox) -> AsyncIterator[Bot]:
    connected = connect(sandbox)
    yield connected
    await connected.session.close()


@pytest.fixture
def reader(sandbox: Sandbox) -> int:
    """Somebody who has started the bot and reads Russian."""
    return sandbox.places.user(name="Айгуль", language_code="ru", started=True)
