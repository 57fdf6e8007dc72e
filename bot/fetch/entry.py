"""From the fields of one entry, wherever they came from, to a :class:`RawArticle`."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from bot.fetch.characters import harmless, one_line
from bot.fetch.markup import emoji_as_text, has_substance, plain, shorten, without_footer
from bot.fetch.multilingual import pick, translations, variants
from bot.fetch.pictures import first_picture, named_picture, web_address
from bot.models import RawArticle, RawEdition

_PROTECTED = re.compile(r"\s*(?:Защищено|Protected|Қорғалған|Құпиясөзбен қорғалған)\s*:", re.IGNORECASE)
_PASSWORD_FORM = re.compile(r"post-password-form|wp-login\.php\?action=postpass")
_OTHER_LANGUAGE = re.compile(
    r"\s*\((?:Русский|Рус|Орысша|Орыс тілі|Қазақша|Қазақ(?: тілі)?|Казахский|Қаз|Qazaqsha|English|Английский"
    r"|Ағылшын(?:ша)?|Eng|Kazakh|Russian|O[ʻ'’]zbek(?:cha)?|Türkçe|中文)\)\s",
    re.IGNORECASE,
)
_ONLY_IN = "qtranxs-available-languages-message"
_ENDS_LIKE_EXCERPT = re.compile(
    r"(?:\[\s*(?:…|\.\.\.|&#8230;|&hellip;)\s*\]|(?:Читать далее|Читать полностью|Подробнее|Толығырақ"
    r"|Жалғасын оқу|Read more|Continue reading)\b.{0,120})[\s→»›.…]*$",
    re.IGNORECASE | re.DOTALL,
)
_INLINE_TAG = re.compile(
    r"</?(?:a|b|big|br|code|div|em|font|i|img|mark|p|s|script|small|span|strong|style|sub|sup|u)\b[^<>]*>",
    re.IGNORECASE,
)
_MAX_CATEGORIES = 30
_TITLE_FROM_BODY = 90


@dataclass(frozen=True, slots=True)
class Limits:
    """How much of one feed is taken: entries, and characters of a title and of a body."""

    max_items: int = 500
    max_title_chars: int = 500
    max_body_chars: int = 200_000


@dataclass(frozen=True, slots=True)
class EntryFields:
    """What feeds and REST say of a post, as they say it. ``title`` is plain text, ``html`` the fullest body."""

    guid: str
    url: str
    title: str
    html: str
    published: datetime | None = None
    updated: datetime | None = None
    author: str = ""
    categories: tuple[str, ...] = ()
    pictures: tuple[str, ...] = ()
    excerpt_only: bool = False


@dataclass(frozen=True, slots=True)
class Skip:
    """An entry that was left out, by its guid or address, and why."""

    entry: str
    reason: str


def build_article(fields: EntryFields, source: str, limits: Limits) -> RawArticle | Skip:
    """The article, bounded and free of dangerous characters, or the reason why it is none.

    Password-protected posts and untranslated editions of qTranslate are never shown.
    """
    if _PASSWORD_FORM.search(fields.html):
        return Skip(fields.guid, "password-protected")
    if _ONLY_IN in fields.html:
        return Skip(fields.guid, "untranslated edition")
    # The footer goes first: the raw language markup of a title in it would make two editions of a Russian post.
    raw = without_footer(emoji_as_text(harmless(fields.html[: limits.max_body_chars * 4])).strip())
    editions = tuple(
        RawEdition(each.language, clean_title(each.title, limits), clean_body(each.html, limits))
        for each in translations(harmless(fields.title[: limits.max_title_chars * 16]), raw)
    )
    if any(_PROTECTED.match(edition.title) for edition in editions):
        return Skip(fields.guid, "password-protected")
    kept = _worth_keeping(editions)
    if not kept:
        untranslated = any(_OTHER_LANGUAGE.match(edition.title) for edition in editions)
        return Skip(fields.guid, "untranslated edition" if untranslated else "neither title nor text")
    return RawArticle(
        source=source,
        guid=fields.guid,
        url=fields.url,
        editions=kept,
        published=fields.published,
        updated=fields.updated,
        author=one_line(pick(fields.author), 200),
        categories=_categories(fields.categories),
        image=_picture(fields, raw),
        excerpt_only=fields.excerpt_only or all(looks_like_excerpt(edition.html) for edition in kept),
    )


def clean_title(title: str, limits: Limits) -> str:
    """On one line, without tags: WordPress escapes them, other sites do not."""
    return one_line(_INLINE_TAG.sub(" ", title) if "<" in title else title, limits.max_title_chars)


def clean_body(html: str, limits: Limits) -> str:
    return shorten(without_footer(html.strip()), limits.max_body_chars)


def looks_like_excerpt(html: str) -> bool:
    """WordPress ends an excerpt with ``[…]``; themes put a "read more" there. A body of nothing is one too."""
    text = plain(html[-600:])
    return not has_substance(html) or bool(_ENDS_LIKE_EXCERPT.search(text))


def _worth_keeping(editions: Iterable[RawEdition]) -> tuple[RawEdition, ...]:
    """Editions that say something in their own language; an untitled post is called by its first words."""
    kept = []
    for edition in editions:
        title = edition.title or one_line(plain(edition.html[:2_000]), _TITLE_FROM_BODY)
        if title and not _OTHER_LANGUAGE.match(title):
            kept.append(RawEdition(edition.language, title, edition.html))
    return tuple(kept[:8])


def _categories(names: Iterable[str]) -> tuple[str, ...]:
    forms = (one_line(form, 100) for name in names for form in variants(name))
    return tuple(dict.fromkeys(form for form in forms if form))[:_MAX_CATEGORIES]


def _picture(fields: EntryFields, html: str) -> str | None:
    """What the feed names as the picture, else the first of the body."""
    named = (named_picture(address, fields.url) for address in fields.pictures[:5])
    return next((address for address in named if address), None) or first_picture(html, fields.url)


def entry_address(candidates: Iterable[str], base: str) -> str:
    """The first candidate that is a web address, absolute and percent-encoded; ``""`` if there is none."""
    return next((address for each in candidates if (address := web_address(each, base))), "")
