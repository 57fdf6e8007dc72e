"""`aimaq config check`: what is in force, and whether Telegram and the feeds answer."""

from __future__ import annotations

import json

from aiogram.exceptions import ClientDecodeError, TelegramAPIError, TelegramNotFound, TelegramUnauthorizedError

from bot import logs
from bot.app import telegram
from bot.cli.printing import out, quiet
from bot.config import Config, masked
from bot.connection import trouble_of
from bot.models import Source
from bot.newsroom import Newsroom, newsroom


async def check_config(config: Config, *, offline: bool) -> bool:
    """Print the settings in force; ask getMe and each feed. Whether anything failed."""
    out(json.dumps(masked(config), ensure_ascii=False, indent=2))
    if offline:
        return False
    failed = await _check_telegram(config)
    quiet(config)
    async with newsroom(config) as room:
        for source in await room.store.sources():
            if not source.paused:
                failed = not await _check_feed(room, source) or failed
    return failed


async def _check_telegram(config: Config) -> bool:
    bot = telegram(config)
    try:
        me = await bot.get_me(request_timeout=15)
    except (TelegramAPIError, ClientDecodeError) as error:
        out(f"telegram: FAILED: {logs.TOKEN.sub(logs.HIDDEN, trouble_of(error))}; {_mend(error)}")
        return True
    finally:
        await bot.session.close()
    out(f"telegram: @{me.username} answers")
    return False


def _mend(error: Exception) -> str:
    if isinstance(error, TelegramUnauthorizedError | TelegramNotFound):
        return "telegram.token is not known there; @BotFather shows the right one under /mybots"
    return "look at the network and at telegram.api_url"


async def _check_feed(room: Newsroom, source: Source) -> bool:
    result = await room.ingest.test(source)
    if result.problem:
        out(f"{source.name}: FAILED: {result.problem}")
        return False
    languages = sorted({edition.language or "?" for one in result.articles for edition in one.editions})
    out(f"{source.name}: {len(result.articles)} entries, languages {', '.join(languages)}")
    return True
