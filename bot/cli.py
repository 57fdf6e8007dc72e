"""What the one-shot commands do: open the newsroom, do one thing, print it for people or as JSON."""

from __future__ import annotations

import asyncio
import json
import re
import sys
import time
from collections.abc import AsyncIterator, Iterator, Sequence
from dataclasses import asdict, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import structlog
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from rich.table import Table

from bot import logs, render
from bot.analysis import VERSION, analyse, parse_query
from bot.analysis.evaluate import Section, evaluate
from bot.config import Config, masked
from bot.errors import UsageError
from bot.jobs.ingest import PollReport
from bot.models import LANGUAGES, Analysis, Digest, Entry, Profile, Source
from bot.newsroom import Newsroom, newsroom
from bot.store import Store, StoredRaw
from bot.texts import plain, texts

log = structlog.get_logger()

BATCH = 50
UNITS = {"m": timedelta(minutes=1), "h": timedelta(hours=1), "d": timedelta(days=1), "w": timedelta(weeks=1)}


def out(text: str) -> None:
    sys.stdout.write(text + "\n")


def bar() -> Progress:
    """A progress bar on standard error, so that standard output stays data."""
    return Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
        console=Console(stderr=True),
    )


def quiet(config: Config) -> None:
    logs.configure("warning" if config.log.level == "info" else config.log.level, config.log.format)


def parse_since(text: str) -> timedelta:
    """``90m``, ``24h``, ``7d``, ``2w``."""
    found = re.fullmatch(r"(\d{1,5})([mhdw])", text.strip().lower())
    if not found:
        raise UsageError(f"--since {text}: write it like 90m, 24h, 7d or 2w")
    return int(found[1]) * UNITS[found[2]]


def parse_date(text: str | None, option: str = "--since") -> datetime | None:
    if text is None:
        return None
    try:
        return datetime.combine(date.fromisoformat(text), datetime.min.time(), UTC)
    except ValueError:
        raise UsageError(f"{option} {text}: write a date like 2026-11-23") from None


# --- reading the feeds -------------------------------------------------------------------------------------------


async def ingest_once(config: Config, *, source: str | None, feed: str | None, as_json: bool) -> bool:
    """One round; whether any source failed."""
    quiet(config)
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
        remarks = one.failed or ("not modified" if one.not_modified else "; ".join(one.warnings[:3]))
        counts = (str(one.new), str(one.changed), str(one.unchanged), str(one.skipped))
        table.add_row(one.source, *counts, remarks)
    Console().print(table)


# --- asking ------------------------------------------------------------------------------------------------------


async def print_digest(
    config: Config, *, regions: Sequence[str], topics: Sequence[str], since: str, language: str, form: str
) -> None:
    if form not in {"text", "html", "json"}:
        raise UsageError(f"--format {form}: choose text, html or json")
    if language not in LANGUAGES:
        raise UsageError(f"--lang {language}: choose ru, kk or en")
    reach = parse_since(since)
    profile = replace(_profile(regions, topics), language=language)
    quiet(config)
    async with newsroom(config) as room:
        now = room.clock.now()
        digest = await room.reading.digest([(profile, -1)], since=now - reach, now=now, include_silent=True)
    if form == "json":
        out(json.dumps(digest_json(digest), ensure_ascii=False, indent=2))
        return
    messages = render.digest(digest, texts(language), config.zone, now)
    t = texts(language)
    for message in messages or (render.no_digest(t, subscribed=True),):
        out(message.html if form == "html" else plain(message.html))
        out("")


def _profile(regions: Sequence[str], topics: Sequence[str]) -> Profile:
    """Ids or words of the command line as a profile."""
    found = parse_query(" ".join((*regions, *topics)))
    known_regions = tuple(dict.fromkeys((*found.regions, *(one for one in regions if one.upper().startswith("KZ-")))))
    for word in (*regions, *topics):
        asked = parse_query(word)
        if not (asked.regions or asked.topics or asked.places):
            raise UsageError(f"{word}: neither a region nor a topic; see `aimaq explain`")
    return Profile(regions=known_regions, places=found.places, topics=found.topics, items=20)


