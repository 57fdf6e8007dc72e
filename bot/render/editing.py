"""Screens of editors beside the card of a story: the queue, a choice of several, a story of one's own."""

from __future__ import annotations

from collections.abc import Sequence

from bot.buttons import pack
from bot.models import Keyboard, Message, Story
from bot.render.markup import bold, button, clip, joined, keyboard, rows
from bot.texts import Texts


def queue(waiting: Sequence[Story], t: Texts, reported: Sequence[Story] = ()) -> Message:
    """Stories that wait for an editor, the oldest first; those that readers called wrong; how to find any other."""
    heads = [
        t("queue-title", count=len(waiting)) if waiting else t("queue-empty"),
        t("queue-reported", count=len(reported)) if reported else "",
    ]
    text = joined("\n\n", [joined("\n", [bold(head) if head else "" for head in heads]), t("newsroom-usage")])
    return Message(text, keyboard(*_choices(waiting, t), *_choices(reported, t, mark="❗ ")))


def which_story(found: Sequence[Story], t: Texts) -> Message:
    """A forwarded digest has several stories."""
    return Message(t("newsroom-which"), keyboard(*_choices(found, t)))


def _choices(found: Sequence[Story], t: Texts, mark: str = "") -> Keyboard:
    own = [(one, next((e for e in one.editions if e.language == t.language), None)) for one in found]
    named = [(one, edition or (one.editions[0] if one.editions else None)) for one, edition in own]
    return rows([button(mark + clip(e.title, 56), pack("a", "st", one.id)) for one, e in named if e], 1)


def ask_story_text(t: Texts) -> Message:
    """Asks for a story of the newsroom's own."""
    return Message(t("newsroom-ask-write"), keyboard([button(t("button-no"), "x")]))
