"""One object over all parts."""

from __future__ import annotations

from bot.store.articles import Articles
from bot.store.backups import Backups
from bot.store.bands import Bands, signature_bands
from bot.store.broadcasts import Broadcasts
from bot.store.chats import Chats
from bot.store.cluster import Cluster
from bot.store.curation import Curation
from bot.store.database import Database
from bot.store.drafts import Drafts
from bot.store.duplicates import Duplicates
from bot.store.exchange import Exchange
from bot.store.instants import Instants
from bot.store.journal import Journal
from bot.store.keepsakes import Keepsakes
from bot.store.moving import Compared, Progress, copy, occupy
from bot.store.newsdesk import Newsdesk
from bot.store.outbox import Outbox
from bot.store.oversight import Oversight
from bot.store.payloads import Payloads
from bot.store.people import People
from bot.store.planning import Planning
from bot.store.search import Search
from bot.store.settling import Settling
from bot.store.sources import Sources
from bot.store.statistics import Figures
from bot.store.stories import Stories
from bot.store.subscriptions import Subscriptions
from bot.store.trimming import Trimming
from bot.store.upgrades import Upgrades
from bot.store.vocabulary import Vocabulary


class Store(
    Upgrades, Backups, Trimming,
    Sources, Articles, Duplicates, Stories, Search, Vocabulary, Curation, Newsdesk,
    Chats, Subscriptions, Exchange, People, Keepsakes,
    Planning, Instants, Broadcasts, Drafts, Outbox, Settling, Payloads,
    Journal, Figures, Oversight, Cluster,
):  # fmt: skip
    """The database, as the rest of the program sees it.

    Each method is one short transaction; none is open while a caller does something else. Times are parameters.
    Every failure is a `StoreError`; a `StoreBusyError` is worth another try.
    """

    def __init__(self, database: Database, bands: Bands = signature_bands) -> None:
        self._db = database
        self._bands = bands

    @classmethod
    async def open(cls, url: str, *, migrate: bool = True, bands: Bands = signature_bands) -> Store:
        """Connect, and bring the schema up to date unless ``migrate`` is false (then it must be so already).

        ``url``: ``sqlite+aiosqlite:///path`` or ``postgresql+asyncpg://…``. Raises `StoreError` with the mend.
        """
        store = cls(Database(url), bands)
        try:
            await (store.upgrade() if migrate else store.require_head())
        except BaseException:
            await store.close()
            raise
        return store

    async def move_to(self, target: Store, origin: str, progress: Progress) -> tuple[Compared, ...]:
        """Make ``target`` equal to this newsroom; see `bot.store.moving`."""
        return await copy(self._db, target._db, origin, progress)

    async def move_in(self) -> None:
        """A copy is a newsroom of its own from now on: no later copy may write over it."""
        await occupy(self._db)

    async def close(self) -> None:
        await self._db.close()
