"""Paragraphs into sentences, Russian and Kazakh: razdel's rules, mended where the regional press trips them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from razdel import sentenize

_UPPER = "А-ЯЁӘІҢҒҮҰҚӨҺA-Z"
_LOWER = "а-яёәіңғүұқөһa-z"
_GLUED = re.compile(rf"(?<=[{_LOWER}][{_LOWER}»)])([.!?…]+)(?=[«\"]?[{_UPPER}][{_LOWER}])")
_ABBREVIATION = re.compile(
    r"(?:^|[\s(«\"])(?:т\.\s?[бсд]|т\.\s?[ек]|б\.\s?з\.\s?д|ж\.\s?т\.\s?б|[жқағшсгпдкр]|обл|ауд|окр|обл|аудан|"
    r"көш|даң|мкр|ш\.\s?а|к\.\s?ә|а\.\s?о|с\.\s?о|р-н|ул|пр|просп|пер|пл|пос|ст|им|атын|ат|тел|см|стр|рис|руб|тг|тыс|"
    r"млн|млрд|трлн|мың|кв|га|км|проф|акад|доц|др|гг|вв|экс|зам|гл|инж|ген|полк|напр|мәс|қараңыз|чел|адам)\.$",
    re.IGNORECASE,
)
"""A sentence that seems to end so goes on, when what follows cannot begin one."""
_INITIAL = re.compile(rf"(?:^|[\s(«\"])[{_UPPER}][а-яәіңғүұқөһ]?\.$")
_STRONG = re.compile(
    r"(?<!\d)(?:^|\s)(?:г|с|п|ул|им|пр|просп|мкр|пер|пл|ауд|көш|тел|проф|акад|ген|полк|д)\.$", re.IGNORECASE
)
"""Abbreviations that name what follows: the next word begins with a capital and still belongs to them."""
_YEAR_END = re.compile(rf"(?<=\d{{4}} [гж]\.)\s+(?=[«\"]?[{_UPPER}][{_LOWER}])")
"""razdel takes «в 2021 г. Вторую …» for one sentence."""
_CONTINUES = re.compile(rf"^[{_LOWER}0-9(–—,-]")


def unglue(text: str) -> str:
    """A space between sentences that were typed without one (``региона.Работа``)."""
    return _GLUED.sub(r"\1 ", text)


def split(paragraph: str) -> tuple[str, ...]:
    """The sentences of one paragraph, verbatim and in order."""
    joined: list[str] = []
    for text in _pieces(paragraph):
        if joined and _belongs(joined[-1], text):
            joined[-1] = f"{joined[-1]} {text}"
        else:
            joined.append(text)
    return tuple(joined)


def _pieces(paragraph: str) -> Iterator[str]:
    for piece in sentenize(paragraph):
        yield from filter(None, map(str.strip, _YEAR_END.split(piece.text)))


def _belongs(before: str, after: str) -> bool:
    tail = before[-24:]
    if _STRONG.search(tail) or (_INITIAL.search(tail) and len(before) < 300):
        return True
    if after[0] in "–—,":
        return before[-1] in '»”"…!?'
    return bool(_CONTINUES.match(after) and _ABBREVIATION.search(tail))
