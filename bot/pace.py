"""How fast messages may leave: pure bookkeeping over a monotonic clock, no waiting here.

Telegram publishes no exact limits (see the Bot FAQ, "My bot is hitting limits"): about 30 messages a second over
all chats, about 1 a second in a private chat with short bursts, 20 a minute in a group or channel. So the pace
stays below them, obeys every ``retry_after``, and after a flood wait goes on more slowly for a while
(multiplicative decrease, additive increase) until it has found the real limit.
"""

from __future__ import annotations

import math
from collections import OrderedDict, deque
from dataclasses import dataclass

from bot.models import ChatKind

PRIVATE_INTERVAL = 1.05  # seconds a message in a private chat, a little above Telegram's own
PRIVATE_BURST = 3
GROUP_WINDOW = 61.0
GROUP_LIMIT = 20
SLOWDOWN = 0.7
RECOVERY_SECONDS = 10.0  # each such stretch without a flood wait gives back a twentieth of the full rate
SLICE_SECONDS = 0.25  # of a shared budget, granted at once
JITTER_SECONDS = 0.1  # how far a send may run ahead of the ideal line; keeps 97 % and more under a busy loop


@dataclass(slots=True)
class _ChatPace:
    sent: deque[float] | None  # the last minute's sends (groups, channels); none for a private chat
    due: float = 0.0  # virtual time of the next send of the steady line (private chats)
    paused_until: float = 0.0
    used: float = 0.0


class Pace:
    """The budget of one process. All times are seconds of one monotonic clock.

    :meth:`wait` tells how long a send has to wait; when it says 0 the send is taken as started. :meth:`reply`
    counts a message that never waits. A bucket begins empty: a restart cannot burst into the old one's minute.
    """

    def __init__(self, rate: float, now: float) -> None:
        self.full_rate = rate
        self.rate = rate
        self._due = now + 1 / rate
        self._paused_until = 0.0
        self._changed = now
        self._suspects: set[int] = set()  # chats that got a flood wait nobody has cleared yet
        self._probing = False
        self._chats: OrderedDict[int, _ChatPace] = OrderedDict()

    def set_rate(self, rate: float) -> None:
        """A new full rate for everything, from now on."""
        self.full_rate = self.rate = rate

    def wait(self, chat_id: int, kind: ChatKind, now: float) -> float:
        """Seconds until a message to this chat may start; 0 takes the turn."""
        if self._suspects and self._probing:
            return 0.05
        chat = self._chat(chat_id, kind, now)
        seconds = max(self._everyone(now), self._own(chat, now))
        if seconds <= 0:
            self._use_turn(now)
            self._count(chat, now)
            self._probing = bool(self._suspects)
        return max(seconds, 0.0)

    def chat_wait(self, chat_id: int, kind: ChatKind, now: float) -> float:
        """Seconds for which this chat alone is the reason to wait."""
        return max(self._own(self._chat(chat_id, kind, now), now), 0.0)

    def reply(self, chat_id: int, kind: ChatKind, now: float) -> None:
        """A person is answered at once; the pushes make room for it afterwards."""
        self._make_room(chat_id, now)
        self._count(self._chat(chat_id, kind, now), now)

    def flood(self, chat_id: int, kind: ChatKind, retry_after: float, now: float) -> bool:
        """A 429 for one chat. Nothing tells whether it is meant for this chat or for everything, so one probe to
        another chat decides; returns whether everything is paused now."""
        chat = self._chat(chat_id, kind, now)
        chat.paused_until = max(chat.paused_until, now + retry_after)
        self._probing = False
        self._suspects.add(chat_id)
        if len(self._suspects) > 1:
            self._paused_until = max(self._paused_until, now + retry_after)
            self._slow_down(now)
            self._suspects.clear()
            return True
        return False

    def accepted(self, chat_id: int, now: float) -> None:
        """Telegram took a message: a flood wait of another chat was that chat's own."""
        if self._suspects and chat_id not in self._suspects:
            self._suspects.clear()
        self._probing = False
        self._recover(now)

    def gave_up(self) -> None:
        """A probe ended without saying anything (refused, lost)."""
        self._probing = False

    def pause(self, seconds: float, now: float) -> None:
        self._paused_until = max(self._paused_until, now + seconds)

    def paused_for(self, now: float) -> float:
        return max(0.0, self._paused_until - now)

    def _everyone(self, now: float) -> float:
        return max(self._paused_until - now, self._due - now - JITTER_SECONDS)

    def _use_turn(self, now: float) -> None:
        self._due = max(self._due, now - JITTER_SECONDS) + 1 / self.rate

    def _make_room(self, chat_id: int, now: float) -> None:
        self._use_turn(now)

    def _own(self, chat: _ChatPace, now: float) -> float:
        pause = chat.paused_until - now
        if chat.sent is None:
            return max(pause, chat.due - now - (PRIVATE_BURST - 1) * PRIVATE_INTERVAL)
        while chat.sent and chat.sent[0] <= now - GROUP_WINDOW:
            chat.sent.popleft()
        full = chat.sent[-GROUP_LIMIT] + GROUP_WINDOW - now if len(chat.sent) >= GROUP_LIMIT else 0.0
        return max(pause, full)

    def _count(self, chat: _ChatPace, now: float) -> None:
        if chat.sent is None:
            chat.due = max(chat.due, now) + PRIVATE_INTERVAL
        else:
            chat.sent.append(now)

    def _slow_down(self, now: float) -> None:
        self.rate = max(1.0, self.rate * SLOWDOWN)
        self._changed = now

    def _recover(self, now: float) -> None:
        if self.rate < self.full_rate and now - self._changed >= RECOVERY_SECONDS:
            self.rate = min(self.full_rate, self.rate + self.full_rate / 20)
            self._changed = now

    def _chat(self, chat_id: int, kind: ChatKind, now: float) -> _ChatPace:
        """What is known of a chat; those that nothing was sent to for a minute are forgotten, they are free again."""
        chat = self._chats.get(chat_id)
        if chat is None:
            chat = self._chats[chat_id] = _ChatPace(None if kind is ChatKind.PRIVATE else deque())
        self._chats.move_to_end(chat_id)
        chat.used = max(now, chat.paused_until)
        while next(iter(self._chats.values())).used < now - GROUP_WINDOW:
            self._chats.popitem(last=False)
        return chat


