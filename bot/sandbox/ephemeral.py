"""Ephemeral messages: seen by one member of a group and the bot (Bot API 10.2, as reshaped in 10.3).

A bot that administers the group may send one at any time; any other within 15 seconds of that member's tap, or in
reply to an ephemeral message. ``message_id`` is 0, the message is known by ``ephemeral_message_id``.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from .calls import Call, Json
from .chats import Chat, Record
from .editing import check_has_text, edited, same
from .keyboards import read_markup
from .posting import open_draft, pay
from .queries import PATIENCE, Queries
from .refusals import bad
from .rich import rich_content
from .sending import album_item, caption_content, media_content, text_content
from .world import World

_TEXT = ("text", "entities", "link_preview_options", "rich_message")
_MEDIA = ("photo", "document", "caption", "caption_entities", "show_caption_above_media")


def is_ephemeral(call: Call) -> bool:
    return call.has("ephemeral_message_parameters")


async def send_ephemeral(world: World, queries: Queries, call: Call) -> Json:
    """Any of the send methods with ``ephemeral_message_parameters``; the answer is a Message with id 0."""
    asked = call.record("ephemeral_message_parameters") or {}
    reply = call.record("reply_parameters") or {}
    draft = open_draft(world, Call(call.method, _without_reply(call.params), call.files))
    chat, receiver = draft.chat, int(asked.get("receiver_user_id") or 0)
    if chat.kind not in ("group", "supergroup"):
        raise bad("ephemeral messages can be sent only to groups and supergroups")
    if not chat.member(receiver).present or world.users[receiver].get("is_bot"):
        raise bad("PARTICIPANT_ID_INVALID")
    if not (chat.member(world.bot_id).admin or _entitled(world, queries, chat, receiver, asked, reply)):
        raise bad("not enough rights to send ephemeral messages to the chat")
    content = await _CONTENT[call.method.lower()](world, call)
    pay(world, draft)
    chat.last_ephemeral += 1
    message = draft.base | content | {
        "ephemeral_message_id": chat.last_ephemeral, "receiver_user": world.users[receiver],
    }  # fmt: skip
    chat.ephemeral[chat.last_ephemeral] = Record(message)
    world.tell({"type": "message", "chat": chat.id, "message": message, "only": receiver})
    return message


def _without_reply(params: Json) -> Json:
    return {key: value for key, value in params.items() if key != "reply_parameters"}


def _entitled(world: World, queries: Queries, chat: Chat, receiver: int, asked: Json, reply: Json) -> bool:
    tap = queries.tap(str(asked.get("callback_query_id") or ""))
    if tap is not None and tap.user == receiver and tap.chat == chat.id:
        return world.clock() - tap.asked_at <= PATIENCE
    record = chat.ephemeral.get(int(reply.get("ephemeral_message_id") or 0))
    return record is not None and record.message.get("from", {}).get("id") == receiver


async def _text(world: World, call: Call) -> Json:
    return text_content(call)


async def _rich(world: World, call: Call) -> Json:
    return await rich_content(world, call, private=False)


async def _photo(world: World, call: Call) -> Json:
    return await media_content(world, call, "photo", call.text("photo"))


async def _document(world: World, call: Call) -> Json:
    return await media_content(world, call, "document", call.text("document"))


_CONTENT: dict[str, Callable[[World, Call], Awaitable[Json]]] = {
    "sendmessage": _text, "sendrichmessage": _rich, "sendphoto": _photo, "senddocument": _document,
}  # fmt: skip

SENDERS = frozenset({"sendMessage", "sendRichMessage", "sendPhoto", "sendDocument"})


async def edit_ephemeral_text(world: World, call: Call) -> bool:
    chat, record = _target(world, call)
    check_has_text(record.message)
    content = await _rich(world, call) if call.has("rich_message") else text_content(call)
    return _apply(world, call, chat, record, content, _TEXT)


async def edit_ephemeral_caption(world: World, call: Call) -> bool:
    chat, record = _target(world, call)
    return _apply(world, call, chat, record, caption_content(call), ("caption", "caption_entities"))


async def edit_ephemeral_media(world: World, call: Call) -> bool:
    chat, record = _target(world, call)
    content = await album_item(world, call, call.record("media") or {})
    return _apply(world, call, chat, record, content, (*_TEXT, *_MEDIA))


async def edit_ephemeral_markup(world: World, call: Call) -> bool:
    chat, record = _target(world, call)
    return _apply(world, call, chat, record, {}, ())


async def delete_ephemeral(world: World, call: Call) -> bool:
    chat, record = _target(world, call)
    del chat.ephemeral[record.message["ephemeral_message_id"]]
    world.tell({
        "type": "delete", "chat": chat.id, "message_id": 0, "only": record.message["receiver_user"]["id"],
        "ephemeral_message_id": record.message["ephemeral_message_id"],
    })  # fmt: skip
    return True


def _target(world: World, call: Call) -> tuple[Chat, Record]:
    chat = world.reachable(call.params.get("chat_id"))
    record = chat.ephemeral.get(call.need_number("ephemeral_message_id"))
    receiver = call.need_number("receiver_user_id")
    if record is None or record.message.get("receiver_user", {}).get("id") != receiver:
        raise bad("message to edit not found")
    return chat, record


def _apply(world: World, call: Call, chat: Chat, record: Record, content: Json, replaced: tuple[str, ...]) -> bool:
    changed = edited(record.message, content, read_markup(call, private=False), replaced)
    if same(changed, record.message):
        raise bad("message is not modified")
    world.flood.admit_edit(chat.id)
    record.earlier.append(record.message)
    record.message = changed | {"edit_date": world.date()}
    receiver = record.message["receiver_user"]["id"]
    world.tell({"type": "edit", "chat": chat.id, "message": record.message, "only": receiver})
    return True
