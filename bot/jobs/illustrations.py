"""The picture of a post that its feed does not name: WordPress's featured one, asked for once, for new posts only."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

import structlog

from bot.clock import Clock
from bot.errors import FetchError
from bot.fetch import wordpress
from bot.fetch.http import Web
from bot.models import RawArticle, Source
from bot.store import Store

log = structlog.get_logger()

ASK_AGAIN = timedelta(days=7)
AT_ONCE = 20


class Illustrations:
    """Asks the site's REST interface, where there is one; a site without it is left alone for a week."""

    def __init__(self, store: Store, web: Web, clock: Clock) -> None:
        self._store = store
        self._web = web
        self._clock = clock

    async def add(self, source: Source, articles: Sequence[RawArticle]) -> Sequence[RawArticle]:
        """The same articles, the new ones with their picture. Never raises for what the site does: without a picture
        they are news all the same."""
        bare = [one.guid for one in articles if one.image is None]
        if not bare:
            return articles
        known = await self._store.known(source.name, bare)
        wanted = [guid for guid in bare if guid not in known][:AT_ONCE]
        if not wanted or not (rest := await self._rest(source)):
            return articles
        try:
            found = await wordpress.featured_pictures(self._web, rest, wanted)
        except FetchError as error:
            log.info("pictures_not_asked", source=source.name, reason=str(error))
            return articles
        return [replace(one, image=found.get(one.guid)) if one.image is None else one for one in articles]

    async def _rest(self, source: Source) -> str:
        """Where its posts are asked for, remembered; empty where there is no such place."""
        key, now = f"rest:{source.name}", self._clock.now()
        memory = json.loads(await self._store.setting(key) or "{}")
        if memory.get("of") == source.feed_url and now - datetime.fromisoformat(memory["at"]) < ASK_AGAIN:
            return str(memory["posts"])
        try:
            posts = await wordpress.find_rest(self._web, source.site_url or source.feed_url)
        except FetchError as error:
            if error.kind != wordpress.NO_REST:
                return ""
            posts = ""
        memory = {"of": source.feed_url, "at": now.isoformat(), "posts": posts}
        await self._store.set_setting(key, json.dumps(memory))
        return posts
