"""Which regions and places an article is about, and whether it is regional, national or foreign news.

Every mention is evidence, weighed by where it stands (title, lead, dateline), by how it names the place and by whether
it is only somebody's origin. Names that several places share are resolved by what else the text names; the reform of
2022 is undone for older texts. A report that lists many regions is about none of them.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from bot.analysis.clean import Cleaned
from bot.analysis.gazetteer import gazetteer, region_at
from bot.analysis.lexicon import Sense
from bot.analysis.mentions import Mention, mentions
from bot.analysis.scope import Outlook, outlook
from bot.models import Label, Place, Scope

FIRST, TITLE, LEAD, OPENING, ASIDE, DATELINE, CAPITAL_ASIDE, RECAP = 3.6, 2.6, 1.6, 1.25, 0.4, 0.5, 0.2, 0.4
COMPARED = 0.5
"""How much a mention counts there, compared with one in the rest of the text; ``FIRST`` is the first in the title."""

_RECAP = re.compile(
    r"(?:напомним|ранее\b|напоминаем|отметим,\s+ранее|до\s+этого|накануне\s+сообщалось|еске\s+(?:сал|түсір)|бұған\s+дейін|"
    r"бұдан\s+бұрын|айта\s+кет)",
    re.IGNORECASE,
)
_COMPARED = re.compile(
    r"(?:больше|меньше|выше|ниже|чаще|реже|хуже|лучше|дороже|дешевле|быстрее|сильнее|острее)\s+(?:всего|всех)\b|"
    r"\bнаи(?:бол|мен)ьш|\bсам(?:ый|ая|ые|ой|ую|ых)\s+(?:высок|низк|больш|дорог|деш|мал)|\bлид(?:ирует|ируют|ерах|еры)\b|"
    r"разрезе\s+регионов|среди\s+регионов|\bең\s+(?:көп|аз|жоғары|төмен|қымбат|арзан)|көш\s+баста"
)
"""Sentences (in lower case) that compare regions: «больше всего малоимущих в Туркестанской области»."""
_COMPARING = ("всего", "всех", "наи", "сам", "лид", "регионов", "ең ", "көш")
"""Every such sentence has one of these; most others are spared the slow pattern."""
_SHARED = re.compile(
    r"\b(?:дв(?:а|е|ух|ум|умя)|об(?:а|е|оих|еих|оими|еими)|тр(?:и|ёх|ех))\s+(?:соседн\w+\s+|смежн\w+\s+)?(?:област|регион|сосед)|"
    r"\b(?:между|границ\w+|стыке)\s+\w+(?:ой|ий)\s+и\s+[\w-]+ой\s+област|\bсоедин\w+\s+[^.]{,60}\bобласт|"
    r"\bпро(?:ходит|йд[её]т)\s+(?:по|через)\s+[^.]{,60}\bобласт|"
    r"\b(?:екі|қос|үш|көрші(?:лес)?)\s+(?:облыс|өңір|аймақ)|облыстары\w*\s+(?:шекара|арасы|түйіс)|жалғай"
)
"""Sentences (in lower case) that speak of what regions share: «на границе двух областей», «екі облысты шарпыды»."""
_SHARING = ("област", "регион", "сосед", "облыс", "өңір", "аймақ", "жалғай")
LEAD_SENTENCES = 2
OPENING_SENTENCES = 5
KEPT = 0.55
KEPT_FIRST = 0.25
KEPT_TITLED = 0.5
KEPT_UNTITLED = 0.7
KEPT_SHARED = 0.4
"""A further region is kept when it has this share of the primary region's score: where no title names a region, where
this one stands first in the title, where it stands there after another, where the title names only others, and where
the text says that several regions share what happened."""
NEAR = 0.7
"""A region with this share of the highest score can be the primary one, if the text names it first."""
MANY, RIVAL = 4, 0.45
"""So many regions with this share of the highest score, none of them in the title, are a list of examples."""


@dataclass(frozen=True, slots=True)
class PlacesResult:
    """``regions`` and ``places`` are ordered by score, the primary one first; both empty for news of no region."""

    regions: tuple[Label, ...]
    places: tuple[Place, ...]
    scope: Scope


@dataclass(frozen=True, slots=True)
class _Vote:
    region: str
    target: str
    score: float
    words: str
    title: bool
    origin: bool
    home: bool


class _Context(NamedTuple):
    """What speaks for the senses of a name: how much each region is named surely, and how often in each sentence."""

    sure: Counter[str]
    named: Mapping[int, Counter[str]]

    def near(self, sentence: int) -> Counter[str]:
        points: Counter[str] = Counter()
        for distance, worth in ((0, 40), (-1, 10), (1, 10)):
            for region, times in self.named.get(sentence + distance, {}).items():
                points[region] += worth * times
        return points


def regions(
    cleaned: Cleaned,
    *,
    published: datetime | None,
    categories: Sequence[str] = (),
    default_region: str | None = None,
) -> PlacesResult:
    """Regions, places and scope of an article.

    ``categories`` of the feed are weak evidence; ``default_region``, that of a local paper, is taken only where the
    text names no place and speaks neither of the country as a whole nor of abroad.
    """
    body = cleaned.sentences
    found = mentions((cleaned.title, *body))
    extra = mentions((cleaned.dateline or "", *cleaned.asides, *categories))
    votes = _votes(found, extra, _asides(cleaned), published)
    view = outlook(cleaned.title, body)
    scores = _scores(votes)
    chosen = _primary_first(_chosen(scores, votes, view, _is_shared(cleaned)), scores, votes)
    if not chosen and default_region and not scores and view.at_home:
        return PlacesResult((Label(default_region, 0.3, ()),), (), Scope.REGIONAL)
    if not chosen:
        return PlacesResult((), (), Scope.FOREIGN if view.abroad else Scope.NATIONAL)
    labels = tuple(Label(region, round(scores[region], 2), _evidence(votes, region)) for region in chosen)
    return PlacesResult(labels, _places(votes, chosen), Scope.REGIONAL)


def regions_of(sentences: Sequence[str], published: datetime | None = None) -> tuple[str, ...]:
    """The regions that a passage names surely enough, in order of weight; nothing is inferred from elsewhere."""
    found = [mention._replace(sentence=0) for mention in mentions(sentences)]
    scores = _scores(_votes(found, (), {}, published))
    return tuple(sorted((region for region, score in scores.items() if score >= 1.0), key=lambda key: -scores[key]))


# --- votes ----------------------------------------------------------------------------------------------------------


def _recaps(cleaned: Cleaned) -> frozenset[int]:
    """Numbers (from 1) of sentences that recall earlier news: from «Напомним», «Еске салсақ» to the paragraph's end."""
    recalled: set[int] = set()
    number = 1
    for paragraph in cleaned.paragraphs:
        begins = next((place for place, sentence in enumerate(paragraph) if _RECAP.match(sentence)), len(paragraph))
        recalled.update(range(number + begins, number + len(paragraph)))
        number += len(paragraph)
    return frozenset(recalled)


