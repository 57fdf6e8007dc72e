"""What reading feeds costs: `python bench/feeds.py`. Figures are of one core; the server runs in its own process.

1. entries per second from the bytes of a feed to articles (no store, no analysis);
2. CPU of one unchanged feed (a 304), in milliseconds;
3. memory above idle while a thousand sources are read in one round.
"""

from __future__ import annotations

import asyncio
import multiprocessing
import resource
import socket
import time
from collections.abc import Collection, Sequence
from datetime import UTC, datetime, timedelta
from multiprocessing.connection import Connection

from aiohttp import web
from aiohttp.abc import AbstractResolver, ResolveResult

from bot.clock import SystemClock
from bot.fetch.feed import parse_feed
from bot.fetch.http import Web, WebSettings
from bot.fetch.reader import Source, read_source
from bot.fetch.state import FeedState

NOW = datetime(2026, 11, 25, 6, 0, tzinfo=UTC)
SOURCES = 1_000
SENTENCE = "В Талгарском районе открыли новую школу на триста мест, сообщили в акимате области. "


def feed(entries: int, *, marked: bool) -> bytes:
    """A WordPress feed of ``entries`` posts of about 3,000 characters each, with raw language marks or without."""
    return (
        '<?xml version="1.0" encoding="UTF-8"?><rss version="2.0"'
        ' xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/">'
        "<channel><title>Алтын дала</title><link>https://dala.kz</link>"
        "<generator>https://wordpress.org/?v=6.5</generator>"
        + "".join(_item(number, marked=marked) for number in range(entries))
        + "</channel></rss>"
    ).encode()


def _item(number: int, *, marked: bool) -> str:
    body = "".join(f"<p>{SENTENCE * 3}</p>\n" for _ in range(12 if not marked else 6))
    if marked:
        body = f"[:ru]{body}[:kk]{body}[:]"
    title = f"[:ru]Школа {number}[:kk]Мектеп {number}[:]" if marked else f"&#171;Школа&#187; {number}"
    return (
        f"<item><title>{title}</title><link>https://dala.kz/shkola-{number}/</link><dc:creator>Редакция</dc:creator>"
        f"<pubDate>{(NOW - timedelta(minutes=number)).strftime('%a, %d %b %Y %H:%M:%S +0000')}</pubDate>"
        f'<category>Новости</category><guid isPermaLink="false">https://dala.kz/?p={number}</guid>'
        f"<description><![CDATA[<p>{SENTENCE} [&#8230;]</p>]]></description>"
        f'<content:encoded><![CDATA[{body}<p>Сообщение <a href="x">Школа</a> появились сначала на <a href="y">Дала</a>'
        ".</p>]]></content:encoded></item>"
    )


def entries_per_second(*, marked: bool) -> float:
    body, rounds = feed(10, marked=marked), 60
    begun = time.process_time()
    for _ in range(rounds):
        parse_feed(body, {}, source="dala", url="https://dala.kz/feed/", now=NOW)
    return rounds * 10 / (time.process_time() - begun)


def serve(pipe: Connection) -> None:
    """A server for any number of feeds: ``/N/feed/``, with a validator that always matches."""
    body = feed(10, marked=False)

    async def answer(request: web.Request) -> web.Response:
        if request.headers.get("If-None-Match") == '"v1"':
            return web.Response(status=304)
        return web.Response(body=body, content_type="application/rss+xml", headers={"ETag": '"v1"'})

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


async def nothing_known(_: Sequence[str]) -> Collection[str]:
    return ()


async def unchanged_milliseconds(port: int) -> float:
    source = Source("dala", f"http://127.0.0.1:{port}/feed/")
    async with Web(WebSettings(allow_private_hosts=True, spacing_seconds=0), SystemClock()) as client:
        first = await read_source(client, source, FeedState(), known=nothing_known, now=NOW)
        rounds = 500
        begun = time.process_time()
        for _ in range(rounds):
            result = await read_source(client, source, first.state, known=nothing_known, now=NOW)
            assert result.not_modified
        return (time.process_time() - begun) / rounds * 1000


async def round_of_many(port: int) -> tuple[float, float]:
    """Seconds of one round of all sources, and megabytes of peak memory above idle."""
    settings = WebSettings(allow_private_hosts=True, spacing_seconds=0)
    async with Web(settings, SystemClock(), resolver=AllLocal()) as client:
        warm = Source("warm", f"http://127.0.0.1:{port}/feed/")
        await read_source(client, warm, FeedState(), known=nothing_known, now=NOW)
        idle, begun = _peak_megabytes(), time.monotonic()

        async def read(number: int) -> FeedState:
            source = Source(f"s{number}", f"http://site-{number}.test:{port}/feed/")
            return (await read_source(client, source, FeedState(), known=nothing_known, now=NOW)).state

        states = await asyncio.gather(*(read(number) for number in range(SOURCES)))
        assert all(not state.problem for state in states)
        return time.monotonic() - begun, _peak_megabytes() - idle


def _peak_megabytes() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def main() -> None:
    here, there = multiprocessing.Pipe()
    server = multiprocessing.get_context("spawn").Process(target=serve, args=(there,), daemon=True)
    server.start()
    port = here.recv()
    seconds, megabytes = asyncio.run(round_of_many(port))
    print(f"{SOURCES:,} sources in one round: {seconds:.1f} s, {megabytes:.1f} MB above idle")
    print(f"from bytes to articles: {entries_per_second(marked=False):,.0f} entries/s, "
          f"with two languages in each {entries_per_second(marked=True):,.0f} entries/s")  # fmt: skip
    print(f"an unchanged feed: {asyncio.run(unchanged_milliseconds(port)):.2f} ms of CPU")
    here.send("stop")
    server.join(5)


if __name__ == "__main__":
    main()
