"""Questions: `/digest`, `/region`, `/topic`, `/search`, free text in private chats, and the buttons of their lists."""

from __future__ import annotations

from dataclasses import replace
from difflib import get_close_matches

from aiogram import Bot, F, Router
from aiogram.enums import ChatType, ContentType
from aiogram.filters import BaseFilter, Command, CommandObject
from aiogram.types import CallbackQuery
from aiogram.types import Message as TelegramMessage

from bot import render
from bot.analysis import parse_query
from bot.handlers.caller import Caller
from bot.handlers.kept import query_from
from bot.handlers.pressed import Pressed
from bot.handlers.reader import Reader
from bot.handlers.replies import Replies
from bot.handlers.services import Services
from bot.models import REGIONS, TOPICS, Period, Query
from bot.render.story import Back
from bot.store import REPORTED

MAX_QUESTION = 300
LANGUAGES_SHOWN = ("ru", "kk", "en")
_THANKS = frozenset({"спасибо", "спасибки", "спс", "благодарю", "рахмет", "рақмет", "рахмат", "thanks", "thank", "thx"})
_GREETINGS = frozenset(
    {
        "привет", "приветствую", "здравствуйте", "здравствуй", "салам", "салем", "сәлем", "сәлеметсіз", "салеметсиз",
        "ассалаумағалейкум", "қайырлы", "кайырлы", "добрый", "доброе", "доброго", "hello", "hi", "hey", "good",
    }
)  # fmt: skip
_COURTESY = _THANKS | _GREETINGS | {
    "большое", "огромное", "вам", "тебе", "день", "дня", "утро", "утра", "вечер", "ночь", "бот", "бе", "ме", "сізге",
    "саған", "көп", "үлкен", "таң", "күн", "кеш", "түн", "you", "morning", "day", "evening", "much", "very",
}  # fmt: skip
"""Words that stand beside them."""


class RepliesToUs(BaseFilter):
    """Passes a reply to one of the bot's own messages."""

    async def __call__(self, message: TelegramMessage, bot: Bot) -> bool:
        replied = message.reply_to_message
        return replied is not None and replied.from_user is not None and replied.from_user.id == bot.id


class SaysSomething(BaseFilter):
    """Passes what a person sent, not Telegram's notes about the chat (a pinned message, a new picture)."""

    async def __call__(self, message: TelegramMessage) -> bool:
        return message.content_type in _SENT


_SENT = frozenset(
    {
        ContentType.ANIMATION, ContentType.AUDIO, ContentType.CONTACT, ContentType.DICE, ContentType.DOCUMENT,
        ContentType.PHOTO, ContentType.POLL, ContentType.STICKER, ContentType.VENUE, ContentType.VIDEO,
        ContentType.VIDEO_NOTE, ContentType.VOICE,
    }
)  # fmt: skip


def router() -> Router:
    router = Router(name="questions")
    for observer in (router.message, router.channel_post):
        observer.register(digest, Command("digest"))
        observer.register(region, Command("region"))
        observer.register(topic, Command("topic"))
        observer.register(search, Command("search"))
    router.callback_query.register(press_digest, Pressed("dg"))
    router.callback_query.register(press_region, Pressed("rg"))
    router.callback_query.register(press_topic, Pressed("tp"))
    router.callback_query.register(press_list, Pressed("q", "qp", "qr", "qy"))
    router.callback_query.register(press_story, Pressed("s", "sx", "sl"))
    router.callback_query.register(press_why, Pressed("sw"))
    router.callback_query.register(press_similar, Pressed("sm"))
    router.callback_query.register(press_wrong, Pressed("bad"))
    return router


def the_rest() -> Router:
    """Last of all routers: whatever nobody else wanted. In groups only replies to the bot are questions."""
    router = Router(name="the-rest")
    router.message.register(unknown_command, F.text.startswith("/"), F.chat.type == ChatType.PRIVATE)
    router.message.register(question, F.text, F.chat.type == ChatType.PRIVATE)
    router.message.register(reply, F.text, ~F.text.startswith("/"), RepliesToUs())
    router.message.register(not_text, SaysSomething(), F.chat.type == ChatType.PRIVATE)
    router.callback_query.register(stale)
    return router


async def digest(message: TelegramMessage, caller: Caller, reader: Reader) -> None:
    await reader.show_digest(caller)


async def press_digest(query: CallbackQuery, caller: Caller, replies: Replies, reader: Reader) -> None:
    await replies.answer(query)
    await reader.show_digest(caller)


