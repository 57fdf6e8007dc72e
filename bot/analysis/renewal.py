"""The vocabularies of a running program, read anew. ``python -m bot.analysis.renewal`` tries in a process of its own
whether those on the disk can be used: one line on stderr and exit code 1 where they cannot."""

from __future__ import annotations

import sys
import tomllib
from collections.abc import Iterator
from importlib.resources import files
from importlib.resources.abc import Traversable

from bot.analysis import analyse, parse_query
from bot.errors import AimaqError
from bot.models import RawEdition

_SPECIMENS = (
    ("ru", "В Таразе открыли школу", "<p>В Таразе открыли школу на триста мест.</p>"),
    ("kk", "Таразда мектеп ашылды", "<p>Тараз қаласында үш жүз орындық мектеп ашылды.</p>"),
    ("en", "A school opens in Taraz", "<p>A school for three hundred children opened in Taraz.</p>"),
    (None, "Taraz", ""),
)


def warm_up() -> None:
    """Load everything that articles and questions need, so that the first of them does not wait for it."""
    for specimen in _SPECIMENS:
        analyse(RawEdition(*specimen))
    parse_query("что нового в шымкенте")


def renew() -> None:
    """Forget what was read and derived, and read it again. An article that is being analysed at this moment may be
    read with words of both."""
    for name in [name for name in sys.modules if name.startswith("bot.analysis")]:
        for value in vars(sys.modules[name]).values():
            if clear := getattr(value, "cache_clear", None):
                clear()
    warm_up()


def check(folder: Traversable | None = None) -> None:
    """Whether the vocabularies (of ``folder``: only whether its files can be read) are sound. Raises
    :class:`AimaqError` with one line that names the file and the place."""
    data = folder or files("bot.analysis") / "data"
    for file in _vocabularies(data):
        try:
            tomllib.loads(file.read_text("utf-8"))
        except ValueError as error:
            raise AimaqError(f"{file.name}: {error}") from None
    if folder is None:
        warm_up()


def _vocabularies(folder: Traversable) -> Iterator[Traversable]:
    for entry in sorted(folder.iterdir(), key=lambda entry: entry.name):
        if entry.is_dir():
            yield from _vocabularies(entry)
        elif entry.name.endswith(".toml"):
            yield entry


if __name__ == "__main__":
    try:
        check()
    except AimaqError as error:
        sys.exit(str(error))
    except Exception as error:
        sys.exit(f"the vocabularies cannot be used: {type(error).__name__}: {error}")
