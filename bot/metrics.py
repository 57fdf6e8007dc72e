"""The numbers that an operator's monitoring scrapes at ``/metrics``; one set per process, handed around."""

from __future__ import annotations

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest

HANDLE_BUCKETS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.15, 0.25, 0.5, 1, 2.5, 10)


class Metrics:
    """All metrics of Aimaq; ``docs/operators.md`` lists them."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self.fetches = Counter(
            "aimaq_fetches", "Polls of sources by outcome", ["source", "outcome"], registry=self.registry
        )
        self.articles = Counter(
            "aimaq_articles", "Articles by source and what became of them", ["source", "result"], registry=self.registry
        )
        self.planned = Counter("aimaq_planned_messages", "Rows written to the outbox", ["kind"], registry=self.registry)
        self.sends = Counter("aimaq_sends", "Outcomes of sends", ["outcome"], registry=self.registry)
        self.updates = Counter("aimaq_updates", "Updates handled, by type", ["type"], registry=self.registry)
        self.errors = Counter("aimaq_errors", "Unexpected exceptions", ["where"], registry=self.registry)
        self.handle_seconds = Histogram(
            "aimaq_update_seconds", "Time to handle an update", buckets=HANDLE_BUCKETS, registry=self.registry
        )
        self.outbox_pending = Gauge("aimaq_outbox_pending", "Rows waiting in the outbox", registry=self.registry)
        self.outbox_age = Gauge("aimaq_outbox_oldest_seconds", "Age of the oldest waiting row", registry=self.registry)
        self.outbox_troubled = Gauge(
            "aimaq_outbox_troubled", "Rows that need a person: refused for good, or never confirmed",
            registry=self.registry,
        )  # fmt: skip
        self.pace = Gauge("aimaq_pace_per_second", "Messages a second that the pace allows now", registry=self.registry)
        self.disk_free = Gauge("aimaq_disk_free_bytes", "Free bytes where the database grows", registry=self.registry)
        self.source_failures = Gauge(
            "aimaq_source_failures", "Failed readings in a row", ["source"], registry=self.registry
        )
        self.last_success = Gauge(
            "aimaq_last_success_timestamp_seconds", "When a stage last succeeded", ["stage"], registry=self.registry
        )

    def text(self) -> bytes:
        """The exposition in Prometheus' text format."""
        return generate_latest(self.registry)
