"""What must never stand in a log does not."""

from __future__ import annotations

import pytest

from bot.logs import redact

TOKEN = "123456789:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw"


@pytest.mark.parametrize(
    "text",
    [
        f"POST https://api.telegram.org/bot{TOKEN}/sendMessage failed",
        f"ClientConnectorError: {TOKEN}",
        f"http://127.0.0.1:8080/bot42:SANDBOX{TOKEN[10:]}/getMe",
    ],
)
def test_tokens_are_cut_out_of_any_string(text: str) -> None:
    event = redact(None, "info", {"event": "failed", "reason": text})
    assert TOKEN[10:] not in event["reason"]


def test_credentials_in_addresses_and_personal_fields_are_hidden() -> None:
    event = redact(
        None, "info", {"event": "x", "url": "postgresql+asyncpg://aimaq:geheim@db/aimaq", "first_name": "Айгерім"}
    )
    assert "geheim" not in event["url"]
    assert "Айгерім" not in event.values()
