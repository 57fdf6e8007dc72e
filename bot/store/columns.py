"""How values lie in columns, the same in both databases.

Moments are whole microseconds since 1970 in UTC: they compare and add in plain SQL, and come back exactly as
they went in. Lists and mappings are compact JSON text, never searched by SQL.
"""

from __future__ import annotations

import json
from array import array
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Dialect
from sqlalchemy.types import TypeDecorator

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)


_JSON = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))  # json.dumps would make one for each value


def dump_json(value: Any) -> str:
    return _JSON.encode(value)


def microseconds(moment: datetime) -> int:
    """The number that a `Moment` column holds; an unaware time would silently mean the machine's zone."""
    if moment.tzinfo is None:
        raise ValueError(f"the store takes aware times only, not {moment!r}")
    return (moment - _EPOCH) // _MICROSECOND


def moment_of(number: int) -> datetime:
    return _EPOCH + timedelta(microseconds=number)


class Moment(TypeDecorator[datetime]):
    """An aware UTC datetime as microseconds since 1970."""

    impl = sa.BigInteger
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> int | None:
        return None if value is None else microseconds(value)

    def process_result_value(self, value: int | None, dialect: Dialect) -> datetime | None:
        return None if value is None else moment_of(value)


class Json(TypeDecorator[Any]):
    """Any JSON value as text."""

    impl = sa.Text
    cache_ok = True

    def process_bind_param(self, value: Any, dialect: Dialect) -> str | None:
        return None if value is None else dump_json(value)

    def process_result_value(self, value: str | None, dialect: Dialect) -> Any:
        return None if value is None else json.loads(value)


class Words(TypeDecorator[tuple[str, ...]]):
    """A tuple of strings as a JSON list; never null in Python."""

    impl = sa.Text
    cache_ok = True

    def process_bind_param(self, value: Iterable[str] | None, dialect: Dialect) -> str:
        return dump_json(list(value or ()))

    def process_result_value(self, value: str | None, dialect: Dialect) -> tuple[str, ...]:
        return tuple(json.loads(value)) if value else ()


class Numbers(TypeDecorator[tuple[int, ...]]):
    """A tuple of unsigned 64-bit numbers (a MinHash signature), packed."""

    impl = sa.LargeBinary
    cache_ok = True

    def process_bind_param(self, value: Iterable[int] | None, dialect: Dialect) -> bytes:
        return array("Q", (int(number) for number in value or ())).tobytes()

    def process_result_value(self, value: bytes | None, dialect: Dialect) -> tuple[int, ...]:
        return tuple(array("Q", value)) if value else ()


AnyRow = sa.Row[*tuple[Any, ...]]
AnySelect = sa.Select[*tuple[Any, ...]]
"""Statements here are put together from parts, so their columns are known by name, not by type."""
