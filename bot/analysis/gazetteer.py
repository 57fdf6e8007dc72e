"""The regions, districts, cities and towns of Kazakhstan as ``data/places/*.toml`` tell them, one file a region.

Names and codes follow KATO (edition of 2026-07-17) and ISO 3166-2:KZ; positions are rounded to a kilometre, good enough
for "the nearest region". How names are found in a text is the business of :mod:`bot.analysis.lexicon`.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from importlib.resources import files
from math import cos, hypot, radians
from typing import Any, Literal

from bot.models import Place

Kind = Literal["city", "town", "district", "city_district"]

REFORM = datetime(2022, 6, 8, tzinfo=UTC)
"""Since this day there are Abai, Zhetisu and Ulytau; before it their land belonged to other regions."""


@dataclass(frozen=True, slots=True)
class Unit:
    """A district, a city of regional significance, a town or a district of a big city.

    ``also`` are further names that mean it anywhere; ``beside`` names that count only in a text which has other
    evidence of the region; ``alone`` is false where the bare name is also a word, a person or another place.
    ``at`` is latitude and longitude in degrees.
    """

    kato: str
    kind: Kind
    region: str
    ru: str
    kk: str
    at: tuple[float, float]
    also: tuple[str, ...] = ()
    beside: tuple[str, ...] = ()
    adjectives: tuple[str, ...] = ()
    people: tuple[str, ...] = ()
    alone: bool = True
    person: bool = False

    @property
    def district(self) -> str:
        """KATO code of the district that holds a town; its own code otherwise."""
        return f"{self.kato[:4]}00000" if self.kind == "town" else self.kato


@dataclass(frozen=True, slots=True)
class Region:
    """One of the 20 regions; ``before_2022`` is the region that its land belonged to before :data:`REFORM`."""

    id: str
    kato: str
    ru: str
    kk: str
    en: str
    at: tuple[float, float]
    neighbours: tuple[str, ...]
    names: tuple[str, ...]
    typed: tuple[str, ...]
    adjectives: tuple[str, ...]
    people: tuple[str, ...]
    before_2022: str | None = None


@dataclass(frozen=True, slots=True)
class Gazetteer:
    regions: Mapping[str, Region]
    units: Mapping[str, Unit]


@cache
def gazetteer() -> Gazetteer:
    """The whole gazetteer, read once."""
    regions: dict[str, Region] = {}
    units: dict[str, Unit] = {}
    for file in sorted(files("bot.analysis").joinpath("data/places").iterdir(), key=lambda file: file.name):
        if not file.name.endswith(".toml"):
            continue
        data = tomllib.loads(file.read_text("utf-8"))
        for row in data.pop("units"):
            units[row["kato"]] = Unit(region=data["id"], **_tuples(row))
        regions[data["id"]] = Region(**{"typed": (), **_tuples(data)})
    return Gazetteer(regions, units)


def _tuples(row: dict[str, Any]) -> dict[str, Any]:
    return {key: tuple(value) if isinstance(value, list) else value for key, value in row.items()}


def region_at(region: str, published: datetime | None) -> str:
    """The region that held the land of today's ``region`` when the text was published (``None``: today)."""
    if published is None or published >= REFORM:
        return region
    return gazetteer().regions[region].before_2022 or region


def neighbours(region: str) -> tuple[str, ...]:
    """Regions that border on ``region``, the closest first."""
    return gazetteer().regions[region].neighbours


def nearest(latitude: float, longitude: float) -> Place:
    """The district or city whose centre is nearest to a point in degrees; cities win where both are as near."""
    found = min(
        (unit for unit in gazetteer().units.values() if unit.kind in ("city", "district")),
        key=lambda unit: (_kilometres(unit.at, latitude, longitude), unit.kind),
    )
    big = min(
        (region for region in gazetteer().regions.values() if region.id in ("KZ-71", "KZ-75", "KZ-79")),
        key=lambda region: _kilometres(region.at, latitude, longitude),
    )
    if _kilometres(big.at, latitude, longitude) <= min(15.0, _kilometres(found.at, latitude, longitude)):
        return Place(big.kato, big.id)
    return Place(found.kato, found.region)


def _kilometres(at: tuple[float, float], latitude: float, longitude: float) -> float:
    return 111.2 * hypot(at[0] - latitude, (at[1] - longitude) * cos(radians(latitude)))


_LATIN = str.maketrans(
    {
        "а": "a", "ә": "a", "б": "b", "в": "v", "г": "g", "ғ": "g", "д": "d", "е": "e", "ё": "yo", "ж": "zh",
        "з": "z", "и": "i", "й": "y", "к": "k", "қ": "k", "л": "l", "м": "m", "н": "n", "ң": "n", "о": "o",
        "ө": "o", "п": "p", "р": "r", "с": "s", "т": "t", "у": "u", "ұ": "u", "ү": "u", "ф": "f", "х": "kh",
        "һ": "h", "ц": "ts", "ч": "ch", "ш": "sh", "щ": "shch", "ъ": "", "ы": "y", "і": "i", "ь": "", "э": "e",
        "ю": "yu", "я": "ya",
    }
)  # fmt: skip


def place_name(kato: str, language: str) -> str:
    """What a district or town is called: «Талгарский район», «Талғар ауданы», "Talgar District"; the code itself
    where nothing is known of it."""
    unit = gazetteer().units.get(kato)
    if unit is None:
        return kato
    if language in {"ru", "kk"}:
        return unit.ru if language == "ru" else unit.kk
    words = ["District" if word == "ауданы" else word.lower().translate(_LATIN).title() for word in unit.kk.split()]
    return " ".join(words)
