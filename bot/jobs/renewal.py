"""Sources and vocabularies read anew while everything runs. What is broken changes nothing: the old stays in use, and
the admin is told once, and once more when it was mended."""

from __future__ import annotations

import asyncio
import json
import sys
from collections.abc import Awaitable, Callable, Mapping

import structlog

from bot.analysis import renewal
from bot.clock import Clock
from bot.config import Config
from bot.errors import AimaqError
from bot.jobs.reading import Reading
from bot.jobs.watch import RENEWAL
from bot.models import Source
from bot.store import Store

log = structlog.get_logger()

TRIAL_SECONDS = 60.0


def sources_of(config: Config) -> tuple[Source, ...]:
    """The sources of the file as the store knows them."""
    return tuple(Source(**source.model_dump()) for source in config.sources)


def marks_of(config: Config) -> Mapping[str, str]:
    """Source → what is added to its links."""
    return {source.name: source.utm for source in config.sources if source.utm}


async def tried() -> None:
    """The vocabularies on the disk loaded beside, by another process: raises :class:`AimaqError` where they cannot be
    used."""
    trial = await asyncio.create_subprocess_exec(
        sys.executable, "-m", renewal.__name__, stdin=asyncio.subprocess.DEVNULL, stderr=asyncio.subprocess.PIPE
    )
    try:
        _, said = await asyncio.wait_for(trial.communicate(), TRIAL_SECONDS)
    except TimeoutError:
        trial.kill()
        raise AimaqError(f"vocabularies: not read within {TRIAL_SECONDS:.0f} s") from None
    if trial.returncode:
        line = said.decode(errors="replace").strip().rpartition("\n")[2]
        raise AimaqError(f"vocabularies: {line or f'exit code {trial.returncode}'}")


class Renewal:
    """What SIGHUP asks for."""

    def __init__(
        self,
        store: Store,
        clock: Clock,
        reading: Reading,
        config: Config,
        reread: Callable[[], Config] | None = None,
        trial: Callable[[], Awaitable[None]] = tried,
    ) -> None:
        """``reread`` reads the settings (``None``: they come from no file); ``trial`` raises :class:`AimaqError` where
        the vocabularies on the disk are broken."""
        self._store = store
        self._clock = clock
        self._reading = reading
        self._config = config
        self._reread = reread
        self._trial = trial
        self._turn = asyncio.Lock()

    async def run(self) -> None:
        """Read both again; how it ended is written down, so that a failure is told."""
        async with self._turn:
            errors = [error for renew in (self._sources, self._vocabularies) if (error := await _error_of(renew()))]
            kept = {"at": self._clock.now().isoformat(), "error": "; ".join(errors)}
            await self._store.set_setting(RENEWAL, json.dumps(kept, ensure_ascii=False))

    async def _sources(self) -> None:
        if self._reread is None:
            return
        config = await asyncio.to_thread(self._reread)
        await self._store.sync_sources(sources_of(config), self._clock.now())
        self._reading.mark_links(marks_of(config))
        waiting = [name for name in Config.model_fields if name != "sources" and _differs(name, config, self._config)]
        log.info("sources_renewed", sources=len(config.sources), for_a_restart=waiting)

    async def _vocabularies(self) -> None:
        await self._trial()
        await asyncio.to_thread(renewal.renew)
        log.info("vocabularies_renewed")


def _differs(name: str, one: Config, other: Config) -> bool:
    return bool(getattr(one, name) != getattr(other, name))


async def _error_of(work: Awaitable[None]) -> str:
    try:
        await work
    except AimaqError as error:
        log.error("renewal_failed", reason=str(error))
        return str(error)
    return ""
