"""Trouble that lasts is told when it begins, when it becomes another, and when it is over; the tries grow rare."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import structlog
from aiogram.exceptions import ClientDecodeError, TelegramAPIError, TelegramConflictError, TelegramNetworkError
from aiogram.methods import GetMe
from aiohttp import ClientConnectorDNSError, ClientConnectorError, ClientPayloadError
from aiohttp.client_reqrep import ConnectionKey
from structlog.testing import capture_logs

from bot.clock import SystemClock
from bot.connection import trouble_of
from bot.errors import StoreError
from bot.handlers.outage import PAUSES, Outage
from bot.metrics import Metrics
from bot.rota import Rota
from bot.store import Store
from bot.store.database import Database

PLACE = ConnectionKey("api.example.kz", 443, True, True, None, None, None)
LOST = TelegramNetworkError(GetMe(), "ClientOSError: [Errno 104] Connection reset by peer")


@pytest.fixture(autouse=True)
def all_is_logged() -> Iterator[None]:
    """Whatever level the logs of a command have that ran in this process before."""
    before = structlog.get_config()
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(0))
    yield
    structlog.configure(**before)


def because(cause: Exception) -> TelegramNetworkError:
    error = TelegramNetworkError(GetMe(), f"{type(cause).__name__}: driver's words")
    error.__cause__ = cause
    return error


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (because(TimeoutError()), "no answer in time"),
        (because(ClientConnectorDNSError(PLACE, OSError(-2, "?"))), "no such host is known: api.example.kz"),
        (because(ClientConnectorError(PLACE, OSError(111, "?"))), "api.example.kz:443 takes no connections"),
        (because(ClientPayloadError()), "the connection broke"),
        (ClientDecodeError("Failed to decode object", ValueError(), "<html>"), "an answer that is not JSON"),
        (TelegramAPIError(GetMe(), "Bad Gateway"), "Bad Gateway"),
    ],
)
def test_why_telegram_was_not_reached_is_said_in_words(error: TelegramAPIError, said: str) -> None:
    assert trouble_of(error) == said


def test_an_outage_of_telegram_is_told_once_and_its_end_once() -> None:
    outage = Outage(SystemClock())
    with capture_logs() as logs:
        outage.over()
        pauses = [outage.met(LOST) for _ in range(9)]
        outage.met(TelegramConflictError(GetMe(), "terminated by other getUpdates request"))
        outage.over()
        outage.over()
        assert outage.met(LOST) == PAUSES[0]
    events = ["telegram_unreachable", "another_poller", "telegram_reached", "telegram_unreachable"]
    assert [one["event"] for one in logs] == events
    assert pauses == sorted(pauses)
    assert pauses[-1] == PAUSES[-1]


async def test_a_job_that_goes_on_failing_says_so_once(sqlite_url: str) -> None:
    troubles = iter(["away", "away", "", "away", "full", "", ""])

    async def job() -> None:
        if trouble := next(troubles):
            raise StoreError(trouble)

    run = Rota(Store(Database(sqlite_url)), Metrics(), SystemClock(), lambda: True)._safely(job, once=False)
    with capture_logs() as logs:
        for _ in range(7):
            await run()
    assert [one.get("reason", "") for one in logs] == ["away", "", "away", "full", ""]
