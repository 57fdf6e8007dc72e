"""The HTML of rich messages as a tree of tags.

What the dialect knows is documented (Bot API 10.1 to 10.3); the server's parser is not public, so refusals follow what
developers report. An unknown tag vanishes and its content stays; a tag that is cut, crossed or left open is refused.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from .refusals import ApiError, bad

NAMED = {
    "lt": "<", "gt": ">", "amp": "&", "quot": '"', "apos": "'", "nbsp": "\u00a0", "hellip": "…", "mdash": "—",
    "ndash": "–", "lsquo": "‘", "rsquo": "’", "ldquo": "“", "rdquo": "”",
}  # fmt: skip
_REFERENCE = re.compile(r"&(?:#x([0-9a-fA-F]{1,6})|#([0-9]{1,7})|([a-zA-Z]+));")
_TAG = re.compile(
    r"<(?P<end>/?)(?P<name>[a-zA-Z][\w-]*)(?P<attributes>(?:\s+[^\s=<>/\"']+(?:\s*=\s*(?:\"[^\"]*\"|'[^']*'|[^\s<>\"']+))?)*)"
    r"\s*(?P<void>/?)>"
)
_ATTRIBUTE = re.compile(r"([^\s=<>/\"']+)(?:\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s<>\"']+)))?")
FORMATS = {
    "b": "bold", "strong": "bold", "i": "italic", "em": "italic", "u": "underline", "ins": "underline",
    "s": "strikethrough", "strike": "strikethrough", "del": "strikethrough", "code": "code", "mark": "marked",
    "sub": "subscript", "sup": "superscript", "tg-spoiler": "spoiler",
}  # fmt: skip
INLINE = {*FORMATS, "br", "a", "tg-reference", "tg-time", "tg-emoji", "tg-math", "tg-button"}
_VOID = {"br", "hr", "img", "input", "tg-map"}
BLOCKS = {
    *(f"h{size}" for size in range(1, 7)), "p", "footer", "hr", "ul", "ol", "details", "blockquote", "aside", "table",
    "pre", "img", "video", "audio", "tg-document", "figure", "tg-collage", "tg-slideshow", "tg-map", "tg-math-block",
    "tg-button-row", "tg-thinking",
}  # fmt: skip
_VOID = {"br", "hr", "img", "input", "tg-map"}
BLOCKS = {
    *(f"h{size}" for size in range(1, 7)), "p", "footer", "hr", "ul", "ol", "details", "blockquote", "aside", "table",
    "pre", "img", "video", "audio", "tg-document", "figure", "tg-collage", "tg-slideshow", "tg-map", "tg-math-block",
    "tg-button-row", "tg-thinking",
}  # fmt: skip
BLOCKS = {
    *(f"h{size}" for size in range(1, 7)), "p", "footer", "hr", "ul", "ol", "details", "blockquote", "aside", "table",
    "pre", "img", "video", "audio", "tg-document", "figure", "tg-collage", "tg-slideshow", "tg-map", "tg-math-block",
    "tg-button-row", "tg-thinking",
}  # fmt: skip
_PARTS = {"li", "summary", "cite", "caption", "figcaption", "tr", "td", "th", "input"}


@dataclass(slots=True)
class Node:
    tag: str
    attributes: dict[str, str] = field(default_factory=dict)
    children: list[Node | str] = field(default_factory=list)

    def part(self, tag: str) -> Node | None:
        """The first child with this tag."""
        return next((child for child in self.children if isinstance(child, Node) and child.tag == tag), None)

    def without(self, *tags: str) -> list[Node | str]:
        return [child for child in self.children if isinstance(child, str) or child.tag not in tags]


def names_of(node: Node, tag: str) -> list[str]:
    own = [node.attributes.get("name", "")] if node.tag == tag else []
    return own + [name for child in node.children if isinstance(child, Node) for name in names_of(child, tag)]


def read_tree(source: str) -> Node:
    root = Node("")
    path = [root]
    at = 0
    while at < len(source):
        begin = source.find("<", at)
        _add_text(path[-1], source[at : begin if begin >= 0 else len(source)])
        if begin < 0:
            break
        match = _TAG.match(source, begin)
        if match is None:
            raise _broken()
        _enter_or_leave(path, match)
        at = match.end()
    if len(path) > 1:
        raise _broken()
    return root


def _add_text(node: Node, raw: str) -> None:
    if raw:
        node.children.append(decode(raw))


def _enter_or_leave(path: list[Node], match: re.Match[str]) -> None:
    name = match["name"].lower()
    if name not in INLINE and name not in BLOCKS and name not in _PARTS:
        return
    if match["end"]:
        if name in _VOID:
            return
        if path[-1].tag != name:
            raise _broken()
        path.pop()
        return
    node = Node(name, _attributes(match["attributes"]))
    path[-1].children.append(node)
    if name not in _VOID and not match["void"]:
        path.append(node)


def _attributes(raw: str) -> dict[str, str]:
    return {found[0].lower(): decode(found[1] or found[2] or found[3]) for found in _ATTRIBUTE.findall(raw)}


def decode(raw: str) -> str:
    """References replaced; a named one outside the list stays as it stands."""
    return _REFERENCE.sub(_letter, raw) if "&" in raw else raw


def _letter(match: re.Match[str]) -> str:
    hexadecimal, decimal, name = match.groups()
    if name:
        return NAMED.get(name, match.group())
    code = int(hexadecimal, 16) if hexadecimal else int(decimal)
    return chr(code) if 0 < code <= 0x10FFFF and not 0xD800 <= code < 0xE000 else match.group()


def _broken() -> ApiError:
    return bad("RICH_MESSAGE_HTML_INVALID")
