"""Hostile HTML into plain blocks of text: what is not the article's own words is left out here.

Left out: scripts, styles, forms, figures with their captions, galleries, embeds, boxes of related posts and of sharing
buttons, comments, shortcodes, multilingual markers that leaked. Kept: text in reading order, block by block, with how
much of a block is links and whether it is a heading. Never recurses and never reads more than :data:`MAX_HTML`.
"""

from __future__ import annotations

import html as entities
import re
from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

MAX_HTML = 600_000
"""Characters of a body that are looked at: ten times the longest article that we know."""

_FORBIDDEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff\ufffc\ufffd]"
    "|[\u00ad\u034f\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]"
)
"""What XML forbids, lone surrogates, and invisible or direction-changing characters."""

_LANGUAGE_MARK = re.compile(r"(?:\[:([A-Za-z]{2,3})?\]|\{:([A-Za-z]{2,3})?\}|<!--:([A-Za-z]{2,3})?-->)")
"""qTranslate and WPGlobus: openers carry a code, closers none (feeds.md)."""

_ENCLOSING_SHORTCODE = re.compile(
    r"\[(caption|gallery|embed|video|audio|playlist|contact-form|instagram|youtube)\b[^\[\]]*\][^\[\]]{0,2000}\[/\1\]"
)
_SHORTCODE = re.compile(
    r"\[/[a-z][\w-]*\]|\[[a-z][\w-]*(?:\s+[\w-]+=(?:\"[^\"]*\"|'[^']*'|&[^\[\]]*|[^\s\[\]]+))+\s*/?\]"
    r"|\[(?:[a-z]+_[\w-]*|gallery|caption|embed|video|audio|playlist|more|divider|contact-form-7)\s*/?\]"
)
_TAIL = re.compile(r"\[\s*(?:…|\.\.\.)\s*\]")

