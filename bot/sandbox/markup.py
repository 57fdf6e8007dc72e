"""Text and captions of a call: parsed, tidied as Telegram does (``fix_formatted_text`` in tdlib/td), within limits."""

from __future__ import annotations

from typing import Any

from .calls import Call, Json
from .html_mode import Formatted, parse_html
from .links import found_entities
from .refusals import bad
from .utf16 import units

TEXT_LIMIT = 4096
CAPTION_LIMIT = 1024
SOURCE_LIMIT = 1 << 15
ENTITY_LIMIT = 100
_SOLID = {"code", "pre", "text_link", "text_mention", "custom_emoji", "url", "mention", "hashtag"}


def tidy(formatted: Formatted) -> Formatted:
    """White space around the text goes, code holds no other formatting, at most 100 entities remain."""
    text = formatted.text.replace("\r", "")
    left = len(text) - len(text.lstrip())
    text = text.strip()
    size = units(text)
    kept = [entity for entity in (_shifted(entity, left, size) for entity in formatted.entities) if entity]
    kept = _without_nested_in_code(kept)
    taken = [(entity["offset"], entity["offset"] + entity["length"]) for entity in kept if entity["type"] in _SOLID]
    for entity in found_entities(text):
        start, end = entity["offset"], entity["offset"] + entity["length"]
        if not any(start < other_end and other_start < end for other_start, other_end in taken):
            kept.append(entity)
    kept.sort(key=lambda entity: (entity["offset"], -entity["length"]))
    return Formatted(text, kept[:ENTITY_LIMIT])


def _shifted(entity: Json, left: int, size: int) -> Json | None:
    start = max(0, entity["offset"] - left)
    end = min(size, entity["offset"] + entity["length"] - left)
    if end <= start:
        return None
    return {**entity, "offset": start, "length": end - start}


def _without_nested_in_code(entities: list[Json]) -> list[Json]:
    solid = [entity for entity in entities if entity["type"] in ("code", "pre")]
    if not solid:
        return entities
    return [entity for entity in entities if entity in solid or not any(_inside(entity, code) for code in solid)]


def _inside(entity: Json, other: Json) -> bool:
    start, end = other["offset"], other["offset"] + other["length"]
    return bool(start <= entity["offset"] and entity["offset"] + entity["length"] <= end)


def read_text(call: Call, name: str, entities_name: str, limit: int, *, what: str) -> Formatted:
    """The text or caption of a call, parsed and within its limit. ``what`` names it in the refusals."""
    return read_formatted(call.text(name), call.text("parse_mode"), call.rows(entities_name), limit=limit, what=what)


def read_formatted(source: str, mode: str, given: list[Any] | None, *, limit: int, what: str) -> Formatted:
    if len(source.encode("utf-8", "surrogatepass")) > SOURCE_LIMIT:
        raise bad("text is too long")
    formatted = tidy(_by_mode(source, mode, given))
    if not formatted.text and what == "message":
        raise bad("message text is empty")
    if len(formatted.text) > limit:
        raise bad(f"{what} is too long")
    return formatted


def _by_mode(source: str, mode: str, given: list[Any] | None) -> Formatted:
    if mode.lower() == "html":
        return parse_html(source)
    if mode and mode.lower() not in ("none",):
        raise bad("unsupported parse_mode")
    return Formatted(source, [dict(entity) for entity in given or [] if isinstance(entity, dict)])
