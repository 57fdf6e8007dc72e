"""The keyboards below a digest: more of it, what the reader thinks of it, what to save, what to see less of."""

from __future__ import annotations

from collections.abc import Iterable

from bot.buttons import pack
from bot.models import Button, Digest, Entry, Keyboard
from bot.render.markup import button, clip, keyboard, rows
from bot.render.masthead import Frame
from bot.texts import Texts


def digest_keyboard(value: Digest, t: Texts, frame: Frame) -> Keyboard:
    """«Ещё 7 · По темам», then what a reader thinks of it."""
    token = frame.token
    if token is None:
        return ()
    left = value.total - value.shown
    more = button(t("button-more", count=left), pack("dm", token, 0)) if left > 0 else None
    by_topic = button(t("button-by-topic"), pack("dt", token)) if len(_topics(value)) > 1 else None
    if not frame.feedback:
        return keyboard([more, by_topic])
    opinion = [
        button("👍", pack("fb", token, "up")),
        button("👎", pack("dl", token)),
        button("🔖", pack("dk", token)),
        button("⚙️", "sub"),
    ]
    return keyboard([more, by_topic], opinion)


def save_keyboard(value: Digest, t: Texts, frame: Frame) -> Keyboard:
    """The stories of a digest as buttons that save them."""
    stories = [button(f"🔖 {clip(entry.title, 50)}", pack("sv", entry.story_id)) for entry in _entries(value)]
    return keyboard(*rows(stories, 1), [_return(t, frame)])


def less_keyboard(value: Digest, t: Texts, frame: Frame) -> Keyboard:
    """«Меньше таких»: the topics of a digest as buttons that mute them."""
    token = frame.token or "-"
    topics = [button(t.topic_on_button(one), pack("mt", one, token)) for one in _topics(value)]
    return keyboard([button(t("button-mute-which"), "-")], *rows(topics, 2), [_return(t, frame)])


def topics_keyboard(value: Digest, t: Texts, frame: Frame) -> Keyboard:
    """The topics of a digest as buttons that list its stories on them."""
    token = frame.token or "-"
    topics = [button(t.topic_on_button(one), pack("dt", token, one, 0)) for one in _topics(value)]
    return keyboard(*rows(topics, 2), [_return(t, frame)])


def _return(t: Texts, frame: Frame) -> Button | None:
    return button(t("button-back"), pack("db", frame.token)) if frame.token else None


def _entries(value: Digest) -> Iterable[Entry]:
    return (entry for block in value.blocks for entry in block.entries)


def _topics(value: Digest) -> list[str]:
    return list(dict.fromkeys(entry.topic for entry in _entries(value) if entry.topic))
