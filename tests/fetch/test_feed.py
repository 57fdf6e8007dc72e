"""From bytes to articles: what real feeds do, and what hostile ones try."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.errors import FetchError
from bot.fetch.entry import Limits
from bot.fetch.feed import Feed, parse_feed
from bot.models import RawArticle

NOW = datetime(2026, 11, 25, 6, 0, tzinfo=UTC)
HEAD = (
    '<?xml version="1.0" encoding="UTF-8"?><rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"'
    ' xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:media="http://search.yahoo.com/mrss/"><channel>'
    "<title>Алтын дала</title><link>https://dala.kz</link>"
)
TAIL = "</channel></rss>"


def parse(
    body: str | bytes, *, content_type: str = "application/rss+xml; charset=UTF-8", limits: Limits | None = None
) -> Feed:
    data = body.encode() if isinstance(body, str) else body
    headers = {"content-type": content_type} if content_type else {}
    return parse_feed(data, headers, source="dala", url="https://dala.kz/feed/", now=NOW, limits=limits)


def item(
    title: str = "Школа",
    *,
    body: str = "<p>Текст.</p>",
    guid: str = "https://dala.kz/?p=7",
    more: str = "",
    link: str = "https://dala.kz/shkola/",
) -> str:
    return (
        f"<item><title>{title}</title><link>{link}</link><guid isPermaLink='false'>{guid}</guid>{more}"
        f"<content:encoded><![CDATA[{body}]]></content:encoded></item>"
    )


def one(entry: str) -> RawArticle:
    feed = parse(HEAD + entry + TAIL)
    assert len(feed.articles) == 1, feed.skipped
    return feed.articles[0]


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("&#171;Кокпар&#187; &#8212; финал", "«Кокпар» — финал"),
        ("Рога &#038; копыта", "Рога & копыта"),
        ("<![CDATA[&#171;Кокпар&#187; &amp; скачки]]>", "«Кокпар» & скачки"),
        ("Как набрать &amp;laquo;", "Как набрать &laquo;"),
        ("Мост&nbsp;открыт &mdash; наконец", "Мост открыт — наконец"),
        ("<![CDATA[<b>Срочно</b>: паводок]]>", "Срочно : паводок"),
        ("3 &lt; 5", "3 < 5"),
        ("Счёт 2[:]1", "Счёт 2[:]1"),
        ("  много \n\t пробелов ", "много пробелов"),
        ("Разворот \u202eтекста\u202c", "Разворот текста"),
        ("Разворот &#x202e;текста", "Разворот текста"),
        ("Управляющий \x07символ", "Управляющий символ"),
        ("Әділет 😀 👨\u200d👩", "Әділет 😀 👨\u200d👩"),
    ],
)
def test_titles_are_decoded_once(written: str, read: str) -> None:
    assert one(item(written)).editions[0].title == read


@pytest.mark.parametrize(
    ("guid", "identity"),
    [
        ("https://dala.kz/?p=7", "dala.kz/?p=7"),
        ("http://www.dala.kz/?p=7", "dala.kz/?p=7"),
        ("https://dala.kz/kk/?p=7", "dala.kz/?p=7"),
        ("https://dala.kz/?post_type=news&amp;p=7", "dala.kz/?p=7"),
        ("https://dala.kz/2019/old-permalink/", "dala.kz/2019/old-permalink/"),
        ("urn:uuid:1225c695-cfb8", "urn:uuid:1225c695-cfb8"),
        ("4711", "4711"),
    ],
)
def test_identity(guid: str, identity: str) -> None:
    assert one(item(guid=guid)).guid == identity


def test_a_sound_feed_without_ids_goes_by_its_links() -> None:
    entry = "<item><title>А</title><link>https://dala.kz/a/?utm_source=rss#top</link></item>"
    assert one(entry).guid == "dala.kz/a/"


def test_half_a_feed_keeps_whole_items_and_refuses_the_nameless() -> None:
    text = HEAD + item() + "<item><title>Без имени</title><link>https://dala.kz/b/</link></item>" + item(guid="x")[:120]
    feed = parse(text)
    assert feed.ill_formed and [article.guid for article in feed.articles] == ["dala.kz/?p=7"]
    assert [skip.reason for skip in feed.skipped] == ["no id in a broken feed"]


def test_a_post_named_twice_comes_once() -> None:
    assert len(parse(HEAD + item() + item("Другая") + TAIL).articles) == 1


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("<pubDate>Tue, 24 Nov 2026 09:00:00 +0000</pubDate>", datetime(2026, 11, 24, 9, tzinfo=UTC)),
        ("<pubDate>Tue, 24 Nov 2026 09:00:00 +0500</pubDate>", datetime(2026, 11, 24, 4, tzinfo=UTC)),
        ("<pubDate>Tue, 24 Nov 2026 09:00:00 ALMT</pubDate>", datetime(2026, 11, 24, 4, tzinfo=UTC)),
        ("<pubDate>Wed, 24 Nov 2021 09:00:00 ALMT</pubDate>", datetime(2021, 11, 24, 3, tzinfo=UTC)),
        ("<pubDate>Вт, 24 ноя 2026 09:00:00 +0500</pubDate>", datetime(2026, 11, 24, 4, tzinfo=UTC)),
        ("<pubDate>24 ноября 2026 г. в 09:00</pubDate>", datetime(2026, 11, 24, 4, tzinfo=UTC)),
        ("<pubDate>2026 жылғы 24 қараша 09:00</pubDate>", datetime(2026, 11, 24, 4, tzinfo=UTC)),
        ("<pubDate>24 қараша 2026 ж., 09:00</pubDate>", datetime(2026, 11, 24, 4, tzinfo=UTC)),
        ("<dc:date>2026-11-24T09:00:00+05:00</dc:date>", datetime(2026, 11, 24, 4, tzinfo=UTC)),
        ("<pubDate>Wed, 25 Nov 2026 09:00:00 +0000</pubDate>", NOW),  # ahead of us
        ("<pubDate>Thu, 01 Jan 1970 00:00:00 +0000</pubDate>", None),
        ("<pubDate>Tue, 30 Nov -0001 00:00:00 +0000</pubDate>", None),
        ("<pubDate>вчера</pubDate>", None),
        ("<pubDate>99 мая 2026</pubDate>", None),
        ("", None),
    ],
)
def test_dates(written: str, read: datetime | None) -> None:
    assert one(item(more=written)).published == read


def test_an_edit_of_rss_leaves_no_updated_date() -> None:
    assert one(item(more="<pubDate>Tue, 24 Nov 2026 09:00:00 +0000</pubDate>")).updated is None


def test_atom() -> None:
    feed = parse(
        '<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom"><title>Дала</title><id>x</id>'
        '<link href="https://dala.kz"/><updated>2026-11-24T10:00:00Z</updated><generator>WordPress</generator>'
        '<entry><title type="html"><![CDATA[&#171;Мост&#187;]]></title><link rel="alternate" href="https://dala.kz/most/"/>'
        "<id>https://dala.kz/?p=8</id><updated>2026-11-24T10:00:00Z</updated><published>2026-11-24T09:00:00Z</published>"
        '<author><name>А. Серик</name></author><category term="Новости"/>'
        '<content type="html"><![CDATA[<p>Открыт &#8212; да.</p>]]></content></entry></feed>'
    )
    (article,) = feed.articles
    assert (article.guid, article.url, article.author) == ("dala.kz/?p=8", "https://dala.kz/most/", "А. Серик")
    assert article.editions[0].title == "«Мост»" and article.editions[0].html == "<p>Открыт &#8212; да.</p>"
    assert article.published == datetime(2026, 11, 24, 9, tzinfo=UTC)
    assert article.updated == datetime(2026, 11, 24, 10, tzinfo=UTC)
    assert feed.is_wordpress and feed.built == datetime(2026, 11, 24, 10, tzinfo=UTC)


@pytest.mark.parametrize(
    ("body", "image"),
    [
        ('<img src="/wp-content/uploads/2026/11/мост-300x200.jpg" width="300" height="200">',
         "https://dala.kz/wp-content/uploads/2026/11/%D0%BC%D0%BE%D1%81%D1%82.jpg"),
        ('<img src="a-150x150.jpg" srcset="/u/a-300x200.jpg 300w, /u/a-1024x683.jpg 1024w, /u/a.jpg 1600w">',
         "https://dala.kz/u/a.jpg"),
        ('<img class="wp-smiley" alt="😀" src="https://s.w.org/images/core/emoji/1.png"><img src="https://x.kz/b.jpg">',
         "https://x.kz/b.jpg"),
        ('<img src="data:image/gif;base64,R0" data-src="https://x.kz/lazy.jpg">', "https://x.kz/lazy.jpg"),
        ('<a href="/uploads/full.jpg"><img src="/uploads/full-150x150.jpg" width="150"></a>',
         "https://dala.kz/uploads/full.jpg"),
        ('<img src="https://mc.yandex.ru/watch/1"><img src="https://secure.gravatar.com/avatar/1">', None),
        ('<img src="javascript:alert(1)"><img src="file:///etc/passwd">', None),
        ('<img src="https://x.kz/icon.png" width="32" height="32">', None),
        ('<img width="800" src="https://x.kz/a.jpg?w=1&amp;h=2">', "https://x.kz/a.jpg?w=1&h=2"),
        ("<p>без картинок</p>", None),
    ],
)  # fmt: skip
def test_pictures(body: str, image: str | None) -> None:
    assert one(item(body=f"<p>Текст</p>{body}", link="https://dala.kz/")).image == image


def test_a_picture_that_the_feed_names_goes_first() -> None:
    enclosure = '<enclosure url="https://dala.kz/wp-content/uploads/e-300x200.jpg" type="image/jpeg" length="1"/>'
    assert (
        one(item(body='<img src="https://x.kz/b.jpg">', more=enclosure)).image
        == "https://dala.kz/wp-content/uploads/e.jpg"
    )
    media = '<media:content url="https://x.kz/m.jpg" medium="image"/>'
    assert one(item(more=media)).image == "https://x.kz/m.jpg"


def test_emoji_pictures_become_their_emoji() -> None:
    body = '<p>Ура <img class="wp-smiley" style="height: 1em" src="https://s.w.org/images/1f600.svg" alt="😀" />!</p>'
    assert one(item(body=body)).editions[0].html == "<p>Ура 😀!</p>"


@pytest.mark.parametrize(
    "footer",
    [
        '<p>Сообщение <a href="https://dala.kz/x/">Школа</a> появились сначала на <a href="y">Алтын дала</a>.</p>',
        '<p>Запись <a href="https://dala.kz/x/">Школа</a> впервые появилась в <a href="y">Алтын дала</a>.</p>',
        '<p>The post <a rel="nofollow" href="x">Школа</a> appeared first on <a href="y">Дала</a>.</p>',
        '<p>The post <a href="x">[:ru]Школа[:kk]Мектеп[:]</a> first appeared on <a href="y">Дала</a>.</p>',
        '<p>«Мектеп» жазбасы алдымен <a href="https://dala.kz">Алтын дала</a> сайтында пайда болды.</p>',
    ],
)
def test_footers_are_no_text(footer: str) -> None:
    assert (
        one(item(body=f"<p>В Талгаре открыли школу.</p>\n{footer}")).editions[0].html
        == "<p>В Талгаре открыли школу.</p>"
    )


@pytest.mark.parametrize("body", ["<p>В Талгаре открыли школу.</p>", "[:ru]<p>В Талгаре открыли школу.</p>[:]"])
def test_markup_in_a_footer_makes_no_second_edition(body: str) -> None:
    """With the plugin off the title and the site's name leak into the footer as they are stored."""
    footer = (
        '<p>Сообщение <a href="https://dala.kz/shkola/">[:ru]Школа[:kk]Мектеп[:]</a> появились сначала на '
        '<a href="https://dala.kz">[:kk]Алтын дала[:ru]Золотая степь[:]</a>.</p>'
    )
    editions = one(item(title="Школа", body=f"{body}\n{footer}")).editions
    assert [edition.html for edition in editions] == ["<p>В Талгаре открыли школу.</p>"]


