"""Stories as a list that is paged by edits, the answers to a question that finds nothing, keyboards of names."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol
from zoneinfo import ZoneInfo

from bot.buttons import pack
from bot.models import TOPICS, Button, Entry, Keyboard, Message, Period, Query
from bot.render.markup import bold, button, clip, fit, joined, keyboard, rows
from bot.render.story import entry_html
from bot.texts import Html, Texts, escape

PAGE_SIZE = 5
_LEAD_UNITS = 300  # a page of the longest entries still fits one message


class Alternative(Protocol):
    """What would have found something: another period (``None``: all time) or a region near, with its number of
    stories."""

    @property
    def count(self) -> int: ...
    @property
    def period(self) -> Period | None: ...
    @property
    def region(self) -> str | None: ...


def describe(query: Query, t: Texts, *, places: Sequence[str] = ()) -> Html:
    """A question in a few words: «образование, Алматинская область, вода»; ``places`` are names of districts."""
    return joined(
        ", ",
        [
            *(t.topic_in_text(topic) for topic in query.topics[:4]),
            *(t.region_in_text(region) for region in query.regions[:4]),
            *(clip(place, 40) for place in places[:3]),
            *(clip(word, 40) for word in query.keywords[:5]),
        ],
    )


def story_list(
    entries: Sequence[Entry],
    t: Texts,
    zone: ZoneInfo,
    now: datetime,
    *,
    title: str,
    total: int,
    token: str,
    page: int = 0,
    period: Period | None = None,
    where: bool = True,
    suggestion: str | None = None,
    verb: str = "q",
    can_subscribe: bool = True,
    footer: Keyboard | None = None,
) -> Message:
    """One page (at most `PAGE_SIZE` entries) of ``total`` stories, numbered through, a button for each card.

    ``title`` is what was asked (text or HTML); ``where`` shows each story's region; ``suggestion`` the name that a
    misspelt one was taken for. Pages are asked for as ``verb:token:page`` (``token`` may be empty, or hold several
    arguments: ``TOKEN:TOPIC``); only cards of a ``q`` list lead back to it. The last row is ``footer``, else the menu.
    """
    first = page * PAGE_SIZE + 1
    head = t.sentence(joined(" ", [bold(_asked(title) or t("list-news")), t(f"span-{period}") if period else ""]))
    count = t("list-count", total=total)
    guess = t("list-guessed", name=clip(suggestion, 60)) if suggestion else ""
    items = [
        entry_html(entry, t, zone, now, prefix=f"{number}. ", sentences=1, units=_LEAD_UNITS, where=where)
        for number, entry in enumerate(entries[:PAGE_SIZE], first)
    ]
    text = fit([joined("\n", [head, count, guess]), *items])[0]
    place = (token, page) if verb == "q" else ()
    numbers = [
        button(str(number), pack("s", entry.story_id, *place))
        for number, entry in enumerate(entries[:PAGE_SIZE], first)
    ]
    subscribe = [button(t("button-subscribe"), pack("qs", token))] if can_subscribe else []
    pages = pager(t, (verb, *filter(None, token.split(":"))), page, total)
    return Message(text, keyboard(numbers, pages, subscribe, *(back_home(t) if footer is None else footer)))


def _asked(title: str) -> Html:
    """What was asked: text within a line, or HTML as it is."""
    return title if isinstance(title, Html) else escape(clip(title, 200))


def pager(t: Texts, place: Sequence[str], page: int, total: int) -> tuple[Button, ...]:
    """«‹ 2 / 7 ›», or nothing where one page holds all; ``place`` is the verb with all its arguments but the page."""
    pages = -(-total // PAGE_SIZE)
    if pages <= 1:
        return ()
    before = button("‹", pack(*place, page - 1)) if page else button("·", "-")
    after = button("›", pack(*place, page + 1)) if page + 1 < pages else button("·", "-")
    return before, button(f"{t.number(page + 1)} / {t.number(pages)}", "-"), after


def back_home(t: Texts) -> Keyboard:
    """The row that leads to the menu."""
    return ((button(t("button-home"), "home"),),)


def similar(entries: Sequence[Entry], t: Texts, zone: ZoneInfo, now: datetime, *, story_id: int) -> Message:
    """Stories like ``story_id``; the way back leads to its card."""
    items = [
        entry_html(entry, t, zone, now, prefix=f"{number}. ", sentences=1, units=_LEAD_UNITS, where=True)
        for number, entry in enumerate(entries[:PAGE_SIZE], 1)
    ]
    numbers = [button(str(number), pack("s", entry.story_id)) for number, entry in enumerate(entries[:PAGE_SIZE], 1)]
    text = fit([bold(t("similar-title")), *items])[0]
    return Message(text, keyboard(numbers, [button(t("button-back"), pack("s", story_id))]))


def nothing_found(
    title: str,
    t: Texts,
    *,
    token: str,
    period: Period | None = None,
    alternatives: Sequence[Alternative] = (),
    suggestion: str | None = None,
    can_subscribe: bool = True,
) -> Message:
    """No story: says so and what would have found some; never a dead end."""
    lines = [t("nothing-found", query=_asked(title) or "…", period=t(f"span-{period}" if period else "span-ever"))]
    buttons = []
    for one in [one for one in alternatives if one.count > 0][:4]:
        lines.append(_alternative(one, t, period))
        buttons.append(_alternative_button(one, t, token))
    if not buttons:
        lines.append(t("nothing-helps"))
    meant = [button(t("button-meant", name=clip(suggestion, 40)), pack("qy", token))] if suggestion else []
    if suggestion:
        lines.append(t("nothing-meant", name=clip(suggestion, 60)))
    subscribe = [button(t("button-subscribe"), pack("qs", token))] if can_subscribe else []
    text = joined("\n", [t.sentence(line) for line in lines])
    return Message(text, keyboard(meant, *rows(buttons, 2), subscribe, *back_home(t)))


def _alternative(one: Alternative, t: Texts, period: Period | None) -> Html:
    if one.region is None:
        return t("nothing-wider", period=t(f"span-{one.period}" if one.period else "span-ever"), count=one.count)
    span = t(f"span-{period}" if period else "span-ever")
    return t("nothing-nearby", where=t.region_in(one.region), period=span, count=one.count)


def _alternative_button(one: Alternative, t: Texts, token: str) -> Button:
    if one.region is not None:
        return button(t.region_short(one.region), pack("qr", token, one.region))
    return button(
        t(f"button-period-{one.period}") if one.period else t("button-period-all"),
        pack("qp", token, one.period or "all"),
    )


# --- names as keyboards ------------------------------------------------------------------------------------------


def regions_menu(t: Texts) -> Message:
    """All regions as buttons."""
    buttons = [button(t.region_short(one), pack("rg", one)) for one in t.sorted_regions()]
    return Message(t("menu-regions"), (*rows(buttons, 2), *back_home(t)))


def topics_menu(t: Texts) -> Message:
    """All topics as buttons."""
    buttons = [button(t.topic_on_button(one), pack("tp", one)) for one in TOPICS]
    return Message(t("menu-topics"), (*rows(buttons, 2), *back_home(t)))
