"""What both layouts of a digest share: the head line, the headings of its blocks, its one picture."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from bot.models import Block, Digest, Entry, Profile
from bot.render.markup import bold, clip, italic, joined, safe_url
from bot.texts import Html, Texts, escape

_NEXT_DAY = timedelta(hours=12)
"""A review that comes in the morning tells of the days before it, not of that day."""


@dataclass(frozen=True, slots=True)
class Frame:
    """What surrounds the stories. ``token`` names the digest in its buttons (none: no buttons); ``title`` stands
    instead of the regions in the head line (the name of a district, or of the subscription); ``hashtags`` of regions
    and topics close a channel's post; ``feedback`` is off where nobody can answer for the chat."""

    token: str | None = None
    title: str | None = None
    hashtags: bool = False
    feedback: bool = True
    corrected: bool = False


def opening(value: Digest, t: Texts, zone: ZoneInfo, now: datetime, frame: Frame) -> Html:
    """First where and when, then how much."""
    mark = italic(t("digest-corrected")) if frame.corrected else ""
    return joined("\n", [bold(head_line(value, t, zone, now, frame)), count_line(value, t), mark])


def head_line(value: Digest, t: Texts, zone: ZoneInfo, now: datetime, frame: Frame) -> Html:
    """«Алматинская область · 23 ноября, понедельник, утро»; of a single topic «🏫 Образование · …»."""
    profile = value.profile
    topic = profile.topics[0] if len(profile.topics) == 1 else None
    words = ", ".join(f"«{clip(word, 30)}»" for word in profile.keywords[:3])
    where = escape(clip(frame.title, 80)) if frame.title else whereabouts(profile, t)
    when = _week(value, t, zone) if value.weekly else _day(now, t, zone)
    return joined(" · ", [f"{t.topic_icon(topic)} {t.topic(topic)}" if topic else "", words, where, when])


def whereabouts(profile: Profile, t: Texts) -> Html:
    """The regions of a profile, short: «Алматинская область», «Жетысу · Алматы», «8 регионов», «Казахстан»."""
    if not profile.regions:
        return Html() if profile.places else t("country.news")
    if len(profile.regions) == 1:
        return t.region(profile.regions[0])
    if len(profile.regions) <= 3:
        return joined(", ", map(t.region_short, profile.regions))
    return t("regions-count", count=len(profile.regions))


def _day(now: datetime, t: Texts, zone: ZoneInfo) -> Html:
    local = now.astimezone(zone)
    part = next(
        name
        for hour, name in ((4, "night"), (11, "morning"), (17, "noon"), (23, "evening"), (24, "night"))
        if local.hour < hour
    )
    return t("digest-day", day=t.day(local.date()), part=t(f"day-{part}"))


def _week(value: Digest, t: Texts, zone: ZoneInfo) -> Html:
    first = value.since.astimezone(zone).date()
    last = max(first, (value.until - _NEXT_DAY).astimezone(zone).date())
    start = t.number(first.day) if first.month == last.month else t.date(first, last)
    return t("digest-week", start=start, end=t.date(last, last))


def count_line(value: Digest, t: Texts) -> Html:
    """«12 новостей за сутки, главные 5»."""
    period = _period(value, t)
    if value.shown >= value.total:
        return t.sentence(t("digest-count-all", total=value.total, period=period))
    return t.sentence(t("digest-count", total=value.total, shown=value.shown, period=period))


def _period(value: Digest, t: Texts) -> Html:
    hours = max(1, round((value.until - value.since).total_seconds() / 3600))
    if value.weekly or 24 * 6.5 <= hours <= 24 * 7.5:
        return t("period-week")
    if hours <= 18:
        return t("period-hours", count=hours)
    return t("period-day") if hours <= 30 else t("period-days", count=max(2, round(hours / 24)))


def heading(block: Block, value: Digest, t: Texts) -> Html:
    """«🏫 Образование», «📍 Область Жетысу»; nothing where one block is all there is."""
    if len(value.blocks) == 1:
        return Html()
    if block.region:
        return Html(f"📍 {bold(t.region(block.region))}")
    if block.topic:
        return Html(f"{t.topic_icon(block.topic)} {bold(t.topic(block.topic))}".strip())
    return bold(t("block-country") if any(one.region for one in value.blocks) else t("block-other"))


def topic_prefix(block: Block, entry: Entry, value: Digest, t: Texts) -> Html:
    """In a block of a region the topic stands as a small word before the title, unless the head line says it."""
    if block.topic or not entry.topic or not block.region or len(value.profile.topics) == 1:
        return Html()
    return Html(f"{italic(t.topic_in_text(entry.topic))} · ")


def picture(value: Digest) -> str | None:
    """The one picture of a digest: that of the first story that has one."""
    entries = (entry for block in value.blocks for entry in block.entries if not entry.withdrawn)
    return next((url for entry in entries if entry.image and (url := safe_url(entry.image))), None)


def week_figures(value: Digest, t: Texts) -> list[tuple[str, int, str]]:
    """Region, stories, and the change against the week before as « (+3)», « (−2)», or nothing where it is the same;
    most stories first. Without any figures of the week before nothing is compared."""
    counts = sorted(value.counts.items(), key=lambda pair: (-pair[1], pair[0]))[:20]
    before = value.previous or value.counts
    return [(region, count, _change(count - before.get(region, 0), t)) for region, count in counts]


def _change(difference: int, t: Texts) -> str:
    if not difference:
        return ""
    return f" ({'+' if difference > 0 else '−'}{t.number(abs(difference))})"
