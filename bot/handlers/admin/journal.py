"""Who may, who did, and the copy of it all: `/admin`, `/log`, `/backup`."""

from __future__ import annotations

import json
from pathlib import Path

import structlog
from aiogram import Router
from aiogram.filters import Command, CommandObject
from aiogram.methods import SendDocument
from aiogram.types import BufferedInputFile, CallbackQuery, FSInputFile
from aiogram.types import Message as TelegramMessage

from bot import render
from bot.config import Config
from bot.errors import AimaqError
from bot.handlers.admin.gate import Staff
from bot.handlers.admin.pressed import StaffPressed
from bot.handlers.caller import Caller
from bot.handlers.reader import Reader
from bot.handlers.replies import Replies
from bot.handlers.services import Services
from bot.models import Message
from bot.render import office
from bot.store import parse_url

log = structlog.get_logger()

PAGE = 10
EXPORTED = 100_000
LARGEST = 49_000_000  # Bot API: 50 MB for a file that a bot uploads


def register(router: Router) -> None:
    router.message.register(show_log, Command("log"), Staff())
    router.message.register(staff, Command("admin"), Staff())
    router.message.register(backup, Command("backup"), Staff())
    router.callback_query.register(press_log, StaffPressed("log"))
    router.callback_query.register(press_backup, StaffPressed("backup"))


# --- the log -----------------------------------------------------------------------------------------------------


async def show_log(
    message: TelegramMessage,
    command: CommandObject,
    caller: Caller,
    services: Services,
    replies: Replies,
    reader: Reader,
) -> None:
    """`/log`, newest first; `/log export` as JSON lines."""
    if (command.args or "").strip().lower() == "export":
        await _export(caller, services, replies)
    else:
        await reader.show(caller, await _page(0, caller, services))


async def press_log(
    query: CallbackQuery, args: tuple[str, ...], caller: Caller, services: Services, replies: Replies
) -> None:
    await replies.answer(query)
    page = min(int(args[1]), 10_000) if len(args) > 1 and args[1].isdecimal() else 0
    await replies.edit(query, await _page(page, caller, services))


async def _page(page: int, caller: Caller, services: Services) -> Message:
    entries = await services.store.log(PAGE + 1, page * PAGE)
    names = dict(await services.store.editors())
    for owner in services.config.telegram.admins:
        chat = await services.store.chat(owner)
        names[owner] = chat.title if chat and chat.title else str(owner)
    return render.log_page(entries, caller.t, caller.zone, services.clock.now(), page=page, names=names)


async def _export(caller: Caller, services: Services, replies: Replies) -> None:
    entries = await services.store.log(EXPORTED)
    lines = [
        json.dumps(
            {"at": one.at.isoformat(), "who": one.who, "action": one.action, "target": one.target,
             "before": one.before, "after": one.after},
            ensure_ascii=False,
        )
        for one in reversed(entries)
    ]  # fmt: skip
    file = BufferedInputFile("\n".join(lines).encode(), f"aimaq-log-{services.clock.now():%Y-%m-%d}.jsonl")
    place = caller.place
    await replies.call(SendDocument(chat_id=place.id, document=file), place.id, place.kind)


# --- the staff ---------------------------------------------------------------------------------------------------


async def staff(
    message: TelegramMessage, command: CommandObject, caller: Caller, services: Services, reader: Reader
) -> None:
    """`/admin`, `/admin add @name editor`, `/admin remove @name`; a number or a reply to a forwarded message works
    where somebody has no name."""
    match (command.args or "").split():
        case [] | ["list"]:
            await reader.show(caller, await _list(caller, services))
        case ["add" | "remove" as verb, who, *role] if not role or role == ["editor"]:
            person = await _person(who, services)
            await reader.show(caller, await _appoint(verb == "add", who, person, caller, services))
        case _:
            await reader.show(caller, render.say(caller.t, "staff-usage"))


async def _person(who: str, services: Services) -> tuple[int, str] | None:
    """Id and name of an editor, or the id that was typed; people's names are not kept."""
    if who.isdecimal():
        return int(who), who
    known = await services.store.editors()
    return next(((number, name) for number, name in known.items() if name.casefold() == who.casefold()), None)


async def _appoint(add: bool, who: str, person: tuple[int, str] | None, caller: Caller, services: Services) -> Message:
    """By number at once; by name when that person writes next."""
    store, t, now = services.store, caller.t, services.clock.now()
    if person is None and who.startswith("@"):
        await store.set_invited(who[1:].casefold(), add)
        await store.audit(caller.user_id, "staff.invite" if add else "staff.uninvite", who, None, None, now)
        return await _list(caller, services)
    if person is None:
        return render.say(t, "staff-unknown", name=who[:40])
    number, name = person
    if number in services.config.telegram.admins:
        return render.say(t, "staff-owner", name=name)
    before = "editor" if number in await store.editors() else None
    await store.set_editor(number, name if add else None)
    verb = "staff.add" if add else "staff.remove"
    await store.audit(caller.user_id, verb, name, before, "editor" if add else None, now)
    return await _list(caller, services)


async def _list(caller: Caller, services: Services) -> Message:
    owners = [str(number) for number in services.config.telegram.admins]
    editors = list((await services.store.editors()).values())
    invited = [f"@{name}" for name in sorted(await services.store.invited())]
    return office.staff(owners, editors, invited, caller.t)


# --- backups -----------------------------------------------------------------------------------------------------


async def backup(
    message: TelegramMessage, caller: Caller, services: Services, replies: Replies, reader: Reader
) -> None:
    await reader.show(caller, render.say(caller.t, "backup-begun"))
    services.spawn(_backup(caller, services, replies))


async def press_backup(query: CallbackQuery, caller: Caller, services: Services, replies: Replies) -> None:
    await replies.answer(query, caller.t.plain("backup-begun"))
    services.spawn(_backup(caller, services, replies))


async def _backup(caller: Caller, services: Services, replies: Replies) -> None:
    """A verified copy, sent where it fits; where it does not, it stays on the disk and is named."""
    place, folder = caller.place, services.config.backup.folder
    try:
        path = await services.tidy.backup(Path(folder) if folder else beside_database(services.config))
        size = path.stat().st_size
        await services.store.audit(caller.user_id, "backup", path.name, None, {"bytes": size}, services.clock.now())
        if size > LARGEST:
            await replies.send(place.id, place.kind, office.too_large(str(path), size, caller.t))
            return
        await replies.call(SendDocument(chat_id=place.id, document=FSInputFile(path)), place.id, place.kind)
        if not folder:
            path.unlink(missing_ok=True)
    except AimaqError as error:
        log.warning("backup_failed", reason=str(error))
        await replies.send(place.id, place.kind, office.backup_failed(str(error), caller.t))


def beside_database(config: Config) -> Path:
    """Where copies go that somebody asks for while ``backup.folder`` is not set."""
    database = parse_url(config.database.url)
    own = Path(database.database or "").parent if database.get_backend_name() == "sqlite" else Path()
    return own / "backups"
