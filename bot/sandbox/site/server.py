"""The sample site on a port: its outlets, what they publish and when."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import datetime
from typing import Self

from aiohttp import web

from bot.sandbox.site import articles
from bot.sandbox.site.articles import HERE, PICTURES, Article, Text
from bot.sandbox.site.outlet import Outlet, Post, Sign
from bot.sandbox.site.wordpress import WordPress

SIGNS = {
    "main": Sign(
        path="",
        title="[:kk]Дала жаршысы[:ru]Вестник степи[:]",
        tagline="[:kk]Қазақстан өңірлерінің жаңалықтары[:ru]Новости регионов Казахстана[:]",
    ),
    "second": Sign(path="/second", title="Жеті өзен", tagline="Новости областей и районов"),
    "third": Sign(path="/third", title="Төскей хабары", tagline="Ауыл мен аудан жаңалықтары"),
}
"""The bilingual outlet that the demo is about, and two that tell some of the same events, in Russian and Kazakh."""

_ROBOTS = "User-agent: *\nDisallow: /wp-admin/\nAllow: /wp-admin/admin-ajax.php\n"


class SampleSite:
    """News outlets of our own writing. Start them with ``await SampleSite.start(now=…)``.

    ``now`` gives aware UTC moments: the articles are dated back from its value at the start, a publication or an
    edit gets its value of that moment. ``publish_next``, ``publish`` and ``edit`` take effect at once.
    """

    def __init__(self, now: Callable[[], datetime]) -> None:
        self._now = now
        self._queue = articles.queue()
        self._down = False
        self._runner: web.AppRunner | None = None
        started = self._moment()
        self.outlets = {name: Outlet(sign, started) for name, sign in SIGNS.items()}
        for article in articles.published():
            self.outlets[article.outlet].add(article, started - article.age)

    @classmethod
    async def start(cls, host: str = "127.0.0.1", port: int = 0, *, now: Callable[[], datetime]) -> Self:
        """Serve the site until ``stop``; port 0 takes any free one. Raises ``OSError`` when the port is taken."""
        site = cls(now)
        site._runner = web.AppRunner(site._application(), access_log=None)
        await site._runner.setup()
        try:
            await web.TCPSite(site._runner, host, port).start()
        except OSError:
            await site.stop()
            raise
        return site

    async def stop(self) -> None:
        if self._runner is not None:
            await self._runner.cleanup()
            self._runner = None

    @property
    def url(self) -> str:
        """The address of the site, without a slash at its end."""
        if self._runner is None:
            raise RuntimeError("the sample site is not running")
        host, port = self._runner.addresses[0][:2]
        return f"http://{host}:{port}"

    @property
    def feed_url(self) -> str:
        return f"{self.url}/feed/"

    @property
    def feeds(self) -> dict[str, str]:
        """The feed of each outlet by its key: ``main``, ``second``, ``third``."""
        return {name: f"{self.url}{sign.path}/feed/" for name, sign in SIGNS.items()}

    @property
    def waiting(self) -> int:
        """How many articles ``publish_next`` still has."""
        return len(self._queue)

    def publish_next(self) -> str | None:
        """Publish the next article of the queue, or the correction of an earlier one; its title, or ``None`` when
        the queue is empty."""
        if not self._queue:
            return None
        article = self._queue.pop(0)
        outlet = self.outlets[article.outlet]
        corrected = outlet.by_slug(article.corrects) if article.corrects else None
        if corrected is None:
            outlet.add(article, self._moment())
        else:
            outlet.edit(corrected, article.texts, self._moment())
        return article.title

    def publish(self, title: str, html: str, *, image: str | None = None, author: str = "") -> Post:
        """Publish a visitor's own article. Title and HTML go out as they are, so they may carry qTranslate markup;
        ``image`` is the name of one of our pictures or an address."""
        main = self.outlets["main"]
        article = Article(f"post-{len(main.posts) + 1}", (Text("", title, html),), image=image, author=author)
        return main.add(article, self._moment())

    def edit(self, slug: str, *, title: str | None = None, html: str | None = None, language: str = "") -> Post:
        """Change the words of an article of the main outlet: of one language, or of its first one.

        Raises ``KeyError`` when there is no such article or it is not in that language."""
        main = self.outlets["main"]
        post = main.by_slug(slug)
        if post is None:
            raise KeyError(slug)
        language = language or post.texts[0].language
        if language not in (text.language for text in post.texts):
            raise KeyError(language)
        texts = [
            replace(text, title=title or text.title, html=html or text.html) if text.language == language else text
            for text in post.texts
        ]
        return main.edit(post, texts, self._moment())

    def withdraw(self, slug: str) -> None:
        """Take an article of the main outlet back, as an editor does who deletes it. Raises ``KeyError`` when there
        is none."""
        main = self.outlets["main"]
        post = main.by_slug(slug)
        if post is None:
            raise KeyError(slug)
        main.withdraw(post, self._moment())

    @property
    def down(self) -> bool:
        """Whether it answers 503 at the moment."""
        return self._down

    def fail(self, down: bool = True) -> None:
        """Answer everything with 503 and ``Retry-After``, as a site under maintenance does, until ``fail(False)``."""
        self._down = down

    def _moment(self) -> datetime:
        return self._now().replace(microsecond=0)

    # --- over HTTP ---------------------------------------------------------------------------------------------

    def _application(self) -> web.Application:
        app = web.Application(middlewares=[self._maintenance])
        app.router.add_get("/robots.txt", self._robots)
        app.router.add_get("/wp-content/style.css", self._style)
        app.router.add_static("/wp-content/uploads/", PICTURES)
        app.router.add_post("/next", self._next)
        for outlet in reversed(self.outlets.values()):  # the first one takes every address that is left
            WordPress(outlet, lambda: self.url, lambda: self.waiting).add_to(app.router)
        return app

    @web.middleware
    async def _maintenance(
        self, request: web.Request, handler: Callable[[web.Request], Awaitable[web.StreamResponse]]
    ) -> web.StreamResponse:
        if self._down:
            return web.Response(status=503, headers={"Retry-After": "60"}, text="Briefly unavailable for maintenance.")
        return await handler(request)

    async def _robots(self, request: web.Request) -> web.Response:
        return web.Response(text=_ROBOTS)

    async def _style(self, request: web.Request) -> web.FileResponse:
        return web.FileResponse(HERE / "style.css")

    async def _next(self, request: web.Request) -> web.Response:
        self.publish_next()
        return web.Response(status=303, headers={"Location": "/"})
