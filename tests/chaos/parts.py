"""The parts of an installation: each can be killed, whole or one process of it, and started again on the same data."""

import os
import random
import signal
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from threading import Lock
from typing import Protocol

import psutil

from tests.platform import Process
from tests.services.processes import PostgreSQL, Service, ServiceMissing, wait_for

# What a part may take to miss one of its processes and to replace it, in seconds.
_REPLACED = 2.0


class Part(Protocol):
    """One of what an installation consists of."""

    name: str

    def start(self) -> None:
        """Start it, and return when it works."""
        ...

    def kill(self) -> None:
        """SIGKILL to all its processes."""
        ...

    def kill_one(self, dice: random.Random) -> None:
        """SIGKILL to one of its processes, which it replaces by itself; returns when it has."""
        ...

    def stop(self) -> None:
        """End it in good order, if it runs."""
        ...


@dataclass
class Program:
    """A process of ours, with its children. `ended` counts how often it ended by itself and was started again."""

    name: str
    process: Process
    ended: int = field(default=0, init=False)
    _wanted: bool = field(default=False, init=False)
    _lock: Lock = field(default_factory=Lock, init=False)

    def start(self) -> None:
        """See Part."""
        with self._lock:
            self._wanted = True
            self.process.start()
        self.process.wait_until_healthy()

    def kill(self) -> None:
        """See Part."""
        with self._lock:
            self._wanted = False
            self.process.kill()

    def start_again_if_ended(self) -> None:
        """What `restart: unless-stopped` of the compose file does for a program that ended and was not stopped."""
        with self._lock:
            if self._wanted and not self.process.is_running:
                self.ended += 1
                self.process.start()

    def kill_one(self, dice: random.Random) -> None:
        """See Part."""
        _kill_one_of([pid for pid in self.process.members() if os.getsid(pid) != pid], dice)
        self.process.wait_until_healthy()

    def stop(self) -> None:
        """See Part."""
        with self._lock:
            self._wanted = False
            if self.process.is_running:
                self.process.stop()


@dataclass
class Server:
    """A service that keeps data."""

    service: Service
    works: Callable[[], bool] = lambda: True
    name: str = field(init=False)

    def __post_init__(self) -> None:
        self.name = self.service.name

    def start(self) -> None:
        """See Part."""
        self.service.start()
        wait_for(self.works, self.name)

    def kill(self) -> None:
        """See Part."""
        self.service.kill()

    def kill_one(self, dice: random.Random) -> None:
        """See Part. Only PostgreSQL consists of several; it then ends all its connections and recovers."""
        assert isinstance(self.service, PostgreSQL)
        _kill_one_of([child.pid for child in psutil.Process(self.service.pid).children()], dice)
        wait_for(self.works, self.name)

    def stop(self) -> None:
        """See Part. One that could never be started does not run."""
        with suppress(ServiceMissing):
            self.service.stop()


def _kill_one_of(children: list[int], dice: random.Random) -> None:
    if children:
        with suppress(ProcessLookupError):
            os.kill(dice.choice(sorted(children)), signal.SIGKILL)
    time.sleep(_REPLACED)
