"""Figures that are read when they are asked for: rooms register functions, the collector calls each once a scrape.

    @figures
    def drift() -> Iterator[Metric]: ...

Register in the application's `ready()` by importing the module. A function may read the database, within `database.bounded`; while the
database does not answer, none is called, and `network_database_up` says so.
"""

from collections.abc import Callable, Iterable, Iterator

from django.db import Error
from prometheus_client.metrics_core import GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from network.monitoring.database import database_answers

Source = Callable[[], Iterable[Metric]]
_sources: list[Source] = []


def figures(source: Source) -> Source:
    """Register a function that gives figures."""
    if source not in _sources:
        _sources.append(source)
    return source


class DatabaseFigures(Collector):
    """Everything that was registered, or that the database is down."""

    def collect(self) -> Iterator[Metric]:
        """Read all of it before the first is given, as a half-read answer would look like a whole one."""
        found = self._read()
        up = "1 while the database answers; else the figures read from it are absent."
        yield GaugeMetricFamily("network_database_up", up, value=0 if found is None else 1)
        yield from found or []

    def _read(self) -> list[Metric] | None:
        if not database_answers():
            return None
        try:
            return [metric for source in _sources for metric in source()]
        except Error:
            return None
