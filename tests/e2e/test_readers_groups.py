"""Groups and forums: who may change what, what is answered, one subscription per topic, moving house, coming back."""

from __future__ import annotations

import pytest

from tests.e2e.town import Person, Town

pytestmark = pytest.mark.asyncio(loop_scope="session")

ORDER = {"ru": "шымкент 08:00", "kk": "шымкент 08:00", "en": "Shymkent 08:00"}


@pytest.mark.parametrize("language", ["ru", "kk", "en"])
async def test_only_admins_change_settings(town: Town, language: str) -> None:
    member = town.person(language)
    group = await town.group(member)
    admin = town.host.at(group)
    settings = await admin.say("/settings")
    await admin.tap(settings.messages[-1]["message"]["message_id"], f"set:lang:{language}")
    there = member.at(group)
    for command in (f"/subscribe {ORDER[language]}", "/quiet off", "/forget", "/export", "/start"):
        said = await there.say(command)
        assert member.t("only-admins") in said.text, command
    assert (await there.say("/subscriptions")).messages
    assert (await there.say("/region шымкент")).messages


async def test_a_member_cannot_press_what_an_admin_can(town: Town) -> None:
    member = town.person("ru")
    group = await town.group(member)
    admin = town.host.at(group)
    made = await admin.say("/subscribe шымкент 08:00")
    for data in (*(data for _, data in made.data()), "set:lang:kk", "forget:yes", "ob:d:0:0:ru:0800", "mt:sport:-"):
        pressed = await member.at(group).tap(made.messages[-1]["message"]["message_id"], data)
        assert pressed.toast == member.t("only-admins"), data
        assert pressed.alert
        assert not pressed.messages
    assert (await admin.press("Изменить")).messages


async def test_what_a_group_has_stored_is_sent_to_its_admin_alone(town: Town) -> None:
    person = town.person("ru")
    group = await town.group(person)
    town.world.sandbox.places.set_member(group, person.id, "administrator")
    there = person.at(group)
    await there.say("/subscribe шымкент 08:00")
    stranger = await there.say("/export")
    assert person.t("export-write-first") in stranger.text
    assert stranger.buttons == [person.t("button-open-private")]
    hidden = town.host.at(group, anonymous=True)
    assert person.t("export-anonymous") in (await hidden.say("/export")).text
    await person.start()
    assert person.t("export-sent") in (await there.say("/export")).text
    assert person.messages()[-1]["message"]["document"]["file_name"] == f"aimaq-{group}.json"
    pressed = await there.tap(stranger.messages[-1]["message"]["message_id"], "export")
    assert pressed.toast == person.t("export-sent")
    assert not [one for one in there.messages() if "document" in one["message"]]


async def test_admins_who_hide_behind_the_group_may_and_strange_channels_may_not(town: Town) -> None:
    stranger = town.person("ru")
    group = await town.group(stranger)
    hidden = town.host.at(group, anonymous=True)
    assert "Готово" in (await hidden.say("/subscribe шымкент 08:00")).text
    channel = town.world.sandbox.places.channel("Чужой канал", creator=stranger.id)
    in_its_name = stranger.at(group, as_chat=channel)
    assert stranger.t("only-admins") in (await in_its_name.say("/subscribe астана 08:00")).text


async def test_a_new_admin_may_at_once_after_telegram_told_of_him(town: Town) -> None:
    member = town.person("ru")
    group = await town.group(member)
    places = town.world.sandbox.places
    places.set_member(group, member.id, "administrator")
    assert "Готово" in (await member.at(group).say("/subscribe шымкент 08:00")).text


async def test_the_bot_answers_only_what_is_meant_for_it(town: Town) -> None:
    member = town.person("ru")
    group = await town.group(member, bot="administrator")  # hears everything that is said
    there = member.at(group)
    for talk in ("доброе утро", "шымкент", "/digest@other_bot", "/nosuchcommand", "что нового в астане?"):
        assert not (await there.say(talk)).messages, talk
    answer = await there.say("/region@aimaq_sandbox_bot шымкент")
    assert "Шымкент" in answer.text
    number = answer.messages[-1]["message"]["message_id"]
    assert "Астана" in (await there.say("а в астане?", reply_to=number)).text
    assert not (await there.say("спасибо!", reply_to=number)).messages
    other = town.world.sandbox.people.say(member.id, "кто поедет?", group)
    assert not (await there.say("шымкент", reply_to=other)).messages


async def test_words_are_taken_from_a_reply_only(town: Town) -> None:
    group = await town.group(town.person("ru"), bot="administrator")
    admin = town.host.at(group)
    await admin.say("/subscribe шымкент 08:00")
    await admin.press("Изменить")
    asked = await admin.press("🔤 Слова")
    assert admin.t("answer-by-reply") in asked.text
    assert not (await admin.say("я потом отвечу")).messages
    number = asked.messages[-1]["message"]["message_id"]
    assert "«вода»" in (await admin.say("вода", reply_to=number)).text


async def test_a_refusal_is_whispered_where_the_server_can(town: Town) -> None:
    member = town.person("ru")
    group = await town.group(member, bot="administrator")
    said = await member.at(group).say("/subscribe шымкент 08:00")
    assert said.messages[-1]["message"]["receiver_user"]["id"] == member.id
    assert not (await town.host.at(group).say("доброе утро")).messages