def digest_json(digest: Digest) -> dict[str, Any]:
    return {
        "profile": asdict(digest.profile),
        "since": digest.since.isoformat(),
        "until": digest.until.isoformat(),
        "total": digest.total,
        "shown": digest.shown,
        "blocks": [
            {"region": block.region, "topic": block.topic, "entries": [entry_json(entry) for entry in block.entries]}
            for block in digest.blocks
        ],
    }


def entry_json(entry: Entry) -> dict[str, Any]:
    return {**asdict(entry), "published": entry.published.isoformat()}


async def print_answer(config: Config, text: str, *, as_json: bool) -> None:
    quiet(config)
    query = parse_query(text)
    async with newsroom(config) as room:
        answer = await room.reading.answer(query, zone=config.zone, size=10)
    profile = Profile()
    entries = [entry for story in answer.page.stories if (entry := room.reading.entry(story, profile))]
    if as_json:
        body = {
            "query": query_json(text, query),
            "total": answer.page.total,
            "stories": [entry_json(entry) for entry in entries],
        }
        out(json.dumps(body, ensure_ascii=False, indent=2))
        return
    t, now = texts("ru"), room.clock.now()
    title = render.describe(query, t)
    if entries:
        message = render.story_list(
            entries, t, config.zone, now, title=title, total=answer.page.total, token="-", period=query.period
        )
    else:
        message = render.nothing_found(
            title, t, token="-", period=query.period, alternatives=answer.alternatives, can_subscribe=False
        )
    out(plain(message.html))
    for entry in entries:
        out(entry.url)


def query_json(text: str, query: Any) -> dict[str, Any]:
    return {
        "query": text,
        "regions": list(query.regions),
        "topics": list(query.topics),
        "period": query.period,
        "keywords": list(query.keywords),
    }


async def backfill_source(config: Config, name: str, *, since: str | None, limit: int | None) -> None:
    quiet(config)
    oldest = parse_date(since)
    new = changed = 0
    async with newsroom(config) as room:
        source = await room.store.source(name)
        if source is None:
            names = ", ".join(one.name for one in await room.store.sources())
            raise UsageError(f"{name}: no such source; there are {names or 'none'}")
        with bar() as progress:
            task = progress.add_task(name, total=None)
            async for page in room.backfill.run(source, since=oldest, limit=limit):
                progress.update(task, total=limit or page.total, completed=page.done)
                new, changed = new + page.new, changed + page.changed
    out(f"{name}: {new} new, {changed} changed")


# --- the archive -------------------------------------------------------------------------------------------------


async def reanalyse_archive(config: Config, *, since: str | None) -> None:
    """Editions whose analysis is of an older version, in batches; what is done stays done when interrupted."""
    quiet(config)
    oldest = parse_date(since)
    async with newsroom(config) as room:
        total = await room.store.count_for_reanalysis(VERSION, since=oldest)
        with bar() as progress:
            task = progress.add_task("editions", total=total)
            async for done in _reanalysed(room, oldest):
                progress.advance(task, done)
    out(f"{total} editions analysed again")


async def _reanalysed(room: Newsroom, since: datetime | None) -> AsyncIterator[int]:
    after = 0
    while True:
        batch = await room.store.article_editions_for_reanalysis(after, BATCH, VERSION, since)
        if not batch:
            return
        analysed = await asyncio.to_thread(_analysed, batch)
        await room.store.save_reanalysis(analysed, room.clock.now())
        after = batch[-1].edition_id
        yield len(batch)


def _analysed(batch: Sequence[StoredRaw]) -> list[tuple[int, Analysis]]:
    return [
        (
            one.edition_id,
            analyse(one.raw, published=one.published, categories=one.categories, default_region=one.default_region),
        )
        for one in batch
    ]


def print_scores(path: Path) -> None:
    """`aimaq evaluate`: what was right, per thing and class, what was taken for what, how fast."""
    began = time.perf_counter()
    report = evaluate(_read_lines(path))
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


# --- subscribers -------------------------------------------------------------------------------------------------


async def export_to(config: Config, path: Path) -> None:
    quiet(config)
    count = 0
    async with newsroom(config) as room:
        with _replacing(path) as file:
            async for row in room.store.export_subscribers():
                file.write(json.dumps(row, ensure_ascii=False) + "\n")
                count += 1
    out(f"{count} chats written to {path}")


