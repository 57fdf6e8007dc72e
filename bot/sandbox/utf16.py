"""Offsets and lengths of entities count UTF-16 code units."""

from __future__ import annotations


def units(text: str) -> int:
    """Length in UTF-16 code units, the measure of entities."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le", "surrogatepass")) // 2


def slice_units(text: str, start: int, length: int) -> str:
    raw = text.encode("utf-16-le", "surrogatepass")
    return raw[2 * start : 2 * (start + length)].decode("utf-16-le", "replace")
