"""What editors type when they were asked: a summary, the story to merge with, a story of their own."""

from __future__ import annotations

import html
import re
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

from aiogram import Router
from aiogram.types import Message as TelegramMessage

from bot import render
from bot.analysis.language import language
from bot.errors import StoreError
from bot.fetch.state import FeedState
from bot.handlers.admin.gate import Asked, heard
from bot.handlers.admin.sources import BY_HAND
from bot.handlers.admin.stories import links_of, story_card
from bot.handlers.caller import Caller
from bot.handlers.reader import Reader
from bot.handlers.services import Services
from bot.models import RawArticle, RawEdition, Source, Story

MAX_SUMMARY = 1000
SHORTEST_TITLE = 3
NO_ARCHIVE = FeedState(first_read_at=datetime(2000, 1, 1, tzinfo=UTC)).to_json()
"""The memory of a feed of which everything is news."""
_ADDRESS = re.compile(r"https?://\S+")


def register(router: Router) -> None:
    router.message.register(summary, Asked("summary"))
    router.message.register(merge, Asked("merge"))
    router.message.register(write, Asked("write"))


async def summary(
    message: TelegramMessage, about: dict[str, Any], caller: Caller, services: Services, reader: Reader
) -> None:
    """The new summary: of the editions in its language, or of all where there is none."""
    found = await services.store.story(int(about["story"]))
    text = " ".join((message.text or "").split())[:MAX_SUMMARY]
    if found is None or not text:
        await reader.show(caller, render.say(caller.t, "error-not-text" if found else "newsroom-not-found"))
        return
    await heard(caller, services.store)
    spoken = language("", text, None)
    theirs = spoken if spoken in {one.language for one in found.editions} else None
    await services.store.correct(found.id, by=caller.user_id, now=services.clock.now(), summary=text, language=theirs)
    await services.correct([found.id])
    await reader.show(caller, await story_card(found.id, caller, services, reader, note=caller.t("newsroom-saved")))


async def merge(
    message: TelegramMessage, about: dict[str, Any], caller: Caller, services: Services, reader: Reader
) -> None:
    """The number of the story that stays, or a forwarded item that links to it."""
    target = await _meant(message, services)
    if target is None:
        await reader.show(caller, render.say(caller.t, "newsroom-not-found"))
        return
    await heard(caller, services.store)
    number = int(about["story"])
    try:
        await services.store.merge(number, target.id, by=caller.user_id, now=services.clock.now())
    except StoreError:
        await reader.show(caller, render.say(caller.t, "newsroom-not-found"))
        return
    await services.correct([number, target.id])
    note = caller.t("newsroom-merged", id=str(target.id))
    await reader.show(caller, await story_card(target.id, caller, services, reader, note=note))


async def _meant(message: TelegramMessage, services: Services) -> Story | None:
    number = (message.text or "").strip().removeprefix("№").strip()
    if number.isdecimal():
        return await services.store.story(int(number[:18]))
    found = await services.store.stories_by_url(list(links_of(message)))
    return found[0] if found else None


async def write(message: TelegramMessage, caller: Caller, services: Services, reader: Reader) -> None:
    """A story by hand: its first line is the title. It waits for a second look, as any that needs approval."""
    raw = written(message.text or message.caption or "", services.clock.now())
    if raw is None:
        await reader.show(caller, render.say(caller.t, "newsroom-write-again"))
        return
    await heard(caller, services.store)
    source = await _own_source(caller, services)
    taken = await services.intake.take(source, [raw])
    number = next(iter((*taken.new_story_ids, *taken.changed_story_ids)), 0)
    await services.store.audit(
        caller.user_id, "story.write", str(number), None, {"title": raw.editions[0].title}, services.clock.now()
    )
    await reader.show(caller, await story_card(number, caller, services, reader))


def written(text: str, now: datetime) -> RawArticle | None:
    """Title, paragraphs and, on a line of its own, an address; ``None`` where there is no text."""
    lines = [line.strip() for line in text.split("\n") if line.strip()]
    addresses = [line for line in lines if _ADDRESS.fullmatch(line)]
    words = [line for line in lines if line not in addresses]
    if len(words) < 2 or len(words[0]) < SHORTEST_TITLE:
        return None
    body = "".join(f"<p>{html.escape(line)}</p>" for line in words[1:])
    url = addresses[0] if addresses else ""
    return RawArticle(BY_HAND, f"hand-{uuid4().hex}", url, (RawEdition(None, words[0], body),), published=now)


async def _own_source(caller: Caller, services: Services) -> Source:
    """The newsroom itself as a source: without a feed, its stories wait for approval."""
    known = await services.store.source(BY_HAND)
    if known is not None:
        return known
    title = caller.t.plain("newsroom-own")
    own = Source(BY_HAND, "", title, origin="chat", approval=True, paused=True, reading=NO_ARCHIVE)
    return await services.store.add_source(own, services.clock.now())
