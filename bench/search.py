"""A million stored articles: how long `/region`, `/topic` and `/search` take.

    .venv/bin/python -m bench.search [--articles 1000000] [--url URL]

The archive is written straight into the tables (a tenth of the time of ingest), with words of a Zipf distribution:
the commonest word stands in every second article, the rarest ones in a handful.
"""

from __future__ import annotations

import argparse
import asyncio
import random
import tempfile
import time
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from itertools import accumulate
from pathlib import Path
from statistics import median, quantiles
from typing import Any

import sqlalchemy as sa

from bot.models import REGIONS, TOPICS, StoryFilter
from bot.store import Store, documents
from bot.store.schema import articles, editions, passages, search_documents, sources, stories, story_facets

NOW = datetime(2026, 11, 25, tzinfo=UTC)
WORDS = 60_000
TEXT_WORDS = 120
CHUNK = 5_000
ASKED = 300


def vocabulary() -> Sequence[str]:
    letters = "абвгдежзиклмнопрстуфхцчшэюя"
    rng = random.Random(1)
    return ["".join(rng.choices(letters, k=rng.randint(4, 9))) for _ in range(WORDS)]


def rows(count: int) -> Iterator[dict[str, list[dict[str, Any]]]]:
    """Chunks of rows per table; the oldest articles first."""
    rng, words = random.Random(2), vocabulary()
    weights = list(accumulate(1 / (rank + 5) for rank in range(WORDS)))
    step = timedelta(days=1200) / count
    for start in range(1, count + 1, CHUNK):
        chunk: dict[str, list[dict[str, Any]]] = {
            t: [] for t in ("articles", "stories", "editions", "passages", "documents", "facets")
        }
        for number in range(start, min(start + CHUNK, count + 1)):
            _article(chunk, number, NOW - timedelta(days=1200) + number * step, rng, words, weights)
        yield chunk


def _article(
    chunk: dict[str, list[dict[str, Any]]], number: int, published: datetime, rng: random.Random,
    words: Sequence[str], weights: Sequence[float],
) -> None:  # fmt: skip
    regions = sorted({rng.choice(REGIONS) for _ in range(rng.choice((0, 1, 1, 1, 2)))})
    topics = sorted({rng.choice(TOPICS) for _ in range(rng.choice((1, 1, 2, 3)))})
    text = " ".join(rng.choices(words, cum_weights=weights, k=TEXT_WORDS))
    language = rng.choice(("ru", "ru", "kk"))
    title, sentence = text[:60], f"{text[:180]}."
    article = {
        "id": number,
        "source": "bench",
        "guid": str(number),
        "url": f"https://bench.kz/{number}",
        "fingerprint": "x",
    }
    chunk["articles"].append(article | {"published": published, "first_seen": published, "changed_at": published})
    story = {"id": number, "seq": number, "scope": "regional", "regions": regions, "topics": topics, "visible": True}
    chunk["stories"].append(story | {"published": published, "created_at": published})
    edition = {"id": number, "article_id": number, "story_id": number, "language": language, "title": title}
    chunk["editions"].append(
        edition | {"lead": sentence, "sentences": (sentence, sentence), "scope": "regional", "signature": ()}
    )
    chunk["passages"].append({"edition_id": number, "position": 0, "text": text[:400], "topics": topics})
    areas = documents.areas_of(tuple(regions), ())
    document = {"doc_id": documents.doc_id(published, number), "edition_id": number, "search_text": text}
    chunk["documents"].append(document | {"labels": documents.label_words(areas, topics, language)})
    chunk["facets"] += [
        {"area": area, "topic": topic, "published": published, "story_id": number, "languages": f" {language} "}
        for area in ("", *areas)
        for topic in ("", *topics)
    ]


async def fill(store: Store, count: int) -> None:
    tables = {
        "articles": articles, "stories": stories, "editions": editions, "passages": passages,
        "documents": search_documents, "facets": story_facets,
    }  # fmt: skip
    async with store._db.write() as conn:
        await conn.execute(sa.insert(sources).values(name="bench", title="Bench"))
        await conn.execute(sa.text("UPDATE counters SET value = :count"), {"count": count})
    for number, chunk in enumerate(rows(count), 1):
        async with store._db.write() as conn:
            for name, table in tables.items():
                await conn.execute(sa.insert(table), chunk[name])
        if number % 20 == 0:
            print(f"  {number * CHUNK:,} articles", flush=True)
    await store.optimize()


