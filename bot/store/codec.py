"""Values that are stored as JSON: profiles, schedules, quiet hours, messages. Canonical, so that equal values have
equal hashes, and short: fields at their defaults are left out, which also lets fields be added later. Pure."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import MISSING, fields
from datetime import time
from typing import Any

from bot.models import Button, Layout, Message, Mode, Profile, QuietHours, Schedule


def clock_text(value: time) -> str:
    return value.strftime("%H:%M:%S") if value.second else value.strftime("%H:%M")


def digest_of(value: Mapping[str, Any]) -> str:
    """The hash under which an equal value is found again."""
    return hashlib.sha256(json.dumps(value, sort_keys=True, ensure_ascii=False).encode()).hexdigest()[:32]


def profile_value(profile: Profile) -> dict[str, Any]:
    """Sets are sorted (their order says nothing); ``news_languages`` keep their order (it is a preference)."""
    value = _without_defaults(profile)
    for name in ("regions", "places", "topics", "muted_topics", "muted_words"):
        if name in value:
            value[name] = sorted(set(value[name]))
    if "layout" in value:
        value["layout"] = str(value["layout"])
    return {name: list(item) if isinstance(item, tuple) else item for name, item in value.items()}


def profile_of(value: Mapping[str, Any]) -> Profile:
    known: dict[str, Any] = {n: tuple(item) if isinstance(item, list) else item for n, item in value.items()}
    if "layout" in known:
        known["layout"] = Layout(known["layout"])
    return Profile(**known)


def quiet_value(quiet: QuietHours | None) -> dict[str, Any] | None:
    if quiet is None:
        return None
    value: dict[str, Any] = {"start": clock_text(quiet.start), "end": clock_text(quiet.end)}
    return value | ({"passing": sorted(quiet.passing)} if quiet.passing else {})


def quiet_of(value: Mapping[str, Any] | None) -> QuietHours | None:
    if value is None:
        return None
    start, end = time.fromisoformat(value["start"]), time.fromisoformat(value["end"])
    return QuietHours(start, end, tuple(value.get("passing", ())))


def schedule_value(schedule: Schedule) -> dict[str, Any]:
    value: dict[str, Any] = {"mode": schedule.mode.value, "time_zone": schedule.time_zone}
    value["times"] = [clock_text(moment) for moment in sorted(set(schedule.times))]
    value["days"] = sorted(set(schedule.days))
    if schedule.quiet is not None:
        value["quiet"] = quiet_value(schedule.quiet)
    return value | ({"weekly": True} if schedule.weekly else {})


def schedule_of(value: Mapping[str, Any]) -> Schedule:
    return Schedule(
        mode=Mode(value["mode"]),
        times=tuple(time.fromisoformat(text) for text in value["times"]),
        days=tuple(value["days"]),
        time_zone=value["time_zone"],
        quiet=quiet_of(value.get("quiet")),
        weekly=value.get("weekly", False),
    )


def message_value(message: Message) -> dict[str, Any]:
    value = _without_defaults(message)
    if message.buttons:
        value["buttons"] = [[_without_defaults(button) for button in row] for row in message.buttons]
    return value


def message_of(value: Mapping[str, Any]) -> Message:
    rows = tuple(tuple(Button(**button) for button in row) for row in value.get("buttons", ()))
    return Message(**{**value, "buttons": rows})


def _without_defaults(value: Any) -> dict[str, Any]:
    named = {field.name: getattr(value, field.name) for field in fields(value)}
    defaults = {field.name: field.default for field in fields(value) if field.default is not MISSING}
    return {name: item for name, item in named.items() if name not in defaults or item != defaults[name]}
