"""`@bot words` in any chat: stories as cards, in the asker's language."""

from __future__ import annotations

from collections.abc import Sequence

import structlog
from aiogram import Router
from aiogram.methods import AnswerInlineQuery
from aiogram.types import (
    ChosenInlineResult,
    InlineQuery,
    InlineQueryResultArticle,
    InlineQueryResultsButton,
    InputTextMessageContent,
)

from bot import render
from bot.analysis import parse_query
from bot.delivery import markup, preview
from bot.handlers.caller import Caller
from bot.handlers.reader import Reader
from bot.handlers.replies import Replies
from bot.handlers.services import Services
from bot.models import Entry, Query

log = structlog.get_logger()

PAGE = 20  # of at most 50 results
MAX_PAGE = 25
CACHE_SECONDS = 60
DESCRIPTION = 160
MAX_QUESTION = 300


def router() -> Router:
    router = Router(name="inline")
    router.inline_query.register(ask)
    router.chosen_inline_result.register(chosen)
    return router


async def ask(query: InlineQuery, caller: Caller, services: Services, replies: Replies, reader: Reader) -> None:
    """A page of stories for the words; none yet: the newest of his regions, or of the whole country."""
    if caller.too_often:
        await _answer(query, [], replies, button=caller.t.plain("inline-too-often"), cache=1)
        return
    asked = parse_query(query.query[:MAX_QUESTION])
    if not query.query.strip():
        asked = await reader.at_home(caller, Query(here=True))
    page = min(int(query.offset), MAX_PAGE) if query.offset.isdecimal() else 0
    answer = await services.reading.answer(asked, zone=caller.zone, page=page, size=PAGE)
    entries = [entry for story in answer.page.stories if (entry := reader.entry(caller, story, asked))]
    more = (page + 1) * PAGE < answer.page.total and page < MAX_PAGE
    said = caller.t.plain("inline-more" if entries or page else "inline-none")
    results = [_result(entry, caller, services) for entry in entries]
    await _answer(query, results, replies, button=said, offset=str(page + 1) if more else "")


async def _answer(
    query: InlineQuery,
    results: Sequence[InlineQueryResultArticle],
    replies: Replies,
    *,
    button: str,
    offset: str = "",
    cache: int = CACHE_SECONDS,
) -> None:
    """Personal, since the answer depends on the asker's languages: nobody else's cache may hold it."""
    await replies.call(
        AnswerInlineQuery(
            inline_query_id=query.id,
            results=list(results),
            next_offset=offset,
            cache_time=cache,
            is_personal=True,
            button=InlineQueryResultsButton(text=button, start_parameter="inline"),
        )
    )


def _result(entry: Entry, caller: Caller, services: Services) -> InlineQueryResultArticle:
    t, now = caller.t, services.clock.now()
    shared = render.shared_story(entry, t, caller.zone, now)
    return InlineQueryResultArticle(
        id=f"n{entry.story_id}",
        title=render.clip(entry.title, DESCRIPTION),
        description=render.clip(render.plain(render.tags(entry, t)) or " ".join(entry.sentences), DESCRIPTION),
        thumbnail_url=render.safe_url(entry.image) if entry.image else None,
        input_message_content=InputTextMessageContent(
            message_text=shared.html, parse_mode="HTML", link_preview_options=preview(shared)
        ),
        reply_markup=markup(shared.buttons),
    )


async def chosen(result: ChosenInlineResult) -> None:
    """Which story was shared where is nobody's business: it is neither stored nor counted per person."""
    log.debug("inline_result_chosen")
