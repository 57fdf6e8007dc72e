"""The operator's page as HTML: plain, without a script. Pure; every text that comes from outside is escaped."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.models import LANGUAGES, Source
from bot.render import Status
from bot.render.status import light, megabytes, source_light
from bot.store import ErrorRecord, QueueState, Troubled
from bot.texts import Html, Texts, escape

REFRESH_SECONDS = 60
PERIODS = (7, 30)
"""Days that the charts can show; the first unless another is asked for."""


@dataclass(frozen=True, slots=True)
class Snapshot:
    """All that the page shows, as of ``now``."""

    status: Status
    queue: QueueState
    troubled: Sequence[Troubled]
    errors: Sequence[ErrorRecord]
    charts: bool
    zone: ZoneInfo
    now: datetime


def login_page(t: Texts, language: str, *, problem: str = "") -> str:
    """Asks for the token; ``problem`` is the key of what was wrong."""
    said = f'<p class="problem" role="alert">{t(problem)}</p>' if problem else ""
    form = (
        f'<form method="post" action="/admin/login"><label for="token">{t("page-token")}</label>'
        '<input id="token" name="token" type="password" autocomplete="current-password" required autofocus>'
        f"<button>{t('page-enter')}</button></form>"
    )
    return _document(t, language, f'<main class="login"><h1>Aimaq</h1>{said}{form}</main>')


def overview_page(value: Snapshot, t: Texts, language: str, days: int = PERIODS[0]) -> str:
    """Everything at one look, the most important first; the charts of the last ``days``."""
    body = "".join((
        _head(value, t),
        _section("page-sources", _sources(value, t), t),
        _section("page-queue", _queue(value, t), t),
        _section("page-troubled", _troubled(value, t), t) if value.troubled else "",
        _section("page-errors", _errors(value, t), t),
        _section("page-charts", _charts(days, t), t) if value.charts else "",
    ))  # fmt: skip
    leave = f'<form method="post" action="/admin/logout"><button class="quiet">{t("page-leave")}</button></form>'
    return _document(t, language, f"<main>{body}</main><footer>{leave}</footer>", refresh=True)


def _document(t: Texts, language: str, body: str, *, refresh: bool = False) -> str:
    again = f'<meta http-equiv="refresh" content="{REFRESH_SECONDS}">' if refresh else ""
    links = "".join(
        f'<a href="/admin?lang={code}" lang="{code}"{_current(code == language)}>{t.language_name(code)}</a>'
        for code in LANGUAGES
    )
    return (
        f'<!doctype html><html lang="{language}"><head><meta charset="utf-8">{again}'
        '<meta name="viewport" content="width=device-width, initial-scale=1"><meta name="robots" content="noindex">'
        f'<title>{t("page-title")}</title><link rel="stylesheet" href="/admin/style.css">'
        '<link rel="icon" href="/admin/icon.svg"></head>'
        f'<body><nav aria-label="{t("page-language")}">{links}</nav>{body}</body></html>'
    )


def _current(is_it: bool) -> str:
    return ' aria-current="true"' if is_it else ""


def _section(title: str, body: str, t: Texts) -> str:
    return f"<section><h2>{t(title)}</h2>{body}</section>"


# --- the parts ---------------------------------------------------------------------------------------------------


def _head(value: Snapshot, t: Texts) -> str:
    status, signal = value.status, light(value.status, value.now)
    facts = [
        (t("page-updated"), t.clock(value.now, value.zone)),
        (t("page-chats"), f"{t.number(status.subscribers)} ({t('page-suspended', count=status.suspended)})"),
        (t("page-stories"), t.number(status.stories)),
        (t("page-database"), megabytes(status.database_bytes, t)),
        (t("page-disk"), megabytes(status.disk_free, t) if status.disk_free is not None else "—"),
        (t("page-next-run"), t.moment(status.next_run, value.now, value.zone) if status.next_run else "—"),
        (t("page-last-run"), _last_run(value, t)),
    ]
    listed = "".join(f"<div><dt>{name}</dt><dd>{escape(text)}</dd></div>" for name, text in facts)
    head = t(f"status-{signal.name.lower()}", uptime=t.duration(status.uptime), version=status.version)
    return (
        f'<header class="{signal.name.lower()}"><h1>{_lamp(signal.name.lower())} {head}</h1><dl>{listed}</dl></header>'
    )


def _last_run(value: Snapshot, t: Texts) -> Html:
    run = value.status.last_run
    if run is None:
        return escape("—")
    counts = f"{t.number(run.delivered)} / {t.number(run.chats)}"
    return Html(f"{t.moment(run.at, value.now, value.zone)} · {counts} · {t.duration(run.seconds)}")


def _lamp(state: str) -> str:
    return f'<span class="lamp {state}" aria-hidden="true"></span>'


def _sources(value: Snapshot, t: Texts) -> str:
    heads = [t(f"page-source-{name}") for name in ("name", "state", "article", "read", "next", "failures")]
    return _table(heads, (_source_row(one, value, t) for one in value.status.sources), t)


def _source_row(one: Source, value: Snapshot, t: Texts) -> list[str]:
    def moment(at: datetime | None) -> str:
        return t.moment(at, value.now, value.zone) if at else "—"

    state = "paused" if one.paused else source_light(one, value.now).name.lower()
    title = f"<strong>{escape(one.called(t.language))}</strong><small>{escape(one.name)}</small>"
    error = f"<small>{escape(one.error)}</small>" if one.error and not one.paused else ""
    return [
        title,
        f"{_lamp(state)} {t(f'source-state-{state}')}{error}",
        moment(one.last_article_at),
        moment(one.last_success_at),
        moment(None if one.paused else one.next_poll_at),
        t.number(one.failures),
    ]


def _queue(value: Snapshot, t: Texts) -> str:
    queue, status = value.queue, value.status
    waited = t.duration((value.now - status.oldest).total_seconds()) if status.oldest else "—"
    figures = [
        (t("page-waiting"), t.number(queue.pending)),
        (t("page-oldest"), waited),
        (t("page-sending"), t.number(queue.sending)),
        (t("page-pace"), t.number(round(status.pace, 1))),
        (t("page-sent"), t.number(queue.sent_24h)),
        (t("page-refused"), t.number(queue.refused_24h)),
        (t("page-expired"), t.number(queue.expired_24h)),
        (t("page-quarantined"), t.number(queue.quarantined)),
        (t("page-unconfirmed"), t.number(queue.unconfirmed)),
    ]
    listed = "".join(f"<div><dt>{name}</dt><dd>{text}</dd></div>" for name, text in figures)
    return f'<dl class="figures">{listed}</dl>'


def _troubled(value: Snapshot, t: Texts) -> str:
    heads = [t(f"page-trouble-{name}") for name in ("when", "chat", "kind", "reason")]
    rows = (
        [
            t.moment(one.settled_at, value.now, value.zone) if one.settled_at else "—",
            escape(str(one.chat_id)),
            escape(f"{one.kind}, {one.state}"),
            escape(one.reason),
        ]
        for one in value.troubled
    )
    return _table(heads, rows, t)


def _errors(value: Snapshot, t: Texts) -> str:
    if not value.errors:
        return f"<p>{t('errors-none')}</p>"
    heads = [t(f"page-error-{name}") for name in ("when", "count", "fingerprint", "text")]
    rows = (
        [
            t.moment(one.last_at, value.now, value.zone),
            t.number(one.count),
            f"<code>{escape(one.fingerprint)}</code>",
            escape(one.text),
        ]
        for one in value.errors
    )
    return _table(heads, rows, t)


def _charts(days: int, t: Texts) -> str:
    links = "".join(
        f'<a href="/admin?days={span}#charts"{_current(span == days)}>{t("stats-period", count=span)}</a>'
        for span in PERIODS
    )
    picture = f'<img class="charts" src="/admin/charts.svg?days={days}" alt="{t("stats-period", count=days)}">'
    return f'<nav id="charts" aria-label="{t("page-charts")}">{links}</nav>{picture}'


def _table(heads: Sequence[str], rows: Iterable[Sequence[str]], t: Texts) -> str:
    """Cells are HTML; on a phone each row becomes a card, so a cell carries its head."""
    head = "".join(f'<th scope="col">{name}</th>' for name in heads)
    body = "".join(
        "<tr>"
        + "".join(f'<td data-head="{name}"><div>{cell}</div></td>' for name, cell in zip(heads, row, strict=True))
        + "</tr>"
        for row in rows
    )
    return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"
