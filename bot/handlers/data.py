"""My data: `/export`, `/forget` and the buttons of those names. A group's file is for its admin alone to read."""

from __future__ import annotations

import json

from aiogram import Router
from aiogram.exceptions import ClientDecodeError, TelegramAPIError
from aiogram.filters import Command
from aiogram.methods import SendDocument
from aiogram.types import BufferedInputFile, CallbackQuery
from aiogram.types import Message as TelegramMessage

from bot import render
from bot.handlers.caller import Caller, Rights
from bot.handlers.pressed import Pressed
from bot.handlers.reader import Reader
from bot.handlers.replies import Replies
from bot.handlers.services import Services
from bot.handlers.settings import overview
from bot.models import Chat, ChatKind


def router() -> Router:
    router = Router(name="data")
    for observer in (router.message, router.channel_post):
        observer.register(export, Command("export"))
        observer.register(forget, Command("forget"))
    router.callback_query.register(press_export, Pressed("export"))
    router.callback_query.register(press_forget, Pressed("forget"))
    return router


async def export(
    message: TelegramMessage, caller: Caller, services: Services, replies: Replies, reader: Reader, rights: Rights
) -> None:
    if not await rights.may_change(caller):
        await reader.refuse(caller)
        return
    if key := await _send_export(caller, services, replies):
        link = await reader.deep_link("hi") if key == "export-write-first" else None
        await reader.whisper(caller, render.export_note(caller.t, key, link))


async def press_export(
    query: CallbackQuery, caller: Caller, services: Services, replies: Replies, rights: Rights
) -> None:
    if not await rights.may_change(caller):
        await replies.answer(query, caller.t.plain("only-admins"), alert=True)
        return
    key = await _send_export(caller, services, replies)
    await replies.answer(query, caller.t.plain(key) if key else "", alert=True)


async def _send_export(caller: Caller, services: Services, replies: Replies) -> str | None:
    """All that is stored about the chat, as a JSON file, always to a person in private; the key of what there is to
    say in the chat where he asked."""
    chat, place = caller.chat, caller.place
    person = place if place.kind is ChatKind.PRIVATE else Chat(caller.user_id, ChatKind.PRIVATE)
    if caller.as_chat or caller.speaks_as or not person.id:
        return "export-anonymous"
    data = await services.store.export_chat(chat.id) if caller.known else {}
    body = json.dumps(data, ensure_ascii=False, indent=2).encode()
    document = SendDocument(
        chat_id=person.id,
        message_thread_id=caller.thread_id if person is place else None,
        document=BufferedInputFile(body, f"aimaq-{chat.id}.json"),
        caption=caller.t("export-caption"),
        parse_mode="HTML",
    )
    try:
        await replies.ask(document, person)
    except (TelegramAPIError, ClientDecodeError):
        return "export-write-first"
    return "export-sent" if person is not place else None


async def forget(message: TelegramMessage, caller: Caller, reader: Reader, rights: Rights) -> None:
    if not await rights.may_change(caller):
        await reader.refuse(caller)
        return
    await reader.show(caller, render.ask_forget(caller.t))


async def press_forget(
    query: CallbackQuery, args: tuple[str, ...], caller: Caller, services: Services, replies: Replies, rights: Rights
) -> None:
    """Asks once, then deletes everything and says how much that was."""
    if not await rights.may_change(caller):
        await replies.answer(query, caller.t.plain("only-admins"), alert=True)
        return
    await replies.answer(query)
    match args:
        case ("yes",):
            rows = await services.store.forget_chat(caller.chat.id)
            await replies.edit(query, render.forgotten(caller.t, rows))
        case ("no",):
            await replies.edit(query, await overview(caller.chat, caller, services))
        case _:
            await replies.edit(query, render.ask_forget(caller.t))
