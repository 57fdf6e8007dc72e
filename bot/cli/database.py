"""`aimaq db …`."""

from __future__ import annotations

from pathlib import Path

from bot.cli.printing import out, quiet
from bot.config import Config
from bot.newsroom import newsroom
from bot.store import Store


async def upgrade(config: Config) -> None:
    store = await Store.open(config.database.url, migrate=False)
    try:
        before, head = await store.revision()
        await store.upgrade()
    finally:
        await store.close()
    out(f"schema {head}" + (" (was up to date)" if before == head else f" (was {before or 'empty'})"))


async def backup_to(config: Config, path: Path) -> None:
    quiet(config)
    async with newsroom(config) as room:
        await room.store.backup(path)
    out(f"{path}: {path.stat().st_size / 1e6:.1f} MB, verified")


async def restore_from(config: Config, path: Path, *, force: bool) -> None:
    await Store.restore(config.database.url, path, force=force)
    out(f"{path} is the database now")


async def check(config: Config) -> bool:
    """Print what is wrong; whether anything is."""
    store = await Store.open(config.database.url, migrate=False)
    try:
        problems = await store.check()
    finally:
        await store.close()
    for problem in problems:
        out(problem)
    if not problems:
        out("the database is whole")
    return bool(problems)
