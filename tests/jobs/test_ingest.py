"""Reading sources: when, what of it is news, and what happens when something of it is bad."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

import pytest

from bot.analysis import analyse
from bot.config import IngestConfig
from bot.errors import StoreBusyError, StoreError
from bot.jobs import intake
from bot.jobs.ingest import HERD
from bot.jobs.intake import is_silent
from bot.models import Incoming, IngestResult, RawArticle, RawEdition, Source, StoryFilter
from tests.e2e.newsstand import texts

from .conftest import Desk

NEWS = IngestConfig()
TALKATIVE = IngestConfig(first_contact_hours=6)


@pytest.mark.parametrize(
    ("settings", "first_contact_ago", "published_ago", "silent"),
    [
        (NEWS, None, 0, True),
        (NEWS, None, None, True),
        (NEWS, 10, 11, True),
        (NEWS, 10, 1, False),
        (NEWS, 10, None, False),
        (NEWS, 1000, 49, True),
        (NEWS, 1000, 47, False),
        (TALKATIVE, None, 5, False),
        (TALKATIVE, None, 7, True),
        (TALKATIVE, None, None, True),
        (TALKATIVE, 1, 5, False),
        (TALKATIVE, 1, 7, True),
    ],
)
def test_what_is_news(
    settings: IngestConfig, first_contact_ago: float | None, published_ago: float | None, silent: bool
) -> None:
    """Hours before now; ``None``: never read, and undated."""
    now = datetime.fromisoformat("2026-11-25T03:00:00+00:00")

    def ago(hours: float | None) -> datetime | None:
        return now - timedelta(hours=hours) if hours is not None else None

    raw = RawArticle("dala", "1", "https://dala.kz/1/", (RawEdition(None, "Школа", ""),), published=ago(published_ago))
    assert is_silent(raw, ago(first_contact_ago), settings, now) is silent


async def fill(desk: Desk, count: int) -> list[str]:
    stories = texts()
    return [desk.site.add(*next(stories), minutes_ago=count - number).title for number in range(count)]


async def test_an_article_that_cannot_be_understood_is_left_out_alone(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    titles = await fill(desk, 6)

    def picky(raw: RawEdition, **how: Any) -> Any:
        if raw.title == titles[2]:
            raise ZeroDivisionError
        return analyse(raw, **how)

    monkeypatch.setattr(intake, "analyse", picky)
    report = await desk.poll()
    assert (report.new, report.broken, report.failed) == (5, 1, "")
    assert any("could not be understood" in warning for warning in report.warnings)
    (error,) = await desk.store.errors(desk.clock.now() - timedelta(hours=1))
    assert "dala" in error.text and "ZeroDivisionError" in error.text

    monkeypatch.undo()
    assert (await desk.poll()).new == 1, "no 304 hides what is still missing"
    assert len(await desk.titles()) == 6


async def test_an_article_that_cannot_be_stored_is_left_out_alone(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    titles = await fill(desk, 6)
    sound = desk.store.ingest

    async def ingest(items: Sequence[Incoming], now: datetime) -> IngestResult:
        if any(item.raw.editions[0].title == titles[4] for item in items):
            raise StoreError("the database refused: a text that it does not like")
        return await sound(items, now)

    monkeypatch.setattr(desk.store, "ingest", ingest)
    report = await desk.poll()
    assert (report.new, report.broken) == (5, 1)


async def test_a_busy_database_is_no_fault_of_the_articles(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    await fill(desk, 3)

    async def ingest(items: Sequence[Incoming], now: datetime) -> IngestResult:
        raise StoreBusyError("the database is held by another process")

    monkeypatch.setattr(desk.store, "ingest", ingest)
    report = await desk.poll()
    assert (report.new, report.broken) == (0, 0)
    assert "held by another process" in report.failed
    assert not (await desk.source()).reading, "nothing was read: the next time is the first contact still"
    assert not await desk.ingest.due(), "and that is not at once"

    monkeypatch.undo()
    assert (await desk.poll()).new == 3


async def test_two_tellings_of_one_event_in_one_feed_are_one_story(desk: Desk) -> None:
    title, html = next(texts())
    desk.site.add(title, html, minutes_ago=9)
    desk.site.add(f"{title}: подробности", html, minutes_ago=5)
    report = await desk.poll()
    assert report.new == 2
    assert len(report.new_story_ids) == 1


async def test_a_template_with_other_facts_is_another_story(desk: Desk) -> None:
    """Every morning's forecast has the words of yesterday's: it must not disappear into it."""
    forecast = (
        "<p>{day} ноября в Талдыкоргане ожидается переменная облачность, без осадков. Ветер юго-восточный, {wind} "
        "метров в секунду. Температура воздуха ночью {night} градусов мороза, днём {noon} градусов тепла, сообщили в "
        "Казгидромете.</p>"
    )
    await desk.poll()
    for day, wind, night, noon in ((24, "3–8", 9, 2), (25, "15–20", 17, 6)):
        text = forecast.format(day=day, wind=wind, night=night, noon=noon)
        desk.site.add(f"Погода в Талдыкоргане на {day} ноября", text, minutes_ago=(25 - day) * 24 * 60 - 5)
        report = await desk.poll(force_full=True)
        assert len(report.new_story_ids) == 1


async def test_news_and_edits_are_told_to_whoever_wants_to_know(desk: Desk) -> None:
    stories = texts()
    old = desk.site.add(*next(stories), minutes_ago=90)
    await desk.poll()
    assert desk.told == [], "the first page is no news"
    desk.site.add(*next(stories))
    report = await desk.poll()
    assert desk.told == list(report.new_story_ids)
    desk.site.edit(desk.site.posts[1], title="Совсем другой заголовок")
    report = await desk.poll()
    assert desk.told[1:] == list(report.changed_story_ids)
    desk.site.edit(old, title="Совсем другой заголовок из архива")
    await desk.poll()
    assert len(desk.told) == 2


async def test_a_source_is_not_read_twice_at_the_same_time(desk: Desk) -> None:
    await fill(desk, 1)
    source = await desk.source()
    (first,) = await desk.ingest.due()
    assert first.name == source.name
    desk.ingest._busy.add("dala")
    assert "being read" in (await desk.ingest.poll(source)).failed
    assert await desk.ingest.due() == ()


async def test_a_thousand_overdue_sources_are_asked_one_after_the_other(desk: Desk) -> None:
    now = desk.clock.now()
    await desk.store.remove_source("dala", keep_articles=True)
    await desk.store.sync_sources([Source(f"s{n}", f"https://s{n}.kz/feed/") for n in range(300)], now)
    await desk.ingest.spread()
    begun = 0
    for _ in range(10):
        begun = len(await desk.store.due_sources(desk.clock.now(), 1000))
        desk.clock.pass_time(seconds=1)
    assert 80 <= begun <= 100, "about ten a second"
    desk.clock.pass_time(seconds=21)
    assert len(await desk.store.due_sources(desk.clock.now(), 1000)) == 300


async def test_a_few_overdue_sources_are_asked_at_once(desk: Desk) -> None:
    sources = [Source(f"s{n}", f"https://s{n}.kz/feed/") for n in range(HERD - 1)]
    await desk.store.sync_sources(sources, desk.clock.now())
    await desk.ingest.spread()
    assert len(await desk.ingest.due()) == HERD


async def test_a_failing_source_is_asked_more_and_more_rarely_and_heals(desk: Desk) -> None:
    await fill(desk, 2)
    await desk.poll()
    desk.site.fault = "500"
    pauses = []
    for _ in range(5):
        await desk.poll()
        source = await desk.source()
        assert source.next_poll_at
        pauses.append((source.next_poll_at - desk.clock.now()).total_seconds())
    assert (source.failures, source.error_kind) == (5, "http")
    assert source.error and source.error.startswith("dala: ") and "500" in source.error
    assert source.failing_since
    for pause, seconds in zip(pauses, (600, 1200, 2400, 3600, 3600), strict=True):
        assert seconds <= pause < seconds + 5
    desk.site.fault = None
    await desk.poll()
    source = await desk.source()
    assert (source.failures, source.error, source.error_kind, source.failing_since) == (0, None, None, None)


async def test_readings_that_brought_nothing_are_written_down_together(desk: Desk) -> None:
    await fill(desk, 3)
    await desk.poll()
    read_at = (await desk.source()).last_success_at
    for _ in range(3):
        assert (await desk.poll()).not_modified
    assert (await desk.source()).last_success_at == read_at, "not yet"
    await desk.ingest.due()
    source = await desk.source()
    assert source.last_success_at == desk.clock.now()
    assert source.reading["conditional_reads"] == 3, "and none was forgotten meanwhile"


async def test_what_is_not_written_down_yet_is_not_lost_when_the_database_is_busy(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    await fill(desk, 1)
    await desk.poll()
    await desk.poll()

    async def busy(_: object) -> None:
        raise StoreBusyError("the database is held by another process")

    with monkeypatch.context() as patch:
        patch.setattr(desk.store, "update_sources", busy)
        with pytest.raises(StoreBusyError):
            await desk.ingest.flush()
    await desk.ingest.flush()
    assert (await desk.source()).last_success_at == desk.clock.now()


async def test_a_new_address_starts_afresh_whatever_was_to_be_written(desk: Desk) -> None:
    await fill(desk, 2)
    await desk.poll()
    await desk.poll()
    moved = Source("dala", f"{desk.site.url}/feed/atom/", origin="chat")
    await desk.store.sync_sources([moved], desk.clock.now())
    report = await desk.poll()
    assert not report.not_modified
    await desk.ingest.flush()
    assert (await desk.source()).reading["first_read_at"] == desk.clock.now().isoformat()


async def test_a_picture_that_the_feed_does_not_name_is_asked_for_once(desk: Desk) -> None:
    places = ("Талгаре", "Есике", "Конаеве")
    for place in places:
        picture = "" if place == "Талгаре" else f"{desk.site.url}/uploads/{len(place)}.jpg"
        desk.site.add(f"Мост открыли в {place}", f"<p>В {place} его ждали семь лет.</p>", picture=picture)
    await desk.poll()
    found = await desk.store.find(StoryFilter(), limit=50, now=desk.clock.now())
    pictures = {edition.title: bool(edition.image) for story in found.stories for edition in story.editions}
    assert [pictures[f"Мост открыли в {place}"] for place in places] == [False, True, True]
    assert len([one for one in desk.site.asked if "include=" in one.query]) == 1
    await desk.poll(force_full=True)
    assert len([one for one in desk.site.asked if "include=" in one.query]) == 1


async def test_a_site_without_rest_is_not_asked_for_pictures_again(desk: Desk) -> None:
    desk.site.rest = False
    for place in ("Талгаре", "Есике"):
        desk.site.add(f"Мост открыли в {place}")
        assert (await desk.poll()).new >= 1
        asked = len([one for one in desk.site.asked if "wp/v2" in one.path or "wp/v2" in one.query])
        assert asked == 2  # both ways to REST, once
