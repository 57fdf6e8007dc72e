"""Endings of Kazakh words taken off, so that «мектептеріндегі» and «мектеп» meet in a search.

Suffixes are stripped from the right in the order in which Kazakh glues them on (stem, voice, negation, tense or
participle, plural, possessive, case, attributive -ғы), each only where the sounds allow it: its vowel harmonises
with the last vowel before it, its first consonant is the variant that the letter before it asks for. Inflection
goes, derivation stays: «мектептің» is мектеп, «қалалық» is not қала.

A word typed without Kazakh letters («окушыларга») is matched against suffixes spelt the same way. The result is in
the letters of :func:`bot.analysis.fold.normal`, often shorter than the dictionary form: it is for comparing only.
"""

from __future__ import annotations

import tomllib
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from typing import NamedTuple

from bot.analysis.fold import fold, normal

_FRONT, _VAGUE = "еіөүэ", "уиьәюяё"
_VOWELS = "аәеёоөұүыіэюя"
_GLIDES = "уий"
_OPEN = _VOWELS + _GLIDES
_TELLING = _VOWELS + "уиь"
_SOUNDS: Mapping[str, str] = {
    "V": _VOWELS,  # any vowel
    "B": _VOWELS.replace("о", ""),  # vowels that end native words
    "И": "и",
    "Y": "ыі",  # the possessive vowel
    "R": "р" + _GLIDES,  # р and glides
    "L": "ль",
    "N": "мнңь",  # nasals
    "Z": "зж",  # voiced sibilants
    "T": "пткқсшщфхһцчбвгғдь",  # voiceless, and voiced stops at the end of a loan
}
_FOLDED_SOUNDS: Mapping[str, str] = {
    # no word ends in ұ, ү or ө: у stays a glide, о the end of a loan
    name: letters + (fold(letters) if name not in "VB" else "и")
    for name, letters in _SOUNDS.items()
}
_KAZAKH_LETTERS = frozenset("әғқңөұүһі")
_FINAL = str.maketrans({"б": "п", "г": "к"})
_HABITUAL = ("атын", "етін", "етин", "йтын", "йтін", "йтин", "итын", "итін")
_STEM_AND_VOWEL = ("ысы", "ісі", "иси", "ыны", "іні", "ини")
_AGENT = ("шысы", "шісі", "шиси", "шыны", "шіні", "шини")
_WE_OR_OUR = ("амыз", "еміз", "емиз")
_CONVERB = ("ып", "іп", "ип")
_LONGEST = 40  # characters: no inflected word is longer, and work must stay bounded


class Suffix(NamedTuple):
    """An ending in proper letters, the letters that may stand before it, and its harmony (``None``: it has none)."""

    text: str
    before: str
    front: bool | None


Slot = Mapping[str, Mapping[int, Mapping[str, tuple[Suffix, ...]]]]
"""The suffixes of one slot by their last letter, by their length (longest first), then by all their letters."""


_NO_ENDINGS: Mapping[int, Mapping[str, tuple[Suffix, ...]]] = {}


def _slot(table: str, sounds: Mapping[str, str], *, plain: bool) -> Slot:
    """Reads lines ``VNL нЫң дЫң``: kinds of sound, then endings with the archiphonemes А (а, е), Ы (ы, і),
    Ғ (ғ, г), Қ (қ, к)."""
    found = []
    for line in table.strip().splitlines():
        kinds, *endings = line.split()
        before = "".join(sounds[kind] for kind in kinds)
        found += [variant for ending in endings for variant in _variants(ending, before)]
    if plain:
        found = [suffix._replace(text=fold(suffix.text)) for suffix in found]
    slot: dict[str, dict[int, dict[str, tuple[Suffix, ...]]]] = {}
    for suffix in sorted(found, key=lambda suffix: -len(suffix.text)):
        same_length = slot.setdefault(suffix.text[-1], {}).setdefault(len(suffix.text), {})
        same_length[suffix.text] = (*same_length.get(suffix.text, ()), suffix)
    return slot


def _variants(ending: str, before: str) -> Iterable[Suffix]:
    if ending == ending.lower():
        return (Suffix(ending, before, None),)
    back = ending.translate(str.maketrans("АЫҒҚ", "аығқ"))
    front = ending.translate(str.maketrans("АЫҒҚ", "еігк"))
    return (Suffix(back, before, False), Suffix(front, before, True))


