"""The HTML parse mode, read as Telegram reads it.

The wording of the errors and the small print (byte offsets, unknown entities left as they stand, links without a
dotted host that vanish) follow ``parse_html`` in the sources of tdlib/td.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from .calls import Json
from .links import checked_link
from .refusals import ApiError, bad
from .utf16 import slice_units, units

NAMED = {"lt": "<", "gt": ">", "amp": "&", "quot": '"'}
TAGS = {
    "b": "bold", "strong": "bold", "i": "italic", "em": "italic", "u": "underline", "ins": "underline",
    "s": "strikethrough", "strike": "strikethrough", "del": "strikethrough", "a": "text_link", "code": "code",
    "pre": "pre", "tg-spoiler": "spoiler", "span": "spoiler", "tg-emoji": "custom_emoji", "tg-time": "date_time",
    "blockquote": "blockquote",
}  # fmt: skip
TAGS = {
    "b": "bold", "strong": "bold", "i": "italic", "em": "italic", "u": "underline", "ins": "underline",
    "s": "strikethrough", "strike": "strikethrough", "del": "strikethrough", "a": "text_link", "code": "code",
    "pre": "pre", "tg-spoiler": "spoiler", "span": "spoiler", "tg-emoji": "custom_emoji", "tg-time": "date_time",
    "blockquote": "blockquote",
}  # fmt: skip
_REFERENCE = re.compile(r"&(?:#x([0-9a-fA-F]+)|#([0-9]+)|([a-zA-Z]+));?")
_MARK = re.compile(r"[<&]")
_ATTRIBUTE_NAME = re.compile(r"[^\s=>]*")
_TOKEN = re.compile(r"[0-9A-Za-z.\-]*")


@dataclass(slots=True)
class Formatted:
    """Text after parsing; ``entities`` are MessageEntity objects with offsets in UTF-16 units."""

    text: str
    entities: list[Json]


@dataclass(slots=True)
class _Open:
    tag: str
    argument: str
    start: int
    extra: str = ""


def parse_html(source: str) -> Formatted:
    """Raises 400 ``can't parse entities: …`` in Telegram's words."""
    if not _MARK.search(source):
        return Formatted(source, [])
    return _Reader(source).read()


class _Reader:
    """One pass over the source; positions are code points, errors tell bytes as Telegram does."""

    def __init__(self, source: str) -> None:
        self.source = source
        self.out: list[str] = []
        self.length = 0
        self.open: list[_Open] = []
        self.entities: list[Json] = []

    def read(self) -> Formatted:
        at = 0
        while found := _MARK.search(self.source, at):
            self._write(self.source[at : found.start()])
            at = found.start()
            if found.group() == "&":
                at = self._reference(at)
            elif self.source.startswith("</", at):
                at = self._end(at)
            else:
                at = self._start(at)
        self._write(self.source[at:])
        if self.open:
            raise _wrong(f'Can\'t find end tag corresponding to start tag "{self.open[-1].tag}"')
        return Formatted("".join(self.out), self.entities)

    def _write(self, text: str) -> None:
        if text:
            self.out.append(text)
            self.length += units(text)

    def _reference(self, at: int) -> int:
        letter, after = decode_reference(self.source, at)
        self._write(letter)
        return after

    def _start(self, begin: int) -> int:
        at = begin + 1
        while at < len(self.source) and not self.source[at].isspace() and self.source[at] != ">":
            at += 1
        if at >= len(self.source):
            raise self._fault("Unclosed start tag", begin)
        tag = self.source[begin + 1 : at].lower()
        if tag not in TAGS:
            raise self._fault(f'Unsupported start tag "{tag}"', begin)
        attributes, at = self._attributes(tag, begin, at)
        if tag == "span" and attributes.get("class") != "tg-spoiler":
            raise self._fault('Tag "span" must have class "tg-spoiler"', begin)
        self.open.append(_Open(tag, _argument(tag, attributes), self.length, attributes.get("format", "")))
        return at

    def _attributes(self, tag: str, begin: int, at: int) -> tuple[dict[str, str], int]:
        found: dict[str, str] = {}
        while True:
            at = _skip(self.source, at)
            if at >= len(self.source):
                raise self._fault(f'Unclosed start tag "{tag}"', begin)
            if self.source[at] == ">":
                return found, at + 1
            name, at = self._attribute_name(tag, begin, at)
            if at < len(self.source) and self.source[at] == "=":
                found[name], at = self._attribute_value(tag, begin, at + 1)
            else:
                found[name] = ""

    def _attribute_name(self, tag: str, begin: int, at: int) -> tuple[str, int]:
        match = _ATTRIBUTE_NAME.match(self.source, at)
        name = match.group() if match else ""
        if not name:
            raise self._fault(f'Empty attribute name in the tag "{tag}"', begin)
        return name.lower(), _skip(self.source, at + len(name))

    def _attribute_value(self, tag: str, begin: int, at: int) -> tuple[str, int]:
        at = _skip(self.source, at)
        if at >= len(self.source):
            raise self._fault(f'Unclosed start tag "{tag}"', begin)
        quote = self.source[at]
        if quote in "\"'":
            end = self.source.find(quote, at + 1)
            if end < 0:
                raise self._fault("Unclosed start tag", begin)
            return decode_text(self.source[at + 1 : end]), end + 1
        match = _TOKEN.match(self.source, at)
        end = match.end() if match else at
        if end >= len(self.source) or not (self.source[end].isspace() or self.source[end] == ">"):
            raise self._fault("Unexpected end of name token", at)
        return self.source[at:end].lower(), end

    def _end(self, begin: int) -> int:
        if not self.open:
            raise self._fault("Unexpected end tag", begin)
        at = begin + 2
        while at < len(self.source) and not self.source[at].isspace() and self.source[at] != ">":
            at += 1
        name = self.source[begin + 2 : at]
        at = _skip(self.source, at)
        if at >= len(self.source) or self.source[at] != ">":
            raise self._fault("Unclosed end tag", begin)
        last = self.open.pop()
        if name and name.lower() != last.tag:
            offset = self._bytes(begin)
            raise _wrong(f'Unmatched end tag at byte offset {offset}, expected "</{last.tag}>", found "</{name}>"')
        if self.length > last.start:
            self._close(last)
        return at + 1

    def _close(self, tag: _Open) -> None:
        entity: Json = {"type": TAGS[tag.tag], "offset": tag.start, "length": self.length - tag.start}
        complete = _COMPLETE.get(tag.tag)
        if complete is None or complete(entity, tag, self):
            self.entities.append(entity)

    def written_since(self, start: int) -> str:
        """The text between ``start`` (UTF-16 units) and here."""
        return slice_units("".join(self.out), start, self.length - start)

    def _fault(self, text: str, at: int) -> ApiError:
        return _wrong(f"{text} at byte offset {self._bytes(at)}")

    def _bytes(self, at: int) -> int:
        return len(self.source[:at].encode("utf-8", "surrogatepass"))


def _complete_link(entity: Json, tag: _Open, reader: _Reader) -> bool:
    address = tag.argument or reader.written_since(tag.start)
    if mention := re.fullmatch(r"tg://user\?id=(\d+)", address):
        entity["type"] = "text_mention"
        entity["user"] = {"id": int(mention[1]), "is_bot": False, "first_name": reader.written_since(tag.start)}
        return True
    link = checked_link(address)
    entity["url"] = link
    return link is not None


def _complete_code(entity: Json, tag: _Open, reader: _Reader) -> bool:
    """``<pre><code class="language-x">`` is one block with a language; code with a class elsewhere is plain code."""
    inside = reader.open[-1] if reader.open else None
    if tag.argument and inside is not None and inside.tag == "pre" and inside.start == entity["offset"]:
        inside.argument = tag.argument
        return False
    return not (inside is not None and inside.tag == "pre")


def _complete_pre(entity: Json, tag: _Open, reader: _Reader) -> bool:
    if tag.argument:
        entity["language"] = tag.argument
    return True


def _complete_quote(entity: Json, tag: _Open, reader: _Reader) -> bool:
    if tag.argument:
        entity["type"] = "expandable_blockquote"
    return not any(outer.tag == "blockquote" for outer in reader.open)


def _complete_emoji(entity: Json, tag: _Open, reader: _Reader) -> bool:
    if not re.fullmatch(r"\d{1,19}", tag.argument):
        raise _wrong("Invalid custom emoji identifier specified")
    entity["custom_emoji_id"] = tag.argument
    return True


def _complete_time(entity: Json, tag: _Open, reader: _Reader) -> bool:
    if not tag.argument.isdecimal():
        raise _wrong("Invalid unix time specified")
    entity["unix_time"] = int(tag.argument)
    if tag.extra:
        entity["date_time_format"] = tag.extra
    return True


_COMPLETE = {
    "a": _complete_link, "code": _complete_code, "pre": _complete_pre, "blockquote": _complete_quote,
    "tg-emoji": _complete_emoji, "tg-time": _complete_time,
}  # fmt: skip


def _skip(source: str, at: int) -> int:
    """Where white space that begins at ``at`` ends."""
    while at < len(source) and source[at].isspace():
        at += 1
    return at


def _argument(tag: str, attributes: dict[str, str]) -> str:
    match tag:
        case "a":
            return attributes.get("href", "")
        case "code":
            name = attributes.get("class", "")
            return name.removeprefix("language-") if name.startswith("language-") else ""
        case "tg-emoji":
            return attributes.get("emoji-id", "")
        case "tg-time":
            return attributes.get("unix", "")
        case "blockquote":
            return "expandable" if "expandable" in attributes else ""
    return ""


def decode_reference(source: str, at: int) -> tuple[str, int]:
    """The letter that a reference at ``at`` stands for and where it ends; an unknown one stands for itself."""
    found = _REFERENCE.match(source, at)
    if not found:
        return source[at], at + 1
    hexadecimal, decimal, name = found.groups()
    if name:
        letter = NAMED.get(name)
        return (letter, found.end()) if letter else (source[at], at + 1)
    code = int(hexadecimal, 16) if hexadecimal else int(decimal)
    if not 0 < code < 0x10FFFF or 0xD800 <= code < 0xE000:
        return source[at], at + 1
    return chr(code), found.end()


def decode_text(source: str) -> str:
    out, at = [], 0
    while (found := source.find("&", at)) >= 0:
        letter, after = decode_reference(source, found)
        out.append(source[at:found] + letter)
        at = after
    return "".join(out) + source[at:]


def _wrong(text: str) -> ApiError:
    return bad(f"can't parse entities: {text}")
