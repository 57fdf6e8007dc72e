"""Standing orders: `/subscribe WORDS`, `/subscriptions` and the buttons ``sub`` and ``qs``."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, time, timedelta
from typing import Any

from aiogram import Router
from aiogram.filters import BaseFilter, Command, CommandObject
from aiogram.types import CallbackQuery
from aiogram.types import Message as TelegramMessage

from bot import render
from bot.analysis import parse_query, place_name
from bot.buttons import unmask, unpack_days, unpack_times
from bot.handlers.awaited import awaited
from bot.handlers.caller import Caller, Rights
from bot.handlers.kept import profile_of, query_from
from bot.handlers.pressed import Pressed
from bot.handlers.questions import says_something
from bot.handlers.reader import Reader
from bot.handlers.replies import Replies
from bot.handlers.services import Services
from bot.models import REGIONS, TOPICS, ChatKind, Message, Mode, Query, Subscription
from bot.render.onboarding import Choice

MORNING = time(8)
MAX_SUBSCRIPTIONS = 20
MAX_WORDS = 20
MAX_TEXT = 300
DAY = timedelta(days=1)
PAUSES = {"1d": 1, "7d": 7, "30d": 30}


class Asked(BaseFilter):
    """Passes a text when the bot has just asked this person for one (words or a name of a subscription)."""

    async def __call__(self, message: TelegramMessage, caller: Caller, services: Services) -> bool | dict[str, Any]:
        return await awaited(message, caller, services, "words", "name")


def router() -> Router:
    router = Router(name="subscriptions")
    for observer in (router.message, router.channel_post):
        observer.register(subscribe, Command("subscribe"))
        observer.register(show_all, Command("subscriptions"))
    router.message.register(told, Asked())
    router.callback_query.register(press, Pressed("sub"))
    router.callback_query.register(press_subscribe, Pressed("qs"))
    router.callback_query.register(press_when, Pressed("qw"))
    return router


# --- making one --------------------------------------------------------------------------------------------------


async def subscribe(
    message: TelegramMessage,
    command: CommandObject,
    caller: Caller,
    services: Services,
    reader: Reader,
    rights: Rights,
) -> None:
    """`/subscribe WORDS [HH:MM …] [days]`; without words the regions to choose from."""
    if not await rights.may_change(caller):
        await reader.refuse(caller)
        return
    words = (command.args or "").strip()
    if not words:
        await reader.show(caller, regions_for(caller, Choice(), first=False))
        return
    asked = parse_query(words[:MAX_TEXT])
    if not says_something(asked):
        await reader.show(caller, render.say(caller.t, "subscribe-usage"))
        return
    await subscribe_to(caller, asked, services, reader)


async def press_subscribe(
    query: CallbackQuery,
    args: tuple[str, ...],
    caller: Caller,
    services: Services,
    replies: Replies,
    reader: Reader,
    rights: Rights,
) -> None:
    """``qs:TOKEN[:TIMES]``: subscribe to the question of a list, or of a person who was asked when."""
    asked = await _kept_question(args, services)
    if asked is None:
        await replies.answer(query, caller.t.plain("stale-button"))
        return
    if not await rights.may_change(caller):
        await replies.answer(query, caller.t.plain("only-admins"), alert=True)
        return
    await replies.answer(query)
    when = args[1] if len(args) > 1 else ""
    asked = replace(asked, times=unpack_times(when), instant=when == "now")
    await subscribe_to(caller, asked, services, reader, query=query if when else None)


async def press_when(
    query: CallbackQuery, args: tuple[str, ...], caller: Caller, services: Services, replies: Replies
) -> None:
    """``qw:TOKEN``: when to send what a question asks for."""
    asked = await _kept_question(args, services)
    if asked is None:
        await replies.answer(query, caller.t.plain("stale-button"))
        return
    await replies.answer(query)
    what = render.describe(asked, caller.t, places=_place_names(caller, asked))
    await replies.edit(query, render.when_for(args[0], what, caller.t))


async def _kept_question(args: tuple[str, ...], services: Services) -> Query | None:
    kept = await services.store.kept(args[0]) if args else None
    return query_from(kept) if kept is not None and kept.get("kind") == "query" else None


def _place_names(caller: Caller, asked: Query) -> tuple[str, ...]:
    return tuple(place_name(kato, caller.t.language) for kato in asked.places)


async def subscribe_to(
    caller: Caller, asked: Query, services: Services, reader: Reader, *, query: CallbackQuery | None = None
) -> None:
    """Make the subscription and say so. A digest begins with the last day's stories, so that the first one is not
    empty."""
    asked = await reader.at_home(caller, asked)
    now = services.clock.now()
    if not caller.known:
        await services.store.save_chat(caller.chat, now)
    if len(await services.store.subscriptions(caller.chat.id)) >= MAX_SUBSCRIPTIONS:
        await reader.show(caller, render.say(caller.t, "subscription-limit", count=MAX_SUBSCRIPTIONS), query)
        return
    mode = Mode.INSTANT if asked.instant else Mode.DIGEST
    cursor = None if asked.instant else await services.store.seq_before(now - DAY)
    made = await services.store.add_subscription(
        caller.chat.id,
        caller.thread_id,
        name="",
        profile=profile_of(caller.chat, asked),
        mode=mode,
        times=() if asked.instant else asked.times or (MORNING,),
        days=asked.days,
        now=now,
        cursor=cursor,
    )
    places = _places(caller, made, reader)
    if caller.place.kind is ChatKind.CHANNEL:
        await reader.show(caller, render.channel_subscribed(made, caller.chat, caller.t, places=places))
    else:
        await reader.show(caller, render.subscribed(made, caller.t, caller.zone, now, places=places), query)


# --- the list and its screens ------------------------------------------------------------------------------------


def regions_for(caller: Caller, choice: Choice, *, first: bool = True, note: str = "") -> Message:
    """The grid of regions as this chat can use it: only a person at home can share his place, and a way back to
    subscriptions is for those who have some."""
    return render.regions_screen(
        caller.t, choice, first=first, note=note, location=caller.private and caller.home is None
    )


async def show_all(message: TelegramMessage, caller: Caller, services: Services, reader: Reader) -> None:
    await reader.show(caller, await _list(caller, services, reader))


async def _list(caller: Caller, services: Services, reader: Reader, note: str = "") -> Message:
    found = await services.store.subscriptions(caller.chat.id) if caller.known else ()
    places: dict[str, str] = {}
    for one in found:
        places |= _places(caller, one, reader)
    return render.subscriptions(found, caller.t, caller.zone, services.clock.now(), places=places, note=note)


async def press(
    query: CallbackQuery,
    args: tuple[str, ...],
    caller: Caller,
    services: Services,
    replies: Replies,
    reader: Reader,
    rights: Rights,
) -> None:
    """``sub``, ``sub:new``, ``sub:SUB[:ACTION[:VALUE]]``; each value sets and shows the result."""
    if args and not await rights.may_change(caller):
        await replies.answer(query, caller.t.plain("only-admins"), alert=True)
        return
    if args == ("new",):
        await replies.answer(query)
        await replies.edit(query, regions_for(caller, Choice(), first=False))
        return
    one = await _own(args[0], caller, services) if args else None
    if one is not None and args[1:2] == ("v",):
        await _preview(query, one, caller, services, replies, reader)
        return
    await replies.answer(query, caller.t.plain("stale-button") if args and one is None else "")
    if one is None:
        await replies.edit(query, await _list(caller, services, reader))
        return
    await _act(
        query,
        one,
        args[1] if len(args) > 1 else "",
        args[2] if len(args) > 2 else None,
        caller,
        services,
        replies,
        reader,
    )


async def _own(number: str, caller: Caller, services: Services) -> Subscription | None:
    """The subscription when it is this chat's: a forged number reaches nobody else's."""
    one = await services.store.subscription(int(number)) if number.isdecimal() else None
    return one if one is not None and one.chat_id == caller.chat.id else None


async def _act(
    query: CallbackQuery,
    one: Subscription,
    action: str,
    value: str | None,
    caller: Caller,
    services: Services,
    replies: Replies,
    reader: Reader,
) -> None:
    t, now = caller.t, services.clock.now()
    if action == "x" and value == "yes":
        await services.store.delete_subscription(one.id)
        await replies.edit(query, await _list(caller, services, reader, note=t("subscription-deleted")))
        return
    if action in {"k", "a"} and value is None:
        asks = {"asks": "words" if action == "k" else "name", "subscription": one.id, "chat": caller.chat.id}
        await services.store.set_state(caller.place.id, caller.user_id, asks)
    changes = _changes(one, action, value, now.astimezone(caller.zone).date()) if value is not None else {}
    if changes:
        one = await services.store.update_subscription(one.id, now, **changes)
    stays = action if value is None or action in {"r", "t", "h", "d"} else ""
    places = _places(caller, one, reader)
    show = _SCREENS.get(stays)
    screen = show(one, caller) if show else render.subscription(one, t, caller.zone, now, places=places)
    if action in {"k", "a"} and caller.place.kind is not ChatKind.PRIVATE:
        screen = replace(screen, html=f"{screen.html}\n\n{t('answer-by-reply')}")
    await replies.edit(query, screen)


_SCREENS: dict[str, Callable[[Subscription, Caller], Message]] = {
    "r": lambda one, caller: render.regions_of(one, caller.t),
    "t": lambda one, caller: render.topics_of(one, caller.t),
    "h": lambda one, caller: render.hours_of(one, caller.t),
    "d": lambda one, caller: render.days_of(one, caller.t),
    "n": lambda one, caller: render.items_of(one, caller.t),
    "m": lambda one, caller: render.at_least_of(one, caller.t),
    "k": lambda one, caller: render.words_of(one, caller.t),
    "a": lambda one, caller: render.name_of(one, caller.t),
    "p": lambda one, caller: render.pause_of(one, caller.t),
    "x": lambda one, caller: render.delete_of(one, caller.t),
}


def _changes(one: Subscription, action: str, value: str, today: date) -> dict[str, Any]:
    """What a button sets; values that no screen offers change nothing."""
    profile = one.profile
    match action:
        case "r":
            return {"profile": replace(profile, regions=unmask(value, REGIONS), places=())}
        case "t":
            return {"profile": replace(profile, topics=unmask(value, TOPICS))}
        case "k" if value == "-":
            return {"profile": replace(profile, keywords=(), excluded=())}
        case "n" if value.isdecimal() and 1 <= int(value) <= 20:
            return {"profile": replace(profile, items=int(value))}
        case "m" if value.isdecimal() and 1 <= int(value) <= 20:
            return {"profile": replace(profile, min_stories=int(value))}
        case "h":
            times = unpack_times(value)
            return {"times": times} if times else {}
        case "d":
            return {"days": unpack_days(value)}
        case "w":
            weekly = value == "1"
            days = one.days or (0,) if weekly else ()
            return {"weekly": weekly, "days": days, "times": one.times[:1] if weekly else one.times}
        case "i" if value == "1":
            return {"mode": Mode.INSTANT, "times": (), "weekly": False}
        case "i":
            return {"mode": Mode.DIGEST, "times": one.times or (MORNING,)}
        case "p":
            return _pause(value, today)
    return {}


def _pause(value: str, today: date) -> dict[str, Any]:
    if value in PAUSES:
        return {"paused": False, "paused_until": today + timedelta(days=PAUSES[value])}
    return {"paused": value == "on", "paused_until": None}


async def _preview(
    query: CallbackQuery, one: Subscription, caller: Caller, services: Services, replies: Replies, reader: Reader
) -> None:
    """What would have come for the last day, or week. It looks like a digest, so a toast says what it is."""
    now = services.clock.now()
    since = now - (7 * DAY if one.weekly else DAY)
    digest = await services.reading.digest(
        [(one.profile, -1)], since=since, now=now, weekly=one.weekly, include_silent=True
    )
    week = "-week" if one.weekly else ""
    if digest.shown:
        await replies.answer(query, caller.t.plain(f"preview-note{week}"))
        await reader.send_digest(caller, digest)
    else:
        await replies.answer(query)
        await reader.show(caller, render.say(caller.t, f"subscription-preview-none{week}"))


async def told(
    message: TelegramMessage,
    asked: dict[str, Any],
    caller: Caller,
    services: Services,
    reader: Reader,
    rights: Rights,
) -> None:
    """The words or the name that were asked for."""
    await services.store.set_state(caller.chat.id, caller.user_id, None)
    caller = await reader.in_chat(caller, asked.get("chat", caller.chat.id))
    one = await services.store.subscription(asked["subscription"])
    if one is None or one.chat_id != caller.chat.id or not await rights.may_change(caller):
        await reader.show(caller, render.say(caller.t, "stale-button"))
        return
    text, now = (message.text or "")[:MAX_TEXT], services.clock.now()
    if asked["asks"] == "name":
        one = await services.store.update_subscription(one.id, now, name=" ".join(text.split())[:80])
    else:
        words = [word.strip(".,;:!?«»\"'") for word in text.replace(",", " ").split()]
        wanted = tuple(word for word in words if word and not word.startswith("-"))[:MAX_WORDS]
        without = tuple(word[1:] for word in words if word.startswith("-") and word[1:])[:MAX_WORDS]
        profile = replace(one.profile, keywords=wanted, excluded=without)
        one = await services.store.update_subscription(one.id, now, profile=profile)
    places = _places(caller, one, reader)
    await reader.show(caller, render.subscription(one, caller.t, caller.zone, now, places=places))


def _places(caller: Caller, one: Subscription, reader: Reader) -> dict[str, str]:
    names = reader.place_names(caller, one.profile.places)
    return dict(zip(one.profile.places, names, strict=True))
