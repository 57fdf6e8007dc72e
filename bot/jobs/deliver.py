"""The outbox leaves: rows are claimed under a lease, sent as fast as the pace allows, and settled in groups.

No transaction is open during a call; one chat's trouble holds up nobody else; when the network or Telegram is
down a single probe goes out at growing intervals, and everybody else waits in the outbox, where nothing is lost.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta

import structlog

from bot.clock import Clock
from bot.delivery import SEND_TIMEOUT, Courier
from bot.errors import StoreError
from bot.jobs.purse import PAID_PER_SECOND, Purse
from bot.jobs.sharing import Allowance, is_dead
from bot.jobs.topics import tell_of_topics_gone
from bot.logs import Lasting
from bot.metrics import Metrics
from bot.models import Delivery, Flood, Migrated, Outcome, Refused, Sent, Unknown
from bot.pace import Pace
from bot.store import Store

log = structlog.get_logger()

LEASE_SECONDS = 120.0
SHARED_LEASE_SECONDS = 45.0  # others wait for what a process held that was cut off from the database
MARGIN_SECONDS = SEND_TIMEOUT + 2.0  # before the lease ends: what has begun is answered or given up by then
APART = timedelta(seconds=1.05)  # between two parts of a chat that different processes may send
CLAIM_SECONDS = 0.3
UNPAID_SECONDS = 0.5
SETTLE_SECONDS = 0.1
SUPPLY_SECONDS = 0.03
SETTLE_ROWS = 200
IDLE_SECONDS = 1.0
LONG_WAIT = 2.0  # a row whose own chat has to wait longer than this goes back, so that it blocks nobody
STOP_SECONDS = 10.0
OUTAGE_SECONDS = (1.0, 2.0, 4.0, 8.0, 15.0, 30.0, 60.0)


@dataclass(frozen=True, slots=True)
class _Claimed:
    """A part under our lease. After ``until`` (of our monotonic clock) it may be somebody else's."""

    row: Delivery
    until: float


@dataclass(slots=True)
class Throughput:
    """Sends of the last minute, for ``/status`` and metrics."""

    times: deque[float] = field(default_factory=deque)

    def add(self, now: float) -> None:
        self.times.append(now)
        self._trim(now)

    def per_second(self, now: float) -> float:
        self._trim(now)
        if len(self.times) < 2:
            return 0.0
        return len(self.times) / max(1.0, now - self.times[0])

    def _trim(self, now: float) -> None:
        while self.times and self.times[0] < now - 60:
            self.times.popleft()


