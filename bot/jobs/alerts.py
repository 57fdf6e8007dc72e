"""Trouble is told once, and once more when it is over; what goes well is never mentioned.

`alarms` decides what is wrong, `changes` what is new of it; both are pure. What stands is kept in the store, so a
restart repeats nothing. Alerts leave through the outbox, ahead of everything; only where the database itself is the
trouble do they go to Telegram directly.
"""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import structlog

from bot import render
from bot.clock import Clock
from bot.errors import StoreError
from bot.jobs.watch import Attempt, Observed, Watch
from bot.models import Chat, ChatKind, Kind, Message, Source
from bot.render.status import megabytes
from bot.store import ErrorRecord, Store
from bot.texts import Texts, texts

log = structlog.get_logger()

FAILURES = 3  # readings in a row
SILENT_LEAST, SILENT_UNKNOWN, SILENT_GAPS = timedelta(hours=24), timedelta(hours=72), 6
QUEUE_LATE = timedelta(minutes=5)
PAUSE_SECONDS = 5.0
DISK_LOW, DISK_WELL = 500_000_000, 750_000_000
_SETTING = "alerts"

Tell = Callable[[int, Message], Awaitable[None]]
"""Sends a message to a chat at once, past the outbox."""


@dataclass(frozen=True, slots=True)
class Alarm:
    """Something that is wrong. ``key`` tells it from others, ``since`` is when it began, ``text`` names what is
    said; ``name`` and ``args`` fill it (moments and seconds are put into words when it is said)."""

    key: str
    text: str
    since: datetime
    name: str = ""
    args: Mapping[str, Any] = field(default_factory=dict)

    @property
    def well(self) -> str | None:
        """The text that takes it back; an error only stops being told."""
        if self.text == "alert-error":
            return None
        return "alert-source-well" if self.name else f"{self.text}-well"


# --- deciding ----------------------------------------------------------------------------------------------------


def alarms(seen: Observed, standing: Mapping[str, Alarm]) -> tuple[Alarm, ...]:
    """Everything that is wrong now; ``standing`` alarms end a little later than they began (hysteresis)."""
    return (
        *(alarm for source in seen.sources for alarm in _of_source(source, seen.now, standing)),
        *_of_queue(seen),
        *_of_flood(seen, "flood" in standing),
        *_of_disk(seen, "disk" in standing),
        *_of_attempt(seen.backup, "backup"),
        *_of_attempt(seen.renewal, "renewal"),
        *map(_of_error, seen.errors),
    )


def changes(
    standing: Mapping[str, Alarm], found: Sequence[Alarm], running: Collection[str]
) -> tuple[tuple[Alarm, ...], tuple[Alarm, ...]]:
    """(what is new, what is over). A source that failed and was silent is well again once, and one that is not
    ``running`` any more (paused, removed) is not called well at all."""
    keys, troubled = {alarm.key for alarm in found}, {alarm.name for alarm in found if alarm.name}
    raised = tuple(alarm for alarm in found if alarm.key not in standing)
    over = {alarm.name or key: alarm for key, alarm in standing.items() if key not in keys}
    told = (one for one in over.values() if not one.name or (one.name in running and one.name not in troubled))
    return raised, tuple(told)


def _of_source(source: Source, now: datetime, standing: Mapping[str, Alarm]) -> Iterator[Alarm]:
    """Failing, or silent; a source that fails is not called silent on top of it."""
    if source.paused:
        return
    failing = source.failing_since is not None and source.failures >= FAILURES
    if failing and source.failing_since is not None:
        args = {"since": source.failing_since, "error": source.error or source.error_kind or "?"}
        yield Alarm(f"failing:{source.name}", "alert-source-failing", source.failing_since, source.name, args)
    last = source.last_article_at
    silent = f"silent:{source.name}"
    if last is not None and now - last > silence_of(source) and (not failing or silent in standing):
        yield Alarm(silent, "alert-source-silent", last, source.name, {"ago": last})


def silence_of(source: Source) -> timedelta:
    """How long a source may be silent: several of its usual gaps, never less than a day and its night."""
    gap = source.reading.get("gap_seconds")
    if not isinstance(gap, int | float) or gap <= 0:
        return SILENT_UNKNOWN
    return max(SILENT_LEAST, timedelta(seconds=SILENT_GAPS * gap))


def _of_queue(seen: Observed) -> Iterator[Alarm]:
    oldest = seen.late.oldest
    if oldest is not None and seen.now - oldest > QUEUE_LATE:
        args = {"count": seen.late.count, "age": seen.now - oldest}
        yield Alarm("queue", "alert-queue", oldest, args=args)


def _of_flood(seen: Observed, stands: bool) -> Iterator[Alarm]:
    if seen.paused >= PAUSE_SECONDS or (stands and (seen.paused > 0 or seen.slowed)):
        yield Alarm("flood", "alert-flood", seen.now, args={"duration": timedelta(seconds=seen.paused)})


