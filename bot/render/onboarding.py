"""From /start to the first digest: regions, topics, time. One message that is edited; each button carries all that
was chosen so far (see `bot.buttons`), so that nothing is kept between presses."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import time
from urllib.parse import quote

from bot.buttons import mask, pack, pack_times, toggled
from bot.models import LANGUAGES, REGIONS, TOPICS, Button, Message, Mode, Query
from bot.render.markup import button, clip, joined, keyboard, rows, ticked, url_button
from bot.texts import Html, Texts, texts

PRESETS: tuple[tuple[time, ...], ...] = ((time(8),), (time(19),), (time(8), time(19)))
MAX_TIMES = 8


@dataclass(frozen=True, slots=True)
class Choice:
    """What was chosen so far; no regions: the whole country, no topics: all."""

    regions: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()

    def to(self, screen: str, t: Texts, *args: str) -> str:
        """Callback data that shows ``screen`` with this choice."""
        return pack("ob", screen, mask(self.regions, REGIONS), mask(self.topics, TOPICS), t.language, *args)


def regions_screen(t: Texts, choice: Choice, *, first: bool = True, note: str = "", location: bool = True) -> Message:
    """Which regions? ``first`` greets and offers the other languages; ``note`` says what was just found (a place);
    ``location`` offers to share the place, which only a person in a private chat can."""
    question = t("onboarding-welcome") if first else t("onboarding-regions")
    text = joined("\n\n", [question, note, _chosen(t, choice) if choice.regions else ""])
    grid = [
        button(
            ticked(t.region_short(one), one in choice.regions),
            Choice(toggled(choice.regions, one), choice.topics).to("r", t),
        )
        for one in t.sorted_regions()
    ]
    country = Choice((), choice.topics)
    return Message(
        text,
        keyboard(
            *rows(grid, 2),
            [
                button(t("button-location"), choice.to("l", t)) if location else None,
                button(t("country"), country.to("t", t)),
            ],
            [button(t("button-next"), choice.to("t", t)) if choice.regions else None],
            _languages(t, choice) if first else [button(t("button-back"), "sub")],
        ),
    )


def _chosen(t: Texts, choice: Choice) -> Html:
    return t("onboarding-chosen", regions=t.sentence(t.listed(map(t.region_in_text, choice.regions))))


def _languages(t: Texts, choice: Choice) -> list[Button]:
    others = [texts(code) for code in LANGUAGES if code != t.language]
    return [button(other.language_name(other.language), choice.to("r", other)) for other in others]


def topics_screen(t: Texts, choice: Choice) -> Message:
    """All topics, or only some?"""
    grid = [
        button(
            t.topic_on_button(one, one in choice.topics),
            Choice(choice.regions, toggled(choice.topics, one)).to("t", t),
        )
        for one in TOPICS
    ]
    everything = Choice(choice.regions).to("w", t)
    return Message(
        t("onboarding-topics"),
        keyboard(
            *rows(grid, 2),
            [
                button(t("all-topics"), everything),
                button(t("button-next"), choice.to("w", t)) if choice.topics else None,
            ],
            [button(t("button-back"), choice.to("r", t))],
        ),
    )


def when_screen(t: Texts, choice: Choice) -> Message:
    """When? The usual times, at once, or others."""
    presets = [button(t.times(times), choice.to("d", t, pack_times(times))) for times in PRESETS]
    return Message(
        t("onboarding-when"),
        keyboard(
            presets[:2],
            [presets[2], button(t("button-at-once"), choice.to("d", t, "now"))],
            [button(t("button-other-time"), choice.to("h", t, "-"))],
            [button(t("button-back"), choice.to("t", t))],
        ),
    )


def hours_screen(t: Texts, choice: Choice, times: Sequence[time] = ()) -> Message:
    """Any hours of the day, at most `MAX_TIMES`."""
    ready = button(t("button-ready"), choice.to("d", t, pack_times(times))) if times else None
    return Message(
        t("onboarding-hours"),
        keyboard(
            *hour_rows(times, lambda chosen: choice.to("h", t, chosen)),
            [button(t("button-back"), choice.to("w", t)), ready],
        ),
    )


def hour_rows(times: Sequence[time], data: Callable[[str], str]) -> tuple[tuple[Button, ...], ...]:
    """The day's hours as toggles, from 05:00 on; chosen times that are no full hour stand above them."""
    hours = [time((hour + 5) % 24) for hour in range(24)]
    buttons = []
    for one in (*(other for other in times if other not in hours), *hours):
        after = [other for other in times if other != one] if one in times else [*times, one]
        buttons.append(button(ticked(f"{one:%H:%M}", one in times), data(pack_times(sorted(after[-MAX_TIMES:])))))
    above = len(buttons) - len(hours)
    return (*rows(buttons[:above], 4), *rows(buttons[above:], 4))


