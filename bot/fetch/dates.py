"""Dates of entries: always aware and in UTC, or ``None`` when they cannot be true."""

from __future__ import annotations

import calendar
import re
import time
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from zoneinfo import ZoneInfo

_EARLIEST = datetime(1995, 1, 1, tzinfo=UTC)
_KAZAKH_ZONES = {
    "ALMT": "Asia/Almaty", "ALMST": "Asia/Almaty", "QYZT": "Asia/Qyzylorda", "AQTT": "Asia/Aqtau",
    "ORAT": "Asia/Oral", "MSK": "Europe/Moscow", "MSD": "Europe/Moscow",
}  # fmt: skip
"""Zone names that feedparser reads as UTC."""
_ZONE_NAME = re.compile(r"\b(" + "|".join(_KAZAKH_ZONES) + r")\s*$", re.IGNORECASE)
_MONTHS = {
    "янв": 1, "фев": 2, "мар": 3, "апр": 4, "мая": 5, "май": 5, "июн": 6, "июл": 7, "авг": 8, "сен": 9, "окт": 10,
    "ноя": 11, "дек": 12,
    "қаң": 1, "ақп": 2, "нау": 3, "сәу": 4, "мам": 5, "мау": 6, "шіл": 7, "там": 8, "қыр": 9, "қаз": 10, "қар": 11,
    "жел": 12,
}  # fmt: skip
_WORDS = re.compile(
    r"(?P<day>\d{1,2})\s+(?P<month>[а-яёәіңғүұқөһ]{3,12})\.?,?\s+(?P<year>\d{4})(?:\s*(?:г\.?|года|ж\.?|жылы?))?,?"
    r"(?:\s+(?:в\s+)?(?P<hour>\d{1,2}):(?P<minute>\d{2})(?::(?P<second>\d{2}))?)?\s*(?P<zone>[+-]\d{2}:?\d{2}|Z)?",
    re.IGNORECASE,
)
_YEAR_FIRST = re.compile(
    r"(?P<year>\d{4})\s*(?:ж\.|жылғы|жылы)\s*(?P<day>\d{1,2})\s+(?P<month>[а-яёәіңғүұқөһ]{3,12})\.?,?"
    r"(?:\s+(?P<hour>\d{1,2}):(?P<minute>\d{2})(?::(?P<second>\d{2}))?)?\s*(?P<zone>[+-]\d{2}:?\d{2}|Z)?",
    re.IGNORECASE,
)


def read_date(text: str, parsed: time.struct_time | None) -> datetime | None:
    """What an entry's date means: ``parsed`` is feedparser's UTC reading of ``text``, and mostly right; it takes
    unknown zone names for UTC and cannot read Russian and Kazakh months. Nothing before 1995 is believed."""
    zone = _ZONE_NAME.search(text[:100])
    found = _from_words(text)
    if not found and parsed:
        found = _from_struct(parsed)
        found = _in_zone(found, ZoneInfo(_KAZAKH_ZONES[zone[1].upper()])) if found and zone else found
    return found if found and found >= _EARLIEST else None


def read_iso(text: str | None, *, zone: tzinfo = UTC) -> datetime | None:
    """An ISO 8601 date such as REST gives (``date_gmt`` is UTC without saying so); ``None`` for ``0000-00-00``."""
    try:
        found = datetime.fromisoformat((text or "").strip())
    except ValueError:
        return None
    found = found if found.tzinfo else found.replace(tzinfo=zone)
    return found.astimezone(UTC) if _EARLIEST.year <= found.year < 9999 else None


def not_ahead(found: datetime | None, now: datetime) -> datetime | None:
    """A date ahead of us is that of a clock or a zone set wrongly, or of a post some seconds early: it means now."""
    return min(found, now) if found else None


def _from_struct(parsed: time.struct_time) -> datetime | None:
    try:
        return datetime.fromtimestamp(calendar.timegm(parsed), UTC)
    except (OverflowError, OSError, ValueError):
        return None


def _in_zone(utc: datetime, zone: ZoneInfo) -> datetime:
    """The same wall clock, read in ``zone`` instead of UTC."""
    return utc.replace(tzinfo=zone).astimezone(UTC)


def _from_words(text: str) -> datetime | None:
    """«5 марта 2026 г. в 14:05», «2026 жылғы 5 наурыз»; without a zone it is Kazakhstan's own time."""
    match = _WORDS.search(text[:100]) or _YEAR_FIRST.search(text[:100])
    month = _MONTHS.get(match["month"].lower()[:3]) if match else None
    if not match or not month:
        return None
    hour, minute, second = (int(match[name] or 0) for name in ("hour", "minute", "second"))
    try:
        zone = _offset(match["zone"])
        return datetime(int(match["year"]), month, int(match["day"]), hour, minute, second, tzinfo=zone).astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def _offset(text: str | None) -> tzinfo:
    if not text:
        return ZoneInfo("Asia/Almaty")
    if text.upper() == "Z":
        return UTC
    size = timedelta(hours=int(text[1:3]), minutes=int(text[-2:]))
    return timezone(-size if text[0] == "-" else size)
