"""The sandbox as a server: the Bot API under ``/bot<token>/``, files, the control interface and the chat page."""

from __future__ import annotations

import asyncio
import contextlib
import json
import time
from collections.abc import Awaitable, Callable, Sequence
from typing import Any

from aiohttp import web

from .calls import Call, Json
from .control import Control
from .faults import NETWORK, Fault, Faults, Kind
from .flood import Flood
from .journal import Journal
from .methods import Methods
from .people import People
from .places import Places
from .profile import Profile
from .queries import Queries
from .reading import read_call
from .refusals import ApiError
from .screen import Action, Screen, Words
from .world import World

TOKEN = "42:SANDBOX"
_GATEWAY_HTML = (
    "<html>\r\n<head><title>502 Bad Gateway</title></head>\r\n<body>\r\n<center><h1>502 Bad Gateway</h1></center>\r\n"
    "<hr><center>nginx/1.18.0</center>\r\n</body>\r\n</html>\r\n"
)


class _LostError(Exception):
    """The connection is cut instead of an answer."""


class Sandbox:
    """A local Telegram. ``start`` makes and opens one, ``stop`` closes it; everything else hangs on its parts:

    - ``places``: people, groups, forums, channels; ``people``: what people do and see;
    - ``faults``: troubles to order; ``flood``: the pace; ``journal``: what was asked and how it ended;
    - ``world``: the state itself; ``screen``: the chat page.

    ``url`` is the address for a bot (``{url}/bot{token}/{method}``), ``page_url`` that of the chat page.
    """

    def __init__(
        self,
        *,
        token: str = TOKEN,
        flood: bool = True,
        clock: Callable[[], float] = time.monotonic,
        now: Callable[[], float] = time.time,
        page: bool = True,
        keep: int = 10_000,
        open_doors: bool = False,
        private_topics: bool = False,
        detailed: bool = True,
    ) -> None:
        self.token = token
        self.flood = Flood(clock=clock, enabled=flood)
        self.faults = Faults(clock=clock)
        self.journal = Journal(clock=clock, detailed=detailed)
        self.world = World(
            bot_id=int(token.split(":", 1)[0]), flood=self.flood, clock=clock, now=now, keep=keep,
            open_doors=open_doors, private_topics=private_topics,
        )  # fmt: skip
        self.profile = Profile()
        queries = Queries()
        self.places = Places(self.world)
        self.people = People(self.world, queries)
        self.screen = Screen(self.world, self.people, self.profile) if page else None
        self._methods = Methods(self.world, queries, self.profile)
        sections: dict[str, object] = {
            "places": self.places, "people": self.people, "faults": self.faults, "flood": self.flood,
            "journal": self.journal,
        }  # fmt: skip
        self._control = Control(sections | ({"screen": self.screen} if self.screen else {}))
        self._prefix = f"/bot{token}/"
        self._file_prefix = f"/file/bot{token}/"
        self._runner: web.ServerRunner | None = None
        self.url = ""

    @property
    def page_url(self) -> str:
        return f"{self.url}/"

    @classmethod
    async def start(cls, host: str = "127.0.0.1", port: int = 0, **options: Any) -> Sandbox:
        """A sandbox that listens; ``port`` 0 takes a free one. Options are those of the constructor."""
        sandbox = cls(**options)
        await sandbox.open(host, port)
        return sandbox

    async def open(self, host: str = "127.0.0.1", port: int = 0) -> None:
        """Listens; raises OSError where the port is taken."""
        server = web.Server(self._serve, access_log=None, handler_cancellation=True)
        self._runner = web.ServerRunner(server, shutdown_timeout=0.1)
        await self._runner.setup()
        site = web.TCPSite(self._runner, host, port)
        await site.start()
        bound = self._runner.addresses[0]
        self.url = f"http://{bound[0]}:{bound[1]}"

    async def stop(self) -> None:
        if self.screen is not None:
            self.screen.close()
        await self.world.updates.close()
        if self._runner is not None:
            await self._runner.cleanup()
        await self.world.files.close()

    def add_action(
        self,
        id: str,  # noqa: A002 - the name that the page sends back
        label: dict[str, str],
        callback: Callable[..., Awaitable[Words | None]],
        fields: Sequence[Json] = (),
        icon: str = "",
    ) -> None:
        """A button of the demo panel: ``label`` by language; what the callback answers is shown as a toast.

        ``fields`` (see ``Action``) are asked for first and given to the callback by name.
        """
        if self.screen is not None:
            self.screen.add_action(Action(id, label, callback, tuple(fields), icon))

    def add_event(self, text: Words, detail: Words = "", *, id: str = "", steps: Json | None = None) -> None:  # noqa: A002 - as in JSON
        """A line in the log "what just happened"; with ``steps`` the way of an article (see ``Screen.add_event``)."""
        if self.screen is not None:
            self.screen.add_event(text, detail, id=id, steps=steps)

    def add_persona(self, user: int, role: dict[str, str] | None = None) -> None:
        """Offers a person in the switch of the page; ``role`` is a line about him, by language."""
        if self.screen is not None:
            self.screen.persona(user, role)

    # --- requests

    async def _serve(self, request: web.BaseRequest) -> web.StreamResponse:
        path = request.path
        if path.startswith(self._prefix):
            return await self._api(request, path[len(self._prefix) :])
        if path.startswith("/control/"):
            return await self._control.answer(request, path.removeprefix("/control/"))
        if path.startswith(self._file_prefix):
            return self._file(path[len(self._file_prefix) :])
        if path.startswith("/bot"):
            return _json(ApiError(401, "Unauthorized").body(), 401)
        if self.screen is not None:
            return await self.screen.serve(request)
        return web.Response(status=404)

    async def _api(self, request: web.BaseRequest, method: str) -> web.StreamResponse:
        call = Call(method, {})
        try:
            call = await read_call(request, method)
            fault = self.faults.meet(call)
            result = await (self._methods.run(call) if fault is None else self._troubled(call, fault))
        except ApiError as error:
            self.journal.write(call, f"{error.code}: {error.description}")
            return _json(error.body(), error.code)
        except _LostError:
            return _cut(request)
        if isinstance(result, web.Response):
            return result
        if fault is None:
            self.journal.write(call, "ok")
        return _json({"ok": True, "result": result}, 200)

    async def _troubled(self, call: Call, fault: Fault) -> Any:
        """Plays a fault; the answer is the result, a whole response, or an exception."""
        if fault.kind not in NETWORK:
            raise self.faults.refuse(fault)
        self.journal.write(call, fault.kind)
        match fault.kind:
            case Kind.BAD_GATEWAY_HTML:
                return web.Response(status=502, text=_GATEWAY_HTML, content_type="text/html")
            case Kind.BAD_GATEWAY_JSON:
                raise ApiError(502, "Bad Gateway")
            case Kind.SLOW:
                await asyncio.sleep(fault.seconds)
                return await self._methods.run(call)
            case Kind.HANG:
                await asyncio.Event().wait()
            case Kind.HANG_AFTER:
                await self._methods.run(call)
                await asyncio.Event().wait()
            case Kind.LOST_AFTER:
                with contextlib.suppress(ApiError):
                    await self._methods.run(call)
        raise _LostError

    def _file(self, path: str) -> web.Response:
        stored = self.world.files.by_path(path)
        if stored is None:
            return _json(ApiError(404, "Not Found").body(), 404)
        return web.Response(body=stored.data, content_type=stored.mime.split(";", 1)[0])


def _json(body: Json, status: int) -> web.Response:
    data = json.dumps(body, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace")
    return web.Response(body=data, status=status, content_type="application/json")


def _cut(request: web.BaseRequest) -> web.Response:
    if request.transport is not None:
        request.transport.abort()
    return web.Response(status=500)
