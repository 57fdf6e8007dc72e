"""What a feed says, and what is understood of it: the way of an article into the store."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from bot.models.vocabulary import Scope


@dataclass(frozen=True, slots=True)
class RawEdition:
    """One language of an entry as the feed gave it, qTranslate markup already resolved.

    ``language`` is the code of the markup (``ru``, ``kk``, ``en``) or ``None`` where the entry had no markup.
    ``html`` is the fullest body that is known (page, content or excerpt), bounded in length, still hostile.
    """

    language: str | None
    title: str
    html: str


@dataclass(frozen=True, slots=True)
class RawArticle:
    """An entry of a feed, of the REST interface or of a page; ``guid`` is its identity within ``source``."""

    source: str
    guid: str
    url: str
    editions: tuple[RawEdition, ...]
    published: datetime | None = None
    updated: datetime | None = None
    author: str = ""
    categories: tuple[str, ...] = ()
    image: str | None = None
    excerpt_only: bool = False


@dataclass(frozen=True, slots=True)
class Label:
    """A region or a topic with the score that it got and the words of the text that gave it."""

    id: str
    score: float
    evidence: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Place:
    """A district, city or town: its KATO code, the region that holds it, the words that named it."""

    kato: str
    region: str
    score: float = 1.0
    evidence: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Passage:
    """A run of whole sentences that speaks of the same topics and regions."""

    text: str
    topics: tuple[str, ...] = ()
    regions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Analysis:
    """All that is understood of one edition. Regions and topics are ordered, the first is the primary one;
    an empty ``regions`` means national, foreign or none.

    ``sentences`` is the summary, verbatim sentences of the cleaned text, the best three in text order; the
    shorter forms are in ``lead`` (one sentence, for lists). ``search_text`` is folded and stemmed: the store
    never stems. ``signature`` is a MinHash of the cleaned text, ``terms`` weighted stems of its beginning.
    """

    version: int
    language: str
    title: str
    text: str
    regions: tuple[Label, ...] = ()
    topics: tuple[Label, ...] = ()
    places: tuple[Place, ...] = ()
    scope: Scope = Scope.NATIONAL
    lead: str = ""
    sentences: tuple[str, ...] = ()
    passages: tuple[Passage, ...] = ()
    search_text: str = ""
    signature: tuple[int, ...] = ()
    terms: Mapping[str, float] = field(default_factory=dict)

    @property
    def summary(self) -> str:
        return " ".join(self.sentences)


@dataclass(frozen=True, slots=True)
class Incoming:
    """An article with its analysed editions (same order as ``raw.editions``), ready to be stored.

    ``fingerprint`` tells whether anything that matters has changed since the stored version. ``story_id`` joins
    an existing story (a duplicate), ``None`` opens a new one. ``silent`` stories are searchable but never pushed
    (first contact, archive); ``held`` ones wait for an editor.
    """

    raw: RawArticle
    analyses: tuple[Analysis, ...]
    fingerprint: str
    story_id: int | None = None
    silent: bool = False
    held: bool = False


@dataclass(frozen=True, slots=True)
class IngestResult:
    new: int = 0
    changed: int = 0
    unchanged: int = 0
    new_story_ids: tuple[int, ...] = ()
    changed_story_ids: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Candidate:
    """A stored edition that may tell the same event as a new one."""

    story_id: int
    article_id: int
    edition_id: int
    source: str
    analysis: Analysis  # language, title, regions, topics, places, signature, terms; text is its beginning
    published: datetime
