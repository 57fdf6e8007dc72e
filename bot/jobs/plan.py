"""Due subscriptions become rows of the outbox: composed once per distinct profile and cursor, fanned out in SQL."""

from __future__ import annotations

import asyncio
import json
from dataclasses import replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import structlog

from bot import digest as digests
from bot import render
from bot.analysis import search_terms
from bot.clock import Clock
from bot.jobs.kept import digest_json, frame_of, instant_json
from bot.jobs.reading import Reading
from bot.jobs.stride import Stride
from bot.metrics import Metrics
from bot.models import Digest, DueGroup, Entry, Message, Plan, Profile, Story
from bot.store import Store
from bot.texts import texts

log = structlog.get_logger()

MOST_INSTANT = 5000  # stories that one profile is pushed at once
LOOK_BACK = timedelta(days=7)  # a digest never reaches further back, however long a chat was away
INSTANT = timedelta(hours=48)  # a story that waited longer (downtime, quiet hours) comes with a digest or not at all
EXPIRES = timedelta(hours=12)


class Planner:
    """Plans until nothing is due. One run at a time; a run that is interrupted repeats and skips nothing."""

    def __init__(
        self,
        store: Store,
        reading: Reading,
        clock: Clock,
        metrics: Metrics,
        *,
        catch_up_hours: float,
    ) -> None:
        self._store = store
        self._reading = reading
        self._clock = clock
        self._metrics = metrics
        self._catch_up = timedelta(hours=catch_up_hours)
        self._lock = asyncio.Lock()
        self.last_plan: float | None = None

    async def plan(self) -> int:
        """Write all that is due now into the outbox; how many rows that were."""
        async with self._lock:
            instants = await self._plan_instants()  # first: what is urgent, digests need not tell again
            digests = await self._plan_digests()
        rows = digests + instants
        for kind, count in (("digest", digests), ("instant", instants)):
            if count:
                log.info("planned", kind=kind, rows=count)
        self.last_plan = self._clock.monotonic()
        self._metrics.last_success.labels("plan").set(self._clock.now().timestamp())
        return rows

    async def _plan_digests(self) -> int:
        rows, known, stride = 0, dict[str, Plan](), Stride()
        now = self._clock.now()
        while batch := await self._store.due_batch(now, limit=stride.rows):
            for group in batch.groups:
                if group.key not in known:
                    known[group.key] = await self._digest_for(group, now)
            began = self._clock.monotonic()
            written = await self._store.commit_batch(batch, [known[group.key] for group in batch.groups], now)
            stride = stride.after(self._clock.monotonic() - began)
            rows += written
            self._metrics.planned.labels("digest").inc(written)
            await asyncio.sleep(0)  # people who write to us meanwhile are answered between batches
        return rows

    async def _digest_for(self, group: DueGroup, now: datetime) -> Plan:
        if now - group.due_at > self._catch_up:
            return Plan(group.key, (), until_seq=-1)
        digest = await self._reading.digest(
            group.members, since=now - LOOK_BACK, now=now, weekly=group.weekly, told=group.told
        )
        if not digests.worth_sending(digest):
            return Plan(group.key, (), until_seq=digest.until_seq if not digest.total else -1)
        return await self.as_plan(group.key, digest, group.time_zone, now)

    async def as_plan(self, key: str, digest: Digest, time_zone: str, now: datetime) -> Plan:
        """A digest as messages, with the token under which its buttons find it again."""
        token = await self._store.keep({**digest_json(digest), "zone": time_zone, "sent": now.isoformat()}, now)
        t = texts(digest.profile.language)
        messages = render.digest(digest, t, ZoneInfo(time_zone), now, frame_of(digest.profile, token))
        return Plan(
            key,
            messages,
            until_seq=digest.until_seq,
            shown=tuple(shown(entry) for block in digest.blocks for entry in block.entries),
            digest_json=token,
            expires_at=now + EXPIRES,
        )

    async def _plan_instants(self) -> int:
        rows, now = 0, self._clock.now()
        for group in await self._store.instant_groups(now):
            (profile, cursor), *_ = group.members
            until_seq = await self._store.latest_seq()
            wanted = digests.filter_of(
                profile, after_seq=cursor, until_seq=until_seq, since=now - INSTANT, stem=search_terms
            )
            page = await self._store.find(wanted, limit=MOST_INSTANT, now=now)
            stories = sorted(page.stories, key=lambda story: story.seq)
            plans = [plan for story in stories if (plan := self._instant(group, profile, story, now))]
            written = await self._store.commit_instant(group, plans, until_seq, now)
            rows += written
            self._metrics.planned.labels("instant").inc(written)
        return rows

    def _instant(self, group: DueGroup, profile: Profile, story: Story, now: datetime) -> Plan | None:
        entry = self._reading.entry(story, profile) if digests.wants(profile, story) else None
        if entry is None:
            return None
        t = texts(profile.language)
        message = as_pushed(profile, render.instant(entry, t, ZoneInfo(group.time_zone), now, hashtags=profile.post))
        return Plan(
            f"{group.key}:{story.seq}",
            (message,),
            until_seq=story.seq,
            shown=(shown(entry),),
            digest_json=json.dumps(instant_json(profile, entry, group.time_zone), ensure_ascii=False),
            expires_at=now + EXPIRES,
        )


def as_pushed(profile: Profile, message: Message) -> Message:
    """In a channel without buttons: nobody can answer for it."""
    return replace(message, buttons=()) if profile.post else message


def shown(entry: Entry) -> tuple[int, int, int]:
    """What a plan says that it shows: story, edition, version."""
    return entry.story_id, entry.edition_id, entry.edition_version
