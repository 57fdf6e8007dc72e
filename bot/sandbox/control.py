"""``/control/SECTION/VERB``: the Python interface of the sandbox as JSON over HTTP, for other processes and the page.

A POST with a JSON object calls the public method of that name with the object's fields as arguments and answers
``{"ok": true, "result": …}``; what the method refuses is ``{"ok": false, "error": …}`` with status 400.
"""

from __future__ import annotations

import inspect
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import asdict, is_dataclass
from typing import Any

from aiohttp import web

from .reading import read_call
from .refusals import ApiError


class Control:
    """``sections`` are the objects whose public methods may be called."""

    def __init__(self, sections: Mapping[str, object]) -> None:
        self._sections = sections

    async def answer(self, request: web.BaseRequest, path: str) -> web.Response:
        """Only JSON is read, so that no page of another site can press buttons here without asking first."""
        method = self._find(path)
        if method is None:
            return _failed(404, f"there is no /control/{path}")
        if request.method != "POST" or request.content_type != "application/json":
            return _failed(405, "POST a JSON object")
        try:
            arguments = (await read_call(request, path)).params
            inspect.signature(method).bind(**arguments)
            result = method(**arguments)
            if isinstance(result, Awaitable):
                result = await result
        except ApiError as error:
            return _failed(400, error.description)
        except (TypeError, KeyError, ValueError) as error:
            return _failed(400, f"{type(error).__name__}: {error}")
        return web.json_response({"ok": True, "result": _plain(result)})

    def _find(self, path: str) -> Callable[..., Any] | None:
        section, _, verb = path.partition("/")
        owner = self._sections.get(section)
        if owner is None or not verb or verb.startswith("_"):
            return None
        method = getattr(owner, verb, None)
        return method if inspect.ismethod(method) else None


def _plain(result: Any) -> Any:
    return asdict(result) if is_dataclass(result) and not isinstance(result, type) else result


def _failed(status: int, text: str) -> web.Response:
    return web.json_response({"ok": False, "error": text}, status=status)
