"""One polite, suspicious HTTP client for everything that is read from other people's servers."""

from __future__ import annotations

import asyncio
import re
import socket
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime
from email.utils import parsedate_to_datetime
from http import HTTPStatus
from types import TracebackType
from typing import Self

import aiohttp
from aiohttp.abc import AbstractResolver
from yarl import URL

from bot import __version__
from bot.clock import Clock
from bot.errors import FetchError
from bot.fetch.guard import GuardedResolver, SystemResolver, refuse_private_literal
from bot.fetch.inflate import Inflater

MAX_REDIRECTS = 5
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_CHUNK = 65_536
_LONGEST_RETRY_AFTER = 86_400.0
_REMEMBERED_HOSTS = 4_096
FEED_TYPES = "application/rss+xml, application/atom+xml, application/rdf+xml, application/xml;q=0.9, */*;q=0.5"


@dataclass(frozen=True, slots=True)
class WebSettings:
    """``spacing_seconds`` lie between two requests to one host; ``parallel`` hosts are asked at the same time;
    ``max_bytes`` bounds an answer both on the wire and after decompression."""

    contact: str = ""
    allow_private_hosts: bool = False
    proxy: str = ""
    timeout_seconds: float = 30.0
    max_bytes: int = 10_000_000
    parallel: int = 32
    spacing_seconds: float = 0.5

    @property
    def user_agent(self) -> str:
        return f"Aimaq/{__version__} (+{self.contact})" if self.contact else f"Aimaq/{__version__} (news digest bot)"


@dataclass(frozen=True, slots=True)
class Response:
    """An answer of any status. ``url`` is where it came from after redirects, ``headers`` have lower-case names,
    ``retry_after`` is in seconds."""

    status: int
    url: str
    headers: Mapping[str, str]
    body: bytes
    retry_after: float | None = None

    @property
    def etag(self) -> str:
        return self.headers.get("etag", "")

    @property
    def last_modified(self) -> str:
        return self.headers.get("last-modified", "")

    @property
    def host(self) -> str:
        return URL(self.url).host or ""

    def raise_for_status(self) -> None:
        """:class:`FetchError` of kind ``http`` unless the answer is a success or 304."""
        if self.status >= 300 and self.status != HTTPStatus.NOT_MODIFIED:
            raise FetchError(
                "http",
                f"{self.host}: answered {self.status} {_phrase(self.status)}".rstrip(),
                retry_after=self.retry_after,
                host=self.host,
            )


@dataclass(slots=True)
class _Host:
    """One server's queue: who holds ``turn`` may ask it, ``free_at`` (monotonic seconds) at the earliest."""

    turn: asyncio.Lock = field(default_factory=asyncio.Lock)
    free_at: float = 0.0


