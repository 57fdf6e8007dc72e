from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from bot.models import ChatKind, ChatState, DueBatch, Kind, Message, Mode, Outcome, Plan, Profile, QuietHours, Sent
from bot.store import Store

from .making import NOW, analysis, incoming, ingest, later, subscribe, with_chat

EIGHT = datetime(2026, 11, 25, 3, 0, tzinfo=UTC)  # 08:00 in Almaty
HEALTH, SPORT = Profile(topics=("health",)), Profile(topics=("sport",))


def plans(batch: DueBatch, *texts: str, until: int = 9) -> list[Plan]:
    """The same messages for every group."""
    return [Plan(group.key, tuple(map(Message, texts or ("<b>Новости</b>",))), until) for group in batch.groups]


async def due(store: Store, now: datetime = EIGHT, **options: int) -> DueBatch:
    batch = await store.due_batch(now, **options)
    assert batch is not None
    return batch


async def sent_out(store: Store, now: datetime) -> list[tuple[int, int | None, str]]:
    """Everything that may leave now, in order, accepted by Telegram: (chat, thread, text)."""
    out = []
    while deliveries := await store.claim("worker", now, limit=100, lease_seconds=30):
        out += [(one.chat_id, one.thread_id, one.message.html) for one in deliveries]
        accepted: list[tuple[int, Outcome]] = [(one.id, Sent(one.id + 1000)) for one in deliveries]
        await store.settle(accepted, now)
    return out


async def test_equal_subscriptions_are_one_group_and_each_chat_gets_its_rows_once(store: Store) -> None:
    for chat_id in (1, 2, 3):
        await with_chat(store, chat_id)
        await subscribe(store, chat_id, profile=HEALTH if chat_id < 3 else SPORT)
    assert await store.due_batch(EIGHT - timedelta(seconds=1)) is None  # never early
    assert await store.next_due() == EIGHT

    batch = await due(store)
    assert sorted((group.members[0][0].topics, group.chats) for group in batch.groups) == [
        (("health",), 2),
        (("sport",), 1),
    ]
    assert {(group.due_at, group.time_zone, group.weekly) for group in batch.groups} == {(EIGHT, "Asia/Almaty", False)}
    assert await store.commit_batch(batch, plans(batch, "1", "2"), EIGHT) == 6

    assert await store.due_batch(EIGHT) is None
    assert await store.next_due() == EIGHT + timedelta(days=1)
    assert {one.cursor for chat_id in (1, 2, 3) for one in await store.subscriptions(chat_id)} == {9}
    assert await sent_out(store, EIGHT) == [(c, None, t) for t in "12" for c in (1, 2, 3)]


async def test_a_batch_committed_twice_writes_nothing_twice(store: Store) -> None:
    await with_chat(store)
    await subscribe(store)
    batch = await due(store)
    assert await store.commit_batch(batch, plans(batch), EIGHT) == 1
    assert await store.commit_batch(batch, plans(batch), EIGHT) == 0


async def test_what_changed_since_the_batch_was_read_stays_due(store: Store) -> None:
    await with_chat(store)
    subscription = await subscribe(store, profile=HEALTH)
    batch = await due(store)
    await store.update_subscription(subscription.id, EIGHT, profile=SPORT)
    assert await store.commit_batch(batch, plans(batch), EIGHT) == 0
    (group,) = (await due(store)).groups
    assert group.members[0][0] == SPORT


async def test_several_subscriptions_of_a_chat_come_as_one_digest_but_threads_and_weeklies_apart(store: Store) -> None:
    for chat_id in (-1, -2):
        await with_chat(store, chat_id, kind=ChatKind.SUPERGROUP)
        for profile in (SPORT, HEALTH) if chat_id == -1 else (HEALTH, SPORT):
            await subscribe(store, chat_id, profile=profile)
    await subscribe(store, -1, thread_id=5, profile=HEALTH)
    await subscribe(store, -1, profile=HEALTH, weekly=True, days=(2,))

    batch = await due(store)
    shapes = [(len(group.members), group.chats, group.weekly) for group in batch.groups]
    assert sorted(shapes) == [(1, 1, False), (1, 1, True), (2, 2, False)]
    assert await store.commit_batch(batch, plans(batch), EIGHT) == 4
    assert await store.due_batch(EIGHT) is None


