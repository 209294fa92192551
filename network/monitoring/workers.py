"""What Celery's workers tell: the outcome and the duration of every task, on a port of their own.

A worker's tasks run in processes of its pool; each writes its figures into a folder, which the worker's main process adds up and serves.
"""

import logging
import os
import tempfile
import time
from typing import Any

from celery.signals import task_postrun, task_prerun, worker_init
from django.conf import settings

logger = logging.getLogger(__name__)

_began: dict[str, float] = {}


def choose_folder() -> None:
    """Where the pool writes its figures; chosen before the applications import prometheus_client, which reads the variable once."""
    if settings.METRICS_PORT and "PROMETHEUS_MULTIPROC_DIR" not in os.environ:
        os.environ["PROMETHEUS_MULTIPROC_DIR"] = tempfile.mkdtemp(prefix="network-metrics-")


@worker_init.connect
def serve(**said: Any) -> None:
    """Serve the tasks' figures on METRICS_PORT, which nobody outside should reach: it asks for no token."""
    if not settings.METRICS_PORT:
        return
    from prometheus_client import CollectorRegistry, start_http_server
    from prometheus_client.multiprocess import MultiProcessCollector

    registry = CollectorRegistry()
    MultiProcessCollector(registry)  # type: ignore[no-untyped-call]
    try:
        start_http_server(settings.METRICS_PORT, registry=registry)
    except OSError as error:
        logger.error("METRICS_PORT %d cannot be served: %s. The worker works on.", settings.METRICS_PORT, error)


@task_prerun.connect
def begin(task_id: str, **said: Any) -> None:
    """The clock of a task."""
    _began[task_id] = time.perf_counter()


@task_postrun.connect
def finish(task_id: str, task: Any, state: str, **said: Any) -> None:
    """Note what became of it."""
    from network.monitoring.tasks import SECONDS, TASKS

    TASKS.labels(task.name, (state or "unknown").lower()).inc()
    SECONDS.labels(task.name).observe(time.perf_counter() - _began.pop(task_id))
