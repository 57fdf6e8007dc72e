"""The sources: `/sources`, `/source add|test|pause|resume|remove|title|region|every|mode|approve`, and their cards."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any

from aiogram import Router
from aiogram.filters import Command, CommandObject
from aiogram.types import CallbackQuery
from aiogram.types import Message as TelegramMessage

from bot import render
from bot.analysis import parse_query
from bot.buttons import ref
from bot.errors import FetchError
from bot.fetch.discover import discover
from bot.handlers.admin.gate import Asked, Staff, ask, heard
from bot.handlers.admin.pressed import StaffPressed
from bot.handlers.caller import Caller
from bot.handlers.reader import Reader
from bot.handlers.replies import Replies
from bot.handlers.services import Services
from bot.jobs.trial import name_for, try_out
from bot.models import REGIONS, Message, Source
from bot.render import sourcing

MODES = ("auto", "feed", "page")
SHORTEST, LONGEST = 60, 86_400
BY_HAND = "newsroom"
"""The source of stories that editors write: it has no feed."""


def register(router: Router) -> None:
    router.message.register(sources, Command("sources"), Staff())
    router.message.register(source, Command("source"), Staff())
    router.message.register(titled, Asked("title"))
    router.callback_query.register(press, StaffPressed("src"))
    router.callback_query.register(add, StaffPressed("add"))


async def sources(message: TelegramMessage, caller: Caller, services: Services, reader: Reader) -> None:
    await reader.show(caller, await _all(caller, services))


async def _all(caller: Caller, services: Services) -> Message:
    found = [one for one in await services.store.sources() if one.feed_url]
    return render.sources(found, caller.t, services.clock.now())


async def source(
    message: TelegramMessage, command: CommandObject, caller: Caller, services: Services, reader: Reader
) -> None:
    """`/source ACTION NAME [VALUE]`, `/source add URL`, `/source NAME`."""
    words = (command.args or "").split()
    match words:
        case ["add", url]:
            await reader.show(caller, await _proposal(url, caller, services))
        case [name] if (one := await _named(name, services)) is not None:
            await reader.show(caller, await _card(one, caller, services))
        case [action, name, *value] if action.lower() in _ACTIONS:
            one = await _named(name, services)
            if one is None:
                await reader.show(caller, render.say(caller.t, "error-unknown-source", name=name[:40]))
                return
            value = _understood(action.lower(), value)
            await reader.show(caller, await _do(one, [_ACTIONS[action.lower()], *value], caller, services))
        case _:
            await reader.show(caller, render.say(caller.t, "source-usage"))


_ACTIONS = {
    "pause": "pause", "resume": "resume", "test": "test", "fetch": "fetch", "remove": "remove", "rename": "title",
    "title": "title", "region": "region", "every": "every", "mode": "mode", "approve": "approve",
    "approval": "approve",
}  # fmt: skip


def _understood(action: str, value: list[str]) -> list[str]:
    """Words of a person as the value of a button."""
    if action == "region" and value:
        return list(parse_query(" ".join(value)).regions[:1]) or ["none"]
    if action in {"approve", "approval"}:
        return ["0" if value and value[0].lower() in {"off", "0", "no", "нет", "жоқ"} else "1"]
    return [" ".join(value)] if action in {"title", "rename"} and value else value


async def press(
    query: CallbackQuery, args: tuple[str, ...], caller: Caller, services: Services, replies: Replies
) -> None:
    """`a:src`, `a:src:REF`, `a:src:REF:ACTION[:VALUE]`."""
    await replies.answer(query)
    found = [one for one in await services.store.sources() if len(args) > 1 and ref(one.name) == args[1]]
    if not found:
        await replies.edit(query, await _all(caller, services))
    elif len(args) == 2:
        await replies.edit(query, await _card(found[0], caller, services))
    else:
        await replies.edit(query, await _do(found[0], list(args[2:]), caller, services))


async def _named(name: str, services: Services) -> Source | None:
    return await services.store.source(name.lower())


async def _do(one: Source, action: list[str], caller: Caller, services: Services) -> Message:
    """Carry out an action on a source; its card, or the next question."""
    match action:
        case ["fetch"]:
            return await _read_now(one, caller, services)
        case ["test"]:
            return sourcing.tested(await try_out(services.ingest, one, services.clock.now()), caller.t, caller.zone,
                                   services.clock.now())  # fmt: skip
        case ["pause" | "resume" as verb]:
            paused = verb == "pause"
            changes: dict[str, Any] = {"paused": paused, "next_poll_at": None if paused else services.clock.now()}
            return await _changed(one, "paused", paused, caller, services, **changes)
        case _ if one.origin == "file":
            return await _card(one, caller, services, note=caller.t("source-fixed-by-file"))
        case _:
            return await _reshape(one, action, caller, services)


async def _reshape(one: Source, action: list[str], caller: Caller, services: Services) -> Message:
    """What only a source of the chat allows: its settings are not written in a file."""
    match action:
        case ["approve", "0" | "1" as flag]:
            return await _changed(one, "approval", flag == "1", caller, services)
        case ["mode", mode] if mode in MODES:
            return await _changed(one, "full_text", mode, caller, services)
        case ["mode"]:
            return await _changed(one, "full_text", _next_mode(one), caller, services)
        case ["region"]:
            return sourcing.ask_region(one, caller.t)
        case ["region", region]:
            known = region if region in REGIONS else None
            return await _changed(one, "default_region", known, caller, services)
        case ["every"]:
            return sourcing.ask_interval(one, caller.t)
        case ["every", seconds] if seconds.isdecimal():
            value = min(max(int(seconds), SHORTEST), LONGEST)
            slowest = max(value, one.max_poll_seconds)
            return await _changed(one, "poll_seconds", value, caller, services, max_poll_seconds=slowest,
                                  interval_seconds=None)  # fmt: skip
        case ["title"]:
            await ask(caller, services.store, "title", source=one.name)
            return sourcing.ask_title(one, caller.t)
        case ["title", title]:
            return await _changed(one, "title", title[:80], caller, services)
        case ["remove"]:
            return render.source_remove(one, caller.t, await services.store.count_articles(one.name))
        case ["remove" | "remove-all" as how, "yes"]:
            return await _removed(one, how == "remove", caller, services)
        case _:
            return await _card(one, caller, services)


def _next_mode(one: Source) -> str:
    return MODES[(MODES.index(one.full_text) + 1) % len(MODES)] if one.full_text in MODES else MODES[0]


async def _changed(
    one: Source, field: str, value: object, caller: Caller, services: Services, **further: Any
) -> Message:
    """Set a field, write down who did, show the card."""
    await services.store.update_source(one.name, **{field: value, **further})
    await services.store.audit(
        caller.user_id, f"source.{field}", one.name, getattr(one, field), value, services.clock.now()
    )
    after = await services.store.source(one.name)
    return await _card(after or one, caller, services)


async def _removed(one: Source, keep: bool, caller: Caller, services: Services) -> Message:
    before = {"feed_url": one.feed_url, "title": one.title}
    await services.store.remove_source(one.name, keep_articles=keep)
    await services.store.audit(caller.user_id, "source.remove", one.name, before, {"articles": keep},
                               services.clock.now())  # fmt: skip
    return await _all(caller, services)


async def _read_now(one: Source, caller: Caller, services: Services) -> Message:
    report = await services.ingest.poll(one)
    if report.new or report.changed:
        await services.after_news()
    await services.correct(report.changed_story_ids)
    note = render.fetched([report], caller.t).html.split("\n", 1)[-1]
    return await _card(await services.store.source(one.name) or one, caller, services, note=note)


async def _card(one: Source, caller: Caller, services: Services, note: str = "") -> Message:
    articles = await services.store.count_articles(one.name)
    now = services.clock.now()
    return render.source_detail(one, caller.t, caller.zone, now, articles=articles, note=note)


async def titled(
    message: TelegramMessage, about: dict[str, Any], caller: Caller, services: Services, reader: Reader
) -> None:
    """The new title of a source, typed."""
    await heard(caller, services.store)
    one = await services.store.source(str(about.get("source")))
    title = " ".join((message.text or "").split())
    if one is None or not title:
        await reader.show(caller, await _all(caller, services))
        return
    await reader.show(caller, await _do(one, ["title", title], caller, services))


# --- a new source ------------------------------------------------------------------------------------------------


async def _proposal(url: str, caller: Caller, services: Services) -> Message:
    """Find the feeds of an address, read the best one on trial, and ask."""
    now, t = services.clock.now(), caller.t
    address = url if "://" in url else f"https://{url}"
    try:
        feeds = await discover(services.web, address, now=now)
    except FetchError as error:
        return sourcing.not_found(url, t, str(error))
    known = {one.feed_url: one for one in await services.store.sources()}
    fresh = [feed for feed in feeds if feed.url not in known]
    if feeds and not fresh:
        return await _card(known[feeds[0].url], caller, services, note=t("source-known"))
    if not fresh:
        return sourcing.not_found(url, t)
    taken = [one.name for one in await services.store.sources()]
    candidate = Source(name_for(fresh[0].url, taken), fresh[0].url, fresh[0].title, origin="chat", site_url=address)
    trial = await try_out(services.ingest, candidate, now)
    tokens = [await _kept(replace(candidate, feed_url=feed.url, title=feed.title), services, now) for feed in fresh[:4]]
    others = tuple((feed.title or feed.url, token) for feed, token in zip(fresh[1:4], tokens[1:], strict=False))
    return sourcing.proposed(trial, t, caller.zone, now, token=tokens[0], others=others)


async def _kept(one: Source, services: Services, now: datetime) -> str:
    body = {"kind": "source", "name": one.name, "feed_url": one.feed_url, "title": one.title, "site": one.site_url}
    return await services.store.keep(body, now)


async def add(
    query: CallbackQuery, args: tuple[str, ...], caller: Caller, services: Services, replies: Replies
) -> None:
    """The second tap: the proposed source is added and read at once."""
    kept = await services.store.kept(args[1]) if len(args) > 1 else None
    if kept is None or kept.get("kind") != "source":
        await replies.answer(query, caller.t.plain("stale-button"))
        return
    await replies.answer(query)
    now, known = services.clock.now(), await services.store.sources()
    same = [one for one in known if one.feed_url == kept["feed_url"]]
    if same:
        await replies.edit(query, await _card(same[0], caller, services, note=caller.t("source-known")))
        return
    name = name_for(kept["feed_url"], [one.name for one in known])
    one = Source(name, kept["feed_url"], kept["title"][:80], origin="chat", site_url=kept["site"])
    await services.store.add_source(one, now)
    await services.store.audit(caller.user_id, "source.add", name, None, {"feed_url": one.feed_url}, now)
    await replies.edit(query, await _read_now(one, caller, services))
