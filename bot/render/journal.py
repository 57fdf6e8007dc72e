"""What happened: errors, chats, figures, alerts; for the bot's admins."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Protocol
from zoneinfo import ZoneInfo

from bot.buttons import pack
from bot.models import Button, Chat, ChatState, Message, Subscription
from bot.render.markup import bold, button, clip, fit, italic, joined, keyboard, rows
from bot.render.subscriptions import Places, brief
from bot.texts import Html, Texts, escape

PAGE_SIZE = 10

ALERTS: tuple[str, ...] = (
    "alert-source-failing", "alert-source-silent", "alert-source-well", "alert-queue", "alert-queue-well",
    "alert-flood", "alert-flood-well", "alert-disk", "alert-disk-well", "alert-backup", "alert-backup-well",
    "alert-renewal", "alert-renewal-well",
    "alert-database", "alert-database-well", "alert-error",
)  # fmt: skip
"""Texts of alerts; each that ends in ``-well`` takes one back."""


class ErrorRecord(Protocol):
    """An error that happened ``count`` times."""

    @property
    def fingerprint(self) -> str: ...
    @property
    def text(self) -> str: ...
    @property
    def count(self) -> int: ...
    @property
    def last_at(self) -> datetime: ...


class Statistics(Protocol):
    """Figures of a window; ``deliveries`` are (day, state) -> rows."""

    @property
    def subscribers_by_kind(self) -> Mapping[str, int]: ...
    @property
    def subscribers_by_language(self) -> Mapping[str, int]: ...
    @property
    def subscribers_by_region(self) -> Mapping[str, int]: ...
    @property
    def new_chats(self) -> Mapping[str, int]: ...
    @property
    def deliveries(self) -> Mapping[tuple[str, str], int]: ...
    @property
    def stories_by_region(self) -> Mapping[str, int]: ...
    @property
    def stories_by_topic(self) -> Mapping[str, int]: ...
    @property
    def articles_by_source(self) -> Mapping[str, int]: ...


def paged(t: Texts, verb: tuple[str, ...], page: int, more: bool) -> list[Button]:
    """Buttons to the page before and the one behind, where there are any."""
    before = [button("‹", pack(*verb, page - 1))] if page else []
    return [*before, *([button("›", pack(*verb, page + 1))] if more else [])]


# --- errors ------------------------------------------------------------------------------------------------------


def errors_page(found: Sequence[ErrorRecord], t: Texts, zone: ZoneInfo, now: datetime, *, page: int = 0) -> Message:
    """Errors, the latest first, counted rather than repeated."""
    shown = found[page * PAGE_SIZE : (page + 1) * PAGE_SIZE]
    lines = [
        joined("\n", [
            joined(" · ", [t.moment(one.last_at, now, zone), f"×{t.number(one.count)}", clip(one.fingerprint, 16)]),
            italic(clip(one.text, 300)),
        ])
        for one in shown
    ]  # fmt: skip
    text = fit([bold(t("errors-title")), *(lines or [t("errors-none")])])[0]
    pages = paged(t, ("a", "err"), page, len(found) > (page + 1) * PAGE_SIZE)
    return Message(text, keyboard(pages, [button(t("button-status"), "a:status")]))


# --- chats -------------------------------------------------------------------------------------------------------


def chats_list(found: Sequence[Chat], t: Texts) -> Message:
    """Chats that `/chats WORDS` found, a button for each."""
    lines = [joined(" · ", [bold(_title(one)), t(f"kind-{one.kind}"), t(f"state-{one.state}")]) for one in found[:20]]
    text = fit([bold(t("chats-title")), *(lines or [t("chats-none")])], separator="\n")[0]
    return Message(text, keyboard(*rows([button(_title(one), pack("a", "chat", one.id)) for one in found[:20]], 1)))


def _title(chat: Chat) -> str:
    named = clip(chat.title, 40) or (f"@{chat.username}" if chat.username else "")
    return f"{named} ({chat.id})" if named else str(chat.id)


def chat_detail(
    chat: Chat,
    orders: Sequence[Subscription],
    t: Texts,
    zone: ZoneInfo,
    now: datetime,
    *,
    places: Places | None = None,
    note: str = "",
) -> Message:
    """One chat: since when, what it gets, and whether it may."""
    banned = chat.state is ChatState.BANNED
    since = t("chat-since", date=t.date(chat.created_at.astimezone(zone).date(), now.date())) if chat.created_at else ""
    text = joined(
        "\n",
        [
            bold(_title(chat)),
            joined(" · ", [t(f"kind-{chat.kind}"), t(f"state-{chat.state}"), t.language_name(chat.language)]),
            since,
            *(Html(f"• {brief(one, t, places)}") for one in orders[:20]),
            t("chat-no-orders") if not orders else "",
            note,
        ],
    )
    verb, key = ("unban", "button-unban") if banned else ("ban", "button-ban")
    return Message(
        text,
        keyboard([button(t("button-preview"), pack("a", "prev", chat.id)), button(t(key), pack("a", verb, chat.id))]),
    )


def ask_ban(chat: Chat, t: Texts) -> Message:
    return Message(
        t("chat-ask-ban", name=_title(chat)),
        keyboard([
            button(t("button-ban"), pack("a", "ban", chat.id, "yes")),
            button(t("button-no"), pack("a", "chat", chat.id)),
        ]),
    )  # fmt: skip


# --- figures -----------------------------------------------------------------------------------------------------


class Readership(Protocol):
    """Chats that left per day, and thumbs."""

    @property
    def lost(self) -> Mapping[str, int]: ...
    @property
    def liked(self) -> int: ...
    @property
    def disliked(self) -> int: ...


def stats(
    value: Statistics, t: Texts, *, days: int = 7, region: str | None = None, readers: Readership | None = None
) -> Message:
    """The figures of `/stats` in words, of one ``region`` or of all; the picture is of `bot.charts`."""
    subscribers = sum(value.subscribers_by_kind.values())
    delivered = sum(count for (_, state), count in value.deliveries.items() if state == "sent")
    failed = sum(
        count for (_, state), count in value.deliveries.items() if state in {"refused", "quarantined", "expired"}
    )
    text = joined(
        "\n",
        [
            bold(joined(" · ", [t("stats-title", count=days), t.region(region) if region else ""])),
            "",
            _came_and_went(subscribers, value, t, region, readers),
            _ranked("stats-kinds", value.subscribers_by_kind, lambda key: t(f"kind-{key}"), t),
            _ranked("stats-languages", value.subscribers_by_language, t.language_name, t),
            _ranked("stats-subscribed-regions", value.subscribers_by_region, t.region_short, t),
            t("stats-deliveries", delivered=delivered, failed=failed) if not region else "",
            t("stats-feedback", liked=readers.liked, disliked=readers.disliked) if readers and not region else "",
            t("stats-stories", count=sum(value.articles_by_source.values())),
            _ranked("stats-regions", value.stories_by_region, t.region_short, t) if not region else "",
            _ranked("stats-topics", value.stories_by_topic, t.topic_in_text, t),
            _ranked("stats-sources", value.articles_by_source, lambda name: clip(name, 30), t),
        ],
    )
    periods = [
        button(t("stats-period", count=span), pack("a", "stats", f"{span}d")) for span in (7, 30) if span != days
    ]
    return Message(text, keyboard([*periods, button(t("button-status"), "a:status")]))


def _came_and_went(
    subscribers: int, value: Statistics, t: Texts, region: str | None, readers: Readership | None
) -> Html:
    if region:
        return t("stats-subscribed", count=subscribers)
    lost = sum(readers.lost.values()) if readers else 0
    return t("stats-subscribers", count=subscribers, new=sum(value.new_chats.values()), lost=lost)


def _ranked(key: str, counts: Mapping[str, int], name: Callable[[str], str], t: Texts) -> Html:
    """«Регионы: Алматинская 120, Шымкент 84, …»."""
    best = sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))
    items = joined(", ", [Html(f"{escape(name(one))} {t.number(count)}") for one, count in best[:5]])
    return t(key, items=Html(f"{items}, …" if len(best) > 5 else items)) if best else Html()


# --- alerts ------------------------------------------------------------------------------------------------------


def alert(t: Texts, key: str, **args: str | int) -> Message:
    """One of `ALERTS`: quiet when it takes one back."""
    texts = {name: clip(value, 200) if isinstance(value, str) else value for name, value in args.items()}
    return Message(t(key, **texts), keyboard([button(t("button-status"), "a:status")]), silent=key.endswith("-well"))
