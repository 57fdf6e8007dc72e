"""An optional summary by a language model behind an OpenAI-compatible endpoint, believed only where the source bears
it out: every number and every name of the answer must stand in the article."""

from __future__ import annotations

import asyncio
import re
from dataclasses import dataclass
from urllib.parse import urlsplit

from bot.fetch.characters import one_line

_LONGEST_SOURCE = 12_000
_NUMBER = re.compile(r"\d+(?:[  \u202f]\d{3})+(?!\d)|\d+")
_WORD = re.compile(r"[^\W\d_]+(?:[-’'][^\W\d_]+)*")
_SENTENCE_START = re.compile(r"(?:^|[.!?…]\s+|[«\"“]\s*)$")
_ENDING = 3
_SHORTEST_STEM = 3
_LANGUAGES = {"ru": "Russian", "kk": "Kazakh", "en": "English"}


@dataclass(frozen=True, slots=True)
class LlmSettings:
    """Where and what to ask; ``per_day`` bounds the requests of one day, ``max_chars`` the summary."""

    url: str
    model: str
    key: str = ""
    per_day: int = 500
    max_chars: int = 400
    timeout_seconds: float = 20.0


@dataclass(frozen=True, slots=True)
class LlmAnswer:
    """``summary`` is ``None`` on any trouble, and where the answer was not to be believed; ``used`` is the day's count
    of requests after this one; ``trouble`` says why there was no answer, with the mend."""

    summary: str | None
    used: int
    trouble: str = ""


async def summarize(settings: LlmSettings, *, title: str, text: str, language: str, used: int) -> LlmAnswer:
    """Two sentences on ``text`` in ``language`` (``ru``, ``kk``, ``en``). Never raises: whatever goes wrong, the
    extractive summary is there. Beyond ``per_day`` nothing is asked."""
    if used >= settings.per_day or not text.strip():
        return LlmAnswer(None, used)
    try:
        async with asyncio.timeout(settings.timeout_seconds):
            answer = await _ask(settings, title, text[:_LONGEST_SOURCE], language)
    except TimeoutError:
        return LlmAnswer(None, used + 1, f"no answer in {settings.timeout_seconds:g} seconds")
    except ImportError:
        return LlmAnswer(None, used, 'summary.llm_url needs an extra: pip install "aimaq[llm]"')
    except Exception as error:  # a third party's library over the network: its failures have no common type
        return LlmAnswer(None, used + 1, _trouble_of(error, settings))
    return LlmAnswer(accept(answer, source=f"{title}\n{text}", max_chars=settings.max_chars), used + 1)


def _trouble_of(error: Exception, settings: LlmSettings) -> str:
    match getattr(error, "status_code", None):
        case 401 | 403 as status:
            return f"the key is refused ({status}); mend summary.llm_key"
        case 404:
            return (
                f"no model {settings.model} there, or not its address (404); mend summary.llm_model or summary.llm_url"
            )
        case int() as status:
            return f"the endpoint answers {status}"
        case _ if type(error).__name__ == "APIConnectionError":
            return (
                f"{urlsplit(settings.url).netloc.rpartition('@')[2]} is not reached; mend summary.llm_url, or start it"
            )
        case _:
            return f"the endpoint's answer cannot be read ({type(error).__name__})"


def accept(answer: str | None, *, source: str, max_chars: int) -> str | None:
    """The answer on one line if it is short enough and invents neither numbers nor names; else ``None``."""
    summary = one_line(re.sub(r"[*_#`]+", "", answer or ""), 4 * max_chars).strip('"“”«» ')
    if not 20 <= len(summary) <= max_chars:
        return None
    return summary if numbers(summary) <= numbers(source) and not invented_names(summary, source) else None


def numbers(text: str) -> frozenset[str]:
    """The numbers of ``text``, groups of thousands joined."""
    return frozenset(re.sub(r"\D", "", match[0]).lstrip("0") or "0" for match in _NUMBER.finditer(text))


def invented_names(summary: str, source: str) -> tuple[str, ...]:
    """Capitalised words inside sentences, and abbreviations anywhere, that the source knows in no inflection."""
    known = {word.lower() for word in _WORD.findall(source)}
    stems = {word[:length] for word in known for length in range(_SHORTEST_STEM, len(word) + 1)}
    return tuple(
        word[0]
        for word in _WORD.finditer(summary)
        if _is_name(word[0], at_start=bool(_SENTENCE_START.search(summary[: word.start()][-4:])))
        and _stem(word[0].lower()) not in stems
        and word[0].lower() not in known
    )


def _is_name(word: str, *, at_start: bool) -> bool:
    is_abbreviation = len(word) > 1 and word.isupper()
    return is_abbreviation or (word[0].isupper() and not at_start)


def _stem(word: str) -> str:
    """Russian and Kazakh inflect at the end: what stays of a name is its beginning."""
    return word[: max(len(word) - _ENDING, _SHORTEST_STEM)]


async def _ask(settings: LlmSettings, title: str, text: str, language: str) -> str | None:
    from openai import AsyncOpenAI  # noqa: PLC0415 -- an optional extra, and slow to import

    name = _LANGUAGES.get(language, "the article's own language")
    instruction = (
        f"Summarise the news article in {name}, in one or two plain sentences of at most {settings.max_chars} "
        "characters altogether. Use only facts, names and numbers of the article, in its own spelling. "
        "No introduction, no markup, no quotation marks around the summary."
    )
    async with AsyncOpenAI(
        api_key=settings.key or "none", base_url=settings.url, timeout=settings.timeout_seconds, max_retries=0
    ) as client:
        completion = await client.chat.completions.create(
            model=settings.model,
            messages=[
                {"role": "system", "content": instruction},
                {"role": "user", "content": f"{title}\n\n{text}"},
            ],
            temperature=0.2,
        )
    return completion.choices[0].message.content if completion.choices else None
