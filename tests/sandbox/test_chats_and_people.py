"""What happens around the bot: groups, forums, channels, migration, inline mode, ephemeral messages."""

from __future__ import annotations

import asyncio

import pytest
from aiogram import Bot
from aiogram.exceptions import TelegramBadRequest, TelegramForbiddenError, TelegramMigrateToChat
from aiogram.types import (
    ChatMemberAdministrator,
    EphemeralMessageParameters,
    InlineQueryResultArticle,
    InputTextMessageContent,
    Message,
    Update,
)

from bot.sandbox import Sandbox
from tests.sandbox.connecting import connect, keyboard


async def fresh(bot: Bot) -> list[Update]:
    """The updates that came since the last look."""
    updates = await bot.get_updates()
    if updates:
        await bot.get_updates(offset=updates[-1].update_id + 1)
    return updates


@pytest.fixture
def owner(sandbox: Sandbox) -> int:
    return sandbox.places.user(name="Марат", started=True)


async def test_typing_reaches_the_bot_with_its_entities(bot: Bot, sandbox: Sandbox, reader: int) -> None:
    sandbox.people.start(reader, "r-KZ-19")
    sandbox.people.share_location(reader, 43.3, 77.24)
    start, place = [update.message for update in await fresh(bot)]
    assert start is not None
    assert (start.text, start.from_user and start.from_user.language_code) == ("/start r-KZ-19", "ru")
    assert start.entities is not None
    assert start.entities[0].type == "bot_command"
    assert place is not None
    assert place.location is not None


async def test_a_tap_is_answered_once(bot: Bot, sandbox: Sandbox, reader: int) -> None:
    await bot.send_message(reader, "Регион?", reply_markup=keyboard([("Алматы", "r:75"), ("Дальше →", "next")]))
    tap = asyncio.create_task(sandbox.people.press(reader, "Дальше"))
    await asyncio.sleep(0)
    query = (await fresh(bot))[0].callback_query
    assert query is not None
    assert query.data == "next"
    await bot.answer_callback_query(query.id, "Готово", show_alert=True)
    assert await tap == {"text": "Готово", "show_alert": True, "url": ""}
    with pytest.raises(TelegramBadRequest, match="query is too old"):
        await bot.answer_callback_query(query.id)


async def test_a_tap_answered_too_late_is_refused(paced: Sandbox, hand_clock: object) -> None:
    bot = connect(paced)
    reader = paced.places.user(started=True)
    try:
        await bot.send_message(reader, "Регион?", reply_markup=keyboard([("А", "a")]))
        assert await paced.people.press(reader, "А", timeout=0) == {}
        query = (await fresh(bot))[0].callback_query
        hand_clock.pass_by(16)  # type: ignore[attr-defined]  # the fixture's clock
        assert query is not None
        with pytest.raises(TelegramBadRequest, match="query is too old"):
            await query.answer().as_(bot)
    finally:
        await bot.session.close()


async def test_in_a_group_the_bot_hears_what_is_meant_for_it(
    bot: Bot, sandbox: Sandbox, reader: int, owner: int
) -> None:
    group = sandbox.places.group("Соседи", members=[reader], creator=owner)
    await fresh(bot)
    said = await bot.send_message(group, "Здравствуйте")
    sandbox.people.say(reader, "просто разговор", group)
    sandbox.people.say(reader, "/digest@other_bot", group)
    sandbox.people.say(reader, "/digest@aimaq_sandbox_bot", group)
    sandbox.people.say(reader, "/help", group)
    sandbox.people.say(reader, "спасибо", group, reply_to=said.message_id)
    sandbox.people.say(reader, "@aimaq_sandbox_bot вода", group)
    heard = [update.message.text for update in await fresh(bot) if update.message]
    assert heard == ["/digest@aimaq_sandbox_bot", "/help", "спасибо", "@aimaq_sandbox_bot вода"]
    sandbox.places.set_bot(group, "administrator")
    sandbox.people.say(reader, "и это", group)
    assert [update.message.text for update in await fresh(bot) if update.message] == ["и это"]


