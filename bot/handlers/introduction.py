"""The bot introduces itself: command menus and descriptions, per language and audience."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import structlog
from aiogram import Bot
from aiogram.exceptions import ClientDecodeError, TelegramAPIError
from aiogram.methods import SetMyCommands, SetMyDescription, SetMyShortDescription, TelegramMethod
from aiogram.types import (
    BotCommand,
    BotCommandScopeAllChatAdministrators,
    BotCommandScopeAllGroupChats,
    BotCommandScopeAllPrivateChats,
    BotCommandScopeChat,
    BotCommandScopeUnion,
)

from bot import render
from bot.models import LANGUAGES
from bot.texts import Texts, texts

log = structlog.get_logger()

GROUP_ADMIN_COMMANDS = ("forum", "export", "forget", "privacy")
WHISPERED = frozenset({"settings", "subscriptions", "quiet", "help", "privacy", "export"})
"""Commands that in a group only the bot sees, and whose answer only the asker sees, where the server knows how."""


async def introduce(bot: Bot, admins: tuple[int, ...]) -> None:
    """Command menus and descriptions per language; a refusal is no reason not to run."""
    for language in (None, *LANGUAGES):
        for method in _introduction(texts(language or "ru"), language, admins):
            try:
                await bot(method)
            except (TelegramAPIError, ClientDecodeError) as error:
                log.info("introduction_refused", method=type(method).__name__, reason=getattr(error, "message", ""))


def _introduction(t: Texts, code: str | None, admins: tuple[int, ...]) -> Iterator[TelegramMethod[bool]]:
    """Who sees which commands: everybody at home, in groups, their administrators, the bot's own admins."""
    public, group = render.PUBLIC_COMMANDS, render.GROUP_COMMANDS
    menus: list[tuple[BotCommandScopeUnion, Sequence[str]]] = [
        (BotCommandScopeAllPrivateChats(), public),
        (BotCommandScopeAllGroupChats(), group),
        (BotCommandScopeAllChatAdministrators(), (*group, *GROUP_ADMIN_COMMANDS)),
        *((BotCommandScopeChat(chat_id=admin), (*public, *render.ADMIN_COMMANDS)) for admin in admins),
    ]
    for scope, names in menus:
        in_group = isinstance(scope, BotCommandScopeAllGroupChats | BotCommandScopeAllChatAdministrators)
        commands = [
            BotCommand(command=name, description=description, is_ephemeral=(in_group and name in WHISPERED) or None)
            for name, description in render.command_menu(t, names)
        ]
        yield SetMyCommands(commands=commands, scope=scope, language_code=code)
    yield SetMyDescription(description=render.bot_description(t), language_code=code)
    yield SetMyShortDescription(short_description=render.bot_short_description(t), language_code=code)