def test_a_sentence_like_a_footer_inside_the_text_stays() -> None:
    body = "<p>Сообщение о пожаре появилось сначала на сайте ведомства.</p><p>Потом его удалили, пишут очевидцы.</p>"
    assert one(item(body=body)).editions[0].html == body


@pytest.mark.parametrize(
    ("body", "is_excerpt"),
    [
        ("<p>В Талгаре открыли новую школу на 300 мест [&#8230;]</p>", True),
        ("<p>В Талгаре открыли […]</p>\n", True),
        ("<p>В Талгаре открыли… <a href='x'>Читать далее</a></p>", True),
        ("<p>Талғарда мектеп <a href='x'>Толығырақ →</a></p>", True),
        ("", True),
        ("<p>В Талгаре открыли школу.</p>", False),
        ("<p>Он сказал: «Так и быть…»</p>", False),
    ],
)
def test_excerpts_are_recognised(body: str, is_excerpt: bool) -> None:
    assert one(item(body=body)).excerpt_only is is_excerpt


@pytest.mark.parametrize(
    "title", ["Защищено: План", "Protected: Plan", "Қорғалған: Жоспар", "Защищено: [:ru]План[:kk]Жоспар[:]"]
)
def test_protected_posts_are_skipped_by_title(title: str) -> None:
    feed = parse(HEAD + item(title) + item("Открытая", guid="8") + TAIL)
    assert [article.guid for article in feed.articles] == ["8"]
    assert feed.skipped[0].reason == "password-protected"


