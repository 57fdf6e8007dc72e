"""Posts as WordPress says them to machines: RSS 2.0 and REST. Pure."""

from __future__ import annotations

import hashlib
import html
import re
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from typing import Any

from bot.sandbox.site.outlet import Outlet, Post, plain

LOCAL_OFFSET = timedelta(hours=5)
"""REST gives ``date`` in the site's own time: Kazakhstan has one zone, UTC+5, since March 2024."""

_FORBIDDEN_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_EXCERPT_WORDS = 55

_CHANNEL = """\
<?xml version="1.0" encoding="UTF-8"?><rss version="2.0"
	xmlns:content="http://purl.org/rss/1.0/modules/content/"
	xmlns:dc="http://purl.org/dc/elements/1.1/"
	xmlns:atom="http://www.w3.org/2005/Atom"
	xmlns:sy="http://purl.org/rss/1.0/modules/syndication/"
	>

<channel>
	<title>{title}</title>
	<atom:link href="{home}/feed/" rel="self" type="application/rss+xml" />
	<link>{home}</link>
	<description>{tagline}</description>
	<lastBuildDate>{modified}</lastBuildDate>
	<language>ru-RU</language>
	<sy:updatePeriod>hourly</sy:updatePeriod>
	<sy:updateFrequency>1</sy:updateFrequency>
	<generator>https://wordpress.org/?v=6.7.1</generator>
{items}
</channel>
</rss>
"""

_ITEM = """\
	<item>
		<title>{title}</title>
		<link>{link}</link>
		<dc:creator>{author}</dc:creator>
		<pubDate>{published}</pubDate>
		<category>{category}</category>
		<guid isPermaLink="false">{guid}</guid>
		<description>{excerpt}</description>
		<content:encoded>{content}</content:encoded>
	</item>"""


def etag(outlet: Outlet) -> str:
    """As WordPress makes it: the same for every feed of the site, from the newest change alone."""
    return '"' + hashlib.md5(last_modified(outlet).encode(), usedforsecurity=False).hexdigest() + '"'


def last_modified(outlet: Outlet) -> str:
    return format_datetime(outlet.modified, usegmt=True)


def rss(outlet: Outlet, posts: Sequence[Post], home: str) -> str:
    return _CHANNEL.format(
        title=_text(outlet.sign.title),
        tagline=_text(outlet.sign.tagline),
        home=home,
        modified=format_datetime(outlet.modified),
        items="\n".join(_item(outlet, post, home) for post in posts),
    )


def link(post: Post, home: str) -> str:
    return f"{home}/{post.slug}/"


def guid(post: Post, home: str) -> str:
    return f"{home}/?p={post.id}"


def picture(post: Post, home: str) -> str | None:
    """The address of the post's picture; a name means one of ours, an address is left as it is."""
    if post.image is None or "//" in post.image:
        return post.image
    return f"{home}/wp-content/uploads/{post.image}.png"


def figure(post: Post, home: str) -> str:
    address = picture(post, home)
    if address is None:
        return ""
    caption = f'<figcaption class="wp-element-caption">{html.escape(post.caption)}</figcaption>' if post.caption else ""
    return (
        f'<figure class="wp-block-image size-large"><img decoding="async" width="800" height="450" '
        f'src="{html.escape(address)}" alt="" class="wp-image-{post.id}"/>{caption}</figure>\n'
    )


def rest_post(post: Post, home: str) -> dict[str, Any]:
    """One post of ``/wp-json/wp/v2/posts``, the fields that readers of news ask for."""
    address = picture(post, home)
    fields: dict[str, Any] = {
        "id": post.id,
        "date": _local(post.published),
        "date_gmt": _gmt(post.published),
        "guid": {"rendered": guid(post, home)},
        "modified": _local(post.modified),
        "modified_gmt": _gmt(post.modified),
        "slug": post.slug,
        "status": "publish",
        "type": "post",
        "link": link(post, home),
        "title": {"rendered": html.escape(post.marked_title, quote=False)},
        "content": {"rendered": figure(post, home) + post.marked_html, "protected": False},
        "excerpt": {"rendered": f"<p>{_excerpt(post)}</p>\n", "protected": False},
        "featured_media": post.id if address else 0,
        "categories": [],
    }
    if address:
        fields["_embedded"] = {"wp:featuredmedia": [{"id": post.id, "media_type": "image", "source_url": address}]}
    return fields


def _item(outlet: Outlet, post: Post, home: str) -> str:
    footer = _footer(outlet, post, home)
    return _ITEM.format(
        title=_text(post.marked_title),
        link=link(post, home),
        author=_cdata(post.author or plain(outlet.sign.title)),
        published=format_datetime(post.published),
        category=_cdata(post.rubric),
        guid=guid(post, home),
        excerpt=_cdata(f"<p>{_excerpt(post)}</p>\n{footer}"),
        content=_cdata(f"\n{figure(post, home)}{post.marked_html}\n{footer}"),
    )


def _footer(outlet: Outlet, post: Post, home: str) -> str:
    """The line that SEO plugins put under every item; the markup of the title leaks into it."""
    return (
        f'<p>Сообщение <a href="{link(post, home)}">{html.escape(post.marked_title)}</a> появились сначала на '
        f'<a href="{home}">{html.escape(plain(outlet.sign.title))}</a>.</p>\n'
    )


def _excerpt(post: Post) -> str:
    """The first 55 words of each language, tags away, as WordPress cuts them."""
    words = {text.language: _words(text.html) for text in post.texts}
    if len(words) == 1:
        return next(iter(words.values()))
    return "".join(f"[:{language}]{value}" for language, value in words.items()) + "[:]"


def _words(markup: str) -> str:
    words = html.unescape(re.sub(r"<[^>]+>", " ", markup)).split()
    more = " [&hellip;]" if len(words) > _EXCERPT_WORDS else ""
    return html.escape(" ".join(words[:_EXCERPT_WORDS]), quote=False) + more


def _text(words: str) -> str:
    return html.escape(_FORBIDDEN_IN_XML.sub("", words), quote=False)


def _cdata(words: str) -> str:
    return "<![CDATA[" + _FORBIDDEN_IN_XML.sub("", words).replace("]]>", "]]&gt;") + "]]>"


def _gmt(moment: datetime) -> str:
    return moment.astimezone(UTC).replace(tzinfo=None, microsecond=0).isoformat()


def _local(moment: datetime) -> str:
    return _gmt(moment + LOCAL_OFFSET)
