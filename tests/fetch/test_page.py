"""Full texts from pages, and robots.txt."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.clock import SystemClock
from bot.errors import FetchError
from bot.fetch.http import Web, WebSettings
from bot.fetch.page import PAGES_PER_READING, PageReader, extract, page_picture
from bot.fetch.reader import Source
from bot.fetch.robots import Robots, is_allowed, rules_for
from tests.fetch.conftest import Hands, Reader
from tests.fetch.wordpress_site import Site

LONG = "".join(
    f"<p>В селе Талгар открыли школу номер {number} на триста мест, сообщили в акимате области. "
    "Строительство шло два года, рассказал аким района журналистам.</p>"
    for number in range(4)
)
LONG_KK = (
    "<p>Талғарда жаңа мектеп ашылды, деп хабарлады облыс әкімдігі. Құрылыс екі жылға созылды, деді аудан әкімі. "
    "Мектепте үш жүз орын бар, оның жүзі бастауыш сыныптарға арналған.</p>"
)


async def test_an_excerpt_is_completed_from_its_page(site: Site, page_reader: Reader) -> None:
    await page_reader.poll()
    site.excerpts = True
    site.og_image = "/wp-content/uploads/shkola-300x200.jpg"
    site.add("Школа", LONG)
    await page_reader.poll()
    (article,) = [each for each in page_reader.stored.values() if each.guid in page_reader.delivered]
    assert "номер 3" in article.editions[0].html and "[…]" not in article.editions[0].html
    assert not article.excerpt_only
    assert article.image == f"{site.url}/wp-content/uploads/shkola.jpg"


async def test_a_page_is_read_once_until_the_entry_changes(site: Site, page_reader: Reader) -> None:
    site.excerpts = True
    post = site.add("Школа", LONG)
    await page_reader.poll()
    for _ in range(3):
        await page_reader.poll(force_full=True)
    assert len(site.asked_for(post.path)) == 1 and page_reader.edits == []
    assert len(site.asked_for("/robots.txt")) == 1
    site.edit(post, title="Школа открыта", html=LONG.replace("Талгар", "Есик"))
    await page_reader.poll()
    assert len(site.asked_for(post.path)) == 2
    assert "Есик" in next(
        each.editions[0].html for each in page_reader.stored.values() if "номер 3" in each.editions[0].html
    )


async def test_both_languages_come_from_a_page_with_raw_markup(site: Site, page_reader: Reader) -> None:
    await page_reader.poll()
    site.plugin, site.excerpts = False, True
    body = f"[:ru]{LONG}[:kk]{LONG_KK}[:]"
    site.add("[:ru]Школа[:kk]Мектеп[:]", body)
    site._excerpt = lambda post, language: "[:ru]Открыли […][:kk]Ашылды […][:]"  # type: ignore[method-assign]  # a theme's own excerpt
    await page_reader.poll()
    article = page_reader.stored[page_reader.delivered[0]]
    texts = {edition.language: edition.html for edition in article.editions}
    assert "номер 3" in texts["ru"] and "жаңа мектеп" in texts["kk"]
    assert "мектеп" not in texts["ru"] and "[:" not in repr(article)


@pytest.mark.parametrize("title", ["[:ru]Школа[:kk]Мектеп[:]", "[:ru]Школа[:]"])
async def test_a_language_that_begins_behind_the_excerpt_comes_from_the_page(
    site: Site, page_reader: Reader, title: str
) -> None:
    await page_reader.poll()
    site.plugin, site.excerpts = False, True
    post = site.add(title, f"[:ru]{LONG}[:kk]{LONG_KK}[:]")
    await page_reader.poll()
    article = page_reader.stored[page_reader.delivered[0]]
    texts = {edition.language: (edition.title, edition.html) for edition in article.editions}
    assert "номер 3" in texts["ru"][1] and ("kk" in texts) is ("[:kk]" in title)
    assert texts.get("kk", ("Мектеп", ""))[0] == "Мектеп" and post.title not in repr(article)


@pytest.mark.parametrize(
    ("full_text", "excerpts", "asked"), [("feed", True, 0), ("auto", False, 0), ("auto", True, 1), ("page", False, 1)]
)
async def test_the_setting_of_the_source_decides(
    site: Site, page_reader: Reader, full_text: str, excerpts: bool, asked: int
) -> None:
    site.excerpts = excerpts
    site.posts.clear()
    post = site.add("Школа", LONG)
    page_reader.source = Source("dala", site.feed_url, full_text)  # type: ignore[arg-type]  # one of the literals
    await page_reader.poll()
    assert len(site.asked_for(post.path)) == asked


async def test_robots_txt_is_respected_and_the_excerpt_stays(site: Site, page_reader: Reader) -> None:
    site.robots = "User-agent: *\nDisallow: /\n"
    site.excerpts = True
    post = site.add("Школа", LONG)
    await page_reader.poll()
    await page_reader.poll(force_full=True)
    assert site.asked_for(post.path) == []
    assert any("[" in each.editions[0].html for each in page_reader.stored.values())


async def test_a_page_that_fails_for_now_is_tried_again(site: Site, page_reader: Reader) -> None:
    site.excerpts = True
    post = site.add("Школа", LONG)
    slow = Web(WebSettings(allow_private_hosts=True, spacing_seconds=0, timeout_seconds=0.0001), SystemClock())
    good, page_reader.pages = page_reader.pages, PageReader(slow, Robots(page_reader.web))
    await page_reader.poll()
    await slow.close()
    page_reader.pages = good
    await page_reader.poll(force_full=True)
    article = next(each for each in page_reader.stored.values() if each.editions[0].title == post.title)
    assert "номер 3" in article.editions[0].html


async def test_many_excerpts_are_completed_over_several_readings(site: Site, page_reader: Reader) -> None:
    site.posts.clear()
    site.per_page, site.excerpts = 30, True
    for number in range(PAGES_PER_READING + 5):
        site.add(f"Школа {number}", LONG)
    await page_reader.poll()
    assert sum(each.excerpt_only for each in page_reader.stored.values()) == 5
    await page_reader.poll(force_full=True)
    assert not any(each.excerpt_only for each in page_reader.stored.values())


@pytest.mark.parametrize("fault", ["500", "404", "json", "html"])
async def test_a_page_of_nothing_harms_nothing(
    site: Site, web: Web, hands: Hands, page_reader: Reader, fault: str
) -> None:
    site.fault = fault  # type: ignore[assignment]  # one of the literals
    pages = PageReader(web, Robots(web))
    try:
        page = await pages.read(f"{site.url}/post-1/", hands.now)
    except FetchError as error:
        assert "127.0.0.1" in str(error)
    else:
        assert page.image is None


def test_picture_of_a_page() -> None:
    head = '<meta content="https://x.kz/o.jpg?a=1&amp;b=2" property="og:image"/>'
    assert page_picture(head, "https://x.kz/a/") == "https://x.kz/o.jpg?a=1&b=2"
    assert page_picture('<meta name="twitter:image" content="/t.jpg">', "https://x.kz/a/") == "https://x.kz/t.jpg"
    assert page_picture('<meta property="og:image" content="javascript:1">', "https://x.kz/") is None
    assert page_picture("<p>", "https://x.kz/") is None


def test_comment_marks_survive_extraction() -> None:
    html = f"<html><body><article><!--:ru-->{LONG}<!--:--><!--:kk-->{LONG_KK}<!--:--></article></body></html>"
    page = extract(html, "https://x.kz/")
    assert "[:ru]" in page.html and "[:kk]" in page.html


def test_extraction_of_hostile_pages_ends() -> None:
    for junk in (
        "<div>" * 3_000,
        "<p>" * 20_000,
        "<a href='" * 5_000,
        "<meta " * 5_000,
        "&#x202e;" * 5_000,
        "\0" * 9_000,
    ):
        extract(f"<html><body>{junk}</body></html>", "https://x.kz/")


ROBOTS = """
# для всех
User-agent: *
Disallow: /wp-admin/
Allow: /wp-admin/admin-ajax.php
Disallow: /*?replytocom
Disallow: /*.pdf$
Crawl-delay: 5

User-agent: Googlebot
User-agent: Aimaq
Disallow: /tag/
"""


@pytest.mark.parametrize(
    ("robot", "path", "allowed"),
    [
        ("someone", "/novosti/", True),
        ("someone", "/wp-admin/", False),
        ("someone", "/wp-admin/admin-ajax.php", True),
        ("someone", "/a/?replytocom=5", False),
        ("someone", "/a.pdf", False),
        ("someone", "/a.pdf.html", True),
        ("aimaq", "/tag/shkola/", False),
        ("aimaq", "/wp-admin/", True),
        ("aimaqbot", "/tag/shkola/", True),
    ],
)
def test_rules_of_robots_txt(robot: str, path: str, allowed: bool) -> None:
    assert is_allowed(rules_for(ROBOTS, robot), path) is allowed


@pytest.mark.parametrize(
    ("rules", "path", "allowed"),
    [
        ("Disallow:", "/a", True),
        ("Disallow: /", "/a", False),
        ("Disallow: /a\nAllow: /a", "/a", True),
        ("Disallow: /%d0%b0", "/%D0%B0/", False),
        ("Disallow: " + "/*a" * 500 + "$", "/" + "a" * 5000 + "b", True),
        ("Allow: /p$\nDisallow: /", "/p", True),
        ("Allow: /p$\nDisallow: /", "/page", False),
        ("nonsense\nDisallow /", "/", True),
    ],
)
def test_patterns_of_robots_txt(rules: str, path: str, allowed: bool) -> None:
    assert is_allowed(rules_for(f"User-agent: *\n{rules}"), path) is allowed


async def test_an_unreachable_robots_txt_forbids_for_a_while(site: Site, web: Web, hands: Hands) -> None:
    robots = Robots(web)
    real, site.robots = site.robots, None
    assert await robots.allows(f"{site.url}/a", hands.now)  # 404: everything is allowed
    down = Robots(web)
    gone = site.url.replace(site.url.rsplit(":", 1)[1], "1")
    assert not await down.allows(f"{gone}/a", hands.now)
    site.robots = real
    assert await robots.allows(f"{site.url}/wp-admin/", hands.now)
    assert not await robots.allows(f"{site.url}/wp-admin/", hands.now + timedelta(days=1))
