"""Names found in a text, read in their surroundings: what kind of place is meant, or that no place is.

"Абай" beside "облысы" is a region, beside "ауданы" a district, beside "көшесі" a street and none of our business.
:func:`mentions` returns what is left, each with the senses that fit and a weight for how surely a place is spoken of.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from bot.analysis.fold import Token, skeleton, tokens
from bot.analysis.lexicon import Found, Sense, find


class Mention(NamedTuple):
    """Words of the text that mean a place. More than one sense is left where only the rest of the text can decide."""

    text: str
    sentence: int
    start: int
    senses: tuple[Sense, ...]
    weight: float
    origin: bool = False


_TYPES: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (kind, re.compile(pattern))
    for kind, pattern in (
        ("region", r"^(?:област|облис[ит]|обл$|онир|регион|краи$|краа$|крае$|provin|провинс)"),
        ("district", r"^(?:раион|аудан[ид]|ауд$|дистрикт)"),
        ("city", r"^(?:город(?!н|к)|г$|гор$|кала(?:си|да|ни|га|л|$)|мегаполис|шахар|шаари|сити$|акимат)"),
        ("village", r"^(?:сел(?:о|а|е|у|ом)$|аул|ауили|посел|пос$|станци|кент(?:и|те|$)|хутор|разезд|бекет|с$)"),
        ("street", r"^(?:улиц|ул$|проспект|просп$|пр$|бул[еь]?вар|переул|микрораион|мкр|площад|коше|дангил"
                   r"|шагинаудан|шаги|алани|аланин|тракт|шосе|набережн)"),
        ("club", r"^(?:фк$|хк$|бк$|мфк$|клуб|команд|стадион|арен|болелшик|жанкуиер|сборн)"),
        ("organisation", r"^(?:тоо$|ао$|жшс$|ак$|банк|компани|корпорац|комбинат|фабрик|санатори|отел|гостиниц"
                         r"|холдинг|нк$|театр|опера$|университет|киносту|газет[аыуе]?и?$)"),
        ("water", r"^(?:река|реки|реке|реку|рекои|рекой|озеро|озера|озере|озени?|озенин|колини?|коли$|колине|колиндеги?"
                  r"|канал|водохранилиш|хребет|хребт|гор[аиу]$|горах|горами?|тауи|таулари|залив|плато|ущел|перевал|урочиш)"),
    )
)  # fmt: skip
_KAZAKH_KINDS = ("аудан", "облис", "кала", "ауил", "коше", "озен", "онир")
"""Kazakh words of kind stand behind their name, so what follows them is not theirs."""
_JOINING = frozenset(("и", "а", "также", "жане", "мен", "бен", "пен", "ва", "and", "или", "да"))
_NAMED_AFTER = frozenset(("атиндаги", "атиндаг", "имени", "им"))
_ORIGIN_RU = re.compile(
    r"^(?:жител(?:ница|ница|ницу|ница|ем|а|у|ницеи|нице|ници|)|уроженец|урожен(?:ц|к)\w*|гражданин\w*|пенсионер\w{0,3}|"
    r"студент(?:ка|ки|а|у|)|спортсмен\w{0,3}|боксер\w{0,2}|борец|борца|предпринимател\w{0,2}|бизнесмен\w{0,2}|турист\w{0,3}|"
    r"гост\w{1,2}|артист\w{0,2}|пассажир\w{0,2}|водител\w?|мужчин\w{1,2}|женщин\w{1,2}|девушк\w|парен|парна|врачи|хирурги|"
    r"специалисти|учени\w{0,3}|команд\w{1,2}|родом|приехал\w?|приехавш\w+|прибил\w{0,2}|вилетел\w?|перевезл\w|сосед\w+)$"
)
_ORIGIN_KK = re.compile(r"^(?:тургини(?:н|на|ни|нин|мен)?|азамати(?:н|на|ни)?|тумаси|тумасин\w*|тулеги)$")
_PLACE_PREPOSITIONS = frozenset(("в", "во", "из", "под", "близ", "около", "до", "возле", "через"))
_KAZAKH_LOCATIVE = re.compile(r"(?:н?д|т)[ае](?:ги\w*|н)?$|н[ае]н$")
_FROM = re.compile(r"(?:дан|ден|тан|тен|нан|нен)$")
_DEMONYM_KK = re.compile(r"[лдт]ик(?:т[ае]р\w*|тин|ти|ке|ка)?$")
_RUSSIAN_ADJECTIVE = re.compile(r"(?:ском|ского|скому|ским|скои|скии|ски|ска|ску|ских|скими|скаа|ом|ого|ои)$")
_SURNAME = re.compile(r"(?:ов|ев|ова|ева|ин|ина|ули|кизи|ул|теги)(?:а|у|ом|им|е|ои)?$")

_WEIGHTS = {"region": 3.0, "district": 2.6, "city": 2.2, "village": 1.8}
_ADJECTIVE_WEIGHT = 1.1
_PEOPLE_WEIGHT = 1.2


_QUOTED_WORDS = 3
"""So many words beside a name still make a quotation a title of something, not somebody's words."""
_NO_GAP = "|"
"""Stands between words that have nothing to do with each other."""


