"""Summaries by a language model, where the owner has set one up: after ingest, within a daily budget, never in the way.

A digest that leaves before the answer came, or after a refused one, has the extractive summary: nobody waits.
"""

from __future__ import annotations

import asyncio
import sys
from collections import deque
from collections.abc import Iterable
from dataclasses import replace
from datetime import timedelta

import structlog

from bot.analysis import analyse
from bot.clock import Clock
from bot.fetch.llm import LlmAnswer, LlmSettings, summarize
from bot.logs import Lasting
from bot.models import LANGUAGES, Analysis, Edition
from bot.store import Store, StoredRaw

log = structlog.get_logger()

WAITING = 500  # stories; what comes beyond that keeps its extractive summary
NEWS = timedelta(hours=48)  # an archive is not worth the budget
SHORTEST = 300  # characters of a text that is longer than its summary would be
BUDGET = "llm:"  # and the day: the setting that counts its requests


class Summaries:
    """A queue of stories in memory; what a restart loses of it keeps its extractive summary."""

    def __init__(self, store: Store, clock: Clock, settings: LlmSettings) -> None:
        self._store = store
        self._clock = clock
        self._settings = settings
        self._waiting: deque[int] = deque(maxlen=WAITING)
        self._trouble = Lasting()

    def offer(self, story_ids: Iterable[int]) -> None:
        """Stories that are new or whose text changed."""
        if self._settings.url:
            self._waiting.extend(one for one in story_ids if one not in self._waiting)

    async def run(self) -> int:
        """Summarise what waits, as far as the day's budget goes; how many editions got a summary."""
        written = 0
        while self._waiting:
            if await self._used() >= self._settings.per_day:
                self._waiting.clear()
                break
            written += await self._summarise(self._waiting.popleft())
        return written

    async def _summarise(self, story_id: int) -> int:
        story = await self._store.story(story_id)
        if story is None or self._clock.now() - story.published > NEWS:
            return 0
        written = 0
        for edition in story.editions:
            written += await self._renew(edition)
        return written

    async def _renew(self, edition: Edition) -> bool:
        """Ask for one edition; the answer becomes its summary unless the text changed meanwhile."""
        if edition.language not in LANGUAGES:
            return False
        raw = await self._raw(edition.id)
        max_chars = self._settings.max_chars
        analysis = await asyncio.to_thread(_analysed, raw, edition.source_title, max_chars) if raw else None
        if raw is None or analysis is None or len(analysis.text) < SHORTEST:
            return False
        answer = await self._ask(analysis)
        self._tell(answer.trouble)
        if answer.summary is None or await self._raw(edition.id) != raw:
            return False
        told = replace(analysis, sentences=(answer.summary,))
        await self._store.save_reanalysis([(edition.id, told)], self._clock.now())
        log.info("summarised", edition=edition.id, used=answer.used)
        return True

    def _tell(self, trouble: str) -> None:
        if trouble and self._trouble.met(trouble):
            log.warning("llm_failed", reason=trouble, meanwhile="extractive summaries")
        elif not trouble and self._trouble.over():
            log.info("llm_answers_again")

    async def _ask(self, analysis: Analysis) -> LlmAnswer:
        """Counted before it is asked: several processes have one budget."""
        before, after = await self._store.add_to_setting(self._budget, 1, most=self._settings.per_day)
        used = before if after > before else self._settings.per_day
        return await summarize(
            self._settings, title=analysis.title, text=analysis.text, language=analysis.language, used=used
        )

    @property
    def _budget(self) -> str:
        return f"{BUDGET}{self._clock.now():%Y-%m-%d}"

    async def _used(self) -> int:
        """Requests of this day; kept in the store, so that a restart does not renew the budget."""
        return int(await self._store.setting(self._budget) or 0)

    async def _raw(self, edition_id: int) -> StoredRaw | None:
        found = await self._store.article_editions_for_reanalysis(edition_id - 1, 1, sys.maxsize)
        return found[0] if found and found[0].edition_id == edition_id else None


def _analysed(raw: StoredRaw, source_title: str, max_chars: int) -> Analysis:
    return analyse(
        raw.raw,
        published=raw.published,
        categories=raw.categories,
        source_title=source_title,
        default_region=raw.default_region,
        max_chars=max_chars,
    )
