"""One request to the Bot API: its parameters as they came (JSON, urlencoded or multipart) and typed ways to read them.

In a form every nested value is a JSON string and every number a decimal string; in JSON they are themselves.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any

from .refusals import ApiError, bad

Json = dict[str, Any]


@dataclass(slots=True)
class Upload:
    """A file that came with a multipart request."""

    name: str
    mime: str
    data: bytes


@dataclass(slots=True)
class Call:
    """``method`` is spelt as the caller spelt it; ``files`` are uploads by the name of their form field."""

    method: str
    params: Json
    files: dict[str, Upload] = field(default_factory=dict)

    def has(self, name: str) -> bool:
        return self.params.get(name) not in (None, "")

    def text(self, name: str, default: str = "") -> str:
        value = self.params.get(name)
        if value is None:
            return default
        if not isinstance(value, str):
            return str(value)
        return value

    def number(self, name: str) -> int | None:
        value = self.params.get(name)
        if value is None or value == "":
            return None
        try:
            return int(value)
        except (TypeError, ValueError):
            raise bad(f"invalid {name} specified") from None

    def need_number(self, name: str) -> int:
        value = self.number(name)
        if value is None:
            raise bad(f"{name.replace('_', ' ')} is not specified")
        return value

    def decimal(self, name: str) -> float:
        value = self.params.get(name)
        if value is None or value == "":
            raise bad(f"{name} is empty")
        try:
            return float(value)
        except (TypeError, ValueError):
            raise bad(f"invalid {name} specified") from None

    def flag(self, name: str) -> bool:
        return truth(self.params.get(name))

    def value(self, name: str) -> Any:
        """A nested value; a string that is no JSON is an error, as with Telegram."""
        raw = self.params.get(name)
        if raw is None or raw == "":
            return None
        if not isinstance(raw, str):
            return raw
        try:
            return json.loads(raw)
        except ValueError:
            raise _unreadable(name) from None

    def record(self, name: str) -> Json | None:
        value = self.value(name)
        if value is None:
            return None
        if not isinstance(value, dict):
            raise bad(f"object expected as {name.replace('_', ' ')}")
        return value

    def rows(self, name: str) -> list[Any] | None:
        value = self.value(name)
        if value is None:
            return None
        if not isinstance(value, list):
            raise bad(f"can't parse {name.replace('_', ' ')} JSON array")
        return value

    def upload(self, reference: str) -> Upload | None:
        """The file that ``attach://NAME`` points to, or that came in the field itself."""
        return self.files.get(reference.removeprefix("attach://"))


def truth(value: object) -> bool:
    return value is True or value in ("true", "True", "1", 1, "yes")


def _unreadable(name: str) -> ApiError:
    what = {"reply_markup": "reply keyboard markup"}.get(name, name.replace("_", " "))
    return bad(f"can't parse {what} JSON object")
