"""Sending tasks that may be lost: from a request, which must never wait long for a broker that is away."""

import logging
import time
from typing import Any

from celery import Task

logger = logging.getLogger(__name__)

# One request waits for a broker that fails, and after it none does until this moment.
_PAUSE_SECONDS = 5.0
_asked_again_at = 0.0


def send(task: "Task[Any, Any]", *values: object, expires: int) -> None:
    """Ask a worker to do it within `expires` seconds, if a broker can be asked. Never raises."""
    global _asked_again_at
    if time.monotonic() < _asked_again_at:
        return
    try:
        task.apply_async(args=values, retry=False, expires=expires, ignore_result=True)
    except Exception as error:
        _asked_again_at = time.monotonic() + _PAUSE_SECONDS
        logger.warning("No worker could be asked for %s: %s", task.name, error)
