"""The classic layout of a digest: HTML messages of at most 4,096 characters, cut between stories only."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.models import Block, Digest, Message
from bot.render.markup import bold, fit, folded, joined, size
from bot.render.masthead import Frame, heading, opening, picture, topic_prefix, week_figures
from bot.render.reactions import digest_keyboard
from bot.render.story import IN_DIGEST, TITLE_UNITS, entry_html, hashtag_line, title_html
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

    def full(block: Block, sentences: int) -> Html:
        entries = (
            entry_html(entry, t, zone, now, prefix=topic_prefix(block, entry, value, t), sentences=sentences)
            for entry in block.entries
        )
        return joined("\n", [heading(block, value, t), joined("\n\n", entries)])

    def titles(block: Block, units: int) -> Html:
        entries = (f"• {title_html(replace(entry, other=()), t, zone, now, units=units)}" for entry in block.entries)
        return joined("\n", [heading(block, value, t), *map(Html, entries)])

    head, closing = opening(value, t, zone, now, frame), _closing(value, t, frame)
    for write, detail in ((full, IN_DIGEST), (full, 1), (titles, TITLE_UNITS), (titles, _SHORT_TITLE)):
        text = joined("\n\n", [head, *(write(block, detail) for block in value.blocks), *closing])
        if size(text).fits():
            return text
    return None


def _pieces(value: Digest, t: Texts, zone: ZoneInfo, now: datetime) -> Iterator[Html]:
    """What a message may be cut between: a story (the first of a block with its heading), a few folded titles."""
    for block in value.blocks:
        full = block.entries if value.shown <= _LONG else block.entries[:_IN_FULL]
        for number, entry in enumerate(full):
            prefix = topic_prefix(block, entry, value, t)
            text = entry_html(entry, t, zone, now, prefix=prefix, sentences=IN_DIGEST)
            yield joined("\n", [heading(block, value, t) if number == 0 else "", text])
        rest = block.entries[len(full) :]
        for at in range(0, len(rest), _FOLDED_TOGETHER):
            titles = [Html(f"• {title_html(entry, t, zone, now)}") for entry in rest[at : at + _FOLDED_TOGETHER]]
            yield folded(joined("\n", titles))


def _closing(value: Digest, t: Texts, frame: Frame) -> list[Html]:
    """The figures of the week, the hashtags of a channel."""
    found = (tag for block in value.blocks for entry in block.entries for tag in hashtag_line(entry, t).split())
    hashtags = escape(" ".join(list(dict.fromkeys(found))[:12])) if frame.hashtags else Html()
    return [part for part in (_week_figures(value, t), hashtags) if part]


def _week_figures(value: Digest, t: Texts) -> Html:
    """«Алматинская — 12 (+3)», folded: the table of the rich layout in words."""
    lines = [
        Html(f"{t.region_short(region)} — {t.number(count)}{difference}")
        for region, count, difference in week_figures(value, t)
    ]
    return folded(joined("\n", [bold(t("week-figures")), *lines])) if value.weekly and lines else Html()
