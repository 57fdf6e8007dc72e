"""Telegram's rules for what we send, stricter than the server: unknown tags, attributes and entities fail, so do
lengths in UTF-16 units, more than 100 entities, buttons that would be dropped or refused. The sandbox reads each
message as well, as the server would."""

from __future__ import annotations

import re
from html import unescape
from html.parser import HTMLParser
from urllib.parse import urlsplit

from bot.buttons import unpack
from bot.models import Keyboard, Message
from bot.sandbox.markup import read_formatted
from bot.sandbox.rich_html import html_blocks

TAGS = {
    "b": set(),
    "i": set(),
    "u": set(),
    "s": set(),
    "a": {"href"},
    "code": set(),
    "pre": set(),
    "blockquote": {"expandable"},
}
RICH_TAGS = TAGS | {
    "a": {"href", "name"}, "h2": set(), "p": set(), "br": set(), "img": {"src"}, "details": {"open"}, "summary": set(),
    "table": {"striped", "compact"}, "tr": set(), "th": set(), "td": {"align"}, "footer": set(),
    "tg-button-row": set(), "tg-button": {"type", "data"}, "tg-time": {"unix", "format"},
}  # fmt: skip
RICH_BLOCKS = {"h2", "p", "details", "summary", "table", "tr", "footer", "img", "tg-button-row"}
EMPTY_REFUSED = {"h2", "p", "summary", "details", "footer", "td", "th", "tg-button"}
VOID = {"br", "img"}
NAMED = {"lt", "gt", "amp", "quot"}
_REFERENCE = re.compile(r"&(#x[0-9a-fA-F]+;|#\d+;|(\w+);)?")


class _Strict(HTMLParser):
    """Text, links and tags of one message; any departure from the dialect is an `AssertionError`."""

    def __init__(self, allowed: dict[str, set[str]]) -> None:
        super().__init__(convert_charrefs=False)
        self.allowed = allowed
        self.open: list[tuple[str, int]] = []
        self.deepest = 0
        self.text: list[str] = []
        self.tags: list[str] = []
        self.links: list[tuple[str, str]] = []
        self._link: tuple[str, int] | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert tag in self.allowed, f"<{tag}>"
        assert {name for name, _ in attrs} <= self.allowed[tag], f"<{tag} {attrs}>"
        self.tags.append(tag)
        values = dict(attrs)
        if tag == "a" and "href" in values:
            assert all(one != "a" for one, _ in self.open), "a link in a link"
            self._link = (values["href"] or "", len(self.text))
        if tag == "img":
            assert (values["src"] or "").startswith("https://")
        if tag not in VOID:
            self.open.append((tag, len(self.text)))
            self.deepest = max(self.deepest, len(self.open))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert tag in VOID, f"<{tag}/>"
        self.handle_starttag(tag, attrs)

    def handle_endtag(self, tag: str) -> None:
        assert self.open and self.open[-1][0] == tag, f"</{tag}> closes {self.open[-1:]}"
        _, start = self.open.pop()
        inside = "".join(self.text[start:])
        if tag in EMPTY_REFUSED or tag in {"b", "i", "s"}:
            assert inside.strip(), f"an empty <{tag}>"
        if tag == "a" and self._link is not None:
            self.links.append((self._link[0], inside))
            assert inside.strip(), "a link without text"
            self._link = None

    def handle_data(self, data: str) -> None:
        assert "<" not in data and ">" not in data, data
        self.text.append(data)

    def handle_entityref(self, name: str) -> None:
        assert name in NAMED, f"&{name};"
        self.text.append(unescape(f"&{name};"))

    def handle_charref(self, name: str) -> None:
        self.text.append(unescape(f"&#{name};"))

    def handle_comment(self, data: str) -> None:
        raise AssertionError(f"<!--{data}-->")

    def handle_decl(self, decl: str) -> None:
        raise AssertionError(f"<!{decl}>")

    def handle_pi(self, data: str) -> None:
        raise AssertionError(f"<?{data}>")


def units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


def parsed(markup: str, allowed: dict[str, set[str]] = TAGS) -> _Strict:
    for found in _REFERENCE.finditer(markup):
        assert found[1], f"a bare & at {markup[found.start() : found.start() + 20]!r}"
        assert found[2] is None or found[2] in NAMED, found[0]
    parser = _Strict(allowed)
    parser.feed(markup)
    parser.close()
    assert not parser.open, f"left open: {parser.open}"
    return parser


def check_links(links: list[tuple[str, str]]) -> None:
    for url, _ in links:
        if url.startswith("#"):
            continue
        parts = urlsplit(url)
        assert parts.scheme in {"http", "https"}, url
        assert "." in (parts.hostname or ""), url
        assert not re.search(r"[\s<>\"]", url), url


def check(message: Message) -> str:
    """Holds a message against all rules; its text as a reader sees it."""
    parser = parsed(message.html)
    text = "".join(parser.text)
    assert text.strip()
    assert 1 <= units(text) <= (1024 if message.photo else 4096), units(text)
    assert len(message.html.encode()) <= 32_768
    assert len([tag for tag in parser.tags if tag != "br"]) <= 100
    assert not any(ord(c) < 32 and c != "\n" for c in text)
    check_links(parser.links)
    check_keyboard(message.buttons)
    read_formatted(message.html, "HTML", None, limit=1024 if message.photo else 4096, what="text")
    for url in (message.photo, message.preview):
        assert url is None or urlsplit(url).scheme in {"http", "https"}
    assert not (message.photo and message.preview)
    if message.rich is not None:
        check_rich(message.rich)
    return text


def check_keyboard(keyboard: Keyboard) -> None:
    buttons = [button for row in keyboard for button in row]
    assert len(buttons) <= 100
    assert all(1 <= len(row) <= 8 for row in keyboard)
    for button in buttons:
        assert button.text.strip() and units(button.text) <= 64, button
        given = [button.data is not None, button.url is not None, button.share is not None, button.location]
        assert sum(given) == 1, button
        if button.data is not None:
            assert unpack(button.data), button
            assert 1 <= len(button.data.encode()) <= 64
        if button.url is not None:
            check_links([(button.url, "")])
        assert button.share is None or len(button.share) <= 256


def check_rich(markup: str) -> None:
    """Within half of a rich message's limits, nothing empty, every anchor there."""
    parser = parsed(markup, RICH_TAGS)
    assert len("".join(parser.text)) <= 32_768
    assert sum(tag in RICH_BLOCKS for tag in parser.tags) + markup.count("<a name") <= 500
    assert parser.deepest <= 16
    assert parser.tags.count("img") <= 50
    assert len(parser.tags) <= 3_000
    anchors = set(re.findall(r'<a name="(\w+)">', markup))
    assert {url[1:] for url, _ in parser.links if url.startswith("#")} <= anchors
    check_links(parser.links)
    assert html_blocks(markup)
    assert all(1 <= len(data) <= 64 for data in re.findall(r'data="([^"]*)"', markup))
