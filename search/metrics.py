"""What search tells its watchers: how long searches take and who answers them, and whether the index is in step."""

import time
from collections.abc import Callable, Iterator
from functools import wraps
from typing import ParamSpec

from django.utils import timezone
from prometheus_client import Histogram
from prometheus_client.metrics_core import GaugeMetricFamily, Metric

from network.monitoring.database import bounded
from network.monitoring.figures import figures
from search.embedding import embedder
from search.engines import engines
from search.finding.page import SearchPage
from search.indexing.embedding import pending
from search.indexing.generations import is_current, live_generation
from search.models import GateRun, Generation

# `engine`: who answered. `degraded`: "no", "engine" (it did not answer, the database did), "meaning" (it did not, words did alone),
# "outdated" (an index of another version of the program).
SEARCH_SECONDS = Histogram(
    "network_search_seconds", "One search, from the question to the page's contents.", ["engine", "degraded"],
    buckets=(0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5),
)  # fmt: skip

SUGGEST_SECONDS = Histogram(
    "network_suggest_seconds", "One round of suggestions while somebody types.",
    buckets=(0.0025, 0.005, 0.01, 0.02, 0.03, 0.05, 0.1, 0.25, 1, 5),
)  # fmt: skip

Asked = ParamSpec("Asked")


def measured(find: Callable[Asked, SearchPage]) -> Callable[Asked, SearchPage]:
    """Time every search."""

    @wraps(find)
    def run(*asked: Asked.args, **how: Asked.kwargs) -> SearchPage:
        began = time.perf_counter()
        page = find(*asked, **how)
        SEARCH_SECONDS.labels(page.engine, page.degraded or "no").observe(time.perf_counter() - began)
        return page

    return run


@figures
def index() -> Iterator[Metric]:
    """The engines, the live generation, and the gate's last word about it; without a live generation only the first two figures."""
    up = GaugeMetricFamily("network_engine_up", "1 while the search engine answers.", labels=["place"])
    for here in engines():
        up.add_metric([here.place], float(here.healthy()))
    yield up
    with bounded():
        live = live_generation()
        run = GateRun.objects.filter(generation=live).first() if live else None
    yield _gauge("network_index_live", "1 where there is a live generation.", live is not None)
    if live is not None:
        yield from _of_generation(live)
    if run is not None:
        yield from _of_run(run)


@figures
def meaning() -> Iterator[Metric]:
    """What the embedder has still to do."""
    waiting = 0
    if (model := embedder()) is not None:
        with bounded():
            waiting = pending(model).count()
    yield _gauge(
        "network_meaning_waiting", "Public practices that are not yet found by meaning; 0 without a model.", waiting
    )


def _of_generation(live: Generation) -> Iterator[Metric]:
    yield _gauge("network_index_current", "1 where this program built the live generation.", is_current(live))
    if live.promoted_at:
        age = (timezone.now() - live.promoted_at).total_seconds()
        yield _gauge("network_generation_age_seconds", "Since the live generation was promoted.", age)


def _of_run(run: GateRun) -> Iterator[Metric]:
    yield _gauge("network_gate_age_seconds", "Since the gate last ran.", (timezone.now() - run.ran_at).total_seconds())
    yield _gauge("network_index_documents", "Documents of the live generation when the gate last ran.", run.documents)
    drift = GaugeMetricFamily(
        "network_index_drift", "Documents that differ from the database, when the gate last ran.", labels=["kind"]
    )
    for kind in ("missing", "extra", "old", "ahead"):
        drift.add_metric([kind], getattr(run, kind))
    yield drift


def _gauge(name: str, says: str, value: float) -> Metric:
    return GaugeMetricFamily(name, says, value=float(value))
