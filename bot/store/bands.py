"""LSH bands: editions that share a band of their MinHash signature may be reprints of each other."""

from __future__ import annotations

import hashlib
from array import array
from collections.abc import Callable, Sequence

Bands = Callable[[Sequence[int]], Sequence[int]]
"""Signature → numbers that fit into 63 bits; equal numbers make two editions candidates."""

_ROWS = 3


def signature_bands(signature: Sequence[int]) -> tuple[int, ...]:
    """Bands of three rows: of 64 hashes, texts with a likeness of .6 meet in one of 21 bands with a probability of
    .99, those of .1 with .02."""
    whole = len(signature) // _ROWS * _ROWS
    return tuple(_hash(start, signature[start : start + _ROWS]) for start in range(0, whole, _ROWS))


def _hash(start: int, rows: Sequence[int]) -> int:
    digest = hashlib.blake2b(array("Q", (start, *map(int, rows))).tobytes(), digest_size=8).digest()
    return int.from_bytes(digest, "big") >> 1
