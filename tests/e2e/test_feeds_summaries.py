"""Summaries by a language model behind a local endpoint: digests have them, pushes never wait for them."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

import pytest
from aiohttp import web
from pydantic import SecretStr

from bot.config import SummaryConfig
from bot.models import Profile
from tests.e2e.newsstand import Newsstand, opened

pytest.importorskip("openai")


@dataclass
class Model:
    """An OpenAI-compatible endpoint that repeats the beginning of the article, or says what the test wants."""

    says: str = ""
    status: int = 200
    asked: list[str] = field(default_factory=list)
    url: str = ""

    async def serve(self, request: web.Request) -> web.Response:
        body = await request.json()
        text = body["messages"][1]["content"]
        self.asked.append(text)
        if self.status != 200:
            return web.json_response({"error": {"message": "no"}}, status=self.status)
        sentence = text.split("\n\n", 1)[1].split(". ")[0].strip()
        message = {"role": "assistant", "content": self.says or f"Коротко: {sentence}."}
        choice = {"index": 0, "finish_reason": "stop", "message": message}
        return web.json_response(
            {"id": "1", "object": "chat.completion", "created": 1, "model": "m", "choices": [choice]}
        )


@asynccontextmanager
async def summarising(database_url: str, per_day: int = 10) -> AsyncIterator[tuple[Newsstand, Model]]:
    model = Model()
    app = web.Application()
    app.router.add_post("/v1/chat/completions", model.serve)
    runner = web.AppRunner(app, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    host, port = runner.addresses[0][:2]
    summary = SummaryConfig(
        llm_url=f"http://{host}:{port}/v1", llm_model="m", llm_key=SecretStr("k"), llm_per_day=per_day
    )
    try:
        async with opened(database_url, summary=summary) as stand:
            assert await stand.room.summaries.run() == 0, "the first page of a source is no news"
            yield stand, model
    finally:
        await runner.cleanup()


async def told(stand: Newsstand, title: str) -> str:
    """The sentences that a digest would show of a story."""
    now = stand.clock.now()
    digest = await stand.room.reading.digest([(Profile(items=20), -1)], since=now.replace(hour=0), now=now)
    entries = [entry for block in digest.blocks for entry in block.entries if entry.title == title]
    return " ".join(entries[0].sentences)


async def test_a_push_does_not_wait_and_a_digest_has_the_summary(sqlite_url: str) -> None:
    async with summarising(sqlite_url) as (stand, model):
        title = stand.publish().title
        await stand.poll()
        stand.assert_once()
        assert model.asked == [], "the push left before anybody was asked"
        assert await stand.room.summaries.run() == 1
        assert (await told(stand, title)).startswith("Коротко: ")
        await stand.deliver()
        stand.assert_once()
        assert "Коротко" not in stand.received()[0]


async def test_a_silent_archive_is_not_worth_the_budget(sqlite_url: str) -> None:
    async with summarising(sqlite_url) as (stand, model):
        stand.publish(minutes_ago=60 * 24 * 5, modified=stand.clock.now())
        await stand.poll()
        assert await stand.room.summaries.run() == 0
        assert model.asked == []


@pytest.mark.parametrize(
    ("says", "status"),
    [("", 500), ("Коротко: построят 987654 школ.", 200), ("Коротко: так сказал аким Выдуманов.", 200), (" ", 200)],
)
async def test_trouble_and_invention_leave_the_extractive_summary(sqlite_url: str, says: str, status: int) -> None:
    async with summarising(sqlite_url) as (stand, model):
        model.says, model.status = says, status
        title = stand.publish().title
        await stand.poll()
        before = await told(stand, title)
        assert await stand.room.summaries.run() == 0
        assert len(model.asked) == 1
        assert before and await told(stand, title) == before


async def test_the_budget_of_a_day_is_kept(sqlite_url: str) -> None:
    async with summarising(sqlite_url, per_day=5) as (stand, model):
        for _ in range(8):
            stand.publish()
        await stand.poll()
        await stand.room.summaries.run()
        assert len(model.asked) == 5
        stand.publish()
        await stand.poll()
        await stand.room.summaries.run()
        assert len(model.asked) == 5, "nothing more today"
        stand.clock.pass_time(hours=24)
        stand.publish()
        await stand.poll()
        assert await stand.room.summaries.run() == 1
        stand.assert_once()


async def test_an_edit_is_summarised_anew(sqlite_url: str) -> None:
    async with summarising(sqlite_url) as (stand, _):
        post = stand.publish()
        await stand.poll()
        await stand.room.summaries.run()
        stand.site.edit(post, html=f"<p>Уточнение от редакции, которого не было.</p>{post.html}")
        await stand.poll()
        assert not (await told(stand, post.title)).startswith("Коротко")
        assert await stand.room.summaries.run() == 1
        assert (await told(stand, post.title)).startswith("Коротко: Уточнение")
