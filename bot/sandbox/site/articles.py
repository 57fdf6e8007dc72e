"""The articles of the sample site, read from ``articles/*/*.md``.

A file is a TOML head between ``+++`` lines and one part per language: a line ``[ru]`` or ``[kk]``, a line
``# Title``, then paragraphs apart by empty lines. ``### `` begins a subheading, ``> `` a quotation, ``- `` a list
item; a paragraph that begins with ``<`` is HTML already.

Keys of the head, all optional but ``age`` (which articles of the queue do without):

``age``       how long before the start of the site the article appeared: ``"2d 3h"``, ``"45m"``
``image``     name of a picture in ``pictures/``; ``caption`` stands under it
``author``    byline; ``rubric`` a key of ``RUBRICS``; ``wrapped`` puts even one language into ``[:ru]…[:]``
``outlet``    one of ``OUTLETS``; ``corrects`` the slug of the published article that this one replaces
``event``     a name shared by all articles about the same event
``regions``, ``topics``, ``scope``   what a careful editor would say the article is about, for tests of analysis

A folder holds what an outlet has published at the start; ``queue`` is kept back and comes in the order of the numbers
in front of its file names.
"""

from __future__ import annotations

import html
import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
FOLDER = HERE / "articles"
PICTURES = HERE / "pictures"

OUTLETS = ("main", "second", "third")

RUBRICS = {
    "regions": "[:ru]Регионы[:kk]Өңірлер[:]",
    "society": "[:ru]Общество[:kk]Қоғам[:]",
    "economy": "[:ru]Экономика[:kk]Экономика[:]",
    "events": "[:ru]Происшествия[:kk]Оқиғалар[:]",
    "culture": "[:ru]Культура[:kk]Мәдениет[:]",
    "sport": "[:ru]Спорт[:kk]Спорт[:]",
    "world": "[:ru]Мир[:kk]Әлем[:]",
}

_HEAD = re.compile(r"\A\+\+\+\n(?P<head>.*?)^\+\+\+\n(?P<body>.*)\Z", re.DOTALL | re.MULTILINE)
_PART = re.compile(r"^\[(?P<language>ru|kk)\]\n+# (?P<title>.+)\n", re.MULTILINE)
_AGE = re.compile(r"(\d+)([dhm])")
_UNITS = {"d": "days", "h": "hours", "m": "minutes"}


@dataclass(frozen=True, slots=True)
class Text:
    """One language of an article: ``ru``, ``kk``, or ``""`` for a text that carries its own markup or none."""

    language: str
    title: str
    html: str


@dataclass(frozen=True, slots=True)
class Article:
    """An article as its file tells it. ``age`` says nothing for an article of the queue."""

    slug: str
    texts: tuple[Text, ...]
    age: timedelta = timedelta()
    outlet: str = "main"
    author: str = ""
    rubric: str = "regions"
    image: str | None = None
    caption: str = ""
    wrapped: bool = False
    corrects: str | None = None
    event: str | None = None
    scope: str = "regional"
    regions: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()

    @property
    def title(self) -> str:
        return self.texts[0].title


def published() -> list[Article]:
    """The articles that stand on the site from the start, oldest first."""
    articles = [article for outlet in OUTLETS for article in _folder(outlet)]
    return sorted(articles, key=lambda article: article.age, reverse=True)


def queue() -> list[Article]:
    """The articles that are kept back, in the order of their publication."""
    return list(_folder("queue"))


def parse(slug: str, source: str, *, outlet: str = "main") -> Article:
    """Read one file. Raises ``ValueError`` that names the slug when the file is not of the form above."""
    match = _HEAD.match(source)
    if match is None:
        raise ValueError(f"{slug}: no head between +++ lines")
    head: dict[str, Any] = {"outlet": outlet, **tomllib.loads(match["head"])}
    texts = tuple(_texts(match["body"]))
    if not texts:
        raise ValueError(f"{slug}: no part [ru] or [kk] with a title")
    for key in ("regions", "topics"):
        head[key] = tuple(head.get(key, ()))
    if "age" in head:
        head["age"] = parse_age(head["age"])
    return Article(slug=slug, texts=texts, **head)


def parse_age(words: str) -> timedelta:
    """``"2d 3h"`` as a duration."""
    return timedelta(**{_UNITS[unit]: int(number) for number, unit in _AGE.findall(words)})


def _folder(name: str) -> Iterator[Article]:
    for path in sorted((FOLDER / name).glob("*.md")):
        slug = re.sub(r"^\d+-", "", path.stem)
        yield parse(slug, path.read_text(encoding="utf-8"), outlet="main" if name == "queue" else name)


def _texts(body: str) -> Iterator[Text]:
    parts = list(_PART.finditer(body))
    ends = [*(part.start() for part in parts), len(body)][1:]
    for part, end in zip(parts, ends, strict=True):
        yield Text(part["language"], part["title"].strip(), _to_html(body[part.end() : end]))


def _to_html(source: str) -> str:
    return "\n".join(_block(block.strip()) for block in re.split(r"\n\s*\n", source) if block.strip())


def _block(block: str) -> str:
    if block.startswith("<"):
        return block
    text = html.escape(" ".join(block.split("\n")), quote=False)
    if block.startswith("### "):
        return f"<h3>{text[4:]}</h3>"
    if block.startswith("> "):
        return f"<blockquote><p>{text.removeprefix('&gt; ')}</p></blockquote>"
    if block.startswith("- "):
        items = (html.escape(line.removeprefix("- "), quote=False) for line in block.split("\n"))
        return "<ul>" + "".join(f"<li>{item}</li>" for item in items) + "</ul>"
    return f"<p>{text}</p>"
