"""How much is planned at once. Pure."""

from __future__ import annotations

from dataclasses import dataclass, replace

HELD = 0.11
"""Seconds that a batch aims to hold the database's writer, well below the 0.2 that others may be made to wait: the
next batch may meet a busier machine."""
FEWEST, MOST = 5_000, 20_000
"""Below the first, what a batch costs by itself weighs more than its rows: smaller ones only take longer in all."""


@dataclass(frozen=True, slots=True)
class Stride:
    """The subscriptions of the next batch, by how long the last one took to write.

    The time includes the wait for the writer: where others need it too, batches become smaller.
    """

    rows: int = 8_000

    def after(self, seconds: float) -> Stride:
        """The next one; at most doubled or halved, so that one long wait does not decide it."""
        factor = min(max(HELD / seconds, 0.5), 2.0) if seconds > 0 else 2.0
        return replace(self, rows=min(max(int(self.rows * factor), FEWEST), MOST))
