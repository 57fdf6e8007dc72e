"""What reading feeds costs: `python -m bench.feeds [--reader PYTHON] [--postgres]`, CPU time of one core.

1. entries per second from the bytes of a feed to articles, and on to stored rows without and with analysis;
2. with `--reader`, lemon24/reader's `update_feeds` on the same feeds: PYTHON is an interpreter of an environment of its
   own that has it (`pip install reader`); it is no dependency of ours;
3. CPU of one unchanged feed (a 304), in milliseconds, its place in the database included;
4. memory above idle while a thousand sources are read in one round, at first contact and unchanged.

With `--postgres` the rows are stored in a PostgreSQL server of our own, whose processor time is not counted.

Articles are those of tests/data/evaluate and of the sample site, two joined to one of the press's length.
"""

from __future__ import annotations

import argparse
import asyncio
import gc
import html
import json
import logging
import multiprocessing
import random
import re
import resource
import socket
import subprocess
import tempfile
import time
from collections.abc import AsyncIterator, Callable, Collection, Sequence
from contextlib import asynccontextmanager, nullcontext
from datetime import UTC, datetime, timedelta
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

import sqlalchemy as sa
import structlog
import uvloop
from aiohttp import web
from aiohttp.abc import AbstractResolver, ResolveResult
from sqlalchemy.ext.asyncio import create_async_engine

from bench.cluster import postgres
from bot.analysis import analyse
from bot.clock import SystemClock
from bot.config import IngestConfig
from bot.fetch.entry import Limits
from bot.fetch.feed import parse_feed
from bot.fetch.http import Web, WebSettings
from bot.fetch.reader import Source as Feed
from bot.fetch.reader import read_source
from bot.fetch.state import FeedState
from bot.jobs import intake
from bot.jobs.ingest import Ingest
from bot.jobs.intake import Intake
from bot.jobs.sharing import Turns
from bot.metrics import Metrics
from bot.models import Analysis, RawEdition, Source
from bot.sandbox.site import articles
from bot.store import Store

NOW = datetime(2026, 11, 25, 6, 0, tzinfo=UTC)
DATA = Path(__file__).parents[1] / "tests" / "data" / "evaluate"
SOURCES = 1_000
PER_FEED = 10
FEEDS = 60
MET = {"first_read_at": "2026-11-01T00:00:00+00:00"}
READER = """
import sys, time, tempfile
from pathlib import Path
from reader import make_reader
reader = make_reader(tempfile.mkdtemp() + "/reader.db", feed_root="")
for path in sorted(Path(sys.argv[1]).glob("*.xml")):
    reader.add_feed(str(path))
begun = time.process_time()
reader.update_feeds()
print(reader.get_entry_counts().total / (time.process_time() - begun))
"""


# --- the feeds -----------------------------------------------------------------------------------------------------


def texts() -> list[tuple[str, str]]:
    """Title and body, each text of our own writing used once."""
    lines = [line for file in sorted(DATA.glob("articles-*.jsonl")) for line in file.read_text("utf-8").splitlines()]
    found = [(row["title"], row["html"]) for row in map(json.loads, filter(None, lines))]
    found += [(text.title, text.html) for one in (*articles.published(), *articles.queue()) for text in one.texts]
    random.Random(1).shuffle(found)
    return [(found[n][0], found[n][1] + found[n + 1][1]) for n in range(0, len(found) - 1, 2)]


def feeds(count: int, per_feed: int = PER_FEED) -> list[bytes]:
    """WordPress feeds of ten posts each; when all texts are used they come again, with other figures."""
    written, dice = texts(), random.Random(2)
    rows = []
    for number in range(count * per_feed):
        title, body = written[number % len(written)]
        if number >= len(written):
            title, body = (re.sub(r"\d+", lambda _: str(dice.randint(2, 9999)), text) for text in (title, body))
        rows.append(item(number, title, body))
    return [feed(rows[n * per_feed : (n + 1) * per_feed], f"dala{n}.kz") for n in range(count)]


def feed(items: Sequence[str], host: str) -> bytes:
    return (
        '<?xml version="1.0" encoding="UTF-8"?><rss version="2.0"'
        ' xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/">'
        f"<channel><title>Алтын дала</title><link>https://{host}</link>"
        f"<generator>https://wordpress.org/?v=6.5</generator>{''.join(items)}</channel></rss>"
    ).encode()


def item(number: int, title: str, body: str) -> str:
    date = (NOW - timedelta(minutes=6 * number)).strftime("%a, %d %b %Y %H:%M:%S +0000")
    return (
        f"<item><title>{html.escape(title, quote=False)}</title><link>https://dala.kz/post-{number}/</link>"
        f"<dc:creator>Редакция</dc:creator><pubDate>{date}</pubDate><category>Новости</category>"
        f'<guid isPermaLink="false">https://dala.kz/?p={number}</guid>'
        f"<description><![CDATA[{body[:200]} [&#8230;]]]></description><content:encoded><![CDATA[{body}"
        '<p>Сообщение <a href="x">Дала</a> появились сначала на <a href="y">Дала</a>.</p>]]></content:encoded></item>'
    )


