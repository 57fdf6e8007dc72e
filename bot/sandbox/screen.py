"""The chat page: its static files, what it asks for, and the stream of events that keeps it current."""

from __future__ import annotations

import asyncio
import copy
import json
from collections import deque
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from importlib import resources

from aiohttp import web

from .calls import Json
from .chats import Chat, Record
from .editing import same
from .people import People
from .previews import Previews
from .profile import Profile
from .refusals import bad
from .world import World

KEPT_EVENTS = 200
PING_SECONDS = 15.0
_TYPES = {
    ".html": "text/html", ".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml",
}  # fmt: skip
_SECURITY = {
    "Content-Security-Policy": "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'self'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-cache",
}


Words = str | dict[str, str]
"""A text of the demo: one for all, or by language (``ru``, ``kk``, ``en``)."""


@dataclass(frozen=True, slots=True)
class Action:
    """A button of the demo panel. ``fields`` are asked first, ``{"name", "label", "kind"?, "placeholder"?, "value"?}``
    each (``kind`` is ``text``, ``url``, ``number`` or ``textarea``), and given to the callback by name. ``icon`` is a
    shape of ``page/dom.js``."""

    id: str
    label: dict[str, str]
    callback: Callable[..., Awaitable[Words | None]]
    fields: tuple[Json, ...] = ()
    icon: str = ""


