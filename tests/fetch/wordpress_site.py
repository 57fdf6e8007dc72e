"""A WordPress with qTranslate on 127.0.0.1, with a switch for every way in which a real one misbehaves. Posts are
edited in place by the tests; every request is recorded.

Feeds: ``/feed/``, ``/feed/atom/``, ``/feed/rdf/``, ``/feed/rss/`` (0.92), ``?paged=N``. REST: ``/wp-json/wp/v2/posts``.
"""

from __future__ import annotations

import gzip
import hashlib
import re
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from email.utils import format_datetime
from typing import Any, Literal, Self

from aiohttp import web

from tests.fetch.faults import Fault, misbehave
from tests.fetch.wordpress_theme import Post, Theme

Copy = tuple[bytes, dict[str, str]]


@dataclass(slots=True)
class Asked:
    path: str
    query: str
    headers: dict[str, str]


@dataclass
class Site(Theme):
    """Use as an async context manager; ``now`` tells the site's time (scheduled posts appear by it)."""

    etag_style: Literal["wordpress", "nginx", "apache", "none"] = "wordpress"
    rest: bool = True
    robots: str | None = "User-agent: *\nDisallow: /wp-admin/\n"
    cache_control: str = ""
    fault: Fault | None = None
    faults_left: int = 1_000_000
    away: str = "http://169.254.169.254/latest/meta-data/"
    redirects: dict[str, str] = field(default_factory=dict)
    page_markup: str = '<article><h1>{title}</h1><div class="entry-content">{body}</div></article>'
    og_image: str = ""
    asked: list[Asked] = field(default_factory=list)
    _copy: Copy | None = None
    _runner: web.AppRunner | None = None

    async def __aenter__(self) -> Self:
        app = web.Application()
        app.router.add_route("*", "/{path:.*}", self._serve)
        self._runner = web.AppRunner(app, shutdown_timeout=0.1)
        await self._runner.setup()
        place = web.TCPSite(self._runner, "127.0.0.1", 0)
        await place.start()
        host, port = self._runner.addresses[0][:2]
        self.url = f"http://{host}:{port}"
        return self

    async def __aexit__(self, *_: object) -> None:
        if self._runner:
            await self._runner.cleanup()

    # --- what an editor and an owner do ---

    @property
    def feed_url(self) -> str:
        return f"{self.url}/feed/"

    def add(self, title: str, body: str = "", *, minutes_ago: float = 0, **more: Any) -> Post:
        """Publish a post, dated ``minutes_ago``; ids count up."""
        date = self.now() - timedelta(minutes=minutes_ago)
        number = max((post.id for post in self.posts), default=0) + 1
        post = Post(id=number, title=title, html=body or f"<p>{title}. Подробности в номере.</p>", date=date, **more)
        self.posts.append(post)
        return post

    def edit(self, post: Post, **changes: Any) -> None:
        for name, value in changes.items():
            setattr(post, name, value)
        post.modified = self.now()

    def change_slug(self, post: Post, slug: str) -> None:
        self.redirects[post.path] = f"/{slug}/"
        self.edit(post, slug=slug)

    def keep_copy(self) -> None:
        """A caching plugin keeps the newest page as it is now; :meth:`drop_copy` lets it go."""
        self._copy = (self.feed("rss2", 1).encode(), {"Content-Type": "application/rss+xml; charset=UTF-8"})

    def drop_copy(self) -> Copy | None:
        """The copy that was served; :meth:`serve_copy` brings it back."""
        dropped, self._copy = self._copy, None
        return dropped

    def serve_copy(self, copy: Copy | None) -> None:
        self._copy = copy

    def asked_for(self, path: str) -> list[Asked]:
        return [each for each in self.asked if each.path == path]

    # --- what the server does ---

    async def _serve(self, request: web.Request) -> web.StreamResponse:
        self.asked.append(Asked(request.path, request.query_string, dict(request.headers)))
        if request.path == "/robots.txt":
            return web.Response(text=self.robots) if self.robots is not None else web.Response(status=404)
        if request.path in self.redirects:
            raise web.HTTPMovedPermanently(self.redirects[request.path])
        if self.fault and self.faults_left > 0:
            self.faults_left -= 1
            return await misbehave(request, self.fault, self.feed("rss2", 1), self.feed("rss2", 0), self.away)
        if request.path.startswith("/wp-json/") or "rest_route" in request.query:
            return self._answer_rest(request)
        if "feed" in request.path or "feed" in request.query:
            return self._answer_feed(request)
        return self._answer_page(request)

    def _answer_feed(self, request: web.Request) -> web.Response:
        kind = next(
            (kind for kind in ("atom", "rdf", "rss") if request.path.rstrip("/").endswith(f"feed/{kind}")), "rss2"
        )
        if request.path.startswith("/nope/"):
            return web.Response(text=self.feed(kind, 0), content_type="application/rss+xml")
        if self._copy and "paged" not in request.query:
            return web.Response(body=self._copy[0], headers=self._copy[1])
        language = request.path.split("/")[1] if re.match(r"/(?:ru|kk|en)/", request.path) else "ru"
        page = int(request.query.get("paged", "1"))
        headers = {"Content-Type": _CONTENT_TYPES[kind], **self._validators(request)}
        if self.cache_control:
            headers["Cache-Control"] = self.cache_control
        if headers.get("ETag") and self._matches(request):
            return web.Response(status=304, headers={"ETag": headers["ETag"]})
        text = self.feed(kind, page, language)
        status = 404 if page > 1 and not self.page_of_posts(page) else 200
        if "ETag" in headers and self.etag_style != "wordpress":
            headers["Content-Encoding"] = "gzip"
            return web.Response(status=status, body=gzip.compress(text.encode()), headers=headers)
        return web.Response(status=status, body=text.encode(), headers=headers)

    def _tag(self) -> str:
        return f'"{hashlib.md5(self._last_modified().encode()).hexdigest()}"'

    def _last_modified(self) -> str:
        return format_datetime(self.stamp(), usegmt=True)

    def _validators(self, request: web.Request) -> dict[str, str]:
        match self.etag_style:
            case "none":
                return {}
            case "nginx":
                tag = f"W/{self._tag()}"
            case "apache":
                tag = self._tag()[:-1] + '-gzip"'
            case _:
                tag = self._tag()
        return {"ETag": tag, "Last-Modified": self._last_modified()}

    def _matches(self, request: web.Request) -> bool:
        """WordPress's own rule: the tag must be exactly its own, and if both are sent both must agree."""
        tag, since = request.headers.get("If-None-Match"), request.headers.get("If-Modified-Since")
        if tag is None and since is None:
            return False
        return tag in (None, self._tag()) and since in (None, self._last_modified())

    # --- pages and REST ---

    def _answer_page(self, request: web.Request) -> web.Response:
        found = next(
            (post for post in self.published() if post.path == re.sub(r"^/(?:kk|en)(?=/)", "", request.path)), None
        )
        if found is None and request.path != "/":
            return web.Response(
                status=404, text="<html><body>Страница не найдена</body></html>", content_type="text/html"
            )
        body = self.bodied(found, "ru") if found else "<p>Главная</p>"
        title = self.titled(found, "ru") if found else self.name
        image = f'<meta property="og:image" content="{self.og_image}" />' if self.og_image else ""
        text = (
            f'<!DOCTYPE html><html lang="ru-RU"><head><meta charset="utf-8"><title>{title}</title>{image}'
            f'<link rel="alternate" type="application/rss+xml" title="{self.name}" href="{self.feed_url}" />'
            f'<link rel="alternate" type="application/rss+xml" title="Комментарии" href="{self.url}/comments/feed/" />'
            f"</head><body><nav><a href='/'>Главная</a></nav>{self.page_markup.format(title=title, body=body)}"
            "<footer>© Редакция</footer></body></html>"
        )
        return web.Response(text=text, content_type="text/html")

    def _answer_rest(self, request: web.Request) -> web.Response:
        if not self.rest:
            return web.json_response({"code": "rest_no_route", "message": "", "data": {"status": 404}}, status=404)
        query = request.query
        posts = [post for post in self.published() if _asked_by(post, dict(query))]
        posts.sort(key=lambda post: post.changed if query.get("orderby") == "modified" else post.date)
        if query.get("order", "desc") == "desc":
            posts.reverse()
        size, page = int(query.get("per_page", "10")), int(query.get("page", "1"))
        pages = -(-len(posts) // size)
        if page > max(pages, 1):
            error = {"code": "rest_post_invalid_page_number", "message": "…", "data": {"status": 400}}
            return web.json_response(error, status=400)
        shown = [self.rest_post(post) for post in posts[(page - 1) * size : page * size]]
        return web.json_response(shown, headers={"X-WP-Total": str(len(posts)), "X-WP-TotalPages": str(pages)})


_CONTENT_TYPES = {
    "rss2": "application/rss+xml; charset=UTF-8", "atom": "application/atom+xml; charset=UTF-8",
    "rdf": "application/rdf+xml; charset=UTF-8", "rss": "text/xml; charset=UTF-8",
}  # fmt: skip


def _asked_by(post: Post, query: dict[str, str]) -> bool:
    """``after``, ``before`` and ``modified_after`` are exclusive."""
    if "include" in query and str(post.id) not in query["include"].split(","):
        return False
    after, before, modified = (query.get(name) for name in ("after", "before", "modified_after"))
    if after and post.date.replace(microsecond=0) <= datetime.fromisoformat(after):
        return False
    if before and post.date >= datetime.fromisoformat(before):
        return False
    return not modified or post.changed.replace(microsecond=0) > datetime.fromisoformat(modified)
