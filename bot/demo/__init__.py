"""``aimaq demo``: a stand-in for Telegram, a sample news site and the whole bot, for a visitor without a token."""

from __future__ import annotations

from bot.demo.stage import ADMIN, READER_KK, READER_RU, Demo, run_demo, stage

__all__ = ["ADMIN", "READER_KK", "READER_RU", "Demo", "run_demo", "stage"]
