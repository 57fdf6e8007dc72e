"""Full text from an article's own page, for feeds that show only excerpts."""

from __future__ import annotations

import asyncio
import hashlib
import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

import structlog

from bot.errors import FetchError
from bot.fetch.characters import decode, harmless
from bot.fetch.entry import Limits, clean_body, clean_title
from bot.fetch.http import Web
from bot.fetch.markup import plain
from bot.fetch.multilingual import languages, translations
from bot.fetch.pictures import named_picture
from bot.fetch.reader import Source
from bot.fetch.robots import Robots
from bot.fetch.state import FeedState, bounded
from bot.models import RawArticle, RawEdition

PAGES_PER_READING: Final = 20
"""The rest comes with the next reading: a source of many excerpts must not hold up the others."""
_MAX_PAGE_BYTES = 3_000_000
_HTML = "text/html, application/xhtml+xml;q=0.9, */*;q=0.1"
_META = re.compile(r"<meta\b([^<>]{0,3000})>", re.IGNORECASE)
_META_NAME = re.compile(
    r"""(?:property|name)\s*=\s*["']?(?:og:image(?::secure_url)?|twitter:image)["'\s]""", re.IGNORECASE
)
_META_CONTENT = re.compile(r"""(?<![\w-])content\s*=\s*(?:"([^"]*)"|'([^']*)')""", re.IGNORECASE)
_H1 = re.compile(r"<h1\b[^<>]{0,500}>", re.IGNORECASE)
_COMMENT_MARK = re.compile(r"<!--:([A-Za-z]{2,3})?-->")
_PASSING = frozenset({"timeout", "connect"})
_log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class PageText:
    """What a page holds: the article's body as HTML (``""`` when none was found), the picture that it names, and its
    heading; body and heading may be in raw language markup."""

    html: str
    image: str | None = None
    title: str = ""


class PageReader:
    """Completes articles from their pages, one after the other, where robots.txt lets us."""

    def __init__(self, web: Web, robots: Robots, limits: Limits | None = None) -> None:
        self._web = web
        self._robots = robots
        self._limits = limits or Limits()

    async def complete(
        self, source: Source, state: FeedState, articles: Sequence[RawArticle], known: Collection[str], now: datetime
    ) -> tuple[tuple[RawArticle, ...], FeedState]:
        """The articles with their full text, and the state that remembers which pages were read.

        An article that is known and whose entry has not changed since its page was read is left out of the result:
        its stored text is the page's, and the feed's excerpt must not replace it.
        """
        seen = dict(state.seen)
        out: list[RawArticle] = []
        left = PAGES_PER_READING
        for article in articles:
            mark = _mark(article)
            if not _wants_page(source, article):
                out.append(article)
            elif article.guid not in known or seen.get(article.guid) != mark:
                whole = await self._completed(article, now) if left > 0 else None
                left -= 1
                if whole:
                    seen.pop(article.guid, None)  # put it at the end: the newest are remembered longest
                    seen[article.guid] = mark
                if whole or article.guid not in seen:
                    out.append(whole or article)
        return tuple(out), replace(state, seen=bounded(seen, len(articles)))

    async def read(self, url: str, now: datetime) -> PageText:
        """The text of the page at ``url``. Raises :class:`FetchError`, of kind ``robots`` where we may not read."""
        if not await self._robots.allows(url, now):
            raise FetchError("robots", f"{_host(url)}: robots.txt does not let us read this page", host=_host(url))
        answer = await self._web.get(url, accept=_HTML, max_bytes=_MAX_PAGE_BYTES)
        answer.raise_for_status()
        kind = answer.headers.get("content-type", "text/html")
        if "html" not in kind:
            raise FetchError("http", f"{answer.host}: the page is no HTML ({kind[:40]})", host=answer.host)
        return await asyncio.to_thread(extract, decode(answer.body, kind), answer.url)

    async def _completed(self, article: RawArticle, now: datetime) -> RawArticle | None:
        """The article with its page's text, as it was if the page will never give any, ``None`` if it may later."""
        try:
            page = await self.read(article.url, now)
        except FetchError as error:
            _log.info("page_not_read", source=article.source, guid=article.guid, kind=error.kind, reason=str(error))
            return None if error.kind in _PASSING else article
        return completed(article, page, self._limits)


