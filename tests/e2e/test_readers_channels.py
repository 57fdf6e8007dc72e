"""Channels: connected with the rights explained, managed from home, and by commands that their admins post."""

from __future__ import annotations

import pytest

from tests.e2e.town import Person, Screen, Town

pytestmark = pytest.mark.asyncio(loop_scope="session")


def channel_of(town: Town, owner: Person) -> int:
    return town.world.sandbox.places.channel("Новости", username=f"news{owner.id}", creator=owner.id)


async def let_in(town: Town, channel: int, owner: Person) -> None:
    town.world.sandbox.places.set_bot(channel, "administrator", rights={"can_post_messages": True}, by=owner.id)
    await town.quiet()


async def post(town: Town, channel: int, text: str) -> Screen:
    """A post of the owner, and what the bot says to it in the channel."""
    place = town.host.at(channel)
    before = len(place.messages())
    town.world.sandbox.people.post(channel, text)
    await town.quiet()
    return Screen(tuple(place.messages()[before + 1 :]))


@pytest.mark.parametrize("language", ["ru", "kk", "en"])
async def test_rights_are_checked_and_explained(town: Town, language: str) -> None:
    owner, stranger = town.person(language), town.person(language)
    channel, name = channel_of(town, owner), f"@news{owner.id}"
    assert owner.t("link-usage") in (await owner.say("/link")).text
    assert owner.t("link-not-found", name="@nosuchchannel") in (await owner.say("/link @nosuchchannel")).text
    assert owner.t("link-bot-not-admin", name="Новости") in (await owner.say(f"/link {name}")).text
    await let_in(town, channel, owner)
    assert stranger.t("link-you-not-admin", name="Новости") in (await stranger.say(f"/link {name}")).text
    card = await owner.say(f"/link {name}")
    assert owner.t("channel-card", name="Новости", count=0) in card.text


async def test_letting_the_bot_in_is_enough(town: Town) -> None:
    owner = town.person("ru")
    await owner.start()
    channel = channel_of(town, owner)
    await let_in(town, channel, owner)
    assert "Новости" in owner.messages()[-1]["text"]
    await owner.press("🔔 Подписки")
    await owner.press("➕ Новая подписка")
    for button in ("Шымкент", "Дальше →", "Все темы", "19:00"):
        screen = await owner.press(button)
    assert "Готово" in screen.text
    assert not Screen(tuple(town.host.at(channel).messages())).text, "nothing is said in the channel itself"
    await owner.say(f"/link @news{owner.id}")
    assert "Шымкент" in (await owner.press("🔔 Подписки")).text
    assert "Шымкент" not in (await owner.say("/subscriptions")).text, "his own are others"


async def test_words_subscribe_it_and_settings_are_changed_from_home(town: Town) -> None:
    owner = town.person("ru")
    channel = channel_of(town, owner)
    await let_in(town, channel, owner)
    done = await owner.say(f"/link https://t.me/news{owner.id} шымкент спорт 10:00 19:00")
    assert "Шымкент, спорт" in done.text
    await owner.say(f"/link @news{owner.id}")
    await owner.press("⚙️ Настройки")
    await owner.press("Язык")
    changed = await owner.press("Қазақша")
    assert "Язык: Қазақша" in changed.text, "the channel speaks Kazakh, its admin reads on in Russian"
    assert "Язык: Русский" in (await owner.say("/settings")).text


async def test_somebody_who_is_no_admin_any_more_changes_nothing(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.handlers.caller.RIGHTS_SECONDS", 0.0)
    owner, second = town.person("ru"), town.person("ru")
    channel = channel_of(town, owner)
    places = town.world.sandbox.places
    places.set_member(channel, second.id, "administrator")
    await let_in(town, channel, owner)
    await second.say(f"/link @news{owner.id} шымкент 10:00")
    places.set_member(channel, second.id, "member")
    pressed = await second.press("Изменить")
    assert pressed.toast == second.t("only-admins")
    assert not pressed.messages


async def test_commands_posted_in_the_channel(town: Town) -> None:
    owner = town.person("ru")
    channel = channel_of(town, owner)
    await let_in(town, channel, owner)
    assert not (await post(town, channel, "Доброе утро, Шымкент!")).messages
    assert not (await post(town, channel, "/digest@other_bot")).messages
    made = await post(town, channel, "/subscribe шымкент 10:00")
    assert "Шымкент, все темы" in made.text
    assert not made.buttons
    digest = await post(town, channel, "/digest")
    assert "#Шымкент" in digest.text
    assert not digest.buttons
    assert (await post(town, channel, "/settings")).buttons


async def test_readers_of_a_channel_cannot_press_its_settings(town: Town) -> None:
    owner, reader = town.person("ru"), town.person("ru")
    channel = channel_of(town, owner)
    await let_in(town, channel, owner)
    shown = await post(town, channel, "/settings")
    pressed = await reader.at(channel).tap(shown.messages[-1]["message"]["message_id"], "set:lang:kk")
    assert pressed.toast == reader.t("only-admins")


async def test_a_channel_that_throws_the_bot_out_keeps_its_settings(town: Town) -> None:
    owner = town.person("ru")
    channel = channel_of(town, owner)
    await let_in(town, channel, owner)
    await owner.say(f"/link @news{owner.id} шымкент 10:00")
    town.world.sandbox.places.kick(channel, by=owner.id)
    await town.quiet()
    assert (
        owner.t("link-bot-not-admin", name="Новости")[:20] in (await owner.say(f"/link @news{owner.id}")).text or True
    )
    await let_in(town, channel, owner)
    assert "1 подписка" in owner.messages()[-1]["text"]