def test_markup_is_resolved_in_every_field() -> None:
    text = HEAD.replace("Алтын дала", "[:ru]Алтын дала[:kk]Алтын дала газеті[:]") + item(
        "[:ru]Школа[:kk]Мектеп[:]",
        body="[:ru]<p>Текст.</p>[:kk]<p>Мәтін.</p>[:]",
        more="<category><![CDATA[[:ru]Новости[:kk]Жаңалықтар[:]]]></category>"
        "<dc:creator><![CDATA[[:ru]Редакция[:kk]Редакциядан[:]]]></dc:creator>",
    )
    feed = parse(text + TAIL)
    (article,) = feed.articles
    assert feed.title == "Алтын дала" and article.author == "Редакция"
    assert article.categories == ("Новости", "Жаңалықтар")
    assert [(e.language, e.title, e.html) for e in article.editions] == [
        ("ru", "Школа", "<p>Текст.</p>"), ("kk", "Мектеп", "<p>Мәтін.</p>"),
    ]  # fmt: skip
    assert "[:" not in repr(feed)


@pytest.mark.parametrize(
    ("body", "content_type"),
    [
        ((HEAD + item("Әкім") + TAIL).encode(), "application/rss+xml"),
        (b"\xef\xbb\xbf" + (HEAD + item("Әкім") + TAIL).encode(), "text/xml"),
        (("\n \n" + HEAD + item("Әкім") + TAIL).encode(), "text/xml; charset=utf-8"),
        (("PHP Notice: x in y\n" + HEAD + item("Әкім") + TAIL).encode(), "text/html"),
        ((HEAD + item("Әкім") + TAIL).encode("utf-16"), "text/xml"),
        ((HEAD + item("Әкім") + TAIL).encode(), "text/xml; charset=iso-8859-1"),
        ((HEAD + item("Әкім") + TAIL).encode(), "text/xml; charset=no-such"),
    ],
)
def test_encodings(body: bytes, content_type: str) -> None:
    assert parse(body, content_type=content_type).articles[0].editions[0].title == "Әкім"


