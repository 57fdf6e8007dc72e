"""The Russian dictionary of pymorphy3 (OpenCorpora, package ``pymorphy3_dicts_ru``), read without pymorphy3 itself.

Only three things are asked of it: which dictionary forms a word can have, with what tags, and how likely each is.
The files are mapped into memory, so that only what is looked up is loaded, and walked here: ten times faster than
through pymorphy3 and its graph in pure Python, and without its 20 MB.

``words.dawg`` and ``p_t_given_w.intdawg`` are double arrays of dawgdic (https://code.google.com/archive/p/dawgdic/): a
count and as many units of 32 bits, then a guide of two bytes per unit (labels of the first child and next sibling).
Keys of the first are a word, ``\\x01`` and four bytes in base64: number of the paradigm, of the form in it. Keys of the
second are "word:tag", their values a probability in millionths.
"""

from __future__ import annotations

import json
import mmap
import re
from array import array
from binascii import a2b_base64
from collections.abc import Iterator
from functools import cache, lru_cache
from importlib.resources import files
from pathlib import Path
from typing import Any, NamedTuple

_LEAF = 1 << 31
_HAS_LEAF = 1 << 8
_EXTENSION = 1 << 9
_LABEL = _LEAF | 0xFF
_MASK = 0xFFFFFFFF
_SEPARATOR = b"\x01"
_DIGITS, _PADDING = 6, b"=="  # of four bytes in base64
_BYTES = tuple(bytes((byte,)) for byte in range(256))
_MILLION = 1_000_000
_REPLACED, _REPLACEMENT = re.compile("е"), "ё".encode()  # people write the one for the other


class Reading(NamedTuple):
    """What a word can be: its dictionary form, its tag ("NOUN,inan,masc sing,nomn") and how likely that is, 0 to 1."""

    normal: str
    tag: str
    score: float


class _Entry(NamedTuple):
    written: str
    paradigm: int
    form: int


class _Graph:
    """A double array of dawgdic, mapped."""

    def __init__(self, path: Path) -> None:
        with path.open("rb") as file:
            mapped = memoryview(mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ))
        size = 4 + 4 * int.from_bytes(mapped[:4], "little")
        self._units = mapped[4:size].cast("I")
        self._guide = mapped[size + 4 :]
        # words that are inflected alike end in the same node
        self.pairs = lru_cache(maxsize=4096)(
            lambda node: tuple(divmod(number, 1 << 16) for number in self._numbers(node))
        )

    def follow(self, key: bytes, node: int = 0) -> int:
        """The node that ``key`` leads to from ``node``; 0, the root, where there is none."""
        units = self._units
        unit = units[node]
        for label in key:
            node = (node ^ ((unit >> 10) << ((unit & _EXTENSION) >> 6)) ^ label) & _MASK
            unit = units[node]
            if unit & _LABEL != label:
                return 0
        return node

    def value(self, key: bytes, node: int = 0) -> int:
        """The number that ``key`` stands for, followed from ``node``; 0 where it is none."""
        node = self.follow(key, node)
        unit = self._units[node]
        if not node or not unit & _HAS_LEAF:
            return 0
        return self._units[(node ^ ((unit >> 10) << ((unit & _EXTENSION) >> 6))) & _MASK] & ~_LEAF

    def _numbers(self, node: int) -> Iterator[int]:
        """The four-byte numbers that complete a key from ``node`` on, in the order of the guide."""
        units, guide = self._units, self._guide
        stack = [(node, 0, b"")]
        while stack:
            node, base, key = stack.pop()
            while len(key) < _DIGITS:
                if base and (other := guide[2 * node + 1]):
                    stack.append(((base ^ other) & _MASK, base, key[:-1] + _BYTES[other]))
                unit, label = units[node], guide[2 * node]
                base = node ^ ((unit >> 10) << ((unit & _EXTENSION) >> 6))
                node = (base ^ label) & _MASK
                key += _BYTES[label]
            if base and (other := guide[2 * node + 1]):
                stack.append(((base ^ other) & _MASK, base, key[:-1] + _BYTES[other]))
            yield int.from_bytes(a2b_base64(key + _PADDING), "big")


class Dictionary:
    """Words in lower case, ё or е."""

    def __init__(self, folder: Path) -> None:
        self._prefixes: list[str] = dict(_json(folder, "meta.json"))["compile_options"]["paradigm_prefixes"]
        self._suffixes: list[str] = _json(folder, "suffixes.json")
        self._tags: list[str] = _json(folder, "gramtab-opencorpora-int.json")
        self._paradigms = _paradigms((folder / "paradigms.array").read_bytes())
        self._words = _Graph(folder / "words.dawg")
        self._likelihood = _Graph(folder / "p_t_given_w.intdawg")
        self._changes = lru_cache(maxsize=4096)(self._change)
        # who asks for the forms of a word asks for its readings next
        self._found = lru_cache(maxsize=64)(lambda word: tuple(self._entries(word)))

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
        known = self._likelihood.follow(f"{word}:".encode())
        scores = [self._likelihood.value(tag.encode(), known) / _MILLION if known else 0.0 for tag in tags]
        if not any(scores):
            scores = [1 / len(entries) for _ in entries]
        found = (
            Reading(self._normal(entry), tag, score) for entry, tag, score in zip(entries, tags, scores, strict=True)
        )
        return sorted(found, key=lambda reading: -reading.score)

    def _entries(self, word: str, written: str = "", node: int = 0) -> Iterator[_Entry]:
        """Entries of ``word`` as it is written, then of what it can be with ё. ``written`` has been followed to
        ``node`` already."""
        others: list[tuple[str, int]] = []
        begin = len(written)
        for position in (found.start() for found in _REPLACED.finditer(word, begin)):
            node = self._words.follow(word[begin:position].encode(), node)
            if not node and position:
                break
            other = self._words.follow(_REPLACEMENT, node)
            others += [(f"{written}{word[len(written) : position]}ё", other)] if other else []
            begin = position
        else:
            node = self._words.follow(word[begin:].encode(), node)
            yield from self._entries_at(written + word[len(written) :], node) if node else ()
        for beginning, other in others:
            yield from self._entries(word, beginning, other)

    def _entries_at(self, written: str, node: int) -> Iterator[_Entry]:
        found = self._words.follow(_SEPARATOR, node)
        pairs = self._words.pairs(found) if found else ()
        return (_Entry(written, paradigm, form) for paradigm, form in pairs)

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
