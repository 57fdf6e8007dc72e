"""Subscriptions of a chat: the list, one of them, and a screen for each thing that can be changed about it.

Buttons of a screen carry the value that results, so a press saves and shows the same screen again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.buttons import mask, pack, pack_days, toggled
from bot.models import REGIONS, TOPICS, Button, Message, Mode, Subscription
from bot.render.markup import bold, button, clip, fit, joined, keyboard, rows, ticked
from bot.render.onboarding import hour_rows, schedule, summary
from bot.texts import Html, Texts, escape, plain

ITEMS: tuple[int, ...] = (3, 5, 7, 10, 15, 20)
MIN_STORIES: tuple[int, ...] = (1, 2, 3, 5)
SHOWN = 20

Places = Mapping[str, str]
"""KATO code -> the name of a district or town in the reader's language."""


def subscriptions(
    found: Sequence[Subscription],
    t: Texts,
    zone: ZoneInfo,
    now: datetime,
    *,
    places: Places | None = None,
    note: str = "",
) -> Message:
    """All subscriptions with a button for each."""
    lines = [
        Html(f"{number}. {bold(brief(one, t, places))}\n{_when(one, t, zone, now)}")
        for number, one in enumerate(found[:SHOWN], 1)
    ]
    head = joined("\n\n", [note, bold(t("subscriptions-title"))])
    text = fit([head, *(lines or [t("subscriptions-none")])])[0]
    buttons = [
        button(f"{number}. {clip(plain(brief(one, t, places)), 40)}", pack("sub", one.id))
        for number, one in enumerate(found[:SHOWN], 1)
    ]
    return Message(
        text,
        keyboard(
            *rows(buttons, 1),
            [button(t("button-new-subscription"), pack("sub", "new"))],
            [button(t("button-settings"), "set"), button(t("button-home"), "home")],
        ),
    )


def name(one: Subscription, t: Texts, places: Places | None = None) -> Html:
    """Its own name, else what it is about."""
    return escape(clip(one.name, 80)) if one.name else t.sentence(about(one, t, places))


def brief(one: Subscription, t: Texts, places: Places | None = None) -> Html:
    """`name` in a line of a list."""
    return escape(clip(plain(name(one, t, places)), 110))


def about(one: Subscription, t: Texts, places: Places | None = None) -> Html:
    profile = one.profile
    named = [clip(places[kato], 60) for kato in profile.places if kato in places] if places else []
    return summary(t, profile.regions, profile.topics, profile.keywords, named)


def _when(one: Subscription, t: Texts, zone: ZoneInfo, now: datetime) -> Html:
    """«Каждый день в 08:00», «На паузе до 1 декабря»."""
    if one.paused_until is not None:
        return t("subscription-paused-until", date=t.date(one.paused_until, now.astimezone(zone).date()))
    if one.paused:
        return t("subscription-paused")
    return t.sentence(schedule(t, one.mode, one.times, one.days, weekly=one.weekly))


def is_paused(one: Subscription) -> bool:
    return one.paused or one.paused_until is not None


def subscription(
    one: Subscription, t: Texts, zone: ZoneInfo, now: datetime, *, places: Places | None = None, note: str = ""
) -> Message:
    """One subscription: what it asks for and what can be changed."""
    profile = one.profile
    without = ", ".join(t("query-word", word=clip(word, 40)) for word in profile.excluded[:10])
    details = [
        t.sentence(about(one, t, places)) if one.name else "",
        t("subscription-without", words=Html(without)) if without else "",
        _when(one, t, zone, now),
        t("subscription-items", count=profile.items) if one.mode is Mode.DIGEST else "",
        t("subscription-at-least", count=profile.min_stories) if profile.min_stories > 1 else "",
        t("subscription-next", moment=t.moment(one.next_run_at, now, zone))
        if one.next_run_at and not is_paused(one)
        else "",
    ]
    text = joined("\n\n", [note, bold(name(one, t, places)), joined("\n", details)])
    return Message(text, _subscription_keyboard(one, t))


def _subscription_keyboard(one: Subscription, t: Texts) -> tuple[tuple[Button, ...], ...]:
    def to(key: str, action: str, *value: str) -> Button:
        return button(t(key), pack("sub", one.id, action, *value))

    digest = one.mode is Mode.DIGEST
    weekly = to("button-daily", "w", "0") if one.weekly else to("button-weekly", "w", "1")
    return keyboard(
        [to("button-regions", "r"), to("button-topics", "t")],
        [to("button-words", "k"), to("button-name", "a")],
        [to("button-hours", "h"), to("button-days", "d")] if digest else [],
        [to("button-items", "n"), to("button-at-least", "m")] if digest else [],
        [to("button-as-digest", "i", "0")] if not digest else [to("button-at-once", "i", "1"), weekly],
        [
            to("button-preview", "v"),
            to("button-resume", "p", "off") if is_paused(one) else to("button-pause", "p"),
        ],
        [to("button-delete", "x"), button(t("button-back"), "sub")],
    )


# --- one screen for each -----------------------------------------------------------------------------------------


