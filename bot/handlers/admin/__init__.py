"""The newsroom steers the bot from its phones: one router, one gate, a module for each subject."""

from __future__ import annotations

from aiogram import Router

from bot.handlers.admin import broadcasts, chats, journal, sources, status, stories, writing
from bot.handlers.admin.gate import Gate, Staff, role_of
from bot.handlers.admin.rights import Role
from bot.handlers.pressed import Pressed

__all__ = ["Role", "role_of", "router"]


def router() -> Router:
    router = Router(name="admin")
    router.message.middleware(Gate())
    router.callback_query.middleware(Gate())
    for module in (status, sources, stories, writing, broadcasts, chats, journal):
        module.register(router)
    router.callback_query.register(status.anything_else, Pressed("a"), Staff())
    return router
