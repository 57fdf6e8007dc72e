"""Who may see the operator's page: one token, typed once; then a signed cookie. Nothing is kept but failed tries."""

from __future__ import annotations

import hashlib
import hmac
from collections import deque

SESSION_SECONDS = 12 * 3600
MOST_TRIES = 5
TRY_SECONDS = 60.0


class Login:
    """Checks tokens and cookies. Times are seconds since 1970, so that a cookie survives a restart."""

    def __init__(self, token: str) -> None:
        self._token = hashlib.sha256(token.encode()).digest()
        self._key = hashlib.sha256(b"aimaq admin session\0" + token.encode()).digest()
        self._failures: deque[float] = deque()

    def is_blocked(self, now: float) -> bool:
        """Whether too many wrong tokens came lately, from wherever: a proxy makes all addresses one."""
        while self._failures and self._failures[0] <= now - TRY_SECONDS:
            self._failures.popleft()
        return len(self._failures) >= MOST_TRIES

    def accepts(self, token: str, now: float) -> bool:
        """Compares in constant time; a wrong one is counted."""
        right = hmac.compare_digest(hashlib.sha256(token.encode()).digest(), self._token)
        if not right:
            self._failures.append(now)
        return right

    def session(self, now: float) -> str:
        """A cookie's value: until when it is good, signed."""
        until = str(int(now) + SESSION_SECONDS)
        return f"{until}.{self._signature(until)}"

    def knows(self, session: str, now: float) -> bool:
        """Whether we signed it and it has not run out."""
        until, _, signature = session.partition(".")
        if not hmac.compare_digest(signature.encode(), self._signature(until).encode()):
            return False
        return until.isdecimal() and now < int(until)

    def _signature(self, until: str) -> str:
        return hmac.new(self._key, until.encode(), hashlib.sha256).hexdigest()