def _asides(cleaned: Cleaned) -> dict[int, float]:
    """The weight of sentences (numbered from 1) that only recall earlier news or compare regions."""
    numbered = enumerate(cleaned.sentences, 1)
    compared = {number: COMPARED for number, sentence in numbered if _compares(sentence.lower())}
    return compared | dict.fromkeys(_recaps(cleaned), RECAP)


def _compares(lowered: str) -> bool:
    return any(mark in lowered for mark in _COMPARING) and bool(_COMPARED.search(lowered))


def _is_shared(cleaned: Cleaned) -> bool:
    beginning = " ".join((cleaned.title, *cleaned.sentences[:OPENING_SENTENCES])).lower()
    return any(mark in beginning for mark in _SHARING) and bool(_SHARED.search(beginning))


def _votes(
    found: Sequence[Mention], extra: Sequence[Mention], asides: Mapping[int, float], published: datetime | None
) -> list[_Vote]:
    context = _Context(_sure(found, extra), _named(found))
    votes: list[_Vote] = []
    for mention in found:
        first = mention.sentence == 0 and not any(vote.title and not vote.origin for vote in votes)
        factor = asides.get(mention.sentence) or (FIRST if first else _position(mention.sentence))
        votes += _resolved(mention, context, factor, mention.sentence == 0, published)
    for mention in extra:
        votes += _resolved(mention, context, _aside(mention), False, published)
    return votes