# --- from bytes to rows --------------------------------------------------------------------------------------------


def parsed_per_second(bodies: Sequence[bytes]) -> float:
    begun = time.process_time()
    entries = sum(parse_feed(body, {}, source="dala", url="https://dala.kz/feed/", now=NOW).entries for body in bodies)
    return entries / (time.process_time() - begun)


def bare(raw: RawEdition, **_: Any) -> Analysis:
    """No analysis: nothing is known but what the feed says, which is stored as it is."""
    return Analysis(0, raw.language or "ru", raw.title, "")


@asynccontextmanager
async def emptied(server: str | None) -> AsyncIterator[Store]:
    """An empty database: that of ``server``, or a file."""
    if server:
        engine = create_async_engine(server)
        async with engine.begin() as conn:
            await conn.execute(sa.text("DROP SCHEMA public CASCADE"))
            await conn.execute(sa.text("CREATE SCHEMA public"))
        await engine.dispose()
    with tempfile.TemporaryDirectory() as folder:
        store = await Store.open(server or f"sqlite+aiosqlite:///{folder}/aimaq.db")
        try:
            yield store
        finally:
            await store.close()


async def stored_per_second(
    bodies: Sequence[bytes], understand: Callable[..., Analysis], server: str | None = None
) -> float:
    """Parsed, told from what is known, understood, matched and stored: one feed after the other."""
    intake.analyse = understand  # type: ignore[attr-defined]
    async with emptied(server) as store:
        clock = StandingClock()
        taker = Intake(store, clock, Metrics(), IngestConfig(), turns=Turns(store, clock, "bench"))
        sources = [Source(f"dala{n}", f"https://dala{n}.kz/feed/", reading=MET) for n in range(len(bodies))]
        await store.sync_sources(sources, NOW)
        begun, entries = time.process_time(), 0
        for source, body in zip(sources, bodies, strict=True):
            found = parse_feed(body, {}, source=source.name, url=source.feed_url, now=NOW)
            taken = await taker.take(source, found.articles)
            entries += taken.new
        seconds = time.process_time() - begun
    intake.analyse = analyse  # type: ignore[attr-defined]
    assert entries == sum(body.count(b"<item>") for body in bodies)
    return entries / seconds


class StandingClock(SystemClock):
    def now(self) -> datetime:
        return NOW


def reader_per_second(python: str, bodies: Sequence[bytes]) -> float:
    with tempfile.TemporaryDirectory() as folder:
        for number, body in enumerate(bodies):
            (Path(folder) / f"{number:03}.xml").write_bytes(body)
        done = subprocess.run([python, "-c", READER, folder], capture_output=True, text=True, check=True)
    return float(done.stdout)


def warm_up(bodies: Sequence[bytes]) -> None:
    """As in a service that has run for a while: vocabularies are loaded, statements compiled, no rubbish."""
    for understand in (bare, analyse):
        uvloop.run(stored_per_second(bodies[:3], understand))
    gc.collect()
    gc.freeze()


# --- over HTTP -----------------------------------------------------------------------------------------------------


def serve(pipe: Connection, body: bytes) -> None:
    """A server for any number of feeds, with a validator that always matches."""

    async def answer(request: web.Request) -> web.Response:
        if request.headers.get("If-None-Match") == '"v1"':
            return web.Response(status=304)
        own = body.replace(b"dala.kz", request.host.split(":")[0].encode())
        return web.Response(body=own, content_type="application/rss+xml", headers={"ETag": '"v1"'})

    async def run() -> None:
        app = web.Application()
        app.router.add_get("/{path:.*}", answer)
        runner = web.AppRunner(app)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        pipe.send(runner.addresses[0][1])
        await asyncio.to_thread(pipe.recv)

    asyncio.run(run())


class AllLocal(AbstractResolver):
    """Every name is this machine: a thousand hosts, each with a queue of its own."""

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET
    ) -> list[ResolveResult]:
        return [ResolveResult(hostname=host, host="127.0.0.1", port=port, family=socket.AF_INET, proto=0, flags=0)]

    async def close(self) -> None: ...


@asynccontextmanager
async def reading(port: int, count: int, server: str | None) -> AsyncIterator[tuple[Ingest, Store, Web]]:
    """A bot that reads ``count`` sources, and stores what they say without understanding it."""
    intake.analyse = bare  # type: ignore[attr-defined]
    clock = SystemClock()
    settings = WebSettings(allow_private_hosts=True, spacing_seconds=0)
    async with emptied(server) as store:
        sources = [Source(f"s{n}", f"http://site-{n}.test:{port}/feed/") for n in range(count)]
        await store.sync_sources(sources, clock.now())
        async with (
            store._db.write() as conn
        ):  # SQLite's cache holds 64 MB at most, whatever is read; here it is not meant
            if not server:
                await conn.exec_driver_sql("PRAGMA cache_size = -2048")
        async with Web(settings, clock, resolver=AllLocal()) as client:
            metrics = Metrics()
            taker = Intake(store, clock, metrics, IngestConfig(), turns=Turns(store, clock, "bench"))
            yield Ingest(store, client, clock, metrics, taker, Limits()), store, client
    intake.analyse = analyse  # type: ignore[attr-defined]


