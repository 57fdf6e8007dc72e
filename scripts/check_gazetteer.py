"""Lists the regions, districts, cities and towns of KATO that the gazetteer lacks or names otherwise.

    python scripts/check_gazetteer.py PATH/TO/kato.csv

The file has the columns kato, level, name_ru, name_kk. The exit code is 1 when something is missing.
"""

from __future__ import annotations

import csv
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from bot.analysis.fold import WORD, skeleton
from bot.analysis.gazetteer import gazetteer

_KINDS = frozenset(map(skeleton, ("город", "қаласы", "район", "ауданы", "область", "облысы", "имени", "им", "атын")))
_BIG_CITIES = ("71", "75", "79")


class Row(NamedTuple):
    kato: str
    level: str
    ru: str
    kk: str


def main(path: Path) -> int:
    """Writes one line for each gap; returns the exit code."""
    rows = list(wanted(path))
    gaps = [gap for row in rows if (gap := gap_of(row))]
    known = {row.kato for row in rows}
    strangers = [f"{code}: not a district, city or town of KATO" for code in gazetteer().units if code not in known]
    for line in (*gaps, *strangers):
        sys.stdout.write(f"{line}\n")
    sys.stdout.write(f"{len(rows)} units of KATO looked up, {len(gaps)} missing, {len(strangers)} unknown to KATO\n")
    return 1 if gaps or strangers else 0


def wanted(path: Path) -> Iterator[Row]:
    """The rows that the gazetteer must know: regions, districts, cities, towns, districts of cities."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        for line in csv.DictReader(file):
            row = Row(line["kato"], line["level"], line["name_ru"].strip(), line["name_kk"].strip())
            in_big_city = row.kato[:2] in _BIG_CITIES and row.level == "sub_district"
            city_district = row.level == "settlement" and row.ru.startswith("район")
            if row.level in ("oblast", "district") or row.ru.startswith("г.") or in_big_city or city_district:
                yield row


def gap_of(row: Row) -> str | None:
    """What is wrong with a row, if anything; a city is known by its own code or by that of its administration."""
    if row.level == "oblast":
        names = [(region.ru, region.kk) for region in gazetteer().regions.values() if region.kato == row.kato]
    else:
        codes = (row.kato, f"{row.kato[:4]}00000" if row.kato[4:] == "10000" else row.kato)
        names = [
            (gazetteer().units[code].ru, gazetteer().units[code].kk) for code in codes if code in gazetteer().units
        ]
    if not names:
        return None if row.ru.startswith("г.а.") else f"{row.kato}: {row.ru} / {row.kk} is missing"
    ru, kk = names[0]
    if _bare(ru) != _bare(row.ru) or _bare(kk) != _bare(row.kk):
        return f"{row.kato}: {row.ru} / {row.kk} is called {ru} / {kk}"
    return None


def _bare(name: str) -> tuple[str, ...]:
    """A name without the words, abbreviated or not, for what it is."""
    words = [skeleton(word) for word in WORD.findall(name)]
    return tuple(word for word in words if len(word) > 1 and word not in _KINDS)


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
