"""Sources and vocabularies read anew while everything runs: the broken changes nothing and is said."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from bot.analysis import renewal as vocabularies
from bot.analysis.vocabulary import vocabulary
from bot.clock import SystemClock
from bot.config import Config, SourceConfig
from bot.errors import AimaqError, ConfigError
from bot.jobs.reading import Reading
from bot.jobs.renewal import Renewal, sources_of, tried
from bot.jobs.watch import RENEWAL
from bot.store import Store


@dataclass
class Disk:
    """The settings and vocabularies as they lie on it."""

    config: Config
    broken: list[str] = field(default_factory=list)

    def settings(self) -> Config:
        if "settings" in self.broken:
            raise ConfigError("config.toml: line 3: not TOML")
        return self.config

    async def vocabularies(self) -> None:
        if "vocabularies" in self.broken:
            raise AimaqError("vocabularies: economy.toml: Invalid value (at line 3, column 1)")


def of(*names: str) -> Config:
    return Config(sources=tuple(SourceConfig(name=name, feed_url=f"https://{name}.kz/feed/") for name in names))


async def test_sources_come_and_go_and_what_is_broken_changes_nothing(sqlite_url: str) -> None:
    store, clock, disk = await Store.open(sqlite_url), SystemClock(), Disk(of("dala", "oner"))
    await store.sync_sources(sources_of(of("dala", "tau")), clock.now())
    renewal = Renewal(store, clock, Reading(store, clock), disk.config, disk.settings, disk.vocabularies)

    async def names() -> list[str]:
        return sorted(source.name for source in await store.sources())

    async def trouble() -> str:
        return str(json.loads(await store.setting(RENEWAL) or "{}")["error"])

    before = vocabulary("ru")
    await renewal.run()
    assert (await names(), await trouble()) == (["dala", "oner"], "")
    read = vocabulary("ru")
    assert read is not before

    disk.config, disk.broken = of("tau"), ["settings", "vocabularies"]
    await renewal.run()
    assert await names() == ["dala", "oner"]
    assert "line 3: not TOML; vocabularies: economy.toml" in await trouble()
    assert vocabulary("ru") is read

    disk.broken = []
    await renewal.run()
    assert (await names(), await trouble()) == (["tau"], "")
    await store.close()


def test_a_broken_vocabulary_is_named(tmp_path: Path) -> None:
    (tmp_path / "topics").mkdir()
    (tmp_path / "topics" / "economy.toml").write_text('[ru]\nstrong = ["бюджет"\nweak = 3', encoding="utf-8")
    with pytest.raises(AimaqError, match=r"economy\.toml: .*line 3"):
        vocabularies.check(tmp_path)


async def test_those_of_the_program_are_sound() -> None:
    await tried()
