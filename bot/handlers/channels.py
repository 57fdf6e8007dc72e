"""Channels: connected and managed from a private chat by `/link`, or by commands that their admins post in them."""

from __future__ import annotations

from dataclasses import replace

from aiogram import F, Router
from aiogram.enums import ChatType
from aiogram.filters import BaseFilter, Command, CommandObject
from aiogram.methods import GetChat, GetChatMember
from aiogram.types import (
    CallbackQuery,
    ChatFullInfo,
    ChatMemberAdministrator,
    ChatMemberUpdated,
)
from aiogram.types import Message as TelegramMessage

from bot import render
from bot.analysis import parse_query
from bot.handlers.caller import Caller, Rights, language_of
from bot.handlers.pressed import Pressed
from bot.handlers.questions import says_something
from bot.handlers.reader import Reader
from bot.handlers.replies import Replies, addressed
from bot.handlers.services import Services
from bot.handlers.subscriptions import MAX_TEXT, subscribe_to
from bot.models import Chat, ChatKind, ChatState, Message
from bot.texts import texts


class NotTheirs(BaseFilter):
    """Passes a press that means a channel, by somebody who does not administer it (any more)."""

    async def __call__(self, query: CallbackQuery, caller: Caller, rights: Rights) -> bool:
        if caller.home is not None and caller.chat.kind is not ChatKind.CHANNEL:
            return True  # managed from here once, and forgotten since
        return caller.chat.kind is ChatKind.CHANNEL and not await rights.administers(caller.chat.id, caller.user_id)


def router() -> Router:
    router = Router(name="channels")
    router.callback_query.register(refused, NotTheirs())
    router.message.register(link, Command("link"), F.chat.type == ChatType.PRIVATE)
    router.callback_query.register(card, Pressed("ch"))
    return router


async def refused(query: CallbackQuery, caller: Caller, replies: Replies) -> None:
    key = "only-admins" if caller.chat.kind is ChatKind.CHANNEL else "channel-gone"
    await replies.answer(query, caller.t.plain(key), alert=True)


async def link(
    message: TelegramMessage,
    command: CommandObject,
    caller: Caller,
    services: Services,
    replies: Replies,
    reader: Reader,
    rights: Rights,
) -> None:
    """`/link @channel [WORDS HH:MM …]`: connect a channel that both the bot and this person administer, and subscribe
    it; the same again shows its settings."""
    name, _, words = (command.args or "").strip().partition(" ")
    if not name:
        await reader.show(caller, render.say(caller.t, "link-usage"))
        return
    found = await _allowed(name, caller, replies, reader, rights)
    if found is None:
        return
    channel = await _store(found, caller.chat, services)
    steering = replace(caller, chat=channel, known=True, home=caller.chat)
    asked = parse_query(words[:MAX_TEXT])
    if words and says_something(asked):
        await subscribe_to(steering, asked, services, reader)
        return
    if words:
        await reader.show(caller, render.say(caller.t, "subscribe-usage"))
    await reader.show(steering, await _card(steering, services))


async def _allowed(name: str, caller: Caller, replies: Replies, reader: Reader, rights: Rights) -> ChatFullInfo | None:
    """The channel, when the bot may post there and this person administers it; else it is said what is missing."""
    found = await replies.call(GetChat(chat_id=_reference(name)))
    if not isinstance(found, ChatFullInfo) or found.type != ChatType.CHANNEL:
        await reader.show(caller, render.say(caller.t, "link-not-found", name=name[:60]))
        return None
    title = found.title or name
    if not may_post(await replies.call(GetChatMember(chat_id=found.id, user_id=replies.bot_id))):
        await reader.show(caller, render.say(caller.t, "link-bot-not-admin", name=title))
        return None
    if not await rights.administers(found.id, caller.user_id):
        await reader.show(caller, render.say(caller.t, "link-you-not-admin", name=title))
        return None
    return found


def may_post(member: object) -> bool:
    """Whether a member of a channel (ours is meant) may write there."""
    return isinstance(member, ChatMemberAdministrator) and bool(member.can_post_messages)


def _reference(name: str) -> int | str:
    """``@name``, ``name``, ``https://t.me/name`` or an id as the Bot API takes it."""
    bare = name.removeprefix("https://").removeprefix("t.me/").removeprefix("@").rstrip("/")
    return int(bare) if bare.removeprefix("-").isdecimal() else f"@{bare}"


async def _store(found: ChatFullInfo, owner: Chat, services: Services) -> Chat:
    """The channel as it is known from now on; a new one begins with the settings of whoever connects it."""
    known = await services.store.chat(found.id)
    channel = known or replace(
        owner, id=found.id, kind=ChatKind.CHANNEL, quiet=None, muted_topics=(), muted_words=(), created_at=None
    )
    channel = replace(channel, title=found.title or "", username=found.username, state=ChatState.ACTIVE)
    return await services.store.save_chat(channel, services.clock.now())


async def connected(event: ChatMemberUpdated, caller: Caller, services: Services, replies: Replies) -> None:
    """The bot may post in a channel now: whoever allowed it gets its card, if he has ever opened the bot."""
    now = services.clock.now()
    known = await services.store.chat(event.from_user.id)
    language = known.language if known else language_of(event.from_user.language_code)
    person = known or Chat(event.from_user.id, ChatKind.PRIVATE, language=language)
    if caller.known:
        await services.store.wake_chat(caller.chat.id, now)
    else:
        channel = replace(caller.chat, language=language, news_languages=person.news_languages)
        await services.store.save_chat(channel, now)
    steering = replace(caller, home=person, thread_id=None, t=texts(language))
    await replies.send(person.id, person.kind, addressed(await _card(steering, services), caller.chat.id))


async def card(query: CallbackQuery, caller: Caller, services: Services, replies: Replies) -> None:
    await replies.answer(query)
    await replies.edit(query, await _card(caller, services))


async def _card(caller: Caller, services: Services) -> Message:
    count = len(await services.store.subscriptions(caller.chat.id))
    return render.channel_card(caller.chat, count, caller.t)
