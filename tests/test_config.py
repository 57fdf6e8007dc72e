"""The settings are met at the door: what is wrong is named with its mend, a secret is never shown."""

from __future__ import annotations

import json
import re
import tomllib
from pathlib import Path
from typing import Any

import pytest
from pydantic import BaseModel

from bot.config import Config, DatabaseConfig, load, masked, with_role
from bot.errors import ConfigError

EXAMPLE = Path(__file__).parent.parent / "config.example.toml"
SECRET = "777:tokenSECRETtoken"


def write(folder: Path, text: str) -> Path:
    path = folder / "config.toml"
    path.write_text(text, encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[telegram]\ntoken = 5", "telegram.token is wrong: should be a valid string"),
        ('[telegram]\nadmins = ["x"]', "telegram.admins.0 is wrong"),
        ('[[sources]]\nname = "a"\nfeed_url = "ftp://x"', "sources.0.feed_url must be an http(s) address"),
        ('[[sources]]\nname = "a"', "sources.0.feed_url is missing"),
        ('[[sources]]\nname = "a"\nfeed_url = "http://x.kz"\npoll_seconds = 1', "sources.0.poll_seconds is wrong"),
        ("[telegam]\n", "telegam is an unknown key; did you mean telegram?"),
        ("[web]\nprot = 1", "web.prot is an unknown key; did you mean port?"),
        ("[web]\nxyz = 1", "web.xyz is an unknown key; see config.example.toml"),
        ('[[sources]]\nname = "a"\nfeed_url = "http://x.kz"\ntitel = ""', "did you mean title?"),
        ('[[sources]]\nname = "A b"\nfeed_url = "http://x.kz"', "sources.0.name must be a short id"),
        ('[telegram]\nmode = "webhook"', "needs webhook_url"),
        ('[schedule]\ntime_zone = "Mars/Olympus"', "schedule.time_zone is not an IANA time zone"),
        ('[database]\nurl = "mysql://x"', "database.url must begin with"),
        ("[web]\nadmin_page = true", "admin_page = true needs admin_token, 16 characters or more"),
        ('[summary]\nllm_url = "http://127.0.0.1/v1"', "llm_url needs llm_model"),
        ('[cluster]\nrole = "worker"', 'the role "worker" needs PostgreSQL'),
        ("x =", "is not valid TOML"),
        (
            '[[sources]]\nname="a"\nfeed_url="http://x.kz"\n[[sources]]\nname="a"\nfeed_url="http://y.kz"',
            "two sources are named 'a'",
        ),
    ],
)
def test_what_is_wrong_in_the_file_is_named(tmp_path: Path, text: str, said: str) -> None:
    path = write(tmp_path, text)
    with pytest.raises(ConfigError, match=re.escape(said)) as caught:
        load(path, {})
    assert str(path) in str(caught.value)
    assert "\n" not in str(caught.value).replace(str(path), "")


