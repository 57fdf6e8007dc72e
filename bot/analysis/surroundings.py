"""What stands around a place's name in a sentence, and what it says of the name.

"Абай" beside "облысы" is a region, beside "ауданы" a district, beside "көшесі" a street. Words of kind may speak of a
whole list («Талғар және Қарасай аудандары»); names inside short quotations are clubs and companies; names of a road's
two ends, of a team-mate's home town or of a foreign minister's host say little of where something happened.
"""

from __future__ import annotations

import re
from functools import lru_cache

from bot.analysis.fold import skeleton, tokens
from bot.analysis.lexicon import Found, find
from bot.analysis.scope import is_common, is_foreign

_KINDS: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (kind, re.compile(pattern))
    for kind, pattern in (
        ("region", r"^(?:област|облис[ит]|обл$|онир|регион|краи$|краа$|крае$|provin|провинс)"),
        ("district", r"^(?:раион|аудан[ид]|ауд$|дистрикт)"),
        ("city", r"^(?:город(?!н|к)|г$|к$|гор$|кала(?:си|да|ни|га|л|$)|мегаполис|шахар|шаари|акимат)"),
        ("village", r"^(?:сел(?:о|а|е|у|ом)$|аул|ауили|посел|пос$|станци|кент(?:и|те|$)|хутор|разезд|бекет|с$)"),
        ("street", r"^(?:улиц|ул$|проспект|просп$|пр$|бул[еь]?вар|переул|микрораион|мкр|площад|коше|дангил|шагинаудан"
                   r"|шаги|алани|аланин|тракт(?:а|е|у|ом)?$|шосе|набережн)"),
        ("club", r"^(?:фк$|хк$|бк$|мфк$|клуб|команд(?:а|и|е|у|ои|аси\w*)?$|стадион|арен(?:а|и|е|у|ои|аси\w*)?$"
                 r"|болелшик|жанкуиер|сборн)"),
        ("organisation", r"^(?:тоо$|ао$|жшс$|ак$|банк(?:а|у|е|и|ом|ов|ини?н|инде?)?$|компани|корпорац|санатори"
                         r"|отел(?:а|у|е|ем|и|еи|ини?н|инде\w*|инен?)?$|гостиниц|холдинг"
                         r"|нк$|театр|опера$|универси|киносту|газет[аиуе]?$|ха?уб$|хаб$|моторс$"
                         r"|експо$|таимс$|тимес$|марафон|батир|баатир)"),
        ("water", r"^(?:рек(?:а|и|е|у|ои)$|озер(?:о|а|е)$|озени?|озенин|колини?|коли$|колине|колиндеги?"
                  r"|канал(?:а|у|е|ом|ов|и|ини?н|инда\w*|инан?)?$"
                  r"|водохранилиш|хребет|хребт|гор[аиу]$|горах|горами?|тенизи|тениз$|тауи|таулари|залив(?:а|у|е|ом)?$"
                  r"|плато|ущел|перевал(?:а|у|е|ом|и)?$|урочиш)"),
    )
)  # fmt: skip
_KAZAKH_KINDS = ("аудан", "облис", "кала", "ауил", "коше", "озен", "онир")
"""Kazakh words of kind stand behind their name, so what follows them is not theirs."""
_SEVERAL = ("и", "ах", "ам", "ами", "ов", "еи")
"""Endings of «банки», «театрам»: several of them are not one that bears the name."""
PLACE_PREPOSITIONS = frozenset(("в", "во", "из", "под", "близ", "около", "до", "возле", "через"))
_NO_PLACES = ("street", "club", "organisation", "water")
_JOINING = frozenset(("и", "а", "также", "жане", "мен", "бен", "пен", "ва", "and", "или", "да"))
_RUSSIAN_PLURAL = ("раионах", "раионов", "раионам", "раиони", "областах", "областеи", "областам", "области", "област")
_KAZAKH_PLURAL = ("аудандар", "облистар")
_KAZAKH_STREETS = ("коше", "дангил", "алан")
_NAMED_AFTER = frozenset(("атиндаги", "атиндаг", "имени", "им"))
_RUSSIAN_ADJECTIVE = re.compile(r"(?:ском|ского|скому|ским|скои|скии|ски|ска|ску|ских|скими|скаа|ом|ого|ои)$")

