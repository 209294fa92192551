"""Waking a worker after a commit: a convenience that may fail, never a guarantee."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from django.conf import settings

from network.sending import send

logger = logging.getLogger(__name__)

# What a request may drain itself where there is no worker (a laptop): the rest is the follower's.
EAGER_ROWS = 50
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
    else:
        _send()


def _drain_a_little() -> None:
    from .draining import drain

    try:
        drain(limit=EAGER_ROWS)
    except Exception:
        logger.warning("The outbox could not be drained at once; the periodic drain will follow up.", exc_info=True)


def _send() -> None:
    from .tasks import drain_outbox

    send(drain_outbox, expires=30)
