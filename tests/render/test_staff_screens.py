"""The staff's own screens within Telegram's limits, whatever the sites and people say, in all three languages."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from zoneinfo import ZoneInfo

import pytest

from bot.jobs.trial import Trial
from bot.models import LANGUAGES, TOPICS, Message, Source
from bot.render import broadcast_draft, broadcast_question, broadcast_topics, editing, office, sourcing
from bot.render.broadcast import Broadcast
from bot.texts import Texts, texts
from tests.render.making import NOW, story
from tests.render.strict import check

ALMATY = ZoneInfo("Asia/Almaty")
ODD = "<b>Жаңа &amp; газет</b> " * 30
SOURCE = Source("vestnik", f"https://example.kz/{'x' * 900}", title=ODD, origin="chat", default_region="KZ-19")
TRIAL = Trial(
    SOURCE, ODD, 40, ("kk", "ru", "und"), False, NOW, (("KZ-19", 7), ("KZ-75", 2)), 12, (ODD, "Школа", "<"), 3
)
DRAFT = Broadcast(3, topics=TOPICS, originals=("", "kk", "en"), links=5, at="сегодня, 18:30", size=12_480, seconds=420)
SCREENS: dict[str, Callable[[Texts], Message]] = {
    "proposed": lambda t: sourcing.proposed(TRIAL, t, ALMATY, NOW, token="a" * 12, others=[(ODD, "b" * 12)] * 3),
    "tested": lambda t: sourcing.tested(TRIAL, t, ALMATY, NOW),
    "failed": lambda t: sourcing.tested(replace(TRIAL, problem=ODD), t, ALMATY, NOW),
    "no regions": lambda t: sourcing.tested(replace(TRIAL, regions=(), full_text=True), t, ALMATY, NOW),
    "not found": lambda t: sourcing.not_found(ODD, t, ODD),
    "title": lambda t: sourcing.ask_title(SOURCE, t),
    "region": lambda t: sourcing.ask_region(SOURCE, t),
    "interval": lambda t: sourcing.ask_interval(SOURCE, t),
    "queue": lambda t: editing.queue([story(number) for number in range(20)], t),
    "queue with reports": lambda t: editing.queue([story(1)], t, [story(number) for number in range(20)]),
    "empty queue": lambda t: editing.queue([], t),
    "which": lambda t: editing.which_story([story(number) for number in range(20)], t),
    "write": editing.ask_story_text,
    "staff": lambda t: office.staff(["1003"], [ODD] * 90, ["@x"] * 40, t),
    "large backup": lambda t: office.too_large("/var/lib/aimaq/backups/aimaq.db", 50_000_000_000, t),
    "failed backup": lambda t: office.backup_failed(ODD, t),
    "draft": lambda t: broadcast_draft(DRAFT, t),
    "topics": lambda t: broadcast_topics(DRAFT, t),
    "variant": lambda t: broadcast_question(t, 3, "variant", "kk"),
    "link": lambda t: broadcast_question(t, 3, "link"),
    "time": lambda t: broadcast_question(t, 3, "time"),
}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", sorted(SCREENS))
def test_the_screen_can_be_sent(name: str, language: str) -> None:
    assert check(SCREENS[name](texts(language)))