async def test_settings_asked_for_in_a_whisper_are_whispered(town: Town) -> None:
    group = await town.group(town.person("ru"))
    admin = town.host.at(group)
    town.world.sandbox.people.say_ephemerally(admin.id, "/settings", group)
    await town.quiet()
    shown = [one for one in admin.messages() if one["message"].get("ephemeral_message_id")]
    assert admin.t("settings-title") in shown[-1]["text"]
    await admin.press("Вид дайджеста")
    changed = await admin.press("set:layout:rich")
    assert admin.t("layout-rich") in changed.text
    assert all(one["message"]["message_id"] == 0 for one in changed.messages)
    await admin.press("x")
    assert not [one for one in admin.messages() if one["message"].get("ephemeral_message_id")]


async def test_the_welcome_tells_what_an_admin_can_do(town: Town) -> None:
    group = await town.group(town.person("ru"))
    assert "/subscribe" in town.host.at(group).messages()[-1]["text"]


async def test_a_group_that_becomes_a_supergroup_keeps_everything(town: Town) -> None:
    places = town.world.sandbox.places
    group = places.group("Двор", members=[town.person("ru").id], creator=town.host.id, bot="member")
    admin = town.host.at(group)
    await admin.say("/subscribe шымкент, спорт 08:00")
    await admin.say("/quiet 22:00-07:00")
    moved = town.host.at(places.migrate(group))
    await town.quiet()
    assert "Шымкент, спорт" in (await moved.say("/subscriptions")).text
    assert "22:00–07:00" in (await moved.say("/settings")).text
    assert "Готово" in (await moved.say("/subscribe астана 09:00")).text


async def test_a_kick_keeps_the_settings_and_a_return_finds_them(town: Town) -> None:
    places = town.world.sandbox.places
    group = await town.group(town.person("ru"))
    admin = town.host.at(group)
    await admin.say("/subscribe шымкент, спорт 08:00")
    places.kick(group, by=town.host.id)
    await town.quiet()
    places.set_bot(group, "member", by=town.host.id)
    await town.quiet()
    assert "Шымкент, спорт" in (await admin.say("/subscriptions")).text


async def test_a_reader_who_blocked_the_bot_finds_everything_again(town: Town) -> None:
    reader = town.person("kk")
    await reader.say("/subscribe шымкент 08:00")
    town.world.sandbox.places.block(reader.id)
    await town.quiet()
    town.world.sandbox.places.unblock(reader.id)
    await reader.sees(reader.t("welcome-back-suspended")[:30])
    assert "Шымкент" in (await reader.say("/subscriptions")).text


# --- forums ------------------------------------------------------------------------------------------------------


async def forum(town: Town) -> tuple[int, Person]:
    """A forum in which the bot may manage topics, and its admin."""
    number = await town.group(town.person("ru"), topics=["Общее"])
    town.world.sandbox.places.set_bot(number, "administrator", rights={"can_manage_topics": True}, by=town.host.id)
    return number, town.host.at(number)


def topics(town: Town, group: int) -> dict[str, int]:
    return {one["name"]: one["id"] for one in town.world.sandbox.places.topics(group) if not one["closed"]}


async def test_a_topic_for_each_region_is_made_and_repaired(town: Town) -> None:
    group, admin = await forum(town)
    await admin.say("/forum")
    await admin.press("Шымкент")
    await admin.press("Астана")
    done = await admin.press(admin.t("button-ready"))
    assert "2 новые темы" in done.text
    made = topics(town, group)
    assert {"Шымкент", "Астана"} <= set(made)
    town.world.sandbox.places.delete_topic(group, made["Шымкент"])
    town.world.sandbox.places.close_topic(group, made["Астана"])
    again = await admin.say("/forum шымкент, астана, алматы")
    assert "1 новая тема, восстановлено: 2" in again.text
    after = topics(town, group)
    assert {"Шымкент", "Астана", "Алматы"} <= set(after)
    assert after["Шымкент"] != made["Шымкент"]
    assert "3." in (await admin.say("/subscriptions")).text
    assert "новых тем нет" in (await admin.say("/forum шымкент")).text


async def test_forum_explains_what_is_missing(town: Town) -> None:
    plain_group = await town.group(town.person("ru"))
    admin = town.host.at(plain_group)
    assert admin.t("forum-not-forum") in (await admin.say("/forum")).text
    without_right = await town.group(town.person("ru"), topics=[])
    admin = town.host.at(without_right)
    assert admin.t("forum-no-right") in (await admin.say("/forum шымкент")).text


async def test_a_subscription_belongs_to_the_topic_where_it_was_made(town: Town) -> None:
    group, admin = await forum(town)
    thread = town.world.sandbox.places.add_topic(group, "Спорт", by=admin.id)
    inside = town.host.at(group, thread=thread)
    made = await inside.say("/subscribe весь казахстан спорт 08:00")
    assert made.messages[-1]["message"]["message_thread_id"] == thread
    digest = await inside.say("/digest")
    assert digest.messages[-1]["message"]["message_thread_id"] == thread
