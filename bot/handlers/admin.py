"""The newsroom steers: `/status`, `/fetch` and what hangs on them. Rights are checked on every command and button."""

from __future__ import annotations

import asyncio
from datetime import timedelta

from aiogram import Router
from aiogram.filters import BaseFilter, Command, CommandObject
from aiogram.types import CallbackQuery
from aiogram.types import Message as TelegramMessage
from aiogram.types import TelegramObject

from bot import __version__, render
from bot.buttons import ref
from bot.handlers.caller import Caller
from bot.handlers.pressed import Pressed
from bot.handlers.reader import Reader
from bot.handlers.replies import Replies
from bot.handlers.services import Services
from bot.models import Message, Source

HOUR = timedelta(hours=1)


class Owner(BaseFilter):
    """Passes only the bot's admins."""

    async def __call__(self, event: TelegramObject, caller: Caller) -> bool:
        return caller.owner


def router() -> Router:
    router = Router(name="admin")
    router.message.register(status, Command("status"), Owner())
    router.message.register(fetch, Command("fetch"), Owner())
    router.message.register(sources, Command("sources"), Owner())
    router.callback_query.register(press, Pressed("a"), Owner())
    return router


async def status(message: TelegramMessage, caller: Caller, services: Services, reader: Reader) -> None:
    await reader.show(caller, await _status(caller, services))


async def sources(message: TelegramMessage, caller: Caller, services: Services, reader: Reader) -> None:
    found = await services.store.sources()
    await reader.show(caller, render.sources(found, caller.t, services.clock.now()))


async def fetch(
    message: TelegramMessage, command: CommandObject, caller: Caller, services: Services, reader: Reader
) -> None:
    """`/fetch [NAME]`: read one or all sources now and tell what came of it."""
    name = (command.args or "").strip().lower()
    found = await services.store.sources()
    chosen = [one for one in found if name in ("", one.name)]
    if name and not chosen:
        await reader.show(caller, render.say(caller.t, "error-unknown-source", name=name[:40]))
        return
    await reader.show(caller, await _fetched(chosen, caller, services))


async def press(
    query: CallbackQuery,
    args: tuple[str, ...],
    caller: Caller,
    services: Services,
    replies: Replies,
    reader: Reader,
) -> None:
    """Buttons of the admins."""
    t, now = caller.t, services.clock.now()
    await replies.answer(query)
    match args:
        case ("fetch", *key):
            found = await services.store.sources()
            chosen = [one for one in found if not key or ref(one.name) == key[0]]
            await reader.show(caller, await _fetched(chosen, caller, services))
        case ("src",):
            await replies.edit(query, render.sources(await services.store.sources(), t, now))
        case ("src", key, *action):
            await _source(query, key, action, caller, services, replies)
        case _:
            await replies.edit(query, await _status(caller, services))


async def _status(caller: Caller, services: Services) -> Message:
    store, now = services.store, services.clock.now()
    queue = await store.queue(now)
    counts = await store.counts()
    value = render.Status(
        version=__version__,
        uptime=(now - services.started_at).total_seconds(),
        sources=await store.sources(),
        queue=queue.pending,
        oldest=queue.oldest,
        pace=services.deliverer.throughput.per_second(services.clock.monotonic()),
        errors_last_hour=sum(1 for _ in await store.errors(now - HOUR)),
        unconfirmed=queue.unconfirmed,
        quarantined=queue.quarantined,
        suspended=counts.chats - counts.active_chats,
        subscribers=counts.chats,
        stories=counts.stories,
        database_bytes=await store.size(),
        next_run=await store.next_due(),
    )
    return render.status(value, caller.t, caller.zone, now)


async def _fetched(chosen: list[Source], caller: Caller, services: Services) -> Message:
    reports = await asyncio.gather(*(services.ingest.poll(source) for source in chosen))
    if any(report.new or report.changed for report in reports):
        await services.after_news()
    return render.fetched(reports, caller.t)


async def _source(
    query: CallbackQuery, key: str, action: list[str], caller: Caller, services: Services, replies: Replies
) -> None:
    """One source: show, pause, resume, read now."""
    found = [one for one in await services.store.sources() if ref(one.name) == key]
    if not found:
        await replies.edit(query, render.sources(await services.store.sources(), caller.t, services.clock.now()))
        return
    source, now = found[0], services.clock.now()
    if action in (["pause"], ["resume"]):
        paused = action == ["pause"]
        await services.store.update_source(source.name, paused=paused, next_poll_at=None if paused else now)
        await services.store.audit(caller.user_id, f"source.{action[0]}", source.name, not paused, paused, now)
    elif action == ["fetch"]:
        await services.ingest.poll(source)
        await services.after_news()
    source = await services.store.source(source.name) or source
    await replies.edit(query, render.source_detail(source, caller.t, caller.zone, now))
