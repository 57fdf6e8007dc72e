"""WordPress's REST interface: the archive for a backfill, and what changed for the nightly cross-check.

Facts: developer.wordpress.org/rest-api/reference/posts/. ``*_gmt`` are UTC without saying so; ``after``, ``before``
and ``modified_after`` are exclusive; past the last page the answer is 400 ``rest_post_invalid_page_number``.
"""

from __future__ import annotations

import html as entities
import json
import re
from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from http import HTTPStatus
from typing import Any, Literal

from yarl import URL

from bot.errors import FetchError
from bot.fetch.dates import not_ahead, read_iso
from bot.fetch.entry import EntryFields, Limits, Skip, build_article, entry_address
from bot.fetch.http import Response, Web
from bot.fetch.identity import identity, link_identity
from bot.fetch.pictures import named_picture
from bot.models import RawArticle

PER_PAGE = 100  # the most that WordPress gives
NO_REST = "no-rest"
"""Kind of the error of a site that certainly has no REST interface; any other kind may pass."""
_FIELDS = "id,guid,date_gmt,modified_gmt,link,title,content,excerpt,featured_media,_links,_embedded"
_JSON = "application/json"
_NUMBER = re.compile(r"[?&]p=(\d{1,12})$")
_FEED_PATH = re.compile(r"/feed(?:/(?:rss2?|atom|rdf))?/?$")


@dataclass(frozen=True, slots=True)
class ArchivePage:
    """One page of posts, oldest first. ``total`` and ``pages`` count the whole question (0: the site does not say);
    ``number`` is this page's, from 1."""

    articles: tuple[RawArticle, ...]
    number: int
    pages: int
    total: int
    skipped: tuple[Skip, ...] = ()


@dataclass(frozen=True, slots=True)
class Question:
    """Which posts. Times are exclusive; ``by`` is what they are ordered by, ``number`` the first page wanted."""

    after: datetime | None = None
    before: datetime | None = None
    modified_after: datetime | None = None
    by: Literal["date", "modified"] = "date"
    number: int = 1
    per_page: int = PER_PAGE

    def parameters(self) -> dict[str, str]:
        times = {"after": self.after, "before": self.before, "modified_after": self.modified_after}
        return {
            "per_page": str(self.per_page), "page": str(self.number), "orderby": self.by, "order": "asc",
            "_fields": _FIELDS, "_embed": "wp:featuredmedia,wp:term,author",
            **{name: _zulu(moment) for name, moment in times.items() if moment},
        }  # fmt: skip


async def find_rest(web: Web, site_url: str) -> str:
    """The address of the posts' endpoint of the site at ``site_url`` (its home page or its feed; a
    site may live in a folder).

    Raises :class:`FetchError`, of kind ``NO_REST`` when the site has none or hides it.
    """
    home = URL(site_url).with_query(None)
    folders = dict.fromkeys((_FEED_PATH.sub("", str(home)).rstrip("/"), str(home.origin())))
    for folder in folders:
        for root in (f"{folder}/wp-json/wp/v2/posts", f"{folder}/?rest_route=/wp/v2/posts"):
            answer = await web.get(str(_with(root, {"per_page": "1", "_fields": "id"})), accept=_JSON)
            if answer.status == 200 and isinstance(_decoded(answer), list):
                return root
            if answer.status == HTTPStatus.TOO_MANY_REQUESTS or answer.status >= HTTPStatus.INTERNAL_SERVER_ERROR:
                answer.raise_for_status()
    raise FetchError(NO_REST, f"{home.host}: no WordPress REST interface answers there", host=home.host or "")


async def archive(
    web: Web, rest: str, question: Question, *, source: str, now: datetime, limits: Limits | None = None,
    by_link: bool = False,
) -> AsyncIterator[ArchivePage]:  # fmt: skip
    """The posts that ``question`` asks for, page by page, each a request at the pace of :class:`Web`.

    Pages are in ascending order, so posts that appear meanwhile come last and nothing shifts; to resume, ask again
    with the ``number`` of the first page that was not stored, or with ``after`` the last post that was. Articles
    have the same guid as those of the site's feed; ``by_link`` for a feed that has links only (RSS 1.0, 0.92).
    """
    bounds = limits or Limits()
    while True:
        answer = await web.get(str(_with(rest, question.parameters())), accept=_JSON)
        posts = _posts(answer)
        if posts is None:
            return
        outcomes = [_article(post, source, now, bounds, by_link=by_link) for post in posts]
        pages = _count(answer.headers, "x-wp-totalpages")
        yield ArchivePage(
            articles=tuple(each for each in outcomes if isinstance(each, RawArticle)),
            number=question.number,
            pages=pages,
            total=_count(answer.headers, "x-wp-total"),
            skipped=tuple(each for each in outcomes if isinstance(each, Skip)),
        )
        if len(posts) < question.per_page or question.number == pages:
            return
        question = replace(question, number=question.number + 1)


