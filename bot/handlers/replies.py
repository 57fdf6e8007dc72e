"""Answers to people: at once, ahead of any push, by an edit where a button was pressed."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from dataclasses import replace
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
from aiogram.methods import (
    DeleteEphemeralMessage,
    DeleteMessage,
    EditEphemeralMessageText,
    EditMessageReplyMarkup,
    TelegramMethod,
)
from aiogram.types import CallbackQuery, EphemeralMessageParameters, InaccessibleMessage, ReplyParameters
from aiogram.types import Message as TelegramMessage

from bot.buttons import steer, steered
from bot.clock import Clock
from bot.delivery import editing, markup, preview, sending, sending_rich
from bot.handlers.caller import Whisper, ephemeral_id
from bot.models import Button, Chat, ChatKind, Message
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
        self,
        chat_id: int,
        kind: ChatKind,
        messages: Message | Iterable[Message],
        *,
        thread_id: int | None = None,
        whisper: Whisper | None = None,
    ) -> list[TelegramMessage]:
        """Send one or several messages in order; what Telegram accepted. With ``whisper`` only one member of a group
        sees them, where the server knows how."""
        sent = []
        for message in (messages,) if isinstance(messages, Message) else messages:
            answer = await self._whispered(chat_id, kind, message, thread_id, whisper) if whisper else None
            answer = answer or await self._send_one(chat_id, kind, message, thread_id)
            if isinstance(answer, TelegramMessage):
                sent.append(answer)
        return sent

    async def edit(self, query: CallbackQuery, message: Message) -> None:
        """Replace the message under the button; where that cannot be done, answer with a new one. Buttons go on
        meaning the channel that the pressed one meant."""
        old = query.message
        if old is None:
            return
        message = addressed(message, steered(query.data)[0])
        if isinstance(old, TelegramMessage) and (number := ephemeral_id(old)) is not None:
            await self._edit_whispered(query, old, number, message)
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

    async def delete(self, query: CallbackQuery) -> None:
        """Take the message under the button away; one that is too old for that loses its buttons at least."""
        old = query.message
        if not isinstance(old, TelegramMessage):
            return
        number = ephemeral_id(old)
        method: TelegramMethod[Any] = DeleteMessage(chat_id=old.chat.id, message_id=old.message_id)
        if number is not None:
            method = DeleteEphemeralMessage(
                chat_id=old.chat.id, receiver_user_id=query.from_user.id, ephemeral_message_id=number
            )
        if not await self.call(method, old.chat.id, _kind(old)) and number is None:
            bare = EditMessageReplyMarkup(chat_id=old.chat.id, message_id=old.message_id)
            await self.call(bare, old.chat.id, _kind(old))

    async def answer(self, query: CallbackQuery, text: str = "", *, alert: bool = False) -> None:
        """Every press is answered once and early; one that is too old is answered by nobody."""
        try:
            await self._bot.answer_callback_query(query.id, text[:ALERT_CHARS] or None, show_alert=alert or None)
        except (TelegramAPIError, ClientDecodeError) as error:
            log.info("press_not_answered", reason=type(error).__name__)

    @property
    def bot_id(self) -> int:
        return self._bot.id

    async def ask(self, method: TelegramMethod[Any], chat: Chat) -> Any:
        """A method whose refusal the caller wants to understand: raises what aiogram raises."""
        return await self._ask(method, chat.id, chat.kind)

    async def call(self, method: TelegramMethod[Any], chat_id: int = 0, kind: ChatKind = ChatKind.PRIVATE) -> Any:
        """Any other method; ``None`` where Telegram refuses."""
        try:
            return await self._ask(method, chat_id, kind)
        except (TelegramAPIError, ClientDecodeError) as error:
            self._lost(error)
            return None

    async def _whispered(
        self, chat_id: int, kind: ChatKind, message: Message, thread_id: int | None, whisper: Whisper
    ) -> Any:
        """Seen by one member of a group only; ``None`` where the server cannot or will not."""
        extra: dict[str, Any] = {
            "ephemeral_message_parameters": EphemeralMessageParameters(
                receiver_user_id=whisper.user_id, callback_query_id=whisper.press
            )
        }
        if whisper.reply_to is not None:
            extra["reply_parameters"] = ReplyParameters(ephemeral_message_id=whisper.reply_to)
        try:
            return await self._ask(sending(message, chat_id, thread_id, **extra), chat_id, kind)
        except (TelegramBadRequest, TelegramNotFound) as error:
            log.info("whisper_refused", reason=error.message)
        except (TelegramAPIError, ClientDecodeError) as error:
            self._lost(error)
        return None

    async def _edit_whispered(self, query: CallbackQuery, old: TelegramMessage, number: int, message: Message) -> None:
        method = EditEphemeralMessageText(
            chat_id=old.chat.id,
            receiver_user_id=query.from_user.id,
            ephemeral_message_id=number,
            text=message.html,
            parse_mode="HTML",
            link_preview_options=preview(message),
            reply_markup=markup(message.buttons),
        )
        try:
            await self._ask(method, old.chat.id, _kind(old))
        except TelegramBadRequest as error:
            if "message is not modified" not in error.message:
                log.info("edit_refused", reason=error.message)
                thread = old.message_thread_id if old.is_topic_message else None
                await self._whispered(
                    old.chat.id, _kind(old), message, thread, Whisper(query.from_user.id, press=query.id)
                )
        except (TelegramAPIError, ClientDecodeError) as error:
            self._lost(error)

    async def _send_one(self, chat_id: int, kind: ChatKind, message: Message, thread_id: int | None) -> Any:
        try:
            return await self._send_in_layout(chat_id, kind, message, thread_id)
        except TelegramForbiddenError as error:
            await self._store.suspend_chat(chat_id, error.message, self._clock.now())
        except TelegramMigrateToChat as error:
            await self._store.migrate_chat(chat_id, error.migrate_to_chat_id, self._clock.now())
            return await self._send_one(error.migrate_to_chat_id, ChatKind.SUPERGROUP, message, None)
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


def addressed(message: Message, channel_id: int | None) -> Message:
    """The message with buttons that mean ``channel_id``, wherever they are pressed."""
    if channel_id is None:
        return message
    rows = (tuple(one for button in row if (one := _addressed(button, channel_id))) for row in message.buttons)
    return replace(message, buttons=tuple(row for row in rows if row))


def _addressed(button: Button, channel_id: int) -> Button | None:
    if button.data is None:
        return button
    data = steer(channel_id, button.data)
    return replace(button, data=data) if data else None


def _kind(message: TelegramMessage | InaccessibleMessage) -> ChatKind:
    return ChatKind(message.chat.type)


def _editable(old: TelegramMessage, new: Message) -> bool:
    """Text and photo messages are edited by different methods and never become each other."""
    return bool(old.photo) == bool(new.photo)
