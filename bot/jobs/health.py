"""True health: did each stage do its work lately? Pure; who asks hands in what is known."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

HEALTHY_SECONDS = 180.0
STUCK_SECONDS = 600.0
ELSEWHERE = "elsewhere"
WELL = frozenset({"ok", "starting", "webhook", ELSEWHERE})


@dataclass(frozen=True, slots=True)
class Vitals:
    """Seconds since each stage last did its work, ``None`` where it has not yet. ``polled`` is ``None`` for ever in
    webhook mode and in a worker (``polls`` false); ``works`` is false where others plan and deliver; ``waiting`` is
    how long the oldest message waits that could leave, ``sent`` since the last message left."""

    running: float
    polls: bool
    polled: float | None
    planned: float | None
    waiting: float = 0.0
    sent: float | None = None
    pending: int = 0
    works: bool = True
    database: bool = True


def judge(vitals: Vitals) -> tuple[bool, Mapping[str, str | int]]:
    """Whether the program does its work, and a word for each stage: ``ok``, ``starting``, or what is wrong."""
    checks: dict[str, str | int] = {
        "database": "ok" if vitals.database else "unavailable",
        "updates": _lately(vitals.polled, vitals.running, "silent") if vitals.polls else "webhook",
        "plan": _lately(vitals.planned, vitals.running, "late") if vitals.works else ELSEWHERE,
        "send": _sending(vitals) if vitals.works else ELSEWHERE,
        "queue": vitals.pending,
    }
    return all(
        word in {"ok", "starting", "webhook", ELSEWHERE} or name == "queue" for name, word in checks.items()
    ), checks


def _lately(seconds: float | None, running: float, otherwise: str) -> str:
    if seconds is None:
        return "starting" if running < HEALTHY_SECONDS else otherwise
    return "ok" if seconds < HEALTHY_SECONDS else otherwise


def _sending(vitals: Vitals) -> str:
    """Stuck: something waits for long, and nothing has left meanwhile."""
    idle = vitals.running if vitals.sent is None else vitals.sent
    return "stuck" if vitals.waiting > STUCK_SECONDS and idle > STUCK_SECONDS else "ok"
