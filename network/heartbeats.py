"""Signs of life of the processes that serve no HTTP: worker and beat touch a file while their loops go round (`network.alive` reads it)."""

from typing import Any

from celery import bootsteps
from celery.beat import Scheduler

from network.alive import heartbeat_file

_EVERY_SECONDS = 5.0


class WorkersHeartbeat(bootsteps.StartStopStep):
    """The worker touches its file from its event loop, which stands still while it has no broker."""

    requires = ("celery.worker.components:Timer",)

    def start(self, parent: Any) -> None:
        """Begin, with the worker."""
        parent.timer.call_repeatedly(_EVERY_SECONDS, heartbeat_file("worker").touch)

    def stop(self, parent: Any) -> None:
        """Leave no sign of life behind."""
        heartbeat_file("worker").unlink(missing_ok=True)


class BeatingScheduler(Scheduler):
    """Celery's scheduler in memory, touching its file whenever it has looked what is due."""

    def tick(self, *args: Any, **kwargs: Any) -> float:
        """Send what is due; seconds until the next look."""
        wait: float = super().tick(*args, **kwargs)
        heartbeat_file("beat").touch()
        return wait
