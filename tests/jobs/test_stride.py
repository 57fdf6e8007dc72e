"""Batches of a push are as large as the database writes in a tenth of a second."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.jobs.stride import FEWEST, HELD, MOST, Stride


@pytest.mark.parametrize(
    ("times", "rows"), [(0, 16_000), (0.5, 16_000), (0.8, 10_000), (1, 8_000), (1.6, 5_000), (200, 5_000)]
)
def test_one_batch_decides_about_the_next(times: float, rows: int) -> None:
    """``times`` what a batch may take."""
    assert Stride().after(times * HELD).rows == pytest.approx(rows, abs=1)


@given(st.lists(st.floats(0, 1000)))
def test_no_batch_is_tiny_or_huge(taken: list[float]) -> None:
    stride = Stride()
    for seconds in taken:
        stride = stride.after(seconds)
        assert FEWEST <= stride.rows <= MOST


@given(overhead=st.floats(0, HELD / 5), each=st.floats(6e-6, 1.5e-5))
def test_it_settles_where_a_batch_takes_what_it_may(overhead: float, each: float) -> None:
    stride = Stride()
    for _ in range(30):
        stride = stride.after(overhead + stride.rows * each)
    assert overhead + stride.rows * each == pytest.approx(HELD, rel=0.05)
