"""A bad day of 24 simulated hours: the feed fails for hours, the disk runs full, Telegram floods, the program is
restarted every two hours. Every story reaches its reader once, and the alerts tell exactly what happened."""

from __future__ import annotations

import asyncio
import shutil
from collections import namedtuple
from datetime import timedelta
from pathlib import Path

import pytest

from bot import app
from tests.e2e.world import ADMIN, RU, World, opened

Usage = namedtuple("Usage", "total used free")
HOURS = "01:00 04:00 07:00 10:00 13:00 16:00 19:00 22:00"
STEP, STEPS = timedelta(hours=2), 12
DOWN, FULL, FLOODED = range(3, 7), range(8, 10), 10
SIGHTS = (
    "Талгаре", "Есике", "Каскелене", "Конаеве", "Шелеке", "Узынагаше", "Кегене", "Баканасе", "Нарынколе", "Ушконыре",
    "Боралдае", "Отегене",
)  # fmt: skip
THINGS = (
    "мост", "парк", "театр", "музей", "бассейн", "вокзал", "каток", "рынок", "лицей", "ипподром", "планетарий", "цирк",
)  # fmt: skip


async def test_a_bad_day(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    free = 9_000_000_000
    monkeypatch.setattr(shutil, "disk_usage", lambda _: Usage(free, 0, free))
    monkeypatch.setattr(app, "ALERT_SECONDS", 0.5)
    async with opened(tmp_path) as world:
        await world.say(ADMIN, "/start")
        local = world.clock.now() + timedelta(hours=5)
        world.clock.shift += timedelta(days=1, minutes=-local.minute, hours=-local.hour)  # begin at midnight
        await world.say(RU, f"/subscribe алматинская область {HOURS}")
        record = next(reversed(world.sandbox.world.chats[RU].records.values()))
        await world.sandbox.people.tap(RU, RU, record, "set:items:20")  # whole digests: nothing waits behind "more"
        for step in range(STEPS):
            world.site.fail(down=step in DOWN)
            free = 100_000_000 if step in FULL else 9_000_000_000
            monkeypatch.setattr(shutil, "disk_usage", lambda _, free=free: Usage(free, 0, free))
            if step == FLOODED:
                world.sandbox.faults.add("flood", methods=["send*"], seconds=1.0)
            publish(world, step)
            await a_while(world)
            await world.end()
            world.clock.shift += STEP
            await world.start()
        await a_while(world)
        for step in range(STEPS - 1):
            told = [one for one in world.said(RU, title_of(step)) if not one["deleted"]]
            assert len(told) == 1, (title_of(step), len(told))
        alerts = [one["text"] for one in world.sandbox.people.transcript(ADMIN) if one["text"][:1] in "🔴🟡🟢"]
        told_of = {name: [alert[0] for alert in alerts if f" {name} " in alert] for name in world.site.feeds}
        assert ["🔴", "🟢"] in told_of.values(), alerts
        assert all(signs in ([], ["🔴", "🟢"]) for signs in told_of.values()), alerts
        assert [alert[0] for alert in alerts if "диск" in alert.lower()] == ["🔴", "🟢"], alerts
        assert len(alerts) == len(set(alerts)), alerts


def title_of(step: int) -> str:
    return f"В {SIGHTS[step]} открыли {THINGS[step]}"


def publish(world: World, step: int) -> None:
    world.site.publish(
        title_of(step),
        f"<p>Новый {THINGS[step]} открыли сегодня в {SIGHTS[step]} Алматинской области, сообщил акимат района.</p>",
    )


async def a_while(world: World) -> None:
    """Long enough for the ticks of a minute: reading, planning, sending, a look for trouble."""
    await asyncio.sleep(1.6)
