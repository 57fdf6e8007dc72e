from typing import Any

import pytest

from bot.errors import StoreError
from bot.models import Scope, StoryFilter
from bot.store import Store

from .making import NOW, analysis, incoming, ingest, later

ADMIN = 42


async def found(store: Store, **wanted: Any) -> list[int]:
    page = await store.find(StoryFilter(**wanted), limit=9, now=NOW)
    return [story.id for story in page.stories]


async def test_what_a_person_says_wins_whatever_is_analysed_again(store: Store) -> None:
    (story_id,) = await ingest(
        store, incoming("1", analysis("авария", regions=["KZ-19"], places=["1"], topics=["sport"]))
    )
    await store.correct(story_id, regions=["KZ-55"], topics=["incidents"], by=ADMIN, now=NOW)
    await store.ingest([incoming("1", analysis("авария снова", regions=["KZ-19"], topics=["sport"]))], NOW)
    story = await store.story(story_id)
    assert story is not None
    assert (story.regions, story.topics, story.places) == (("KZ-55",), ("incidents",), ())
    assert await found(store, regions=("KZ-19",)) == []
    assert await found(store, regions=("KZ-55",), topics=("incidents",), words=("авария",)) == [story_id]
    evidence = await store.evidence(story_id)
    assert [label.id for label in evidence.regions] == ["KZ-19"]
    assert evidence.corrected == {"regions": ["KZ-55"], "topics": ["incidents"]}
    await store.correct(story_id, regions=[], by=ADMIN, now=NOW)
    story = await store.story(story_id)
    assert story is not None
    assert story.scope is Scope.NATIONAL


async def test_hidden_stories_are_found_nowhere_and_come_back(store: Store) -> None:
    (story_id,) = await ingest(store, incoming("1", analysis("мост", regions=["KZ-19"])))
    await store.correct(story_id, hidden=True, by=ADMIN, now=NOW)
    assert await found(store) == await found(store, words=("мост",)) == await found(store, regions=("KZ-19",)) == []
    story = await store.story(story_id)
    assert story is not None
    assert story.hidden
    await store.correct(story_id, hidden=False, pinned=True, by=ADMIN, now=NOW)
    assert await found(store, words=("мост",)) == [story_id]
    story = await store.story(story_id)
    assert story is not None
    assert (story.seq, story.pinned) == (1, True)


async def test_a_rewritten_summary_is_for_its_language_and_a_new_version(store: Store) -> None:
    (story_id,) = await ingest(store, incoming("1", analysis("мост"), analysis("көпір", language="kk")))
    await store.correct(story_id, summary="Мост открыт.", language="ru", by=ADMIN, now=NOW)
    story = await store.story(story_id)
    assert story is not None
    assert [(one.language, one.lead, one.version) for one in story.editions] == [
        ("ru", "Мост открыт.", 2),
        ("kk", "көпір.", 1),
    ]


async def test_a_merged_story_leads_to_the_one_it_went_into(store: Store) -> None:
    first, second = await ingest(store, incoming("1"), incoming("2", at=later(hours=1)))
    await store.correct(second, pinned=True, by=ADMIN, now=NOW)
    await store.merge(second, first, by=ADMIN, now=NOW)
    story = await store.story(second)
    assert story is not None
    assert (story.id, story.seq, len(story.editions), story.pinned) == (first, 1, 2, True)
    assert [one.id for one in await store.stories([second, first])] == [first]
    assert await found(store) == [first]
    with pytest.raises(StoreError):
        await store.merge(second, first, by=ADMIN, now=NOW)

    alone = await store.split(story.editions[1].article_id, by=ADMIN, now=NOW)
    assert set(await found(store)) == {first, alone}
    assert await found(store, include_silent=False) == [first]


async def test_decisions_are_logged(store: Store) -> None:
    (story_id,) = await ingest(store, incoming("1"))
    await store.correct(story_id, topics=["health"], by=ADMIN, now=NOW)
    await store.audit(ADMIN, "source.pause", "altyn-orda", False, True, later(minutes=1))
    last, before = await store.log()
    assert (last.action, last.target, last.before, last.after, last.at) == (
        "source.pause", "altyn-orda", False, True, later(minutes=1),
    )  # fmt: skip
    assert (before.who, before.action, before.target) == (ADMIN, "story.correct", str(story_id))
    assert (before.before, before.after) == ({"topics": []}, {"topics": ["health"]})
    assert [entry.id for entry in await store.log(limit=1, offset=1)] == [before.id]
    with pytest.raises(StoreError, match="no story 999"):
        await store.correct(999, hidden=True, by=ADMIN, now=NOW)