def _aside(mention: Mention) -> float:
    """The weight of a dateline or a quoted source; agencies and ministries sit in the capital, whatever happened."""
    if any(sense.target == "KZ-71" for sense in mention.senses):
        return CAPITAL_ASIDE
    return DATELINE if mention.sentence == 0 else ASIDE


def _position(sentence: int) -> float:
    if sentence == 0:
        return TITLE
    return LEAD if sentence <= LEAD_SENTENCES else OPENING if sentence <= OPENING_SENTENCES else 1.0


def _sure(found: Iterable[Mention], extra: Iterable[Mention]) -> Counter[str]:
    """How much each region is named by mentions that can mean nothing else."""
    sure: Counter[str] = Counter()
    for mention in (*found, *extra):
        named = {sense.region for sense in mention.senses if sense.mode != "beside"}
        if len(named) == 1 and any(sense.mode != "beside" for sense in mention.senses):
            sure[named.pop()] += max(1, round(mention.weight * 10))
    return sure


def _named(found: Iterable[Mention]) -> Mapping[int, Counter[str]]:
    """How often each sentence names each region by what can mean nothing else, and more than somebody's origin."""
    named: defaultdict[int, Counter[str]] = defaultdict(Counter)
    for mention in found:
        regions_named = {sense.region for sense in mention.senses}
        if len(regions_named) == 1 and not mention.origin:
            named[mention.sentence][regions_named.pop()] += 1
    return named


def _resolved(
    mention: Mention, context: _Context, factor: float, title: bool, published: datetime | None
) -> list[_Vote]:
    senses = [sense for sense in mention.senses if sense.mode != "beside" or context.sure[sense.region]]
    sense = _best(mention, senses, context)
    if sense is None:
        return []
    region = region_at(sense.region, published)
    target = sense.target if not sense.target.startswith("KZ-") else region_at(sense.target, published)
    return [_Vote(region, target, mention.weight * factor, mention.text, title, mention.origin, mention.home)]


def _best(mention: Mention, senses: list[Sense], context: _Context) -> Sense | None:
    """The one sense that the neighbourhood speaks for; ``None`` where nothing does."""
    if len({sense.region for sense in senses}) <= 1:
        return senses[0] if senses else None
    near = context.near(mention.sentence)
    sure = context.sure
    points = {
        sense.region: near[sense.region] + sure[sense.region] + _kin(sense.region, near, sure) for sense in senses
    }
    best = max(points, key=lambda region: points[region])
    rivals = [region for region, value in points.items() if value == points[best]]
    if points[best] == 0 or len(rivals) > 1:
        return _likelier(senses)
    return next(sense for sense in senses if sense.region == best)


def _likelier(senses: Sequence[Sense]) -> Sense | None:
    """Where nothing decides: a city rather than its namesake district (Аксу), a district rather than one of a city."""
    units = gazetteer().units
    cities = [sense for sense in senses if sense.role == "city" and sense.mode == "alone"]
    districts = [sense for sense in senses if sense.target in units and units[sense.target].kind == "district"]
    for likely in (cities, districts):
        if likely:
            return likely[0] if len({sense.region for sense in likely}) == 1 else None
    return None


def _kin(region: str, near: Counter[str], sure: Counter[str]) -> float:
    """Old texts name the region of that time: "Абайский район Восточно-Казахстанской области"."""
    before = gazetteer().regions[region].before_2022
    return 0.5 * (near[before] + sure[before]) if before else 0.0


# --- decision -------------------------------------------------------------------------------------------------------


def _scores(votes: Iterable[_Vote]) -> dict[str, float]:
    """Score per region: each place counts most at its best mention, the best places of a region most."""
    by_target: dict[str, dict[str, list[float]]] = defaultdict(lambda: defaultdict(list))
    for vote in votes:
        by_target[vote.region][vote.target].append(vote.score)
    return {region: _faded(map(_faded, targets.values())) for region, targets in by_target.items()}


def _faded(values: Iterable[float]) -> float:
    """A sum in which every further value counts half as much."""
    return sum(value * 0.5**rank for rank, value in enumerate(sorted(values, reverse=True)))


