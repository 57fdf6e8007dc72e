"""The figures of `/stats` as one picture: pure values in, a PNG or SVG out.

A tile map of the regions, a line of subscribers, bars of topics, sources and deliveries, in the reader's language.
What to draw is decided in plain geometry (`page`, `panels`, `tiles`); only `paint` knows matplotlib, the optional
extra ``charts``, and imports it when a picture is asked for. No clock, no I/O, nothing global: call it in a thread.
"""

from bot.charts.picture import ChartsMissingError, chart, chart_svg
from bot.charts.values import DeliveryDay, Measure, StatsData, SubscriberDay, delivery_days, subscriber_days

__all__ = [
    "ChartsMissingError",
    "DeliveryDay",
    "Measure",
    "StatsData",
    "SubscriberDay",
    "chart",
    "chart_svg",
    "delivery_days",
    "subscriber_days",
]
