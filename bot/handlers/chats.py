"""Chats come, go and change: blocked and back, groups that become supergroups, topics that open again."""

from __future__ import annotations

from aiogram import F, Router
from aiogram.enums import ChatMemberStatus
from aiogram.filters import BaseFilter
from aiogram.types import CallbackQuery, ChatMemberUpdated
from aiogram.types import Message as TelegramMessage

from bot import render
from bot.handlers.caller import Caller, Rights
from bot.handlers.channels import connected, may_post
from bot.handlers.reader import Reader
from bot.handlers.replies import Replies
from bot.handlers.services import Services
from bot.models import ChatKind, ChatState

GONE = frozenset({ChatMemberStatus.KICKED, ChatMemberStatus.LEFT})
SECONDS = 60


class TooOften(BaseFilter):
    """Passes the one request that is told to slow down; further ones of that minute are not heard at all."""

    async def __call__(self, event: TelegramMessage | CallbackQuery, caller: Caller) -> bool:
        return caller.too_often


def router() -> Router:
    router = Router(name="chats")
    router.message.register(slow_down, TooOften())
    router.callback_query.register(slow_down_press, TooOften())
    router.my_chat_member.register(membership)
    router.chat_member.register(member_changed)
    router.message.register(migrated, F.migrate_to_chat_id)
    router.message.register(ignored, F.migrate_from_chat_id)
    router.message.register(reopened, F.forum_topic_reopened)
    return router


async def slow_down(message: TelegramMessage, caller: Caller, services: Services, reader: Reader) -> None:
    if caller.private:
        await reader.show(caller, render.say(caller.t, "too-often", seconds=_wait(services)))


async def slow_down_press(query: CallbackQuery, caller: Caller, services: Services, replies: Replies) -> None:
    await replies.answer(query, caller.t.plain("too-often", seconds=_wait(services)), alert=True)


def _wait(services: Services) -> int:
    return SECONDS - int(services.clock.monotonic()) % SECONDS


async def membership(
    event: ChatMemberUpdated, caller: Caller, services: Services, replies: Replies, reader: Reader
) -> None:
    """Suspend a chat that has no place for us, with its settings kept; wake it when it comes back."""
    store, now, chat = services.store, services.clock.now(), caller.chat
    if event.new_chat_member.status in GONE:
        if caller.known:
            await store.suspend_chat(chat.id, str(event.new_chat_member.status), now)
        return
    if chat.kind is ChatKind.CHANNEL:
        if may_post(event.new_chat_member) and not may_post(event.old_chat_member):
            await connected(event, caller, services, replies)
        return
    if caller.known and chat.state is ChatState.SUSPENDED:
        await store.wake_chat(chat.id, now)
        if caller.private:
            await reader.show(caller, render.welcome_back(caller.t, suspended=True))
        return
    came = event.old_chat_member.status in GONE
    if came and not caller.private and not (caller.known and await store.subscriptions(chat.id)):
        await reader.show(caller, render.group_welcome(caller.t))


async def member_changed(event: ChatMemberUpdated, rights: Rights) -> None:
    """Somebody became an administrator, or is one no longer: what we remember of him is outdated."""
    rights.forget(event.chat.id, event.new_chat_member.user.id)


async def migrated(message: TelegramMessage, caller: Caller, services: Services) -> None:
    if message.migrate_to_chat_id:
        await services.store.migrate_chat(caller.chat.id, message.migrate_to_chat_id, services.clock.now())


async def ignored(message: TelegramMessage) -> None:
    """The new supergroup's half of a migration; the old group's half has done everything."""


async def reopened(message: TelegramMessage, caller: Caller, services: Services) -> None:
    """A topic is open again: its subscriptions go there again."""
    if caller.thread_id is not None:
        await services.store.mend_thread(caller.chat.id, caller.thread_id)
