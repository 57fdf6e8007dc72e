"""Decompression that stops at a limit, so that a few kilobytes cannot become gigabytes in memory."""

from __future__ import annotations

import zlib

from bot.errors import FetchError

_GZIP_MAGIC = b"\x1f\x8b"
_GZIP_OR_ZLIB = 47
_RAW_DEFLATE = -15


class Inflater:
    """Takes the bytes of one answer piece by piece and gives back the plain ones, at most ``limit`` altogether.

    Servers lie: a body that is announced as gzip but does not begin like it passes unchanged; ``deflate`` may mean
    zlib or raw deflate. Raises :class:`FetchError` of kind ``too-large`` or ``ill-formed``.
    """

    def __init__(self, encoding: str, *, limit: int, host: str) -> None:
        self._encoding = encoding.strip().lower()
        self._limit = limit
        self._host = host
        self._given = 0
        self._machine: zlib._Decompress | None = None
        self._begun = False
        self._held = b""
        if self._encoding not in {"", "identity", "gzip", "x-gzip", "deflate"}:
            raise FetchError("ill-formed", f"{host}: unknown Content-Encoding {self._encoding[:20]!r}", host=host)

    def feed(self, piece: bytes) -> bytes:
        if not self._begun:
            piece = self._held = self._held + piece
            if len(piece) < 2:
                return b""
            self._begun = True
            self._machine = self._choose(piece)
        return self._counted(self._inflate(piece, self._machine) if self._machine else piece)

    def finish(self) -> bytes:
        """What was held back of a body too short to be judged."""
        return b"" if self._begun else self._counted(self._held)

    def _counted(self, plain: bytes) -> bytes:
        self._given += len(plain)
        if self._given > self._limit:
            raise FetchError(
                "too-large", f"{self._host}: the answer is larger than {self._limit} bytes", host=self._host
            )
        return plain

    def _choose(self, piece: bytes) -> zlib._Decompress | None:
        """By the first two bytes: enough to know gzip and zlib."""
        if self._encoding in {"gzip", "x-gzip"}:
            return zlib.decompressobj(_GZIP_OR_ZLIB) if piece.startswith(_GZIP_MAGIC) else None
        if self._encoding == "deflate":
            is_zlib = piece[0] & 0x0F == 8 and int.from_bytes(piece[:2]) % 31 == 0
            return zlib.decompressobj(_GZIP_OR_ZLIB if is_zlib else _RAW_DEFLATE)
        return None

    def _inflate(self, piece: bytes, machine: zlib._Decompress) -> bytes:
        out = bytearray()
        while piece and len(out) + self._given <= self._limit:
            try:
                out += machine.decompress(piece, self._limit - self._given - len(out) + 1)
            except zlib.error:
                raise FetchError("ill-formed", f"{self._host}: broken compression", host=self._host) from None
            piece = machine.unconsumed_tail
            if machine.unused_data.startswith(_GZIP_MAGIC):  # a gzip body may be several files, one after the other
                piece = machine.unused_data
                machine = self._machine = zlib.decompressobj(_GZIP_OR_ZLIB)
        return bytes(out)