_ATTRIBUTE = """
VRLNZ дАғы дАгі
T тАғы тАгі
Y ндАғы ндАгі
"""
_CASE = """
VN нЫң
RLZ дЫң
T тЫң
B нЫ
RLNZ дЫ
T тЫ
VRLNZ ҒА
T ҚА
Y нА н ндА нАн
VRLNZ дА
T тА
VRLZ дАн
N нАн
T тАн
VRLN мен
Z бен
T пен
"""
_PLURAL = """
VR лАр
LNZ дАр
T тАр
"""
_POSSESSIVE = """
RLNZT Ы ЫмЫз ЫңЫз Ым Ың
V сЫ мЫз ңЫз
"""
_PARTICIPLE = """
VRLNZ ҒАн
T ҚАн
RLNZT АтЫн
VRL йтЫн
И тЫн
RLNZT у
V у
"""
_FINITE = """
B дЫ дЫм дЫң дЫңЫз
LNZR дЫм дЫңЫз
T тЫм тЫңЫз
RLNZT АдЫ АмЫн АсЫз АмЫз АсЫң ЫптЫ Ып АйЫқ АйЫк ЫрАқ ЫрАк
V йдЫ ймЫн йсЫз ймЫз йсЫң птЫ п рАқ рАк
И дЫ мЫн сЫз мЫз сЫң птЫ
VRLNZT сА сАқ сАк сАм сАңЫз сАң
RLNZT сЫн
VRLNZ ҒАнмЫн ҒАнбЫз ҒАнсЫз
T ҚАнмЫн ҚАнбЫз
VRL мАй мАс мАқшЫ мАкшЫ мАқ мАк
NZ бАқшЫ бАкшЫ
T пАқшЫ пАкшЫ пАқ пАк
"""
_NEGATION = """
VRL мА
NZ бА
T пА
"""


