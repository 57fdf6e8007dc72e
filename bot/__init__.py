"""Aimaq: regional news digests of Kazakhstan on Telegram."""

__version__ = "0.1.0"