async def test_after_downtime_there_is_one_merged_digest(store: Store) -> None:
    await with_chat(store)
    await subscribe(store, profile=HEALTH, times=(time(8),))
    await subscribe(store, profile=SPORT, times=(time(12), time(18)))
    late = EIGHT + timedelta(days=3, hours=11)
    (group,) = (batch := await due(store, late)).groups
    assert len(group.members) == 2
    assert group.due_at == EIGHT + timedelta(hours=4)
    assert await store.commit_batch(batch, plans(batch), late) == 1
    assert await store.due_batch(late) is None
    assert await store.next_due() == EIGHT + timedelta(days=4)


async def test_pages_hold_a_chat_together_even_if_it_is_due_at_other_times(store: Store) -> None:
    for chat_id in range(1, 8):
        await with_chat(store, chat_id)
        await subscribe(store, chat_id, profile=HEALTH, times=(time(8),))
        await subscribe(store, chat_id, profile=SPORT, times=(time(9),))
    late, seen, rows = EIGHT + timedelta(hours=3), 0, 0
    while (batch := await store.due_batch(late, limit=3)) is not None:
        assert all(len(group.members) == 2 for group in batch.groups)
        seen += sum(group.chats for group in batch.groups)
        rows += await store.commit_batch(batch, plans(batch), late)
    assert (seen, rows) == (7, 7)


async def test_a_plan_without_messages_moves_on_and_no_plan_stays_due(store: Store) -> None:
    await with_chat(store)
    await with_chat(store, 8)
    await subscribe(store, 7, profile=HEALTH)
    await subscribe(store, 8, profile=SPORT)
    batch = await due(store)
    nothing = [Plan(group.key, (), 4) for group in batch.groups if group.members[0][0] == HEALTH]
    assert await store.commit_batch(batch, nothing, EIGHT) == 0
    assert [one.cursor for one in await store.subscriptions(7)] == [4]
    (left,) = (await due(store)).groups
    assert left.members[0][0] == SPORT


async def test_whoever_rests_is_passed_over_and_catches_up_with_the_cursor_he_had(store: Store) -> None:
    for chat_id in (1, 2, 3, 4):
        await with_chat(store, chat_id)
    paused, until = await subscribe(store, 1), await subscribe(store, 2)
    await subscribe(store, 3)
    await subscribe(store, 4)
    await store.update_subscription(paused.id, NOW, paused=True)
    await store.update_subscription(until.id, NOW, paused_until=date(2026, 11, 27))
    await store.suspend_chat(3, "Forbidden: bot was blocked by the user", NOW)
    await store.update_chat(4, NOW, state=ChatState.BANNED)
    await ingest(store, incoming("1"))
    assert await store.due_batch(EIGHT) is None
    assert await store.next_due() == EIGHT + timedelta(days=2)

    assert await store.wake_chat(3, EIGHT + timedelta(hours=1))
    await store.update_subscription(paused.id, EIGHT + timedelta(hours=1), paused=False)
    tomorrow = await due(store, EIGHT + timedelta(days=1))
    assert [(group.chats, group.members[0][1]) for group in tomorrow.groups] == [(2, 0)]


async def test_quiet_hours_move_a_digest_to_their_end(store: Store) -> None:
    await with_chat(store, quiet=QuietHours(time(22), time(9)))
    subscription = await subscribe(store)
    assert subscription.next_run_at == EIGHT + timedelta(hours=1)
    await store.update_chat(7, NOW, quiet=None)
    assert await store.next_due() == EIGHT
    await store.update_chat(7, NOW, time_zone="Europe/Berlin")
    assert await store.next_due() == datetime(2026, 11, 25, 7, tzinfo=UTC)


async def test_settings_of_the_chat_reach_its_subscriptions(store: Store) -> None:
    await with_chat(store)
    await subscribe(store, profile=HEALTH)
    await store.update_chat(7, NOW, language="kk", items=9, muted_topics=("sport",), news_languages=("kk",))
    (subscription,) = await store.subscriptions(7)
    profile = subscription.profile
    assert (profile.topics, profile.language, profile.items) == (("health",), "kk", 9)
    assert (profile.muted_topics, profile.news_languages) == (("sport",), ("kk",))
    assert subscription.next_run_at == EIGHT


# --- instant pushes ----------------------------------------------------------------------------------------------


async def push(store: Store, now: datetime = NOW) -> list[tuple[int, int | None, str]]:
    """One round of instant planning: every new story to everyone who waits for his profile's stories."""
    for group in await store.instant_groups(now):
        ((_, cursor),) = group.members
        latest = await store.latest_seq()
        stories = [Plan(group.key, (Message(f"story {seq}"),), seq) for seq in range(cursor + 1, latest + 1)]
        await store.commit_instant(group, stories, latest, now)
    return await sent_out(store, now)