@pytest.mark.parametrize(
    ("variable", "value", "said"),
    [
        ("AIMAQ_TELEGRAM__ADMINS", "x", "AIMAQ_TELEGRAM__ADMINS must be JSON"),
        ("AIMAQ_SOURCES", "[{", 'AIMAQ_SOURCES must be JSON, such as [{"name": "altyn-orda"'),
        ("AIMAQ_TELEGRAM__TOKNE", SECRET, "AIMAQ_TELEGRAM__TOKNE is no setting"),
        ("AIMAQ_WEB__PORT", "abc", "AIMAQ_WEB__PORT is wrong"),
        ("AIMAQ_SOURCES", '[{"name": "a"}]', "AIMAQ_SOURCES: sources.0.feed_url is missing"),
        ("AIMAQ_TELEGRAM__TOKEN", "noform-SECRET", "has not the form"),
    ],
)
def test_what_is_wrong_in_the_environment_is_named(
    variable: str, value: str, said: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(variable, value)
    with pytest.raises(ConfigError, match=re.escape(said)) as caught:
        load(None, need_token=True)
    assert "SECRET" not in str(caught.value)


def test_a_missing_file_or_token_says_how_to_mend_it(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=r"no such file; copy config\.example\.toml"):
        load(tmp_path / "none.toml", {})
    with pytest.raises(ConfigError, match="AIMAQ_TELEGRAM__TOKEN"):
        load(write(tmp_path, ""), {}, need_token=True)
    with pytest.raises(ConfigError, match="there is no config"):
        load(None, {}, need_token=True)
    with pytest.raises(ConfigError, match="is not UTF-8 text"):
        (tmp_path / "config.toml").write_bytes(b"\xff")
        load(tmp_path / "config.toml", {})


def test_the_environment_wins_and_lists_are_json(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = write(tmp_path, '[telegram]\ntoken = "1:a"\nadmins = [1]\n[web]\nport = 1')
    monkeypatch.setenv("AIMAQ_TELEGRAM__ADMINS", "[7, 8]")
    monkeypatch.setenv("AIMAQ_SOURCES", json.dumps([{"name": "a", "feed_url": "http://x.kz/feed/"}]))
    config = load(path)
    assert config.telegram.admins == (7, 8)
    assert config.telegram.token.get_secret_value() == "1:a"
    assert config.sources[0].poll_seconds == 600
    assert config.web.port == 1


def test_the_command_line_names_the_role_of_one_process() -> None:
    shared = Config(database=DatabaseConfig(url="postgresql+asyncpg://db/aimaq"))
    assert with_role(shared, "updates").cluster.role == "updates"
    assert with_role(shared, None) is shared
    for config, role, said in (
        (Config(), "worker", "needs PostgreSQL"),
        (shared, "boss", "choose all, updates, worker"),
    ):
        with pytest.raises(ConfigError, match=f"--role {role}.*{said}"):
            with_role(config, role)


def test_the_token_may_live_in_a_file(tmp_path: Path) -> None:
    (tmp_path / "token").write_text(SECRET + "\n")
    config = load(write(tmp_path, f'[telegram]\ntoken_file = "{tmp_path / "token"}"'), {}, need_token=True)
    assert config.telegram.token.get_secret_value() == SECRET


def test_what_is_printed_has_no_secret(tmp_path: Path) -> None:
    text = (
        f'[telegram]\ntoken = "{SECRET}"\nwebhook_secret = "hookSECRET"\n'
        '[database]\nurl = "postgresql+asyncpg://aimaq:db/SECRET@SECRET@db.kz/aimaq"\n'
        '[[sources]]\nname = "a"\nfeed_url = "https://u:SECRET@example.kz/feed"\n'
        '[network]\nproxy = "http://me:proxySECRET@proxy.kz:3128"\n[summary]\nllm_key = "llmSECRET"\n'
        'llm_url = "http://key:SECRET@127.0.0.1:8000/v1"\nllm_model = "m"'
    )
    config = load(write(tmp_path, text), {})
    assert "SECRET" not in json.dumps(masked(config))
    assert not re.search("hookSECRET|llmSECRET|tokenSECRET", repr(config))


def example_keys(values: dict[str, Any]) -> set[str]:
    return {
        f"{section}.{key}" for section, keys in values.items() for key in (keys[0] if isinstance(keys, list) else keys)
    }


def test_the_example_documents_exactly_the_keys_of_the_code() -> None:
    text = EXAMPLE.read_text(encoding="utf-8")
    uncommented = re.sub(r"^# (\w+ = )", r"\1", text, flags=re.MULTILINE)
    known: set[str] = set()
    for section, field in Config.model_fields.items():
        kind = field.annotation
        if not (isinstance(kind, type) and issubclass(kind, BaseModel)):
            kind = kind.__args__[0]  # type: ignore[union-attr]  # tuple[SourceConfig, ...]
        known |= {f"{section}.{key}" for key in kind.model_fields}
    assert example_keys(tomllib.loads(uncommented)) == known


def test_the_example_holds_the_defaults(tmp_path: Path) -> None:
    example = load(EXAMPLE, {}).model_dump(exclude={"sources"})
    assert example == Config().model_dump(exclude={"sources"})
