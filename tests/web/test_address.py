"""An address that cannot be used is a setting to mend."""

from __future__ import annotations

import re

import pytest

from bot.errors import ConfigError
from bot.web.server import Health, WebServer


async def _healthy() -> Health:
    return Health(True, {})


async def test_a_port_in_use_and_a_foreign_host_are_named_with_the_mend() -> None:
    first, second = (WebServer(_healthy, lambda: b"") for _ in range(2))
    await first.start("127.0.0.1", 0)
    with pytest.raises(ConfigError, match=re.escape(f"web.port: {first.port} is in use")):
        await second.start("127.0.0.1", first.port)
    with pytest.raises(ConfigError, match="is no address of this machine"):
        await second.start("192.0.2.1", 0)
    await first.stop()
