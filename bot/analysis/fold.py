"""Letters made comparable: one spelling for ё and е, Kazakh and Russian, Cyrillic and Latin.

Three strengths, each built on the one before:

* :func:`fold` works letter by letter: lower case, ё→е, қ→к, ә→а …; Latin letters stay as they are;
* :func:`normal` also writes a Latin word in Cyrillic (``Qazaqstan``), so that a word typed in any script meets the same
  word in a text; search and stemming use it;
* :func:`skeleton` also merges what spellings of *names* disagree on (ы/и/й, я/ia/а, soft signs, doubled letters);
  only the gazetteer uses it, it is too coarse for ordinary words.

Nothing here knows a language: see ``language.py`` for that and ``stem.py`` for endings.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from operator import eq
from typing import NamedTuple

_KAZAKH = str.maketrans("ёқәіңғүұөһ", "екаингууох")
"""Each Kazakh letter with the Russian one that people type instead of it (and that Russian names are spelt with)."""

_APOSTROPHES = "'’‘ʼʻ`´"
_LATIN_PAIRS = (
    ("shch", "щ"), ("dzh", "ж"), ("zh", "ж"), ("sh", "ш"), ("ch", "ч"), ("kh", "х"), ("gh", "г"), ("ph", "ф"),
    ("ts", "ц"), ("yu", "ю"), ("ya", "я"), ("ye", "е"), ("iy", "ий"), ("yi", "ый"), ("ck", "к"),
)  # fmt: skip
_LATIN_LETTERS = str.maketrans(
    {
        letter: target
        for target, letters in {
            "а": "aáàäâæãåə", "б": "b", "в": "v", "г": "gǵğģ", "д": "d", "е": "eéèêë", "ж": "jž", "з": "zź",
            "и": "iíìîïıīĭ", "к": "kqc", "кс": "x", "л": "lł", "м": "m", "н": "nńñňŋņ", "о": "oóòôöõø", "п": "p",
            "р": "rř", "с": "s", "т": "tť", "у": "uúùüûūŭýw", "ф": "f", "х": "h", "ч": "çčć", "ш": "şšś", "ы": "y",
        }.items()
        for letter in letters
    }
)  # fmt: skip
_HOMOGLYPHS = str.maketrans("aceopxyihmtbk", "асеорхуинмтвк")
"""Latin letters that typists and copiers leave inside Cyrillic words."""
_LATIN = re.compile(r"[a-zà-ɏəḀ-ỿ]")
_PAIR = re.compile("|".join(pair for pair, _ in _LATIN_PAIRS))
_PAIR_LETTERS = dict(_LATIN_PAIRS)
_SHORT_I = re.compile(r"(?<=[аеиоуэюя])ы|^ы(?=[аеиоу])")
_DOUBLED = re.compile(r"([^аеоу])\1+")
_SKELETON = str.maketrans({"ы": "и", "й": "и", "э": "е", "щ": "ш", "ю": "у", "я": "а", "ь": "", "ъ": ""})

WORD = re.compile(rf"[^\W_]+(?:[{_APOSTROPHES}][^\W\d_]+)*")
"""A word: letters and digits, with apostrophes inside (``Qyzylorda'da``); hyphens part words."""


class Token(NamedTuple):
    """A word of a text: as written, where it starts and ends in characters, and its :func:`normal` form."""

    text: str
    start: int
    end: int
    normal: str


@lru_cache(maxsize=1024)  # a word is folded for its language, its topic and the index in turn
def fold(text: str) -> str:
    """``text`` in lower case with ё and the Kazakh letters replaced; the length can change for exotic letters only."""
    return unicodedata.normalize("NFC", text).lower().replace("\u0307", "").translate(_KAZAKH)


@lru_cache(maxsize=8192)
def normal(word: str) -> str:
    """``word`` folded, and written in Cyrillic when it holds Latin letters."""
    folded = fold(word)
    latin = len(_LATIN.findall(folded))
    if not latin:
        return folded
    mostly_cyrillic = 2 * latin < sum(letter.isalpha() for letter in folded)
    return folded.translate(_HOMOGLYPHS) if mostly_cyrillic else cyrillic(folded)


@lru_cache(maxsize=4096)
def skeleton(word: str) -> str:
    """The coarsest form of a name: ``Zhetysu``, ``Жетысу`` and ``Жетісу`` are one."""
    merged = normal(word).replace("дж", "ж").translate(_SKELETON)
    if any(map(eq, merged, merged[1:])):
        merged = _DOUBLED.sub(r"\1", merged)
    return merged.replace("иа", "а").replace("иу", "у")


def cyrillic(word: str) -> str:
    """A folded Latin word in Cyrillic, by the usual transliteration and the Kazakh alphabets of 2017 to 2021."""
    for mark in _APOSTROPHES:
        word = word.replace(mark, "")
    if word.startswith("yo"):
        word = f"e{word[2:]}"
    paired = _PAIR.sub(lambda match: _PAIR_LETTERS[match.group()], word)
    return _SHORT_I.sub("й", paired.translate(_LATIN_LETTERS))


@lru_cache(maxsize=256)  # a sentence is read for its outlook, its names and its passage
def tokens(text: str) -> tuple[Token, ...]:
    """All words of ``text`` in order."""
    return tuple(Token(word := match[0], *match.span(), normal(word)) for match in WORD.finditer(text))
