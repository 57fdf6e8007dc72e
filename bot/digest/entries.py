"""One story as one reader sees it: the edition in his language, the sentences that matter for his topics."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from razdel import sentenize

from bot.digest.interest import languages_of
from bot.models import Edition, Entry, Profile, Story

MAX_CHARS = 400
"""Default length of an entry's sentences, in characters; the first sentence stands whatever its length."""


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
        source_title=edition.outlet(profile.language),
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
