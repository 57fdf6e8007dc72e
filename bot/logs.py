"""Structured logs: for people in a terminal, JSON otherwise; tokens and personal data never appear in them."""

from __future__ import annotations

import logging
import re
import sys
from collections.abc import MutableMapping
from typing import Any

import structlog
from structlog.typing import Processor

TOKEN = re.compile(r"\b\d{5,}:[A-Za-z0-9_-]{20,}\b|(?<=/bot)\d+:[A-Za-z0-9_-]+")
CREDENTIALS = re.compile(r"(?<=://)[^/@\s]+@")
PERSONAL = frozenset({"first_name", "last_name", "username", "text", "phone_number", "latitude", "longitude"})
HIDDEN = "…"


def redact(_: Any, __: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """Processor: personal fields are dropped, tokens and credentials in any string are cut out."""
    for key, value in event.items():
        if key in PERSONAL:
            event[key] = HIDDEN
        elif isinstance(value, str):
            event[key] = CREDENTIALS.sub(HIDDEN, TOKEN.sub(HIDDEN, value))
    return event


class Lasting:
    """Trouble that may last: the same words are told once, and once that it is over."""

    def __init__(self) -> None:
        self._told = ""

    def met(self, words: str) -> bool:
        """Whether this is news."""
        is_news, self._told = words != self._told, words
        return is_news

    def over(self) -> bool:
        """Whether there was any trouble, which is over now."""
        there_was, self._told = bool(self._told), ""
        return there_was


def configure(level: str, form: str, *, quiet: bool = False, listener: Processor | None = None) -> None:
    """Set up structlog and the standard library's logging, once, at the start of a process.

    ``quiet`` prints warnings only, whatever ``level`` says; ``listener`` hears every event that ``level`` lets pass.
    """
    console = form == "console" or (form == "auto" and sys.stderr.isatty())
    shared: list[Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=not console),
        structlog.processors.format_exc_info,
        redact,
        *([listener] if listener else []),
    ]
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        wrapper_class=structlog.make_filtering_bound_logger(logging.getLevelName(level.upper())),
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=False,
    )
    renderer: Processor = (
        structlog.dev.ConsoleRenderer() if console else structlog.processors.JSONRenderer(ensure_ascii=False)
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared,
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, renderer],
        )
    )
    root = logging.getLogger()
    handler.setLevel(logging.WARNING if quiet else logging.NOTSET)
    root.handlers[:] = [handler]
    root.setLevel(level.upper())
    for name in ("aiogram", "aiohttp", "alembic", "trafilatura"):
        logging.getLogger(name).setLevel(logging.WARNING)
    logging.getLogger("apscheduler").setLevel(logging.ERROR)  # a tick that is still at work is left out: no news
