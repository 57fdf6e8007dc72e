"""Stories and the profiles of a chat -> its digest."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from bot.digest.choosing import Choice, in_blocks, pick, worth
from bot.digest.entries import MAX_CHARS, entry_of
from bot.digest.interest import merged, wants
from bot.models import Digest, Profile, Story


def compose(
    members: Sequence[tuple[Profile, int]],
    stories: Sequence[Story],
    *,
    since: datetime,
    until: datetime,
    until_seq: int,
    now: datetime,
    total: int | None = None,
    weekly: bool = False,
    counts: Mapping[str, int] | None = None,
    previous: Mapping[str, int] | None = None,
    max_chars: int = MAX_CHARS,
    utm: Mapping[str, str] | None = None,
) -> Digest:
    """One digest for ``members``: (profile, cursor) of the subscriptions that are due together.

    ``stories`` are those that the store found for any of them (see `filter_of`); what is muted, hidden, or behind
    a member's cursor (negative: none) is left out once more here. ``total`` counts all matches where
    ``stories`` is a page of them; ``counts`` and ``previous`` are stories per region of this window and of the one
    before (weekly review).
    """
    profile = merged([member for member, _ in members])
    choices = _choices(members, stories, profile, now, weekly=weekly, max_chars=max_chars, utm=utm)
    chosen = pick(choices, profile)
    found = Counter(choice.entry.region for choice in choices if choice.entry.region)
    return Digest(
        profile=profile,
        since=since if weekly else _seen_since(members, choices, since),
        until=until,
        blocks=in_blocks(chosen, profile),
        total=max(len(choices), total or 0),
        shown=len(chosen),
        until_seq=until_seq,
        weekly=weekly,
        counts=dict(found if counts is None else counts),
        previous=dict(previous or {}),
    )


def _choices(
    members: Sequence[tuple[Profile, int]],
    stories: Sequence[Story],
    profile: Profile,
    now: datetime,
    *,
    weekly: bool,
    max_chars: int,
    utm: Mapping[str, str] | None,
) -> list[Choice]:
    """Every story that any member wants, once, as the first of them sees it, in the chat's language."""
    choices: dict[int, Choice] = {}
    for story in stories:
        wanting = [member for member, cursor in members if story.seq > cursor and wants(member, story)]
        if not wanting or story.id in choices:
            continue
        entry = entry_of(story, replace(wanting[0], language=profile.language), max_chars=max_chars, utm=utm)
        if entry is not None:
            choices[story.id] = Choice(story, entry, worth(story, entry, wanting[0], now, weekly=weekly))
    return list(choices.values())


def _seen_since(members: Sequence[tuple[Profile, int]], choices: Sequence[Choice], since: datetime) -> datetime:
    """From when a digest tells: behind cursors the window is only a bound, the oldest story is the truth."""
    if not choices or any(cursor < 0 for _, cursor in members):
        return since
    return max(since, min(choice.story.published for choice in choices))


def worth_sending(digest: Digest) -> bool:
    """Whether there is enough to say: at least the profile's ``min_stories``."""
    return digest.shown > 0 and digest.total >= digest.profile.min_stories
