"""The client: whom it refuses, what it bounds, how polite it is."""

from __future__ import annotations

import asyncio
import gzip
import socket
import zlib
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime

import pytest
from aiohttp import web as server
from aiohttp.abc import AbstractResolver, ResolveResult
from hypothesis import given
from hypothesis import strategies as st

from bot.clock import SystemClock
from bot.errors import FetchError
from bot.fetch.guard import SystemResolver, is_public, refuse_private_literal
from bot.fetch.http import Web, WebSettings, clean_etag
from bot.fetch.inflate import Inflater
from tests.fetch.wordpress_site import Site

Handler = Callable[[server.Request], Awaitable[server.StreamResponse]]


class Names(AbstractResolver):
    """A resolver of the test's own; ``asked`` counts, so that a name may change its mind."""

    def __init__(self, answers: dict[str, list[list[str]]]) -> None:
        self._answers = answers
        self.asked: list[str] = []

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_UNSPEC
    ) -> list[ResolveResult]:
        answers = self._answers.get(host)
        if not answers:
            raise OSError("no such name")
        addresses = answers[min(self.asked.count(host), len(answers) - 1)]
        self.asked.append(host)
        return [
            ResolveResult(hostname=host, host=each, port=port, family=socket.AF_INET, proto=0, flags=0)
            for each in addresses
        ]

    async def close(self) -> None: ...


@asynccontextmanager
async def serving(handler: Handler) -> AsyncIterator[str]:
    app = server.Application()
    app.router.add_route("*", "/{path:.*}", handler)
    runner = server.AppRunner(app, shutdown_timeout=0.1)
    await runner.setup()
    await server.TCPSite(runner, "127.0.0.1", 0).start()
    host, port = runner.addresses[0][:2]
    yield f"http://{host}:{port}"
    await runner.cleanup()


def guarded(resolver: AbstractResolver | None = None, **settings: object) -> Web:
    return Web(WebSettings(spacing_seconds=0, timeout_seconds=5, **settings), SystemClock(), resolver=resolver)  # type: ignore[arg-type]  # a table of keywords