class Deliverer:
    """Sends what is in the outbox until told to stop. One per process."""

    def __init__(
        self,
        store: Store,
        courier: Courier,
        pace: Pace,
        clock: Clock,
        *,
        owner: str,
        in_flight: int,
        purse: Purse | None = None,
        metrics: Metrics | None = None,
        allowance: Allowance | None = None,
    ) -> None:
        """``allowance``: where other processes send, too, this one's share of what all may."""
        self._store = store
        self._courier = courier
        self._pace = pace
        self._clock = clock
        self._owner = owner
        self._limit = in_flight
        self._purse = purse
        self._free_rate = pace.full_rate
        self._paying = False
        self._metrics = metrics
        self._allowance = allowance
        self._lease = SHARED_LEASE_SECONDS if allowance else LEASE_SECONDS
        self._waiting: deque[_Claimed] = deque()
        self._flying: set[asyncio.Task[None]] = set()
        self._results: list[tuple[int, Outcome]] = []
        self._file_ids: Mapping[str, str] = {}
        self._wake = asyncio.Event()
        self._hungry = asyncio.Event()
        self._outage = 0
        self._settled_at = 0.0
        self._claim_at = 0.0
        self.throughput = Throughput()

    def wake(self) -> None:
        """There may be something new in the outbox."""
        self._claim_at = 0.0
        self._hungry.set()

    async def run(self, stop: asyncio.Event) -> None:
        """Deliver until ``stop``; then finish what is in flight within ten seconds and hand back the rest."""
        await self._take_over()
        helpers = [asyncio.create_task(self._supply(stop)), asyncio.create_task(self._wake_at(stop))]
        while not stop.is_set():
            await _within(self._wake, self._start_ready())
        await asyncio.gather(*helpers)
        await self._finish()

    async def _supply(self, stop: asyncio.Event) -> None:
        """Settles and claims beside the sends, which never wait for the database."""
        trouble = Lasting()
        while not stop.is_set():
            try:
                await self._settle()
                if await self._refill() | await self._top_up():
                    self._wake.set()
                if trouble.over():
                    log.info("outbox_available")
            except StoreError as error:
                if trouble.met(str(error)):
                    log.warning("outbox_unavailable", reason=str(error))
                await self._clock.sleep(IDLE_SECONDS)
            busy = self._waiting or self._flying or self._results
            await _within(self._hungry, SUPPLY_SECONDS if busy else IDLE_SECONDS)

    async def _wake_at(self, stop: asyncio.Event) -> None:
        await stop.wait()
        self._wake.set()
        self._hungry.set()

    async def _take_over(self) -> None:
        """What a process that died on this machine held is nobody's: no need to wait for its lease to end."""
        try:
            for owner in await self._store.lease_owners():
                if is_dead(owner, self._owner):
                    held = await self._store.expire_leases(owner, self._clock.now())
                    log.warning("took_over", owner=owner, messages=held)
        except StoreError as error:
            log.warning("outbox_unavailable", reason=str(error))

    async def drain(self) -> None:
        """Deliver all that can leave now, then return: a step of a clock that is moved by hand."""
        while True:
            await self._settle(everything=True)
            self._claim_at = 0.0
            await self._refill()
            await self._top_up()
            if not self._waiting and not self._flying and not self._results:
                return
            seconds = self._start_ready()
            if self._flying:
                await asyncio.wait(self._flying, return_when=asyncio.FIRST_COMPLETED)
            else:
                await self._clock.sleep(min(seconds, IDLE_SECONDS))

    async def _refill(self) -> bool:
        """Claim what will leave in a moment and no more: whatever is claimed when a process dies may be doubled.
        Whether there was any."""
        now = self._clock.monotonic()
        wanted = 2 + int(self._pace.rate * CLAIM_SECONDS)
        if len(self._waiting) > wanted // 2 or now < self._claim_at or self._pace.paused_for(now) > LONG_WAIT:
            return False
        await self._prepare_to_pay()
        rows = await self._store.claim(
            self._owner, self._clock.now(), limit=wanted - len(self._waiting), lease_seconds=self._lease
        )
        self._claim_at = now + (IDLE_SECONDS if len(rows) < wanted // 2 else 0.0)
        photos = {row.message.photo for row in rows if row.message.photo}
        if photos:
            with contextlib.suppress(StoreError):  # then they go by their address; what is claimed must leave
                self._file_ids = await self._store.file_ids(sorted(photos))
        self._waiting.extend(_Claimed(row, now + self._lease - MARGIN_SECONDS) for row in rows)
        return bool(rows)

    async def _top_up(self) -> bool:
        return self._allowance is not None and await self._allowance.top_up(len(self._waiting))

    async def _prepare_to_pay(self) -> None:
        """Paid messages may leave a thousand a second; when the day's Stars are spent, it is thirty again."""
        if self._purse is None:
            return
        paying = await self._purse.prepare(self._clock.now())
        if paying != self._paying:
            self._paying = paying
            self._pace.set_rate(PAID_PER_SECOND if paying else self._free_rate)
            log.info("paid_sending", on=paying)

    def _start_ready(self) -> float:
        """Start every send whose turn it is; seconds until the next one's turn."""
        limit = 1 if self._outage else self._limit
        shortest = IDLE_SECONDS
        for _ in range(len(self._waiting)):
            if len(self._flying) >= limit:
                return shortest
            claimed = self._waiting.popleft()
            row, now = claimed.row, self._clock.monotonic()
            if now > claimed.until:
                self._results.append((row.id, Flood(0.0)))
                continue
            own = self._pace.chat_wait(row.chat_id, row.chat_kind, now)
            if own > LONG_WAIT:
                self._results.append((row.id, Flood(own)))
                continue
            seconds = self._pace.wait(row.chat_id, row.chat_kind, now)
            if seconds > 0:
                self._waiting.append(claimed) if own > 0 else self._waiting.appendleft(claimed)
                shortest = min(shortest, seconds)
                if own <= 0:  # the bot's own budget is spent: nobody else may go either
                    return shortest
                continue
            task = asyncio.create_task(self._send(row))
            self._flying.add(task)
            task.add_done_callback(self._landed)
        return shortest

    async def _send(self, row: Delivery) -> None:
        paid = self._paying and self._purse is not None
        if paid and self._purse is not None and not self._purse.pay():
            self._results.append((row.id, Flood(UNPAID_SECONDS)))  # unpaid it would be too fast
            return
        outcome = await self._courier.deliver(row, self._file_ids, paid=paid)
        self._learn(row, outcome)
        self._count(outcome)
        self._results.append((row.id, outcome))

    def _learn(self, row: Delivery, outcome: Outcome) -> None:
        now = self._clock.monotonic()
        match outcome:
            case Sent():
                self._pace.accepted(row.chat_id, now)
                self.throughput.add(now)
                self._answered()
            case Flood():
                everything = self._pace.flood(row.chat_id, row.chat_kind, outcome.retry_after, now)
                log.warning("flood_wait", seconds=outcome.retry_after, everything=everything)
            case Unknown():
                self._pace.gave_up()
                self._pause_for_outage(outcome, now)
            case Refused() | Migrated():
                self._pace.gave_up()
                self._answered()
            case _:
                self._pace.gave_up()
                self._answered()
                log.warning("message_refused", reason=getattr(outcome, "reason", ""), outbox=row.id)

    def _count(self, outcome: Outcome) -> None:
        if self._metrics is None:
            return
        self._metrics.sends.labels(type(outcome).__name__.lower()).inc()
        if isinstance(outcome, Sent):
            self._metrics.last_success.labels("send").set(self._clock.now().timestamp())

    def _pause_for_outage(self, outcome: Unknown, now: float) -> None:
        if self._pace.paused_for(now) > 0:  # others of the same incident
            return
        seconds = OUTAGE_SECONDS[min(self._outage, len(OUTAGE_SECONDS) - 1)]
        self._outage += 1
        if self._outage > 1:  # one lost answer is bad luck, two in a row are an outage
            self._pace.pause(seconds, now)
        tell = log.warning if self._outage <= 2 else log.debug
        tell("no_answer", reason=outcome.reason, pause=seconds, outage=self._outage > 1)

    def _answered(self) -> None:
        if self._outage > 1:
            log.info("answers_again", tries=self._outage)
        self._outage = 0

    def _landed(self, task: asyncio.Task[None]) -> None:
        self._flying.discard(task)
        if self._waiting:
            self._wake.set()
        if not task.cancelled() and (error := task.exception()):
            log.error("send_failed", exc_info=error)

    async def _settle(self, *, everything: bool = False) -> None:
        now = self._clock.monotonic()
        due = len(self._results) >= SETTLE_ROWS or now - self._settled_at >= SETTLE_SECONDS
        if not self._results or not (due or everything):
            return
        results, self._results = self._results, []
        try:
            settled = await self._store.settle(
                results, self._clock.now(), owner=self._owner, apart=APART if self._allowance else None
            )
        except StoreError:
            self._results = results + self._results
            raise
        self._settled_at = now
        await tell_of_topics_gone(self._store, settled.topics_gone, self._clock.now())
        self._claim_at = min(self._claim_at, now)

    async def _finish(self) -> None:
        if self._flying:
            await asyncio.wait(self._flying, timeout=STOP_SECONDS)
        for task in self._flying:
            task.cancel()
        await self._settle(everything=True)
        if self._waiting:
            self._waiting.clear()
            await self._store.release_leases(self._owner, self._clock.now())


async def _within(event: asyncio.Event, seconds: float) -> None:
    """Until ``event`` or for so long; clears it."""
    with contextlib.suppress(TimeoutError):
        await asyncio.wait_for(event.wait(), seconds)
    event.clear()
