"""The program as an operator uses it: exit codes, one clear line for what is wrong, data on standard output."""

from __future__ import annotations

import asyncio
import contextlib
import json
import sqlite3
import threading
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from bot.__main__ import main
from bot.sandbox import TOKEN, Sandbox
from bot.sandbox.site import SampleSite

OTHER_TOKEN = "42:" + "A" * 35


class Surroundings:
    """The news site and the local Telegram, in a loop of their own: the commands have theirs."""

    def __init__(self) -> None:
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._thread.start()
        self.site = self._do(SampleSite.start(now=lambda: datetime.now(UTC)))
        self.sandbox = self._do(Sandbox.start(page=False))

    def _do(self, work: Any) -> Any:
        return asyncio.run_coroutine_threadsafe(work, self._loop).result(20)

    def close(self) -> None:
        self._do(self.site.stop())
        self._do(self.sandbox.stop())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(5)
        self._loop.close()


@pytest.fixture(scope="module")
def surroundings() -> Iterator[Surroundings]:
    surroundings = Surroundings()
    yield surroundings
    surroundings.close()


@pytest.fixture(scope="module")
def settings(surroundings: Surroundings, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("aimaq")
    path = folder / "config.toml"
    path.write_text(
        f'[telegram]\ntoken = "{TOKEN}"\napi_url = "{surroundings.sandbox.url}"\n'
        f'[database]\nurl = "sqlite+aiosqlite:///{folder / "aimaq.db"}"\n'
        f'[[sources]]\nname = "main"\nfeed_url = "{surroundings.site.feed_url}"\n'
        "[network]\nallow_private_hosts = true\n",
        encoding="utf-8",
    )
    return path


def run(*arguments: str) -> int:
    """The exit code of ``aimaq …``."""
    with pytest.raises(SystemExit) as ended:
        main(list(arguments))
    return int(ended.value.code or 0)


def told(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    """What a command that succeeds prints."""
    code = run(*arguments)
    out, err = capsys.readouterr()
    assert code == 0, err
    return out


# --- wrong usage and settings ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[telegram]\ntokn = 1", "telegram.tokn is an unknown key"),
        ('[database]\nurl = "sqlite+aiosqlite:////nowhere/at/all/x.db"', "database.url"),
        ('[[sources]]\nname = "a"\nfeed_url = "feed"', "sources.0.feed_url must be an http(s) address"),
    ],
)
def test_wrong_settings_end_with_2_and_one_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], text: str, said: str
) -> None:
    path = tmp_path / "config.toml"
    path.write_text(text)
    assert run("ingest", "-c", str(path)) == 2
    err = capsys.readouterr().err
    assert said in err
    assert err.count("\n") == 1
    assert "Traceback" not in err


def test_a_missing_token_is_named_with_its_mend(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "config.toml"
    path.write_text("")
    assert run("run", "-c", str(path)) == 2
    assert "AIMAQ_TELEGRAM__TOKEN" in capsys.readouterr().err


def test_a_token_that_telegram_does_not_know_ends_with_2(
    settings: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "config.toml"
    text = settings.read_text(encoding="utf-8").replace(TOKEN, OTHER_TOKEN)
    path.write_text(f"{text}[web]\nport = 0\n", encoding="utf-8")
    assert run("run", "-c", str(path)) == 2
    err = capsys.readouterr().err
    assert "telegram.token" in err
    assert "@BotFather" in err
    assert OTHER_TOKEN not in err
    assert "Traceback" not in err


def test_an_unknown_command_or_option_ends_with_2() -> None:
    assert run("nonsense") == 2
    assert run("digest", "--nonsense") == 2


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("digest", "--since", "soon"), "write it like 90m, 24h, 7d"),
        (("digest", "--lang", "de"), "choose ru, kk or en"),
        (("digest", "--region", "Атлантида"), "neither a region nor a topic"),
        (("ingest", "--source", "nobody"), "no such source; there are main"),
        (("backfill", "nobody"), "no such source; there are main"),
        (("reanalyse", "--since", "yesterday"), "write a date like"),
        (("ingest", "--feed", "example"), "--feed example: write an http(s) address"),
        (("subscribers", "import", "/nowhere/x.jsonl"), "cannot be read"),
    ],
)
def test_wrong_words_are_named_with_their_mend(
    settings: Path, capsys: pytest.CaptureFixture[str], arguments: tuple[str, ...], said: str
) -> None:
    assert run(*arguments, "-c", str(settings)) == 2
    assert said in capsys.readouterr().err


