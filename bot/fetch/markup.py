"""HTML of entries as text: balanced again after a cut, freed of feed furniture. Nothing here trusts its input, and
nothing takes more than linear time on it; making HTML harmless is the analysis's part."""

from __future__ import annotations

import html as entities
import re

_TAG = re.compile(r"<(/?)([A-Za-z][A-Za-z0-9:-]*)([^<>]*)>")
_ANY_TAG = re.compile(r"</?[A-Za-z!][^<>]*>")
_EMPTY = re.compile(r"<(p|strong|em|b|i|u|span|h[1-6])(?: [^<>]*)?>(?:\s|&nbsp;|&#160;|<br ?/?>)*</\1>", re.IGNORECASE)
_VOID = frozenset(
    {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
)
_ENDS_PARAGRAPH = frozenset({
    "address", "article", "aside", "blockquote", "div", "dl", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5",
    "h6", "header", "hr", "ol", "p", "pre", "section", "table", "ul",
})  # fmt: skip
_MAX_DEPTH = 64
_EMOJI = re.compile(r"<img\b[^<>]*>", re.IGNORECASE)
_ALT = re.compile(r"""(?<![\w-])alt\s*=\s*(?:"([^"]*)"|'([^']*)')""", re.IGNORECASE)
_MEDIA = re.compile(r"<(?:img|iframe|video|audio|embed|object)\b", re.IGNORECASE)

_FOOTER = re.compile(
    r"(?:the post|сообщение|запись|пост|публикация|материал|статья)\s.{1,900}?\s"
    r"(?:(?:appeared first|first appeared) on"
    r"|появил\w{1,3} (?:сначала|впервые|первоначально) (?:на|в)|впервые появил\w{1,3} (?:на|в))\s.{1,300}"
    r"|.{1,900}?\s(?:жазбасы|хабарламасы|мақаласы|посты)\s.{0,300}?(?:алдымен|алғаш|бірінші).{1,300}"
    r"(?:пайда болды|шықты|жарияланды)\W{0,3}",
    re.IGNORECASE | re.DOTALL,
)
_TAIL = 4_000
_PARAGRAPH = re.compile(r"<p\b[^<>]*>", re.IGNORECASE)


def balance(html: str) -> str:
    """The same HTML with every element closed, in order; stray closing tags and comments are dropped."""
    html = _without_comments(html)
    out: list[str] = []
    stack: list[str] = []
    end = 0
    for tag in _TAG.finditer(html):
        out.append(html[end : tag.start()])
        end = tag.end()
        _place(tag, stack, out)
    out.append(html[end:])
    _close_down_to(0, stack, out)
    return "".join(out)


def repair(html: str) -> str:
    """Balanced, and without the empty paragraphs that cutting leaves behind."""
    return drop_empty(balance(html)).strip()


def drop_empty(html: str) -> str:
    """Without elements of text that hold nothing; three rounds reach ``<p><strong><em></em></strong></p>``."""
    for _ in range(3):
        html, dropped = _EMPTY.subn("", html)
        if not dropped:
            break
    return html


def has_substance(html: str) -> bool:
    """Whether a reader would see anything: words, or a picture or film."""
    return bool(plain(html)) or bool(_MEDIA.search(html))


def plain(html: str) -> str:
    """The words of ``html`` on one line; for judging and short texts, not for reading."""
    return " ".join(entities.unescape(_ANY_TAG.sub(" ", html)).split())


def without_footer(html: str) -> str:
    """Without the last line that WordPress and Yoast add to feeds: «Сообщение … появились сначала на …»."""
    offset = max(len(html) - _TAIL, 0)
    tail = html[offset:].rstrip()
    starts = [paragraph.start() for paragraph in _PARAGRAPH.finditer(tail)][-3:]
    for start in sorted({*starts, tail.rfind("\n") + 1} - {0}, reverse=True):
        if _FOOTER.fullmatch(plain(tail[start:])):
            return html[: offset + start].rstrip()
    return html


def emoji_as_text(html: str) -> str:
    """WordPress serves emoji as pictures from s.w.org: their alternative text is the emoji itself."""
    if "wp-smiley" not in html and "//s.w.org/" not in html:
        return html
    return _EMOJI.sub(_alternative, html)


def shorten(html: str, limit: int) -> str:
    """At most ``limit`` characters, cut between tags and balanced again (closing tags may exceed the limit)."""
    if len(html) <= limit:
        return html
    cut = html[:limit]
    opened = cut.rfind("<")
    if opened > cut.rfind(">"):
        cut = cut[:opened]
    return balance(cut)


def _alternative(image: re.Match[str]) -> str:
    if "wp-smiley" not in image[0] and "//s.w.org/" not in image[0]:
        return image[0]
    alt = _ALT.search(image[0])
    return (alt[1] or alt[2] or "") if alt else ""


def _without_comments(html: str) -> str:
    """Found by hand: a pattern for them takes quadratic time on a page of unclosed ones."""
    out: list[str] = []
    start = 0
    while (opened := html.find("<!--", start)) >= 0:
        out.append(html[start:opened])
        closed = html.find("-->", opened + 4)
        if closed < 0:
            return "".join(out)
        start = closed + 3
    out.append(html[start:])
    return "".join(out)


def _place(tag: re.Match[str], stack: list[str], out: list[str]) -> None:
    """Write one tag, opening and closing around it what HTML asks for."""
    closing, name, rest = tag[1], tag[2].lower(), tag[3]
    if closing:
        if name in stack:
            _close_down_to(len(stack) - 1 - stack[::-1].index(name), stack, out)
        return
    if name in _VOID or rest.endswith("/"):
        out.append(tag[0])
        return
    if name in _ENDS_PARAGRAPH and stack and stack[-1] == "p":
        _close_down_to(len(stack) - 1, stack, out)
    if len(stack) < _MAX_DEPTH:
        stack.append(name)
        out.append(tag[0])


def _close_down_to(depth: int, stack: list[str], out: list[str]) -> None:
    while len(stack) > depth:
        out.append(f"</{stack.pop()}>")