class Web:
    """Gets what an address holds. Use as an async context manager, or call :meth:`close`.

    It sends no cookies and no Accept-Language (a qTranslate site would redirect us for ever), follows at most
    five redirects and forgets them, never has two requests under way at one host, and refuses private addresses.

    ``readings`` is for callers that hold a whole answer while they work on it: when a thousand feeds answer faster
    than they are parsed, it bounds how many wait in memory.
    """

    def __init__(self, settings: WebSettings, clock: Clock, *, resolver: AbstractResolver | None = None) -> None:
        self._settings = settings
        self._clock = clock
        self._resolver = GuardedResolver(
            resolver or SystemResolver(),
            allow_private=settings.allow_private_hosts,
            exempt=URL(settings.proxy).host if settings.proxy else None,
        )
        self._session: aiohttp.ClientSession | None = None
        self._hosts: dict[str, _Host] = {}
        self._slots = asyncio.Semaphore(settings.parallel)
        self.readings = asyncio.Semaphore(settings.parallel)

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.close()

    async def close(self) -> None:
        if self._session is not None:
            await self._session.close()
            self._session = None
        await self._resolver.close()

    async def get(
        self,
        url: str,
        *,
        etag: str = "",
        modified: str = "",
        accept: str = FEED_TYPES,
        max_bytes: int | None = None,
        timeout: float | None = None,
    ) -> Response:
        """The answer to GET ``url``, whatever its status; with ``etag`` or ``modified`` it may be a 304.

        ``timeout`` seconds hold for all redirects and the whole body together, not for the wait for our turn.
        Raises :class:`FetchError` of kind ``refused``, ``connect``, ``timeout``, ``too-large``, ``http`` or
        ``ill-formed``; its message names the host, never the path, the query or credentials.
        """
        headers = {"Accept": accept, **_validators(etag, modified)}
        limit = max_bytes or self._settings.max_bytes
        left = timeout or self._settings.timeout_seconds
        target = _address(url)
        for _ in range(MAX_REDIRECTS + 1):
            async with self._turn(target):
                begun = self._clock.monotonic()
                answer = await self._ask(target, headers, limit, left)
                left = max(left - (self._clock.monotonic() - begun), 0.1)
            if isinstance(answer, Response):
                return answer
            target = answer
        raise FetchError("http", f"{target.host}: more than {MAX_REDIRECTS} redirects", host=target.host or "")

    @asynccontextmanager
    async def _turn(self, target: URL) -> AsyncIterator[None]:
        host = self._host(f"{target.host}:{target.port}")
        async with host.turn:
            wait = host.free_at - self._clock.monotonic()
            if wait > 0:
                await self._clock.sleep(wait)
            async with self._slots:
                try:
                    yield
                finally:
                    host.free_at = self._clock.monotonic() + self._settings.spacing_seconds

    def _host(self, name: str) -> _Host:
        if len(self._hosts) >= _REMEMBERED_HOSTS:
            now = self._clock.monotonic()
            self._hosts = {k: v for k, v in self._hosts.items() if v.turn.locked() or v.free_at > now}
        return self._hosts.setdefault(name, _Host())

    async def _ask(self, target: URL, headers: Mapping[str, str], limit: int, seconds: float) -> Response | URL:
        host = target.host or ""
        try:
            async with asyncio.timeout(seconds):
                await self._check(host)
                return await self._exchange(target, headers, limit)
        except TimeoutError:
            raise FetchError("timeout", f"{host}: no complete answer within {seconds:.0f} s", host=host) from None
        except aiohttp.ClientError as error:
            raise FetchError("connect", f"{host}: {_reason(error)}", host=host) from None
        except (OSError, ValueError) as error:
            raise FetchError("connect", f"{host}: {type(error).__name__}", host=host) from None

    async def _check(self, host: str) -> None:
        """What the guarded resolver does not see: literals, and names that a proxy will resolve for us."""
        if self._settings.allow_private_hosts:
            return
        refuse_private_literal(host)
        if self._settings.proxy:
            try:
                await self._resolver.resolve(host, 0, socket.AF_UNSPEC)
            except OSError:
                return  # only the proxy knows this name: it is the proxy's part to judge it

    async def _exchange(self, target: URL, headers: Mapping[str, str], limit: int) -> Response | URL:
        session = self._open_session()
        proxy = self._settings.proxy or None
        async with session.get(target, headers=headers, proxy=proxy, allow_redirects=False) as answer:
            location = answer.headers.get("Location")
            if answer.status in _REDIRECTS and location:
                return _address(location, base=target)
            named = {name.lower(): value for name, value in answer.headers.items()}
            body = b"" if answer.status == HTTPStatus.NOT_MODIFIED else await _read(answer, limit, target.host or "")
            retry_after = _retry_after(named.get("retry-after", ""), self._clock.now())
            return Response(answer.status, str(target), named, body, retry_after)

    def _open_session(self) -> aiohttp.ClientSession:
        """Opened at the first request: only then is there surely a running loop."""
        if self._session is None:
            connector = aiohttp.TCPConnector(
                resolver=self._resolver,
                use_dns_cache=False,
                limit=self._settings.parallel * 2,
                limit_per_host=0 if self._settings.proxy else 1,
                keepalive_timeout=1,
            )
            self._session = aiohttp.ClientSession(
                connector=connector,
                cookie_jar=aiohttp.DummyCookieJar(),
                auto_decompress=False,
                headers={"User-Agent": self._settings.user_agent, "Accept-Encoding": "gzip, deflate"},
                timeout=aiohttp.ClientTimeout(total=None, connect=None, sock_connect=None),
            )
        return self._session


