"""Whatever the news says, and however long: valid messages within Telegram's limits, no story cut, no link broken."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from datetime import timedelta

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from bot import render
from bot.models import REGIONS, TOPICS, Block, Digest, Entry, Label, Layout, Message, Period, Profile
from bot.render.markup import MAX_UNITS, clip, fit, safe_url, size
from bot.render.story import headline
from bot.texts import escape, plain, printable, texts
from tests.render.making import ALMATY, LANGUAGES, NOW, edition, entry, story
from tests.render.strict import check, parsed, units

BOUNDED = settings(
    max_examples=40,
    deadline=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
"""Whole digests are too large to shrink within the time of a suite: a failure shows the example as it was drawn."""

POOL = (
    "", " ", "В Талгаре открыли школу на 900 мест", "Ауданда жаңа мектеп ашылды", "Road repairs begin in spring", "<b>",
    "</a>", "&", "&amp;lt;", "<script>alert(1)</script>", '" onclick="', "😀" * 300, "👨‍👩‍👧 семья",
    "\u202eзадом наперёд",
    "\x00\x07", "\ud800", "#тег @имя /start", "<!--", "]]>", "$USD 87011234567", "Ә" * 400, "«кавычки» и „лапки“", "…",
    "\n\n\n", "a.b", "<", ">", "'", "Очень длинный заголовок " * 40, "слово" * 150, "a&b<c>d\"e'f" * 60, "\u200b",
)  # fmt: skip
TEXTS = st.one_of(st.sampled_from(POOL), st.sampled_from(POOL), st.text(max_size=30))
ADDRESSES = (
    "https://altyn-orda.kz/1?a=1&b=<2>", "https://altyn-orda.kz/2/?p=1&q=2", "javascript:alert(1)", "http://localhost/1",
    'https://a.kz/"><b>', "", "tg://user?id=1", "https://[", "ftp://a.kz", "https://a.kz:99999/", "http://127.0.0.1:80/x",
    "https://мәжіліс.қаз/жаңалық", "https://a.kz/" + "%26" * 250, "https://a.kz/" + "&" * 500, "https://a.kz/a b",
)  # fmt: skip
URLS = st.one_of(st.sampled_from(ADDRESSES), st.integers(1, 10**9).map(lambda n: f"https://altyn-orda.kz/{n}?a=1&b=2"))
MOMENTS = st.integers(0, 60 * 24 * 400).map(lambda minutes: NOW - timedelta(minutes=minutes))


def entries(number: int = 1) -> st.SearchStrategy[Entry]:
    return st.builds(
        Entry,
        story_id=st.just(number),
        seq=st.just(number),
        title=TEXTS,
        url=URLS,
        sentences=st.lists(TEXTS, max_size=3).map(tuple),
        published=MOMENTS,
        source_title=TEXTS,
        language=st.sampled_from(LANGUAGES),
        region=st.sampled_from([*REGIONS, None]),
        topic=st.sampled_from([*TOPICS, None]),
        outlets=st.integers(1, 40),
        other=st.lists(st.tuples(st.sampled_from(["ru", "kk", "en", "und"]), URLS), max_size=2).map(tuple),
        image=st.one_of(st.none(), URLS),
        corrected=st.booleans(),
        withdrawn=st.booleans(),
    )


@st.composite
def digests(draw: st.DrawFn) -> Digest:
    numbers = iter(range(1, 1000))
    blocks = []
    for _ in range(draw(st.integers(1, 6))):
        region = draw(st.sampled_from([*REGIONS, None]))
        topic = None if region else draw(st.sampled_from([*TOPICS, None]))
        count = draw(st.integers(1, 5))
        blocks.append(Block(region, topic, tuple(draw(entries(next(numbers))) for _ in range(count))))
    shown = sum(len(block.entries) for block in blocks)
    profile = Profile(
        regions=tuple(draw(st.lists(st.sampled_from(REGIONS), max_size=20, unique=True))),
        topics=tuple(draw(st.lists(st.sampled_from(TOPICS), max_size=3, unique=True))),
        keywords=tuple(draw(st.lists(TEXTS, max_size=4))),
        layout=draw(st.sampled_from(Layout)),
    )
    hours = draw(st.integers(1, 24 * 40))
    return Digest(
        profile=profile,
        since=NOW - timedelta(hours=hours),
        until=NOW,
        blocks=tuple(blocks),
        total=shown + draw(st.integers(0, 5000)),
        shown=shown,
        until_seq=shown,
        weekly=draw(st.booleans()),
        counts=draw(st.dictionaries(st.sampled_from(REGIONS), st.integers(1, 10**6), max_size=20)),
        previous=draw(st.dictionaries(st.sampled_from(REGIONS), st.integers(0, 10**6), max_size=20)),
    )


def title_of(one: Entry) -> str:
    """The beginning of a title, as it must stand in any layout."""
    title = clip(one.title, 60).rstrip("…").strip()
    return title if any(map(str.isprintable, title)) else ""


def everything(messages: tuple[Message, ...]) -> str:
    return "\n".join(check(message) for message in messages)


@given(digests(), st.sampled_from(LANGUAGES), st.booleans(), st.one_of(st.none(), TEXTS))
@BOUNDED
def test_any_digest_is_valid_and_shows_every_story(value: Digest, language: str, tags: bool, title: str | None) -> None:
    frame = render.Frame(token="t0ken", title=title, hashtags=tags)
    messages = render.digest(value, texts(language), ALMATY, NOW, frame)
    text = everything(messages)
    shown = [one for block in value.blocks for one in block.entries]
    for one in shown:
        assert title_of(one) in text
    links = Counter(url for message in messages for url, _ in parsed(message.html).links)
    for one in shown:
        if safe_url(one.url) and not one.withdrawn:
            assert one.url in links
    assert all(not message.buttons for message in messages[:-1])
    assert sum(message.preview is not None for message in messages) <= 1


@given(digests(), st.sampled_from(LANGUAGES))
@BOUNDED
def test_the_rich_layout_tells_the_same_stories(value: Digest, language: str) -> None:
    frame = render.Frame(token="t0ken")
    messages = render.digest(value, texts(language), ALMATY, NOW, frame, layout=Layout.RICH)
    for message in messages:
        check(message)
        if message.rich:
            text = re.sub(r"\s+", " ", plain(message.rich))
            assert all(title_of(one) in text for block in value.blocks for one in block.entries)
            assert len(messages) == 1


@given(entries(), st.sampled_from(LANGUAGES), st.booleans())
@BOUNDED
def test_any_push_is_valid(one: Entry, language: str, hashtags: bool) -> None:
    message = render.instant(one, texts(language), ALMATY, NOW, hashtags=hashtags)
    assert title_of(one) in check(message)


@given(st.lists(entries(), max_size=7), st.sampled_from(LANGUAGES), TEXTS, st.sampled_from([*Period, None]))
@BOUNDED
def test_any_list_is_valid(found: list[Entry], language: str, title: str, period: Period | None) -> None:
    t = texts(language)
    message = render.story_list(
        found,
        t,
        ALMATY,
        NOW,
        title=title,
        total=len(found) + 900,
        token="a1B2c3D4e5F6g7",
        page=179,
        period=period,
        suggestion=title,
    )
    text = check(message)
    assert all(title_of(one) in text for one in found[: render.PAGE_SIZE])
    check(render.nothing_found(title, t, token="a1B2c3D4e5F6g7", period=period, suggestion=title))


@given(entries(), st.sampled_from(LANGUAGES), TEXTS, st.booleans())
@BOUNDED
def test_any_card_is_valid(one: Entry, language: str, words: str, expanded: bool) -> None:
    t = texts(language)
    made = story(10**12, topics=TOPICS, regions=REGIONS, editions=(edition(10, title=words, source_title=words),))
    back = render.Back("a1B2c3D4e5F6g7", 200)
    card = render.story_card(
        made,
        replace(one, story_id=made.id),
        t,
        ALMATY,
        NOW,
        back=back,
        expanded=expanded,
        places=(words,) * 4,
        admin=True,
    )
    check(card)
    labels = [Label(region, 1.0, (words,) * 3) for region in REGIONS]
    check(render.why(made, words, labels, [Label("sport", 1.0, (words,))], t, back=back, corrected=True))


@given(st.lists(TEXTS.filter(lambda text: bool(clip(text, 9))), min_size=1, max_size=12))
@BOUNDED
def test_pages_are_cut_between_pieces_only(words: list[str]) -> None:
    pieces = [escape(clip(text, 900)) for text in words]
    pages = fit(pieces)
    assert "\n\n".join(pages) == "\n\n".join(pieces)
    assert all(size(page).fits(MAX_UNITS) for page in pages)


@given(st.text(), st.integers(2, 300))
def test_clipping_keeps_the_limit_and_the_beginning(text: str, limit: int) -> None:
    cut = clip(text, limit)
    assert units(cut) <= limit
    assert "…" in text or " ".join(printable(text).split()).startswith(cut.rstrip("…"))


@given(URLS)
def test_a_link_is_fit_for_telegram_or_none_at_all(url: str) -> None:
    one = entry(url=url)
    for address, _ in parsed(headline(one)).links:
        assert address == url
