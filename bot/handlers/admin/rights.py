"""Who may do what: one table for commands, buttons and typed answers. Nothing here asks anybody."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from enum import IntEnum


class Role(IntEnum):
    """Owners stand in the settings, editors were made by an owner; a higher role may do all that a lower one may."""

    NOBODY = 0
    EDITOR = 1
    OWNER = 2


COMMANDS: Mapping[str, Role] = {
    "status": Role.EDITOR,
    "stats": Role.EDITOR,
    "sources": Role.EDITOR,
    "source": Role.OWNER,
    "fetch": Role.EDITOR,
    "preview": Role.EDITOR,
    "story": Role.EDITOR,
    "log": Role.EDITOR,
    "broadcast": Role.OWNER,
    "chats": Role.OWNER,
    "ban": Role.OWNER,
    "unban": Role.OWNER,
    "backup": Role.OWNER,
    "admin": Role.OWNER,
}

FIRST_WORDS: Mapping[tuple[str, str], Role] = {
    ("source", "test"): Role.EDITOR,
    ("log", "export"): Role.OWNER,
}
"""Where the first word after a command decides."""

PRESSES: Sequence[tuple[tuple[str, ...], Role]] = (
    (("status",), Role.EDITOR),
    (("err",), Role.EDITOR),
    (("fetch",), Role.EDITOR),
    (("stats",), Role.EDITOR),
    (("log",), Role.EDITOR),
    (("src", "*", "fetch"), Role.EDITOR),
    (("src", "*", "test"), Role.EDITOR),
    (("src", "*", "*"), Role.OWNER),
    (("src",), Role.EDITOR),
    (("add",), Role.OWNER),
    (("st",), Role.EDITOR),
    (("queue",), Role.EDITOR),
    (("bc",), Role.OWNER),
    (("chat",), Role.OWNER),
    (("ban",), Role.OWNER),
    (("unban",), Role.OWNER),
    (("prev",), Role.OWNER),
    (("backup",), Role.OWNER),
)
"""Arguments of ``a:…`` buttons, ``*`` for any one; the first pattern that they begin with counts."""

ANSWERS: Mapping[str, Role] = {
    "summary": Role.EDITOR,
    "merge": Role.EDITOR,
    "write": Role.EDITOR,
    "title": Role.OWNER,
    "broadcast": Role.OWNER,
    "variant": Role.OWNER,
    "link": Role.OWNER,
    "time": Role.OWNER,
}
"""Messages that the bot asked for."""


def for_command(name: str, args: str | None) -> Role:
    """What `/name args` takes; what nobody thought of is the owners'."""
    words = (args or "").lower().split()
    if name == "preview" and words and not _is_date(words[0]):  # a look into somebody else's chat
        return Role.OWNER
    narrower = FIRST_WORDS.get((name, words[0])) if words else None
    return narrower if narrower is not None else COMMANDS.get(name, Role.OWNER)


def for_press(args: Sequence[str]) -> Role:
    """What the button ``a:args…`` takes; an unknown one is the owners'."""
    return next((role for pattern, role in PRESSES if _begins(args, pattern)), Role.OWNER)


def for_answer(asked: str) -> Role:
    """What a typed answer takes."""
    return ANSWERS.get(asked, Role.OWNER)


def _begins(args: Sequence[str], pattern: Sequence[str]) -> bool:
    return len(args) >= len(pattern) and all(p in ("*", a) for a, p in zip(args, pattern, strict=False))


def _is_date(word: str) -> bool:
    return word[:4].isdecimal() and word[4:5] == "-"
