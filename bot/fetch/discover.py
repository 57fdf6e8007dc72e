"""From the address of a page to the feeds of its site, with what an admin wants to know before adding one."""

from __future__ import annotations

import asyncio
import html as entities
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from yarl import URL

from bot.errors import FetchError
from bot.fetch.characters import decode
from bot.fetch.feed import Feed, parse_feed
from bot.fetch.http import Response, Web
from bot.fetch.pictures import web_address

_MOST_TRIED = 8
_USUAL_PATHS = ("/feed/", "/?feed=rss2", "/rss", "/rss.xml", "/feed.xml", "/atom.xml")
_LINK = re.compile(r"<link\b([^<>]{0,3000})>", re.IGNORECASE)
_ATTRIBUTE = re.compile(r"""(?<![\w-])(rel|type|href|title)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))""", re.IGNORECASE)
_FEED_TYPE = re.compile(r"application/(?:rss|atom|rdf)\+xml", re.IGNORECASE)
_COMMENTS = re.compile(r"comments/feed|/comments|комментари|пікір", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class FoundFeed:
    """A feed that was read. ``languages`` are those of its markup, else the one that it claims; ``full_text`` says
    whether most entries hold more than an excerpt; ``newest`` is the date of the newest entry."""

    url: str
    title: str
    entries: int
    languages: tuple[str, ...]
    full_text: bool
    is_wordpress: bool
    newest: datetime | None


async def discover(web: Web, url: str, *, now: datetime) -> tuple[FoundFeed, ...]:
    """The feeds that the page at ``url`` announces, best first; the page itself if it is one; the usual addresses
    of its site otherwise. Empty when there are none. Raises :class:`FetchError` when ``url`` cannot be read."""
    answer = await web.get(url)
    answer.raise_for_status()
    itself = await _read(answer, now)
    if itself:
        return (itself,)
    announced = list(dict.fromkeys(announced_feeds(decode(answer.body, _kind(answer)), answer.url)))[:_MOST_TRIED]
    found = await _try_all(web, announced, now)
    return found or await _try_all(web, _usual_addresses(answer.url), now, first_only=True)


def announced_feeds(html: str, base: str) -> Iterator[str]:
    """The addresses in ``<link rel="alternate" type="application/rss+xml">``; feeds of comments are no news."""
    for link in _LINK.finditer(html[:1_000_000]):
        attributes = {m[1].lower(): m[2] or m[3] or m[4] or "" for m in _ATTRIBUTE.finditer(link[1])}
        is_feed = "alternate" in attributes.get("rel", "").lower() and _FEED_TYPE.match(attributes.get("type", ""))
        if is_feed and not _COMMENTS.search(attributes.get("title", "") + " " + attributes.get("href", "")):
            address = web_address(entities.unescape(attributes.get("href", "")), base)
            if address:
                yield address


async def _try_all(web: Web, addresses: list[str], now: datetime, *, first_only: bool = False) -> tuple[FoundFeed, ...]:
    found: list[FoundFeed] = []
    for address in addresses:
        try:
            answer = await web.get(address)
        except FetchError:
            continue
        feed = await _read(answer, now) if answer.status == 200 else None
        if feed and feed.url not in {each.url for each in found}:
            found.append(feed)
            if first_only:
                break
    return tuple(sorted(found, key=lambda feed: feed.entries == 0))


async def _read(answer: Response, now: datetime) -> FoundFeed | None:
    try:
        feed = await asyncio.to_thread(parse_feed, answer.body, answer.headers, source="", url=answer.url, now=now)
    except FetchError:
        return None
    return _report(feed, answer.url)


def _report(feed: Feed, url: str) -> FoundFeed:
    marked = [edition.language for article in feed.articles for edition in article.editions if edition.language]
    claimed = [feed.language.split("-")[0].lower()] if feed.language else []
    excerpts = sum(article.excerpt_only for article in feed.articles)
    return FoundFeed(
        url=url,
        title=feed.title,
        entries=feed.entries,
        languages=tuple(dict.fromkeys(marked or claimed)),
        full_text=excerpts * 2 < len(feed.articles),
        is_wordpress=feed.is_wordpress,
        newest=max((article.published for article in feed.articles if article.published), default=None),
    )


def _usual_addresses(url: str) -> list[str]:
    page = URL(url)
    below = [str(page.with_query(None)).rstrip("/") + "/feed/"] if page.path not in {"", "/"} else []
    return [*below, *(f"{page.origin()}{path}" for path in _USUAL_PATHS)]


def _kind(answer: Response) -> str:
    return answer.headers.get("content-type", "")