@pytest.mark.parametrize(
    "address",
    ["10.0.0.1", "127.0.0.1", "169.254.169.254", "192.168.1.1", "172.16.0.9", "100.64.0.1", "0.0.0.0", "224.0.0.1",
     "255.255.255.255", "::1", "::", "fe80::1", "fc00::1", "fd00:ec2::254", "ff02::1", "::ffff:10.0.0.1",
     "::ffff:169.254.169.254", "2002:7f00:1::", "64:ff9b::7f00:1", "::7f00:1", "not an address", ""],
)  # fmt: skip
def test_private_addresses_of_every_kind(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize("address", ["93.184.216.34", "2a00:1450:4010:c05::71", "::ffff:93.184.216.34"])
def test_public_addresses(address: str) -> None:
    assert is_public(address)


@pytest.mark.parametrize(
    "host",
    ["127.0.0.1", "2130706433", "0x7f000001", "017700000001", "127.1", "0x7f.1", "0177.0.0.1", "127.0.0.1.", "[::1]",
     "[::ffff:127.0.0.1]", "169.254.169.254", "localhost", "LOCALHOST", "feeds.localhost"],
)  # fmt: skip
async def test_private_hosts_are_refused_in_every_spelling(host: str) -> None:
    async with guarded() as web:
        with pytest.raises(FetchError) as caught:
            await web.get(f"http://{host}/feed/?token=secret")
    assert caught.value.kind == "refused"
    assert "secret" not in str(caught.value) and "allow_private_hosts" in str(caught.value)


@given(st.integers(0, 2**32 - 1))
def test_a_dotted_quad_is_judged_by_its_address_and_a_number_never_passes(value: int) -> None:
    with pytest.raises(FetchError):
        refuse_private_literal(str(value))
    quad = ".".join(str(byte) for byte in value.to_bytes(4))
    if is_public(quad):
        refuse_private_literal(quad)
    else:
        with pytest.raises(FetchError):
            refuse_private_literal(quad)


@pytest.mark.parametrize("addresses", [["10.1.2.3"], ["93.184.216.34", "127.0.0.1"], ["169.254.169.254"]])
async def test_a_name_that_leads_into_a_private_network_is_refused(addresses: list[str]) -> None:
    async with guarded(Names({"news.kz": [addresses]})) as web:
        with pytest.raises(FetchError, match=r"news\.kz: leads into a private network"):
            await web.get("http://news.kz/feed/")


async def test_a_name_is_resolved_once_per_connection_so_that_it_cannot_change_its_mind() -> None:
    names = Names({"news.kz": [["203.0.113.1"], ["127.0.0.1"]]})
    async with guarded(names) as web:
        with pytest.raises(FetchError):  # 203.0.113.0/24 is for documentation, not for the internet
            await web.get("http://news.kz/feed/")
    assert names.asked == ["news.kz"]


async def test_names_of_this_machine_resolve_and_are_judged() -> None:
    resolver = SystemResolver()
    assert {found["host"] for found in await resolver.resolve("localhost", 80)} <= {"127.0.0.1", "::1"}
    async with guarded(Names({"news.kz": [["127.0.0.1"]]}), allow_private_hosts=True) as web:
        with pytest.raises(FetchError, match=r"other\.kz: the name cannot be resolved"):
            await web.get("http://other.kz/")
    await resolver.close()


async def test_a_proxy_is_reached_and_what_lies_behind_it_is_still_guarded() -> None:
    async def proxy(request: server.Request) -> server.Response:
        return server.Response(text=f"via proxy: {request.raw_path if hasattr(request, 'raw_path') else request.path}")

    async with serving(proxy) as address:
        names = Names({"inner.kz": [["10.0.0.5"]], "127.0.0.1": [["127.0.0.1"]]})
        async with guarded(names, proxy=address) as web:
            answer = await web.get("http://only-the-proxy-knows.kz/feed/")
            assert answer.status == 200
            with pytest.raises(FetchError, match=r"inner\.kz: leads into a private network"):
                await web.get("http://inner.kz/feed/")


async def test_a_redirect_leads_to_web_addresses_only(site: Site) -> None:
    site.fault = "redirect-away"
    site.away = "ftp://news.kz/feed/"
    async with guarded(allow_private_hosts=True) as web:
        with pytest.raises(FetchError, match="only http and https"):
            await web.get(site.feed_url)


async def test_after_a_redirect_the_guard_judges_again(site: Site) -> None:
    port = site.url.rsplit(":", 1)[1]
    names = Names({"news.kz": [["127.0.0.1"]]})
    site.fault = "redirect-away"

    class Lenient(Web):
        """Lets the first host pass, as a public one would."""

        async def _check(self, host: str) -> None:
            if host != "news.kz":
                refuse_private_literal(host)

    async with Lenient(WebSettings(allow_private_hosts=True), SystemClock(), resolver=names) as web:
        with pytest.raises(FetchError, match=r"169\.254\.169\.254: leads into a private network"):
            await web.get(f"http://news.kz:{port}/feed/")


@pytest.mark.parametrize(
    "url", ["", "feed", "ftp://a.kz/", "file:///etc/passwd", "http://", "http://[::1", "javascript:1"]
)
async def test_addresses_that_are_none(url: str) -> None:
    async with guarded() as web:
        with pytest.raises(FetchError) as caught:
            await web.get(url)
    assert caught.value.kind == "refused"


@pytest.mark.parametrize(
    ("received", "sent"),
    [('"abc"', '"abc"'), ('W/"abc"', '"abc"'), ('"abc-gzip"', '"abc"'), ('W/"abc-gzip"', '"abc"'),
     ('"abc--gzip"', '"abc"'), ('"abc;gz"', '"abc"'), ("abc", "abc"), ('"gzip"', '"gzip"')],
)  # fmt: skip
def test_the_tag_that_wordpress_made(received: str, sent: str) -> None:
    assert clean_etag(received) == sent


async def test_a_validator_with_line_breaks_is_not_sent(site: Site, web: Web) -> None:
    assert (await web.get(site.feed_url, etag='"a"\r\nX-Evil: 1', modified="вчера")).status == 200


@pytest.mark.parametrize("count", [0, 5])
async def test_up_to_five_redirects_are_followed(count: int) -> None:
    async def hop(request: server.Request) -> server.Response:
        left = int(request.query["left"])
        return server.Response(text="here") if not left else _redirect(f"?left={left - 1}")

    async with serving(hop) as address, guarded(allow_private_hosts=True) as web:
        answer = await web.get(f"{address}/?left={count}")
        assert answer.body == b"here" and answer.url.endswith("left=0")
        with pytest.raises(FetchError, match="more than 5 redirects"):
            await web.get(f"{address}/?left={count + 6}")


async def test_one_request_at_a_time_per_host() -> None:
    under_way = {"now": 0, "most": 0}

    async def slow(_: server.Request) -> server.Response:
        under_way["now"] += 1
        under_way["most"] = max(under_way["most"], under_way["now"])
        await asyncio.sleep(0.02)
        under_way["now"] -= 1
        return server.Response(text="ok")

    async with serving(slow) as address, guarded(allow_private_hosts=True) as web:
        await asyncio.gather(*(web.get(f"{address}/{number}") for number in range(4)))
        assert under_way["most"] == 1


async def test_requests_to_one_host_are_spaced() -> None:
    class Watch(SystemClock):
        slept: list[float] = []  # noqa: RUF012 -- one test, one instance

        async def sleep(self, seconds: float) -> None:
            self.slept.append(seconds)

    async def ok(_: server.Request) -> server.Response:
        return server.Response(text="ok")

    async with serving(ok) as address:
        clock = Watch()
        async with Web(WebSettings(allow_private_hosts=True, spacing_seconds=5), clock) as web:
            await web.get(address)
            await web.get(address)
    assert len(clock.slept) == 1 and 0 < clock.slept[0] <= 5


@pytest.mark.parametrize(
    ("header", "seconds"),
    [("120", 120.0), ("999999999", 86_400.0), ("-5", None), ("soon", None), ("", None), ("1.5", None)],
)
async def test_retry_after_in_seconds(header: str, seconds: float | None) -> None:
    async def busy(_: server.Request) -> server.Response:
        return server.Response(status=503, headers={"Retry-After": header})

    async with serving(busy) as address, guarded(allow_private_hosts=True) as web:
        answer = await web.get(address)
    assert answer.retry_after == seconds
    with pytest.raises(FetchError, match="answered 503 Service Unavailable"):
        answer.raise_for_status()


async def test_retry_after_as_a_date() -> None:
    class Noon(SystemClock):
        def now(self) -> datetime:
            return datetime(2026, 11, 25, 12, 0, tzinfo=UTC)

    async def busy(_: server.Request) -> server.Response:
        return server.Response(status=429, headers={"Retry-After": "Wed, 25 Nov 2026 12:05:00 GMT"})

    async with serving(busy) as address, Web(WebSettings(allow_private_hosts=True), Noon()) as web:
        assert (await web.get(address)).retry_after == 300


def inflate(encoding: str, body: bytes, *, limit: int = 10_000, piece: int = 7) -> bytes:
    inflater = Inflater(encoding, limit=limit, host="a.kz")
    out = b"".join(inflater.feed(body[start : start + piece]) for start in range(0, len(body), piece))
    return out + inflater.finish()


TEXT = "Талғарда мектеп ашылды. ".encode() * 40
RAW = zlib.compressobj(9, zlib.DEFLATED, -15)
RAW_DEFLATE = RAW.compress(TEXT) + RAW.flush()


@pytest.mark.parametrize(
    ("encoding", "body"),
    [("", TEXT), ("identity", TEXT), ("gzip", gzip.compress(TEXT)), ("x-gzip", gzip.compress(TEXT)),
     ("GZIP", gzip.compress(TEXT)), ("deflate", zlib.compress(TEXT)), ("deflate", RAW_DEFLATE), ("gzip", TEXT),
     ("gzip", gzip.compress(TEXT[:100]) + gzip.compress(TEXT[100:])), ("gzip", gzip.compress(TEXT) + b"\0\0\0")],
    ids=["none", "identity", "gzip", "x-gzip", "upper", "zlib", "raw", "named-only", "two-members", "padded"],
)  # fmt: skip
@pytest.mark.parametrize("piece", [1, 7, 100_000])
def test_bodies_come_out_whole_however_they_were_packed(encoding: str, body: bytes, piece: int) -> None:
    assert inflate(encoding, body, piece=piece) == TEXT


def test_bodies_too_short_to_judge() -> None:
    assert inflate("gzip", b"x") == b"x" and inflate("gzip", b"") == b""


def test_a_bomb_is_stopped_at_the_limit_not_behind_it() -> None:
    bomb = gzip.compress(b"\0" * 50_000_000)
    inflater = Inflater("gzip", limit=1_000_000, host="a.kz")
    with pytest.raises(FetchError, match=r"a\.kz: the answer is larger than 1000000 bytes"):
        inflater.feed(bomb)


def test_broken_and_unknown_packing() -> None:
    with pytest.raises(FetchError, match="broken compression"):
        inflate("gzip", b"\x1f\x8b\x08" + bytes(7) + b"\xff" * 50, piece=1000)
    with pytest.raises(FetchError, match="unknown Content-Encoding"):
        inflate("br", b"x")


def _redirect(location: str) -> server.Response:
    return server.Response(status=302, headers={"Location": location})
