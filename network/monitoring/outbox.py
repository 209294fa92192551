"""Figures of the outbox: what waits, since when, and what is parked."""

from collections.abc import Iterator

from django.utils import timezone
from prometheus_client.metrics_core import GaugeMetricFamily, Metric

from network.monitoring.database import bounded
from network.monitoring.figures import figures
from network.outbox.selectors import outbox_states


@figures
def outbox() -> Iterator[Metric]:
    """By topic; of a topic without waiting rows the oldest is 0 seconds old."""
    waiting = GaugeMetricFamily("network_outbox_waiting", "Rows that wait to be handled.", labels=["topic"])
    parked = GaugeMetricFamily("network_outbox_parked", "Rows that wait for a person.", labels=["topic"])
    oldest = GaugeMetricFamily("network_outbox_oldest_seconds", "Age of the oldest waiting row.", labels=["topic"])
    now = timezone.now()
    with bounded():
        states = outbox_states()
    for topic, state in states.items():
        waiting.add_metric([topic], state.waiting)
        parked.add_metric([topic], state.parked)
        oldest.add_metric([topic], (now - state.oldest).total_seconds() if state.oldest else 0)
    yield from (waiting, parked, oldest)
