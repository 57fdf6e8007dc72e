"""Groups, forums, channels and inline mode: the cards and screens that only they have."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.buttons import mask, pack, pack_times, toggled
from bot.models import REGIONS, Button, Chat, Entry, Message, Subscription
from bot.render.markup import button, joined, keyboard, rows, safe_url, ticked, url_button
from bot.render.onboarding import PRESETS, schedule
from bot.render.story import instant
from bot.render.subscriptions import Places, about, brief
from bot.texts import Html, Texts


def group_welcome(t: Texts) -> Message:
    """The first words in a group: what an admin can do at once."""
    return Message(t("group-joined"), keyboard([button(t("button-regions"), pack("sub", "new"))]))


def channel_card(channel: Chat, subscriptions: int, t: Texts) -> Message:
    """A connected channel, as its admin manages it from a private chat."""
    return Message(
        t("channel-card", name=channel.title or str(channel.id), count=subscriptions),
        keyboard(
            [button(t("button-new-subscription"), pack("sub", "new"))],
            [button(t("button-subscriptions"), "sub"), button(t("button-settings"), "set")],
        ),
    )


def channel_subscribed(one: Subscription, channel: Chat, t: Texts, *, places: Places | None = None) -> Message:
    """The answer to `/subscribe` inside a channel: without buttons, since its readers see it."""
    when = schedule(t, one.mode, one.times, one.days, weekly=one.weekly)
    name = f"@{channel.username}" if channel.username else str(channel.id)
    return Message(t("channel-subscribed", what=about(one, t, places), when=when, name=name))


def forum_regions(chosen: tuple[str, ...], t: Texts) -> Message:
    """Regions that get a topic of the forum each."""
    grid = [
        button(ticked(t.region_short(one), one in chosen), pack("fo", mask(toggled(chosen, one), REGIONS)))
        for one in t.sorted_regions()
    ]
    ready = button(t("button-ready"), pack("fo", mask(chosen, REGIONS), "go")) if chosen else None
    return Message(t("forum-ask"), keyboard(*rows(grid, 2), [button(t("button-close"), "x"), ready]))


def topic_gone(affected: Sequence[Subscription], t: Texts, *, places: Places | None = None) -> Message:
    """What a forum is told when a topic of its was closed or deleted: what comes to the chat itself from now on, and
    how to put that right."""
    what = joined("; ", [brief(one, t, places) for one in affected[:5]])
    regions = [one.topic_region for one in affected if one.topic_region]
    repair = button(t("button-repair-topic"), pack("fo", mask(regions, REGIONS), "go")) if regions else None
    text = t("topic-gone", what=what) if what else t("topic-gone-only")
    return Message(text, keyboard([repair], [button(t("button-subscriptions"), "sub")]))


def mute_word_screen(t: Texts, *, in_group: bool = False) -> Message:
    """Asks for a word that is to be muted; in a group it has to be a reply."""
    text = joined("\n\n", [t("mutes-ask-word"), t("answer-by-reply") if in_group else ""])
    return Message(text, keyboard([button(t("button-back"), pack("set", "mutes"))]))


def when_for(token: str, what: Html, t: Texts) -> Message:
    """When to send what was asked for in words; the question waits under ``token``."""
    presets = [button(t.times(times), pack("qs", token, pack_times(times))) for times in PRESETS]
    at_once = button(t("button-at-once"), pack("qs", token, "now"))
    text = joined("\n\n", [t("onboarding-chosen", regions=t.sentence(what)), t("onboarding-when")])
    look = button(t("button-look-first"), pack("q", token, 0))
    return Message(text, keyboard(presets[:2], [presets[2], at_once], [look, button(t("button-home"), "home")]))


def only_place(token: str, place: str, t: Texts) -> Button:
    """Narrows a found region down to the district in which somebody is."""
    return button(t("onboarding-place-only", place=place), pack("qw", token))


def shared_story(entry: Entry, t: Texts, zone: ZoneInfo, now: datetime) -> Message:
    """A story as it stands in a chat to which somebody shared it."""
    card = instant(entry, t, zone, now)
    return Message(card.html, keyboard([url_button(t("button-open"), entry.url)]), preview=safe_url(entry.url))
