"""Readers in one running bot: each test brings its own people, groups and channels, so that all share one world."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from itertools import count
from typing import Any

from bot.sandbox.chats import Record
from bot.sandbox.people import buttons, told
from bot.texts import plain, texts
from tests.e2e.world import ADMIN, World

EXPECTED = ("not enough rights to send ephemeral", "can't initiate conversation", "message is not modified")
_numbers = count(5000)


@dataclass
class Town:
    """The world with people who are new to the bot."""

    world: World

    def person(self, language: str = "ru", name: str = "Айгуль") -> Person:
        number = next(_numbers)
        self.world.sandbox.places.user(number, name, language)
        return Person(self, number, number, language)

    async def group(self, *members: Person, title: str = "Двор на Абая", bot: str = "member", **how: Any) -> int:
        """A supergroup that the bot's admin made, after the bot has said hello."""
        people = [one.id for one in members]
        number = self.world.sandbox.places.supergroup(title, members=people, creator=ADMIN, bot=bot, **how)
        await self.quiet()
        return number

    @property
    def host(self) -> Person:
        """Who made the groups; the bot's admin as well."""
        return Person(self, ADMIN, ADMIN, "ru")

    async def quiet(self) -> None:
        """Until the bot has dealt with everything that people did."""
        async with asyncio.timeout(15):
            while self.world.sandbox.world.updates.waiting:
                await asyncio.sleep(0.004)

    def refusals(self, since: int = 0) -> list[str]:
        """What the sandbox refused after so many requests; what has to be tried to be known is left out."""
        requests = list(self.world.sandbox.journal.requests)[since:]
        return [
            f"{one.method}: {one.outcome}"
            for one in requests
            if one.outcome != "ok" and not any(known in one.outcome for known in EXPECTED)
        ]

    @property
    def requests(self) -> int:
        return len(self.world.sandbox.journal.requests)


@dataclass(frozen=True)
class Screen:
    """What somebody sees after he did something: the bot's messages that are new or were edited, newest last."""

    messages: tuple[dict[str, Any], ...] = ()
    toast: str = ""
    alert: bool = False
    answered: bool = True

    @property
    def text(self) -> str:
        return "\n\n".join(one["text"] for one in self.messages)

    @property
    def buttons(self) -> list[str]:
        return [label for one in self.messages for label in buttons(one["message"])]

    def data(self) -> Iterator[tuple[int, str]]:
        """Message id and callback data of every button."""
        for one in self.messages:
            for row in one["message"].get("reply_markup", {}).get("inline_keyboard", []):
                for button in row:
                    if "callback_data" in button:
                        yield one["message"]["message_id"], button["callback_data"]


@dataclass(frozen=True)
class Person:
    """Somebody in a chat: his own, or (`at`) a group. Each act waits until the bot has done with it."""

    town: Town
    id: int
    chat: int
    language: str
    how: dict[str, Any] = field(default_factory=dict)

    def at(self, chat: int, **how: Any) -> Person:
        """The same person in another chat; ``how`` goes with everything that he says (``thread``, ``anonymous``)."""
        return replace(self, chat=chat, how=how)

    async def say(self, text: str, **how: Any) -> Screen:
        before = self._state()
        self.town.world.sandbox.people.say(self.id, text, self.chat, **self.how, **how)
        await self.town.quiet()
        return Screen(self._changed(before))

    async def start(self, payload: str = "") -> Screen:
        return await self.say(f"/start {payload}".strip())

    async def press(self, button: str) -> Screen:
        """Tap the newest button with this text or data."""
        before = self._state()
        answer = await self.town.world.sandbox.people.press(self.id, button, self.chat)
        await self.town.quiet()
        return self._screen(before, answer)

    async def tap(self, message_id: int, data: str) -> Screen:
        """Send any callback data from a message, also such as stands on none of its buttons."""
        before = self._state()
        record = self._records[message_id]
        answer = await self.town.world.sandbox.people.tap(self.id, self.chat, record, data)
        await self.town.quiet()
        return self._screen(before, answer)

    async def locate(self, latitude: float, longitude: float) -> Screen:
        before = self._state()
        self.town.world.sandbox.people.share_location(self.id, latitude, longitude)
        await self.town.quiet()
        return Screen(self._changed(before))

    async def sees(self, words: str, seconds: float = 15.0) -> dict[str, Any]:
        """Waits for a message of the bot with these words."""
        return await self.town.world.heard(self.chat, words, seconds=seconds)

    def t(self, key: str, **args: str | int) -> str:
        """A text of the bot as this person reads it."""
        return plain(texts(self.language)(key, **args))

    def messages(self) -> list[dict[str, Any]]:
        """What the bot says in this chat, as it stands now; what only he sees is among it."""
        return [told(record) for _, record in self._mine()]

    @property
    def _records(self) -> dict[int, Record]:
        return self.town.world.sandbox.world.chats[self.chat].records

    def _mine(self) -> Iterator[tuple[tuple[str, int], Record]]:
        chat = self.town.world.sandbox.world.chats[self.chat]
        for number, record in chat.records.items():
            if not record.deleted and self._is_from_bot(record.message):
                yield ("", number), record
        for number, record in chat.ephemeral.items():
            if record.message.get("receiver_user", {}).get("id") == self.id:
                yield ("ephemeral", number), record

    def _is_from_bot(self, message: dict[str, Any]) -> bool:
        return bool(message.get("from", {}).get("is_bot") and message["from"]["id"] == self._bot_id) or (
            message["chat"]["type"] == "channel"
        )

    @property
    def _bot_id(self) -> int:
        return self.town.world.sandbox.world.bot_id

    def _state(self) -> dict[tuple[str, int], int]:
        return {key: len(record.earlier) for key, record in self._mine()}

    def _changed(self, before: dict[tuple[str, int], int]) -> tuple[dict[str, Any], ...]:
        return tuple(told(record) for key, record in self._mine() if before.get(key) != len(record.earlier))

    def _screen(self, before: dict[tuple[str, int], int], answer: dict[str, Any]) -> Screen:
        return Screen(
            self._changed(before), answer.get("text") or "", bool(answer.get("show_alert")), answered=bool(answer)
        )
