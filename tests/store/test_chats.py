from dataclasses import replace
from datetime import time

import pytest

from bot.errors import StoreError
from bot.models import Chat, ChatKind, ChatState, Layout, Profile, QuietHours, Source
from bot.store import Store

from .making import NOW, SITE, incoming, ingest, later, subscribe, with_chat

FULL = Chat(
    -100, ChatKind.SUPERGROUP, title="Жаңалықтар 100%", username="jana", language="kk", time_zone="Asia/Qyzylorda",
    news_languages=("kk",), layout=Layout.RICH, items=7, quiet=QuietHours(time(22, 30), time(7), ("incidents",)),
    muted_topics=("sport",), muted_words=("футбол",), created_at=NOW,
)  # fmt: skip


async def test_a_chat_comes_back_as_it_was_saved(store: Store) -> None:
    assert await store.save_chat(FULL, NOW) == FULL
    assert await store.chat(-100) == FULL
    changed = replace(FULL, title="Басқа", quiet=None)
    assert await store.save_chat(replace(changed, created_at=None), later(days=1)) == changed
    assert await store.chat(-100) == changed
    assert await store.chat(5) is None
    with pytest.raises(StoreError, match="no chat 5"):
        await store.update_chat(5, NOW, language="en")


async def test_chats_are_found_by_words(store: Store) -> None:
    await store.save_chat(FULL, NOW)
    await with_chat(store, 12, title="Редакция")
    for words, expected in {
        "жаңалық": [-100],
        "JANA": [-100],
        "редак 12": [12],
        "100%": [-100],
        "_": [],
        "": [12, -100],
    }.items():
        assert [chat.id for chat in await store.find_chats(words)] in (expected, expected[::-1])


async def test_the_same_order_twice_is_one_subscription(store: Store) -> None:
    await with_chat(store)
    profile = Profile(regions=("KZ-19", "KZ-75"), keywords=("школа",), layout=Layout.RICH)
    first = await subscribe(store, profile=profile, times=(time(18), time(8)), days=(4, 0), name="Утро")
    again = await subscribe(
        store, profile=replace(profile, regions=("KZ-75", "KZ-19")), times=(time(8), time(18)), days=(0, 4)
    )
    assert again == first
    assert (first.profile, first.times, first.days, first.name) == (profile, (time(8), time(18)), (0, 4), "Утро")
    other = await subscribe(store, profile=profile, times=(time(9),))
    thread = await subscribe(store, profile=profile, times=(time(9),), thread_id=3)
    assert {one.id for one in await store.subscriptions(7)} == {first.id, other.id, thread.id}
    assert [one.id for one in await store.subscriptions(7, 3)] == [thread.id]
    assert {one.id for one in await store.subscriptions(7, None)} == {first.id, other.id}

    merged = await store.update_subscription(other.id, NOW, times=(time(8), time(18)), days=(0, 4))
    assert merged.id == other.id
    assert await store.subscription(first.id) is None
    assert await store.delete_subscription(other.id)
    assert not await store.delete_subscription(other.id)


async def test_a_subscription_begins_with_what_comes_unless_told_otherwise(store: Store) -> None:
    await ingest(store, incoming("old", at=later(days=-3)), incoming("1", at=later(hours=-2)), incoming("2"))
    await with_chat(store)
    assert (await subscribe(store)).cursor == 3
    assert await store.seq_before(later(days=-1)) == 1
    assert await store.seq_before(later(hours=1)) == 3
    assert (await subscribe(store, profile=Profile(topics=("sport",)), cursor=1)).cursor == 1
    with pytest.raises(StoreError, match="no chat 99"):
        await subscribe(store, 99)