async def unchanged_milliseconds(port: int, server: str | None) -> tuple[float, float]:
    """CPU of a reading that ends with a 304: the request and its answer alone, and with the database."""
    rounds = 300
    async with reading(port, 1, server) as (ingest, store, client):
        (source,) = await store.sources()
        await ingest.poll(source)
        (source,) = await store.sources()
        state = FeedState.from_json(source.reading)
        begun = time.process_time()
        for _ in range(rounds):
            feed = Feed(source.name, source.feed_url)
            result = await read_source(client, feed, state, known=nothing_known, now=datetime.now(UTC))
            assert result.not_modified
        alone = time.process_time() - begun
        begun = time.process_time()
        for number in range(rounds):
            report = await ingest.poll(source)
            assert report.not_modified
            if number % 10 == 9:  # the twelfth would be read whole
                await ingest.flush()
        whole = time.process_time() - begun
    return alone / rounds * 1000, whole / rounds * 1000


async def nothing_known(_: Sequence[str]) -> Collection[str]:
    return ()


async def rounds_of_many(port: int, server: str | None) -> list[tuple[str, float, float]]:
    """Of two rounds of all sources: what they were, seconds, and megabytes of peak memory above idle."""
    async with reading(port, SOURCES, server) as (ingest, store, client):
        warm = Feed("warm", f"http://127.0.0.1:{port}/feed/")
        await read_source(client, warm, FeedState(), known=nothing_known, now=NOW)
        idle, found = _peak_megabytes(), []
        for name in ("first contact", "unchanged"):
            begun = time.monotonic()
            reports = await asyncio.gather(*(ingest.poll(source) for source in await store.sources()))
            assert not any(report.failed for report in reports), reports
            found.append((name, time.monotonic() - begun, _peak_megabytes() - idle))
    return found


def _peak_megabytes() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


# --- the report ----------------------------------------------------------------------------------------------------


def over_http(body: bytes, url: str | None) -> None:
    here, there = multiprocessing.Pipe()
    server = multiprocessing.get_context("spawn").Process(target=serve, args=(there, body), daemon=True)
    server.start()
    port = here.recv()
    for name, seconds, megabytes in uvloop.run(rounds_of_many(port, url)):
        print(f"{SOURCES:,} sources in one round, {name}: {seconds:.1f} s, {megabytes:.1f} MB above idle")
    alone, whole = uvloop.run(unchanged_milliseconds(port, url))
    print(f"an unchanged feed: {alone:.2f} ms of CPU, {whole:.2f} ms with its place in the database")
    here.send("stop")
    server.join(5)


def from_bytes(reader: str | None, url: str | None) -> None:
    bodies = feeds(FEEDS)
    warm_up(bodies)
    print(f"{FEEDS * PER_FEED} entries of {sum(map(len, bodies)) // len(bodies) // PER_FEED} bytes each")
    print(f"from bytes to articles: {max(parsed_per_second(bodies) for _ in range(5)):,.0f} entries/s")
    for per_feed in (PER_FEED, 5 * PER_FEED):
        beside_reader(feeds(FEEDS * PER_FEED // per_feed, per_feed), per_feed, reader, url)
    fresh = bodies[: len(texts()) // PER_FEED]
    best = max(uvloop.run(stored_per_second(fresh, analyse, url)) for _ in range(3))
    print(f"with everything, {len(fresh) * PER_FEED} articles: {best:,.0f} articles/s")


def beside_reader(bodies: Sequence[bytes], per_feed: int, reader: str | None, url: str | None) -> None:
    """The best of several runs, taken in turns: other programs on the machine disturb both alike."""
    ours, theirs = 0.0, 0.0
    for _ in range(6):
        ours = max(ours, uvloop.run(stored_per_second(bodies, bare, url)))
        theirs = max(theirs, reader_per_second(reader, bodies)) if reader else 0.0
    print(f"from bytes to stored rows, without analysis, {per_feed} entries a feed: {ours:,.0f} entries/s")
    if reader:
        print(f"lemon24/reader's update_feeds on the same: {theirs:,.0f} entries/s; ours to theirs {ours / theirs:.2f}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--reader", metavar="PYTHON", help="an interpreter that has lemon24/reader")
    parser.add_argument("--postgres", action="store_true", help="a PostgreSQL server of our own instead of SQLite")
    asked = parser.parse_args()
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.WARNING))
    with tempfile.TemporaryDirectory() as folder:
        server = postgres(Path(folder)) if asked.postgres else nullcontext((None, None))
        with server as (_, url):
            over_http(feeds(1)[0], url)
            from_bytes(asked.reader, url)


if __name__ == "__main__":
    main()
