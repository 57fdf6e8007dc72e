"""What is remembered of a feed between two readings: one small value, stored as JSON beside the source."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields, replace
from datetime import datetime
from typing import Any, Self

_MAX_SEEN = 200


@dataclass(frozen=True, slots=True)
class FeedState:
    """``etag`` and ``last_modified`` are those of the last good answer, as received. ``first_read_at`` is the first
    contact. ``built_at`` is the newest build date that the feed ever showed, ``page_from`` the date of the oldest
    post on its first page. ``gap_seconds`` is how far apart its posts are (0: not known). ``seen`` maps the guid of
    an entry whose full text came from its page to a digest of what the feed said then. ``by_link``: the feed's posts
    are known by their links. ``failures`` counts readings in a row."""

    etag: str = ""
    last_modified: str = ""
    first_read_at: datetime | None = None
    read_at: datetime | None = None
    full_read_at: datetime | None = None
    conditional_reads: int = 0
    built_at: datetime | None = None
    page_from: datetime | None = None
    gap_seconds: float = 0.0
    seen: Mapping[str, str] = field(default_factory=dict)
    by_link: bool = False
    failures: int = 0
    failing_since: datetime | None = None
    problem: str = ""

    @property
    def is_new(self) -> bool:
        """Nothing was ever read from this feed: its page of today is not news."""
        return self.first_read_at is None

    def failed(self, problem: str, now: datetime) -> Self:
        """After a reading that gave nothing: all that is known stays."""
        since = self.failing_since or now
        return replace(self, failures=self.failures + 1, failing_since=since, problem=problem)

    def healed(self, now: datetime) -> Self:
        """After a good answer of any kind."""
        return replace(
            self, failures=0, failing_since=None, problem="", read_at=now, first_read_at=self.first_read_at or now
        )

    def to_json(self) -> dict[str, Any]:
        """JSON-ready; fields at their default are left out."""
        default = FeedState()
        values = {name: value for name, value in asdict(self).items() if value != getattr(default, name)}
        return {name: value.isoformat() if isinstance(value, datetime) else value for name, value in values.items()}

    @classmethod
    def from_json(cls, values: Mapping[str, Any]) -> Self:
        """The state that :meth:`to_json` wrote, of this or an older version; unknown names are passed over."""
        known = {each.name for each in fields(cls)}
        return cls(**{name: _read(name, value) for name, value in values.items() if name in known})


def bounded(seen: Mapping[str, str], entries: int) -> dict[str, str]:
    """The newest of ``seen``, at least as many as the feed has ``entries``, so that none is read twice."""
    return dict(list(seen.items())[-max(_MAX_SEEN, entries) :])


def _read(name: str, value: Any) -> Any:
    is_moment = name.endswith(("_at", "_since", "_from")) and isinstance(value, str)
    return datetime.fromisoformat(value) if is_moment else value
