"""`@bot words` in any chat: cards in the asker's language, page by page, with nothing of his own in them."""

from __future__ import annotations

from typing import Any

import pytest

from tests.e2e.town import Person, Town

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def ask(town: Town, person: Person, words: str, offset: str = "") -> dict[str, Any]:
    return dict(await town.world.sandbox.people.ask_inline(person.id, words, offset=offset))


@pytest.mark.parametrize(("language", "word"), [("ru", "Шымкент"), ("kk", "Шымкент"), ("en", "Shymkent")])
async def test_cards_are_in_the_askers_language(town: Town, language: str, word: str) -> None:
    reader, since = town.person(language), town.requests
    answer = await ask(town, reader, word)
    assert answer["results"]
    assert word in answer["results"][0]["description"]
    assert answer["cache_time"] > 0
    assert answer["is_personal"], "another reader's language must not come out of a cache"
    assert not town.refusals(since)


async def test_pages_follow_each_other(town: Town) -> None:
    reader = town.person("ru")
    seen: list[str] = []
    offset = ""
    for _ in range(10):
        answer = await ask(town, reader, "", offset)
        seen += [one["id"] for one in answer["results"]]
        offset = answer["next_offset"]
        if not offset:
            break
    assert len(seen) == len(set(seen)) >= 15


@pytest.mark.parametrize("offset", ["x", "-1", "99999999999", "²"])
async def test_an_offset_that_was_never_given(town: Town, offset: str) -> None:
    assert (await ask(town, town.person("ru"), "шымкент", offset))["button"]


async def test_nothing_found_leads_to_the_bot(town: Town) -> None:
    reader = town.person("kk")
    answer = await ask(town, reader, "абвгдежз")
    assert answer["results"] == []
    assert answer["button"]["text"] == reader.t("inline-none")
    assert answer["button"]["start_parameter"]


async def test_a_card_that_was_shared(town: Town) -> None:
    sharer, friend = town.person("ru"), town.person("kk")
    await friend.start()
    await sharer.say("/subscribe шымкент, вода 08:00")
    answer = await ask(town, sharer, "шымкент")
    town.world.sandbox.people.choose(sharer.id, answer["id"], answer["results"][0]["id"], friend.id)
    await town.quiet()
    card = town.world.sandbox.people.transcript(friend.id)[-1]
    assert "Шымкент" in card["text"]
    assert str(sharer.id) not in str(card["message"].get("reply_markup"))
