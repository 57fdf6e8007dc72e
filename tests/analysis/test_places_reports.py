"""Short reports of our own writing: roads, visitors, courts, clubs, in both languages and scripts."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from bot.analysis.clean import clean
from bot.analysis.places import regions

REPORTS = Path(__file__).parent.parent / "data" / "places" / "reports.jsonl"


def reports() -> list[dict[str, Any]]:
    return [json.loads(line) for line in REPORTS.read_text("utf-8").splitlines()]


@pytest.mark.parametrize("report", reports(), ids=lambda report: report["title"][:40])
def test_the_regions_of_a_report(report: dict[str, Any]) -> None:
    published = datetime.fromisoformat(report["published"]).replace(tzinfo=UTC)
    found = regions(clean(report["title"], f"<p>{report['body']}</p>"), published=published)
    assert [label.id for label in found.regions] == report["regions"]