class _Text:
    """One sentence as words: skeletons for comparing, gaps for what stands between them."""

    def __init__(self, sentence: str) -> None:
        self.source = sentence
        self.tokens: tuple[Token, ...] = tokens(sentence)
        self.words = [skeleton(token.text) for token in self.tokens]

    def gap(self, position: int) -> str:
        """The characters between the words ``position - 1`` and ``position``."""
        if not 0 < position < len(self.tokens):
            return _NO_GAP
        return self.source[self.tokens[position - 1].end : self.tokens[position].start]

    def capital(self, position: int) -> bool:
        return 0 <= position < len(self.tokens) and self.tokens[position].text[:1].isupper()

    def kind(self, position: int) -> str | None:
        """The kind of place that a word announces; abbreviations of one letter need their full stop."""
        if not 0 <= position < len(self.words):
            return None
        word = self.words[position]
        return None if len(word) == 1 and not self.gap(position + 1).startswith(".") else _kind(word)

    def words_of(self, found: Found) -> str:
        return self.source[self.tokens[found.start].start : self.tokens[found.end - 1].end]

    def quoted(self, found: Found) -> bool:
        """Whether the name is part of a short quotation, as names of clubs and companies are."""
        start, end = self.tokens[found.start].start, self.tokens[found.end - 1].end
        before, after = self.source[max(0, start - 40) : start], self.source[end : end + 40]
        opening = max(before.rfind(mark) for mark in '«“„"')
        closing = min((position for position in map(after.find, '»”"') if position >= 0), default=-1)
        if opening < 0 or closing < 0 or "»" in before[opening:] or "«" in after[:closing]:
            return False
        return len((before[opening:] + after[:closing]).split()) <= _QUOTED_WORDS


def mentions(sentences: Sequence[str], *, any_case: bool = False) -> list[Mention]:
    """The places that ``sentences`` speak of, in order. ``any_case``: names need no capitals (what people type)."""
    found: list[Mention] = []
    surnames: set[str] = set()
    for number, sentence in enumerate(sentences):
        text = _Text(sentence)
        names = find(text.words)
        found.extend(_mentions_of(text, names, number, any_case or sentence.islower(), surnames))
    return found


def _mentions_of(text: _Text, names: list[Found], number: int, any_case: bool, surnames: set[str]) -> Iterator[Mention]:
    """``surnames`` collects the places whose adjective turned out to be somebody's name (Виктор Павлодарский)."""
    inside = {position for name in names for position in range(name.start, name.end)}
    for name in names:
        senses = _by_capital(text, name, any_case)
        if not senses:
            continue
        kind = _kind_after(text, name, inside) or _kind_before(text, name, inside)
        kept = _fitting(text, name, senses, kind, any_case)
        if kept and kind is None and _is_surname(text, name, kept):
            surnames.update(sense.target for sense in kept)
        elif kept and (kind or surnames.isdisjoint(sense.target for sense in kept) or kept[0].form != "adjective"):
            weight = max(_weight(text, name, sense, kind) for sense in kept)
            origin = _is_origin(text, name)
            yield Mention(text.words_of(name), number, name.start, kept, weight * (0.25 if origin else 1.0), origin)


def _by_capital(text: _Text, name: Found, any_case: bool) -> tuple[Sense, ...]:
    """Names begin with a capital; adjectives and demonyms need none."""
    if any_case or text.capital(name.start):
        return name.senses
    lower_names = ("столиц", "елорд", "юзн", "южн", "нефтан", "третии", "онтустик", "шахтер", "мунаил", "кенди")
    return tuple(
        sense
        for sense in name.senses
        if sense.form != "name" or text.words[name.start].startswith(lower_names) or _DEMONYM_KK.match(name.ending)
    )


