"""Whatever breaks between any two methods of the store: every chat gets every story once, the parts of a digest in
order, and a message twice only where its acceptance could not be known."""

from collections import Counter
from datetime import time, timedelta
from random import Random

import pytest

from bot.models import Delivery, DueBatch, Flood, Message, Mode, Outcome, Plan, Profile, Sent, Unknown
from bot.store import Store

from .making import NOW, analysis, incoming, with_chat

STEPS = 120
LEASE = 60
ORDERS = {  # chat → its subscriptions; those of one chat divide the stories between them
    1: ((Mode.DIGEST, (8, 20)),),
    2: ((Mode.DIGEST, (8,)),),
    3: ((Mode.INSTANT, ()),),
}


class Newsroom:
    """The store between a planner, a worker and a Telegram that may each stop at any point."""

    def __init__(self, store: Store, seed: int) -> None:
        self.store, self.random, self.now = store, Random(seed), NOW
        self.stories = 0
        self.batch: DueBatch | None = None
        self.in_flight: list[Delivery] = []
        self.accepted: list[Delivery] = []
        self.requeued: set[int] = set()
        self.worker = 0  # each process has a name of its own

    async def open_chats(self) -> None:
        for chat_id, orders in ORDERS.items():
            await with_chat(self.store, chat_id)
            for mode, hours in orders:
                times = [time(hour) for hour in hours]
                await self.store.add_subscription(
                    chat_id, None, name="", profile=Profile(), mode=mode, times=times, days=(), now=NOW
                )

    async def live(self) -> None:
        steps = {
            self.wait: 4,
            self.publish: 3,
            self.read_what_is_due: 3,
            self.commit_what_was_due: 3,
            self.push: 3,
            self.claim: 5,
            self.answer: 7,
            self.restart: 1,
        }
        for step in self.random.choices(list(steps), list(steps.values()), k=STEPS):
            await step()

    async def wait(self) -> None:
        self.now += timedelta(minutes=self.random.choice([1, 5, 60, 400]))

    async def publish(self) -> None:
        self.stories += 1
        await self.store.ingest([incoming(str(self.stories), analysis(), at=self.now)], self.now)

    async def read_what_is_due(self) -> None:
        self.batch = await self.store.due_batch(self.now, limit=self.random.choice([1, 2, 100]))

    async def commit_what_was_due(self) -> None:
        """Perhaps a batch that was read long ago, perhaps twice."""
        if self.batch is None:
            return
        latest, parts = await self.store.latest_seq(), self.random.randint(1, 3)
        plans = [Plan(group.key, messages(group.members[0][1], latest, parts), latest) for group in self.batch.groups]
        for _ in range(self.random.randint(1, 2)):
            await self.store.commit_batch(self.batch, plans, self.now)

    async def push(self) -> None:
        """The planner may die after the rows were written and before the cursor moved."""
        latest = await self.store.latest_seq()
        for group in await self.store.instant_groups(self.now):
            ((_, cursor),) = group.members
            plans = [Plan(group.key, messages(seq - 1, seq, 1), seq) for seq in range(cursor + 1, latest + 1)]
            dies = self.random.random() < 0.3
            await self.store.commit_instant(group, plans, cursor if dies else latest, self.now)

    async def claim(self) -> None:
        limit = self.random.randint(1, 5)
        self.in_flight += await self.store.claim(f"worker {self.worker}", self.now, limit=limit, lease_seconds=LEASE)

    async def answer(self) -> None:
        """``lost``: accepted, and the answer never came; ``killed``: accepted, and nobody was left to write it."""
        if not self.in_flight:
            return
        one = self.in_flight.pop(0)
        outcome = self.random.choice(["sent"] * 5 + ["unknown", "lost", "killed", "never left", "flood"])
        if outcome in ("sent", "lost", "killed"):
            self.accepted.append(one)
        written: dict[str, Outcome] = {
            "sent": Sent(len(self.accepted)),
            "unknown": Unknown("timeout"),
            "lost": Unknown("connection lost"),
            "never left": Unknown("refused", before=True),
            "flood": Flood(30),
        }
        if outcome == "killed":
            self.worker, self.in_flight = self.worker + 1, []
        if outcome in written:
            await self.store.settle([(one.id, written[outcome])], self.now)

    async def restart(self) -> None:
        """A graceful stop: what was claimed and not begun goes back."""
        await self.store.release_leases(f"worker {self.worker}", self.now)
        self.in_flight = []

    async def finish(self) -> None:
        """From here on nothing breaks any more."""
        self.now += timedelta(days=1)
        latest = await self.store.latest_seq()
        while batch := await self.store.due_batch(self.now):
            plans = [Plan(one.key, messages(one.members[0][1], latest, 2), latest) for one in batch.groups]
            await self.store.commit_batch(batch, plans, self.now)
        for group in await self.store.instant_groups(self.now):
            ((_, cursor),) = group.members
            pushed = [Plan(group.key, messages(seq - 1, seq, 1), seq) for seq in range(cursor + 1, latest + 1)]
            await self.store.commit_instant(group, pushed, latest, self.now)
        while (state := await self.store.queue(self.now)).pending or state.sending or state.unconfirmed:
            self.now += timedelta(minutes=10)
            for troubled in await self.store.quarantined():  # a part met five incidents: a person tries again
                self.requeued.add(troubled.id)
                await self.store.requeue(troubled.id, self.now)
            deliveries = await self.store.claim("last", self.now, limit=100, lease_seconds=LEASE)
            self.accepted += deliveries
            accepted: list[tuple[int, Outcome]] = [(one.id, Sent(1)) for one in deliveries]
            await self.store.settle(accepted, self.now)

    def judge(self) -> None:
        incidents = {one.id: one.incidents for one in self.accepted}  # of the last time that each was accepted
        for row, times in Counter(one.id for one in self.accepted).items():
            assert times <= 1 + incidents[row] or row in self.requeued, "twice, though its acceptance was known"
        for chat_id in ORDERS:
            told: list[int] = []
            for text in {one.id: one.message.html for one in self.accepted if one.chat_id == chat_id}.values():
                told += map(int, text.split())  # by the first time that each came
            assert sorted(told) == list(range(1, self.stories + 1)), f"chat {chat_id} was told {told}"
            for one in self.accepted:
                first = int(one.message.html.split()[0])
                in_order = one.part == 0 or told.index(first - 1) < told.index(first)
                assert in_order or one.chat_id != chat_id, f"part {one.part} overtook the one before it: {told}"


def messages(cursor: int, until: int, parts: int) -> tuple[Message, ...]:
    """The stories after ``cursor``, spread over so many messages."""
    seqs = list(range(cursor + 1, until + 1))
    size = max(1, -(-len(seqs) // parts))
    return tuple(Message(" ".join(map(str, seqs[start : start + size]))) for start in range(0, len(seqs), size))


@pytest.mark.parametrize("seed", range(4))
async def test_nothing_is_lost_and_nothing_comes_twice(store: Store, seed: int) -> None:
    newsroom = Newsroom(store, seed)
    await newsroom.open_chats()
    await newsroom.live()
    await newsroom.finish()
    newsroom.judge()
    assert newsroom.stories > 5
    assert any(one.incidents for one in newsroom.accepted)
