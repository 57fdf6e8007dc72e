"""Rich messages: the HTML dialect becomes blocks, limits and refusals are those that developers report."""

from __future__ import annotations

import time
from typing import Any

import pytest
from aiogram import Bot
from aiogram.exceptions import TelegramBadRequest
from aiogram.types import (
    BufferedInputFile,
    InputMediaPhoto,
    InputRichBlockDetails,
    InputRichBlockParagraph,
    InputRichBlockTable,
    InputRichMessage,
    InputRichMessageMedia,
    Message,
    RichBlockList,
    RichBlockParagraph,
    RichBlockPhoto,
    RichBlockTableCell,
)
from aiogram.types.input_rich_block_union import InputRichBlockUnion
from hypothesis import given
from hypothesis import strategies as st

from bot.sandbox import ApiError, Sandbox
from bot.sandbox.rich_html import html_blocks
from tests.sandbox.connecting import keyboard, picture

DIGEST = """<h2>Утро, 24 ноября</h2>
<p><a href="#r1">Алматы</a> · <a href="#r2">Астана</a></p>
<a name="r1"></a><details open><summary><b>Алматы</b> · 2 новости</summary><ol>
<li><b>Акимат утвердил план ремонта дорог</b><br>Работы начнут весной. <a href="https://altyn-orda.kz/1">Источник</a></li>
<li><b>Метро продлят</b><br>Две станции.</li></ol></details>
<a name="r2"></a><details><summary><b>Астана</b> · 1 новость</summary><ol><li>Открыли парк</li></ol></details>
<hr/><footer>Обновлено <tg-time unix="1764000000" format="t">08:00</tg-time></footer>
<tg-button-row><tg-button type="callback_data" data="d:more">Ещё</tg-button></tg-button-row>"""


async def refusal(bot: Bot, reader: int, html: str) -> str:
    with pytest.raises(TelegramBadRequest) as refused:
        await bot.send_rich_message(reader, InputRichMessage(html=html))
    return refused.value.message.removeprefix("Bad Request: ")


async def test_a_digest_as_the_design_draws_it(bot: Bot, sandbox: Sandbox, reader: int) -> None:
    sent = await bot.send_rich_message(reader, InputRichMessage(html=DIGEST, skip_entity_detection=True))
    assert sent.text is None
    assert sent.rich_message is not None
    kinds = [block.type for block in sent.rich_message.blocks]
    assert kinds == ["heading", "paragraph", "anchor", "details", "anchor", "details", "divider", "footer", "buttons"]
    text = sandbox.people.last(reader)["text"]
    assert "Акимат утвердил план ремонта дорог\nРаботы начнут весной. Источник" in text
    assert text.startswith("Утро, 24 ноября\nАлматы · Астана\n")


async def test_buttons_inside_are_ordinary_taps(bot: Bot, sandbox: Sandbox, reader: int) -> None:
    await bot.send_rich_message(reader, InputRichMessage(html=DIGEST), reply_markup=keyboard([("Ниже", "below")]))
    await sandbox.people.press(reader, "Ещё", timeout=0)
    await sandbox.people.press(reader, "Ниже", timeout=0)
    taps = [update.callback_query for update in await bot.get_updates()]
    assert [tap.data for tap in taps if tap] == ["d:more", "below"]
    assert taps[0] is not None
    assert isinstance(taps[0].message, Message)
    assert taps[0].message.text is None
    assert taps[0].message.rich_message is not None


FAR_AHEAD = int(time.time()) // 86_400 * 86_400 + 1100 * 86_400  # a day that all test processes agree on


