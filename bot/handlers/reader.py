"""Shows a caller what he asked for: digests, lists, cards. The routers decide when, this decides nothing but how."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

from aiogram import Bot
from aiogram.exceptions import ClientDecodeError, TelegramAPIError
from aiogram.types import CallbackQuery
from aiogram.types import Message as TelegramMessage

from bot import digest as digests
from bot import render
from bot.analysis import place_name, search_terms
from bot.handlers.caller import Caller, Whisper, is_staff
from bot.handlers.kept import profile_of, query_json
from bot.handlers.replies import Replies, addressed
from bot.handlers.services import Services
from bot.jobs.kept import digest_from
from bot.models import Digest, Entry, Message, Query, Story, Subscription
from bot.render.story import Back

DAY = timedelta(days=1)
REST = 100  # stories behind "more"; further ones are found by asking


class Reader:
    """One per dispatcher; every method answers in the caller's chat, or by an edit where ``query`` is given."""

    def __init__(self, bot: Bot, services: Services, replies: Replies) -> None:
        self._bot = bot
        self._services = services
        self._replies = replies
        self._username: str | None = None

    async def show(self, caller: Caller, message: Message, query: CallbackQuery | None = None) -> None:
        """Edit the pressed message, or send a new one."""
        if query is not None:
            await self._replies.edit(query, message)
        else:
            await self._send(caller, addressed(message, caller.steers))

    async def in_chat(self, caller: Caller, chat_id: int) -> Caller:
        """The caller with the chat that he was asked about: a channel that he manages from here, or this one."""
        if chat_id == caller.chat.id:
            return caller
        chat = await self._services.store.chat(chat_id)
        return replace(caller, chat=chat, known=True, home=caller.chat) if chat else caller

    async def refuse(self, caller: Caller) -> None:
        """Says who may change settings."""
        await self.whisper(caller, render.say(caller.t, "only-admins"))

    async def whisper(self, caller: Caller, message: Message) -> None:
        """Says it to him alone where the server can."""
        await self.show(replace(caller, whisper=caller.whisper or Whisper(caller.user_id)), message)

    async def _send(self, caller: Caller, message: Message) -> list[TelegramMessage]:
        place = caller.place
        return await self._replies.send(
            place.id, place.kind, message, thread_id=caller.thread_id, whisper=caller.whisper
        )

    async def show_digest(self, caller: Caller) -> None:
        """The digest of the chat's subscriptions now: the last day, whatever was sent already."""
        now = self._services.clock.now()
        found = await self._subscriptions_here(caller)
        members = [(one.profile, -1) for one in found if not one.paused]
        digest = None
        if members:
            digest = await self._services.reading.digest(members, since=now - DAY, now=now, include_silent=True)
        if digest is None or not digest.shown:
            await self.show(caller, render.no_digest(caller.t, subscribed=bool(members)))
            return
        await self.send_digest(caller, digest)

    async def _subscriptions_here(self, caller: Caller) -> tuple[Subscription, ...]:
        """Those of this forum topic; where it has none, the whole chat's."""
        if not caller.known:
            return ()
        here = await self._services.store.subscriptions(caller.chat.id, caller.thread_id)
        return here or await self._services.store.subscriptions(caller.chat.id)

    async def send_digest(self, caller: Caller, digest: Digest) -> None:
        """A digest as a push would have it, written down as a push is: it is corrected where it stands."""
        services, now = self._services, self._services.clock.now()
        plan = await services.planner.as_plan("", digest, caller.chat.time_zone, now)
        shown: dict[int, int] = {}
        for part, message in enumerate(plan.messages):
            for sent in await self._send(caller, addressed(message, caller.steers)):
                if sent.message_id:  # one member of a group may see it alone, and then it has none
                    shown[part] = sent.message_id
        if shown:
            await services.store.keep_answer(caller.place.id, caller.thread_id, plan, shown, now)

    async def answer(
        self,
        caller: Caller,
        asked: Query,
        *,
        page: int = 0,
        query: CallbackQuery | None = None,
        silent_if_empty: bool = False,
    ) -> None:
        """A page of the stories that a question asks for, or what is near it."""
        services, now = self._services, self._services.clock.now()
        asked = await self.at_home(caller, asked)
        answer = await services.reading.answer(asked, zone=caller.zone, page=page)
        if silent_if_empty and not answer.page.total:
            return
        token = await services.store.keep(query_json(asked), now)
        entries = [entry for story in answer.page.stories if (entry := self.entry(caller, story, asked))]
        title = render.describe(asked, caller.t, places=self.place_names(caller, asked.places))
        if entries:
            message = render.story_list(
                entries,
                caller.t,
                caller.zone,
                now,
                title=title,
                total=answer.page.total,
                token=token,
                page=page,
                period=asked.period,
                where=len(asked.regions) != 1,
                suggestion=asked.suggestion
                or ", ".join(_as_written(word, entries) for _, word in answer.respelt)
                or None,
            )
        else:
            message = render.nothing_found(
                title,
                caller.t,
                token=token,
                period=asked.period,
                alternatives=answer.alternatives,
            )
        await self.show(caller, message, query)

    async def kept_digest(self, token: str) -> Digest | None:
        """The digest behind a token, as it was sent; ``None`` when it is too old."""
        kept = await self._services.store.kept(token)
        return digest_from(kept) if kept is not None and kept.get("kind") == "digest" else None

    async def rest_of_digest(
        self, caller: Caller, token: str, page: int, *, topic: str | None = None, query: CallbackQuery | None = None
    ) -> bool:
        """The stories of a kept digest that were not shown in it, or all of one topic; false when it is too old."""
        digest = await self.kept_digest(token)
        if digest is None:
            return False
        profile, now = digest.profile, self._services.clock.now()
        if topic:
            profile = replace(profile, topics=(topic,))
        wanted = digests.filter_of(
            profile, since=digest.since, until_seq=digest.until_seq, stem=search_terms, include_silent=True
        )
        found = await self._services.store.find(wanted, limit=REST, now=now)
        shown = set() if topic else digest.told | {entry.story_id for block in digest.blocks for entry in block.entries}
        entries = [e for s in found.stories if s.id not in shown and (e := self._services.reading.entry(s, profile))]
        size = render.PAGE_SIZE
        message = render.story_list(
            entries[page * size : (page + 1) * size],
            caller.t,
            caller.zone,
            now,
            title=caller.t.topic(topic) if topic else caller.t("digest-rest"),
            total=len(entries),
            token=f"{token}:{topic}" if topic else token,
            page=page,
            verb="dt" if topic else "dm",
            can_subscribe=False,
        )
        await self.show(caller, message, query)
        return True

    async def show_story(
        self,
        caller: Caller,
        story_id: int,
        *,
        query: CallbackQuery | None = None,
        back: Back | None = None,
        expanded: bool = False,
        language: str | None = None,
    ) -> None:
        """The card of a story; one that was merged into another shows that one."""
        story = await self._services.store.story(story_id)
        entry = self.entry(caller, story, Query(), language=language) if story else None
        staff = await is_staff(caller, self._services.store)
        if story is None or entry is None or (story.hidden and not staff):
            await self.show(caller, render.story_gone(caller.t), query)
            return
        saved = await self._services.store.is_saved(caller.chat.id, caller.user_id, story.id)
        card = render.story_card(
            story,
            entry,
            caller.t,
            caller.zone,
            self._services.clock.now(),
            back=back,
            saved=saved,
            expanded=expanded,
            places=self.place_names(caller, story.places),
            admin=staff,
        )
        await self.show(caller, card, query)

    def entry(self, caller: Caller, story: Story, asked: Query, *, language: str | None = None) -> Entry | None:
        """The story as this caller sees it; any language is better than nothing."""
        profile = profile_of(caller.chat, asked)
        if language:
            profile = replace(profile, language=language, news_languages=(language,))
        own = self._services.reading.entry(story, profile)
        return own or self._services.reading.entry(story, replace(profile, news_languages=("ru", "kk", "en")))

    def place_names(self, caller: Caller, places: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(place_name(kato, caller.t.language) for kato in places)

    async def deep_link(self, payload: str) -> str | None:
        """``https://t.me/<bot>?start=…``; ``None`` when Telegram does not tell our name now."""
        if self._username is None:
            try:
                self._username = (await self._bot.me()).username
            except (TelegramAPIError, ClientDecodeError):
                return None
        return f"https://t.me/{self._username}?start={payload}"

    async def at_home(self, caller: Caller, asked: Query) -> Query:
        """«В моём районе»: the regions of the chat's own subscriptions."""
        if not asked.here or asked.regions or not caller.known:
            return asked
        found = await self._services.store.subscriptions(caller.chat.id)
        regions = tuple(dict.fromkeys(region for one in found for region in one.profile.regions))
        places = tuple(dict.fromkeys(place for one in found for place in one.profile.places))
        return replace(asked, regions=regions, places=places, here=False)


def _as_written(stem: str, entries: Sequence[Entry]) -> str:
    """A word as the stories that were found for its stem write it: «школы», not «школ»."""
    words = (word for entry in entries for word in re.findall(r"\w+", " ".join((entry.title, *entry.sentences))))
    return next((word for word in words if stem in search_terms(word)), stem)