async def region(message: TelegramMessage, command: CommandObject, caller: Caller, reader: Reader) -> None:
    """`/region WORDS`; without words a keyboard."""
    await _named(command.args, "region", caller, reader)


async def topic(message: TelegramMessage, command: CommandObject, caller: Caller, reader: Reader) -> None:
    """`/topic WORDS`; without words a keyboard."""
    await _named(command.args, "topic", caller, reader)


async def _named(words: str | None, kind: str, caller: Caller, reader: Reader) -> None:
    if not words:
        menu = render.regions_menu(caller.t) if kind == "region" else render.topics_menu(caller.t)
        await reader.show(caller, menu)
        return
    asked = parse_query(words[:MAX_QUESTION])
    if kind == "region" and not (asked.regions or asked.places or asked.here or asked.everything):
        unknown = caller.t("error-unknown-region", words=words[:60])
        await reader.show(caller, replace(render.regions_menu(caller.t), html=unknown))
        return
    if kind == "topic" and not asked.topics:
        unknown = caller.t("error-unknown-topic", words=words[:60])
        await reader.show(caller, replace(render.topics_menu(caller.t), html=unknown))
        return
    await reader.answer(caller, asked)


async def search(message: TelegramMessage, command: CommandObject, caller: Caller, reader: Reader) -> None:
    if not command.args:
        await reader.show(caller, render.say(caller.t, "search-usage"))
        return
    await reader.answer(caller, parse_query(command.args[:MAX_QUESTION]))


async def question(message: TelegramMessage, caller: Caller, reader: Reader) -> None:
    """Region, topic, period and words in one question; "thanks" and "good morning" are answered in kind."""
    text = (message.text or "")[:MAX_QUESTION]
    asked = parse_query(text)
    if not any(letter.isalnum() for letter in text):
        await reader.show(caller, render.say(caller.t, "error-not-text"))
    elif _is_courtesy(asked):
        thanks = _said(asked) & _THANKS
        await reader.show(caller, render.say(caller.t, "you-are-welcome") if thanks else render.help_message(caller.t))
    else:
        await reader.answer(caller, asked)


def _said(asked: Query) -> set[str]:
    return {word.casefold() for word in asked.keywords}


def _is_courtesy(asked: Query) -> bool:
    """Whether nothing is asked for but how we are."""
    words = _said(asked)
    return bool(words & (_THANKS | _GREETINGS)) and words <= _COURTESY and not says_something(asked, words=False)


async def reply(message: TelegramMessage, caller: Caller, reader: Reader) -> None:
    """In a group: a question is answered, "thanks" is not."""
    asked = parse_query((message.text or "")[:MAX_QUESTION])
    await reader.answer(caller, asked, silent_if_empty=not (says_something(asked, words=False) or asked.here))


async def unknown_command(message: TelegramMessage, caller: Caller, reader: Reader) -> None:
    """Misspelt, or of another bot: the nearest one of ours may be meant. The staff's are no typing errors: of those
    nobody else is told anything."""
    typed = (message.text or "").split()[0].removeprefix("/").split("@")[0].casefold()
    near = get_close_matches(typed, render.PUBLIC_COMMANDS, n=1) if typed not in render.ADMIN_COMMANDS else []
    if near:
        await reader.show(caller, render.say(caller.t, "error-misspelt-command", command=f"/{near[0]}"))
    else:
        await reader.show(caller, render.say(caller.t, "error-unknown-command"))


async def not_text(message: TelegramMessage, caller: Caller, reader: Reader) -> None:
    await reader.show(caller, render.say(caller.t, "error-not-text"))


def says_something(asked: Query, *, words: bool = True) -> bool:
    """Whether there is anything to look for or to subscribe to; ``words`` alone count, too, unless told otherwise."""
    named = asked.regions or asked.places or asked.topics or asked.everything
    return bool(named or (words and asked.keywords))


async def stale(query: CallbackQuery, caller: Caller, replies: Replies) -> None:
    """A button that nobody knows: forged, or of another age."""
    await replies.answer(query, caller.t.plain("stale-button"))


async def press_region(
    query: CallbackQuery, args: tuple[str, ...], caller: Caller, replies: Replies, reader: Reader
) -> None:
    await replies.answer(query)
    if args and args[0] in REGIONS:
        await reader.answer(caller, Query(regions=(args[0],)), query=query)
    else:
        await replies.edit(query, render.regions_menu(caller.t))