def _chosen(scores: dict[str, float], votes: Sequence[_Vote], view: Outlook, shared: bool) -> list[str]:
    """The regions that the article is about, the primary one first; ``shared`` news is of two or three."""
    if not scores:
        return []
    ranked = sorted(scores, key=lambda region: -scores[region])
    top = scores[ranked[0]]
    titled = list(dict.fromkeys(vote.region for vote in votes if vote.title and not vote.origin))
    similar = [region for region in ranked if scores[region] >= (KEPT_SHARED if shared else KEPT) * top]
    rivals = [region for region in ranked if scores[region] >= RIVAL * top]
    if not titled:
        if ranked == _home_in_title(votes) and not view.abroad:
            return ranked
        present = {vote.region for vote in votes if not vote.origin}
        told = [region for region in similar if region in present] or similar
        return [] if len(rivals) >= MANY or _are_examples(told, top, view, shared) else told
    if len(rivals) >= MANY and len(similar) > 1:
        return [region for region in similar if region in titled][:MANY] or titled[:1]
    share = {region: KEPT_TITLED if rank else KEPT_FIRST for rank, region in enumerate(titled)}
    untitled = KEPT_SHARED if shared else KEPT_UNTITLED
    return [region for region in ranked if scores[region] >= share.get(region, untitled) * top]


def _home_in_title(votes: Iterable[_Vote]) -> list[str]:
    """The region that somebody in the title comes from: «Павлодарлық балуан чемпион атанды». Of the capital that
    says too little: its courts and ministries are the whole country's."""
    return [vote.region for vote in votes if vote.title and vote.home and vote.region != "KZ-71"][:1]


def _primary_first(chosen: list[str], scores: dict[str, float], votes: Sequence[_Vote]) -> list[str]:
    """The regions of the title in its order, then the others; near equals stand in the order of the text."""
    appeared = list(dict.fromkeys(vote.region for vote in votes if not vote.origin))
    titled = {vote.region for vote in votes if vote.title and not vote.origin}
    top = max((scores[region] for region in chosen), default=0.0)

    def rank(region: str) -> tuple[bool, bool, int]:
        place = appeared.index(region) if region in appeared else len(appeared)
        return region not in titled, region not in titled and scores[region] < NEAR * top, place

    return sorted(chosen, key=rank)


def _are_examples(similar: Sequence[str], top: float, view: Outlook, shared: bool) -> bool:
    """Whether places are only named in passing, in news of the whole country or from abroad."""
    if len(similar) > 1 and not shared and (view.national >= 0.2 or view.opening):
        return True
    national = 10.0 if similar == ["KZ-71"] and view.national >= 0.3 else 8.0  # the seat of all ministries
    return top < 1.0 + national * view.national + 4.0 * view.foreign


def _evidence(votes: Iterable[_Vote], region: str) -> tuple[str, ...]:
    """The words that spoke for a region, the strongest first, with how often they did."""
    counts: Counter[str] = Counter()
    strength: dict[str, float] = defaultdict(float)
    for vote in votes:
        if vote.region == region:
            counts[vote.words] += 1
            strength[vote.words] += vote.score
    ordered = sorted(counts, key=lambda words: -strength[words])
    return tuple(f"{words} ×{counts[words]}" if counts[words] > 1 else words for words in ordered)


def _places(votes: Iterable[_Vote], chosen: Sequence[str]) -> tuple[Place, ...]:
    """Districts and towns in the chosen regions; a town brings its district, since a district can be subscribed."""
    units = gazetteer().units
    scores: dict[str, float] = defaultdict(float)
    words: dict[str, list[str]] = defaultdict(list)
    region_of: dict[str, str] = {}
    for vote in votes:
        if vote.region not in chosen or vote.origin or vote.target not in units:
            continue
        for code in dict.fromkeys((vote.target, units[vote.target].district)):
            if code in units:
                scores[code] += vote.score
                region_of[code] = vote.region
                words[code] += [vote.words] if vote.words not in words[code] else []
    ordered = sorted(scores, key=lambda code: -scores[code])
    return tuple(Place(code, region_of[code], round(scores[code], 2), tuple(words[code])) for code in ordered)
