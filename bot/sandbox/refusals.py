"""What the Bot API answers when it refuses, as one exception that the front end turns into JSON."""

from __future__ import annotations

from typing import Any


class ApiError(Exception):
    """An answer with ``ok: false``: HTTP status, description, and the ``parameters`` object of the Bot API."""

    def __init__(self, code: int, description: str, **parameters: int) -> None:
        super().__init__(description)
        self.code = code
        self.description = description
        self.parameters = parameters

    def body(self) -> dict[str, Any]:
        answer: dict[str, Any] = {"ok": False, "error_code": self.code, "description": self.description}
        if self.parameters:
            answer["parameters"] = self.parameters
        return answer


def bad(text: str, **parameters: int) -> ApiError:
    return ApiError(400, f"Bad Request: {text}", **parameters)


def forbidden(text: str) -> ApiError:
    return ApiError(403, f"Forbidden: {text}")


def too_many(seconds: int) -> ApiError:
    return ApiError(429, f"Too Many Requests: retry after {seconds}", retry_after=seconds)


def migrated(new_id: int) -> ApiError:
    return bad("group chat was upgraded to a supergroup chat", migrate_to_chat_id=new_id)
