"""Does it work? `/status`, `/fetch`, `/stats` and the errors."""

from __future__ import annotations

import asyncio
import re
from datetime import datetime, timedelta

from aiogram import Router
from aiogram.filters import Command, CommandObject
from aiogram.methods import SendPhoto
from aiogram.types import BufferedInputFile, CallbackQuery
from aiogram.types import Message as TelegramMessage

from bot import charts, render
from bot.analysis import parse_query
from bot.buttons import ref
from bot.handlers.admin.gate import Staff
from bot.handlers.admin.pressed import StaffPressed
from bot.handlers.caller import Caller
from bot.handlers.reader import Reader
from bot.handlers.replies import Replies
from bot.handlers.services import Services
from bot.jobs.figures import figures
from bot.models import Message, Source

ERROR_DAYS = timedelta(days=7)
MOST_DAYS = 366


def register(router: Router) -> None:
    router.message.register(status, Command("status"), Staff())
    router.message.register(fetch, Command("fetch"), Staff())
    router.message.register(stats, Command("stats"), Staff())
    router.callback_query.register(press_status, StaffPressed("status"))
    router.callback_query.register(press_errors, StaffPressed("err"))
    router.callback_query.register(press_fetch, StaffPressed("fetch"))
    router.callback_query.register(press_stats, StaffPressed("stats"))


async def status(message: TelegramMessage, caller: Caller, services: Services, reader: Reader) -> None:
    await reader.show(caller, await _status(caller, services))


async def press_status(query: CallbackQuery, caller: Caller, services: Services, replies: Replies) -> None:
    await replies.answer(query)
    await replies.edit(query, await _status(caller, services))


async def anything_else(query: CallbackQuery, caller: Caller, replies: Replies) -> None:
    """A button of the staff that nobody knows: of another age."""
    await replies.answer(query, caller.t.plain("stale-button"))


async def _status(caller: Caller, services: Services) -> Message:
    value = await services.overview.status()
    return render.status(value, caller.t, caller.zone, services.clock.now())


async def press_errors(
    query: CallbackQuery, args: tuple[str, ...], caller: Caller, services: Services, replies: Replies
) -> None:
    await replies.answer(query)
    now = services.clock.now()
    found = await services.store.errors(now - ERROR_DAYS)
    page = int(args[1]) if len(args) > 1 and args[1].isdecimal() else 0
    await replies.edit(query, render.errors_page(found, caller.t, caller.zone, now, page=page))


# --- reading the sources -----------------------------------------------------------------------------------------


async def fetch(
    message: TelegramMessage, command: CommandObject, caller: Caller, services: Services, reader: Reader
) -> None:
    """`/fetch [NAME]`: read one or all sources now and tell what came of it."""
    name = (command.args or "").strip().lower()
    found = [source for source in await services.store.sources() if source.feed_url]
    chosen = [one for one in found if one.name == name] if name else [one for one in found if not one.paused]
    if name and not chosen:
        await reader.show(caller, render.say(caller.t, "error-unknown-source", name=name[:40]))
        return
    await reader.show(caller, await _fetched(chosen, caller, services))


async def press_fetch(
    query: CallbackQuery, args: tuple[str, ...], caller: Caller, services: Services, replies: Replies, reader: Reader
) -> None:
    await replies.answer(query)
    found = [source for source in await services.store.sources() if source.feed_url]
    chosen = [one for one in found if (ref(one.name) == args[1] if len(args) > 1 else not one.paused)]
    await reader.show(caller, await _fetched(chosen, caller, services))


async def _fetched(chosen: list[Source], caller: Caller, services: Services) -> Message:
    reports = await asyncio.gather(*(services.ingest.poll(source) for source in chosen))
    if any(report.new or report.changed for report in reports):
        await services.after_news()
    await services.correct([story for report in reports for story in report.changed_story_ids])
    return render.fetched(reports, caller.t)


# --- figures -----------------------------------------------------------------------------------------------------


async def stats(
    message: TelegramMessage,
    command: CommandObject,
    caller: Caller,
    services: Services,
    replies: Replies,
    reader: Reader,
) -> None:
    """`/stats [7d|30d|REGION]`: in words, then as a picture."""
    days, region = read_window(command.args or "")
    await reader.show(caller, await _in_words(days, region, caller, services))
    await _as_picture(days, region, caller, services, replies)


async def press_stats(
    query: CallbackQuery, args: tuple[str, ...], caller: Caller, services: Services, replies: Replies
) -> None:
    days, region = read_window(args[1] if len(args) > 1 else "")
    await replies.answer(query)
    await replies.edit(query, await _in_words(days, region, caller, services))
    await _as_picture(days, region, caller, services, replies)


def read_window(words: str) -> tuple[int, str | None]:
    """``30d алматинская`` → thirty days of that region; a week and the whole country where it is not said."""
    found = re.search(r"\b(\d{1,3})\s*(?:d|д|к)\w*", words.lower())
    days = min(max(int(found[1]), 1), MOST_DAYS) if found else 7
    regions = parse_query(words.replace(found[0], " ") if found else words).regions
    return days, regions[0] if regions else None


async def _in_words(days: int, region: str | None, caller: Caller, services: Services) -> Message:
    since, now = _window(days, services)
    store = services.store
    value = await (store.region_statistics(region, since, now) if region else store.statistics(since, now))
    return render.stats(value, caller.t, days=days, region=region, readers=await store.readership(since, now))


async def _as_picture(days: int, region: str | None, caller: Caller, services: Services, replies: Replies) -> None:
    since, now = _window(days, services)
    data = await figures(services.store, since, now, caller.t.language, region)
    try:
        png = await asyncio.to_thread(charts.chart, data, caller.t, caller.zone)
    except charts.ChartsMissingError:
        await replies.send(caller.place.id, caller.place.kind, render.say(caller.t, "stats-no-charts"))
        return
    picture = SendPhoto(chat_id=caller.place.id, photo=BufferedInputFile(png, f"aimaq-{now:%Y-%m-%d}.png"))
    await replies.call(picture, caller.place.id, caller.place.kind)


def _window(days: int, services: Services) -> tuple[datetime, datetime]:
    now = services.clock.now()
    return now - timedelta(days=days), now
