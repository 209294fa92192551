"""The killer: kills parts when so many operations were answered, and starts them again.

The plan's clock is the number of answered operations. Operations wait for a kill that is late, so that a plan is the same
plan on a slower machine.
"""

import random
import time
from collections.abc import Callable, Iterable, Mapping
from multiprocessing.sharedctypes import Synchronized
from threading import Event, Lock

from tests.chaos.parts import Part
from tests.chaos.plan import Chore, Kill
from tests.chaos.watch import Down, Watch


class Schedule:
    """Which events are still to come, and how far the operations may go meanwhile."""

    def __init__(self, events: Iterable[Kill | Chore], *, last: int, allowed: "Synchronized[int]") -> None:
        self._pending = sorted((event.after for event in events), reverse=True)
        self._last = last
        self._slack = max(10, last // 50)
        self._allowed = allowed
        self._lock = Lock()
        self._allow()

    def begun(self, event: Kill | Chore) -> None:
        """An event has begun, so operations may go on to the next."""
        with self._lock:
            self._pending.remove(event.after)
            self._allow()

    def _allow(self) -> None:
        self._allowed.value = min(self._last, self._pending[-1] + self._slack) if self._pending else self._last


def in_turn(
    events: Iterable[Kill | Chore], schedule: Schedule, watch: Watch, stop: Event, do: Callable[[Kill | Chore], None]
) -> None:
    """Do each event when its time has come; a fault ends none of the later ones."""
    for event in events:
        while watch.answered < event.after and not stop.is_set():
            time.sleep(0.02)
        schedule.begun(event)
        if stop.is_set():
            return
        try:
            do(event)
        except Exception as error:
            watch.fault(f"{event}: {type(error).__name__}: {error}")


def kill(event: Kill, parts: Mapping[str, Part], watch: Watch, tell: Callable[[str], None]) -> None:
    """Kill a part, or one of its processes, and let it come back."""
    part = parts[event.part]
    since = time.monotonic()
    if event.whole:
        part.kill()
        tell(f"{event.part} killed")
        time.sleep(event.down)
        part.start()
    else:
        part.kill_one(random.Random(event.after))
        tell(f"one process of {event.part} killed")
    watch.was_down(Down(event.part, since, time.monotonic()))
