"""What an article said when it was stored, in one short line: enough to tell an edit from the same again.

Pictures are no part of it (REST has the featured one, the feed has not), nor is markup: attributes of images, marks
of time and the like differ from one reading to the next without anybody having edited anything.
"""

from __future__ import annotations

from hashlib import blake2b

from bot.fetch.identity import link_identity
from bot.fetch.markup import plain
from bot.models import RawArticle, RawEdition

_EXCERPT, _WHOLE = "excerpt", "whole"


def fingerprint(raw: RawArticle) -> str:
    """``address whole language:text …``: changes exactly when a reader could see a change."""
    address = _digest(link_identity(raw.url) or raw.url)
    extent = _EXCERPT if raw.excerpt_only else _WHOLE
    return " ".join((address, extent, *(f"{one.language or ''}:{_text(one)}" for one in raw.editions)))


def is_edited(raw: RawArticle, stored: str) -> bool:
    """Whether ``raw`` says anything that the article of the fingerprint ``stored`` did not.

    An excerpt never replaces a whole text. One language of a stored article in several is no edit: a site whose
    language plugin was switched on shows them one at a time.
    """
    now = fingerprint(raw)
    if now == stored or stored.count(" ") < 2:
        return now != stored
    address, extent, *texts = now.split(" ")
    old_address, old_extent, *old_texts = stored.split(" ")
    if extent == _EXCERPT and old_extent == _WHOLE:
        return False
    is_part = len(texts) == 1 and texts[0].startswith(":") and texts[0][1:] in {one.split(":")[1] for one in old_texts}
    return not (is_part and address == old_address)


def _text(edition: RawEdition) -> str:
    return _digest(f"{' '.join(edition.title.split())}\n{plain(edition.html)}")


def _digest(text: str) -> str:
    return blake2b(text.encode("utf-8", "surrogatepass"), digest_size=8).hexdigest()
