"""Brings a database to the newest schema: Alembic, run from the package on our own connection."""

from __future__ import annotations

from pathlib import Path

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.errors import StoreError
from bot.store.database import Part
from bot.store.dialects import dialect_of
from bot.store.migrations import HEAD

_FOLDER = Path(__file__).parent / "migrations"


class Upgrades(Part):
    async def upgrade(self) -> str | None:
        """Run what is missing, in one transaction; several processes that start together wait for each other. The
        revision that was found (``None``: empty)."""
        async with self._db.write() as conn:
            await dialect_of(conn).lock(conn, "aimaq-upgrade")
            current = await _current(conn)
            _refuse_newer(current)
            if current != HEAD:
                await conn.run_sync(_upgrade)
        return current

    async def revision(self) -> tuple[str | None, str]:
        """The revision of the database (``None``: empty) and the one that this program needs."""
        async with self._db.read() as conn:
            return await _current(conn), HEAD

    async def require_known(self) -> None:
        """Raise `StoreError` where a newer program has been."""
        current, _ = await self.revision()
        _refuse_newer(current)

    async def require_head(self) -> None:
        """Raise `StoreError` unless the schema is the one of this program."""
        current, head = await self.revision()
        _refuse_newer(current)
        if current != head:
            raise StoreError(f"the database is at revision {current or 'none'}, not {head}; run: aimaq db upgrade")


def _refuse_newer(revision: str | None) -> None:
    if revision is not None and revision > HEAD:
        raise StoreError(
            f"a newer version of Aimaq has brought the database to {revision}, this one knows {HEAD}: "
            "install that version again, or restore a backup from before"
        )


async def _current(conn: AsyncConnection) -> str | None:
    if not await conn.run_sync(lambda sync: sa.inspect(sync).has_table("alembic_version")):
        return None
    version: str | None = await conn.scalar(sa.text("SELECT version_num FROM alembic_version"))
    return version


def _upgrade(conn: sa.Connection) -> None:
    # Loading Alembic takes a third of a second, and most starts do not need it.
    from alembic import command  # noqa: PLC0415
    from alembic.config import Config  # noqa: PLC0415

    config = Config()
    config.set_main_option("script_location", str(_FOLDER).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = conn
    command.upgrade(config, "head")
