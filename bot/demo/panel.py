"""What the visitor of the demo can make happen beside the chat."""

from __future__ import annotations

import html
import re
from collections.abc import Sequence
from datetime import timedelta
from zoneinfo import ZoneInfo

from bot.clock import ShiftedClock
from bot.demo.ways import Ways
from bot.demo.words import OWN_TEXT, OWN_TITLE, Words, told
from bot.errors import FetchError
from bot.fetch.discover import discover
from bot.jobs.trial import name_for, try_out
from bot.models import Source
from bot.newsroom import Newsroom
from bot.sandbox import Sandbox
from bot.sandbox.site import SampleSite

ZONE = ZoneInfo("Asia/Almaty")
LIVE_POLL_SECONDS = 300  # a real site is asked no more often
SHORTEST_TEXT = 20  # characters; less says nothing that could be understood


def offer_actions(sandbox: Sandbox, site: SampleSite | None, room: Newsroom, clock: ShiftedClock, ways: Ways) -> None:
    """The buttons of the panel, in the order in which a visitor wants them."""
    if site is not None:
        _offer_news(sandbox, site, ways)
    _offer_feed(sandbox, room)
    _offer_morning(sandbox, clock)
    if site is not None:
        _offer_failing_site(sandbox, site)
    _offer_cut_line(sandbox)


def _offer_news(sandbox: Sandbox, site: SampleSite, ways: Ways) -> None:
    async def publish_next() -> Words:
        title = site.publish_next()
        return told("published", title=title) if title else told("nothing-left")

    async def publish_own(title: str, text: str) -> Words:
        title, paragraphs = " ".join(title.split()), paragraphs_of(text)
        if not title or sum(map(len, paragraphs)) < SHORTEST_TEXT:
            return told("too-short")
        post = site.publish(html.escape(title), "\n".join(f"<p>{html.escape(one)}</p>" for one in paragraphs))
        ways.begin(title, post.slug)
        return told("published", title=title)

    fields = [
        {"name": "title", "label": told("title"), "value": OWN_TITLE},
        {"name": "text", "kind": "textarea", "label": told("text"), "value": OWN_TEXT},
    ]
    sandbox.add_action("publish-next", told("publish-next"), publish_next, icon="news")
    sandbox.add_action("publish-own", told("publish-own"), publish_own, fields, icon="pen")


def paragraphs_of(text: str) -> Sequence[str]:
    """Apart by empty lines, as people write them."""
    return [" ".join(one.split()) for one in re.split(r"\n\s*\n", text) if one.strip()]


def _offer_feed(sandbox: Sandbox, room: Newsroom) -> None:
    async def add_feed(address: str) -> Words:
        return await add_source(room, address.strip())

    fields = [{"name": "address", "kind": "url", "label": told("address"), "placeholder": "https://altyn-orda.kz/"}]
    sandbox.add_action("add-feed", told("add-feed"), add_feed, fields, icon="feed")


async def add_source(room: Newsroom, address: str) -> Words:
    """Find the feed of a site, add it and read it once; what came of that."""
    now, known = room.clock.now(), await room.store.sources()
    try:
        feeds = await discover(room.web, address, now=now)
    except FetchError as error:
        return told("feed-unreadable", reason=error)
    fresh = [feed for feed in feeds if feed.url not in {one.feed_url for one in known}]
    if not fresh:
        return told("feed-known" if feeds else "feed-none")
    source = Source(
        name_for(fresh[0].url, [one.name for one in known]),
        fresh[0].url,
        fresh[0].title[:80],
        origin="chat",
        site_url=address,
        poll_seconds=LIVE_POLL_SECONDS,
    )
    trial = await try_out(room.ingest, source, now)
    if trial.problem:
        return told("feed-unreadable", reason=trial.problem)
    report = await room.ingest.poll(await room.store.add_source(source, now))
    return told("feed-added", title=source.title or source.name, count=report.new)


def _offer_morning(sandbox: Sandbox, clock: ShiftedClock) -> None:
    async def tomorrow() -> Words:
        """To ten seconds before eight in the morning, when most digests are due."""
        local = clock.now().astimezone(ZONE)
        eight = local.replace(hour=7, minute=59, second=50, microsecond=0)
        clock.shift += (eight if local < eight else eight + timedelta(days=1)) - local
        return told("morning", at=f"{clock.now().astimezone(ZONE):%d.%m %H:%M:%S}")

    sandbox.add_action("tomorrow", told("tomorrow"), tomorrow, icon="sunrise")


def _offer_failing_site(sandbox: Sandbox, site: SampleSite) -> None:
    async def fail_site() -> Words:
        site.fail(not site.down)
        return told("site-down" if site.down else "site-up")

    sandbox.add_action("fail-site", told("fail-site"), fail_site, icon="plug")


def _offer_cut_line(sandbox: Sandbox) -> None:
    async def break_network() -> Words:
        """A while in which answers are lost after Telegram has taken the message."""
        sandbox.faults.add("lost_after", methods=["sendMessage"], seconds=20, count=3)
        return told("cut")

    sandbox.add_action("break", told("break"), break_network, icon="cut")
