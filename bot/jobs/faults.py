"""Unexpected exceptions, counted under a fingerprint: where they happened, not what they said."""

from __future__ import annotations

import hashlib
import traceback
from datetime import datetime

import structlog

from bot.errors import StoreError
from bot.metrics import Metrics
from bot.store import Store

log = structlog.get_logger()


def place_of(error: BaseException) -> str:
    """``module.py:123``, the innermost frame of our own code where there is one."""
    frames = traceback.extract_tb(error.__traceback__)
    own = [frame for frame in frames if "/bot/" in frame.filename and "site-packages" not in frame.filename]
    if not frames:
        return "?"
    frame = (own or list(frames))[-1]
    return f"{frame.filename.rsplit('/', 1)[-1]}:{frame.lineno}"


def fingerprint_of(error: BaseException) -> str:
    """Twelve hex digits that stay the same for the same failure at the same place."""
    return hashlib.sha256(f"{type(error).__name__}@{place_of(error)}".encode()).hexdigest()[:12]


async def record(error: BaseException, where: str, store: Store, metrics: Metrics, now: datetime) -> None:
    """Log it with its traceback, count it; the alerts tell each fingerprint once."""
    fingerprint = fingerprint_of(error)
    metrics.errors.labels(where).inc()
    log.error("unexpected_error", where=where, fingerprint=fingerprint, exc_info=error)
    try:
        await store.record_error(fingerprint, f"{type(error).__name__} @ {place_of(error)}", now)
    except StoreError as refused:
        log.warning("error_not_recorded", reason=str(refused))
