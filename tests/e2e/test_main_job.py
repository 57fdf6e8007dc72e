"""The main job from end to end: news come in, a push and a digest reach their chats once, questions find stories."""

from __future__ import annotations

import asyncio
import json
from datetime import timedelta

import pytest
from structlog.testing import capture_logs

from bot import app
from tests.e2e.world import ADMIN, KK, RU, World


async def test_a_new_story_reaches_an_instant_subscriber_once(world: World) -> None:
    done = await world.say(RU, "/subscribe алматинская область сразу")
    assert "Алматинская область" in done["text"]
    title = world.site.publish_next()
    assert title
    pushed = await world.heard(RU, title.split("[")[0][:20], after=done["message"]["message_id"])
    assert pushed["message"].get("reply_markup") or pushed["message"].get("photo")
    await asyncio.sleep(1.5)
    assert len(world.said(RU, title[:20])) == 1


async def test_a_digest_for_the_next_minute_comes_in_that_minute_once(world: World) -> None:
    local = world.clock.now() + timedelta(hours=5)
    world.clock.shift += timedelta(seconds=56 - local.second if local.second < 56 else 0)  # a few seconds before it
    due = world.clock.now() + timedelta(hours=5, minutes=1)
    done = await world.say(RU, f"/subscribe алматинская область {due:%H:%M}")
    assert f"{due:%H:%M}" in done["text"]
    digest = await world.heard(RU, "область ·", after=done["message"]["message_id"])
    assert world.clock.now() + timedelta(hours=5) < due.replace(second=59)
    await asyncio.sleep(1.2)
    assert len(world.said(RU, digest["text"][:40])) == 1


async def test_a_question_in_russian_and_kazakh_finds_the_right_stories(world: World) -> None:
    await world.say(ADMIN, "/fetch")
    russian = await world.say(RU, "что нового в алматинской области по школам за неделю")
    assert "школ" in russian["text"].lower()
    kazakh = await world.say(KK, "алматы облысында мектептер туралы апталық жаңалықтар")
    assert "мектеп" in kazakh["text"].lower()


async def test_onboarding_takes_four_taps_in_russian_and_kazakh(world: World) -> None:
    await world.say(ADMIN, "/fetch")
    for user, region, following, topics in (
        (RU, "Алматинская", "Дальше", "Все темы"),
        (KK, "Алматы обл", "Әрі қарай", "Барлық тақырып"),
    ):
        world.sandbox.people.start(user)
        await world.heard(user)
        for button in (region, following, topics, "08:00"):
            await world.press(user, button)
        digest = await world.heard(user, "·", after=world.sandbox.people.last(user)["message"]["message_id"] - 1)
        assert digest["message"]["reply_markup"]


async def test_a_source_in_trouble_stands_in_the_status(world: World) -> None:
    world.site.fail()
    await asyncio.sleep(0.1)
    await world.say(ADMIN, "/fetch")
    status = await world.say(ADMIN, "/status")
    assert "503" in status["text"]
    world.site.fail(down=False)
    answer = await world.say(RU, "шымкент")
    assert answer["text"]


async def test_strangers_cannot_use_admin_commands(world: World) -> None:
    answer = await world.say(RU, "/status")
    assert "main" not in answer["text"]
    assert '"a:' not in json.dumps(answer["message"])


async def test_a_telegram_that_is_away_at_the_start_is_waited_for(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(app, "CONTACT_SECONDS", 0.2)
    await world.end()
    world.sandbox.faults.add("lost_before", methods=("deleteWebhook", "getUpdates"), count=3)
    with capture_logs() as logs:
        await world.start()
        assert (await world.say(RU, "/help"))["text"]
    told = [one["event"] for one in logs if one["event"].startswith("telegram_")]
    assert told == ["telegram_unreachable", "telegram_reached"]
