"""The classic layout of a digest: HTML messages of at most 4,096 characters, cut between stories only."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.models import Digest, Message
from bot.render.markup import fit, folded, joined, size
from bot.render.masthead import Frame, heading, opening, picture, topic_prefix
from bot.render.reactions import digest_keyboard
from bot.render.story import entry_html, hashtag_line, title_html
from bot.texts import Html, Texts, escape

_LONG = 7
"""A digest of more stories shows only the first two of each block in full, the others folded, by their titles."""
_IN_FULL = 2
_FOLDED_TOGETHER = 6
_SHORT_TITLE = 90


def classic(value: Digest, t: Texts, zone: ZoneInfo, now: datetime, frame: Frame) -> tuple[Message, ...]:
    """As many messages as the stories need; the picture of the best one below the first, the keyboard at the last."""
    pages = fit([opening(value, t, zone, now, frame), *_pieces(value, t, zone, now), *_closing(value, t, frame)])
    messages = [Message(page) for page in pages]
    messages[0] = replace(messages[0], preview=picture(value))
    messages[-1] = replace(messages[-1], buttons=digest_keyboard(value, t, frame))
    return tuple(messages)


def compact(value: Digest, t: Texts, zone: ZoneInfo, now: datetime, frame: Frame) -> Html | None:
    """The whole digest in one message: in full, else with one sentence each, else titles alone, else short titles."""
    head = opening(value, t, zone, now, frame)
    for write in (
        lambda entry: entry_html(entry, t, zone, now),
        lambda entry: entry_html(entry, t, zone, now, sentences=1),
        lambda entry: title_html(entry, t, zone, now),
        lambda entry: Html(f"• {title_html(replace(entry, other=()), t, zone, now, units=_SHORT_TITLE)}"),
    ):
        pieces = [
            joined("\n", [heading(block, value, t), joined("\n", map(write, block.entries))]) for block in value.blocks
        ]
        text = joined("\n\n", [head, *pieces, *_closing(value, t, frame)])
        if size(text).fits():
            return text
    return None


def _pieces(value: Digest, t: Texts, zone: ZoneInfo, now: datetime) -> Iterator[Html]:
    """What a message may be cut between: a story (the first of a block with its heading), a few folded titles."""
    for block in value.blocks:
        full = block.entries if value.shown <= _LONG else block.entries[:_IN_FULL]
        for number, entry in enumerate(full):
            text = entry_html(entry, t, zone, now, prefix=topic_prefix(block, entry, t))
            yield joined("\n", [heading(block, value, t) if number == 0 else "", text])
        rest = block.entries[len(full) :]
        for at in range(0, len(rest), _FOLDED_TOGETHER):
            titles = [Html(f"• {title_html(entry, t, zone, now)}") for entry in rest[at : at + _FOLDED_TOGETHER]]
            yield folded(joined("\n", titles))


def _closing(value: Digest, t: Texts, frame: Frame) -> list[Html]:
    if not frame.hashtags:
        return []
    tags = (tag for block in value.blocks for entry in block.entries for tag in hashtag_line(entry, t).split())
    return [escape(" ".join(list(dict.fromkeys(tags))[:12]))]
