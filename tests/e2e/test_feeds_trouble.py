"""Servers in trouble and hostile ones: one clear line about each, no harm, and the next good answer heals."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack

import pytest

from bot.config import NetworkConfig
from bot.models import Source
from tests.e2e.newsstand import Newsstand, opened
from tests.fetch.faults import Fault
from tests.fetch.wordpress_site import Site

KINDS: dict[Fault, str] = {
    "500": "http", "503": "http", "404": "http", "html": "not-a-feed", "empty": "not-a-feed",
    "garbage": "not-a-feed", "json": "not-a-feed", "no-items": "not-a-feed", "close": "connect", "hang": "timeout",
    "drip": "timeout", "redirect-loop": "http", "entity-bomb": "ill-formed", "gzip-bomb": "too-large",
    "broken-gzip": "ill-formed", "big": "too-large",
}  # fmt: skip
SPOILT: tuple[Fault, ...] = ("half", "control", "bad-byte", "nul")
"""What still can be read in part or wholly."""


@pytest.fixture
async def stand(sqlite_url: str) -> AsyncIterator[Newsstand]:
    async with opened(sqlite_url) as stand:
        yield stand


async def open_sites(stand: Newsstand, stack: AsyncExitStack, faults: tuple[Fault, ...]) -> dict[Fault, Site]:
    """A site per fault, well until now, each with a story that the bot has met."""
    sites: dict[Fault, Site] = {}
    for fault in faults:
        site = sites[fault] = await stack.enter_async_context(Site(now=stand.clock.now))
        site.add(*next(stand.texts), minutes_ago=300)
        await stand.room.store.add_source(Source(fault, site.feed_url, origin="chat"), stand.clock.now())
    await stand.poll_all()
    return sites


def publish(stand: Newsstand, site: Site) -> str:
    title, html = next(stand.texts)
    site.add(title, html)
    return title


async def test_every_kind_of_bad_answer_and_every_bomb(sqlite_url: str) -> None:
    patient = NetworkConfig(allow_private_hosts=True, timeout_seconds=4)  # the bombs are packed meanwhile
    async with opened(sqlite_url, network=patient) as stand, AsyncExitStack() as stack:
        sites = await open_sites(stand, stack, tuple(KINDS))
        titles = []
        for fault, site in sites.items():
            titles.append(publish(stand, site))
            site.fault = fault
        stories = (await stand.room.store.counts()).stories

        reports = await stand.poll_all()
        sources = {source.name: source for source in await stand.room.store.sources()}
        assert {fault: sources[fault].error_kind for fault in KINDS} == KINDS
        for fault in KINDS:
            line = sources[fault].error or ""
            assert line == reports[fault].failed
            assert line.startswith(f"{fault}: ") and "\n" not in line and len(line) < 200, line
            assert sources[fault].reading["first_read_at"], "what was known stays known"
        assert stand.received() == []
        assert (await stand.room.store.counts()).stories == stories
        status = await stand.ask("/status")
        assert "1 из 17" in status
        assert "500 Internal Server Error" in status

        for site in sites.values():
            site.fault = None
        reports = await stand.poll_all()
        assert {name: report.failed for name, report in reports.items() if report.failed} == {}
        stand.assert_once(*titles)
        status = await stand.ask("/status")
        assert "17 из 17" in status and "Internal Server Error" not in status


async def test_a_feed_that_is_spoilt_in_part(stand: Newsstand) -> None:
    """Half a feed gives its whole entries; stray bytes spoil their own words alone. Nothing comes twice."""
    async with AsyncExitStack() as stack:
        sites = await open_sites(stand, stack, SPOILT)
        titles = []
        for fault, site in sites.items():
            titles += [publish(stand, site), publish(stand, site)]
            site.fault = fault
        reports = await stand.poll_all()
        assert not any(report.failed for report in reports.values())
        for site in sites.values():
            site.fault = None
        await stand.poll_all()
        await stand.poll_all()
        stand.assert_once(*titles)


async def test_a_feed_inside_our_own_network_is_refused(sqlite_url: str) -> None:
    async with opened(sqlite_url, old=0, network=NetworkConfig()) as stand:
        stand.publish()
        report = await stand.poll()
        assert (await stand.source()).error_kind == "refused"
        assert report.failed.startswith("dala: ")
        assert stand.site.asked == [], "nobody has knocked there"
        assert report.failed.split(": ", 1)[1][:30] in await stand.ask("/status")


async def test_a_post_that_lost_its_id_in_a_broken_feed_comes_once(stand: Newsstand) -> None:
    post = stand.publish()
    await stand.poll()
    post.lost_id = True
    stand.site.fault = "half"
    await stand.poll(force_full=True)
    post.lost_id = False
    stand.site.fault = None
    await stand.poll(force_full=True)
    stand.assert_once()


async def test_hostile_markup_is_words_or_nothing(stand: Newsstand) -> None:
    title, html = next(stand.texts)
    evil = f"{title} <script>alert(1)</script>\u202egpj.exe\x07"
    stand.site.add(evil, f'<script>alert(1)</script><p onclick="x()">{html}</p><iframe src="javascript:x"></iframe>')
    await stand.poll()
    (text,) = stand.received()
    assert title.replace("\xa0", " ") in text
    assert not any(bad in text for bad in ("<", "javascript", "\u202e", "\x07", "onclick"))
