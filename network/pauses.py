"""Leaving alone for a while what has just failed, so that not every request waits until it fails again."""

import time


class Pause:
    """Off until something fails; then on for so many seconds. One serves all threads of a process."""

    def __init__(self, seconds: float = 5.0) -> None:
        self._seconds = seconds
        self._until = 0.0

    @property
    def on(self) -> bool:
        """Whether what failed is to be left alone now."""
        return time.monotonic() < self._until

    def begin(self) -> None:
        """It has failed."""
        self._until = time.monotonic() + self._seconds
