"""The buttons below a digest: more of it, by topic, save, less of this, thanks; and the saved stories."""

from __future__ import annotations

from aiogram import Router
from aiogram.methods import EditMessageReplyMarkup
from aiogram.types import CallbackQuery, InaccessibleMessage

from bot import render
from bot.delivery import markup
from bot.handlers.caller import Caller, Rights
from bot.handlers.pressed import Pressed
from bot.handlers.reader import Reader
from bot.handlers.replies import Replies
from bot.handlers.services import Services
from bot.models import TOPICS, Digest, Keyboard, Query
from bot.render.masthead import Frame

MAX_PAGE = 200


def router() -> Router:
    router = Router(name="digests")
    router.callback_query.register(more, Pressed("dm"))
    router.callback_query.register(by_topic, Pressed("dt"))
    router.callback_query.register(other_keyboard, Pressed("dk", "dl", "db"))
    router.callback_query.register(thanks, Pressed("fb"))
    router.callback_query.register(mute, Pressed("mt"))
    router.callback_query.register(save, Pressed("sv", "un"))
    router.callback_query.register(saved, Pressed("saved"))
    return router


async def more(query: CallbackQuery, args: tuple[str, ...], caller: Caller, replies: Replies, reader: Reader) -> None:
    """The stories of the digest that it had no room for, as a list below it."""
    token, page = args[0] if args else "", _page(args[1:])
    await replies.answer(query)
    if not await reader.rest_of_digest(caller, token, page):
        await reader.show(caller, render.say(caller.t, "stale-button"))


async def by_topic(
    query: CallbackQuery, args: tuple[str, ...], caller: Caller, replies: Replies, reader: Reader
) -> None:
    """Its topics as buttons; one of them as a list."""
    if len(args) >= 2 and args[1] in TOPICS:
        await replies.answer(query)
        await reader.rest_of_digest(caller, args[0], _page(args[2:]), topic=args[1])
        return
    digest = await reader.kept_digest(args[0]) if args else None
    if digest is None:
        await replies.answer(query, caller.t.plain("stale-button"))
        return
    await replies.answer(query)
    await _set_keyboard(query, render.topics_keyboard(digest, caller.t, Frame(token=args[0])), caller, replies)


async def other_keyboard(
    query: CallbackQuery, verb: str, args: tuple[str, ...], caller: Caller, replies: Replies, reader: Reader
) -> None:
    """Save, less of this, back: only the keyboard changes, the digest stays readable."""
    digest: Digest | None = await reader.kept_digest(args[0]) if args else None
    if digest is None:
        await replies.answer(query, caller.t.plain("stale-button"))
        return
    await replies.answer(query)
    frame = Frame(token=args[0])
    keyboards = {"dk": render.save_keyboard, "dl": render.less_keyboard, "db": render.digest_keyboard}
    await _set_keyboard(query, keyboards[verb](digest, caller.t, frame), caller, replies)


async def thanks(
    query: CallbackQuery, args: tuple[str, ...], caller: Caller, services: Services, replies: Replies
) -> None:
    kept = await services.store.kept(args[0]) if args else None
    for story_id in (kept or {}).get("shown", ())[:1]:
        await services.store.feedback(caller.chat.id, story_id, 1, services.clock.now())
    await replies.answer(query, caller.t.plain("feedback-thanks"))


async def mute(
    query: CallbackQuery,
    args: tuple[str, ...],
    caller: Caller,
    services: Services,
    replies: Replies,
    reader: Reader,
    rights: Rights,
) -> None:
    """Less of a topic: it leaves all digests of the chat until it is taken back in the settings."""
    if not args or args[0] not in TOPICS:
        await replies.answer(query, caller.t.plain("stale-button"))
        return
    if not await rights.may_change(caller):
        await replies.answer(query, caller.t.plain("only-admins"), alert=True)
        return
    topic, token = args[0], args[1] if len(args) > 1 else "-"
    now = services.clock.now()
    if not caller.known:
        await services.store.save_chat(caller.chat, now)
    muted = tuple(dict.fromkeys((*caller.chat.muted_topics, topic)))
    await services.store.update_chat(caller.chat.id, now, muted_topics=muted)
    kept = await services.store.kept(token) or {}
    for story_id in kept.get("shown", ())[:1]:
        await services.store.feedback(caller.chat.id, story_id, -1, now)
    await replies.answer(query, caller.t.plain("muted-topic", topic=caller.t.plain(f"topic-{topic}")), alert=True)
    digest = await reader.kept_digest(token) if token != "-" else None
    if digest is not None:
        await _set_keyboard(query, render.digest_keyboard(digest, caller.t, Frame(token=token)), caller, replies)


async def save(
    query: CallbackQuery, verb: str, args: tuple[str, ...], caller: Caller, services: Services, replies: Replies
) -> None:
    story = await services.store.story(int(args[0])) if args and args[0].isdecimal() else None
    if story is None:
        await replies.answer(query, caller.t.plain("stale-button"))
        return
    now = services.clock.now()
    if not caller.known:
        await services.store.save_chat(caller.chat, now)
    if verb == "sv":
        await services.store.save_story_for(caller.chat.id, caller.user_id, story.id, now)
    else:
        await services.store.unsave_story(caller.chat.id, caller.user_id, story.id)
    await replies.answer(query, caller.t.plain("story-saved" if verb == "sv" else "story-unsaved"))


async def saved(
    query: CallbackQuery, args: tuple[str, ...], caller: Caller, services: Services, replies: Replies, reader: Reader
) -> None:
    """The saved stories, newest first."""
    await replies.answer(query)
    stories = await services.store.saved(caller.chat.id, caller.user_id)
    entries = [entry for story in stories if (entry := reader.entry(caller, story, Query()))]
    if not entries:
        await replies.edit(query, render.saved_empty(caller.t))
        return
    page, size = _page(args), render.PAGE_SIZE
    message = render.story_list(
        entries[page * size : (page + 1) * size],
        caller.t,
        caller.zone,
        services.clock.now(),
        title=caller.t("saved-title"),
        total=len(entries),
        token="",
        page=page,
        verb="saved",
        can_subscribe=False,
        footer=render.back_home(caller.t),
    )
    await replies.edit(query, message)


async def _set_keyboard(query: CallbackQuery, keyboard: Keyboard, caller: Caller, replies: Replies) -> None:
    message = query.message
    if message is None or isinstance(message, InaccessibleMessage):
        return
    method = EditMessageReplyMarkup(
        chat_id=message.chat.id, message_id=message.message_id, reply_markup=markup(keyboard)
    )
    await replies.call(method, message.chat.id, caller.chat.kind)


def _page(args: tuple[str, ...]) -> int:
    return min(int(args[0]), MAX_PAGE) if args and args[0].isdecimal() else 0
