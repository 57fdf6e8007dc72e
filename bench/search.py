"""A million stored articles: how long `/region`, `/topic` and `/search` take while articles come in and a push leaves.

    .venv/bin/python -m bench.search [--articles 1000000] [--postgres] [--keep FILE | --url URL] [--alone]
    .venv/bin/python -m bench.search --reader PYTHON    # lemon24/reader on the same texts, with its interpreter

The archive is written straight into the tables (a tenth of the time of ingest), with words of a Zipf distribution:
the commonest word stands in every second article, the rarest ones in a handful.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import random
import subprocess
import tempfile
import time
from collections.abc import AsyncIterator, Iterable, Iterator, Sequence
from contextlib import asynccontextmanager, nullcontext
from datetime import UTC, datetime, timedelta
from itertools import accumulate
from pathlib import Path
from statistics import median, quantiles
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from bench import beside
from bench.cluster import postgres
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
    async with store._db.write() as conn:
        await number_on(conn, tables.values())
    await store.optimize()


async def number_on(conn: AsyncConnection, tables: Iterable[sa.Table]) -> None:
    """PostgreSQL counts on from where the rows that were given their numbers end."""
    if conn.dialect.name == "postgresql":
        for table in tables:
            if "id" in table.c:
                name = sa.func.pg_get_serial_sequence(table.name, "id")
                last = sa.select(sa.func.max(table.c.id)).scalar_subquery()
                await conn.execute(sa.select(sa.func.setval(name, last)))


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
        url = options.url or f"sqlite+aiosqlite:///{path}"
        with postgres(Path(folder)) if options.postgres else nullcontext(("", url)) as (_, url):
            store = await Store.open(url)
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
        async with nullcontext() if options.alone else beside.at_work(store, "bench", vocabulary()):
            for name, asked in questions().items():
                await ask(store, asked[:10])
                took, worked = await ask(store, asked)
                print(
                    f"{name:28} {median(took):8.1f} {p99(took):8.1f}    {median(worked):8.1f} {p99(worked):8.1f}",
                    flush=True,
                )


READER = """
import json, statistics, sys, tempfile, time
from datetime import datetime, timedelta, timezone
from itertools import islice
from reader import make_reader
texts, asked = (json.loads(line) for line in sys.stdin)
reader = make_reader(tempfile.mkdtemp() + "/reader.db", search_enabled=True)
reader.add_feed("https://bench.kz/feed", allow_invalid_url=True)
now = datetime.now(timezone.utc)
for number, text in enumerate(texts):
    link = f"https://bench.kz/{number}"
    reader.add_entry(dict(feed_url="https://bench.kz/feed", id=str(number), link=link, title=text[:60], summary=text,
                          published=now - timedelta(minutes=len(texts) - number)))
began = time.perf_counter()
reader.enable_search()
reader.update_search()
print(f"indexed in {time.perf_counter() - began:.0f} s")
for name, questions in asked.items():
    for sort in ("relevant", "recent"):
        took = []
        for question in questions:
            began = time.perf_counter()
            list(islice(reader.search_entries(question, sort=sort, limit=10), 10))
            took.append(1000 * (time.perf_counter() - began))
        print(f"{name:20} {sort:10} {statistics.median(took):8.1f} {statistics.quantiles(took, n=100)[98]:8.1f}")
"""
"""For an interpreter of an environment of its own (`pip install reader sgmllib3k`); it is no dependency of ours."""


def beside_reader(python: str, count: int) -> None:
    """The questions of words, to lemon24/reader, on the first ``count`` texts."""
    texts = [document["search_text"] for chunk in rows(count) for document in chunk["documents"]]
    asked = {
        name: [" ".join(wanted.words) for wanted, _ in several[:50]]
        for name, several in questions().items()
        if name in ("common word", "rare word", "two words", "unknown word")
    }
    given = f"{json.dumps(texts)}\n{json.dumps(asked)}\n"
    print(f"{'question':20} {'sorted by':10} {'median':>8} {'p99':>8} ms", flush=True)
    subprocess.run([python, "-c", READER], input=given, text=True, check=True)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=int, default=1_000_000)
    parser.add_argument("--url", help="another database; SQLite in a temporary folder otherwise")
    parser.add_argument("--postgres", action="store_true", help="a PostgreSQL server of our own instead of SQLite")
    parser.add_argument("--keep", help="a file that is filled once and asked again the next time")
    parser.add_argument("--alone", action="store_true", help="without articles that come in and a push that leaves")
    parser.add_argument(
        "--reader", metavar="PYTHON", help="an interpreter that has lemon24/reader, to ask that instead"
    )
    given = parser.parse_args()
    if given.reader:
        beside_reader(given.reader, given.articles)
    else:
        asyncio.run(main(given))
