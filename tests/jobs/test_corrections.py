"""A correction waits for messages that are still on their way, and finds each of them in the end."""

from __future__ import annotations

import json
from datetime import UTC, datetime

from bot.analysis import analyse
from bot.clock import SystemClock
from bot.jobs.corrections import Corrections
from bot.jobs.kept import instant_json
from bot.jobs.reading import Reading
from bot.models import (
    Action,
    Chat,
    ChatKind,
    Incoming,
    Message,
    Mode,
    Plan,
    Profile,
    RawArticle,
    RawEdition,
    Sent,
    Source,
)
from bot.store import Store

NOW = datetime.now(UTC)


def article(title: str, fingerprint: str) -> Incoming:
    edition = RawEdition("ru", title, "<p>В Талгаре открыли школу. Её строили два года, сообщил аким.</p>")
    raw = RawArticle("main", "guid", "https://example.kz/a", (edition,), published=NOW)
    return Incoming(raw, (analyse(edition, published=NOW),), fingerprint)


async def test_what_was_on_its_way_is_corrected_when_it_has_arrived(store: Store) -> None:
    await store.sync_sources([Source("main", "https://example.kz/feed")], NOW)
    await store.save_chat(Chat(5, ChatKind.PRIVATE), NOW)
    profile = Profile(regions=("KZ-19",))
    await store.add_subscription(
        5, None, name="", profile=profile, mode=Mode.INSTANT, times=(), days=(), now=NOW, cursor=0
    )
    story_id = (await store.ingest([article("В Талгаре открыли школу на 900 мест", "1")], NOW)).new_story_ids[0]
    reading = Reading(store, SystemClock())
    story = await store.story(story_id)
    assert story is not None
    entry = reading.entry(story, profile)
    assert entry is not None
    (group,) = await store.instant_groups(NOW)
    plan = Plan(
        f"{group.key}:{story.seq}",
        (Message(f"<b>{entry.title}</b>"),),
        story.seq,
        shown=((story_id, entry.edition_id, entry.edition_version),),
        digest_json=json.dumps(instant_json(profile, entry, "Asia/Almaty")),
    )
    assert await store.commit_instant(group, [plan], story.seq, NOW) == 1
    corrections, elsewhere = (Corrections(store, reading, SystemClock()) for _ in range(2))

    await store.ingest([article("В Талгаре открыли школу на 600 мест", "2")], NOW)
    assert await corrections.run([story_id]) == 0, "it has not arrived"
    (delivery,) = await store.claim("me", NOW, limit=10, lease_seconds=60)
    assert await elsewhere.again() == 0
    await store.settle([(delivery.id, Sent(77))], NOW)
    assert await elsewhere.again() == 1, "another process does it, should the first have died"
    assert await corrections.again() == 0
    (edit,) = await store.claim("me", NOW, limit=10, lease_seconds=60)
    assert (edit.action, edit.target_message_id) == (Action.EDIT, 77)
    assert "600 мест" in edit.message.html
    await store.settle([(edit.id, Sent(77))], NOW)
    assert await corrections.run([story_id]) == 0, "what is right already is left alone"
