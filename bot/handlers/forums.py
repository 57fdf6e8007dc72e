"""`/forum`: one topic of a forum per region, each with its digest; topics that were closed or deleted are repaired."""

from __future__ import annotations

from datetime import time, timedelta
from enum import Enum

from aiogram import Router
from aiogram.exceptions import ClientDecodeError, TelegramAPIError, TelegramBadRequest
from aiogram.filters import Command, CommandObject
from aiogram.methods import CreateForumTopic, ReopenForumTopic
from aiogram.types import CallbackQuery, ForumTopic
from aiogram.types import Message as TelegramMessage

from bot import render
from bot.analysis import parse_query
from bot.buttons import unmask
from bot.handlers.caller import Caller, Rights
from bot.handlers.kept import profile_of
from bot.handlers.pressed import Pressed
from bot.handlers.reader import Reader
from bot.handlers.replies import Replies
from bot.handlers.services import Services
from bot.models import REGIONS, Message, Mode, Query, Subscription

MORNING = time(8)
DAY = timedelta(days=1)
COLORS = (7322096, 16766590, 13338331, 9367192, 16749490, 16478047)  # those that Telegram has for topics
MAX_TEXT = 300


class Topic(Enum):
    OPEN = "open"
    REOPENED = "reopened"
    GONE = "gone"


class CannotMakeTopics(Exception):  # noqa: N818 - what it says is no error of the program
    """Telegram refused; ``key`` is the text that tells an admin what to do."""

    def __init__(self, key: str) -> None:
        super().__init__(key)
        self.key = key


def router() -> Router:
    router = Router(name="forums")
    router.message.register(forum, Command("forum"))
    router.callback_query.register(press, Pressed("fo"))
    return router


async def forum(
    message: TelegramMessage,
    command: CommandObject,
    caller: Caller,
    services: Services,
    replies: Replies,
    reader: Reader,
    rights: Rights,
) -> None:
    """`/forum [REGIONS]`: without words the regions to choose from; what the forum has already is chosen."""
    if not message.chat.is_forum:
        await reader.show(caller, render.say(caller.t, "forum-not-forum"))
        return
    if not await rights.may_change(caller):
        await reader.refuse(caller)
        return
    asked = parse_query((command.args or "")[:MAX_TEXT])
    if asked.regions:
        await reader.show(caller, await _made(asked.regions, caller, services, replies))
        return
    found = await services.store.subscriptions(caller.chat.id) if caller.known else ()
    chosen = tuple(one.topic_region for one in found if one.topic_region)
    await reader.show(caller, render.forum_regions(chosen, caller.t))


async def press(
    query: CallbackQuery,
    args: tuple[str, ...],
    caller: Caller,
    services: Services,
    replies: Replies,
    rights: Rights,
) -> None:
    """``fo:RMASK`` chooses, ``fo:RMASK:go`` makes."""
    if not await rights.may_change(caller):
        await replies.answer(query, caller.t.plain("only-admins"), alert=True)
        return
    await replies.answer(query)
    if query.message is None or not query.message.chat.is_forum:
        await replies.edit(query, render.say(caller.t, "forum-not-forum"))
        return
    chosen = unmask(args[0], REGIONS) if args else ()
    if args[1:] == ("go",) and chosen:
        await replies.edit(query, await _made(chosen, caller, services, replies))
    else:
        await replies.edit(query, render.forum_regions(chosen, caller.t))


async def _made(regions: tuple[str, ...], caller: Caller, services: Services, replies: Replies) -> Message:
    """Make and repair topics one by one; when Telegram refuses, what is done stays done."""
    if not caller.known:
        await services.store.save_chat(caller.chat, services.clock.now())
    found = await services.store.subscriptions(caller.chat.id)
    by_region = {one.topic_region: one for one in found if one.topic_region}
    made = repaired = 0
    try:
        for region in regions:
            if region in by_region:
                repaired += await _repaired(by_region[region], caller, services, replies)
            else:
                await _new(region, caller, services, replies)
                made += 1
    except CannotMakeTopics as refusal:
        if not made and not repaired:
            return render.say(caller.t, refusal.key)
    return render.say(caller.t, "forum-done", made=made, repaired=repaired)


async def _new(region: str, caller: Caller, services: Services, replies: Replies) -> None:
    now = services.clock.now()
    thread_id = await _create(region, caller, replies)
    await services.store.add_subscription(
        caller.chat.id,
        thread_id,
        name="",
        profile=profile_of(caller.chat, Query(regions=(region,))),
        mode=Mode.DIGEST,
        times=(MORNING,),
        days=(),
        now=now,
        cursor=await services.store.seq_before(now - DAY),
    )


async def _repaired(one: Subscription, caller: Caller, services: Services, replies: Replies) -> bool:
    """Whether there was something to repair: a closed topic is opened, a deleted one made anew, and its subscription
    goes on in it where it was."""
    if one.thread_id is None:
        return False
    found = await _look(one.thread_id, caller, replies)
    if found is Topic.GONE:
        thread_id = await _create(one.profile.regions[0], caller, replies)
        await services.store.add_subscription(
            caller.chat.id,
            thread_id,
            name=one.name,
            profile=one.profile,
            mode=one.mode,
            times=one.times,
            days=one.days,
            weekly=one.weekly,
            now=services.clock.now(),
            cursor=one.cursor,
        )
        await services.store.delete_subscription(one.id)
    else:
        await services.store.mend_thread(caller.chat.id, one.thread_id)
    return found is not Topic.OPEN


async def _look(thread_id: int, caller: Caller, replies: Replies) -> Topic:
    """Telegram tells nobody of a deleted topic: opening it shows what has become of it."""
    try:
        await replies.ask(ReopenForumTopic(chat_id=caller.chat.id, message_thread_id=thread_id), caller.chat)
    except TelegramBadRequest as error:
        if "NOT_MODIFIED" in error.message:
            return Topic.OPEN
        if "rights" in error.message or "not a forum" in error.message:
            raise CannotMakeTopics(_reason(error)) from None
        return Topic.GONE
    except (TelegramAPIError, ClientDecodeError) as error:
        raise CannotMakeTopics(_reason(error)) from None
    return Topic.REOPENED


async def _create(region: str, caller: Caller, replies: Replies) -> int:
    name = render.plain(caller.t.region(region))
    method = CreateForumTopic(
        chat_id=caller.chat.id, name=name[:128], icon_color=COLORS[REGIONS.index(region) % len(COLORS)]
    )
    try:
        made: ForumTopic = await replies.ask(method, caller.chat)
    except (TelegramAPIError, ClientDecodeError) as error:
        raise CannotMakeTopics(_reason(error)) from None
    return made.message_thread_id


def _reason(error: Exception) -> str:
    text = str(getattr(error, "message", ""))
    if "not a forum" in text or "not a supergroup forum" in text:
        return "forum-not-forum"
    return "forum-no-right" if "right" in text or "FORBIDDEN" in text else "error-unexpected"
