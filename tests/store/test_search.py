from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.models import REGIONS, TOPICS, Scope, StoryFilter
from bot.store import Store, documents

from .making import NOW, analysis, incoming, ingest, later


async def titles(store: Store, **wanted: Any) -> list[str]:
    page = await store.find(StoryFilter(**wanted), limit=20, now=NOW)
    assert page.total == len(page.stories) == await store.count(StoryFilter(**wanted))
    return [story.editions[0].title for story in page.stories]


@pytest.fixture
async def archive(store: Store) -> Store:
    """Five stories, one an hour, the first the newest."""
    news = [
        analysis("школ открыт талгар", regions=["KZ-19"], topics=["education"], places=["196230100"]),
        analysis("мектеп жанга", language="kk", regions=["KZ-19", "KZ-75"], topics=["education", "social"]),
        analysis("хоккей кубок", regions=["KZ-71"], topics=["sport"]),
        analysis("бюджет стран школ", topics=["economy"]),
        analysis("париж выставк", topics=["culture"], scope=Scope.FOREIGN),
    ]
    for hours, one in enumerate(news):
        await ingest(store, incoming(str(hours), one, at=later(hours=-hours)))
    return store


FINDS: list[tuple[dict[str, Any], str]] = [
    ({}, "ШМХБП"),
    ({"regions": ("KZ-19",)}, "ШМ"),
    ({"regions": ("KZ-71", "KZ-75")}, "МХ"),
    ({"places": ("196230100",)}, "Ш"),
    ({"places": ("196230100",), "regions": ("KZ-71",)}, "ШХ"),
    ({"topics": ("education",)}, "ШМ"),
    ({"topics": ("social", "sport")}, "МХ"),
    ({"regions": ("KZ-19",), "topics": ("social",)}, "М"),
    ({"regions": ("KZ-71",), "topics": ("education",)}, ""),
    ({"words": ("школ",)}, "ШБ"),
    ({"words": ("школ", "бюджет")}, "Б"),
    ({"words": ("школ",), "regions": ("KZ-19",)}, "Ш"),
    ({"words": ("школ",), "topics": ("economy", "sport")}, "Б"),
    ({"words": ("школ",), "languages": ("kk",)}, ""),
    ({"words": ("школ",), "excluded": ("бюджет",)}, "Ш"),
    ({"words": ("нет",)}, ""),
    ({"words": ("—",)}, ""),
    ({"excluded": ("школ", "кубок")}, "МП"),
    ({"excluded": ("—",)}, "ШМХБП"),
    ({"muted_topics": ("education", "sport")}, "БП"),
    ({"languages": ("kk",)}, "М"),
    ({"scopes": (Scope.NATIONAL, Scope.FOREIGN)}, "БП"),
    ({"since": later(hours=-2)}, "ШМХ"),
    ({"until": later(hours=-2)}, "БП"),
    ({"regions": ("KZ-19",), "since": later(minutes=-30)}, "Ш"),
    ({"words": ("школ",), "since": later(minutes=-30)}, "Ш"),
    ({"words": ("школ",), "until": later(minutes=-30)}, "Б"),
    ({"after_seq": 3}, "БП"),
    ({"after_seq": 1, "until_seq": 4, "regions": ("KZ-19", "KZ-71")}, "МХ"),
    ({"after_seq": 1, "topics": ("education",), "muted_topics": ("sport",)}, "М"),
]


async def test_find(archive: Store) -> None:
    for wanted, expected in FINDS:
        assert "".join(title[0] for title in await titles(archive, **wanted)) == expected, wanted


async def test_pages_follow_each_other_and_totals_are_those_of_all(archive: Store) -> None:
    pages = [await archive.find(StoryFilter(), limit=2, offset=offset, now=NOW) for offset in (0, 2, 4, 6)]
    assert [len(page.stories) for page in pages] == [2, 2, 1, 0]
    assert {page.total for page in pages} == {5}
    ids = [story.id for page in pages for story in page.stories]
    assert len(set(ids)) == 5


async def test_many_regions_and_topics_at_once(archive: Store) -> None:
    assert len(await titles(archive, regions=REGIONS, topics=TOPICS)) == 3


async def test_words_are_never_query_syntax(archive: Store) -> None:
    for word in ('"', "школ OR", "NOT", "шко*", "(", "a:b", "' OR 1=1 --", "covid-19", "школ AND", "^школ", "{x}"):
        page = await archive.find(StoryFilter(words=(word,), excluded=(word, "кубок")), limit=5, now=NOW)
        assert page.total <= 2


async def test_ranked_prefers_the_relevant_and_the_recent(store: Store) -> None:
    await ingest(store, incoming("a", analysis("школ школ школ открыт"), at=later(days=-2)))
    await ingest(store, incoming("b", analysis("в длинном тексте один раз школ " + "слово " * 80), at=later(days=-1)))
    await ingest(store, incoming("c", analysis("школ школ школ закрыт"), at=later(days=-400)))
    found = await store.find(StoryFilter(words=("школ",)), limit=5, now=NOW, ranked=True)
    assert [story.editions[0].url[-1] for story in found.stories] == ["a", "b", "c"]