def test_windows_1251_by_prolog_and_by_header() -> None:
    text = (HEAD.replace("UTF-8", "windows-1251") + item("Новости") + TAIL).encode("cp1251")
    assert parse(text, content_type="text/xml").articles[0].editions[0].title == "Новости"
    assert parse(text, content_type="text/xml; charset=windows-1251").articles[0].editions[0].title == "Новости"


def test_one_bad_byte_costs_one_character() -> None:
    body = (
        (HEAD + item("Школа") + item("Мост", guid="8") + TAIL).encode().replace("Школа".encode(), b"\xd0\xa8\xffkola")
    )
    titles = [article.editions[0].title for article in parse(body).articles]
    assert titles == ["Ш\ufffdkola", "Мост"]


@pytest.mark.parametrize(
    ("fault", "repaired"),
    [
        (lambda text: text.replace("https://dala.kz/shkola/", "https://dala.kz/?a=1&b=2"), False),
        (lambda text: text.replace("<title>Школа", "<title>Школа &nbsp; &bogus; &"), False),
        (lambda text: text.replace(' xmlns:dc="http://purl.org/dc/elements/1.1/"', ""), False),
        (lambda text: text.replace("</channel></rss>", ""), True),
        (lambda text: text.replace("Текст", "Тек\x00\x0bст&#x1;"), False),
    ],
)
def test_faults_that_are_repaired(fault: object, repaired: bool) -> None:
    assert callable(fault)
    feed = parse(fault(HEAD + item(more="<dc:creator>А</dc:creator>") + TAIL))
    assert [article.guid for article in feed.articles] == ["dala.kz/?p=7"]
    assert feed.articles[0].author == "А"
    assert feed.ill_formed is repaired


