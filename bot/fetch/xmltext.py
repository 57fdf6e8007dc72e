"""The text of a feed made fit for an XML parser: recognised, defused, repaired where a repair is certain."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from itertools import islice
from xml.parsers import expat

from bot.errors import FetchError
from bot.fetch.characters import xml_characters
from bot.fetch.elements import Bodies, decode_titles, set_bodies_aside, without_long_names

_ELEMENT = re.compile(r"<(?:[A-Za-z_][\w.-]{0,40}:)?([A-Za-z_][\w.-]{0,40})")
_FEEDS = frozenset({"rss", "rdf", "feed", "channel", "redirect"})
_ENTITY = re.compile(r"<!ENTITY\s+(%\s+)?[\w.:-]+\s+(SYSTEM|PUBLIC|[\"'])([^>]{0,2000})", re.IGNORECASE)
_LONGEST_ENTITY = 200
_BARE_AMPERSAND = re.compile(r"&(?!#\d{1,7};|#[xX][0-9a-fA-F]{1,6};|amp;|lt;|gt;|quot;|apos;)")
_PREFIX = re.compile(r"<([A-Za-z][\w-]{0,30}):[A-Za-z]")
_ITEM = re.compile(r"<(?:[A-Za-z][\w-]{0,30}:)?(?:item|entry)[\s/>]")
_MOST_TAGS = 200_000
_NAMESPACES = {
    "content": "http://purl.org/rss/1.0/modules/content/",
    "dc": "http://purl.org/dc/elements/1.1/",
    "atom": "http://www.w3.org/2005/Atom",
    "media": "http://search.yahoo.com/mrss/",
    "sy": "http://purl.org/rss/1.0/modules/syndication/",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
}


@dataclass(frozen=True, slots=True)
class FeedText:
    """``xml`` begins with a prolog and is clean; its long bodies stand in ``bodies``. ``truncated`` means that it
    ended early and was closed by us behind its last whole item; without ``well_formed`` only a lenient parser can
    read it."""

    xml: str
    well_formed: bool
    truncated: bool = False
    bodies: Bodies = field(default_factory=Bodies)


def prepare(text: str, max_items: int = 500) -> FeedText:
    """At most the first ``max_items`` entries. Raises :class:`FetchError`: ``not-a-feed``, ``too-large`` for more
    markup than any feed needs, ``ill-formed`` for entity bombs."""
    text = xml_characters(text)
    start, root = _root(text)
    _refuse_entity_bombs(text[:start])
    prolog = "<?xml version='1.0' encoding='utf-8'?>\n" + _doctype(text[:start])
    rest, bodies = set_bodies_aside(decode_titles(without_long_names(text[start:])))
    if rest.count("<") > _MOST_TAGS:
        raise FetchError("too-large", f"the feed has more than {_MOST_TAGS} tags")
    return replace(_repaired(prolog, _first_items(rest, root, max_items), root), bodies=bodies)


def _repaired(prolog: str, rest: str, root: str) -> FeedText:
    """The mildest repair that makes the document well-formed."""
    if _is_well_formed(prolog + rest):
        return FeedText(prolog + rest, well_formed=True)
    escaped = _declare_prefixes(_escape_ampersands(rest), root)
    if _is_well_formed(prolog + escaped):
        return FeedText(prolog + escaped, well_formed=True)
    closed = _close_behind_last_item(escaped, root)
    if closed and _is_well_formed(prolog + closed):
        return FeedText(prolog + closed, well_formed=True, truncated=True)
    return FeedText(prolog + escaped, well_formed=False, truncated=f"</{root}" not in rest[-200:])


def _root(text: str) -> tuple[int, str]:
    """Where the feed's first element begins, and its name with prefix; junk before it is passed over."""
    position = text.find("<")
    while position >= 0:
        element = _ELEMENT.match(text, position)
        if element and element[1].lower() in _FEEDS:
            return position, element[0][1:]
        if element:
            raise FetchError("not-a-feed", f"this is no feed but {_kind(element[1])}")
        position = text.find("<", _end_of_declaration(text, position))
    raise FetchError("not-a-feed", "this is no feed" if text.strip() else "the answer is empty")


