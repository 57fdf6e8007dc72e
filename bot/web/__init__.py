"""What a process shows over HTTP: health, metrics, Telegram's updates, and the operator's page where it is wanted."""

from bot.web.desk import operator_of
from bot.web.server import Health, Webhook, WebServer

__all__ = ["Health", "WebServer", "Webhook", "operator_of"]