# --- a database that cannot be used ------------------------------------------------------------------------------

SERVER = "postgresql+asyncpg://aimaq:hidden@127.0.0.1:9/aimaq"
ON_DATABASE = ("ingest", "db check", "db backup COPY", "db upgrade")


def _letter(path: Path) -> None:
    path.write_text("This is a letter and no database. " * 40, encoding="utf-8")


def _newer(path: Path) -> None:
    with contextlib.closing(sqlite3.connect(path)) as raw:
        raw.execute("CREATE TABLE alembic_version (version_num TEXT)")
        raw.execute("INSERT INTO alembic_version VALUES ('9999')")
        raw.commit()


@pytest.mark.parametrize("command", ON_DATABASE)
@pytest.mark.parametrize(
    ("made", "code", "said"),
    [
        (_letter, 2, "aimaq.db is no SQLite database; name another file, or put a backup in its place"),
        (_newer, 2, "a newer version of Aimaq has brought the database to 9999"),
        (None, 1, "PostgreSQL at 127.0.0.1:9 takes no connections; start it, or mend host and port"),
    ],
)
def test_each_command_names_what_is_wrong_with_the_database(
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    command: str,
    made: Callable[[Path], None] | None,
    code: int,
    said: str,
) -> None:
    monkeypatch.setenv("AIMAQ_DATABASE__URL", f"sqlite+aiosqlite:///{tmp_path / 'aimaq.db'}" if made else SERVER)
    if made:
        made(tmp_path / "aimaq.db")
    assert run(*command.replace("COPY", str(tmp_path / "copy.db")).split()) == code
    err = capsys.readouterr().err
    assert err.startswith("aimaq: database.url: ")
    assert said in err
    assert err.count("\n") == 1
    assert "hidden" not in err


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (("db", "check"), 2, "there is no database"),
        (("db", "restore", "missing.db"), 2, "missing.db: there is no such backup"),
        (("db", "backup", "/nowhere/copy.db"), 1, "/nowhere does not exist"),
        (("db", "copy", SERVER, "sqlite+aiosqlite:///new.db"), 1, "FROM_URL: PostgreSQL at 127.0.0.1:9"),
        (("db", "copy", "sqlite+aiosqlite:///missing.db", SERVER), 2, "FROM_URL: there is no database"),
    ],
)
def test_a_database_that_is_not_there_is_made_by_none_of_these(
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    arguments: tuple[str, ...],
    code: int,
    said: str,
) -> None:
    monkeypatch.chdir(tmp_path)
    if "backup" in arguments:
        told(capsys, "db", "upgrade")
    assert run(*arguments) == code
    err = capsys.readouterr().err
    assert said in err
    assert err.count("\n") == 1
    assert "hidden" not in err
    assert "backup" in arguments or not list(tmp_path.iterdir())


# --- explain -----------------------------------------------------------------------------------------------------


