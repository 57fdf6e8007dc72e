"""The whole menu tree, walked by pressing every kind of button that can be reached: each press is answered, every
screen leads back, Telegram refuses nothing."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator

import pytest

from bot.buttons import steered
from tests.e2e.town import Person, Screen, Town

pytestmark = pytest.mark.asyncio(loop_scope="session")

MOST = 260
WAYS_BACK = frozenset(
    {"home", "forget", "sub", "set", "x", "q", "db", "help", "s", "ob", "qs", "dt", "ch", "fo", "rg", "tp"}
)
LAST = frozenset({"forget:yes"})  # what ends the walk is pressed in a test of its own
OPENING = ("/start", "/digest", "/subscriptions", "/settings", "/help", "/privacy", "/region", "/topic", "{words}")
WORDS = {"ru": "школы за месяц", "kk": "мектептер бір айда", "en": "schools this month"}


def kind(data: str) -> str:
    """Buttons of one kind are pressed once: numbers, tokens, masks and choices do not matter, places do."""
    channel, inner = steered(data)
    verb, *args = (inner or "").split(":")
    kept = args[:1] if verb in {"ob", "set", "help", "forget"} else args[1:2] if verb == "sub" else []
    return ":".join([*(["at"] if channel else []), verb, *kept, str(len(args))])


class Walk:
    """Goes on from every screen that comes up, in the order in which they came."""

    def __init__(self, person: Person) -> None:
        self.person = person
        self.seen: set[str] = set()
        self.waiting: deque[tuple[int, str]] = deque()
        self.faults: list[str] = []

    def note(self, screen: Screen) -> None:
        for message_id, data in screen.data():
            if data != "-" and kind(data) not in self.seen and data not in LAST:
                self.seen.add(kind(data))
                self.waiting.append((message_id, data))

    async def run(self) -> None:
        for _ in range(MOST):
            if not self.waiting:
                return
            message_id, data = self.waiting.popleft()
            screen = await self.person.tap(self._standing(message_id), data)
            self.faults += self._wrong(data, screen)
            self.note(screen)
        raise AssertionError(f"still {len(self.waiting)} buttons to press: {list(self.waiting)[:5]}")

    def _standing(self, message_id: int) -> int:
        """The message itself, or the newest one where a press has closed it."""
        messages = [one["message"] for one in self.person.messages()]
        if message_id in {one["message_id"] for one in messages}:
            return message_id
        return int([one for one in messages if "text" in one][-1]["message_id"])

    def _wrong(self, data: str, screen: Screen) -> Iterator[str]:
        if not screen.answered:
            yield f"{data}: not answered"
        if self.person.t("error-unexpected") in (screen.toast, screen.text):
            yield f"{data}: an unexpected error"
        if screen.messages and not screen.text.strip() and "document" not in screen.messages[-1]["message"]:
            yield f"{data}: an empty message"
        edited = [one for one in screen.messages if one["versions"]]
        if edited and not self._leads_on(screen):
            yield f"{data}: no way back from {screen.text[:80]!r}"

    @staticmethod
    def _leads_on(screen: Screen) -> bool:
        verbs = {(steered(data)[1] or "").split(":")[0] for _, data in screen.data()}
        return bool(verbs & WAYS_BACK) or "/" in screen.text


@pytest.mark.parametrize("language", ["ru", "kk", "en"])
async def test_every_button_at_home(town: Town, language: str) -> None:
    reader, since = town.person(language), town.requests
    walk = Walk(reader)
    walk.note(await reader.start())
    await walk.run()
    await reader.say("/subscribe весь казахстан 08:00")
    await reader.say("/subscribe алматинская область, талгарский район вода сразу")
    for command in OPENING:
        walk.note(await reader.say(command.format(words=WORDS[language])))
    await walk.run()
    assert not walk.faults
    assert not town.refusals(since)
    assert len(walk.seen) > 70, "less of the menu was found than there is"


async def test_every_button_in_a_group(town: Town) -> None:
    member, since = town.person("kk"), town.requests
    admin = town.host.at(await town.group(member))
    walk = Walk(admin)
    await admin.say("/subscribe шымкент, астана 08:00")
    for command in ("/digest", "/subscriptions", "/settings", "/help", "/region", "/search су", "/forget"):
        walk.note(await admin.say(command))
    await walk.run()
    assert not walk.faults
    assert not town.refusals(since)


async def test_every_button_of_a_channel_managed_from_home(town: Town) -> None:
    owner, since = town.person("ru"), town.requests
    places = town.world.sandbox.places
    channel = places.channel("Новости Шымкента", username=f"shymkent{owner.id}", creator=owner.id)
    await owner.start()
    places.set_bot(channel, "administrator", rights={"can_post_messages": True}, by=owner.id)
    await town.quiet()
    walk = Walk(owner)
    walk.note(await owner.say(f"/link @shymkent{owner.id} шымкент 08:00"))
    walk.note(await owner.say(f"/link @shymkent{owner.id}"))
    walk.waiting = deque((message_id, data) for message_id, data in walk.waiting if data.startswith("at:"))
    await walk.run()
    assert not walk.faults
    assert not town.refusals(since)
    assert len(walk.seen) > 30
