"""`aimaq reanalyse` and `aimaq evaluate`."""

from __future__ import annotations

import asyncio
import sys
import time
from collections.abc import AsyncIterator, Sequence
from datetime import datetime
from pathlib import Path

from rich.console import Console
from rich.table import Table

from bot.analysis import VERSION, analyse
from bot.analysis.evaluate import Section, evaluate
from bot.cli.printing import bar, out, parse_date, quiet, read_lines
from bot.config import Config
from bot.models import Analysis
from bot.newsroom import Newsroom, newsroom
from bot.store import StoredRaw

BATCH = 50


async def reanalyse_archive(config: Config, *, since: str | None, every: bool = False) -> None:
    """Editions whose analysis is of an older version, or ``every`` one, in batches; what is done stays done when
    interrupted."""
    quiet(config)
    version = VERSION + 1 if every else VERSION
    oldest = parse_date(since)
    async with newsroom(config) as room:
        total = await room.store.count_for_reanalysis(version, since=oldest)
        with bar() as progress:
            task = progress.add_task("editions", total=total)
            async for done in _reanalysed(room, version, oldest):
                progress.advance(task, done)
    out(f"{total} editions analysed again")


async def _reanalysed(room: Newsroom, version: int, since: datetime | None) -> AsyncIterator[int]:
    after = 0
    while True:
        batch = await room.store.article_editions_for_reanalysis(after, BATCH, version, since)
        if not batch:
            return
        analysed = await asyncio.to_thread(_analysed, batch, room.config.summary.max_chars)
        await room.store.save_reanalysis(analysed, room.clock.now())
        after = batch[-1].edition_id
        yield len(batch)


def _analysed(batch: Sequence[StoredRaw], max_chars: int) -> list[tuple[int, Analysis]]:
    return [
        (
            one.edition_id,
            analyse(
                one.raw,
                published=one.published,
                categories=one.categories,
                default_region=one.default_region,
                max_chars=max_chars,
            ),
        )
        for one in batch
    ]


def print_scores(path: Path) -> None:
    """`aimaq evaluate`: what was right, per thing and class, what was taken for what, how fast."""
    began = time.perf_counter()
    report = evaluate(read_lines(path))
    seconds = time.perf_counter() - began
    console = Console()
    for section in report.sections:
        console.print(_scores_of(section))
    if report.confusions:
        table = Table("what", "expected", "given", "times", "for example", title="confusions", box=None)
        for one in report.confusions[:30]:
            table.add_row(one.name, one.expected or "-", one.given or "-", str(one.times), "; ".join(one.examples)[:90])
        console.print(table)
    rate = report.articles / seconds if seconds else 0.0
    out(f"{report.articles} articles, {report.queries} queries, {report.pairs} pairs; {rate:.0f} articles/s")
    for number, reason in report.skipped:
        sys.stderr.write(f"aimaq: {path}: line {number}: {reason}\n")


def _scores_of(section: Section) -> Table:
    shares = {"exactly right": section.exact, "none is none": section.none_exact, "primary right": section.primary}
    title = f"{section.name} {section.language or ''} ({section.lines})".replace(" (", " · lines ", 1).rstrip(")")
    caption = ", ".join(f"{name} {share:.3f}" for name, share in shares.items() if share is not None)
    table = Table("class", "precision", "recall", "F1", "expected", title=title, caption=caption, box=None)
    for score in (*section.classes, section.micro):
        figures = (score.precision, score.recall, score.f1)
        table.add_row(score.id, *(f"{figure:.3f}" for figure in figures), str(score.support))
    table.add_row("macro F1", "", "", f"{section.macro_f1:.3f}", "")
    return table
