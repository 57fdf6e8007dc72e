"""``python -m bot.sandbox.site [PORT]``: the sample site alone, until Ctrl+C."""

from __future__ import annotations

import asyncio
import contextlib
import sys
from datetime import UTC, datetime

from bot.sandbox.site import SampleSite


async def serve(port: int) -> None:
    site = await SampleSite.start(port=port, now=lambda: datetime.now(UTC))
    sys.stdout.write("\n".join([f"{site.url}/", *site.feeds.values(), ""]))
    sys.stdout.flush()
    try:
        await asyncio.Event().wait()
    finally:
        await site.stop()


if __name__ == "__main__":
    with contextlib.suppress(KeyboardInterrupt):
        asyncio.run(serve(int(sys.argv[1]) if len(sys.argv) > 1 else 8090))
