"""What a profile is about: its filter for the store, whether it wants a story, several profiles as one."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import datetime

from bot.models import Profile, Story, StoryFilter

Stem = Callable[[str], Sequence[str]]


def as_typed(word: str) -> Sequence[str]:
    """The words of a profile when they are search stems already."""
    return (word,)


def filter_of(
    profile: Profile,
    *,
    after_seq: int | None = None,
    until_seq: int | None = None,
    since: datetime | None = None,
    until: datetime | None = None,
    stem: Stem = as_typed,
    include_silent: bool = False,
) -> StoryFilter:
    """Which stories a profile is about. ``stem`` turns a word as typed into its search stems."""
    return StoryFilter(
        regions=profile.regions,
        places=profile.places,
        topics=profile.topics,
        words=_stems(profile.keywords, stem),
        excluded=_stems((*profile.excluded, *profile.muted_words), stem),
        muted_topics=profile.muted_topics,
        languages=languages_of(profile),
        since=since,
        until=until,
        after_seq=after_seq,
        until_seq=until_seq,
        include_silent=include_silent,
    )


def _stems(words: Iterable[str], stem: Stem) -> tuple[str, ...]:
    return tuple(dict.fromkeys(part for word in words for part in stem(word)))


def languages_of(profile: Profile) -> tuple[str, ...]:
    """News languages, the reader's own first."""
    wanted = profile.news_languages or (profile.language,)
    return tuple(sorted(wanted, key=lambda language: language != profile.language))


def merged(profiles: Sequence[Profile]) -> Profile:
    """Profiles of one chat as one: what any of them asks for, what all of them mute."""
    first, *rest = profiles
    if not rest:
        return first
    return replace(
        first,
        regions=_union([one.regions for one in profiles], [bool(one.regions or one.places) for one in profiles]),
        places=_union([one.places for one in profiles], [bool(one.regions or one.places) for one in profiles]),
        topics=_union([one.topics for one in profiles], [bool(one.topics) for one in profiles]),
        keywords=tuple(dict.fromkeys(word for one in profiles for word in one.keywords)),
        excluded=_common([one.excluded for one in profiles]),
        muted_topics=_common([one.muted_topics for one in profiles]),
        muted_words=_common([one.muted_words for one in profiles]),
        news_languages=tuple(dict.fromkeys(language for one in profiles for language in one.news_languages)),
        items=max(one.items for one in profiles),
        min_stories=min(one.min_stories for one in profiles),
    )


def _union(parts: Sequence[Sequence[str]], restricted: Sequence[bool]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(one for part in parts for one in part)) if all(restricted) else ()


def _common(parts: Sequence[Sequence[str]]) -> tuple[str, ...]:
    return tuple(one for one in parts[0] if all(one in part for part in parts[1:]))


def wants(profile: Profile, story: Story) -> bool:
    """Whether a story is in the profile's regions and topics and not muted. Words are the store's to match: they
    need stems; only a muted word that stands in the title as it was typed is seen here."""
    if story.hidden or _muted(profile, story):
        return False
    placed = not (profile.regions or profile.places)
    placed = placed or bool({*profile.regions} & {*story.regions} or {*profile.places} & {*story.places})
    return placed and (not profile.topics or bool({*profile.topics} & {*story.topics}))


def _muted(profile: Profile, story: Story) -> bool:
    if story.pinned:
        return False
    muted = {*profile.muted_topics}
    if story.topics and (story.topics[0] in muted or muted.issuperset(story.topics)):
        return True
    words = {word.casefold() for word in profile.muted_words}
    return any(words & {*edition.title.casefold().split()} for edition in story.editions)
