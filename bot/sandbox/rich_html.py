"""The HTML of rich messages, read into the blocks that the ``blocks`` form of InputRichMessage would hold."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from .calls import Json
from .refusals import ApiError, bad
from .rich_tree import BLOCKS, FORMATS, INLINE, Node, names_of, read_tree

_SPACES = re.compile(r"[ \t\r\n\f]+")
_MEDIA = {"img": "photo", "video": "video", "audio": "audio", "tg-document": "document"}


def html_blocks(source: str) -> list[Json]:
    """InputRichBlock objects; media are addresses as they stood in ``src``."""
    root = read_tree(source)
    return _Builder(references=frozenset(names_of(root, "tg-reference"))).blocks(root.children)


@dataclass(frozen=True, slots=True)
class _Builder:
    references: frozenset[str]

    def blocks(self, children: list[Node | str]) -> list[Json]:
        """Blocks in order; text between them becomes paragraphs."""
        found: list[Json] = []
        run: list[Node | str] = []
        for child in children:
            if isinstance(child, str) or child.tag in INLINE:
                run.append(child)
            elif child.tag in BLOCKS:
                found += self._paragraphs(run)
                run = []
                found += self._block(child)
            else:
                raise _content_required()
        return found + self._paragraphs(run)

    def _paragraphs(self, run: list[Node | str]) -> list[Json]:
        """A run of text as one paragraph; anchors that stand alone are blocks of their own."""
        rest = [child for child in run if not (isinstance(child, str) and not child.strip(" \t\r\n"))]
        if rest and all(isinstance(child, Node) and child.tag == "a" and "name" in child.attributes for child in rest):
            return [{"type": "anchor", "name": child.attributes["name"]} for child in rest if isinstance(child, Node)]
        text = self.text(run)
        return [{"type": "paragraph", "text": text}] if text not in ("", []) else []

    def _block(self, node: Node) -> list[Json]:
        name = node.tag
        if re.fullmatch("h[1-6]", name):
            return [{"type": "heading", "size": int(name[1]), "text": self.text(node.children)}]
        make = getattr(self, f"_block_{name.replace('-', '_')}", None)
        if make is not None:
            made: list[Json] = make(node)
            return made
        return [self._media(node, None)]

    def _block_p(self, node: Node) -> list[Json]:
        self._only_text(node)
        return self._paragraphs(node.children)

    def _only_text(self, node: Node) -> None:
        if any(isinstance(child, Node) and child.tag not in INLINE for child in node.children):
            raise _content_required()

    def _block_footer(self, node: Node) -> list[Json]:
        self._only_text(node)
        return [{"type": "footer", "text": self.text(node.children)}]

    def _block_hr(self, node: Node) -> list[Json]:
        return [{"type": "divider"}]

    def _block_tg_thinking(self, node: Node) -> list[Json]:
        return [{"type": "thinking", "text": self.text(node.children)}]

    def _block_tg_math_block(self, node: Node) -> list[Json]:
        return [{"type": "mathematical_expression", "expression": _plain(node)}]

    def _block_ul(self, node: Node) -> list[Json]:
        return [{"type": "list", "items": [self._item(item, None) for item in _items(node)]}]

    def _block_ol(self, node: Node) -> list[Json]:
        nodes = _items(node)
        step = -1 if "reversed" in node.attributes else 1
        value = _whole(node.attributes.get("start"), len(nodes) if step < 0 else 1)
        items = []
        for item in nodes:
            value = _whole(item.attributes.get("value"), value)
            kind = item.attributes.get("type", node.attributes.get("type", "1"))
            items.append(self._item(item, {"type": kind, "value": value}))
            value += step
        return [{"type": "list", "items": items}]

    def _item(self, node: Node, number: Json | None) -> Json:
        box = node.part("input")
        item: Json = {"blocks": self.blocks(node.without("input")), **(number or {})}
        if box is not None and box.attributes.get("type") == "checkbox":
            item |= {"has_checkbox": True, "is_checked": "checked" in box.attributes}
        return item

    def _block_details(self, node: Node) -> list[Json]:
        summary = node.part("summary")
        if summary is None:
            raise _content_required()
        blocks = self.blocks(node.without("summary"))
        opened = {"is_open": True} if "open" in node.attributes else {}
        return [{"type": "details", "summary": self.text(summary.children), "blocks": blocks, **opened}]

    def _block_blockquote(self, node: Node) -> list[Json]:
        credit = self._credit(node)
        children = node.without("cite")
        if "expandable" in node.attributes:
            self._only_text(Node("", {}, children))
            return [{"type": "expandable_blockquote", "text": self.text(children), **credit}]
        return [{"type": "blockquote", "blocks": self.blocks(children), **credit}]

    def _block_aside(self, node: Node) -> list[Json]:
        return [{"type": "pullquote", "text": self.text(node.without("cite")), **self._credit(node)}]

    def _credit(self, node: Node) -> Json:
        cite = node.part("cite")
        return {"credit": self.text(cite.children)} if cite is not None else {}

    def _block_pre(self, node: Node) -> list[Json]:
        code = node.part("code")
        inner = code if code is not None and len(node.children) == 1 else node
        block: Json = {"type": "pre", "text": _plain(inner)}
        language = inner.attributes.get("class", "")
        if language.startswith("language-"):
            block["language"] = language.removeprefix("language-")
        return [block]

    def _block_table(self, node: Node) -> list[Json]:
        rows = [child for child in node.children if isinstance(child, Node) and child.tag == "tr"]
        block: Json = {"type": "table", "cells": [self._row(row) for row in rows]}
        block |= {f"is_{name}": True for name in ("bordered", "striped", "compact") if name in node.attributes}
        caption = node.part("caption")
        return [block | ({"caption": self.text(caption.children)} if caption is not None else {})]

    def _row(self, row: Node) -> list[Json]:
        cells = []
        for cell in row.children:
            if not isinstance(cell, Node) or cell.tag not in ("td", "th"):
                continue
            self._only_text(cell)
            face: Json = {"text": self.text(cell.children)}
            face |= {name: cell.attributes[name] for name in ("align", "valign") if name in cell.attributes}
            spans = {name: _whole(cell.attributes.get(name), 1) for name in ("colspan", "rowspan")}
            face |= {name: span for name, span in spans.items() if span > 1}
            cells.append(face | ({"is_header": True} if cell.tag == "th" else {}))
        return cells

    def _block_figure(self, node: Node) -> list[Json]:
        inner = [child for child in node.children if isinstance(child, Node) and child.tag != "figcaption"]
        if len(inner) != 1:
            raise _content_required()
        if inner[0].tag == "tg-map":
            return [{**self._block_tg_map(inner[0])[0], **self._caption(node)}]
        return [self._media(inner[0], node)]

    def _caption(self, node: Node) -> Json:
        caption = node.part("figcaption")
        if caption is None:
            return {}
        return {"caption": {"text": self.text(caption.without("cite")), **self._credit(caption)}}

    def _media(self, node: Node, figure: Node | None) -> Json:
        kind = _MEDIA.get(node.tag)
        if kind is None:
            raise _content_required()
        media: Json = {"type": kind, "media": node.attributes.get("src", "")}
        if "tg-spoiler" in node.attributes:
            media["has_spoiler"] = True
        return {"type": kind, kind: media, "from_html": True, **(self._caption(figure) if figure else {})}

    def _block_tg_collage(self, node: Node) -> list[Json]:
        inner = [child for child in node.without("figcaption") if isinstance(child, Node)]
        return [{"type": "collage", "blocks": [self._media(child, None) for child in inner], **self._caption(node)}]

    def _block_tg_slideshow(self, node: Node) -> list[Json]:
        return [{**self._block_tg_collage(node)[0], "type": "slideshow"}]

    def _block_tg_map(self, node: Node) -> list[Json]:
        try:
            place = {"latitude": float(node.attributes["lat"]), "longitude": float(node.attributes["long"])}
        except (KeyError, ValueError):
            raise bad("invalid map properties specified") from None
        return [{"type": "map", "location": place, "zoom": _whole(node.attributes.get("zoom"), 13)}]

    def _block_tg_button_row(self, node: Node) -> list[Json]:
        inner = [child for child in node.children if isinstance(child, Node) and child.tag == "tg-button"]
        align = {"align": node.attributes["align"]} if "align" in node.attributes else {}
        return [{"type": "buttons", "buttons": [self._button(child) for child in inner], **align}]

    # --- text

    def text(self, children: list[Node | str]) -> Any:
        """A RichText: a string, one object, or an array; white space counts once, none stays at the ends."""
        parts = _joined([part for child in children for part in self._spans(child)])
        return _trimmed(parts)

    def _spans(self, child: Node | str) -> list[Any]:
        if isinstance(child, str):
            return [_SPACES.sub(" ", child)]
        inner = self._inner(child)
        if child.tag in FORMATS:
            return [{"type": FORMATS[child.tag], "text": inner}] if inner not in ("", []) else []
        match child.tag:
            case "br":
                return ["\n"]
            case "a":
                return self._link(child, inner)
            case "tg-reference":
                return [{"type": "reference", "name": child.attributes.get("name", ""), "text": inner}]
            case "tg-time":
                time = _whole(child.attributes.get("unix"), -1)
                style = child.attributes.get("format", "")
                return [{"type": "date_time", "text": inner, "unix_time": time, "date_time_format": style}]
            case "tg-emoji":
                emoji = child.attributes.get("emoji-id", "")
                return [{"type": "custom_emoji", "custom_emoji_id": emoji, "alternative_text": _plain(child)}]
            case "tg-math":
                return [{"type": "mathematical_expression", "expression": _plain(child)}]
            case "tg-button":
                return [{"type": "button", "button": self._button(child)}]
        raise _content_required()

    def _inner(self, node: Node) -> Any:
        parts = _joined([part for child in node.children for part in self._spans(child)])
        return parts[0] if len(parts) == 1 else parts

    def _link(self, node: Node, inner: Any) -> list[Any]:
        if "name" in node.attributes and "href" not in node.attributes:
            return [{"type": "anchor", "name": node.attributes["name"]}, *([inner] if inner not in ("", []) else [])]
        address = node.attributes.get("href", "")
        if address.startswith("#"):
            name = address[1:]
            if name in self.references:
                return [{"type": "reference_link", "text": inner, "reference_name": name}]
            return [{"type": "anchor_link", "text": inner, "anchor_name": name}]
        if address.startswith("mailto:"):
            return [{"type": "email_address", "text": inner, "email_address": address[7:]}]
        if address.startswith("tel:"):
            return [{"type": "phone_number", "text": inner, "phone_number": address[4:]}]
        return [{"type": "url", "text": inner, "url": address}]

    def _button(self, node: Node) -> Json:
        given = node.attributes
        button: Json = {"text": self._inner(node)}
        if "style" in given:
            button["style"] = given["style"]
        kind = given.get("type", "")
        actions: Json = {
            "url": {"url": given.get("url", "")},
            "callback_data": {"callback_data": given.get("data", "")},
            "web_app": {"web_app": {"url": given.get("url", "")}},
            "switch_inline_query": {"switch_inline_query": given.get("query", "")},
            "switch_inline_query_current_chat": {"switch_inline_query_current_chat": given.get("query", "")},
            "copy_text": {"copy_text": {"text": given.get("text", "")}},
            "disabled": {"disabled": {}},
        }
        if kind not in actions:
            raise bad("BUTTON_TYPE_INVALID")
        return {**button, **actions[kind]}


def _items(node: Node) -> list[Node]:
    return [child for child in node.children if isinstance(child, Node) and child.tag == "li"]


def _whole(raw: str | None, default: int) -> int:
    return int(raw) if raw is not None and re.fullmatch(r"-?\d{1,12}", raw) else default


def _plain(node: Node) -> str:
    return "".join(child if isinstance(child, str) else _plain(child) for child in node.children)


def _joined(parts: list[Any]) -> list[Any]:
    """Neighbouring strings become one, runs of spaces across them one space."""
    out: list[Any] = []
    for part in (piece for item in parts for piece in (item if isinstance(item, list) else [item])):
        if isinstance(part, str) and out and isinstance(out[-1], str):
            out[-1] = re.sub(r" *\n *", "\n", _SPACES.sub(_one_space, out[-1] + part))
        elif part != "":
            out.append(part)
    return out


def _one_space(match: re.Match[str]) -> str:
    return match.group() if "\n" in match.group() else " "


def _trimmed(parts: list[Any]) -> Any:
    if parts and isinstance(parts[0], str):
        parts = [parts[0].lstrip(" \n"), *parts[1:]]
    if parts and isinstance(parts[-1], str):
        parts = [*parts[:-1], parts[-1].rstrip(" \n")]
    parts = [part for part in parts if part != ""]
    if not parts:
        return ""
    return parts[0] if len(parts) == 1 else parts


def _content_required() -> ApiError:
    return bad("RICH_MESSAGE_CONTENT_REQUIRED")
