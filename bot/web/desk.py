"""What the operator's page shows, put together: the same figures as `/status` and `/stats`."""

from __future__ import annotations

import asyncio
from datetime import timedelta

from bot import charts
from bot.clock import Clock
from bot.config import Config
from bot.jobs.figures import figures
from bot.jobs.overview import Overview
from bot.store import Store
from bot.texts import texts
from bot.web.operator import Operator
from bot.web.page import Snapshot

WEEK = timedelta(days=7)
SHOWN = 20


def operator_of(config: Config, store: Store, overview: Overview, clock: Clock) -> Operator | None:
    """The page, where the settings want it."""
    if not config.web.admin_page:
        return None
    token = config.web.admin_token.get_secret_value()
    desk = Desk(config, store, overview, clock)
    return Operator(token, desk.look, desk.draw, clock.now)


class Desk:
    """Reads for the page; writes nothing."""

    def __init__(self, config: Config, store: Store, overview: Overview, clock: Clock) -> None:
        self._config = config
        self._store = store
        self._overview = overview
        self._clock = clock
        self._has_charts = True

    async def look(self) -> Snapshot:
        now = self._clock.now()
        return Snapshot(
            status=await self._overview.status(),
            queue=await self._store.queue(now),
            troubled=await self._store.quarantined(SHOWN),
            errors=(await self._store.errors(now - WEEK))[:SHOWN],
            charts=self._has_charts,
            zone=self._config.zone,
            now=now,
        )

    async def draw(self, language: str, days: int) -> bytes | None:
        """The charts of the last ``days``, as `/stats` shows them."""
        now = self._clock.now()
        data = await figures(self._store, now - timedelta(days=days), now, language)
        try:
            return await asyncio.to_thread(charts.chart_svg, data, texts(language), self._config.zone)
        except charts.ChartsMissingError:
            self._has_charts = False
            return None
