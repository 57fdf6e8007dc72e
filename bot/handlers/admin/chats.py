"""Other people's chats: `/chats WORDS`, `/ban`, `/unban`, `/preview [CHAT] [DATE]`."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from aiogram import Router
from aiogram.filters import Command, CommandObject
from aiogram.types import CallbackQuery
from aiogram.types import Message as TelegramMessage

from bot import render
from bot.handlers.admin.gate import Staff
from bot.handlers.admin.pressed import StaffPressed
from bot.handlers.caller import Caller
from bot.handlers.kept import profile_of
from bot.handlers.reader import Reader
from bot.handlers.replies import Replies
from bot.handlers.services import Services
from bot.jobs.dry_run import dry_run
from bot.jobs.kept import frame_of
from bot.models import Chat, ChatState, Message, Profile
from bot.texts import texts

DAY, WEEK = timedelta(days=1), timedelta(days=7)


def register(router: Router) -> None:
    router.message.register(chats, Command("chats"), Staff())
    router.message.register(ban, Command("ban", "unban"), Staff())
    router.message.register(preview, Command("preview"), Staff())
    router.callback_query.register(press, StaffPressed("chat", "ban", "unban"))
    router.callback_query.register(press_preview, StaffPressed("prev"))


async def chats(
    message: TelegramMessage, command: CommandObject, caller: Caller, services: Services, reader: Reader
) -> None:
    found = await services.store.find_chats((command.args or "").removeprefix("@"))
    await reader.show(caller, render.chats_list(found, caller.t))


async def ban(
    message: TelegramMessage, command: CommandObject, caller: Caller, services: Services, reader: Reader
) -> None:
    """`/ban CHAT`, `/unban CHAT`: asked again by a button; several chats are shown to choose from."""
    found = await _found(command.args or "", services)
    if len(found) != 1:
        await reader.show(caller, render.chats_list(found, caller.t))
    elif command.command == "ban":
        await reader.show(caller, render.ask_ban(found[0], caller.t))
    else:
        await reader.show(caller, await _set_banned(found[0], False, caller, services))


async def press(
    query: CallbackQuery, args: tuple[str, ...], caller: Caller, services: Services, replies: Replies
) -> None:
    """`a:chat:ID`, `a:ban:ID[:yes]`, `a:unban:ID`."""
    chat = await _chat(args, services)
    if chat is None:
        await replies.answer(query, caller.t.plain("stale-button"))
        return
    await replies.answer(query)
    match args:
        case ("ban", _):
            await replies.edit(query, render.ask_ban(chat, caller.t))
        case ("ban", _, "yes"):
            await replies.edit(query, await _set_banned(chat, True, caller, services))
        case ("unban", _):
            await replies.edit(query, await _set_banned(chat, False, caller, services))
        case _:
            await replies.edit(query, await _detail(chat, caller, services))


async def _chat(args: tuple[str, ...], services: Services) -> Chat | None:
    number = args[1] if len(args) > 1 else ""
    return await services.store.chat(int(number)) if number.removeprefix("-").isdecimal() else None


async def _found(words: str, services: Services) -> tuple[Chat, ...]:
    word = words.strip().removeprefix("@")
    if word.removeprefix("-").isdecimal():
        chat = await services.store.chat(int(word))
        return (chat,) if chat else ()
    return await services.store.find_chats(word) if word else ()


async def _set_banned(chat: Chat, banned: bool, caller: Caller, services: Services) -> Message:
    """A banned chat is neither answered nor sent to; nobody bans the owners."""
    now = services.clock.now()
    if banned and chat.id in services.config.telegram.admins:
        return await _detail(chat, caller, services, note=caller.t("chat-owner"))
    state = ChatState.BANNED if banned else ChatState.ACTIVE
    changed = await services.store.update_chat(chat.id, now, state=state)
    verb = "chat.ban" if banned else "chat.unban"
    await services.store.audit(caller.user_id, verb, str(chat.id), str(chat.state), str(state), now)
    note = caller.t("chat-banned") if banned else caller.t("chat-unbanned")
    return await _detail(changed, caller, services, note=note)


async def _detail(chat: Chat, caller: Caller, services: Services, note: str = "") -> Message:
    orders = await services.store.subscriptions(chat.id)
    return render.chat_detail(chat, orders, caller.t, caller.zone, services.clock.now(), note=note)


# --- a dry run ---------------------------------------------------------------------------------------------------


async def preview(
    message: TelegramMessage,
    command: CommandObject,
    caller: Caller,
    services: Services,
    replies: Replies,
    reader: Reader,
) -> None:
    """`/preview [CHAT] [DATE]`: the digest that a chat would get, or would have got on a day."""
    words = (command.args or "").split()
    day = _day(words[-1]) if words else None
    chat_words = " ".join(words[:-1] if day else words)
    found = await _found(chat_words, services) if chat_words else (caller.chat,)
    if len(found) != 1:
        await reader.show(caller, render.chats_list(found, caller.t))
        return
    await _show(found[0], day, caller, services, replies)


async def press_preview(
    query: CallbackQuery, args: tuple[str, ...], caller: Caller, services: Services, replies: Replies
) -> None:
    chat = await _chat(args, services)
    if chat is None:
        await replies.answer(query, caller.t.plain("stale-button"))
        return
    await replies.answer(query)
    await _show(chat, None, caller, services, replies)


def _day(word: str) -> date | None:
    try:
        return date.fromisoformat(word)
    except ValueError:
        return None


async def _show(chat: Chat, day: date | None, caller: Caller, services: Services, replies: Replies) -> None:
    """Nothing is written down and no cursor moves. The digest is in the chat's language and zone."""
    zone, now = ZoneInfo(chat.time_zone), services.clock.now()
    until = min(now, datetime.combine(day, time.max, zone)) if day else now
    orders = await services.store.subscriptions(chat.id)
    profiles: list[Profile] = [one.profile for one in orders if not one.paused] or [profile_of(chat)]
    weekly = bool(orders) and all(one.weekly for one in orders)
    since = until - (WEEK if weekly else DAY)
    digest = await dry_run(services.store, profiles, since=since, until=until, weekly=weekly)
    t = texts(chat.language)
    messages = render.digest(digest, t, zone, until, frame_of(digest.profile, "")) if digest.shown else ()
    name = chat.title or str(chat.id)
    head = render.say(caller.t, "preview-head", name=name, count=digest.total)
    shown = [Message(one.html, photo=one.photo, preview=one.preview, rich=one.rich) for one in messages]
    await replies.send(caller.place.id, caller.place.kind, [head, *shown])
