"""A circuit that opens: after several failures in a row an engine is not asked for a while, so that requests do not queue behind timeouts.

Our own, as the libraries for it hold a lock around the whole call, which would let a process search one question at a time.
"""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

from .base import EngineUnavailable


class CircuitOpen(EngineUnavailable):
    """The engine failed several times in a row a moment ago, and is not asked now."""


class Answered(EngineUnavailable):
    """The engine answered at once that it cannot do this one thing. It is well, so no circuit opens: else one odd question, asked
    again and again, would keep everybody from searching.
    """


class Circuit:
    """Closed while calls succeed. Opens after `failures` failing ones in a row, for `rest` seconds; then one call tries,
    and its outcome decides. One circuit serves all threads of a process.
    """

    def __init__(self, *, failures: int = 3, rest: float = 5.0) -> None:
        self._most = failures
        self._rest = rest
        self._failed = 0
        self._closed_from = 0.0
        self._lock = threading.Lock()

    @contextmanager
    def guarding(self) -> Iterator[None]:
        """Let the block run unless the circuit is open (`CircuitOpen`); its EngineUnavailable, unless `Answered`, counts as a failure."""
        self._enter()
        try:
            yield
        except Answered:
            self._success()
            raise
        except EngineUnavailable:
            self._failure()
            raise
        self._success()

    def _enter(self) -> None:
        with self._lock:
            if self._failed < self._most:
                return
            now = time.monotonic()
            if now < self._closed_from:
                raise CircuitOpen("it failed several times in a row and is tried again in a few seconds")
            # This call tries; the others wait for what becomes of it.
            self._closed_from = now + self._rest

    def _failure(self) -> None:
        with self._lock:
            self._failed += 1
            if self._failed >= self._most:
                self._closed_from = time.monotonic() + self._rest

    def _success(self) -> None:
        with self._lock:
            self._failed = 0
