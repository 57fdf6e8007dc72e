"""Onboarding, the menu, help: `/start`, `/help`, `/privacy` and the buttons ``ob``, ``home``, ``help``, ``priv``."""

from __future__ import annotations

from dataclasses import replace
from datetime import time, timedelta

from aiogram import F, Router
from aiogram.enums import ChatType
from aiogram.filters import Command, CommandObject, CommandStart
from aiogram.methods import SendMessage
from aiogram.types import CallbackQuery, KeyboardButton, ReplyKeyboardMarkup, ReplyKeyboardRemove
from aiogram.types import Message as TelegramMessage

from bot import render
from bot.analysis import nearest, place_name
from bot.buttons import read_start, start_payload, unmask, unpack_times
from bot.handlers.caller import Caller, Rights
from bot.handlers.kept import profile_of
from bot.handlers.pressed import Pressed
from bot.handlers.reader import Reader
from bot.handlers.replies import Replies
from bot.handlers.services import Services
from bot.models import LANGUAGES, REGIONS, TOPICS, Message, Mode, Query
from bot.render.onboarding import Choice
from bot.texts import texts

MORNING = time(8)
DAY = timedelta(days=1)


def router() -> Router:
    router = Router(name="start")
    router.message.register(start, CommandStart())
    router.message.register(show_help, Command("help"))
    router.message.register(privacy, Command("privacy"))
    router.message.register(located, F.location)
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
        await replies.send(
            caller.chat.id, caller.chat.kind, render.say(caller.t, "only-admins"), thread_id=caller.thread_id
        )
        return
    subscriptions = await services.store.subscriptions(caller.chat.id) if caller.known else ()
    if subscriptions and not (asked.regions or asked.topics):
        await reader.show(caller, render.home(caller.t))
        return
    choice = Choice(asked.regions, asked.topics)
    await reader.show(caller, render.regions_screen(caller.t, choice))


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
        case "l":
            await _ask_location(caller, choice, language, services, replies)
        case "d":
            await _done(query, choice, language, times, caller, services, replies, reader)
        case _:
            first = not (caller.known and await services.store.subscriptions(caller.chat.id))
            await replies.edit(query, render.regions_screen(t, choice, first=first))


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
    chat = replace(caller.chat, language=language)
    if language != caller.chat.language:
        chat = replace(chat, news_languages=tuple(sorted(chat.news_languages, key=lambda code: code != language)))
    await services.store.save_chat(chat, now)
    profile = profile_of(chat, Query(regions=choice.regions, topics=choice.topics))
    mode = Mode.INSTANT if times == "now" else Mode.DIGEST
    chosen = () if mode is Mode.INSTANT else unpack_times(times) or (MORNING,)
    t = texts(language)
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
    share = await reader.deep_link(start_payload(choice.regions, choice.topics, language)) if caller.private else None
    done = render.onboarding_done(t, choice, mode=mode, times=chosen, has_news=digest.shown > 0, share=share)
    await replies.edit(query, done)
    if digest.shown:
        await reader.send_digest(replace(caller, chat=chat, t=t), digest)


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
    """A shared place selects its region; outside of onboarding it shows the news there."""
    if message.location is None or message.chat.type != ChatType.PRIVATE:
        return
    place = nearest(message.location.latitude, message.location.longitude)
    state = await services.store.state(caller.chat.id, caller.user_id)
    if not state or state.get("asks") != "location":
        query = Query(regions=(place.region,)) if place else Query()
        await reader.answer(caller, query)
        return
    await services.store.set_state(caller.chat.id, caller.user_id, None)
    t = texts(state["language"])
    regions = tuple(state["regions"])
    if place and place.region not in regions:
        regions = (*regions, place.region)
    note = render.place_found(t, place.region if place else None, place_name(place.kato, t.language) if place else "")
    screen = render.regions_screen(t, Choice(regions, tuple(state["topics"])), note=note)
    await replies.call(
        SendMessage(chat_id=caller.chat.id, text="📍", reply_markup=ReplyKeyboardRemove()),
        caller.chat.id,
        caller.chat.kind,
    )
    await replies.send(caller.chat.id, caller.chat.kind, screen)


async def home(query: CallbackQuery, caller: Caller, services: Services, replies: Replies) -> None:
    await replies.answer(query)
    subscribed = caller.known and bool(await services.store.subscriptions(caller.chat.id))
    await replies.edit(query, render.home(caller.t, subscribed=subscribed))


async def show_help(message: TelegramMessage, caller: Caller, reader: Reader) -> None:
    await reader.show(caller, _help(caller))


async def press_help(query: CallbackQuery, args: tuple[str, ...], caller: Caller, replies: Replies) -> None:
    await replies.answer(query)
    await replies.edit(query, _help(caller, everything=args == ("all",)))


async def privacy(message: TelegramMessage, caller: Caller, reader: Reader) -> None:
    await reader.show(caller, render.privacy(caller.t))


async def press_privacy(query: CallbackQuery, caller: Caller, replies: Replies) -> None:
    await replies.answer(query)
    await replies.edit(query, render.privacy(caller.t))


def _help(caller: Caller, *, everything: bool = False) -> Message:
    if everything:
        return render.all_commands(caller.t, admin=caller.owner)
    return render.help_message(caller.t, caller.chat.kind, admin=caller.owner)
