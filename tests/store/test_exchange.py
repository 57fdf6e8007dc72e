import json
from collections.abc import Iterable
from datetime import time
from typing import Any

from bot.models import ChatState, Mode, Profile, QuietHours
from bot.store import Store

from .making import NOW, analysis, incoming, ingest, later, subscribe, with_chat

LINES: list[dict[str, Any]] = [
    {"chat_id": 1, "kind": "private", "subscriptions": [{"regions": ["KZ-19"], "topics": ["education"]}]},
    {
        "chat_id": -1001, "kind": "supergroup", "thread_id": 4, "language": "kk", "time_zone": "Asia/Oral",
        "quiet": {"start": "22:00", "end": "07:00", "passing": ["incidents"]}, "items": 8, "layout": "rich",
        "subscriptions": [
            {"keywords": ["школа"], "excluded": ["спорт"], "times": ["08:00", "19:30"], "days": ["mon", "fri"]},
            {"mode": "instant", "topics": ["incidents"], "thread_id": 9, "name": "ЧП"},
        ],
    },
    {"chat_id": 3, "kind": "channel", "state": "suspended", "subscriptions": [{"times": ["08:00"]}]},
]  # fmt: skip
BROKEN: list[Any] = [
    None,
    [],
    {"kind": "private"},
    {"chat_id": "5", "kind": "private"},
    {"chat_id": 5, "kind": "robot"},
    {"chat_id": 5, "kind": "private", "subscriptions": [{"days": ["someday"]}]},
    {"chat_id": 5, "kind": "private", "subscriptions": [{"times": ["25:00"]}]},
    {"chat_id": 5, "kind": "private", "subscriptions": [{"topics": "sport"}]},
    {"chat_id": 5, "kind": "private", "time_zone": "Asia/Nowhere"},
]


async def load(store: Store, rows: Iterable[Any], batch: int = 2) -> tuple[int, list[str]]:
    taken, errors = 0, list[str]()
    async for done, problems in store.import_subscribers(enumerate(rows, 1), NOW, batch=batch):
        taken, errors = done, errors + problems
    return taken, errors


async def dump(store: Store) -> list[dict[str, Any]]:
    return [json.loads(json.dumps(row)) async for row in store.export_subscribers()]


async def test_lines_go_in_and_come_out(store: Store) -> None:
    await ingest(store, incoming("1"))
    assert await load(store, LINES) == (3, [])
    group = await store.chat(-1001)
    assert group is not None
    assert (group.language, group.time_zone, group.items) == ("kk", "Asia/Oral", 8)
    assert group.quiet == QuietHours(time(22), time(7), ("incidents",))
    digest, instant = await store.subscriptions(-1001)
    assert (digest.thread_id, digest.times, digest.days, digest.cursor) == (4, (time(8), time(19, 30)), (0, 4), 1)
    assert (digest.profile.keywords, digest.profile.language) == (("школа",), "kk")
    assert (instant.thread_id, instant.mode, instant.name, instant.next_run_at) == (9, Mode.INSTANT, "ЧП", None)
    assert (await store.counts()).active_chats == 2
    assert await store.next_due() is not None

    first = await dump(store)
    assert await load(store, LINES) == (3, [])
    assert await load(store, first) == (3, [])
    assert await dump(store) == first
    assert [row["chat_id"] for row in first] == [-1001, 1, 3]


async def test_what_a_chat_has_set_meanwhile_stays(store: Store) -> None:
    await load(store, LINES)
    await store.update_chat(1, NOW, language="en", state=ChatState.BANNED)
    await load(store, LINES)
    chat = await store.chat(1)
    assert chat is not None
    assert (chat.language, chat.state) == ("en", ChatState.BANNED)
    (subscription,) = await store.subscriptions(1)
    assert (subscription.profile.language, subscription.next_run_at) == ("en", None)


async def test_instant_subscriptions_of_a_file_begin_now(store: Store) -> None:
    await ingest(store, incoming("1"))
    await load(store, LINES)
    assert await store.instant_groups(NOW) == ()
    await ingest(store, incoming("2"))
    assert [group.members[0][1] for group in await store.instant_groups(NOW)] == [1]


async def test_broken_lines_are_named_and_the_rest_goes_on(store: Store) -> None:
    done, errors = await load(store, [*BROKEN, LINES[0]], batch=3)
    assert done == 1
    assert [error.split(":")[0] for error in errors] == [f"line {number}" for number in range(1, 10)]
    assert "'chat_id' is missing" in errors[2]
    assert "Asia/Nowhere" in errors[8]
    assert await store.chat(1) is not None


async def test_a_chat_gets_all_that_is_known_of_it(store: Store) -> None:
    await with_chat(store, title="Я")
    await subscribe(store, profile=Profile(places=("196230100",), min_stories=2), weekly=True, days=(6,), name="Неделя")
    exported = json.loads(json.dumps(await store.export_chat(7)))
    assert (exported["chat_id"], exported["title"], exported["messages_kept"]) == (7, "Я", 0)
    (subscription,) = exported["subscriptions"]
    assert (subscription["places"], subscription["min_stories"]) == (["196230100"], 2)
    assert (subscription["weekly"], subscription["days"], subscription["name"]) == (True, ["sun"], "Неделя")
    assert exported["known_since"] == NOW.isoformat()


async def test_a_figure_of_everything(store: Store) -> None:
    await load(store, LINES)
    await ingest(store, incoming("1", analysis(regions=["KZ-19"], topics=["education", "social"])), incoming("2"))
    found = await store.statistics(later(days=-1), later(days=1))
    assert found.subscribers_by_kind == {"private": 1, "supergroup": 1}
    assert found.subscribers_by_language == {"ru": 1, "kk": 1}
    assert found.subscribers_by_region == {"KZ-19": 1}
    assert found.new_chats == {"2026-11-25": 3}
    assert found.stories_by_region == {"KZ-19": 1}
    assert found.stories_by_topic == {"education": 1, "social": 1}
    assert found.articles_by_source == {"altyn-orda": 2}
    assert found.deliveries == {}
