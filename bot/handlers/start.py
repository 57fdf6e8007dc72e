"""Onboarding, the menu, help: `/start`, `/help`, `/privacy` and the buttons ``ob``, ``home``, ``help``, ``priv``."""

from __future__ import annotations

from dataclasses import replace
from datetime import time, timedelta
from typing import Any

from aiogram import F, Router
from aiogram.enums import ChatType
from aiogram.filters import BaseFilter, Command, CommandObject, CommandStart
from aiogram.methods import SendMessage
from aiogram.types import CallbackQuery, KeyboardButton, ReplyKeyboardMarkup, ReplyKeyboardRemove
from aiogram.types import Message as TelegramMessage

from bot import render
from bot.analysis import nearest, parse_query, place_name
from bot.buttons import read_start, start_payload, unmask, unpack_times
from bot.handlers.admin.gate import role_of, username_of
from bot.handlers.admin.rights import Role
from bot.handlers.awaited import awaited
from bot.handlers.caller import Caller, Rights
from bot.handlers.kept import profile_of, query_json
from bot.handlers.pressed import Pressed
from bot.handlers.reader import Reader
from bot.handlers.replies import Replies
from bot.handlers.services import Services
from bot.handlers.subscriptions import MAX_SUBSCRIPTIONS, regions_for, subscribe_to
from bot.models import LANGUAGES, REGIONS, TOPICS, Message, Mode, Place, Query
from bot.render.onboarding import Choice
from bot.texts import texts

MORNING = time(8)
CITIES = frozenset({"KZ-71", "KZ-75", "KZ-79"})
MAX_TEXT = 300
DAY = timedelta(days=1)


class AsksPlace(BaseFilter):
    """Passes a text in words while somebody is asked which regions he wants, unless it asks for a period: then it is
    a question."""

    async def __call__(self, message: TelegramMessage, caller: Caller, services: Services) -> bool | dict[str, Any]:
        if not caller.private:
            return False
        found = await awaited(message, caller, services, "start", "location")
        if not found:
            return False
        asked = parse_query((message.text or "")[:MAX_TEXT])
        named = asked.regions or asked.places or asked.topics or asked.everything
        return {"wanted": asked} if named and asked.period is None else False


def router() -> Router:
    router = Router(name="start")
    for observer in (router.message, router.channel_post):
        observer.register(start, CommandStart())
        observer.register(show_help, Command("help"))
        observer.register(privacy, Command("privacy"))
    router.message.register(located, F.location, F.chat.type == ChatType.PRIVATE)
    router.message.register(told_place, AsksPlace())
    router.callback_query.register(onboarding, Pressed("ob"))
    router.callback_query.register(home, Pressed("home"))
    router.callback_query.register(press_help, Pressed("help"))
    router.callback_query.register(press_privacy, Pressed("priv"))
    return router


async def start(
    message: TelegramMessage,
    command: CommandObject,
    caller: Caller,
    services: Services,
    replies: Replies,
    reader: Reader,
    rights: Rights,
) -> None:
    """First contact, or a deep link; somebody whom we know gets the menu."""
    asked = read_start(command.args or "")
    if asked.language:
        caller = replace(caller, chat=replace(caller.chat, language=asked.language), t=texts(asked.language))
    if asked.story_id is not None:
        await reader.show_story(caller, asked.story_id)
        return
    if asked.digest:
        await reader.show_digest(caller)
        return
    if not await rights.may_change(caller):
        await reader.refuse(caller)
        return
    subscriptions = await services.store.subscriptions(caller.chat.id) if caller.known else ()
    if subscriptions and not (asked.regions or asked.topics):
        await reader.show(caller, render.home(caller.t))
        return
    choice, first = Choice(asked.regions, asked.topics), caller.private and not subscriptions
    if caller.private:
        state = {"asks": "start", "language": caller.t.language}
        await services.store.set_state(caller.chat.id, caller.user_id, state)
    note = caller.t("onboarding-words") if caller.private and first else ""
    await reader.show(caller, regions_for(caller, choice, first=first, note=note))


