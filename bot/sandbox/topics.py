"""Forum topics: made, renamed, closed, reopened and deleted by the bot, in forums and in private chats with topics."""

from __future__ import annotations

from .calls import Call, Json
from .chats import GENERAL, Chat, Topic
from .informing import need_right
from .refusals import bad
from .world import SERVICE, World

ICON_COLORS = frozenset({7322096, 16766590, 13338331, 9367192, 16749490, 16478047})
NAME_LENGTH = 128


def create_forum_topic(world: World, call: Call) -> Json:
    chat = _forum(world, call, private_too=True)
    name = _name(call)
    color = call.number("icon_color") or 7322096
    if color not in ICON_COLORS:
        raise bad("wrong color specified")
    world.flood.admit(chat.id, crowd=chat.crowd, answer=chat.private, paid=False)
    topic = add_topic(world, chat, name, color, world.bot)
    return {"message_thread_id": topic.id, "name": name, "icon_color": color}


def add_topic(world: World, chat: Chat, name: str, color: int, author: Json) -> Topic:
    """A new topic; its id is that of the service message that tells of it."""
    made = service(world, chat, {"forum_topic_created": {"name": name, "icon_color": color}}, author)
    topic = chat.topics[made["message_id"]] = Topic(made["message_id"], name, color)
    made |= {"message_thread_id": topic.id, "is_topic_message": True}
    world.tell({"type": "chat", "chat": chat.id})
    return topic


def service(world: World, chat: Chat, content: Json, author: Json, thread: int | None = None) -> Json:
    """Posts a service message; the answer is the message itself."""
    message: Json = {"message_id": world.next_message_id(chat), "date": world.date(), "chat": chat.face()}
    if chat.kind == "channel":
        message["sender_chat"] = chat.face()
    else:
        message["from"] = author or SERVICE
    if thread is not None:
        message |= {"message_thread_id": thread, "is_topic_message": True}
    message |= content
    world.post(chat, message)
    return message


def edit_forum_topic(world: World, call: Call) -> bool:
    chat = _forum(world, call, private_too=True)
    topic = _topic(chat, call)
    if call.has("name"):
        name = _name(call)
        if name == topic.name:
            raise bad("TOPIC_NOT_MODIFIED")
        topic.name = name
        service(world, chat, {"forum_topic_edited": {"name": name}}, world.bot, topic.id)
    world.tell({"type": "chat", "chat": chat.id})
    return True


def close_forum_topic(world: World, call: Call) -> bool:
    return _set_closed(world, call, closed=True)


def reopen_forum_topic(world: World, call: Call) -> bool:
    return _set_closed(world, call, closed=False)


def _set_closed(world: World, call: Call, *, closed: bool) -> bool:
    chat = _forum(world, call, private_too=False)
    topic = _topic(chat, call)
    if topic.closed == closed:
        raise bad("TOPIC_NOT_MODIFIED")
    topic.closed = closed
    service(world, chat, {"forum_topic_closed" if closed else "forum_topic_reopened": {}}, world.bot, topic.id)
    world.tell({"type": "chat", "chat": chat.id})
    return True


def delete_forum_topic(world: World, call: Call) -> bool:
    chat = _forum(world, call, private_too=True)
    if not chat.private:
        need_right(world, chat, "can_delete_messages", "delete a topic")
    remove_topic(world, chat, _topic(chat, call))
    return True


def remove_topic(world: World, chat: Chat, topic: Topic) -> None:
    """Deletes a topic with all that stands in it."""
    topic.deleted = True
    for record in chat.records.values():
        if record.message.get("message_thread_id") == topic.id:
            record.deleted = True
    world.tell({"type": "chat", "chat": chat.id})


def unpin_all_forum_topic_messages(world: World, call: Call) -> bool:
    chat = _forum(world, call, private_too=True)
    topic = _topic(chat, call)
    inside = {record.id for record in chat.records.values() if record.message.get("message_thread_id") == topic.id}
    chat.pinned = [number for number in chat.pinned if number not in inside]
    return True


def _forum(world: World, call: Call, *, private_too: bool) -> Chat:
    chat = world.reachable(call.params.get("chat_id"))
    if chat.private:
        if not private_too:
            raise bad("the chat is not a supergroup forum")
        if not world.private_topics:
            raise bad("the chat is not a forum")
        return chat
    if not chat.forum:
        raise bad("the chat is not a forum")
    need_right(world, chat, "can_manage_topics", "manage topics")
    return chat


def _topic(chat: Chat, call: Call) -> Topic:
    topic = chat.topics.get(call.need_number("message_thread_id"))
    if topic is None or topic.deleted or topic.id == GENERAL:
        raise bad("TOPIC_ID_INVALID")
    return topic


def _name(call: Call) -> str:
    name = call.text("name").strip()
    if not name:
        raise bad("TOPIC_TITLE_EMPTY")
    if len(name) > NAME_LENGTH:
        raise bad("topic name is too long")
    return name
