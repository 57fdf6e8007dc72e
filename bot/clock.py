"""The one source of time. Everything that waits or asks for the hour is handed a :class:`Clock`."""

from __future__ import annotations

import asyncio
import time
from datetime import UTC, datetime
from typing import Protocol


class Clock(Protocol):
    """Now (aware, UTC), seconds that only grow, and sleeping; tests drive their own."""

    def now(self) -> datetime: ...

    def monotonic(self) -> float: ...

    async def sleep(self, seconds: float) -> None: ...


class SystemClock:
    """The machine's clock."""

    def now(self) -> datetime:
        return datetime.now(UTC)

    def monotonic(self) -> float:
        return time.monotonic()

    async def sleep(self, seconds: float) -> None:
        await asyncio.sleep(seconds)


class ShiftedClock(SystemClock):
    """The machine's clock moved by ``shift`` (a demo jumps to tomorrow morning)."""

    def __init__(self) -> None:
        self.shift = datetime.now(UTC) - datetime.now(UTC)

    def now(self) -> datetime:
        return super().now() + self.shift
