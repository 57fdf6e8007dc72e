"""The settings of one installation: typed, frozen sections of the TOML file, each key also from the environment.

``AIMAQ_SECTION__KEY`` wins over the file. Everything wrong is met here with one line that names the file or the
variable, the key and the mend; a secret is never printed, neither in errors nor by ``aimaq config check``.
"""

from __future__ import annotations

import json
import os
import re
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from difflib import get_close_matches
from pathlib import Path
from typing import Annotated, Any, Literal
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, available_timezones

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, SecretStr, ValidationError, model_validator
from pydantic_core import ErrorDetails
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict

from bot.errors import ConfigError
from bot.models import REGIONS

PREFIX = "AIMAQ_"
SHORTEST_TOKEN = 16  # of the operator's page: characters that nobody guesses
_NO_FILE = "there is no config.toml and no token: copy config.example.toml to config.toml and set telegram.token there"


def _web_address(value: str) -> str:
    parts = urlsplit(value)
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        raise ValueError("must be an http(s) address such as https://example.kz/feed/")
    return value


def _optional_web_address(value: str) -> str:
    return _web_address(value) if value else value


def _time_zone(value: str) -> str:
    if value not in available_timezones():
        raise ValueError("is not an IANA time zone such as Asia/Almaty")
    return value


def _region(value: str | None) -> str | None:
    if value and value not in REGIONS:
        raise ValueError("must be an ISO 3166-2 id such as KZ-19 (see `aimaq explain`)")
    return value or None


def _source_name(value: str) -> str:
    if not re.fullmatch(r"[a-z0-9][a-z0-9._-]{0,39}", value):
        raise ValueError("must be a short id: up to 40 of a-z 0-9 . _ -")
    return value


def _database_url(value: str) -> str:
    if not value.startswith(("sqlite+aiosqlite:///", "postgresql+asyncpg://")):
        raise ValueError("must begin with sqlite+aiosqlite:/// or postgresql+asyncpg://")
    return value


WebAddress = Annotated[str, AfterValidator(_web_address)]
OptionalWebAddress = Annotated[str, AfterValidator(_optional_web_address)]
TimeZone = Annotated[str, AfterValidator(_time_zone)]
SourceName = Annotated[str, AfterValidator(_source_name)]
RegionId = Annotated[str | None, AfterValidator(_region)]


