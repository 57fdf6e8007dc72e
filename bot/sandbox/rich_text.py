"""What a reader sees of a message without its formatting, and the buttons inside rich messages."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from .calls import Json

_NESTED = ("blocks", "items", "cells", "buttons")
_WORDS = ("summary", "text", "caption", "credit", "alternative_text", "expression")


def plain_text(message: Json) -> str:
    """The text of a Message (or of a button); blocks of a rich message stand on lines of their own."""
    rich = message.get("rich_message")
    if rich is not None:
        return "\n".join(_lines(rich["blocks"]))
    text = message.get("text", message.get("caption", ""))
    return text if isinstance(text, str) else flat(text)


def flat(text: Any) -> str:
    """A RichText as a string."""
    if isinstance(text, str):
        return text
    if isinstance(text, list):
        return "".join(flat(part) for part in text)
    if not isinstance(text, dict):
        return ""
    if "button" in text:
        return flat(text["button"].get("text", ""))
    return "".join(flat(text[name]) for name in _WORDS if name in text)


def _lines(blocks: Any) -> Iterator[str]:
    for block in blocks:
        if isinstance(block, list):
            yield " ".join(flat(cell.get("text", "")) for cell in block)
            continue
        words = [flat(block[name]) for name in _WORDS if name in block]
        if any(words):
            yield " ".join(word for word in words if word)
        for name in _NESTED:
            if name in block and name != "text":
                yield from _lines(block[name])


def rich_buttons(message: Json) -> list[Json]:
    """Buttons inside the text of a rich message, in order."""
    rich = message.get("rich_message")
    return list(_buttons(rich)) if rich is not None else []


def _buttons(value: Any) -> Iterator[Json]:
    if isinstance(value, list):
        for item in value:
            yield from _buttons(item)
    elif isinstance(value, dict):
        if value.get("type") == "button":
            yield value["button"]
        elif value.get("type") == "buttons":
            yield from value["buttons"]
        else:
            for inner in value.values():
                if isinstance(inner, list | dict):
                    yield from _buttons(inner)