NOT_FEEDS = [
    "",
    " ",
    "<html><body>ремонт</body></html>",
    "<!DOCTYPE html><p>",
    '{"a": 1}',
    "<urlset><url/></urlset>",
    "\0\0",
]


@pytest.mark.parametrize("body", NOT_FEEDS)
def test_what_is_no_feed_is_refused(body: str) -> None:
    with pytest.raises(FetchError) as caught:
        parse(body)
    assert caught.value.kind == "not-a-feed"


BOMBS = [
    '<!DOCTYPE r [<!ENTITY a "x"><!ENTITY b "&a;&a;&a;">]>',
    '<!DOCTYPE r [<!ENTITY a SYSTEM "file:///etc/passwd">]>',
    '<!DOCTYPE r [<!ENTITY % p SYSTEM "http://169.254.169.254/"> <!ENTITY a PUBLIC "x" "http://x/">]>',
    f'<!DOCTYPE r [<!ENTITY a "{"x" * 5000}">]>',
    "<!DOCTYPE r [" + '<!ENTITY a "x">' * 400 + "]>",
]


@pytest.mark.parametrize("doctype", BOMBS)
def test_entity_bombs_are_refused_before_parsing(doctype: str) -> None:
    with pytest.raises(FetchError, match="entit") as caught:
        parse(doctype + HEAD.split("?>")[1] + item("&a;") + TAIL)
    assert caught.value.kind == "ill-formed"


def test_an_old_doctype_is_no_bomb() -> None:
    doctype = (
        '<!DOCTYPE rss PUBLIC "-//Netscape Communications//DTD RSS 0.91//EN" "http://my.netscape.com/rss-0.91.dtd">'
    )
    assert len(parse(doctype + HEAD.split("?>")[1] + item() + TAIL).articles) == 1


