"""What is stored, how it is asked for and what comes back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time

from bot.models.articles import Passage
from bot.models.vocabulary import Period, Scope


@dataclass(frozen=True, slots=True)
class Query:
    """What a free-text question asks for; ``keywords`` are words as typed, ``stems`` their search forms.

    ``included`` / ``excluded`` words of a subscription use the same forms. ``suggestion`` is a name for
    "did you mean …", set when a region was only guessed. ``times``, ``days`` and ``instant`` are filled for
    ``/subscribe`` words.
    """

    regions: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    period: Period | None = None
    keywords: tuple[str, ...] = ()
    excluded: tuple[str, ...] = ()
    times: tuple[time, ...] = ()
    days: tuple[int, ...] = ()  # 0 is Monday
    instant: bool = False
    here: bool = False  # "in my region": the chat's own regions are meant
    everything: bool = False  # "the whole country" was said
    suggestion: str | None = None


@dataclass(frozen=True, slots=True)
class Edition:
    """One language of one article as readers see it."""

    id: int
    article_id: int
    source: str
    source_title: str
    language: str
    title: str
    url: str
    lead: str
    sentences: tuple[str, ...]
    passages: tuple[Passage, ...]
    published: datetime
    version: int = 1
    image: str | None = None
    source_title_kk: str = ""

    def outlet(self, language: str) -> str:
        """What a text of ``language`` calls its source."""
        return (self.source_title_kk if language == "kk" else "") or self.source_title or self.source


@dataclass(frozen=True, slots=True)
class Story:
    """The same event in all its editions and outlets. ``seq`` is given once, when it is first shown, and never
    changes: cursors compare it."""

    id: int
    seq: int
    scope: Scope
    regions: tuple[str, ...]
    topics: tuple[str, ...]
    places: tuple[str, ...]
    published: datetime
    editions: tuple[Edition, ...]
    outlets: int = 1
    pinned: bool = False
    hidden: bool = False


@dataclass(frozen=True, slots=True)
class StoryFilter:
    """Which stories. Empty tuples do not restrict. ``words`` are search stems, all of them must occur;
    ``excluded`` and ``muted_words`` must not. ``regions`` and ``places`` are alternatives to each other
    (a story matches when it has any of them). Hidden, held and merged stories never match; silent ones match
    only where ``include_silent``."""

    regions: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    excluded: tuple[str, ...] = ()
    muted_topics: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    since: datetime | None = None
    until: datetime | None = None
    after_seq: int | None = None
    until_seq: int | None = None
    include_silent: bool = True
    scopes: tuple[Scope, ...] = ()


@dataclass(frozen=True, slots=True)
class StoryPage:
    stories: tuple[Story, ...]
    total: int
