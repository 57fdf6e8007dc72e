"""Broadcasts: who gets which original, paused, stopped, gone on with after a restart, each chat once."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import asdict
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.config import DeliveryConfig
from bot.jobs.broadcast import Broadcasting, Draft, Stage, audiences
from bot.jobs.sharing import Turns
from bot.models import Action, Chat, ChatKind, Delivery, Message, Refused, Sent
from bot.store import Audience, Store

NOW = datetime(2026, 11, 25, 3, 0, tzinfo=UTC)
OWNER, CHATS = 1003, 8


class Clock:
    at = NOW

    def now(self) -> datetime:
        return self.at

    def monotonic(self) -> float:
        return 0.0

    async def sleep(self, seconds: float) -> None: ...


class Scene:
    """A store with chats of two languages, and whatever was shown to the owner."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.clock = Clock()
        self.shown: list[str] = []

    def job(self) -> Broadcasting:
        """As after a restart: nothing is remembered but in the store."""
        turns = Turns(self.store, self.clock, "test")
        return Broadcasting(self.store, self.clock, DeliveryConfig(), turns, self.redraw, lambda: None)

    async def redraw(self, chat_id: int, message_id: int, message: Message) -> None:
        assert (chat_id, message_id) == (OWNER, 77)
        self.shown.append(message.html)

    async def send(self, count: int) -> list[Delivery]:
        """So many of the waiting messages arrive."""
        taken = await self.store.claim("test", self.clock.now(), limit=count, lease_seconds=60)
        await self.store.settle([(one.id, Sent(one.id)) for one in taken], self.clock.now())
        return list(taken)


@pytest.fixture
async def scene(tmp_path: Path) -> AsyncIterator[Scene]:
    store = await Store.open(f"sqlite+aiosqlite:///{tmp_path / 'aimaq.db'}")
    for number in range(CHATS):
        language = "kk" if number % 2 else "ru"
        await store.save_chat(Chat(100 + number, ChatKind.PRIVATE, language=language), NOW)
    yield Scene(store)
    await store.close()


@pytest.mark.parametrize(
    ("originals", "languages", "expected"),
    [
        ({"": 1}, (), [(1, ())]),
        ({"": 1}, ("kk",), [(1, ("kk",))]),
        ({"": 1, "kk": 2}, (), [(2, ("kk",)), (1, ("ru", "en"))]),
        ({"": 1, "kk": 2}, ("kk",), [(2, ("kk",))]),
        ({"": 1, "kk": 2}, ("ru",), [(1, ("ru",))]),
        ({"": 1, "kk": 2, "ru": 3, "en": 4}, (), [(2, ("kk",)), (3, ("ru",)), (4, ("en",))]),
    ],
)
async def test_each_language_gets_its_own_original(
    originals: dict[str, int], languages: tuple[str, ...], expected: list[tuple[int, tuple[str, ...]]]
) -> None:
    parts = audiences(Draft(OWNER, originals, languages=languages, regions=("KZ-19",)))
    assert [(original, audience.languages) for original, audience in parts] == expected
    assert all(audience.regions == ("KZ-19",) for _, audience in parts)


async def test_nothing_leaves_before_it_is_started(scene: Scene) -> None:
    job = scene.job()
    draft = await job.new(OWNER, 5, "ru")
    await job.tick()
    assert await scene.send(99) == []
    assert (await job.view(draft)).size == CHATS


async def test_copies_in_two_languages_reach_every_chat_once(scene: Scene) -> None:
    job = scene.job()
    draft = await job.new(OWNER, 5, "ru")
    await job.change(draft.id, originals={"": 5, "kk": 6})
    assert await job.start(draft.id, 77)
    assert await job.start(draft.id, 77) is None
    await job.tick()
    taken = await scene.send(99)
    assert sorted(one.chat_id for one in taken) == list(range(100, 100 + CHATS))
    assert {one.target_message_id for one in taken if one.chat_id % 2} == {6}
    assert all(one.action is Action.COPY and one.source_chat_id == OWNER for one in taken)
    await job.tick()
    assert "завершена" in scene.shown[-1]


async def test_a_restart_goes_on_where_it_was(scene: Scene) -> None:
    draft = await scene.job().new(OWNER, 5, "ru")
    await scene.job().start(draft.id, 77)
    broken = await scene.job().get(draft.id)
    assert broken
    await scene.store.save_broadcast(draft.id, {**_body_of(broken), "stage": Stage.QUEUEING})
    await scene.store.broadcast(Audience(), (Message(""),), key=draft.key, now=NOW, original=(OWNER, 5)).__anext__()
    await scene.job().tick()
    first = await scene.send(3)
    await scene.job().tick()
    rest = await scene.send(99)
    assert len({one.chat_id for one in (*first, *rest)}) == len(first) + len(rest) == CHATS
    await scene.job().tick()
    done = await scene.job().get(draft.id)
    assert done is not None
    assert done.stage is Stage.DONE


def _body_of(draft: Draft) -> dict[str, object]:
    return {**asdict(draft), "at": None}


async def test_paused_it_waits_and_stopped_it_counts_exactly(scene: Scene) -> None:
    job = scene.job()
    draft = await job.new(OWNER, 5, "ru")
    await job.start(draft.id, 77)
    await job.tick()
    assert len(await scene.send(2)) == 2
    await job.pause(draft.id, True)
    assert await scene.send(99) == []
    await job.tick()
    assert "паузе" in scene.shown[-1]
    await job.pause(draft.id, False)
    (refused,) = await scene.store.claim("test", NOW, limit=1, lease_seconds=60)
    await scene.store.settle([(refused.id, Refused("blocked"))], NOW)
    (flying,) = await scene.store.claim("test", NOW, limit=1, lease_seconds=60)
    await job.cancel(draft.id)
    assert await scene.send(99) == []
    await scene.store.settle([(flying.id, Sent(1))], NOW)
    await job.tick()
    view = await job.view(await job.get(draft.id) or draft)
    assert (view.sent, view.failed, view.cancelled, view.waiting) == (3, 1, CHATS - 4, 0)
    assert "остановлена" in scene.shown[-1]


async def test_it_leaves_at_its_time(scene: Scene) -> None:
    job = scene.job()
    draft = await job.new(OWNER, 5, "ru")
    await job.change(draft.id, at=NOW + timedelta(hours=2))
    await job.start(draft.id, 77)
    await job.tick()
    assert await scene.send(99) == []
    scene.clock.at = NOW + timedelta(hours=2)
    await scene.job().tick()
    assert len(await scene.send(99)) == CHATS
