"""What people do: type, tap, ask inline, share a place; and what they see. The same functions answer under
``/control/people/…``, so they take and give plain values. A message is meant by its id in a chat."""

from __future__ import annotations

import asyncio
import re
from typing import Any

from .calls import Json
from .chats import Chat, Record
from .keyboards import inline_buttons
from .links import found_entities
from .places import set_blocked
from .posting import visible
from .queries import Queries, Query
from .refusals import bad
from .rich_text import plain_text, rich_buttons
from .sending import origin_of
from .world import ANONYMOUS_ADMIN, CHANNEL_BOT, World

_COMMAND = re.compile(r"/[A-Za-z0-9_]{1,64}(?:@(\w+))?")


class People:
    def __init__(self, world: World, queries: Queries) -> None:
        self._world, self._queries = world, queries
        self._results: dict[str, tuple[int, str, dict[str, Json]]] = {}

    # --- doing

    def say(
        self,
        user: int,
        text: str,
        chat: int | None = None,
        *,
        reply_to: int | None = None,
        thread: int | None = None,
        anonymous: bool = False,
        as_chat: int | None = None,
        entities: list[Json] | None = None,
    ) -> int:
        """``user`` types ``text``, in private where no ``chat`` is named; the answer is the message id.

        ``anonymous``: as an administrator who hides behind the group; ``as_chat``: in a channel's name.
        """
        content: Json = {"text": text}
        found = entities if entities is not None else found_entities(text)
        if found:
            content["entities"] = found
        return self._write(user, chat, content, reply_to, thread, anonymous, as_chat)

    def start(self, user: int, payload: str = "") -> int:
        """Opens the bot by its button or by a link with a payload."""
        return self.say(user, f"/start {payload}".strip())

    def share_location(self, user: int, latitude: float, longitude: float, chat: int | None = None) -> int:
        place = {"location": {"latitude": latitude, "longitude": longitude}}
        return self._write(user, chat, place)

    def forward(self, user: int, from_chat: int, message_id: int, chat: int | None = None) -> int:
        """``user`` forwards a message to ``chat``, to the bot where none is named."""
        source = self._record(from_chat, message_id).message
        content = {
            key: source[key]
            for key in ("text", "entities", "caption", "photo", "document", "location")
            if key in source
        }
        return self._write(user, chat, content | {"forward_origin": origin_of(source)})

    def post(self, channel: int, text: str) -> int:
        """A post in a channel by its owner."""
        place = self._world.chats[channel]
        message = self._message(place, {"text": text})
        message |= {"sender_chat": place.face()}
        self._world.post(place, message)
        if place.member(self._world.bot_id).admin:
            self._world.updates.add("channel_post", message)
        return int(message["message_id"])

    def say_ephemerally(self, user: int, text: str, chat: int) -> int:
        """A command that only the bot sees (``is_ephemeral`` in its commands); the answer is its ephemeral id."""
        place = self._world.chats[chat]
        place.last_ephemeral += 1
        message: Json = {"message_id": 0, "date": self._world.date(), "chat": place.face(), "text": text}
        message |= {"from": self._world.users[user], "ephemeral_message_id": place.last_ephemeral}
        message |= {"receiver_user": self._world.bot, "entities": found_entities(text)}
        place.ephemeral[place.last_ephemeral] = Record(message)
        self._world.tell({"type": "message", "chat": chat, "message": message, "only": user})
        self._world.updates.add("message", message)
        return place.last_ephemeral

    async def press(
        self, user: int, button: str, chat: int | None = None, message_id: int | None = None, *, timeout: float = 5.0
    ) -> Json:
        """Taps the first button whose text or data is (else: contains) ``button``, on the newest message that has it.

        The answer is that of the bot: ``{"text", "show_alert", "url"}``, empty when none came in ``timeout`` seconds.
        A button that is a link answers ``{"url"}`` at once, one that starts inline mode ``{"inline_query"}``.
        """
        place = self._world.chats[chat if chat is not None else user]
        record, found = _find_button(place, user, button, message_id)
        if "url" in found:
            return {"url": found["url"]}
        for name in ("switch_inline_query_current_chat", "switch_inline_query"):
            if name in found:
                return {"inline_query": found[name]}
        if "callback_data" not in found:
            return {}
        return await self.tap(user, place.id, record, found["callback_data"], timeout=timeout)

    async def tap(self, user: int, chat: int, record: Record, data: str, *, timeout: float = 5.0) -> Json:
        """Sends a ``callback_query`` with ``data`` and waits for its answer."""
        place = self._world.chats[chat]
        self._acted(place)
        message = record.message
        query = self._queries.ask(
            self._world, user, chat=chat, message=record.id, ephemeral=message.get("ephemeral_message_id", 0)
        )
        update: Json = {"id": query.id, "from": self._world.users[user], "chat_instance": str(chat), "data": data}
        inline = message.get("inline_message_id")
        update |= {"inline_message_id": inline} if inline else {"message": visible(message)}
        self._world.updates.add("callback_query", update)
        return await _answered(query, timeout)

    async def ask_inline(
        self, user: int, query: str, *, offset: str = "", chat_type: str = "sender", timeout: float = 5.0
    ) -> Json:
        """Types ``@bot query``; the answer is ``{"id", "results", "next_offset", "button", …}`` or empty."""
        asked = self._queries.ask(self._world, user)
        update = {
            "id": asked.id,
            "from": self._world.users[user],
            "query": query,
            "offset": offset,
            "chat_type": chat_type,
        }
        self._world.updates.add("inline_query", update)
        answer = await _answered(asked, timeout)
        if not answer:
            return {}
        self._results[asked.id] = (user, query, {str(result["id"]): result for result in answer["results"]})
        while len(self._results) > 100:
            self._results.pop(next(iter(self._results)))
        shown = [
            {key: value for key, value in result.items() if key != "input_message_content"}
            for result in answer["results"]
        ]
        return {**answer, "id": asked.id, "results": shown}

    def choose(self, user: int, query_id: str, result_id: str, chat: int | None = None) -> int:
        """Sends one of the results to ``chat``; the answer is the message id there."""
        _, query, results = self._results[query_id]
        result = results[result_id]
        content = dict(result["message"])
        inline_id = None
        if result.get("reply_markup"):
            inline_id = f"AAMC{self._world.serial()}"
            content |= {"reply_markup": result["reply_markup"], "inline_message_id": inline_id}
        number = self._write(user, chat, content | {"via_bot": self._world.bot})
        if inline_id:
            self._world.inline_messages[inline_id] = (chat if chat is not None else user, number)
        chosen: Json = {"result_id": result_id, "from": self._world.users[user], "query": query}
        self._world.updates.add(
            "chosen_inline_result", chosen | ({"inline_message_id": inline_id} if inline_id else {})
        )
        return number

    # --- seeing

    def transcript(self, chat: int, user: int | None = None, last: int | None = None) -> list[Json]:
        """The messages of a chat in order: ``{"message", "text", "versions", "deleted", "reactions"}``.

        ``text`` is what can be read of it, without formatting; ``versions`` are the earlier ones, oldest first.
        With ``user`` also the ephemeral messages that this person sees.
        """
        place = self._world.chats[chat]
        records = list(place.records.values())
        if user is not None:
            records += [
                each for each in place.ephemeral.values() if each.message.get("receiver_user", {}).get("id") == user
            ]
            records.sort(key=lambda each: (each.message["date"], each.id or 1 << 60))
        return [told(record) for record in (records[-last:] if last else records)]

    def last(self, chat: int, *, mine: bool = True) -> Json:
        """The newest message of the bot (or of anybody) that still stands; an empty object when there is none."""
        for record in reversed(self._world.chats[chat].records.values()):
            if not record.deleted and (not mine or self._from_bot(record)):
                return told(record)
        return {}

    def _from_bot(self, record: Record) -> bool:
        sender = record.message.get("from", {}).get("id")
        return bool(sender == self._world.bot_id or (sender is None and record.message["chat"]["type"] == "channel"))

    async def wait_message(
        self, chat: int, contains: str = "", *, after: int = 0, count: int = 1, timeout: float = 5.0
    ) -> Json:
        """Waits until the bot has said (or edited into a message) ``contains``, ``count`` times, in messages with an id
        above ``after``; the answer is the newest such, an empty object when the time is over."""
        loop = asyncio.get_running_loop()
        end = loop.time() + timeout
        while True:
            found = [
                record
                for record in self._world.chats[chat].records.values()
                if record.id > after and not record.deleted and self._from_bot(record)
                and contains.lower() in plain_text(record.message).lower()
            ]  # fmt: skip
            if len(found) >= count:
                return told(found[-1])
            left = end - loop.time()
            if left <= 0 or not await self._world.until(left):
                return {}

    # --- inside

    def _write(
        self,
        user: int,
        chat: int | None,
        content: Json,
        reply_to: int | None = None,
        thread: int | None = None,
        anonymous: bool = False,
        as_chat: int | None = None,
    ) -> int:
        place = self._world.chats[chat if chat is not None else user]
        self._acted(place)
        message = self._message(place, content) | self._sender(place, user, anonymous, as_chat)
        if thread:
            message |= {"message_thread_id": thread, "is_topic_message": True}
        reply = self._record(place.id, reply_to) if reply_to else None
        if reply is not None:
            message["reply_to_message"] = {
                key: value for key, value in reply.message.items() if key != "reply_to_message"
            }
        self._world.post(place, message)
        if place.private or self._heard(place, message):
            self._world.updates.add("message", visible(message))
        return int(message["message_id"])

    def _message(self, place: Chat, content: Json) -> Json:
        return {
            "message_id": self._world.next_message_id(place),
            "date": self._world.date(),
            "chat": place.face(),
        } | content

    def _sender(self, place: Chat, user: int, anonymous: bool, as_chat: int | None) -> Json:
        if anonymous:
            return {"from": ANONYMOUS_ADMIN, "sender_chat": place.face()}
        if as_chat is not None:
            return {"from": CHANNEL_BOT, "sender_chat": self._world.chats[as_chat].face()}
        return {"from": self._world.users[user]}

    def _acted(self, place: Chat) -> None:
        """A person did something: the bot may answer at once, and a first word opens the private chat."""
        if not place.private:
            return
        place.acted_at = self._world.clock()
        self._world.flood.acted(place.id)
        place.started = True
        set_blocked(self._world, place, blocked=False)

    def _heard(self, place: Chat, message: Json) -> bool:
        """What a bot in privacy mode is told: commands, replies to it, its name; an administrator hears all."""
        bot = place.member(self._world.bot_id)
        if not bot.present:
            return False
        text = message.get("text", "")
        name = self._world.bot["username"]
        command = _COMMAND.match(text)
        if bot.admin or f"@{name}".lower() in text.lower():
            return True
        if command is not None:
            return command[1] is None or command[1].lower() == name.lower()
        return bool(message.get("reply_to_message", {}).get("from", {}).get("id") == self._world.bot_id)

    def _record(self, chat: int, message_id: int) -> Record:
        return self._world.record(self._world.chats[chat], message_id, "message not found")


