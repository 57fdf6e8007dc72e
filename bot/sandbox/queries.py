"""Taps on buttons and inline questions: what waits for an answer of the bot, and the methods that answer."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import Any

from .calls import Call, Json, truth
from .keyboards import check_markup
from .links import checked_link
from .refusals import bad
from .rich import read_rich
from .sending import inline_content
from .world import World

PATIENCE = 15.0
"""Seconds in which a tap or an inline question may be answered; the true figure is not published."""
TOO_OLD = "query is too old and response timeout expired or query ID is invalid"
RESULT_LIMIT = 50
RESULT_ID_BYTES = 64


@dataclass(slots=True)
class Query:
    """A question of ``user`` that the bot has not answered yet; ``chat`` and ``message`` are those of a tap."""

    id: str
    user: int
    asked_at: float
    answer: asyncio.Future[Json]
    chat: int = 0
    message: int = 0
    ephemeral: int = 0


class Queries:
    def __init__(self) -> None:
        self._open: dict[str, Query] = {}
        self._taps: dict[str, Query] = {}

    def ask(self, world: World, user: int, *, chat: int = 0, message: int = 0, ephemeral: int = 0) -> Query:
        number = str(4_000_000_000_000_000 + world.serial())
        query = Query(number, user, world.clock(), asyncio.get_running_loop().create_future(), chat, message, ephemeral)
        self._open[number] = query
        if chat:
            self._taps[number] = query
        while len(self._taps) > 1000:
            self._taps.pop(next(iter(self._taps)))
        return query

    def close(self, world: World, number: str, answer: Json) -> Query:
        """Hands the bot's answer to the asker; a second answer and a late one are refused."""
        query = self._open.pop(number, None)
        if query is None or world.clock() - query.asked_at > PATIENCE:
            raise bad(TOO_OLD)
        if not query.answer.done():
            query.answer.set_result(answer)
        return query

    def tap(self, number: str) -> Query | None:
        """A tap by its id, answered or not: an ephemeral message may follow it for 15 seconds."""
        return self._taps.get(number)


def answer_callback_query(world: World, queries: Queries, call: Call) -> bool:
    text = call.text("text")
    if len(text) > 200:
        raise bad("MESSAGE_TOO_LONG")
    answer: Json = {"text": text, "show_alert": call.flag("show_alert"), "url": call.text("url")}
    query = queries.close(world, call.text("callback_query_id"), answer)
    world.tell({"type": "callback", "chat": query.chat, "message_id": query.message, "user": query.user, **answer})
    return True


async def answer_inline_query(world: World, queries: Queries, call: Call) -> bool:
    results = call.rows("results") or []
    if len(results) > RESULT_LIMIT:
        raise bad("RESULTS_TOO_MUCH")
    if len(call.text("next_offset").encode()) > 64:
        raise bad("NEXT_OFFSET_INVALID")
    _check_ids(results)
    checked = [await _result(world, call, result) for result in results]
    answer: Json = {
        "results": checked,
        "next_offset": call.text("next_offset"),
        "cache_time": call.number("cache_time"),
        "is_personal": call.flag("is_personal"),
        "button": _results_button(call.record("button")),
    }
    queries.close(world, call.text("inline_query_id"), answer)
    return True


def _check_ids(results: list[Any]) -> None:
    names = [str(result.get("id") or "") for result in results]
    if any(not 1 <= len(name.encode()) <= RESULT_ID_BYTES for name in names):
        raise bad("RESULT_ID_INVALID")
    if len(set(names)) < len(names):
        raise bad("RESULT_ID_DUPLICATE")


def _results_button(button: Json | None) -> Json | None:
    if button is None:
        return None
    payload = button.get("start_parameter")
    if not button.get("text"):
        raise bad("can't parse inline query results button: text is empty")
    if payload is not None and not _deep_link(str(payload)):
        raise bad("START_PARAM_INVALID")
    return button


def _deep_link(payload: str) -> bool:
    return 1 <= len(payload) <= 64 and all(
        letter.isascii() and (letter.isalnum() or letter in "_-") for letter in payload
    )


async def _result(world: World, call: Call, result: Json) -> Json:
    kind = result.get("type")
    if kind not in ("article", "photo"):
        raise bad(f"can't parse inline query result: type '{kind}' is unsupported here")
    if kind == "article" and not result.get("title"):
        raise bad("can't parse inline query result: ARTICLE_TITLE_EMPTY")
    checked = dict(result)
    for name in ("thumbnail_url", "url"):
        if result.get(name) and checked_link(str(result[name])) is None:
            raise bad("WEBDOCUMENT_URL_INVALID" if name == "thumbnail_url" else "ARTICLE_URL_INVALID")
    checked["message"] = await _result_message(world, call, result)
    if result.get("reply_markup"):
        checked["reply_markup"] = check_markup(result["reply_markup"], private=False)
    return checked


async def _result_message(world: World, call: Call, result: Json) -> Json:
    content = result.get("input_message_content")
    if result["type"] == "photo" and content is None:
        reference = result.get("photo_file_id") or result.get("photo_url")
        stored = await world.files.read(call, reference, "photo")
        caption = inline_content({**result, "message_text": result["caption"]}) if result.get("caption") else {}
        return {"photo": [stored.face()], **_as_caption(caption)}
    if not isinstance(content, dict):
        raise bad("input_message_content must be specified")
    if truth(bool(content.get("rich_message"))):
        return {"rich_message": await read_rich(world, call, content["rich_message"], private=False)}
    return inline_content(content)


def _as_caption(content: Json) -> Json:
    return {
        name: content[key] for key, name in (("text", "caption"), ("entities", "caption_entities")) if key in content
    }
