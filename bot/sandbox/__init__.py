"""Local stand-ins for the world outside: Telegram and a news site. Imports nothing else of ``bot``."""