async def import_from(config: Config, path: Path) -> bool:
    """Stream JSON lines in; whether any line was refused."""
    quiet(config)
    total = sum(1 for _ in _read_lines(path))
    refused: list[str] = []
    async with newsroom(config) as room:
        with bar() as progress:
            task = progress.add_task("chats", total=total)
            async for done, errors in room.store.import_subscribers(_parsed(path), room.clock.now()):
                progress.update(task, completed=done + len(refused))
                refused += errors
    for line in refused[:20]:
        sys.stderr.write(f"aimaq: {path}: {line}\n")
    out(f"{total - len(refused)} chats imported, {len(refused)} lines refused")
    return bool(refused)


def _parsed(path: Path) -> Iterator[tuple[int, Any]]:
    for number, line in enumerate(_read_lines(path), 1):
        try:
            yield number, json.loads(line)
        except ValueError:
            yield number, None


def _read_lines(path: Path) -> Iterator[str]:
    try:
        with path.open(encoding="utf-8", errors="replace") as lines:
            yield from (line for line in lines if line.strip())
    except OSError as error:
        raise UsageError(f"{path}: cannot be read ({error.strerror})") from None


class _replacing:  # noqa: N801  # reads as a verb where it is used
    """A file that appears whole or not at all."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._part = path.with_name(path.name + ".part")

    def __enter__(self) -> Any:
        try:
            self._file = self._part.open("w", encoding="utf-8")
        except OSError as error:
            raise UsageError(f"{self._path}: cannot be written ({error.strerror})") from None
        return self._file

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        self._file.close()
        if kind is None:
            self._part.replace(self._path)
        else:
            self._part.unlink(missing_ok=True)


# --- the database and the settings -------------------------------------------------------------------------------


async def upgrade(config: Config) -> None:
    store = await Store.open(config.database.url, migrate=False)
    try:
        before, head = await store.revision()
        await store.upgrade()
    finally:
        await store.close()
    out(f"schema {head}" + (" (was up to date)" if before == head else f" (was {before or 'empty'})"))


async def backup_to(config: Config, path: Path) -> None:
    quiet(config)
    async with newsroom(config) as room:
        await room.store.backup(path)
    out(f"{path}: {path.stat().st_size / 1e6:.1f} MB, verified")


async def restore_from(config: Config, path: Path, *, force: bool) -> None:
    await Store.restore(config.database.url, path, force=force)
    out(f"{path} is the database now")


async def check(config: Config) -> bool:
    """Print what is wrong; whether anything is."""
    store = await Store.open(config.database.url, migrate=False)
    try:
        problems = await store.check()
    finally:
        await store.close()
    for problem in problems:
        out(problem)
    if not problems:
        out("the database is whole")
    return bool(problems)


async def check_config(config: Config, *, offline: bool) -> bool:
    """Print the settings in force; ask getMe and each feed. Whether anything failed."""
    out(json.dumps(masked(config), ensure_ascii=False, indent=2))
    if offline:
        return False
    failed = await _check_telegram(config)
    quiet(config)
    async with newsroom(config) as room:
        for source in await room.store.sources():
            if not source.paused:
                failed = not await _check_feed(room, source) or failed
    return failed


async def _check_telegram(config: Config) -> bool:
    from aiogram.exceptions import ClientDecodeError, TelegramAPIError  # noqa: PLC0415  # seconds, and only here

    from bot.app import telegram  # noqa: PLC0415

    bot = telegram(config)
    try:
        me = await bot.get_me(request_timeout=15)
    except (TelegramAPIError, ClientDecodeError) as error:
        reason = error.message if isinstance(error, TelegramAPIError) else "an answer that is not JSON"
        out(f"telegram: FAILED: {logs.TOKEN.sub(logs.HIDDEN, reason)}; check telegram.token and telegram.api_url")
        return True
    finally:
        await bot.session.close()
    out(f"telegram: @{me.username} answers")
    return False


async def _check_feed(room: Newsroom, source: Source) -> bool:
    result = await room.ingest.test(source)
    if result.problem:
        out(f"{source.name}: FAILED: {result.problem}")
        return False
    languages = sorted({edition.language or "?" for one in result.articles for edition in one.editions})
    out(f"{source.name}: {len(result.articles)} entries, languages {', '.join(languages)}")
    return True
