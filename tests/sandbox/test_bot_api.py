"""A real aiogram bot over real HTTP: what it sends comes back as its own models, what is wrong is refused."""

from __future__ import annotations

import pytest
from aiogram import Bot
from aiogram.exceptions import TelegramBadRequest, TelegramForbiddenError, TelegramNotFound, TelegramUnauthorizedError
from aiogram.types import (
    BotCommand,
    BotCommandScopeAllPrivateChats,
    BotCommandScopeChat,
    BufferedInputFile,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InputMediaPhoto,
    KeyboardButton,
    LinkPreviewOptions,
    Message,
    ReactionTypeEmoji,
    ReplyKeyboardMarkup,
)

from bot.sandbox import Sandbox
from tests.sandbox.connecting import connect, keyboard, picture


async def test_the_bot_knows_itself(bot: Bot) -> None:
    me = await bot.get_me()
    assert (me.id, me.is_bot, me.supports_inline_queries) == (42, True, True)


async def test_text_comes_back_with_its_entities(bot: Bot, reader: int) -> None:
    sent = await bot.send_message(
        reader,
        '<b>Талгар</b>: <a href="https://altyn-orda.kz/a">школа</a> &amp; дорога',
        parse_mode="HTML",
        link_preview_options=LinkPreviewOptions(is_disabled=True),
        reply_markup=keyboard([("Ещё", "more")]),
    )
    assert sent.text == "Талгар: школа & дорога"
    assert sent.html_text == '<b>Талгар</b>: <a href="https://altyn-orda.kz/a">школа</a> &amp; дорога'
    assert sent.reply_markup is not None
    assert sent.reply_markup.inline_keyboard[0][0].callback_data == "more"


async def test_a_photo_travels_once_and_then_by_its_id(bot: Bot, sandbox: Sandbox, reader: int) -> None:
    first = await bot.send_photo(
        reader, BufferedInputFile(picture(640, 480), "a.png"), caption="<i>Вид</i>", parse_mode="HTML"
    )
    assert first.photo is not None
    assert (first.photo[0].width, first.photo[0].height, first.caption) == (640, 480, "Вид")
    again = await bot.send_photo(reader, first.photo[0].file_id)
    assert again.photo is not None
    assert again.photo[0].file_unique_id == first.photo[0].file_unique_id
    file = await bot.get_file(first.photo[0].file_id)
    assert file.file_path is not None
    content = await bot.download_file(file.file_path)
    assert content is not None
    assert content.read() == picture(640, 480)


async def test_a_document_and_an_album(bot: Bot, reader: int) -> None:
    sent = await bot.send_document(reader, BufferedInputFile(b"{}", "export.json"), caption="Ваши данные")
    assert sent.document is not None
    assert (sent.document.file_name, sent.document.file_size) == ("export.json", 2)
    album = await bot.send_media_group(
        reader,
        [
            InputMediaPhoto(media=BufferedInputFile(picture(9, 9), "a.png"), caption="Первая"),
            InputMediaPhoto(media=BufferedInputFile(picture(9, 10), "b.png")),
        ],
    )
    assert len({message.media_group_id for message in album}) == 1
    assert [message.caption for message in album] == ["Первая", None]


async def test_places_copies_forwards_reactions_pins(bot: Bot, sandbox: Sandbox, reader: int) -> None:
    place = await bot.send_location(reader, 43.3, 77.2)
    assert place.location is not None
    text = await bot.send_message(reader, "Оригинал")
    copied = await bot.copy_message(reader, reader, text.message_id)
    forwarded = await bot.forward_message(reader, reader, text.message_id)
    assert copied.message_id != text.message_id
    assert forwarded.forward_origin is not None
    await bot.set_message_reaction(reader, text.message_id, [ReactionTypeEmoji(emoji="👍")])
    await bot.pin_chat_message(reader, text.message_id)
    chat = await bot.get_chat(reader)
    assert chat.pinned_message is not None
    assert chat.pinned_message.message_id == text.message_id
    assert [told["text"] for told in sandbox.people.transcript(reader)][1:] == ["Оригинал"] * 3
    assert await bot.send_chat_action(reader, "typing")


async def test_edits_in_place_and_the_keyboard_goes(bot: Bot, sandbox: Sandbox, reader: int) -> None:
    sent = await bot.send_message(reader, "Выберите регион", reply_markup=keyboard([("Дальше", "next")]))
    edited = await sent.edit_text("Готово")
    assert isinstance(edited, Message)
    assert (edited.message_id, edited.text, edited.reply_markup) == (sent.message_id, "Готово", None)
    assert edited.edit_date
    told = sandbox.people.last(reader)
    assert [version["text"] for version in told["versions"]] == ["Выберите регион"]
    await sent.edit_reply_markup(reply_markup=keyboard([("Назад", "back")]))
    assert await sent.delete()
    assert sandbox.people.last(reader) == {}