class Screen:
    """The page sees the chats of one persona at a time; a persona is a person whom the demo introduced."""

    def __init__(self, world: World, people: People, profile: Profile) -> None:
        self._world, self._people, self._profile = world, people, profile
        self._previews = Previews(world.files)
        self._personas: list[Json] = []
        self._actions: dict[str, Action] = {}
        self._log: deque[Json] = deque(maxlen=KEPT_EVENTS)
        self._streams: set[asyncio.Queue[Json | None]] = set()
        self._stop_listening = world.listen(self._pass_on)

    def close(self) -> None:
        """Ends every stream, for good."""
        self._stop_listening()
        self.drop_streams()

    def drop_streams(self) -> None:
        """Ends every stream; a page that lives comes back by itself."""
        for queue in self._streams:
            queue.put_nowait(None)

    # --- what the demo sets up

    def persona(self, user: int, role: dict[str, str] | None = None) -> None:
        """Offers ``user`` in the switch of the page; ``role`` is a line about him, by language."""
        self._personas = [known for known in self._personas if known["user"] != user]
        self._personas.append({"user": user, "role": role or {}})
        self._send({"type": "personas"})

    def add_action(self, action: Action) -> None:
        self._actions[action.id] = action
        self._send({"type": "actions"})

    def add_event(self, text: Words, detail: Words = "", *, id: str = "", steps: Json | None = None) -> None:  # noqa: A002 - as in JSON
        """A line that unfolds to ``detail``; or, with ``steps``, a flow: step → ``{"words"?, "labels"?, "people"?,
        "languages"?}``, of the steps that ``page/ways.js`` knows. An event with the ``id`` of an earlier one takes
        its place."""
        event: Json = {"type": "log", "at": self._world.now(), "text": text, "detail": detail}
        if id:
            event |= {"id": id, "steps": copy.deepcopy(steps or {})}
        place = next((n for n, known in enumerate(self._log) if id and known.get("id") == id), None)
        if place is None:
            self._log.append(event)
        else:
            event["at"] = self._log[place]["at"]
            self._log[place] = event
        self._send(event)

    # --- what the page asks (also under /control/screen/)

    async def run_action(self, id: str, values: Json | None = None) -> Words | None:  # noqa: A002 - as in JSON
        action = self._actions.get(id)
        if action is None:
            raise bad(f"there is no action '{id}'")
        return await action.callback(**(values or {}))

    def overview(self) -> Json:
        """People to be, buttons of the demo panel, what happened so far, the bot."""
        return {
            "bot": self._world.bot,
            "personas": [self._persona(known) for known in self._personas] or self._everybody(),
            "actions": [
                {"id": action.id, "label": action.label, "fields": action.fields, "icon": action.icon}
                for action in self._actions.values()
            ],
            "log": list(self._log),
            "now": self._world.now(),
        }

    def _persona(self, known: Json) -> Json:
        return {"user": self._world.users[known["user"]], "role": known["role"]}

    def _everybody(self) -> list[Json]:
        users = (user for user in self._world.users.values() if not user.get("is_bot"))
        return [{"user": user, "role": {}} for user, _ in zip(users, range(20), strict=False)]

    def chats(self, user: int) -> list[Json]:
        """The chats that ``user`` is in: the one with the bot on top, then the newest first."""
        own = [chat for chat in self._world.chats.values() if self._sees(chat, user)]
        own.sort(key=lambda chat: (chat.private, _newest(chat)), reverse=True)
        return [self._chat(chat, user) for chat in own]

    def _sees(self, chat: Chat, user: int) -> bool:
        if chat.migrated_to is not None:
            return False
        return chat.id == user if chat.private else chat.member(user).present

    def _chat(self, chat: Chat, user: int) -> Json:
        topics = [
            {"id": topic.id, "name": topic.name, "closed": topic.closed}
            for topic in chat.topics.values()
            if not topic.deleted
        ]
        member = chat.member(user)
        return {
            "id": chat.id,
            "kind": chat.kind,
            "title": self._world.bot["first_name"] if chat.private else chat.title,
            "forum": chat.forum,
            "topics": topics,
            "members": sum(1 for member in chat.members.values() if member.present),
            "may_write": chat.kind != "channel" or member.may("can_post_messages"),
            "started": bool(chat.records),
            "blocked": chat.blocked,
            "menu_button": chat.menu_button or {"type": "commands"},
            "pinned": chat.pinned[-1] if chat.pinned else None,
            "last": self._last(chat, user),
        }

    def _last(self, chat: Chat, user: int) -> Json | None:
        for record in reversed(chat.records.values()):
            if not record.deleted:
                return self._shown(record)
        return None

    def messages(self, chat: int, user: int, before: int = 0, limit: int = 100) -> list[Json]:
        """The last ``limit`` messages that still stand (older than ``before`` where given), oldest first."""
        place = self._world.chats[chat]
        if not self._sees(place, user):
            raise bad("chat not found")
        records = [record for record in place.records.values() if not record.deleted]
        if before:
            records = [record for record in records if record.id < before]
        else:
            records += self._ephemeral(place, user)
            records.sort(key=lambda record: record.message["date"])
        return [self._shown(record) for record in records[-limit:]]

    def _ephemeral(self, chat: Chat, user: int) -> list[Record]:
        return [
            record
            for record in chat.ephemeral.values()
            if user in (record.message["receiver_user"]["id"], record.message["from"]["id"])
        ]

    def _shown(self, record: Record) -> Json:
        reworded = any(not _same_words(earlier, record.message) for earlier in record.earlier)
        extra: Json = {"edited": True} if reworded else {}
        if record.reactions:
            extra["reactions"] = [reaction.get("emoji") for reaction in record.reactions]
        return record.message | extra

    def commands(self, chat: int, user: int) -> list[Json]:
        """The command menu as this person sees it in this chat."""
        language = str(self._world.users[user].get("language_code", ""))[:2]
        return self._profile.shown(self._world.chats[chat], user, language)

    def about(self, user: int) -> str:
        """The bot's description in this person's language: what stands in an empty chat."""
        language = str(self._world.users[user].get("language_code", ""))[:2]
        texts = self._profile.texts
        return texts.get(("description", language)) or texts.get(("description", ""), "")

    async def tap(self, user: int, chat: int, message_id: int, data: str, ephemeral: int = 0) -> Json:
        """A tap on a button of the page."""
        place = self._world.chats[chat]
        record = place.ephemeral.get(ephemeral) if ephemeral else place.records.get(message_id)
        if record is None or record.deleted:
            raise bad("message not found")
        return await self._people.tap(user, chat, record, data, timeout=15.0)

    async def preview(self, address: str) -> Json:
        """What the preview of a link shows (see `previews`)."""
        return await self._previews.show(address)

    # --- HTTP

    async def serve(self, request: web.BaseRequest) -> web.StreamResponse:
        """Static files, pictures, and ``/events``."""
        if request.path == "/events":
            return await self._stream(request)
        if request.path.startswith("/media/"):
            return self._media(request.path.removeprefix("/media/"))
        return _static(request.path.strip("/") or "index.html")

    def _media(self, file_id: str) -> web.Response:
        stored = self._world.files.by_id(file_id)
        if stored is None:
            return web.Response(status=404)
        headers = {"X-Content-Type-Options": "nosniff", "Content-Security-Policy": "default-src 'none'; sandbox"}
        if stored.kind != "photo":
            headers["Content-Disposition"] = "attachment"
            return web.Response(body=stored.data, content_type="application/octet-stream", headers=headers)
        return web.Response(body=stored.data, content_type=_picture_type(stored.data), headers=headers)

    async def _stream(self, request: web.BaseRequest) -> web.StreamResponse:
        response = web.StreamResponse(headers={"Content-Type": "text/event-stream", "Cache-Control": "no-cache"})
        await response.prepare(request)
        queue: asyncio.Queue[Json | None] = asyncio.Queue()
        self._streams.add(queue)
        try:
            await response.write(b"retry: 1000\n\n")
            while (event := await _next(queue)) is not None:
                text = json.dumps(event, ensure_ascii=False) if event else ""
                await response.write(f"data: {text}\n\n".encode() if text else b": still here\n\n")
        except ConnectionResetError:
            pass
        finally:
            self._streams.discard(queue)
        return response

    def _pass_on(self, event: Json) -> None:
        if not self._streams:
            return
        if event["type"] in ("message", "edit") and "message_id" in event["message"]:
            chat = self._world.chats[event["chat"]]
            record = chat.records.get(event["message"]["message_id"])
            if record is not None:
                event = event | {"message": self._shown(record)}
        self._send(event)

    def _send(self, event: Json) -> None:
        for queue in self._streams:
            queue.put_nowait(event)


async def _next(queue: asyncio.Queue[Json | None]) -> Json | None:
    """The next event, an empty one when it is time for a sign of life, ``None`` at the end."""
    try:
        return await asyncio.wait_for(queue.get(), PING_SECONDS)
    except TimeoutError:
        return {}


def _newest(chat: Chat) -> tuple[int, int]:
    last = next(reversed(chat.records.values()), None)
    return (last.message["date"], last.id) if last is not None else (0, 0)


def _same_words(one: Json, other: Json) -> bool:
    """A new keyboard alone is no edit that a reader is told of."""
    return same({**one, "reply_markup": None}, {**other, "reply_markup": None})


def _static(name: str) -> web.Response:
    suffix = name[name.rfind(".") :] if "." in name else ""
    file = resources.files(__package__) / "page" / name
    if suffix not in _TYPES or "/" in name or not file.is_file():
        return web.Response(status=404, headers=_SECURITY)
    return web.Response(body=file.read_bytes(), content_type=_TYPES[suffix], charset="utf-8", headers=_SECURITY)


def _picture_type(data: bytes) -> str:
    if data.startswith(b"\x89PNG"):
        return "image/png"
    if data.startswith(b"GIF8"):
        return "image/gif"
    return "image/jpeg" if data.startswith(b"\xff\xd8") else "image/webp"
