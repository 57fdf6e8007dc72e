"""Stories as a list that is paged by edits, the answers to a question that finds nothing, keyboards of names."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.buttons import pack
from bot.models import REGIONS, TOPICS, Button, Entry, Keyboard, Message, Period, Query
from bot.render.markup import bold, button, clip, fit, joined, keyboard, rows
from bot.render.story import entry_html
from bot.texts import Html, Texts, escape

PAGE_SIZE = 5


@dataclass(frozen=True, slots=True)
class Alternative:
    """What would have found something: another period or a region near, with its number of stories."""

    count: int
    period: Period | None = None
    region: str | None = None


def describe(query: Query, t: Texts, *, places: Sequence[str] = ()) -> Html:
    """A question in a few words: «образование, Алматинская область, «вода»»; ``places`` are names of districts."""
    words = [t("query-word", word=clip(word, 40)) for word in query.keywords[:5]]
    return joined(
        ", ",
        [
            *(t.topic_in_text(topic) for topic in query.topics[:4]),
            *(t.region_in_text(region) for region in query.regions[:4]),
            *(clip(place, 40) for place in places[:3]),
            *words,
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
    can_subscribe: bool = True,
    footer: Keyboard = (),
) -> Message:
    """One page (at most `PAGE_SIZE` entries) of ``total`` stories, numbered through, a button for each card.

    ``title`` is what was asked (text or HTML); ``where`` shows each story's region; ``suggestion`` the name that a
    misspelt one was taken for.
    """
    first = page * PAGE_SIZE + 1
    head = t.sentence(joined(" ", [bold(title or t("list-news")), t(f"span-{period}") if period else ""]))
    count = t("list-count", total=total)
    guess = t("list-guessed", name=clip(suggestion, 60)) if suggestion else ""
    items = [
        entry_html(entry, t, zone, now, prefix=f"{number}. ", sentences=1, where=where)
        for number, entry in enumerate(entries[:PAGE_SIZE], first)
    ]
    text = fit([joined("\n", [head, count, guess]), *items])[0]
    numbers = [
        button(str(number), pack("s", entry.story_id, token, page))
        for number, entry in enumerate(entries[:PAGE_SIZE], first)
    ]
    subscribe = [button(t("button-subscribe"), pack("qs", token))] if can_subscribe else []
    return Message(text, keyboard(numbers, pager(t, "q", token, page, total), subscribe, *footer))


def pager(t: Texts, verb: str, token: str, page: int, total: int) -> tuple[Button, ...]:
    """«‹ 2 / 7 ›», or nothing where one page holds all."""
    pages = -(-total // PAGE_SIZE)
    if pages <= 1:
        return ()
    before = button("‹", pack(verb, token, page - 1)) if page else button(" · ", "-")
    after = button("›", pack(verb, token, page + 1)) if page + 1 < pages else button(" · ", "-")
    return before, button(f"{t.number(page + 1)} / {t.number(pages)}", "-"), after


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
    lines = [t("nothing-found", query=escape(title), period=t(f"span-{period}" if period else "span-ever"))]
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
    return Message(joined("\n", [t.sentence(line) for line in lines]), keyboard(meant, *rows(buttons, 2), subscribe))


def _alternative(one: Alternative, t: Texts, period: Period | None) -> Html:
    span = t(f"span-{one.period or period}") if one.period or period else t("span-ever")
    if one.region is None:
        return t("nothing-wider", period=span, count=one.count)
    return t("nothing-nearby", where=t.region_in(one.region), period=span, count=one.count)


def _alternative_button(one: Alternative, t: Texts, token: str) -> Button:
    if one.region is not None:
        return button(t.region_short(one.region), pack("qr", token, one.region))
    return button(
        t(f"button-period-{one.period}") if one.period else t("button-period-all"),
        pack("qp", token, one.period or "all"),
    )


# --- names as keyboards ------------------------------------------------------------------------------------------


def regions_menu(t: Texts, counts: Mapping[str, int] | None = None) -> Message:
    """All regions as buttons, each with its number of stories where ``counts`` are given."""
    buttons = [button(_counted(t.region_short(one), one, t, counts), pack("rg", one)) for one in REGIONS]
    return Message(t("menu-regions"), (*rows(buttons, 2), (button(t("button-home"), "home"),)))


def topics_menu(t: Texts, counts: Mapping[str, int] | None = None) -> Message:
    """All topics as buttons."""
    buttons = [
        button(f"{t.topic_icon(one)} {_counted(t.topic(one), one, t, counts)}", pack("tp", one)) for one in TOPICS
    ]
    return Message(t("menu-topics"), (*rows(buttons, 2), (button(t("button-home"), "home"),)))


def _counted(name: Html, key: str, t: Texts, counts: Mapping[str, int] | None) -> Html:
    return Html(f"{name} · {t.number(counts[key])}") if counts and counts.get(key) else name
