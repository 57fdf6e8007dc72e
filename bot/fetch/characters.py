"""Characters that must not reach a parser, the store or a reader, and the decoding of feeds."""

from __future__ import annotations

import codecs
import re
from html.entities import html5

_BIDI = "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"
_INVISIBLE = "\u200b\u2028\u2029\u2060-\u2064\ufeff\ufff9-\ufffb"
_FORBIDDEN = re.compile(f"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff{_BIDI}{_INVISIBLE}]")
_FORBIDDEN_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_REFERENCE = re.compile(r"&#(?:[xX]([0-9a-fA-F]{1,8})|([0-9]{1,9}));?")
_NAMED_BIDI = re.compile(r"&(?:lrm|rlm|zwsp|NoBreak|ZeroWidthSpace);")
_NAMED = re.compile(r"&([A-Za-z][A-Za-z0-9]{1,31});")
_XML_NAMES = frozenset({"amp", "lt", "gt", "quot", "apos"})
_CHARSET = re.compile(r"""charset\s*=\s*["']?([\w.:-]+)""", re.IGNORECASE)
_PROLOG_ENCODING = re.compile(rb"""^[^<]{0,200}<\?xml[^>]{0,200}?encoding\s*=\s*["']([\w.:-]+)["']""")
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
    (b"<\x00?\x00", "utf-16-le"),
    (b"\x00<\x00?", "utf-16-be"),
)
_WEAK = frozenset({"ascii", "iso8859-1"})


def harmless(text: str) -> str:
    """Without NULs, controls, lone surrogates, bidi overrides and invisible characters, written out or as
    references (``&#x202e;``). Line ends and tabs stay; zero-width joiners stay, emoji are made of them."""
    text = _FORBIDDEN.sub(" ", text) if _FORBIDDEN.search(text) else text
    if "&" in text:
        text = _REFERENCE.sub(lambda m: "" if _FORBIDDEN.match(_referred(m)) else m[0], text)
        text = _NAMED_BIDI.sub("", text)
    return text


def one_line(text: str, limit: int) -> str:
    """:func:`harmless`, on one line, at most ``limit`` characters (an ellipsis marks a cut)."""
    line = " ".join(harmless(text[: limit * 8]).split())
    return line if len(line) <= limit else line[: limit - 1].rstrip() + "…"


def xml_characters(text: str) -> str:
    """Only what XML 1.0 allows, as characters and as references; HTML's entities become numeric, since XML knows
    five names only and one unknown name would make the whole feed ill-formed."""
    text = _FORBIDDEN_IN_XML.sub("", text)
    if "&" in text:
        text = _REFERENCE.sub(lambda m: "" if _FORBIDDEN_IN_XML.match(_referred(m)) else m[0], text)
        text = _NAMED.sub(_numeric, text)
    return text


def decode(body: bytes, content_type: str = "") -> str:
    """The text of a feed: by its byte order mark, else the header's charset, else the prolog's, else UTF-8.

    The first that fits without a fault is taken; when none fits, the first named one with the bad bytes replaced:
    one invalid byte must not turn a Russian feed into Polish.
    """
    for mark, encoding in _MARKS:
        if body.startswith(mark):
            return body.decode(encoding, "replace").removeprefix("\ufeff")
    candidates = _candidates(body, content_type)
    for encoding in candidates:
        try:
            return body.decode(encoding)
        except UnicodeDecodeError:
            continue
    return body.decode(candidates[0], "replace")


def _candidates(body: bytes, content_type: str) -> list[str]:
    """Encodings to try, best first; ASCII and Latin-1 come last, servers send them as a default."""
    header = _CHARSET.search(content_type)
    prolog = _PROLOG_ENCODING.match(body[:500])
    named = [header[1] if header else "", prolog[1].decode() if prolog else "", "utf-8"]
    known = [encoding for name in named if (encoding := _python_name(name))]
    return sorted(dict.fromkeys(known), key=lambda encoding: encoding in _WEAK)


def _python_name(encoding: str) -> str | None:
    """Python's name of a text encoding; UTF-16 and -32 without a byte order mark are not believed."""
    try:
        found = codecs.lookup(encoding)
    except (LookupError, ValueError):
        return None
    is_text = getattr(found, "_is_text_encoding", True)
    return None if not is_text or found.name.startswith(("utf-16", "utf-32", "utf-7")) else found.name


def _referred(reference: re.Match[str]) -> str:
    code = int(reference[1], 16) if reference[1] else int(reference[2])
    return chr(code) if 0 < code < 0x110000 else "\0"


def _numeric(name: re.Match[str]) -> str:
    if name[1] in _XML_NAMES:
        return name[0]
    characters = html5.get(name[1] + ";")
    return "".join(f"&#{ord(character)};" for character in characters) if characters else name[0]