_DROPPED = frozenset((
    "aside", "audio", "button", "canvas", "dialog", "embed", "figcaption", "figure", "footer", "form", "head",
    "iframe", "input", "map", "math", "nav", "noscript", "object", "option", "script", "select", "style", "svg",
    "template", "textarea", "video",
))  # fmt: skip
_BLOCKS = frozenset((
    "address", "article", "blockquote", "body", "br", "center", "dd", "details", "div", "dl", "dt", "h1", "h2",
    "h3", "h4", "h5", "h6", "header", "hr", "html", "li", "main", "ol", "p", "pre", "section", "summary",
    "table", "tbody", "td", "th", "thead", "tr", "ul",
))  # fmt: skip
_BLOCK_TAG = re.compile(r"<(?:p|div|br|li|h[1-6]|td|blockquote|article|section)\b", re.IGNORECASE)
_TAG = re.compile(r"<[^<>]{0,2000}>")
_DROPPED_TAG = re.compile(rf"<(?:{'|'.join(sorted(_DROPPED))})\b", re.IGNORECASE)
_HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
_SKIPPED_CLASS = re.compile(
    r"(?:^|[\s_-])(?:wp-caption|caption-text|gallery|jp-relatedposts|related|yarpp|sharedaddy|share|sharing|addtoany|"
    r"social|advert\w*|ads?|banner|promo|breadcrumbs?|newsletter|subscribe|post-meta|entry-meta|byline|author-box|"
    r"post-tags|tags-links|comments?|screen-reader-text|nav-links|photo-credit|read-more|more-link)(?:$|[\s_-])"
)
_HIDDEN_STYLE = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden")


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, list item or line. ``linked`` is the share of its characters that stands in links (0 to 1)."""

    text: str
    linked: float = 0.0
    heading: bool = False


def strip_forbidden(text: str) -> str:
    """``text`` without control, invisible and direction characters, and without lone surrogates."""
    return _FORBIDDEN.sub("", text)


def one_language(text: str, language: str | None = None) -> str:
    """``text`` without leaked language markers: the pieces of ``language``, else of the first one that is opened."""
    pieces: list[tuple[str | None, str]] = []
    current: str | None = None
    position = 0
    for mark in _LANGUAGE_MARK.finditer(text):
        pieces.append((current, text[position : mark.start()]))
        code = mark.group(1) or mark.group(2) or mark.group(3)
        current = code.lower().replace("kz", "kk") if code else None
        position = mark.end()
    pieces.append((current, text[position:]))
    spoken = [code for code, piece in pieces if code and piece.strip()]
    wanted = language if language in spoken else next(iter(spoken), None)
    return "".join(piece for code, piece in pieces if code is None or code == wanted)


def plain(text: str) -> str:
    """A title or another one-line text without tags, entities, shortcodes and markers."""
    line = " ".join(block.text for block in blocks(text[:5000]))
    return entities.unescape(line).replace("\xa0", " ").strip()


def blocks(html: str, language: str | None = None) -> list[Block]:
    """The blocks of ``html`` in reading order, white space collapsed, none empty."""
    source = one_language(strip_forbidden(html[:MAX_HTML]), language)
    source = _SHORTCODE.sub(" ", _ENCLOSING_SHORTCODE.sub(" ", source))
    if "<" not in source:
        return _plain_blocks(entities.unescape(source))
    root = etree.fromstring(f"<div>{source}</div>", _parser())
    if not _BLOCK_TAG.search(source):
        return _plain_blocks("".join(piece for kind, piece, _ in _events(root) if kind == "text"))
    return list(_collect(root)) or _without_tags(source)


def _parser() -> etree.HTMLParser:
    return etree.HTMLParser(recover=True, remove_comments=True, remove_pis=True, no_network=True, encoding=None)


def _plain_blocks(text: str) -> list[Block]:
    lines = (_collapse(_TAIL.sub("", line)) for line in strip_forbidden(text).splitlines())
    return [Block(line) for line in lines if line]


def _without_tags(source: str) -> list[Block]:
    """The text of what libxml2 gives up on (more than 256 levels deep), unless it holds parts to leave out."""
    return [] if _DROPPED_TAG.search(source) else _plain_blocks(entities.unescape(_TAG.sub("\n", source)))


def _collect(root: etree._Element) -> Iterator[Block]:
    text: list[str] = []
    linked = 0
    heading = False
    for kind, piece, in_link in _events(root):
        if kind == "text":
            text.append(piece)
            linked += len(piece) if in_link else 0
            continue
        yield from _finish(text, linked, heading)
        text, linked, heading = [], 0, kind == "heading"
    yield from _finish(text, linked, heading)


def _finish(pieces: list[str], linked: int, heading: bool) -> Iterator[Block]:
    """One block, or several where WordPress left paragraphs as empty lines."""
    whole = strip_forbidden("".join(pieces))
    share = min(1.0, linked / len(whole)) if whole else 0.0
    for part in re.split(r"\n[ \t\xa0]*\n", whole):
        text = _collapse(_TAIL.sub("", part))
        if text:
            yield Block(text, share, heading)


def _collapse(text: str) -> str:
    """One line; language markers that only now came together (``[:<b></b>ru]``) go as well."""
    return " ".join(_LANGUAGE_MARK.sub("", text).split())


def _events(root: etree._Element) -> Iterator[tuple[str, str, bool]]:
    """``("text", words, inside a link)`` and ``("break" | "heading", "", False)`` at each border of a block."""
    skipping: etree._Element | None = None
    links = 0
    for event, element in etree.iterwalk(root, events=("start", "end")):
        tag = element.tag if isinstance(element.tag, str) else ""
        if event == "start":
            if skipping is None and _is_skipped(element, tag):
                skipping = element
            if skipping is None:
                links += tag == "a"
                yield from _opening(element, tag, links > 0)
            continue
        if skipping is element:
            skipping = None
            yield "text", " ", False
        elif skipping is None:
            links -= tag == "a"
            if tag in _BLOCKS:
                yield "break", "", False
        if skipping is None and element.tail and element is not root:
            yield "text", element.tail, links > 0


def _opening(element: etree._Element, tag: str, in_link: bool) -> Iterator[tuple[str, str, bool]]:
    if tag in _BLOCKS:
        yield ("heading" if tag in _HEADINGS else "break"), "", False
    if tag == "img":
        yield "text", _smiley(element), False
    if element.text:
        yield "text", element.text, in_link


def _smiley(image: etree._Element) -> str:
    """WordPress replaces emoji in bodies with pictures; their ``alt`` is the character."""
    classes = image.get("class") or ""
    return (image.get("alt") or "") if "smiley" in classes or "emoji" in classes else ""


def _is_skipped(element: etree._Element, tag: str) -> bool:
    if tag in _DROPPED:
        return True
    marks = f"{element.get('class') or ''} {element.get('id') or ''}".strip().lower()
    if marks and tag not in ("body", "html", "img") and _SKIPPED_CLASS.search(marks[:300]):
        return True
    return bool(_HIDDEN_STYLE.search((element.get("style") or "")[:300].lower()))
