"""Who is asking, where, in which language, with what rights: found once per update, handed to every handler."""

from __future__ import annotations

import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

import structlog
from aiogram import BaseMiddleware, Bot
from aiogram.enums import ChatMemberStatus
from aiogram.exceptions import ClientDecodeError, TelegramAPIError
from aiogram.types import Chat as TelegramChat
from aiogram.types import TelegramObject, Update, User

from bot.clock import Clock
from bot.config import Config
from bot.metrics import Metrics
from bot.models import Chat, ChatKind, ChatState
from bot.store import Store
from bot.texts import Texts, texts

log = structlog.get_logger()

ANONYMOUS_ADMIN = 1087968824  # @GroupAnonymousBot: an administrator who posts as the group
RUSSIAN_READERS = ("ru", "uk", "be", "ky", "uz", "tg", "tt", "az", "hy", "tk", "mn")
RIGHTS_SECONDS = 60.0
REQUESTS_PER_MINUTE = 40


@dataclass(frozen=True, slots=True)
class Caller:
    """One update's person and place. ``known`` tells whether the chat is stored already."""

    chat: Chat
    known: bool
    user_id: int
    thread_id: int | None
    t: Texts
    owner: bool
    as_chat: bool = False  # an anonymous admin or a channel: speaks as the chat itself

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.chat.time_zone)

    @property
    def private(self) -> bool:
        return self.chat.kind is ChatKind.PRIVATE


def language_of(code: str | None) -> str:
    """The language to greet a client in: its own where we speak it, Russian for its neighbours, else English."""
    base = (code or "ru").split("-")[0].lower()
    if base in {"kk", "kz"}:
        return "kk"
    return "ru" if base in RUSSIAN_READERS else "en"


class Rights:
    """Who may change a chat's settings: everybody at home, administrators in groups and channels."""

    def __init__(self, bot: Bot, clock: Clock) -> None:
        self._bot = bot
        self._clock = clock
        self._known: dict[tuple[int, int], tuple[float, bool]] = {}

    async def may_change(self, caller: Caller) -> bool:
        if caller.private or caller.as_chat:
            return True
        return await self.administers(caller.chat.id, caller.user_id)

    async def administers(self, chat_id: int, user_id: int) -> bool:
        """Whether Telegram says so now; remembered for a minute, not when it could not be asked."""
        now = self._clock.monotonic()
        until, answer = self._known.get((chat_id, user_id), (0.0, False))
        if now < until:
            return answer
        try:
            member = await self._bot.get_chat_member(chat_id, user_id)
        except (TelegramAPIError, ClientDecodeError):
            return False
        answer = member.status in {ChatMemberStatus.CREATOR, ChatMemberStatus.ADMINISTRATOR}
        if len(self._known) > 10_000:
            self._known.clear()
        self._known[chat_id, user_id] = (now + RIGHTS_SECONDS, answer)
        return answer


class CallerMiddleware(BaseMiddleware):
    """Puts a :class:`Caller` beside every update; banned chats and floods of requests end here."""

    def __init__(self, store: Store, config: Config, clock: Clock, metrics: Metrics) -> None:
        self._store = store
        self._config = config
        self._clock = clock
        self._metrics = metrics
        self._requests: dict[int, tuple[int, int]] = {}  # user -> (minute, requests in it)

    async def __call__(
        self,
        handler: Callable[[TelegramObject, dict[str, Any]], Awaitable[Any]],
        event: TelegramObject,
        data: dict[str, Any],
    ) -> Any:
        if not isinstance(event, Update):
            return await handler(event, data)
        self._metrics.updates.labels(event.event_type).inc()
        caller = await self._caller(event, data)
        if caller is None:
            return None
        data["caller"] = caller
        began = time.perf_counter()
        try:
            return await handler(event, data)
        finally:
            self._metrics.handle_seconds.observe(time.perf_counter() - began)

    async def _caller(self, event: Update, data: dict[str, Any]) -> Caller | None:
        context = data["event_context"]
        user, place = context.user, context.chat
        if user is None and place is None:
            return None
        if user is not None and self._too_many(user.id):
            return None
        stored = await self._store.chat(place.id if place else user.id)
        if stored is not None and stored.state is ChatState.BANNED:
            return None
        if stored is not None and stored.state is ChatState.SUSPENDED and _speaks(event):
            await self._store.wake_chat(stored.id, self._clock.now())
        chat = stored or self.newcomer(place, user)
        user_id = user.id if user else 0
        return Caller(
            chat=chat,
            known=stored is not None,
            user_id=user_id,
            thread_id=context.thread_id,
            t=texts(chat.language),
            owner=user_id in self._config.telegram.admins,
            as_chat=user_id == ANONYMOUS_ADMIN or (user is None and chat.kind is ChatKind.CHANNEL),
        )

    def newcomer(self, place: TelegramChat | None, user: User | None) -> Chat:
        """A chat as it would be stored: the language guessed from the client, the zone of the settings."""
        language = language_of(user.language_code if user else None)
        own = place is None or place.type == ChatKind.PRIVATE
        return Chat(
            id=place.id if place else (user.id if user else 0),
            kind=ChatKind.PRIVATE if own or place is None else ChatKind(place.type),
            title=(user.full_name if own and user else place.title if place else "") or "",
            username=(user.username if own and user else place.username if place else None),
            language=language,
            time_zone=self._config.schedule.time_zone,
            news_languages=("kk", "ru") if language == "kk" else ("ru", "kk"),
        )

    def _too_many(self, user_id: int) -> bool:
        """One person's requests are capped, so that nobody harms the rest."""
        minute = int(self._clock.monotonic() // 60)
        before, count = self._requests.get(user_id, (minute, 0))
        count = count + 1 if before == minute else 1
        if len(self._requests) > 50_000:
            self._requests.clear()
        self._requests[user_id] = (minute, count)
        if count == REQUESTS_PER_MINUTE + 1:
            log.warning("too_many_requests", user=user_id)
        return count > REQUESTS_PER_MINUTE and user_id not in self._config.telegram.admins


def _speaks(event: Update) -> bool:
    """Whether somebody writes to us, rather than leaves."""
    return bool(event.message or event.callback_query or event.channel_post)
