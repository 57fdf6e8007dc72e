"""Filter of the staff's buttons: ``a:SUBJECT:…``, the subject decides the handler."""

from __future__ import annotations

from typing import Any

from aiogram.filters import Filter
from aiogram.types import CallbackQuery

from bot.buttons import unpack
from bot.handlers.admin.gate import role_of, username_of
from bot.handlers.admin.rights import Role
from bot.handlers.caller import Caller
from bot.handlers.services import Services


class StaffPressed(Filter):
    """Passes a press by the staff of ``a:`` and one of the subjects; gives the handler ``role`` and ``args``, the
    subject first."""

    def __init__(self, *subjects: str) -> None:
        self._subjects = frozenset(subjects)

    async def __call__(self, query: CallbackQuery, caller: Caller, services: Services) -> bool | dict[str, Any]:
        found = unpack(query.data)
        if found is None or found[0] != "a" or not found[1] or found[1][0] not in self._subjects:
            return False
        role = await role_of(caller, services, username_of(query))
        return {"role": role, "args": found[1]} if role is not Role.NOBODY else False