def onboarding_done(
    t: Texts,
    choice: Choice,
    *,
    mode: Mode,
    times: Sequence[time] = (),
    has_news: bool = True,
    share: str | None = None,
) -> Message:
    """«Готово: Алматинская область, образование, каждый день в 08:00. Вот что было за сутки:» ``share`` is the
    bot's deep link with this choice."""
    what = summary(t, choice.regions, choice.topics)
    after = t("onboarding-first-digest") if has_news else t("onboarding-no-news-yet")
    done = t("onboarding-done", what=what, when=schedule(t, mode, times))
    return Message(
        joined(" ", [done, after]),
        keyboard(
            [button(t("button-change"), "sub"), button(t("button-home"), "home")],
            [share_button(t, share) if share else None],
        ),
    )


def share_button(t: Texts, link: str) -> Button | None:
    """Opens Telegram's own "share with" for a deep link that carries a selection."""
    return url_button(t("button-share-choice"), f"https://t.me/share/url?url={quote(link, safe='')}")


def summary(
    t: Texts, regions: Sequence[str], topics: Sequence[str], words: Sequence[str] = (), places: Sequence[str] = ()
) -> Html:
    """«Алматинская область, образование и спорт, «вода»» as it stands inside a sentence."""
    where = [*map(t.region_in_text, regions), *places] or [t("country.inline")]
    what = t.listed(map(t.topic_in_text, topics)) if topics else t("all-topics.inline")
    if len(where) > 6:
        where = [t("regions-count", count=len(where))]
    return joined(", ", [t.listed(where), what, *(t("query-word", word=clip(word, 40)) for word in words[:6])])


def schedule(t: Texts, mode: Mode, times: Sequence[time], days: Sequence[int] = (), *, weekly: bool = False) -> Html:
    """«каждый день в 08:00 и 19:00», «сразу», «обзор недели: пн в 08:00»."""
    if mode is Mode.INSTANT:
        return t("schedule-instant")
    key = "schedule-weekly" if weekly else "schedule-times"
    return t(key, days=t.days(days or ((0,) if weekly else ())), times=t.times(times))


def ask_location(t: Texts) -> Message:
    """Asks for the place with a button that only a reply keyboard can carry."""
    return Message(t("onboarding-location"), ((Button(t.plain("button-send-location"), location=True),),))


def place_found(t: Texts, region: str | None, place: str = "") -> Html:
    """A note for `regions_screen` after a location or words."""
    if region is None:
        return t("onboarding-place-unknown")
    return t("onboarding-place-found", place=clip(place, 60) or t.region(region), region=t.region(region))


def understood(query: Query) -> Choice:
    """The choice that words make: «Алматинская область, школы»."""
    return Choice(query.regions, query.topics)


def home(t: Texts, *, subscribed: bool = True) -> Message:
    """The menu of a private chat."""
    return Message(
        t("home") if subscribed else t("home-no-subscriptions"),
        keyboard(
            [button(t("button-digest-now"), "dg"), button(t("button-subscriptions"), "sub")],
            [button(t("button-regions"), "rg"), button(t("button-topics"), "tp")],
            [button(t("button-saved"), pack("saved", 0)), button(t("button-settings"), "set")],
            [button(t("button-help"), "help")],
        ),
    )
