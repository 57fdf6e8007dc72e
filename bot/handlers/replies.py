"""Answers to people: at once, ahead of any push, by an edit where a button was pressed."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from typing import Any

import structlog
from aiogram import Bot
from aiogram.exceptions import (
    ClientDecodeError,
    TelegramAPIError,
    TelegramBadRequest,
    TelegramForbiddenError,
    TelegramMigrateToChat,
    TelegramNetworkError,
    TelegramNotFound,
    TelegramRetryAfter,
    TelegramServerError,
)
from aiogram.methods import TelegramMethod
from aiogram.types import CallbackQuery, InaccessibleMessage
from aiogram.types import Message as TelegramMessage

from bot.clock import Clock
from bot.delivery import editing, sending, sending_rich
from bot.models import ChatKind, Message
from bot.pace import Pace
from bot.store import Store

log = structlog.get_logger()

PATIENCE = 20.0  # seconds of flood wait that an answer waits for; beyond that it would help nobody
ALERT_CHARS = 200  # Bot API: answerCallbackQuery's text


class Replies:
    """Sends and edits on behalf of handlers. An answer that Telegram refuses is logged, never raised: there is
    nobody to tell; the database's errors do come through."""

    def __init__(self, bot: Bot, store: Store, pace: Pace, clock: Clock) -> None:
        self._bot = bot
        self._store = store
        self._pace = pace
        self._clock = clock

    async def send(
        self, chat_id: int, kind: ChatKind, messages: Message | Iterable[Message], *, thread_id: int | None = None
    ) -> list[TelegramMessage]:
        """Send one or several messages in order; what Telegram accepted."""
        sent = []
        for message in (messages,) if isinstance(messages, Message) else messages:
            answer = await self._send_one(chat_id, kind, message, thread_id)
            if isinstance(answer, TelegramMessage):
                sent.append(answer)
        return sent

    async def edit(self, query: CallbackQuery, message: Message) -> None:
        """Replace the message under the button; where that cannot be done, answer with a new one."""
        old = query.message
        if old is None:
            return
        if isinstance(old, InaccessibleMessage) or not _editable(old, message):
            await self._replace(old, message)
            return
        try:
            await self._ask(editing(message, old.chat.id, old.message_id), old.chat.id, _kind(old))
        except TelegramBadRequest as error:
            if "message is not modified" not in error.message:
                log.info("edit_refused", reason=error.message)
                await self._replace(old, message)
        except (TelegramAPIError, ClientDecodeError) as error:
            self._lost(error)

    async def answer(self, query: CallbackQuery, text: str = "", *, alert: bool = False) -> None:
        """Every press is answered once and early; one that is too old is answered by nobody."""
        try:
            await self._bot.answer_callback_query(query.id, text[:ALERT_CHARS] or None, show_alert=alert or None)
        except (TelegramAPIError, ClientDecodeError) as error:
            log.info("press_not_answered", reason=type(error).__name__)

    async def call(self, method: TelegramMethod[Any], chat_id: int = 0, kind: ChatKind = ChatKind.PRIVATE) -> Any:
        """Any other method; ``None`` where Telegram refuses."""
        try:
            return await self._ask(method, chat_id, kind)
        except (TelegramAPIError, ClientDecodeError) as error:
            self._lost(error)
            return None

    async def _send_one(self, chat_id: int, kind: ChatKind, message: Message, thread_id: int | None) -> Any:
        try:
            return await self._send_in_layout(chat_id, kind, message, thread_id)
        except TelegramForbiddenError as error:
            await self._store.suspend_chat(chat_id, error.message, self._clock.now())
        except TelegramMigrateToChat as error:
            await self._store.migrate_chat(chat_id, error.migrate_to_chat_id, self._clock.now())
            return await self.send(error.migrate_to_chat_id, ChatKind.SUPERGROUP, message)
        except (TelegramAPIError, ClientDecodeError) as error:
            self._lost(error)
        return None

    async def _send_in_layout(self, chat_id: int, kind: ChatKind, message: Message, thread_id: int | None) -> Any:
        if message.rich:
            try:
                return await self._ask(sending_rich(message, chat_id, thread_id), chat_id, kind)
            except (TelegramBadRequest, TelegramNotFound) as error:
                log.info("rich_layout_refused", reason=error.message)
        try:
            return await self._ask(sending(message, chat_id, thread_id), chat_id, kind)
        except TelegramBadRequest as error:
            if message.photo:  # its address cannot be fetched: the words matter more
                plain = Message(message.html, message.buttons)
                return await self._ask(sending(plain, chat_id, thread_id), chat_id, kind)
            if thread_id and "thread" in error.message:
                return await self._ask(sending(message, chat_id, None), chat_id, kind)
            raise

    async def _replace(self, old: TelegramMessage | InaccessibleMessage, message: Message) -> None:
        thread = getattr(old, "message_thread_id", None) if getattr(old, "is_topic_message", False) else None
        await self._send_one(old.chat.id, _kind(old), message, thread)

    async def _ask(self, method: TelegramMethod[Any], chat_id: int, kind: ChatKind) -> Any:
        self._pace.reply(chat_id, kind, self._clock.monotonic())
        try:
            return await self._bot(method)
        except TelegramRetryAfter as error:
            if error.retry_after > PATIENCE:
                raise
            await self._clock.sleep(error.retry_after)
            return await self._bot(method)
        except (TelegramNetworkError, TelegramServerError):
            await asyncio.sleep(0.3)
            return await self._bot(method)

    def _lost(self, error: Exception) -> None:
        log.warning("answer_refused", error=type(error).__name__, reason=getattr(error, "message", ""))


def _kind(message: TelegramMessage | InaccessibleMessage) -> ChatKind:
    return ChatKind(message.chat.type)


def _editable(old: TelegramMessage, new: Message) -> bool:
    """Text and photo messages are edited by different methods and never become each other."""
    return bool(old.photo) == bool(new.photo)
