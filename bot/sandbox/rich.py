"""Rich messages: ``sendRichMessage``, and the check of every block against Telegram's limits.

Blocks come in as InputRichBlock objects (from JSON or read from HTML) and leave as RichBlock objects. Limits and the
words of the refusals are those reported for Bot API 10.3.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from .calls import Call, Json
from .keyboards import button_action, check_action
from .links import checked_link, found_entities
from .posting import open_draft, pay, publish
from .refusals import ApiError, bad
from .rich_html import html_blocks
from .utf16 import slice_units
from .world import World

TEXT_LIMIT, BLOCK_LIMIT, DEPTH_LIMIT, MEDIA_LIMIT, COLUMN_LIMIT, PART_LIMIT = 32_768, 500, 16, 50, 20, 5_800
TIME_AHEAD = 1098 * 86_400
_MEDIA = ("photo", "video", "audio", "document", "animation", "voice_note")
_WRAPPERS = {
    "bold", "italic", "underline", "strikethrough", "spoiler", "subscript", "superscript", "marked", "code", "url",
    "email_address", "phone_number", "anchor_link", "reference", "reference_link", "date_time", "mention", "hashtag",
    "cashtag", "bot_command", "bank_card_number", "text_mention",
}  # fmt: skip
_STYLES = ("primary", "success", "danger", "link")
_FOUND_TYPES = {"url": "url", "mention": "username", "hashtag": "hashtag", "bot_command": "bot_command"}


async def send_rich_message(world: World, call: Call) -> Json:
    draft = open_draft(world, call)
    content = await rich_content(world, call, private=draft.chat.private)
    pay(world, draft)
    return publish(world, draft, content)


async def rich_content(world: World, call: Call, *, private: bool) -> Json:
    """The ``rich_message`` of a call as it stands in the Message object; raises the refusals."""
    asked = call.record("rich_message")
    if not asked:
        raise bad("rich message must be non-empty")
    return {"rich_message": await read_rich(world, call, asked, private=private)}


async def read_rich(world: World, call: Call, asked: Json, *, private: bool) -> Json:
    if asked.get("blocks"):
        blocks = asked["blocks"]
    elif asked.get("html"):
        blocks = html_blocks(str(asked["html"]))
    elif asked.get("markdown"):
        raise bad("the sandbox reads html and blocks, no markdown")
    else:
        raise bad("rich message must be non-empty")
    named = {str(item.get("id")): item.get("media") or {} for item in asked.get("media") or []}
    checker = _Checker(world, call, named, private, bool(asked.get("skip_entity_detection")))
    message: Json = {"blocks": await checker.blocks(blocks, 1)}
    checker.finish()
    return message | ({"is_rtl": True} if asked.get("is_rtl") else {})


@dataclass(slots=True)
class _Checker:
    world: World
    call: Call
    named: dict[str, Json]
    private: bool
    plain: bool
    letters: int = 0
    count: int = 0
    media: int = 0
    parts: int = 0
    substance: bool = False

    def finish(self) -> None:
        if not self.substance:
            raise bad("RICH_MESSAGE_EMPTY")
        for number, limit, name in (
            (self.letters, TEXT_LIMIT, "TEXT_TOO_LONG"),
            (self.count, BLOCK_LIMIT, "BLOCKS_TOO_MANY"),
            (self.media, MEDIA_LIMIT, "MEDIA_TOO_MANY"),
            (self.parts, PART_LIMIT, "TOO_LARGE"),
        ):
            if number > limit:
                raise bad(f"RICH_MESSAGE_{name}")

    async def blocks(self, blocks: Any, depth: int) -> list[Json]:
        if not isinstance(blocks, list):
            raise bad("can't parse InputRichBlock: array expected")
        return [await self._block(block, depth) for block in blocks]

    async def _block(self, block: Any, depth: int) -> Json:
        if not isinstance(block, dict) or "type" not in block:
            raise bad("can't parse InputRichBlock: Can't find field \"type\"")
        kind = str(block["type"])
        self._deeper(depth)
        self.count += 1
        if kind not in ("divider", "anchor"):
            self.substance = True
        if kind in _MEDIA:
            return await self._media(block, kind, depth)
        if kind in ("details", "blockquote", "collage", "slideshow"):
            return await self._nest(block, kind, depth)
        if kind == "list":
            return {"type": "list", "items": [await self._item(item, depth) for item in _filled_list(block)]}
        check = getattr(self, f"_block_{kind}", None)
        if check is None:
            raise bad(f'can\'t parse InputRichBlock: type "{kind}" is unsupported')
        checked: Json = check(block, depth)
        return checked

    def _deeper(self, depth: int) -> None:
        if depth > DEPTH_LIMIT:
            raise bad("RICH_MESSAGE_DEPTH_INVALID")

    # --- blocks that hold blocks

    async def _nest(self, block: Json, kind: str, depth: int) -> Json:
        checked: Json = {"type": kind, "blocks": await self.blocks(block.get("blocks"), depth + 1)}
        if not checked["blocks"]:
            raise _content_required()
        if kind == "details":
            checked["summary"] = self._needed(block.get("summary"), depth)
            if block.get("is_open"):
                checked["is_open"] = True
        return checked | self._credit(block, depth) | self._caption(block, depth)

    async def _item(self, item: Json, depth: int) -> Json:
        self.count += 1
        blocks = await self.blocks(item.get("blocks"), depth + 1)
        if not blocks:
            raise _content_required()
        if blocks[0]["type"] == "paragraph":
            self.count -= 1  # an item and its first paragraph are one block
        checked: Json = {"label": _label(item), "blocks": blocks}
        return checked | {key: item[key] for key in ("has_checkbox", "is_checked", "value", "type") if key in item}

    async def _media(self, block: Json, kind: str, depth: int) -> Json:
        self.media += 1
        media = block.get(kind)
        if not isinstance(media, dict):
            raise bad(f"can't parse InputRichBlock: Can't find field \"{kind}\"")
        reference = str(media.get("media") or "")
        if block.get("from_html"):
            reference = self._named_or_address(kind, reference)
        face = await self._stored(kind, reference)
        checked: Json = {"type": kind, kind: [face] if kind == "photo" else face}
        if media.get("has_spoiler"):
            checked["has_spoiler"] = True
        return checked | self._caption(block, depth)

    def _named_or_address(self, kind: str, source: str) -> str:
        if named := re.fullmatch(r"tg://(\w+)\?id=([\w-]{1,64})", source):
            media = self.named.get(named[2])
            if media is None:
                raise bad("can't parse InputRichMessageMedia: media not found")
            return str(media.get("media") or "")
        if kind == "document" or not source.startswith(("https://", "http://")) or checked_link(source) is None:
            raise bad(f"RICH_MESSAGE_{kind.upper()}_URL_INVALID")
        return source

    async def _stored(self, kind: str, reference: str) -> Json:
        if kind not in ("photo", "document"):
            raise bad(f"RICH_MESSAGE_{kind.upper()}_NO_MEDIA_FOUND")  # the sandbox keeps pictures and files only
        try:
            return (await self.world.files.read(self.call, reference, kind)).face()
        except ApiError as error:
            if reference.startswith("http"):
                raise bad(f"RICH_MESSAGE_{kind.upper()}_NO_MEDIA_FOUND") from error
            raise

    # --- blocks that hold text

    def _block_paragraph(self, block: Json, depth: int) -> Json:
        return {"type": "paragraph", "text": self._needed(block.get("text"), depth)}

    def _block_footer(self, block: Json, depth: int) -> Json:
        return {"type": "footer", "text": self._needed(block.get("text"), depth)}

    def _block_heading(self, block: Json, depth: int) -> Json:
        if block.get("size") not in range(1, 7):
            raise bad("invalid section heading size specified")
        return {"type": "heading", "size": block["size"], "text": self._needed(block.get("text"), depth)}

    def _block_pre(self, block: Json, depth: int) -> Json:
        checked = {"type": "pre", "text": self._needed(block.get("text"), depth)}
        return checked | ({"language": block["language"]} if block.get("language") else {})

    def _block_pullquote(self, block: Json, depth: int) -> Json:
        return {"type": "pullquote", "text": self._needed(block.get("text"), depth), **self._credit(block, depth)}

    def _block_expandable_blockquote(self, block: Json, depth: int) -> Json:
        return {**self._block_pullquote(block, depth), "type": "expandable_blockquote"}

    def _block_mathematical_expression(self, block: Json, depth: int) -> Json:
        self.letters += len(str(block.get("expression", "")))
        return {"type": "mathematical_expression", "expression": str(block.get("expression", ""))}

    def _block_divider(self, block: Json, depth: int) -> Json:
        return {"type": "divider"}

    def _block_anchor(self, block: Json, depth: int) -> Json:
        return {"type": "anchor", "name": str(block.get("name", ""))}

    def _block_thinking(self, block: Json, depth: int) -> Json:
        raise bad("RICH_MESSAGE_BLOCK_UNSUPPORTED")

    def _block_map(self, block: Json, depth: int) -> Json:
        place, zoom = block.get("location") or {}, block.get("zoom", 13)
        if not {"latitude", "longitude"} <= place.keys() or not 1 <= int(zoom) <= 20:
            raise bad("invalid map properties specified")
        size = {"width": block.get("width", 600), "height": block.get("height", 300)}
        return {"type": "map", "location": place, "zoom": zoom, **size, **self._caption(block, depth)}

    def _block_table(self, block: Json, depth: int) -> Json:
        rows = block.get("cells") or []
        if not rows or not any(rows):
            raise _content_required()
        self.count += len(rows)
        if max(sum(int(cell.get("colspan", 1)) for cell in row) for row in rows) > COLUMN_LIMIT:
            raise bad("RICH_MESSAGE_TABLE_COLS_TOO_MANY")
        checked: Json = {"type": "table", "cells": [[self._cell(cell, depth) for cell in row] for row in rows]}
        checked |= {key: True for key in ("is_bordered", "is_striped", "is_compact") if block.get(key)}
        return checked | ({"caption": self._text(block["caption"], depth + 1)} if block.get("caption") else {})

    def _cell(self, cell: Json, depth: int) -> Json:
        checked = {"align": cell.get("align", "left"), "valign": cell.get("valign", "middle")}
        if cell.get("text") not in (None, "", []):
            checked["text"] = self._text(cell["text"], depth + 1)
        return checked | {key: cell[key] for key in ("is_header", "colspan", "rowspan") if key in cell}

    def _block_buttons(self, block: Json, depth: int) -> Json:
        buttons = block.get("buttons") or []
        if not 1 <= len(buttons) <= 8:
            raise _content_required()
        checked: Json = {"type": "buttons", "buttons": [self._button(button, depth) for button in buttons]}
        return checked | ({"align": block["align"]} if block.get("align") else {})

    def _button(self, button: Json, depth: int) -> Json:
        action = button_action(button)
        if action is None:
            raise bad("BUTTON_TYPE_INVALID")
        if action == "url" and checked_link(str(button["url"])) is None:
            raise bad("BUTTON_URL_INVALID")
        check_action(action, button[action], private=self.private, where="button")
        checked = {"text": self._needed(button.get("text"), depth), action: button[action]}
        return checked | ({"style": button["style"]} if button.get("style") in _STYLES else {})

    def _credit(self, block: Json, depth: int) -> Json:
        return {"credit": self._text(block["credit"], depth + 1)} if block.get("credit") else {}

    def _caption(self, block: Json, depth: int) -> Json:
        caption = block.get("caption")
        if not isinstance(caption, dict) or not caption.get("text"):
            return {}
        return {"caption": {"text": self._text(caption["text"], depth + 1), **self._credit(caption, depth)}}

    # --- text

    def _needed(self, text: Any, depth: int) -> Any:
        if text in (None, "", []):
            raise _content_required()
        return self._text(text, depth + 1)

    def _text(self, text: Any, depth: int) -> Any:
        if isinstance(text, str):
            self.letters += len(text)
            return text if self.plain else linked(text)
        if isinstance(text, list):
            parts = [self._text(part, depth) for part in text]
            return [piece for part in parts for piece in (part if isinstance(part, list) else [part])]
        if not isinstance(text, dict):
            raise bad("can't parse RichText: unexpected value")
        return self._span(text, depth)

    def _span(self, span: Json, depth: int) -> Json:
        self._deeper(depth)
        self.parts += 1
        kind = span.get("type")
        if kind == "button":
            return {"type": "button", "button": self._button(span.get("button") or {}, depth)}
        if kind == "custom_emoji":
            return self._emoji(span)
        if kind == "mathematical_expression":
            self.letters += len(span.get("expression", ""))
            return {"type": kind, "expression": span.get("expression", "")}
        if kind == "anchor":
            return {"type": kind, "name": span.get("name", "")}
        if kind not in _WRAPPERS:
            raise bad(f'can\'t parse RichText: type "{kind}" is unsupported')
        self._check_span(span, str(kind))
        plain, self.plain = self.plain, self.plain or kind not in _TRANSPARENT
        inner = self._text(span.get("text", ""), depth + 1)
        self.plain = plain
        return {**span, "text": inner}

    def _check_span(self, span: Json, kind: str) -> None:
        if kind == "url" and checked_link(str(span.get("url"))) is None:
            raise bad("RICH_MESSAGE_URL_INVALID")
        if kind == "email_address" and not re.fullmatch(r"[^@\s]+@[^@\s]+\.[^@\s]+", str(span.get("email_address"))):
            raise bad("RICH_MESSAGE_EMAIL_INVALID")
        if kind == "phone_number" and not re.fullmatch(r"\+?[\d\s()-]{3,20}", str(span.get("phone_number"))):
            raise bad("RICH_MESSAGE_PHONE_INVALID")
        if kind == "date_time":
            if not 0 <= int(span.get("unix_time", -1)) <= self.world.now() + TIME_AHEAD:
                raise bad("RICH_MESSAGE_DATE_INVALID")
            if not re.fullmatch(r"r?|w?[dD]?[tT]?", str(span.get("date_time_format", ""))):
                raise bad("RICH_MESSAGE_DATE_INVALID")

    def _emoji(self, span: Json) -> Json:
        alternative = str(span.get("alternative_text", ""))
        if not alternative or any(letter.isalnum() and ord(letter) > 57 for letter in alternative):
            raise bad("RICH_MESSAGE_EMOJI_INVALID")
        self.letters += len(alternative)
        return {"type": "custom_emoji", "custom_emoji_id": str(span.get("custom_emoji_id")),
                "alternative_text": alternative}  # fmt: skip


_TRANSPARENT = {"bold", "italic", "underline", "strikethrough", "spoiler", "marked", "subscript", "superscript"}


def linked(text: str) -> Any:
    """Addresses, mentions, commands and hashtags in plain text become links by themselves."""
    found = found_entities(text)
    if not found:
        return text
    parts: list[Any] = []
    at = 0
    for entity in found:
        start, length = entity["offset"], entity["length"]
        parts.append(slice_units(text, at, start - at))
        word = slice_units(text, start, length)
        kind = entity["type"]
        value = (checked_link(word) or word) if kind == "url" else word.lstrip("@#")
        parts.append({"type": kind, "text": word, _FOUND_TYPES[kind]: value})
        at = start + length
    parts.append(slice_units(text, at, len(text) * 2))
    parts = [part for part in parts if part != ""]
    return parts[0] if len(parts) == 1 else parts


def _filled_list(block: Json) -> list[Json]:
    items = block.get("items")
    if not items:
        raise bad("list must be non-empty")
    return list(items)


def _label(item: Json) -> str:
    """What stands before an item: a bullet, or its number in the style of ``type``."""
    value = item.get("value")
    if value is None:
        return "•"
    kind = item.get("type", "1")
    if kind in ("a", "A"):
        letter = chr(ord("a") + (int(value) - 1) % 26)
        return f"{letter.upper() if kind == 'A' else letter}."
    if kind in ("i", "I"):
        return f"{_roman(int(value)).upper() if kind == 'I' else _roman(int(value))}."
    return f"{value}."


def _roman(number: int) -> str:
    digits = ((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"),
              (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))  # fmt: skip
    out = ""
    for value, letters in digits:
        while number >= value:
            out, number = out + letters, number - value
    return out


def _content_required() -> ApiError:
    return bad("RICH_MESSAGE_CONTENT_REQUIRED")
