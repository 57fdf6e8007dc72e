"""From the bytes of a feed to its articles: RSS 2.0, 0.92, 1.0 (RDF) and Atom.

Pure: nothing is fetched and no clock is read. feedparser is handed clean, well-formed UTF-8 wherever that can be
had (see :mod:`.xmltext`), because on anything else it guesses, and guesses badly in Russian.
"""

from __future__ import annotations

import html as entities
import io
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import feedparser

from bot.errors import FetchError
from bot.fetch.characters import decode, one_line
from bot.fetch.dates import not_ahead, read_date
from bot.fetch.elements import Bodies
from bot.fetch.entry import EntryFields, Limits, Skip, build_article, entry_address
from bot.fetch.identity import identity, link_identity
from bot.fetch.multilingual import pick
from bot.fetch.pictures import web_address
from bot.fetch.xmltext import FeedText, prepare
from bot.models import RawArticle

_LINKS_ONLY = frozenset({"rss10", "rss090", "rss091n", "rss091u", "rss092"})
"""Versions whose entries have no id of their own."""
_XML_HEADERS = {"content-type": "application/xml; charset=utf-8"}
_LARGEST_LOOSE = 1_000_000
"""Characters; feedparser's parser for broken XML is too slow for more, and a feed that large and broken is hostile."""


@dataclass(frozen=True, slots=True)
class Feed:
    """What one answer held. ``ill_formed``: it was broken or ended early, so it proves nothing about what is
    missing from it. ``built`` is the feed's own date, by which an older cached copy is recognised."""

    title: str
    site_url: str
    articles: tuple[RawArticle, ...]
    skipped: tuple[Skip, ...] = ()
    ill_formed: bool = False
    ttl_seconds: int | None = None
    language: str = ""
    is_wordpress: bool = False
    built: datetime | None = None
    version: str = ""
    entries: int = 0

    @property
    def has_links_only(self) -> bool:
        """RSS 1.0 and 0.92: a post is known by its link, there is no other identity."""
        return self.version in _LINKS_ONLY


def parse_feed(
    body: bytes, headers: Mapping[str, str], *, source: str, url: str, now: datetime, limits: Limits | None = None
) -> Feed:
    """The feed in ``body``. ``headers`` have lower-case names (only ``content-type`` is looked at), ``url`` is
    where it came from, ``now`` the moment that dates cannot lie behind.

    Raises :class:`FetchError`: ``not-a-feed`` for HTML, JSON and empty bodies, ``ill-formed`` for entity bombs
    and for broken XML beyond repair, ``too-large`` for tags without end.
    """
    bounds = limits or Limits()
    text = prepare(decode(body, headers.get("content-type", "")), bounds.max_items)
    if not text.well_formed and len(text.xml) > _LARGEST_LOOSE:
        raise FetchError("ill-formed", f"broken XML of {len(text.xml)} characters, too large to be repaired")
    parsed = feedparser.parse(
        io.BytesIO(text.xml.encode()), response_headers=_XML_HEADERS, resolve_relative_uris=False, sanitize_html=False
    )
    return _Reading(parsed, text, source, url, now, bounds).feed()


