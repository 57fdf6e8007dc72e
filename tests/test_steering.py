"""Buttons that mean a channel while they are pressed somewhere else."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.buttons import MAX_BYTES, pack, steer, steered
from bot.handlers.replies import addressed
from bot.models import Button, Message

CHANNELS = st.integers(-2_000_000_000_000, -1_000_000_000_001)


@given(CHANNELS, st.sampled_from(["sub", "set:lang:kk", "sub:123:h:08001900", "ob:t:fffff:3fff:ru"]))
def test_what_is_wrapped_comes_out_again(channel: int, data: str) -> None:
    wrapped = steer(channel, data)
    assert wrapped is not None
    assert len(wrapped) <= MAX_BYTES
    assert steered(wrapped) == (channel, data)


@given(st.text(max_size=70))
def test_whatever_comes_in_is_read_without_harm(data: str) -> None:
    channel, inner = steered(data)
    assert channel is None or inner
    assert data.startswith("at:") or inner == data


def test_the_longest_step_of_the_onboarding_fits() -> None:
    longest = pack("ob", "h", "fffff", "3fff", "ru", "0800" * 8)
    assert steer(-1_999_999_999_999, longest) is not None


@pytest.mark.parametrize("data", ["-", "at:abc:sub"])
def test_labels_and_wrapped_data_stay(data: str) -> None:
    assert steer(-1_000_000_000_001, data) == data


def test_only_what_a_press_sends_is_wrapped() -> None:
    rows = ((Button("a", data="sub"), Button("b", url="https://t.me/x"), Button("c", data="-")),)
    wrapped = addressed(Message("x", rows), -1_000_000_000_001).buttons[0]
    assert (wrapped[0].data or "").startswith("at:")
    assert wrapped[1] == rows[0][1]
    assert wrapped[2] == rows[0][2]
    assert addressed(Message("x", rows), None).buttons == rows