class Section(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class TelegramConfig(Section):
    token: SecretStr = SecretStr("")
    token_file: str = ""
    api_url: WebAddress = "https://api.telegram.org"
    mode: Literal["polling", "webhook"] = "polling"
    webhook_url: OptionalWebAddress = ""
    webhook_secret: SecretStr = SecretStr("")
    admins: tuple[int, ...] = ()

    @model_validator(mode="after")
    def _webhook_is_whole(self) -> TelegramConfig:
        if self.mode == "webhook" and not self.webhook_url.startswith(("https://", "http://127.0.0.1")):
            raise ValueError('mode = "webhook" needs webhook_url, a public https address')
        if self.mode == "webhook" and not re.fullmatch(r"[A-Za-z0-9_-]{1,256}", self.webhook_secret.get_secret_value()):
            raise ValueError('mode = "webhook" needs webhook_secret, 1 to 256 of A-Z a-z 0-9 _ -')
        return self


class DatabaseConfig(Section):
    url: Annotated[str, AfterValidator(_database_url)] = "sqlite+aiosqlite:///aimaq.db"


class SourceConfig(Section):
    name: SourceName
    feed_url: WebAddress
    title: str = Field(default="", max_length=80)
    title_kk: str = Field(default="", max_length=80)
    poll_seconds: int = Field(default=600, ge=5)
    max_poll_seconds: int = Field(default=3600, ge=5)
    default_region: RegionId = None
    full_text: Literal["auto", "feed", "page"] = "auto"
    approval: bool = False
    utm: str = Field(default="", max_length=200, pattern=r"^[A-Za-z0-9_=&%.+-]*$")


class NetworkConfig(Section):
    allow_private_hosts: bool = False
    proxy: OptionalWebAddress = ""
    contact: str = ""
    timeout_seconds: float = Field(default=30, gt=0, le=300)
    max_bytes: int = Field(default=10_000_000, ge=10_000)
    max_items: int = Field(default=500, ge=1)
    max_title_chars: int = Field(default=500, ge=50)
    max_body_chars: int = Field(default=200_000, ge=1_000)


class IngestConfig(Section):
    first_contact_hours: float = Field(default=0, ge=0)
    news_hours: float = Field(default=48, gt=0)


class DeliveryConfig(Section):
    messages_per_second: float = Field(default=30, gt=0, le=1000)
    paid_broadcast: bool = False
    max_stars_per_day: int = Field(default=0, ge=0)
    in_flight: int = Field(default=24, ge=1, le=500)

    @model_validator(mode="after")
    def _paying_has_a_limit(self) -> DeliveryConfig:
        if self.paid_broadcast and not self.max_stars_per_day:
            raise ValueError("paid_broadcast = true needs max_stars_per_day, the most that a day may cost")
        return self


class ScheduleConfig(Section):
    time_zone: TimeZone = "Asia/Almaty"
    catch_up_hours: float = Field(default=12, ge=0)
    retention_days: int = Field(default=365, ge=7)
    tidy_hour: int = Field(default=3, ge=0, le=23)


class WebConfig(Section):
    host: str = "127.0.0.1"
    port: int = Field(default=8081, ge=0, le=65535)
    admin_page: bool = False
    admin_token: SecretStr = SecretStr("")

    @model_validator(mode="after")
    def _page_is_guarded(self) -> WebConfig:
        if self.admin_page and len(self.admin_token.get_secret_value()) < SHORTEST_TOKEN:
            raise ValueError(f"admin_page = true needs admin_token, {SHORTEST_TOKEN} characters or more")
        return self


class SummaryConfig(Section):
    max_chars: int = Field(default=400, ge=80, le=1000)
    llm_url: OptionalWebAddress = ""
    llm_model: str = ""
    llm_key: SecretStr = SecretStr("")
    llm_per_day: int = Field(default=500, ge=0)

    @model_validator(mode="after")
    def _endpoint_is_whole(self) -> SummaryConfig:
        if self.llm_url and not self.llm_model:
            raise ValueError("llm_url needs llm_model, the name of a model that it serves")
        return self


class BackupConfig(Section):
    folder: str = ""
    keep: int = Field(default=7, ge=1)


ROLES = ("all", "updates", "worker")


class ClusterConfig(Section):
    role: Literal["all", "updates", "worker"] = "all"

    @property
    def takes_updates(self) -> bool:
        return self.role != "worker"

    @property
    def works(self) -> bool:
        """Whether this process reads feeds, plans and delivers."""
        return self.role != "updates"


class LogConfig(Section):
    level: Literal["debug", "info", "warning", "error"] = "info"
    format: Literal["auto", "console", "json"] = "auto"


class Config(BaseSettings):
    """Everything an installation can set. Lists come from the environment as JSON."""

    model_config = SettingsConfigDict(
        env_prefix=PREFIX, env_nested_delimiter="__", frozen=True, extra="forbid", env_ignore_empty=False
    )

    telegram: TelegramConfig = TelegramConfig()
    database: DatabaseConfig = DatabaseConfig()
    sources: tuple[SourceConfig, ...] = ()
    network: NetworkConfig = NetworkConfig()
    ingest: IngestConfig = IngestConfig()
    delivery: DeliveryConfig = DeliveryConfig()
    schedule: ScheduleConfig = ScheduleConfig()
    web: WebConfig = WebConfig()
    summary: SummaryConfig = SummaryConfig()
    backup: BackupConfig = BackupConfig()
    cluster: ClusterConfig = ClusterConfig()
    log: LogConfig = LogConfig()

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        return env_settings, init_settings

    @model_validator(mode="after")
    def _sources_are_distinct(self) -> Config:
        names = [source.name for source in self.sources]
        twice = {name for name in names if names.count(name) > 1}
        if twice:
            raise ValueError(f"two sources are named {sorted(twice)[0]!r}; give each [[sources]] its own name")
        return self

    @model_validator(mode="after")
    def _roles_need_a_server(self) -> Config:
        if trouble := _role_trouble(self.cluster.role, self.database.url):
            raise ValueError(trouble)
        return self

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.schedule.time_zone)


def load(path: Path | None, environment: Mapping[str, str] = os.environ, *, need_token: bool = False) -> Config:
    """Read ``path`` (``None``: defaults and environment only) and check everything.

    Raises :class:`ConfigError` with one line that names the place and the mend.
    """
    _refuse_unknown_variables(environment)
    values = _read(path) if path else {}
    try:
        config = Config(**values)
    except ValidationError as error:
        raise ConfigError(_explain(error, path, environment)) from None
    except ValueError:  # pydantic-settings: a list in the environment that is no JSON
        raise ConfigError(f"environment: {_broken_json(environment)}") from None
    return with_token(config, path) if need_token else config


def with_token(config: Config, path: Path | None) -> Config:
    """The same settings with the token filled from ``token_file``; :class:`ConfigError` when there is none."""
    token = config.telegram.token.get_secret_value().strip()
    if not token and config.telegram.token_file:
        token = _token_from(Path(config.telegram.token_file))
    if not token:
        place = f"{path}: telegram.token is missing; set it there" if path else _NO_FILE
        raise ConfigError(
            f"{place}, in telegram.token_file or in the variable {PREFIX}TELEGRAM__TOKEN (ask @BotFather for one)"
        )
    if not re.fullmatch(r"\d+:[A-Za-z0-9_-]+", token):
        place = f"{path}: " if path else ""
        raise ConfigError(f"{place}telegram.token has not the form that @BotFather gives: digits, a colon, letters")
    telegram = config.telegram.model_copy(update={"token": SecretStr(token)})
    return config.model_copy(update={"telegram": telegram})


