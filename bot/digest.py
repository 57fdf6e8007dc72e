"""A profile and stories -> the digest that one reader gets. Pure: the store has searched, the clock is a parameter.

Decides which edition of a story a reader sees, which sentences of it, which stories are worth his screen and in
what order; how that looks is for `bot.render`.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from math import log2
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from razdel import sentenize

from bot.models import Block, Digest, Edition, Entry, Profile, Scope, Story, StoryFilter

MAX_CHARS = 400
"""Default length of an entry's sentences, in characters; the first sentence stands whatever its length."""

MAX_ITEMS = 20
"""A digest shows no more, however many regions a reader has: the rest is behind "more"."""

_HALF_LIFE = 12 * 3600.0  # a morning's news is old by the evening
_WEEKLY_HALF_LIFE = 96 * 3600.0
_CROWD = 0.45  # what each further story of one block costs, when the whole country is asked for

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


# --- one story for one reader ------------------------------------------------------------------------------------


def entry_of(
    story: Story, profile: Profile, *, max_chars: int = MAX_CHARS, utm: Mapping[str, str] | None = None
) -> Entry | None:
    """The story as this reader sees it; ``None`` where it has no edition in his languages.

    ``utm`` maps a source's name to marks for its links (``utm_source=aimaq``).
    """
    edition = _edition(story.editions, languages_of(profile))
    if edition is None:
        return None
    marks = utm or {}
    return Entry(
        story_id=story.id,
        seq=story.seq,
        title=edition.title,
        url=with_utm(edition.url, marks.get(edition.source, "")),
        sentences=_sentences(edition, story, profile, max_chars),
        published=story.published,
        source_title=edition.source_title or edition.source,
        language=edition.language,
        region=_first(story.regions, profile.regions),
        topic=_first(story.topics, profile.topics),
        outlets=story.outlets,
        other=tuple(_others(story, edition, profile, marks)),
        image=edition.image or next((one.image for one in story.editions if one.image), None),
        edition_id=edition.id,
        edition_version=edition.version,
        withdrawn=story.hidden,
    )


def _edition(editions: Sequence[Edition], languages: Sequence[str]) -> Edition | None:
    """The first to report it, in the first language that there is; one that says something before a bare title."""
    for language in (*languages, "und"):
        written = [one for one in editions if one.language == language]
        if written:
            return min(written, key=lambda one: (not (one.sentences or one.lead), one.published, one.id))
    return None


def _others(story: Story, chosen: Edition, profile: Profile, marks: Mapping[str, str]) -> Iterable[tuple[str, str]]:
    for language in languages_of(profile):
        written = [one for one in story.editions if one.language == language != chosen.language]
        if written:
            best = min(written, key=lambda one: (one.article_id != chosen.article_id, one.published, one.id))
            yield language, with_utm(best.url, marks.get(best.source, ""))


def _first(ids: Sequence[str], wanted: Sequence[str]) -> str | None:
    """The first of ``ids`` that is wanted, else the first at all."""
    return next((one for one in ids if one in wanted), ids[0] if ids else None)


def _sentences(edition: Edition, story: Story, profile: Profile, max_chars: int) -> tuple[str, ...]:
    """The lead; of a report on many things, the sentences on this reader's topics and regions."""
    summary = edition.sentences or ((edition.lead,) if edition.lead else ())
    if profile.topics and story.topics[:1] and story.topics[0] not in profile.topics:
        spoken = _passage(edition, set(profile.topics), set(profile.regions))
        summary = spoken or summary
    return _within(summary, max_chars)


def _passage(edition: Edition, topics: set[str], regions: set[str]) -> tuple[str, ...]:
    fitting = [one for one in edition.passages if topics & set(one.topics)]
    if not fitting:
        return ()
    # of two passages on the topic, the one on the reader's region; max() keeps the first of equals
    best = max(fitting, key=lambda one: bool(regions & set(one.regions)) - bool(one.regions and regions) * 0.5)
    return tuple(sentence.text for sentence in sentenize(best.text))


def _within(sentences: Sequence[str], max_chars: int) -> tuple[str, ...]:
    kept: list[str] = []
    for sentence in sentences:
        if kept and sum(map(len, kept)) + len(kept) + len(sentence) > max_chars:
            break
        kept.append(sentence)
    return tuple(kept)


def with_utm(url: str, marks: str) -> str:
    """``url`` with query marks added (``utm_source=a&utm_medium=b``); those that it has already stay."""
    if not marks:
        return url
    try:
        parts = urlsplit(url)
    except ValueError:
        return url
    known = {name for name, _ in parse_qsl(parts.query, keep_blank_values=True)}
    added = urlencode([pair for pair in parse_qsl(marks.lstrip("?&")) if pair[0] not in known])
    return urlunsplit(parts._replace(query="&".join(filter(None, (parts.query, added)))))


