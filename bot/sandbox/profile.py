"""What the bot says about itself: commands per scope and language, name, descriptions."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from .calls import Call, Json, truth
from .chats import Chat
from .refusals import bad
from .world import World

COMMAND_LIMIT = 100
DESCRIPTION_LENGTH = 256
LIMITS = {"name": 64, "description": 512, "short_description": 120}
_SCOPES = (
    "default", "all_private_chats", "all_group_chats", "all_chat_administrators", "chat", "chat_administrators",
    "chat_member",
)  # fmt: skip
_Key = tuple[str, int, int, str]


@dataclass(slots=True)
class Profile:
    """``commands`` by scope, chat, user and language; ``texts`` by field and language."""

    commands: dict[_Key, list[Json]] = field(default_factory=dict)
    texts: dict[tuple[str, str], str] = field(default_factory=dict)

    def set_commands(self, world: World, call: Call) -> bool:
        key = self._key(world, call)
        rows = call.rows("commands") or []
        if len(rows) > COMMAND_LIMIT:
            raise bad("too many commands specified")
        self.commands[key] = [_command(row) for row in rows]
        world.tell({"type": "commands"})
        return True

    def get_commands(self, world: World, call: Call) -> list[Json]:
        return self.commands.get(self._key(world, call), [])

    def delete_commands(self, world: World, call: Call) -> bool:
        self.commands.pop(self._key(world, call), None)
        world.tell({"type": "commands"})
        return True

    def _key(self, world: World, call: Call) -> _Key:
        scope = call.record("scope") or {"type": "default"}
        kind = scope.get("type")
        if kind not in _SCOPES:
            raise bad("can't parse BotCommandScope: unsupported type specified")
        chat = user = 0
        if kind.startswith("chat"):
            chat = world.reachable(scope.get("chat_id")).id
        if kind == "chat_member":
            user = int(scope.get("user_id") or 0)
        return kind, chat, user, _language(call)

    def set_text(self, name: str, call: Call) -> bool:
        text = call.text(name)
        if len(text) > LIMITS[name]:
            raise bad(f"bot {name.replace('_', ' ')} is too long")
        self.texts[name, _language(call)] = text
        return True

    def get_text(self, name: str, call: Call, default: str = "") -> Json:
        return {name: self.texts.get((name, _language(call)), default)}

    def shown(self, chat: Chat, user: int, language: str) -> list[Json]:
        """The commands that ``user`` sees in ``chat``: the narrowest scope that has any wins, his language first."""
        admin = not chat.private and chat.member(user).admin
        scopes = [("chat_member", chat.id, user)]
        scopes += [("chat_administrators", chat.id, 0)] if admin else []
        scopes += [("chat", chat.id, 0)]
        scopes += [("all_chat_administrators", 0, 0)] if admin else []
        scopes += [("all_private_chats" if chat.private else "all_group_chats", 0, 0), ("default", 0, 0)]
        for scope, chat_id, user_id in scopes:
            for code in (language, ""):
                found = self.commands.get((scope, chat_id, user_id, code))
                if found:
                    return found
        return []


def _language(call: Call) -> str:
    code = call.text("language_code")
    if code and not re.fullmatch(r"[a-z]{2}", code):
        raise bad("invalid language code specified")
    return code


def _command(row: Json) -> Json:
    name, description = str(row.get("command") or "").removeprefix("/"), str(row.get("description") or "").strip()
    if not name:
        raise bad("can't parse BotCommand: command must be non-empty")
    if not re.fullmatch(r"[a-z0-9_]{1,32}", name):
        raise bad("BOT_COMMAND_INVALID")
    if not 1 <= len(description) <= DESCRIPTION_LENGTH:
        raise bad("BOT_COMMAND_DESCRIPTION_INVALID")
    return {"command": name, "description": description} | (
        {"is_ephemeral": True} if truth(row.get("is_ephemeral")) else {}
    )