def with_role(config: Config, role: str | None) -> Config:
    """The same settings for a process of this role; ``None`` leaves it as it is."""
    if role is None:
        return config
    trouble = _role_trouble(role, config.database.url) if role in ROLES else f"choose {', '.join(ROLES)}"
    if trouble:
        raise ConfigError(f"--role {role}: {trouble}")
    return config.model_copy(update={"cluster": ClusterConfig.model_validate({"role": role})})


def _role_trouble(role: str, database: str) -> str:
    if role == "all" or database.startswith("postgresql"):
        return ""
    return f'the role "{role}" needs PostgreSQL (database.url): several processes cannot share a file'


def masked(config: Config) -> dict[str, Any]:
    """The effective settings, ready for printing; secrets and credentials inside addresses are stars."""
    shown: dict[str, Any] = _without_credentials(config.model_dump(mode="json"))
    return shown


def _without_credentials(value: Any) -> Any:
    """The same values; the address of a database keeps its user, any other loses both."""
    match value:
        case dict():
            return {key: _without_credentials(one) for key, one in value.items()}
        case list():
            return [_without_credentials(one) for one in value]
        case str():
            database = re.sub(r"^(postgresql[^:]*://[^:/@]*):.*@", r"\1:********@", value)
            return re.sub(r"^(https?://)[^/]*@", r"\1********@", database)
        case _:
            return value


def _read(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise ConfigError(f"{path}: no such file; copy config.example.toml there, or name yours with -c") from None
    except OSError as error:
        raise ConfigError(f"{path}: cannot be read ({error.strerror}); check the file") from None
    except UnicodeDecodeError:
        raise ConfigError(f"{path}: is not UTF-8 text; save it as such") from None
    except tomllib.TOMLDecodeError as error:
        raise ConfigError(f"{path}: is not valid TOML: {error}") from None


def _token_from(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8").strip()
    except OSError as error:
        raise ConfigError(f"telegram.token_file: {path} cannot be read ({error.strerror})") from None


def _known_variables() -> Iterable[tuple[str, bool]]:
    """Names of all variables, and whether names may go on below them."""
    for section, field in Config.model_fields.items():
        kind = field.annotation
        if isinstance(kind, type) and issubclass(kind, BaseModel):
            yield from ((f"{section}__{key}".upper(), False) for key in kind.model_fields)
        else:
            yield section.upper(), False


def _refuse_unknown_variables(environment: Mapping[str, str]) -> None:
    known = {name for name, _ in _known_variables()}
    for name in environment:
        if name.startswith(PREFIX) and name.removeprefix(PREFIX).upper() not in known:
            raise ConfigError(f"environment: {name} is no setting of Aimaq; see config.example.toml, or unset it")


def _broken_json(environment: Mapping[str, str]) -> str:
    """The first of our lists that is no JSON, and what it would look like."""
    examples = {
        f"{PREFIX}TELEGRAM__ADMINS": "[111111111]",
        f"{PREFIX}SOURCES": '[{"name": "altyn-orda", "feed_url": "https://altyn-orda.kz/feed/"}]',
    }
    for name, example in examples.items():
        try:
            json.loads(environment.get(name, "[]"))
        except ValueError:
            return f"{name} must be JSON, such as {example}"
    return f"one of the {PREFIX}… variables must be JSON"


def _explain(error: ValidationError, path: Path | None, environment: Mapping[str, str]) -> str:
    """One line from pydantic's first complaint, without the value: it may be a secret."""
    details = error.errors(include_input=False, include_url=False)[0]
    key = ".".join(str(part) for part in details["loc"])
    variables = (PREFIX + "__".join(map(str, details["loc"][:depth])).upper() for depth in (2, 1))
    variable = next((one for one in variables if one in environment), None)
    if variable and len(details["loc"]) > 2:  # an entry of a list
        place = f"environment: {variable}: {key}"
    else:
        place = f"environment: {variable}" if variable else f"{path or 'config'}: {key}".rstrip()
    return f"{place} {_mend(details)}"


def _meant(loc: Sequence[int | str]) -> str:
    """The known key that looks most like an unknown one, or where all of them stand."""
    keys: Iterable[str] = Config.model_fields
    if len(loc) > 1:
        keys = (
            one.lower().partition("__")[2] for one, _ in _known_variables() if one.startswith(f"{loc[0]}__".upper())
        )
    if loc[0] == "sources":
        keys = SourceConfig.model_fields
    close = get_close_matches(str(loc[-1]), list(keys), n=1)
    return f"did you mean {close[0]}?" if close else "see config.example.toml for the known ones"


def _mend(details: ErrorDetails) -> str:
    match details["type"]:
        case "extra_forbidden":
            return f"is an unknown key; {_meant(details['loc'])}"
        case "missing":
            return "is missing; add it"
        case "value_error":
            return str(details["ctx"]["error"])
        case _:
            return "is wrong: " + details["msg"].removeprefix("Input ").removeprefix("Value error, ")
