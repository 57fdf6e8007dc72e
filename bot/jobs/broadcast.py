"""Broadcasts: composed as a draft, sent through the outbox behind everything else, watched, paused, stopped.

What a broadcast is and how far it came is in the store, so a restart goes on where it was. The messages themselves
are copies of what somebody sent to the bot: formatting, pictures and all.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import asdict, dataclass, fields, replace
from datetime import datetime
from enum import StrEnum
from typing import Any

import structlog

from bot import render
from bot.clock import Clock
from bot.config import DeliveryConfig
from bot.jobs.purse import MESSAGES_A_STAR
from bot.jobs.sharing import Turns
from bot.models import LANGUAGES, Button, Message, State
from bot.store import Audience, Store
from bot.texts import texts

log = structlog.get_logger()

_FAILED = (State.REFUSED, State.QUARANTINED, State.UNCONFIRMED, State.EXPIRED, State.SUPERSEDED)

Redraw = Callable[[int, int, Message], Awaitable[None]]
"""Edits a message (chat, message id) in place; a refusal is nobody's loss."""


class Stage(StrEnum):
    DRAFT = "draft"
    PLANNED = "planned"  # for a time that has not come
    QUEUEING = "queueing"
    SENDING = "sending"
    STOPPING = "stopping"
    DONE = "done"


OPEN = frozenset({Stage.PLANNED, Stage.QUEUEING, Stage.SENDING, Stage.STOPPING})


@dataclass(frozen=True, slots=True)
class Draft:
    """One broadcast. ``originals``: language (``""`` for all others) → the message in the author's chat that is
    copied; ``links`` become its buttons; ``screen`` is the message below which its author watches it."""

    author: int
    originals: Mapping[str, int]
    language: str = "ru"
    id: int = 0
    links: tuple[tuple[str, str], ...] = ()
    kinds: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    regions: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    stage: Stage = Stage.DRAFT
    paused: bool = False
    at: datetime | None = None
    size: int = 0
    screen: int = 0

    @property
    def key(self) -> str:
        return f"broadcast:{self.id}"

    @property
    def audience(self) -> Audience:
        return Audience(self.kinds, self.languages, self.regions, self.topics)

    @property
    def buttons(self) -> tuple[tuple[Button, ...], ...]:
        return tuple((Button(text, url=url),) for text, url in self.links)


def audiences(draft: Draft) -> tuple[tuple[int, Audience], ...]:
    """Which original goes to whom: each language its own, everybody else the first one."""
    whole = draft.audience
    wanted = whole.languages or LANGUAGES
    own = {language: original for language, original in draft.originals.items() if language}
    rest = tuple(language for language in wanted if language not in own)
    parts = [(original, replace(whole, languages=(language,))) for language, original in own.items()]
    parts = [(original, audience) for original, audience in parts if audience.languages[0] in wanted]
    if rest and "" in draft.originals:
        parts.append((draft.originals[""], replace(whole, languages=rest if own else whole.languages)))
    return tuple(parts)


