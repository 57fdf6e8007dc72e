from datetime import timedelta

from bot.models import Kind, Message, Refused, Sent, StoryFilter
from bot.store import Store

from .making import NOW, analysis, incoming, ingest, later, subscribe, with_chat


async def test_old_articles_leave_every_list_and_the_search(store: Store) -> None:
    signature = tuple(range(64))
    old = incoming("old", analysis("мост", regions=["KZ-19"], signature=signature), at=later(days=-400))
    (gone,) = await ingest(store, old, now=later(days=-400))
    (kept,) = await ingest(store, incoming("new", analysis("мост", regions=["KZ-19"])))
    await ingest(store, incoming("again", at=later(days=-399), source="inform", story_id=gone), now=later(days=-399))
    await store.save_story_for(7, 7, gone, NOW)

    trimmed = await store.tidy(NOW, retention_days=365)
    assert trimmed.articles == 2
    assert await store.story(gone) is None
    for wanted in (StoryFilter(), StoryFilter(words=("мост",)), StoryFilter(regions=("KZ-19",))):
        page = await store.find(wanted, limit=5, now=NOW)
        assert [story.id for story in page.stories] == [kept]
    assert await store.known("altyn-orda", ["old", "new"]) == {"new": incoming("new", analysis("мост")).fingerprint}
    assert await store.check() == ()
    assert (await store.tidy(NOW, retention_days=365)).total == 0


async def test_retention_of_nought_keeps_all(store: Store) -> None:
    await ingest(store, incoming("old", at=later(days=-4000)))
    assert (await store.tidy(NOW, retention_days=0)).articles == 0


async def test_messages_live_thirty_days_and_what_waits_stays(store: Store) -> None:
    ages = {"old": later(days=-31), "waits": later(days=-31), "new": later(days=-1)}
    for chat_id, (key, at) in enumerate(ages.items(), 1):
        await store.enqueue(chat_id, None, Kind.NOTICE, [Message(key)], key=key, now=at)
    for one in await store.claim("w", NOW, limit=9, lease_seconds=9):
        if one.message.html != "waits":
            await store.settle([(one.id, Sent(1))], NOW)
    await store.release_leases("w", NOW)
    trimmed = await store.tidy(NOW, retention_days=365, batch=1)
    assert (trimmed.outbox, trimmed.payloads) == (1, 1)
    (left,) = await store.claim("w", NOW, limit=9, lease_seconds=9)
    assert left.message.html == "waits"


async def test_chats_that_refused_us_are_kept_for_thirty_days(store: Store) -> None:
    await with_chat(store)
    await subscribe(store)
    await store.enqueue(7, None, Kind.NOTICE, [Message("a")], key="a", now=NOW)
    (one,) = await store.claim("w", NOW, limit=9, lease_seconds=9)
    await store.settle([(one.id, Refused("blocked"))], NOW)
    assert (await store.tidy(later(days=29), retention_days=0)).chats == 0
    assert await store.chat(7) is not None
    assert (await store.tidy(later(days=31), retention_days=0)).chats == 1
    assert await store.subscriptions(7) == ()


async def test_updates_and_errors_are_forgotten(store: Store) -> None:
    assert not await store.seen_update(5)
    await store.done_update(5, NOW)
    await store.done_update(5, NOW)
    assert await store.seen_update(5)
    assert [await store.record_error("boom", f"Boom {n}", later(minutes=n)) for n in range(3)] == [1, 2, 3]
    (error,) = await store.errors(later(minutes=1))
    assert (error.text, error.count, error.first_at, error.last_at) == ("Boom 2", 3, NOW, later(minutes=2))
    assert await store.errors(later(hours=1)) == ()
    trimmed = await store.tidy(NOW + timedelta(days=60), retention_days=0)
    assert (trimmed.updates, trimmed.other) == (1, 1)
    assert not await store.seen_update(5)


async def test_settings_are_small_values_that_stay(store: Store) -> None:
    assert await store.setting("offset") is None
    await store.set_setting("offset", "17")
    await store.set_setting("offset", "18")
    assert await store.setting("offset") == "18"
