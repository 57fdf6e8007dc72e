"""A source before it is one: what a trial brought, the questions about its settings."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol
from zoneinfo import ZoneInfo

from bot.buttons import pack, ref
from bot.models import Message, Source
from bot.render.markup import bold, button, clip, joined, keyboard, rows, ticked
from bot.texts import Html, Texts, escape

INTERVALS = (60, 300, 600, 1800, 3600, 21600)


class Trial(Protocol):
    """What a reading on trial brought; ``regions`` are (region, articles)."""

    @property
    def source(self) -> Source: ...
    @property
    def title(self) -> str: ...
    @property
    def entries(self) -> int: ...
    @property
    def languages(self) -> tuple[str, ...]: ...
    @property
    def full_text(self) -> bool: ...
    @property
    def newest(self) -> datetime | None: ...
    @property
    def regions(self) -> tuple[tuple[str, int], ...]: ...
    @property
    def judged(self) -> int: ...
    @property
    def titles(self) -> tuple[str, ...]: ...
    @property
    def skipped(self) -> int: ...
    @property
    def problem(self) -> str: ...


def proposed(
    trial: Trial, t: Texts, zone: ZoneInfo, now: datetime, *, token: str, others: Sequence[tuple[str, str]] = ()
) -> Message:
    """A feed that was found: nothing is added before the tap. ``others`` are (title, token) of further feeds."""
    name = clip(trial.title or trial.source.called(t.language), 80)
    text = joined("\n", [bold(t("trial-found", name=name)), *_report(trial, t, zone, now), "", t("trial-ask")])
    return Message(
        text,
        keyboard(
            [button(t("button-source-add"), pack("a", "add", token))],
            *([button(clip(title, 50), pack("a", "add", other))] for title, other in others),
            [button(t("button-no"), "x")],
        ),
    )


def tested(trial: Trial, t: Texts, zone: ZoneInfo, now: datetime) -> Message:
    """The report on a source that is known already."""
    title = bold(t("trial-tested", name=clip(trial.source.called(t.language), 80)))
    back = button(t("button-back"), pack("a", "src", ref(trial.source.name)))
    return Message(joined("\n", [title, *_report(trial, t, zone, now)]), keyboard([back]))


def not_found(address: str, t: Texts, reason: str = "") -> Message:
    """No feed there, or the site does not answer."""
    return Message(joined("\n", [t("trial-none", address=clip(address, 200)), escape(clip(reason, 200))]))


def _report(trial: Trial, t: Texts, zone: ZoneInfo, now: datetime) -> list[Html | str]:
    address = escape(clip(trial.source.feed_url, 300))
    if trial.problem:
        return [address, t("trial-failed", reason=clip(trial.problem, 200))]
    languages = joined(", ", [t.language_name(one) if one in {"ru", "kk", "en"} else one for one in trial.languages])
    regions = joined(", ", [f"{t.region_short(region)} ({t.number(count)})" for region, count in trial.regions])
    return [
        address,
        t("trial-entries", count=trial.entries, languages=languages or "—"),
        t("trial-newest", moment=t.moment(trial.newest, now, zone)) if trial.newest else "",
        t("trial-full") if trial.full_text else t("trial-excerpts"),
        t("trial-regions", items=regions, count=trial.judged) if regions else t("trial-no-regions"),
        t("trial-skipped", count=trial.skipped) if trial.skipped else "",
        *(Html(f"• {escape(clip(title, 120))}") for title in trial.titles),
    ]


def ask_title(source: Source, t: Texts) -> Message:
    """Asks for a new name, as readers see it."""
    back = button(t("button-back"), pack("a", "src", ref(source.name)))
    return Message(t("source-ask-title", name=clip(source.called(t.language), 80)), keyboard([back]))


def ask_region(source: Source, t: Texts) -> Message:
    """The region of a paper that never names its own."""
    key = ref(source.name)
    grid = [
        button(ticked(t.region_short(one), one == source.default_region), pack("a", "src", key, "region", one))
        for one in t.sorted_regions()
    ]
    none = button(ticked(t("newsroom-no-region"), not source.default_region), pack("a", "src", key, "region", "none"))
    return Message(
        t("source-ask-region", name=clip(source.called(t.language), 80)),
        keyboard(*rows(grid, 2), [none], [button(t("button-back"), pack("a", "src", key))]),
    )


def ask_interval(source: Source, t: Texts) -> Message:
    """How often is it read at most?"""
    key = ref(source.name)
    choices = [
        button(ticked(t.duration(one), one == source.poll_seconds), pack("a", "src", key, "every", one))
        for one in INTERVALS
    ]
    return Message(
        t("source-ask-interval", name=clip(source.called(t.language), 80)),
        keyboard(*rows(choices, 3), [button(t("button-back"), pack("a", "src", key))]),
    )
