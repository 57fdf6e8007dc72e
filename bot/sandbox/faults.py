"""Troubles to order: what Telegram and the network do on a bad day, per method, chat and number of times."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum

from .calls import Call, Json
from .refusals import ApiError, bad, forbidden, migrated, too_many


class Kind(StrEnum):
    FLOOD = "flood"  # 429 with the seconds that are left
    BLOCKED = "blocked"
    DEACTIVATED = "deactivated"
    KICKED = "kicked"
    MIGRATED = "migrated"  # 400 with migrate_to_chat_id
    TOPIC_CLOSED = "topic_closed"
    THREAD_MISSING = "thread_missing"
    BAD_GATEWAY_JSON = "bad_gateway_json"
    BAD_GATEWAY_HTML = "bad_gateway_html"
    HANG = "hang"  # never accepted, never answered
    HANG_AFTER = "hang_after"  # accepted, never answered
    LOST_BEFORE = "lost_before"  # the connection breaks, nothing was accepted
    LOST_AFTER = "lost_after"  # the connection breaks, the message is there
    SLOW = "slow"  # answered after ``seconds``
    METHOD_MISSING = "method_missing"  # an older server: 404
    BAD_REQUEST = "bad_request"  # 400 with ``text``


NETWORK = frozenset({
    Kind.BAD_GATEWAY_JSON, Kind.BAD_GATEWAY_HTML, Kind.HANG, Kind.HANG_AFTER, Kind.LOST_BEFORE, Kind.LOST_AFTER,
    Kind.SLOW,
})  # fmt: skip
"""Kinds that the front end plays; the others are refusals like any."""
SENDING = "send*"
"""In ``methods``: every method that sends a message."""


@dataclass(slots=True)
class Fault:
    """``methods`` empty means all but getUpdates; ``chat`` ``None`` means all; ``left`` ``None`` means for ever."""

    id: int
    kind: Kind
    methods: frozenset[str]
    chat: int | None
    skip: int
    left: int | None
    until: float
    seconds: float
    migrate_to: int
    text: str
    hits: int = 0

    def concerns(self, call: Call, now: float) -> bool:
        name = call.method.lower()
        if now >= self.until or self.left == 0:
            return False
        if self.chat is not None and str(call.params.get("chat_id")) != str(self.chat):
            return False
        if not self.methods:
            return name != "getupdates"
        return name in self.methods or (SENDING in self.methods and _sends(name))

    def refusal(self, now: float) -> ApiError:
        match self.kind:
            case Kind.FLOOD:
                return too_many(max(1, math.ceil(self.until - now if math.isfinite(self.until) else self.seconds)))
            case Kind.BLOCKED:
                return forbidden("bot was blocked by the user")
            case Kind.DEACTIVATED:
                return forbidden("user is deactivated")
            case Kind.KICKED:
                return forbidden("bot was kicked from the supergroup chat")
            case Kind.MIGRATED:
                return migrated(self.migrate_to)
            case Kind.TOPIC_CLOSED:
                return bad("TOPIC_CLOSED")
            case Kind.THREAD_MISSING:
                return bad("message thread not found")
            case Kind.METHOD_MISSING:
                return ApiError(404, "Not Found: method not found")
        return bad(self.text)


def _sends(name: str) -> bool:
    return (name.startswith("send") and name != "sendchataction") or name in ("copymessage", "forwardmessage")


class Faults:
    """The faults that are switched on, first come, first served."""

    def __init__(self, *, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._next = 1
        self._faults: list[Fault] = []

    def add(
        self,
        kind: str,
        *,
        methods: Iterable[str] = (),
        chat: int | None = None,
        count: int | None = None,
        skip: int = 0,
        seconds: float | None = None,
        migrate_to: int = 0,
        text: str = "the sandbox refuses",
    ) -> int:
        """Switches a fault on and returns its number.

        ``methods``: names, or ``send*``; ``count``: how many requests it meets, ``skip``: how many it lets pass
        first; ``seconds``: how long it stands (for ``slow``: how late the answer is; for ``flood`` with a ``count``
        the ``retry_after``).
        """
        what = Kind(kind)
        lasting = seconds is not None and what is not Kind.SLOW and not (what is Kind.FLOOD and count is not None)
        until = self._clock() + (seconds or 0.0) if lasting else math.inf
        names = frozenset(name.lower() for name in methods)
        number, self._next = self._next, self._next + 1
        self._faults.append(Fault(number, what, names, chat, skip, count, until, seconds or 1.0, migrate_to, text))
        return number

    def clear(self, number: int | None = None) -> None:
        """Switches one fault off, or all of them."""
        self._faults = [fault for fault in self._faults if number is not None and fault.id != number]

    def hits(self, number: int) -> int:
        """How many requests met this fault; 0 when it was cleared."""
        return next((fault.hits for fault in self._faults if fault.id == number), 0)

    def standing(self) -> list[Json]:
        now = self._clock()
        return [
            {"id": fault.id, "kind": fault.kind, "chat": fault.chat, "left": fault.left, "hits": fault.hits}
            for fault in self._faults
            if fault.left != 0 and now < fault.until
        ]

    def meet(self, call: Call) -> Fault | None:
        """The fault that this request runs into, counted."""
        if not self._faults:
            return None
        now = self._clock()
        for fault in self._faults:
            if fault.concerns(call, now):
                if fault.skip:
                    fault.skip -= 1
                    continue
                fault.hits += 1
                fault.left = None if fault.left is None else fault.left - 1
                return fault
        return None

    def refuse(self, fault: Fault) -> ApiError:
        return fault.refusal(self._clock())