def test_explain_answers_line_by_line_and_goes_on_after_a_broken_one(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    article = {"id": 7, "title": "В Талгаре открыли школу", "html": "<p>В Талгаре открыли школу на 900 мест.</p>"}
    pair = {"a": {"title": "Школа", "html": "Открыли школу"}, "b": {"title": "Хоккей", "html": "Сыграли матч"}}
    lines = [article, "{broken", {"query": "спорт в жетісу за неделю"}, pair, {"nothing": True}]
    path = tmp_path / "lines.jsonl"
    path.write_text(
        "\n".join(one if isinstance(one, str) else json.dumps(one, ensure_ascii=False) for one in lines), "utf-8"
    )
    assert run("explain", str(path), "--json") == 1
    answers = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [answer.get("line") for answer in answers] == [None, 2, None, None, 5]
    assert answers[0]["id"] == 7
    assert answers[0]["regions"][0]["id"] == "KZ-19"
    assert answers[0]["topics"][0]["id"] == "education"
    assert answers[2]["regions"] == ["KZ-33"]
    assert answers[2]["topics"] == ["sport"]
    assert answers[2]["period"] == "week"
    assert answers[3]["same"] is False


# --- the whole way -----------------------------------------------------------------------------------------------


def test_from_the_feed_to_digest_search_and_export(
    settings: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    where = ("-c", str(settings))
    report = json.loads(told(capsys, "ingest", "--json", *where))
    assert report["new"] == 10
    assert not report["failed"]
    told(capsys, "backfill", "main", *where)
    assert json.loads(told(capsys, "ingest", "--json", *where))["new"] == 0

    digest = json.loads(told(capsys, "digest", "--region", "KZ-19", "--since", "9d", "--format", "json", *where))
    entries = [entry for block in digest["blocks"] for entry in block["entries"]]
    assert digest["profile"]["regions"] == ["KZ-19"]
    assert {entry["region"] for entry in entries} == {"KZ-19"}
    text = told(capsys, "digest", "--region", "алматинская область", "--topic", "школы", "--since", "9d", *where)
    assert "Алматинская область" in text
    assert "<" not in text
    assert "[:" not in text

    found = json.loads(told(capsys, "search", "школы", "в", "алматинской", "области", "--json", *where))
    assert found["query"]["regions"] == ["KZ-19"]
    assert found["total"] > 0
    assert "0 editions analysed again" in told(capsys, "reanalyse", *where)
    assert not told(capsys, "reanalyse", "--all", *where).startswith("0 ")


def test_subscribers_go_out_and_come_back_the_same(
    settings: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    where, first, second = ("-c", str(settings)), tmp_path / "in.jsonl", tmp_path / "out.jsonl"
    rows = [
        {"chat_id": 5, "kind": "private", "language": "kk", "time_zone": "Asia/Almaty",
         "subscriptions": [{"regions": ["KZ-33"], "topics": ["sport"], "keywords": [], "times": ["08:00", "19:00"],
                            "days": ["mon", "fri"], "mode": "digest"}]},
        {"chat_id": -100, "kind": "supergroup", "thread_id": 3,
         "subscriptions": [{"regions": [], "topics": ["incidents"], "keywords": [], "mode": "instant"}]},
    ]  # fmt: skip
    first.write_text("\n".join(json.dumps(row) for row in rows) + "\n")
    assert "2 chats imported, 0 lines refused" in told(capsys, "subscribers", "import", str(first), *where)
    told(capsys, "subscribers", "import", str(first), *where)
    told(capsys, "subscribers", "export", str(second), *where)
    exported = {row["chat_id"]: row for row in map(json.loads, second.read_text().splitlines())}
    assert exported[5]["subscriptions"][0]["times"] == ["08:00", "19:00"]
    assert exported[5]["subscriptions"][0]["days"] == ["mon", "fri"]
    assert len(exported[5]["subscriptions"]) == 1
    assert exported[-100]["subscriptions"][0]["mode"] == "instant"
    first.write_text('{"chat_id": "x"}\nnonsense\n' + json.dumps(rows[0]))
    assert run("subscribers", "import", str(first), *where) == 1
    assert "line 2" in capsys.readouterr().err


def test_the_database_is_backed_up_checked_and_restored(
    settings: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    where, copy = ("-c", str(settings)), tmp_path / "copy.db"
    told(capsys, "db", "upgrade", *where)
    assert "verified" in told(capsys, "db", "backup", str(copy), *where)
    assert "whole" in told(capsys, "db", "check", *where)
    elsewhere = tmp_path / "config.toml"
    elsewhere.write_text(f'[database]\nurl = "sqlite+aiosqlite:///{tmp_path / "restored.db"}"\n')
    told(capsys, "db", "restore", str(copy), "-c", str(elsewhere))
    with sqlite3.connect(copy) as one, sqlite3.connect(tmp_path / "restored.db") as other:
        counted = "SELECT count(*) FROM articles"
        assert one.execute(counted).fetchone() == other.execute(counted).fetchone()
    one.close()
    other.close()


def test_config_check_asks_telegram_and_each_feed(
    settings: Path, surroundings: Surroundings, capsys: pytest.CaptureFixture[str]
) -> None:
    out = told(capsys, "config", "check", "-c", str(settings))
    assert TOKEN not in out
    assert "answers" in out
    assert "main: 10 entries" in out
    assert TOKEN not in told(capsys, "config", "check", "--offline", "-c", str(settings))
    surroundings.site.fail()
    assert run("config", "check", "-c", str(settings)) == 1
    surroundings.site.fail(down=False)
    assert "503" in capsys.readouterr().out
