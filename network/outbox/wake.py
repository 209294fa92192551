"""Waking a worker after a commit: a convenience that may fail, never a guarantee."""

import logging
import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from django.conf import settings

logger = logging.getLogger(__name__)

# What a request may drain itself where there is no worker (a laptop): the rest is the follower's.
EAGER_ROWS = 50

# A request waits for a broker that fails, and after it none does until this moment.
_PAUSE_SECONDS = 5.0
_asked_again_at = 0.0
_asleep: ContextVar[bool] = ContextVar("outbox_asleep", default=False)


@contextmanager
def without_waking() -> Iterator[None]:
    """Within it no commit wakes a worker: for imports, which would otherwise index row by row, and drain once at their end."""
    token = _asleep.set(True)
    try:
        yield
    finally:
        _asleep.reset(token)


def wake() -> None:
    """Ask a worker to drain soon; without a broker, drain a little at once. Never raises: the periodic drain finds what is left."""
    if _asleep.get():
        return
    if settings.CELERY_TASK_ALWAYS_EAGER:
        _drain_a_little()
    elif time.monotonic() >= _asked_again_at:
        _send()


def _drain_a_little() -> None:
    from .draining import drain

    try:
        drain(limit=EAGER_ROWS)
    except Exception:
        logger.warning("The outbox could not be drained at once; the periodic drain will follow up.", exc_info=True)


def _send() -> None:
    global _asked_again_at
    from .tasks import drain_outbox

    try:
        drain_outbox.apply_async(retry=False, expires=30, ignore_result=True)
    except Exception as error:
        _asked_again_at = time.monotonic() + _PAUSE_SECONDS
        logger.warning("The outbox could not wake a worker; the periodic drain will follow up: %s", error)
