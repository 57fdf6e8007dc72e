"""`aimaq db …`."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from rich.console import Console
from rich.table import Table

from bot.cli.printing import bar, out
from bot.config import Config
from bot.errors import UsageError
from bot.newsroom import named_setting, open_store
from bot.store import Compared, Store, parse_url


async def upgrade(config: Config) -> None:
    with named_setting():
        before, head = await Store.bring_up(config.database.url)
    out(f"schema {head}" + (" (was up to date)" if before == head else f" (was {before or 'empty'})"))


async def backup_to(config: Config, path: Path) -> None:
    store = await open_store(config, "any")
    try:
        await store.backup(path)
    finally:
        await store.close()
    out(f"{path}: {path.stat().st_size / 1e6:.1f} MB, verified")


async def restore_from(config: Config, path: Path, *, force: bool) -> None:
    if not path.is_file():
        raise UsageError(f"{path}: there is no such backup; name a file that aimaq db backup has made")
    with named_setting():
        parse_url(config.database.url)
    await Store.restore(config.database.url, path, force=force)
    out(f"{path} is the database now")


async def copy_between(source_url: str, target_url: str) -> bool:
    """Copy a newsroom into another database, with a bar; whether both are equal afterwards."""
    with named_setting("FROM_URL"):
        source = await Store.open(source_url, schema="required")
    try:
        with named_setting("TO_URL"):
            target = await Store.open(target_url)
        try:
            with bar() as progress:
                task = progress.add_task("copying", total=None)

                def tell(table: str, done: int, total: int) -> None:
                    progress.update(task, description=table, completed=done, total=total)

                compared = await source.move_to(target, parse_url(source_url).render_as_string(), tell)
        finally:
            await target.close()
    finally:
        await source.close()
    _print_compared(compared)
    return all(one.equal for one in compared)


def _print_compared(compared: Sequence[Compared]) -> None:
    table = Table("table", "rows there", "rows here", "equal")
    for one in compared:
        table.add_row(one.table, *(f"{rows:,}" for rows in one.rows), "yes" if one.equal else "NO")
    Console().print(table)
    if all(one.equal for one in compared):
        out("every row is there; stop the bot, copy once more (it takes what came since), and start it on the new one")
    else:
        out("the databases differ: copy once more")


async def check(config: Config) -> bool:
    """Print what is wrong; whether anything is."""
    store = await open_store(config, "required")
    try:
        problems = await store.check()
    finally:
        await store.close()
    for problem in problems:
        out(problem)
    if not problems:
        out("the database is whole")
    return bool(problems)
