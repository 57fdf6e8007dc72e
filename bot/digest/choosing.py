"""Which stories are worth a reader's screen, in what order and under which headings."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from math import log2

from bot.models import Block, Entry, Profile, Scope, Story

MAX_ITEMS = 20
"""A digest shows no more, however many regions a reader has: the rest is behind "more"."""

_HALF_LIFE = 12 * 3600.0  # a morning's news is old by the evening
_WEEKLY_HALF_LIFE = 96 * 3600.0
_CROWD = 0.45  # what each further story of one block costs, when the whole country is asked for


@dataclass(frozen=True, slots=True)
class Choice:
    """A story with the profile that wants it, and what it is worth to that reader."""

    story: Story
    entry: Entry
    score: float


def worth(story: Story, entry: Entry, profile: Profile, now: datetime, *, weekly: bool = False) -> float:
    """Freshness first; a story of many outlets, of the reader's own place, mainly of his region and topic is worth
    as much as one that is hours younger."""
    half_life = _WEEKLY_HALF_LIFE if weekly else _HALF_LIFE
    age = max(0.0, (now - story.published).total_seconds())
    score: float = 2.0 ** (-age / half_life) + 0.4 * log2(max(1, story.outlets))
    score += 0.5 * bool({*profile.places} & {*story.places})
    score += 0.3 * (story.regions[:1] == ((entry.region,) if entry.region else ()) != ())
    score += 0.2 * (story.topics[:1] == ((entry.topic,) if entry.topic else ()) != ())
    score += 0.15 * (entry.language == profile.language)  # his own language first; the other stays
    score += 0.1 * bool(entry.sentences) + 0.05 * bool(entry.image)
    score -= 0.3 * (story.scope is Scope.FOREIGN and not profile.topics)
    return score + 100.0 * story.pinned


def _rank(choice: Choice) -> tuple[float, int]:
    return -choice.score, -choice.story.seq


def pick(choices: Sequence[Choice], profile: Profile) -> list[Choice]:
    """The best of them. Chosen regions take turns, so that none is forgotten; of the whole country the best,
    with a bias against more of the same place."""
    ranked = sorted(choices, key=_rank)
    if len(profile.regions) > 1:
        regions = {choice.entry.region for choice in ranked}
        return _in_turns(ranked, limit=min(MAX_ITEMS, max(profile.items, len(regions))))
    if profile.regions or profile.places:
        return ranked[: min(MAX_ITEMS, profile.items)]
    return _spread(ranked, min(MAX_ITEMS, profile.items))


def _in_turns(ranked: Sequence[Choice], limit: int) -> list[Choice]:
    turns: Counter[str | None] = Counter()
    placed = []
    for choice in ranked:
        placed.append((turns[choice.entry.region], choice))
        turns[choice.entry.region] += 1
    taken = sorted(placed, key=lambda pair: (not pair[1].story.pinned, pair[0], _rank(pair[1])))[:limit]
    return sorted((choice for _, choice in taken), key=_rank)


def _spread(ranked: Sequence[Choice], limit: int) -> list[Choice]:
    left, taken = list(ranked), list[Choice]()
    crowd: Counter[str | None] = Counter()
    while left and len(taken) < limit:
        best = max(left, key=lambda one: one.score - _CROWD * crowd[one.entry.region])
        left.remove(best)
        taken.append(best)
        crowd[best.entry.region] += 1
    return sorted(taken, key=_rank)


def in_blocks(chosen: Sequence[Choice], profile: Profile) -> tuple[Block, ...]:
    """By region where there are several, by topic where there is one region, flat for one story."""
    entries = [choice.entry for choice in chosen]
    if len(entries) <= 1:
        return (Block(None, None, tuple(entries)),) if entries else ()
    if len(profile.regions) == 1 or len({entry.region for entry in entries}) == 1:
        return tuple(Block(None, topic, tuple(group)) for topic, group in _grouped(entries, lambda entry: entry.topic))
    groups = _grouped(entries, lambda entry: entry.region)
    order = {region: place for place, region in enumerate(profile.regions)}
    groups.sort(key=lambda pair: (pair[0] is None, order.get(pair[0] or "", len(order))))
    return tuple(Block(region, None, tuple(group)) for region, group in groups)


def _grouped(entries: Sequence[Entry], key: Callable[[Entry], str | None]) -> list[tuple[str | None, list[Entry]]]:
    """Groups in the order of their best entry."""
    groups: dict[str | None, list[Entry]] = {}
    for entry in entries:
        groups.setdefault(key(entry), []).append(entry)
    return list(groups.items())
