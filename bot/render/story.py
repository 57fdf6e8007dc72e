"""One story as a reader sees it: an entry of a digest or list, an instant push, a card, "why here?"."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.buttons import pack
from bot.models import Button, Entry, Keyboard, Label, Message, Story
from bot.render.markup import (
    MAX_CAPTION,
    bold,
    button,
    clip,
    folded,
    italic,
    joined,
    keyboard,
    link,
    safe_url,
    size,
    struck,
    url_button,
)
from bot.texts import Html, Texts, escape

TITLE_UNITS = 240
BODY_UNITS = 700
IN_DIGEST = 2  # sentences that a digest quotes of one story
CARD_BODY_UNITS = 2000
_SOURCE_UNITS = 40
_PLACE_UNITS = 60


@dataclass(frozen=True, slots=True)
class Back:
    """The list that a card was opened from: the token of its query and its page."""

    token: str
    page: int = 0


# --- the parts of an entry ---------------------------------------------------------------------------------------


def headline(entry: Entry, *, units: int = TITLE_UNITS) -> Html:
    """The title, which is the link itself; struck through where the site withdrew the story."""
    title = clip(entry.title, units)
    title = title if any(map(str.isprintable, title)) else "…"
    return struck(title) if entry.withdrawn else bold(link(title, entry.url))


def body(entry: Entry, *, units: int = BODY_UNITS, sentences: int | None = None) -> Html:
    """Its sentences; nothing of a story that was withdrawn."""
    return Html() if entry.withdrawn else escape(clip(" ".join(entry.sentences[:sentences]), units))


def meta(entry: Entry, t: Texts, zone: ZoneInfo, now: datetime, *, where: bool = False, hour: bool = True) -> Html:
    """«Алтын-Орда, 21:40 · 3 источника · қазақша», with the region in front where ``where``."""
    source = clip(entry.source_title, _SOURCE_UNITS)
    parts = [
        t.region_short(entry.region) if where and entry.region else "",
        f"{source}, {clock(entry, t, zone, now)}" if hour else source,
        t("story-outlets", count=entry.outlets) if entry.outlets > 1 else "",
        *(link(t.language_in_text(language), url) for language, url in entry.other if safe_url(url)),
        t("story-corrected") if entry.corrected else "",
        t("story-withdrawn") if entry.withdrawn else "",
    ]
    return italic(joined(" · ", parts))


def clock(entry: Entry, t: Texts, zone: ZoneInfo, now: datetime) -> Html:
    """The hour of today's news, «вчера, 18:05», «20 ноября»."""
    if entry.published.astimezone(zone).date() == now.astimezone(zone).date():
        return escape(t.clock(entry.published, zone))
    return t.when(entry.published, now, zone)


def tags(entry: Entry, t: Texts) -> Html:
    """«Алматинская область · образование»."""
    return joined(
        " · ",
        [
            t.region(entry.region) if entry.region else "",
            t.topic_in_text(entry.topic) if entry.topic else "",
        ],
    )


def entry_html(
    entry: Entry,
    t: Texts,
    zone: ZoneInfo,
    now: datetime,
    *,
    prefix: str = "",
    sentences: int | None = None,
    units: int = BODY_UNITS,
    where: bool = False,
) -> Html:
    """An entry of a digest or list: title, then its sentences (at most ``units`` of them) with source and hour."""
    text = joined(" ", [body(entry, units=units, sentences=sentences), meta(entry, t, zone, now, where=where)])
    return Html(f"{escape(prefix)}{headline(entry)}\n{text}")


def title_html(entry: Entry, t: Texts, zone: ZoneInfo, now: datetime, *, units: int = TITLE_UNITS) -> Html:
    """An entry in one line: title, source and hour."""
    return Html(f"{headline(entry, units=units)} {meta(entry, t, zone, now)}")


# --- an instant push ---------------------------------------------------------------------------------------------


def instant(entry: Entry, t: Texts, zone: ZoneInfo, now: datetime, *, hashtags: bool = False) -> Message:
    """One story as it comes: with its picture where the text fits a caption, else with a preview of the page.

    ``hashtags`` adds those of region and topic, for the search of a channel. No hour: it is now, and the same message
    goes to readers in several zones.
    """
    icon = f"{t.topic_icon(entry.topic)} " if entry.topic and t.topic_icon(entry.topic) else ""
    footer = joined(" · ", [tags(entry, t), meta(entry, t, zone, now, hour=False)])
    marks = hashtag_line(entry, t) if hashtags else ""
    text = joined("\n", [Html(f"{icon}{headline(entry)}"), body(entry), footer, marks])
    photo = safe_url(entry.image) if entry.image and size(text).fits(MAX_CAPTION) else None
    preview = None if photo else safe_url(entry.url)
    return Message(text, instant_keyboard(entry, t), photo=photo, preview=preview)


def instant_keyboard(entry: Entry, t: Texts) -> Keyboard:
    muting = button("👎", pack("mt", entry.topic, "-")) if entry.topic else None
    return keyboard(
        [button(t("button-more-about"), pack("s", entry.story_id)), muting, button("🔖", pack("sv", entry.story_id))],
    )


def hashtag_line(entry: Entry, t: Texts) -> Html:
    names = [t.region(entry.region) if entry.region else "", t.topic(entry.topic) if entry.topic else ""]
    return joined(" ", [t.hashtag(name) for name in names if name])


def correction(entry: Entry, t: Texts, zone: ZoneInfo, now: datetime) -> Message:
    """An instant push that is edited after its story changed or was withdrawn."""
    return instant(entry, t, zone, now)


# --- the card ----------------------------------------------------------------------------------------------------


