"""What stands in the sample site: counts, completeness, pictures."""

from __future__ import annotations

import struct
from collections import Counter
from datetime import timedelta

import pytest
from lxml import html

from bot.models import REGIONS, TOPICS
from bot.sandbox.site import articles
from bot.sandbox.site.articles import OUTLETS, PICTURES, RUBRICS, Article

DAY = timedelta(days=1)
PUBLISHED = articles.published()
QUEUE = articles.queue()
ALL = [*PUBLISHED, *QUEUE]


def test_there_is_enough_to_read() -> None:
    main = [article for article in PUBLISHED if article.outlet == "main"]
    assert len(main) >= 60
    assert len(QUEUE) >= 16
    assert sum(len(article.texts) == 2 for article in ALL) >= 18
    assert sum(article.age <= DAY for article in main) >= 20
    assert all(timedelta(hours=1) <= article.age <= 9 * DAY for article in PUBLISHED)


def test_every_region_topic_and_language_has_news() -> None:
    regions = Counter(region for article in PUBLISHED for region in article.regions)
    topics = Counter(topic for article in PUBLISHED for topic in article.topics)
    assert regions.keys() == set(REGIONS)
    assert topics.keys() == set(TOPICS)
    assert min(regions.values()) >= 2
    assert min(topics.values()) >= 3
    languages = Counter(text.language for article in PUBLISHED for text in article.texts)
    assert languages.keys() == {"ru", "kk"}
    assert min(languages.values()) >= 30
    assert {article.scope for article in PUBLISHED} == {"regional", "national", "foreign"}


@pytest.mark.parametrize("article", ALL, ids=lambda article: article.slug)
def test_an_article_is_complete(article: Article) -> None:
    assert article.outlet in OUTLETS
    assert article.rubric in RUBRICS
    assert article.slug.isascii()
    assert article.topics
    assert set(article.topics) <= set(TOPICS)
    assert set(article.regions) <= set(REGIONS)
    assert (article.scope == "regional") == bool(article.regions)
    assert article.image is None or (PICTURES / f"{article.image}.png").is_file()
    for text in article.texts:
        assert 15 <= len(text.title) <= 110
        assert len(text.html.split()) >= 35
        assert html.fromstring(f"<div>{text.html}</div>").text_content().strip()
        kazakh_letters = sum(letter in "әіңғүұқөһ" for letter in text.html.lower())
        assert text.language == ("kk" if kazakh_letters > len(text.html) / 20 else "ru")


def test_slugs_are_unique_within_an_outlet() -> None:
    assert max(Counter((article.outlet, article.slug) for article in ALL).values()) == 1


@pytest.mark.parametrize("language", ["ru", "kk"])
def test_schools_of_almaty_region_within_a_week(language: str) -> None:
    found = [
        article
        for article in PUBLISHED
        if article.regions[:1] == ("KZ-19",) and "education" in article.topics and article.age < 7 * DAY
        if language in [text.language for text in article.texts]
    ]
    assert len({article.event or article.slug for article in found}) >= 3


def test_long_reports_touch_many_topics() -> None:
    reports = [article for article in PUBLISHED if len(article.texts[0].html.split()) >= 500]
    assert len(reports) >= 4
    assert all(len(article.topics) >= 8 for article in reports)


def test_some_events_are_told_by_three_outlets() -> None:
    outlets: dict[str, set[str]] = {}
    for article in PUBLISHED:
        if article.event:
            outlets.setdefault(article.event, set()).add(article.outlet)
    assert sum(len(names) == 3 for names in outlets.values()) >= 3
    assert sum(len(names) == 2 for names in outlets.values()) >= 3


def test_a_correction_names_an_article_that_is_out_before_it() -> None:
    out = {article.slug for article in PUBLISHED}
    corrections = 0
    for article in QUEUE:
        assert article.corrects is None or article.corrects in out
        corrections += article.corrects is not None
        out.add(article.slug)
    assert corrections >= 1


@pytest.mark.parametrize("source", ["", "[ru]\n# Без головы\n\nТекст", '+++\nage = "1h"\n+++\n\nТекст без языка'])
def test_an_ill_formed_file_is_refused_by_name(source: str) -> None:
    with pytest.raises(ValueError, match="talgar"):
        articles.parse("talgar", source)


def test_the_blocks_of_an_article_become_html() -> None:
    blocks = ["А < Б\nи В", "### Под", "> Цитата", "- раз\n- два", '<p class="x">как есть</p>']
    article = articles.parse("x", '+++\nage = "2d 3h"\n+++\n[ru]\n# Заголовок\n\n' + "\n\n".join(blocks))
    assert article.age == timedelta(days=2, hours=3)
    assert article.texts[0].html.split("\n") == [
        "<p>А &lt; Б и В</p>",
        "<h3>Под</h3>",
        "<blockquote><p>Цитата</p></blockquote>",
        "<ul><li>раз</li><li>два</li></ul>",
        '<p class="x">как есть</p>',
    ]


def test_the_pictures_are_small_and_all_are_used() -> None:
    pictures = sorted(PICTURES.glob("*.png"))
    assert {picture.stem for picture in pictures} == {article.image for article in ALL} - {None}
    assert len(pictures) >= 24
    assert max(picture.stat().st_size for picture in pictures) < 40_000
    assert sum(picture.stat().st_size for picture in pictures) < 1_000_000
    for picture in pictures:
        assert struct.unpack(">II", picture.read_bytes()[16:24]) == (800, 450)
