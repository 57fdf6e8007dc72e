"""`aimaq explain` answers every line of JSON, whatever it is."""

from __future__ import annotations

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.analysis.explain import explain, explain_line

ARTICLE = {
    "id": 7,
    "title": "В Талдыкоргане открыли школу",
    "html": "<p>В Талдыкоргане открыли школу на 600 мест. Учителей пригласили из районов области Жетысу.</p>",
    "published": "2024-09-02T10:00:00+05:00",
}


def test_an_article() -> None:
    answer = explain_line(json.dumps(ARTICLE), 1)
    assert list(answer) == ["id", "language", "regions", "topics", "summary", "passages"]
    assert answer["id"] == 7
    assert answer["language"] == "ru"
    assert answer["regions"][0]["id"] == "KZ-33"
    assert set(answer["regions"][0]) == {"id", "score", "evidence"}
    assert answer["topics"][0]["id"] == "education"
    assert answer["summary"].startswith("В Талдыкоргане открыли школу на 600 мест.")
    assert set(answer["passages"][0]) == {"text", "topics", "regions"}
    assert json.loads(json.dumps(answer)) == answer


def test_a_question() -> None:
    line = json.dumps({"id": "q1", "query": "что нового в алматинской области по школам за неделю"})
    assert explain_line(line, 1) == {
        "id": "q1",
        "regions": ["KZ-19"],
        "topics": ["education"],
        "period": "week",
        "keywords": [],
    }


def test_a_pair() -> None:
    side = {"title": ARTICLE["title"], "html": ARTICLE["html"]}
    answer = explain_line(json.dumps({"a": side, "b": side}), 1)
    assert answer["same"] is True
    assert list(answer) == ["id", "same", "score"]
    assert answer["id"] is None


def test_pairs_that_came_far_apart_are_two_events() -> None:
    a = ARTICLE | {"published": "2021-01-01T00:00:00"}
    assert explain_line(json.dumps({"a": a, "b": ARTICLE}), 1)["same"] is False


@pytest.mark.parametrize(
    ("line", "part"),
    [
        ("{", "not JSON"),
        ("nonsense", "not JSON"),
        ("[1]", "a list"),
        ("null", "null"),
        ("12", "a number"),
        ('"text"', "a text"),
        ("{}", "none of"),
        ('{"title": "T"}', '"html" is missing'),
        ('{"title": 5, "html": ""}', '"title" is to be a text'),
        ('{"title": "T", "html": "", "published": "yesterday"}', "ISO 8601"),
        ('{"title": "T", "html": "", "published": "0001-01-01T00:00:00+23:00"}', "ISO 8601"),
        ('{"query": null}', '"query" is to be a text'),
        ('{"a": {"title": "", "html": ""}}', '"b" is to be an object'),
        ('{"a": {"title": ""}, "b": {}}', '"html" is missing'),
        ("[" * 100_000, "not JSON"),
    ],
)
def test_a_line_that_is_no_such_object(line: str, part: str) -> None:
    answer = explain_line(line, 42)
    assert list(answer) == ["error", "line"]
    assert part in answer["error"]
    assert answer["line"] == 42


def test_the_rest_goes_on() -> None:
    lines = ['{"query": "спорт"}\n', "broken\n", "\n", '{"query": "дороги"}\n']
    answers = list(explain(lines))
    assert [answer.get("topics") for answer in answers] == [["sport"], None, ["infrastructure"]]
    assert answers[1]["line"] == 2


def test_an_empty_article_has_no_answers() -> None:
    answer = explain_line('{"title": "", "html": ""}', 1)
    assert answer["regions"] == answer["topics"] == answer["passages"] == []
    assert answer["summary"] == ""
    assert answer["language"] == "und"


def test_broken_surrogates_can_be_written() -> None:
    answer = explain_line(
        '{"id": "\\ud800", "title": "Школа \\udc00", "html": "<p>Открыли школу \\ud83d в Таразе.</p>"}', 1
    )
    assert json.dumps(answer, ensure_ascii=False).encode("utf-8")


scalars = st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=80))


@settings(max_examples=80)
@given(
    st.dictionaries(
        st.sampled_from(["id", "title", "html", "query", "a", "b", "published"]),
        scalars | st.dictionaries(st.sampled_from(["title", "html"]), scalars),
    )
)
def test_any_object_is_answered(fields: dict[str, object]) -> None:
    answer = explain_line(json.dumps(fields), 3)
    assert json.dumps(answer, ensure_ascii=False).encode("utf-8")


@settings(max_examples=60)
@given(st.text())
def test_any_line_is_answered(line: str) -> None:
    assert isinstance(explain_line(line, 1), dict)


@pytest.mark.parametrize(
    "html",
    [
        "<div>" * 20_000,
        "слово " * 150_000,
        "😀" * 50_000,
        "<p>" + "\u202eשלום " * 20_000,
        "А. " * 100_000,
        "[:ru]" * 50_000,
        " " * 200_000 + ".",
        "ә" * 100_000,
        "Абайский район, " * 4_000,
    ],
    ids=[
        "nested",
        "a megabyte",
        "emoji",
        "right to left",
        "tiny sentences",
        "openers",
        "white space",
        "one word",
        "shared districts",
    ],
)
def test_hostile_articles_are_answered(html: str) -> None:
    answer = explain_line(json.dumps({"title": "Школа", "html": html}), 1)
    assert "error" not in answer
    assert len(answer["summary"]) <= 400
