"""The gate before everything that only the staff may do. Whoever is no staff is not even told that it exists: his
command is unknown, his forged button stale. Staff without the right is refused politely."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from aiogram import BaseMiddleware
from aiogram.filters import BaseFilter, CommandObject
from aiogram.types import CallbackQuery, TelegramObject
from aiogram.types import Message as TelegramMessage

from bot import render
from bot.handlers.admin.rights import Role, for_answer, for_command, for_press
from bot.handlers.caller import Caller
from bot.handlers.reader import Reader
from bot.handlers.replies import Replies
from bot.handlers.services import Services
from bot.store import Store

ASKS = "admin:"
"""Begins the ``asks`` of a conversation in which the staff was asked for a message."""


async def role_of(caller: Caller, services: Services, username: str | None = None) -> Role:
    """The role of a caller; only in his private chat, since a group would read along. Whoever was invited by
    ``username`` is an editor from now on."""
    if not caller.private or not caller.user_id:
        return Role.NOBODY
    if caller.owner:
        return Role.OWNER
    if caller.user_id in await services.store.editors():
        return Role.EDITOR
    name = (username or "").casefold()
    if not name or name not in await services.store.invited():
        return Role.NOBODY
    await services.store.set_editor(caller.user_id, f"@{username}")
    await services.store.set_invited(name, False)
    now = services.clock.now()
    await services.store.audit(caller.user_id, "staff.accept", f"@{username}", None, "editor", now)
    return Role.EDITOR


def username_of(event: TelegramObject) -> str | None:
    """The public name of whoever wrote or pressed."""
    user = getattr(event, "from_user", None)
    return user.username if user is not None else None


class Staff(BaseFilter):
    """Passes owners and editors in their private chats; gives the handler ``role``."""

    async def __call__(self, event: TelegramObject, caller: Caller, services: Services) -> bool | dict[str, Any]:
        role = await role_of(caller, services, username_of(event))
        return {"role": role} if role is not Role.NOBODY else False


class Asked(BaseFilter):
    """Passes a message of the staff that the bot asked for; gives the handler ``asked``, what was asked for, and
    ``about``, the rest of the conversation's state. A command is never an answer."""

    def __init__(self, *wanted: str) -> None:
        self._wanted = frozenset(wanted)

    async def __call__(self, message: TelegramMessage, caller: Caller, services: Services) -> bool | dict[str, Any]:
        if (message.text or "").startswith("/"):
            return False
        role = await role_of(caller, services, username_of(message))
        if role is Role.NOBODY:
            return False
        state = await services.store.state(caller.chat.id, caller.user_id)
        asked = str((state or {}).get("asks", ""))
        if state is None or not asked.startswith(ASKS) or asked.removeprefix(ASKS) not in self._wanted:
            return False
        return {"role": role, "asked": asked.removeprefix(ASKS), "about": state}


class Gate(BaseMiddleware):
    """Holds every handler of the staff against the table of rights."""

    async def __call__(
        self,
        handler: Callable[[TelegramObject, dict[str, Any]], Awaitable[Any]],
        event: TelegramObject,
        data: dict[str, Any],
    ) -> Any:
        if data["role"] >= _wanted(data):
            return await handler(event, data)
        caller: Caller = data["caller"]
        replies: Replies = data["replies"]
        reader: Reader = data["reader"]
        if isinstance(event, CallbackQuery):
            await replies.answer(event, caller.t.plain("only-owners"), alert=True)
        else:
            await reader.show(caller, render.say(caller.t, "only-owners"))
        return None


def _wanted(data: Mapping[str, Any]) -> Role:
    """The right that this update takes, by what the filters found in it."""
    if "asked" in data:
        return for_answer(data["asked"])
    command: CommandObject | None = data.get("command")
    if command is not None:
        return for_command(command.command, command.args)
    if "args" in data:
        return for_press(data["args"])
    return Role.EDITOR  # a forwarded story


async def ask(caller: Caller, store: Store, what: str, **about: Any) -> None:
    """Remember that the next message of this person is an answer; ``what`` is a key of `rights.ANSWERS`."""
    await store.set_state(caller.chat.id, caller.user_id, {"asks": ASKS + what, **about})


async def heard(caller: Caller, store: Store) -> None:
    """The answer came, or is not wanted any more."""
    await store.set_state(caller.chat.id, caller.user_id, None)
