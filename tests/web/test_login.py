"""The token opens, its cookie stays good for half a day, wrong ones are slowed down."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from bot.web.login import MOST_TRIES, SESSION_SECONDS, TRY_SECONDS, Login

TOKEN = "a-long-enough-token"


def test_the_right_token_alone_is_accepted() -> None:
    login = Login(TOKEN)
    assert login.accepts(TOKEN, 0)
    for wrong in ("", TOKEN + "x", TOKEN[:-1], TOKEN.upper()):
        assert not login.accepts(wrong, 0)


def test_a_session_runs_out_and_outlives_a_restart() -> None:
    session = Login(TOKEN).session(1000.0)
    assert Login(TOKEN).knows(session, 1000.0 + SESSION_SECONDS - 1)
    assert not Login(TOKEN).knows(session, 1000.0 + SESSION_SECONDS)
    assert not Login("another-token-that-is-long").knows(session, 1000.0)


@given(st.text(max_size=100))
def test_no_made_up_session_is_known(session: str) -> None:
    assert not Login(TOKEN).knows(session, 0.0)


def test_a_session_cannot_be_prolonged() -> None:
    until, _, signature = Login(TOKEN).session(0.0).partition(".")
    assert not Login(TOKEN).knows(f"{int(until) + 1}.{signature}", 0.0)


def test_too_many_wrong_tokens_block_everybody_for_a_while() -> None:
    login = Login(TOKEN)
    for n in range(MOST_TRIES):
        assert not login.is_blocked(float(n))
        login.accepts("wrong", float(n))
    assert login.is_blocked(MOST_TRIES)
    assert not login.is_blocked(MOST_TRIES + TRY_SECONDS)
