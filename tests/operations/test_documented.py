"""docs/operations.md and docs/alerts.yml speak of figures, alerts and commands that exist, and of all of them."""

import re
from pathlib import Path
from typing import Any

import pytest
import yaml
from django.core.management import get_commands, load_command_class
from prometheus_client import REGISTRY
from pytest_django import Settings

from network.monitoring import requests, tasks
from network.monitoring.figures import DatabaseFigures
from tests.finding.asking import index_everything
from tests.platform.compose import ROOT

pytest.importorskip("redis")

from network import cache

_GUIDE = (ROOT / "docs" / "operations.md").read_text(encoding="utf-8")
_RULES: list[dict[str, Any]] = [
    rule for group in yaml.safe_load((ROOT / "docs" / "alerts.yml").read_text())["groups"] for rule in group["rules"]
]
_SUFFIXES = {"counter": ("_total",), "histogram": ("_bucket", "_sum", "_count"), "gauge": ("",)}
# Everything that registers figures with the library.
assert all((requests.REQUESTS, tasks.TASKS, cache.FAILURES))


@pytest.fixture
def served(db: None, tmp_path: Path, settings: Settings) -> dict[str, str]:
    """Every figure there is, by the name under which it is read, with its kind."""
    settings.SEARCH_URL = f"tantivy://{tmp_path / 'index'}"
    index_everything()
    families = [*REGISTRY.collect(), *DatabaseFigures().collect()]
    return {f.name: f.type for f in families if f.name.startswith("network_")}


def _readable(served: dict[str, str]) -> set[str]:
    return {name + suffix for name, kind in served.items() for suffix in _SUFFIXES[kind]}


def test_every_rule_asks_for_figures_that_exist_and_says_how_urgent_it_is(served: dict[str, str]) -> None:
    for rule in _RULES:
        asked = set(re.findall(r"\bnetwork_\w+", rule["expr"]))
        assert asked <= _readable(served), rule["alert"]
        assert asked or rule["expr"].startswith("up{"), rule["alert"]
        assert rule["labels"]["severity"] in {"page", "ticket"} and rule["annotations"]["summary"], rule["alert"]


def test_every_figure_is_described_and_every_described_one_exists(served: dict[str, str]) -> None:
    table = _GUIDE.partition("| figure |")[2].partition("\n\n")[0]
    described = set(
        re.findall(r"`(network_\w+)`", "".join(row.split("|")[1] for row in table.splitlines() if "|" in row))
    )
    assert described == {name + ("_total" if kind == "counter" else "") for name, kind in served.items()}


def test_there_is_advice_for_every_alert_and_for_no_other() -> None:
    advice = _GUIDE.partition("## What to do")[2].partition("\n## ")[0]
    assert re.findall(r"^\*\*(\w+)\.\*\*", advice, re.M) == [rule["alert"] for rule in _RULES]


def test_every_command_of_the_guide_exists() -> None:
    commands = set(re.findall(r"manage\.py (\w+)(?: ([a-z]+))?", _GUIDE))
    assert {("restart_feed", ""), ("search_index", "build"), ("migrate", "")} <= commands
    for name, step in commands:
        command = load_command_class(get_commands()[name], name)
        if step:
            command.create_parser("manage.py", name).parse_args([step])