def questions() -> dict[str, list[tuple[StoryFilter, bool]]]:
    """What people ask; ``True``: ranked by relevance."""
    rng, words = random.Random(3), vocabulary()
    week = NOW - timedelta(days=7)

    def several(make: Any) -> list[tuple[StoryFilter, bool]]:
        return [make() for _ in range(ASKED)]

    return {
        "/region": several(lambda: (StoryFilter(regions=(rng.choice(REGIONS),)), False)),
        "/topic": several(lambda: (StoryFilter(topics=(rng.choice(TOPICS),)), False)),
        "region × topic": several(lambda: (StoryFilter((rng.choice(REGIONS),), (), (rng.choice(TOPICS),)), False)),
        "3 regions × 3 topics": several(
            lambda: (StoryFilter(tuple(rng.sample(REGIONS, 3)), (), tuple(rng.sample(TOPICS, 3))), False)
        ),
        "one language": several(lambda: (StoryFilter(regions=(rng.choice(REGIONS),), languages=("kk",)), False)),
        "muted words": several(
            lambda: (StoryFilter(regions=(rng.choice(REGIONS),), excluded=tuple(rng.sample(words[:300], 3))), False)
        ),
        "digest of a day": several(
            lambda: (StoryFilter((rng.choice(REGIONS),), after_seq=-1, since=NOW - timedelta(days=1)), False)
        ),
        "common word": several(lambda: (StoryFilter(words=(rng.choice(words[:30]),)), True)),
        "rare word": several(lambda: (StoryFilter(words=(rng.choice(words[5000:]),)), True)),
        "two words": several(lambda: (StoryFilter(words=tuple(rng.sample(words[:500], 2))), True)),
        "word, region, topic, week": several(
            lambda: (
                StoryFilter((rng.choice(REGIONS),), (), (rng.choice(TOPICS),), (rng.choice(words[:100]),), since=week),
                True,
            )
        ),
        "unknown word": several(lambda: (StoryFilter(words=("неттакого",)), True)),
    }


async def ask(store: Store, asked: Sequence[tuple[StoryFilter, bool]]) -> tuple[list[float], list[float]]:
    """Milliseconds of each answer: by the clock, and of processor time (which other programs disturb less)."""
    took, worked = list[float](), list[float]()
    for wanted, ranked in asked:
        began, busy = time.perf_counter(), time.process_time()
        await store.find(wanted, limit=10, now=NOW, ranked=ranked)
        took.append(1000 * (time.perf_counter() - began))
        worked.append(1000 * (time.process_time() - busy))
    return took, worked


def p99(values: list[float]) -> float:
    return quantiles(values, n=100)[98]


@asynccontextmanager
async def opened(options: argparse.Namespace) -> AsyncIterator[Store]:
    with tempfile.TemporaryDirectory(prefix="aimaq-bench-") as folder:
        path = Path(options.keep) if options.keep else Path(folder) / "bench.db"
        store = await Store.open(options.url or f"sqlite+aiosqlite:///{path}")
        try:
            yield store
        finally:
            await store.close()


async def main(options: argparse.Namespace) -> None:
    async with opened(options) as store:
        if (await store.counts()).articles == 0:
            began = time.perf_counter()
            await fill(store, options.articles)
            print(f"filled in {time.perf_counter() - began:.0f} s, {await store.size() / 1e6:,.0f} MB")
        print(f"{'question':28} {'median':>8} {'p99':>8} ms {'cpu':>8} {'p99':>8} ms   (goal: p99 30 ms)")
        for name, asked in questions().items():
            await ask(store, asked[:10])
            took, worked = await ask(store, asked)
            print(
                f"{name:28} {median(took):8.1f} {p99(took):8.1f}    {median(worked):8.1f} {p99(worked):8.1f}",
                flush=True,
            )


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--articles", type=int, default=1_000_000)
    parser.add_argument("--url", help="another database; SQLite in a temporary folder otherwise")
    parser.add_argument("--keep", help="a file that is filled once and asked again the next time")
    asyncio.run(main(parser.parse_args()))
