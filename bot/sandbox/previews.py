"""Link previews: what Telegram's servers read of an address, a picture or the Open Graph tags of a page."""

from __future__ import annotations

from urllib.parse import urljoin

from lxml import html

from .calls import Json
from .files import Files
from .refusals import ApiError

PICTURES = (".png", ".jpg", ".jpeg", ".webp")
TITLE, DESCRIPTION = 120, 220


class Previews:
    """Reads each address once; one that cannot be read has an empty preview."""

    def __init__(self, files: Files) -> None:
        self._files = files
        self._known: dict[str, Json] = {}

    async def show(self, address: str) -> Json:
        """``{"title", "text", "picture"}``, each only where there is one; ``picture`` is a file id."""
        if address not in self._known:
            try:
                self._known[address] = await self._read(address)
            except ApiError:
                self._known[address] = {}
        return self._known[address]

    async def _read(self, address: str) -> Json:
        if address.split("?", 1)[0].lower().endswith(PICTURES):
            return {"picture": (await self._files.fetch(address, "photo")).id}
        page = html.fromstring((await self._files.fetch(address, "document")).data or b"<p></p>")
        tags = {tag.get("property"): tag.get("content", "") for tag in page.iter("meta")}
        shown: Json = {"title": tags.get("og:title", "")[:TITLE], "text": tags.get("og:description", "")[:DESCRIPTION]}
        if tags.get("og:image"):
            picture = await self._files.fetch(urljoin(address, tags["og:image"]), "photo")
            shown["picture"] = picture.id
        return {name: value for name, value in shown.items() if value}
