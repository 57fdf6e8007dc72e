"""``python -m bot.sandbox``: the sandbox in a process of its own, for benchmarks and tests that kill things.

Prints one line of JSON, ``{"url", "page_url", "token"}``, when it listens, and runs until SIGTERM or SIGINT.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import signal
import sys
from collections.abc import Sequence

from .server import TOKEN, Sandbox


def arguments(given: Sequence[str] | None = None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bot.sandbox", description=__doc__.splitlines()[0])
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=0, help="0 takes a free one")
    parser.add_argument("--token", default=TOKEN)
    parser.add_argument("--no-page", action="store_true", help="no chat page")
    parser.add_argument("--no-flood", action="store_true", help="no pace, no 429")
    parser.add_argument("--no-journal", action="store_true", help="count requests, remember none")
    parser.add_argument("--open-doors", action="store_true", help="every unknown positive id has started the bot")
    parser.add_argument("--keep", type=int, default=10_000, help="messages kept per chat")
    parser.add_argument("--users", type=int, default=0, help="so many readers from the start, ids from 100000")
    return parser.parse_args(given)


async def serve(chosen: argparse.Namespace) -> None:
    stop = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    sandbox = await Sandbox.start(
        chosen.host, chosen.port, token=chosen.token, flood=not chosen.no_flood, page=not chosen.no_page,
        keep=chosen.keep, open_doors=chosen.open_doors, detailed=not chosen.no_journal,
    )  # fmt: skip
    sandbox.places.users(chosen.users)
    sys.stdout.write(json.dumps({"url": sandbox.url, "page_url": sandbox.page_url, "token": sandbox.token}) + "\n")
    sys.stdout.flush()
    await stop.wait()
    await sandbox.stop()


def main() -> None:
    chosen = arguments()
    try:
        import uvloop  # noqa: PLC0415 - a process of its own, and only an optional gain
    except ImportError:
        asyncio.run(serve(chosen))
    else:
        uvloop.run(serve(chosen))


if __name__ == "__main__":
    main()
