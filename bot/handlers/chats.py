"""Chats come, go and change: blocked and back, groups that become supergroups, the bot added to a channel."""

from __future__ import annotations

from dataclasses import replace

from aiogram import F, Router
from aiogram.enums import ChatMemberStatus, ChatType
from aiogram.filters import Command, CommandObject
from aiogram.methods import GetChat
from aiogram.types import ChatFullInfo, ChatMemberUpdated
from aiogram.types import Message as TelegramMessage

from bot import render
from bot.handlers.caller import Caller, Rights
from bot.handlers.reader import Reader
from bot.handlers.replies import Replies
from bot.handlers.services import Services
from bot.models import Chat, ChatKind, ChatState
from bot.render.onboarding import Choice

GONE = frozenset({ChatMemberStatus.KICKED, ChatMemberStatus.LEFT})


def router() -> Router:
    router = Router(name="chats")
    router.my_chat_member.register(membership)
    router.message.register(migrated, F.migrate_to_chat_id)
    router.message.register(ignored, F.migrate_from_chat_id)
    router.message.register(link, Command("link"), F.chat.type == ChatType.PRIVATE)
    return router


async def membership(event: ChatMemberUpdated, caller: Caller, services: Services, reader: Reader) -> None:
    """Suspend a chat that has no place for us, with its settings kept; wake it when it comes back."""
    now = services.clock.now()
    if event.new_chat_member.status in GONE:
        if caller.known:
            await services.store.suspend_chat(caller.chat.id, str(event.new_chat_member.status), now)
        return
    if caller.known and caller.chat.state is ChatState.SUSPENDED:
        await services.store.wake_chat(caller.chat.id, now)
        if caller.private:
            await reader.show(caller, render.welcome_back(caller.t, suspended=True))
        return
    came = event.old_chat_member.status in GONE
    if came and caller.chat.kind in {ChatKind.GROUP, ChatKind.SUPERGROUP}:
        await reader.show(caller, render.regions_screen(caller.t, Choice()))


async def migrated(message: TelegramMessage, caller: Caller, services: Services) -> None:
    if message.migrate_to_chat_id:
        await services.store.migrate_chat(caller.chat.id, message.migrate_to_chat_id, services.clock.now())


async def ignored(message: TelegramMessage) -> None:
    """The new supergroup's half of a migration; the old group's half has done everything."""


async def link(
    message: TelegramMessage,
    command: CommandObject,
    caller: Caller,
    services: Services,
    replies: Replies,
    reader: Reader,
    rights: Rights,
) -> None:
    """`/link @channel`: connect a channel that both the bot and this person administer."""
    name = (command.args or "").strip().removeprefix("https://t.me/")
    if not name:
        await reader.show(caller, render.say(caller.t, "link-usage"))
        return
    target: int | str = int(name) if name.lstrip("-").isdecimal() else f"@{name.removeprefix('@')}"
    found = await replies.call(GetChat(chat_id=target))
    if not isinstance(found, ChatFullInfo) or found.type != ChatType.CHANNEL:
        await reader.show(caller, render.say(caller.t, "link-not-found", name=name[:60]))
        return
    if not await rights.administers(found.id, caller.user_id):
        await reader.show(caller, render.say(caller.t, "link-you-not-admin", name=found.title or name))
        return
    now = services.clock.now()
    stored = await services.store.chat(found.id)
    channel = stored or Chat(
        id=found.id,
        kind=ChatKind.CHANNEL,
        language=caller.chat.language,
        time_zone=caller.chat.time_zone,
        news_languages=caller.chat.news_languages,
    )
    channel = replace(channel, title=found.title or "", username=found.username, state=ChatState.ACTIVE)
    await services.store.save_chat(channel, now)
    await reader.show(caller, render.say(caller.t, "link-done", name=found.title or name))
