"""A digest or story that was sent, brought up to date: only a change of meaning counts as a correction."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import replace

from bot.digest.entries import MAX_CHARS, entry_of
from bot.models import Digest, Entry, Profile, Story


def corrected(
    digest: Digest,
    stories: Mapping[int, Story | None],
    *,
    max_chars: int = MAX_CHARS,
    utm: Mapping[str, str] | None = None,
) -> Digest:
    """A sent digest with what has changed since: newer editions are marked corrected, stories that were withdrawn
    (``None`` or hidden) are struck through; the others and the order stay as they were sent."""
    blocks = tuple(
        replace(
            block, entries=tuple(_renewed(entry, digest.profile, stories, max_chars, utm) for entry in block.entries)
        )
        for block in digest.blocks
    )
    return replace(digest, blocks=blocks)


def _renewed(
    entry: Entry, profile: Profile, stories: Mapping[int, Story | None], max_chars: int, utm: Mapping[str, str] | None
) -> Entry:
    if entry.story_id not in stories:
        return entry
    story = stories[entry.story_id]
    if story is None or story.hidden:
        return replace(entry, withdrawn=True)
    fresh = entry_of(story, replace(profile, language=entry.language), max_chars=max_chars, utm=utm)
    if fresh is None:
        return replace(entry, withdrawn=True)
    if not means_something_else(entry, fresh):
        return entry
    return replace(fresh, topic=entry.topic, corrected=True)


def means_something_else(before: Entry, after: Entry) -> bool:
    """Whether a reader of ``before`` was told something else: other words in the title, other figures, another
    region, or a story that was withdrawn or came back. Commas and a better sentence are no correction; nor is a
    summary of the same version that was worded anew, whatever figures it chose."""
    is_same_text = (before.edition_id, before.edition_version) == (after.edition_id, after.edition_version)
    return _meaning(before) != _meaning(after) or not (is_same_text or _figures(before) == _figures(after))


def _meaning(entry: Entry) -> tuple[object, ...]:
    return re.findall(r"\w+", entry.title.casefold()), entry.region, entry.withdrawn


def _figures(entry: Entry) -> Counter[str]:
    return Counter(re.findall(r"\d+", " ".join(entry.sentences)))


def corrected_entry(
    entry: Entry,
    profile: Profile,
    story: Story | None,
    *,
    max_chars: int = MAX_CHARS,
    utm: Mapping[str, str] | None = None,
) -> Entry:
    """One entry as `corrected` renews it; the same object where nothing that matters has changed."""
    return _renewed(entry, profile, {entry.story_id: story}, max_chars, utm)
