"""Methods that send: text, pictures, files, albums, places, copies."""

from __future__ import annotations

import asyncio

from .calls import Call, Json
from .chats import Record
from .markup import CAPTION_LIMIT, TEXT_LIMIT, read_formatted, read_text
from .posting import open_draft, pay, publish
from .refusals import bad
from .world import World

ALBUM_LIMITS = (2, 10)
CHAT_ACTIONS = frozenset({
    "typing", "upload_photo", "record_video", "upload_video", "record_voice", "upload_voice", "upload_document",
    "choose_sticker", "find_location", "record_video_note", "upload_video_note",
})  # fmt: skip


def text_content(call: Call) -> Json:
    """The content of ``sendMessage``, ``editMessageText`` and inline text results."""
    formatted = read_text(call, "text", "entities", TEXT_LIMIT, what="message")
    content: Json = {"text": formatted.text}
    if formatted.entities:
        content["entities"] = formatted.entities
    preview = call.record("link_preview_options")
    if preview is not None:
        content["link_preview_options"] = preview
    elif call.flag("disable_web_page_preview"):
        content["link_preview_options"] = {"is_disabled": True}
    return content


def caption_content(call: Call) -> Json:
    formatted = read_text(call, "caption", "caption_entities", CAPTION_LIMIT, what="message caption")
    content: Json = {}
    if formatted.text:
        content["caption"] = formatted.text
    if formatted.entities:
        content["caption_entities"] = formatted.entities
    if call.flag("show_caption_above_media"):
        content["show_caption_above_media"] = True
    return content


async def media_content(world: World, call: Call, kind: str, reference: object) -> Json:
    """A photo or a document with its caption."""
    content = caption_content(call)
    stored = await world.files.read(call, reference, kind)
    content[kind] = [stored.face()] if kind == "photo" else stored.face()
    if kind == "photo" and call.flag("has_spoiler"):
        content["has_media_spoiler"] = True
    return content


def send_message(world: World, call: Call) -> Json:
    draft = open_draft(world, call)
    content = text_content(call)
    pay(world, draft)
    return publish(world, draft, content)


async def send_photo(world: World, call: Call) -> Json:
    draft = open_draft(world, call, "can_send_photos")
    content = await media_content(world, call, "photo", _reference(call, "photo"))
    pay(world, draft)
    return publish(world, draft, content)


async def send_document(world: World, call: Call) -> Json:
    draft = open_draft(world, call, "can_send_documents")
    content = await media_content(world, call, "document", _reference(call, "document"))
    pay(world, draft)
    return publish(world, draft, content)


def _reference(call: Call, kind: str) -> str:
    return call.text(kind) or (f"attach://{kind}" if kind in call.files else "")


async def send_media_group(world: World, call: Call) -> list[Json]:
    draft = open_draft(world, call, "can_send_photos")
    items = call.rows("media") or []
    if not ALBUM_LIMITS[0] <= len(items) <= ALBUM_LIMITS[1]:
        raise bad("wrong number of messages in the album: an album holds 2-10 items")
    contents = await asyncio.gather(*(album_item(world, call, item) for item in items))
    pay(world, draft, cost=len(contents))
    album = str(world.serial())
    return [publish(world, draft, content | {"media_group_id": album}) for content in contents]


async def album_item(world: World, call: Call, item: Json) -> Json:
    """One InputMedia object, of an album or of ``editMessageMedia``."""
    kind = item.get("type")
    if kind not in ("photo", "document"):
        raise bad(f"can't parse InputMedia: type '{kind}' is unsupported here")
    inner = Call(call.method, item, call.files)
    return await media_content(world, inner, kind, item.get("media"))


def send_location(world: World, call: Call) -> Json:
    draft = open_draft(world, call)
    latitude, longitude = call.decimal("latitude"), call.decimal("longitude")
    if not (-90 <= latitude <= 90 and -180 <= longitude <= 180):
        raise bad("wrong geographical coordinates specified")
    pay(world, draft)
    return publish(world, draft, {"location": {"latitude": latitude, "longitude": longitude}})


def send_chat_action(world: World, call: Call) -> bool:
    chat = world.writable(call.params.get("chat_id"))
    action = call.text("action")
    if action not in CHAT_ACTIONS:
        raise bad("wrong parameter action in request")
    world.tell({"type": "action", "chat": chat.id, "action": action, "thread": call.number("message_thread_id")})
    return True


def copy_message(world: World, call: Call) -> Json:
    draft = open_draft(world, call)
    source = _source(world, call, "message to copy not found")
    content = _contents(source)
    if "caption" in call.params and ("photo" in content or "document" in content):
        content = {key: value for key, value in content.items() if not key.startswith("caption")}
        content |= caption_content(call)
    pay(world, draft)
    return {"message_id": publish(world, draft, content)["message_id"]}


def copy_messages(world: World, call: Call) -> list[Json]:
    return [copy_message(world, one) for one in _one_by_one(call)]


def forward_message(world: World, call: Call) -> Json:
    draft = open_draft(world, call)
    source = _source(world, call, "message to forward not found")
    if source.message.get("has_protected_content"):
        raise bad("message can't be forwarded")
    pay(world, draft)
    return publish(world, draft, _contents(source) | {"forward_origin": origin_of(source.message)})


def forward_messages(world: World, call: Call) -> list[Json]:
    return [{"message_id": forward_message(world, one)["message_id"]} for one in _one_by_one(call)]


def _one_by_one(call: Call) -> list[Call]:
    numbers = call.rows("message_ids") or []
    if not 1 <= len(numbers) <= 100:
        raise bad("message identifiers are not specified")
    return [Call(call.method, call.params | {"message_id": number}, call.files) for number in numbers]


def _source(world: World, call: Call, missing: str) -> Record:
    chat = world.reachable(call.params.get("from_chat_id"))
    return world.record(chat, call.number("message_id"), missing)


_CONTENT = (
    "text", "entities", "caption", "caption_entities", "photo", "document", "location", "rich_message",
    "link_preview_options", "has_media_spoiler",
)  # fmt: skip


def _contents(record: Record) -> Json:
    content = {key: record.message[key] for key in _CONTENT if key in record.message}
    if not content:
        raise bad("message can't be copied")
    return content


def origin_of(message: Json) -> Json:
    """The MessageOrigin of a message that is forwarded."""
    if "forward_origin" in message:
        return dict(message["forward_origin"])
    date = message["date"]
    if message["chat"]["type"] == "channel":
        return {"type": "channel", "date": date, "chat": message["chat"], "message_id": message["message_id"]}
    if "sender_chat" in message:
        return {"type": "chat", "date": date, "sender_chat": message["sender_chat"]}
    return {"type": "user", "date": date, "sender_user": message["from"]}


def inline_content(content: Json) -> Json:
    """The message that an InputTextMessageContent makes; refusals as for a sent text."""
    text = read_formatted(
        str(content.get("message_text") or ""), str(content.get("parse_mode") or ""), content.get("entities"),
        limit=TEXT_LIMIT, what="message",
    )  # fmt: skip
    message: Json = {"text": text.text}
    if text.entities:
        message["entities"] = text.entities
    if isinstance(content.get("link_preview_options"), dict):
        message["link_preview_options"] = content["link_preview_options"]
    return message