async def test_hidden_admins_and_channels_speak_in_a_name(bot: Bot, sandbox: Sandbox, owner: int) -> None:
    group = sandbox.places.supergroup("Редакция", creator=owner, bot="administrator")
    channel = sandbox.places.channel("Вести", creator=owner, bot="administrator", username="vesti_talgara")
    await fresh(bot)
    sandbox.people.say(owner, "/settings", group, anonymous=True)
    sandbox.people.say(owner, "/settings", group, as_chat=channel)
    sandbox.people.post(channel, "Открыт набор")
    hidden, named, post = await fresh(bot)
    assert hidden.message is not None
    assert hidden.message.from_user is not None
    assert hidden.message.sender_chat is not None
    assert (hidden.message.from_user.id, hidden.message.sender_chat.id) == (1087968824, group)
    assert named.message is not None
    assert named.message.sender_chat is not None
    assert named.message.sender_chat.id == channel
    assert post.channel_post is not None
    assert (await bot.send_message("@vesti_talgara", "Привет")).chat.id == channel


async def test_a_group_grows_up(bot: Bot, sandbox: Sandbox, reader: int, owner: int) -> None:
    group = sandbox.places.group("Соседи", members=[reader], creator=owner)
    await fresh(bot)
    big = sandbox.places.migrate(group)
    updates = await fresh(bot)
    assert [update.event_type for update in updates] == ["message", "message", "my_chat_member", "my_chat_member"]
    first, second = updates[0].message, updates[1].message
    assert first is not None
    assert second is not None
    assert (first.migrate_to_chat_id, second.migrate_from_chat_id) == (big, group)
    with pytest.raises(TelegramMigrateToChat) as moved:
        await bot.send_message(group, "Кто здесь?")
    assert moved.value.migrate_to_chat_id == big
    assert await bot.send_message(big, "Все здесь")


async def test_blocking_and_coming_back_are_told(bot: Bot, sandbox: Sandbox, reader: int) -> None:
    sandbox.places.block(reader)
    sandbox.people.say(reader, "я вернулась")
    out, back, word = await fresh(bot)
    assert out.my_chat_member is not None
    assert back.my_chat_member is not None
    assert (out.my_chat_member.new_chat_member.status, back.my_chat_member.new_chat_member.status) == (
        "kicked",
        "member",
    )
    assert word.message is not None
    assert await bot.send_message(reader, "С возвращением")


async def test_a_public_channel_shows_itself_but_not_its_members(bot: Bot, sandbox: Sandbox, owner: int) -> None:
    sandbox.places.channel("Вести", creator=owner, username="vesti_talgara")
    assert (await bot.get_chat("@vesti_talgara")).title == "Вести"
    with pytest.raises(TelegramForbiddenError, match="bot is not a member of the channel chat"):
        await bot.get_chat_administrators("@vesti_talgara")


async def test_changes_of_members_come_to_an_admin_who_asks(
    bot: Bot, sandbox: Sandbox, reader: int, owner: int
) -> None:
    group = sandbox.places.supergroup("Соседи", creator=owner, bot="administrator")
    await bot.get_updates(allowed_updates=["chat_member"])
    sandbox.places.set_member(group, reader, "administrator")
    change = (await fresh(bot))[-1].chat_member
    assert change is not None
    assert (change.old_chat_member.status, change.new_chat_member.status) == ("left", "administrator")


async def test_kicked_and_called_back(bot: Bot, sandbox: Sandbox, owner: int) -> None:
    group = sandbox.places.supergroup("Соседи", creator=owner)
    await fresh(bot)
    sandbox.places.kick(group, by=owner)
    change = [update.my_chat_member for update in await fresh(bot) if update.my_chat_member]
    assert [(each.old_chat_member.status, each.new_chat_member.status) for each in change] == [("member", "kicked")]
    with pytest.raises(TelegramForbiddenError, match="bot was kicked from the supergroup chat"):
        await bot.send_message(group, "Новость")
    sandbox.places.set_bot(group, "member", by=owner)
    assert await bot.send_message(group, "Новость")
    await bot.leave_chat(group)
    with pytest.raises(TelegramForbiddenError, match="bot is not a member of the supergroup chat"):
        await bot.send_message(group, "Новость")