_ORIGIN_RU = re.compile(
    r"^(?:жител(?:а|у|ем|ница|ници|нице|ницу|ницеи)?|уроже(?:нец|нка|нки|нца|нцу)|гражданин\w*|пенсионер\w{0,3}|"
    r"студент(?:ка|ки|а|у)?|спортсмен\w{0,3}|боксер\w{0,2}|борец|борца|предпринимател\w{0,2}|бизнесмен\w{0,2}|турист\w{0,3}|"
    r"гост\w{1,2}|артист\w{0,2}|пасажир\w{0,2}|водител\w?|мужчин\w{1,2}|женшин\w{1,2}|девушк\w|парен|парна|врачи|хирурги|"
    r"специалисти|учени\w{0,3}|команд\w{1,2}|родом|приехал\w?|приехавш\w+|прибил\w{0,2}|вилетел\w?|перевезл\w|сосед(?:а|у|и|еи|ом|ка)?)$"
)
_ORIGIN_KK = re.compile(r"^(?:тургини(?:н|на|ни|нин|мен)?|азамати(?:н|на|ни)?|тумаси|тумасин\w*|тулеги)$")
_DEMONYM_RU = ("ец", "ца", "це", "цу", "ин", "ка", "ки", "ку")
_DEMONYM_KK = ("лик", "дик", "тик")

_SURNAME = re.compile(r"(?:ов|ев|ова|ева|ин|ина|ули|кизи|ул|теги)(?:а|у|ом|им|е|ои)?$")
_TITLED = re.compile(
    r"^(?:академик|учен(?:ии|ого)|поет|писател|акин|жазуши|галим|батир|хан|композитор|президент|артист)"
)
_QUOTED_WORDS = 3
"""So many words beside a name still make a quotation a title of something, not somebody's words."""
_NO_GAP = "|"
"""Stands between words that have nothing to do with each other."""
_DASH = re.compile(r"^\s*[-–—]\s*$")
_WAY_RU = re.compile(
    r"^(?:трас|автодорог|автотрас|дорог|поезд|реис|маршрут|автобус|електричк|шосе|магистрал|направлени|участк)"
)
_WAY_KK = re.compile(r"^(?:тас$|тасжол|автожол|жол|пои?из|багит|реис|трас|автобус|кире)")
_COURT = re.compile(r"^(?:суд(?:а|у|ом|е)?|сот(?:и\w*|та)?)$")
_WAY_WORDS = 4
"""How far the word "трасса" may stand from the road's name."""


