"""What counts as an edit."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.jobs.fingerprint import fingerprint, is_edited
from bot.models import RawArticle, RawEdition

RU = RawEdition("ru", "В Талгаре открыли школу", "<p>Школа на 300 мест открыта в <b>Талгаре</b>.</p>")
KK = RawEdition("kk", "Талғарда мектеп ашылды", "<p>Талғарда 300 орындық мектеп ашылды.</p>")
BOTH = RawArticle("dala", "dala.kz/?p=1", "https://dala.kz/shkola/", (RU, KK))
ALONE = replace(BOTH, editions=(replace(RU, language=None),))
EXCERPT = replace(ALONE, editions=(replace(RU, language=None, html="<p>Школа на […]</p>"),), excerpt_only=True)


@pytest.mark.parametrize(
    ("before", "after", "edited"),
    [
        (ALONE, ALONE, False),
        (ALONE, replace(ALONE, image="https://dala.kz/1.jpg", categories=("Новости",), author="А. С."), False),
        (ALONE, replace(ALONE, url="http://www.dala.kz/shkola/?utm_source=rss"), False),
        (ALONE, replace(ALONE, url="https://dala.kz/novaya-shkola/"), True),
        (ALONE, replace(ALONE, editions=(replace(ALONE.editions[0], title="В Талгаре открыли две школы"),)), True),
        (ALONE, replace(ALONE, editions=(replace(ALONE.editions[0], html="<p>Школа на 600 мест.</p>"),)), True),
        (
            ALONE,
            replace(ALONE, editions=(replace(ALONE.editions[0], html=RU.html.replace("<p>", '<p class="x">')),)),
            False,
        ),
        (ALONE, BOTH, True),
        (BOTH, ALONE, False),
        (BOTH, replace(BOTH, editions=(RU,)), True),
        (BOTH, replace(ALONE, url="https://dala.kz/novaya-shkola/"), True),
        (ALONE, EXCERPT, False),
        (EXCERPT, ALONE, True),
        (EXCERPT, replace(EXCERPT, editions=(replace(EXCERPT.editions[0], title="Школа в Талгаре"),)), True),
    ],
)
def test_edits(before: RawArticle, after: RawArticle, edited: bool) -> None:
    assert is_edited(after, fingerprint(before)) is edited


@given(st.text(), st.text(), st.text())
def test_any_text_has_one_fingerprint(title: str, html: str, url: str) -> None:
    raw = RawArticle("dala", "1", url, (RawEdition("ru", title, html), RawEdition(None, html, title)))
    assert not is_edited(raw, fingerprint(raw))


def test_a_fingerprint_of_an_older_kind_means_an_edit() -> None:
    assert is_edited(ALONE, "0123456789abcdef")
