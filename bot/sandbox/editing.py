"""Methods that change or remove what was sent."""

from __future__ import annotations

from typing import Any

from .calls import Call, Json
from .chats import Chat, Record
from .keyboards import read_markup
from .posting import visible
from .refusals import bad
from .rich import rich_content
from .sending import album_item, caption_content, text_content
from .world import World

DELETE_SECONDS = 48 * 3600
_TEXT = ("text", "entities", "link_preview_options", "rich_message")
_MEDIA = ("photo", "document", "caption", "caption_entities", "show_caption_above_media", "has_media_spoiler")
_BODY = (*_TEXT, *_MEDIA, "reply_markup")


async def edit_message_text(world: World, call: Call) -> Json | bool:
    chat, record = _target(world, call)
    check_has_text(record.message)
    if call.has("rich_message"):
        content = await rich_content(world, call, private=chat.private)
    else:
        content = text_content(call)
    return _apply(world, call, chat, record, content, replaced=_TEXT)


def check_has_text(message: Json) -> None:
    if "text" not in message and "rich_message" not in message:
        raise bad("there is no text in the message to edit")


def edit_message_caption(world: World, call: Call) -> Json | bool:
    chat, record = _target(world, call)
    if "photo" not in record.message and "document" not in record.message:
        raise bad("there is no caption in the message to edit")
    replaced = ("caption", "caption_entities", "show_caption_above_media")
    return _apply(world, call, chat, record, caption_content(call), replaced=replaced)


async def edit_message_media(world: World, call: Call) -> Json | bool:
    chat, record = _target(world, call)
    content = await album_item(world, call, call.record("media") or {})
    if "media_group_id" in record.message and ("photo" in record.message) != ("photo" in content):
        raise bad("message content type can't be changed in an album")
    return _apply(world, call, chat, record, content, replaced=(*_TEXT, *_MEDIA))


def edit_message_reply_markup(world: World, call: Call) -> Json | bool:
    chat, record = _target(world, call)
    return _apply(world, call, chat, record, {}, replaced=())


def _target(world: World, call: Call) -> tuple[Chat, Record]:
    """The message that an edit means: the bot's own, or one that was sent through it inline."""
    if call.has("inline_message_id"):
        place = world.inline_messages.get(call.text("inline_message_id"))
        if place is None:
            raise bad("MESSAGE_ID_INVALID")
        chat = world.chats[place[0]]
        return chat, world.record(chat, place[1], "MESSAGE_ID_INVALID")
    chat = world.reachable(call.params.get("chat_id"))
    if not call.has("message_id"):
        raise bad("message identifier is not specified")
    record = world.record(chat, call.number("message_id"), "message to edit not found")
    if not editable(world, chat, record.message):
        raise bad("message can't be edited")
    return chat, record


def editable(world: World, chat: Chat, message: Json) -> bool:
    """The bot edits what it sent; in a channel also what others posted, with the right to."""
    if chat.kind == "channel":
        return chat.member(world.bot_id).may("can_edit_messages")
    return bool(message.get("from", {}).get("id") == world.bot_id and "forward_origin" not in message)


def _apply(
    world: World, call: Call, chat: Chat, record: Record, content: Json, *, replaced: tuple[str, ...]
) -> Json | bool:
    changed = edited(record.message, content, read_markup(call, private=chat.private), replaced)
    if same(changed, record.message):
        raise bad(
            "message is not modified: specified new message content and reply markup are exactly the same as a "
            "current content and reply markup of the message"
        )
    world.flood.admit_edit(chat.id)
    changed["edit_date"] = world.date()
    world.change(chat, record, changed)
    return True if call.has("inline_message_id") else visible(changed)


def edited(message: Json, content: Json, markup: Json | None, replaced: tuple[str, ...]) -> Json:
    """The message after an edit; without a new keyboard the old one goes."""
    kept = {key: value for key, value in message.items() if key not in replaced and key != "reply_markup"}
    return kept | content | ({"reply_markup": markup} if markup and "inline_keyboard" in markup else {})


def same(one: Json, other: Json) -> bool:
    """Whether two versions of a message say the same."""
    return _body(one) == _body(other)


def _body(message: Json) -> dict[str, Any]:
    return {key: message[key] for key in _BODY if key in message and key != "link_preview_options"}


def delete_message(world: World, call: Call) -> bool:
    chat = world.reachable(call.params.get("chat_id"))
    record = world.record(chat, call.number("message_id"), "message to delete not found")
    if not _deletable(world, chat, record.message):
        raise bad("message can't be deleted")
    world.remove(chat, record)
    return True


def delete_messages(world: World, call: Call) -> bool:
    """Deletes what it can; those that are not there or too old are skipped, as with Telegram."""
    chat = world.reachable(call.params.get("chat_id"))
    numbers = call.rows("message_ids") or []
    if not 1 <= len(numbers) <= 100:
        raise bad("message identifiers are not specified")
    for number in numbers:
        record = chat.records.get(int(number))
        if record is not None and not record.deleted and _deletable(world, chat, record.message):
            world.remove(chat, record)
    return True


def _deletable(world: World, chat: Chat, message: Json) -> bool:
    """Within 48 hours; others' messages with the right to, in a private chat everybody's."""
    if world.date() - message["date"] > DELETE_SECONDS:
        return False
    mine = message.get("from", {}).get("id") == world.bot_id
    bot = chat.member(world.bot_id)
    if chat.kind == "channel":
        return bot.may("can_delete_messages") or bot.may("can_post_messages")
    return mine or chat.private or bot.may("can_delete_messages")


def pin_chat_message(world: World, call: Call) -> bool:
    chat = world.reachable(call.params.get("chat_id"))
    record = world.record(chat, call.number("message_id"), "message to pin not found")
    bot = chat.member(world.bot_id)
    right = "can_edit_messages" if chat.kind == "channel" else "can_pin_messages"
    if not chat.private and not bot.may(right):
        raise bad("not enough rights to manage pinned messages in the chat")
    chat.pinned.append(record.id)
    world.tell({"type": "pin", "chat": chat.id, "message_id": record.id})
    return True


def unpin_chat_message(world: World, call: Call) -> bool:
    chat = world.reachable(call.params.get("chat_id"))
    number = call.number("message_id") or (chat.pinned[-1] if chat.pinned else None)
    if number is None or number not in chat.pinned:
        raise bad("message to unpin not found")
    chat.pinned.remove(number)
    world.tell({"type": "pin", "chat": chat.id, "message_id": None})
    return True


def unpin_all_chat_messages(world: World, call: Call) -> bool:
    chat = world.reachable(call.params.get("chat_id"))
    chat.pinned.clear()
    world.tell({"type": "pin", "chat": chat.id, "message_id": None})
    return True


def set_message_reaction(world: World, call: Call) -> bool:
    chat = world.reachable(call.params.get("chat_id"))
    record = world.record(chat, call.number("message_id"), "message to react not found")
    reactions = call.rows("reaction") or []
    if len(reactions) > 1:
        raise bad("REACTIONS_TOO_MANY")
    if any(reaction.get("type") != "emoji" or not reaction.get("emoji") for reaction in reactions):
        raise bad("REACTION_INVALID")
    record.reactions = reactions
    world.tell({"type": "reaction", "chat": chat.id, "message_id": record.id, "reactions": reactions})
    return True
