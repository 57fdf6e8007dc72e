"""How commands print: data on standard output, progress and complaints on standard error."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from bot import logs
from bot.config import Config
from bot.errors import UsageError

UNITS = {"m": timedelta(minutes=1), "h": timedelta(hours=1), "d": timedelta(days=1), "w": timedelta(weeks=1)}


def out(text: str) -> None:
    sys.stdout.write(text + "\n")


def bar() -> Progress:
    """A progress bar on standard error, so that standard output stays data."""
    return Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
        console=Console(stderr=True),
    )


def quiet(config: Config) -> None:
    logs.configure("warning" if config.log.level == "info" else config.log.level, config.log.format)


def parse_since(text: str) -> timedelta:
    """``90m``, ``24h``, ``7d``, ``2w``."""
    found = re.fullmatch(r"(\d{1,5})([mhdw])", text.strip().lower())
    if not found:
        raise UsageError(f"--since {text}: write it like 90m, 24h, 7d or 2w")
    return int(found[1]) * UNITS[found[2]]


def parse_date(text: str | None, option: str = "--since") -> datetime | None:
    if text is None:
        return None
    try:
        return datetime.combine(date.fromisoformat(text), datetime.min.time(), UTC)
    except ValueError:
        raise UsageError(f"{option} {text}: write a date like 2026-11-23") from None


def read_lines(path: Path) -> Iterator[str]:
    try:
        with path.open(encoding="utf-8", errors="replace") as lines:
            yield from (line for line in lines if line.strip())
    except OSError as error:
        raise UsageError(f"{path}: cannot be read ({error.strerror})") from None


class replacing:  # noqa: N801  # reads as a verb where it is used
    """A file that appears whole or not at all."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._part = path.with_name(path.name + ".part")

    def __enter__(self) -> Any:
        try:
            self._file = self._part.open("w", encoding="utf-8")
        except OSError as error:
            raise UsageError(f"{self._path}: cannot be written ({error.strerror})") from None
        return self._file

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        self._file.close()
        if kind is None:
            self._part.replace(self._path)
        else:
            self._part.unlink(missing_ok=True)