def story_card(
    story: Story,
    entry: Entry,
    t: Texts,
    zone: ZoneInfo,
    now: datetime,
    *,
    back: Back | None = None,
    saved: bool = False,
    expanded: bool = False,
    places: Sequence[str] = (),
    admin: bool = False,
) -> Message:
    """All about one story: ``entry`` is the edition that is shown, ``places`` the names of districts and towns.
    ``expanded`` adds the longer text and every outlet. ``admin`` adds the button to edit it."""
    longer = _longer(story, entry) if expanded else ""
    short = body(entry) if entry.sentences and not longer else ""
    parts = [
        joined("\n", [headline(entry), short, folded(longer) if longer else ""]),
        _outlets(story, t) if expanded else "",
        Html(f"{labels_line(story, t, places)}\n{_origin(entry, t, zone, now)}".strip()),
    ]
    return Message(
        joined("\n\n", parts),
        _card_keyboard(story, entry, t, back, saved, expanded, admin),
        preview=safe_url(entry.url),
    )


def labels_line(story: Story, t: Texts, places: Sequence[str] = ()) -> Html:
    """«📍 Алматинская область · Талгарский район  🏷 образование»."""
    regions = [t.region(region) for region in story.regions[:3]] or [t("country.news")]
    where = joined(" · ", [*regions, *(clip(place, _PLACE_UNITS) for place in places[:3])])
    topics = joined(", ", [t.topic_in_text(topic) for topic in story.topics[:4]])
    return joined("  ", [Html(f"📍 {where}"), Html(f"🏷 {topics}") if topics else ""])


def _origin(entry: Entry, t: Texts, zone: ZoneInfo, now: datetime) -> Html:
    return italic(
        joined(
            " · ",
            [
                f"{clip(entry.source_title, _SOURCE_UNITS)}, {t.moment(entry.published, now, zone)}",
                t("story-more-outlets", count=entry.outlets - 1) if entry.outlets > 1 else "",
                t("story-corrected") if entry.corrected else "",
                t("story-withdrawn") if entry.withdrawn else "",
            ],
        )
    )


def _longer(story: Story, entry: Entry) -> str:
    """The text beyond the summary that a card begins with; nothing where there is no more."""
    edition = next((one for one in story.editions if one.id == entry.edition_id), None)
    passages = " ".join(passage.text for passage in edition.passages) if edition else ""
    more = len(passages) > len(" ".join(entry.sentences)) and not entry.withdrawn
    return clip(passages, CARD_BODY_UNITS) if more else ""


def _outlets(story: Story, t: Texts) -> Html:
    """Every outlet that tells it, where there are several."""
    outlets = dict.fromkeys((one.outlet(t.language), one.language, one.url) for one in story.editions)
    sources = [
        Html(f"{link(clip(title, _SOURCE_UNITS), url)} ({t.language_in_text(language)})")
        for title, language, url in list(outlets)[:8]
    ]
    return t("story-sources", sources=joined(", ", sources)) if len(sources) > 1 else Html()


def _card_keyboard(
    story: Story, entry: Entry, t: Texts, back: Back | None, saved: bool, expanded: bool, admin: bool
) -> Keyboard:
    place = (back.token, back.page) if back else ()
    other = [
        button(t.language_name(language), pack("sl", story.id, language, *place)) for language, _ in entry.other[:2]
    ]
    fold = button(t("button-less"), pack("s", story.id, *place)) if expanded else None
    unfold = None if expanded else button(t("button-in-full"), pack("sx", story.id, *place))
    return keyboard(
        [url_button(t("button-open"), entry.url), *other],
        [fold, unfold, button(t("button-similar"), pack("sm", story.id, *place))],
        [
            button(t("button-why"), pack("sw", story.id, *place)),
            button(t("button-unsave") if saved else "🔖", pack("un" if saved else "sv", story.id)),
            Button(t.plain("button-share"), share=clip(entry.title, 60)),
        ],
        [button(t("button-edit-story"), pack("a", "st", story.id)) if admin else None],
        [_back_button(t, back)],
    )


def _back_button(t: Texts, back: Back | None) -> Button:
    """To the list; a card that is a message of its own is closed."""
    return (
        button(t("button-back-to-list"), pack("q", back.token, back.page)) if back else button(t("button-close"), "x")
    )


# --- why here? ---------------------------------------------------------------------------------------------------


def why(
    story: Story,
    title: str,
    regions: Sequence[Label],
    topics: Sequence[Label],
    t: Texts,
    *,
    back: Back | None = None,
    corrected: bool = False,
) -> Message:
    """What words of the text put a story under its regions and topics; ``corrected`` where a person decided."""
    text = joined(
        "\n",
        [
            t("why-title"),
            italic(clip(title, TITLE_UNITS)),
            "",
            *(evidence_lines(regions, topics, t) or [t("why-nothing")]),
            t("why-corrected") if corrected else "",
        ],
    )
    place = (back.token, back.page) if back else ()
    return Message(
        text,
        keyboard(
            [button(t("button-report-wrong"), pack("bad", story.id))],
            [button(t("button-back"), pack("s", story.id, *place))],
        ),
    )


def evidence_lines(regions: Sequence[Label], topics: Sequence[Label], t: Texts) -> list[Html]:
    """«Талгарский район» ×3 → Алматинская область, a line for each label."""
    return [
        *(_evidence(label, t.region(label.id), t) for label in regions[:4]),
        *(_evidence(label, t.topic_in_text(label.id), t) for label in topics[:4]),
    ]


def _evidence(label: Label, name: Html, t: Texts) -> Html:
    counted = Counter(clip(word, 50) for word in label.evidence)
    words = [t("why-word", word=word) + (f" ×{count}" if count > 1 else "") for word, count in counted.most_common(5)]
    return Html(f"{', '.join(words) or '…'} → {bold(name)}")
