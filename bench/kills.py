"""A push to 600 chats by `aimaq run`, killed with SIGKILL twenty times at random moments: who is missing, who doubled,
how many messages were on their way?

.venv/bin/python -m bench.kills [--chats 600] [--kills 20] [--seed 1]
"""

from __future__ import annotations

import argparse
import asyncio
import random
import signal
import sqlite3
import tempfile
from contextlib import closing
from pathlib import Path

from tests.e2e import test_crashes as crashes


async def run(chats: int, kills: int, seed: int) -> None:
    dice, claimed = random.Random(seed), 0
    crashes.CHATS = chats
    with tempfile.TemporaryDirectory() as folder:
        async with crashes.push_to(Path(folder)) as (sandbox, site, program):
            title = site.publish_next() or ""
            words = title[:25]
            for number in range(1, kills + 1):
                before = sum(crashes.received(sandbox, words).values())
                await program.start()
                while sum(crashes.received(sandbox, words).values()) == before and before < chats:
                    await asyncio.sleep(0.02)
                await asyncio.sleep(dice.uniform(0, 0.9))
                await program.end(signal.SIGKILL)
                claimed += (held := on_their_way(Path(folder) / "aimaq.db"))
                done = sum(crashes.received(sandbox, words).values())
                print(f"  kill {number:2}: {done} messages, {held} on their way", flush=True)
            await program.start()
            counts = await crashes.until_all_have(sandbox, words)
            await program.end(signal.SIGTERM)
    missing = sum(1 for count in counts.values() if not count)
    doubled = sum(counts.values()) - chats
    print(f"{chats} chats, {kills} kills: {missing} missing, {doubled} doubled of {claimed} on their way at the kills")


def on_their_way(database: Path) -> int:
    with closing(sqlite3.connect(database)) as connection:
        found: int = connection.execute("SELECT count(*) FROM outbox WHERE state = 'sending'").fetchone()[0]
        return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--chats", type=int, default=600)
    parser.add_argument("--kills", type=int, default=20)
    parser.add_argument("--seed", type=int, default=1)
    chosen = parser.parse_args()
    asyncio.run(run(chosen.chats, chosen.kills, chosen.seed))


if __name__ == "__main__":
    main()
