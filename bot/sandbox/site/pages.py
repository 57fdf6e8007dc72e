"""Posts as people read them: article pages and the front page. Pure; no script, no outside resource."""

from __future__ import annotations

import html
from collections.abc import Sequence
from datetime import datetime

from bot.sandbox.site.feed import LOCAL_OFFSET, figure, link, picture
from bot.sandbox.site.outlet import Outlet, Post, plain

_LANGUAGES = {"ru": "Русский", "kk": "Қазақша"}

_PAGE = """\
<!DOCTYPE html>
<html lang="{language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title} — {site}</title>
<link rel="stylesheet" href="{root}/wp-content/style.css">
<link rel="alternate" type="application/rss+xml" title="{site} &raquo; Лента" href="{home}/feed/">
<link rel="https://api.w.org/" href="{home}/wp-json/">
{meta}</head>
<body>
<header class="masthead"><a href="{home}/">{masthead}</a><p>{tagline}</p></header>
{body}
<footer class="colophon">{site} · статьи и рисунки придуманы для примера · <a href="{home}/feed/">RSS</a></footer>
</body>
</html>
"""

_META = """\
<link rel="canonical" href="{link}">
<link rel="shortlink" href="{home}/?p={id}">
<meta property="og:type" content="article">
<meta property="og:title" content="{title}">
<meta property="og:url" content="{link}">
<meta property="article:published_time" content="{published}">
<meta property="article:modified_time" content="{modified}">
"""


def article_page(outlet: Outlet, post: Post, home: str, root: str) -> str:
    """All languages of a post on one page, side by side where the window is wide."""
    translations = "\n".join(_translation(text.language, text.title, text.html) for text in post.texts)
    body = (
        f'<main class="post">\n{_switch(post)}<p class="entry-meta">{_byline(outlet, post)}</p>\n'
        f'{figure(post, home)}<div class="translations">\n{translations}\n</div>\n</main>'
    )
    return _page(outlet, home, root, language=_language(post), title=post.title, meta=_meta(post, home), body=body)


def front_page(outlet: Outlet, posts: Sequence[Post], home: str, root: str, *, waiting: int) -> str:
    """The newest posts as cards; ``waiting`` articles can still be published with the button."""
    cards = "\n".join(_card(post, home) for post in posts)
    button = (
        f'<form method="post" action="{root}/next"><button>Опубликовать следующую статью '
        f"<small>ещё {waiting}</small></button></form>"
        if waiting
        else ""
    )
    title = plain(outlet.sign.tagline)
    return _page(outlet, home, root, language="ru", title=title, body=f'<main class="front">{button}\n{cards}\n</main>')


def not_found_page(outlet: Outlet, home: str, root: str) -> str:
    body = f'<main class="post"><h1>Такой страницы нет</h1><p><a href="{home}/">На главную</a></p></main>'
    return _page(outlet, home, root, language="ru", title="Страница не найдена", body=body)


def _page(outlet: Outlet, home: str, root: str, *, language: str, title: str, body: str, meta: str = "") -> str:
    masthead = "".join(f"<span>{html.escape(name)}</span> " for name in plain(outlet.sign.title).split(" / "))
    return _PAGE.format(
        language=language,
        title=html.escape(title),
        site=html.escape(plain(outlet.sign.title)),
        masthead=masthead.strip(),
        tagline=html.escape(plain(outlet.sign.tagline)),
        home=home,
        root=root,
        meta=meta,
        body=body,
    )


def _meta(post: Post, home: str) -> str:
    address = picture(post, home)
    image = f'<meta property="og:image" content="{html.escape(address)}">\n' if address else ""
    return image + _META.format(
        link=link(post, home),
        home=home,
        id=post.id,
        title=html.escape(post.title),
        published=post.published.isoformat(timespec="seconds"),
        modified=post.modified.isoformat(timespec="seconds"),
    )


def _switch(post: Post) -> str:
    if len(post.texts) == 1:
        return ""
    links = " · ".join(f'<a href="#{text.language}">{_LANGUAGES[text.language]}</a>' for text in post.texts)
    return f'<nav class="languages">{links}</nav>\n'


def _translation(language: str, title: str, body: str) -> str:
    attributes = f' id="{language}" lang="{language}"' if language else ""
    return f"<article{attributes}>\n<h1>{html.escape(title)}</h1>\n{body}\n</article>"


def _card(post: Post, home: str) -> str:
    address = picture(post, home)
    image = f'<img src="{html.escape(address)}" alt="" width="240" height="135" loading="lazy">' if address else ""
    titles = "".join(f'<span lang="{text.language or "ru"}">{html.escape(text.title)}</span>' for text in post.texts)
    return f'<a class="card" href="{link(post, home)}">{image}<div><h2>{titles}</h2>{_time(post.published)}</div></a>'


def _byline(outlet: Outlet, post: Post) -> str:
    author = html.escape(post.author or plain(outlet.sign.title))
    return f'<span class="author">{author}</span> · {_time(post.published)}'


def _time(moment: datetime) -> str:
    return f'<time datetime="{moment.isoformat(timespec="seconds")}">{moment + LOCAL_OFFSET:%d.%m.%Y, %H:%M}</time>'


def _language(post: Post) -> str:
    return post.texts[0].language or "ru"
