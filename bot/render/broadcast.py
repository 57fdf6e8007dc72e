"""`/broadcast`: compose, choose the audience, preview, confirm by a second tap, watch, stop."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.buttons import mask, pack, toggled
from bot.models import LANGUAGES, REGIONS, TOPICS, Button, ChatKind, Message
from bot.render.markup import bold, button, joined, keyboard, rows, ticked
from bot.texts import Html, Texts, plain


@dataclass(frozen=True, slots=True)
class Broadcast:
    """A broadcast as its screens need it; empty tuples do not restrict. ``size`` chats, ``seconds`` the estimated
    duration, ``stars`` the cost where it is paid. ``originals`` are the languages that have a message of their own
    (``""``: everybody else), ``links`` the buttons below it, ``at`` the time to start, in words; ``planned``: it is
    confirmed, and that time has not come. Counts are of messages."""

    id: int
    kinds: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    regions: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    originals: tuple[str, ...] = ("",)
    links: int = 0
    at: str = ""
    size: int = 0
    seconds: float = 0.0
    stars: int = 0
    sent: int = 0
    failed: int = 0
    waiting: int = 0
    cancelled: int = 0
    paused: bool = False
    planned: bool = False


def broadcast_ask(t: Texts, under_way: Sequence[Broadcast] = ()) -> Message:
    """Asks for the message that is to be sent; handlers keep that they asked. Those that run or wait for their time
    are buttons."""
    open_ones = [(button(_name(one, t), pack("a", "bc", one.id, "open")),) for one in under_way]
    return Message(t("broadcast-ask"), keyboard(*open_ones, [button(t("button-no"), "x")]))


def _name(value: Broadcast, t: Texts) -> str:
    regions = ", ".join(map(t.region_short, value.regions)) or t.plain("country")
    state = "🕓" if value.planned else "⏸" if value.paused else "📣"
    return " · ".join(part for part in (f"{state} {regions}", plain(value.at) if value.planned else "") if part)


def broadcast_draft(value: Broadcast, t: Texts) -> Message:
    """For whom, how many, how long, at what price; nothing leaves before "send" and "yes"."""

    def to(key: str, *args: str) -> Button:
        return button(t(key), pack("a", "bc", value.id, *args))

    return Message(
        joined("\n", [bold(t("broadcast-title")), *_audience(value, t), *_form(value, t), _reckoning(value, t),
                      _when(value, t)]),
        keyboard(
            [to("button-regions", "r"), to("button-topics", "t")],
            [to("button-languages", "lang"), to("button-kinds", "kind")],
            [button(f"➕ {t.language_name(code)}", pack("a", "bc", value.id, "v", code)) for code in LANGUAGES],
            [
                to("button-links-off", "link", "-") if value.links else None,
                to("button-link-add", "link"),
                to("button-at-off", "at", "-") if value.at else to("button-at", "at"),
            ],
            [to("button-show-preview", "show"), to("button-send", "send")],
            [to("button-no", "cancel")],
        ),
    )  # fmt: skip


def _form(value: Broadcast, t: Texts) -> list[Html]:
    """Languages that have a message of their own, and buttons."""
    own = joined(", ", [t.language_name(code) for code in value.originals if code])
    return [
        t("broadcast-variants", languages=own) if own else Html(),
        t("broadcast-links", count=value.links) if value.links else Html(),
    ]


def _when(value: Broadcast, t: Texts) -> Html:
    return t("broadcast-at", moment=value.at) if value.at else Html()


def broadcast_question(t: Texts, number: int, what: str, language: str = "") -> Message:
    """Asks for a message: ``variant`` (in ``language``), ``link``, ``time``."""
    back = button(t("button-back"), pack("a", "bc", number))
    if what == "variant":
        return Message(t("broadcast-ask-variant", language=t.language_name(language)), keyboard([back]))
    return Message(t("broadcast-ask-link") if what == "link" else t("broadcast-ask-time"), keyboard([back]))


def _audience(value: Broadcast, t: Texts) -> list[Html]:
    regions = joined(", ", map(t.region_short, value.regions)) or t("country")
    languages = joined(", ", map(t.language_name, value.languages)) or t("broadcast-any")
    kinds = joined(", ", [t(f"kind-{kind}") for kind in value.kinds]) or t("broadcast-any")
    topics = joined(", ", map(t.topic_in_text, value.topics))
    return [
        t("broadcast-audience", regions=regions, languages=languages, kinds=kinds),
        t("broadcast-topics", topics=topics) if topics else Html(),
    ]


def _reckoning(value: Broadcast, t: Texts) -> Html:
    cost = t("broadcast-cost", stars=value.stars) if value.stars else Html()
    return joined(" ", [t("broadcast-size", count=value.size, duration=t.duration(value.seconds)), cost])


def broadcast_regions(value: Broadcast, t: Texts) -> Message:
    grid = [
        button(
            ticked(t.region_short(one), one in value.regions),
            pack("a", "bc", value.id, "r", mask(toggled(value.regions, one), REGIONS)),
        )
        for one in t.sorted_regions()
    ]
    every = button(ticked(t("country"), not value.regions), pack("a", "bc", value.id, "r", "0"))
    return _choosing(value, t, t("broadcast-ask-regions"), [*rows(grid, 2), (every,)])


def broadcast_topics(value: Broadcast, t: Texts) -> Message:
    grid = [
        button(
            t.topic_on_button(one, one in value.topics),
            pack("a", "bc", value.id, "t", mask(toggled(value.topics, one), TOPICS)),
        )
        for one in TOPICS
    ]
    every = button(ticked(t("broadcast-any"), not value.topics), pack("a", "bc", value.id, "t", "0"))
    return _choosing(value, t, t("broadcast-ask-topics"), [*rows(grid, 2), (every,)])


def broadcast_languages(value: Broadcast, t: Texts) -> Message:
    choices = [(code, t.language_name(code)) for code in LANGUAGES]
    return _choosing(value, t, t("broadcast-ask-languages"), _toggles(value, t, "lang", choices, value.languages))


def broadcast_kinds(value: Broadcast, t: Texts) -> Message:
    choices = [(str(kind), t(f"kind-{kind}")) for kind in ChatKind]
    return _choosing(value, t, t("broadcast-ask-kinds"), _toggles(value, t, "kind", choices, value.kinds))


def _toggles(
    value: Broadcast, t: Texts, action: str, choices: Sequence[tuple[str, str]], chosen: tuple[str, ...]
) -> list[tuple[Button, ...]]:
    made = [
        button(ticked(name, key in chosen), pack("a", "bc", value.id, action, ".".join(toggled(chosen, key)) or "-"))
        for key, name in choices
    ]
    every = button(ticked(t("broadcast-any"), not chosen), pack("a", "bc", value.id, action, "-"))
    return [*rows(made, 2), (every,)]


def _choosing(value: Broadcast, t: Texts, question: Html, lines: Sequence[Sequence[Button]]) -> Message:
    return Message(question, keyboard(*lines, [button(t("button-ready"), pack("a", "bc", value.id))]))


def broadcast_confirm(value: Broadcast, t: Texts) -> Message:
    """The second tap."""
    parts = [t("broadcast-confirm"), *_audience(value, t), _reckoning(value, t), _when(value, t)]
    return Message(
        joined("\n", parts),
        keyboard(
            [button(t("button-send-yes"), pack("a", "bc", value.id, "yes"))],
            [button(t("button-back"), pack("a", "bc", value.id))],
        ),
    )


def broadcast_progress(value: Broadcast, t: Texts) -> Message:
    """How far it is, with pause and stop; before its time when that is; the result when nothing waits."""
    total = value.sent + value.failed + value.waiting + value.cancelled
    if value.planned:
        return _planned(value, t)
    if not value.waiting:
        return _result(value, t)
    share = t.percent((total - value.waiting) / total if total else 1.0)
    head = t("broadcast-paused") if value.paused else t("broadcast-running")
    line = t("broadcast-progress", sent=value.sent, total=total, share=share, failed=value.failed)
    pace = button(t("button-resume"), pack("a", "bc", value.id, "resume"))
    pause = button(t("button-pause"), pack("a", "bc", value.id, "pause"))
    return Message(
        joined("\n", [bold(head), line]),
        keyboard(
            [pace if value.paused else pause, button(t("button-stop"), pack("a", "bc", value.id, "cancel"))],
            [button(t("button-refresh"), pack("a", "bc", value.id))],
        ),
    )


def _planned(value: Broadcast, t: Texts) -> Message:
    parts = [bold(t("broadcast-planned")), _when(value, t), *_audience(value, t), _reckoning(value, t)]
    stop = button(t("button-stop"), pack("a", "bc", value.id, "cancel"))
    return Message(joined("\n", parts), keyboard([stop, button(t("button-close"), "x")]))


def _result(value: Broadcast, t: Texts) -> Message:
    if value.cancelled:
        text = t("broadcast-cancelled", sent=value.sent, failed=value.failed, left=value.cancelled)
    else:
        text = t("broadcast-done", sent=value.sent, failed=value.failed)
    return Message(text, keyboard([button(t("button-close"), "x")]))