async def featured_pictures(web: Web, rest: str, guids: Sequence[str]) -> Mapping[str, str]:
    """Guid → the featured picture of the post, which no feed names; posts without one, and guids that do not tell
    the post's number, are left out. One request.

    Raises :class:`FetchError`.
    """
    numbers = {match[1]: guid for guid in guids if (match := _NUMBER.search(guid))}
    if not numbers:
        return {}
    fields = {"_fields": "id,link,_links,_embedded", "_embed": "wp:featuredmedia"}
    asked = {"include": ",".join(numbers), "per_page": str(len(numbers)), **fields}
    posts = _dicts(_posts(await web.get(str(_with(rest, asked)), accept=_JSON)))
    found = {numbers.get(str(post.get("id"))): _featured(post) for post in posts}
    return {guid: address for guid, address in found.items() if guid and address}


def _featured(post: Mapping[str, Any]) -> str | None:
    media = _dicts((post.get("_embedded") or {}).get("wp:featuredmedia"))
    named = (named_picture(str(one.get("source_url") or ""), str(post.get("link") or "")) for one in media)
    return next((address for address in named if address), None)


def changed_since(moment: datetime) -> Question:
    """The cross-check's question: everything published or edited after ``moment``, whatever the feed showed."""
    return Question(modified_after=moment, by="modified")


def _with(rest: str, parameters: Mapping[str, str]) -> URL:
    return URL(rest).update_query(parameters)


def _posts(answer: Response) -> list[Any] | None:
    """The posts of a page, ``None`` past the end."""
    decoded = _decoded(answer)
    if answer.status == 400 and isinstance(decoded, dict) and decoded.get("code") == "rest_post_invalid_page_number":
        return None
    answer.raise_for_status()
    if not isinstance(decoded, list):
        raise FetchError("ill-formed", f"{answer.host}: the REST interface answers no list of posts", host=answer.host)
    return decoded


def _decoded(answer: Response) -> Any:
    try:
        return json.loads(answer.body.decode("utf-8-sig", "replace"))
    except (ValueError, RecursionError):
        return None


def _article(post: Any, source: str, now: datetime, limits: Limits, *, by_link: bool) -> RawArticle | Skip:
    """One bad post never spoils the others."""
    if not isinstance(post, dict):
        return Skip("", "unreadable")
    content = post.get("content")
    if isinstance(content, dict) and content.get("protected"):
        return Skip(identity(_rendered(post, "guid")), "password-protected")
    try:
        link = entry_address([str(post.get("link") or "")], "")
        guid = link_identity(link) if by_link else identity(_rendered(post, "guid"))
        if not guid or not link:
            return Skip(link or str(post.get("id", "")), "no id")
        return build_article(_fields(post, guid, link, now), source, limits)
    except (ValueError, TypeError, KeyError, AttributeError, OverflowError) as error:
        return Skip(str(post.get("id", ""))[:50], f"unreadable ({type(error).__name__})")


def _fields(post: dict[str, Any], guid: str, link: str, now: datetime) -> EntryFields:
    body, excerpt = _rendered(post, "content"), _rendered(post, "excerpt")
    published = read_iso(post.get("date_gmt")) or read_iso(post.get("modified_gmt"))
    embedded = post.get("_embedded") or {}
    return EntryFields(
        guid=guid,
        url=link,
        title=entities.unescape(_rendered(post, "title")),
        html=body or excerpt,
        published=not_ahead(published, now),
        updated=not_ahead(read_iso(post.get("modified_gmt")), now),
        author=", ".join(_names(embedded.get("author"))),
        categories=tuple(name for terms in _lists(embedded.get("wp:term")) for name in _names(terms)),
        pictures=tuple(
            str(media["source_url"]) for media in _dicts(embedded.get("wp:featuredmedia")) if media.get("source_url")
        ),
        excerpt_only=not body,
    )


def _rendered(post: Mapping[str, Any], name: str) -> str:
    value = post.get(name)
    rendered = value.get("rendered") if isinstance(value, dict) else value
    return rendered if isinstance(rendered, str) else ""


def _names(terms: Any) -> list[str]:
    return [entities.unescape(str(term["name"])) for term in _dicts(terms) if term.get("name")]


def _dicts(values: Any) -> list[dict[str, Any]]:
    return [value for value in values if isinstance(value, dict)] if isinstance(values, list) else []


def _lists(values: Any) -> list[Any]:
    return values if isinstance(values, list) else []


def _count(headers: Mapping[str, str], name: str) -> int:
    value = headers.get(name, "")
    return int(value) if value.isdecimal() and len(value) < 10 else 0


def _zulu(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
