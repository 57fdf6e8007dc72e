"""Words reduced to what their forms share: Russian through its dictionary, Kazakh through :mod:`bot.analysis.kazakh`.

One word has one *search form*, whatever language it is typed in (:func:`search_form`); an index holds the stem that
the language of the text gives and, where it differs, the search form of that stem. So a question of unknown language
needs one term per word: «школам», «мектептерге» and ``roads`` each meet the articles that use any form of the word.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from functools import cache, lru_cache
from importlib.resources import files

from bot.analysis.dictionary import dictionary
from bot.analysis.fold import WORD, fold, normal
from bot.analysis.kazakh import kazakh_stem

_KAZAKH_LETTER = re.compile("[әғқңөұүһі]")
_CYRILLIC = re.compile("[а-яё]+")
_LATIN = re.compile(r"^[a-z]+$")
_ENGLISH_PLURAL = re.compile(r"(?<![aisuy'])s$")
_KAZAKH_ENDING = re.compile(
    r"(?:[лдт][ае]р(?:[ыи]\w{0,7}|[гд][ае]н?|мен)?|[нтд][ыи]н|[нтд]ан|[нтд]ен|[гк][ае]|[дт][ае]|[бмп]ен|[дт][ае]г[ыи]|"
    r"[гк][ае]н|йды|йди|с[ыи]н?|ыны?|ини?|ында|инде|ындагы|индеги)$"
)
_SURNAME = re.compile(r"^([а-яё]{2,}(?:[оеё]в|[иы]н))(?:а|у|ым|е|ой|ы|ых|ыми)?$")
_SURNAMES = frozenset({"токаев"})  # those that the dictionary takes for a common noun (токай, a forest)
_ENDING = re.compile(
    r"(?<=ск)(?:ий|ая|ое|ие|ого|ому|ой|им|ом|ую|их|ими)$"
    r"|(?<=[а-яё]{3})(?:[ая]ми|[оеая]м|[ая]х|[ое][йю]|[аяоеуюыийь])$"
)
_RUSSIAN_LETTER = re.compile("[ъьэщёцчвф]|ск(?:ий|ая|ое|ого|ому|ой|им|ом|ую|ие|их|ими)$")
_AT_HAND = 2048
"""Words kept for the next step of the same text; what whole texts ask for is kept by :func:`stem` and the index."""
_LONGEST = 60  # characters of a word: what is longer is no word, and stays as it is


@cache
def stop_words() -> frozenset[str]:
    """Function words of all three languages, in the letters of :func:`normal`."""
    data = tomllib.loads(files("bot.analysis").joinpath("data/stop_words.toml").read_text("utf-8"))
    return frozenset(word for line in data.values() for word in line.split())


@lru_cache(maxsize=_AT_HAND)
def russian_stem(word: str) -> str:
    """The likeliest dictionary form of a Russian ``word``, folded; one that no dictionary has (a name, as a rule)
    loses its ending. Surnames are masculine: «Баталовой» and «Баталову» are one."""
    lowered = word.lower()
    if len(lowered) > _LONGEST or not _CYRILLIC.fullmatch(lowered):
        return normal(word)
    surname = _SURNAME.match(lowered)
    forms = _dictionary_forms(lowered)
    if surname and (not forms or _is_surname(lowered, surname.group(1))):
        return fold(surname.group(1))
    if len(forms) > 1:
        forms = (dictionary().readings(lowered)[0].normal,)
    return (forms[0] if forms else _ENDING.sub("", lowered)).replace("ё", "е")


@lru_cache(maxsize=_AT_HAND)
def _dictionary_forms(lowered: str) -> tuple[str, ...]:
    """The dictionary forms that a word can have; none is guessed («Семее» is «семый» to pymorphy3)."""
    return dictionary().forms(lowered)


def _is_surname(lowered: str, masculine: str) -> bool:
    """Whether a known word that ends like a surname is one, and no likelier a common noun («районов»)."""
    if masculine in _SURNAMES:
        return True
    tags = dictionary().tags(lowered)
    if not any("Surn" in tag for tag in tags):
        return all("Name" in tag for tag in tags)
    surname = common = 0.0
    for _, tag, score in dictionary().readings(lowered):
        if "Surn" in tag:
            surname = max(surname, score)
        elif "Name" not in tag:
            common = max(common, score)
    return surname >= common


def is_russian(word: str) -> bool:
    """Whether the Russian dictionary has ``word``; one with a Kazakh letter never is."""
    lowered = word.lower()
    return bool(_CYRILLIC.fullmatch(lowered) and _dictionary_forms(lowered))


@lru_cache(maxsize=8192)
def stem(word: str, language: str) -> str:
    """The stem of ``word`` in a text of ``language`` (``ru``, ``kk``, ``en``, else chosen by the word's letters),
    in the letters of :func:`normal`."""
    if language == "kk":
        return kazakh_stem(word)
    folded = fold(word)
    if _LATIN.match(folded):
        return _latin_stem(folded)
    if language == "ru":
        return kazakh_stem(word) if _KAZAKH_LETTER.search(word.lower()) else russian_stem(word)
    return search_form(word)


@lru_cache(maxsize=_AT_HAND)
def search_form(word: str) -> str:
    """The one form of ``word`` that a question uses, its language unknown: Russian when the dictionary knows it
    or its letters and ending speak for a Russian name («Баталову»), else Kazakh."""
    folded = fold(word)
    if _LATIN.match(folded):
        return _latin_stem(folded)
    if is_russian(word):
        return russian_stem(word)
    guess = _RUSSIAN_LETTER.search(word.lower()) and not _KAZAKH_LETTER.search(word.lower())
    return russian_stem(word) if guess and not _KAZAKH_ENDING.search(folded) else kazakh_stem(word)


def stems(text: str, language: str) -> tuple[str, ...]:
    """The stems of all words of ``text`` in order, function words included."""
    return tuple(stem(word, language) for word in WORD.findall(text))


def search_text(text: str, language: str) -> str:
    """What the index holds for ``text``: its stems in order, function words left out, with the search form of a
    stem (or of a word that the dictionary does not know) beside it where they differ."""
    return " ".join(form for word in WORD.findall(text) for form in _indexed(word, language))


def search_terms(words: str) -> tuple[str, ...]:
    """The search forms of a question's words, each once, in order; all of them are to be found in a text."""
    forms = (search_form(word) for word in WORD.findall(words) if normal(word) not in stop_words())
    return tuple(dict.fromkeys(form for form in forms if form))


@lru_cache(maxsize=8192)
def _indexed(word: str, language: str) -> tuple[str, ...]:
    if normal(word) in stop_words():
        return ()
    return tuple(dict.fromkeys(_forms(word, language)))


def _forms(word: str, language: str) -> Iterator[str]:
    own = stem(word, language)
    yield own
    yield search_form(own)
    if language != "kk" or not is_russian(word):  # «суды» of a Kazakh text is water, no court
        yield search_form(word)


def _latin_stem(folded: str) -> str:
    """``roads`` is road; a Latin word that may be Kazakh or Russian (``mektepte``, ``shkoly``) is stemmed as such."""
    written = normal(folded)
    if written in stop_words() or folded in stop_words():
        return folded
    if is_russian(written):
        return russian_stem(written)
    singular = _ENGLISH_PLURAL.sub("", folded) if len(folded) > 3 else folded
    return normal(singular) if singular != folded else search_form(written)
