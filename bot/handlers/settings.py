"""What a chat can set: `/settings`, `/quiet` and the buttons ``set``, ``x``, ``-``."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

from aiogram import Router
from aiogram.filters import BaseFilter, Command, CommandObject
from aiogram.types import CallbackQuery
from aiogram.types import Message as TelegramMessage

from bot import render
from bot.buttons import ref, unmask, unpack_times
from bot.handlers.awaited import awaited
from bot.handlers.caller import Caller, Rights
from bot.handlers.pressed import Pressed
from bot.handlers.reader import Reader
from bot.handlers.replies import Replies
from bot.handlers.services import Services
from bot.models import LANGUAGES, TOPICS, Chat, ChatKind, Layout, Message, QuietHours
from bot.render.settings import ZONES

ITEMS = range(1, 21)
_SPAN = re.compile(r"(\d{1,2})(?:[:.](\d{2}))?\s*(?:-|–|—|\s)\s*(\d{1,2})(?:[:.](\d{2}))?")  # dashes
_AROUND = ".,;:!?«»\"'()-–—"  # dashes
MAX_MUTED_WORDS = 40
_OFF = frozenset({"off", "нет", "выкл", "выключить", "жоқ", "өшіру", "сөндіру", "joq", "net"})


class AsksWord(BaseFilter):
    """Passes a text when this person has just been asked for a word to mute."""

    async def __call__(self, message: TelegramMessage, caller: Caller, services: Services) -> bool | dict[str, Any]:
        return await awaited(message, caller, services, "mute")


def router() -> Router:
    router = Router(name="settings")
    for observer in (router.message, router.channel_post):
        observer.register(show_settings, Command("settings"))
        observer.register(quiet, Command("quiet"))
    router.message.register(told_word, AsksWord())
    router.callback_query.register(press_settings, Pressed("set"))
    router.callback_query.register(close, Pressed("x"))
    router.callback_query.register(nothing, Pressed("-"))
    return router


async def show_settings(message: TelegramMessage, caller: Caller, services: Services, reader: Reader) -> None:
    await reader.show(caller, await overview(caller.chat, caller, services))


async def overview(chat: Chat, caller: Caller, services: Services, note: str = "") -> Message:
    count = len(await services.store.subscriptions(chat.id)) if caller.known else 0
    return render.settings(chat, caller.t, services.clock.now(), subscriptions=count, note=note)


async def press_settings(
    query: CallbackQuery,
    args: tuple[str, ...],
    caller: Caller,
    services: Services,
    replies: Replies,
    rights: Rights,
) -> None:
    """A screen, or a value that is set and shown."""
    if len(args) > 1 and not await rights.may_change(caller):
        await replies.answer(query, caller.t.plain("only-admins"), alert=True)
        return
    if args == ("mutes", "add"):
        await services.store.set_state(caller.place.id, caller.user_id, {"asks": "mute", "chat": caller.chat.id})
    chat = await _changed(args, caller, services)
    await replies.answer(query)
    if chat != caller.chat:
        caller = caller.seeing(chat)
    screen = _screen(args, caller, services) or await overview(chat, caller, services)
    await replies.edit(query, screen)


async def _changed(args: tuple[str, ...], caller: Caller, services: Services) -> Chat:
    """The chat after what the button sets; values that nobody offered change nothing."""
    changes = _changes(args, caller.chat) if len(args) > 1 else {}
    if not changes:
        return caller.chat
    now = services.clock.now()
    if not caller.known:
        await services.store.save_chat(caller.chat, now)
    return await services.store.update_chat(caller.chat.id, now, **changes)


def _changes(args: tuple[str, ...], chat: Chat) -> dict[str, object]:
    match args:
        case ("lang", code) if code in LANGUAGES:
            own_first = tuple(sorted(chat.news_languages, key=lambda one: one != code))
            return {"language": code, "news_languages": own_first}
        case ("zone", name) if name in (*ZONES, chat.time_zone):
            return {"time_zone": name}
        case ("news", codes) if chosen := [code for code in codes.split(".") if code in LANGUAGES]:
            return {"news_languages": tuple(sorted(chosen, key=lambda one: one != chat.language))}
        case ("layout", name) if name in set(Layout):
            return {"layout": Layout(name)}
        case ("items", count) if count.isdecimal() and int(count) in ITEMS:
            return {"items": int(count)}
        case ("quiet", "off"):
            return {"quiet": None}
        case ("quiet", span) if quiet := _quiet_of(span, chat):
            return {"quiet": quiet}
        case ("pass", mask) if chat.quiet:
            return {"quiet": replace(chat.quiet, passing=unmask(mask, TOPICS))}
        case ("mutes", "t", topic):
            return {"muted_topics": tuple(one for one in chat.muted_topics if one != topic)}
        case ("mutes", "w", key):
            return {"muted_words": tuple(word for word in chat.muted_words if ref(word) != key)}
    return {}


def _quiet_of(span: str, chat: Chat) -> QuietHours | None:
    if len(span) != 8 or span[:4] == span[4:]:
        return None
    start, end = unpack_times(span[:4]), unpack_times(span[4:])
    passing = chat.quiet.passing if chat.quiet else ("incidents",)
    return QuietHours(start[0], end[0], passing) if start and end else None


def _screen(args: tuple[str, ...], caller: Caller, services: Services) -> Message | None:
    """The screen that stays after the press; ``None`` for the overview."""
    chat, t, now = caller.chat, caller.t, services.clock.now()
    match args:
        case ("lang",):
            return render.language_screen(chat, t)
        case ("zone",):
            return render.zone_screen(chat, t, now)
        case ("news", *_):
            return render.news_screen(chat, t)
        case ("layout",):
            return render.layout_screen(chat, t)
        case ("items",):
            return render.items_screen(chat, t)
        case ("quiet", *_):
            return render.quiet_screen(chat, t)
        case ("qf",):
            return render.quiet_from_screen(t)
        case ("qt", hour) if hour.isdecimal() and int(hour) < 24:
            return render.quiet_until_screen(int(hour), t)
        case ("pass", *_):
            return render.passing_screen(chat, t)
        case ("mutes", "add"):
            return render.mute_word_screen(t, in_group=caller.place.kind is not ChatKind.PRIVATE)
        case ("mutes", *_):
            return render.mutes_screen(chat, t)
    return None


async def told_word(
    message: TelegramMessage,
    asked: dict[str, Any],
    caller: Caller,
    services: Services,
    reader: Reader,
    rights: Rights,
) -> None:
    """A word that is to be muted from now on."""
    await services.store.set_state(caller.chat.id, caller.user_id, None)
    caller = await reader.in_chat(caller, asked["chat"])
    if not await rights.may_change(caller):
        await reader.refuse(caller)
        return
    words = tuple(dict.fromkeys((*caller.chat.muted_words, *_words(message.text or ""))))
    if len(words) > MAX_MUTED_WORDS:
        await reader.show(caller, render.say(caller.t, "mutes-too-many", count=len(caller.chat.muted_words)))
        return
    if not caller.known:
        await services.store.save_chat(caller.chat, services.clock.now())
    chat = await services.store.update_chat(caller.chat.id, services.clock.now(), muted_words=words)
    await reader.show(caller, render.mutes_screen(chat, caller.t))


def _words(text: str) -> list[str]:
    """Words as typed, without what surrounds them."""
    words = (word.strip(_AROUND) for word in text[:200].replace(",", " ").split())
    return [word[:40].lower() for word in words if word][:10]


async def quiet(
    message: TelegramMessage,
    command: CommandObject,
    caller: Caller,
    services: Services,
    reader: Reader,
    rights: Rights,
) -> None:
    """`/quiet 22:00-07:00`, `/quiet off`; without words the screen."""
    words = (command.args or "").strip().lower()
    if not words:
        await reader.show(caller, render.quiet_screen(caller.chat, caller.t))
        return
    if not await rights.may_change(caller):
        await reader.refuse(caller)
        return
    args = ("quiet", "off") if words in _OFF else ("quiet", _span(words))
    if not _changes(args, caller.chat):
        await reader.show(caller, render.say(caller.t, "quiet-usage"))
        return
    chat = await _changed(args, caller, services)
    await reader.show(caller, render.quiet_screen(chat, caller.t))


def _span(words: str) -> str:
    """``22:00-07:00``, «с 22 до 7», ``23–7`` as ``HHMMHHMM``; nothing where it is no such thing."""
    found = _SPAN.search(re.sub(r"[^\d:.\-–—]+", " ", words).strip())  # dashes
    if not found:
        return ""
    hours, minutes = (int(found[1]), int(found[3])), (int(found[2] or 0), int(found[4] or 0))
    if max(hours) > 23 or max(minutes) > 59:
        return ""
    return "".join(f"{hour:02}{minute:02}" for hour, minute in zip(hours, minutes, strict=True))


async def close(query: CallbackQuery, replies: Replies) -> None:
    await replies.answer(query)
    await replies.delete(query)


async def nothing(query: CallbackQuery, replies: Replies) -> None:
    """A label that looks like a button."""
    await replies.answer(query)
