"""A question, or the words after /subscribe, as regions, topics, period, times and what is left to search for.

Places are found by the matcher that tags articles and topics by the words that readers call them, so an answer and its
question agree. A misspelt place is guessed only among words that mean nothing else.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from rapidfuzz import fuzz, process
from rapidfuzz.distance import Levenshtein

from bot.analysis.fold import Token, skeleton, tokens
from bot.analysis.gazetteer import gazetteer
from bot.analysis.lexicon import Sense, single_names
from bot.analysis.markup import strip_forbidden
from bot.analysis.mentions import mentions
from bot.analysis.reading import Reading, is_one_of
from bot.analysis.stem import is_russian, stop_words
from bot.analysis.surroundings import is_kind
from bot.analysis.topics import match_topics
from bot.analysis.when import days_of, part_of_day, period_of, times_of
from bot.models import Query

MAX_QUERY = 500
"""Characters of a question that are read."""

GUESSED = 75
"""Least similarity (rapidfuzz ratio, 0 to 100) of a misspelt word and the name that it is taken for."""
MARGIN = 4
"""How much less similar the best name of another region must be."""

_EXCLUDED = re.compile(r"(?:^|(?<=[\s,;(]))[-−–]([^\W\d_][\w-]*)")
_FAMILY = re.compile(r"(?:их|ых)$")


def parse_query(text: str) -> Query:
    """What ``text`` asks for; any text gives an answer, an empty one an empty query."""
    line = strip_forbidden(text if len(text) <= MAX_QUERY else text[:MAX_QUERY].rpartition(" ")[0])
    excluded, line = _excluded(line)
    reading = Reading(line, tokens(line))
    times = times_of(reading)
    here = _here(reading)
    senses = _places(reading)
    switches = {name: bool(reading.take("switches", name)) for name in ("instant", "here", "everything")}
    period = period_of(reading)
    days = days_of(reading)
    times += part_of_day(reading)
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


def _places(reading: Reading) -> tuple[Sense, ...]:
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


def _is_another_word(reading: Reading, position: int) -> bool:
    """«многодетных семей» are families, not the city; «алға» is "forward" unless "қаласы" follows."""
    word = reading.words[position]
    follower = reading.words[position + 1 : position + 2]
    if is_one_of(word, "filler", "never_places") and not any(is_kind(skeleton(next_.text)) for next_ in follower):
        return True
    family = word.normal == "семей" and position > 0
    return family and bool(_FAMILY.search(reading.words[position - 1].normal))


def _is_place(sense: Sense) -> bool:
    """A district or town can be asked for by itself; the seat of a region stands for the region."""
    unit = gazetteer().units.get(sense.target)
    return unit is not None and unit.at != gazetteer().regions[unit.region].at


def _guesses(reading: Reading) -> tuple[tuple[Sense, ...], str | None]:
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
                suggestion, sense = _with_kind(guess, reading.words[position + size : position + size + 1])
                senses.append(sense)
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


def _with_kind(guess: tuple[str, Sense], follower: Sequence[Token]) -> tuple[str, Sense]:
    """«алмты облысы» is the region, not the city that the first word alone would be."""
    kind = follower[0].text if follower and is_kind(skeleton(follower[0].text)) else ""
    if not kind or guess[0].casefold().endswith(kind.casefold()):
        return guess
    name = f"{guess[0]} {kind}"
    meant = next((one.senses for one in mentions((name,), any_case=True) if one.start == 0), ())
    return (name, meant[0]) if len(meant) == 1 else guess


def _means_something(word: Token) -> bool:
    known = word.normal in stop_words() or word.text[:1].isdigit()
    known = known or is_one_of(word, "filler", "words") or is_one_of(word, "filler", "never_places")
    return known or is_russian(word.text) or bool(re.search(r"(?:[оеё]в|ин)(?:а|у|ым|ой)?$", word.normal))


def _here(reading: Reading) -> bool:
    """«в моём районе», «біздің өңірде», "my region"."""
    for position in range(len(reading.words) - 1):
        whose, what = reading.words[position], reading.words[position + 1]
        if is_one_of(whose, "mine", "whose") and is_one_of(what, "mine", "what"):
            reading.used.update((position, position + 1))
            return True
    return False


def _topics(reading: Reading) -> tuple[str, ...]:
    """Topics as readers call them, the words tried as typed and, for Latin letters, in Cyrillic."""
    found: list[tuple[int, str]] = []
    for words in ([word.text for word in reading.words], [word.normal for word in reading.words]):
        for topic, start, size in match_topics(words):
            span = range(start, start + size)
            if not any(index in reading.used for index in span):
                reading.used.update(span)
                found.append((start, topic))
    return tuple(dict.fromkeys(topic for _, topic in sorted(found)))


def _keywords(reading: Reading) -> tuple[str, ...]:
    """What is left to search for, as typed."""
    return tuple(dict.fromkeys(_kept(reading)))


def _kept(reading: Reading) -> Iterator[str]:
    for position in reading.free():
        word = reading.words[position]
        if len(word.text) > 1 and word.normal not in stop_words() and not is_one_of(word, "filler", "words"):
            yield word.text
