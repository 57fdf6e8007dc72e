"""A sample news site of our own writing that behaves as WordPress with qTranslate does.

The demo and the end-to-end tests read its feeds. It imports nothing else of ``bot``.
"""

from bot.sandbox.site.server import SampleSite

__all__ = ["SampleSite"]
