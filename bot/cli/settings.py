"""`aimaq config check`: what is in force, and whether Telegram, the language model and the feeds answer."""

from __future__ import annotations

import json
import os
from pathlib import Path

from aiogram.exceptions import ClientDecodeError, TelegramAPIError, TelegramNotFound, TelegramUnauthorizedError

from bot import logs
from bot.app import telegram
from bot.cli.printing import out, quiet
from bot.config import Config, masked
from bot.connection import trouble_of
from bot.fetch.llm import summarize
from bot.models import Source
from bot.newsroom import Newsroom, llm_settings, newsroom

SAMPLE = ("В Талгаре открыли школу", "В Талгаре открыли школу на 900 мест. Трёхсменных школ в районе больше нет.")


async def check_config(config: Config, *, offline: bool) -> bool:
    """Print the settings in force; ask getMe, the language model and each feed. Whether anything failed."""
    out(json.dumps(masked(config), ensure_ascii=False, indent=2))
    if offline:
        return False
    failed = await _check_telegram(config)
    if config.summary.llm_url:
        failed = await _check_llm(config) or failed
    quiet(config)
    async with newsroom(config) as room:
        sources = await room.store.sources()
        for source in sources:
            if not source.paused:
                failed = not await _check_feed(room, source) or failed
    if not sources:
        out("sources: none; add a [[sources]] to the settings, or /source add ADDRESS in the chat")
    if folder := config.backup.folder:
        failed = not _check_folder(Path(folder)) or failed
    if not config.telegram.admins:
        out("telegram.admins: nobody; put your Telegram id there, alerts and /status need somebody")
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


async def _check_llm(config: Config) -> bool:
    answer = await summarize(llm_settings(config.summary), title=SAMPLE[0], text=SAMPLE[1], language="ru", used=0)
    out(f"summary.llm_url: {'FAILED: ' + answer.trouble if answer.trouble else config.summary.llm_model + ' answers'}")
    return bool(answer.trouble)


def _check_folder(folder: Path) -> bool:
    """Whether a night's copy could be written there; the folder itself is made then."""
    there = next(one for one in (folder.absolute(), *folder.absolute().parents) if one.exists())
    writable = there.is_dir() and os.access(there, os.W_OK)
    out(f"backup.folder: {folder}" + ("" if writable else f" FAILED: {there} cannot be written; mend its permissions"))
    return writable


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
