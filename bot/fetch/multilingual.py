"""qTranslate and WPGlobus markup: one text that holds several languages, taken apart.

The rules are those of the plugins themselves (qTranslate-XT's ``qtranxf_get_language_blocks``, WPGlobus's
``{:xx}``): a text is cut at every opener ``[:xx]``, ``{:xx}``, ``<!--:xx-->`` and closer (the same without a code);
an opener names the language of the one piece behind it, a closer and the beginning of the text name none, and a
piece under no language belongs to every language, in place. HTML is not looked at while cutting.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from bot.fetch.markup import has_substance, repair

_MARK = re.compile(r"\[:([A-Za-z]{2,3})?\]|\{:([A-Za-z]{2,3})?\}|<!--:([A-Za-z]{2,3})?-->")
_BEGINNINGS = ("[:", "{:", "<!--:")
_ALIASES = {"kz": "kk"}
PREFERENCE = ("ru", "kk", "en")


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of text and its language, ``None`` where it belongs to every language."""

    language: str | None
    text: str


@dataclass(frozen=True, slots=True)
class Translation:
    """One language of a title and a body; ``language`` is ``None`` when there was no markup at all."""

    language: str | None
    title: str
    html: str


def is_multilingual(text: str) -> bool:
    """Whether there is at least one opener; a lone closer is just text (``Счёт 2[:]1``)."""
    return any(each in text for each in _BEGINNINGS) and any(_code(mark) for mark in _MARK.finditer(text))


def pieces(text: str) -> tuple[Piece, ...]:
    """The text cut at its marks, in order, empty runs left out; one piece without language if not multilingual."""
    return tuple(_cut(text)) if is_multilingual(text) else (Piece(None, text),)


def languages(text: str) -> tuple[str, ...]:
    """The languages that have words of their own in ``text``, in order of appearance."""
    return tuple(dict.fromkeys(p.language for p in pieces(text) if p.language and has_substance(p.text)))


def in_language(text: str, language: str) -> str:
    """What a reader of ``language`` sees: its own pieces and those of no language, joined in place."""
    return "".join(piece.text for piece in pieces(text) if piece.language in (None, language))


def variants(text: str) -> tuple[str, ...]:
    """Every language's form of a short text (a category, a name), without repetitions."""
    found = languages(text)
    forms = [in_language(text, code).strip() for code in found] if found else [in_language(text, "").strip()]
    return tuple(dict.fromkeys(form for form in forms if form))


def pick(text: str) -> str:
    """The form of a short text that most readers understand: Russian, else Kazakh, else English, else the first."""
    found = languages(text)
    if not found:
        return in_language(text, "").strip()
    best = next((code for code in PREFERENCE if code in found), found[0])
    return in_language(text, best).strip()


def translations(title: str, html: str) -> tuple[Translation, ...]:
    """The editions of one entry, in order of appearance. Bodies are balanced HTML without empty paragraphs.

    A language that has only a title while another has a body too is an untranslated edition, and left out; a
    body without a title of its own language takes the title of another.
    """
    if not is_multilingual(title) and not is_multilingual(html):
        return (Translation(None, title.strip(), html),)
    titled, written = languages(title), languages(html)
    found = written or titled
    if not found:
        return (Translation(None, in_language(title, "").strip(), repair(in_language(html, ""))),)
    return tuple(
        Translation(code, in_language(title, code).strip() or pick(title), repair(in_language(html, code)))
        for code in found
    )


def _cut(text: str) -> Iterator[Piece]:
    language: str | None = None
    start = 0
    for mark in _MARK.finditer(text):
        if mark.start() > start:
            yield Piece(language, text[start : mark.start()])
        language = _code(mark)
        start = mark.end()
    if start < len(text):
        yield Piece(language, text[start:])


def _code(mark: re.Match[str]) -> str | None:
    code = (mark[1] or mark[2] or mark[3] or "").lower()
    return _ALIASES.get(code, code) or None