@dataclass(frozen=True, slots=True)
class Grammar:
    """The slots of a word, in one spelling: proper letters, or plain ones for words typed without Kazakh letters."""

    attribute: Slot
    case: Slot
    possessive: Slot
    plural: Slot
    participle: Slot
    finite: Slot
    negation: Slot


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Words that the rules would cut wrongly: see ``data/kazakh.toml``. All are folded, whole words also as spelt."""

    whole: frozenset[str]
    elided: Mapping[str, str]
    verbs: frozenset[str]
    vowel_verbs: frozenset[str]


@cache
def _grammar(*, plain: bool) -> Grammar:
    sounds = _FOLDED_SOUNDS if plain else _SOUNDS
    slots = (_ATTRIBUTE, _CASE, _POSSESSIVE, _PLURAL, _PARTICIPLE, _FINITE, _NEGATION)
    return Grammar(*(_slot(table, sounds, plain=plain) for table in slots))


@cache
def _lexicon() -> Lexicon:
    data = tomllib.loads(files("bot.analysis").joinpath("data/kazakh.toml").read_text("utf-8"))
    return Lexicon(
        whole=frozenset(data["whole"]) | frozenset(map(fold, data["whole"])),
        elided={fold(cut): fold(full) for cut, full in data["elided"].items()},
        verbs=frozenset(map(fold, data["verbs"])),
        vowel_verbs=frozenset(map(fold, data["vowel_verbs"])),
    )


@lru_cache(maxsize=2048)
def kazakh_stem(word: str) -> str:
    """The part of ``word`` that its inflected forms share, folded; words of two letters stay whole."""
    spelt = unicodedata.normalize("NFC", word).lower()
    plain = not _KAZAKH_LETTERS.intersection(spelt)
    if plain:
        spelt = normal(word)
    if not 2 < len(spelt) <= _LONGEST or not spelt.isalpha():
        return normal(word)
    return _ended(_stripper(plain=plain).strip(spelt))


def _ended(stem: str) -> str:
    """``stem`` with its end made the same for all forms: мектеб- and мектеп, оқы- and оқ-, халқ- and халық."""
    folded, lexicon = fold(stem), _lexicon()
    folded = lexicon.elided.get(folded, folded)
    if folded in lexicon.whole:
        return folded
    if len(folded) > 2 and folded[-1] in "ыи" and _long_enough(folded[:-1]):
        folded = folded[:-1]
    return folded[:-1] + folded[-1].translate(_FINAL) if len(folded) > 2 else folded


@dataclass(frozen=True, slots=True)
class _Stripper:
    grammar: Grammar
    lexicon: Lexicon
    plain: bool

    def strip(self, word: str) -> str:
        if self._whole(word):
            return word
        if any(self._whole(stem) for stem, _ in self._cuts(word, self.grammar.case)):
            return self._nominal(word)
        verb = self._finite(word)
        if verb != word:
            return self._one(verb, self.grammar.negation)
        return self._verbal(self._nominal(word))

    def _nominal(self, word: str) -> str:
        if word.endswith(_HABITUAL) and not self._whole(word[:-2]):
            return word
        word = self._one(word, self.grammar.attribute)
        if self._ends_in_stem(word):
            return word[:-1]
        word = self._one(word, self.grammar.case)
        word = word[:-1] if self._ends_in_stem(word) else self._one(word, self.grammar.possessive)
        return self._one(word, self.grammar.plural)

    def _ends_in_stem(self, word: str) -> bool:
        """«жұмысы», «ойыны» are жұмыс, ойын + ы; but «оқушысы», «қаржысы» are оқушы, қаржы + сы."""
        if word.endswith(("ы", "і", "и")) and self._whole(word[:-1]):
            return True
        return word.endswith(_STEM_AND_VOWEL) and not word.endswith(_AGENT) and not self._whole(word[:-2])

    def _verbal(self, word: str) -> str:
        stem = self._one(word, self.grammar.participle)
        if stem == word:
            return word
        if word.endswith(_HABITUAL):
            stem = self._with_vowel(stem, word)
        return self._one(stem, self.grammar.negation)

    def _finite(self, word: str) -> str:
        for stem, ending in self._cuts(word, self.grammar.finite):
            if self._is_finite(stem, ending):
                return self._verb_stem(stem, word, ending)
        return word

    def _is_finite(self, stem: str, ending: str) -> bool:
        """«баламыз» is our child, «боламыз» we shall be: both look like a verb, so the verb is to be known."""
        if ending not in _WE_OR_OUR:
            return True
        return fold(stem) in self.lexicon.verbs or (len(stem) > 3 and stem[-1] in "тз")

    def _verb_stem(self, stem: str, word: str, ending: str) -> str:
        if ending in _CONVERB and len(stem) == 3 and stem[-1] == "у":
            return f"{stem[:-1]}п"  # тап- becomes тауып
        return self._with_vowel(stem, word) if ending[0] in "ае" else stem

    def _with_vowel(self, stem: str, word: str) -> str:
        """«бастады» is баста- + ды, «барады» бар- + ады: a stem rarely ends in two consonants; others are listed."""
        longer = word[: len(stem) + 1]
        cluster = stem[-1] not in _OPEN and stem[-2] not in _OPEN and stem[-2:] not in ("рт", "лт")
        return longer if cluster or fold(longer) in self.lexicon.vowel_verbs else stem

    def _one(self, word: str, slot: Slot) -> str:
        """``word`` without one suffix of ``slot``: the cut that leaves a known word, else the longest."""
        if self._whole(word):
            return word
        cuts = [stem for stem, _ in self._cuts(word, slot)]
        return next((stem for stem in cuts if self._whole(stem)), cuts[0] if cuts else word)

    def _cuts(self, word: str, slot: Slot) -> Iterator[tuple[str, str]]:
        """``(stem, ending)`` for each suffix of ``slot`` that sounds allow to be cut off, the longest first."""
        for length, endings in slot.get(word[-1], _NO_ENDINGS).items():
            for suffix in endings.get(word[-length:], ()):
                stem = word[:-length]
                if _long_enough(stem) and stem[-1] in suffix.before and self._harmonises(stem, suffix.front):
                    yield stem, suffix.text

    def _harmonises(self, stem: str, front: bool | None) -> bool:
        if front is None:
            return True
        last = next((letter for letter in reversed(stem) if letter in _TELLING), "")
        if last in _VAGUE or (self.plain and last == "о"):
            return True
        return (last in _FRONT) is front or stem[-1] == "в" or (front and stem[-1] in "кг")

    def _whole(self, word: str) -> bool:
        return word in self.lexicon.whole


@cache
def _stripper(*, plain: bool) -> _Stripper:
    return _Stripper(_grammar(plain=plain), _lexicon(), plain)


def _long_enough(stem: str) -> bool:
    """A stem has a vowel and three letters, or two that are no consonant and vowel (ет, үй, ие), or is су, ту, бу."""
    if len(stem) == 2:
        return stem[0] in _VOWELS or stem[1] == "у"
    return len(stem) > 2 and any(letter in _VOWELS or letter in _GLIDES for letter in stem)
