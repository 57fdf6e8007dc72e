"""Short answers: help, privacy, my data, who may change what, errors."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from bot.buttons import pack
from bot.errors import AimaqError
from bot.models import Button, ChatKind, Message
from bot.render.markup import button, clip, joined, keyboard, rows
from bot.texts import Html, Texts, escape

PUBLIC_COMMANDS: tuple[str, ...] = (
    "digest", "region", "topic", "search", "subscribe", "subscriptions", "settings", "quiet", "link", "export",
    "forget", "help", "privacy", "start",
)  # fmt: skip
GROUP_COMMANDS: tuple[str, ...] = (
    "digest", "region", "topic", "search", "subscribe", "subscriptions", "settings", "quiet", "help",
)  # fmt: skip
ADMIN_COMMANDS: tuple[str, ...] = (
    "status", "stats", "sources", "source", "fetch", "preview", "story", "broadcast", "chats", "ban", "unban", "log",
    "backup", "admin",
)  # fmt: skip


PHRASES: tuple[str, ...] = (
    "cancelled", "chat-banned", "chat-unbanned", "digest-rest", "error-misspelt-command", "error-not-text",
    "error-unknown-command", "error-unknown-region", "error-unknown-source", "error-unknown-topic",
    "export-anonymous", "export-caption", "export-sent", "export-write-first", "feedback-thanks", "forget-kept",
    "forum-ask", "forum-done", "forum-no-right", "forum-not-forum", "group-joined", "link-bot-not-admin", "link-done",
    "link-not-found", "link-usage", "link-you-not-admin", "muted-topic", "muted-undone", "mutes-too-many",
    "newsroom-merged", "newsroom-not-found", "newsroom-resent", "newsroom-saved", "newsroom-split", "newsroom-usage",
    "not-understood", "only-admins", "only-owners", "quiet-off-done", "quiet-set", "quiet-usage", "saved-title",
    "search-usage", "settings-saved", "similar-none", "stale-button", "story-saved", "story-unsaved",
    "subscribe-usage", "subscription-changed", "subscription-deleted", "subscription-exists", "subscription-gone",
    "subscription-limit", "subscription-preview", "subscription-preview-none", "subscription-preview-none-week",
    "too-often", "why-reported", "you-are-welcome",
)  # fmt: skip
"""Texts that handlers say by name, as answers (`say`) or alerts (`Texts.plain`)."""


def command_menu(t: Texts, commands: Sequence[str] = PUBLIC_COMMANDS) -> tuple[tuple[str, str], ...]:
    """(command, description) for `setMyCommands`, descriptions within 256 characters."""
    return tuple((command, clip(t.plain(f"command-{command}"), 256)) for command in commands)


def bot_description(t: Texts) -> str:
    """What an empty chat shows (at most 512 characters)."""
    return t.plain("bot-description")


def bot_short_description(t: Texts) -> str:
    """What the bot's profile shows (at most 120 characters)."""
    return t.plain("bot-short-description")


def help_message(t: Texts, kind: ChatKind = ChatKind.PRIVATE, *, admin: bool = False) -> Message:
    """One screen: what to do, in examples."""
    if kind is not ChatKind.PRIVATE:
        return Message(t("help-group"))
    text = joined("\n\n", [t("help"), t("help-admin") if admin else ""])
    return Message(
        text,
        keyboard(
            [button(t("button-all-commands"), pack("help", "all")), button(t("button-privacy"), "priv")],
            [button(t("button-home"), "home")],
        ),
    )


def all_commands(t: Texts, *, admin: bool = False) -> Message:
    """Every command with its description."""
    commands = [*PUBLIC_COMMANDS, *(ADMIN_COMMANDS if admin else ())]
    lines = [Html(f"/{command} — {t(f'command-{command}')}") for command in commands]
    return Message(joined("\n", lines), keyboard([button(t("button-back"), "help")]))


def privacy(t: Texts) -> Message:
    """What is kept and what is not, in plain words."""
    return Message(
        t("privacy"),
        keyboard(
            [button(t("button-export"), "export"), button(t("button-forget"), "forget")],
            [button(t("button-home"), "home")],
        ),
    )


def ask_forget(t: Texts) -> Message:
    return Message(
        t("forget-ask"), keyboard([button(t("button-forget-yes"), "forget:yes"), button(t("button-no"), "forget:no")])
    )


def export_note(t: Texts, key: str, link: str | None) -> Message:
    """What became of an export that was asked for in a group; ``link`` opens the private chat."""
    return Message(t(key), keyboard([Button(t.plain("button-open-private"), url=link)]) if link else ())


def forgotten(t: Texts, rows_deleted: int) -> Message:
    """Proof that everything is gone."""
    return Message(t("forget-done", count=rows_deleted))


def welcome_back(t: Texts, *, suspended: bool = False) -> Message:
    """A chat that had blocked the bot, or comes again."""
    text = t("welcome-back-suspended") if suspended else t("welcome-back")
    return Message(text, keyboard([button(t("button-digest-now"), "dg"), button(t("button-subscriptions"), "sub")]))


def saved_empty(t: Texts) -> Message:
    return Message(t("saved-none"), keyboard([button(t("button-home"), "home")]))


def no_digest(t: Texts, *, subscribed: bool) -> Message:
    """Nothing new for `/digest`, or nothing to make it of."""
    if subscribed:
        text, ways = t("digest-nothing-new"), [button(t("button-regions"), "rg"), button(t("button-topics"), "tp")]
    else:
        text, ways = t("digest-no-subscriptions"), [button(t("button-new-subscription"), pack("sub", "new"))]
    return Message(text, keyboard(ways))


def nothing_new(t: Texts) -> Message:
    """No digest, and nothing to offer instead."""
    return Message(t("digest-nothing-new"))


def story_gone(t: Texts) -> Message:
    return Message(t("story-gone"))


def say(t: Texts, key: str, **args: str | int) -> Message:
    """Any text that needs no buttons."""
    return Message(t(key, **args))


def error_text(error: Exception, t: Texts) -> Html:
    """What a reader is told: what to do next, without blame. Foreign errors stay unnamed."""
    if not isinstance(error, AimaqError):
        return t("error-unexpected")
    return t(error.text_key, **error.text_args)


def error(failure: Exception, t: Texts) -> Message:
    return Message(error_text(failure, t))


def choose(t: Texts, text: str, options: Mapping[str, str]) -> Message:
    """A question with answers: label -> callback data."""
    return Message(escape(text), rows([button(label, data) for label, data in options.items()], 2))