async def test_a_photo_keeps_being_a_photo(bot: Bot, reader: int) -> None:
    sent = await bot.send_photo(reader, BufferedInputFile(picture(), "a.png"), caption="А")
    with pytest.raises(TelegramBadRequest, match="there is no text in the message to edit"):
        await sent.edit_text("Б")
    captioned = await sent.edit_caption(caption="Б")
    assert isinstance(captioned, Message)
    assert captioned.caption == "Б"
    other = await sent.edit_media(InputMediaPhoto(media=BufferedInputFile(picture(20, 20), "c.png"), caption="В"))
    assert isinstance(other, Message)
    assert other.photo is not None
    assert (other.photo[0].width, other.caption) == (20, "В")


async def test_what_is_not_modified_is_refused(bot: Bot, reader: int) -> None:
    sent = await bot.send_message(reader, "То же", reply_markup=keyboard([("А", "a")]))
    with pytest.raises(TelegramBadRequest, match="message is not modified"):
        await sent.edit_text("То же", reply_markup=keyboard([("А", "a")]))
    assert await sent.edit_text("То же")


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("а" * 4097, "message is too long"),
        ("  ", "message text is empty"),
        ("<br>", "can't parse entities: Unsupported start tag"),
    ],
)
async def test_bad_texts(bot: Bot, reader: int, text: str, complaint: str) -> None:
    with pytest.raises(TelegramBadRequest, match=complaint):
        await bot.send_message(reader, text, parse_mode="HTML")


@pytest.mark.parametrize(
    ("button", "complaint"),
    [
        ({"callback_data": "ж" * 33}, "BUTTON_DATA_INVALID"),
        ({"callback_data": ""}, "BUTTON_DATA_INVALID"),
        ({"url": "https://localhost/x"}, "inline keyboard button URL 'https://localhost/x' is invalid"),
        ({}, "Text buttons are unallowed in the inline keyboard"),
        ({"pay": True}, "BUTTON_TYPE_INVALID"),
    ],
)
async def test_bad_buttons(bot: Bot, reader: int, button: dict[str, object], complaint: str) -> None:
    markup = InlineKeyboardMarkup(inline_keyboard=[[InlineKeyboardButton(text="А", **button)]])  # type: ignore[arg-type]  # a table of wrong values
    with pytest.raises(TelegramBadRequest, match=complaint):
        await bot.send_message(reader, "Текст", reply_markup=markup)


async def test_a_hundred_buttons_and_no_more(bot: Bot, reader: int) -> None:
    rows = [[(f"{row}.{column}", f"d:{row}:{column}") for column in range(5)] for row in range(20)]
    await bot.send_message(reader, "Много", reply_markup=keyboard(*rows))
    with pytest.raises(TelegramBadRequest, match="reply markup is too long"):
        await bot.send_message(reader, "Много", reply_markup=keyboard(*rows, [("ещё", "x")]))


async def test_a_button_without_text_vanishes(bot: Bot, reader: int) -> None:
    sent = await bot.send_message(reader, "Текст", reply_markup=keyboard([("", "a"), ("Б", "b")], [(" ", "c")]))
    assert sent.reply_markup is not None
    assert [[button.text for button in row] for row in sent.reply_markup.inline_keyboard] == [["Б"]]


async def test_reply_keyboards_are_taken_but_not_shown_in_the_answer(bot: Bot, sandbox: Sandbox, reader: int) -> None:
    markup = ReplyKeyboardMarkup(keyboard=[[KeyboardButton(text="📍 Где я", request_location=True)]])
    sent = await bot.send_message(reader, "Где вы?", reply_markup=markup)
    assert sent.reply_markup is None
    assert sandbox.people.last(reader)["message"]["reply_markup"]["keyboard"][0][0]["request_location"]


async def test_captions_end_at_1024(bot: Bot, reader: int) -> None:
    with pytest.raises(TelegramBadRequest, match="message caption is too long"):
        await bot.send_photo(reader, BufferedInputFile(picture(), "a.png"), caption="а" * 1025)


@pytest.mark.parametrize(
    ("content", "complaint"),
    [
        (b"<html>", "IMAGE_PROCESS_FAILED"),
        (picture(900, 9), "PHOTO_INVALID_DIMENSIONS"),
        (b"", "file must be non-empty"),
    ],
)
async def test_bad_pictures(bot: Bot, reader: int, content: bytes, complaint: str) -> None:
    with pytest.raises(TelegramBadRequest, match=complaint):
        await bot.send_photo(reader, BufferedInputFile(content, "a.png"))