async def onboarding(
    query: CallbackQuery,
    args: tuple[str, ...],
    caller: Caller,
    services: Services,
    replies: Replies,
    reader: Reader,
    rights: Rights,
) -> None:
    """One step; everything chosen so far is in the button."""
    if len(args) < 4 or args[3] not in LANGUAGES:
        await replies.answer(query, caller.t.plain("stale-button"))
        return
    if not await rights.may_change(caller):
        await replies.answer(query, caller.t.plain("only-admins"), alert=True)
        return
    await replies.answer(query)
    step, regions, topics, language, *rest = args
    t = texts(language)
    choice = Choice(unmask(regions, REGIONS), unmask(topics, TOPICS))
    times = rest[0] if rest else "-"
    match step:
        case "t":
            await replies.edit(query, render.topics_screen(t, choice))
        case "w":
            await replies.edit(query, render.when_screen(t, choice))
        case "h":
            await replies.edit(query, render.hours_screen(t, choice, unpack_times(times)))
        case "l" if caller.private:
            await _ask_location(caller, choice, language, services, replies)
        case "d":
            await _done(query, choice, language, times, caller, services, replies, reader)
        case _:
            await _remember_language(caller, language, services)
            subscribed = caller.known and await services.store.subscriptions(caller.chat.id)
            first = caller.private and caller.home is None and not subscribed
            await replies.edit(query, regions_for(replace(caller, t=t), choice, first=first))


async def _remember_language(caller: Caller, language: str, services: Services) -> None:
    """Somebody who goes on in words is answered in the language that he has just switched to."""
    state = await services.store.state(caller.place.id, caller.user_id)
    if state and state.get("asks") == "start" and state.get("language") != language:
        await services.store.set_state(caller.place.id, caller.user_id, {**state, "language": language})


async def _done(
    query: CallbackQuery,
    choice: Choice,
    language: str,
    times: str,
    caller: Caller,
    services: Services,
    replies: Replies,
    reader: Reader,
) -> None:
    """Subscribe, say so in the same message, and send the first digest at once."""
    now = services.clock.now()
    chat = caller.chat
    if language != chat.language and caller.home is None:
        own_first = tuple(sorted(chat.news_languages, key=lambda code: code != language))
        chat = replace(chat, language=language, news_languages=own_first)
    await services.store.save_chat(chat, now)
    profile = profile_of(chat, Query(regions=choice.regions, topics=choice.topics))
    mode = Mode.INSTANT if times == "now" else Mode.DIGEST
    chosen = () if mode is Mode.INSTANT else unpack_times(times) or (MORNING,)
    t = caller.t if caller.home else texts(language)
    if len(await services.store.subscriptions(chat.id)) >= MAX_SUBSCRIPTIONS:
        await replies.edit(query, render.say(t, "subscription-limit", count=MAX_SUBSCRIPTIONS))
        return
    digest = await services.reading.digest([(profile, -1)], since=now - DAY, now=now, include_silent=True)
    await services.store.add_subscription(
        chat.id,
        caller.thread_id,
        name="",
        profile=profile,
        mode=mode,
        times=chosen,
        days=(),
        now=now,
        cursor=digest.until_seq,
    )
    await services.store.set_state(caller.place.id, caller.user_id, None)
    share = await reader.deep_link(start_payload(choice.regions, choice.topics, language)) if caller.private else None
    done = render.onboarding_done(t, choice, mode=mode, times=chosen, has_news=digest.shown > 0, share=share)
    await replies.edit(query, done)
    if digest.shown:
        await reader.send_digest(replace(caller, chat=chat, known=True, t=t), digest)


async def _ask_location(caller: Caller, choice: Choice, language: str, services: Services, replies: Replies) -> None:
    """Only a reply keyboard can ask for a place; what was chosen so far waits in the store."""
    t = texts(language)
    await services.store.set_state(
        caller.chat.id,
        caller.user_id,
        {"asks": "location", "regions": list(choice.regions), "topics": list(choice.topics), "language": language},
    )
    asking = render.ask_location(t)
    button = KeyboardButton(text=asking.buttons[0][0].text, request_location=True)
    keyboard = ReplyKeyboardMarkup(keyboard=[[button]], resize_keyboard=True, one_time_keyboard=True)
    await replies.call(
        SendMessage(chat_id=caller.chat.id, text=asking.html, parse_mode="HTML", reply_markup=keyboard),
        caller.chat.id,
        caller.chat.kind,
    )


