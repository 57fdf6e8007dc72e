"""Files that the bot uploaded or named by address; a ``file_id`` is known for ever, equal content is kept once."""

from __future__ import annotations

import asyncio
import hashlib
import struct
from dataclasses import dataclass

import aiohttp

from .calls import Call, Json
from .refusals import bad

PHOTO_BYTES = 10 * 1024 * 1024
DOCUMENT_BYTES = 50 * 1024 * 1024
FETCH_BYTES = {"photo": 5 * 1024 * 1024, "document": 20 * 1024 * 1024}
FETCH_SECONDS = 10.0


@dataclass(frozen=True, slots=True)
class StoredFile:
    id: str
    unique: str
    kind: str
    name: str
    mime: str
    data: bytes
    width: int = 0
    height: int = 0

    @property
    def path(self) -> str:
        return f"{self.kind}s/{self.unique}/{self.name}"

    def face(self) -> Json:
        """What stands in a message: a list of PhotoSize for a photo, a Document otherwise."""
        ids = {"file_id": self.id, "file_unique_id": self.unique, "file_size": len(self.data)}
        if self.kind == "photo":
            return ids | {"width": self.width, "height": self.height}
        return ids | {"file_name": self.name, "mime_type": self.mime}


class Files:
    def __init__(self) -> None:
        self._by_id: dict[str, StoredFile] = {}
        self._by_address: dict[tuple[str, str], StoredFile] = {}
        self._session: aiohttp.ClientSession | None = None
        self._fetching = asyncio.Lock()

    def by_id(self, file_id: str) -> StoredFile | None:
        return self._by_id.get(file_id)

    def by_path(self, path: str) -> StoredFile | None:
        return next((file for file in self._by_id.values() if file.path == path), None)

    def add(self, kind: str, name: str, mime: str, data: bytes) -> StoredFile:
        """Keeps a file; a photo must be a picture, and within Telegram's measures."""
        width = height = 0
        if kind == "photo":
            width, height = _checked_size(data)
        digest = hashlib.sha256(kind.encode() + data).hexdigest()
        file_id = ("AgACAgIAAx" if kind == "photo" else "BQACAgIAAx") + digest[:40]
        safe = name.replace("/", "_").replace("\\", "_") or "file"
        file = StoredFile(file_id, "AQAD" + digest[40:56], kind, safe, mime, data, width, height)
        return self._by_id.setdefault(file.id, file)

    async def read(self, call: Call, reference: object, kind: str) -> StoredFile:
        """The file that a parameter means: an upload, an address, or a ``file_id`` of the same kind."""
        name = str(reference or "")
        upload = call.upload(name) if name else None
        if upload is not None:
            if len(upload.data) > (PHOTO_BYTES if kind == "photo" else DOCUMENT_BYTES):
                raise bad("file is too big")
            if not upload.data:
                raise bad("file must be non-empty")
            return self.add(kind, upload.name, upload.mime, upload.data)
        if not name:
            raise bad(f"there is no {kind} in the request")
        if name.startswith(("http://", "https://")):
            return await self.fetch(name, kind)
        known = self._by_id.get(name)
        if known is None:
            raise bad("wrong file identifier/HTTP URL specified")
        if known.kind != kind:
            raise bad(f"can't use file of type {known.kind.title()} as {kind.title()}")
        return known

    async def fetch(self, address: str, kind: str) -> StoredFile:
        """Downloads as Telegram's servers would, once per address."""
        async with self._fetching:
            if (address, kind) not in self._by_address:
                data, mime = await self._download(address, kind)
                name = address.split("?", 1)[0].rstrip("/").rsplit("/", 1)[-1]
                self._by_address[address, kind] = self.add(kind, name, mime, data)
        return self._by_address[address, kind]

    async def _download(self, address: str, kind: str) -> tuple[bytes, str]:
        if self._session is None:
            self._session = aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=FETCH_SECONDS))
        try:
            async with self._session.get(address) as answer:
                data = await _read_at_most(answer, FETCH_BYTES[kind])
                if answer.status != 200 or data is None:
                    raise bad("failed to get HTTP URL content")
        except (aiohttp.ClientError, TimeoutError, ValueError):
            raise bad("failed to get HTTP URL content") from None
        if kind == "photo" and picture_size(data) is None:
            raise bad("wrong type of the web page content")
        return data, answer.content_type

    async def close(self) -> None:
        if self._session is not None:
            await self._session.close()


async def _read_at_most(answer: aiohttp.ClientResponse, limit: int) -> bytes | None:
    data = bytearray()
    async for chunk in answer.content.iter_chunked(1 << 16):
        data += chunk
        if len(data) > limit:
            return None
    return bytes(data)


def _checked_size(data: bytes) -> tuple[int, int]:
    size = picture_size(data)
    if size is None:
        raise bad("IMAGE_PROCESS_FAILED")
    width, height = size
    if width + height > 10_000 or max(width, height) > 20 * min(width, height):
        raise bad("PHOTO_INVALID_DIMENSIONS")
    return size


def picture_size(data: bytes) -> tuple[int, int] | None:
    """Width and height of a PNG, GIF, JPEG or WebP; ``None`` when it is none of them."""
    if data.startswith(b"\x89PNG\r\n\x1a\n") and len(data) > 24:
        return struct.unpack(">II", data[16:24])
    if data[:6] in (b"GIF87a", b"GIF89a") and len(data) > 10:
        return struct.unpack("<HH", data[6:10])
    if data.startswith(b"\xff\xd8"):
        return _jpeg_size(data)
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP" and len(data) > 30:
        return _webp_size(data)
    return None


def _jpeg_size(data: bytes) -> tuple[int, int] | None:
    at = 2
    while at + 9 < len(data) and data[at] == 0xFF:
        marker, length = data[at + 1], int.from_bytes(data[at + 2 : at + 4], "big")
        if 0xC0 <= marker <= 0xCF and marker not in (0xC4, 0xC8, 0xCC):
            height, width = struct.unpack(">HH", data[at + 5 : at + 9])
            return width, height
        at += 2 + length
    return None


def _webp_size(data: bytes) -> tuple[int, int]:
    if data[12:16] == b"VP8X":
        return 1 + int.from_bytes(data[24:27], "little"), 1 + int.from_bytes(data[27:30], "little")
    if data[12:16] == b"VP8L":
        bits = int.from_bytes(data[21:25], "little")
        return 1 + (bits & 0x3FFF), 1 + (bits >> 14 & 0x3FFF)
    width, height = struct.unpack("<HH", data[26:30])
    return width & 0x3FFF, height & 0x3FFF
