"""The small web server of a process: ``/healthz``, ``/metrics``, in webhook mode Telegram's updates, ``/admin``.

It is handed what it calls and knows nothing of the bot.
"""

from __future__ import annotations

import errno
import hmac
import json
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any

from aiohttp import web

from bot.errors import ConfigError
from bot.web.operator import Operator

AUTH_HEADER = "X-Telegram-Bot-Api-Secret-Token"
MAX_UPDATE_BYTES = 4 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Health:
    """Whether each stage did its work lately; ``checks`` maps a stage to what is known of it."""

    ok: bool
    checks: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Webhook:
    """Where Telegram's updates come in. ``handle`` returns after the update was handled, or raises."""

    path: str
    secret: str
    handle: Callable[[dict[str, Any]], Awaitable[None]]


class WebServer:
    """One aiohttp server on one port; :attr:`port` is the real one when 0 was asked for."""

    def __init__(
        self,
        health: Callable[[], Awaitable[Health]],
        metrics: Callable[[], bytes],
        webhook: Webhook | None = None,
        operator: Operator | None = None,
    ) -> None:
        self._health = health
        self._metrics = metrics
        self._webhook = webhook
        self._operator = operator
        self._runner: web.AppRunner | None = None
        self.port = 0

    async def start(self, host: str, port: int) -> None:
        """Raises :class:`ConfigError` where the address cannot be used."""
        app = web.Application(client_max_size=MAX_UPDATE_BYTES)
        app.router.add_get("/healthz", self._healthz)
        app.router.add_get("/metrics", self._show_metrics)
        if self._webhook:
            app.router.add_post(self._webhook.path, self._update)
        if self._operator:
            self._operator.add_to(app.router)
        self._runner = web.AppRunner(app, access_log=None)
        await self._runner.setup()
        try:
            await web.TCPSite(self._runner, host, port).start()
        except OSError as error:
            await self.stop()
            raise ConfigError(_mend(host, port, error)) from None
        self.port = self._runner.addresses[0][1]

    async def stop(self) -> None:
        if self._runner:
            await self._runner.cleanup()

    async def _healthz(self, _: web.Request) -> web.Response:
        health = await self._health()
        body = {"ok": health.ok, **health.checks}
        return web.json_response(body, status=200 if health.ok else 503)

    async def _show_metrics(self, _: web.Request) -> web.Response:
        return web.Response(body=self._metrics(), content_type="text/plain", charset="utf-8")

    async def _update(self, request: web.Request) -> web.Response:
        """2xx only after the update was handled; a failure makes Telegram bring it again."""
        webhook = self._webhook
        if webhook is None or not hmac.compare_digest(request.headers.get(AUTH_HEADER, ""), webhook.secret):
            raise web.HTTPUnauthorized
        try:
            update = await request.json()
        except (json.JSONDecodeError, UnicodeDecodeError):
            raise web.HTTPBadRequest from None
        if not isinstance(update, dict):
            raise web.HTTPBadRequest
        await webhook.handle(update)
        return web.Response()


def _mend(host: str, port: int, error: OSError) -> str:
    if error.errno == errno.EADDRINUSE:
        return f"web.port: {port} is in use; stop the other program (is Aimaq running already?), choose another, or 0"
    if error.errno == errno.EACCES:
        return f"web.port: {port} needs rights that this user lacks; choose one above 1023"
    return f"web.host: {host} is no address of this machine; 127.0.0.1 is for a proxy beside it, 0.0.0.0 for all"
