"""The HTML parse mode: what Telegram takes, what it refuses and in which words."""

from __future__ import annotations

import html

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.sandbox.calls import Json
from bot.sandbox.html_mode import parse_html
from bot.sandbox.links import checked_link, found_entities
from bot.sandbox.markup import read_formatted
from bot.sandbox.refusals import ApiError
from bot.sandbox.utf16 import units


def told(source: str, limit: int = 4096) -> tuple[str, list[Json]]:
    formatted = read_formatted(source, "HTML", None, limit=limit, what="message")
    return formatted.text, formatted.entities


@pytest.mark.parametrize(
    ("source", "complaint"),
    [
        ("новости<br>дня", 'Unsupported start tag "br" at byte offset 14'),
        ("<p>абзац</p>", 'Unsupported start tag "p" at byte offset 0'),
        ("5 < 7", 'Unsupported start tag "" at byte offset 2'),
        ("цена <", "Unclosed start tag at byte offset 9"),
        ("<b>жирно", 'Can\'t find end tag corresponding to start tag "b"'),
        ("<b><i>х</b></i>", 'Unmatched end tag at byte offset 8, expected "</i>", found "</b>"'),
        ("х</b>", "Unexpected end tag at byte offset 2"),
        ("<b>x</b", "Unclosed end tag at byte offset 4"),
        ("<a href", 'Unclosed start tag "a" at byte offset 0'),
        ('<a href="x>y</a>', "Unclosed start tag at byte offset 0"),
        ('<a ="x">y</a>', 'Empty attribute name in the tag "a" at byte offset 0'),
        ("<a href=x/>y</a>", "Unexpected end of name token at byte offset 8"),
        ("<span>x</span>", 'Tag "span" must have class "tg-spoiler" at byte offset 0'),
        ('<tg-emoji emoji-id="x">y</tg-emoji>', "Invalid custom emoji identifier specified"),
        ("<b/>", 'Unsupported start tag "b/" at byte offset 0'),
        ("<!-- x -->", 'Unsupported start tag "!--" at byte offset 0'),
    ],
)
def test_refusals_speak_as_telegram_does(source: str, complaint: str) -> None:
    with pytest.raises(ApiError) as refused:
        told(source)
    assert refused.value.description == f"Bad Request: can't parse entities: {complaint}"


@pytest.mark.parametrize(
    ("source", "text", "entities"),
    [
        ("<b>а</b>б", "аб", [("bold", 0, 1)]),
        ("<strong>а<em>б</em></strong>", "аб", [("bold", 0, 2), ("italic", 1, 1)]),
        ("🏫 <u>школа</u>", "🏫 школа", [("underline", 3, 5)]),
        ("<s>а</s> <strike>б</strike>", "а б", [("strikethrough", 0, 1), ("strikethrough", 2, 1)]),
        ("<tg-spoiler>а</tg-spoiler><span class='tg-spoiler'>б</span>", "аб", [("spoiler", 0, 1), ("spoiler", 1, 1)]),
        ("<blockquote>а</blockquote>", "а", [("blockquote", 0, 1)]),
        ("<blockquote expandable>а</blockquote>", "а", [("expandable_blockquote", 0, 1)]),
        ("<blockquote>а<blockquote>б</blockquote></blockquote>", "аб", [("blockquote", 0, 2)]),
        ("<code><b>x</b></code>", "x", [("code", 0, 1)]),
        ("<b></b>а", "а", []),
        ("&lt;b&gt; &amp; &quot;&#1179;&#x4D9;", '<b> & "қә', []),
        ("&laquo;а&raquo; &nbsp;", "&laquo;а&raquo; &nbsp;", []),
        ("  <b>а</b>  ", "а", [("bold", 0, 1)]),
        ("<B>а</B>", "а", [("bold", 0, 1)]),
        ("<a href='https://localhost/x'>а</a>", "а", []),
        ("<a href='ftp://a.kz/x'>а</a>", "а", []),
        ("<a href='javascript:alert(1)'>а</a>", "а", []),
    ],
)  # fmt: skip
def test_formatting_becomes_entities(source: str, text: str, entities: list[tuple[str, int, int]]) -> None:
    got, found = told(source)
    assert got == text
    assert [(entity["type"], entity["offset"], entity["length"]) for entity in found] == entities