async def instant(store: Store, chat_id: int = 7, **changes: Any) -> int:
    return (await subscribe(store, chat_id, mode=Mode.INSTANT, times=(), **changes)).id


async def test_a_story_is_pushed_once_to_those_who_were_there(store: Store) -> None:
    await ingest(store, incoming("before"))
    await with_chat(store, 1)
    await with_chat(store, 2)
    await instant(store, 1)
    assert await store.instant_groups(NOW) == ()
    await ingest(store, incoming("1"))
    await instant(store, 2)
    assert await push(store) == [(1, None, "story 2")]
    await ingest(store, incoming("2"), incoming("3", at=later(minutes=1)))
    assert await push(store) == [(1, None, "story 3"), (2, None, "story 3"), (1, None, "story 4"), (2, None, "story 4")]
    assert await push(store) == []
    assert (await store.due_batch(later(days=9))) is None


async def test_an_instant_batch_that_broke_off_goes_on_without_repeating(store: Store) -> None:
    await with_chat(store)
    await instant(store)
    await ingest(store, incoming("1"))
    (group,) = await store.instant_groups(NOW)
    plan = [Plan(group.key, (Message("story"),), 1)]
    assert await store.commit_instant(group, plan, 0, NOW) == 1  # as if it had died before the cursor moved
    (again,) = await store.instant_groups(NOW)
    assert await store.commit_instant(again, plan, 1, NOW) == 0
    assert await store.instant_groups(NOW) == ()
    assert len(await sent_out(store, NOW)) == 1


async def test_quiet_hours_merge_instant_stories_into_a_digest(store: Store) -> None:
    night = datetime(2026, 11, 25, 19, tzinfo=UTC)  # midnight in Almaty
    morning = datetime(2026, 11, 26, 2, tzinfo=UTC)
    await with_chat(store, 1, quiet=QuietHours(time(22), time(7), passing=("incidents",)))
    await with_chat(store, 2)
    await instant(store, 1)
    await instant(store, 2)
    await ingest(store, incoming("1"), now=night)
    assert await push(store, night) == [(2, None, "story 1")]
    await ingest(store, incoming("2"), now=night)
    assert await push(store, night) == [(2, None, "story 2")]
    assert await store.due_batch(morning - timedelta(seconds=1)) is None

    (group,) = (batch := await due(store, morning)).groups
    assert (group.chats, group.members[0][1], group.instant) == (1, 0, False)
    await ingest(store, incoming("3"), now=morning)
    assert await push(store, morning) == [(2, None, "story 3")]  # chat 1 waits for its digest still
    await store.commit_batch(batch, plans(batch, "digest", until=2), morning)
    assert await sent_out(store, morning) == [(1, None, "digest")]
    (rest,) = (batch := await due(store, morning)).groups  # story 3 came while the digest was composed
    assert rest.members[0][1] == 2
    await store.commit_batch(batch, plans(batch, "rest", until=3), morning)
    assert await store.due_batch(morning) is None
    await ingest(store, incoming("4"), now=morning)
    assert [text for _, _, text in await push(store, morning)] == ["story 4", "story 4", "rest"]


async def test_some_topics_pass_quiet_hours(store: Store) -> None:
    night = datetime(2026, 11, 25, 19, tzinfo=UTC)
    await with_chat(store, quiet=QuietHours(time(22), time(7), passing=("incidents",)))
    await instant(store)
    (story_id,) = await ingest(store, incoming("1", analysis(topics=["incidents"])), now=night)
    (group,) = await store.instant_groups(night)
    plan = Plan(group.key, (Message("flood"),), 1, shown=((story_id, 1, 1),))
    await store.commit_instant(group, [plan], 1, night)
    assert await sent_out(store, night) == [(7, None, "flood")]


async def test_what_passed_the_quiet_hours_is_not_in_the_digest_that_ends_them(store: Store) -> None:
    night = datetime(2026, 11, 25, 19, tzinfo=UTC)
    await with_chat(store, quiet=QuietHours(time(22), time(7), passing=("incidents",)))
    await instant(store)
    urgent, calm = await ingest(store, incoming("1", analysis(topics=["incidents"])), incoming("2"), now=night)
    (group,) = await store.instant_groups(night)
    await store.commit_instant(group, [telling(group.key, urgent, 1), telling(group.key, calm, 2)], 2, night)
    (digest,) = (await due(store, datetime(2026, 11, 26, 2, tzinfo=UTC))).groups
    assert digest.told == {urgent}