class Broadcasting:
    """Changes drafts and carries them out, one step a tick. One per installation."""

    def __init__(
        self,
        store: Store,
        clock: Clock,
        settings: DeliveryConfig,
        turns: Turns,
        redraw: Redraw,
        wake: Callable[[], None],
    ) -> None:
        self._store = store
        self._clock = clock
        self._settings = settings
        self._turns = turns
        self._redraw = redraw
        self._wake = wake
        self._lock = asyncio.Lock()
        self._drawn: dict[int, render.Broadcast] = {}

    async def new(self, author: int, message_id: int, language: str) -> Draft:
        """A draft that copies a message of its author's."""
        draft = Draft(author, {"": message_id}, language)
        return replace(draft, id=await self._store.new_broadcast(_body(draft)))

    async def get(self, number: int) -> Draft | None:
        found = (await self._store.broadcasts()).get(number)
        return None if found is None else _draft(number, found)

    async def under_way(self) -> tuple[Draft, ...]:
        """Those that run or wait for their time, newest first."""
        drafts = [_draft(number, body) for number, body in (await self._store.broadcasts()).items()]
        return tuple(draft for draft in reversed(drafts) if draft.stage in OPEN)

    async def change(self, number: int, **changes: Any) -> Draft | None:
        """Set fields of a draft; ``None`` where it has left already, or never was."""
        async with self._alone():
            draft = await self.get(number)
            if draft is None or draft.stage not in (Stage.DRAFT, Stage.PLANNED):
                return None
            return await self._save(replace(draft, **changes))

    async def start(self, number: int, screen: int) -> Draft | None:
        """Send it now, or when its time comes; ``None`` where that was asked already."""
        draft = await self.change(number)
        if draft is None or draft.stage is not Stage.DRAFT:
            return None
        size = await self._store.count_audience(draft.audience)
        return await self.change(number, stage=Stage.PLANNED, size=size, screen=screen)

    async def pause(self, number: int, paused: bool) -> Draft | None:
        """Hold what has not left, or let it go on."""
        async with self._alone():
            draft = await self.get(number)
            if draft is None or draft.stage not in OPEN:
                return draft
            draft = await self._save(replace(draft, paused=paused))
            await (self._store.hold(draft.key) if paused else self._store.let_go(draft.key))
        self._wake()
        return draft

    async def cancel(self, number: int) -> Draft | None:
        """Take back what has not left."""
        async with self._alone():
            draft = await self.get(number)
            if draft is None or draft.stage is Stage.DONE:
                return draft
            before = draft.stage in (Stage.DRAFT, Stage.PLANNED)
            await self._store.cancel(draft.key, self._clock.now())
            return await self._save(replace(draft, stage=Stage.DONE if before else Stage.STOPPING, paused=False))

    async def view(self, draft: Draft) -> render.Broadcast:
        """The draft as its screens show it."""
        counts = await self._store.broadcast_progress(draft.key) if draft.stage is not Stage.DRAFT else {}
        size = draft.size if draft.stage in OPEN or counts else await self._store.count_audience(draft.audience)
        sent = counts.get(State.SENT, 0)
        failed = sum(counts.get(state, 0) for state in _FAILED)
        waiting = counts.get(State.PENDING, 0) + counts.get(State.SENDING, 0)
        unwritten = max(0, size - sent - failed - waiting - counts.get(State.CANCELLED, 0))
        stopped = draft.stage in (Stage.STOPPING, Stage.DONE)
        return render.Broadcast(
            id=draft.id,
            kinds=draft.kinds,
            languages=draft.languages,
            regions=draft.regions,
            topics=draft.topics,
            originals=tuple(draft.originals),
            links=len(draft.links),
            size=size,
            seconds=max(1.0, size / self._settings.messages_per_second),
            stars=round(size / MESSAGES_A_STAR) if self._settings.paid_broadcast else 0,
            sent=sent,
            failed=failed,
            waiting=waiting + (0 if stopped else unwritten),
            cancelled=counts.get(State.CANCELLED, 0) + (unwritten if stopped else 0),
            paused=draft.paused,
            planned=draft.stage is Stage.PLANNED and draft.at is not None,
        )

    async def tick(self) -> None:
        """One step of every broadcast that is under way."""
        for draft in reversed(await self.under_way()):
            await self._step(draft)

    async def _step(self, draft: Draft) -> None:
        now = self._clock.now()
        match draft.stage:
            case Stage.PLANNED if draft.at is None or draft.at <= now:
                draft = await self._move(draft, Stage.QUEUEING) or draft
                await self._queue(draft)
            case Stage.PLANNED:
                return
            case Stage.QUEUEING:
                await self._queue(draft)
            case Stage.STOPPING:
                await self._store.cancel(draft.key, now)
        await self._show(draft.id)

    async def _queue(self, draft: Draft) -> None:
        """Write the rows; a broadcast that was paused or stopped meanwhile breaks off between two pages. What was
        written already is not written again."""
        for original, audience in audiences(draft):
            pages = self._store.broadcast(
                audience,
                (Message("", buttons=draft.buttons),),
                key=draft.key,
                now=self._clock.now(),
                original=(draft.author, original),
            )
            async for _ in pages:
                self._wake()
                if not await self._goes_on(draft):
                    return
        await self._move(draft, Stage.SENDING)
        log.info("broadcast_queued", broadcast=draft.id)

    async def _goes_on(self, draft: Draft) -> bool:
        async with self._alone():
            known = await self.get(draft.id)
            if known is None or known.stage is Stage.STOPPING:
                await self._store.cancel(draft.key, self._clock.now())
                return False
            if known.paused:
                await self._store.hold(draft.key)
            return not known.paused

    async def _move(self, draft: Draft, stage: Stage) -> Draft | None:
        """To the next stage, unless somebody has stopped it meanwhile."""
        async with self._alone():
            known = await self.get(draft.id)
            if known is None or known.stage is not draft.stage:
                return None
            return await self._save(replace(known, stage=stage))

    async def _show(self, number: int) -> None:
        """Its screen as it is now; the last time when nothing waits any more."""
        draft = await self.get(number)
        if draft is None:
            return
        view = await self.view(draft)
        if draft.stage in (Stage.SENDING, Stage.STOPPING) and not view.waiting:
            draft = await self._move(draft, Stage.DONE) or draft
            log.info("broadcast_done", broadcast=number, sent=view.sent, failed=view.failed, cancelled=view.cancelled)
        if draft.screen and self._drawn.get(number) != view:
            self._drawn[number] = view
            await self._redraw(draft.author, draft.screen, render.broadcast_progress(view, texts(draft.language)))
        if draft.stage is Stage.DONE:
            self._drawn.pop(number, None)

    @asynccontextmanager
    async def _alone(self) -> AsyncIterator[None]:
        """Nobody else changes a broadcast meanwhile, neither here nor in another process."""
        async with self._lock, self._turns.taken("broadcasts"):
            yield

    async def _save(self, draft: Draft) -> Draft:
        await self._store.save_broadcast(draft.id, _body(draft))
        return draft


def _body(draft: Draft) -> dict[str, Any]:
    return {**asdict(draft), "at": draft.at.isoformat() if draft.at else None}


def _draft(number: int, body: Mapping[str, Any]) -> Draft:
    known = {field.name for field in fields(Draft)}
    values: dict[str, Any] = {k: tuple(v) if isinstance(v, list) else v for k, v in body.items() if k in known}
    values |= {
        "id": number,
        "links": tuple((text, url) for text, url in body.get("links", ())),
        "stage": Stage(body["stage"]),
        "at": datetime.fromisoformat(body["at"]) if body.get("at") else None,
    }
    return Draft(**values)