def told(record: Record) -> Json:
    return {
        "message": record.message,
        "text": plain_text(record.message),
        "versions": record.earlier,
        "deleted": record.deleted,
        "reactions": record.reactions,
    }


async def _answered(query: Query, timeout: float) -> Json:
    try:
        return await asyncio.wait_for(asyncio.shield(query.answer), timeout)
    except TimeoutError:
        return {}


def _find_button(place: Chat, user: int, wanted: str, message_id: int | None) -> tuple[Record, Json]:
    own = [record for record in place.ephemeral.values() if record.message.get("receiver_user", {}).get("id") == user]
    records = [record for record in (*place.records.values(), *own) if not record.deleted]
    if message_id is not None:
        records = [record for record in records if record.id == message_id]
    for fits in (_is, _contains):
        for record in reversed(records):
            for button in [*inline_buttons(record.message), *rich_buttons(record.message)]:
                if fits(button, wanted):
                    return record, button
    raise bad(f"there is no button '{wanted}' in the chat")


def _is(button: Json, wanted: str) -> bool:
    return wanted in (plain_text(button), button.get("callback_data"))


def _contains(button: Json, wanted: str) -> bool:
    return wanted.lower() in plain_text(button).lower()


def buttons(message: Json) -> list[Any]:
    """The texts of all buttons of a message."""
    return [plain_text(button) for button in [*inline_buttons(message), *rich_buttons(message)]]
