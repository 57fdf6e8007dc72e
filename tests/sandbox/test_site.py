"""The sample site: what stands in it, and that it behaves as WordPress does."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, datetime

import aiohttp
import pytest
from lxml import etree

from bot.sandbox.site import SampleSite

NOW = datetime(2026, 11, 25, 4, 30, tzinfo=UTC)
CONTENT = "{http://purl.org/rss/1.0/modules/content/}encoded"


@pytest.fixture
async def site() -> AsyncIterator[SampleSite]:
    site = await SampleSite.start(now=lambda: NOW)
    yield site
    await site.stop()


@pytest.fixture
async def http() -> AsyncIterator[aiohttp.ClientSession]:
    async with aiohttp.ClientSession() as session:
        yield session


async def items(http: aiohttp.ClientSession, url: str) -> list[etree._Element]:
    async with http.get(url) as answer:
        return etree.fromstring(await answer.read()).findall("channel/item")


async def test_the_feed_is_rss_with_full_texts(site: SampleSite, http: aiohttp.ClientSession) -> None:
    async with http.get(site.feed_url) as answer:
        assert answer.status == 200
        assert answer.content_type == "application/rss+xml"
    found = await items(http, site.feed_url)
    assert len(found) <= 10
    assert all((item.findtext("guid") or "").startswith(f"{site.url}/?p=") for item in found)
    assert all(item.findtext(CONTENT) for item in found)


async def test_the_next_article_is_the_first_of_the_feed(site: SampleSite, http: aiohttp.ClientSession) -> None:
    assert site.publish_next() == "В Талгаре открыли школу на 900 мест"
    first = (await items(http, site.feed_url))[0]
    assert (
        first.findtext("title") == "[:ru]В Талгаре открыли школу на 900 мест[:kk]Талғарда 900 орындық мектеп ашылды[:]"
    )
    assert first.findtext("pubDate") == "Wed, 25 Nov 2026 04:30:00 +0000"


async def test_nothing_new_is_a_304(site: SampleSite, http: aiohttp.ClientSession) -> None:
    async with http.get(site.feed_url) as answer:
        asked = {"If-None-Match": answer.headers["ETag"], "If-Modified-Since": answer.headers["Last-Modified"]}
    async with http.get(site.feed_url, headers=asked) as answer:
        assert (answer.status, await answer.read()) == (304, b"")
    site.publish_next()
    async with http.get(site.feed_url, headers=asked) as answer:
        assert answer.status == 200
