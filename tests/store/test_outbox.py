"""The accounting of deliveries, case by case and as a state machine."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import pytest

from bot.models import (
    Action,
    ChatKind,
    ChatState,
    Delivery,
    Flood,
    Invalid,
    Kind,
    Message,
    Migrated,
    Outcome,
    Plan,
    Refused,
    Sent,
    TopicGone,
    Unknown,
)
from bot.store import Audience, Settled, Store

from .making import NOW, incoming, ingest, later, subscribe, with_chat


async def queue(store: Store, chat_id: int, *texts: str, key: str = "key", kind: Kind = Kind.DIGEST, **how: Any) -> int:
    messages = [Message(text) for text in texts]
    options = {"now": NOW, "key": key, **how}
    return await store.enqueue(chat_id, options.pop("thread_id", None), kind, messages, **options)


async def claim(store: Store, now: datetime = NOW, owner: str = "w", **options: Any) -> tuple[Delivery, ...]:
    wanted: dict[str, Any] = {"limit": 100, "lease_seconds": 60, **options}
    return await store.claim(owner, now, **wanted)


async def settle(store: Store, deliveries: Sequence[Delivery], outcome: Outcome, now: datetime = NOW) -> Settled:
    return await store.settle([(one.id, outcome) for one in deliveries], now)


def texts(deliveries: Sequence[Delivery]) -> list[str]:
    return [one.message.html for one in deliveries]


async def test_parts_of_a_chat_go_one_by_one_and_in_order(store: Store) -> None:
    await with_chat(store, 1)
    await queue(store, 1, "1a", "1b", key="x")
    await queue(store, 2, "2a")
    first = await claim(store)
    assert texts(first) == ["1a", "2a"]
    assert [(one.chat_kind, one.attempts, one.action) for one in first] == [(ChatKind.PRIVATE, 1, Action.SEND)] * 2
    assert await claim(store) == ()
    await settle(store, first, Sent(5))
    assert texts(await claim(store)) == ["1b"]


async def test_the_same_key_is_queued_once(store: Store) -> None:
    assert await queue(store, 1, "a", "b", key="welcome") == 2
    assert await queue(store, 1, "c", key="welcome") == 0
    assert await queue(store, 2, "d", key="welcome") == 1
    assert texts(await claim(store)) == ["a", "d"]


async def test_a_later_part_never_overtakes_one_that_has_to_wait(store: Store) -> None:
    await queue(store, 1, "a", "b")
    await settle(store, await claim(store), Flood(30))
    await queue(store, 1, "notice", key="n", kind=Kind.NOTICE)
    notice = await claim(store)
    assert texts(notice) == ["notice"]
    await settle(store, notice, Sent(1))
    assert await claim(store, later(seconds=29)) == ()
    again = await claim(store, later(seconds=30))
    assert texts(again) == ["a"]
    assert again[0].attempts == 1  # a flood costs no attempt


async def test_excluded_chats_do_not_hold_up_the_others(store: Store) -> None:
    for chat_id in range(1, 701):
        await with_chat(store, chat_id)
    assert [rows async for rows in store.broadcast(Audience(), [Message("a")], key="b", now=NOW)] == [700]
    found = await claim(store, limit=3, exclude_chats=set(range(1, 601)))
    assert [one.chat_id for one in found] == [601, 602, 603]


async def test_too_late_is_expired(store: Store) -> None:
    await queue(store, 1, "old", expires_at=later(hours=1))
    await queue(store, 2, "wait", not_before=later(hours=3))
    assert await claim(store, later(hours=2)) == ()
    state = await store.queue(later(hours=2))
    assert (state.pending, state.expired_24h) == (1, 1)
    assert texts(await claim(store, later(hours=3))) == ["wait"]


async def test_a_refusal_suspends_the_chat_and_refuses_what_waits(store: Store) -> None:
    await with_chat(store)
    await subscribe(store)
    await queue(store, 7, "a", "b")
    done = await settle(store, await claim(store), Refused("Forbidden: bot was blocked by the user"))
    assert done.suspended == (7,)
    chat = await store.chat(7)
    assert chat is not None
    assert (chat.state, chat.suspended_at) == (ChatState.SUSPENDED, NOW)
    assert await store.next_due() is None
    assert await claim(store) == ()
    assert (await store.queue(NOW)).refused_24h == 2
    assert await store.wake_chat(7, NOW)
    chat = await store.chat(7)
    assert chat is not None
    assert (chat.state, chat.suspended_at) == (ChatState.ACTIVE, None)
    assert await store.next_due() is not None


async def test_a_migrated_group_gets_everything_at_its_new_id(store: Store) -> None:
    await with_chat(store, -5, kind=ChatKind.GROUP, language="kk")
    subscription = await subscribe(store, -5)
    await queue(store, -5, "a", "b")
    done = await settle(store, await claim(store), Migrated(-1005))
    assert done.migrated == ((-5, -1005),)
    assert await store.chat(-5) is None
    chat = await store.chat(-1005)
    assert chat is not None
    assert (chat.kind, chat.language) == (ChatKind.SUPERGROUP, "kk")
    assert [one.id for one in await store.subscriptions(-1005)] == [subscription.id]
    for expected in ("a", "b"):
        deliveries = await claim(store)
        assert [(one.chat_id, one.message.html) for one in deliveries] == [(-1005, expected)]
        await settle(store, deliveries, Sent(1))


async def test_a_closed_topic_falls_back_to_the_chat_and_is_told_once(store: Store) -> None:
    await with_chat(store, -1, kind=ChatKind.SUPERGROUP)
    await subscribe(store, -1, thread_id=9)
    await queue(store, -1, "a", "b", thread_id=9)
    deliveries = await claim(store)
    assert deliveries[0].thread_id == 9
    assert (await settle(store, deliveries, TopicGone("TOPIC_CLOSED"))).topics_gone == ((-1, 9),)
    for expected in ("a", "b"):
        deliveries = await claim(store)
        assert [(one.thread_id, one.message.html) for one in deliveries] == [(None, expected)]
        await settle(store, deliveries, Sent(1))

    batch = await store.due_batch(later(hours=1))
    assert batch is not None
    await store.commit_batch(batch, [Plan(batch.groups[0].key, (Message("digest"),), 1)], NOW)
    assert [one.thread_id for one in await claim(store)] == [None]
    await store.mend_thread(-1, 9)
    await queue(store, -1, "c", key="c", thread_id=9)
    general = await queue(store, -2, "d")
    assert general == 1
    lost = [one for one in await claim(store) if one.chat_id == -2]
    assert (await settle(store, lost, TopicGone("TOPIC_CLOSED"))).quarantined == (lost[0].id,)


async def test_a_permanent_refusal_of_the_message_is_kept_for_a_person(store: Store) -> None:
    await queue(store, 1, "<b>", "next")
    deliveries = await claim(store)
    done = await settle(store, deliveries, Invalid("Bad Request: can't parse entities"))
    assert done.quarantined == (deliveries[0].id,)
    (troubled,) = await store.quarantined()
    assert (troubled.chat_id, troubled.reason) == (1, "Bad Request: can't parse entities")
    assert troubled.message == Message("<b>")
    assert texts(await claim(store)) == ["next"]
    assert await store.requeue(troubled.id, NOW)
    assert not await store.requeue(troubled.id, NOW)


async def test_unknown_answers_are_sent_again_five_times_at_most(store: Store) -> None:
    await queue(store, 1, "a")
    now = NOW
    for incident in range(1, 6):
        now = later(minutes=incident)
        deliveries = await claim(store, now)
        assert [(one.incidents, one.attempts) for one in deliveries] == [(incident - 1, incident)]
        done = await settle(store, deliveries, Unknown("ServerDisconnectedError"), now)
        assert bool(done.unconfirmed) == (incident == 5)
    assert await claim(store, later(hours=1)) == ()
    assert (await store.queue(now)).unconfirmed == 1


async def test_what_never_left_costs_no_incident(store: Store) -> None:
    await queue(store, 1, "a")
    for minute in range(9):
        deliveries = await claim(store, later(hours=minute))
        assert deliveries[0].incidents == 0
        await settle(store, deliveries, Unknown("ClientConnectorError", before=True), later(hours=minute))


async def test_a_lease_that_ran_out_is_one_incident_and_a_late_answer_still_counts(store: Store) -> None:
    await queue(store, 1, "a", "b")
    (lost,) = await claim(store)
    assert await claim(store, later(seconds=59)) == ()
    (again,) = await claim(store, later(seconds=60), owner="other")
    assert (again.id, again.incidents) == (lost.id, 1)
    await settle(store, [lost], Sent(77), later(seconds=61))
    assert texts(await claim(store, later(seconds=62))) == ["b"]
    done = await settle(store, [again], Unknown("late"), later(seconds=63))
    assert done == Settled()  # it is sent: nothing else can become of it


async def test_a_graceful_stop_gives_back_what_was_not_begun(store: Store) -> None:
    await queue(store, 1, "a")
    await queue(store, 2, "b")
    deliveries = await claim(store)
    await settle(store, deliveries[:1], Sent(1))
    assert await store.release_leases("w", NOW) == 1
    (again,) = await claim(store, owner="next")
    assert (again.message.html, again.attempts, again.incidents) == ("b", 1, 0)


async def test_queue_state_and_file_ids(store: Store) -> None:
    await store.enqueue(1, None, Kind.DIGEST, [Message("a", photo="https://a.kz/1.jpg")], key="k", now=NOW)
    await queue(store, 2, "b", now=later(minutes=-5))
    state = await store.queue(NOW)
    assert (state.pending, state.oldest, state.sending) == (2, NOW, 0)
    deliveries = await claim(store)
    await settle(store, deliveries, Sent(1, file_id="AgAD"))
    state = await store.queue(NOW)
    assert (state.pending, state.sending, state.sent_24h, state.oldest) == (0, 0, 2, None)
    assert await store.file_ids(["https://a.kz/1.jpg", "https://a.kz/2.jpg"]) == {"https://a.kz/1.jpg": "AgAD"}


async def test_sent_digests_can_be_corrected_and_only_the_last_edit_counts(store: Store) -> None:
    (story_id,) = await ingest(store, incoming("1"))
    for chat_id in (1, 2):
        await with_chat(store, chat_id)
        await subscribe(store, chat_id)
    batch = await store.due_batch(later(hours=1))
    assert batch is not None
    plan = Plan(batch.groups[0].key, (Message("old"), Message("rest")), 1, shown=((story_id, 1, 1),), digest_json="{}")
    await store.commit_batch(batch, [plan], NOW)
    number = 100
    while deliveries := await claim(store):
        for one in deliveries:
            number += 1
            await settle(store, [one], Sent(number))

    standing = await store.sent_messages([story_id])
    assert [(one.chat_id, one.message_id, one.part) for one in standing] == [
        (1, 101, 0),
        (2, 102, 0),
        (1, 103, 1),
        (2, 104, 1),
    ]
    payload = await store.payload(standing[0].payload_id)
    assert payload is not None
    assert (payload.message, payload.digest_json, payload.until_seq) == (Message("old"), "{}", 1)

    for text in ("new", "newer"):  # the second correction comes before the first was sent
        assert await store.correct_sent(payload.id, Message(text), plan, NOW) == 2
    edits = await claim(store)
    assert [(one.action, one.target_message_id, one.message.html) for one in edits] == [
        (Action.EDIT, 101, "newer"),
        (Action.EDIT, 102, "newer"),
    ]
    for one in edits:
        await settle(store, [one], Sent(one.target_message_id or 0))
    assert await claim(store) == ()
    now_standing = await store.sent_messages([story_id])
    assert sorted((one.message_id, one.payload_id == payload.id) for one in now_standing) == [
        (101, False), (102, False), (103, False), (104, False),
    ]  # fmt: skip
    last = await store.last_payload(1, 101)
    assert last is not None
    assert last.message == Message("newer")


@pytest.mark.parametrize("kind", list(Kind))
async def test_forgetting_a_chat_leaves_nothing_of_it(store: Store, kind: Kind) -> None:
    await with_chat(store)
    await subscribe(store)
    await queue(store, 7, "a", kind=kind)
    await store.set_state(7, 7, {"asks": "words"})
    assert await store.forget_chat(7) == 4
    assert await store.chat(7) is None
    assert await claim(store) == ()