class Sentence:
    """One sentence as words: skeletons for comparing, gaps for what stands between them."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.tokens = tokens(text)
        self.words = [skeleton(token.text) for token in self.tokens]
        self.names = find(self.words)
        self._inside = {position for name in self.names for position in range(name.start, name.end)}

    def gap(self, position: int) -> str:
        """The characters between the words ``position - 1`` and ``position``."""
        if not 0 < position < len(self.tokens):
            return _NO_GAP
        return self.text[self.tokens[position - 1].end : self.tokens[position].start]

    def word(self, position: int) -> str:
        return self.words[position] if 0 <= position < len(self.words) else ""

    def capital(self, position: int) -> bool:
        return 0 <= position < len(self.tokens) and self.tokens[position].text[:1].isupper()

    def kind(self, position: int) -> str | None:
        """The kind of place that a word announces; abbreviations of one letter need their full stop."""
        word = self.word(position)
        if word == "р" and self.gap(position + 1) == "-" and self.word(position + 1).startswith("н"):
            return "district"  # р-н, р-на, р-не
        return None if len(word) <= 1 and not self.gap(position + 1).startswith(".") else kind_of(word)

    def words_of(self, name: Found) -> str:
        return self.text[self.tokens[name.start].start : self.tokens[name.end - 1].end]

    def kind_beside(self, name: Found) -> str | None:
        """The kind of place that the neighbouring words make of a name: "region", "street", "club" …, if any.

        In «в Таразе площадь озеленения», «в Актау театр» what follows is no part of the name.
        """
        after = self._kind_after(name)
        if after in _NO_PLACES and self._stands_after_preposition(name):
            return None
        return after or self._kind_before(name)

    def _stands_after_preposition(self, name: Found) -> bool:
        named = any(sense.form == "name" for sense in name.senses)
        return named and self.gap(name.start).isspace() and self.word(name.start - 1) in PLACE_PREPOSITIONS

    def is_announced(self, name: Found) -> bool:
        """Whether the word of kind stands before the name, as in "район Нура": not how «Нуринский район» is called."""
        return self._kind_after(name) is None and self._kind_before(name) is not None

    def _kind_after(self, name: Found) -> str | None:
        """The word of kind behind a name, perhaps behind a list of names: "Талғар және Қарасай аудандарында"."""
        for position in range(name.end, min(len(self.words), name.end + 9)):
            gap = self.gap(position)
            if not (gap.isspace() or gap in (", ", "» ", '" ', "»", " «", " (", "-")):
                return None
            kind = self.kind(position)
            if kind == "street" and name.ending and self.words[position].startswith(_KAZAKH_STREETS):
                return None  # «Шымкентте көше саудагерлері»: only a bare name is a street's
            if kind and position not in self._inside:
                return kind if position == name.end or self._speaks_of_list(name, position) else None
            if not self._goes_on(position) or gap in (" «", " ("):
                return None
        return None

    def _speaks_of_list(self, name: Found, position: int) -> bool:
        """Whether a word of kind behind several names is meant for all of them."""
        word = self.words[position]
        joined = any(self.words[index] in _JOINING for index in range(name.end, position)) or "," in self.gap(name.end)
        adjectives = any(sense.form == "adjective" for sense in name.senses)
        return joined and (word.startswith(_KAZAKH_PLURAL) or (word.startswith(_RUSSIAN_PLURAL) and adjectives))

    def _goes_on(self, position: int) -> bool:
        return position in self._inside or self.words[position] in _JOINING

    def _kind_before(self, name: Found) -> str | None:
        """The word of kind before a Russian name, perhaps before a list: "в районах Аксуат и Самар"."""
        position, gap = name.start - 1, self.gap(name.start)
        if all(sense.form != "name" for sense in name.senses) or (gap == ", " and position not in self._inside):
            return None
        nearest = position
        if self._is_initial(position, gap):
            position, gap, nearest = position - 1, " ", position - 1
        while position >= max(0, name.start - 8) and (gap.isspace() or gap in (". ", ".", ", ", " «", " “", ' "')):
            word, kind = self.words[position], self.kind(position)
            if kind in ("region", "district") and _RUSSIAN_ADJECTIVE.search(self.word(position - 1)):
                return None  # «в Абайском районе Шымкента»
            if kind == "organisation" and word.endswith(_SEVERAL) and name.ending:
                return None  # «банки Сарыагаша»
            if kind and position not in self._inside and not word.startswith(_KAZAKH_KINDS):
                whole_list = word.endswith(("ах", "ов", "еи", "ами"))
                return kind if position == nearest or whole_list else None
            if word in _NAMED_AFTER:
                named = self.kind(position - 1)
                return named if named in ("district", "village") else "organisation"
            if not self._goes_on(position):
                return None
            position, gap = position - 1, self.gap(position)
        return None

    def _is_initial(self, position: int, gap: str) -> bool:
        """«района им. Г. Мусрепова»."""
        return gap in (".", ". ") and len(self.word(position)) == 1 and self.capital(position)

    def is_other_thing(self, name: Found) -> bool:
        """Whether the name is part of a name of something else: «Кайрат», Астана-Опера, Абай атындағы, Air Astana."""
        if self.word(name.end) in ("атиндаги", "атиндаг") or self.word(name.start - 1) in ("аир", "еир"):
            return True
        if self.word(name.end).startswith("федералн") or self._is_given_name(name):
            return True
        return self._is_quoted(name) or self._is_compound(name) or self._is_foreign_capital(name)

    def is_common_word(self, name: Found) -> bool:
        return name.end - name.start == 1 and is_common(self.tokens[name.start].normal)

    def _is_quoted(self, name: Found) -> bool:
        start, end = self.tokens[name.start].start, self.tokens[name.end - 1].end
        before, after = self.text[max(0, start - 40) : start], self.text[end : end + 40]
        opening = max(before.rfind(mark) for mark in '«“„"')
        closing = min((position for position in map(after.find, '»”"') if position >= 0), default=-1)
        if opening < 0 or closing < 0 or "»" in before[opening:] or "«" in after[:closing]:
            return False
        return len((before[opening:] + after[:closing]).split()) <= _QUOTED_WORDS

    def _is_given_name(self, name: Found) -> bool:
        """«Тараз Алимов», «Астана Жумабекова»: a bare name before a surname."""
        bare = name.end - name.start == 1 and not name.ending and self.gap(name.end).isspace()
        return bare and self.precedes_surname(name) and not find([self.words[name.end]])

    def _is_compound(self, name: Found) -> bool:
        """«Астана-Опера», «Алматы-2» are names of other things; «Астана-Алматы» is a way and stays."""
        if self.gap(name.end) != "-" or name.end >= len(self.words):
            return False
        follower = self.tokens[name.end].text
        return (follower[:1].isupper() and not find([self.words[name.end]])) or follower[:1].isdigit()

    def _is_foreign_capital(self, name: Found) -> bool:
        """«столица Узбекистана», «столица региона», «культурная столица тюркского мира» are not ours."""
        if name.end - name.start > 1 or not self.words[name.start].startswith("столиц"):
            return False
        follower = self.word(name.end)
        elsewhere = follower.startswith(("регион", "област", "мира", "турк")) or is_foreign(follower)
        return elsewhere or bool(re.search(r"(?:аа|уу|ои)$", self.word(name.start - 1)))

    def is_way(self, name: Found) -> bool:
        """Whether the name is an end of a road or a line: «на трассе Алматы – Талдыкорган», «Орал – Атырау тасжолы»."""
        before, after = _DASH.match(self.gap(name.start)), _DASH.match(self.gap(name.end))
        if not before and not after:
            return False
        near = range(max(0, name.start - _WAY_WORDS), name.start)
        behind = range(name.end, min(len(self.words), name.end + _WAY_WORDS))
        return any(_WAY_RU.match(self.words[index]) for index in near) or any(
            _WAY_KK.match(self.words[index]) or _WAY_RU.match(self.words[index]) for index in behind
        )

    def is_seat_of_court(self, name: Found) -> bool:
        """«суд Астаны», «астанинский суд», «Астана қалалық соты»: what is tried there happened elsewhere."""
        near = (self.word(name.start - 1), self.word(name.end), self.word(name.end + 1))
        before, after, second = (bool(_COURT.match(word)) for word in near)
        adjective = all(sense.form == "adjective" for sense in name.senses)
        return (before and bool(name.ending)) or (adjective and after) or (not name.ending and (after or second))

    def is_beside_abroad(self, name: Found) -> bool:
        """«Астана и Пекин договорились»: a capital that stands for its government."""
        follower = name.end + 1 if self.word(name.end) in _JOINING else name.end
        leader = name.start - 2 if self.word(name.start - 1) in _JOINING else name.start - 1
        dashed = bool(_DASH.match(self.gap(name.end)))
        joined = self.word(name.end) in _JOINING or dashed
        return (joined and is_foreign(self.word(follower))) or (
            self.word(name.start - 1) in _JOINING and is_foreign(self.word(leader))
        )

    def is_origin(self, name: Found) -> bool:
        """«житель Астаны погиб …», «Астана тұрғыны …», «алматинец»: where somebody comes from."""
        if self.gap(name.end).isspace() and _ORIGIN_KK.match(self.word(name.end)):
            return True
        if all(sense.form == "people" for sense in name.senses):
            return self.words[name.end - 1].endswith(_DEMONYM_RU)
        if name.ending in _DEMONYM_KK and self.gap(name.end).isspace():
            return True
        if not (self.gap(name.start).isspace() or self.gap(name.start) in (". ", ".")):
            return False
        before = [self.words[index] for index in range(max(0, name.start - 3), name.start)]
        while before and (before[-1] in ("из", "г", "с") or kind_of(before[-1])):
            before.pop()
        return bool(before) and bool(_ORIGIN_RU.match(before[-1]))

    def precedes_surname(self, name: Found) -> bool:
        return self.capital(name.end) and bool(_SURNAME.search(self.word(name.end)))

    def follows_title(self, name: Found) -> bool:
        """«академик Сатпаев», «ақын Абай»."""
        return self.gap(name.start).isspace() and bool(_TITLED.match(self.word(name.start - 1)))

    def follows_given_name(self, name: Found) -> bool:
        """Whether a capitalised word that is no place stands right before: «Каныш Сатпаев»."""
        before = name.start - 1
        return self.gap(name.start).isspace() and self.capital(before) and not find([self.words[before]])


def is_kind(word: str) -> bool:
    """Whether a skeleton is a word such as "область", «ауданы», "город"."""
    return kind_of(word) in ("region", "district", "city", "village")


@lru_cache(maxsize=8192)
def kind_of(word: str) -> str | None:
    return next((kind for kind, pattern in _KINDS if pattern.match(word)), None)
