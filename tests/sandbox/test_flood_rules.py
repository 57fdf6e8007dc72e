"""The pace: what is let through, what is not, and how a penalty behaves. The clock stands still unless moved."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from aiogram.exceptions import TelegramRetryAfter
from aiogram.types import BufferedInputFile, InputMediaPhoto

from bot.sandbox import ApiError, Sandbox
from bot.sandbox.flood import EVERYBODY, Flood
from tests.sandbox.conftest import HandClock
from tests.sandbox.connecting import connect, picture


@pytest.fixture
def flood(hand_clock: HandClock) -> Flood:
    return Flood(clock=hand_clock)


def send(flood: Flood, chat: int, *, crowd: bool = False, answer: bool = False, paid: bool = False) -> int:
    """0 when the message passes, else the seconds to wait."""
    try:
        flood.admit(chat, crowd=crowd, answer=answer, paid=paid)
    except ApiError as refused:
        assert refused.code == 429
        return refused.parameters["retry_after"]
    return 0


def readers(first: int = 1) -> Iterator[int]:
    while True:
        yield first
        first += 1


def test_thirty_a_second_over_all_chats(flood: Flood, hand_clock: HandClock) -> None:
    chats = readers()
    assert [send(flood, next(chats)) for _ in range(30)] == [0] * 30
    assert send(flood, next(chats)) == 3
    hand_clock.pass_by(3)
    for _ in range(3000):
        hand_clock.pass_by(1 / 30)
        assert send(flood, next(chats)) == 0
    assert flood.statistics.refused == 1


def test_one_private_chat_takes_one_a_second_after_a_burst_of_five(flood: Flood, hand_clock: HandClock) -> None:
    assert [send(flood, 7) for _ in range(5)] == [0] * 5
    assert send(flood, 7) == 3
    hand_clock.pass_by(3)
    assert send(flood, 7) == 0
    assert send(flood, 8) == 0


def test_a_group_takes_twenty_in_any_minute(flood: Flood, hand_clock: HandClock) -> None:
    for _ in range(20):
        assert send(flood, -5, crowd=True) == 0
        hand_clock.pass_by(1)
    assert send(flood, -5, crowd=True) == 40
    assert send(flood, -6, crowd=True) == 0
    hand_clock.pass_by(40)
    assert send(flood, -5, crowd=True) == 0


def test_hammering_makes_the_penalty_longer_and_waiting_ends_it(flood: Flood, hand_clock: HandClock) -> None:
    for _ in range(5):
        send(flood, 7)
    waits = [send(flood, 7) for _ in range(5)]
    assert waits == [3, 4, 5, 6, 7]
    assert flood.statistics.hammered == 4
    hand_clock.pass_by(7)
    assert send(flood, 7) == 0
    assert [send(flood, 7) for _ in range(6)] == [0, 0, 0, 0, 6, 7]  # the second offence in a minute costs double


def test_answers_to_a_person_do_not_count_against_the_thirty(flood: Flood) -> None:
    chats = readers()
    for _ in range(30):
        send(flood, next(chats))
    assert [send(flood, next(chats), answer=True) for _ in range(40)] == [0] * 40


def test_every_action_of_a_person_pays_for_one_answer(flood: Flood) -> None:
    for _ in range(12):
        flood.acted(7)
        assert send(flood, 7, answer=True) == 0


def test_paid_messages_have_a_thousand_a_second_and_cost_stars(flood: Flood) -> None:
    chats = readers()
    assert sum(send(flood, next(chats), paid=True) == 0 for _ in range(1000)) == 1000
    assert send(flood, next(chats), paid=True) > 0
    assert flood.statistics.paid == 1000
    assert flood.statistics.stars == pytest.approx(100)


def test_edits_have_a_lenient_pace_of_their_own(flood: Flood, hand_clock: HandClock) -> None:
    for _ in range(30):
        flood.admit_edit(7)
    with pytest.raises(ApiError):
        flood.admit_edit(7)
    assert send(flood, 8) == 0


def test_a_penalty_can_be_ordered_for_everybody(flood: Flood, hand_clock: HandClock) -> None:
    flood.refuse_for(EVERYBODY, 5)
    assert send(flood, 1) == 6
    hand_clock.pass_by(6)
    assert send(flood, 1) == 0


async def test_over_http_each_item_of_an_album_counts(paced: Sandbox) -> None:
    bot = connect(paced)
    reader = paced.places.user(started=True)
    album = [InputMediaPhoto(media=BufferedInputFile(picture(9, 9), "a.png")) for _ in range(3)]
    try:
        await bot.send_media_group(reader, list(album))
        with pytest.raises(TelegramRetryAfter) as refused:
            await bot.send_media_group(reader, list(album))
        assert refused.value.retry_after == 3
        assert len(paced.people.transcript(reader)) == 3
    finally:
        await bot.session.close()


async def test_a_talk_at_the_pace_of_a_person_never_meets_429(paced: Sandbox) -> None:
    bot = connect(paced)
    reader = paced.places.user(started=True)
    try:
        for number in range(40):
            paced.people.say(reader, f"вопрос {number}")
            await bot.send_message(reader, f"ответ {number}")
    finally:
        await bot.session.close()
    assert paced.flood.statistics.refused == 0
