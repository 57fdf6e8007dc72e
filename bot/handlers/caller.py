"""Who is asking, where, in which language, with what rights: found once per update, handed to every handler."""

from __future__ import annotations

import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from typing import Any
from zoneinfo import ZoneInfo

import structlog
from aiogram import BaseMiddleware, Bot
from aiogram.enums import ChatMemberStatus
from aiogram.exceptions import ClientDecodeError, TelegramAPIError
from aiogram.types import CallbackQuery, InaccessibleMessage, TelegramObject, Update, User
from aiogram.types import Chat as TelegramChat
from aiogram.types import Message as TelegramMessage

from bot.buttons import steered
from bot.clock import Clock
from bot.config import Config
from bot.metrics import Metrics
from bot.models import Chat, ChatKind, ChatState
from bot.store import Store
from bot.texts import Texts, texts

log = structlog.get_logger()

RUSSIAN_READERS = ("ru", "uk", "be", "ky", "uz", "tg", "tt", "az", "hy", "tk", "mn")
RIGHTS_SECONDS = 60.0
REQUESTS_PER_MINUTE = 60
KNOWN_RIGHTS = 10_000


@dataclass(frozen=True, slots=True)
class Whisper:
    """How an answer reaches one member of a group only: in reply to his ephemeral command, or after his press."""

    user_id: int
    reply_to: int | None = None  # an incoming ephemeral message
    press: str | None = None  # a callback query


@dataclass(frozen=True, slots=True)
class Caller:
    """One update's person and place. ``known`` tells whether the chat is stored already.

    ``chat`` is the one whose settings and news are meant; ``home`` is the private chat from which somebody manages a
    channel, and answers go there then.
    """

    chat: Chat
    known: bool
    user_id: int
    thread_id: int | None
    t: Texts
    owner: bool
    as_chat: bool = False  # an anonymous admin or a channel: speaks as the chat itself
    speaks_as: int | None = None  # another chat in whose name somebody writes to a group
    home: Chat | None = None
    whisper: Whisper | None = None
    too_often: bool = False

    @property
    def place(self) -> Chat:
        """Where answers go."""
        return self.home or self.chat

    @property
    def steers(self) -> int | None:
        """The channel that buttons of the answer have to name, if any."""
        return self.chat.id if self.home else None

    def seeing(self, chat: Chat) -> Caller:
        """The same caller after the chat's settings changed; who manages a channel keeps his own language."""
        return replace(self, chat=chat, known=True, t=self.t if self.home else texts(chat.language))

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.chat.time_zone)

    @property
    def private(self) -> bool:
        return self.chat.kind is ChatKind.PRIVATE


