"""Every way in which a server answers a feed's address wrongly."""

from __future__ import annotations

import asyncio
import gzip
import zlib
from typing import Literal

from aiohttp import web

Fault = Literal[
    "500", "503", "404", "html", "empty", "garbage", "half", "hang", "drip", "close", "no-items", "gzip-bomb",
    "entity-bomb", "big", "redirect-loop", "redirect-away", "json", "broken-gzip", "control", "bad-byte", "nul",
]  # fmt: skip
RSS = {"Content-Type": "application/rss+xml; charset=UTF-8"}


async def misbehave(request: web.Request, fault: Fault, text: str, no_items: str, away: str) -> web.StreamResponse:
    """``text`` is the feed as it should be, ``no_items`` one without entries, ``away`` where it must not lead."""
    match fault:
        case "500":
            return web.Response(status=500, text="<h1>Критическая ошибка</h1>", content_type="text/html")
        case "503":
            return web.Response(status=503, headers={"Retry-After": "120"})
        case "404":
            return web.Response(status=404, body=no_items.encode(), headers=RSS)
        case "html":
            return web.Response(
                text="<!doctype html><html><body>Сайт на ремонте</body></html>", content_type="text/html"
            )
        case "empty":
            return web.Response(body=b"", headers=RSS)
        case "garbage":
            return web.Response(body=bytes(range(256)) * 64, headers=RSS)
        case "json":
            return web.json_response({"error": "nope"})
        case "half":
            return web.Response(body=text.encode()[: int(len(text.encode()) * 0.6)], headers=RSS)
        case "no-items":
            return web.Response(body=no_items.encode(), headers=RSS)
        case "control":
            return web.Response(body=text.replace("Подробности", "Под\x0bроб\x01ности").encode(), headers=RSS)
        case "bad-byte":
            return web.Response(body=text.encode().replace("Подробности".encode(), b"\xd0Podrobnosti", 1), headers=RSS)
        case "nul":
            return web.Response(body=text.replace("Подробности", "Под\0робности").encode(), headers=RSS)
        case "redirect-loop":
            raise web.HTTPFound(f"/feed/?again={request.query_string}1")
        case "redirect-away":
            raise web.HTTPFound(away)
        case "entity-bomb":
            return web.Response(body=_entity_bomb(), headers=RSS)
        case "gzip-bomb":
            return web.Response(body=_gzip_bomb(), headers={**RSS, "Content-Encoding": "gzip"})
        case "broken-gzip":
            return web.Response(
                body=gzip.compress(text.encode())[:40] + b"\xff" * 200, headers={**RSS, "Content-Encoding": "gzip"}
            )
        case "big":
            return web.Response(body=text.encode() + b" " * 20_000_000, headers=RSS)
        case "hang" | "drip" | "close":
            return await _dawdle(request, fault)


async def _dawdle(request: web.Request, fault: Fault) -> web.StreamResponse:
    if fault == "close":
        if request.transport:
            request.transport.close()
        return web.Response()
    response = web.StreamResponse(headers={"Content-Type": "application/rss+xml"})
    if fault == "drip":
        await response.prepare(request)
    for _ in range(600):
        await asyncio.sleep(0.05)
        if request.transport is None or request.transport.is_closing():
            break
        if fault == "drip":
            await response.write(b"<")
    return response


def _entity_bomb() -> bytes:
    levels = "".join(f'<!ENTITY lol{n} "{f"&lol{n - 1};" * 10}">' for n in range(1, 10))
    return (
        f'<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY lol0 "lol">{levels}]>'
        '<rss version="2.0"><channel><title>x</title>'
        "<item><title>&lol9;</title><guid>1</guid></item></channel></rss>"
    ).encode()


def _gzip_bomb() -> bytes:
    machine = zlib.compressobj(9, zlib.DEFLATED, 31)
    return b"".join([*(machine.compress(b"\0" * 1_000_000) for _ in range(200)), machine.flush()])
