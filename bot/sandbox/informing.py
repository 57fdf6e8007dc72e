"""Methods that tell about chats and their members, and that leave them."""

from __future__ import annotations

from .calls import Call, Json
from .chats import Chat, Member
from .refusals import bad
from .world import World

_PERMISSIONS = (
    "can_send_messages", "can_send_audios", "can_send_documents", "can_send_photos", "can_send_videos",
    "can_send_video_notes", "can_send_voice_notes", "can_send_polls", "can_send_other_messages",
    "can_add_web_page_previews", "can_change_info", "can_invite_users", "can_pin_messages", "can_manage_topics",
)  # fmt: skip
_GIFTS = ("unlimited_gifts", "limited_gifts", "unique_gifts", "premium_subscription", "gifts_from_channels")


def get_chat(world: World, call: Call) -> Json:
    chat = world.chat(call.params.get("chat_id"))
    if not chat.username or chat.private or chat.member(world.bot_id).status == "kicked":
        chat = world.reachable(chat.id)  # a public group or channel shows itself to everybody
    full: Json = chat.face() | {
        "accent_color_id": chat.id % 7,
        "max_reaction_count": 11,
        "accepted_gift_types": dict.fromkeys(_GIFTS, False),
    }
    if chat.kind in ("group", "supergroup"):
        full["permissions"] = dict.fromkeys(_PERMISSIONS, True)
    if chat.pinned:
        full["pinned_message"] = chat.records[chat.pinned[-1]].message
    return full


def get_chat_member(world: World, call: Call) -> Json:
    chat = world.reachable(call.params.get("chat_id"))
    user = world.users.get(call.need_number("user_id"))
    if user is None:
        raise bad("PARTICIPANT_ID_INVALID")
    if chat.kind == "channel" and not chat.member(world.bot_id).admin:
        raise bad("member list is inaccessible")
    return member_face(world, chat, chat.member(user["id"]))


def member_face(world: World, chat: Chat, member: Member) -> Json:
    return member.face(world.users[member.user], chat.kind)


def get_chat_administrators(world: World, call: Call) -> list[Json]:
    """The people who administer, and this bot; other bots are left out, as with Telegram."""
    chat = world.reachable(call.params.get("chat_id"))
    if chat.private:
        raise bad("there are no administrators in the private chat")
    return [member_face(world, chat, member) for member in chat.admins()]


def get_chat_member_count(world: World, call: Call) -> int:
    chat = world.reachable(call.params.get("chat_id"))
    return sum(1 for member in chat.members.values() if member.present)


def leave_chat(world: World, call: Call) -> bool:
    chat = world.reachable(call.params.get("chat_id"))
    if chat.private:
        raise bad("chat member status can't be changed in private chats")
    chat.members[world.bot_id] = Member(world.bot_id, "left")
    world.tell({"type": "chat", "chat": chat.id})
    return True


def set_chat_menu_button(world: World, call: Call) -> bool:
    button = call.record("menu_button") or {"type": "default"}
    if button.get("type") not in ("commands", "web_app", "default"):
        raise bad("MenuButton has unsupported type")
    if call.has("chat_id"):
        chat = world.reachable(call.params["chat_id"])
        if not chat.private:
            raise bad("chat is not a private chat")
        chat.menu_button = button
    return True


def get_chat_menu_button(world: World, call: Call) -> Json:
    chat = world.reachable(call.params["chat_id"]) if call.has("chat_id") else None
    return (chat.menu_button if chat else None) or {"type": "commands"}


def get_file(world: World, call: Call) -> Json:
    stored = world.files.by_id(call.text("file_id"))
    if stored is None:
        raise bad("invalid file_id")
    face: Json = {"file_id": stored.id, "file_unique_id": stored.unique, "file_size": len(stored.data)}
    return face | {"file_path": stored.path}


def need_right(world: World, chat: Chat, right: str, text: str) -> None:
    if not chat.member(world.bot_id).may(right):
        raise bad(f"not enough rights to {text}")
