"""A digest as Telegram messages, in the layout that its chat has chosen."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.models import Digest, Entry, Layout, Message
from bot.render.classic import classic
from bot.render.masthead import Frame
from bot.render.reactions import digest_keyboard
from bot.render.rich import rich_digest
from bot.render.story import instant
from bot.texts import Texts


def digest(
    value: Digest, t: Texts, zone: ZoneInfo, now: datetime, frame: Frame | None = None, *, layout: Layout | None = None
) -> tuple[Message, ...]:
    """The messages of a digest, in order; none where it has no stories. ``now`` is when it is meant to be read.

    ``layout`` overrules the profile's. A rich message carries the same stories as classic HTML beside it; where they
    do not fit one message in any form, the classic layout is taken.
    """
    frame = frame or Frame()
    entries = [entry for block in value.blocks for entry in block.entries]
    if not entries:
        return ()
    if len(entries) == 1 and not value.weekly:
        return (_single(value, entries[0], t, zone, now, frame),)
    if (layout or value.profile.layout) is Layout.RICH:
        message = rich_digest(value, t, zone, now, frame)
        if message is not None:
            return (message,)
    return classic(value, t, zone, now, frame)


def _single(value: Digest, entry: Entry, t: Texts, zone: ZoneInfo, now: datetime, frame: Frame) -> Message:
    """One story needs no head count: the story with its picture."""
    message = instant(entry, t, zone, now, hashtags=frame.hashtags)
    return replace(message, buttons=digest_keyboard(value, t, frame))
