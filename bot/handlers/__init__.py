"""aiogram routers, one module per audience; what they share is made here once and handed to every handler."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import structlog
from aiogram import Bot, Dispatcher
from aiogram.exceptions import ClientDecodeError, TelegramAPIError
from aiogram.methods import SetMyCommands, SetMyDescription, SetMyShortDescription, TelegramMethod
from aiogram.types import (
    BotCommand,
    BotCommandScopeAllChatAdministrators,
    BotCommandScopeAllGroupChats,
    BotCommandScopeAllPrivateChats,
    BotCommandScopeChat,
    BotCommandScopeUnion,
    ErrorEvent,
)

from bot import render
from bot.errors import AimaqError, StoreError
from bot.handlers import (
    admin,
    channels,
    chats,
    data,
    digests,
    forums,
    inline,
    questions,
    settings,
    start,
    subscriptions,
)
from bot.handlers.awaited import ChangesSubject
from bot.handlers.caller import Caller, CallerMiddleware, Rights
from bot.handlers.reader import Reader
from bot.handlers.replies import Replies
from bot.handlers.services import Services
from bot.jobs import faults
from bot.models import LANGUAGES
from bot.texts import Texts, plain, texts

log = structlog.get_logger()

GROUP_ADMIN_COMMANDS = ("forum", "export", "forget", "privacy")
WHISPERED = frozenset({"settings", "subscriptions", "quiet", "help", "privacy", "export"})
"""Commands that in a group only the bot sees, and whose answer only the asker sees, where the server knows how."""

__all__ = ["Services", "build_dispatcher", "introduce"]


def build_dispatcher(bot: Bot, services: Services) -> Dispatcher:
    """All routers, in the order in which they are asked; free text comes last."""
    replies = Replies(bot, services.store, services.pace, services.clock)
    dispatcher = Dispatcher(
        services=services,
        replies=replies,
        reader=Reader(bot, services, replies),
        rights=Rights(bot, services.clock),
    )
    callers = CallerMiddleware(services.store, services.config, services.clock, services.metrics)
    dispatcher.update.outer_middleware(callers)
    dispatcher.message.outer_middleware(ChangesSubject())
    dispatcher.callback_query.outer_middleware(ChangesSubject())
    dispatcher.errors.register(failed)
    for module in (chats, channels, admin, inline, start, questions, digests, settings, data, subscriptions, forums):
        dispatcher.include_router(module.router())
    dispatcher.include_router(questions.the_rest())
    return dispatcher


async def failed(event: ErrorEvent, services: Services, replies: Replies, caller: Caller | None = None) -> None:
    """Say something useful to the person, count the error for the admins; the database's own errors go up, since
    the update is not handled then and comes again."""
    error = event.exception
    if isinstance(error, StoreError):
        raise error
    if caller is None:
        log.error("update_failed", exc_info=error)
        return
    if not isinstance(error, AimaqError):
        await faults.record(error, "handler", services.store, services.metrics, services.clock.now())
    update = event.update
    if update.callback_query is not None:
        await replies.answer(update.callback_query, plain(render.error_text(error, caller.t)), alert=True)
    elif update.message is not None:
        place = caller.place
        await replies.send(place.id, place.kind, render.error(error, caller.t), thread_id=caller.thread_id)


async def introduce(bot: Bot, admins: tuple[int, ...]) -> None:
    """Command menus and descriptions per language; a refusal is no reason not to run."""
    for language in (None, *LANGUAGES):
        for method in _introduction(texts(language or "ru"), language, admins):
            try:
                await bot(method)
            except (TelegramAPIError, ClientDecodeError) as error:
                log.info("introduction_refused", method=type(method).__name__, reason=getattr(error, "message", ""))


def _introduction(t: Texts, code: str | None, admins: tuple[int, ...]) -> Iterator[TelegramMethod[bool]]:
    """Who sees which commands: everybody at home, in groups, their administrators, the bot's own admins."""
    public, group = render.PUBLIC_COMMANDS, render.GROUP_COMMANDS
    menus: list[tuple[BotCommandScopeUnion, Sequence[str]]] = [
        (BotCommandScopeAllPrivateChats(), public),
        (BotCommandScopeAllGroupChats(), group),
        (BotCommandScopeAllChatAdministrators(), (*group, *GROUP_ADMIN_COMMANDS)),
        *((BotCommandScopeChat(chat_id=admin), (*public, *render.ADMIN_COMMANDS)) for admin in admins),
    ]
    for scope, names in menus:
        in_group = isinstance(scope, BotCommandScopeAllGroupChats | BotCommandScopeAllChatAdministrators)
        commands = [
            BotCommand(command=name, description=description, is_ephemeral=(in_group and name in WHISPERED) or None)
            for name, description in render.command_menu(t, names)
        ]
        yield SetMyCommands(commands=commands, scope=scope, language_code=code)
    yield SetMyDescription(description=render.bot_description(t), language_code=code)
    yield SetMyShortDescription(short_description=render.bot_short_description(t), language_code=code)