# --- no story twice ----------------------------------------------------------------------------------------------


def telling(key: str, story_id: int, until: int) -> Plan:
    return Plan(key, (Message(f"story {story_id}"),), until, shown=((story_id, 1, 1),))


async def test_a_digest_leaves_out_what_another_subscription_has_pushed(store: Store) -> None:
    for chat_id in (1, 2, 3):
        await with_chat(store, chat_id)
        await subscribe(store, chat_id, profile=HEALTH)
    for chat_id in (1, 2):
        await instant(store, chat_id, profile=SPORT)
    (both,) = await ingest(store, incoming("1", analysis(topics=["health", "sport"])))
    (group,) = await store.instant_groups(NOW)
    await store.commit_instant(group, [telling(group.key, both, 1)], 1, NOW)

    batch = await due(store)
    assert sorted((sorted(one.told), one.chats) for one in batch.groups) == [([], 1), ([both], 2)]
    assert await store.commit_batch(batch, plans(batch, until=1), EIGHT) == 3
    assert await store.due_batch(EIGHT) is None
    assert {one.told for one in (await due(store, EIGHT + timedelta(days=1))).groups} == {frozenset()}

    await store.resend(both, by=1, now=EIGHT)  # it is news again
    (group,) = await store.instant_groups(EIGHT)
    assert await store.commit_instant(group, [telling(group.key, both, 2)], 2, EIGHT) == 2


async def test_a_push_leaves_out_whom_a_digest_has_told(store: Store) -> None:
    for chat_id in (1, 2):
        await with_chat(store, chat_id)
        await instant(store, chat_id, profile=SPORT)
    await subscribe(store, 1, profile=HEALTH)
    (story,) = await ingest(store, incoming("1"))
    batch = await due(store)
    await store.commit_batch(batch, [telling(one.key, story, 1) for one in batch.groups], EIGHT)
    (group,) = await store.instant_groups(EIGHT)
    assert await store.commit_instant(group, [telling(group.key, story, 1)], 1, EIGHT) == 1
    assert [chat for chat, _, _ in await sent_out(store, EIGHT)] == [2, 1]


async def test_two_digests_of_a_chat_share_their_stories_but_topics_of_a_forum_and_reviews_do_not(store: Store) -> None:
    await with_chat(store, -1, kind=ChatKind.SUPERGROUP)
    await subscribe(store, -1, profile=HEALTH, times=(time(8),))
    await subscribe(store, -1, profile=SPORT, times=(time(19),))
    await subscribe(store, -1, profile=SPORT, times=(time(20),), weekly=True, days=(2,))
    await subscribe(store, -1, profile=SPORT, times=(time(21),), thread_id=5)
    (story,) = await ingest(store, incoming("1"))
    told = []
    for hour in (8, 19, 20, 21):
        moment = EIGHT + timedelta(hours=hour - 8)
        batch = await due(store, moment)
        told += [sorted(one.told) for one in batch.groups]
        await store.commit_batch(batch, [telling(one.key, story, 1) for one in batch.groups], moment)
    assert told == [[], [story], [], []]


async def test_whoever_comes_back_to_instant_pushes_catches_up_once(store: Store) -> None:
    await with_chat(store)
    mine = await instant(store)
    await ingest(store, incoming("1"))
    await push(store)
    await store.suspend_chat(7, "blocked", NOW)
    await ingest(store, incoming("2"))
    assert await push(store) == []
    await store.wake_chat(7, NOW)
    (group,) = (batch := await due(store, NOW)).groups
    assert group.members[0][1] == 1
    await store.commit_batch(batch, plans(batch, "merged", until=2), NOW)
    assert await sent_out(store, NOW) == [(7, None, "merged")]
    await ingest(store, incoming("3"))
    assert await push(store) == [(7, None, "story 3")]
    await store.update_subscription(mine, NOW, mode=Mode.DIGEST, times=(time(8),))
    (subscription,) = await store.subscriptions(7)
    assert (subscription.cursor, subscription.next_run_at) == (3, EIGHT)


async def test_kinds_keep_their_order(store: Store) -> None:
    await with_chat(store)
    for kind in (Kind.BROADCAST, Kind.DIGEST, Kind.NOTICE):
        assert await store.enqueue(7, None, kind, [Message(kind.value)], key=kind.value, now=NOW) == 1
    assert [text for _, _, text in await sent_out(store, NOW)] == ["notice", "digest", "broadcast"]