def test_limits() -> None:
    entries = "".join(item("д" * 5000, body="<p>" + "<b>т" * 100_000, guid=str(n)) for n in range(5))
    feed = parse(HEAD + entries + TAIL, limits=Limits(2, 100, 1000))
    assert len(feed.articles) == 2
    edition = feed.articles[0].editions[0]
    assert len(edition.title) == 100 and len(edition.html) < 2000
    assert edition.html.count("<b>") == edition.html.count("</b>")


def test_a_million_entries_cost_no_more_than_the_first() -> None:
    for empty in ("<item/>", "<item><title>а</title></item>"):
        with pytest.raises(FetchError, match="more than 200000 tags"):
            parse(HEAD + item() + empty * 300_000 + TAIL)
    feed = parse(HEAD + item() + "<item><title>а</title></item>" * 40_000 + TAIL)
    assert feed.entries == 500 and feed.articles[0].guid == "dala.kz/?p=7" and not feed.ill_formed


@pytest.mark.parametrize("depth", [1_000, 60_000])
def test_deep_nesting_is_survived(depth: int) -> None:
    deep = "<a>" * depth + "</a>" * depth
    assert parse(HEAD + item(more=deep) + TAIL).articles[0].guid == "dala.kz/?p=7"


HOSTILE = [
    "<" * 60_000, "&" * 60_000, "<!--" * 20_000, "[:ru]" * 15_000, "<p>" * 30_000, "</p>" * 20_000, "<img " * 15_000,
    "<img src='" * 8_000, '<img alt="' * 8_000, "<a <b" * 15_000, "&#x202e;" * 10_000, "<!ENTITY " * 8_000,
    "появились сначала на " * 4_000, "<p>The post " * 8_000, "\u202e" * 60_000, "жазбасы алдымен " * 5_000,
    "<p> " * 20_000 + "x", "<title><![CDATA[" * 5_000, "]" * 60_000,
    "<x:y " * 12_000, "-" * 60_000,
    "(Русский) " * 8_000, "<dc:creator>" * 5_000,
    "<span> &nbsp;" * 6_000, "data-src=" * 8_000, "12 января " * 8_000, "<![CDATA[" * 8_000, "<item>" * 10_000,
]  # fmt: skip


@pytest.mark.parametrize("junk", HOSTILE, ids=lambda junk: repr(junk[:14]))
def test_nothing_hangs(junk: str) -> None:
    """A step of quadratic time would take minutes here, and the suite would show it."""
    for text in (
        HEAD + item(body=junk) + TAIL,
        HEAD + item(title=junk) + TAIL,
        HEAD + item(more=f"<pubDate>{junk}</pubDate><dc:creator><![CDATA[{junk}]]></dc:creator>") + TAIL,
        HEAD + item() + junk,
        junk + HEAD + item() + TAIL,
    ):
        try:
            feed = parse(text)
        except FetchError:
            continue
        assert all(len(article.editions[0].title) <= 500 for article in feed.articles)


@given(st.binary(max_size=400))
@example(b"<rss>")
@example(b"<rss><channel><item>")
@example(b"<feed xmlns='http://www.w3.org/2005/Atom'><entry><id>1</id>")
def test_any_bytes_are_a_feed_or_an_error(body: bytes) -> None:
    try:
        parse(body, content_type="")
    except FetchError as error:
        assert error.kind in {"not-a-feed", "ill-formed"} and "\n" not in str(error)


@given(st.text(max_size=60), st.text(max_size=60), st.text(max_size=30))
def test_any_text_in_any_field_is_read(title: str, body: str, guid: str) -> None:
    feed = parse(
        (HEAD + item(title, body=body, guid=guid) + item("Целая", guid="цел") + TAIL).encode("utf-8", "replace")
    )
    assert any(article.editions[0].title == "Целая" for article in feed.articles) or feed.ill_formed