def _screen(one: Subscription, t: Texts, text: str, *lines: Sequence[Button], leave: str = "button-ready") -> Message:
    """``leave`` names the last button: toggles are "ready", a question that is left unanswered is gone "back" from."""
    return Message(escape(text), keyboard(*lines, [button(t(leave), pack("sub", one.id))]))


def regions_of(one: Subscription, t: Texts) -> Message:
    chosen = one.profile.regions
    grid = [
        button(
            ticked(t.region_short(region), region in chosen),
            pack("sub", one.id, "r", mask(toggled(chosen, region), REGIONS)),
        )
        for region in t.sorted_regions()
    ]
    country = button(ticked(t("country"), not chosen), pack("sub", one.id, "r", "0"))
    return _screen(one, t, t("subscription-ask-regions"), *rows(grid, 2), [country])


def topics_of(one: Subscription, t: Texts) -> Message:
    chosen = one.profile.topics
    grid = [
        button(
            t.topic_on_button(topic, topic in chosen),
            pack("sub", one.id, "t", mask(toggled(chosen, topic), TOPICS)),
        )
        for topic in TOPICS
    ]
    everything = button(ticked(t("all-topics"), not chosen), pack("sub", one.id, "t", "0"))
    return _screen(one, t, t("subscription-ask-topics"), *rows(grid, 2), [everything])


def hours_of(one: Subscription, t: Texts) -> Message:
    hours = hour_rows(one.times, lambda chosen: pack("sub", one.id, "h", chosen))
    kept = tuple(tuple(b if b.data != pack("sub", one.id, "h", "-") else _label(b) for b in line) for line in hours)
    return _screen(one, t, t("subscription-ask-hours"), *kept)


def _label(one: Button) -> Button:
    """The last hour of a digest cannot be taken away."""
    return Button(one.text, data="-")


def days_of(one: Subscription, t: Texts) -> Message:
    chosen = one.days or tuple(range(7))
    grid = []
    for day in range(7):
        after = [other for other in range(7) if (other in chosen) != (other == day)] or [day]
        grid.append(button(ticked(t.weekday(day), day in chosen), pack("sub", one.id, "d", pack_days(after))))
    named = [
        button(t.sentence(t.days(days)), pack("sub", one.id, "d", pack_days(days)))
        for days in (tuple(range(7)), (0, 1, 2, 3, 4), (5, 6))
    ]
    return _screen(one, t, t("subscription-ask-days"), grid[:4], grid[4:], *rows(named, 2))


def items_of(one: Subscription, t: Texts) -> Message:
    grid = [button(ticked(t.number(n), n == one.profile.items), pack("sub", one.id, "n", n)) for n in ITEMS]
    return _screen(one, t, t("settings-ask-items"), *rows(grid, 3))


def at_least_of(one: Subscription, t: Texts) -> Message:
    grid = [button(ticked(t.number(n), n == one.profile.min_stories), pack("sub", one.id, "m", n)) for n in MIN_STORIES]
    return _screen(one, t, t("subscription-ask-at-least"), grid)


def words_of(one: Subscription, t: Texts) -> Message:
    """Asks for words as a message; handlers keep that they asked."""
    words = ", ".join([*one.profile.keywords, *(f"-{word}" for word in one.profile.excluded)])
    current = t("subscription-words", words=clip(words, 300)) if words else ""
    none = [button(t("button-no-words"), pack("sub", one.id, "k", "-"))] if words else []
    return _screen(one, t, joined("\n\n", [t("subscription-ask-words"), current]), none, leave="button-back")


def name_of(one: Subscription, t: Texts) -> Message:
    return _screen(one, t, t("subscription-ask-name"), leave="button-back")


def pause_of(one: Subscription, t: Texts) -> Message:
    spans = [button(t(f"button-pause-{span}"), pack("sub", one.id, "p", span)) for span in ("1d", "7d", "30d", "on")]
    return _screen(one, t, t("subscription-ask-pause"), *rows(spans, 2), leave="button-back")


def delete_of(one: Subscription, t: Texts, places: Places | None = None) -> Message:
    text = t("subscription-ask-delete", name=name(one, t, places))
    return confirm(text, t, yes=pack("sub", one.id, "x", "yes"), no=pack("sub", one.id), yes_label=t("button-delete"))


def confirm(text: str, t: Texts, *, yes: str, no: str, yes_label: str = "") -> Message:
    """A question with two answers; ``yes`` and ``no`` are callback data."""
    return Message(escape(text), keyboard([button(yes_label or t("button-yes"), yes), button(t("button-no"), no)]))


def subscribed(one: Subscription, t: Texts, zone: ZoneInfo, now: datetime, *, places: Places | None = None) -> Message:
    """The answer to `/subscribe WORDS`."""
    when = schedule(t, one.mode, one.times, one.days, weekly=one.weekly)
    note = t("onboarding-done", what=about(one, t, places), when=when)
    moment = t.moment(one.next_run_at, now, zone) if one.next_run_at and one.mode is Mode.DIGEST else ""
    return Message(
        joined("\n", [note, t("subscription-next", moment=moment) if moment else ""]),
        keyboard(
            [button(t("button-change"), pack("sub", one.id)), button(t("button-preview"), pack("sub", one.id, "v"))]
        ),
    )
