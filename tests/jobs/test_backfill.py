"""The archive, interrupted and resumed, and the nightly look behind the feed."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from bot.errors import FetchError
from bot.jobs.backfill import Progress
from bot.models import Source
from tests.e2e.newsstand import texts
from tests.fetch import wordpress_site

from .conftest import Desk


def archive(desk: Desk, count: int, *, days: int = 30) -> list[str]:
    """``count`` small posts, of which every five share one second, the oldest ``days`` ago."""
    for number in range(count):
        title = f"Заметка {number}: {PLACES[number % len(PLACES)]}, дом {number * 7}"
        desk.site.add(title, f"<p>{title}.</p>", minutes_ago=days * 24 * 60 - number // 5)
    return sorted(post.title for post in desk.site.posts)


PLACES = ("Талгар", "Есик", "Каскелен", "Шелек", "Узынагаш", "Баканас", "Жаркент", "Текели", "Ушарал")


async def run(desk: Desk, **how: object) -> list[Progress]:
    return [page async for page in desk.backfill.run(await desk.source(), **how)]  # type: ignore[arg-type]  # test's own


async def test_the_whole_archive_is_stored_searchable_and_silent(desk: Desk) -> None:
    titles = archive(desk, 23)
    await desk.poll()
    pages = await run(desk)
    assert [page.done for page in pages] == [10, 20, 23]
    assert {page.total for page in pages} == {23}
    assert await desk.titles() == titles
    assert await desk.titles(silent=False) == []
    assert (await run(desk))[-1].new == 0


@pytest.mark.parametrize("stop_after", [1, 2])
async def test_an_interrupted_backfill_goes_on_and_loses_nothing(desk: Desk, stop_after: int) -> None:
    """Posts of one second lie on both sides of the interruption."""
    titles = archive(desk, 33)
    seen = 0
    pages = desk.backfill.run(await desk.source())
    async for _ in pages:
        seen += 1
        if seen == stop_after:
            break
    await pages.aclose()
    asked = len(desk.site.asked_for("/wp-json/wp/v2/posts"))
    rest = await run(desk)
    assert await desk.titles() == titles
    assert rest[0].total < 33 - 10 * stop_after + 6, "what was stored is not fetched again"
    assert len(desk.site.asked_for("/wp-json/wp/v2/posts")) - asked <= 5


async def test_trouble_in_the_middle_is_resumed_too(desk: Desk) -> None:
    titles = archive(desk, 25)
    with pytest.raises(FetchError):
        async for _ in desk.backfill.run(await desk.source()):
            desk.site.fault = "500"
    desk.site.fault = None
    await run(desk)
    assert await desk.titles() == titles


async def test_limits_add_up(desk: Desk) -> None:
    titles = archive(desk, 24)
    for _ in range(4):
        await run(desk, limit=7)
    assert await desk.titles() == titles


async def test_since_is_inclusive(desk: Desk) -> None:
    midnight = datetime(2026, 11, 20, tzinfo=UTC)
    for offset in (-1, 0, 1):
        post = desk.site.add(f"Заметка {offset}")
        post.date = midnight + timedelta(seconds=offset)
    await run(desk, since=midnight)
    assert await desk.titles() == ["Заметка 0", "Заметка 1"]


async def test_a_feed_of_links_and_its_archive_are_the_same_posts(desk: Desk) -> None:
    await desk.store.add_source(Source("rdf", f"{desk.site.url}/feed/rdf/", origin="chat"), desk.clock.now())
    archive(desk, 12)
    await desk.ingest.poll(await desk.source("rdf"))
    pages = [page async for page in desk.backfill.run(await desk.source("rdf"))]
    assert sum(page.new for page in pages) == 2, "ten were in the feed"


async def test_a_site_without_rest_says_so(desk: Desk) -> None:
    desk.site.rest = False
    with pytest.raises(FetchError, match="no WordPress REST interface"):
        await run(desk)


# --- the nightly cross-check ---------------------------------------------------------------------------------------


async def night(desk: Desk) -> tuple[int, int]:
    desk.clock.pass_time(hours=20)
    found = [taken async for taken in desk.backfill.cross_check_all()]
    return sum(one.new for one in found), sum(one.changed for one in found)


async def test_what_the_feed_never_showed_is_found_and_is_news(desk: Desk) -> None:
    stories = texts()
    for number in range(12):
        desk.site.add(*next(stories), minutes_ago=600 - number)
    await desk.poll()
    desk.clock.pass_time(hours=1)
    hidden = desk.site.add(*next(stories))
    hidden.date -= timedelta(minutes=30)
    desk.site.keep_copy()  # the feed stands still
    new, changed = await night(desk)
    assert (new, changed) == (1, 0)
    assert await desk.titles(silent=False) == [hidden.title]
    assert await night(desk) == (0, 0)


async def test_an_edit_that_the_feed_hid_is_found(desk: Desk) -> None:
    stories = texts()
    for number in range(14):
        desk.site.add(*next(stories), minutes_ago=14 - number)
    await desk.poll()
    await run(desk)
    await night(desk)
    desk.site.edit(desk.site.posts[0], title="Исправлено давно забытое")
    assert await night(desk) == (0, 1)
    assert "Исправлено давно забытое" in await desk.titles()


async def test_the_feed_is_the_authority_on_what_it_shows(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """A plugin adds words to REST's text: no edit by night that the next reading would take back."""
    stories = texts()
    for _ in range(3):
        desk.site.add(*next(stories), minutes_ago=5)
    await desk.poll()
    rest_post = desk.site.rest_post
    monkeypatch.setattr(
        desk.site, "rest_post", lambda post: {**rest_post(post), "content": {"rendered": f"{post.html}<p>Читайте.</p>"}}
    )
    desk.site.edit(desk.site.posts[0], author="Редакция")
    assert await night(desk) == (0, 0)


async def test_a_site_without_rest_is_asked_again_after_a_week(desk: Desk) -> None:
    desk.site.add("Школа")
    await desk.poll()
    desk.site.rest = False
    assert await night(desk) == (0, 0)
    asked = len(desk.site.asked)
    assert await night(desk) == (0, 0)
    assert len(desk.site.asked) == asked
    desk.site.rest = True
    desk.clock.pass_time(days=7)
    await night(desk)
    assert len(desk.site.asked) > asked


async def test_an_old_wordpress_that_ignores_the_question_is_no_backfill(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    archive(desk, 25)
    await desk.poll()
    asked_by = wordpress_site._asked_by
    monkeypatch.setattr(
        wordpress_site, "_asked_by", lambda post, query: asked_by(post, {**query, "modified_after": ""})
    )
    late = desk.site.add("Пропущенная новость")
    desk.site.keep_copy()
    late.date -= timedelta(minutes=1)
    assert await night(desk) == (1, 0)


async def test_a_failing_source_is_left_alone_at_night(desk: Desk) -> None:
    desk.site.add("Школа")
    await desk.poll()
    desk.site.fault = "503"
    await desk.poll()
    asked = len(desk.site.asked)
    assert await night(desk) == (0, 0)
    assert len(desk.site.asked) == asked
