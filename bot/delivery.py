"""One message out: a :class:`Message` becomes a call of the Bot API, the answer becomes an :class:`Outcome`.

Decides nothing about when (``pace``) or what next (``jobs``); writes nothing down (``store``).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import structlog
from aiogram import Bot
from aiogram.exceptions import (
    ClientDecodeError,
    TelegramAPIError,
    TelegramBadRequest,
    TelegramConflictError,
    TelegramForbiddenError,
    TelegramMigrateToChat,
    TelegramNetworkError,
    TelegramNotFound,
    TelegramRetryAfter,
    TelegramUnauthorizedError,
)
from aiogram.methods import (
    CopyMessage,
    EditMessageCaption,
    EditMessageText,
    SendMessage,
    SendPhoto,
    SendRichMessage,
    TelegramMethod,
)
from aiogram.types import (
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InputRichMessage,
    LinkPreviewOptions,
)
from aiogram.types import Message as TelegramMessage
from aiohttp import ClientConnectorError

from bot.clock import Clock
from bot.models import (
    Action,
    Delivery,
    Flood,
    Invalid,
    Keyboard,
    Message,
    Migrated,
    Outcome,
    Refused,
    Sent,
    TopicGone,
    Unknown,
)

log = structlog.get_logger()

SEND_TIMEOUT = 30
RICH_REST_SECONDS = 3600.0  # a server without rich messages (404) is not asked again for so long

# Descriptions of the Bot API's 400 answers (tdlib/telegram-bot-api, Client.cpp, and td's error texts).
_TOPIC = re.compile(r"message thread not found|TOPIC_CLOSED|TOPIC_DELETED|TOPIC_ID_INVALID", re.IGNORECASE)
_CHAT = re.compile(
    r"chat not found|user not found|user is deactivated|bot was (kicked|blocked)|group chat was (deactivated|upgraded)"
    r"|not enough rights|have no rights|need administrator rights|CHAT_(WRITE|SEND_\w+|ADMIN_REQUIRED)"
    r"|PEER_ID_INVALID|bot is not a member|CHANNEL_PRIVATE|CHAT_RESTRICTED",
    re.IGNORECASE,
)
_PICTURE = re.compile(
    r"HTTP URL|wrong (remote )?file identifier|wrong type of the web page content|PHOTO|IMAGE|WEBPAGE|MEDIA",
    re.IGNORECASE,
)


def markup(keyboard: Keyboard) -> InlineKeyboardMarkup | None:
    """The inline keyboard as aiogram wants it; ``None`` where there is none."""
    rows = [
        [
            InlineKeyboardButton(
                text=button.text, callback_data=button.data, url=button.url, switch_inline_query=button.share
            )
            for button in row
        ]
        for row in keyboard
    ]
    return InlineKeyboardMarkup(inline_keyboard=rows) if rows else None


def preview(message: Message) -> LinkPreviewOptions:
    """Links do not explode into previews; one that is wanted is named."""
    if not message.preview:
        return LinkPreviewOptions(is_disabled=True)
    return LinkPreviewOptions(url=message.preview, prefer_large_media=True)


def sending(message: Message, chat_id: int, thread_id: int | None, **extra: Any) -> TelegramMethod[Any]:
    """The classic call that sends ``message``: a photo with its caption, or text."""
    common: dict[str, Any] = {
        "chat_id": chat_id,
        "message_thread_id": thread_id,
        "disable_notification": message.silent or None,
        "reply_markup": markup(message.buttons),
        **extra,
    }
    if message.photo:
        return SendPhoto(photo=message.photo, caption=message.html, parse_mode="HTML", **common)
    return SendMessage(text=message.html, parse_mode="HTML", link_preview_options=preview(message), **common)


def sending_rich(message: Message, chat_id: int, thread_id: int | None, **extra: Any) -> TelegramMethod[Any]:
    return SendRichMessage(
        chat_id=chat_id,
        rich_message=InputRichMessage(html=message.rich or "", skip_entity_detection=True),
        message_thread_id=thread_id,
        disable_notification=message.silent or None,
        reply_markup=markup(message.buttons),
        **extra,
    )


def editing(message: Message, chat_id: int, message_id: int) -> TelegramMethod[Any]:
    """The call that replaces a sent message; a photo keeps its picture, only its caption changes."""
    keyboard = markup(message.buttons)
    if message.photo:
        return EditMessageCaption(
            chat_id=chat_id, message_id=message_id, caption=message.html, parse_mode="HTML", reply_markup=keyboard
        )
    if message.rich:
        rich = InputRichMessage(html=message.rich, skip_entity_detection=True)
        return EditMessageText(chat_id=chat_id, message_id=message_id, rich_message=rich, reply_markup=keyboard)
    return EditMessageText(
        chat_id=chat_id,
        message_id=message_id,
        text=message.html,
        parse_mode="HTML",
        link_preview_options=preview(message),
        reply_markup=keyboard,
    )


def refusal(error: TelegramAPIError | ClientDecodeError, target: int | None = None) -> Outcome:
    """What an error of the Bot API means for the row that it hit."""
    match error:
        case TelegramRetryAfter():
            return Flood(float(error.retry_after))
        case TelegramMigrateToChat():
            return Migrated(error.migrate_to_chat_id)
        case TelegramForbiddenError():
            return Refused(error.message)
        case TelegramUnauthorizedError():
            return Unknown(error.message, before=True)
        case TelegramBadRequest() | TelegramNotFound():
            return _bad_request(error.message, target)
        case TelegramNetworkError():
            return Unknown(error.message, before=isinstance(error.__cause__, ClientConnectorError))
        case TelegramConflictError() | TelegramAPIError():
            return Unknown(error.message)
        case ClientDecodeError():  # a proxy's HTML page instead of JSON
            return Unknown("an answer that is not JSON")


def _bad_request(text: str, target: int | None) -> Outcome:
    if _TOPIC.search(text):
        return TopicGone(text)
    if _CHAT.search(text):
        return Refused(text)
    if "message is not modified" in text and target:
        return Sent(target)
    return Invalid(text)


class Courier:
    """Carries deliveries to Telegram; knows for the process whether the server can show rich messages."""

    def __init__(self, bot: Bot, clock: Clock, *, timeout: int = SEND_TIMEOUT) -> None:
        self._bot = bot
        self._clock = clock
        self._timeout = timeout
        self._rich_from = 0.0

    async def deliver(self, delivery: Delivery, file_ids: Mapping[str, str], *, paid: bool = False) -> Outcome:
        """Send or edit one message; never raises for anything that Telegram or the network does."""
        extra = {"allow_paid_broadcast": True} if paid else {}
        message = delivery.message
        if message.photo and message.photo in file_ids:
            message = _with_photo(message, file_ids[message.photo])
        try:
            answer = await self._call(delivery, message, extra)
        except (TelegramAPIError, ClientDecodeError) as error:
            outcome = refusal(error, delivery.target_message_id)
            if isinstance(outcome, Invalid) and message.photo and _PICTURE.search(outcome.reason):
                log.info("picture_refused", reason=outcome.reason)
                return await self.deliver(_plain(delivery), file_ids, paid=paid)
            return outcome
        return _sent(answer, delivery)

    async def _call(self, delivery: Delivery, message: Message, extra: dict[str, Any]) -> Any:
        if delivery.action is Action.EDIT and delivery.target_message_id:
            return await self._edit(message, delivery.chat_id, delivery.target_message_id)
        if delivery.action is Action.COPY and delivery.source_chat_id and delivery.target_message_id:
            return await self._ask(
                CopyMessage(
                    chat_id=delivery.chat_id,
                    from_chat_id=delivery.source_chat_id,
                    message_id=delivery.target_message_id,
                    message_thread_id=delivery.thread_id,
                    reply_markup=markup(message.buttons),
                    **extra,
                )
            )
        if message.rich and self._clock.monotonic() >= self._rich_from:
            try:
                return await self._ask(sending_rich(message, delivery.chat_id, delivery.thread_id, **extra))
            except (TelegramBadRequest, TelegramNotFound) as error:
                if not self._classic_helps(error):
                    raise
        return await self._ask(sending(message, delivery.chat_id, delivery.thread_id, **extra))

    async def _edit(self, message: Message, chat_id: int, message_id: int) -> Any:
        """Edit in the form that was meant; what was sent in a plainer one (its picture or its rich layout was refused
        then) is edited in that."""
        try:
            return await self._ask(editing(message, chat_id, message_id))
        except TelegramBadRequest as error:
            if "message is not modified" in error.message or not (message.photo or message.rich):
                raise
            if not isinstance(_bad_request(error.message, None), Invalid):
                raise
        return await self._ask(editing(replace(message, photo=None, rich=None), chat_id, message_id))

    def _classic_helps(self, error: TelegramAPIError) -> bool:
        """Whether the same content in the classic layout may pass; remembers a server without the method."""
        if isinstance(error, TelegramNotFound):
            self._rich_from = self._clock.monotonic() + RICH_REST_SECONDS
            return True
        if not isinstance(_bad_request(error.message, None), Invalid):
            return False
        log.warning("rich_layout_refused", reason=error.message)
        return True

    async def _ask(self, method: TelegramMethod[Any]) -> Any:
        return await self._bot(method, request_timeout=self._timeout)


def _with_photo(message: Message, photo: str | None) -> Message:
    return replace(message, photo=photo)


def _plain(delivery: Delivery) -> Delivery:
    """The same row without its picture; the caption becomes the text."""
    return replace(delivery, message=_with_photo(delivery.message, None))


def _sent(answer: Any, delivery: Delivery) -> Outcome:
    if isinstance(answer, TelegramMessage):
        photo = answer.photo[-1].file_id if answer.photo else None
        return Sent(answer.message_id, photo)
    message_id = getattr(answer, "message_id", None) or delivery.target_message_id
    return Sent(message_id or 0)


async def redraw(bot: Bot, chat_id: int, message_id: int, message: Message) -> None:
    """Edit a message that somebody watches; where that is refused, the next edit may pass."""
    try:
        await bot(editing(message, chat_id, message_id))
    except (TelegramAPIError, ClientDecodeError) as error:
        log.info("screen_not_redrawn", reason=getattr(error, "message", type(error).__name__))


async def tell(bot: Bot, chat_id: int, message: Message) -> None:
    """Send a message past the outbox: only for what must be said when the outbox itself is the trouble."""
    try:
        await bot(sending(message, chat_id, None))
    except (TelegramAPIError, ClientDecodeError) as error:
        log.error("not_told", reason=getattr(error, "message", type(error).__name__))