def extract(html: str, url: str) -> PageText:
    """The main text of a page by trafilatura, as simple HTML; language marks in comments survive."""
    import trafilatura  # noqa: PLC0415 -- takes 0.2 s to import, and most sources never need it

    marked = _COMMENT_MARK.sub(lambda mark: f"[:{mark[1] or ''}]", html)
    found = trafilatura.extract(
        harmless(marked), url=url, output_format="html", include_comments=False, include_formatting=True
    )
    body = re.search(r"<body>(.*)</body>", found or "", re.DOTALL)
    return PageText(body[1].strip() if body else "", page_picture(html, url), _heading(marked))


def page_picture(html: str, url: str) -> str | None:
    """``og:image``, else ``twitter:image``, absolute and at full size."""
    for meta in _META.finditer(html[:500_000]):
        if _META_NAME.search(meta[1] + " ") and (content := _META_CONTENT.search(meta[1])):
            found = named_picture((content[1] or content[2] or "").replace("&amp;", "&"), url)
            if found:
                return found
    return None


def completed(article: RawArticle, page: PageText, limits: Limits) -> RawArticle:
    """The article with the page's text wherever that says more; titles stay the feed's. A language that only the
    page holds (an excerpt ends before it begins) becomes an edition, if the page has a title in it."""
    read = _page_editions(page, limits)
    texts = {edition.language: edition.html for edition in read}
    alone = len(article.editions) == 1
    editions = tuple(_fuller(edition, texts, alone=alone) for edition in article.editions)
    had = {edition.language for edition in article.editions}
    added = tuple(each for each in read if each.language and each.language not in had and each.title)
    if had == {None}:
        editions = added or editions  # the feed had lost the markup that the page still has
        added = ()
    return replace(
        article,
        editions=editions + added,
        image=article.image or page.image,
        excerpt_only=article.excerpt_only and editions == article.editions,
    )


def _page_editions(page: PageText, limits: Limits) -> tuple[RawEdition, ...]:
    """The page's languages; the title is empty where the page has none of that language."""
    titled = languages(page.title)
    return tuple(
        RawEdition(each.language, clean_title(each.title, limits) if each.language in titled else "", body)
        for each in translations(page.title, page.html)
        if (body := clean_body(each.html, limits))
    )


def _heading(html: str) -> str:
    """The text of the page's first ``h1``."""
    opened = _H1.search(html)
    closed = html.find("</h1", opened.end()) if opened else -1
    return plain(html[opened.end() : closed])[:2_000] if opened and closed >= 0 else ""


def _fuller(edition: RawEdition, texts: dict[str | None, str], *, alone: bool) -> RawEdition:
    """A page without markup is in one language: it can only be that of an article with a single edition."""
    text = texts.get(edition.language) or (texts.get(None) if alone else None) or ""
    return replace(edition, html=text) if text and len(plain(text)) > len(plain(edition.html)) - 20 else edition


def _wants_page(source: Source, article: RawArticle) -> bool:
    if not article.url or source.full_text == "feed":
        return False
    return source.full_text == "page" or article.excerpt_only


def _mark(article: RawArticle) -> str:
    """A short digest of what the feed says of an article; a change of it is an edit."""
    said = repr([(edition.language, edition.title, edition.html) for edition in article.editions])
    return hashlib.blake2b(said.encode("utf-8", "replace"), digest_size=6).hexdigest()


def _host(url: str) -> str:
    return url.split("/")[2] if url.count("/") >= 2 else url