async def test_migration_into_a_chat_that_is_there_already(store: Store) -> None:
    await with_chat(store, -5, kind=ChatKind.GROUP, language="kk")
    await with_chat(store, -1005, kind=ChatKind.SUPERGROUP, language="en", title="New")
    await subscribe(store, -5, profile=Profile(topics=("health",)))
    await subscribe(store, -5, profile=Profile(topics=("sport",)))
    await subscribe(store, -1005, profile=Profile(topics=("sport",)))
    await store.set_state(-5, 1, {"asks": "name"})
    await store.migrate_chat(-5, -1005, NOW)
    chat = await store.chat(-1005)
    assert chat is not None
    assert chat.language == "en"
    subscriptions = await store.subscriptions(-1005)
    assert sorted(one.profile.topics for one in subscriptions) == [("health",), ("sport",)]
    assert {one.profile.language for one in subscriptions} == {"en"}
    assert await store.state(-1005, 1) == {"asks": "name"}
    assert await store.chat(-5) is None
    await store.migrate_chat(-5, -1005, NOW)  # a second report of the same


async def test_suspending_and_waking(store: Store) -> None:
    await with_chat(store)
    assert await store.suspend_chat(7, "kicked", NOW)
    assert not await store.suspend_chat(7, "kicked", NOW)
    assert await store.wake_chat(7, NOW)
    assert not await store.wake_chat(7, NOW)
    await store.update_chat(7, NOW, state=ChatState.BANNED)
    assert not await store.wake_chat(7, NOW)


async def test_conversations_saved_stories_and_thumbs(store: Store) -> None:
    (first, second) = await ingest(store, incoming("1"), incoming("2", at=later(hours=1)))
    await with_chat(store)
    assert await store.state(7, 7) is None
    await store.set_state(7, 7, {"asks": "words", "n": 1})
    await store.set_state(7, 7, {"asks": "name"})
    assert await store.state(7, 7) == {"asks": "name"}
    await store.set_state(7, 7, None)
    assert await store.state(7, 7) is None

    await store.save_story_for(7, 1, first, NOW)
    await store.save_story_for(7, 1, second, later(minutes=1))
    await store.save_story_for(7, 2, second, later(minutes=2))
    await store.save_story_for(7, 1, 999, NOW)
    assert [await store.is_saved(7, user, first) for user in (1, 2)] == [True, False]
    assert [story.id for story in await store.saved(7)] == [second, first]
    await store.merge(second, first, by=1, now=NOW)
    assert [story.id for story in await store.saved(7)] == [first]
    await store.unsave_story(7, 1, second)
    assert await store.saved(7, 1) == ()

    await store.feedback(7, first, 1, NOW)
    await store.feedback(7, second, -1, NOW)
    exported = await store.export_chat(7)
    assert [(one["story"], one["value"]) for one in exported["feedback"]] == [(first, -1)]
    assert [one["story"] for one in exported["saved"]] == [first]
    assert await store.export_chat(8) == {}


async def test_sources_live_with_the_file_and_the_chat(store: Store) -> None:
    other = Source("inform", "https://inform.kz/rss", poll_seconds=60)
    await store.sync_sources([SITE, other], NOW)
    await store.update_source("inform", paused=True, next_poll_at=later(hours=1), reading={"etag": '"1"'}, failures=3)
    assert [source.name for source in await store.due_sources(NOW, 5)] == ["altyn-orda"]
    await store.sync_sources([replace(other, poll_seconds=90)], NOW)
    assert [source.name for source in await store.sources()] == ["inform"]
    source = await store.source("inform")
    assert source is not None
    assert (source.poll_seconds, source.paused, source.reading, source.failures) == (90, True, {"etag": '"1"'}, 3)

    await store.sync_sources([replace(other, feed_url="https://inform.kz/new"), SITE], NOW)
    source = await store.source("inform")
    assert source is not None
    assert (source.reading, source.failures, source.paused) == ({}, 0, True)
    assert [one.name for one in await store.due_sources(NOW, 5)] == ["altyn-orda"]

    added = Source("blog", "https://blog.kz/feed", origin="chat")
    await store.add_source(added, NOW)
    with pytest.raises(StoreError, match="already"):
        await store.add_source(added, NOW)
    await ingest(store, incoming("1", source="blog"), incoming("2"))
    await store.remove_source("blog", keep_articles=True)
    assert await store.source("blog") is None
    assert (await store.counts()).articles == 2
    await store.add_source(added, NOW)
    await store.remove_source("blog", keep_articles=False)
    counts = await store.counts()
    assert (counts.articles, counts.stories, counts.editions) == (1, 1, 1)
    assert await store.check() == ()
