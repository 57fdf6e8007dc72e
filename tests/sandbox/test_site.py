"""The sample site behaves as WordPress does."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Any

import aiohttp
import pytest
from lxml import etree, html

from bot.sandbox.site import SampleSite, articles
from bot.sandbox.site.articles import OUTLETS

NOW = datetime(2026, 11, 25, 4, 30, tzinfo=UTC)
CONTENT = "{http://purl.org/rss/1.0/modules/content/}encoded"
PUBLISHED = articles.published()
QUEUE = articles.queue()


class Clock:
    def __init__(self) -> None:
        self.moment = NOW

    def __call__(self) -> datetime:
        return self.moment


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
async def site(clock: Clock) -> AsyncIterator[SampleSite]:
    site = await SampleSite.start(now=clock)
    yield site
    await site.stop()


@pytest.fixture
async def http() -> AsyncIterator[aiohttp.ClientSession]:
    async with aiohttp.ClientSession() as session:
        yield session


async def items(http: aiohttp.ClientSession, url: str) -> list[etree._Element]:
    async with http.get(url) as answer:
        return etree.fromstring(await answer.read()).findall("channel/item")


async def document(http: aiohttp.ClientSession, url: str) -> html.HtmlElement:
    async with http.get(url) as answer:
        assert answer.status == 200
        return html.fromstring(await answer.text())


async def posts(http: aiohttp.ClientSession, site: SampleSite, **query: str) -> list[dict[str, Any]]:
    async with http.get(f"{site.url}/wp-json/wp/v2/posts", params=query) as answer:
        assert answer.status == 200
        found: list[dict[str, Any]] = await answer.json()
        return found


# --- feeds -----------------------------------------------------------------------------------------------------------


async def test_the_feed_is_rss_with_full_texts_newest_first(site: SampleSite, http: aiohttp.ClientSession) -> None:
    async with http.get(site.feed_url) as answer:
        assert answer.status == 200
        assert answer.headers["Content-Type"] == "application/rss+xml; charset=UTF-8"
        assert "Set-Cookie" not in answer.headers
    found = await items(http, site.feed_url)
    assert len(found) == 10
    assert all((item.findtext("guid") or "").startswith(f"{site.url}/?p=") for item in found)
    dates = [parsedate_to_datetime(item.findtext("pubDate") or "") for item in found]
    assert dates == sorted(dates, reverse=True)
    bilingual = [item for item in found if (item.findtext("title") or "").startswith("[:ru]")]
    assert bilingual
    assert all("[:kk]" in (item.findtext(CONTENT) or "") for item in bilingual)


async def test_the_pages_of_the_feed_hold_every_article_once(site: SampleSite, http: aiohttp.ClientSession) -> None:
    guids: list[str | None] = []
    page = 1
    while found := await items(http, f"{site.feed_url}?paged={page}"):
        guids += [item.findtext("guid") for item in found]
        page += 1
    assert len(guids) == len(set(guids)) == sum(article.outlet == "main" for article in PUBLISHED)
    async with http.get(f"{site.feed_url}?paged={page}") as answer:
        assert answer.status == 404


async def test_the_other_outlets_have_feeds_of_their_own(site: SampleSite, http: aiohttp.ClientSession) -> None:
    assert list(site.feeds) == list(OUTLETS)
    for name in ("second", "third"):
        found = await items(http, site.feeds[name])
        assert len(found) == sum(article.outlet == name for article in PUBLISHED)
        assert all((item.findtext("guid") or "").startswith(f"{site.url}/{name}/?p=") for item in found)


@pytest.mark.parametrize("sent", [("ETag",), ("Last-Modified",), ("ETag", "Last-Modified")])
async def test_nothing_new_is_a_304(site: SampleSite, http: aiohttp.ClientSession, sent: tuple[str, ...]) -> None:
    names = {"ETag": "If-None-Match", "Last-Modified": "If-Modified-Since"}
    async with http.get(site.feed_url) as answer:
        asked = {names[name]: answer.headers[name] for name in sent}
    async with http.get(site.feed_url, headers=asked) as answer:
        assert (answer.status, await answer.read()) == (304, b"")
    for _ in range(2):  # both within one second of the clock
        site.publish_next()
        async with http.get(site.feed_url, headers=asked) as answer:
            assert answer.status == 200
            asked = {names[name]: answer.headers[name] for name in sent}


async def test_a_weak_tag_is_not_ours(site: SampleSite, http: aiohttp.ClientSession) -> None:
    async with http.get(site.feed_url) as answer:
        asked = {"If-None-Match": "W/" + answer.headers["ETag"], "If-Modified-Since": answer.headers["Last-Modified"]}
    async with http.get(site.feed_url, headers=asked) as answer:
        assert answer.status == 200


async def test_an_unknown_feed_is_empty_and_well_formed(site: SampleSite, http: aiohttp.ClientSession) -> None:
    assert await items(http, f"{site.url}/nope/feed/") == []


# --- publishing ------------------------------------------------------------------------------------------------------


async def test_the_next_article_is_the_first_of_the_feed(
    site: SampleSite, http: aiohttp.ClientSession, clock: Clock
) -> None:
    clock.moment += timedelta(minutes=7)
    assert site.publish_next() == "В Талгаре открыли школу на 900 мест"
    first = (await items(http, site.feed_url))[0]
    assert (
        first.findtext("title") == "[:ru]В Талгаре открыли школу на 900 мест[:kk]Талғарда 900 орындық мектеп ашылды[:]"
    )
    assert first.findtext("pubDate") == "Wed, 25 Nov 2026 04:37:00 +0000"


async def test_a_correction_changes_the_words_alone(
    site: SampleSite, http: aiohttp.ClientSession, clock: Clock
) -> None:
    site.publish_next()
    (before,) = await posts(http, site, per_page="1")
    clock.moment += timedelta(hours=1)
    while site.publish_next() != "В Талгаре открыли школу на 600 мест":
        pass
    (after,) = (post for post in await posts(http, site) if post["id"] == before["id"])
    assert "600" in after["title"]["rendered"]
    assert {key for key in after if after[key] != before[key]} == {
        "title", "content", "excerpt", "modified", "modified_gmt",
    }  # fmt: skip


async def test_the_queue_ends(site: SampleSite) -> None:
    assert site.waiting == len(QUEUE)
    titles = [site.publish_next() for _ in range(len(QUEUE) + 1)]
    assert titles[-1] is None
    assert None not in titles[:-1]
    assert site.waiting == 0


async def test_a_visitor_publishes_and_edits_his_own(site: SampleSite, http: aiohttp.ClientSession) -> None:
    post = site.publish("Свой & чужой \x0b", "<p>Конец ]]> не конец</p>", image="school")
    first = (await items(http, site.feed_url))[0]
    assert first.findtext("title") == "Свой & чужой "
    assert "Конец ]]&gt; не конец" in (first.findtext(CONTENT) or "")
    page = await document(http, f"{site.url}/{post.slug}/")
    assert page.xpath("string(//meta[@property='og:image']/@content)") == f"{site.url}/wp-content/uploads/school.png"
    site.edit(post.slug, title="Другой")
    assert (await items(http, site.feed_url))[0].findtext("title") == "Другой"


async def test_one_language_is_edited_and_unknown_ones_are_refused(site: SampleSite) -> None:
    slug = "konaev-kruzhok-robototehniki"
    edited = site.edit(slug, title="Жаңа тақырып", language="kk")
    assert edited.marked_title == "[:ru]В школах Конаева открыли 14 кружков робототехники[:kk]Жаңа тақырып[:]"
    for arguments in ({"slug": "nope"}, {"slug": slug, "language": "en"}):
        with pytest.raises(KeyError):
            site.edit(**arguments)


async def test_the_site_can_be_down(site: SampleSite, http: aiohttp.ClientSession) -> None:
    site.fail()
    async with http.get(site.feed_url) as answer:
        assert (answer.status, answer.headers["Retry-After"]) == (503, "60")
    site.fail(False)
    assert await items(http, site.feed_url)


async def test_a_taken_port_is_an_error(site: SampleSite) -> None:
    with pytest.raises(OSError, match="address already in use"):
        await SampleSite.start(port=int(site.url.rpartition(":")[2]), now=lambda: NOW)


async def test_a_stopped_site_has_no_address(clock: Clock) -> None:
    site = await SampleSite.start(now=clock)
    await site.stop()
    with pytest.raises(RuntimeError):
        _ = site.url


# --- REST and pages --------------------------------------------------------------------------------------------------


async def test_rest_counts_and_pages(site: SampleSite, http: aiohttp.ClientSession) -> None:
    total = sum(article.outlet == "main" for article in PUBLISHED)
    async with http.get(f"{site.url}/wp-json/wp/v2/posts?per_page=50&page=2") as answer:
        assert answer.headers["X-WP-Total"] == str(total)
        assert answer.headers["X-WP-TotalPages"] == "2"
        assert len(await answer.json()) == total - 50
    for query, code in (
        ("per_page=50&page=3", "rest_post_invalid_page_number"),
        ("per_page=101", "rest_invalid_param"),
    ):
        async with http.get(f"{site.url}/wp-json/wp/v2/posts?{query}") as answer:
            assert (answer.status, (await answer.json())["code"]) == (400, code)


async def test_rest_posts(site: SampleSite, http: aiohttp.ClientSession) -> None:
    (first,) = await posts(http, site, per_page="1", _embed="1")
    assert first["date_gmt"] == "2026-11-25T03:10:00"
    assert first["date"] == "2026-11-25T08:10:00"
    assert first["guid"]["rendered"] == f"{site.url}/?p={first['id']}"
    assert first["_embedded"]["wp:featuredmedia"][0]["source_url"].endswith(".png")
    assert [post.keys() for post in await posts(http, site, per_page="1", _fields="id,title.rendered")] == [
        {"id", "title"}
    ]
    async with http.get(f"{site.url}/wp-json/wp/v2/posts/{first['id']}") as answer:
        assert (await answer.json())["slug"] == first["slug"]
    async with http.get(f"{site.url}/wp-json/wp/v2/posts/1") as answer:
        assert answer.status == 404


async def test_rest_bounds_are_exclusive(site: SampleSite, http: aiohttp.ClientSession) -> None:
    assert await posts(http, site, after="2026-11-25T03:10:00Z") == []
    assert len(await posts(http, site, after="2026-11-25T03:09:59Z")) == 1
    assert len(await posts(http, site, after="2026-11-25T08:09:59")) == 1  # without a zone: the site's own time
    (oldest,) = await posts(http, site, order="asc", per_page="1")
    assert await posts(http, site, before=oldest["date_gmt"] + "Z") == []
    site.edit(oldest["slug"], title="Правка")
    assert [post["id"] for post in await posts(http, site, modified_after="2026-11-25T04:00:00Z")] == [oldest["id"]]
    async with http.get(f"{site.url}/wp-json/wp/v2/posts?after=yesterday") as answer:
        assert answer.status == 400


async def test_an_article_page_has_both_languages(site: SampleSite, http: aiohttp.ClientSession) -> None:
    page = await document(http, f"{site.url}/konaev-kruzhok-robototehniki/")
    titles = {article.get("lang"): article.findtext("h1") for article in page.findall(".//article")}
    assert titles == {
        "ru": "В школах Конаева открыли 14 кружков робототехники",
        "kk": "Қонаев мектептерінде 14 робототехника үйірмесі ашылды",
    }
    image = page.xpath("string(//meta[@property='og:image']/@content)")
    async with http.get(image) as answer:
        assert (answer.status, answer.content_type) == (200, "image/png")
    assert "[:" not in page.text_content()
    assert not page.findall(".//script")


async def test_every_link_of_the_front_pages_leads_somewhere(site: SampleSite, http: aiohttp.ClientSession) -> None:
    for feed in site.feeds.values():
        home = feed.removesuffix("feed/")
        page = await document(http, home)
        addresses = {*page.xpath("//a/@href"), *page.xpath("//img/@src"), *page.xpath("//link/@href")}
        assert len(addresses) >= 5
        for address in addresses:
            async with http.get(address) as answer:
                assert answer.status == 200, address


async def test_the_button_of_the_front_page_publishes(site: SampleSite, http: aiohttp.ClientSession) -> None:
    page = await document(http, f"{site.url}/")
    async with http.post(page.xpath("string(//form/@action)")) as answer:
        assert "В Талгаре открыли школу на 900 мест" in await answer.text()


@pytest.mark.parametrize(
    ("path", "status", "location"),
    [
        ("/feed", 301, "/feed/"),
        ("/second", 301, "/second/"),
        ("/konaev-kruzhok-robototehniki?x=1", 301, "/konaev-kruzhok-robototehniki/?x=1"),
        ("/nope/", 404, None),
        ("/?p=1", 404, None),
        ("/robots.txt", 200, None),
        ("/wp-json/", 200, None),
    ],
)
async def test_addresses(
    site: SampleSite, http: aiohttp.ClientSession, path: str, status: int, location: str | None
) -> None:
    async with http.get(site.url + path, allow_redirects=False) as answer:
        assert (answer.status, answer.headers.get("Location")) == (status, location)


async def test_the_short_link_leads_to_the_article(site: SampleSite, http: aiohttp.ClientSession) -> None:
    (first,) = await posts(http, site, per_page="1")
    async with http.get(first["guid"]["rendered"]) as answer:
        assert str(answer.url) == first["link"]
