"""Articles that their site took back: missing in the middle of a feed, and their page is gone. What returns to the
feed is shown again."""

from __future__ import annotations

import json
from collections.abc import Collection, Sequence

import structlog

from bot.clock import Clock
from bot.errors import FetchError
from bot.fetch.http import Web
from bot.models import RawArticle, Source
from bot.store import ShownArticle, Store

log = structlog.get_logger()

GONE = frozenset({404, 410})
AT_MOST = 3  # pages that are asked for after one reading; more that are missing at once are another feed, not news
AGAIN_SECONDS = 1800.0
REMEMBERED = 1000
HIDDEN = 100  # per source, for the case that they return
PROGRAM = 0  # who hid it, in the log: nobody of the newsroom


class Withdrawals:
    """Compares what a feed lists with what it listed before, and asks the site about what is missing.

    A feed forgets its oldest articles; one that is missing although older ones are listed was taken back, or the
    feed is not in order: only an answer of "gone" from its own page decides.
    """

    def __init__(self, store: Store, web: Web, clock: Clock) -> None:
        self._store = store
        self._web = web
        self._clock = clock
        self._asked: dict[tuple[str, str], float] = {}

    async def look(self, source: Source, listed: Sequence[RawArticle]) -> tuple[int, ...]:
        """Hide the stories that were only told by articles which are gone, show those that have returned; their
        ids."""
        guids = {raw.guid for raw in listed}
        returned = await self._show_returned(source, guids)
        dates = [raw.published for raw in listed if raw.published]
        if len(dates) < 2:
            return returned
        stored = await self._store.shown_articles(source.name, since=min(dates))
        missing = [one for one in stored if one.guid not in guids]
        if len(missing) > AT_MOST:
            return returned
        gone = [one for one in missing if await self._is_gone(source, one.guid, one.url) and await self._hide(one)]
        await self._remember(source, gone)
        return (*returned, *(one.story_id for one in gone))

    async def _show_returned(self, source: Source, listed: Collection[str]) -> tuple[int, ...]:
        """Stories that we hid, not those that an editor did."""
        hidden = await self._hidden(source)
        returned = {guid: story_id for guid, story_id in hidden.items() if guid in listed}
        for guid, story_id in returned.items():
            await self._store.correct(story_id, by=PROGRAM, now=self._clock.now(), hidden=False)
            log.info("story_returned", story=story_id)
            del hidden[guid]
        if returned:
            await self._store.set_setting(_key(source), json.dumps(hidden))
        return tuple(returned.values())

    async def _remember(self, source: Source, gone: Sequence[ShownArticle]) -> None:
        if gone:
            hidden = await self._hidden(source) | {one.guid: one.story_id for one in gone}
            await self._store.set_setting(_key(source), json.dumps(dict(list(hidden.items())[-HIDDEN:])))

    async def _hidden(self, source: Source) -> dict[str, int]:
        hidden: dict[str, int] = json.loads(await self._store.setting(_key(source)) or "{}")
        return hidden

    async def _is_gone(self, source: Source, guid: str, url: str) -> bool:
        now, key = self._clock.monotonic(), (source.name, guid)
        if self._asked.get(key, 0.0) > now:
            return False
        if len(self._asked) > REMEMBERED:
            self._asked.clear()
        self._asked[key] = now + AGAIN_SECONDS
        try:
            answer = await self._web.get(url, accept="text/html")
        except FetchError:
            return False
        return answer.status in GONE

    async def _hide(self, article: ShownArticle) -> bool:
        """A story that others tell as well stays."""
        story = await self._store.story(article.story_id)
        if story is None or story.hidden or any(one.article_id != article.article_id for one in story.editions):
            return False
        await self._store.correct(story.id, by=PROGRAM, now=self._clock.now(), hidden=True)
        log.info("story_withdrawn", story=story.id)
        return True


def _key(source: Source) -> str:
    return f"withdrawn:{source.name}"
