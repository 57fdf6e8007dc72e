"""A small bot that says a bit of everything, for the tests of the chat page."""

from __future__ import annotations

import asyncio
import html
from dataclasses import dataclass

from aiogram import Bot, Dispatcher, F, Router
from aiogram.filters import Command, CommandStart
from aiogram.types import (
    BotCommand,
    BufferedInputFile,
    CallbackQuery,
    InlineQuery,
    InlineQueryResultArticle,
    InputRichMessage,
    InputTextMessageContent,
    LinkPreviewOptions,
    Message,
)

from bot.sandbox import Sandbox
from tests.sandbox.connecting import connect, keyboard, picture

DIGEST = """<b>Алматинская область · понедельник, 23 ноября</b>
12 новостей за сутки

🏫 <b><a href="https://altyn-orda.kz/school">В Талгаре открыли школу на 900 мест</a></b>
Трёхсменных школ больше нет. <i>Алтын-Орда, 21:40</i>
<blockquote expandable>Ещё коротко:
• набережная
• тариф на воду
• новый автобус
• комплекс</blockquote>
<tg-spoiler>Скрыто</tg-spoiler>, <code>код</code>, /help"""
RICH = """<h2>Утро</h2><p><a href="#r2">Астана</a></p>
<details open><summary><b>Алматы</b></summary><ol><li>Метро продлят</li></ol></details>
<a name="r2"></a><details><summary><b>Астана</b></summary><ol><li>Открыли парк</li></ol></details>
<table bordered><tr><th>Регион</th><th>Новости</th></tr><tr><td>Алматы</td><td>42</td></tr></table>
<footer>Обновлено</footer>
<tg-button-row><tg-button type="callback_data" data="rich">Внутри</tg-button></tg-button-row>"""


@dataclass
class PageBot:
    """The bot while it runs."""

    bot: Bot
    dispatcher: Dispatcher
    polling: asyncio.Task[None]

    async def stop(self) -> None:
        await self.dispatcher.stop_polling()
        await self.polling
        await self.bot.session.close()


async def run(sandbox: Sandbox) -> PageBot:
    bot = connect(sandbox, timeout=60)
    await bot.set_my_commands(
        [BotCommand(command=name, description=f"О {name}") for name in ("digest", "rich", "photo")]
    )
    await bot.set_my_description("Новости вашего региона.")
    dispatcher = Dispatcher()
    dispatcher.include_router(router())
    polling = asyncio.create_task(dispatcher.start_polling(bot, handle_signals=False, polling_timeout=1))
    return PageBot(bot, dispatcher, polling)


def router() -> Router:
    made = Router()
    made.message.register(greet, CommandStart())
    made.message.register(digest, Command("digest"))
    made.message.register(rich, Command("rich"))
    made.message.register(photo, Command("photo"))
    made.message.register(place, F.location)
    made.message.register(echo, F.text, F.chat.type == "private")
    made.callback_query.register(tap)
    made.inline_query.register(inline)
    return made


async def greet(message: Message) -> None:
    words = {"kk": "Қай өңірлердің жаңалықтарын жіберейін?"}
    code = message.from_user.language_code if message.from_user else None
    payload = (message.text or "").removeprefix("/start").strip()
    text = words.get(code or "", "Новости каких регионов вам присылать?")
    await message.answer(
        f"{text} {payload}".strip(), reply_markup=keyboard([("Алматинская", "r:19")], [("Дальше →", "next")])
    )


async def digest(message: Message) -> None:
    await message.answer(
        DIGEST, parse_mode="HTML", link_preview_options=LinkPreviewOptions(is_disabled=True),
        reply_markup=keyboard([("👍", "up"), ("👎", "down")]),
    )  # fmt: skip


async def rich(message: Message) -> None:
    await message.answer_rich(InputRichMessage(html=RICH))


async def photo(message: Message) -> None:
    await message.answer_photo(BufferedInputFile(picture(320, 200), "a.png"), caption="Школа")


async def place(message: Message) -> None:
    await message.reply("Ближе всего: Талгар")


async def echo(message: Message) -> None:
    await message.answer(f"<b>{html.escape(message.text or '')}</b>", parse_mode="HTML")


async def tap(query: CallbackQuery) -> None:
    if query.data == "next" and isinstance(query.message, Message):
        await query.message.edit_text("Все темы или некоторые?", reply_markup=keyboard([("← Назад", "back")]))
    await query.answer(
        "Спасибо, учтём" if query.data == "up" else f"Нажато: {query.data}", show_alert=query.data == "up"
    )


async def inline(query: InlineQuery) -> None:
    content = InputTextMessageContent(message_text=f"Новость о «{query.query}»")
    await query.answer([InlineQueryResultArticle(id="1", title="Школа в Талгаре", input_message_content=content)])
