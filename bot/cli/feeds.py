"""`aimaq ingest` and `aimaq backfill`."""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import Sequence
from dataclasses import asdict, replace
from urllib.parse import urlsplit

from rich.console import Console
from rich.table import Table

from bot import logs
from bot.cli.printing import bar, out, parse_date, quiet
from bot.config import Config
from bot.errors import FetchError, UsageError
from bot.jobs.ingest import PollReport
from bot.models import Source
from bot.newsroom import Newsroom, newsroom


async def ingest_once(config: Config, *, source: str | None, feed: str | None, as_json: bool) -> bool:
    """One round; whether any source failed. What failed stands in the table, so the log does not say it again."""
    logs.configure("debug" if config.log.level == "debug" else "error", config.log.format)
    async with newsroom(config) as room:
        chosen = await _chosen_sources(room, source, feed)
        reports = await asyncio.gather(*(room.ingest.poll(one) for one in chosen))
    for report in reports:
        if as_json:
            out(json.dumps(asdict(report), ensure_ascii=False))
    if not as_json:
        _print_reports(reports)
    return any(report.failed for report in reports)


async def _chosen_sources(room: Newsroom, name: str | None, feed: str | None) -> Sequence[Source]:
    if feed:
        if urlsplit(feed).scheme not in {"http", "https"}:
            raise UsageError(f"--feed {feed}: write an http(s) address such as https://example.kz/feed/")
        added = Source(name=re.sub(r"[^a-z0-9]+", "-", feed.split("://")[-1].lower()).strip("-")[:40], feed_url=feed)
        if await room.store.source(added.name) is None:
            await room.store.add_source(replace(added, origin="chat", paused=True), room.clock.now())
        return (await room.store.source(added.name) or added,)
    sources = await room.store.sources()
    chosen = [one for one in sources if name in (None, one.name)]
    if name and not chosen:
        raise UsageError(f"--source {name}: no such source; there are {', '.join(s.name for s in sources) or 'none'}")
    if not chosen:
        raise UsageError("no source is set; add [[sources]] to the settings, or name one with --feed URL")
    return [one for one in chosen if name or not one.paused]


def _print_reports(reports: Sequence[PollReport]) -> None:
    table = Table("source", "new", "changed", "same", "skipped", "remarks", box=None)
    for one in reports:
        remarks = one.failed.removeprefix(f"{one.source}: ") or (
            "not modified" if one.not_modified else "; ".join(one.warnings[:3])
        )
        counts = (str(one.new), str(one.changed), str(one.unchanged), str(one.skipped))
        table.add_row(one.source, *counts, remarks)
    Console().print(table)


async def backfill_source(config: Config, name: str, *, since: str | None, limit: int | None) -> None:
    quiet(config)
    oldest = parse_date(since)
    new = changed = broken = 0
    async with newsroom(config) as room:
        source = await room.store.source(name)
        if source is None:
            names = ", ".join(one.name for one in await room.store.sources())
            raise UsageError(f"{name}: no such source; there are {names or 'none'}")
        with bar() as progress:
            task = progress.add_task(name, total=None)
            try:
                async for page in room.backfill.run(source, since=oldest, limit=limit):
                    progress.update(task, total=page.total, completed=page.done)
                    new, changed, broken = new + page.new, changed + page.changed, broken + page.broken
            except FetchError as error:
                mend = "look at its feed_url; what was done stays done, so say it again later"
                raise FetchError(error.kind, f"{name}: {error}; {mend}") from None
    out(f"{name}: {new} new, {changed} changed" + (f", {broken} left out, see the log" if broken else ""))
