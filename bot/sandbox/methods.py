"""The Bot API's methods by name; an unknown one is 404 as with Telegram. Names are not case-sensitive."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

from . import editing, ephemeral, informing, sending, topics
from .calls import Call, Json
from .profile import LIMITS, Profile
from .queries import Queries, answer_callback_query, answer_inline_query
from .refusals import ApiError
from .rich import send_rich_message
from .world import World

Method = Callable[[Call], Any]
_Plain = Callable[[World, Call], Any]

_SENDING: dict[str, _Plain] = {
    "sendMessage": sending.send_message,
    "sendPhoto": sending.send_photo,
    "sendDocument": sending.send_document,
    "sendMediaGroup": sending.send_media_group,
    "sendLocation": sending.send_location,
    "sendChatAction": sending.send_chat_action,
    "sendRichMessage": send_rich_message,
    "copyMessage": sending.copy_message,
    "copyMessages": sending.copy_messages,
    "forwardMessage": sending.forward_message,
    "forwardMessages": sending.forward_messages,
}
_EDITING: dict[str, _Plain] = {
    "editMessageText": editing.edit_message_text,
    "editMessageCaption": editing.edit_message_caption,
    "editMessageMedia": editing.edit_message_media,
    "editMessageReplyMarkup": editing.edit_message_reply_markup,
    "deleteMessage": editing.delete_message,
    "deleteMessages": editing.delete_messages,
    "pinChatMessage": editing.pin_chat_message,
    "unpinChatMessage": editing.unpin_chat_message,
    "unpinAllChatMessages": editing.unpin_all_chat_messages,
    "setMessageReaction": editing.set_message_reaction,
    "editEphemeralMessageText": ephemeral.edit_ephemeral_text,
    "editEphemeralMessageCaption": ephemeral.edit_ephemeral_caption,
    "editEphemeralMessageMedia": ephemeral.edit_ephemeral_media,
    "editEphemeralMessageReplyMarkup": ephemeral.edit_ephemeral_markup,
    "deleteEphemeralMessage": ephemeral.delete_ephemeral,
}
_CHATS: dict[str, _Plain] = {
    "getChat": informing.get_chat,
    "getChatMember": informing.get_chat_member,
    "getChatAdministrators": informing.get_chat_administrators,
    "getChatMemberCount": informing.get_chat_member_count,
    "leaveChat": informing.leave_chat,
    "getFile": informing.get_file,
    "setChatMenuButton": informing.set_chat_menu_button,
    "getChatMenuButton": informing.get_chat_menu_button,
    "createForumTopic": topics.create_forum_topic,
    "editForumTopic": topics.edit_forum_topic,
    "closeForumTopic": topics.close_forum_topic,
    "reopenForumTopic": topics.reopen_forum_topic,
    "deleteForumTopic": topics.delete_forum_topic,
    "unpinAllForumTopicMessages": topics.unpin_all_forum_topic_messages,
}


class Methods:
    """The methods bound to one world."""

    def __init__(self, world: World, queries: Queries, profile: Profile) -> None:
        self._world, self._queries, self._profile = world, queries, profile
        table = self._bound() | self._about_the_bot() | self._about_updates()
        self._table = {name.lower(): method for name, method in table.items()}

    async def run(self, call: Call) -> Any:
        """The ``result`` of a call; raises ApiError."""
        method = self._table.get(call.method.lower())
        if method is None:
            raise not_found()
        result = method(call)
        return await result if isinstance(result, Awaitable) else result

    def _bound(self) -> dict[str, Method]:
        table: dict[str, Method] = {}
        for name, plain in (_SENDING | _EDITING | _CHATS).items():
            table[name] = self._sender(plain) if name in ephemeral.SENDERS else self._binder(plain)
        return table

    def _binder(self, plain: _Plain) -> Method:
        return lambda call: plain(self._world, call)

    def _sender(self, plain: _Plain) -> Method:
        def send(call: Call) -> Any:
            if ephemeral.is_ephemeral(call):
                return ephemeral.send_ephemeral(self._world, self._queries, call)
            return plain(self._world, call)

        return send

    def _about_the_bot(self) -> dict[str, Method]:
        profile, world = self._profile, self._world
        table: dict[str, Method] = {
            "getMe": lambda call: self._me(),
            "close": lambda call: True,
            "logOut": lambda call: True,
            "answerCallbackQuery": lambda call: answer_callback_query(world, self._queries, call),
            "answerInlineQuery": lambda call: answer_inline_query(world, self._queries, call),
            "setMyCommands": lambda call: profile.set_commands(world, call),
            "getMyCommands": lambda call: profile.get_commands(world, call),
            "deleteMyCommands": lambda call: profile.delete_commands(world, call),
        }
        for name in LIMITS:
            title = name.title().replace("_", "")
            table[f"setMy{title}"] = self._set_text(name)
            table[f"getMy{title}"] = self._get_text(name)
        return table

    def _set_text(self, name: str) -> Method:
        return lambda call: self._profile.set_text(name, call)

    def _get_text(self, name: str) -> Method:
        default = str(self._world.bot["first_name"]) if name == "name" else ""
        return lambda call: self._profile.get_text(name, call, default)

    def _me(self) -> Json:
        return self._world.bot | {
            "can_join_groups": True,
            "can_read_all_group_messages": False,
            "supports_inline_queries": True,
            "supports_guest_queries": False,
            "can_connect_to_business": False,
            "has_main_web_app": False,
            "has_topics_enabled": self._world.private_topics,
            "allows_users_to_create_topics": self._world.private_topics,
            "can_manage_bots": False,
        }

    def _about_updates(self) -> dict[str, Method]:
        updates = self._world.updates
        return {
            "getUpdates": updates.poll,
            "setWebhook": updates.set_webhook,
            "deleteWebhook": updates.delete_webhook,
            "getWebhookInfo": lambda call: updates.webhook_info(),
        }


def not_found() -> ApiError:
    return ApiError(404, "Not Found: method not found")
