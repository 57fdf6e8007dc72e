"""aiogram routers, one module per audience; what they share is made here once and handed to every handler."""

from __future__ import annotations

import hashlib
import traceback

import structlog
from aiogram import Bot, Dispatcher
from aiogram.exceptions import ClientDecodeError, TelegramAPIError
from aiogram.methods import SetMyCommands, SetMyDescription, SetMyShortDescription
from aiogram.types import (
    BotCommand,
    BotCommandScopeAllGroupChats,
    BotCommandScopeAllPrivateChats,
    BotCommandScopeChat,
    ErrorEvent,
)

from bot import render
from bot.errors import AimaqError, StoreError
from bot.handlers import admin, chats, digests, questions, settings, start, subscriptions
from bot.handlers.caller import Caller, CallerMiddleware, Rights
from bot.handlers.reader import Reader
from bot.handlers.replies import Replies
from bot.handlers.services import Services
from bot.models import LANGUAGES
from bot.texts import plain, texts

log = structlog.get_logger()

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
    dispatcher.errors.register(failed)
    for module in (chats, admin, start, questions, digests, settings, subscriptions):
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
        await _record(error, services)
    text = render.error_text(error, caller.t)
    query = event.update.callback_query
    if query is not None:
        await replies.answer(query, plain(text), alert=True)
    else:
        await replies.send(caller.chat.id, caller.chat.kind, render.error(error, caller.t), thread_id=caller.thread_id)


async def _record(error: Exception, services: Services) -> None:
    """One line per kind of failure: where it happened is its fingerprint."""
    frames = traceback.extract_tb(error.__traceback__)
    place = f"{frames[-1].filename.rsplit('/', 1)[-1]}:{frames[-1].lineno}" if frames else "?"
    fingerprint = hashlib.sha256(f"{type(error).__name__}@{place}".encode()).hexdigest()[:12]
    services.metrics.errors.labels("handler").inc()
    log.error("update_failed", fingerprint=fingerprint, exc_info=error)
    await services.store.record_error(fingerprint, f"{type(error).__name__} @ {place}", services.clock.now())


async def introduce(bot: Bot, admins: tuple[int, ...]) -> None:
    """Command menus and descriptions per language; a refusal is no reason not to run."""
    for language in (None, *LANGUAGES):
        t = texts(language or "ru")
        code = language
        public, group = _commands(render.command_menu(t)), _commands(render.command_menu(t, render.GROUP_COMMANDS))
        methods = [
            SetMyCommands(commands=public, scope=BotCommandScopeAllPrivateChats(), language_code=code),
            SetMyCommands(commands=group, scope=BotCommandScopeAllGroupChats(), language_code=code),
            SetMyDescription(description=render.bot_description(t), language_code=code),
            SetMyShortDescription(short_description=render.bot_short_description(t), language_code=code),
        ]
        everything = _commands(render.command_menu(t, (*render.PUBLIC_COMMANDS, *render.ADMIN_COMMANDS)))
        methods += [
            SetMyCommands(commands=everything, scope=BotCommandScopeChat(chat_id=admin_id), language_code=code)
            for admin_id in admins
        ]
        for method in methods:
            try:
                await bot(method)
            except (TelegramAPIError, ClientDecodeError) as error:
                log.info("introduction_refused", method=type(method).__name__, reason=getattr(error, "message", ""))


def _commands(menu: tuple[tuple[str, str], ...]) -> list[BotCommand]:
    return [BotCommand(command=name, description=description) for name, description in menu]