def _kind_after(text: _Text, name: Found, inside: set[int]) -> str | None:
    """The word of kind behind a name, perhaps behind a list of names: "Талғар және Қарасай аудандарында"."""
    position = name.end
    while position < min(len(text.words), name.end + 9):
        gap = text.gap(position)
        if not (gap.isspace() or gap in (", ", "» ", '" ', "»", " «", " (", "-")):
            return None
        word = text.words[position]
        kind = text.kind(position)
        if kind and position not in inside:
            direct = position == name.end
            return kind if direct or (kind in ("region", "district") and _is_list(text, name, position)) else None
        if _ends_list(gap, position, inside, word):
            return None
        position += 1
    return None


def _ends_list(gap: str, position: int, inside: set[int], word: str) -> bool:
    """Whether a list of names ends at this word."""
    return not (position in inside or word in _JOINING) or gap in (" «", " (")


def _is_list(text: _Text, name: Found, position: int) -> bool:
    """A word of kind in the plural, or adjectives before it, speaks of the whole list."""
    word = text.words[position]
    plural = word.startswith(("раионах", "раионов", "раионам", "раиони", "областах", "областеи", "областам", "области"))
    kazakh_plural = word.startswith(("аудандар", "облистар", "облистари"))
    joined = any(text.words[index] in _JOINING for index in range(name.end, position)) or "," in text.gap(name.end)
    adjectives = any(sense.form == "adjective" for sense in name.senses)
    return joined and (kazakh_plural or ((plural or word.startswith("област")) and adjectives))


def _kind_before(text: _Text, name: Found, inside: set[int]) -> str | None:
    """The word of kind before a Russian name, perhaps before a list: "в районах Аксуат и Самар"."""
    position = name.start - 1
    gap = text.gap(name.start)
    if gap == ", " or all(sense.form != "name" for sense in name.senses):
        gap = gap if gap == ", " and position in inside else _NO_GAP
    while position >= max(0, name.start - 8):
        if not (gap.isspace() or gap in (". ", ".", ", ", " «", " “", ' "')):
            return None
        word = text.words[position]
        kind = text.kind(position)
        if kind in ("region", "district") and position and _RUSSIAN_ADJECTIVE.search(text.words[position - 1]):
            return None  # «в Абайском районе Шымкента»
        if kind and position not in inside and not word.startswith(_KAZAKH_KINDS):
            plural = word.endswith(("ах", "ов", "еи", "ами"))
            return kind if position == name.start - 1 or plural or word in ("г", "с") else None
        if word in _NAMED_AFTER:
            named = text.kind(position - 1)
            return named if named in ("district", "village") else "organisation"
        if not (position in inside or word in _JOINING):
            return None
        gap = text.gap(position)
        position -= 1
    return None


def is_kind(word: str) -> bool:
    """Whether a skeleton is a word such as "область", «ауданы», "район"."""
    return _kind(word) in ("region", "district", "city", "village")


def _kind(word: str) -> str | None:
    return next((kind for kind, pattern in _TYPES if pattern.match(word)), None)


def _fitting(
    text: _Text, name: Found, senses: tuple[Sense, ...], kind: str | None, any_case: bool
) -> tuple[Sense, ...]:
    """The senses that the surroundings allow; none where a street, a club, a company or a person is meant."""
    if kind in ("region", "district", "city", "village"):
        fitting = _of_kind(senses, kind)
        if fitting or kind == "village":
            return fitting
        if kind == "district" or (
            kind == "region" and text.words[min(name.end, len(text.words) - 1)].startswith("обл")
        ):
            return ()
    elif kind in ("street", "club", "organisation", "water") and not _outside(senses, kind):
        return ()
    if text.quoted(name) or _is_compound(text, name) or _follows_named_after(text, name):
        return ()
    free = tuple(sense for sense in senses if sense.mode != "typed")
    if not free and any_case:
        free = _asked_for(senses)
    elif not free and _stands_as_place(text, name):
        free = tuple(sense for sense in senses if sense.role in ("city", "district") and sense.form == "name")
    free = tuple(sense for sense in free if sense.mode != "person" or not _is_person(text, name))
    cities = {sense.region for sense in free if sense.role == "city"}
    return tuple(sense for sense in free if sense.role == "city" or sense.region not in cities)


def _asked_for(senses: tuple[Sense, ...]) -> tuple[Sense, ...]:
    """What a bare name means in a question, where it would be a street or a person in an article."""
    regions = tuple(sense for sense in senses if sense.role == "region" and sense.target != "KZ-10")
    if regions or len({sense.region for sense in senses}) > 1:
        return regions
    return tuple(sense for sense in senses if sense.role == "city")


