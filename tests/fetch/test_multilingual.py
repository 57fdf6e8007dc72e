"""qTranslate and WPGlobus markup: the six rules, and what must hold for any text."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.fetch.markup import balance
from bot.fetch.multilingual import in_language, is_multilingual, languages, pick, pieces, translations, variants

MARK = re.compile(r"\[:(?:[A-Za-z]{2,3})?\]|\{:(?:[A-Za-z]{2,3})?\}|<!--:(?:[A-Za-z]{2,3})?-->")


def both(title: str, html: str) -> dict[str | None, tuple[str, str]]:
    return {each.language: (each.title, each.html) for each in translations(title, html)}


@pytest.mark.parametrize(
    ("text", "ru", "kk"),
    [
        ("[:ru]Школа[:kk]Мектеп[:]", "Школа", "Мектеп"),
        ("{:ru}Школа{:}{:kk}Мектеп{:}", "Школа", "Мектеп"),
        ("<!--:ru-->Школа<!--:--><!--:kk-->Мектеп<!--:-->", "Школа", "Мектеп"),
        ("[:RU]Школа{:Kk}Мектеп<!--:-->", "Школа", "Мектеп"),
        ("[:ru]Школа[:kz]Мектеп", "Школа", "Мектеп"),
        ("2026: [:ru]школа[:kk]мектеп[:] №5", "2026: школа №5", "2026: мектеп №5"),
        ("[:ru]Шко[:kk]Мек[:ru]ла[:kk]теп", "Школа", "Мектеп"),
        ("[:ru]Школа", "Школа", ""),
        ("[:ru]Счёт [1:0][:kk]Есеп [1:0][:]", "Счёт [1:0]", "Есеп [1:0]"),
    ],
)
def test_a_piece_belongs_to_the_opener_before_it(text: str, ru: str, kk: str) -> None:
    assert (in_language(text, "ru"), in_language(text, "kk")) == (ru, kk)


@pytest.mark.parametrize("text", ["Счёт 2[:]1", "Привет[:]", "просто текст", "{:}", "[:abcd]четыре буквы", "[:р]", ""])
def test_without_an_opener_every_character_stays(text: str) -> None:
    assert not is_multilingual(text)
    assert in_language(text, "ru") == text
    assert both(text, "<p>тело</p>") == {None: (text, "<p>тело</p>")}


def test_tags_that_straddle_the_marks_are_balanced_and_empty_paragraphs_dropped() -> None:
    html = "<p>[:ru]Открыли <b>школу</p>\n<p>в Талгаре.</p>\n<p>[:kk]Талғарда</b> мектеп ашылды.</p>\n<p>[:]</p>"
    found = both("[:ru]Школа[:kk]Мектеп[:]", html)
    assert found["ru"] == ("Школа", "<p>Открыли <b>школу</b></p>\n<p>в Талгаре.</p>")
    assert found["kk"] == ("Мектеп", "<p>Талғарда мектеп ашылды.</p>")


def test_a_language_with_a_title_alone_is_an_untranslated_edition() -> None:
    assert list(both("[:ru]Школа[:kk]Мектеп[:]", "<p>[:ru]Текст[:kk] [:]</p>")) == ["ru"]
    assert list(both("[:ru]Школа[:kk]Мектеп[:]", "<p>[:ru]Текст[:]</p>")) == ["ru"]


def test_titles_alone_still_make_editions() -> None:
    assert both("[:ru]Школа[:kk]Мектеп[:]", "") == {"ru": ("Школа", ""), "kk": ("Мектеп", "")}


def test_a_title_whose_comment_marks_were_lost_serves_every_language() -> None:
    found = both("ШколаМектеп", "<!--:ru--><p>Русский</p><!--:--><!--:kk--><p>Қазақша</p><!--:-->")
    assert found == {"ru": ("ШколаМектеп", "<p>Русский</p>"), "kk": ("ШколаМектеп", "<p>Қазақша</p>")}


def test_a_body_without_a_title_of_its_own_takes_the_russian_one() -> None:
    assert both("[:ru]Школа[:]", "[:ru]<p>А</p>[:kk]<p>Ә</p>[:]")["kk"] == ("Школа", "<p>Ә</p>")


def test_short_texts() -> None:
    assert pick("[:kk]Жаңалықтар[:en]News[:]") == "Жаңалықтар"
    assert pick("[:uz]Yangiliklar[:]") == "Yangiliklar"
    assert variants("[:ru]Новости[:kk]Жаңалықтар[:]") == ("Новости", "Жаңалықтар")
    assert variants("[:ru]Спорт[:kk]Спорт[:]") == ("Спорт",)
    assert variants("Новости[:]") == ("Новости[:]",)


words = st.text(st.sampled_from("абвәқ 12[]:{}<>p/-!\n"), max_size=12)
marks = st.sampled_from(
    ["[:ru]", "[:kk]", "[:KZ]", "[:]", "{:ru}", "{:en}", "{:}", "<!--:kk-->", "<!--:-->", "<p>", "</p>", "<b>", "</b>"]
)
texts = st.lists(st.one_of(words, marks), max_size=14).map("".join)


@given(texts)
def test_cutting_loses_and_invents_nothing(text: str) -> None:
    joined = "".join(piece.text for piece in pieces(text))
    assert joined == (MARK.sub("", text) if is_multilingual(text) else text)


@given(texts)
def test_no_mark_is_left_in_any_edition(text: str) -> None:
    if is_multilingual(text):
        assert not any(MARK.search(piece.text) for piece in pieces(text))
        assert all(each.title is not None and each.language != "kz" for each in translations(text, text))


@given(texts)
def test_every_language_sees_its_own_pieces_in_order(text: str) -> None:
    for code in languages(text):
        shown = in_language(text, code)
        position = 0
        for piece in pieces(text):
            if piece.language in (None, code):
                assert shown[position:].startswith(piece.text)
                position += len(piece.text)
        assert position == len(shown)


scraps = st.sampled_from(
    ["<p>", "</p>", "<b>", "</b>", "<div class='x'>", "</div>", "<br>", "<img src=a>", "т", "<!--x-->", "<!--", "<",
     ">", "<li>", "</ul>"]
)  # fmt: skip


@given(st.lists(scraps, max_size=30).map("".join))
def test_balanced_html_opens_and_closes_in_order(html: str) -> None:
    stack: list[str] = []
    for closing, name in re.findall(r"<(/?)([a-z]+)[^<>]*>", balance(html)):
        if name in {"br", "img"}:
            continue
        if closing:
            assert stack and stack.pop() == name
        else:
            stack.append(name)
    assert stack == []
    assert balance(balance(html)) == balance(html)
