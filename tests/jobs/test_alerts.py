"""Trouble is told once and once more when it is over, also across a restart; quiet otherwise."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from bot.errors import StoreError
from bot.jobs.alerts import DISK_LOW, DISK_WELL, Alarm, Alerts, alarms, changes, said, silence_of
from bot.jobs.watch import Attempt, Observed
from bot.models import LANGUAGES, Message, Sent, Source
from bot.store import ErrorRecord, Late, Store
from bot.texts import plain, texts

NOW = datetime(2026, 11, 25, 3, 0, tzinfo=UTC)
ADMIN = 1003
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
WELL = Source("zhetisu", "https://zhetisu.example/feed/", last_article_at=NOW - HOUR, last_success_at=NOW)
FAILING = replace(WELL, failing_since=NOW - HOUR, failures=3, error="503")
SILENT = replace(WELL, last_article_at=NOW - 2 * DAY, reading={"gap_seconds": 3600.0})


def keys(seen: Observed, standing: dict[str, Alarm] | None = None) -> list[str]:
    return [alarm.key for alarm in alarms(seen, standing or {})]


@pytest.mark.parametrize(
    ("seen", "expected"),
    [
        (Observed(NOW, [WELL]), []),
        (Observed(NOW, [FAILING]), ["failing:zhetisu"]),
        (Observed(NOW, [replace(FAILING, failures=2)]), []),
        (Observed(NOW, [replace(FAILING, paused=True)]), []),
        (Observed(NOW, [SILENT]), ["silent:zhetisu"]),
        (Observed(NOW, [replace(SILENT, failing_since=NOW, failures=9)]), ["failing:zhetisu"]),
        (Observed(NOW, [replace(WELL, last_article_at=None)]), []),
        (Observed(NOW, late=Late(7, NOW - timedelta(minutes=6))), ["queue"]),
        (Observed(NOW, late=Late(7, NOW - timedelta(minutes=4))), []),
        (Observed(NOW, paused=30.0), ["flood"]),
        (Observed(NOW, paused=2.0, slowed=True), []),
        (Observed(NOW, free=DISK_LOW - 1), ["disk"]),
        (Observed(NOW, free=DISK_LOW + 1), []),
        (Observed(NOW, backup=Attempt(NOW, "disk full")), ["backup"]),
        (Observed(NOW, backup=Attempt(NOW)), []),
        (Observed(NOW, renewal=Attempt(NOW, "economy.toml: Invalid value (at line 3, column 1)")), ["renewal"]),
        (Observed(NOW, errors=[ErrorRecord("abc", "ValueError @ x.py:1", 3, NOW, NOW)]), ["error:abc"]),
    ],
)
def test_what_is_wrong(seen: Observed, expected: list[str]) -> None:
    assert keys(seen) == expected


def test_an_alarm_that_stands_ends_later_than_it_began() -> None:
    flood, disk = Alarm("flood", "alert-flood", NOW), Alarm("disk", "alert-disk", NOW)
    assert keys(Observed(NOW, paused=1.0), {"flood": flood}) == ["flood"]
    assert keys(Observed(NOW, slowed=True), {"flood": flood}) == ["flood"]
    assert keys(Observed(NOW), {"flood": flood}) == []
    assert keys(Observed(NOW, free=DISK_WELL - 1), {"disk": disk}) == ["disk"]
    assert keys(Observed(NOW, free=DISK_WELL), {"disk": disk}) == []


@pytest.mark.parametrize(
    ("gap", "expected"),
    [(0, 72 * HOUR), (600.0, 24 * HOUR), (6 * 3600.0, 36 * HOUR), (86400.0, 6 * DAY), ("?", 72 * HOUR)],
)
def test_silence_is_measured_by_the_source_s_own_habit(gap: Any, expected: timedelta) -> None:
    assert silence_of(replace(WELL, reading={"gap_seconds": gap})) == expected


def test_a_source_is_called_well_once_and_only_while_it_is_read() -> None:
    both = {one.key: one for one in alarms(Observed(NOW, [FAILING]), {})}
    both["silent:zhetisu"] = Alarm("silent:zhetisu", "alert-source-silent", NOW, "zhetisu")
    assert [one.well for one in changes(both, (), {"zhetisu"})[1]] == ["alert-source-well"]
    assert changes(both, (), ())[1] == ()
    still_silent = alarms(Observed(NOW, [SILENT]), both)
    assert changes(both, still_silent, {"zhetisu"}) == ((), ())


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_alarm_can_be_said(language: str) -> None:
    seen = Observed(
        NOW, [FAILING, replace(SILENT, name="silent")], Late(12_480, NOW - HOUR), 90.0, True, 12_000_000,
        Attempt(NOW, "disk full"), Attempt(NOW, "broken"), [ErrorRecord("abc", "<b>ValueError</b>", 3, NOW, NOW)],
    )  # fmt: skip
    t = texts(language)
    messages = [said(alarm, t, ZoneInfo("Asia/Almaty"), NOW) for alarm in alarms(seen, {})]
    assert len(messages) == 8
    assert all("{" not in one.html and "alert-" not in one.html for one in messages)
    assert "<b>ValueError" not in messages[-1].html


# --- the job -----------------------------------------------------------------------------------------------------


@dataclass
class Scene:
    """A watch that sees what the test says, and a clock that stands."""

    seen: Observed = field(default_factory=lambda: Observed(NOW, [WELL]))
    broken: bool = False
    told: list[str] = field(default_factory=list)

    def now(self) -> datetime:
        return self.seen.now

    def monotonic(self) -> float:
        return 0.0

    async def sleep(self, seconds: float) -> None: ...

    async def look(self) -> Observed:
        if self.broken:
            raise StoreError("the disk of the database is full")
        return self.seen

    async def tell(self, chat_id: int, message: Message) -> None:
        self.told.append(plain(message.html))

    def at(self, hours: int, **changes: Any) -> None:
        self.seen = replace(self.seen, now=NOW + hours * HOUR, **changes)


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[Store]:
    store = await Store.open(f"sqlite+aiosqlite:///{tmp_path / 'aimaq.db'}")
    yield store
    await store.close()


def alerts_of(store: Store, scene: Scene) -> Alerts:
    return Alerts(store, scene, scene, ADMIN, scene.tell)  # type: ignore[arg-type]  # a watch that is told what to see


async def drained(store: Store) -> list[str]:
    """Everything that waits for the admin, in order."""
    found: list[str] = []
    while more := await store.claim("test", NOW, limit=50, lease_seconds=60):
        found += [plain(one.message.html) for one in more]
        await store.settle([(one.id, Sent(1)) for one in more], NOW)
    return found


async def test_a_failing_source_is_told_once_and_its_recovery_once_even_across_restarts(store: Store) -> None:
    scene = Scene()
    for hours, source in ((0, WELL), (1, FAILING), (2, FAILING), (3, FAILING), (4, WELL), (5, WELL)):
        scene.at(hours, sources=[source])
        await alerts_of(store, scene).run()  # a new process each time
    told = await drained(store)
    assert len(told) == 2
    assert "zhetisu" in told[0]
    assert "503" in told[0]
    assert "снова работает" in told[1]


async def test_an_error_is_told_once_a_day_without_an_all_clear(store: Store) -> None:
    scene, alerts = Scene(), None
    error = ErrorRecord("abc", "ValueError @ x.py:1", 1, NOW, NOW)
    for hours, found in ((0, [error]), (1, [replace(error, count=50, last_at=NOW + HOUR)]), (30, [])):
        scene.at(hours, errors=found)
        alerts = alerts or alerts_of(store, scene)
        await alerts.run()
    scene.at(50, errors=[replace(error, count=51, last_at=NOW + 50 * HOUR)])
    await alerts_of(store, scene).run()
    told = await drained(store)
    assert len(told) == 2
    assert all("abc" in one for one in told)


async def test_a_database_that_is_away_is_told_past_the_outbox_once(store: Store) -> None:
    scene = Scene()
    alerts = alerts_of(store, scene)
    await alerts.run()
    scene.broken = True
    await alerts.run()
    await alerts.run()
    assert len(scene.told) == 1
    assert "full" in scene.told[0]
    scene.broken = False
    await alerts.run()
    await alerts.run()
    assert await drained(store) == ["🟢 База данных снова отвечает"]


async def test_what_cannot_be_written_down_is_not_told_again(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    async def full(*_: object) -> None:
        raise StoreError("the disk of the database is full")

    scene = Scene()
    alerts = alerts_of(store, scene)
    scene.at(0, free=DISK_LOW - 1)
    with monkeypatch.context() as patch:
        patch.setattr(store, "set_setting", full)
        await alerts.run()
        await alerts.run()
    await alerts.run()
    await alerts_of(store, scene).run()
    scene.at(1, free=DISK_WELL)
    await alerts.run()
    told = await drained(store)
    assert [one[0] for one in told] == ["🔴", "🟢"]
