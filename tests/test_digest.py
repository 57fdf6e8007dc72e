"""What a reader gets: which edition, which sentences, which stories and in what order."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot import digest as digests
from bot.digest import compose, corrected, entry_of, filter_of, merged, wants, with_utm, worth_sending
from bot.models import REGIONS, TOPICS, Digest, Profile, Scope, Story
from tests.render.making import NOW, edition, passage, story

DAY = timedelta(days=1)


def composed(stories: list[Story], *profiles: Profile, cursor: int = -1, **changes: object) -> Digest:
    members = [(profile, cursor) for profile in profiles]
    given_ = {"since": NOW - DAY, "until": NOW, "until_seq": 99, "now": NOW} | changes
    return compose(members, stories, **given_)  # type: ignore[arg-type]  # keyword by keyword


def ids(digest: Digest) -> list[int]:
    return [entry.story_id for block in digest.blocks for entry in block.entries]


def hours(number: float) -> timedelta:
    return timedelta(hours=number)


# --- the edition -------------------------------------------------------------------------------------------------

BILINGUAL = story(
    1,
    editions=(
        edition(10, "ru", url="https://a.kz/ru/1"),
        edition(11, "kk", url="https://a.kz/kk/1", title="Талғарда мектеп ашылды"),
        edition(20, "kk", url="https://b.kz/kk/1", source="b", published=NOW),
    ),
)


@pytest.mark.parametrize(
    ("language", "news", "chosen", "others"),
    [
        ("ru", ("ru", "kk"), "ru", ["https://a.kz/kk/1"]),
        ("kk", ("ru", "kk"), "kk", ["https://a.kz/ru/1"]),
        ("en", ("kk", "ru"), "kk", ["https://a.kz/ru/1"]),
        ("ru", ("kk",), "kk", []),
        ("ru", ("ru",), "ru", []),
    ],
)
def test_own_language_first_and_the_other_edition_of_the_same_article_linked(
    language: str, news: tuple[str, ...], chosen: str, others: list[str]
) -> None:
    entry = entry_of(BILINGUAL, Profile(language=language, news_languages=news))
    assert entry is not None
    assert entry.language == chosen
    assert [url for _, url in entry.other] == others


def test_no_edition_in_the_readers_languages_is_no_entry() -> None:
    assert entry_of(BILINGUAL, Profile(language="en", news_languages=("en",))) is None


def test_a_language_that_cannot_be_told_is_better_than_nothing() -> None:
    entry = entry_of(story(editions=(edition(1, "und"),)), Profile())
    assert entry is not None
    assert entry.language == "und"


def test_of_several_outlets_the_first_that_says_something() -> None:
    bare = edition(10, sentences=(), lead="", published=NOW - hours(9), source_title="Первый")
    full = edition(20, published=NOW - hours(8), source_title="Второй")
    later = edition(30, published=NOW - hours(7), source_title="Третий")
    entry = entry_of(story(editions=(later, bare, full), outlets=3), Profile())
    assert entry is not None
    assert (entry.source_title, entry.outlets) == ("Второй", 3)


@pytest.mark.parametrize(
    ("language", "kazakh", "shown"),
    [("kk", "Алтын Орда", "Алтын Орда"), ("ru", "Алтын Орда", "Золотая Орда"), ("kk", "", "Золотая Орда")],
)
def test_a_source_is_called_as_the_readers_language_calls_it(language: str, kazakh: str, shown: str) -> None:
    made = story(editions=(edition(10, source_title="Золотая Орда", source_title_kk=kazakh),))
    entry = entry_of(made, Profile(language=language))
    assert entry is not None
    assert entry.source_title == shown


def test_a_picture_comes_from_any_edition() -> None:
    made = story(editions=(edition(10), edition(11, "kk", image="https://a.kz/1.jpg")))
    entry = entry_of(made, Profile())
    assert entry is not None
    assert entry.image == "https://a.kz/1.jpg"


# --- the sentences -----------------------------------------------------------------------------------------------

REPORT = story(
    1,
    topics=("politics", "education", "agriculture"),
    regions=("KZ-19", "KZ-33"),
    editions=(
        edition(
            10,
            sentences=("Аким области отчитался перед населением.", "Он назвал итоги года."),
            passages=(
                passage("Аким области отчитался перед населением.", "politics"),
                passage("В Талгаре построили школу. Трёхсменных школ больше нет.", "education", regions=("KZ-19",)),
                passage("В Талдыкоргане отремонтируют колледж.", "education", regions=("KZ-33",)),
            ),
        ),
    ),
)  # fmt: skip


@pytest.mark.parametrize(
    ("profile", "sentences"),
    [
        (Profile(), ("Аким области отчитался перед населением.", "Он назвал итоги года.")),
        (
            Profile(topics=("politics", "education")),
            ("Аким области отчитался перед населением.", "Он назвал итоги года."),
        ),
        (
            Profile(topics=("education",), regions=("KZ-19",)),
            ("В Талгаре построили школу.", "Трёхсменных школ больше нет."),
        ),
        (Profile(topics=("education",), regions=("KZ-33",)), ("В Талдыкоргане отремонтируют колледж.",)),
        (Profile(topics=("agriculture",)), ("Аким области отчитался перед населением.", "Он назвал итоги года.")),
    ],
)
def test_the_sentences_that_matter_for_this_reader(profile: Profile, sentences: tuple[str, ...]) -> None:
    entry = entry_of(REPORT, profile)
    assert entry is not None
    assert entry.sentences == sentences


def test_sentences_stay_whole_and_within_the_length() -> None:
    made = story(editions=(edition(1, sentences=("а" * 300 + ".", "б" * 90 + ".", "в" * 90 + ".")),))
    entry = entry_of(made, Profile(), max_chars=400)
    assert entry is not None
    assert [len(sentence) for sentence in entry.sentences] == [301, 91]
    first_only = entry_of(made, Profile(), max_chars=100)
    assert first_only is not None
    assert len(first_only.sentences) == 1


def test_the_lead_stands_in_for_a_missing_summary() -> None:
    entry = entry_of(story(editions=(edition(1, sentences=(), lead="Одно предложение."),)), Profile())
    assert entry is not None
    assert entry.sentences == ("Одно предложение.",)


# --- which stories -----------------------------------------------------------------------------------------------


def test_fresh_before_old_and_many_outlets_before_one() -> None:
    old = story(1, published=NOW - hours(20))
    fresh = story(2, published=NOW - hours(2))
    wide = story(3, published=NOW - hours(6), outlets=6)
    assert ids(composed([old, fresh, wide], Profile(regions=("KZ-19",)))) == [3, 2, 1]


def test_a_pinned_story_leads_whatever_its_age() -> None:
    pinned = story(1, published=NOW - hours(23), pinned=True)
    fresh = [story(number, published=NOW - hours(1), outlets=9) for number in range(2, 9)]
    assert ids(composed([*fresh, pinned], Profile(regions=("KZ-19",))))[0] == 1


def test_the_own_region_as_first_beats_the_own_region_as_second() -> None:
    aside = story(1, regions=("KZ-71", "KZ-19"), published=NOW - hours(3))
    main = story(2, regions=("KZ-19",), published=NOW - hours(4))
    digest = composed([aside, main], Profile(regions=("KZ-19",)))
    assert ids(digest) == [2, 1]
    assert {entry.region for block in digest.blocks for entry in block.entries} == {"KZ-19"}


def test_the_own_district_first() -> None:
    other = story(1, published=NOW - hours(2))
    district = story(2, places=("196600000",), published=NOW - hours(9))
    profile = Profile(regions=("KZ-19",), places=("196600000",))
    assert ids(composed([other, district], profile))[0] == 2


def test_what_is_muted_hidden_or_seen_stays_out() -> None:
    profile = Profile(regions=("KZ-19",), muted_topics=("sport",), muted_words=("футбол",))
    stories = [
        story(1, topics=("sport", "education")),
        story(2, topics=("education", "sport")),
        story(3, hidden=True),
        story(4, regions=("KZ-71",)),
        story(5, editions=(edition(50, title="Большой футбол пришёл в аул"),)),
    ]
    assert ids(composed(stories, profile)) == [2]
    assert ids(composed([story(7), story(8)], profile, cursor=7)) == [8]


def test_a_pinned_story_is_not_muted() -> None:
    assert wants(Profile(muted_topics=("education",)), story(pinned=True))


def test_no_story_twice_and_the_count_is_that_of_the_store() -> None:
    digest = composed([story(1), story(1), story(2)], Profile(regions=("KZ-19",)), total=12)
    assert sorted(ids(digest)) == [1, 2]
    assert (digest.total, digest.shown) == (12, 2)


def test_only_when_there_are_enough() -> None:
    profile = Profile(regions=("KZ-19",), min_stories=3)
    assert not worth_sending(composed([story(1), story(2)], profile))
    assert worth_sending(composed([story(1), story(2), story(3)], profile))
    assert not worth_sending(composed([], Profile()))


# --- blocks ------------------------------------------------------------------------------------------------------


def test_one_region_has_blocks_by_topic() -> None:
    stories = [
        story(1, topics=("education",), published=NOW - hours(5)),
        story(2, topics=("sport",), published=NOW - hours(1)),
        story(3, topics=("education",), published=NOW - hours(9)),
    ]
    digest = composed(stories, Profile(regions=("KZ-19",)))
    assert [(block.topic, [entry.story_id for entry in block.entries]) for block in digest.blocks] == [
        ("sport", [2]),
        ("education", [1, 3]),
    ]


def test_several_regions_have_blocks_in_the_readers_order_and_none_is_forgotten() -> None:
    busy = [story(number, regions=("KZ-75",), published=NOW - hours(1), outlets=5) for number in range(1, 9)]
    quiet = story(20, regions=("KZ-62",), published=NOW - hours(22))
    digest = composed([*busy, quiet], Profile(regions=("KZ-62", "KZ-33", "KZ-75"), items=5))
    assert [block.region for block in digest.blocks] == ["KZ-62", "KZ-75"]
    assert digest.shown == 5
    assert 20 in ids(digest)


def test_more_regions_than_items_still_show_one_each() -> None:
    stories = [story(number, regions=(region,)) for number, region in enumerate(REGIONS[:8], 1)]
    assert composed(stories, Profile(regions=REGIONS[:8], items=3)).shown == 8


def test_the_whole_country_is_not_one_city() -> None:
    city = [story(number, regions=("KZ-75",), published=NOW - hours(1)) for number in range(1, 10)]
    others = [story(10 + n, regions=(region,), published=NOW - hours(3)) for n, region in enumerate(REGIONS[:3])]
    digest = composed([*city, *others], Profile(items=5))
    assert Counter(block.region for block in digest.blocks for _ in block.entries)["KZ-75"] <= 3


def test_national_news_closes_a_digest_of_the_country() -> None:
    digest = composed(
        [story(1, regions=(), scope=Scope.NATIONAL, published=NOW), story(2), story(3, regions=("KZ-71",))], Profile()
    )
    assert [block.region for block in digest.blocks][-1] is None


def test_one_story_stands_alone() -> None:
    digest = composed([story(1)], Profile(regions=("KZ-19",)))
    assert [(block.region, block.topic) for block in digest.blocks] == [(None, None)]


def test_subscriptions_that_are_due_together_come_as_one() -> None:
    schools = Profile(regions=("KZ-19",), topics=("education",), items=3)
    sport = Profile(regions=("KZ-75",), topics=("sport",), items=7, min_stories=2)
    stories = [
        story(1, regions=("KZ-19",), topics=("education",)),
        story(2, regions=("KZ-19",), topics=("sport",)),
        story(3, regions=("KZ-75",), topics=("sport",)),
    ]
    digest = composed(stories, schools, sport)
    assert sorted(ids(digest)) == [1, 3]
    assert digest.profile.regions == ("KZ-19", "KZ-75")
    assert digest.profile.items == 7


def test_merging_keeps_what_all_mute_and_what_any_asks() -> None:
    one = Profile(regions=("KZ-19",), topics=("sport",), muted_words=("футбол", "бокс"), excluded=("ремонт",))
    two = Profile(regions=("KZ-19", "KZ-33"), topics=(), muted_words=("бокс",))
    both = merged([one, two])
    assert both.regions == ("KZ-19", "KZ-33")
    assert both.topics == ()
    assert both.muted_words == ("бокс",)
    assert both.excluded == ()
    assert merged([one, Profile()]).regions == ()


def test_a_digest_behind_a_cursor_tells_from_its_oldest_story() -> None:
    stories = [story(5, published=NOW - hours(5)), story(6, published=NOW - hours(2))]
    since = NOW - timedelta(days=7)
    assert composed(stories, Profile(), cursor=4, since=since).since == NOW - hours(5)
    assert composed(stories, Profile(), since=since).since == since
    assert composed(stories, Profile(), cursor=4, since=since, weekly=True).since == since


def test_the_figures_of_a_week() -> None:
    stories = [story(1), story(2), story(3, regions=("KZ-33",))]
    digest = composed(stories, Profile(regions=("KZ-19", "KZ-33")), weekly=True, previous={"KZ-19": 5})
    assert digest.counts == {"KZ-19": 2, "KZ-33": 1}
    assert digest.previous == {"KZ-19": 5}


STORIES = st.lists(
    st.builds(
        lambda number, regions, topics, age, outlets, pinned: story(
            number,
            regions=tuple(regions),
            topics=tuple(topics),
            published=NOW - timedelta(minutes=age),
            outlets=outlets,
            pinned=pinned,
        ),
        st.integers(1, 40),
        st.lists(st.sampled_from(REGIONS), max_size=3, unique=True),
        st.lists(st.sampled_from(TOPICS), max_size=3, unique=True),
        st.integers(0, 5000),
        st.integers(1, 9),
        st.booleans(),
    ),
    max_size=25,
)
PROFILES = st.builds(
    Profile,
    regions=st.lists(st.sampled_from(REGIONS), max_size=8, unique=True).map(tuple),
    topics=st.lists(st.sampled_from(TOPICS), max_size=3, unique=True).map(tuple),
    muted_topics=st.lists(st.sampled_from(TOPICS), max_size=3, unique=True).map(tuple),
    items=st.integers(1, 20),
)


@given(STORIES, st.lists(PROFILES, min_size=1, max_size=3), st.integers(-1, 20))
@settings(max_examples=60, deadline=None)
def test_any_digest_keeps_its_promises(stories: list[Story], profiles: list[Profile], cursor: int) -> None:
    digest = composed(stories, *profiles, cursor=cursor)
    shown = ids(digest)
    assert len(shown) == len(set(shown)) == digest.shown <= max(20, digest.profile.items)
    assert digest.shown <= digest.total
    assert all(block.entries for block in digest.blocks)
    wanted = {one.id for one in stories if one.seq > cursor and any(wants(profile, one) for profile in profiles)}
    assert set(shown) <= wanted
    assert bool(shown) == bool(wanted)
    assert composed(stories, *profiles, cursor=cursor) == digest


# --- filters, links, corrections ---------------------------------------------------------------------------------


def test_the_filter_says_what_the_profile_says() -> None:
    profile = Profile(
        regions=("KZ-19",), topics=("education",), keywords=("школы",), excluded=("ремонта",), muted_words=("футбол",),
        muted_topics=("sport",), language="kk", news_languages=("ru", "kk"),
    )  # fmt: skip
    made = filter_of(profile, after_seq=7, since=NOW, stem=lambda word: (word[:4],))
    assert (made.words, made.excluded) == (("школ",), ("ремо", "футб"))
    assert (made.after_seq, made.since, made.include_silent) == (7, NOW, False)
    assert made.languages == ("kk", "ru")
    assert made.muted_topics == ("sport",)


@pytest.mark.parametrize(
    ("url", "marks", "marked"),
    [
        ("https://a.kz/1", "", "https://a.kz/1"),
        ("https://a.kz/1", "utm_source=aimaq", "https://a.kz/1?utm_source=aimaq"),
        (
            "https://a.kz/?p=1#x",
            "?utm_source=aimaq&utm_medium=tg",
            "https://a.kz/?p=1&utm_source=aimaq&utm_medium=tg#x",
        ),
        ("https://a.kz/?utm_source=rss", "utm_source=aimaq", "https://a.kz/?utm_source=rss"),
        ("https://[", "utm_source=aimaq", "https://["),
    ],
)
def test_marks_of_links(url: str, marks: str, marked: str) -> None:
    assert with_utm(url, marks) == marked


def test_marks_are_those_of_the_source() -> None:
    entry = entry_of(BILINGUAL, Profile(), utm={"altyn-orda": "utm_source=aimaq"})
    assert entry is not None
    assert entry.url.endswith("?utm_source=aimaq")
    assert entry.other[0][1].endswith("?utm_source=aimaq")


def test_a_sent_digest_is_marked_where_stories_changed() -> None:
    sent = composed([story(1), story(2), story(3), story(4)], Profile(regions=("KZ-19",)))
    renamed = story(1, editions=(edition(10, title="В Талгаре открыли школу на 600 мест", version=2),))
    again = corrected(sent, {1: renamed, 2: None, 3: replace(story(3), hidden=True), 4: story(4)})
    marks = {e.story_id: (e.corrected, e.withdrawn) for block in again.blocks for e in block.entries}
    assert marks == {1: (True, False), 2: (False, True), 3: (False, True), 4: (False, False)}
    assert ids(again) == ids(sent)
    assert corrected(sent, {}) == sent


def test_the_default_stem_is_the_word_itself() -> None:
    assert digests.as_typed("су") == ("су",)
