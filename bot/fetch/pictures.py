"""The picture of an article: the first real one, at full size, under an address that Telegram can fetch."""

from __future__ import annotations

import html as entities
import re
from collections.abc import Iterable, Iterator
from itertools import islice
from urllib.parse import urljoin

from yarl import URL

_MAX_ADDRESS = 2_000
_LOOKED_AT = 20
_TAG = re.compile(r"<(img|a|/a)\b([^<>]{0,4000})", re.IGNORECASE)
_ATTRIBUTE = re.compile(r"""(?<![\w:-])([\w:-]+)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))""")
_SIZED = re.compile(r"-(\d{2,4})x(\d{2,4})(?=\.\w{3,4}$)")
_IMAGE_FILE = re.compile(r"\.(?:jpe?g|png|webp|avif)$", re.IGNORECASE)
_NOT_A_PICTURE = re.compile(
    r"//s\.w\.org/|/smil(?:ey|ie)s?/|gravatar\.com|/emoji/|mc\.yandex|counter|top-fwz|yadro\.ru|feedburner|doubleclick"
    r"|/pixel|spacer|blank\.(?:gif|png)|/1x1|\.svg(?:\?|$)|loading\.gif|/avatars?/",
    re.IGNORECASE,
)
_SMALLEST = 100  # pixels: a narrower picture is an icon, a counter or a face beside a byline


def web_address(address: str, base: str = "") -> str | None:
    """An absolute http(s) address with everything beyond ASCII percent-encoded, or ``None``."""
    joined = address.strip()
    if not joined or len(joined) > _MAX_ADDRESS or any(ord(character) < 32 for character in joined):
        return None
    try:
        url = URL(urljoin(base, joined))
        absolute = url.scheme in {"http", "https"} and bool(url.host)
    except (ValueError, TypeError):
        return None
    return str(url) if absolute and len(str(url)) <= _MAX_ADDRESS else None


def first_picture(html: str, base: str) -> str | None:
    """The first picture of a body that is one: no emoji, counter, avatar, icon or drawing."""
    return next(_pictures(html, base), None)


def named_picture(address: str, base: str = "") -> str | None:
    """A picture that a feed names outside its text (enclosure, ``media:content``), at full size."""
    return None if _NOT_A_PICTURE.search(address) else web_address(_full_size(address), base)


def largest(srcset: str) -> str | None:
    """The candidate of a ``srcset`` with the greatest width or density."""
    best: tuple[float, str] | None = None
    for candidate in re.split(r",\s+", srcset.strip())[:40]:
        address, _, size = candidate.strip().partition(" ")
        found = re.match(r"\s*(\d{1,5}(?:\.\d+)?)[wx]", size)
        width = float(found[1]) if found else 1.0
        if address and (best is None or width > best[0]):
            best = (width, address)
    return best[1] if best else None


def _pictures(html: str, base: str) -> Iterator[str]:
    for image, link in islice(_images(html), _LOOKED_AT):
        source = _source(image)
        if not source or _NOT_A_PICTURE.search(source) or "wp-smiley" in image.get("class", "") or _is_small(image):
            continue
        larger = link if link and _IMAGE_FILE.search(link) and _SIZED.search(source) else None
        address = web_address(larger or _full_size(source), base)
        if address:
            yield address


def _images(html: str) -> Iterator[tuple[dict[str, str], str | None]]:
    """The attributes of each ``img`` and the address of the link around it."""
    link: str | None = None
    for tag in _TAG.finditer(html):
        name = tag[1].lower()
        attributes = dict(_attributes(tag[2])) if name != "/a" else {}
        if name == "img":
            yield attributes, link
        else:
            link = attributes.get("href")


def _attributes(text: str) -> Iterable[tuple[str, str]]:
    for match in _ATTRIBUTE.finditer(text):
        yield match[1].lower(), entities.unescape(match[2] or match[3] or match[4] or "").strip()


def _source(image: dict[str, str]) -> str | None:
    """Lazy loading puts the real address beside a placeholder."""
    for srcset in (image.get("data-srcset"), image.get("data-lazy-srcset"), image.get("srcset")):
        if srcset and (best := largest(srcset)):
            return best
    for name in ("data-large-file", "data-orig-file", "data-lazy-src", "data-src", "src"):
        if (address := image.get(name, "")) and not address.startswith("data:"):
            return address
    return None


def _is_small(image: dict[str, str]) -> bool:
    widths = (image.get(name, "") for name in ("width", "height"))
    given = [int(width) for width in widths if width.isdigit() and len(width) < 6]
    thumbnail = _SIZED.search(_source(image) or "")
    return bool(given) and min(given) < _SMALLEST and not (thumbnail and min(given) == 150)


def _full_size(address: str) -> str:
    """WordPress keeps ``name.jpg`` beside every ``name-150x150.jpg`` that it makes of it."""
    return _SIZED.sub("", address) if "/uploads/" in address else address
