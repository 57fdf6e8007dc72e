"""One blog of the sample site: its posts, how they appear and change. No I/O, no clock."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bot.sandbox.site.articles import RUBRICS, Article, Text

_FIRST_ID = 1001
_OPENER = re.compile(r"\[:(?:[a-z]{2})?\]")


def plain(marked: str) -> str:
    """A name with its languages apart by a stroke: ``[:kk]А[:ru]Б[:]`` is «А / Б»."""
    return " / ".join(part for part in _OPENER.split(marked) if part)


@dataclass(frozen=True, slots=True)
class Post:
    """A published article. ``id``, ``slug`` and ``published`` outlive every edit, as in WordPress."""

    id: int
    slug: str
    texts: tuple[Text, ...]
    published: datetime
    modified: datetime
    author: str = ""
    rubric: str = RUBRICS["regions"]
    image: str | None = None
    caption: str = ""
    wrapped: bool = False

    @property
    def title(self) -> str:
        """The title for people: of the first language, without markup."""
        return self.texts[0].title

    @property
    def marked_title(self) -> str:
        """The title as WordPress has it in its database, with qTranslate markup."""
        return self._marked({text.language: text.title for text in self.texts})

    @property
    def marked_html(self) -> str:
        return self._marked({text.language: text.html for text in self.texts})

    def _marked(self, values: dict[str, str]) -> str:
        if "" in values or (len(values) == 1 and not self.wrapped):
            return next(iter(values.values()))
        return "".join(f"[:{language}]{value}" for language, value in values.items()) + "[:]"


@dataclass(frozen=True, slots=True)
class Sign:
    """What an outlet calls itself, in raw markup. ``path`` is where it lives on the server, ``""`` for the root."""

    path: str
    title: str
    tagline: str


class Outlet:
    """The posts of one blog, newest first, and the moment of the newest change of any of them."""

    def __init__(self, sign: Sign, started: datetime) -> None:
        self.sign = sign
        self._posts: dict[int, Post] = {}
        self._last_id = _FIRST_ID - 1
        self._modified = started - timedelta(days=30)

    @property
    def posts(self) -> list[Post]:
        return sorted(self._posts.values(), key=lambda post: (post.published, post.id), reverse=True)

    @property
    def modified(self) -> datetime:
        """WordPress makes the validators of all feeds of a site from this."""
        return self._modified

    def by_slug(self, slug: str) -> Post | None:
        return next((post for post in self._posts.values() if post.slug == slug), None)

    def by_id(self, post_id: int) -> Post | None:
        return self._posts.get(post_id)

    def add(self, article: Article, published: datetime) -> Post:
        """Publish an article; ``published`` is its date for ever."""
        post = Post(
            id=self._next_id(),
            slug=article.slug,
            texts=article.texts,
            published=published,
            modified=self._touch(published),
            author=article.author,
            rubric=RUBRICS[article.rubric],
            image=article.image,
            caption=article.caption,
            wrapped=article.wrapped,
        )
        self._posts[post.id] = post
        return post

    def edit(self, post: Post, texts: Iterable[Text], at: datetime) -> Post:
        """Replace the words of a post. Neither its date nor its identity changes."""
        edited = replace(post, texts=tuple(texts), modified=self._touch(at))
        self._posts[post.id] = edited
        return edited

    def withdraw(self, post: Post, at: datetime) -> None:
        """Take a post back: feeds and the archive do not list it any more, its page answers 404."""
        del self._posts[post.id]
        self._touch(at)

    def _next_id(self) -> int:
        """Ids are never given twice, also when the post of the last one was withdrawn."""
        self._last_id += 1
        return self._last_id

    def _touch(self, at: datetime) -> datetime:
        """The validators know whole seconds only, so two changes within one would hide the second behind a 304.
        Real sites suffer from that; here a change is dated a second after the one before it at the earliest."""
        self._modified = max(at.replace(microsecond=0), self._modified + timedelta(seconds=1))
        return self._modified
