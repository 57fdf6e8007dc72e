"""Labelled lines are scored as the textbook says."""

from __future__ import annotations

import json

import pytest

from bot.analysis.evaluate import Report, Score, Section, evaluate

SCHOOL = {
    "title": "В Талдыкоргане открыли школу",
    "html": "<p>В Талдыкоргане открыли школу на 600 мест. Учителей пригласили из районов области Жетысу.</p>",
    "published": "2024-09-02T10:00:00+05:00",
    "lang": "ru",
    "regions": ["KZ-33"],
    "topics": ["education"],
}
ABROAD = {
    "title": "В Анкаре прошёл саммит",
    "html": "<p>Главы Турции и Азербайджана встретились в Анкаре. Саммит продлился два дня.</p>",
    "lang": "ru",
    "regions": [],
    "topics": ["world"],
}


def report(*labelled: object) -> Report:
    return evaluate(json.dumps(line) for line in labelled)


def section(found: Report, name: str, language: str | None = None) -> Section:
    return next(one for one in found.sections if (one.name, one.language) == (name, language))


def test_precision_recall_and_f1() -> None:
    score = Score("education", right=6, wrong=2, missed=4)
    assert score.precision == pytest.approx(0.75)
    assert score.recall == pytest.approx(0.6)
    assert score.f1 == pytest.approx(2 / 3)
    assert score.support == 10


def test_nothing_expected_and_nothing_given_is_perfect() -> None:
    score = Score("none", 0, 0, 0)
    assert (score.precision, score.recall, score.f1) == (1, 1, 1)


def test_articles_that_are_all_right() -> None:
    found = report(SCHOOL, ABROAD)
    assert (found.articles, found.queries, found.pairs) == (2, 0, 0)
    assert found.confusions == ()
    for name in ("regions", "topics", "language"):
        assert section(found, name).macro_f1 == 1
    assert section(found, "regions").none_exact == 1
    assert section(found, "regions").primary == 1
    assert section(found, "topics", "ru").lines == 2


def test_a_wrong_label_is_counted_against_both_classes() -> None:
    found = report(SCHOOL | {"topics": ["sport"]}, ABROAD)
    topics = section(found, "topics")
    scores = {score.id: score for score in topics.classes}
    assert (scores["sport"].missed, scores["education"].wrong, scores["world"].right) == (1, 1, 1)
    assert topics.macro_f1 == pytest.approx(1 / 3)
    assert topics.micro.f1 == pytest.approx(0.5)
    assert topics.exact == 0.5
    confusion = found.confusions[0]
    assert (confusion.expected, confusion.given, confusion.times) == ("sport", "education", 1)
    assert confusion.examples == (SCHOOL["title"],)


def test_a_region_where_none_is_expected() -> None:
    found = report(SCHOOL | {"regions": []})
    assert section(found, "regions").none_exact == 0
    assert section(found, "regions").primary is None


def test_labels_that_are_absent_are_not_judged() -> None:
    found = report({"title": "В Таразе", "html": "<p>Открыли школу.</p>"})
    assert found.articles == 1
    assert found.sections == ()


def test_questions() -> None:
    found = report(
        {
            "query": "школы алматинской области за неделю",
            "regions": ["KZ-19"],
            "topics": ["education"],
            "period": "week",
            "keywords": [],
        },
        {"query": "баталов", "regions": [], "topics": ["sport"], "period": None, "keywords": ["Баталова"]},
    )
    assert found.queries == 2
    assert section(found, "query regions").exact == 1
    assert section(found, "query period").exact == 1
    assert section(found, "query keywords").exact == 1
    assert section(found, "query topics").exact == 0.5
    assert section(found, "query").exact == 0.5


def test_pairs_by_their_kind() -> None:
    found = report(
        {"a": SCHOOL, "b": SCHOOL, "same": True, "kind": "reprint"},
        {"a": SCHOOL, "b": ABROAD, "same": False, "kind": "unrelated"},
        {"a": SCHOOL, "b": ABROAD, "same": True, "kind": "event"},
    )
    assert found.pairs == 3
    assert section(found, "pair").micro.recall == 0.5
    assert section(found, "pair").micro.precision == 1
    assert section(found, "pair: reprint").exact == 1
    assert section(found, "pair: event").exact == 0


def test_unreadable_lines_are_listed_and_the_rest_goes_on() -> None:
    found = evaluate(["{", "[]", "", json.dumps({"title": "no text"}), json.dumps(SCHOOL)])
    assert [number for number, _ in found.skipped] == [1, 2, 4]
    assert found.articles == 1
