"""What the short tokens in buttons stand for: callback data holds 64 bytes, a question or a digest does not fit."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Mapping
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from bot.store.columns import dump_json
from bot.store.database import Part
from bot.store.dialects import dialect_of
from bot.store.schema import keepsakes

_TOKEN_BYTES = 9  # 12 letters; a collision among a million digests has a chance of 1 in 10^10


def token_of(body: Mapping[str, Any]) -> str:
    """The same body always has the same token (letters, digits, ``-`` and ``_``)."""
    digest = hashlib.sha256(dump_json(body).encode()).digest()
    return base64.urlsafe_b64encode(digest[:_TOKEN_BYTES]).decode()


class Keepsakes(Part):
    async def keep(self, body: Mapping[str, Any], now: datetime) -> str:
        """Keep a JSON value for as long as payloads live (see `tidy`); its token."""
        token = token_of(body)
        async with self._db.write() as conn:
            new = dialect_of(conn).insert(keepsakes).values(token=token, body=dict(body), used_at=now)
            used = new.on_conflict_do_update(index_elements=["token"], set_={"used_at": new.excluded.used_at})
            await conn.execute(used)
        return token

    async def kept(self, token: str) -> Mapping[str, Any] | None:
        """The value behind a token; ``None`` where it is too old, or was never given."""
        async with self._db.read() as conn:
            body: Mapping[str, Any] | None = await conn.scalar(
                sa.select(keepsakes.c.body).where(keepsakes.c.token == token)
            )
            return body
