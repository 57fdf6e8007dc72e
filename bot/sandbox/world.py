"""All that the sandbox knows: the bot, people, chats, messages, files; and who wants to hear of changes."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from itertools import count

from .calls import Json
from .chats import Chat, Member, Record
from .files import Files
from .flood import Flood
from .refusals import bad, forbidden, migrated
from .updates import Updates

ANONYMOUS_ADMIN: Json = {
    "id": 1087968824,
    "is_bot": True,
    "first_name": "Group",
    "username": "GroupAnonymousBot",
}
CHANNEL_BOT: Json = {"id": 136817688, "is_bot": True, "first_name": "Channel", "username": "Channel_Bot"}
SERVICE: Json = {"id": 777000, "is_bot": False, "first_name": "Telegram"}

Listener = Callable[[Json], None]


class World:
    """The state, and the few operations that keep it whole; it knows nothing of HTTP.

    ``now`` gives the date of messages (Unix seconds), ``clock`` the monotonic time of pace and patience.
    ``keep`` bounds the messages kept per chat; with ``open_doors`` every unknown positive id is a person who has
    started the bot, so that a benchmark needs no introduction of each.
    """

    def __init__(
        self,
        *,
        bot_id: int,
        flood: Flood,
        clock: Callable[[], float] = time.monotonic,
        now: Callable[[], float] = time.time,
        keep: int = 10_000,
        open_doors: bool = False,
        private_topics: bool = False,
    ) -> None:
        self.bot: Json = {"id": bot_id, "is_bot": True, "first_name": "Aimaq", "username": "aimaq_sandbox_bot"}
        self.clock, self.now, self.keep, self.open_doors = clock, now, keep, open_doors
        self.private_topics = private_topics
        self.flood = flood
        self.files = Files()
        self.updates = Updates(now=now)
        self.users: dict[int, Json] = {bot_id: self.bot}
        self.chats: dict[int, Chat] = {}
        self.by_name: dict[str, int] = {}
        self.inline_messages: dict[str, tuple[int, int]] = {}
        self._private_ids = count(2)
        self._serial = count(1)
        self._listeners: list[Listener] = []
        self._changed: asyncio.Event | None = None

    @property
    def bot_id(self) -> int:
        return int(self.bot["id"])

    def serial(self) -> int:
        """A number that was not given before: ids of queries, albums and files."""
        return next(self._serial)

    def date(self) -> int:
        return int(self.now())

    # --- people and chats

    def add_chat(self, chat: Chat) -> Chat:
        self.chats[chat.id] = chat
        if chat.username:
            self.by_name[chat.username.lower()] = chat.id
        self.tell({"type": "chat", "chat": chat.id})
        return chat

    def add_user(self, user: Json, *, started: bool = True) -> Chat:
        """A person and the private chat with the bot."""
        self.users[user["id"]] = user
        chat = Chat(user["id"], "private", started=started, person=user)
        chat.members = {user["id"]: Member(user["id"]), self.bot_id: Member(self.bot_id)}
        return self.add_chat(chat)

    def chat(self, reference: object) -> Chat:
        """The chat that a ``chat_id`` names (a number or ``@username``); 400 where there is none or it moved."""
        chat = self._look_up(reference)
        if chat is None:
            raise bad("chat not found")
        if chat.migrated_to is not None:
            raise migrated(chat.migrated_to)
        return chat

    def _look_up(self, reference: object) -> Chat | None:
        if reference in (None, ""):
            raise bad("chat_id is empty")
        name = str(reference)
        if name.startswith("@"):
            return self.chats.get(self.by_name.get(name[1:].lower(), 0))
        try:
            number = int(name)
        except ValueError:
            return None
        chat = self.chats.get(number)
        if chat is None and self.open_doors and number > 0:
            return self.add_user({"id": number, "is_bot": False, "first_name": f"Reader {number}"})
        return chat

    def reachable(self, reference: object) -> Chat:
        """A chat that the bot may read; 403 where it was thrown out."""
        chat = self.chat(reference)
        if chat.private:
            _check_person(chat)
            return chat
        bot = chat.member(self.bot_id)
        if not bot.present:
            raise forbidden(_absent(chat, bot))
        return chat

    def writable(self, reference: object, right: str = "can_send_messages") -> Chat:
        """A chat that the bot may write to. ``right`` is a name of ChatPermissions."""
        chat = self.reachable(reference)
        bot = chat.member(self.bot_id)
        if chat.kind == "channel" and not bot.may("can_post_messages"):
            raise bad("need administrator rights in the channel chat")
        if not chat.private and not bot.admin and not bot.rights.get(right, True):
            what = right.removeprefix("can_send_").replace("messages", "text messages")
            raise bad(f"not enough rights to send {what} to the chat")
        return chat

    # --- messages

    def next_message_id(self, chat: Chat) -> int:
        """Private chats and basic groups share one sequence, supergroups and channels have their own.

        1 is the making of the chat, and the General topic of a forum, so it is never given to a message.
        """
        if chat.kind in ("private", "group"):
            chat.last_message = next(self._private_ids)
        else:
            chat.last_message = max(chat.last_message, 1) + 1
        return chat.last_message

    def post(self, chat: Chat, message: Json) -> Record:
        record = Record(message)
        chat.keep(record, self.keep)
        self.tell({"type": "message", "chat": chat.id, "message": message})
        return record

    def change(self, chat: Chat, record: Record, message: Json) -> None:
        record.earlier.append(record.message)
        record.message = message
        self.tell({"type": "edit", "chat": chat.id, "message": message})

    def remove(self, chat: Chat, record: Record) -> None:
        record.deleted = True
        self.tell({"type": "delete", "chat": chat.id, "message_id": record.id})

    def record(self, chat: Chat, message_id: int | None, missing: str) -> Record:
        record = chat.records.get(message_id or 0)
        if record is None or record.deleted:
            raise bad(missing)
        return record

    # --- listeners

    def listen(self, listener: Listener) -> Callable[[], None]:
        """``listener`` is called with every event; the answer ends that."""
        self._listeners.append(listener)
        return lambda: self._listeners.remove(listener)

    def tell(self, event: Json) -> None:
        for listener in self._listeners:
            listener(event)
        if self._changed is not None:
            self._changed.set()
            self._changed = None

    async def until(self, timeout: float) -> bool:
        """Waits for the next event; ``False`` when none came in ``timeout`` seconds of real time."""
        if self._changed is None:
            self._changed = asyncio.Event()
        try:
            await asyncio.wait_for(self._changed.wait(), timeout)
        except TimeoutError:
            return False
        return True


def _check_person(chat: Chat) -> None:
    if chat.deactivated:
        raise forbidden("user is deactivated")
    if chat.blocked:
        raise forbidden("bot was blocked by the user")
    if not chat.started:
        raise forbidden("bot can't initiate conversation with a user")


def _absent(chat: Chat, bot: Member) -> str:
    kind = {"group": "group chat", "supergroup": "supergroup chat"}.get(chat.kind, "channel chat")
    return f"bot was kicked from the {kind}" if bot.status == "kicked" else f"bot is not a member of the {kind}"
