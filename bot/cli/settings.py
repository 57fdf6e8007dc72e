"""`aimaq config check`: what is in force, and whether Telegram and the feeds answer."""

from __future__ import annotations

import json

from aiogram.exceptions import ClientDecodeError, TelegramAPIError

from bot import logs
from bot.app import telegram
from bot.cli.printing import out, quiet
from bot.config import Config, masked
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
        reason = error.message if isinstance(error, TelegramAPIError) else "an answer that is not JSON"
        out(f"telegram: FAILED: {logs.TOKEN.sub(logs.HIDDEN, reason)}; check telegram.token and telegram.api_url")
        return True
    finally:
        await bot.session.close()
    out(f"telegram: @{me.username} answers")
    return False


async def _check_feed(room: Newsroom, source: Source) -> bool:
    result = await room.ingest.test(source)
    if result.problem:
        out(f"{source.name}: FAILED: {result.problem}")
        return False
    languages = sorted({edition.language or "?" for one in result.articles for edition in one.editions})
    out(f"{source.name}: {len(result.articles)} entries, languages {', '.join(languages)}")
    return True
