"""Texts that the bot has asked for: a word, a name, a place. What was asked waits in the store."""

from __future__ import annotations

from typing import Any

from aiogram.types import Message as TelegramMessage

from bot.handlers.caller import Caller
from bot.handlers.services import Services


async def awaited(message: TelegramMessage, caller: Caller, services: Services, *kinds: str) -> bool | dict[str, Any]:
    """What was asked (under ``asked``) when this text answers it; commands never do, and in a group only a reply."""
    if not message.text or message.text.startswith("/"):
        return False
    if not caller.private and message.reply_to_message is None:
        return False
    state = await services.store.state(caller.chat.id, caller.user_id)
    return {"asked": dict(state)} if state and state.get("asks") in kinds else False