def clean_etag(etag: str) -> str:
    """The tag that WordPress itself made: nginx weakens it (``W/"x"``) and Apache marks it (``"x-gzip"``) when they
    compress, and WordPress recognises neither."""
    bare = etag.strip().removeprefix("W/").removeprefix("w/")
    return re.sub(r'(?:-{1,2}gzip|;gz)("?)$', r"\1", bare)


def _validators(etag: str, modified: str) -> dict[str, str]:
    headers = {}
    if etag:
        headers["If-None-Match"] = clean_etag(etag)
    if modified:
        headers["If-Modified-Since"] = modified
    return {name: value for name, value in headers.items() if value.isascii() and value.isprintable()}


def _address(url: str, base: URL | None = None) -> URL:
    try:
        target = URL(url.strip())
        target = base.join(target) if base else target
        host, port = target.host, target.port
    except (ValueError, TypeError):
        raise FetchError("refused", "an address is no valid URL" + (f" (from {base.host})" if base else "")) from None
    if target.scheme not in {"http", "https"} or not host or not port:
        raise FetchError(
            "refused", f"{host or 'an address'}: only http and https addresses are fetched", host=host or ""
        )
    return target.with_fragment(None)


async def _read(answer: aiohttp.ClientResponse, limit: int, host: str) -> bytes:
    inflater = Inflater(answer.headers.get("Content-Encoding", ""), limit=limit, host=host)
    if (answer.content_length or 0) > limit:
        raise FetchError("too-large", f"{host}: announces {answer.content_length} bytes, more than {limit}", host=host)
    on_wire = 0
    body = bytearray()
    async for piece in answer.content.iter_chunked(_CHUNK):
        on_wire += len(piece)
        if on_wire > limit:
            raise FetchError("too-large", f"{host}: the answer is larger than {limit} bytes", host=host)
        body += inflater.feed(piece)
    return bytes(body + inflater.finish())


def _retry_after(value: str, now: datetime) -> float | None:
    """Seconds from now, of either form of RFC 9110, never negative and never more than a day."""
    if not value:
        return None
    try:
        seconds = float(value) if value.strip().isdigit() else (parsedate_to_datetime(value) - now).total_seconds()
    except (ValueError, TypeError):
        return None
    return min(max(seconds, 0.0), _LONGEST_RETRY_AFTER)


def _phrase(status: int) -> str:
    try:
        return HTTPStatus(status).phrase
    except ValueError:
        return ""


def _reason(error: aiohttp.ClientError) -> str:
    """A short English cause; aiohttp's own messages may hold the whole URL."""
    match error:
        case aiohttp.ClientConnectorDNSError():
            return "the name cannot be resolved"
        case aiohttp.ClientSSLError():
            return "the certificate or the TLS handshake is bad"
        case aiohttp.ClientProxyConnectionError() | aiohttp.ClientHttpProxyError():
            return "the proxy cannot be reached or refuses"
        case aiohttp.ClientConnectorError():
            return "the connection is refused"
        case aiohttp.ClientPayloadError() | aiohttp.ServerDisconnectedError():
            return "the answer broke off"
        case aiohttp.InvalidURL():
            return "the address is no valid URL"
        case _:
            return f"no valid HTTP answer ({type(error).__name__})"
