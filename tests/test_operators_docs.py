"""The page for operators against the code: metrics, commands of the staff, settings, files, words of health."""

from __future__ import annotations

import re
from pathlib import Path

from bot.config import ROLES, Config
from bot.handlers.admin.rights import COMMANDS
from bot.jobs.health import Vitals, judge
from bot.metrics import Metrics

ROOT = Path(__file__).parent.parent
DOCS = (ROOT / "docs" / "operators.md").read_text(encoding="utf-8")


def documented() -> dict[str, set[str]]:
    """Metric → its labels, as the table has them."""
    rows = re.findall(r"^\| `(aimaq_\w+)` \|([^|]*)\|", DOCS, re.MULTILINE)
    return {name: {label.strip() for label in labels.split(",") if label.strip()} for name, labels in rows}


def exposed() -> dict[str, set[str]]:
    found = {}
    for metric in vars(Metrics()).values():
        if hasattr(metric, "_labelnames"):
            (described,) = metric.describe()
            name = f"{described.name}_total" if described.type == "counter" else described.name
            found[name] = set(metric._labelnames)
    return found


def test_every_metric_is_documented_with_its_labels() -> None:
    assert documented() == exposed()


def test_the_rules_for_prometheus_ask_for_what_there_is() -> None:
    rules = (ROOT / "deploy" / "alerts.yaml").read_text(encoding="utf-8")
    asked = re.findall(r"(aimaq_\w+?)(?:_bucket)?\b(?:\{(\w+)=)?", rules)
    assert len({name for name, _ in asked}) >= 7
    for name, label in asked:
        assert label in {*exposed()[name], ""}, (name, label)


def test_every_command_of_the_staff_is_named() -> None:
    missing = [name for name in COMMANDS if f"/{name}" not in DOCS]
    assert not missing


def test_every_setting_that_is_named_exists() -> None:
    sections = {name: field.annotation for name, field in Config.model_fields.items()}
    for section, key in re.findall(r"`([a-z]+)\.([a-z_]+)(?: = [^`]*)?`", DOCS):
        if section in sections and section != "sources":
            assert key in getattr(sections[section], "model_fields", {}), f"{section}.{key}"


def test_every_file_that_is_linked_exists() -> None:
    for link in re.findall(r"\]\(([^)#]+)\)", DOCS):
        assert (ROOT / "docs" / link).exists(), link


def test_every_word_of_health_is_explained() -> None:
    sick = Vitals(running=9e9, polls=True, polled=9e9, planned=9e9, waiting=9e9, database=False)
    for name, word in judge(sick)[1].items():
        assert name == "queue" or f'"{name}": "{word}"' in DOCS


def test_compose_and_the_balancer_name_what_there_is() -> None:
    compose = (ROOT / "compose.yaml").read_text(encoding="utf-8")
    fields = {name.upper(): field.annotation for name, field in Config.model_fields.items()}
    for section, key in re.findall(r"AIMAQ_([A-Z]+)(?:__([A-Z_]+))?", compose):
        assert section in fields
        assert not key or key.lower() in getattr(fields[section], "model_fields", {}), f"{section}.{key}"
    for file in re.findall(r"- \./([\w./-]+):", compose):
        assert (ROOT / file).is_file(), file
    assert set(re.findall(r"--role, (\w+)", compose)) <= set(ROLES)
    balancer = (ROOT / "deploy" / "nginx.conf").read_text(encoding="utf-8")
    service, port = re.findall(r"http://(\w+):(\d+)", balancer)[0]
    assert f"\n  {service}:\n" in compose
    assert f"AIMAQ_WEB__PORT={port}" in (ROOT / "Dockerfile").read_text(encoding="utf-8")
