"""The archive through REST, and the cross-check of feed and site."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from bot.errors import FetchError
from bot.fetch.http import Web
from bot.fetch.wordpress import NO_REST, ArchivePage, Question, archive, changed_since, find_rest
from tests.fetch.conftest import Hands, Reader
from tests.fetch.faults import Fault
from tests.fetch.wordpress_site import Site


async def ask(web: Web, site: Site, question: Question, hands: Hands, **more: Any) -> list[ArchivePage]:
    rest = await find_rest(web, site.url)
    return [page async for page in archive(web, rest, question, source="dala", now=hands.now, **more)]


async def test_the_archive_comes_whole_oldest_first_with_totals(site: Site, web: Web, hands: Hands) -> None:
    for number in range(22):
        site.add(f"Новость {number}", minutes_ago=100 - number)
    pages = await ask(web, site, Question(per_page=10), hands)
    assert [(page.number, page.pages, page.total, len(page.articles)) for page in pages] == [
        (1, 3, 25, 10), (2, 3, 25, 10), (3, 3, 25, 5),
    ]  # fmt: skip
    dates = [article.published for page in pages for article in page.articles if article.published]
    assert dates == sorted(dates)


async def test_a_backfill_resumes_at_a_page(site: Site, web: Web, hands: Hands) -> None:
    for number in range(22):
        site.add(f"Новость {number}", minutes_ago=100 - number)
    pages = await ask(web, site, Question(per_page=10, number=3), hands)
    assert [len(page.articles) for page in pages] == [5]
    assert await ask(web, site, Question(per_page=10, number=4), hands) == []  # past the end: no failure


async def test_times_are_exclusive_and_in_utc(site: Site, web: Web, hands: Hands) -> None:
    noon = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
    site.posts.clear()
    for minutes in (-1, 0, 1):
        site.add(f"Новость {minutes}").date = noon + timedelta(minutes=minutes)
    (page,) = await ask(web, site, Question(after=noon), hands)
    assert [article.published for article in page.articles] == [noon + timedelta(minutes=1)]
    assert (
        "after=2026-11-24T12%3A00%3A00Z" in site.asked[-1].query or "after=2026-11-24T12:00:00Z" in site.asked[-1].query
    )


async def test_rest_and_feed_give_the_same_guid_text_and_categories(site: Site, reader: Reader, hands: Hands) -> None:
    site.posts.clear()
    site.add("«Мост» & берег", categories=("Новости", "Дороги"), picture=f"{site.url}/uploads/m.jpg")
    site.add("Из архива", guid="https://old.kz/2015/iz-arhiva/")
    await reader.poll()
    (page,) = await ask(reader.web, site, Question(), hands)
    assert {article.guid for article in page.articles} == set(reader.stored)
    for article in page.articles:
        stored = reader.stored[article.guid]
        assert (article.editions, article.url, article.categories) == (stored.editions, stored.url, stored.categories)
    bridge = next(article for article in page.articles if "Мост" in article.editions[0].title)
    assert bridge.image == f"{site.url}/uploads/m.jpg"  # a featured picture is in no feed


async def test_protected_posts_and_raw_markup(site: Site, web: Web, hands: Hands) -> None:
    site.plugin = False
    site.posts.clear()
    site.add("Секрет", password="x")
    site.add("[:ru]Школа[:kk]Мектеп[:]", "[:ru]<p>А</p>[:kk]<p>Ә</p>[:]")
    (page,) = await ask(web, site, Question(), hands)
    assert [skip.reason for skip in page.skipped] == ["password-protected"]
    assert [edition.language for article in page.articles for edition in article.editions] == ["ru", "kk"]


async def test_the_cross_check_finds_what_the_feed_hid(site: Site, reader: Reader, hands: Hands) -> None:
    await reader.poll()
    checked = hands.now
    hands.pass_time(hours=5)
    for number in range(30):
        site.add(f"Новость {number}", minutes_ago=30 - number)
    site.edit(site.posts[0], title="Исправлено давно", date=hands.now - timedelta(days=40))
    pages = await ask(reader.web, site, changed_since(checked), hands)
    titles = [article.editions[0].title for page in pages for article in page.articles]
    assert len(titles) == 31 and "Исправлено давно" in titles


async def test_a_site_without_rest(site: Site, web: Web) -> None:
    site.rest = False
    with pytest.raises(FetchError, match="no WordPress REST interface") as caught:
        await find_rest(web, site.url)
    assert caught.value.kind == NO_REST


async def test_a_site_in_trouble_may_have_rest_all_the_same(site: Site, web: Web) -> None:
    site.fault = "503"
    with pytest.raises(FetchError) as caught:
        await find_rest(web, site.url)
    assert caught.value.kind == "http"


async def test_an_address_below_the_home_page_finds_rest(site: Site, web: Web) -> None:
    assert (await find_rest(web, f"{site.url}/")).endswith("/wp-json/wp/v2/posts")


async def test_trouble_in_the_middle_is_an_error_not_an_end(site: Site, web: Web, hands: Hands) -> None:
    rest = await find_rest(web, site.url)
    faults: tuple[Fault, ...] = ("500", "html", "json")
    for fault in faults:
        site.fault = fault
        with pytest.raises(FetchError):
            [page async for page in archive(web, rest, Question(), source="dala", now=hands.now)]
