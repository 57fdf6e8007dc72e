"""A digest as one rich message (Bot API 10.1): contents, a folded block per region or topic, the table of the week.

Stays far below the limits (32,768 characters, 500 blocks, parts that are cut off in silence), uses no tag that an
older client would need to understand the news, and carries the classic HTML beside it.
"""

from __future__ import annotations

import html
import re
from collections import Counter
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.buttons import pack
from bot.models import Block, Digest, Entry, Message
from bot.render.classic import compact
from bot.render.markup import joined
from bot.render.masthead import Frame, count_line, head_line, heading, picture, topic_prefix, week_figures
from bot.render.reactions import digest_keyboard
from bot.render.story import IN_DIGEST, body, headline, meta
from bot.texts import Html, Texts, escape, plain

MAX_CHARACTERS = 32_768
MAX_BLOCKS = 500

_CHARACTER_ROOM = 28_000
_BLOCK_ROOM = 400
_PART_ROOM = 1_500  # about 5,800 are refused; far fewer were cut off in silence in a large source
_BLOCK = re.compile(r"<(?:h[1-6]|p|details|summary|tr|table|hr|footer|img|tg-button-row|a name)\b")
_PART = re.compile(r"<(?!/)[a-z]")


def rich_digest(value: Digest, t: Texts, zone: ZoneInfo, now: datetime, frame: Frame) -> Message | None:
    """The digest as a rich message; ``None`` where it, or its classic fallback, would not fit."""
    fallback = compact(value, t, zone, now, frame)
    text = _document(value, t, zone, now, frame)
    if fallback is None or not _fits(text):
        return None
    return Message(fallback, digest_keyboard(value, t, frame), preview=picture(value), rich=text)


def _fits(text: str) -> bool:
    return (
        len(plain(text)) <= _CHARACTER_ROOM
        and len(_BLOCK.findall(text)) <= _BLOCK_ROOM
        and len(_PART.findall(text)) <= _PART_ROOM
    )


def _document(value: Digest, t: Texts, zone: ZoneInfo, now: datetime, frame: Frame) -> Html:
    image = picture(value)
    parts = [
        f"<h2>{head_line(value, t, zone, now, frame)}</h2>",
        f"<p>{count_line(value, t)}</p>",
        f"<p><i>{t('digest-corrected')}</i></p>" if frame.corrected else "",
        _contents(value, t),
        f'<img src="{html.escape(image)}"/>' if image and image.startswith("https://") else "",
        *(_block(number, block, value, t, zone, now) for number, block in enumerate(value.blocks)),
        _table(value, t) if value.weekly else "",
        _actions(t, frame),
        f"<footer>{_footer(value, t, zone)}</footer>",
    ]
    return Html("\n".join(part for part in parts if part))


def _contents(value: Digest, t: Texts) -> str:
    if len(value.blocks) < 2:
        return ""
    names = (f'<a href="#b{number}">{_name(block, value, t)}</a>' for number, block in enumerate(value.blocks))
    return f"<p>{' · '.join(names)}</p>"


def _name(block: Block, value: Digest, t: Texts) -> Html:
    if block.region:
        return t.region_short(block.region)
    return t.topic(block.topic) if block.topic else heading(block, value, t)


def _block(number: int, block: Block, value: Digest, t: Texts, zone: ZoneInfo, now: datetime) -> str:
    stories = "\n".join(_story(block, entry, value, t, zone, now) for entry in block.entries)
    if len(value.blocks) == 1:
        return stories
    opened = " open" if number == 0 else ""
    summary = f"{heading(block, value, t)} — {_summary(block, t)}"
    return f'<a name="b{number}"></a>\n<details{opened}><summary>{summary}</summary>\n{stories}\n</details>'


def _summary(block: Block, t: Texts) -> Html:
    """«4 новости: образование, спорт»."""
    count = t("stories-count", count=len(block.entries))
    topics = Counter(entry.topic for entry in block.entries if entry.topic)
    if block.topic or not topics:
        return count
    return Html(f"{count}: {', '.join(t.topic_in_text(topic) for topic, _ in topics.most_common(3))}")


def _story(block: Block, entry: Entry, value: Digest, t: Texts, zone: ZoneInfo, now: datetime) -> str:
    text = joined(" ", [body(entry, sentences=IN_DIGEST), meta(entry, t, zone, now)])
    told = len(value.blocks) > 1 and len(block.entries) == 1  # by the summary line of its block
    return f"<p>{'' if told else topic_prefix(block, entry, value, t)}{headline(entry)}<br>{text}</p>"


def _table(value: Digest, t: Texts) -> str:
    """Region, stories, against the week before."""
    figures = week_figures(value, t)
    if not figures:
        return ""
    head = "".join(f"<th>{t(key)}</th>" for key in ("table-region", "table-stories", "table-change"))
    lines = "".join(
        f'<tr><td>{t.region_short(region)}</td><td align="right">{t.number(count)}</td>'
        f'<td align="right">{difference.strip(" ()") or "="}</td></tr>'
        for region, count, difference in figures
    )
    return f"<table striped compact><tr>{head}</tr>{lines}</table>"


def _actions(t: Texts, frame: Frame) -> str:
    if frame.token is None or not frame.feedback:
        return ""
    label = escape(t.plain("button-change-subscription"))
    return f'<tg-button-row><tg-button type="callback_data" data="{pack("sub")}">{label}</tg-button></tg-button-row>'


def _footer(value: Digest, t: Texts, zone: ZoneInfo) -> Html:
    sources = dict.fromkeys(entry.source_title for block in value.blocks for entry in block.entries)
    shown = joined(", ", [source[:40] for source in list(sources)[:6]])
    until = Html(f'<tg-time unix="{int(value.until.timestamp())}" format="t">{t.clock(value.until, zone)}</tg-time>')
    return joined(" · ", [t("digest-until", clock=until), shown])
