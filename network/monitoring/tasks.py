"""Figures of Celery's tasks."""

from prometheus_client import Counter, Histogram

TASKS = Counter("network_tasks", "Finished tasks.", ["task", "outcome"])
SECONDS = Histogram(
    "network_task_seconds", "How long a task took.", ["task"],
    buckets=(0.01, 0.05, 0.1, 0.5, 1, 5, 15, 60, 300),
)  # fmt: skip