def test_code_in_pre_carries_its_language() -> None:
    _, entities = told('<pre><code class="language-python">print(1)</code></pre>')
    assert entities == [{"type": "pre", "offset": 0, "length": 8, "language": "python"}]


def test_a_link_keeps_its_address_and_gets_its_slash() -> None:
    _, entities = told('<a href="https://altyn-orda.kz?a=1&amp;b=2">А</a> <a href="https://altyn-orda.kz">Б</a>')
    assert [entity["url"] for entity in entities] == ["https://altyn-orda.kz?a=1&b=2", "https://altyn-orda.kz/"]


def test_people_are_mentioned_by_number() -> None:
    _, entities = told('<a href="tg://user?id=77">Айгуль</a>')
    assert entities[0]["type"] == "text_mention"
    assert entities[0]["user"]["id"] == 77


@pytest.mark.parametrize("empty", ["", "   ", "\n", "<b></b>", "<b> </b>"])
def test_an_empty_text_is_refused(empty: str) -> None:
    with pytest.raises(ApiError, match="message text is empty"):
        told(empty)


def test_length_counts_after_parsing_and_the_source_has_its_own_limit() -> None:
    assert len(told(f"<b>{'а' * 4096}</b>")[0]) == 4096
    with pytest.raises(ApiError, match="message is too long"):
        told("а" * 4097)
    links = "".join(f'<a href="https://altyn-orda.kz/{"x" * 300}">{number}</a> ' for number in range(110))
    with pytest.raises(ApiError, match="text is too long"):
        told(links)


def test_entities_beyond_a_hundred_are_dropped_in_silence() -> None:
    _, entities = told(" ".join(f"<b>{number}</b>" for number in range(130)))
    assert len(entities) == 100


def test_other_parse_modes_are_not_known_here() -> None:
    with pytest.raises(ApiError, match="unsupported parse_mode"):
        read_formatted("*x*", "MarkdownV2", None, limit=10, what="message")


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("см. https://altyn-orda.kz/news, там", [("url", "https://altyn-orda.kz/news")]),
        ("altyn-orda.kz и т.д.", [("url", "altyn-orda.kz")]),
        ("/digest@aimaq_bot сейчас", [("bot_command", "/digest@aimaq_bot")]),
        ("#Алматы_облысы и @redaktor", [("hashtag", "#Алматы_облысы"), ("mention", "@redaktor")]),
        ("1/2 кг, почта a@b.kz, №5", []),
    ],
)
def test_some_entities_are_found_without_markup(text: str, found: list[tuple[str, str]]) -> None:
    entities = found_entities(text)
    assert [(each["type"], text[each["offset"] : each["offset"] + each["length"]]) for each in entities] == found


@pytest.mark.parametrize(
    ("address", "kept"),
    [
        ("altyn-orda.kz", "http://altyn-orda.kz/"),
        ("https://x.kz/а", "https://x.kz/а"),
        ("http://127.0.0.1:8080/a", "http://127.0.0.1:8080/a"),
        ("tg://resolve?domain=aimaq", "tg://resolve?domain=aimaq"),
        ("https://нет точки/", None),
        ("https://localhost", None),
        ("https://a..kz", None),
        ("mailto:a@b.kz", None),
        ("https://[::1", None),
        ("", None),
    ],
)
def test_addresses(address: str, kept: str | None) -> None:
    assert checked_link(address) == kept


@given(st.text(max_size=60))
def test_escaped_text_always_comes_back(text: str) -> None:
    assert parse_html(html.escape(text, quote=False)).text == text


@given(
    st.lists(
        st.sampled_from(
            ["<b>", "</b>", "<i>", "</i>", "<a href='https://a.kz'>", "</a>", "ә", "🏫", "&lt;", "<", "&", " "]
        ),
        max_size=14,
    ).map("".join)
)
def test_any_markup_is_taken_or_refused_and_entities_stay_inside(source: str) -> None:
    try:
        formatted = parse_html(source)
    except ApiError as refused:
        assert refused.description.startswith("Bad Request: can't parse entities: ")
        return
    assert all(
        0 <= each["offset"] < each["offset"] + each["length"] <= units(formatted.text) for each in formatted.entities
    )
