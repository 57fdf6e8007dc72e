"""The life of a feed, told through a local WordPress: what an instant subscriber receives is counted, and every
story must come exactly once."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.fetch.http import Web
from bot.fetch.reader import FULL_READ_EVERY, Source, page_address
from tests.fetch.conftest import Reader
from tests.fetch.faults import Fault
from tests.fetch.wordpress_site import Site


async def test_first_contact_is_stored_and_silent(site: Site, reader: Reader) -> None:
    first = await reader.poll()
    assert first.first_contact and len(first.articles) == 3 and first.title == "Алтын дала"
    assert reader.delivered == []
    site.add("Мост открыт")
    await reader.poll()
    assert reader.delivered_titles() == ["Мост открыт"]


@pytest.mark.parametrize("style", ["wordpress", "nginx", "apache"])
async def test_an_unchanged_feed_answers_304_behind_any_server(site: Site, reader: Reader, style: str) -> None:
    site.etag_style = style  # type: ignore[assignment]  # one of the literals above
    await reader.poll()
    again = await reader.poll()
    assert again.not_modified and not again.problem
    asked = site.asked[-1].headers
    assert asked["If-None-Match"].startswith('"') and "gzip" not in asked["If-None-Match"]
    assert "If-Modified-Since" in asked


async def test_without_validators_every_reading_is_whole_and_nothing_comes_twice(site: Site, reader: Reader) -> None:
    site.etag_style = "none"
    await reader.poll()
    site.add("Новый парк")
    for _ in range(3):
        assert not (await reader.poll()).not_modified
    assert reader.delivered_titles() == ["Новый парк"]


async def test_a_request_carries_no_cookie_and_no_language_but_says_who_asks(site: Site, reader: Reader) -> None:
    await reader.poll()
    headers = site.asked[-1].headers
    assert not {"Cookie", "Accept-Language"} & set(headers)
    assert "aimaq.test" in headers["User-Agent"]


async def test_a_late_scheduled_post_hidden_behind_a_304_is_found(site: Site, reader: Reader) -> None:
    await reader.poll()
    late = site.add("Опоздавшая", minutes_ago=60)
    late.modified = reader.hands.now - timedelta(minutes=400)  # older than the newest change: the tag stays
    results = [await reader.poll() for _ in range(FULL_READ_EVERY)]
    assert results[0].not_modified
    assert reader.delivered_titles() == ["Опоздавшая"]


async def test_forcing_reads_the_feed_whole(site: Site, reader: Reader) -> None:
    await reader.poll()
    assert not (await reader.poll(force_full=True)).not_modified


async def test_25_posts_between_two_readings_all_come_once(site: Site, reader: Reader) -> None:
    await reader.poll()
    for number in range(25):
        site.add(f"Новость {number}", minutes_ago=-number / 100)
    reader.hands.pass_time(minutes=5)
    result = await reader.poll()
    assert result.pages == 3
    assert sorted(reader.delivered_titles()) == sorted(f"Новость {number}" for number in range(25))
    await reader.poll(force_full=True)
    assert len(reader.delivered) == 25


async def test_paging_ends_at_the_empty_404_page(site: Site, reader: Reader) -> None:
    await reader.poll()
    site.posts.clear()
    for number in range(20):
        site.add(f"Заново {number}", slug=f"again-{number}", guid=f"{site.url}/?p={900 + number}")
    result = await reader.poll()
    assert result.pages == 2 and not result.problem and len(reader.delivered) == 20


async def test_a_server_without_pages_is_not_read_for_ever(site: Site, reader: Reader) -> None:
    await reader.poll()
    for number in range(12):
        site.add(f"Новость {number}")
    site.keep_copy()
    site.per_page = 100
    result = await reader.poll()
    assert result.pages <= 2
    assert len(site.asked) < 6


async def test_edits_come_as_changes_not_as_news(site: Site, reader: Reader) -> None:
    await reader.poll()
    post = site.add("Ошибка в заголовке")
    await reader.poll()
    site.edit(post, title="Верный заголовок", html="<p>Поправленный текст</p>")
    await reader.poll()
    assert reader.delivered == [reader.edits[0]] and len(reader.edits) == 1
    assert "Верный заголовок" in reader.titles()


async def test_a_new_slug_a_moved_date_and_a_return_are_no_news(site: Site, reader: Reader) -> None:
    post = site.add("Та же новость")
    await reader.poll()
    site.change_slug(post, "ta-zhe-novost-2")
    await reader.poll()
    site.edit(post, date=reader.hands.now)
    await reader.poll()
    site.edit(post, status="trash")
    await reader.poll()
    site.edit(post, status="publish")
    await reader.poll(force_full=True)
    assert reader.delivered == [] and reader.edits == []
    assert len(reader.stored) == 4


async def test_plugin_off_and_on_again_is_no_news_and_leaks_no_markup(site: Site, reader: Reader) -> None:
    await reader.poll()
    site.add("[:ru]Школа открыта[:kk]Мектеп ашылды[:]", "[:ru]<p>В Талгаре.</p>[:kk]<p>Талғарда.</p>[:]")
    await reader.poll()
    site.plugin = False
    await reader.poll(force_full=True)
    languages = {edition.language for edition in reader.stored[reader.delivered[0]].editions}
    site.plugin = True
    await reader.poll(force_full=True)
    assert languages == {"ru", "kk"}
    assert len(reader.delivered) == 1
    assert not any("[:" in title for title in reader.titles())


async def test_a_footer_and_excerpts_switched_on_are_no_news(site: Site, reader: Reader) -> None:
    site.add("Длинная", "<p>" + "слово " * 40 + "</p>")
    await reader.poll()
    site.footer = True
    await reader.poll(force_full=True)
    assert reader.edits == []
    site.excerpts = True
    await reader.poll(force_full=True)
    assert reader.delivered == []
    assert not any("появились" in article.editions[0].html for article in reader.stored.values())


async def test_an_untranslated_edition_is_left_out(site: Site, hands: object, reader: Reader) -> None:
    reader.source = Source("dala-kk", f"{site.url}/kk/feed/")
    await reader.poll()
    site.add("[:ru]Только по-русски[:]", "[:ru]<p>Текст</p>[:]")
    site.add("[:ru]Обе[:kk]Екеуі[:]", "[:ru]<p>Текст</p>[:kk]<p>Мәтін</p>[:]")
    result = await reader.poll()
    assert reader.delivered_titles() == ["Екеуі"]
    assert [skip.reason for skip in result.skipped] == ["untranslated edition"]


async def test_protected_private_and_draft_posts_never_show(site: Site, reader: Reader) -> None:
    await reader.poll()
    secret = site.add("Секрет", password="x")
    for status in ("draft", "private", "pending"):
        site.add(f"Не готово {status}", status=status)
    site.add("Назавтра", status="future", minutes_ago=-60)
    result = await reader.poll()
    assert reader.delivered == [] and [skip.reason for skip in result.skipped] == ["password-protected"]
    site.edit(secret, password="")
    await reader.poll()
    await reader.poll(after_minutes=60, force_full=True)
    assert reader.delivered_titles() == ["Секрет", "Назавтра"]


async def test_a_post_dated_ahead_comes_once_and_is_dated_now(site: Site, reader: Reader) -> None:
    await reader.poll()
    site.add("Из будущего", minutes_ago=-30)
    await reader.poll()
    await reader.poll(force_full=True)
    assert reader.delivered_titles() == ["Из будущего"]
    published = reader.stored[reader.delivered[0]].published
    assert published is not None and published <= reader.hands.now


async def test_a_back_dated_post_comes_once(site: Site, reader: Reader) -> None:
    await reader.poll()
    site.edit(site.add("Задним числом", minutes_ago=60 * 24 * 60))
    await reader.poll()
    await reader.poll(force_full=True)
    assert reader.delivered_titles() == ["Задним числом"]


async def test_an_older_copy_undoes_no_edit_and_repeats_nothing(site: Site, reader: Reader) -> None:
    post = site.add("Первый вариант")
    await reader.poll()
    site.keep_copy()
    reader.hands.pass_time(minutes=1)
    site.edit(post, title="Второй вариант")
    site.add("Свежая")
    copy, site._copy = site._copy, None
    await reader.poll()
    site._copy = copy
    stale = await reader.poll(force_full=True)
    site.drop_copy()
    await reader.poll(force_full=True)
    assert stale.warnings == ("an older copy of the feed was served",)
    assert reader.delivered_titles() == ["Свежая"]
    assert reader.edits == [reader.stored[next(g for g in reader.stored if g.endswith(f"p={post.id}"))].guid]


FAILURES: list[tuple[Fault, str]] = [
    ("500", "http"), ("503", "http"), ("404", "http"), ("html", "not-a-feed"), ("empty", "not-a-feed"),
    ("garbage", "not-a-feed"), ("json", "not-a-feed"), ("no-items", "not-a-feed"), ("close", "connect"),
    ("hang", "timeout"), ("drip", "timeout"), ("redirect-loop", "http"), ("entity-bomb", "ill-formed"),
    ("gzip-bomb", "too-large"), ("broken-gzip", "ill-formed"), ("big", "too-large"),
]  # fmt: skip


@pytest.mark.parametrize(("fault", "kind"), FAILURES)
async def test_a_bad_answer_is_one_clear_line_and_harms_nothing(
    site: Site, reader: Reader, hasty_web: Web, fault: Fault, kind: str
) -> None:
    await reader.poll()
    before, state = dict(reader.stored), reader.state
    site.fault = fault
    site.add("Новость во время беды")
    patient, reader.web = reader.web, hasty_web if fault in {"hang", "drip"} else reader.web
    bad = await reader.poll()
    reader.web = patient
    assert bad.problem is not None and bad.problem.kind == kind
    line = str(bad.problem)
    assert line.startswith("dala: ") and "\n" not in line and len(line) < 200
    assert reader.stored == before
    assert (reader.state.failures, reader.state.failing_since) == (1, reader.hands.now)
    assert (reader.state.etag, reader.state.read_at) == (state.etag, state.read_at)
    site.fault = None
    good = await reader.poll()
    assert good.problem is None and reader.state.failures == 0 and reader.state.problem == ""
    assert reader.delivered_titles() == ["Новость во время беды"]


async def test_retry_after_is_handed_on(site: Site, reader: Reader) -> None:
    site.fault = "503"
    assert (await reader.poll()).hints.retry_after == 120


async def test_half_a_feed_gives_its_whole_entries_and_the_rest_later(site: Site, reader: Reader) -> None:
    await reader.poll()
    for number in range(5):
        site.add(f"Новость {number}", f"<p>Полный текст {number}</p>")
    site.fault = "half"
    half = await reader.poll()
    assert half.problem is None and half.warnings and 0 < len(reader.delivered) < 5
    site.fault = None
    await reader.poll()
    assert len(reader.delivered) == len(set(reader.delivered)) == 5
    assert reader.edits == []


@pytest.mark.parametrize("fault", ["control", "bad-byte", "nul"])
async def test_stray_bytes_spoil_nothing(site: Site, reader: Reader, fault: Fault) -> None:
    await reader.poll()
    site.add("Әділет және құқық")
    site.fault = fault
    result = await reader.poll()
    assert result.problem is None and not result.warnings
    assert reader.delivered_titles() == ["Әділет және құқық"]
    assert reader.stored[reader.delivered[0]].categories == ("Новости",)


async def test_a_post_that_lost_its_id_in_a_broken_feed_is_refused(site: Site, reader: Reader) -> None:
    await reader.poll()
    site.add("Без имени", lost_id=True)
    site.add("С именем")
    site.fault = "half"
    await reader.poll()
    assert not any("post-4" in guid for guid in reader.delivered)


@pytest.mark.parametrize("path", ["/feed/", "/feed/atom/", "/feed/rdf/", "/feed/rss/"])
async def test_every_format_delivers_once(site: Site, reader: Reader, path: str) -> None:
    reader.source = Source("dala", site.url + path)
    await reader.poll()
    site.add("«Кокпар» — финал & награды")
    await reader.poll()
    await reader.poll(force_full=True)
    assert reader.delivered_titles() == ["«Кокпар» — финал & награды"]


async def test_rss_and_atom_of_one_site_share_their_identities(site: Site, reader: Reader) -> None:
    await reader.poll()
    reader.source = Source("dala", f"{site.url}/feed/atom/")
    await reader.poll(force_full=True)
    assert len(reader.stored) == 3


async def test_a_moved_feed_is_followed_and_never_remembered(site: Site, reader: Reader) -> None:
    site.redirects["/old-feed/"] = "/feed/"
    reader.source = Source("dala", f"{site.url}/old-feed/")
    await reader.poll()
    await reader.poll()
    assert len(site.asked_for("/old-feed/")) == 2 and len(reader.stored) == 3


async def test_a_source_name_never_comes_with_credentials(site: Site, reader: Reader) -> None:
    reader.source = Source("dala", site.feed_url.replace("http://", "http://user:secret@") + "?token=hidden")
    site.fault = "500"
    line = str((await reader.poll()).problem)
    assert "secret" not in line and "hidden" not in line and "127.0.0.1" in line


async def test_cache_control_and_ttl_are_handed_on(site: Site, reader: Reader) -> None:
    site.ttl, site.cache_control = 45, "public, max-age=900"
    hints = (await reader.poll()).hints
    assert (hints.ttl, hints.max_age) == (45 * 60, 900)


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://a.kz/feed/", "https://a.kz/feed/?paged=2"),
        ("https://a.kz/?feed=rss2", "https://a.kz/?feed=rss2&paged=2"),
        ("https://a.kz/feed/?paged=7", "https://a.kz/feed/?paged=2"),
    ],
)
def test_page_address(url: str, expected: str) -> None:
    assert page_address(url, 2) == expected
