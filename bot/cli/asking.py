"""`aimaq digest` and `aimaq search`: what a reader would get."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, replace
from typing import Any

from bot import render
from bot.analysis import parse_query
from bot.cli.printing import out, parse_since, quiet
from bot.config import Config
from bot.errors import UsageError
from bot.models import LANGUAGES, REGIONS, TOPICS, Digest, Entry, Profile, Query
from bot.newsroom import newsroom
from bot.texts import plain, texts


async def print_digest(
    config: Config, *, regions: Sequence[str], topics: Sequence[str], since: str, language: str, form: str
) -> None:
    if form not in {"text", "html", "json"}:
        raise UsageError(f"--format {form}: choose text, html or json")
    if language not in LANGUAGES:
        raise UsageError(f"--lang {language}: choose ru, kk or en")
    reach = parse_since(since)
    profile = replace(_profile(regions, topics), language=language)
    quiet(config)
    async with newsroom(config) as room:
        now = room.clock.now()
        digest = await room.reading.digest([(profile, -1)], since=now - reach, now=now, include_silent=True)
    if form == "json":
        out(json.dumps(digest_json(digest), ensure_ascii=False, indent=2))
        return
    messages = render.digest(digest, texts(language), config.zone, now)
    t = texts(language)
    for message in messages or (render.no_digest(t, subscribed=True),):
        out(message.html if form == "html" else plain(message.html))
        out("")


def _profile(regions: Sequence[str], topics: Sequence[str]) -> Profile:
    """Ids or words of the command line as a profile."""
    found = [_named(word) for word in (*regions, *topics)]
    return Profile(
        regions=tuple(dict.fromkeys(region for one in found for region in one.regions)),
        places=tuple(dict.fromkeys(place for one in found for place in one.places)),
        topics=tuple(dict.fromkeys(topic for one in found for topic in one.topics)),
        items=20,
    )


def _named(word: str) -> Query:
    """A region or topic by its id, else by its name in any language."""
    if word.upper() in REGIONS:
        return Query(regions=(word.upper(),))
    if word.lower() in TOPICS:
        return Query(topics=(word.lower(),))
    asked = parse_query(word)
    if not (asked.regions or asked.topics or asked.places):
        raise UsageError(f"{word}: neither a region nor a topic; write an id such as KZ-19 or education, or a name")
    return asked


def digest_json(digest: Digest) -> dict[str, Any]:
    return {
        "profile": asdict(digest.profile),
        "since": digest.since.isoformat(),
        "until": digest.until.isoformat(),
        "total": digest.total,
        "shown": digest.shown,
        "blocks": [
            {"region": block.region, "topic": block.topic, "entries": [entry_json(entry) for entry in block.entries]}
            for block in digest.blocks
        ],
    }


def entry_json(entry: Entry) -> dict[str, Any]:
    return {**asdict(entry), "published": entry.published.isoformat()}


async def print_answer(config: Config, text: str, *, as_json: bool) -> None:
    quiet(config)
    query = parse_query(text)
    async with newsroom(config) as room:
        answer = await room.reading.answer(query, zone=config.zone, size=10)
    profile = Profile()
    entries = [entry for story in answer.page.stories if (entry := room.reading.entry(story, profile))]
    if as_json:
        body = {
            "query": query_json(text, query),
            "total": answer.page.total,
            "stories": [entry_json(entry) for entry in entries],
        }
        out(json.dumps(body, ensure_ascii=False, indent=2))
        return
    t, now = texts("ru"), room.clock.now()
    title = render.describe(query, t)
    if entries:
        message = render.story_list(
            entries, t, config.zone, now, title=title, total=answer.page.total, token="-", period=query.period
        )
    else:
        message = render.nothing_found(
            title, t, token="-", period=query.period, alternatives=answer.alternatives, can_subscribe=False
        )
    out(plain(message.html))
    for entry in entries:
        out(entry.url)


def query_json(text: str, query: Any) -> dict[str, Any]:
    return {
        "query": text,
        "regions": list(query.regions),
        "topics": list(query.topics),
        "period": query.period,
        "keywords": list(query.keywords),
    }
