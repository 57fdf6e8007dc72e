"""How updates reach us: by polling or by a webhook, told to Telegram at the start."""

from __future__ import annotations

import asyncio
from typing import Any
from urllib.parse import urlsplit

import structlog
from aiogram import Bot
from aiogram.exceptions import ClientDecodeError, TelegramAPIError, TelegramNotFound, TelegramUnauthorizedError
from aiogram.types import Update
from pydantic import ValidationError

from bot.config import TelegramConfig
from bot.errors import ConfigError
from bot.handlers.inbox import ALLOWED_UPDATES, Inbox
from bot.handlers.introduction import introduce

log = structlog.get_logger()


class Contact:
    """Makes contact with Telegram, and takes its calls."""

    def __init__(self, bot: Bot, settings: TelegramConfig, inbox: Inbox) -> None:
        self._bot = bot
        self._settings = settings
        self._inbox = inbox

    @property
    def polls(self) -> bool:
        return self._settings.mode == "polling"

    @property
    def webhook_path(self) -> str:
        return urlsplit(self._settings.webhook_url).path or "/"

    async def make(self) -> bool:
        """Tell Telegram how updates reach us; ``False`` when it cannot be reached now. Raises :class:`ConfigError`
        when it does not know the token."""
        try:
            await self._choose_mode()
        except (TelegramUnauthorizedError, TelegramNotFound):
            raise ConfigError(
                "telegram.token: Telegram does not know this token; @BotFather shows the right one under /mybots"
            ) from None
        except (TelegramAPIError, ClientDecodeError) as error:
            self._inbox.outage.met(error)
            return False
        self._inbox.outage.over()
        return True

    async def insist(self, seconds: float) -> None:
        """Try again until Telegram is there; everything else runs meanwhile, and digests wait in the outbox."""
        reached = False
        while not reached:
            await asyncio.sleep(seconds)
            reached = await self.make()

    async def introduce(self) -> None:
        await introduce(self._bot, self._settings.admins)

    async def called(self, body: dict[str, Any]) -> None:
        """An update by webhook. Returns when it was handled; only then may Telegram be told so."""
        try:
            update = Update.model_validate(body, context={"bot": self._bot})
        except ValidationError:  # refusing it would only make Telegram bring it again, for ever
            log.error("update_not_understood", update_id=body.get("update_id"))
            return
        await self._inbox.handle(update)

    async def _choose_mode(self) -> None:
        if self.polls:
            await self._bot.delete_webhook()
            return
        await self._bot.set_webhook(
            self._settings.webhook_url,
            secret_token=self._settings.webhook_secret.get_secret_value(),
            allowed_updates=list(ALLOWED_UPDATES),
        )
