"""What is known of a feed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Source:
    """A feed with what is known of its life. ``origin`` is ``file`` (config; can be paused, not removed) or
    ``chat`` (added by an admin; lives in the database)."""

    name: str
    feed_url: str
    title: str = ""
    origin: str = "file"
    poll_seconds: int = 600
    max_poll_seconds: int = 3600
    default_region: str | None = None
    full_text: str = "auto"  # "auto" | "feed" | "page"
    approval: bool = False
    paused: bool = False
    utm: str = ""
    title_kk: str = ""  # what Kazakh texts call it
    reading: Mapping[str, object] = field(default_factory=dict)  # the fetch room's own memory, JSON
    next_poll_at: datetime | None = None
    last_attempt_at: datetime | None = None
    last_success_at: datetime | None = None
    last_article_at: datetime | None = None
    failing_since: datetime | None = None
    failures: int = 0
    error_kind: str | None = None
    error: str | None = None
    interval_seconds: float | None = None  # the adaptive interval in force
    site_url: str = ""
    alerted: bool = False

    def called(self, language: str) -> str:
        """Its name in a text of ``language``."""
        return (self.title_kk if language == "kk" else "") or self.title or self.name