async def is_staff(caller: Caller, store: Store) -> bool:
    """Whether an owner or an editor asks, in his private chat: a group would read along."""
    return caller.private and (caller.owner or caller.user_id in await store.editors())


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
        if caller.speaks_as is not None:
            return await self._is_linked(caller.chat.id, caller.speaks_as)
        return await self.administers(caller.chat.id, caller.user_id)

    async def _is_linked(self, chat_id: int, channel_id: int) -> bool:
        """Whether a group is the discussion of the channel in whose name somebody writes: its owner."""

        async def ask() -> bool:
            return (await self._bot.get_chat(chat_id)).linked_chat_id == channel_id

        return await self._remembered((chat_id, channel_id), ask)

    async def administers(self, chat_id: int, user_id: int) -> bool:
        """Whether Telegram says so now; remembered for a minute, not when it could not be asked."""

        async def ask() -> bool:
            member = await self._bot.get_chat_member(chat_id, user_id)
            return member.status in {ChatMemberStatus.CREATOR, ChatMemberStatus.ADMINISTRATOR}

        return await self._remembered((chat_id, user_id), ask)

    def forget(self, chat_id: int, user_id: int) -> None:
        """Somebody's rights have changed."""
        self._known.pop((chat_id, user_id), None)

    async def _remembered(self, key: tuple[int, int], ask: Callable[[], Awaitable[bool]]) -> bool:
        now = self._clock.monotonic()
        until, answer = self._known.get(key, (0.0, False))
        if now < until:
            return answer
        try:
            answer = await ask()
        except (TelegramAPIError, ClientDecodeError):
            return False
        if len(self._known) > KNOWN_RIGHTS:
            self._known.clear()
        self._known[key] = (now + RIGHTS_SECONDS, answer)
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
        if (user is None and place is None) or (event.message and event.message.is_automatic_forward):
            return None
        over = await self._over_limit(user.id) if user and _asks(event) else 0
        if over > 1:
            return None
        stored = await self._store.chat(place.id if place else user.id)
        if stored is not None and stored.state is ChatState.BANNED:
            return None
        if stored is not None and stored.state is ChatState.SUSPENDED and _speaks(event):
            await self._store.wake_chat(stored.id, self._clock.now())
        chat = stored or self.newcomer(place, user)
        user_id = user.id if user else 0
        message = event.message or event.channel_post
        sender = message.sender_chat if message else None
        caller = Caller(
            chat=chat,
            known=stored is not None,
            user_id=user_id,
            thread_id=context.thread_id,
            t=texts(chat.language),
            owner=user_id in self._config.telegram.admins,
            as_chat=chat.kind is not ChatKind.PRIVATE and sender is not None and sender.id == chat.id,
            speaks_as=sender.id if sender is not None and sender.id != chat.id else None,
            whisper=_whisper(event),
            too_often=over == 1,
        )
        return await self._steering(caller, event.callback_query)

    async def _steering(self, caller: Caller, query: CallbackQuery | None) -> Caller | None:
        """A press that means a channel: the channel's settings, answered in the private chat. Whether this person
        administers it is asked by `Steering`."""
        channel_id, _ = steered(query.data if query else None)
        if channel_id is None:
            return caller
        channel = await self._store.chat(channel_id)
        if channel is None or channel.kind is not ChatKind.CHANNEL or not caller.private:
            return replace(caller, home=caller.chat)
        return replace(caller, chat=channel, known=True, home=caller.chat)

    def newcomer(self, place: TelegramChat | None, user: User | None) -> Chat:
        """A chat as it would be stored: the language guessed from the client, the zone of the settings; of a person
        no name."""
        language = language_of(user.language_code if user else None)
        own = place is None or place.type == ChatKind.PRIVATE
        return Chat(
            id=place.id if place else (user.id if user else 0),
            kind=ChatKind.PRIVATE if own or place is None else ChatKind(place.type),
            title="" if own or place is None else place.title or "",
            username=None if own or place is None else place.username,
            language=language,
            time_zone=self._config.schedule.time_zone,
            news_languages=("kk", "ru") if language == "kk" else ("ru", "kk"),
        )

    async def _over_limit(self, user_id: int) -> int:
        """By how many requests of this minute one person is beyond the cap, so that nobody harms the rest. The
        staff, who press a button for each label of each story, have none."""
        if user_id in self._config.telegram.admins:
            return 0
        minute = int(self._clock.monotonic() // 60)
        before, count = self._requests.get(user_id, (minute, 0))
        count = count + 1 if before == minute else 1
        if len(self._requests) > 50_000:
            self._requests.clear()
        self._requests[user_id] = (minute, count)
        if count <= REQUESTS_PER_MINUTE or user_id in await self._store.editors():
            return 0
        if count == REQUESTS_PER_MINUTE + 1:
            log.warning("too_many_requests", user=user_id)
        return count - REQUESTS_PER_MINUTE


def _asks(event: Update) -> bool:
    """Whether somebody wants something of us, rather than talks in a group that we overhear."""
    message = event.message
    overheard = message is not None and message.chat.type != ChatKind.PRIVATE and not message.reply_to_message
    return not overheard or (message is not None and (message.text or "").startswith("/"))


def _speaks(event: Update) -> bool:
    """Whether somebody writes to us, rather than leaves."""
    return bool(event.message or event.callback_query or event.channel_post)


def _whisper(event: Update) -> Whisper | None:
    """The way back to one member of a group, where he asked so that only we saw it."""
    message, query = event.message, event.callback_query
    if message is not None and message.ephemeral_message_id is not None and message.from_user is not None:
        return Whisper(message.from_user.id, reply_to=message.ephemeral_message_id)
    if query is not None and ephemeral_id(query.message) is not None:
        return Whisper(query.from_user.id, press=query.id)
    return None


def ephemeral_id(message: TelegramMessage | InaccessibleMessage | None) -> int | None:
    """The id of a message that one member of a group sees alone."""
    return message.ephemeral_message_id if isinstance(message, TelegramMessage) else None
