"""robots.txt (RFC 9309): may this page be read by a robot named Aimaq?"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from yarl import URL

from bot.errors import FetchError
from bot.fetch.http import Web

ROBOT = "aimaq"
_KEPT = timedelta(hours=24)  # RFC 9309 §2.4
_MAX_BYTES = 512_000  # RFC 9309 §2.5 asks for at least 500 KiB
_MAX_RULES = 2_000
_REMEMBERED = 2_000


@dataclass(frozen=True, slots=True)
class Rule:
    """``path`` may hold ``*`` and end in ``$``."""

    path: str
    allow: bool


def rules_for(text: str, robot: str = ROBOT) -> tuple[Rule, ...]:
    """The rules of the groups that name ``robot``, or else of those for everyone (``*``)."""
    own: list[Rule] = []
    everyone: list[Rule] = []
    agents: list[str] = []
    in_header = False
    named = False
    for field, value in _lines(text):
        if field == "user-agent":
            agents = [*agents, value.lower()] if in_header else [value.lower()]
            in_header = True
            named = named or _names(value.lower(), robot)
        elif field in {"allow", "disallow"}:
            in_header = False
            rule = Rule(value, field == "allow")
            if any(_names(agent, robot) for agent in agents):
                own.append(rule)
            elif "*" in agents:
                everyone.append(rule)
    return tuple((own if named else everyone)[:_MAX_RULES])


def is_allowed(rules: Iterable[Rule], path: str) -> bool:
    """The longest matching rule decides, ``Allow`` on a tie; without a match everything is allowed."""
    best = (-1, True)
    for rule in rules:
        if rule.path and len(rule.path) >= best[0] and _matches(rule.path, path):
            best = max(best, (len(rule.path), rule.allow))
    return best[1]


class Robots:
    """Asks each site for its robots.txt once a day and remembers the answer."""

    def __init__(self, web: Web) -> None:
        self._web = web
        self._kept: dict[str, tuple[datetime, tuple[Rule, ...]]] = {}

    async def allows(self, url: str, now: datetime) -> bool:
        """No robots.txt (4xx) allows everything, an unreachable one (5xx, no connection) forbids (RFC 9309 §2.3.1).

        Raises :class:`FetchError` of kind ``refused`` for an address that must not be asked at all.
        """
        address = URL(url)
        origin = str(address.origin())
        when, rules = self._kept.get(origin, (now, None))
        if rules is None or now - when >= _KEPT:
            rules = await self._read(origin)
            self._remember(origin, now, rules)
        return is_allowed(rules, address.raw_path_qs)

    async def _read(self, origin: str) -> tuple[Rule, ...]:
        try:
            answer = await self._web.get(f"{origin}/robots.txt", accept="text/plain, */*;q=0.5", max_bytes=_MAX_BYTES)
        except FetchError as error:
            if error.kind == "refused":
                raise
            return (Rule("/", allow=False),)
        if answer.status >= 500:
            return (Rule("/", allow=False),)
        return rules_for(answer.body.decode("utf-8", "replace")) if answer.status == 200 else ()

    def _remember(self, origin: str, now: datetime, rules: tuple[Rule, ...]) -> None:
        if len(self._kept) >= _REMEMBERED:
            self._kept = {k: v for k, v in self._kept.items() if now - v[0] < _KEPT / 24}
        # an unreachable site is asked again soon: its silence is not its will
        unreachable = rules == (Rule("/", allow=False),)
        self._kept[origin] = (now - _KEPT + timedelta(minutes=30) if unreachable else now, rules)


def _lines(text: str) -> Iterable[tuple[str, str]]:
    for line in text.removeprefix("\ufeff").splitlines():
        field, separator, value = line.partition("#")[0].partition(":")
        if separator:
            yield field.strip().lower(), value.strip()


def _names(agent: str, robot: str) -> bool:
    return bool(re.match(rf"{re.escape(robot)}(?![a-z0-9_-])", agent))


def _matches(pattern: str, path: str) -> bool:
    """By hand and greedily, in linear time: a pattern of many stars would stall a regular expression."""
    ends = pattern.endswith("$")
    first, *rest = _canonical(pattern.removesuffix("$")).split("*")
    path = _canonical(path)
    if not path.startswith(first):
        return False
    position = len(first)
    if ends and not rest:
        return position == len(path)
    for index, part in enumerate(rest):
        if ends and index == len(rest) - 1:
            return len(path) - len(part) >= position and path.endswith(part)
        found = path.find(part, position)
        if found < 0:
            return False
        position = found + len(part)
    return True


def _canonical(path: str) -> str:
    """Percent-encoding in capitals, so that ``%d0`` and ``%D0`` are one."""
    return re.sub(r"%[0-9a-fA-F]{2}", lambda m: m[0].upper(), path)
