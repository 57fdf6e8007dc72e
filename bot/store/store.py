"""One object over all parts."""

from __future__ import annotations

from typing import Literal

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
from bot.store.migrations import HEAD
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

Schema = Literal["newest", "required", "any"]


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
    async def open(cls, url: str, *, schema: Schema = "newest", bands: Bands = signature_bands) -> Store:
        """Connect. ``schema``: ``newest`` makes what is missing, the database itself included; ``required`` refuses
        another than this program's; ``any`` takes an older one as it is.

        ``url``: ``sqlite+aiosqlite:///path`` or ``postgresql+asyncpg://…``. Raises `StoreError` with the mend.
        """
        database = Database(url)
        if schema != "newest":
            database.must_exist()
        store = cls(database, bands)
        check = {"newest": store.upgrade, "required": store.require_head, "any": store.require_known}[schema]
        try:
            await check()
        except BaseException:
            await store.close()
            raise
        return store

    @classmethod
    async def bring_up(cls, url: str) -> tuple[str | None, str]:
        """Only bring the schema up to date; the revision that it had (``None``: empty) and the one that it has."""
        store = cls(Database(url))
        try:
            return await store.upgrade(), HEAD
        finally:
            await store.close()

    async def move_to(self, target: Store, origin: str, progress: Progress) -> tuple[Compared, ...]:
        """Make ``target`` equal to this newsroom; see `bot.store.moving`."""
        return await copy(self._db, target._db, origin, progress)

    async def move_in(self) -> None:
        """A copy is a newsroom of its own from now on: no later copy may write over it."""
        await occupy(self._db)

    async def close(self) -> None:
        await self._db.close()
