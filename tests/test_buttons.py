from __future__ import annotations

import re
from datetime import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot import buttons
from bot.buttons import (
    Start,
    mask,
    pack,
    pack_days,
    pack_times,
    read_start,
    ref,
    start_payload,
    steer,
    steered,
    toggled,
    unmask,
    unpack,
    unpack_days,
    unpack_span,
    unpack_times,
)
from bot.models import REGIONS, TOPICS

WORDS = st.text(st.characters(min_codepoint=33, max_codepoint=126, exclude_characters=":"), max_size=8)


@given(WORDS.filter(bool), st.lists(WORDS, max_size=4))
def test_what_is_packed_comes_back(verb: str, args: list[str]) -> None:
    assert unpack(pack(verb, *args)) == (verb, tuple(args))


@pytest.mark.parametrize(
    "args", [("",), ("s", "a:b"), ("s", "қала"), ("s", "a b"), ("s", "x" * 63), ("s", "\n")], ids=repr
)
def test_what_telegram_would_refuse_is_not_packed(args: tuple[str, ...]) -> None:
    with pytest.raises(ValueError, match="callback data"):
        pack(*args)


@pytest.mark.parametrize("data", [None, "", ":", ":s", "s:қала", "x" * 65, "s:\x00", "a b"], ids=repr)
def test_forged_data_is_nothing(data: str | None) -> None:
    assert unpack(data) is None


@given(st.sets(st.sampled_from(REGIONS)))
def test_masks_keep_every_id(chosen: set[str]) -> None:
    assert set(unmask(mask(chosen, REGIONS), REGIONS)) == chosen


@given(st.text(max_size=12))
def test_a_forged_mask_names_known_ids_only(digits: str) -> None:
    assert set(unmask(digits, TOPICS)) <= set(TOPICS)


def test_masks_fit_beside_many_times() -> None:
    data = pack(
        "ob", "h", mask(REGIONS, REGIONS), mask(TOPICS, TOPICS), "kk", pack_times([time(hour) for hour in range(8)])
    )
    assert unpack(data) is not None


@pytest.mark.parametrize(
    ("digits", "times"),
    [
        ("08001900", (time(8), time(19))),
        ("19000800", (time(8), time(19))),
        ("0730", (time(7, 30),)),
        ("08000800", (time(8),)),
        ("-", ()),
        ("now", ()),
        ("24000860", ()),
        ("080", ()),
        ("٠٨٠٠", ()),
    ],
)
def test_times_of_a_button(digits: str, times: tuple[time, ...]) -> None:
    assert unpack_times(digits) == times


def test_no_times_are_a_dash() -> None:
    assert pack_times([]) == "-"
    assert pack_times([time(8), time(19, 30)]) == "08001930"


@pytest.mark.parametrize(
    ("digits", "span"),
    [
        ("22000700", (time(22), time(7))),
        ("13301430", (time(13, 30), time(14, 30))),
        ("22002200", None),
        ("2200", None),
        ("99990000", None),
    ],
)
def test_quiet_hours_keep_their_order(digits: str, span: tuple[time, time] | None) -> None:
    assert unpack_span(digits) == span


def test_all_days_are_every_day() -> None:
    assert unpack_days(pack_days(range(7))) == ()
    assert unpack_days(pack_days([0, 2, 4])) == (0, 2, 4)
    assert unpack_days("zz") == ()


def test_a_toggle_takes_and_gives() -> None:
    assert toggled(("a", "b"), "a") == ("b",)
    assert toggled(("a",), "b") == ("a", "b")


@given(st.text(max_size=60))
def test_any_name_has_a_short_key(name: str) -> None:
    key = ref(name)
    assert unpack(pack("a", "src", key, "remove-all", "yes")) is not None
    assert ref(name) == key


def test_plain_names_are_their_own_keys() -> None:
    assert ref("altyn-orda") == "altyn-orda"
    assert ref("Алтын-Орда") != ref("Жетісу")


def test_a_shared_link_selects_again() -> None:
    payload = start_payload(("KZ-19", "KZ-79"), ("education",), "kk")
    assert re.fullmatch(r"[A-Za-z0-9_-]{1,64}", payload)
    assert read_start(payload) == Start(regions=("KZ-19", "KZ-79"), topics=("education",), language="kk")


@given(st.integers(-(10**13), -1), st.sampled_from(["sub:17:r:8", "set:lang:kk", "x"]))
def test_a_channel_is_steered_from_a_private_chat(chat_id: int, data: str) -> None:
    wrapped = steer(chat_id, data)
    assert wrapped is not None
    assert unpack(wrapped) is not None
    assert steered(wrapped) == (chat_id, data)


@pytest.mark.parametrize("data", [None, "sub:17", "at:zz", "at:!:x", "at::x"], ids=repr)
def test_a_button_that_steers_nothing(data: str | None) -> None:
    channel, inner = steered(data)
    assert channel is None
    assert inner == (data if data == "sub:17" else None)


def test_what_would_be_too_long_is_not_steered() -> None:
    assert steer(-100, "x" * 60) is None
    assert steer(-100, "-") == "-"


@pytest.mark.parametrize(
    ("payload", "start"),
    [
        ("n_17", Start(story_id=17)),
        ("d", Start(digest=True)),
        ("", Start()),
        ("s_1", Start()),
        ("n_x", Start()),
        ("n_٣", Start()),
        ("s_8_0_xx", Start(regions=("KZ-19",))),
        ("ref_2020", Start()),
    ],
)
def test_any_payload_just_starts(payload: str, start: Start) -> None:
    assert read_start(payload) == start


def test_every_button_that_is_drawn_is_in_the_grammar() -> None:
    documented = set(re.findall(r"^    ([a-z]+)(?=[ :|]|$)|· ([a-z]+)(?=[ :|]|$)", buttons.__doc__ or "", re.M))
    verbs = {first or second for first, second in documented} | {"-"}
    drawn: set[tuple[str, str]] = set()
    for file in Path(buttons.__file__).parent.joinpath("render").glob("*.py"):
        text = file.read_text(encoding="utf-8")
        drawn |= set(re.findall(r'pack\("([^"]+)"|button\([^"\n]*(?:"[^"]*"\))?, "([a-z-]+)', text))
    verbs_drawn = {first or second for first, second in drawn}
    assert verbs_drawn <= verbs
    assert {"ob", "set", "sub", "q", "s", "a", "home"} <= verbs_drawn
