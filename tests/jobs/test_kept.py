"""What is kept of a sent message is enough to say it again."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.digest.amending import means_something_else
from bot.jobs.kept import digest_from, digest_json, entry_from, entry_json, frame_of, profile_from, profile_json
from bot.models import LANGUAGES, REGIONS, TOPICS, Block, Digest, Entry, Layout, Profile

NOW = datetime(2026, 11, 23, 3, 0, tzinfo=UTC)

texts = st.text(max_size=40)
entries = st.builds(
    Entry,
    story_id=st.integers(1, 10**9),
    seq=st.integers(1, 10**9),
    title=texts,
    url=texts,
    sentences=st.lists(texts, max_size=3).map(tuple),
    published=st.integers(0, 10**6).map(lambda seconds: NOW - timedelta(seconds=seconds)),
    source_title=texts,
    language=st.sampled_from(LANGUAGES),
    region=st.none() | st.sampled_from(REGIONS),
    topic=st.none() | st.sampled_from(TOPICS),
    outlets=st.integers(1, 9),
    other=st.lists(st.tuples(st.sampled_from(LANGUAGES), texts), max_size=2).map(tuple),
    image=st.none() | texts,
    corrected=st.booleans(),
    withdrawn=st.booleans(),
)
profiles = st.builds(
    Profile,
    regions=st.lists(st.sampled_from(REGIONS), max_size=3).map(tuple),
    topics=st.lists(st.sampled_from(TOPICS), max_size=3).map(tuple),
    keywords=st.lists(texts, max_size=2).map(tuple),
    layout=st.sampled_from(Layout),
    items=st.integers(1, 20),
    post=st.booleans(),
)


@given(profiles, st.lists(entries, min_size=1, max_size=4), st.booleans())
def test_a_digest_comes_back_as_it_was_sent(profile: Profile, shown: list[Entry], weekly: bool) -> None:
    digest = Digest(
        profile=profile,
        since=NOW - timedelta(days=1),
        until=NOW,
        blocks=(Block("KZ-19", None, tuple(shown)),),
        total=len(shown) + 3,
        shown=len(shown),
        until_seq=77,
        weekly=weekly,
        counts={"KZ-19": 5} if weekly else {},
        previous={"KZ-19": 3} if weekly else {},
    )
    assert digest_from(json.loads(json.dumps(digest_json(digest)))) == digest


@given(entries)
def test_an_entry_comes_back(entry: Entry) -> None:
    assert entry_from(json.loads(json.dumps(entry_json(entry)))) == entry


@given(profiles)
def test_a_profile_comes_back_and_unknown_fields_do_no_harm(profile: Profile) -> None:
    kept = json.loads(json.dumps(profile_json(profile)))
    assert profile_from({**kept, "of_another_version": 1}) == profile


def test_a_post_of_a_channel_has_no_buttons() -> None:
    assert frame_of(Profile(post=True), "token").token is None
    assert frame_of(Profile(post=True), "token").hashtags
    assert frame_of(Profile(), "token").token == "token"


TOLD = Entry(1, 1, "В Талгаре открыли школу на 900 мест", "u", ("Сдали 2 корпуса.",), NOW, "Вестник", "ru", "KZ-19")


@pytest.mark.parametrize(
    ("changes", "other"),
    [
        ({"title": "В Талгаре открыли школу на 600 мест"}, True),
        ({"title": "В Талгаре закрыли школу на 900 мест"}, True),
        ({"sentences": ("Сдали 3 корпуса.",), "edition_version": 2}, True),
        ({"sentences": ("Сдали 3 корпуса.",)}, False),  # the same text, worded anew by a language model
        ({"region": "KZ-33"}, True),
        ({"withdrawn": True}, True),
        ({"title": "В Талгаре открыли школу — на 900 мест!"}, False),
        ({"sentences": ("Сдали, наконец, 2 корпуса.",)}, False),
        ({"image": "https://example.kz/a.jpg", "outlets": 3}, False),
    ],
)
def test_what_is_a_correction(changes: dict[str, object], other: bool) -> None:
    assert means_something_else(TOLD, replace(TOLD, **changes)) is other  # type: ignore[arg-type]  # a table of fields
