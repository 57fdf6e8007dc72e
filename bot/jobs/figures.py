"""The figures of a window as the charts want them, for `/stats` and the operator's page."""

from __future__ import annotations

from datetime import datetime

from bot.charts import StatsData, delivery_days, subscriber_days
from bot.store import Store


async def figures(
    store: Store, since: datetime, until: datetime, language: str, region: str | None = None
) -> StatsData:
    """What happened from ``since`` to ``until``, in all or in one region; sources by their names in ``language``."""
    whole = await store.statistics(since, until)
    value = await store.region_statistics(region, since, until) if region else whole
    readers = await store.readership(since, until)
    titles = {source.name: source.called(language) for source in await store.sources()}
    total = sum(whole.subscribers_by_kind.values())
    return StatsData(
        start=since,
        end=until,
        stories_by_region=whole.stories_by_region,
        subscribers_by_region=whole.subscribers_by_region,
        stories_by_topic=value.stories_by_topic,
        articles_by_source={titles.get(name, name): count for name, count in value.articles_by_source.items()},
        subscribers=subscriber_days(since.date(), until.date(), total, whole.new_chats, readers.lost),
        deliveries=delivery_days(whole.deliveries),
    )
