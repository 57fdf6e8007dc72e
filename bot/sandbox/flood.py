"""The pace that the sandbox allows, at least as strict as what is known of Telegram's.

- All chats together: 30 messages a second with a burst of 30. A message to a private chat within 2 seconds of that
  person's own message or tap is an answer, and answers are not what that limit is about: it neither counts nor waits.
- One private chat: 1 a second with a burst of 5; every action of the person pays for one more answer, within the burst.
- One group or channel: 20 in any sliding minute.
- Every item of an album counts. Edits are counted apart and leniently: 5 a second with a burst of 30 in one chat.
- A refusal starts a penalty of 3 s, doubled with each refusal in the last minute up to 48 s; each request during a
  penalty makes it a second longer. Somebody who waits for ``retry_after`` is let in again.
- ``allow_paid_broadcast`` moves a message from the 30 to a bucket of 1,000 a second and costs 0.1 Star.
"""

from __future__ import annotations

import math
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field

from .refusals import too_many

ANSWER_SECONDS = 2.0
FIRST_PENALTY = 3.0
LONGEST_PENALTY = 300.0
STARS_PER_MESSAGE = 0.1
EVERYBODY = 0
"""The key of the penalty that concerns all chats."""


@dataclass(slots=True)
class Bucket:
    """``rate`` tokens a second, never more than ``burst``."""

    rate: float
    burst: float
    level: float
    at: float

    def missing(self, cost: float, now: float) -> float:
        """Seconds until ``cost`` tokens are there."""
        self.level = min(self.burst, self.level + (now - self.at) * self.rate)
        self.at = now
        return 0.0 if self.level + 1e-9 >= cost else (min(cost, self.burst) - self.level) / self.rate

    def take(self, cost: float) -> None:
        self.level -= cost


@dataclass(slots=True)
class Window:
    """``limit`` messages in any ``seconds``."""

    limit: int
    seconds: float
    times: deque[float] = field(default_factory=deque)

    def missing(self, cost: float, now: float) -> float:
        while self.times and self.times[0] <= now - self.seconds:
            self.times.popleft()
        over = len(self.times) + int(cost) - self.limit
        return self.times[min(over, len(self.times)) - 1] + self.seconds - now if over > 0 and self.times else 0.0

    def take(self, now: float, cost: float) -> None:
        self.times.extend([now] * int(cost))


@dataclass(slots=True)
class Penalty:
    until: float = float("-inf")
    strikes: int = 0
    last: float = float("-inf")


@dataclass(slots=True)
class FloodStatistics:
    """``refused``: answers 429; ``hammered``: those of them that came during a penalty; ``paid`` messages."""

    refused: int = 0
    hammered: int = 0
    admitted: int = 0
    paid: int = 0
    stars: float = 0.0


class Flood:
    def __init__(self, *, clock: Callable[[], float], enabled: bool = True) -> None:
        self._clock = clock
        self.enabled = enabled
        self.reset()

    def reset(self) -> None:
        """Forgets all that was counted, and every penalty."""
        now = self._clock()
        self.statistics = FloodStatistics()
        self._all = Bucket(30.0, 30.0, 30.0, now)
        self._paid = Bucket(1000.0, 1000.0, 1000.0, now)
        self._private: dict[int, Bucket] = {}
        self._crowds: dict[int, Window] = {}
        self._edits: dict[int, Bucket] = {}
        self._penalties: dict[int, Penalty] = {}

    def report(self) -> FloodStatistics:
        """What was counted since the start or the last ``reset``."""
        return self.statistics

    def enable(self, on: bool) -> None:
        self.enabled = on

    def acted(self, chat: int) -> None:
        """A person did something in the private chat: one more answer is paid for."""
        bucket = self._private.get(chat)
        if bucket is not None:
            bucket.level = min(bucket.burst, bucket.level + 1)

    def admit(self, chat: int, *, crowd: bool, answer: bool, paid: bool, cost: int = 1) -> None:
        """Lets ``cost`` messages through to ``chat`` or raises 429; ``answer`` is a reply to a person's own action."""
        if not self.enabled:
            self._count(cost, paid=paid)
            return
        now = self._clock()
        self._check_penalties(chat, now)
        if not answer:
            self._check(EVERYBODY, (self._paid if paid else self._all).missing(cost, now), now)
        self._check(chat, self._of_chat(chat, crowd, now).missing(cost, now), now)
        if not answer:
            (self._paid if paid else self._all).take(cost)
        self._take_in_chat(chat, crowd, cost, now)
        self._count(cost, paid=paid)

    def admit_edit(self, chat: int) -> None:
        if not self.enabled:
            return
        now = self._clock()
        self._check_penalties(chat, now)
        bucket = self._edits.setdefault(chat, Bucket(5.0, 30.0, 30.0, now))
        self._check(chat, bucket.missing(1, now), now)
        bucket.take(1)

    def refuse_for(self, chat: int, seconds: float) -> None:
        """Starts a penalty by hand; ``EVERYBODY`` means all chats."""
        self._penalties.setdefault(chat, Penalty()).until = self._clock() + seconds

    def _of_chat(self, chat: int, crowd: bool, now: float) -> Bucket | Window:
        if crowd:
            return self._crowds.setdefault(chat, Window(20, 60.0))
        return self._private.setdefault(chat, Bucket(1.0, 5.0, 5.0, now))

    def _take_in_chat(self, chat: int, crowd: bool, cost: int, now: float) -> None:
        if crowd:
            self._crowds[chat].take(now, cost)
        else:
            self._private[chat].take(cost)

    def _count(self, cost: int, *, paid: bool) -> None:
        self.statistics.admitted += cost
        if paid:
            self.statistics.paid += cost
            self.statistics.stars += STARS_PER_MESSAGE * cost

    def _check_penalties(self, chat: int, now: float) -> None:
        for key in (EVERYBODY, chat):
            penalty = self._penalties.get(key)
            if penalty is not None and penalty.until > now:
                penalty.until = min(penalty.until + 1.0, now + LONGEST_PENALTY)
                self.statistics.hammered += 1
                self._refuse(penalty, now)

    def _check(self, key: int, missing: float, now: float) -> None:
        if missing <= 0:
            return
        penalty = self._penalties.setdefault(key, Penalty())
        penalty.strikes = penalty.strikes + 1 if now - penalty.last < 60 else 1
        penalty.last = now
        penalty.until = now + max(missing, FIRST_PENALTY * 2 ** min(penalty.strikes - 1, 4))
        self._refuse(penalty, now)

    def _refuse(self, penalty: Penalty, now: float) -> None:
        self.statistics.refused += 1
        raise too_many(max(1, math.ceil(penalty.until - now)))
