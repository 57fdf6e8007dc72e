"""Aimaq: regional news digests of Kazakhstan on Telegram."""

__version__ = "1.0.0"