def _of_kind(senses: tuple[Sense, ...], kind: str) -> tuple[Sense, ...]:
    exact = tuple(sense for sense in senses if sense.role == kind)
    if exact:
        return exact
    if kind == "region":
        return tuple(sense for sense in senses if sense.role == "city" and sense.mode != "typed")
    if kind in ("district", "city"):
        return tuple(sense for sense in senses if sense.role == "village" and sense.mode != "beside")
    return tuple(sense for sense in senses if sense.role == "district" and sense.mode == "alone") if kind == "?" else ()


def _outside(senses: tuple[Sense, ...], kind: str) -> bool:
    """An adjective tells where a team or a company is at home: «карагандинская команда»."""
    return all(sense.form != "name" for sense in senses) and kind != "street"


def _is_compound(text: _Text, name: Found) -> bool:
    """«Астана-Опера», «Алматы-2» are names of other things; «Астана-Алматы» is a way and stays."""
    after = text.gap(name.end)
    if after != "-" or name.end >= len(text.words):
        return False
    follower = text.tokens[name.end].text
    return (follower[:1].isupper() and not find([text.words[name.end]])) or follower[:1].isdigit()


def _follows_named_after(text: _Text, name: Found) -> bool:
    return name.end < len(text.words) and text.words[name.end] in ("атиндаги", "атиндаг")


def _stands_as_place(text: _Text, name: Found) -> bool:
    """«под Абаем», «Абайда»: a name that is more often a person or a word, used as only a place is."""
    if name.start and text.words[name.start - 1] in _PLACE_PREPOSITIONS and text.gap(name.start).isspace():
        return True
    return bool(_KAZAKH_LOCATIVE.match(name.ending)) and text.capital(name.start) and not _given_name_before(text, name)


def _given_name_before(text: _Text, name: Found) -> bool:
    before = name.start - 1
    return before >= 0 and text.gap(name.start).isspace() and text.capital(before) and not find([text.words[before]])


def _is_person(text: _Text, name: Found) -> bool:
    after = name.end < len(text.words) and text.capital(name.end) and bool(_SURNAME.search(text.words[name.end]))
    return after or (name.start > 1 and _given_name_before(text, name))


def _is_surname(text: _Text, name: Found, senses: tuple[Sense, ...]) -> bool:
    return (
        all(sense.form == "adjective" for sense in senses)
        and name.start > 0
        and text.capital(name.start)
        and _given_name_before(text, name)
        and len(text.words[name.start - 1]) > 2
    )


def _is_origin(text: _Text, name: Found) -> bool:
    """«житель Астаны погиб …», «Астана тұрғыны …»: where somebody comes from."""
    if name.end < len(text.words) and text.gap(name.end).isspace() and _ORIGIN_KK.match(text.words[name.end]):
        return True
    if all(sense.form == "people" for sense in name.senses):
        return text.words[name.end - 1].endswith(("ец", "ца", "це", "цу", "ин", "ка", "ки", "ку"))
    if name.ending in ("лик", "дик", "тик") and not text.gap(name.end).strip():
        return True
    before = [text.words[index] for index in range(max(0, name.start - 3), name.start)]
    while before and (before[-1] in ("из", "г", "города", "город", "с") or _kind(before[-1])):
        before.pop()
    return bool(before) and bool(_ORIGIN_RU.match(before[-1])) and _same_clause(text, name)


def _same_clause(text: _Text, name: Found) -> bool:
    return all(
        gap.isspace() or gap in (". ", ".") for gap in (text.gap(i) for i in range(max(1, name.start), name.start + 1))
    )


def _weight(text: _Text, name: Found, sense: Sense, kind: str | None) -> float:
    if sense.form == "people" or _DEMONYM_KK.match(name.ending):
        return _PEOPLE_WEIGHT
    typed = kind == sense.role or (kind == "region" and sense.role == "region")
    if sense.form == "adjective" and not typed:
        return _ADJECTIVE_WEIGHT
    weight = _WEIGHTS[sense.role] * (0.6 if text.words[name.start].startswith("столи") else 1.0)
    if _FROM.match(name.ending) or (name.start and text.words[name.start - 1] in ("из", "от")):
        return weight * 0.55
    in_place = name.start and text.words[name.start - 1] in ("в", "во", "под")
    return weight * (1.15 if typed or in_place or _KAZAKH_LOCATIVE.match(name.ending) else 1.0)