# --- many stories for one reader ---------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Choice:
    """A story with the profile that wants it, and what it is worth to that reader."""

    story: Story
    entry: Entry
    score: float


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
    half_life = _WEEKLY_HALF_LIFE if weekly else _HALF_LIFE
    choices: dict[int, _Choice] = {}
    for story in stories:
        wanting = [member for member, cursor in members if story.seq > cursor and wants(member, story)]
        entry = (
            entry_of(story, replace(wanting[0], language=profile.language), max_chars=max_chars, utm=utm)
            if wanting
            else None
        )
        if entry is not None and story.id not in choices:
            choices[story.id] = _Choice(story, entry, _worth(story, entry, wanting[0], now, half_life))
    chosen = _pick(list(choices.values()), profile)
    blocks = _blocks(chosen, profile)
    found = Counter(choice.entry.region for choice in choices.values() if choice.entry.region)
    return Digest(
        profile=profile,
        since=since if weekly else _seen_since(members, list(choices.values()), since),
        until=until,
        blocks=blocks,
        total=max(len(choices), total or 0),
        shown=len(chosen),
        until_seq=until_seq,
        weekly=weekly,
        counts=dict(found if counts is None else counts),
        previous=dict(previous or {}),
    )


def _seen_since(members: Sequence[tuple[Profile, int]], choices: Sequence[_Choice], since: datetime) -> datetime:
    """From when a digest tells: behind cursors the window is only a bound, the oldest story is the truth."""
    if not choices or any(cursor < 0 for _, cursor in members):
        return since
    return max(since, min(choice.story.published for choice in choices))


def worth_sending(digest: Digest) -> bool:
    """Whether there is enough to say: at least the profile's ``min_stories``."""
    return digest.shown > 0 and digest.total >= digest.profile.min_stories


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


def _worth(story: Story, entry: Entry, profile: Profile, now: datetime, half_life: float) -> float:
    """Freshness first; a story of many outlets, of the reader's own place, mainly of his region and topic is worth
    as much as one that is hours younger."""
    age = max(0.0, (now - story.published).total_seconds())
    score: float = 2.0 ** (-age / half_life) + 0.4 * log2(max(1, story.outlets))
    score += 0.5 * bool({*profile.places} & {*story.places})
    score += 0.3 * (story.regions[:1] == ((entry.region,) if entry.region else ()) != ())
    score += 0.2 * (story.topics[:1] == ((entry.topic,) if entry.topic else ()) != ())
    score += 0.15 * (entry.language == profile.language)  # his own language first; the other stays
    score += 0.1 * bool(entry.sentences) + 0.05 * bool(entry.image)
    score -= 0.3 * (story.scope is Scope.FOREIGN and not profile.topics)
    return score + 100.0 * story.pinned


def _rank(choice: _Choice) -> tuple[float, int]:
    return -choice.score, -choice.story.seq


def _pick(choices: Sequence[_Choice], profile: Profile) -> list[_Choice]:
    """The best of them. Chosen regions take turns, so that none is forgotten; of the whole country the best,
    with a bias against more of the same place."""
    ranked = sorted(choices, key=_rank)
    if len(profile.regions) > 1:
        regions = {choice.entry.region for choice in ranked}
        return _in_turns(ranked, limit=min(MAX_ITEMS, max(profile.items, len(regions))))
    if profile.regions or profile.places:
        return ranked[: min(MAX_ITEMS, profile.items)]
    return _spread(ranked, min(MAX_ITEMS, profile.items))


def _in_turns(ranked: Sequence[_Choice], limit: int) -> list[_Choice]:
    turns: Counter[str | None] = Counter()
    placed = []
    for choice in ranked:
        placed.append((turns[choice.entry.region], choice))
        turns[choice.entry.region] += 1
    taken = sorted(placed, key=lambda pair: (not pair[1].story.pinned, pair[0], _rank(pair[1])))[:limit]
    return sorted((choice for _, choice in taken), key=_rank)


def _spread(ranked: Sequence[_Choice], limit: int) -> list[_Choice]:
    left, taken = list(ranked), list[_Choice]()
    crowd: Counter[str | None] = Counter()
    while left and len(taken) < limit:
        best = max(left, key=lambda one: one.score - _CROWD * crowd[one.entry.region])
        left.remove(best)
        taken.append(best)
        crowd[best.entry.region] += 1
    return sorted(taken, key=_rank)


def _blocks(chosen: Sequence[_Choice], profile: Profile) -> tuple[Block, ...]:
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


# --- a digest that was sent --------------------------------------------------------------------------------------


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
    region, or a story that was withdrawn or came back. Commas and a better sentence are no correction."""
    return _meaning(before) != _meaning(after)


def _meaning(entry: Entry) -> tuple[object, ...]:
    words = re.findall(r"\w+", entry.title.casefold())
    figures = Counter(re.findall(r"\d+", " ".join(entry.sentences)))
    return words, figures, entry.region, entry.withdrawn


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
