"""The guard against requests into our own network (SSRF).

An address is judged where it is used: the resolver below hands the connector only addresses that passed, so what
was checked is what is connected to, and a name that changes its mind between check and use gains nothing.
"""

from __future__ import annotations

import asyncio
import ipaddress
import re
import socket
from concurrent.futures import ThreadPoolExecutor
from functools import partial

from aiohttp.abc import AbstractResolver, ResolveResult

from bot.errors import FetchError

_NUMERIC = re.compile(r"(?:0x[0-9a-f]*|\d+)(?:\.(?:0x[0-9a-f]*|\d+)){0,3}", re.IGNORECASE)
_NAT64 = ipaddress.ip_network("64:ff9b::/96")


def is_public(address: str) -> bool:
    """Whether ``address`` (an IP literal) belongs to the open internet; IPv4 inside IPv6 is judged as IPv4."""
    try:
        ip = ipaddress.ip_address(address)
    except ValueError:
        return False
    if isinstance(ip, ipaddress.IPv6Address):
        inner = ip.ipv4_mapped or ip.sixtofour or _behind_nat64(ip)
        if inner is not None:
            return is_public(str(inner))
        if ip.teredo is not None or ip.is_reserved:
            return False
    return ip.is_global and not ip.is_multicast


def refuse_private_literal(host: str) -> None:
    """Refuse a host that is itself a private address, in any spelling that ``socket`` would understand.

    Decimal, octal, hexadecimal and shortened forms are refused whatever they mean: no feed is published so.
    """
    bare = host.rstrip(".")
    if ":" in bare or _is_dotted_quad(bare):
        if not is_public(bare):
            raise refusal(host)
    elif _NUMERIC.fullmatch(bare) or bare.lower() == "localhost" or bare.lower().endswith(".localhost"):
        raise refusal(host)


def refusal(host: str) -> FetchError:
    return FetchError(
        "refused",
        f"{host}: leads into a private network; set network.allow_private_hosts = true if that is meant",
        host=host,
    )


class GuardedResolver(AbstractResolver):
    """Resolves through ``inner`` and refuses a name as soon as one of its addresses is private.

    ``exempt`` is the host of the proxy: the admin named it, and it mostly lives in a private network.
    """

    def __init__(self, inner: AbstractResolver, *, allow_private: bool, exempt: str | None = None) -> None:
        self._inner = inner
        self._allow_private = allow_private
        self._exempt = exempt

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_UNSPEC
    ) -> list[ResolveResult]:
        found = await self._inner.resolve(host, port, family)
        if not self._allow_private and host != self._exempt and not all(is_public(each["host"]) for each in found):
            raise refusal(host)
        return found

    async def close(self) -> None:
        await self._inner.close()


class SystemResolver(AbstractResolver):
    """The system's resolver in threads of its own: a name server that does not answer holds a thread for many
    seconds, and must not hold those in which feeds are parsed."""

    def __init__(self, threads: int = 16) -> None:
        self._threads = ThreadPoolExecutor(threads, thread_name_prefix="dns")

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_UNSPEC
    ) -> list[ResolveResult]:
        ask = partial(socket.getaddrinfo, host, port, family, socket.SOCK_STREAM, 0, socket.AI_ADDRCONFIG)
        found = await asyncio.get_running_loop().run_in_executor(self._threads, ask)
        return [
            ResolveResult(
                hostname=host,
                host=str(address[0]),
                port=port,
                family=kind,
                proto=protocol,
                flags=socket.AI_NUMERICHOST | socket.AI_NUMERICSERV,
            )
            for kind, _, protocol, _, address in found
        ]

    async def close(self) -> None:
        self._threads.shutdown(wait=False, cancel_futures=True)


def _is_dotted_quad(host: str) -> bool:
    try:
        ipaddress.IPv4Address(host)
    except ValueError:
        return False
    return True


def _behind_nat64(ip: ipaddress.IPv6Address) -> ipaddress.IPv4Address | None:
    return ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF) if ip in _NAT64 else None
