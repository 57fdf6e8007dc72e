from dataclasses import replace
from datetime import timedelta

import pytest

from bot.models import Incoming, Scope, Source, StoryFilter
from bot.store import Store

from .making import NOW, SITE, analysis, incoming, ingest, later


async def test_an_article_comes_back_as_a_story_with_its_editions(store: Store) -> None:
    await store.sync_sources([SITE], NOW)
    await store.sync_sources([replace(SITE, title_kk="Алтын Орда газеті")], NOW)
    ru = analysis("школа в селе", regions=["KZ-19"], topics=["education"], places=["193630100"])
    kk = analysis("ауылда мектеп ашылды", language="kk", regions=["KZ-19"], topics=["education", "social"])

    result = await store.ingest([incoming("1", ru, kk)], NOW)

    assert (result.new, result.changed, result.unchanged) == (1, 0, 0)
    story = await store.story(result.new_story_ids[0])
    assert story is not None
    assert (story.seq, story.scope, story.outlets) == (1, Scope.REGIONAL, 1)
    assert (story.regions, story.topics, story.places) == (("KZ-19",), ("education", "social"), ("193630100",))
    assert [edition.language for edition in story.editions] == ["ru", "kk"]
    edition = story.editions[0]
    assert (edition.title, edition.lead, edition.source_title) == (ru.title, ru.lead, "Алтын Орда")
    assert (edition.outlet("en"), edition.outlet("kk")) == ("Алтын Орда", "Алтын Орда газеті")
    assert (edition.sentences, edition.passages, edition.published) == (ru.sentences, ru.passages, NOW)


async def test_the_same_again_changes_nothing(store: Store) -> None:
    await store.ingest([incoming("1")], NOW)
    again = await store.ingest([incoming("1")], later(minutes=5))
    assert (again.new, again.changed, again.unchanged, again.new_story_ids) == (0, 0, 1, ())
    assert await store.known("altyn-orda", ["1", "2"]) == {"1": incoming("1").fingerprint}
    assert await store.latest_seq() == 1


async def test_an_edit_gives_the_changed_edition_a_version_and_keeps_the_seq(store: Store) -> None:
    ru, kk = analysis("старый заголовок"), analysis("ескі", language="kk")
    (story_id,) = await ingest(store, incoming("1", ru, kk))
    result = await store.ingest([incoming("1", analysis("новый заголовок", regions=["KZ-75"]), kk)], later(minutes=9))

    assert (result.changed, result.changed_story_ids) == (1, (story_id,))
    story = await store.story(story_id)
    assert story is not None
    assert (story.seq, story.regions) == (1, ("KZ-75",))
    assert [(edition.language, edition.version) for edition in story.editions] == [("ru", 2), ("kk", 1)]
    found = await store.find(StoryFilter(words=("новый",)), limit=5, now=NOW)
    assert [one.id for one in found.stories] == [story_id]
    assert (await store.find(StoryFilter(words=("старый",)), limit=5, now=NOW)).stories == ()


async def test_a_picture_stays_until_there_is_another(store: Store) -> None:
    first = incoming("1")
    for image, kept in (("a.jpg", "a.jpg"), (None, "a.jpg"), ("b.jpg", "b.jpg")):
        raw = replace(first.raw, image=image)
        await store.ingest([replace(first, raw=raw, fingerprint=f"{image}")], NOW)
        story = await store.story(1)
        assert story is not None
        assert [edition.image for edition in story.editions] == [kept]


async def test_an_edition_that_the_feed_no_longer_has_goes(store: Store) -> None:
    ru, kk = analysis("мост"), analysis("көпір", language="kk")
    (story_id,) = await ingest(store, incoming("1", ru, kk))
    only = incoming("1", ru, kk)
    await store.ingest([Incoming(replace(only.raw, editions=only.raw.editions[:1]), (ru,), "other")], NOW)
    story = await store.story(story_id)
    assert story is not None
    assert [edition.language for edition in story.editions] == ["ru"]
    assert (await store.find(StoryFilter(words=("көпір",)), limit=5, now=NOW)).total == 0


