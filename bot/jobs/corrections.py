"""What was told is put right where it stands: sent messages are edited with a mark, never sent again."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import structlog

from bot import render
from bot.clock import Clock
from bot.jobs.kept import digest_from, digest_json, entry_from, frame_of, instant_json, profile_from
from bot.jobs.plan import as_pushed, shown
from bot.jobs.reading import Reading
from bot.models import Digest, Message, Plan, Story
from bot.store import Payload, Store
from bot.texts import texts

log = structlog.get_logger()

AT_ONCE = 200  # stories looked up together


class Corrections:
    """Looks at what stories say now and at what was said of them; queues an edit where that differs in meaning."""

    def __init__(self, store: Store, reading: Reading, clock: Clock) -> None:
        self._store = store
        self._reading = reading
        self._clock = clock

    async def again(self) -> int:
        """Look once more at stories that were on their way to readers when they changed."""
        notes = await self._store.later_corrections()
        if not notes:
            return 0
        queued = await self.run(sorted(notes))
        await self._store.looked_at(notes)
        return queued

    async def run(self, story_ids: Sequence[int]) -> int:
        """Correct all messages that stand in chats and show one of the stories; how many edits were queued.

        Messages that have not arrived yet cannot be edited: their stories are looked at `again`, until none is left.
        """
        queued = 0
        for start in range(0, len(story_ids), AT_ONCE):
            page = story_ids[start : start + AT_ONCE]
            under_way = await self._store.under_way(page)  # asked first: what arrives meanwhile is edited now
            await self._store.correct_later(under_way)
            queued += await self._correct(page)
        if queued:
            log.info("corrected", stories=len(story_ids), messages=queued)
        return queued

    async def _correct(self, story_ids: Sequence[int]) -> int:
        payloads = await self._store.standing_payloads(story_ids)
        if not payloads:
            return 0
        stories: dict[int, Story | None] = {}
        for story_id in story_ids:
            stories[story_id] = await self._store.story(story_id)
        queued, fresh = 0, dict[str, tuple[Plan, tuple[Message, ...]]]()
        for payload in payloads:
            if payload.digest_json not in fresh:
                fresh[payload.digest_json] = await self._renewed(payload, stories)
            plan, messages = fresh[payload.digest_json]
            if payload.part < len(messages):
                message = _editable(messages[payload.part], payload.message)
                if message != payload.message:
                    queued += await self._store.correct_sent(payload.id, message, plan, self._clock.now())
        return queued

    async def _renewed(self, payload: Payload, stories: Mapping[int, Story | None]) -> tuple[Plan, tuple[Message, ...]]:
        """The messages as they should be now, with what they show; none where nothing is to be corrected."""
        if payload.digest_json.startswith("{"):
            return self._instant(payload, json.loads(payload.digest_json), stories)
        kept = await self._store.kept(payload.digest_json) if payload.digest_json else None
        if kept is None or kept.get("kind") != "digest":
            return _nothing(payload)
        return await self._digest(payload, kept, stories)

    def _instant(
        self, payload: Payload, kept: Mapping[str, Any], stories: Mapping[int, Story | None]
    ) -> tuple[Plan, tuple[Message, ...]]:
        profile, before = profile_from(kept["profile"]), entry_from(kept["entry"])
        if before.story_id not in stories:
            return _nothing(payload)
        after = self._reading.corrected(before, profile, stories[before.story_id])
        if after == before:
            return _nothing(payload)
        zone = kept["zone"]
        message = render.instant(
            after, texts(profile.language), ZoneInfo(zone), payload.created_at, hashtags=profile.post
        )
        body = json.dumps(instant_json(profile, after, zone), ensure_ascii=False)
        return Plan("", (), payload.until_seq, shown=(shown(after),), digest_json=body), (as_pushed(profile, message),)

    async def _digest(
        self, payload: Payload, kept: Mapping[str, Any], stories: Mapping[int, Story | None]
    ) -> tuple[Plan, tuple[Message, ...]]:
        before = digest_from(kept)
        after = self._reading.corrected_digest(before, stories)
        if after == before:
            return _nothing(payload)
        sent = datetime.fromisoformat(kept["sent"]) if "sent" in kept else payload.created_at
        body = {**digest_json(after), "zone": kept.get("zone", "Asia/Almaty"), "sent": sent.isoformat()}
        token = await self._store.keep(body, self._clock.now())
        messages = _rendered(after, token, body["zone"], sent)
        entries = [entry for block in after.blocks for entry in block.entries]
        if len(messages) != len(_rendered(before, payload.digest_json, body["zone"], sent)):
            log.info("correction_does_not_fit", payload=payload.id)
            return _nothing(payload)
        plan = Plan("", (), payload.until_seq, shown=tuple(map(shown, entries)), digest_json=token)
        return plan, messages


def _rendered(digest: Digest, token: str, zone: str, sent: datetime) -> tuple[Message, ...]:
    marked = any(entry.corrected or entry.withdrawn for block in digest.blocks for entry in block.entries)
    frame = frame_of(digest.profile, token, corrected=marked)
    return render.digest(digest, texts(digest.profile.language), ZoneInfo(zone), sent, frame)


def _editable(message: Message, old: Message) -> Message:
    """Text stays text and a photo stays its photo: an edit cannot make one of the other."""
    return replace(message, photo=old.photo, preview=None if old.photo else message.preview)


def _nothing(payload: Payload) -> tuple[Plan, tuple[Message, ...]]:
    return Plan("", (), payload.until_seq), ()