class SharedPace(Pace):
    """One process's share of a budget that several draw from: it may send in the turns that it was granted, and only
    then. What it used without asking (answers to people) and the pauses that it met wait here to be reported."""

    def __init__(self, rate: float, now: float) -> None:
        super().__init__(rate, now)
        self._turns: deque[float] = deque()
        self.unreported: list[int] = []  # chats that were answered
        self.met_pause = 0.0  # seconds of the longest flood wait for everybody

    def wanted(self, waiting: int, now: float) -> int:
        """How many turns to ask for now, for so many waiting messages: a slice when the last is nearly used."""
        self._forget_missed(now)
        if self._turns and self._turns[-1] - now > SLICE_SECONDS / 2:
            return 0
        return max(0, min(waiting - len(self._turns), math.ceil(self.rate * SLICE_SECONDS)))

    def grant(self, start: float, step: float, count: int) -> None:
        """``count`` turns, the first at ``start`` and one each ``step`` seconds, by this process's clock."""
        self._turns.extend(start + step * number for number in range(count))

    def flood(self, chat_id: int, kind: ChatKind, retry_after: float, now: float) -> bool:
        everything = super().flood(chat_id, kind, retry_after, now)
        if everything:
            self.met_pause = max(self.met_pause, retry_after)
            self._turns.clear()
        return everything

    def _everyone(self, now: float) -> float:
        self._forget_missed(now)
        turn = self._turns[0] - now if self._turns else SLICE_SECONDS
        return max(self._paused_until - now, turn)

    def _use_turn(self, now: float) -> None:
        self._turns.popleft()

    def _make_room(self, chat_id: int, now: float) -> None:
        self.unreported.append(chat_id)

    def _forget_missed(self, now: float) -> None:
        """A turn that was not used in time is lost: used later, it would meet those of others."""
        while self._turns and self._turns[0] < now - SLICE_SECONDS:
            self._turns.popleft()