def _of_disk(seen: Observed, stands: bool) -> Iterator[Alarm]:
    if seen.free is not None and seen.free < (DISK_WELL if stands else DISK_LOW):
        yield Alarm("disk", "alert-disk", seen.now, args={"free": seen.free})


def _of_attempt(last: Attempt | None, what: str) -> Iterator[Alarm]:
    if last is not None and last.error:
        yield Alarm(what, f"alert-{what}", last.at, args={"error": last.error})


def _of_error(one: ErrorRecord) -> Alarm:
    args = {"fingerprint": one.fingerprint, "count": one.count, "text": one.text}
    return Alarm(f"error:{one.fingerprint}", "alert-error", one.last_at, args=args)


# --- saying ------------------------------------------------------------------------------------------------------


def said(alarm: Alarm, t: Texts, zone: ZoneInfo, now: datetime) -> Message:
    """The alarm in words."""
    args = {key: _in_words(key, value, t, zone, now) for key, value in alarm.args.items()}
    return render.alert(t, alarm.text, **({"name": alarm.name} if alarm.name else {}), **args)


def _in_words(key: str, value: Any, t: Texts, zone: ZoneInfo, now: datetime) -> str | int:
    match value:
        case datetime() if key == "ago":
            return t.ago((now - value).total_seconds())
        case datetime():
            return t.hour(value, now, zone)
        case timedelta():
            return t.duration(value.total_seconds())
        case int() if key == "free":
            return megabytes(value, t)
        case int():
            return value
    return str(value)


class Alerts:
    """Looks now and then, and tells the first admin."""

    def __init__(self, store: Store, clock: Clock, watch: Watch, admin: int | None, tell: Tell) -> None:
        self._store = store
        self._clock = clock
        self._watch = watch
        self._admin = admin
        self._tell = tell
        self._unwritten: dict[str, Alarm] | None = None  # what was told while nothing could be written down
        self._away: dict[str, Alarm] = {}  # that the database was away, which cannot be written down
        self._language: tuple[str, str] = ("ru", "Asia/Almaty")

    async def run(self) -> None:
        """One look. Never raises for the database: that it is away is an alarm of its own."""
        try:
            seen = await self._watch.look()
            standing = await self._known()
            found = alarms(seen, standing)
            await self._learn_language()
        except StoreError as error:
            await self._without_database(str(error))
            return
        raised, over = changes(standing, found, {source.name for source in seen.sources if not source.paused})
        kept = {alarm.key: standing.get(alarm.key, alarm) for alarm in found}
        for alarm in raised:
            await self._say(alarm, alarm.text)
        for alarm in over:
            if alarm.well:
                await self._say(alarm, alarm.well)
        if raised or kept.keys() != standing.keys() or self._unwritten is not None:
            await self._remember(kept)

    async def _without_database(self, reason: str) -> None:
        """What stood before stands; only this is said, and not through the outbox, which is part of the trouble."""
        alarm = Alarm("database", "alert-database", self._clock.now(), args={"reason": reason})
        if not self._away:
            self._away = {alarm.key: alarm}
            await self._say_at_once(alarm, alarm.text)

    async def _known(self) -> dict[str, Alarm]:
        """What was told, by whichever process led then."""
        if self._unwritten is not None:
            return self._unwritten | self._away
        kept = json.loads(await self._store.setting(_SETTING) or "{}")
        told = {key: Alarm(key, text, datetime.fromisoformat(since), name) for key, (text, since, name) in kept.items()}
        return told | self._away

    async def _remember(self, standing: dict[str, Alarm]) -> None:
        self._away = {}
        body = {key: (alarm.text, alarm.since.isoformat(), alarm.name) for key, alarm in standing.items()}
        try:
            await self._store.set_setting(_SETTING, json.dumps(body, ensure_ascii=False))
        except StoreError as error:
            log.warning("alerts_not_remembered", reason=str(error))
            self._unwritten = standing
        else:
            self._unwritten = None

    async def _learn_language(self) -> None:
        chat = await self._store.chat(self._admin) if self._admin else None
        known = chat or Chat(self._admin or 0, ChatKind.PRIVATE)
        self._language = known.language, known.time_zone

    def _worded(self, alarm: Alarm, text: str) -> Message:
        language, zone = self._language
        args = alarm.args if text == alarm.text else {}
        shown = Alarm(alarm.key, text, alarm.since, alarm.name, args)
        return said(shown, texts(language), ZoneInfo(zone), self._clock.now())

    async def _say(self, alarm: Alarm, text: str) -> None:
        log.warning("alert" if text == alarm.text else "all_clear", about=alarm.key)
        if self._admin is None:
            return
        key = f"{text}:{alarm.key}:{alarm.since.isoformat()}"
        message, now = self._worded(alarm, text), self._clock.now()
        try:
            await self._store.enqueue(self._admin, None, Kind.NOTICE, (message,), key=key, now=now)
        except StoreError:
            await self._tell(self._admin, message)

    async def _say_at_once(self, alarm: Alarm, text: str) -> None:
        log.error("alert", about=alarm.key)
        if self._admin is not None:
            await self._tell(self._admin, self._worded(alarm, text))