async def test_a_word_is_found_however_long_ago_it_was_written(store: Store) -> None:
    ages = (0, 1, 9, 40, 300, 2000, 9000)
    await ingest(store, *(incoming(str(days), analysis("школ"), at=later(days=-days)) for days in ages))
    found = await store.find(StoryFilter(words=("школ",)), limit=9, now=NOW)
    assert [story.editions[0].url.rpartition("/")[2] for story in found.stories] == [str(days) for days in ages]
    between = StoryFilter(words=("школ",), since=later(days=-301), until=later(days=-5))
    assert (await store.find(between, limit=9, now=NOW)).total == 3


@given(
    st.integers(0, 20_000), st.integers(0, 20_000), st.lists(st.floats(1.3, 64), max_size=8), st.integers(0, 2**32 - 1)
)
def test_a_stretch_holds_exactly_what_lies_behind_its_beginning(
    one: int, other: int, factors: list[float], number: int
) -> None:
    last, earlier = sorted(((one << 32) + number, (other << 32) + number), reverse=True)
    stretch = documents.Stretch(last)
    for factor in factors:
        longer = stretch.longer(factor)
        assert longer.first < stretch.first or longer.first == 0
        stretch = longer
    for width in range(documents.WIDEST + 1):
        inside = documents.span_word(earlier, width) in stretch.words()
        assert inside == (width == stretch.width and earlier >= stretch.first)
    assert len(stretch.words()) <= 4


@given(st.integers(0, 20_000), st.integers(0, 20_000))
def test_a_stretch_grows_until_it_holds_all_that_is_asked_for(one: int, other: int) -> None:
    last, first = sorted((one << 32, other << 32), reverse=True)
    stretch = documents.Stretch(last)
    steps = 0
    while stretch.first > first:
        stretch, steps = stretch.longer(64, first), steps + 1
    assert steps <= 3
    assert stretch.words()[0] == documents.span_word(stretch.first, stretch.width)


async def test_counts_by_region(archive: Store) -> None:
    assert await archive.counts_by_region(StoryFilter()) == {"KZ-19": 2, "KZ-71": 1, "KZ-75": 1}
    assert await archive.counts_by_region(StoryFilter(topics=("education",), since=later(minutes=-5))) == {"KZ-19": 1}
    assert await archive.counts_by_region(StoryFilter(words=("кубок",))) == {"KZ-71": 1}


async def test_misspelt_words_become_the_nearest_known_ones(store: Store) -> None:
    await ingest(store, incoming("1", analysis("школ маслихат бюджет бюджет министерств")))
    await ingest(store, incoming("2", analysis("школа бюджет")))
    suggested = await store.suggest_words(("щкол", "шокл", "бюджет", "маслехат", "минестерстав", "xyz", "аааааааа"))
    assert suggested == {"щкол": "школ", "шокл": "школ", "маслехат": "маслихат", "минестерстав": "министерств"}


async def test_similar_stories_share_words(archive: Store) -> None:
    (page,) = [await archive.find(StoryFilter(words=("талгар",)), limit=1, now=NOW)]
    similar = await archive.similar(page.stories[0].id, 5, NOW)
    assert [story.editions[0].title for story in similar] == ["Бюджет стран школ"]
    assert await archive.similar(999, 5, NOW) == ()


async def test_candidates_are_reprints_first_then_neighbours(store: Store) -> None:
    signature = tuple(range(64))
    terms = {"мост": 0.8, "талгар": 0.6}
    one = analysis("мост талгар", regions=["KZ-19"], signature=signature, terms=terms)
    other = analysis("мост открыт", regions=["KZ-19"], signature=tuple(range(100, 164)), terms={"мост": 1.0})
    far = analysis("концерт", regions=["KZ-19"], terms={"концерт": 1.0})
    kk = analysis("копир", language="kk", regions=["KZ-19"], signature=signature)
    for guid, each in {"far": far, "other": other, "one": one, "kk": kk}.items():
        await ingest(store, incoming(guid, each))
    await ingest(store, incoming("old", one, at=later(days=-9)))
    reprint = analysis("мост в талгаре", regions=["KZ-35"], signature=signature, terms=terms)
    window: dict[str, Any] = {"since": later(days=-3), "until": later(days=3)}

    found = await store.candidates([reprint], **window)
    assert [candidate.analysis.title for candidate in found] == ["Мост талгар"]
    assert (found[0].analysis.signature, found[0].analysis.terms) == (signature, terms)
    assert (found[0].source, found[0].published) == ("altyn-orda", NOW)

    neighbour = analysis("талгар мост", regions=["KZ-19"], terms=terms)
    found = await store.candidates([neighbour], **window)
    assert [candidate.analysis.title for candidate in found] == ["Мост талгар", "Мост открыт", "Концерт"]
    assert len(await store.candidates([neighbour], **window, limit=2)) == 2
