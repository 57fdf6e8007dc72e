"""Filter of pressed buttons: the verb decides the handler, the arguments travel along."""

from __future__ import annotations

from typing import Any

from aiogram.filters import Filter
from aiogram.types import CallbackQuery

from bot.buttons import steered, unpack


class Pressed(Filter):
    """Passes a press whose callback data begins with one of these verbs; gives the handler ``verb`` and ``args``."""

    def __init__(self, *verbs: str) -> None:
        self._verbs = frozenset(verbs)

    async def __call__(self, query: CallbackQuery) -> bool | dict[str, Any]:
        found = unpack(steered(query.data)[1])
        if found is None or found[0] not in self._verbs:
            return False
        return {"verb": found[0], "args": found[1]}
