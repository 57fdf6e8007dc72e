"""The settings of a chat: one message that shows what is set and opens a screen for each."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, time
from zoneinfo import ZoneInfo

from babel.dates import get_timezone_location

from bot.buttons import mask, pack, pack_times, ref, toggled
from bot.models import LANGUAGES, TOPICS, Button, Chat, ChatKind, Layout, Message, QuietHours
from bot.render.markup import bold, button, clip, joined, keyboard, rows, ticked
from bot.texts import Html, Texts, escape, texts

ZONES: tuple[str, ...] = (
    "Asia/Almaty", "Asia/Tashkent", "Asia/Bishkek", "Europe/Moscow", "Europe/Istanbul", "Asia/Dubai",
    "Europe/Berlin", "Europe/London", "Asia/Seoul", "Asia/Shanghai", "America/New_York", "America/Los_Angeles",
)  # fmt: skip
ITEMS: tuple[int, ...] = (3, 5, 7, 10, 15, 20)
QUIET_PRESETS: tuple[tuple[time, time], ...] = ((time(22), time(7)), (time(23), time(7)), (time(23), time(8)))


def settings(chat: Chat, t: Texts, now: datetime, *, subscriptions: int = 0, note: str = "") -> Message:
    """What is set, and a button for each thing that can be."""
    lines = [
        _line(t, "language", t.language_name(chat.language)),
        _line(t, "zone", zone_label(chat.time_zone, t, now)),
        _line(t, "news", joined(", ", map(t.language_name, chat.news_languages))),
        _line(t, "quiet", quiet_label(chat.quiet, t)),
        _line(t, "layout", t(f"layout-{chat.layout}")),
        _line(t, "items", t.number(chat.items)),
        _line(t, "mutes", mutes_label(chat, t)),
    ]
    text = joined("\n\n", [bold(t("settings-title")), joined("\n", lines), note])
    screens = [
        button(t(f"settings-{name}"), pack("set", name))
        for name in ("lang", "zone", "news", "quiet", "layout", "items", "mutes")
    ]
    private = chat.kind is ChatKind.PRIVATE
    data = [button(t("button-export"), "export"), button(t("button-forget"), "forget")]
    return Message(
        text,
        keyboard(
            [button(t("button-subscriptions-count", count=subscriptions), "sub")],
            *rows(screens, 2),
            data,
            [button(t("button-home"), "home") if private else button(t("button-close"), "x")],
        ),
    )


def _line(t: Texts, name: str, value: str) -> Html:
    return t(f"settings-line-{name}", value=bold(value))


def zone_label(zone: str, t: Texts, now: datetime) -> str:
    """«Алматы, UTC+5»."""
    offset = now.astimezone(ZoneInfo(zone)).utcoffset()
    minutes = int(offset.total_seconds() // 60) if offset else 0
    hours, rest = divmod(abs(minutes), 60)
    sign = "−" if minutes < 0 else "+"
    city = get_timezone_location(zone, locale=t.language, return_city=True)
    return f"{city}, UTC{sign}{hours}" + (f":{rest:02}" if rest else "")


def quiet_label(quiet: QuietHours | None, t: Texts) -> Html:
    """«22:00–07:00, кроме происшествий»."""
    if quiet is None:
        return t("quiet-none")
    span = f"{quiet.start:%H:%M}–{quiet.end:%H:%M}"
    if not quiet.passing:
        return escape(span)
    return t("quiet-with-passing", span=span, topics=joined(", ", map(t.topic_in_text, quiet.passing)))


def mutes_label(chat: Chat, t: Texts) -> Html:
    muted = [
        *map(t.topic_in_text, chat.muted_topics),
        *(t("query-word", word=clip(word, 40)) for word in chat.muted_words[:10]),
    ]
    return joined(", ", muted) or t("mutes-none")


# --- one screen for each -----------------------------------------------------------------------------------------


def _screen(t: Texts, text: str, *lines: Sequence[Button]) -> Message:
    return Message(escape(text), keyboard(*lines, [button(t("button-back"), "set")]))


def language_screen(chat: Chat, t: Texts) -> Message:
    """The interface's language; each stands in its own name."""
    choices = [
        button(ticked(texts(code).language_name(code), code == chat.language), pack("set", "lang", code))
        for code in LANGUAGES
    ]
    return _screen(t, t("settings-ask-language"), choices)


