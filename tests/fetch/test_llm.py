"""The optional summary: never raises, never invents, never exceeds its budget."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import AsyncIterator
from dataclasses import dataclass, field, replace
from typing import Any

import pytest
from aiohttp import web

from bot.fetch.llm import LlmAnswer, LlmSettings, accept, invented_names, numbers, summarize

TITLE = "В Талгаре открыли школу на 300 мест"
TEXT = (
    "В городе Талгар Алматинской области открыли школу на 300 мест. Строительство обошлось в 1 250 000 тенге, "
    "сообщил аким района Ерлан Сериков. Проект вела компания «Дала Құрылыс»."
)
GOOD = "В Талгаре открыли школу на 300 мест. Строительство обошлось в 1 250 000 тенге, сообщил Ерлан Сериков."


@dataclass
class Model:
    """An OpenAI-compatible endpoint that says what the test wants."""

    answer: str | None = GOOD
    status: int = 200
    delay: float = 0.0
    asked: list[dict[str, Any]] = field(default_factory=list)

    async def serve(self, request: web.Request) -> web.Response:
        self.asked.append(await request.json())
        await asyncio.sleep(self.delay)
        if self.status != 200:
            return web.json_response({"error": {"message": "no"}}, status=self.status)
        message = {"role": "assistant", "content": self.answer}
        choice = {"index": 0, "finish_reason": "stop", "message": message}
        return web.json_response(
            {"id": "1", "object": "chat.completion", "created": 1, "model": "m", "choices": [choice]}
        )


@pytest.fixture
async def model() -> AsyncIterator[tuple[Model, LlmSettings]]:
    model = Model()
    app = web.Application()
    app.router.add_post("/v1/chat/completions", model.serve)
    runner = web.AppRunner(app, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    host, port = runner.addresses[0][:2]
    yield model, LlmSettings(url=f"http://{host}:{port}/v1", model="m", key="k", timeout_seconds=20)
    await runner.cleanup()


async def ask(settings: LlmSettings, used: int = 0) -> LlmAnswer:
    return await summarize(settings, title=TITLE, text=TEXT, language="ru", used=used)


async def test_a_true_summary_is_taken(model: tuple[Model, LlmSettings]) -> None:
    assert await ask(model[1], used=3) == LlmAnswer(GOOD, 4)
    assert TEXT in model[0].asked[0]["messages"][1]["content"]
    assert "Russian" in model[0].asked[0]["messages"][0]["content"]


async def test_the_budget_of_the_day_holds(model: tuple[Model, LlmSettings]) -> None:
    assert await ask(model[1], used=500) == LlmAnswer(None, 500)
    assert model[0].asked == []


@pytest.mark.parametrize("answer", [None, "", "Да.", "В Талгаре открыли школу на 900 мест, сообщил Ерлан Сериков."])
async def test_an_unusable_answer_is_none_and_counts(model: tuple[Model, LlmSettings], answer: str | None) -> None:
    model[0].answer = answer
    assert await ask(model[1]) == LlmAnswer(None, 1)


@pytest.mark.parametrize(("status", "said"), [(400, "400"), (401, "llm_key"), (404, "no model m there"), (500, "500")])
async def test_an_error_is_named(model: tuple[Model, LlmSettings], status: int, said: str) -> None:
    model[0].status = status
    answer = await ask(model[1])
    assert (answer.summary, answer.used) == (None, 1)
    assert said in answer.trouble
    assert len(model[0].asked) == 1  # asked once: the extractive summary is at hand


async def test_an_endpoint_that_is_not_there_is_named(model: tuple[Model, LlmSettings]) -> None:
    answer = await ask(replace(model[1], url="http://me:hidden@127.0.0.1:9/v1"))
    assert answer == LlmAnswer(None, 1, "127.0.0.1:9 is not reached; mend summary.llm_url, or start it")


async def test_a_slow_model_is_not_waited_for(model: tuple[Model, LlmSettings]) -> None:
    await ask(model[1])  # the library is imported now, so that the time-out below meets the model alone
    model[0].delay = 2
    assert await ask(replace(model[1], timeout_seconds=0.1)) == LlmAnswer(None, 1, "no answer in 0.1 seconds")


async def test_without_the_extra(model: tuple[Model, LlmSettings], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "openai", None)
    answer = await ask(model[1], used=1)
    assert (answer.summary, answer.used) == (None, 1)
    assert "aimaq[llm]" in answer.trouble


@pytest.mark.parametrize(
    ("answer", "taken"),
    [
        (GOOD, True),
        ("**" + GOOD + "**", True),
        ("«" + GOOD + "»", True),
        ("Школа на 300 мест открыта в Талгаре, её строила компания «Дала Құрылыс».", True),
        ("Школа стоила 1250000 тенге, сообщил аким района.", True),
        ("Школу открыл министр Аслан Жумабаев в городе Талгар.", False),
        ("Школа в Шымкенте на 300 мест открыта на этой неделе.", False),
        ("Школа на 301 место открыта в Талгаре на этой неделе.", False),
        ("Об открытии школы сообщило МВД в городе Талгар.", False),
        (GOOD * 10, False),
    ],
)
def test_names_and_numbers_must_stand_in_the_source(answer: str, taken: bool) -> None:
    assert (accept(answer, source=f"{TITLE}\n{TEXT}", max_chars=400) is not None) is taken


def test_pieces() -> None:
    assert numbers("1 250 000 тенге, 3,5 % и 007") == {"1250000", "3", "5", "7"}
    assert invented_names("Аким сказал, что Ержан прав.", "аким") == ("Ержан",)
