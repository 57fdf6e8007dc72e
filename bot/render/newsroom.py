"""`/story`: why a story stands where it stands, and what an editor can do about it. Rights are checked by handlers."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.buttons import mask, pack, toggled
from bot.models import REGIONS, TOPICS, Button, Entry, Label, Message, Story
from bot.render.markup import bold, button, clip, folded, joined, keyboard, rows, safe_url, ticked
from bot.render.story import evidence_lines, headline, labels_line, meta
from bot.texts import Html, Texts


def story_editing(
    story: Story,
    entry: Entry,
    t: Texts,
    zone: ZoneInfo,
    now: datetime,
    *,
    regions: Sequence[Label] = (),
    topics: Sequence[Label] = (),
    corrected: bool = False,
    held: bool = False,
    reported: bool = False,
    sent: int = 0,
    note: str = "",
) -> Message:
    """All about a story for an editor: labels and their evidence (``corrected`` where a person decided), state, where
    it was sent (``sent`` chats)."""
    states = (("held", held), ("hidden", story.hidden), ("pinned", story.pinned), ("reported", reported))
    state = [key for key, is_so in states if is_so]
    details = [
        t("newsroom-id", id=str(story.id), editions=len(story.editions), outlets=story.outlets),
        joined(", ", [t(f"newsroom-is-{key}") for key in state]),
        t("newsroom-sent", count=sent) if sent else "",
    ]
    text = joined(
        "\n\n",
        [
            Html(f"{headline(entry)}\n{meta(entry, t, zone, now)}"),
            folded(clip(" ".join(entry.sentences), 700)) if entry.sentences else "",
            joined("\n", [labels_line(story, t), t("why-corrected") if corrected else ""]),
            joined("\n", evidence_lines(regions, topics, t)),
            joined("\n", details),
            note,
        ],
    )
    return Message(text, _editing_keyboard(story, t, held, reported), preview=safe_url(entry.url))


def _editing_keyboard(story: Story, t: Texts, held: bool, reported: bool) -> tuple[tuple[Button, ...], ...]:
    def to(key: str, *args: str) -> Button:
        return button(t(key), pack("a", "st", story.id, *args))

    return keyboard(
        [to("button-approve", "ok"), to("button-reject", "no")] if held else [],
        [to("button-right", "right")] if reported else [],
        [to("button-regions", "r"), to("button-topics", "t")],
        [to("button-fix-summary", "sum"), to("button-merge", "merge")],
        [
            to("button-show", "show") if story.hidden else to("button-hide", "hide"),
            to("button-unpin", "unpin") if story.pinned else to("button-pin", "pin"),
        ],
        [to("button-split", "split") if len({one.article_id for one in story.editions}) > 1 else None],
        [None if story.hidden or held else to("button-resend", "resend"), button(t("button-close"), "x")],
    )


def relabel_regions(story: Story, t: Texts) -> Message:
    """Regions as toggles; each press saves. The order of those that stay is kept, a new one comes last."""
    grid = [
        button(
            ticked(t.region_short(one), one in story.regions),
            pack("a", "st", story.id, "r", mask(toggled(story.regions, one), REGIONS)),
        )
        for one in t.sorted_regions()
    ]
    none = button(ticked(t("newsroom-no-region"), not story.regions), pack("a", "st", story.id, "r", "0"))
    return _relabelling(story, t, t("newsroom-ask-regions"), [*rows(grid, 2), (none,)])


def relabel_topics(story: Story, t: Texts) -> Message:
    """Topics as toggles, as with regions."""
    grid = [
        button(
            t.topic_on_button(one, one in story.topics),
            pack("a", "st", story.id, "t", mask(toggled(story.topics, one), TOPICS)),
        )
        for one in TOPICS
    ]
    return _relabelling(story, t, t("newsroom-ask-topics"), rows(grid, 2))


def _relabelling(story: Story, t: Texts, question: Html, lines: Sequence[Sequence[Button]]) -> Message:
    title = story.editions[0].title if story.editions else ""
    text = joined("\n", [bold(clip(title, 200)), question])
    return Message(text, keyboard(*lines, [button(t("button-ready"), pack("a", "st", story.id))]))


def split_choices(story: Story, t: Texts) -> Message:
    """Which outlet's article does not belong to this story?"""
    articles = {one.article_id: one for one in reversed(story.editions)}
    choices = [
        button(
            f"{clip(one.outlet(t.language), 20)}: {clip(one.title, 36)}",
            pack("a", "st", story.id, "split", article),
        )
        for article, one in articles.items()
    ]
    return Message(
        t("newsroom-ask-split"), keyboard(*rows(choices[:40], 1), [button(t("button-back"), pack("a", "st", story.id))])
    )


def ask_story(story: Story, t: Texts, what: str) -> Message:
    """Asks for a message: ``summary`` (the new text) or ``merge`` (the number of the story that stays)."""
    return Message(t(f"newsroom-ask-{what}"), keyboard([button(t("button-back"), pack("a", "st", story.id))]))