@pytest.mark.parametrize(
    ("html", "complaint"),
    [
        ("", "rich message must be non-empty"),
        ("<hr/>", "RICH_MESSAGE_EMPTY"),
        ("<p>а", "RICH_MESSAGE_HTML_INVALID"),
        ("<p>а</p", "RICH_MESSAGE_HTML_INVALID"),
        ("<b>а</i>", "RICH_MESSAGE_HTML_INVALID"),
        ("<p>5 < 7</p>", "RICH_MESSAGE_HTML_INVALID"),
        ("<h2></h2>", "RICH_MESSAGE_CONTENT_REQUIRED"),
        ("<ol><li></li></ol>", "RICH_MESSAGE_CONTENT_REQUIRED"),
        ("<ul></ul>", "list must be non-empty"),
        ("<details><summary>а</summary></details>", "RICH_MESSAGE_CONTENT_REQUIRED"),
        ("<details><p>а</p></details>", "RICH_MESSAGE_CONTENT_REQUIRED"),
        ("<p>а<ul><li>б</li></ul></p>", "RICH_MESSAGE_CONTENT_REQUIRED"),
        ('<a href="/news">а</a>', "RICH_MESSAGE_URL_INVALID"),
        ('<a href="https://а б.kz">а</a>', "RICH_MESSAGE_URL_INVALID"),
        ('<a href="mailto:нет">а</a>', "RICH_MESSAGE_EMAIL_INVALID"),
        ('<tg-time unix="-5">а</tg-time>', "RICH_MESSAGE_DATE_INVALID"),
        (f'<tg-time unix="{FAR_AHEAD}">а</tg-time>', "RICH_MESSAGE_DATE_INVALID"),
        ('<tg-emoji emoji-id="1">слово</tg-emoji>', "RICH_MESSAGE_EMOJI_INVALID"),
        ('<img src="AgACfileid"/>', "RICH_MESSAGE_PHOTO_URL_INVALID"),
        ('<img src="http://127.0.0.1:9/a.png"/>', "RICH_MESSAGE_PHOTO_NO_MEDIA_FOUND"),
        ('<tg-document src="https://a.kz/a.pdf"></tg-document>', "RICH_MESSAGE_DOCUMENT_URL_INVALID"),
        ('<img src="tg://photo?id=p1"/>', "can't parse InputRichMessageMedia: media not found"),
        ("<tg-thinking>а</tg-thinking>", "RICH_MESSAGE_BLOCK_UNSUPPORTED"),
        ('<tg-button type="callback_data" data="">а</tg-button>', "BUTTON_DATA_INVALID"),
        ('<tg-button type="weird">а</tg-button>', "BUTTON_TYPE_INVALID"),
        ('<tg-button type="url" url="https://localhost">а</tg-button>', "BUTTON_URL_INVALID"),
        ('<tg-map lat="x" long="1"/>', "invalid map properties specified"),
        (f"<p>{'а' * 32_769}</p>", "RICH_MESSAGE_TEXT_TOO_LONG"),
        ("<p>а</p>" * 501, "RICH_MESSAGE_BLOCKS_TOO_MANY"),
        ("<details><summary>а</summary>" * 16 + "<p>б</p>" + "</details>" * 16, "RICH_MESSAGE_DEPTH_INVALID"),
        ("<table><tr>" + "<td>а</td>" * 21 + "</tr></table>", "RICH_MESSAGE_TABLE_COLS_TOO_MANY"),
        ("<b>а</b> " * 5801, "RICH_MESSAGE_TOO_LARGE"),
    ],
)
async def test_refusals(bot: Bot, reader: int, html: str, complaint: str) -> None:
    assert await refusal(bot, reader, html) == complaint


@pytest.mark.parametrize(
    "html",
    [
        f"<p>{'а' * 32_768}</p>",
        "<p>а</p>" * 500,
        "<details><summary>а</summary>" * 15 + "<p>б</p>" + "</details>" * 15,
        "<table><tr>" + "<td>а</td>" * 20 + "</tr></table>",
    ],
)
async def test_limits_are_reached(bot: Bot, reader: int, html: str) -> None:
    assert await bot.send_rich_message(reader, InputRichMessage(html=html))


@pytest.mark.parametrize(
    ("html", "blocks"),
    [
        ("  а\n  б  ", [{"type": "paragraph", "text": "а б"}]),
        ("<unknown>а</unknown>", [{"type": "paragraph", "text": "а"}]),
        ("&laquo;а&raquo;&mdash;&nbsp;б", [{"type": "paragraph", "text": "&laquo;а&raquo;—\u00a0б"}]),
        ("<p>а<br>б</p>", [{"type": "paragraph", "text": "а\nб"}]),
        ("<p>а <b>б</b> в</p>", [{"type": "paragraph", "text": ["а ", {"type": "bold", "text": "б"}, " в"]}]),
        ("<h3>а</h3>", [{"type": "heading", "size": 3, "text": "а"}]),
        ("<blockquote>а<cite>кто</cite></blockquote>", [
            {"type": "blockquote", "blocks": [{"type": "paragraph", "text": "а"}], "credit": "кто"},
        ]),
        ("<blockquote expandable>а</blockquote>", [{"type": "expandable_blockquote", "text": "а"}]),
        ('<pre><code class="language-sql">a\n b</code></pre>', [{"type": "pre", "text": "a\n b", "language": "sql"}]),
        ("<a name='x'></a>", [{"type": "anchor", "name": "x"}]),
        ('<ol start="3" reversed><li>а</li><li>б</li></ol>', [{"type": "list", "items": [
            {"blocks": [{"type": "paragraph", "text": "а"}], "type": "1", "value": 3},
            {"blocks": [{"type": "paragraph", "text": "б"}], "type": "1", "value": 2},
        ]}]),
        ("<ul><li><input type='checkbox' checked>а</li></ul>", [{"type": "list", "items": [
            {"blocks": [{"type": "paragraph", "text": "а"}], "has_checkbox": True, "is_checked": True},
        ]}]),
        ("<table striped><tr><th>а</th><td align='right' colspan='2'>1</td></tr></table>", [
            {"type": "table", "is_striped": True, "cells": [
                [{"text": "а", "is_header": True}, {"text": "1", "align": "right", "colspan": 2}],
            ]},
        ]),
    ],
)  # fmt: skip
def test_html_reads_as_blocks(html: str, blocks: list[dict[str, Any]]) -> None:
    assert html_blocks(html) == blocks


