"""What makes a post the same post, whatever happens to its title, slug, date and language."""

from __future__ import annotations

import re
from html import unescape
from urllib.parse import parse_qsl, urlencode, urlsplit

from bot.fetch.characters import harmless

_SCHEME = re.compile(r"https?://(?:www\.)?", re.IGNORECASE)
_LANGUAGE_ROOT = re.compile(r"/(?:ru|kk|kz|en)(?=/|$)", re.IGNORECASE)
_TRACKING = re.compile(r"utm_|fbclid|gclid|yclid|_openstat|from$", re.IGNORECASE)
_LONGEST = 500


def identity(guid: str) -> str:
    """The identity that RSS ``guid``, Atom ``id`` and REST ``guid`` of one post share, or ``""``.

    ``HOME/?p=ID`` is WordPress's own; other guids are permalinks of long ago or opaque. Scheme, ``www.`` and a
    language folder are left out: a site that moves to https rewrites its guids, and qTranslate adds the folder.
    """
    text = " ".join(harmless(unescape(guid)).split())[: _LONGEST * 4]
    if not _SCHEME.match(text):
        return text[:_LONGEST]
    try:
        parts = urlsplit(text)
        host = (parts.hostname or "").removeprefix("www.") + (f":{parts.port}" if parts.port else "")
    except ValueError:
        return text[:_LONGEST]
    query = dict(parse_qsl(parts.query))
    if query.get("p", "").isdigit():
        path = _LANGUAGE_ROOT.sub("", parts.path) or "/"
        return f"{host}{path}?p={query['p']}"[:_LONGEST]
    return _SCHEME.sub("", text)[:_LONGEST]


def link_identity(link: str) -> str:
    """The identity of a post in a feed that has links only (RSS 1.0, 0.92): the link without tracking marks."""
    try:
        parts = urlsplit(link.strip())
    except ValueError:
        return ""
    if not parts.netloc:
        return ""
    if not {"?", "#"}.intersection(link):
        return identity(link)
    query = urlencode([(k, v) for k, v in parse_qsl(parts.query, keep_blank_values=True) if not _TRACKING.match(k)])
    return identity(parts._replace(query=query, fragment="").geturl())
