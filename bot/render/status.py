"""`/status` and the sources, for the bot's admins: whether it works, at first sight; what does not, and since when."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol
from zoneinfo import ZoneInfo

from bot.buttons import pack, ref
from bot.models import Button, Message, Source
from bot.render.markup import bold, button, clip, fit, joined, keyboard, rows
from bot.texts import Html, Texts, escape

SHOWN_TROUBLES = 8


class Light(StrEnum):
    GREEN = "🟢"
    YELLOW = "🟡"
    RED = "🔴"


@dataclass(frozen=True, slots=True)
class Run:
    """One run of digests: when it was due, how many chats, how it ended, how long it took."""

    at: datetime
    chats: int
    delivered: int
    refused: int
    seconds: float


@dataclass(frozen=True, slots=True)
class Status:
    """All that `/status` says. ``oldest`` is when the oldest waiting message was due; ``pace`` messages a second;
    ``late_after`` seconds of waiting from which the queue is called late; ``held`` articles wait for an editor;
    ``disk_free`` bytes are left where the database grows (``None``: not known)."""

    version: str
    uptime: float
    sources: Sequence[Source]
    queue: int = 0
    oldest: datetime | None = None
    pace: float = 0.0
    errors_last_hour: int = 0
    unconfirmed: int = 0
    quarantined: int = 0
    suspended: int = 0
    subscribers: int = 0
    stories: int = 0
    database_bytes: int = 0
    last_run: Run | None = None
    next_run: datetime | None = None
    late_after: float = 300.0
    held: int = 0
    disk_free: int | None = None


def source_light(source: Source, now: datetime) -> Light:
    """Red: failing. Yellow: paused, or silent for longer than it should be read. Green: well, or not yet read."""
    if source.failing_since is not None and not source.paused:
        return Light.RED
    overdue = source.last_success_at is not None and (
        (now - source.last_success_at).total_seconds() > 3 * max(source.interval_seconds or 0, source.max_poll_seconds)
    )
    return Light.YELLOW if source.paused or overdue else Light.GREEN


def light(status: Status, now: datetime) -> Light:
    """Red: nothing comes in or goes out. Yellow: something needs a look."""
    running = [source for source in status.sources if not source.paused]
    lights = [source_light(source, now) for source in running]
    late = status.oldest is not None and (now - status.oldest).total_seconds() > status.late_after
    if late or (lights and all(one is Light.RED for one in lights)):
        return Light.RED
    troubled = any(one is not Light.GREEN for one in lights)
    return (
        Light.YELLOW if troubled or status.errors_last_hour or status.unconfirmed or status.quarantined else Light.GREEN
    )


def status(value: Status, t: Texts, zone: ZoneInfo, now: datetime) -> Message:
    """The state of everything on one screen."""
    signal = light(value, now)
    head = t(f"status-{signal.name.lower()}", uptime=t.duration(value.uptime), version=value.version)
    text = joined(
        "\n",
        [
            Html(f"{signal} {head}"),
            _sources_line(value, t, now),
            *_troubles(value.sources, t, zone, now),
            _run_line(value.last_run, t, zone, now) if value.last_run else "",
            t("status-next-run", moment=t.moment(value.next_run, now, zone)) if value.next_run else "",
            _queue_line(value, t, now),
            _trouble_counts(value, t),
            t("status-size", chats=value.subscribers, suspended=value.suspended, stories=value.stories,
              size=megabytes(value.database_bytes, t)),
            t("status-disk", free=megabytes(value.disk_free, t)) if value.disk_free is not None else "",
            t("status-held", count=value.held) if value.held else "",
        ],
    )  # fmt: skip
    return Message(
        text,
        keyboard(
            [button(t("button-fetch-all"), "a:fetch"), button(t("button-sources"), "a:src")],
            [button(t("button-errors"), pack("a", "err", 0)), button(t("button-stats"), pack("a", "stats", "7d"))],
            [
                button(t("button-refresh"), "a:status"),
                button(t("button-queue", count=value.held), pack("a", "queue", 0)) if value.held else None,
            ],
        ),
    )


def _sources_line(value: Status, t: Texts, now: datetime) -> Html:
    running = [source for source in value.sources if not source.paused]
    well = sum(source_light(source, now) is not Light.RED for source in running)
    articles = [source.last_article_at for source in value.sources if source.last_article_at]
    last = t.ago((now - max(articles)).total_seconds()) if articles else t("status-no-article")
    return t("status-sources", well=well, total=len(running), last=last)


def _troubles(sources: Sequence[Source], t: Texts, zone: ZoneInfo, now: datetime) -> list[Html]:
    troubled = [source for source in sources if not source.paused and source_light(source, now) is not Light.GREEN]
    lines = [Html(f"{source_light(one, now)} {_trouble(one, t, zone, now)}") for one in troubled[:SHOWN_TROUBLES]]
    if len(troubled) > SHOWN_TROUBLES:
        lines.append(t("status-more-troubles", count=len(troubled) - SHOWN_TROUBLES))
    return lines


def _trouble(source: Source, t: Texts, zone: ZoneInfo, now: datetime) -> Html:
    """«zhetisu-news: 503 с 06:12 (14 попыток), следующая в 09:40»."""
    title = clip(source.name, 40)
    if source.failing_since is None:
        return t("source-silent", name=title, ago=t.ago((now - (source.last_success_at or now)).total_seconds()))
    return t(
        "source-failing",
        name=title,
        error=clip(source.error or source.error_kind or "?", 80),
        since=t.hour(source.failing_since, now, zone),
        attempts=source.failures,
        next=t.hour(source.next_poll_at, now, zone) if source.next_poll_at else t("source-now"),
    )


def _run_line(run: Run, t: Texts, zone: ZoneInfo, now: datetime) -> Html:
    return t(
        "status-run",
        at=t.hour(run.at, now, zone),
        chats=run.chats,
        delivered=run.delivered,
        refused=run.refused,
        duration=t.duration(run.seconds),
    )


def _queue_line(value: Status, t: Texts, now: datetime) -> Html:
    pace, errors = t.number(round(value.pace, 1)), value.errors_last_hour
    if not value.queue:
        return t("status-queue-empty", pace=pace, errors=errors)
    waited = (now - value.oldest).total_seconds() if value.oldest else 0.0
    return t("status-queue", count=value.queue, age=t.duration(max(0.0, waited)), pace=pace, errors=errors)


def _trouble_counts(value: Status, t: Texts) -> Html:
    if not (value.unconfirmed or value.quarantined):
        return Html()
    return t("status-undelivered", unconfirmed=value.unconfirmed, quarantined=value.quarantined)


def megabytes(size: int, t: Texts) -> str:
    """«84,2 МБ», «31 ГБ»."""
    if size >= 1e10:
        return t.plain("gigabytes", size=t.number(round(size / 1e9, 1)))
    return t.plain("megabytes", size=t.number(round(size / 1e6, 1)))


# --- sources -----------------------------------------------------------------------------------------------------


def sources(found: Sequence[Source], t: Texts, now: datetime) -> Message:
    """Each source with its light and its last article."""
    lines = [_source_line(one, t, now) for one in found]
    text = fit(
        [joined("\n", [bold(t("sources-title")), t("sources-none") if not found else ""]), *lines], separator="\n"
    )[0]
    buttons = [
        button(f"{_source_icon(one, now)} {clip(one.name, 30)}", pack("a", "src", ref(one.name))) for one in found[:80]
    ]
    return Message(
        text,
        keyboard(
            *rows(buttons, 2),
            [button(t("button-fetch-all"), "a:fetch"), button(t("button-status"), "a:status")],
        ),
    )


def _source_line(source: Source, t: Texts, now: datetime) -> Html:
    return Html(f"{_source_icon(source, now)} {_called(source, t)} · {_habit(source, t, now)}")


def _called(source: Source, t: Texts) -> Html:
    """Its name for readers, and the one by which commands and buttons call it."""
    title = source.called(t.language)
    return joined(" · ", [bold(clip(title, 60)), source.name if source.name != title else ""])


def _source_icon(source: Source, now: datetime) -> str:
    return "⏸" if source.paused else str(source_light(source, now))


def _habit(source: Source, t: Texts, now: datetime) -> Html:
    if source.last_article_at is None:
        return t("source-no-article")
    return t.ago((now - source.last_article_at).total_seconds())


def source_detail(
    source: Source, t: Texts, zone: ZoneInfo, now: datetime, *, articles: int | None = None, note: str = ""
) -> Message:
    """All about one source and what can be done to it. Those of the file can be paused, not removed."""

    def moment(value: datetime | None) -> Html:
        return t.moment(value, now, zone) if value else escape("—")

    state = "paused" if source.paused else source_light(source, now).name.lower()
    lines = [
        Html(f"{_source_icon(source, now)} {_called(source, t)} · {t(f'source-state-{state}')}"),
        escape(clip(source.feed_url, 300)),
        _trouble(source, t, zone, now) if source.failing_since else "",
        t("source-last", article=moment(source.last_article_at), success=moment(source.last_success_at)),
        t(
            "source-next",
            next=moment(source.next_poll_at),
            every=t.duration(_rounded(source.interval_seconds or source.poll_seconds)),
        ),
        t("source-mode", mode=t(f"source-mode-{source.full_text}")),
        t("source-region", region=t.region(source.default_region)) if source.default_region else "",
        t("source-articles", count=articles) if articles is not None else "",
        t("source-approval") if source.approval else "",
        t("source-of-file") if source.origin == "file" else "",
        note,
    ]
    return Message(joined("\n", lines), _source_keyboard(source, t))


def _rounded(seconds: float) -> float:
    """The interval is spread by some seconds, which say nothing to anybody."""
    return round(seconds / 60) * 60 if seconds >= 60 else seconds


def _source_keyboard(source: Source, t: Texts) -> tuple[tuple[Button, ...], ...]:
    key = ref(source.name)

    def to(label: str, *args: str) -> Button:
        return button(t(label), pack("a", "src", key, *args))

    pause = to("button-source-resume", "resume") if source.paused else to("button-source-pause", "pause")
    approval = (
        to("button-approval-off", "approve", "0") if source.approval else to("button-approval-on", "approve", "1")
    )
    own = source.origin != "file"
    return keyboard(
        [to("button-source-fetch", "fetch"), to("button-source-test", "test")],
        [pause, approval if own else None],
        [to("button-source-region", "region"), to("button-source-every", "every")] if own else [],
        [to("button-source-mode", "mode"), to("button-source-rename", "title")] if own else [],
        [to("button-source-remove", "remove") if own else None],
        [button(t("button-back"), "a:src")],
    )


class Reading(Protocol):
    """What one reading of a source brought; ``failed`` is one line for people, empty when all went well."""

    @property
    def source(self) -> str: ...
    @property
    def new(self) -> int: ...
    @property
    def changed(self) -> int: ...
    @property
    def failed(self) -> str: ...


def fetched(readings: Sequence[Reading], t: Texts) -> Message:
    """The answer to `/fetch`."""
    lines = [_reading(one, t) for one in readings[:40]]
    text = joined("\n", [bold(t("fetched-title")), *lines]) if lines else t("fetched-none")
    return Message(text, keyboard([button(t("button-status"), pack("a", "status"))]))


def _reading(one: Reading, t: Texts) -> Html:
    name = clip(one.source, 40)
    if one.failed:
        return t("fetched-failed", name=name, error=clip(one.failed, 120))
    if not (one.new or one.changed):
        return t("fetched-same", name=name)
    return t("fetched-line", name=name, new=one.new, changed=one.changed)


def source_remove(source: Source, t: Texts, articles: int) -> Message:
    """Asks whether its articles stay."""
    key = ref(source.name)
    return Message(
        t("source-ask-remove", name=clip(source.name, 60), count=articles),
        keyboard(
            [button(t("button-keep-articles"), pack("a", "src", key, "remove", "yes"))],
            [button(t("button-remove-articles"), pack("a", "src", key, "remove-all", "yes"))],
            [button(t("button-no"), pack("a", "src", key))],
        ),
    )