async def test_members_and_rights(bot: Bot, sandbox: Sandbox, reader: int, owner: int) -> None:
    group = sandbox.places.supergroup("Редакция", members=[reader], creator=owner, bot="administrator")
    sandbox.places.set_member(group, reader, "administrator", rights={"can_pin_messages": False}, anonymous=True)
    admins = await bot.get_chat_administrators(group)
    assert sorted(admin.status for admin in admins) == ["administrator", "administrator", "creator"]
    member = await bot.get_chat_member(group, reader)
    assert isinstance(member, ChatMemberAdministrator)
    assert (member.can_pin_messages, member.is_anonymous) == (False, True)
    assert (await bot.get_chat_member(group, sandbox.places.user())).status == "left"
    assert await bot.get_chat_member_count(group) == 3
    channel = sandbox.places.channel("Вести", creator=owner)
    with pytest.raises(TelegramForbiddenError, match="bot is not a member of the channel chat"):
        await bot.send_message(channel, "Новость")
    sandbox.places.set_bot(channel, "administrator", rights={"can_post_messages": False})
    with pytest.raises(TelegramBadRequest, match="need administrator rights in the channel chat"):
        await bot.send_message(channel, "Новость")


async def test_topics_are_made_closed_and_lost(bot: Bot, sandbox: Sandbox, owner: int) -> None:
    forum = sandbox.places.supergroup("Редакция", creator=owner, bot="administrator", topics=["Спорт"])
    made = await bot.create_forum_topic(forum, "Алматы")
    sent = await bot.send_message(forum, "В тему", message_thread_id=made.message_thread_id)
    assert (sent.message_thread_id, sent.is_topic_message) == (made.message_thread_id, True)
    await bot.edit_forum_topic(forum, made.message_thread_id, name="Алматы и область")
    assert [topic["name"] for topic in sandbox.places.topics(forum)] == ["General", "Спорт", "Алматы и область"]
    sandbox.places.close_topic(forum, made.message_thread_id)
    assert await bot.send_message(forum, "Админу можно", message_thread_id=made.message_thread_id)
    sandbox.places.set_bot(forum, "member")
    with pytest.raises(TelegramBadRequest, match="TOPIC_CLOSED"):
        await bot.send_message(forum, "Закрыто", message_thread_id=made.message_thread_id)
    sandbox.places.reopen_topic(forum, made.message_thread_id)
    sandbox.places.delete_topic(forum, made.message_thread_id)
    for thread in (made.message_thread_id, 1, 999):
        with pytest.raises(TelegramBadRequest, match="message thread not found"):
            await bot.send_message(forum, "Некуда", message_thread_id=thread)
    with pytest.raises(TelegramBadRequest, match="not enough rights to manage topics"):
        await bot.create_forum_topic(forum, "Новая")


async def test_topics_in_private_chats_only_where_they_are_on(bot: Bot, reader: int) -> None:
    with pytest.raises(TelegramBadRequest, match="the chat is not a forum"):
        await bot.create_forum_topic(reader, "Алматы")
    sandbox = await Sandbox.start(flood=False, private_topics=True)
    own = connect(sandbox)
    try:
        person = sandbox.places.user(started=True)
        topic = await own.create_forum_topic(person, "Алматы")
        assert await own.send_message(person, "Сюда", message_thread_id=topic.message_thread_id)
        with pytest.raises(TelegramBadRequest, match="the chat is not a supergroup forum"):
            await own.close_forum_topic(person, topic.message_thread_id)
    finally:
        await own.session.close()
        await sandbox.stop()


def article(number: str) -> InlineQueryResultArticle:
    content = InputTextMessageContent(message_text=f"<b>Новость {number}</b>", parse_mode="HTML")
    return InlineQueryResultArticle(
        id=number, title=f"Новость {number}", input_message_content=content, reply_markup=keyboard([("Ещё", "m")])
    )


