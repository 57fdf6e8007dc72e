"""Chats of the sandbox: who is in them, their topics, their messages with every version that they had."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from .calls import Json

GENERAL = 1
ADMIN_RIGHTS = (
    "can_manage_chat", "can_delete_messages", "can_manage_video_chats", "can_restrict_members", "can_promote_members",
    "can_change_info", "can_invite_users", "can_post_stories", "can_edit_stories", "can_delete_stories",
)  # fmt: skip
GROUP_RIGHTS = ("can_pin_messages", "can_manage_topics", "can_manage_tags")
CHANNEL_RIGHTS = ("can_post_messages", "can_edit_messages", "can_manage_direct_messages")


@dataclass(slots=True)
class Member:
    """``status`` is that of ChatMember; ``rights`` holds only those that differ from the usual ones."""

    user: int
    status: str = "member"
    rights: dict[str, bool] = field(default_factory=dict)
    anonymous: bool = False

    @property
    def present(self) -> bool:
        return self.status in ("creator", "administrator", "member", "restricted")

    @property
    def admin(self) -> bool:
        return self.status in ("creator", "administrator")

    def may(self, right: str) -> bool:
        return self.status == "creator" or (self.status == "administrator" and self.rights.get(right, True))

    def face(self, user: Json, kind: str) -> Json:
        """A ChatMember object."""
        face: Json = {"status": self.status, "user": user}
        if self.status == "creator":
            face["is_anonymous"] = self.anonymous
        if self.status == "administrator":
            names = ADMIN_RIGHTS + (CHANNEL_RIGHTS if kind == "channel" else GROUP_RIGHTS)
            face |= {name: self.rights.get(name, name != "can_promote_members") for name in names}
            face |= {"can_be_edited": False, "is_anonymous": self.anonymous, "can_send_welcome_messages": False}
        if self.status == "kicked":
            face["until_date"] = 0
        return face


@dataclass(slots=True)
class Topic:
    id: int
    name: str
    icon_color: int = 7322096
    closed: bool = False
    deleted: bool = False


@dataclass(slots=True)
class Record:
    """A message as it stands, and the versions it had before."""

    message: Json
    earlier: list[Json] = field(default_factory=list)
    deleted: bool = False
    reactions: list[Json] = field(default_factory=list)

    @property
    def id(self) -> int:
        return int(self.message["message_id"])


@dataclass(slots=True)
class Chat:
    """``kind`` is the Bot API's type. In a private chat ``started`` says that the person has ever written."""

    id: int
    kind: str
    title: str = ""
    username: str = ""
    forum: bool = False
    started: bool = True
    blocked: bool = False
    deactivated: bool = False
    migrated_to: int | None = None
    members: dict[int, Member] = field(default_factory=dict)
    topics: dict[int, Topic] = field(default_factory=dict)
    records: dict[int, Record] = field(default_factory=dict)
    ephemeral: dict[int, Record] = field(default_factory=dict)
    last_message: int = 0
    last_ephemeral: int = 0
    pinned: list[int] = field(default_factory=list)
    acted_at: float = float("-inf")
    person: Json | None = None
    menu_button: Json | None = None
    _face: Json | None = None

    @property
    def private(self) -> bool:
        return self.kind == "private"

    @property
    def crowd(self) -> bool:
        """A group or a channel: paced by the minute."""
        return self.kind != "private"

    def face(self) -> Json:
        """The Chat object that stands in messages; one object for all of them, so nobody may change it."""
        if self._face is None:
            self._face = self._draw()
        return self._face

    def redraw(self) -> None:
        self._face = None

    def _draw(self) -> Json:
        face: Json = {"id": self.id, "type": self.kind}
        if self.person is not None:
            face |= {key: self.person[key] for key in ("first_name", "last_name", "username") if key in self.person}
            return face
        face["title"] = self.title
        if self.username:
            face["username"] = self.username
        if self.forum:
            face["is_forum"] = True
        return face

    def member(self, user: int) -> Member:
        """The membership of ``user``; somebody who never was here has left."""
        return self.members.get(user) or Member(user, "left")

    def admins(self) -> Iterator[Member]:
        return (member for member in self.members.values() if member.admin)

    def keep(self, record: Record, limit: int) -> None:
        """Adds a message and forgets the oldest one beyond ``limit``."""
        self.records[record.id] = record
        if len(self.records) > limit:
            del self.records[next(iter(self.records))]
