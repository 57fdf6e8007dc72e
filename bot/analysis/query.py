"""A question, or the words after /subscribe, as regions, topics, period, times and what is left to search for.

Places are found by the matcher that tags articles and topics by the words that readers call them, so an answer and its
question agree. A misspelt place is guessed only among words that mean nothing else.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import time
from functools import cache
from importlib.resources import files
from itertools import pairwise

from rapidfuzz import fuzz, process
from rapidfuzz.distance import Levenshtein

from bot.analysis.fold import Token, normal, skeleton, tokens
from bot.analysis.gazetteer import gazetteer
from bot.analysis.lexicon import Sense, single_names
from bot.analysis.markup import strip_forbidden
from bot.analysis.mentions import mentions
from bot.analysis.stem import is_russian, stop_words
from bot.analysis.surroundings import is_kind
from bot.analysis.topics import match_topics
from bot.models import Period, Query

MAX_QUERY = 500
"""Characters of a question that are read."""

GUESSED = 75
"""Least similarity (rapidfuzz ratio, 0 to 100) of a misspelt word and the name that it is taken for."""
MARGIN = 4
"""How much less similar the best name of another region must be."""

_WEEK = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_CLOCK = re.compile(r"(?<![\d:.])([01]?\d|2[0-4])[:.]([0-5]\d)(?![\d:.])")
_HOUR = re.compile(
    r"(?:(?P<kazakh>таңғы|түнгі|кешкі|түскі)\s+)?(?:сағат\s+)?(?<![\d:.,])(?P<hour>[01]?\d|2[0-4])(?:-?(?:де|да|те|та))?"
    r"\s*(?P<part>утра|вечера|дня|ночи|час(?:ов|а|ам|у)?\s+(?:утра|вечера|дня|ночи)|час(?:ов|а)?\b|am\b|pm\b|a\.m\.|p\.m\.)?",
    re.IGNORECASE,
)
_BARE_HOUR = re.compile(
    r"(?:^|\s)(?:в|к|at|сағат)\s+([01]?\d|2[0-3])(?:-?(?:де|да|те|та))?\s*(?:$|[,;]|и\s)", re.IGNORECASE
)
_EXCLUDED = re.compile(r"(?:^|(?<=[\s,;(]))[-−–]([^\W\d_][\w-]*)")
_DAY_RANGE = re.compile(r"^\s*[-–—]\s*$")
_FAMILY = re.compile(r"(?:их|ых)$")


@dataclass(slots=True)
class _Reading:
    """What has been understood so far; ``used`` are the words that are spoken for."""

    text: str
    words: tuple[Token, ...]
    used: set[int] = field(default_factory=set)

    def free(self) -> list[int]:
        return [position for position in range(len(self.words)) if position not in self.used]

    def use_span(self, start: int, end: int) -> None:
        """Spends the words between two characters."""
        self.used.update(position for position, word in enumerate(self.words) if word.start < end and word.end > start)


def parse_query(text: str) -> Query:
    """What ``text`` asks for; any text gives an answer, an empty one an empty query."""
    line = strip_forbidden(text if len(text) <= MAX_QUERY else text[:MAX_QUERY].rpartition(" ")[0])
    excluded, line = _excluded(line)
    reading = _Reading(line, tokens(line))
    times = _times(reading)
    here = _here(reading)
    senses = _places(reading)
    switches = {name: bool(_phrases(reading, "switches", name)) for name in ("instant", "here", "everything")}
    period = _period(reading)
    days = _days(reading)
    times += tuple(time.fromisoformat(at) for at in _table()["times"] if _phrases(reading, "times", at))
    topics = _topics(reading)
    guessed, suggestion = _guesses(reading)
    senses += guessed
    return Query(
        regions=tuple(dict.fromkeys(sense.region for sense in senses)),
        places=tuple(dict.fromkeys(sense.target for sense in senses if _is_place(sense))),
        topics=topics,
        period=period,
        keywords=_keywords(reading),
        excluded=excluded,
        times=tuple(sorted(dict.fromkeys(times))),
        days=days,
        instant=switches["instant"],
        here=(here or switches["here"]) and not senses,
        everything=switches["everything"] and not senses,
        suggestion=suggestion,
    )


def _excluded(text: str) -> tuple[tuple[str, ...], str]:
    """The words after a minus, and the text without them."""
    return tuple(dict.fromkeys(_EXCLUDED.findall(text))), _EXCLUDED.sub(" ", text)


# --- places ---------------------------------------------------------------------------------------------------------


def _places(reading: _Reading) -> tuple[Sense, ...]:
    """The places that are named; a name that several districts share stands for all of them, unless another name
    tells which: «Абайский район Шымкента»."""
    groups: list[list[Sense]] = []
    for mention in mentions((reading.text,), any_case=True):
        named = [sense for sense in mention.senses if sense.mode != "beside"]
        if not named or _is_another_word(reading, mention.start):
            continue
        groups.append(_one_a_region(named))
        size = len(tokens(mention.text))
        reading.used.update(range(mention.start, mention.start + size))
    sure = {group[0].region for group in groups if len(group) == 1}
    senses = [sense for group in groups for sense in _told_apart(group, sure)]
    if senses:
        reading.used.update(position for position in reading.free() if is_kind(skeleton(reading.words[position].text)))
    return tuple(senses)


def _told_apart(group: list[Sense], sure: set[str]) -> list[Sense]:
    return [sense for sense in group if sense.region in sure] or group


def _one_a_region(senses: Sequence[Sense]) -> list[Sense]:
    return list({sense.region: sense for sense in reversed(senses)}.values())[::-1]


def _is_another_word(reading: _Reading, position: int) -> bool:
    """«многодетных семей» are families, not the city; «алға» is "forward" unless "қаласы" follows."""
    word = reading.words[position]
    follower = reading.words[position + 1 : position + 2]
    if _matches_any(word, "filler", "never_places") and not any(is_kind(skeleton(next_.text)) for next_ in follower):
        return True
    family = word.normal == "семей" and position > 0
    return family and bool(_FAMILY.search(reading.words[position - 1].normal))


def _is_place(sense: Sense) -> bool:
    """A district or town can be asked for by itself; the seat of a region stands for the region."""
    unit = gazetteer().units.get(sense.target)
    return unit is not None and unit.at != gazetteer().regions[unit.region].at


def _guesses(reading: _Reading) -> tuple[tuple[Sense, ...], str | None]:
    """Places that the remaining words nearly name, and how the last of them is written."""
    senses: list[Sense] = []
    suggestion = None
    free = reading.free()
    for position in free:
        if position in reading.used:
            continue
        pair = position + 1 in free
        for size in (2, 1) if pair else (1,):
            guess = _guess([reading.words[index] for index in range(position, position + size)])
            if guess:
                senses.append(guess[1])
                suggestion = guess[0]
                reading.used.update(range(position, position + size))
                break
    return tuple(senses), suggestion


def _guess(words: Sequence[Token]) -> tuple[str, Sense] | None:
    """The name that ``words`` are a misspelling of: alike enough, with the same beginning, and no other word."""
    typed = " ".join(skeleton(word.text) for word in words)
    if len(typed) < 5 or any(_means_something(word) for word in words):
        return None
    names = single_names()
    ranked = process.extract(typed, names.keys(), scorer=fuzz.ratio, score_cutoff=GUESSED, limit=5)
    alike = [(name, score) for name, score, _ in ranked if name[0] == typed[0] and abs(len(name) - len(typed)) <= 2]
    if not alike or Levenshtein.distance(alike[0][0], typed) > (1 if len(typed) < 8 else 2):
        return None
    written, sense = names[alike[0][0]]
    rivals = [score for name, score in alike if names[name][1].region != sense.region]
    return None if rivals and alike[0][1] - rivals[0] < MARGIN else (written, sense)


def _means_something(word: Token) -> bool:
    known = word.normal in stop_words() or word.text[:1].isdigit()
    known = known or _matches_any(word, "filler", "words") or _matches_any(word, "filler", "never_places")
    return known or is_russian(word.text) or bool(re.search(r"(?:[оеё]в|ин)(?:а|у|ым|ой)?$", word.normal))


# --- words of the trade ---------------------------------------------------------------------------------------------


@cache
def _table() -> dict[str, dict[str, tuple[tuple[str, ...], ...]]]:
    """``data/query.toml`` as section → name → phrases, each a row of folded words that may end in a star."""
    data = tomllib.loads(files("bot.analysis").joinpath("data/query.toml").read_text("utf-8"))
    return {
        section: {
            name: tuple(_phrase(part) for part in line.split(",") if part.strip()) for name, line in lines.items()
        }
        for section, lines in data.items()
    }


def _phrase(written: str) -> tuple[str, ...]:
    return tuple(
        f"{normal(word[:-1])}*" if word.endswith("*") else normal(word) for word in written.replace("-", " ").split()
    )


def _meets(pattern: str, word: str) -> bool:
    return word.startswith(pattern[:-1]) if pattern.endswith("*") else word == pattern


def _matches_any(word: Token, section: str, name: str) -> bool:
    return any(len(phrase) == 1 and _meets(phrase[0], word.normal) for phrase in _table()[section][name])


def _phrases(reading: _Reading, section: str, name: str) -> list[int]:
    """Where phrases of that name begin; the longest win, and their words are used up."""
    found: list[int] = []
    phrases = sorted(_table()[section][name], key=len, reverse=True)
    for position in range(len(reading.words)):
        for phrase in phrases:
            span = range(position, position + len(phrase))
            if span.stop > len(reading.words) or any(index in reading.used for index in span):
                continue
            if all(_meets(pattern, reading.words[index].normal) for pattern, index in zip(phrase, span, strict=True)):
                reading.used.update(span)
                found.append(position)
                break
    return found


def _here(reading: _Reading) -> bool:
    """«в моём районе», «біздің өңірде», "my region"."""
    for position in range(len(reading.words) - 1):
        whose, what = reading.words[position], reading.words[position + 1]
        if _matches_any(whose, "mine", "whose") and _matches_any(what, "mine", "what"):
            reading.used.update((position, position + 1))
            return True
    return False


def _period(reading: _Reading) -> Period | None:
    found = {period: bool(_phrases(reading, "period", period.value)) for period in Period}
    return next((period for period, said in found.items() if said), None)


def _days(reading: _Reading) -> tuple[int, ...]:
    """Weekdays (0 is Monday), ranges such as «пн-пт» included; empty for "every day" and for none."""
    named = sorted((position, day) for day, code in enumerate(_WEEK) for position in _phrases(reading, "days", code))
    days = {day for _, day in named}
    for (position, day), (following, last) in pairwise(named):
        between = reading.text[reading.words[position].end : reading.words[following].start]
        if following == position + 1 and _DAY_RANGE.match(between) and day < last:
            days.update(range(day, last + 1))
    if _phrases(reading, "days", "weekdays"):
        days.update(range(5))
    if _phrases(reading, "days", "weekend"):
        days.update((5, 6))
    return () if _phrases(reading, "days", "daily") else tuple(sorted(days))


def _times(reading: _Reading) -> tuple[time, ...]:
    """Wall-clock times: 08:00, 8.30, «8 утра», «таңғы 8», "8 pm", «в 8»."""
    times: list[time] = []
    for clock in _CLOCK.finditer(reading.text):
        times.append(time(int(clock[1]) % 24, int(clock[2])))
        reading.use_span(clock.start(), clock.end())
    rest = _CLOCK.sub(lambda match: " " * len(match.group()), reading.text)
    for hour in _HOUR.finditer(rest):
        if hour["kazakh"] or hour["part"]:
            times.append(time(_hour_of_day(hour)))
            reading.use_span(hour.start(), hour.end())
    for bare in _BARE_HOUR.finditer(rest):
        position = next(i for i, word in enumerate(reading.words) if word.end > bare.start(1))
        if position not in reading.used:
            times.append(time(int(bare[1])))
            reading.use_span(bare.start(), bare.end(1))
    return tuple(times)


def _hour_of_day(match: re.Match[str]) -> int:
    """«7 вечера», «кешкі 7» and "7 pm" are 19, «12 ночи» is 0."""
    hour = int(match["hour"]) % 24
    part = f"{match['kazakh'] or ''} {match['part'] or ''}".casefold()
    late = any(word in part for word in ("вечера", "дня", "кешкі", "түскі", "pm", "p.m."))
    night = any(word in part for word in ("ночи", "түнгі", "am", "a.m."))
    if late and hour < 12:
        return hour + 12
    return 0 if night and hour == 12 else hour


def _topics(reading: _Reading) -> tuple[str, ...]:
    """Topics as readers call them, the words tried as typed and, for Latin letters, in Cyrillic."""
    found: list[tuple[int, str]] = []
    for words in ([word.text for word in reading.words], [word.normal for word in reading.words]):
        for topic, start, size in match_topics(words):
            span = range(start, start + size)
            if not any(index in reading.used for index in span):
                reading.used.update(span)
                found.append((start, topic))
    return tuple(dict.fromkeys(topic for _, topic in sorted(found)))


def _keywords(reading: _Reading) -> tuple[str, ...]:
    """What is left to search for, as typed."""
    return tuple(dict.fromkeys(_kept(reading)))


def _kept(reading: _Reading) -> Iterator[str]:
    for position in reading.free():
        word = reading.words[position]
        if len(word.text) > 1 and word.normal not in stop_words() and not _matches_any(word, "filler", "words"):
            yield word.text
