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
_CONFUSED = ("шщ", "шж", "оа", "еи", "еэ", "зс", "бп", "дт", "вф", "гк", "цс")  # first letters that sound alike
_ENDINGS = "аяоеёйь"  # of a base form
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
    the second letter's place, or begin with a letter that sounds alike."""
    errors = 2 if len(stem) >= 8 else 1
    first_right = _range(stem[0]) if len(stem) < 6 else sa.or_(_range(stem[:2]), _range(stem[0] + stem[2]))
    first_right = sa.or_(first_right, _range(stem[1]))  # a first letter that is missing, or swapped with the second
    first_right = sa.or_(first_right, *(_range(letter + stem[1]) for letter in _confused_with(stem[0])))
    lengths = sa.func.length(vocabulary.c.word).between(len(stem) - errors, len(stem) + errors + 1)
    found = (await conn.scalars(sa.select(vocabulary.c.word).where(first_right, lengths))).all()
    near = process.extract(stem, found, scorer=DamerauLevenshtein.distance, score_cutoff=errors, limit=50)
    bare = {word: _bare(word) for word in found}
    nearly = process.extract(stem, bare, scorer=DamerauLevenshtein.distance, score_cutoff=errors, limit=50)
    return list(dict.fromkeys([*(word for word, _, _ in near), *(word for _, _, word in nearly)]))


def _confused_with(letter: str) -> list[str]:
    return [pair.replace(letter, "") for pair in _CONFUSED if letter in pair]


def _range(prefix: str) -> sa.ColumnElement[bool]:
    return sa.and_(vocabulary.c.word >= prefix, vocabulary.c.word < prefix + "\U0010ffff")


def _distance(stem: str, word: str) -> int:
    """Of known words the base form is stored («школа»), of unknown ones a stem is asked («щкол»)."""
    return min(DamerauLevenshtein.distance(stem, word), DamerauLevenshtein.distance(stem, _bare(word)))


def _bare(word: str) -> str:
    return word[:-1] if word[-1:] in _ENDINGS else word


async def _documents(conn: AsyncConnection, word: str) -> int:
    """How many documents have the word, counted up to a limit."""
    some = dialect_of(conn).matching(DocumentQuery(((word,),))).limit(_COMMON).subquery()
    return (await conn.execute(sa.select(sa.func.count()).select_from(some))).scalar_one()
