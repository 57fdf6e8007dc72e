"""aiogram routers, one module per audience; what they share is made here once and handed to every handler."""

from __future__ import annotations

import structlog
from aiogram import Bot, Dispatcher
from aiogram.types import ErrorEvent

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
from bot.texts import plain

log = structlog.get_logger()

__all__ = ["Services", "build_dispatcher"]


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
