"""`aimaq subscribers export` and `import`."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from bot.cli.printing import bar, out, quiet, read_lines, replacing
from bot.config import Config
from bot.newsroom import newsroom


async def export_to(config: Config, path: Path) -> None:
    quiet(config)
    count = 0
    async with newsroom(config) as room:
        with replacing(path) as file:
            async for row in room.store.export_subscribers():
                file.write(json.dumps(row, ensure_ascii=False) + "\n")
                count += 1
    out(f"{count} chats written to {path}")


async def import_from(config: Config, path: Path) -> bool:
    """Stream JSON lines in; whether any line was refused."""
    quiet(config)
    total = sum(1 for _ in read_lines(path))
    refused: list[str] = []
    async with newsroom(config) as room:
        with bar() as progress:
            task = progress.add_task("chats", total=total)
            async for done, errors in room.store.import_subscribers(_parsed(path), room.clock.now()):
                progress.update(task, completed=done + len(refused))
                refused += errors
    for line in refused[:20]:
        sys.stderr.write(f"aimaq: {path}: {line}\n")
    out(f"{total - len(refused)} chats imported, {len(refused)} lines refused")
    return bool(refused)


def _parsed(path: Path) -> Iterator[tuple[int, Any]]:
    for number, line in enumerate(read_lines(path), 1):
        try:
            yield number, json.loads(line)
        except ValueError:
            yield number, None