async def press_topic(
    query: CallbackQuery, args: tuple[str, ...], caller: Caller, replies: Replies, reader: Reader
) -> None:
    await replies.answer(query)
    if args and args[0] in TOPICS:
        await reader.answer(caller, Query(topics=(args[0],)), query=query)
    else:
        await replies.edit(query, render.topics_menu(caller.t))


async def press_list(
    query: CallbackQuery,
    verb: str,
    args: tuple[str, ...],
    caller: Caller,
    services: Services,
    replies: Replies,
    reader: Reader,
) -> None:
    """A page of a kept question, or the same question for another period or region."""
    kept = await services.store.kept(args[0]) if args else None
    if kept is None or kept.get("kind") != "query":
        await replies.answer(query, caller.t.plain("stale-button"))
        return
    await replies.answer(query)
    asked, value = query_from(kept), args[1] if len(args) > 1 else ""
    match verb:
        case "qp":
            asked = replace(asked, period=Period(value) if value in set(Period) else None)
        case "qr" if value in REGIONS:
            asked = replace(asked, regions=(value,), places=())
        case "qy":
            asked = replace(asked, suggestion=None)
    page = min(int(value), 200) if verb == "q" and value.isdecimal() else 0
    await reader.answer(caller, asked, page=page, query=query)


async def press_story(
    query: CallbackQuery, verb: str, args: tuple[str, ...], caller: Caller, replies: Replies, reader: Reader
) -> None:
    """The card; opened from a list it is an edit, from a digest a message of its own."""
    if not args or not args[0].isdecimal():
        await replies.answer(query, caller.t.plain("stale-button"))
        return
    await replies.answer(query)
    language = args[1] if verb == "sl" and len(args) > 1 and args[1] in LANGUAGES_SHOWN else None
    place = args[2:] if verb == "sl" else args[1:]
    back = _back(place)
    on_card = verb in {"sx", "sl"} or back is not None or _is_card(query)
    await reader.show_story(
        caller,
        int(args[0]),
        query=query if on_card else None,
        back=back,
        expanded=verb == "sx",
        language=language,
    )


async def press_why(
    query: CallbackQuery, args: tuple[str, ...], caller: Caller, services: Services, replies: Replies, reader: Reader
) -> None:
    """What words put the story under its regions and topics."""
    story = await services.store.story(int(args[0])) if args and args[0].isdecimal() else None
    entry = reader.entry(caller, story, Query()) if story else None
    if story is None or entry is None:
        await replies.answer(query, caller.t.plain("stale-button"))
        return
    await replies.answer(query)
    evidence = await services.store.evidence(story.id)
    message = render.why(story, entry.title, evidence.regions, evidence.topics, caller.t, back=_back(args[1:]))
    await replies.edit(query, message)


async def press_similar(
    query: CallbackQuery, args: tuple[str, ...], caller: Caller, services: Services, replies: Replies, reader: Reader
) -> None:
    story = await services.store.story(int(args[0])) if args and args[0].isdecimal() else None
    found = await services.store.similar(story.id, 5, services.clock.now()) if story else ()
    entries = [entry for one in found if (entry := reader.entry(caller, one, Query()))]
    if not entries or story is None:
        await replies.answer(query, caller.t.plain("similar-none"))
        return
    await replies.answer(query)
    message = render.similar(entries, caller.t, caller.zone, services.clock.now(), story_id=story.id)
    await reader.show(caller, message)


async def press_wrong(
    query: CallbackQuery, args: tuple[str, ...], caller: Caller, services: Services, replies: Replies
) -> None:
    """A reader says that regions or topics are wrong: an editor finds it under `/story`."""
    if args and args[0].isdecimal():
        now = services.clock.now()
        await services.store.audit(caller.user_id, REPORTED, args[0], None, None, now)
    await replies.answer(query, caller.t.plain("why-reported"), alert=True)


def _back(place: tuple[str, ...]) -> Back | None:
    if len(place) == 2 and place[1].isdecimal():
        return Back(place[0], int(place[1]))
    return None


def _is_card(query: CallbackQuery) -> bool:
    """Whether the pressed message is a card already: it has the button that explains it."""
    markup = getattr(query.message, "reply_markup", None)
    rows = markup.inline_keyboard if markup else []
    return any((button.callback_data or "").startswith(("sw:", "bad:")) for row in rows for button in row)
