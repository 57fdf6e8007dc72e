"""The operator's page at ``/admin``: read-only, without scripts, behind a token. Off unless the settings want it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime
from importlib.resources import files

from aiohttp import web

from bot.models import LANGUAGES
from bot.texts import guess_language, texts
from bot.web.login import SESSION_SECONDS, Login
from bot.web.page import PERIODS, Snapshot, login_page, overview_page

SESSION, LANGUAGE = "aimaq_session", "aimaq_language"
HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; frame-ancestors 'none'; "
        "base-uri 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
}
ICON = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 16"><rect width="16" height="16" rx="4" fill="#1f5f8b"/>'
    '<circle cx="8" cy="8" r="4" fill="#f2c94c"/></svg>'
)
CHART_SECONDS = 300.0
LANGUAGE_SECONDS = 365 * 86_400
MAX_FORM_BYTES = 4096


class Operator:
    """Routes of the page. ``look`` reads everything it shows, ``draw`` the charts of so many days as SVG in a language
    (``None`` where charts are not installed)."""

    def __init__(
        self,
        token: str,
        look: Callable[[], Awaitable[Snapshot]],
        draw: Callable[[str, int], Awaitable[bytes | None]],
        now: Callable[[], datetime],
    ) -> None:
        self._login = Login(token)
        self._look = look
        self._draw = draw
        self._now = now
        self._charts: dict[tuple[str, int], tuple[float, bytes | None]] = {}

    def add_to(self, router: web.UrlDispatcher) -> None:
        router.add_get("/admin", self._page)
        router.add_post("/admin/login", self._enter)
        router.add_post("/admin/logout", self._leave)
        router.add_get("/admin/style.css", self._style)
        router.add_get("/admin/icon.svg", self._icon)
        router.add_get("/admin/charts.svg", self._chart)

    async def _page(self, request: web.Request) -> web.Response:
        language = self._language(request)
        if not self._is_in(request):
            answer = _html(login_page(texts(language), language))
        else:
            answer = _html(overview_page(await self._look(), texts(language), language, _days(request)))
        if request.query.get("lang") in LANGUAGES:
            answer.set_cookie(
                LANGUAGE, language, max_age=LANGUAGE_SECONDS, httponly=True, samesite="Strict", path="/admin",
                secure=_is_secure(request),
            )  # fmt: skip
        return answer

    async def _enter(self, request: web.Request) -> web.Response:
        """A right token gets the cookie; wrong ones are slowed down for everybody."""
        language = self._language(request)
        now = self._seconds()
        if self._login.is_blocked(now):
            return _html(login_page(texts(language), language, problem="page-login-blocked"), 429)
        token = await _typed(request)
        if not self._login.accepts(token, now):
            return _html(login_page(texts(language), language, problem="page-login-wrong"), 403)
        answer = _redirect()
        answer.set_cookie(
            SESSION, self._login.session(now), max_age=SESSION_SECONDS, httponly=True, samesite="Strict",
            path="/admin", secure=_is_secure(request),
        )  # fmt: skip
        return answer

    async def _leave(self, _: web.Request) -> web.Response:
        answer = _redirect()
        answer.del_cookie(SESSION, path="/admin", httponly=True, samesite="Strict")
        return answer

    async def _style(self, _: web.Request) -> web.Response:
        css = (files("bot.web") / "page.css").read_text(encoding="utf-8")
        return web.Response(text=css, content_type="text/css", headers={**HEADERS, "Cache-Control": "max-age=300"})

    async def _icon(self, _: web.Request) -> web.Response:
        return web.Response(
            text=ICON, content_type="image/svg+xml", headers={**HEADERS, "Cache-Control": "max-age=86400"}
        )

    async def _chart(self, request: web.Request) -> web.Response:
        """Drawn at most every five minutes: it takes half a second of a core."""
        if not self._is_in(request):
            raise web.HTTPForbidden(headers=HEADERS)
        wanted, now = (self._language(request), _days(request)), self._seconds()
        drawn, svg = self._charts.get(wanted, (0.0, None))
        if now - drawn >= CHART_SECONDS:
            svg = await self._draw(*wanted)
            self._charts[wanted] = (now, svg)
        if svg is None:
            raise web.HTTPNotFound(headers=HEADERS)
        policy = {"Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'"}  # an SVG's own styles
        return web.Response(body=svg, content_type="image/svg+xml", headers={**HEADERS, **policy})

    def _is_in(self, request: web.Request) -> bool:
        return self._login.knows(request.cookies.get(SESSION, ""), self._seconds())

    def _seconds(self) -> float:
        return self._now().timestamp()

    def _language(self, request: web.Request) -> str:
        """Chosen by a link, remembered, or the browser's."""
        for wanted in (request.query.get("lang"), request.cookies.get(LANGUAGE)):
            if wanted in LANGUAGES:
                return str(wanted)
        return guess_language(request.headers.get("Accept-Language", "").split(",")[0].strip())


def _html(body: str, status: int = 200) -> web.Response:
    return web.Response(text=body, status=status, content_type="text/html", headers=HEADERS)


def _redirect() -> web.Response:
    return web.Response(status=303, headers={**HEADERS, "Location": "/admin"})


def _days(request: web.Request) -> int:
    """The period that was chosen; the first where it is none of ours."""
    return next((days for days in PERIODS if request.query.get("days") == str(days)), PERIODS[0])


def _is_secure(request: web.Request) -> bool:
    """Whether the browser speaks TLS, with us or with the proxy before us."""
    return request.secure or request.headers.get("X-Forwarded-Proto", "") == "https"


async def _typed(request: web.Request) -> str:
    if (request.content_length or 0) > MAX_FORM_BYTES:
        raise web.HTTPRequestEntityTooLarge(MAX_FORM_BYTES, request.content_length or 0)
    form: Mapping[str, object] = await request.post()
    return str(form.get("token", ""))
