"""From a page's address to its feeds."""

from __future__ import annotations

import pytest

from bot.errors import FetchError
from bot.fetch.discover import announced_feeds, discover
from bot.fetch.http import Web
from tests.fetch.conftest import Hands
from tests.fetch.wordpress_site import Site


async def test_a_page_leads_to_its_feed(site: Site, web: Web, hands: Hands) -> None:
    site.plugin = False
    site.add("[:ru]Школа[:kk]Мектеп[:]", "[:ru]<p>А</p>[:kk]<p>Ә</p>[:]")
    (found,) = await discover(web, f"{site.url}/", now=hands.now)
    assert (found.url, found.title, found.entries) == (site.feed_url, "Алтын дала", 4)
    assert found.languages == ("ru", "kk") and found.full_text and found.is_wordpress
    assert found.newest == hands.now


async def test_the_address_of_a_feed_is_its_own_answer(site: Site, web: Web, hands: Hands) -> None:
    site.excerpts = True
    for number in range(4):
        site.add(f"Длинная {number}", "<p>" + "слово " * 50 + "</p>")
    (found,) = await discover(web, site.feed_url, now=hands.now)
    assert found.url == site.feed_url and not found.full_text


async def test_usual_addresses_are_tried_when_nothing_is_announced(site: Site, web: Web, hands: Hands) -> None:
    site.fault, site.faults_left = "html", 1
    (found,) = await discover(web, f"{site.url}/", now=hands.now)
    assert found.url == site.feed_url


async def test_no_feed_and_no_page(site: Site, web: Web, hands: Hands) -> None:
    site.fault = "html"
    assert await discover(web, f"{site.url}/", now=hands.now) == ()
    site.fault = "500"
    with pytest.raises(FetchError, match="answered 500"):
        await discover(web, f"{site.url}/", now=hands.now)


def test_announcements() -> None:
    html = """<link rel='alternate' type='application/rss+xml' href='/feed/'>
    <link href="https://x.kz/atom" type="application/atom+xml" rel="alternate" title="Лента">
    <link rel=alternate type=application/rss+xml href=/comments/feed/ title="Комментарии">
    <link rel="alternate" hreflang="kk" href="/kk/"><link rel="stylesheet" href="a.css"><link rel="alternate"
    type="application/rss+xml" href="javascript:1">"""
    assert list(announced_feeds(html, "https://x.kz/a/")) == ["https://x.kz/feed/", "https://x.kz/atom"]
