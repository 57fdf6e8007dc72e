"""A second try for misspelt questions: the nearest words that the archive knows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import sqlalchemy as sa
from rapidfuzz import process
from rapidfuzz.distance import DamerauLevenshtein, JaroWinkler
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.store.database import Part
from bot.store.dialects import DocumentQuery, dialect_of
from bot.store.schema import words as vocabulary

_SHORTEST = 4  # shorter words have too many neighbours
_MOST_NEIGHBOURS = 5
_COMMON = 200  # beyond that many documents a word counts as common


class Vocabulary(Part):
    async def suggest_words(self, stems: Sequence[str]) -> Mapping[str, str]:
        """stem → the nearest stem that occurs in the archive; stems that occur themselves, and those without a
        near one, are left out.

        One typing error in short stems, two from eight letters on; the first or the second letter is right.
        """
        async with self._db.read() as conn:
            found = sa.select(vocabulary.c.word).where(vocabulary.c.word.in_(stems))
            known = set(await conn.scalars(found))
            unknown = [stem for stem in dict.fromkeys(stems) if stem not in known and len(stem) >= _SHORTEST]
            nearest = {stem: await _nearest(conn, stem) for stem in unknown}
        return {stem: word for stem, word in nearest.items() if word is not None}


async def _nearest(conn: AsyncConnection, stem: str) -> str | None:
    near = [word for word in await _neighbours(conn, stem) if word != stem]
    if not near:
        return None
    best = min(_distance(stem, word) for word in near)
    closest = [word for word in near if _distance(stem, word) == best][:_MOST_NEIGHBOURS]
    counts = {word: await _documents(conn, word) for word in closest}
    return max(closest, key=lambda word: (counts[word], JaroWinkler.similarity(stem, word), word))


async def _neighbours(conn: AsyncConnection, stem: str) -> list[str]:
    """Words within the allowed distance, nearest first: of those that begin alike, then of those that share only
    the second letter's place."""
    errors = 2 if len(stem) >= 8 else 1
    first_right = _range(stem[0]) if len(stem) < 6 else sa.or_(_range(stem[:2]), _range(stem[0] + stem[2]))
    first_right = sa.or_(first_right, _range(stem[1]))  # a first letter that is missing, or swapped with the second
    lengths = sa.func.length(vocabulary.c.word).between(len(stem) - errors, len(stem) + errors)
    found = (await conn.scalars(sa.select(vocabulary.c.word).where(first_right, lengths))).all()
    near = process.extract(stem, found, scorer=DamerauLevenshtein.distance, score_cutoff=errors, limit=50)
    return [word for word, _, _ in near]


def _range(prefix: str) -> sa.ColumnElement[bool]:
    return sa.and_(vocabulary.c.word >= prefix, vocabulary.c.word < prefix + "\U0010ffff")


def _distance(a: str, b: str) -> int:
    return DamerauLevenshtein.distance(a, b)


async def _documents(conn: AsyncConnection, word: str) -> int:
    """How many documents have the word, counted up to a limit."""
    some = dialect_of(conn).matching(DocumentQuery(((word,),))).limit(_COMMON).subquery()
    return (await conn.execute(sa.select(sa.func.count()).select_from(some))).scalar_one()
