"""What is kept of a message that was sent, as JSON: enough for the buttons below it and to say it again, corrected."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from datetime import datetime
from typing import Any

from bot.analysis import place_name
from bot.models import Block, Digest, Entry, Layout, Profile
from bot.render import Frame


def digest_json(digest: Digest) -> dict[str, Any]:
    """The whole digest as its readers see it. ``shown`` are the ids of its stories, best first."""
    return {
        "kind": "digest",
        "profile": profile_json(digest.profile),
        "since": digest.since.isoformat(),
        "until": digest.until.isoformat(),
        "until_seq": digest.until_seq,
        "total": digest.total,
        "shown": [entry.story_id for block in digest.blocks for entry in block.entries],
        "blocks": [
            {"region": block.region, "topic": block.topic, "entries": [entry_json(entry) for entry in block.entries]}
            for block in digest.blocks
        ],
        "weekly": digest.weekly,
        "counts": dict(digest.counts) if digest.weekly else {},
        "previous": dict(digest.previous),
        **({"told": sorted(digest.told)} if digest.told else {}),
    }


def digest_from(kept: Mapping[str, Any]) -> Digest:
    """The digest of `digest_json`."""
    blocks = tuple(
        Block(block["region"], block["topic"], tuple(entry_from(entry) for entry in block["entries"]))
        for block in kept["blocks"]
    )
    return Digest(
        profile=profile_from(kept["profile"]),
        since=datetime.fromisoformat(kept["since"]),
        until=datetime.fromisoformat(kept["until"]),
        blocks=blocks,
        total=kept["total"],
        shown=len(kept["shown"]),
        until_seq=kept["until_seq"],
        weekly=kept["weekly"],
        counts=kept["counts"],
        previous=kept["previous"],
        told=frozenset(kept.get("told", ())),
    )


def instant_json(profile: Profile, entry: Entry, time_zone: str) -> dict[str, Any]:
    """A story that was pushed as it came."""
    return {"kind": "instant", "profile": profile_json(profile), "entry": entry_json(entry), "zone": time_zone}


def entry_json(entry: Entry) -> dict[str, Any]:
    """An entry without the fields that say nothing."""
    values = {field.name: getattr(entry, field.name) for field in fields(Entry)}
    kept = {field.name: values[field.name] for field in fields(Entry) if values[field.name] != field.default}
    return {**kept, "published": entry.published.isoformat()}


def entry_from(kept: Mapping[str, Any]) -> Entry:
    """The entry of `entry_json`."""
    values = {**kept, "published": datetime.fromisoformat(kept["published"])}
    values["sentences"] = tuple(kept.get("sentences", ()))
    values["other"] = tuple((language, url) for language, url in kept.get("other", ()))
    return Entry(**values)


def profile_json(profile: Profile) -> dict[str, Any]:
    """A profile without the fields that stand at their defaults."""
    values = {field.name: getattr(profile, field.name) for field in fields(Profile)}
    return {field.name: values[field.name] for field in fields(Profile) if values[field.name] != field.default}


def profile_from(kept: Mapping[str, Any]) -> Profile:
    """A profile of JSON; fields of another version are passed over."""
    known = {field.name for field in fields(Profile)}
    values: dict[str, Any] = {name: tuple(x) if isinstance(x, list) else x for name, x in kept.items() if name in known}
    values["layout"] = Layout(values.get("layout", Layout.CLASSIC))
    return Profile(**values)


def frame_of(profile: Profile, token: str, *, corrected: bool = False) -> Frame:
    """What surrounds a digest: a channel's post has hashtags and no buttons, since nobody can answer for it; where
    only districts were asked for, their names stand in its head line."""
    places = () if profile.regions else profile.places
    title = ", ".join(place_name(kato, profile.language) for kato in places) or None
    return Frame(
        token=None if profile.post else token,
        title=title,
        hashtags=profile.post,
        feedback=not profile.post,
        corrected=corrected,
    )