async def located(
    message: TelegramMessage, caller: Caller, services: Services, replies: Replies, reader: Reader
) -> None:
    """A shared place selects its region, or the district alone; outside of onboarding it shows the news there."""
    if message.location is None:
        return
    place = nearest(message.location.latitude, message.location.longitude)
    state = await services.store.state(caller.chat.id, caller.user_id)
    if not state or state.get("asks") != "location":
        await reader.answer(caller, _there(place))
        return
    caller = replace(caller, t=texts(state["language"]))
    await services.store.set_state(caller.chat.id, caller.user_id, None)
    t, name = caller.t, place_name(place.kato, caller.t.language) if _is_district(place) else ""
    regions = tuple(dict.fromkeys((*state["regions"], place.region)))
    note = render.place_found(t, place.region, name) if name else ""
    first = not (caller.known and await services.store.subscriptions(caller.chat.id))
    screen = regions_for(caller, Choice(regions, tuple(state["topics"])), first=first, note=note)
    if name:
        token = await services.store.keep(query_json(_there(place)), services.clock.now())
        screen = replace(screen, buttons=((render.only_place(token, name, t),), *screen.buttons))
    await _put_keyboard_away(caller, replies)
    await reader.show(caller, screen)


def _is_district(place: Place) -> bool:
    """Whether the place is smaller than its region: Astana, Almaty and Shymkent are regions themselves."""
    return place.region not in CITIES


def _there(place: Place) -> Query:
    return Query(regions=(place.region,), places=(place.kato,) if _is_district(place) else ())


async def _put_keyboard_away(caller: Caller, replies: Replies) -> None:
    """The button that asked for the place is of no use any more; only a message can take it away."""
    method = SendMessage(chat_id=caller.chat.id, text="📍", reply_markup=ReplyKeyboardRemove())
    await replies.call(method, caller.chat.id, caller.chat.kind)


async def told_place(
    message: TelegramMessage,
    wanted: Query,
    caller: Caller,
    services: Services,
    replies: Replies,
    reader: Reader,
) -> None:
    """Onboarding by words: «Талгарский район, школы 19:00» is an order; without an hour it is asked for."""
    state = await services.store.state(caller.chat.id, caller.user_id) or {}
    caller = replace(caller, t=texts(state.get("language", caller.t.language)))
    await services.store.set_state(caller.chat.id, caller.user_id, None)
    if state.get("asks") == "location":
        await _put_keyboard_away(caller, replies)
    if wanted.times or wanted.instant:
        chat = replace(caller.chat, language=caller.t.language)
        await subscribe_to(replace(caller, chat=chat), wanted, services, reader)
        await reader.show_digest(replace(caller, chat=chat, known=True))
        return
    token = await services.store.keep(query_json(wanted), services.clock.now())
    names = reader.place_names(caller, wanted.places)
    await reader.show(caller, render.when_for(token, render.describe(wanted, caller.t, places=names), caller.t))


async def home(query: CallbackQuery, caller: Caller, services: Services, replies: Replies) -> None:
    """The menu; of a channel that is managed from here its card."""
    await replies.answer(query)
    if caller.home is not None:
        count = len(await services.store.subscriptions(caller.chat.id))
        await replies.edit(query, render.channel_card(caller.chat, count, caller.t))
        return
    subscribed = caller.known and bool(await services.store.subscriptions(caller.chat.id))
    await replies.edit(query, render.home(caller.t, subscribed=subscribed))


async def show_help(message: TelegramMessage, caller: Caller, services: Services, reader: Reader) -> None:
    await reader.show(caller, await _help(caller, services, username_of(message)))


async def press_help(
    query: CallbackQuery, args: tuple[str, ...], caller: Caller, services: Services, replies: Replies
) -> None:
    await replies.answer(query)
    await replies.edit(query, await _help(caller, services, username_of(query), everything=args == ("all",)))


async def privacy(message: TelegramMessage, caller: Caller, reader: Reader) -> None:
    await reader.show(caller, render.privacy(caller.t))


async def press_privacy(query: CallbackQuery, caller: Caller, replies: Replies) -> None:
    await replies.answer(query)
    await replies.edit(query, render.privacy(caller.t))


async def _help(caller: Caller, services: Services, username: str | None, *, everything: bool = False) -> Message:
    staff = await role_of(caller, services, username) is not Role.NOBODY
    if everything:
        return render.all_commands(caller.t, admin=staff)
    return render.help_message(caller.t, caller.chat.kind, admin=staff)
