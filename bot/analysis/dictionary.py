"""The Russian dictionary of pymorphy3 (OpenCorpora, package ``pymorphy3_dicts_ru``), read without pymorphy3 itself,
which takes twenty megabytes more.

Only three things are asked of it: which dictionary forms a word can have, with what tags, and how likely each is.
``words.dawg`` tells for each word the numbers of its paradigms and of the form in them, ``p_t_given_w.intdawg`` for
"word:tag" a probability in millionths.
"""

from __future__ import annotations

import json
from array import array
from functools import cache, lru_cache
from importlib.resources import files
from pathlib import Path
from typing import Any, NamedTuple

try:
    import dawg
except ModuleNotFoundError:  # no wheel for this machine: the same in pure Python, five times slower
    import dawg_python as dawg

_PARADIGM_AND_FORM = ">HH"
_MILLION = 1_000_000


class Reading(NamedTuple):
    """What a word can be: its dictionary form, its tag ("NOUN,inan,masc sing,nomn") and how likely that is, 0 to 1."""

    normal: str
    tag: str
    score: float


class _Entry(NamedTuple):
    written: str
    paradigm: int
    form: int


class Dictionary:
    """Words in lower case, ё or е."""

    def __init__(self, folder: Path) -> None:
        self._prefixes: list[str] = dict(_json(folder, "meta.json"))["compile_options"]["paradigm_prefixes"]
        self._suffixes: list[str] = _json(folder, "suffixes.json")
        self._tags: list[str] = _json(folder, "gramtab-opencorpora-int.json")
        self._paradigms = _paradigms((folder / "paradigms.array").read_bytes())
        self._words = dawg.RecordDAWG(_PARADIGM_AND_FORM).load(str(folder / "words.dawg"))
        self._likelihood = dawg.IntDAWG().load(str(folder / "p_t_given_w.intdawg"))
        self._yo = dawg.RecordDAWG.compile_replaces({"е": "ё"})  # people write the one for the other
        self._changes = lru_cache(maxsize=4096)(self._change)
        # who asks for the forms of a word asks for its readings next
        self._found = lru_cache(maxsize=64)(self._entries)

    def forms(self, word: str) -> tuple[str, ...]:
        """The dictionary forms that ``word`` can have, each once; none for a word that is not known."""
        return tuple(dict.fromkeys(map(self._normal, self._found(word))))

    def tags(self, word: str) -> list[str]:
        """The tags of all readings of ``word``, in no order: much cheaper than how likely they are."""
        return [self._tag(entry) for entry in self._found(word)]

    def readings(self, word: str) -> list[Reading]:
        """All readings of ``word``, the likeliest first; equally likely where nothing is known of them."""
        entries = self._found(word)
        tags = self.tags(word)
        scores = [self._likelihood.get(f"{word}:{tag}", 0) / _MILLION for tag in tags]
        if not any(scores):
            scores = [1 / len(entries) for _ in entries]
        found = (
            Reading(self._normal(entry), tag, score) for entry, tag, score in zip(entries, tags, scores, strict=True)
        )
        return sorted(found, key=lambda reading: -reading.score)

    def _entries(self, word: str) -> tuple[_Entry, ...]:
        """Entries of ``word`` as it is written, then of what it can be with ё."""
        found = self._words.similar_items(word, self._yo)
        return tuple(_Entry(written, *numbers) for written, records in found for numbers in records)

    def _normal(self, entry: _Entry) -> str:
        written, number, form = entry
        if form == 0:
            return written
        beginning, end, prefix, suffix = self._changes(number, form)
        return f"{prefix}{written[beginning : len(written) - end]}{suffix}"

    def _change(self, number: int, form: int) -> tuple[int, int, str, str]:
        """What makes the dictionary form of a form: letters to cut off at both ends, and what to put there.
        A paradigm lists suffixes, then tags, then prefixes of its forms; the first is the dictionary form."""
        paradigm = self._paradigms[number]
        size = len(paradigm) // 3
        cut = len(self._prefixes[paradigm[2 * size + form]]), len(self._suffixes[paradigm[form]])
        return *cut, self._prefixes[paradigm[2 * size]], self._suffixes[paradigm[0]]

    def _tag(self, entry: _Entry) -> str:
        paradigm = self._paradigms[entry.paradigm]
        return self._tags[paradigm[len(paradigm) // 3 + entry.form]]


@cache
def dictionary() -> Dictionary:
    """The one of the installed package, opened at the first question."""
    return Dictionary(Path(str(files("pymorphy3_dicts_ru").joinpath("data"))))


def _json(folder: Path, name: str) -> Any:
    return json.loads((folder / name).read_text("utf-8"))


def _paradigms(data: bytes) -> list[array[int]]:
    """A count, then per paradigm its length and as many numbers of 16 bits."""
    numbers = array("H", data)
    found: list[array[int]] = []
    position = 1
    for _ in range(numbers[0]):
        end = position + 1 + numbers[position]
        found.append(numbers[position + 1 : end])
        position = end
    return found
