"""The ways in which a request may come, and pictures that are named by their address."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any
from urllib.parse import urlencode

import aiohttp
import pytest
from aiogram import Bot
from aiogram.exceptions import TelegramBadRequest
from aiogram.types import InlineQueryResultPhoto, InputMediaPhoto, InputRichMessage
from aiohttp import web
from aiohttp.test_utils import TestServer
from hypothesis import given
from hypothesis import strategies as st

from bot.sandbox import Sandbox
from bot.sandbox.files import picture_size
from bot.sandbox.reading import read_form
from tests.sandbox.connecting import picture

MARKUP = '{"inline_keyboard": [[{"text": "Ещё", "callback_data": "more"}]]}'


def form(**fields: str) -> aiohttp.FormData:
    data = aiohttp.FormData()
    for name, value in fields.items():
        data.add_field(name, value, content_type="text/plain")
    return data


async def post(sandbox: Sandbox, method: str, **options: Any) -> dict[str, Any]:
    """The JSON that comes back, whatever its status."""
    url = f"{sandbox.url}/bot{sandbox.token}/{method}"
    async with aiohttp.ClientSession() as session, session.post(url, **options) as answer:
        body: dict[str, Any] = await answer.json()
    assert body["ok"] == (answer.status == 200)
    return body


@pytest.mark.parametrize("way", ["json", "urlencoded", "multipart", "query"])
async def test_every_way_of_asking(sandbox: Sandbox, reader: int, way: str) -> None:
    fields = {"chat_id": str(reader), "text": "<b>Ә+%</b>", "parse_mode": "HTML", "reply_markup": MARKUP}
    ways: dict[str, dict[str, Any]] = {
        "json": {"json": {**fields, "chat_id": reader}},
        "urlencoded": {"data": fields},
        "multipart": {"data": form(**fields)},
        "query": {"params": fields},
    }
    body = await post(sandbox, "sendmessage", **ways[way])
    assert body["ok"], body
    assert body["result"]["text"] == "Ә+%"
    assert body["result"]["reply_markup"]["inline_keyboard"][0][0]["callback_data"] == "more"


async def test_a_file_in_its_own_field(sandbox: Sandbox, reader: int) -> None:
    data = form(chat_id=str(reader))
    data.add_field("photo", picture(40, 30), filename="a.png", content_type="image/png")
    assert (await post(sandbox, "sendPhoto", data=data))["result"]["photo"][0]["width"] == 40


@pytest.mark.parametrize(
    ("fields", "complaint"),
    [
        ({}, "chat_id is empty"),
        ({"chat_id": "1"}, "chat not found"),
        ({"chat_id": "READER", "text": "а", "reply_markup": "{"}, "can't parse reply keyboard markup JSON object"),
        ({"chat_id": "READER", "text": "а", "reply_markup": "[]"}, "object expected as reply markup"),
        ({"chat_id": "READER", "text": "а", "message_thread_id": "x"}, "invalid message_thread_id specified"),
        ({"chat_id": "READER", "text": "а", "reply_markup": '{"inline_keyboard": [5]}'}, "must be an Array of Arrays"),
    ],
)
async def test_broken_requests(sandbox: Sandbox, reader: int, fields: dict[str, str], complaint: str) -> None:
    fields = {name: value.replace("READER", str(reader)) for name, value in fields.items()}
    body = await post(sandbox, "sendMessage", data=fields)
    assert body["error_code"] == 400
    assert complaint in body["description"]


@given(st.dictionaries(st.text(max_size=8).filter(bool), st.text(max_size=40), max_size=4))
def test_forms_come_back_as_they_were(fields: dict[str, str]) -> None:
    assert read_form(urlencode(fields).encode()) == fields


@given(st.binary(max_size=60))
def test_any_form_is_read(body: bytes) -> None:
    assert all(isinstance(value, str) for value in read_form(body).values())


@pytest.mark.parametrize(
    ("data", "size"),
    [
        (picture(300, 20), (300, 20)),
        (b"GIF89a\x10\x00\x08\x00\x00\x00", (16, 8)),
        (
            bytes.fromhex("ffd8ffe000104a46494600010100000100010000ffc0001108") + b"\x00\x10\x00\x20" + b"\x03" * 12,
            (32, 16),
        ),
        (b"RIFF\0\0\0\0WEBPVP8X" + b"\0" * 8 + b"\x0f\0\0\x07\0\0" + b"\0" * 6, (16, 8)),
        (b"<html><body>404", None),
        (b"", None),
        (b"\xff\xd8\xff", None),
    ],
)
def test_pictures_are_measured(data: bytes, size: tuple[int, int] | None) -> None:
    assert picture_size(data) == size


# --- pictures by address


class Site:
    """Serves one picture, one page and counts."""

    def __init__(self) -> None:
        self.asked = 0

    async def picture(self, request: web.Request) -> web.Response:
        self.asked += 1
        return web.Response(body=picture(64, 48), content_type="image/png")

    async def page(self, request: web.Request) -> web.Response:
        return web.Response(text="<p>не картинка</p>", content_type="text/html")


@pytest.fixture
def site() -> Site:
    return Site()


@pytest.fixture
async def address(site: Site) -> AsyncIterator[str]:
    app = web.Application()
    app.router.add_get("/a.png", site.picture)
    app.router.add_get("/page", site.page)
    async with TestServer(app) as server:
        yield str(server.make_url("/")).rstrip("/")


async def test_a_picture_is_fetched_once_per_address(bot: Bot, reader: int, site: Site, address: str) -> None:
    first = await bot.send_photo(reader, f"{address}/a.png")
    assert first.photo is not None
    assert first.photo[0].width == 64
    album = [InputMediaPhoto(media=f"{address}/a.png"), InputMediaPhoto(media=f"{address}/a.png")]
    await bot.send_media_group(reader, list(album))
    await bot.send_rich_message(reader, InputRichMessage(html=f'<img src="{address}/a.png"/>'))
    assert site.asked == 1


@pytest.mark.parametrize(
    ("path", "complaint"),
    [("/page", "wrong type of the web page content"), ("/nothing", "failed to get HTTP URL content")],
)
async def test_what_is_no_picture(bot: Bot, reader: int, address: str, path: str, complaint: str) -> None:
    with pytest.raises(TelegramBadRequest, match=complaint):
        await bot.send_photo(reader, address + path)
    with pytest.raises(TelegramBadRequest, match="RICH_MESSAGE_PHOTO_NO_MEDIA_FOUND"):
        await bot.send_rich_message(reader, InputRichMessage(html=f'<img src="{address}{path}"/>'))


async def test_a_picture_from_inline_mode(bot: Bot, sandbox: Sandbox, reader: int, address: str) -> None:
    assert await sandbox.people.ask_inline(reader, "школа", timeout=0) == {}
    query = (await bot.get_updates())[0].inline_query
    assert query is not None
    url = f"{address}/a.png"
    photo = InlineQueryResultPhoto(id="1", photo_url=url, thumbnail_url=url, caption="<b>Школа</b>", parse_mode="HTML")
    assert await bot.answer_inline_query(query.id, [photo])
