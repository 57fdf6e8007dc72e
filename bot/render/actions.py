"""`/log`: who did what, in words; JSON is what `/log export` is for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Protocol
from zoneinfo import ZoneInfo

from bot.models import REGIONS, TOPICS, Message
from bot.render.journal import PAGE_SIZE, paged
from bot.render.markup import bold, button, clip, fit, italic, joined, keyboard
from bot.texts import Html, Texts, escape, plain

ACTIONS = frozenset({
    "story.correct", "story.write", "story.release", "story.checked", "story.reported", "story.merge", "story.split",
    "story.resend", "source.add", "source.remove", "source.paused", "source.approval", "source.full_text",
    "source.default_region", "source.poll_seconds", "source.title", "broadcast.send", "broadcast.pause",
    "broadcast.resume", "broadcast.cancel", "staff.add", "staff.remove", "staff.invite", "staff.uninvite",
    "staff.accept", "chat.ban", "chat.unban", "backup",
})  # fmt: skip
FIELDS = frozenset({
    "regions", "topics", "hidden", "pinned", "summary", "title", "into", "story", "size", "languages", "kinds",
    "feed_url", "bytes", "articles",
})  # fmt: skip
"""Actions and fields that have a name in words; others are shown as they are kept."""


class LogEntry(Protocol):
    """An action of an admin: ``before`` and ``after`` are JSON values."""

    @property
    def at(self) -> datetime: ...
    @property
    def who(self) -> int: ...
    @property
    def action(self) -> str: ...
    @property
    def target(self) -> str: ...
    @property
    def before(self) -> Any: ...
    @property
    def after(self) -> Any: ...


def log_page(
    entries: Sequence[LogEntry],
    t: Texts,
    zone: ZoneInfo,
    now: datetime,
    *,
    page: int = 0,
    names: Mapping[int, str] | None = None,
) -> Message:
    """A page of the log, newest first; one entry more than `PAGE_SIZE` says that there is a further page."""
    lines = [_log_line(one, t, zone, now, names or {}) for one in entries[:PAGE_SIZE]]
    text = fit([bold(t("log-title")), *(lines or [t("log-empty")])])[0]
    pages = paged(t, ("a", "log"), page, len(entries) > PAGE_SIZE)
    return Message(text, keyboard(pages, [button(t("button-status"), "a:status")]))


def _log_line(one: LogEntry, t: Texts, zone: ZoneInfo, now: datetime, names: Mapping[int, str]) -> Html:
    who = clip(names.get(one.who, str(one.who)), 40)
    action = t(f"log-{one.action.replace('.', '-')}") if one.action in ACTIONS else escape(clip(one.action, 40))
    head = joined(" · ", [t.moment(one.at, now, zone), who])
    return joined("\n", [italic(head), joined(" ", [bold(action), clip(one.target, 60)]), clip(_change(one, t), 160)])


def _change(one: LogEntry, t: Texts) -> str:
    """«регионы: Жамбылская → Жамбылская, Астана»."""
    before, after = one.before, one.after
    if before is None and after is None:
        return ""
    if isinstance(before, dict) and isinstance(after, dict) and before.keys() == after.keys():
        return "; ".join(f"{_field(key, t)}: {_said(before[key], t)} → {_said(after[key], t)}" for key in after)
    return _said(after, t) if before is None else f"{_said(before, t)} → {_said(after, t)}"


def _said(value: Any, t: Texts) -> str:
    match value:
        case dict():
            known = {key: one for key, one in value.items() if one not in (None, [], "")}
            return "; ".join(f"{_field(key, t)}: {_said(one, t)}" for key, one in known.items()) or "—"
        case list() | tuple():
            return ", ".join(_said(one, t) for one in value) or "—"
        case bool():
            return "✓" if value else "—"
        case str() if value in REGIONS:
            return plain(t.region_short(value))
        case str() if value in TOPICS:
            return plain(t.topic_in_text(value))
        case _:
            return "—" if value in (None, "") else str(value)


def _field(key: str, t: Texts) -> str:
    return t.plain(f"log-field-{key}") if key in FIELDS else key
