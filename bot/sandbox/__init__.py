"""A local stand-in for Telegram: the Bot API over HTTP, as strict as the real one, and a chat page.

It imports nothing else of the program; ``aimaq demo``, the tests and the benchmarks use it.
"""

from __future__ import annotations

from .faults import Kind
from .refusals import ApiError
from .server import TOKEN, Sandbox

__all__ = ["TOKEN", "ApiError", "Kind", "Sandbox"]