async def test_unknown_ids(bot: Bot, reader: int) -> None:
    with pytest.raises(TelegramBadRequest, match="chat not found"):
        await bot.send_message(5, "Кто здесь?")
    with pytest.raises(TelegramBadRequest, match="chat not found"):
        await bot.send_message("@nobody_here", "Кто здесь?")
    with pytest.raises(TelegramBadRequest, match="message to edit not found"):
        await bot.edit_message_text("Х", chat_id=reader, message_id=999)
    with pytest.raises(TelegramBadRequest, match="message to delete not found"):
        await bot.delete_message(reader, 999)
    with pytest.raises(TelegramBadRequest, match="wrong file identifier"):
        await bot.send_photo(reader, "AgACAgIAAxnothing")
    with pytest.raises(TelegramBadRequest, match="message to be replied not found"):
        await bot.send_message(reader, "Ответ", reply_to_message_id=999)


async def test_people_must_begin_and_may_leave(bot: Bot, sandbox: Sandbox) -> None:
    stranger = sandbox.places.user(name="Нұрлан", language_code="kk")
    with pytest.raises(TelegramForbiddenError, match="bot can't initiate conversation with a user"):
        await bot.send_message(stranger, "Сәлем")
    sandbox.people.start(stranger)
    assert await bot.send_message(stranger, "Сәлем")
    sandbox.places.block(stranger)
    with pytest.raises(TelegramForbiddenError, match="bot was blocked by the user"):
        await bot.send_message(stranger, "Сәлем")
    sandbox.places.unblock(stranger)
    sandbox.places.deactivate(stranger)
    with pytest.raises(TelegramForbiddenError, match="user is deactivated"):
        await bot.send_message(stranger, "Сәлем")


async def test_old_messages_cannot_be_deleted() -> None:
    time = [1_795_000_000.0]
    sandbox = await Sandbox.start(flood=False, now=lambda: time[0])
    bot = connect(sandbox)
    try:
        sent = await bot.send_message(sandbox.places.user(started=True), "Старое")
        time[0] += 48 * 3600 + 1
        with pytest.raises(TelegramBadRequest, match="message can't be deleted"):
            await sent.delete()
    finally:
        await bot.session.close()
        await sandbox.stop()


async def test_commands_per_scope_and_language(bot: Bot, sandbox: Sandbox, reader: int) -> None:
    await bot.set_my_commands([BotCommand(command="help", description="Help")])
    await bot.set_my_commands(
        [BotCommand(command="digest", description="Дайджест")], BotCommandScopeAllPrivateChats(), language_code="ru"
    )
    got = await bot.get_my_commands(BotCommandScopeAllPrivateChats(), language_code="ru")
    assert [command.command for command in got] == ["digest"]
    assert sandbox.screen is not None
    assert [each["command"] for each in sandbox.screen.commands(reader, reader)] == ["digest"]
    await bot.set_my_commands(
        [BotCommand(command="status", description="Состояние")], BotCommandScopeChat(chat_id=reader)
    )
    assert [each["command"] for each in sandbox.screen.commands(reader, reader)] == ["status"]
    await bot.delete_my_commands(BotCommandScopeChat(chat_id=reader))
    assert [each["command"] for each in sandbox.screen.commands(reader, reader)] == ["digest"]


@pytest.mark.parametrize(
    ("name", "description", "complaint"),
    [
        ("Digest", "x", "BOT_COMMAND_INVALID"),
        ("новости", "x", "BOT_COMMAND_INVALID"),
        ("a" * 33, "x", "BOT_COMMAND_INVALID"),
        ("a", "", "BOT_COMMAND_DESCRIPTION_INVALID"),
        ("a", "x" * 257, "BOT_COMMAND_DESCRIPTION_INVALID"),
    ],
)
async def test_bad_commands(bot: Bot, name: str, description: str, complaint: str) -> None:
    with pytest.raises(TelegramBadRequest, match=complaint):
        await bot.set_my_commands([BotCommand(command=name, description=description)])


async def test_the_bot_describes_itself_per_language(bot: Bot) -> None:
    await bot.set_my_description("Өңір жаңалықтары", language_code="kk")
    await bot.set_my_short_description("Новости")
    await bot.set_my_name("Аймақ", language_code="kk")
    assert (await bot.get_my_description(language_code="kk")).description == "Өңір жаңалықтары"
    assert (await bot.get_my_short_description()).short_description == "Новости"
    assert (await bot.get_my_name()).name == "Aimaq"
    with pytest.raises(TelegramBadRequest, match="short description is too long"):
        await bot.set_my_short_description("x" * 121)


async def test_unknown_methods_and_wrong_tokens(bot: Bot, sandbox: Sandbox) -> None:
    with pytest.raises(TelegramNotFound, match="method not found"):
        await bot.get_my_star_balance()
    stranger = Bot("43:OTHER", session=bot.session)
    with pytest.raises(TelegramUnauthorizedError):
        await stranger.get_me()
