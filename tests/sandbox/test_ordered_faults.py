"""Troubles to order: each looks to a real bot as it would on a bad day, and leaves behind what it should."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from aiogram import Bot
from aiogram.exceptions import (
    ClientDecodeError,
    TelegramAPIError,
    TelegramBadRequest,
    TelegramForbiddenError,
    TelegramMigrateToChat,
    TelegramNetworkError,
    TelegramNotFound,
    TelegramRetryAfter,
    TelegramServerError,
)
from aiogram.types import InputRichMessage

from bot.sandbox import Kind, Sandbox
from tests.sandbox.connecting import connect


@pytest.mark.parametrize(
    ("kind", "options", "error", "words"),
    [
        (Kind.FLOOD, {"seconds": 7, "count": 1}, TelegramRetryAfter, "Retry in 7 seconds"),
        (Kind.BLOCKED, {}, TelegramForbiddenError, "bot was blocked by the user"),
        (Kind.DEACTIVATED, {}, TelegramForbiddenError, "user is deactivated"),
        (Kind.KICKED, {}, TelegramForbiddenError, "bot was kicked from the supergroup chat"),
        (Kind.MIGRATED, {"migrate_to": -100123}, TelegramMigrateToChat, "-100123"),
        (Kind.TOPIC_CLOSED, {}, TelegramBadRequest, "TOPIC_CLOSED"),
        (Kind.THREAD_MISSING, {}, TelegramBadRequest, "message thread not found"),
        (Kind.BAD_GATEWAY_JSON, {}, TelegramServerError, "Bad Gateway"),
        (Kind.BAD_GATEWAY_HTML, {}, ClientDecodeError, "502 Bad Gateway"),
        (Kind.BAD_REQUEST, {"text": "RICH_MESSAGE_EMPTY"}, TelegramBadRequest, "RICH_MESSAGE_EMPTY"),
        (Kind.LOST_BEFORE, {}, TelegramNetworkError, "Server disconnected"),
        (Kind.METHOD_MISSING, {}, TelegramNotFound, "method not found"),
    ],
)
async def test_each_trouble_once(
    sandbox: Sandbox, bot: Bot, reader: int, kind: Kind, options: dict[str, Any], error: type[Exception], words: str
) -> None:
    number = sandbox.faults.add(kind, chat=reader, methods=["sendMessage"], **{"count": 1, **options})
    with pytest.raises(error, match=words):
        await bot.send_message(reader, "Новость")
    assert sandbox.people.transcript(reader) == []
    assert sandbox.faults.hits(number) == 1
    await bot.send_message(reader, "Новость")
    assert len(sandbox.people.transcript(reader)) == 1


async def test_a_connection_lost_after_acceptance_leaves_the_message(sandbox: Sandbox, bot: Bot, reader: int) -> None:
    sandbox.faults.add(Kind.LOST_AFTER, count=1)
    with pytest.raises(TelegramNetworkError):
        await bot.send_message(reader, "Новость")
    assert [told["text"] for told in sandbox.people.transcript(reader)] == ["Новость"]


@pytest.mark.parametrize(("kind", "kept"), [(Kind.HANG, 0), (Kind.HANG_AFTER, 1)])
async def test_silence(sandbox: Sandbox, reader: int, kind: Kind, kept: int) -> None:
    impatient = connect(sandbox, timeout=0.15)
    sandbox.faults.add(kind, count=1)
    try:
        with pytest.raises(TelegramNetworkError):
            await impatient.send_message(reader, "Новость")
    finally:
        await impatient.session.close()
    assert len(sandbox.people.transcript(reader)) == kept


async def test_slow_answers_come_at_last(sandbox: Sandbox, bot: Bot, reader: int) -> None:
    sandbox.faults.add(Kind.SLOW, seconds=0.05)
    assert (await bot.send_message(reader, "Новость")).text == "Новость"


async def test_an_old_server_knows_no_rich_messages(sandbox: Sandbox, bot: Bot, reader: int) -> None:
    sandbox.faults.add(Kind.METHOD_MISSING, methods=["sendRichMessage"])
    with pytest.raises(TelegramNotFound):
        await bot.send_rich_message(reader, InputRichMessage(html="<p>Новость</p>"))
    assert await bot.send_message(reader, "Новость")


async def test_faults_choose_chats_skip_requests_and_end(sandbox: Sandbox, bot: Bot, reader: int) -> None:
    other = sandbox.places.user(name="Нұрлан", started=True)
    number = sandbox.faults.add(Kind.BLOCKED, methods=["send*"], chat=reader, skip=1)
    await bot.send_message(reader, "первая")
    await bot.send_message(other, "другому")
    for _ in range(2):
        with pytest.raises(TelegramForbiddenError):
            await bot.send_message(reader, "вторая")
    assert await bot.send_chat_action(reader, "typing")
    assert [fault["hits"] for fault in sandbox.faults.standing()] == [2]
    sandbox.faults.clear(number)
    assert sandbox.faults.standing() == []
    await bot.send_message(reader, "третья")


async def test_a_flood_of_some_seconds_counts_down(hand_clock: Any) -> None:
    sandbox = await Sandbox.start(clock=hand_clock)
    bot = connect(sandbox)
    reader = sandbox.places.user(started=True)
    sandbox.faults.add(Kind.FLOOD, seconds=9)
    try:
        with pytest.raises(TelegramRetryAfter, match="9"):
            await bot.send_message(reader, "рано")
        hand_clock.pass_by(5)
        with pytest.raises(TelegramRetryAfter, match="4"):
            await bot.send_message(reader, "рано")
        hand_clock.pass_by(5)
        assert await bot.send_message(reader, "пора")
    finally:
        await bot.session.close()
        await sandbox.stop()


async def test_polling_is_spared_unless_it_is_named(sandbox: Sandbox, bot: Bot, reader: int) -> None:
    sandbox.people.start(reader)
    sandbox.faults.add(Kind.BAD_GATEWAY_JSON)
    assert len(await bot.get_updates()) == 1
    sandbox.faults.add(Kind.BAD_GATEWAY_JSON, methods=["getUpdates"], count=1)
    with pytest.raises(TelegramAPIError):
        await bot.get_updates()


async def test_the_journal_tells_what_was_asked_and_how_it_ended(sandbox: Sandbox, bot: Bot, reader: int) -> None:
    sandbox.faults.add(Kind.LOST_AFTER, count=1, skip=1)
    results = [
        await asyncio.gather(bot.send_message(reader, str(number)), return_exceptions=True) for number in range(3)
    ]
    assert len(results) == 3
    assert [entry["outcome"] for entry in sandbox.journal.list("sendMessage")] == ["ok", "lost_after", "ok"]
    assert sandbox.journal.totals() == {"sendMessage": {"lost_after": 1, "ok": 2}}
    sandbox.journal.clear()
    sandbox.journal.detail(on=False)
    await bot.send_message(reader, "x")
    assert (sandbox.journal.list(), sandbox.journal.totals()) == ([], {"sendMessage": {"ok": 1}})
