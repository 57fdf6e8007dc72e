"""Texts that the bot has asked for: a word, a name, a place. What was asked waits in the store until it is answered,
or until the person does something else."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

from aiogram import BaseMiddleware
from aiogram.types import CallbackQuery, TelegramObject
from aiogram.types import Message as TelegramMessage

from bot.buttons import steered
from bot.handlers.caller import Caller
from bot.handlers.services import Services

ONBOARDING = frozenset({"start", "location"})


async def awaited(message: TelegramMessage, caller: Caller, services: Services, *kinds: str) -> bool | dict[str, Any]:
    """What was asked (under ``asked``) when this text answers it; commands never do, and in a group only a reply."""
    if not message.text or message.text.startswith("/"):
        return False
    if not caller.private and message.reply_to_message is None:
        return False
    state = await services.store.state(caller.chat.id, caller.user_id)
    return {"asked": dict(state)} if state and state.get("asks") in kinds else False


class ChangesSubject(BaseMiddleware):
    """Whoever sends a command or presses a button does not answer what he was asked before: later words of his are a
    question again. Toggles of the onboarding go on with the same subject."""

    async def __call__(
        self,
        handler: Callable[[TelegramObject, dict[str, Any]], Awaitable[Any]],
        event: TelegramObject,
        data: dict[str, Any],
    ) -> Any:
        caller: Caller | None = data.get("caller")
        if caller is not None and _something_else(event):
            store, place = data["services"].store, caller.place
            state = await store.state(place.id, caller.user_id)
            onboarding = state is not None and state.get("asks") in ONBOARDING
            if state is not None and not (onboarding and _toggles(event)):
                await store.set_state(place.id, caller.user_id, None)
        return await handler(event, data)


def _something_else(event: TelegramObject) -> bool:
    if isinstance(event, TelegramMessage):
        return bool(event.text and event.text.startswith("/"))
    return isinstance(event, CallbackQuery)


def _toggles(event: TelegramObject) -> bool:
    data = steered(event.data)[1] if isinstance(event, CallbackQuery) else None
    return data is not None and data.startswith("ob:")
