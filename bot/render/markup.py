"""Telegram HTML: what it may hold, how long it is, and how stories are laid into messages without being cut."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from bot.models import Button, Keyboard
from bot.texts import Html, escape, plain, printable

MAX_UNITS = 4096
"""UTF-16 units of a message after parsing (Telegram counts code points, clients count these: the stricter)."""
MAX_CAPTION = 1024
MAX_RAW_BYTES = 32_768
MAX_ENTITIES = 100
MAX_LABEL = 60
"""UTF-16 units of a button's label: no limit of Telegram's, but more is never seen on a phone."""
MAX_URL = 2048

_ENTITY_ROOM = 90  # Telegram makes entities of @names, #tags and addresses in the news as well
_BYTE_ROOM = 30_000
_OPENING = re.compile(r"<(?!/)[^>]*>")
_UNSAFE = re.compile(r"[\s\x00-\x1f\x7f<>\"\\^`{|}]")


def units(text: str) -> int:
    """Length of plain text in UTF-16 code units."""
    return len(text) + sum(character > "\uffff" for character in text)


@dataclass(frozen=True, slots=True)
class Size:
    """What a piece of HTML takes of a message: visible UTF-16 units, bytes as sent, entities (its opening tags)."""

    units: int
    raw: int
    entities: int

    def __add__(self, other: Size) -> Size:
        return Size(self.units + other.units, self.raw + other.raw, self.entities + other.entities)

    def fits(self, limit: int = MAX_UNITS) -> bool:
        return self.units <= limit and self.raw <= _BYTE_ROOM and self.entities <= _ENTITY_ROOM


def size(markup: str) -> Size:
    return Size(units(plain(markup)), len(markup.encode()), len(_OPENING.findall(markup)))


def bold(text: str) -> Html:
    return _tagged("b", text)


def italic(text: str) -> Html:
    return _tagged("i", text)


def struck(text: str) -> Html:
    return _tagged("s", text)


def _tagged(tag: str, text: str) -> Html:
    """Nothing around nothing: an empty entity is an error in some places and a stray gap in others."""
    inside = escape(text)
    return Html(f"<{tag}>{inside}</{tag}>") if inside.strip() else Html()


def folded(text: str) -> Html:
    """A quotation that shows its first lines and unfolds on a tap."""
    return Html(f"<blockquote expandable>{escape(text)}</blockquote>")


def joined(separator: str, parts: Iterable[str]) -> Html:
    """The parts that say something, each escaped unless it is HTML."""
    return Html(separator.join(escape(part) for part in parts if part))


def safe_url(url: str) -> str | None:
    """``url`` where it may become a link: http(s), a host with a dot (others vanish from the text or make a button
    an error), no character that would end the attribute, of bearable length."""
    if len(url) > MAX_URL or _UNSAFE.search(url):
        return None
    try:
        parts = urlsplit(url)
        host, _ = parts.hostname or "", parts.port
    except ValueError:
        return None
    if parts.scheme not in {"http", "https"} or "." not in host.strip("."):
        return None
    return url if len(html.escape(url)) <= MAX_URL else None


def link(text: str, url: str) -> Html:
    """``text`` as a link, or as it is where the address is not fit to be one."""
    safe = safe_url(url)
    return Html(f'<a href="{html.escape(safe)}">{escape(text)}</a>') if safe else escape(text)


def clip(text: str, limit: int) -> str:
    """Plain text in one line within ``limit`` UTF-16 units, cut between words and marked with «…»."""
    text = " ".join(printable(text).split())
    if units(text) <= limit:
        return text
    kept = text.encode("utf-16-le")[: (limit - 1) * 2].decode("utf-16-le", "ignore")
    words, _, rest = kept.rpartition(" ")
    if words and len(rest) < 30:
        kept = words
    return kept.rstrip(" ,.;:—–-") + "…"


def fit(pieces: Sequence[str], *, separator: str = "\n\n", limit: int = MAX_UNITS) -> tuple[Html, ...]:
    """Pieces laid into as few messages as hold them, in order, cut only between pieces. Each piece must fit alone."""
    pages: list[Html] = []
    room = size(separator)
    used = Size(0, 0, 0)
    for piece in pieces:
        more = size(piece)
        if pages and (used + room + more).fits(limit):
            pages[-1] = Html(pages[-1] + separator + piece)
            used = used + room + more
        else:
            pages.append(Html(piece))
            used = more
    return tuple(pages)


# --- keyboards ---------------------------------------------------------------------------------------------------


def label(text: str) -> str:
    """Text or HTML as a button shows it."""
    return clip(plain(text) if isinstance(text, Html) else text, MAX_LABEL)


def button(text: str, data: str) -> Button:
    return Button(label(text), data=data)


def url_button(text: str, url: str) -> Button | None:
    safe = safe_url(url)
    return Button(label(text), url=safe) if safe else None


def rows(buttons: Sequence[Button], width: int) -> Keyboard:
    """Buttons in rows of ``width``."""
    return tuple(tuple(buttons[i : i + width]) for i in range(0, len(buttons), width))


def keyboard(*lines: Iterable[Button | None]) -> Keyboard:
    """Rows without the buttons that could not be made, and without rows that are empty then."""
    made = (tuple(one for one in line if one is not None) for line in lines)
    return tuple(line for line in made if line)


def ticked(text: str, chosen: bool) -> str:
    return f"✓ {label(text)}" if chosen else label(text)
