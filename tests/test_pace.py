"""The pace keeps below Telegram's limits, obeys flood waits and finds out whom they concern."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from bot.models import ChatKind
from bot.pace import GROUP_LIMIT, Pace

PRIVATE, GROUP = ChatKind.PRIVATE, ChatKind.SUPERGROUP


def push(pace: Pace, chats: list[tuple[int, ChatKind]], seconds: float, step: float = 0.01) -> list[float]:
    """Send to each chat once as soon as the pace lets it; the times of the sends."""
    now, times, waiting = 0.0, [], list(chats)
    while waiting and now < seconds:
        while waiting and pace.wait(*waiting[0], now) <= 0:
            waiting.pop(0)
            times.append(now)
        now += step
    return times


def most_within(times: list[float], window: float) -> int:
    return max(sum(1 for other in times if 0 <= other - start < window) for start in times)


def test_a_long_push_uses_the_budget_and_never_more() -> None:
    times = push(Pace(30, 0.0), [(chat, PRIVATE) for chat in range(900)], 60)
    assert len(times) == 900
    assert 29.9 <= times[-1] <= 900 / (30 * 0.97)
    assert most_within(times, 1.0) <= 34


def test_a_restart_begins_with_an_empty_bucket() -> None:
    assert Pace(30, 100.0).wait(1, PRIVATE, 99.9) > 0


def test_one_private_chat_gets_a_short_burst_then_one_a_second() -> None:
    times = push(Pace(30, -10.0), [(1, PRIVATE)] * 8, 60)
    assert most_within(times, 1.0) <= 3
    assert 5 <= times[-1] <= 7


def test_a_group_gets_twenty_a_minute_and_slows_nobody_else() -> None:
    pace = Pace(30, -10.0)
    times = push(pace, [(-5, GROUP)] * 45, 300, step=0.05)
    assert most_within(times, 60.0) <= GROUP_LIMIT
    assert pace.chat_wait(-5, GROUP, times[-1]) >= 0
    assert pace.wait(7, PRIVATE, times[-1] + 1) == 0


def test_a_flood_wait_of_one_chat_pauses_that_chat_alone() -> None:
    pace = Pace(30, -10.0)
    assert not pace.flood(1, PRIVATE, 20, 0.0)
    assert pace.wait(2, PRIVATE, 0.5) == 0, "a probe to somebody else may go"
    assert pace.wait(3, PRIVATE, 0.6) > 0, "and only one until it has answered"
    pace.accepted(2, 0.7)
    assert pace.wait(3, PRIVATE, 0.8) == 0
    assert pace.wait(1, PRIVATE, 19.0) > 0
    assert pace.wait(1, PRIVATE, 21.0) == 0
    assert pace.rate == 30


def test_a_second_chat_with_a_flood_wait_means_everything() -> None:
    pace = Pace(30, -10.0)
    pace.flood(1, PRIVATE, 5, 0.0)
    assert pace.flood(2, PRIVATE, 5, 0.1)
    assert pace.wait(3, PRIVATE, 4.9) > 0
    assert pace.wait(3, PRIVATE, 5.2) == 0
    assert pace.rate < 30


def test_the_rate_comes_back_by_and_by() -> None:
    pace = Pace(30, -10.0)
    pace.flood(1, PRIVATE, 1, 0.0)
    pace.flood(2, PRIVATE, 1, 0.0)
    slow = pace.rate
    pace.accepted(3, 15.0)
    assert slow < pace.rate < 30
    for second in range(20, 200):
        pace.accepted(3, float(second))
    assert pace.rate == 30


def test_people_are_answered_at_once_and_the_push_makes_room() -> None:
    pace = Pace(30, -10.0)
    for reply in range(60):
        pace.reply(1000 + reply, PRIVATE, 0.0)
    assert pace.wait(1, PRIVATE, 0.0) > 1.5


@given(st.lists(st.tuples(st.integers(1, 5), st.floats(0, 0.5)), min_size=1, max_size=200))
def test_no_pattern_of_sends_exceeds_the_limits(steps: list[tuple[int, float]]) -> None:
    pace, now, sent = Pace(30, -10.0), 0.0, []
    for chat, pause in steps:
        now += pause
        if pace.wait(chat, PRIVATE, now) == 0:
            sent.append((now, chat))
    if sent:
        assert most_within([at for at, _ in sent], 1.0) <= 34
        for chat in {chat for _, chat in sent}:
            assert most_within([at for at, other in sent if other == chat], 1.0) <= 4
