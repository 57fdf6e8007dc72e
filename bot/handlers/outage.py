"""A stretch without Telegram's updates: told once when it begins and once when it is over; the tries grow rare."""

from __future__ import annotations

from datetime import timedelta

import structlog
from aiogram.exceptions import ClientDecodeError, TelegramAPIError, TelegramConflictError, TelegramUnauthorizedError

from bot.clock import Clock
from bot.connection import trouble_of
from bot.logs import Lasting

log = structlog.get_logger()

PAUSES = (1.0, 2.0, 4.0, 8.0, 15.0, 30.0)


class Outage:
    """Shared by all who wait for Telegram, so that each change is told by the first of them alone."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._trouble = Lasting()
        self._since = 0.0
        self._tries = 0

    def met(self, error: TelegramAPIError | ClientDecodeError) -> float:
        """Another try has failed; seconds until the next one."""
        if not self._tries:
            self._since = self._clock.monotonic()
        event, said = _told_of(error)
        if self._trouble.met(event):
            (log.warning if "reason" in said else log.error)(event, **said)
        self._tries += 1
        return PAUSES[min(self._tries, len(PAUSES)) - 1]

    def over(self) -> None:
        """Telegram has answered."""
        if self._trouble.over():
            away = timedelta(seconds=round(self._clock.monotonic() - self._since))
            log.info("telegram_reached", away=str(away))
        self._tries = 0


def _told_of(error: TelegramAPIError | ClientDecodeError) -> tuple[str, dict[str, str]]:
    match error:
        case TelegramConflictError():
            return "another_poller", {"mend": "stop the other process that uses this token, or remove its webhook"}
        case TelegramUnauthorizedError():
            mend = "the token was revoked: put the new one into telegram.token and restart"
            return "token_refused", {"mend": mend}
        case _:
            mend = "tried again until it answers, digests wait; if it goes on: the network, telegram.api_url"
            return "telegram_unreachable", {"reason": trouble_of(error), "mend": mend}