@dataclass(frozen=True, slots=True)
class _Reading:
    """One parsed document and what is needed to understand it."""

    parsed: Any
    text: FeedText
    source: str
    url: str
    now: datetime
    limits: Limits

    def feed(self) -> Feed:
        # Plain dictionaries: feedparser's own answer for names that are not there, and take their time for it.
        channel = dict(self.parsed.feed)
        entries = [dict(entry) for entry in self.parsed.entries[: self.limits.max_items]]
        outcomes = [self._outcome(entry) for entry in entries]
        return Feed(
            title=one_line(pick(_text(channel, "title")), self.limits.max_title_chars),
            site_url=web_address(_text(channel, "link"), self.url) or "",
            articles=_first_of_each(each for each in outcomes if isinstance(each, RawArticle)),
            skipped=tuple(each for each in outcomes if isinstance(each, Skip)),
            ill_formed=self._is_ill_formed,
            ttl_seconds=_ttl(_text(channel, "ttl")),
            language=one_line(_text(channel, "language"), 20),
            is_wordpress="wordpress" in _text(channel, "generator").lower(),
            built=self._date(channel, "updated"),
            version=self.parsed.version or "",
            entries=len(entries),
        )

    @property
    def _is_ill_formed(self) -> bool:
        return self.text.truncated or not self.text.well_formed

    def _outcome(self, entry: Any) -> RawArticle | Skip:
        """One bad entry never spoils the others: hostile values reach conversions that no check foresees."""
        guid = self._identity(entry)
        if not guid:
            reason = "no id in a broken feed" if self._is_ill_formed else "neither id nor link nor title"
            return Skip(one_line(_text(entry, "link") or _text(entry, "title"), 200), reason)
        try:
            return build_article(self._fields(entry, guid), self.source, self.limits)
        except (ValueError, TypeError, KeyError, AttributeError, OverflowError) as error:
            return Skip(guid, f"unreadable ({type(error).__name__})")

    def _identity(self, entry: Any) -> str:
        """A post that lost its id in a broken feed must not come under its link: it would come twice."""
        has_links_only = self.parsed.version in _LINKS_ONLY
        guid = "" if has_links_only else identity(_text(entry, "id"))
        if guid or (self._is_ill_formed and not has_links_only):
            return guid
        return link_identity(entry_address([_text(entry, "link")], self.url)) or self._title_identity(entry)

    def _title_identity(self, entry: Any) -> str:
        """The last resort of a sound feed without ids and links."""
        title = one_line(_text(entry, "title"), 200)
        return f"title:{title}" if title and not self._is_ill_formed else ""

    def _fields(self, entry: Any, guid: str) -> EntryFields:
        address = entry_address([_text(entry, "link"), _text(entry, "id"), _text(self.parsed.feed, "link")], self.url)
        return EntryFields(
            guid=guid,
            url=address or self.url,
            title=_text(entry, "title"),
            html=_fullest(entry, self.text.bodies),
            published=not_ahead(self._date(entry, "published") or self._date(entry, "updated"), self.now),
            updated=not_ahead(self._date(entry, "updated"), self.now),
            author=_text(entry, "author"),
            categories=tuple(str(tag.get("term") or tag.get("label") or "") for tag in entry.get("tags", ())),
            pictures=tuple(_named_pictures(entry)),
        )

    def _date(self, holder: Any, name: str) -> datetime | None:
        """``updated`` is asked for only where it is: feedparser would answer with ``published``."""
        if name not in holder and f"{name}_parsed" not in holder:
            return None
        return read_date(_text(holder, name), holder.get(f"{name}_parsed"))


def _text(holder: Any, name: str) -> str:
    value = holder.get(name)
    return value if isinstance(value, str) else ""


def _fullest(entry: Any, bodies: Bodies) -> str:
    """``content:encoded`` or Atom's content, else the description; plain text is made HTML."""
    contents = [(bodies.restore(str(part.get("value") or "")), part.get("type")) for part in entry.get("content", ())]
    value, kind = max(contents, key=lambda content: len(content[0]), default=("", None))
    if not value.strip():
        return bodies.restore(_text(entry, "summary"))
    is_plain = kind == "text/plain" and not re.search(r"<[a-zA-Z/!]|&#?\w+;", value)
    return entities.escape(value, quote=False) if is_plain else value


def _named_pictures(entry: Any) -> Iterator[str]:
    """Pictures named outside the text: enclosures first, then Media RSS."""
    for link in entry.get("links", ()):
        if link.get("rel") == "enclosure" and str(link.get("type", "")).startswith("image/"):
            yield str(link.get("href", ""))
    for media in entry.get("media_content", ()):
        if media.get("medium") == "image" or str(media.get("type", "")).startswith("image/"):
            yield str(media.get("url", ""))
    for media in entry.get("media_thumbnail", ()):
        yield str(media.get("url", ""))


def _ttl(minutes: str) -> int | None:
    text = minutes.strip()
    return min(int(text), 100_000) * 60 if text.isdecimal() and len(text) < 9 and int(text) > 0 else None


def _first_of_each(articles: Iterable[RawArticle]) -> tuple[RawArticle, ...]:
    """A feed that names a post twice means it once."""
    found: dict[str, RawArticle] = {}
    for article in articles:
        found.setdefault(article.guid, article)
    return tuple(found.values())
