"""Elements of a feed that are treated before a parser sees them, because feedparser is wrong or slow about them."""

from __future__ import annotations

import html as entities
import re
from dataclasses import dataclass

_TITLE = re.compile(r"<title[^<>]{0,200}>\s{0,50}<!\[CDATA\[")
_TITLE_END = re.compile(r"\s{0,50}</title>")
_LONGEST_TITLE = 20_000
_BODY = re.compile(r"<((?:[\w-]{1,30}:)?(?:encoded|description|content|summary))\b([^<>]{0,300})>\s{0,50}<!\[CDATA\[")
_SHORTEST_ASIDE = 200
_TOKEN = re.compile(r"\s*aimaq-body-(\d{1,9})\s*")
_NAME = re.compile(
    r"<((?:[\w-]{1,30}:)?(?:author|creator|contributor|publisher|name|email|managingEditor|webMaster|owner|pubDate|date"
    r"|published|updated|modified|issued|created|lastBuildDate))\b[^<>]{0,300}>",
    re.IGNORECASE,
)
_LONGEST_NAME = 2_000


@dataclass(frozen=True, slots=True)
class Bodies:
    """Long bodies in CDATA, for which tokens stand in the document: they hold no XML, and passing them through the
    parser line by line takes half of its time."""

    texts: tuple[str, ...] = ()

    def restore(self, value: str) -> str:
        """The body that ``value`` is the token of, or ``value`` itself."""
        token = _TOKEN.fullmatch(value)
        number = int(token[1]) if token else -1
        return self.texts[number] if 0 <= number < len(self.texts) else value


def set_bodies_aside(xml: str) -> tuple[str, Bodies]:
    out: list[str] = []
    bodies: list[str] = []
    done = 0
    for opening in _BODY.finditer(xml):
        start = opening.end()
        end = xml.find("]]>", start)
        if end < 0:
            break
        is_whole = xml.startswith(f"</{opening[1]}", end + 3) and "base64" not in opening[2]
        if opening.start() >= done and is_whole and end - start >= _SHORTEST_ASIDE:
            out += [xml[done:start], f"aimaq-body-{len(bodies)}"]
            bodies.append(xml[start:end])
            done = end
    return "".join([*out, xml[done:]]), Bodies(tuple(bodies))


def decode_titles(xml: str) -> str:
    """A title in CDATA is HTML (``&#171;`` is «): decoded here, since feedparser takes it for plain text."""
    out: list[str] = []
    done = 0
    for opening in _TITLE.finditer(xml):
        start = opening.end()
        end = xml.find("]]>", start, start + _LONGEST_TITLE)
        if opening.start() >= done and end >= 0 and _TITLE_END.match(xml, end + 3):
            tag = opening[0].removesuffix("<![CDATA[")
            out += [xml[done : opening.start()], tag, entities.escape(entities.unescape(xml[start:end]), quote=False)]
            done = end + 3
    return "".join([*out, xml[done:]])


def without_long_names(xml: str) -> str:
    """Names and dates of absurd length are emptied: feedparser looks for addresses in them in quadratic time."""
    out: list[str] = []
    done = 0
    for opening in _NAME.finditer(xml):
        if opening.start() >= done and xml.find("</", opening.end(), opening.end() + _LONGEST_NAME) < 0:
            end = xml.find(f"</{opening[1]}", opening.end())
            out.append(xml[done : opening.end()])
            done = end if end >= 0 else len(xml)
    return "".join([*out, xml[done:]])