def zone_screen(chat: Chat, t: Texts, now: datetime) -> Message:
    """Time zones; that of the chat is among them whatever it is."""
    zones = dict.fromkeys((*ZONES, chat.time_zone))
    choices = [
        button(ticked(zone_label(zone, t, now), zone == chat.time_zone), pack("set", "zone", zone)) for zone in zones
    ]
    return _screen(t, t("settings-ask-zone"), *rows(choices, 2))


def news_screen(chat: Chat, t: Texts) -> Message:
    """Languages of the news: at least one stays."""
    choices = []
    for code in LANGUAGES:
        after = toggled(chat.news_languages, code) or chat.news_languages
        choices.append(
            button(ticked(t.language_name(code), code in chat.news_languages), pack("set", "news", ".".join(after)))
        )
    return _screen(t, t("settings-ask-news"), choices)


def layout_screen(chat: Chat, t: Texts) -> Message:
    choices = [
        button(ticked(t(f"layout-{layout}"), layout is chat.layout), pack("set", "layout", layout)) for layout in Layout
    ]
    return _screen(t, t("settings-ask-layout"), choices)


def items_screen(chat: Chat, t: Texts) -> Message:
    choices = [button(ticked(t.number(count), count == chat.items), pack("set", "items", count)) for count in ITEMS]
    return _screen(t, t("settings-ask-items"), *rows(choices, 3))


def quiet_screen(chat: Chat, t: Texts) -> Message:
    """Quiet hours: what they do, the usual ones, others, none, topics that pass."""
    current = (chat.quiet.start, chat.quiet.end) if chat.quiet else None
    presets = [
        button(
            ticked(f"{start:%H:%M}–{end:%H:%M}", (start, end) == current),
            pack("set", "quiet", pack_times((start, end))),
        )
        for start, end in QUIET_PRESETS
    ]
    text = joined("\n\n", [t("settings-ask-quiet"), t("settings-line-quiet", value=bold(quiet_label(chat.quiet, t)))])
    passing = [button(t("button-quiet-passing"), pack("set", "pass"))] if chat.quiet else []
    off = button(ticked(t("button-quiet-off"), chat.quiet is None), pack("set", "quiet", "off"))
    return _screen(t, text, presets, [button(t("button-other-time"), pack("set", "qf")), off], passing)


def quiet_from_screen(t: Texts) -> Message:
    hours = [button(f"{hour:02}:00", pack("set", "qt", f"{hour:02}")) for hour in (*range(17, 24), *range(17))]
    return Message(
        t("settings-ask-quiet-from"), keyboard(*rows(hours, 4), [button(t("button-back"), pack("set", "quiet"))])
    )


def quiet_until_screen(start: int, t: Texts) -> Message:
    """Until when? ``start`` is the hour that was chosen before."""
    ends = [hour % 24 for hour in range(start + 1, start + 24)]
    hours = [button(f"{end:02}:00", pack("set", "quiet", f"{start:02}00{end:02}00")) for end in ends]
    text = t("settings-ask-quiet-until", start=f"{start:02}:00")
    return Message(text, keyboard(*rows(hours, 4), [button(t("button-back"), pack("set", "qf"))]))


def passing_screen(chat: Chat, t: Texts) -> Message:
    """Topics that come even in quiet hours."""
    passing = chat.quiet.passing if chat.quiet else ()
    choices = [
        button(
            t.topic_on_button(one, one in passing),
            pack("set", "pass", mask(toggled(passing, one), TOPICS)),
        )
        for one in TOPICS
    ]
    return Message(
        t("settings-ask-passing"), keyboard(*rows(choices, 2), [button(t("button-back"), pack("set", "quiet"))])
    )


def mutes_screen(chat: Chat, t: Texts) -> Message:
    """What is muted; a tap takes it back."""
    topics = [button(f"✕ {t.plain(f'topic-{one}')}", pack("set", "mutes", "t", one)) for one in chat.muted_topics]
    words = [button(f"✕ {clip(word, 40)}", pack("set", "mutes", "w", ref(word))) for word in chat.muted_words[:40]]
    text = t("settings-ask-mutes") if topics or words else t("settings-no-mutes")
    more = button(t("button-mute-word"), pack("set", "mutes", "add"))
    return _screen(t, text, *rows([*topics, *words], 2), [more])


def mute_word_screen(t: Texts, *, in_group: bool = False) -> Message:
    """Asks for a word as a message; in a group as an answer to this one, since nothing else is read there."""
    text = joined("\n\n", [t("mutes-ask-word"), t("answer-by-reply") if in_group else ""])
    return Message(text, keyboard([button(t("button-back"), pack("set", "mutes"))]))