async def test_inline_mode_from_words_to_a_message_that_can_be_edited(
    bot: Bot, sandbox: Sandbox, reader: int, owner: int
) -> None:
    group = sandbox.places.group("Соседи", members=[reader], creator=owner, bot="left")
    asking = asyncio.create_task(sandbox.people.ask_inline(reader, "школы"))
    await asyncio.sleep(0)
    query = (await fresh(bot))[0].inline_query
    assert query is not None
    await bot.answer_inline_query(query.id, [article("1"), article("2")], next_offset="2", cache_time=5)
    answer = await asking
    assert [result["title"] for result in answer["results"]] == ["Новость 1", "Новость 2"]
    number = sandbox.people.choose(reader, answer["id"], "2", group)
    chosen = next(update.chosen_inline_result for update in await fresh(bot) if update.chosen_inline_result)
    assert chosen.inline_message_id
    assert await bot.edit_message_text("Новость 2, подробнее", inline_message_id=chosen.inline_message_id) is True
    told = sandbox.people.transcript(group)[-1]
    assert (told["message"]["message_id"], told["text"]) == (number, "Новость 2, подробнее")


@pytest.mark.parametrize(
    ("numbers", "complaint"),
    [
        ([str(number) for number in range(51)], "RESULTS_TOO_MUCH"),
        (["1", "1"], "RESULT_ID_DUPLICATE"),
        (["ж" * 33], "RESULT_ID_INVALID"),
    ],
)
async def test_bad_inline_answers(bot: Bot, sandbox: Sandbox, reader: int, numbers: list[str], complaint: str) -> None:
    assert await sandbox.people.ask_inline(reader, "школы", timeout=0) == {}
    query = (await fresh(bot))[0].inline_query
    assert query is not None
    with pytest.raises(TelegramBadRequest, match=complaint):
        await bot.answer_inline_query(query.id, [article(number) for number in numbers])


async def test_an_ephemeral_message_is_seen_by_one(bot: Bot, sandbox: Sandbox, reader: int, owner: int) -> None:
    group = sandbox.places.supergroup("Соседи", members=[reader, owner], creator=owner, bot="administrator")
    sent = await bot.send_message(
        group, "Только вам", reply_markup=keyboard([("Да", "yes")]),
        ephemeral_message_parameters=EphemeralMessageParameters(receiver_user_id=reader),
    )  # fmt: skip
    assert (sent.message_id, sent.ephemeral_message_id) == (0, 1)
    assert sent.receiver_user is not None
    assert [told["text"] for told in sandbox.people.transcript(group, reader)][-1] == "Только вам"
    assert "Только вам" not in [told["text"] for told in sandbox.people.transcript(group, owner)]
    assert await bot.edit_ephemeral_message_text(group, reader, 1, text="Записано")
    assert [told["text"] for told in sandbox.people.transcript(group, reader)][-1] == "Записано"
    with pytest.raises(TelegramBadRequest, match="message to edit not found"):
        await bot.edit_ephemeral_message_text(group, owner, 1, text="Чужое")
    assert await bot.delete_ephemeral_message(group, reader, 1)


async def test_a_plain_member_may_whisper_only_after_a_tap(bot: Bot, sandbox: Sandbox, reader: int, owner: int) -> None:
    group = sandbox.places.supergroup("Соседи", members=[reader], creator=owner)
    await bot.send_message(group, "Настройки", reply_markup=keyboard([("Открыть", "open")]))
    await fresh(bot)
    with pytest.raises(TelegramBadRequest, match="not enough rights to send ephemeral messages"):
        await bot.send_message(
            group, "Вам", ephemeral_message_parameters=EphemeralMessageParameters(receiver_user_id=reader)
        )
    await sandbox.people.press(reader, "Открыть", group, timeout=0)
    query = (await fresh(bot))[0].callback_query
    assert query is not None
    assert isinstance(query.message, Message)
    parameters = EphemeralMessageParameters(receiver_user_id=reader, callback_query_id=query.id)
    assert (await bot.send_message(group, "Вам", ephemeral_message_parameters=parameters)).ephemeral_message_id
