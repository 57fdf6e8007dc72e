"""One tree of errors. An error that a person may see carries the key of its text (see ``locales/``) and the
arguments of that text; its ``str`` is the English line for the log and the command line."""

from __future__ import annotations


class AimaqError(Exception):
    """Any failure that Aimaq foresees. ``text_key`` names a message of ``locales/*.ftl``; ``args_`` fill it."""

    text_key = "error-unexpected"

    def __init__(self, message: str, **text_args: str | int) -> None:
        super().__init__(message)
        self.text_args = text_args


class ConfigError(AimaqError):
    """The configuration cannot be used: the message names the file, the key and the mend. Exit code 2."""


class UsageError(AimaqError):
    """The command line or a bot command was used wrongly. Exit code 2."""

    text_key = "error-usage"


class FetchError(AimaqError):
    """A feed or page could not be read. ``kind`` is a short stable word for status and metrics: ``http``,
    ``timeout``, ``connect``, ``refused`` (SSRF guard), ``too-large``, ``not-a-feed``, ``ill-formed``, ``robots``."""

    text_key = "error-fetch"

    def __init__(self, kind: str, message: str, *, retry_after: float | None = None, **text_args: str | int) -> None:
        super().__init__(message, **text_args)
        self.kind = kind
        self.retry_after = retry_after


class StoreError(AimaqError):
    """The database refused: unreachable, locked for too long, full, or of another schema version."""

    text_key = "error-store"


class StoreFullError(StoreError):
    """There is no room left where the database lives; whatever was refused is tried again later."""


class StoreAwayError(StoreError):
    """The server of the database cannot be reached now; nothing is wrong but that."""


class StoreBusyError(StoreError):
    """Another process held the database for longer than we wait; the work is repeated later."""

    text_key = "error-store-busy"
