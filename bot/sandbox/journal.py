"""What was asked of the sandbox and how it ended: counts always, single requests when switched on."""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Callable
from dataclasses import dataclass

from .calls import Call, Json

LONGEST = 200_000


@dataclass(frozen=True, slots=True)
class Request:
    """``at`` is in seconds of the sandbox's clock; ``outcome`` is ``ok``, a status with its text, or a fault."""

    at: float
    method: str
    chat: str
    outcome: str


class Journal:
    def __init__(self, *, clock: Callable[[], float], detailed: bool = True) -> None:
        self._clock = clock
        self.detailed = detailed
        self.counts: Counter[tuple[str, str]] = Counter()
        self.requests: deque[Request] = deque(maxlen=LONGEST)

    def write(self, call: Call, outcome: str) -> None:
        self.counts[call.method, outcome.split(":", 1)[0]] += 1
        if self.detailed and call.method.lower() != "getupdates":
            self.requests.append(Request(self._clock(), call.method, str(call.params.get("chat_id", "")), outcome))

    def detail(self, on: bool) -> None:
        """Whether single requests are remembered; a benchmark switches that off."""
        self.detailed = on

    def clear(self) -> None:
        self.counts.clear()
        self.requests.clear()

    def totals(self) -> Json:
        """``{method: {outcome: number}}``."""
        totals: dict[str, dict[str, int]] = {}
        for (method, outcome), number in sorted(self.counts.items()):
            totals.setdefault(method, {})[outcome] = number
        return totals

    def list(self, method: str | None = None, chat: int | None = None) -> list[Json]:
        return [
            {"at": entry.at, "method": entry.method, "chat": entry.chat, "outcome": entry.outcome}
            for entry in self.requests
            if (method is None or entry.method.lower() == method.lower()) and (chat is None or entry.chat == str(chat))
        ]
