"""The language of an edition: Russian, Kazakh (Cyrillic or Latin script, with or without its own letters), English.

Every word of the title and of the beginning of the text votes: by letters that only one alphabet has, by being a
frequent word, by its ending. Words are compared folded and in Cyrillic, so that ``jáne``, ``zhane`` and «жане» are one.
"""

from __future__ import annotations

import re
import tomllib
from functools import cache, lru_cache
from importlib.resources import files

from bot.analysis.fold import WORD, fold, normal
from bot.analysis.markup import strip_forbidden

SAMPLE = 1200
"""Characters of the text that vote; more of them change nothing and cost time."""

_FEWEST = 3
"""So many words outside of quotations are enough to go by."""
_QUOTED = re.compile(r"«[^«»]*»|“[^“”]*”|\"[^\"]*\"")
_KAZAKH_LETTER = re.compile(r"[әғқңөұүһі]")
_FOREIGN_LETTER = re.compile(r"[їєґўјљњћђџѕќѓ]")
_RUSSIAN_LETTER = re.compile(r"[ъщё]|[ьцфвэ].*[ьцфвэ]")
_KAZAKH_LATIN_LETTER = re.compile(r"[ǵğńñıūŭşäáöóúúýәŋ]|q(?!u)|sh[yi]|zh[aeiou]")

_KAZAKH_ENDING = re.compile(
    r"(?:лар|лер|дар|дер|тар|тер)(?:ы|и|дын|дин|га|ге|ды|ди|да|де|дан|ден|мен|ынын|инин|ына|ине|ын|ин|ында|инде)?$"
    r"|(?:[ыи]?[нндт][ыи]н|[ыи]н(?:да|де|а|е|ан|ен|ын|ин)|(?:[дт][аеы]г[ыи])|(?:[ае]д[ыи])|(?:йд[ыи])|[лдт][ыи]к(?:т[ыи])?|"
    r"[сш]т?[ыи]л[аеы]?д[ыи]|[гк][ае]н|[лнрсшктзм]д[ыи]|[лнрсшкт]т[ыи]|ып|ип|уге|уга|уды|уди|унын|уынын|ушы|уши|"
    r"шылык|шилик|лык|лик|дык|дик|сыз|сиз|ды|ди|га|ге|нда|нде|дан|ден|тан|тен|мен|ауы|еуи|ыс[ыи]|ис[и]|атын|етин|майды|мейди)$"
)
_RUSSIAN_ENDINGS = (
    "ого", "его", "ому", "ему", "ыми", "ими", "ться", "тся", "лся", "лась", "лось", "лись", "ости", "ских", "ским",
    "ском", "ных", "ным", "ает", "ают", "яет", "яют", "ует", "уют", "или", "али", "ели", "ыли", "ила", "ала", "ило",
    "ало", "ами", "ями", "ство", "ства", "ств", "чик", "ник", "тель", "теля", "ит", "ят", "ов", "ев", "ей", "ям", "ам",
    "ах", "ях", "ую", "ий", "ый", "ой", "ая", "яя", "ое", "ие", "ые", "ть", "ия", "ии", "ию", "ья", "ье", "ки", "ку",
    "ве", "ка",
)  # fmt: skip
_LONGEST_ENDING = 8  # letters, of a Kazakh one
_ENGLISH_ENDING = re.compile(
    r"(?:ing|tion|tions|ed|ly|ment|ness|ous|ive|ity|ies|ers|al|ated|ance|ence|ck|ght|th|ss|ow|oo\w)$"
)


def language(title: str, text: str, hint: str | None = None) -> str:
    """``ru``, ``kk``, ``en`` or ``und``. ``hint`` (the code of the markup) decides where the words do not."""
    votes = {"ru": 0.0, "kk": 0.0, "en": 0.0, "und": 0.0}
    known = _telling(strip_forbidden(f"{title[:500]} {text[:SAMPLE]}"))
    for word in known:
        for code, weight in _vote(word):
            votes[code] += weight
    if not known:
        return "und"
    if hint in votes:
        votes[hint] += 0.5
    best = max(votes, key=lambda code: votes[code])
    return best if votes[best] > 0 else _by_script(known)


def _telling(text: str) -> list[str]:
    """The words that vote; those in quotation marks, often titles and names in the other language, only for want of
    others."""
    outside = _words_in(_QUOTED.sub(" ", text))
    return outside if len(outside) >= _FEWEST else _words_in(text)


def _words_in(text: str) -> list[str]:
    return [word for word in WORD.findall(text) if not word[0].isdigit()]


def _by_script(words: list[str]) -> str:
    """No word told anything: Cyrillic is most often Russian, plain Latin letters English."""
    letters = "".join(words).lower()
    if sum("а" <= letter <= "я" for letter in letters) * 2 > len(letters):
        return "ru"
    return "en" if sum("a" <= letter <= "z" for letter in letters) * 2 > len(letters) and len(words) > 1 else "und"


@cache
def _words() -> dict[str, frozenset[str]]:
    data = tomllib.loads(files("bot.analysis").joinpath("data/language.toml").read_text("utf-8"))
    return {code: frozenset(words.split()) for code, words in data.items()}


@lru_cache(maxsize=4096)
def _vote(word: str) -> tuple[tuple[str, float], ...]:
    folded = fold(word)
    if not folded[:1].isalpha():
        return ()
    if folded[0] <= "\u024f":
        return _latin_vote(word, folded)
    if not "\u0400" <= folded[0] <= "\u04ff":
        return (("und", 1.0),)
    return _cyrillic_vote(word, folded)


def _cyrillic_vote(word: str, folded: str) -> tuple[tuple[str, float], ...]:
    lowered = word.lower()
    if _FOREIGN_LETTER.search(lowered):
        return (("und", 4.0),)
    votes: list[tuple[str, float]] = []
    if _KAZAKH_LETTER.search(lowered):
        votes.append(("kk", 0.4 if word[0].isupper() else 1.0))
    elif _RUSSIAN_LETTER.search(lowered):
        votes.append(("ru", 0.5))
    if folded in _words()["ru"] and not votes:
        votes.append(("ru", 2.0))
    elif folded in _words()["kk"]:
        votes.append(("kk", 2.0))
    elif len(folded) > 3:
        votes += [(code, 0.5 if word[0].isupper() else 1.0) for code in _endings(folded)]
    return tuple(votes)


def _endings(folded: str) -> tuple[str, ...]:
    kazakh, russian = _KAZAKH_ENDING.search(folded[-_LONGEST_ENDING:]), folded.endswith(_RUSSIAN_ENDINGS)
    if bool(kazakh) == bool(russian):
        return ()
    return ("kk",) if kazakh else ("ru",)


def _latin_vote(word: str, folded: str) -> tuple[tuple[str, float], ...]:
    plain = word.lower()
    if plain in _words()["en"]:
        return (("en", 2.0),)
    if plain in _words()["other"]:
        return (("und", 2.0),)
    cyrillic = normal(folded)
    votes: list[tuple[str, float]] = [("kk", 1.0)] if _KAZAKH_LATIN_LETTER.search(plain) else []
    if cyrillic in _words()["kk"]:
        votes.append(("kk", 2.0))
    elif _ENGLISH_ENDING.search(plain):
        votes.append(("en", 0.7))
    elif len(cyrillic) > 4 and _KAZAKH_ENDING.search(cyrillic):
        votes.append(("kk", 0.4 if word[0].isupper() else 0.8))
    else:
        votes.append(("en", 0.1))
    return tuple(votes)
