"""The way that every sent message takes: where to, at what pace, in reply to what, as which Message object."""

from __future__ import annotations

from dataclasses import dataclass

from .calls import Call, Json
from .chats import GENERAL, Chat, Record
from .flood import ANSWER_SECONDS
from .keyboards import read_markup
from .refusals import bad
from .world import World


@dataclass(slots=True)
class Draft:
    """A message that was checked and may go: ``base`` holds the fields that all kinds of content share."""

    chat: Chat
    base: Json
    paid: bool
    ephemeral: Json | None = None


def open_draft(world: World, call: Call, right: str = "can_send_messages") -> Draft:
    """Everything about a message but its content: chat, rights, topic, reply, keyboard. Raises the refusals."""
    chat = world.writable(call.params.get("chat_id"), right)
    thread = _thread(world, chat, call.number("message_thread_id"))
    base: Json = {"message_id": 0, "date": world.date(), "chat": chat.face()}
    if chat.kind == "channel":
        base["sender_chat"] = chat.face()
    else:
        base["from"] = world.bot
    if thread is not None:
        base |= {"message_thread_id": thread, "is_topic_message": True}
    reply = _reply(world, chat, call)
    if reply is not None:
        base["reply_to_message"] = {key: value for key, value in reply.message.items() if key != "reply_to_message"}
    markup = read_markup(call, private=chat.private)
    if markup is not None:
        base["reply_markup"] = markup
    if call.flag("protect_content"):
        base["has_protected_content"] = True
    if call.flag("disable_notification"):
        base["silent"] = True
    return Draft(chat, base, call.flag("allow_paid_broadcast"))


def _thread(world: World, chat: Chat, thread: int | None) -> int | None:
    """The topic to post to; closed topics take posts only from those who manage topics."""
    if thread is None or thread == 0:
        general = chat.topics.get(GENERAL)
        if general is not None and general.closed and not chat.member(world.bot_id).may("can_manage_topics"):
            raise bad("TOPIC_CLOSED")
        return None
    topic = chat.topics.get(thread)
    if topic is None or topic.deleted or thread == GENERAL:
        raise bad("message thread not found")
    if topic.closed and not chat.member(world.bot_id).may("can_manage_topics"):
        raise bad("TOPIC_CLOSED")
    return thread


def _reply(world: World, chat: Chat, call: Call) -> Record | None:
    asked = call.record("reply_parameters") or {}
    number = asked.get("message_id") or call.number("reply_to_message_id")
    if not number:
        return None
    lenient = bool(asked.get("allow_sending_without_reply")) or call.flag("allow_sending_without_reply")
    where = world.chat(asked["chat_id"]) if asked.get("chat_id") else chat
    record = where.records.get(int(number))
    if record is not None and not record.deleted:
        return record
    if lenient:
        return None
    raise bad("message to be replied not found")


def pay(world: World, draft: Draft, cost: int = 1) -> None:
    """Counts the message against the pace; raises 429."""
    chat = draft.chat
    answer = chat.private and world.clock() - chat.acted_at <= ANSWER_SECONDS
    world.flood.admit(chat.id, crowd=chat.crowd, answer=answer, paid=draft.paid, cost=cost)


def publish(world: World, draft: Draft, content: Json) -> Json:
    """Gives the message its id, stores it, and returns the Message object that the caller sees."""
    message = draft.base | content
    message["message_id"] = world.next_message_id(draft.chat)
    world.post(draft.chat, message)
    return visible(message)


def visible(message: Json) -> Json:
    """The Message object as the API shows it: without what only the page needs, without reply keyboards."""
    markup = message.get("reply_markup")
    hide_markup = markup is not None and "inline_keyboard" not in markup
    if "silent" not in message and not hide_markup and "preview" not in message:
        return message
    hidden = {"silent", "preview"} | ({"reply_markup"} if hide_markup else set())
    return {key: value for key, value in message.items() if key not in hidden}
