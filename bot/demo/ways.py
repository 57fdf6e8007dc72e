"""The way of each article that appears while the demo runs: fetched, understood with its evidence, stored, in whose
digest, arrived. The page draws it as a flow that grows."""

from __future__ import annotations

import asyncio
import json
from collections import deque
from collections.abc import AsyncIterator, Iterator, Mapping, MutableMapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import count
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from bot.analysis import search_terms
from bot.demo.words import Words, told
from bot.digest import filter_of, wants
from bot.models import LANGUAGES, Mode, Subscription
from bot.newsroom import Newsroom
from bot.sandbox import Sandbox
from bot.texts import texts

KEPT = 40
RECENT = timedelta(hours=3)  # what the demo calls new
EVIDENCE = 4  # words of the text that are shown for a label
TROUBLES = ("source_failing", "no_answer", "flood_wait")

Json = dict[str, Any]


@dataclass(slots=True)
class Way:
    """``slug`` is the last part of the article's address, by which its messages are known; ``awaited`` are the chats
    that shall get it."""

    id: str
    title: str
    slug: str
    steps: dict[str, Json] = field(default_factory=dict)
    awaited: set[int] = field(default_factory=set)


class Ways:
    """Hears the log of the bot and the events of the stand-in for Telegram, asks the store, tells the page."""

    def __init__(self, sandbox: Sandbox, room: Newsroom) -> None:
        self._sandbox = sandbox
        self._room = room
        self._ways: deque[Way] = deque(maxlen=KEPT)
        self._ids = count(1)
        self._stored: asyncio.Queue[Mapping[str, Any]] = asyncio.Queue()

    @asynccontextmanager
    async def watching(self) -> AsyncIterator[Ways]:
        """While this is open, what happens is told."""
        stop_listening = self._sandbox.world.listen(self._arrived)
        telling = asyncio.create_task(self._tell_stored())
        try:
            yield self
        finally:
            stop_listening()
            telling.cancel()

    def hear(self, _: Any, __: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
        """A processor of the log, which passes everything on."""
        match event.get("event"):
            case "article_stored" if not event["silent"]:
                self._stored.put_nowait(dict(event))
            case "planned" if event["kind"] == "digest":
                self._sandbox.add_event(told("digests", count=event["rows"]))
            case str(name) if name in TROUBLES:
                self._sandbox.add_event(told(name), str(event.get("reason", event.get("seconds", ""))))
        return event

    def begin(self, title: str, slug: str) -> None:
        """The visitor has published something: its way is shown before the bot has noticed."""
        self._show(self._new(title, slug))

    # --- from the feed into the store

    async def _tell_stored(self) -> None:
        while True:
            event = await self._stored.get()
            slug = slug_of(event["url"])
            earlier = next((way for way in self._ways if way.slug == slug and way.steps), None)
            way = next((way for way in self._ways if way.slug == slug and not way.steps), None)
            way = way or self._new(event["title"], slug)
            way.steps["fetched"] = {"words": told("feed-read", source=await self._title_of(event["source"]))}
            way.steps["understood"] = understood(event)
            known = "corrected" if earlier else "joined" if event["joined"] else "new"
            way.steps["stored"] = {"words": told(f"{known}-story")}
            way.steps["planned"] = {"words": told("nobody"), "people": []}
            readers = [one async for one in self._readers(event["title"])]
            if readers:
                way.steps["planned"] = {"people": [person for _, person in readers]}
            way.awaited = {chat for chat, _ in readers}
            self._show(way)

    async def _title_of(self, source: str) -> str:
        found = await self._room.store.source(source)
        return (found and found.title) or source

    async def _readers(self, title: str) -> AsyncIterator[tuple[int, Json]]:
        """Who gets it and when: (chat, ``{"name", "when"}``), asked of each subscription as planning does."""
        for chat in [*self._sandbox.world.chats]:
            subscriptions = await self._room.store.subscriptions(chat)
            meant = [one for one in subscriptions if not one.paused and await self._matches(one, title)]
            if meant:
                yield chat, {"name": self._name_of(chat), "when": await self._when(min(meant, key=_soonest))}

    async def _matches(self, subscription: Subscription, title: str) -> bool:
        now = self._room.clock.now()
        wanted = filter_of(subscription.profile, since=now - RECENT, stem=search_terms)
        page = await self._room.store.find(wanted, limit=KEPT, now=now)
        return any(
            wants(subscription.profile, story) and title in (edition.title for edition in story.editions)
            for story in page.stories
        )

    async def _when(self, subscription: Subscription) -> Words:
        if subscription.mode is Mode.INSTANT or subscription.next_run_at is None:
            return told("at-once")
        chat = await self._room.store.chat(subscription.chat_id)
        zone = ZoneInfo(chat.time_zone if chat else "UTC")
        return dict.fromkeys(LANGUAGES, f"{subscription.next_run_at.astimezone(zone):%H:%M}")

    def _name_of(self, chat: int) -> str:
        known = self._sandbox.world.chats[chat]
        return str(self._sandbox.world.users[chat]["first_name"]) if known.private else known.title

    # --- into the chats

    def _arrived(self, event: Mapping[str, Any]) -> None:
        if event["type"] not in ("message", "edit"):
            return
        said = json.dumps(event["message"], ensure_ascii=False)
        for way in self._ways:
            if event["chat"] in way.awaited and f"/{way.slug}" in said:
                way.awaited.discard(event["chat"])
                arrived = way.steps.setdefault("arrived", {"people": []})
                arrived["people"].append({"name": self._name_of(event["chat"])})
                self._show(way)

    def _new(self, title: str, slug: str) -> Way:
        way = Way(f"way-{next(self._ids)}", title, slug)
        self._ways.append(way)
        return way

    def _show(self, way: Way) -> None:
        self._sandbox.add_event(way.title, id=way.id, steps=way.steps)


def _soonest(subscription: Subscription) -> float:
    due = subscription.next_run_at
    return 0.0 if subscription.mode is Mode.INSTANT or due is None else due.timestamp()


def slug_of(url: str) -> str:
    parts = urlsplit(url)
    return parts.path.rstrip("/").rpartition("/")[2] or parts.query or parts.netloc


def understood(event: Mapping[str, Any]) -> Json:
    """The labels of an article with the words of its text that gave them."""
    labels = [*_labels(event, "regions"), *_labels(event, "topics")]
    words = {} if labels else {"words": told("no-labels")}
    return words | {"languages": event["languages"], "labels": labels}


def _labels(event: Mapping[str, Any], kind: str) -> Iterator[Json]:
    for label in event[kind]:
        name = {code: _name(label, code) for code in LANGUAGES}
        yield {"name": name, "because": _distinct(event["because"].get(label, ()))}


def _name(label: str, language: str) -> str:
    t = texts(language)
    return t.region(label) if label.startswith("KZ-") else t.plain(f"topic-{label}")


def _distinct(evidence: Sequence[str]) -> list[str]:
    return list(dict.fromkeys(evidence))[:EVIDENCE]