async def test_a_second_outlet_joins_the_story_without_a_new_seq(store: Store) -> None:
    (story_id,) = await ingest(store, incoming("1", analysis(regions=["KZ-19"])))
    other = incoming("x", analysis(regions=["KZ-75"]), source="inform", story_id=story_id, at=later(hours=-1))
    assert await ingest(store, other) == ()
    story = await store.story(story_id)
    assert story is not None
    assert (story.seq, story.outlets, set(story.regions)) == (1, 2, {"KZ-19", "KZ-75"})
    assert story.published == later(hours=-1)
    for region in ("KZ-19", "KZ-75"):
        page = await store.find(StoryFilter(regions=(region,)), limit=5, now=NOW)
        assert [one.id for one in page.stories] == [story_id]


async def test_seq_follows_publication_within_a_batch(store: Store) -> None:
    ids = await ingest(store, incoming("new", at=NOW), incoming("old", at=later(hours=-2)))
    stories = await store.stories(ids)
    assert [story.editions[0].url[-3:] for story in stories] == ["old", "new"]
    assert [story.seq for story in stories] == [1, 2]


async def test_silent_stories_are_found_but_never_news(store: Store) -> None:
    (story_id,) = await ingest(store, incoming("1", silent=True))
    pushed = StoryFilter(include_silent=False)
    assert (await store.find(StoryFilter(), limit=5, now=NOW)).total == 1
    assert (await store.find(pushed, limit=5, now=NOW)).total == 0
    first = await store.story(story_id)
    await ingest(store, incoming("2", source="inform", story_id=story_id))
    news = await store.story(story_id)
    assert first is not None
    assert news is not None
    assert news.seq > first.seq  # an outlet made news of what only the archive knew: cursors must see it
    assert (await store.find(pushed, limit=5, now=NOW)).total == 1


async def test_held_stories_wait_for_an_editor(store: Store) -> None:
    (story_id,) = await ingest(store, incoming("1", held=True))
    await ingest(store, incoming("2"))
    assert (await store.find(StoryFilter(), limit=5, now=NOW)).total == 1
    assert [story.id for story in await store.held_stories()] == [story_id]
    await store.release(story_id, by=1, now=NOW)
    story = await store.story(story_id)
    assert story is not None
    assert story.seq == 2
    assert (await store.find(StoryFilter(), limit=5, now=NOW)).total == 2
    assert await store.held_stories() == ()


async def test_reanalysis_changes_labels_and_no_version(store: Store) -> None:
    await store.sync_sources([Source("altyn-orda", "https://a.kz", default_region="KZ-19")], NOW)
    (story_id,) = await ingest(store, incoming("1", analysis("ауыл", regions=["KZ-19"])))
    (raw,) = await store.article_editions_for_reanalysis(0, 10, version=2, since=NOW - timedelta(days=1))
    assert (raw.source, raw.default_region, raw.categories, raw.published) == ("altyn-orda", "KZ-19", ("Новости",), NOW)
    assert raw.raw.title == "Ауыл"

    await store.save_reanalysis([(raw.edition_id, analysis("село", version=2, regions=["KZ-35"]))], NOW)

    story = await store.story(story_id)
    assert story is not None
    assert (story.regions, story.editions[0].version, story.seq) == (("KZ-35",), 1, 1)
    assert await store.article_editions_for_reanalysis(0, 10, version=2) == ()
    assert (await store.find(StoryFilter(regions=("KZ-19",)), limit=5, now=NOW)).total == 0
    assert (await store.find(StoryFilter(regions=("KZ-35",), words=("село",)), limit=5, now=NOW)).total == 1


@pytest.mark.parametrize("days", [-9000, -1, 1])
async def test_any_date_can_be_stored(store: Store, days: int) -> None:
    (story_id,) = await ingest(store, incoming("1", analysis("мост"), at=later(days=days)))
    page = await store.find(StoryFilter(words=("мост",), since=later(days=days)), limit=5, now=NOW)
    assert [story.id for story in page.stories] == [story_id]
    assert (await store.find(StoryFilter(words=("мост",), until=later(days=days)), limit=5, now=NOW)).total == 0
