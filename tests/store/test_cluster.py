"""What several processes agree upon, on both databases: leases, the budget of all, the minute of each group."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest

from bot.models import Chat, ChatKind, Flood, Kind, Message, Sent, Source
from bot.store import Store

NOW = datetime(2026, 11, 25, 3, 0, tzinfo=UTC)


async def test_a_lease_is_one_process_s_until_it_ends_or_is_given_back(store: Store) -> None:
    assert await store.take_lease("leader", "a", 30)
    assert await store.take_lease("leader", "a", 30)
    assert not await store.take_lease("leader", "b", 30)
    assert await store.take_lease("chat:7", "b", 30)
    await store.drop_lease("leader", "b")
    assert not await store.take_lease("leader", "b", 30)
    await store.drop_lease("leader", "a")
    assert await store.take_lease("leader", "b", 0.01)
    await asyncio.sleep(0.03)
    assert await store.take_lease("leader", "a", 30)


async def test_one_of_many_who_ask_at_once_gets_the_lease(store: Store) -> None:
    asked = await asyncio.gather(*(store.take_lease("leader", f"process {n}", 30) for n in range(12)))
    assert sum(asked) == 1


async def test_turns_follow_each_other_whoever_asks(store: Store) -> None:
    await store.reserve("bot", 1, 30)  # opens the budget
    slices = await asyncio.gather(*(store.reserve("bot", 7, 30) for _ in range(8)))
    starts = sorted(one.start for one in slices)
    assert all(later - earlier > 0.12 for earlier, later in pairwise(starts)), starts
    assert starts[-1] - starts[0] == pytest.approx(7 * 7 / 30, abs=0.5)
    assert all(one.step == pytest.approx(1 / 30, abs=0.001) for one in slices)


async def test_after_a_flood_nobody_gets_a_turn_and_then_all_go_slower(store: Store) -> None:
    await store.reserve("bot", 1, 30)
    await asyncio.gather(*(store.pause_budget("bot", 5) for _ in range(4)))
    after = await store.reserve("bot", 1, 30)
    assert after.start > 4
    assert after.factor == pytest.approx(0.7)


async def queue(store: Store, chat_id: int, kind: ChatKind, parts: int) -> None:
    await store.save_chat(Chat(chat_id, kind), NOW)
    messages = [Message(f"часть {part}") for part in range(parts)]
    for part, message in enumerate(messages):
        await store.enqueue(chat_id, None, Kind.INSTANT, [message], key=f"story:{part}", now=NOW)


async def test_a_group_gets_twenty_a_minute_whoever_sends(store: Store) -> None:
    group = -1001234567890
    await queue(store, group, ChatKind.SUPERGROUP, 22)
    await store.count_group_sends([group] * 2)  # two questions were answered there
    sent = 0
    while taken := await store.claim(f"worker {sent % 3}", NOW, limit=5, lease_seconds=30):
        sent += len(taken)
        await store.settle([(one.id, Sent(one.id)) for one in taken], NOW)
    assert sent == 18
    (later,) = await store.claim("worker", NOW + timedelta(seconds=62), limit=5, lease_seconds=30) or (None,)
    assert later is None  # the group's minute goes by the database's clock, which has not moved


async def test_workers_that_claim_at_once_share_and_never_take_one_chat_twice(store: Store) -> None:
    for chat_id in range(500, 530):
        await queue(store, chat_id, ChatKind.PRIVATE, 3)
    claims = await asyncio.gather(*(store.claim(f"w{n}", NOW, limit=6, lease_seconds=30) for n in range(4)))
    chats = [one.chat_id for claim in claims for one in claim]
    assert len(chats) == len(set(chats))
    assert all(claim for claim in claims)


async def test_a_result_of_a_lease_that_another_has_by_now_changes_nothing(store: Store) -> None:
    await queue(store, 500, ChatKind.PRIVATE, 1)
    (first,) = await store.claim("slow", NOW, limit=1, lease_seconds=10)
    later = NOW + timedelta(seconds=11)
    (second,) = await store.claim("quick", later, limit=1, lease_seconds=10)
    assert first.id == second.id
    await store.settle([(first.id, Flood(0.0))], later, owner="slow")
    assert await store.claim("third", later, limit=1, lease_seconds=10) == ()
    await store.settle([(second.id, Sent(9))], later, owner="quick")
    assert (await store.queue(later)).sent_24h == 1


async def test_a_part_waits_for_the_second_after_the_one_before(store: Store) -> None:
    await queue(store, 500, ChatKind.PRIVATE, 2)
    (first,) = await store.claim("a", NOW, limit=5, lease_seconds=30)
    await store.settle([(first.id, Sent(1))], NOW, owner="a", apart=timedelta(seconds=1))
    assert await store.claim("b", NOW, limit=5, lease_seconds=30) == ()
    assert len(await store.claim("b", NOW + timedelta(seconds=1), limit=5, lease_seconds=30)) == 1


async def test_a_source_is_one_process_s_until_it_says_when_next(postgres_url: str) -> None:
    store = await Store.open(postgres_url)
    names = [f"s{n}" for n in range(6)]
    await store.sync_sources([Source(name, f"https://{name}.kz/feed/") for name in names], NOW)
    taken = await asyncio.gather(*(store.take_due_sources(NOW, 3, lease_seconds=60) for _ in range(3)))
    assert sorted(one.name for some in taken for one in some) == names
    assert await store.take_due_sources(NOW + timedelta(seconds=59), 9, lease_seconds=60) == ()
    assert len(await store.take_due_sources(NOW + timedelta(seconds=60), 9, lease_seconds=60)) == 6
    await store.close()


async def test_a_counter_never_passes_its_limit_whoever_counts(store: Store) -> None:
    steps = await asyncio.gather(*(store.add_to_setting("paid:2026-11-25", 600, most=2000) for _ in range(5)))
    assert sorted(after - before for before, after in steps) == [0, 200, 600, 600, 600]
