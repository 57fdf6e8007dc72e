"""Stories, digests and subscriptions for the tests of rendering: short makers with everything that matters named."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.models import (
    Block,
    Chat,
    ChatKind,
    Digest,
    Edition,
    Entry,
    Mode,
    Passage,
    Profile,
    QuietHours,
    Scope,
    Source,
    Story,
    Subscription,
)

ALMATY = ZoneInfo("Asia/Almaty")
NOW = datetime(2026, 11, 23, 3, 0, tzinfo=UTC)  # Monday, 08:00 in Almaty
LANGUAGES = ("ru", "kk", "en")


def edition(number: int = 1, language: str = "ru", **changes: object) -> Edition:
    made = Edition(
        id=number,
        article_id=number // 10,
        source="altyn-orda",
        source_title="Алтын-Орда",
        language=language,
        title="В Талгаре открыли школу на 900 мест",
        url=f"https://altyn-orda.kz/{language}/{number}",
        lead="Трёхсменных школ в районе больше нет.",
        sentences=("Трёхсменных школ в районе больше нет.", "Ещё две сдадут к сентябрю, сообщил аким района."),
        passages=(),
        published=NOW - timedelta(hours=10, minutes=20),
    )
    return replace(made, **changes)  # type: ignore[arg-type]  # keyword by keyword, checked by the dataclass


def story(number: int = 1, **changes: object) -> Story:
    editions = changes.pop("editions", None) or (edition(number * 10),)
    made = Story(
        id=number,
        seq=number,
        scope=Scope.REGIONAL,
        regions=("KZ-19",),
        topics=("education",),
        places=(),
        published=NOW - timedelta(hours=10, minutes=20),
        editions=editions,  # type: ignore[arg-type]  # as above
    )
    return replace(made, **changes)  # type: ignore[arg-type]  # as above


def passage(text: str, *topics: str, regions: tuple[str, ...] = ()) -> Passage:
    return Passage(text, topics, regions)


def entry(number: int = 1, **changes: object) -> Entry:
    made = Entry(
        story_id=number,
        seq=number,
        title="В Талгаре открыли школу на 900 мест",
        url=f"https://altyn-orda.kz/ru/{number}",
        sentences=("Трёхсменных школ в районе больше нет.", "Ещё две сдадут к сентябрю, сообщил аким района."),
        published=NOW - timedelta(hours=10, minutes=20),
        source_title="Алтын-Орда",
        language="ru",
        region="KZ-19",
        topic="education",
        edition_id=number * 10,
    )
    return replace(made, **changes)  # type: ignore[arg-type]  # as above


def digest_of(*blocks: Block, profile: Profile | None = None, **changes: object) -> Digest:
    shown = sum(len(block.entries) for block in blocks)
    made = Digest(
        profile=profile or Profile(regions=("KZ-19",)),
        since=NOW - timedelta(days=1),
        until=NOW,
        blocks=blocks,
        total=shown,
        shown=shown,
        until_seq=shown,
    )
    return replace(made, **changes)  # type: ignore[arg-type]  # as above


def chat(**changes: object) -> Chat:
    quiet = QuietHours(time(22), time(7), ("incidents",))
    made = Chat(id=1, kind=ChatKind.PRIVATE, quiet=quiet, muted_topics=("sport",), muted_words=("футбол",))
    return replace(made, **changes)  # type: ignore[arg-type]  # as above


def order(number: int = 1, **changes: object) -> Subscription:
    made = Subscription(
        id=number,
        chat_id=1,
        thread_id=None,
        name="",
        profile=Profile(regions=("KZ-19", "KZ-33"), topics=("education",), keywords=("вода",), excluded=("футбол",)),
        mode=Mode.DIGEST,
        times=(time(8), time(19)),
        next_run_at=NOW + timedelta(hours=11),
    )
    return replace(made, **changes)  # type: ignore[arg-type]  # as above


def source(**changes: object) -> Source:
    made = Source(
        name="altyn-orda",
        feed_url="https://altyn-orda.kz/feed/",
        title="Алтын-Орда",
        last_success_at=NOW - timedelta(minutes=3),
        last_article_at=NOW - timedelta(minutes=4),
        next_poll_at=NOW + timedelta(minutes=7),
    )
    return replace(made, **changes)  # type: ignore[arg-type]  # as above
