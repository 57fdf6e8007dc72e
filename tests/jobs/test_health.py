"""Health is what the stages did lately, not that the process lives."""

from __future__ import annotations

import pytest

from bot.jobs.health import HEALTHY_SECONDS, STUCK_SECONDS, Vitals, judge

WELL = {"running": 9999.0, "polls": True, "polled": 5.0, "planned": 20.0}


@pytest.mark.parametrize(
    ("changes", "ok", "stage", "word"),
    [
        ({}, True, "updates", "ok"),
        ({"polled": HEALTHY_SECONDS}, False, "updates", "silent"),
        ({"polled": None}, False, "updates", "silent"),
        ({"polled": None, "running": 20.0}, True, "updates", "starting"),
        ({"polled": None, "polls": False}, True, "updates", "webhook"),
        ({"planned": HEALTHY_SECONDS + 1}, False, "plan", "late"),
        ({"planned": None, "running": 20.0}, True, "plan", "starting"),
        ({"waiting": STUCK_SECONDS + 1, "sent": 1.0}, True, "send", "ok"),
        ({"waiting": STUCK_SECONDS + 1, "sent": STUCK_SECONDS + 1}, False, "send", "stuck"),
        ({"waiting": STUCK_SECONDS + 1, "sent": None}, False, "send", "stuck"),
        ({"database": False}, False, "database", "unavailable"),
        ({"pending": 9}, True, "queue", 9),
    ],
)
def test_each_stage_has_its_word(changes: dict[str, float], ok: bool, stage: str, word: str | int) -> None:
    healthy, checks = judge(Vitals(**{**WELL, **changes}))  # type: ignore[arg-type]  # a table of fields
    assert (healthy, checks[stage]) == (ok, word)
