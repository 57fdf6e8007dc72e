"""What real WordPress sites do with their posts, and what a reader gets of it: each story once, whatever happens."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta

import pytest

from bot.config import IngestConfig
from bot.models import Source
from tests.e2e.newsstand import Newsstand, bilingual, opened
from tests.fetch.wordpress_site import Site


@pytest.fixture
async def stand(sqlite_url: str) -> AsyncIterator[Newsstand]:
    async with opened(sqlite_url) as stand:
        yield stand


async def test_first_contact_is_stored_and_silent(sqlite_url: str) -> None:
    async with opened(sqlite_url, old=0) as stand:
        for _ in range(10):
            stand.publish(minutes_ago=5)
        report = await stand.poll()
        assert (report.new, stand.received()) == (10, [])
        assert (await stand.room.store.counts()).stories == 10
        assert await stand.finds("бюджет")
        stand.published.clear()
        stand.publish()
        await stand.poll()
        stand.assert_once()


async def test_first_contact_can_be_told_to_speak_of_the_last_hours(sqlite_url: str) -> None:
    async with opened(sqlite_url, old=0, ingest=IngestConfig(first_contact_hours=6)) as stand:
        stand.publish(minutes_ago=7 * 60)
        fresh = stand.publish(minutes_ago=60)
        await stand.poll()
        stand.assert_once(fresh.title)


@pytest.mark.parametrize("path", ["/feed/", "/feed/atom/", "/feed/rdf/", "/feed/rss/"])
async def test_every_format_delivers_once(sqlite_url: str, path: str) -> None:
    async with opened(sqlite_url, path=path, old=2) as stand:
        for _ in range(3):
            stand.publish()
            await stand.poll()
        await stand.poll(after_minutes=180)
        stand.assert_once()


async def test_an_unchanged_feed_is_a_304_and_brings_nothing(stand: Newsstand) -> None:
    stand.publish()
    await stand.poll()
    assert (await stand.poll()).not_modified
    stand.assert_once()


@pytest.mark.parametrize("style", ["nginx", "apache", "none"])
async def test_behind_any_server_a_story_comes_once(stand: Newsstand, style: str) -> None:
    stand.site.etag_style = style  # type: ignore[assignment]  # one of the literals above
    stand.publish()
    for _ in range(3):
        await stand.poll()
    stand.assert_once()


async def test_a_late_scheduled_post_hidden_behind_a_304(stand: Newsstand) -> None:
    stand.publish()
    await stand.poll()
    late = stand.publish(minutes_ago=5)
    late.modified = late.date - timedelta(minutes=30)  # it moves no validator
    stand.site.posts[-2].modified = stand.clock.now()
    assert stand.times(late.title) == 0
    for _ in range(14):
        await stand.poll()
    stand.assert_once()


async def test_25_posts_between_two_polls(stand: Newsstand) -> None:
    stand.clock.pass_time(minutes=30)
    for number in range(25):
        stand.publish(minutes_ago=25 - number)
    report = await stand.poll()
    assert report.new == 25
    stand.assert_once()
    await stand.poll(after_minutes=180)
    stand.assert_once()


async def test_slug_date_trash_and_return_are_no_news(stand: Newsstand) -> None:
    post = stand.publish()
    await stand.poll()
    stand.site.change_slug(post, "new-slug")
    await stand.poll()
    stand.site.edit(post, date=stand.clock.now())
    await stand.poll()
    stand.site.edit(post, status="trash")
    await stand.poll()
    stand.publish()  # until then the feed looks like an older copy of itself
    await stand.poll()
    assert (await stand.room.store.stories([4]))[0].hidden
    stand.site.edit(post, status="publish")
    await stand.poll()
    stand.assert_once()
    story = (await stand.room.store.stories([4]))[0]
    assert story.editions[0].url.endswith("/new-slug/") and not story.hidden


async def test_what_slides_back_into_the_feed_is_no_news(sqlite_url: str) -> None:
    """Twelve posts before the first contact, ten in the feed; a deletion shows the eleventh."""
    async with opened(sqlite_url, old=12) as stand:
        stand.site.edit(stand.site.posts[0], status="trash")
        report = await stand.poll()
        assert report.new == 1
        assert stand.received() == []


async def test_a_back_dated_post_is_stored_and_no_news_of_today(stand: Newsstand) -> None:
    stand.publish(minutes_ago=60 * 24 * 60, modified=stand.clock.now())
    report = await stand.poll()
    assert (report.new, stand.received()) == (1, [])


async def test_a_post_dated_ahead_comes_once(stand: Newsstand) -> None:
    stand.publish(minutes_ago=-12)
    for _ in range(4):
        await stand.poll()
    stand.assert_once()


async def test_a_scheduled_post_comes_when_its_time_has_come(stand: Newsstand) -> None:
    post = stand.publish(minutes_ago=-60, status="future")
    await stand.poll()
    assert stand.received() == []
    for _ in range(16):
        await stand.poll()
    stand.assert_once(post.title)


async def test_protected_private_draft_and_pending_posts_never_show(stand: Newsstand) -> None:
    opened_later = stand.publish(password="tulpar")
    for status in ("private", "draft", "pending"):
        stand.publish(status=status)
    await stand.poll()
    assert stand.received() == []
    stand.site.edit(opened_later, password="")
    await stand.poll()
    stand.assert_once(opened_later.title)


async def test_an_edit_reaches_the_store_and_the_search_and_pushes_nothing(stand: Newsstand) -> None:
    post = stand.publish()
    await stand.poll()
    stand.site.edit(post, title=f"{post.title}: уточнение о верблюдах")
    report = await stand.poll()
    assert report.changed == 1
    assert len(stand.received()) == 1
    assert len(await stand.finds("верблюдах")) == 1


async def test_a_retouched_post_is_not_even_an_edit(stand: Newsstand) -> None:
    """New attributes of pictures, other quotes around a class: no word has changed."""
    post = stand.publish()
    await stand.poll()
    stand.site.edit(post, html=post.html.replace("<p>", '<p class="has-text" data-nonce="81f">'))
    report = await stand.poll()
    assert (report.changed, report.unchanged) == (0, 4)


async def test_the_plugin_off_and_on_again(stand: Newsstand) -> None:
    title, marked_title, marked_body = bilingual()
    stand.published.append(title)
    stand.site.add(marked_title, marked_body)
    await stand.poll()
    for plugin in (False, True, False):
        stand.site.plugin = plugin
        await stand.poll(force_full=True)
    stand.assert_once()
    assert not any("[:" in text for text in stand.received())
    story = (await stand.room.store.stories([4]))[0]
    assert {edition.language for edition in story.editions} == {"ru", "kk"}


async def test_a_language_stays_when_the_plugin_comes_back(stand: Newsstand) -> None:
    stand.site.plugin = False
    title, marked_title, marked_body = bilingual()
    stand.site.add(marked_title, marked_body)
    await stand.poll()
    stand.site.plugin = True
    await stand.poll(force_full=True)
    stand.assert_once(title)
    story = (await stand.room.store.stories([4]))[0]
    assert {edition.language for edition in story.editions} == {"ru", "kk"}


async def test_an_edit_under_the_plugin_keeps_the_other_language(stand: Newsstand) -> None:
    stand.site.plugin = False
    title, marked_title, marked_body = bilingual()
    post = stand.site.add(marked_title, marked_body)
    await stand.poll()
    stand.site.plugin = True
    stand.site.edit(post, title=marked_title.replace(title, f"{title}, сообщил аким"))
    report = await stand.poll(force_full=True)
    assert report.changed == 1
    story = (await stand.room.store.stories([4]))[0]
    assert {edition.language for edition in story.editions} == {"ru", "kk"}
    assert {edition.title for edition in story.editions if edition.language == "ru"} == {f"{title}, сообщил аким"}


async def test_an_untranslated_edition_is_no_story(sqlite_url: str) -> None:
    async with opened(sqlite_url, path="/kk/feed/", old=0) as stand:
        await stand.poll()
        _, marked_title, marked_body = bilingual()
        stand.site.add(marked_title, marked_body)
        await stand.poll()
        await stand.poll()
        stand.site.add("[:ru]Только по-русски[:]", "[:ru]<p>В Талгаре открыли школу на 300 мест.</p>[:]")
        report = await stand.poll()
        assert report.skipped == 1
        assert all("Только по-русски" not in text for text in stand.received())


async def test_excerpt_mode_reads_the_page_and_repeats_nothing(stand: Newsstand) -> None:
    before = stand.publish()
    await stand.poll()
    stand.site.excerpts = True
    stand.publish()
    await stand.poll(force_full=True)
    await stand.poll(after_minutes=180)
    stand.assert_once()
    assert stand.site.asked_for(before.path) or stand.site.asked_for(f"/post-{before.id + 1}/")
    words = (await stand.room.store.stories([5]))[0].editions[0].passages
    assert sum(len(passage.text) for passage in words) > 400


async def test_an_excerpt_never_replaces_a_whole_text(sqlite_url: str) -> None:
    async with opened(sqlite_url) as stand:
        stand.publish()
        await stand.poll()
        whole = (await stand.room.store.stories([4]))[0].editions[0].passages
        stand.site.excerpts = True
        stand.site.robots = "User-agent: *\nDisallow: /\n"
        await stand.poll(force_full=True)
        assert (await stand.room.store.stories([4]))[0].editions[0].passages == whole
        stand.assert_once()


async def test_a_footer_is_no_edit_of_anything(stand: Newsstand) -> None:
    stand.publish()
    await stand.poll()
    stand.site.footer = True
    report = await stand.poll(force_full=True)
    assert report.changed == 0
    stand.assert_once()


async def test_an_older_copy_after_a_newer_one(stand: Newsstand) -> None:
    """A caching plugin goes back and forth: no edit is undone, nothing comes twice."""
    stand.site.etag_style = "none"
    stand.site.keep_copy()
    old_copy = stand.site.drop_copy()
    post = stand.publish()
    await stand.poll()
    stand.site.edit(post, title=f"Поправка о верблюдах: {post.title}")
    assert (await stand.poll()).changed == 1
    for copy in (old_copy, None, old_copy, None):
        stand.site.serve_copy(copy)
        assert (await stand.poll()).changed == 0
    assert len(await stand.finds("поправка верблюдах")) == 1
    assert len(stand.received()) == 1


async def test_a_site_that_moves_to_another_address_of_itself(stand: Newsstand) -> None:
    stand.publish()
    await stand.poll()
    stand.site.redirects["/feed/"] = "/news/feed/"
    stand.publish()
    await stand.poll()
    stand.assert_once()


async def test_two_outlets_of_one_wire_story_read_in_the_same_moment(stand: Newsstand) -> None:
    async with Site(now=stand.clock.now) as other:
        other.add("Расписание автобусов на декабрь", minutes_ago=600)
        await stand.room.store.add_source(Source("other", other.feed_url, origin="chat"), stand.clock.now())
        await stand.room.ingest.poll(await stand.source("other"))
        post = stand.publish()
        other.posts.append(post)
        stand.clock.pass_time(minutes=10)
        reports = await asyncio.gather(
            *[stand.room.ingest.poll(await stand.source(name)) for name in ("dala", "other")]
        )
        await stand.deliver()
        assert [report.new for report in reports] == [1, 1]
        stand.assert_once(post.title)
