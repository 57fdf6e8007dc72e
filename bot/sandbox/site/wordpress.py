"""One outlet over HTTP with the manners of WordPress: feeds, REST, pages, redirects and their status codes."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from aiohttp import web

from bot.sandbox.site import feed, pages
from bot.sandbox.site.outlet import Outlet, Post

FEED_ITEMS = 10
FRONT_ITEMS = 24
_CONTENT_SECURITY = "default-src 'none'; img-src *; style-src 'self'; form-action 'self'"
"""A visitor's own article goes out as he wrote it, so no page may run a script."""


class WordPress:
    """The routes of one outlet. ``root`` gives the address of the server, ``waiting`` the length of the queue."""

    def __init__(self, outlet: Outlet, root: Callable[[], str], waiting: Callable[[], int]) -> None:
        self._outlet = outlet
        self._root = root
        self._waiting = waiting

    def add_to(self, router: web.UrlDispatcher) -> None:
        path = self._outlet.sign.path
        router.add_get(f"{path}/", self._front)
        router.add_get(f"{path}/feed/", self._feed)
        router.add_get(f"{path}/wp-json/", self._rest_root)
        router.add_get(f"{path}/wp-json/wp/v2/posts", self._rest_posts)
        router.add_get(f"{path}/wp-json/wp/v2/posts/{{id:\\d+}}", self._rest_post)
        router.add_get(f"{path}/{{slug}}/feed/", self._comments_feed)
        router.add_get(f"{path}/{{slug}}/", self._article)
        router.add_get(f"{path}/{{slug}}", self._add_slash)

    @property
    def _home(self) -> str:
        return self._root() + self._outlet.sign.path

    async def _feed(self, request: web.Request) -> web.Response:
        if _unchanged(request, self._outlet):
            return web.Response(status=304, headers=_validators(self._outlet))
        page = _number(request, "paged", 1)
        posts = self._outlet.posts[(page - 1) * FEED_ITEMS : page * FEED_ITEMS]
        return self._rss(posts, status=200 if posts else 404)

    async def _comments_feed(self, request: web.Request) -> web.Response:
        """WordPress answers any address that ends in ``/feed/`` with a feed, an unknown one with an empty feed."""
        return self._rss([], status=200)

    def _rss(self, posts: list[Post], status: int) -> web.Response:
        return web.Response(
            text=feed.rss(self._outlet, posts, self._home),
            status=status,
            content_type="application/rss+xml",
            charset="UTF-8",
            headers=_validators(self._outlet),
        )

    async def _rest_root(self, request: web.Request) -> web.Response:
        sign = self._outlet.sign
        return web.json_response({"name": sign.title, "description": sign.tagline, "home": self._home, "gmt_offset": 5})

    async def _rest_posts(self, request: web.Request) -> web.Response:
        size, page = _number(request, "per_page", 10), _number(request, "page", 1)
        if not 1 <= size <= 100:
            return _rest_error("rest_invalid_param", "Invalid parameter(s): per_page", 400)
        posts = [post for post in self._outlet.posts if _between(post, request)]
        if request.query.get("order") == "asc":
            posts.reverse()
        pages_total = -(-len(posts) // size)
        if page > max(pages_total, 1):
            message = "The page number requested is larger than the number of pages available."
            return _rest_error("rest_post_invalid_page_number", message, 400)
        chosen = [self._rest(post, request) for post in posts[(page - 1) * size : page * size]]
        return web.json_response(chosen, headers={"X-WP-Total": str(len(posts)), "X-WP-TotalPages": str(pages_total)})

    async def _rest_post(self, request: web.Request) -> web.Response:
        post = self._outlet.by_id(int(request.match_info["id"]))
        if post is None:
            return _rest_error("rest_post_invalid_id", "Invalid post ID.", 404)
        return web.json_response(self._rest(post, request))

    def _rest(self, post: Post, request: web.Request) -> dict[str, object]:
        fields = feed.rest_post(post, self._home)
        if "_embed" not in request.query:
            fields.pop("_embedded", None)
        wanted = {name.split(".")[0] for name in request.query.get("_fields", "").split(",") if name}
        return {name: value for name, value in fields.items() if not wanted or name in wanted}

    async def _front(self, request: web.Request) -> web.Response:
        number = request.query.get("p", "")
        if number.isdecimal():
            return self._permalink(int(number))
        posts = self._outlet.posts[:FRONT_ITEMS]
        return _html(pages.front_page(self._outlet, posts, self._home, self._root(), waiting=self._waiting()))

    def _permalink(self, post_id: int) -> web.Response:
        post = self._outlet.by_id(post_id)
        if post is None:
            return self._not_found()
        return web.Response(status=301, headers={"Location": feed.link(post, self._home)})

    async def _article(self, request: web.Request) -> web.Response:
        post = self._outlet.by_slug(request.match_info["slug"])
        if post is None:
            return self._not_found()
        return _html(pages.article_page(self._outlet, post, self._home, self._root()))

    async def _add_slash(self, request: web.Request) -> web.Response:
        return web.Response(
            status=301, headers={"Location": str(request.rel_url.with_path(request.path + "/", keep_query=True))}
        )

    def _not_found(self) -> web.Response:
        return _html(pages.not_found_page(self._outlet, self._home, self._root()), status=404)


def _html(text: str, status: int = 200) -> web.Response:
    headers = {"Content-Security-Policy": _CONTENT_SECURITY}
    return web.Response(text=text, status=status, content_type="text/html", charset="UTF-8", headers=headers)


def _rest_error(code: str, message: str, status: int) -> web.Response:
    return web.json_response({"code": code, "message": message, "data": {"status": status}}, status=status)


def _validators(outlet: Outlet) -> dict[str, str]:
    return {"ETag": feed.etag(outlet), "Last-Modified": feed.last_modified(outlet)}


def _unchanged(request: web.Request, outlet: Outlet) -> bool:
    """WordPress's own rule: of the validators that were sent, each must hold, the tag to the letter."""
    tag, since = request.headers.get("If-None-Match"), _http_date(request.headers.get("If-Modified-Since"))
    if tag is None and since is None:
        return False
    return tag in (None, feed.etag(outlet)) and (since is None or since >= outlet.modified)


def _http_date(value: str | None) -> datetime | None:
    if value is None:
        return None
    try:
        moment = parsedate_to_datetime(value)
    except ValueError:
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _between(post: Post, request: web.Request) -> bool:
    """``after``, ``before`` and ``modified_after`` exclude the moment that they name."""
    after, before = _moment(request, "after"), _moment(request, "before")
    modified_after = _moment(request, "modified_after")
    return (
        (after is None or post.published > after)
        and (before is None or post.published < before)
        and (modified_after is None or post.modified > modified_after)
    )


def _moment(request: web.Request, name: str) -> datetime | None:
    value = request.query.get(name)
    if value is None:
        return None
    try:
        moment = datetime.fromisoformat(value)
    except ValueError as error:
        raise web.HTTPBadRequest(text=f"Invalid parameter(s): {name}") from error
    return moment if moment.tzinfo else (moment - feed.LOCAL_OFFSET).replace(tzinfo=UTC)


def _number(request: web.Request, name: str, default: int) -> int:
    value = request.query.get(name, "")
    return max(int(value), 1) if value.isdecimal() else default