def _end_of_declaration(text: str, start: int) -> int:
    """Behind the comment, processing instruction or DOCTYPE that begins at ``start``; else behind its ``<``."""
    for opening, closing in (("<!--", "-->"), ("<?", "?>")):
        if text.startswith(opening, start):
            end = text.find(closing, start + len(opening))
            return end if end >= 0 else len(text)
    if text[start : start + 9].upper() == "<!DOCTYPE":
        end, subset = text.find(">", start), text.find("[", start)
        has_subset = 0 <= subset < end
        return max(text.find("]", subset) if has_subset else end, start + 1)
    return start + 1


def _kind(name: str) -> str:
    known = {"html": "an HTML page", "body": "an HTML page", "head": "an HTML page", "urlset": "a sitemap"}
    return known.get(name.lower(), f"a document of <{name}>")


def _refuse_entity_bombs(head: str) -> None:
    """An entity that names another entity or a file has no place in a feed; short plain ones have."""
    for entity in _ENTITY.finditer(head):
        is_parameter, kind, rest = bool(entity[1]), entity[2], entity[3]
        if is_parameter and kind not in {'"', "'"}:
            continue  # HTML's entity sets by address, in feeds of 2002: never fetched
        if kind not in {'"', "'"} or "&" in re.sub(r"&#\w+;", "", rest) or len(rest) > _LONGEST_ENTITY or "%" in rest:
            raise FetchError("ill-formed", "the feed declares XML entities that expand (an entity bomb)")
    if head.upper().count("<!ENTITY") > 300:
        raise FetchError("ill-formed", "the feed declares too many XML entities")


def _doctype(head: str) -> str:
    start = head.upper().find("<!DOCTYPE")
    return head[start:] if start >= 0 else ""


def _is_well_formed(xml: str) -> bool:
    parser = expat.ParserCreate(namespace_separator=" ")
    try:
        parser.Parse(xml.encode(), True)
    except expat.ExpatError:
        return False
    return True


def _escape_ampersands(xml: str) -> str:
    """``?a=1&b=2`` outside CDATA, the most common fault of feeds made by hand."""
    parts = xml.split("<![CDATA[")
    fixed = [_BARE_AMPERSAND.sub("&amp;", parts[0])]
    for part in parts[1:]:
        literal, end, markup = part.partition("]]>")
        fixed.append(literal + end + _BARE_AMPERSAND.sub("&amp;", markup))
    return "<![CDATA[".join(fixed)


def _declare_prefixes(xml: str, root: str) -> str:
    """``<dc:creator>`` without ``xmlns:dc``, in feeds put together from others."""
    used = set(_PREFIX.findall(xml))
    missing = sorted(prefix for prefix in used if f"xmlns:{prefix}=" not in xml and prefix not in {"xml", "xmlns"})[:30]
    declarations = "".join(f' xmlns:{prefix}="{_NAMESPACES.get(prefix, "urn:" + prefix)}"' for prefix in missing)
    return f"<{root}{declarations}{xml[len(root) + 1 :]}"


def _first_items(xml: str, root: str, max_items: int) -> str:
    """Without the entries that would not be looked at: a feed of a million empty ones is parsed in no time."""
    surplus = next(islice(_ITEM.finditer(xml), max_items, None), None)
    return (_close_behind_last_item(xml[: surplus.start()], root) or xml) if surplus else xml


def _close_behind_last_item(xml: str, root: str) -> str | None:
    """Half a feed: everything up to its last whole item, closed; the item that broke off is left out."""
    end = max(xml.rfind("</item>"), xml.rfind("</entry>"))
    if end < 0:
        return None
    end = xml.index(">", end) + 1
    inside_channel = "<channel" in xml[:2_000] and root == "rss"
    return xml[:end] + ("</channel>" if inside_channel else "") + f"</{root}>"
