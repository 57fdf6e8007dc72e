"""`/story`: evidence, labels, summary, merging and splitting, hiding, pinning, sending again; the queue of those that
wait for an editor."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from urllib.parse import parse_qsl, urlencode, urlsplit

from aiogram import F, Router
from aiogram.filters import Command, CommandObject
from aiogram.methods import SendDocument
from aiogram.types import BufferedInputFile, CallbackQuery
from aiogram.types import Message as TelegramMessage

from bot import render
from bot.buttons import unmask
from bot.handlers.admin.gate import Staff, ask
from bot.handlers.admin.pressed import StaffPressed
from bot.handlers.caller import Caller
from bot.handlers.reader import Reader
from bot.handlers.replies import Replies
from bot.handlers.services import Services
from bot.models import REGIONS, TOPICS, Message, Query, Story
from bot.render import editing

MOST_FOUND = 20


def register(router: Router) -> None:
    router.message.register(story, Command("story"), Staff())
    router.message.register(forwarded, F.forward_origin, Staff())
    router.callback_query.register(press_queue, StaffPressed("queue"))
    router.callback_query.register(press, StaffPressed("st"))


async def story(
    message: TelegramMessage,
    command: CommandObject,
    caller: Caller,
    services: Services,
    replies: Replies,
    reader: Reader,
) -> None:
    """`/story ID`, `/story new`, `/story export`; without words what waits for an editor."""
    match (command.args or "").lower().split():
        case [number] if number.isdecimal():
            await reader.show(caller, await story_card(int(number), caller, services, reader))
        case ["new" | "новая" | "жаңа"]:
            await ask(caller, services.store, "write")
            await reader.show(caller, editing.ask_story_text(caller.t))
        case ["export"]:
            await _export(caller, services, replies)
        case []:
            await reader.show(caller, await _queue(caller, services, reader))
        case _:
            await reader.show(caller, render.say(caller.t, "newsroom-usage"))


async def _export(caller: Caller, services: Services, replies: Replies) -> None:
    """Corrections as labelled lines for `aimaq evaluate`."""
    lines = [json.dumps(one, ensure_ascii=False) async for one in services.store.labelled_examples()]
    if not lines:
        await replies.send(caller.place.id, caller.place.kind, render.say(caller.t, "newsroom-no-examples"))
        return
    file = BufferedInputFile("\n".join(lines).encode(), f"aimaq-examples-{services.clock.now():%Y-%m-%d}.jsonl")
    caption = caller.t("newsroom-examples", count=len(lines))
    document = SendDocument(chat_id=caller.place.id, document=file, caption=caption, parse_mode="HTML")
    await replies.call(document, caller.place.id, caller.place.kind)


async def forwarded(message: TelegramMessage, caller: Caller, services: Services, reader: Reader) -> None:
    """A forwarded digest, push or post: the stories that it links to, one as its card, several as buttons."""
    found = await services.store.stories_by_url(list(dict.fromkeys(links_of(message))))
    if len(found) == 1:
        await reader.show(caller, await story_card(found[0].id, caller, services, reader))
    elif found:
        await reader.show(caller, editing.which_story(found[:MOST_FOUND], caller.t))
    else:
        await reader.show(caller, render.say(caller.t, "newsroom-usage"))


def links_of(message: TelegramMessage) -> Iterator[str]:
    """Addresses that a message links to, as they came and without the marks that we add."""
    for entity in message.entities or message.caption_entities or ():
        text = message.text or message.caption or ""
        url = entity.url or (entity.extract_from(text) if entity.type == "url" else None)
        if url:
            yield url
            yield without_marks(url)


def without_marks(url: str) -> str:
    """The address without ``utm_…``."""
    parts = urlsplit(url)
    kept = [(name, value) for name, value in parse_qsl(parts.query, keep_blank_values=True) if name[:4] != "utm_"]
    return parts._replace(query=urlencode(kept)).geturl()


# --- the card ----------------------------------------------------------------------------------------------------


async def story_card(story_id: int, caller: Caller, services: Services, reader: Reader, *, note: str = "") -> Message:
    """A story as an editor sees it."""
    store, now = services.store, services.clock.now()
    found = await store.story(story_id)
    entry = reader.entry(caller, found, Query()) if found else None
    if found is None or entry is None:
        return render.say(caller.t, "newsroom-not-found")
    evidence = await store.evidence(found.id)
    standing = {message.chat_id for message in await store.sent_messages([found.id])}
    return render.story_editing(
        found,
        replace(entry, withdrawn=False),
        caller.t,
        caller.zone,
        now,
        regions=evidence.regions,
        topics=evidence.topics,
        corrected=bool({"regions", "topics"} & evidence.corrected.keys()),
        held=await store.is_held(found.id),
        reported=await store.is_reported(found.id),
        sent=len(standing),
        note=note,
    )


async def _queue(caller: Caller, services: Services, reader: Reader) -> Message:
    waiting = await services.store.held_stories(MOST_FOUND)
    waiting = tuple(one for one in waiting if not one.hidden)
    return editing.queue(waiting, caller.t, await services.store.reported_stories(MOST_FOUND))


async def press_queue(
    query: CallbackQuery, caller: Caller, services: Services, replies: Replies, reader: Reader
) -> None:
    await replies.answer(query)
    await replies.edit(query, await _queue(caller, services, reader))


async def press(
    query: CallbackQuery, args: tuple[str, ...], caller: Caller, services: Services, replies: Replies, reader: Reader
) -> None:
    """`a:st:SID[:ACTION[:VALUE]]`."""
    found = await services.store.story(int(args[1])) if len(args) > 1 and args[1].isdecimal() else None
    if found is None:
        await replies.answer(query, caller.t.plain("newsroom-not-found"))
        return
    await replies.answer(query)
    screen = await _act(found, args[2:], caller, services, reader)
    if args[2:] and args[2] in {"sum", "merge"}:
        await reader.show(caller, screen)
    else:
        await replies.edit(query, screen)


async def _act(found: Story, action: tuple[str, ...], caller: Caller, services: Services, reader: Reader) -> Message:
    store, t, now, by = services.store, caller.t, services.clock.now(), caller.user_id
    match action:
        case ("r",):
            return render.relabel_regions(found, t)
        case ("t",):
            return render.relabel_topics(found, t)
        case ("r", digits):
            await store.correct(found.id, by=by, now=now, regions=_ordered(found.regions, unmask(digits, REGIONS)))
            await services.correct([found.id])
            return render.relabel_regions(await store.story(found.id) or found, t)
        case ("t", digits):
            await store.correct(found.id, by=by, now=now, topics=_ordered(found.topics, unmask(digits, TOPICS)))
            await services.correct([found.id])
            return render.relabel_topics(await store.story(found.id) or found, t)
        case ("sum" | "merge" as what,):
            asked = {"sum": "summary", "merge": "merge"}[what]
            await ask(caller, store, asked, story=found.id)
            return render.ask_story(found, t, asked)
        case ("split",):
            return render.split_choices(found, t)
        case _:
            note = await _decide(found, action, caller, services)
            return await story_card(found.id, caller, services, reader, note=note)


async def _decide(found: Story, action: tuple[str, ...], caller: Caller, services: Services) -> str:
    """Carry out what needs no further question; what to say of it."""
    store, t, now, by = services.store, caller.t, services.clock.now(), caller.user_id
    match action:
        case ("hide" | "show" as verb,):
            await store.correct(found.id, by=by, now=now, hidden=verb == "hide")
            await services.correct([found.id])
            return t("newsroom-saved")
        case ("pin" | "unpin" as verb,):
            await store.correct(found.id, by=by, now=now, pinned=verb == "pin")
            return t("newsroom-saved")
        case ("right",):
            await store.audit(by, "story.checked", str(found.id), None, None, now)
            return t("newsroom-checked")
        case ("ok",):
            await store.release(found.id, by=by, now=now)
            await services.after_news()
            return t("newsroom-released")
        case ("no",):
            await store.correct(found.id, by=by, now=now, hidden=True)
            await store.release(found.id, by=by, now=now)
            return t("newsroom-rejected")
        case ("split", article) if article.isdecimal() and int(article) in {one.article_id for one in found.editions}:
            number = await store.split(int(article), by=by, now=now)
            await services.correct([found.id])
            return t("newsroom-split", id=str(number))
        case ("resend",) if not found.hidden and not await store.is_held(found.id):
            await store.resend(found.id, by=by, now=now)
            rows = await services.planner.plan()
            services.deliverer.wake()
            return t("newsroom-resent", count=rows)
    return ""


def _ordered(before: tuple[str, ...], wanted: tuple[str, ...]) -> tuple[str, ...]:
    """The wanted labels; those that stood before keep their order, the first being the primary one."""
    return (*(one for one in before if one in wanted), *(one for one in wanted if one not in before))
