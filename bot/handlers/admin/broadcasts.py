"""`/broadcast`: any message becomes one; for whom, when, in which languages; nothing leaves before the second tap."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from aiogram import Router
from aiogram.filters import Command
from aiogram.methods import CopyMessage
from aiogram.types import CallbackQuery, InaccessibleMessage
from aiogram.types import Message as TelegramMessage

from bot import render
from bot.buttons import unmask
from bot.delivery import markup
from bot.handlers.admin.gate import Asked, Staff, ask, heard
from bot.handlers.admin.pressed import StaffPressed
from bot.handlers.caller import Caller
from bot.handlers.reader import Reader
from bot.handlers.replies import Replies
from bot.handlers.services import Services
from bot.jobs.broadcast import OPEN, Draft, Stage
from bot.models import LANGUAGES, REGIONS, TOPICS, ChatKind, Message
from bot.render import safe_url

COPYABLE = frozenset({
    "text", "photo", "video", "animation", "document", "audio", "voice", "video_note", "sticker", "location", "venue",
})  # fmt: skip
MOST_LINKS = 5
_LINK = re.compile(r"(.{1,60}?)\s*[-–—|:]?\s*(https?://\S+)")
_TIME = re.compile(r"(?:(\d{1,2})\.(\d{1,2})\s+)?([01]?\d|2[0-3])[:.]([0-5]\d)")


def register(router: Router) -> None:
    router.message.register(broadcast, Command("broadcast"), Staff())
    router.message.register(composed, Asked("broadcast"))
    router.message.register(variant, Asked("variant"))
    router.message.register(link, Asked("link"))
    router.message.register(moment, Asked("time"))
    router.callback_query.register(press, StaffPressed("bc"))


async def broadcast(message: TelegramMessage, caller: Caller, services: Services, reader: Reader) -> None:
    await ask(caller, services.store, "broadcast")
    under_way = [await _view(draft, caller, services) for draft in await services.broadcasting.under_way()]
    await reader.show(caller, render.broadcast_ask(caller.t, under_way))


async def composed(message: TelegramMessage, caller: Caller, services: Services, reader: Reader) -> None:
    """The message that is to be sent: a draft, for everybody at first."""
    if message.content_type not in COPYABLE:
        await reader.show(caller, render.say(caller.t, "broadcast-cannot"))
        return
    await heard(caller, services.store)
    draft = await services.broadcasting.new(caller.user_id, message.message_id, caller.t.language)
    await reader.show(caller, await _screen(draft, caller, services))


async def variant(
    message: TelegramMessage, about: dict[str, Any], caller: Caller, services: Services, reader: Reader
) -> None:
    """The same in another language, for those who read it."""
    draft = await services.broadcasting.get(int(about["id"]))
    if message.content_type not in COPYABLE or draft is None:
        await reader.show(caller, render.say(caller.t, "broadcast-cannot"))
        return
    await heard(caller, services.store)
    originals = {**draft.originals, str(about["language"]): message.message_id}
    await _change(draft.id, caller, services, reader, originals=originals)


async def link(
    message: TelegramMessage, about: dict[str, Any], caller: Caller, services: Services, reader: Reader
) -> None:
    """A button below the message: its text and address."""
    found = _LINK.fullmatch((message.text or "").strip())
    draft = await services.broadcasting.get(int(about["id"]))
    if found is None or draft is None or safe_url(found[2]) is None:
        await reader.show(caller, render.say(caller.t, "broadcast-link-again"))
        return
    await heard(caller, services.store)
    links = (*draft.links, (found[1], found[2]))[-MOST_LINKS:]
    await _change(draft.id, caller, services, reader, links=links)


async def moment(
    message: TelegramMessage, about: dict[str, Any], caller: Caller, services: Services, reader: Reader
) -> None:
    """When it is to leave."""
    at = read_moment(message.text or "", services.clock.now(), caller.zone)
    if at is None:
        await reader.show(caller, render.say(caller.t, "broadcast-time-again"))
        return
    await heard(caller, services.store)
    await _change(int(about["id"]), caller, services, reader, at=at)


def read_moment(text: str, now: datetime, zone: ZoneInfo) -> datetime | None:
    """``18:30`` (the next one), ``26.11 09:00``; ``None`` where it is no time to come."""
    found = _TIME.fullmatch(text.strip())
    if found is None:
        return None
    local = now.astimezone(zone)
    at = local.replace(hour=int(found[3]), minute=int(found[4]), second=0, microsecond=0)
    if found[1] is None:
        return at if at > local else at + timedelta(days=1)
    try:
        at = at.replace(month=int(found[2]), day=int(found[1]))
        return at if at > local else at.replace(year=at.year + 1)
    except ValueError:
        return None


async def _change(number: int, caller: Caller, services: Services, reader: Reader, **changes: Any) -> None:
    draft = await services.broadcasting.change(number, **changes)
    screen = await _screen(draft, caller, services) if draft else render.say(caller.t, "stale-button")
    await reader.show(caller, screen)


async def _screen(draft: Draft, caller: Caller, services: Services) -> Message:
    """The draft, or how far it is when it has left."""
    view = await _view(draft, caller, services)
    show = render.broadcast_draft if draft.stage is Stage.DRAFT else render.broadcast_progress
    return show(view, caller.t)


async def _view(draft: Draft, caller: Caller, services: Services) -> render.Broadcast:
    view = await services.broadcasting.view(draft)
    return replace(view, at=caller.t.moment(draft.at, services.clock.now(), caller.zone)) if draft.at else view


async def press(
    query: CallbackQuery, args: tuple[str, ...], caller: Caller, services: Services, replies: Replies, reader: Reader
) -> None:
    """`a:bc:ID[:ACTION[:VALUE]]`."""
    draft = await services.broadcasting.get(int(args[1])) if len(args) > 1 and args[1].isdecimal() else None
    if draft is None:
        await replies.answer(query, caller.t.plain("stale-button"))
        return
    await replies.answer(query)
    action = args[2:]
    if action == ("open",):  # in the place of composing another one
        await heard(caller, services.store)
    if draft.stage is not Stage.DRAFT:
        await replies.edit(query, await _steer(draft, action, caller, services))
    elif action in {("yes",), ("cancel",)}:
        await replies.edit(query, await _leave(draft, action[0], query, caller, services))
    elif action[:1] in {("v",), ("link",), ("at",)} and action[-1] != "-":
        await reader.show(caller, await _question(draft, action, caller, services))
    elif action == ("show",):
        await _preview(draft, caller, replies)
    else:
        await replies.edit(query, await _shape(draft, action, caller, services))


async def _shape(draft: Draft, action: tuple[str, ...], caller: Caller, services: Services) -> Message:
    """Choose the audience."""
    t, jobs = caller.t, services.broadcasting
    screens = {
        "r": render.broadcast_regions, "t": render.broadcast_topics, "lang": render.broadcast_languages,
        "kind": render.broadcast_kinds,
    }  # fmt: skip
    match action:
        case ("r" | "t" | "lang" | "kind" as what,):
            return screens[what](await jobs.view(draft), t)
        case ("r" | "t" | "lang" | "kind" as what, value):
            draft = await jobs.change(draft.id, **_chosen(what, value)) or draft
            return screens[what](await jobs.view(draft), t)
        case ("at" | "link" as what, "-"):
            draft = await jobs.change(draft.id, **({"at": None} if what == "at" else {"links": ()})) or draft
        case ("send",):
            return render.broadcast_confirm(await _view(draft, caller, services), t)
    return await _screen(draft, caller, services)


def _chosen(what: str, value: str) -> dict[str, tuple[str, ...]]:
    """The value of a button as a field of the draft."""
    names = tuple(value.split("."))
    match what:
        case "r":
            return {"regions": unmask(value, REGIONS)}
        case "t":
            return {"topics": unmask(value, TOPICS)}
        case "lang":
            return {"languages": tuple(one for one in LANGUAGES if one in names)}
        case _:
            return {"kinds": tuple(str(one) for one in ChatKind if one in names)}


async def _question(draft: Draft, action: tuple[str, ...], caller: Caller, services: Services) -> Message:
    """Ask for a message in another language, a button, or a time."""
    match action:
        case ("v", language) if language in LANGUAGES:
            await ask(caller, services.store, "variant", id=draft.id, language=language)
            return render.broadcast_question(caller.t, draft.id, "variant", language)
        case ("link",):
            await ask(caller, services.store, "link", id=draft.id)
            return render.broadcast_question(caller.t, draft.id, "link")
        case _:
            await ask(caller, services.store, "time", id=draft.id)
            return render.broadcast_question(caller.t, draft.id, "time")


async def _preview(draft: Draft, caller: Caller, replies: Replies) -> None:
    """Exactly what its readers will get, in every language."""
    place = caller.place
    for original in draft.originals.values():
        copy = CopyMessage(
            chat_id=place.id, from_chat_id=draft.author, message_id=original, reply_markup=markup(draft.buttons)
        )
        await replies.call(copy, place.id, place.kind)


async def _leave(draft: Draft, action: str, query: CallbackQuery, caller: Caller, services: Services) -> Message:
    """The second tap: it goes, or it is dropped."""
    jobs, now = services.broadcasting, services.clock.now()
    if action == "cancel":
        await jobs.cancel(draft.id)
        return render.say(caller.t, "cancelled")
    shown = query.message
    screen = 0 if shown is None or isinstance(shown, InaccessibleMessage) else shown.message_id
    started = await jobs.start(draft.id, screen)
    if started is None:
        return await _screen(await jobs.get(draft.id) or draft, caller, services)
    about = {"size": started.size, "regions": draft.regions, "topics": draft.topics, "languages": draft.languages,
             "kinds": draft.kinds}  # fmt: skip
    await services.store.audit(caller.user_id, "broadcast.send", str(draft.id), None, about, now)
    return await _screen(started, caller, services)


async def _steer(draft: Draft, action: tuple[str, ...], caller: Caller, services: Services) -> Message:
    """Pause, go on, stop; anything else looks again."""
    jobs = services.broadcasting
    changed: Draft | None = draft
    if draft.stage in OPEN and action in {("pause",), ("resume",), ("cancel",)}:
        verb = action[0]
        changed = await (jobs.cancel(draft.id) if verb == "cancel" else jobs.pause(draft.id, verb == "pause"))
        await services.store.audit(caller.user_id, f"broadcast.{verb}", str(draft.id), None, None, services.clock.now())
    return await _screen(changed or draft, caller, services)
