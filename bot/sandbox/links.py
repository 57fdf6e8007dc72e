"""Addresses that Telegram accepts, and the entities that it finds in plain text by itself."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from .calls import Json
from .utf16 import units

_FOUND = re.compile(
    r"(?P<url>(?:https?://|(?<![\w@.-])(?=[a-zA-Z0-9-]+\.[a-z]))[\w.-]+\.(?:[a-z]{2,}|kz|қаз)(?::\d+)?(?:/[^\s<>\"«»]*[^\s<>\"«».,;:!?)])?)"
    r"|(?P<mention>(?<![\w/@])@[A-Za-z][A-Za-z0-9_]{3,31}\b)"
    r"|(?P<bot_command>(?<![\w/<>])/[A-Za-z0-9_]{1,64}(?:@[A-Za-z0-9_]{3,32})?(?![\w/]))"
    r"|(?P<hashtag>(?<![\w&#])#\w*[^\W\d]\w*)"
)
_SUSPECT = re.compile(r"[@/#]|\.\w")
_BARE_HOSTS = ("kz", "com", "org", "net", "ru", "me", "io", "dev", "info", "news")
_SCHEMES = ("http", "https", "tg", "ton", "tonsite")


def checked_link(url: str) -> str | None:
    """The address as Telegram keeps it, or ``None`` where it would not accept it (unknown scheme, no dotted host)."""
    url = url.strip()
    if not url or any(letter.isspace() for letter in url):
        return None
    if "://" not in url:
        if ":" in url.split("/", 1)[0].split(".", 1)[0]:
            return None
        url = f"http://{url}"
    try:
        parts = urlsplit(url)
        host = parts.hostname or ""
        _ = parts.port
    except ValueError:
        return None
    if parts.scheme not in _SCHEMES:
        return None
    if parts.scheme == "tg":
        return url
    if "." not in host.strip(".") or ".." in host:
        return None
    return url if parts.path or parts.query or parts.fragment else f"{url}/"


def found_entities(text: str) -> list[Json]:
    """Entities that Telegram finds without being told: addresses, mentions, commands, hashtags."""
    if not _SUSPECT.search(text):
        return []
    entities = []
    for match in _FOUND.finditer(text):
        kind = match.lastgroup or ""
        if kind == "url" and "://" not in match.group() and _top_level(match.group()) not in _BARE_HOSTS:
            continue
        offset, length = units(text[: match.start()]), units(match.group())
        entities.append({"type": kind, "offset": offset, "length": length})
    return entities


def _top_level(address: str) -> str:
    return address.split("/", 1)[0].split(":", 1)[0].rsplit(".", 1)[-1]
