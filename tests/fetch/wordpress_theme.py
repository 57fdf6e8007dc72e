"""What WordPress and qTranslate print: the feeds in four formats and the posts of REST."""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from typing import Any, Literal

LANGUAGE_NAMES = {"ru": "Русский", "kk": "Қазақша", "en": "English"}


@dataclass(slots=True)
class Post:
    """A post as its editor sees it; ``title`` and ``html`` may hold qTranslate markup."""

    id: int
    title: str
    html: str
    date: datetime
    slug: str = ""
    modified: datetime | None = None
    status: Literal["publish", "draft", "private", "pending", "future", "trash"] = "publish"
    password: str = ""
    author: str = "Айгүл Серікова"
    categories: tuple[str, ...] = ("Новости",)
    guid: str = ""
    picture: str = ""
    lost_id: bool = False

    @property
    def changed(self) -> datetime:
        return self.modified or self.date

    @property
    def path(self) -> str:
        return f"/{self.slug or f'post-{self.id}'}/"


@dataclass
class Theme:
    """The site's posts and how they are printed. ``plugin``: qTranslate is on and shows one language at a time;
    off, its markup leaks. ``now`` tells the site's time (scheduled posts appear by it)."""

    now: Callable[[], datetime] = lambda: datetime.now(UTC)
    name: str = "Алтын дала"
    posts: list[Post] = field(default_factory=list)
    per_page: int = 10
    plugin: bool = True
    excerpts: bool = False
    footer: bool = False
    ttl: int | None = None
    url: str = ""

    def published(self) -> list[Post]:
        """What a feed shows, newest post date first."""
        live = [post for post in self.posts if post.status == "publish" or self._has_come(post)]
        return sorted(live, key=lambda post: (post.date, post.id), reverse=True)

    def _has_come(self, post: Post) -> bool:
        return post.status == "future" and post.date <= self.now()

    def stamp(self) -> datetime:
        """Every feed of a site has the date of the newest change of any post."""
        return max((post.changed for post in self.published()), default=datetime(2020, 1, 1, tzinfo=UTC))

    def page_of_posts(self, page: int) -> list[Post]:
        return self.published()[(page - 1) * self.per_page : page * self.per_page] if page > 0 else []

    def _shown(self, text: str, language: str) -> str:
        """With the plugin on one language is shown, or the notice that there is none."""
        if not self.plugin or "[:" not in text:
            return text
        pieces: dict[str, str] = dict(re.findall(r"\[:(\w\w)\](.*?)(?=\[:)", text, re.DOTALL))
        return pieces.get(language, "")

    def titled(self, post: Post, language: str) -> str:
        title = self._shown(post.title, language)
        if self.plugin and not title:
            other = next(code for code in LANGUAGE_NAMES if f"[:{code}]" in post.title)
            title = f"({LANGUAGE_NAMES[other]}) {self._shown(post.title, other)}"
        return f"Защищено: {title}" if post.password else title

    def bodied(self, post: Post, language: str) -> str:
        if post.password:
            return (
                f'<form action="{self.url}/wp-login.php?action=postpass" class="post-password-form" method="post">'
                "<p>Это содержимое защищено паролем.</p></form>"
            )
        body = self._shown(post.html, language)
        if self.plugin and "[:" in post.html and not body:
            return (
                '<p class="qtranxs-available-languages-message qtranxs-available-languages-message-kk">Бұл жазба тек '
                f"<a href='{self.url}/ru{post.path}'>Русский</a> тілінде қолжетімді.</p>"
            )
        return body

    def _footed(self, post: Post, text: str, language: str) -> str:
        if not self.footer:
            return text
        return (
            f'{text}<p>Сообщение <a href="{self.url}{post.path}">{self._shown(post.title, language)}</a> появились '
            f'сначала на <a href="{self.url}">{self.name}</a>.</p>'
        )

    def _excerpt(self, post: Post, language: str) -> str:
        words = re.sub(r"<[^>]+>", " ", self.bodied(post, language)).split()
        return " ".join(words[:12]) + (" [&#8230;]" if len(words) > 12 else "")

    def _guid(self, post: Post) -> str:
        return post.guid or f"{self.url}/?p={post.id}"

    def _link(self, post: Post, language: str) -> str:
        return f"{self.url}{post.path}" if language == "ru" or not self.plugin else f"{self.url}/{language}{post.path}"

    def feed(self, kind: str, page: int, language: str = "ru") -> str:
        posts = self.page_of_posts(page)
        match kind:
            case "atom":
                return self._atom(posts, language)
            case "rdf":
                return self._rdf(posts, language)
            case "rss":
                return self._rss(posts, language, "0.92")
            case _:
                return self._rss(posts, language, "2.0")

    def _rss(self, posts: list[Post], language: str, version: str) -> str:
        item = self._item if version == "2.0" else self._item_092
        ttl = f"<ttl>{self.ttl}</ttl>" if self.ttl else ""
        build = format_datetime(max((post.changed for post in posts), default=self.stamp()))
        return (
            f'<?xml version="1.0" encoding="UTF-8"?><rss version="{version}"'
            ' xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/">'
            f"<channel><title>{html.escape(self.name)}</title><link>{self.url}</link><description>Новости</description>"
            f"<lastBuildDate>{build}</lastBuildDate><language>{language}</language>"
            f"<generator>https://wordpress.org/?v=6.5.3</generator>{ttl}"
            + "".join(item(post, language) for post in posts)
            + "</channel></rss>"
        )

    def _item(self, post: Post, language: str) -> str:
        guid = "" if post.lost_id else f'<guid isPermaLink="false">{html.escape(self._guid(post))}</guid>'
        body = self._footed(post, self.bodied(post, language), language)
        content = "" if self.excerpts else f"<content:encoded><![CDATA[{body}]]></content:encoded>"
        excerpt = self._footed(post, f"<p>{self._excerpt(post, language)}</p>", language)
        return (
            f"<item><title>{_title_xml(self.titled(post, language))}</title><link>{self._link(post, language)}</link>"
            f"<dc:creator><![CDATA[{post.author}]]></dc:creator><pubDate>{format_datetime(post.date)}</pubDate>"
            + "".join(f"<category><![CDATA[{each}]]></category>" for each in post.categories)
            + f"{guid}<description><![CDATA[{excerpt}]]></description>{content}</item>"
        )

    def _item_092(self, post: Post, language: str) -> str:
        return (
            f"<item><title>{_title_xml(self.titled(post, language))}</title>"
            f"<description><![CDATA[{self._excerpt(post, language)}]]></description>"
            f"<link>{self._link(post, language)}</link></item>"
        )

    def _rdf(self, posts: list[Post], language: str) -> str:
        items = "".join(
            f'<item rdf:about="{self._link(post, language)}"><title>{_title_xml(self.titled(post, language))}</title>'
            f"<link>{self._link(post, language)}</link><dc:date>{post.date.isoformat()}</dc:date>"
            f"<description><![CDATA[{self._excerpt(post, language)}]]></description>"
            f"<content:encoded><![CDATA[{self.bodied(post, language)}]]></content:encoded></item>"
            for post in posts
        )
        return (
            '<?xml version="1.0" encoding="UTF-8"?><rdf:RDF xmlns="http://purl.org/rss/1.0/"'
            ' xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:dc="http://purl.org/dc/elements/1.1/"'
            ' xmlns:content="http://purl.org/rss/1.0/modules/content/">'
            f'<channel rdf:about="{self.url}"><title>{html.escape(self.name)}</title><link>{self.url}</link></channel>'
            f"{items}</rdf:RDF>"
        )

    def _atom(self, posts: list[Post], language: str) -> str:
        entries = "".join(
            f"<entry><title type='html'><![CDATA[{_title_xml(self.titled(post, language))}]]></title>"
            f'<link rel="alternate" type="text/html" href="{self._link(post, language)}"/>'
            f"<id>{html.escape(self._guid(post))}</id><updated>{post.changed.isoformat()}</updated>"
            f"<published>{post.date.isoformat()}</published><author><name>{post.author}</name></author>"
            f'<content type="html"><![CDATA[{self.bodied(post, language)}]]></content></entry>'
            for post in posts
        )
        return (
            f'<?xml version="1.0" encoding="UTF-8"?><feed xmlns="http://www.w3.org/2005/Atom"><title>{self.name}</title>'
            f"<id>{self.url}/feed/</id><updated>{self.stamp().isoformat()}</updated>"
            f'<generator uri="https://wordpress.org/" version="6.5.3">WordPress</generator>{entries}</feed>'
        )

    def rest_post(self, post: Post) -> dict[str, Any]:
        media = [{"source_url": post.picture}] if post.picture else []
        return {
            "id": post.id,
            "guid": {"rendered": html.escape(self._guid(post))},
            "date": (post.date + timedelta(hours=5)).strftime("%Y-%m-%dT%H:%M:%S"),
            "date_gmt": post.date.strftime("%Y-%m-%dT%H:%M:%S"),
            "modified_gmt": post.changed.strftime("%Y-%m-%dT%H:%M:%S"),
            "link": self._link(post, "ru"),
            "title": {"rendered": _title_xml(self.titled(post, "ru"))},
            "content": {
                "rendered": "" if post.password else self.bodied(post, "ru"),
                "protected": bool(post.password),
            },
            "excerpt": {"rendered": f"<p>{self._excerpt(post, 'ru')}</p>"},
            "featured_media": 1 if post.picture else 0,
            "_embedded": {
                "author": [{"name": post.author}],
                "wp:featuredmedia": media,
                "wp:term": [[{"name": each} for each in post.categories]],
            },
        }


def _title_xml(title: str) -> str:
    """As ``the_title_rss`` does: typographic characters as numeric references."""
    escaped = html.escape(title, quote=False).replace("&amp;", "&#038;")
    return escaped.replace("«", "&#171;").replace("»", "&#187;").replace("—", "&#8212;")
