"""Chats made and changed by hand: people, groups, forums, channels, and what happens to the bot in them.

Everything here takes and gives plain values, since the same functions answer under ``/control/places/…``.
"""

from __future__ import annotations

from collections.abc import Sequence

from .calls import Json
from .chats import GENERAL, Chat, Member, Topic
from .informing import member_face
from .refusals import bad
from .topics import add_topic, remove_topic, service
from .world import ANONYMOUS_ADMIN, World

SUPERGROUP_OFFSET = -1_000_000_000_000


class Places:
    def __init__(self, world: World) -> None:
        self._world = world

    # --- made

    def user(
        self,
        id: int | None = None,  # noqa: A002 - Telegram's own name, also in JSON
        name: str = "Reader",
        language_code: str | None = "ru",
        *,
        last_name: str = "",
        username: str = "",
        started: bool = False,
    ) -> int:
        """A person; until ``started`` the bot cannot write first. The answer is the id, of the private chat as well."""
        number = id or 1000 + self._world.serial()
        user: Json = {"id": number, "is_bot": False, "first_name": name}
        for key, value in (("last_name", last_name), ("username", username), ("language_code", language_code)):
            if value:
                user[key] = value
        self._world.add_user(user, started=started)
        return number

    def users(self, count: int, first: int = 100_000, language_code: str = "ru") -> int:
        """``count`` people with ids from ``first`` on, all of whom have started the bot."""
        for number in range(first, first + count):
            self.user(number, f"Reader {number}", language_code, started=True)
        return count

    def group(self, title: str, *, members: Sequence[int] = (), creator: int | None = None, bot: str = "member") -> int:
        """A basic group; ``bot`` is the bot's status in it (``left`` where it is not in)."""
        return self._crowd("group", -(1000 + self._world.serial()), title, members, creator, bot)

    def supergroup(
        self,
        title: str,
        *,
        members: Sequence[int] = (),
        creator: int | None = None,
        bot: str = "member",
        username: str = "",
        topics: Sequence[str] | None = None,
    ) -> int:
        """A supergroup; with ``topics`` (a list of names, may be empty) a forum."""
        number = SUPERGROUP_OFFSET - self._world.serial()
        self._crowd("supergroup", number, title, members, creator, bot, username)
        if topics is not None:
            chat = self._world.chats[number]
            chat.forum = True
            chat.redraw()
            chat.topics[GENERAL] = Topic(GENERAL, "General")
            author = self._world.users[creator or (members[0] if members else self._world.bot_id)]
            for name in topics:
                add_topic(self._world, chat, name, 7322096, author)
        return number

    def channel(
        self,
        title: str,
        *,
        username: str = "",
        creator: int | None = None,
        bot: str = "left",
        members: Sequence[int] = (),
    ) -> int:
        number = SUPERGROUP_OFFSET - self._world.serial()
        return self._crowd("channel", number, title, members, creator, bot, username)

    def _crowd(
        self,
        kind: str,
        number: int,
        title: str,
        members: Sequence[int],
        creator: int | None,
        bot: str,
        username: str = "",
    ) -> int:
        chat = Chat(number, kind, title=title, username=username)
        chat.members = {user: Member(user) for user in members}
        if creator is not None:
            chat.members[creator] = Member(creator, "creator")
        self._world.add_chat(chat)
        if bot != "left":
            self.set_bot(number, bot, by=creator or (members[0] if members else None))
        return number

    def topics(self, chat: int) -> list[Json]:
        """The topics of a forum that were not deleted."""
        topics = self._world.chats[chat].topics.values()
        return [{"id": topic.id, "name": topic.name, "closed": topic.closed} for topic in topics if not topic.deleted]

    # --- changed

    def set_member(
        self,
        chat: int,
        user: int,
        status: str = "member",
        *,
        rights: dict[str, bool] | None = None,
        anonymous: bool = False,
    ) -> None:
        """Makes ``user`` a member, an administrator, … of ``chat``; the bot itself through ``set_bot``."""
        place = self._world.chats[chat]
        old = place.member(user)
        new = place.members[user] = Member(user, status, dict(rights or {}), anonymous)
        if place.member(self._world.bot_id).admin:
            self._world.updates.add("chat_member", membership(self._world, place, old, new, None))
        self._world.tell({"type": "chat", "chat": chat})

    def set_bot(self, chat: int, status: str, *, rights: dict[str, bool] | None = None, by: int | None = None) -> None:
        """Adds, promotes, restricts, kicks the bot; a ``my_chat_member`` update tells it."""
        place = self._world.chats[chat]
        old = place.member(self._world.bot_id)
        new = place.members[self._world.bot_id] = Member(self._world.bot_id, status, dict(rights or {}))
        self._tell_membership(place, old, new, by)
        if new.present and not old.present and place.kind != "channel":
            self._announce(place, {"new_chat_members": [self._world.bot]}, by)

    def _tell_membership(self, place: Chat, old: Member, new: Member, by: int | None) -> None:
        self._world.updates.add("my_chat_member", membership(self._world, place, old, new, by))
        self._world.tell({"type": "chat", "chat": place.id})

    def _announce(self, place: Chat, content: Json, by: int | None) -> Json:
        message = service(self._world, place, content, somebody(self._world, by))
        self._world.updates.add("message", message)
        return message

    def block(self, user: int) -> None:
        """The person blocks the bot."""
        self._set_blocked(user, blocked=True)

    def unblock(self, user: int) -> None:
        self._set_blocked(user, blocked=False)

    def _set_blocked(self, user: int, *, blocked: bool) -> None:
        set_blocked(self._world, self._world.chats[user], blocked=blocked)

    def deactivate(self, user: int) -> None:
        """The person's account is gone."""
        self._world.chats[user].deactivated = True

    def kick(self, chat: int, *, by: int | None = None) -> None:
        """The bot is thrown out of a group or channel."""
        place = self._world.chats[chat]
        if place.kind != "channel":
            self._announce(place, {"left_chat_member": self._world.bot}, by)
        self.set_bot(chat, "kicked", by=by)

    def migrate(self, chat: int) -> int:
        """A group becomes a supergroup: a new id, two service messages, two changes of membership."""
        old = self._world.chats[chat]
        if old.kind != "group":
            raise bad("only a group can become a supergroup")
        number = SUPERGROUP_OFFSET - self._world.serial()
        new = Chat(number, "supergroup", title=old.title)
        new.members = {user: Member(user, each.status, dict(each.rights)) for user, each in old.members.items()}
        self._world.add_chat(new)
        self._announce(old, {"migrate_to_chat_id": number}, None)
        self._announce(new, {"migrate_from_chat_id": chat}, None)
        gone = Member(self._world.bot_id, "left")
        bot = new.member(self._world.bot_id)
        self._tell_membership(new, gone, bot, None)
        self._tell_membership(old, bot, gone, None)
        old.migrated_to = number
        self._world.tell({"type": "chat", "chat": chat})
        return number

    def add_topic(self, chat: int, name: str, *, by: int | None = None) -> int:
        place = self._world.chats[chat]
        topic = add_topic(self._world, place, name, 7322096, somebody(self._world, by))
        self._world.updates.add("message", place.records[topic.id].message)
        return topic.id

    def close_topic(self, chat: int, topic: int, *, by: int | None = None) -> None:
        self._set_closed(chat, topic, by, closed=True)

    def reopen_topic(self, chat: int, topic: int, *, by: int | None = None) -> None:
        self._set_closed(chat, topic, by, closed=False)

    def _set_closed(self, chat: int, topic: int, by: int | None, *, closed: bool) -> None:
        place = self._world.chats[chat]
        place.topics[topic].closed = closed
        name = "forum_topic_closed" if closed else "forum_topic_reopened"
        message = service(
            self._world, place, {name: {}}, somebody(self._world, by), None if topic == GENERAL else topic
        )
        self._world.updates.add("message", message)
        self._world.tell({"type": "chat", "chat": chat})

    def delete_topic(self, chat: int, topic: int) -> None:
        """Deletes a topic with its messages; Telegram tells the bot nothing."""
        place = self._world.chats[chat]
        remove_topic(self._world, place, place.topics[topic])


def somebody(world: World, user: int | None) -> Json:
    """The User object of the one who acts; an administrator who hides where nobody is named."""
    return world.users[user] if user is not None else ANONYMOUS_ADMIN


def membership(world: World, place: Chat, old: Member, new: Member, by: int | None) -> Json:
    """A ChatMemberUpdated object."""
    return {
        "chat": place.face(),
        "from": somebody(world, by),
        "date": world.date(),
        "old_chat_member": member_face(world, place, old),
        "new_chat_member": member_face(world, place, new),
    }


def set_blocked(world: World, chat: Chat, *, blocked: bool) -> None:
    """A person blocks the bot or takes that back; ``my_chat_member`` tells it."""
    if chat.blocked == blocked:
        return
    chat.blocked = blocked
    out, back = Member(world.bot_id, "kicked"), Member(world.bot_id)
    old, new = (back, out) if blocked else (out, back)
    world.updates.add("my_chat_member", membership(world, chat, old, new, chat.id))
    world.tell({"type": "chat", "chat": chat.id})