@given(
    st.lists(
        st.sampled_from(
            [
                "<p>",
                "</p>",
                "<ul>",
                "<li>",
                "</li>",
                "</ul>",
                "<b>",
                "</b>",
                "<details>",
                "<summary>",
                "</summary>",
                "</details>",
                "а",
                "&amp;",
                "<",
                " ",
                "<br>",
                "<td>",
            ]
        ),
        max_size=12,
    ).map("".join)
)
def test_any_html_is_read_or_refused(html: str) -> None:
    try:
        html_blocks(html)
    except ApiError as refused:
        assert refused.code == 400


async def test_items_are_labelled(bot: Bot, reader: int) -> None:
    html = '<ol type="a"><li>а</li><li value="3">б</li></ol><ol type="I" start="9"><li>в</li></ol><ul><li>г</li></ul>'
    sent = await bot.send_rich_message(reader, InputRichMessage(html=html))
    assert sent.rich_message is not None
    labels = [
        item.label for block in sent.rich_message.blocks if isinstance(block, RichBlockList) for item in block.items
    ]
    assert labels == ["a.", "c.", "IX.", "•"]


async def test_plain_addresses_become_links_unless_told_otherwise(bot: Bot, reader: int) -> None:
    sent = await bot.send_rich_message(reader, InputRichMessage(html="<p>см. altyn-orda.kz</p>"))
    plain = await bot.send_rich_message(
        reader, InputRichMessage(html="<p>см. altyn-orda.kz</p>", skip_entity_detection=True)
    )
    assert sent.rich_message is not None
    assert plain.rich_message is not None
    linked, unlinked = sent.rich_message.blocks[0], plain.rich_message.blocks[0]
    assert isinstance(linked, RichBlockParagraph)
    assert isinstance(unlinked, RichBlockParagraph)
    assert isinstance(linked.text, list)
    assert [getattr(part, "type", part) for part in linked.text] == ["см. ", "url"]
    assert unlinked.text == "см. altyn-orda.kz"


async def test_blocks_of_json_and_a_picture_by_name(bot: Bot, reader: int) -> None:
    cells = [
        [
            RichBlockTableCell(text="Алматы", align="left", valign="top"),
            RichBlockTableCell(text="42", align="right", valign="top"),
        ]
    ]
    blocks: list[InputRichBlockUnion] = [
        InputRichBlockDetails(summary="За неделю", blocks=[InputRichBlockTable(cells=cells)], is_open=True),
        InputRichBlockParagraph(text="Конец"),
    ]
    assert await bot.send_rich_message(reader, InputRichMessage(blocks=blocks))
    photo = await bot.send_photo(reader, BufferedInputFile(picture(30, 20), "a.png"))
    assert photo.photo is not None
    media = [InputRichMessageMedia(id="p1", media=InputMediaPhoto(media=photo.photo[0].file_id))]
    html = '<figure><img src="tg://photo?id=p1"/><figcaption>Школа<cite>фото</cite></figcaption></figure>'
    sent = await bot.send_rich_message(reader, InputRichMessage(html=html, media=media))
    assert sent.rich_message is not None
    block = sent.rich_message.blocks[0]
    assert isinstance(block, RichBlockPhoto)
    assert block.photo[0].file_id == photo.photo[0].file_id


async def test_text_becomes_rich_and_back_but_a_photo_does_not(bot: Bot, reader: int) -> None:
    sent = await bot.send_message(reader, "Просто")
    rich = InputRichMessage(html="<h2>Богато</h2>")
    edited = await bot.edit_message_text(chat_id=reader, message_id=sent.message_id, rich_message=rich)
    assert isinstance(edited, Message)
    assert edited.text is None
    assert edited.rich_message is not None
    with pytest.raises(TelegramBadRequest, match="message is not modified"):
        await bot.edit_message_text(chat_id=reader, message_id=sent.message_id, rich_message=rich)
    back = await bot.edit_message_text("Просто", chat_id=reader, message_id=sent.message_id)
    assert isinstance(back, Message)
    assert (back.text, back.rich_message) == ("Просто", None)
    photo = await bot.send_photo(reader, BufferedInputFile(picture(), "a.png"))
    with pytest.raises(TelegramBadRequest, match="there is no text in the message to edit"):
        await bot.edit_message_text(chat_id=reader, message_id=photo.message_id, rich_message=rich)
