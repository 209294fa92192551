"""The parts of the platform: each can be killed, whole or one process of it, and started again on the same data."""

import os
import random
import signal
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol
from urllib.error import HTTPError, URLError
from urllib.request import urlopen

import psutil

from tests.services.processes import PostgreSQL, Service, ServiceMissing, wait_for

ROOT = Path(__file__).parents[2]
# What a killed process of several may take to be missed and replaced by its parent, in seconds.
_REPLACED = 2.0
_STOP_SECONDS = 30.0


class Part(Protocol):
    """One of what a platform consists of."""

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
        """End it in good order, and what is left of it by force."""
        ...


@dataclass
class Program:
    """A command of ours, with its children in a process group of their own; what it says is appended to `log`."""

    name: str
    command: Sequence[str]
    environment: Mapping[str, str]
    log: Path
    works: Callable[[], bool] = lambda: True
    process: "subprocess.Popen[bytes] | None" = None

    def start(self) -> None:
        """See Part."""
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                self.command, cwd=ROOT, env=dict(self.environment), stdin=subprocess.DEVNULL, stdout=log, stderr=log,
                start_new_session=True,
            )  # fmt: skip
        wait_for(lambda: self.process is not None and self.process.poll() is None and self.works(), self.name)

    def kill(self) -> None:
        """See Part."""
        assert self.process is not None
        _signal_group(self.process.pid, signal.SIGKILL)
        self.process.wait()

    def kill_one(self, dice: random.Random) -> None:
        """See Part."""
        assert self.process is not None
        _kill_a_child(self.process.pid, dice)
        time.sleep(_REPLACED)

    def stop(self) -> None:
        """See Part."""
        if self.process is None:
            return
        self.process.terminate()
        with suppress(subprocess.TimeoutExpired):
            self.process.wait(timeout=_STOP_SECONDS)
        _signal_group(self.process.pid, signal.SIGKILL)
        self.process.wait()


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
        _kill_a_child(self.service.pid, dice)
        time.sleep(_REPLACED)
        wait_for(self.works, self.name)

    def stop(self) -> None:
        """See Part. One that could never be started is not running."""
        with suppress(ServiceMissing):
            self.service.stop()


def answers_at_all(url: str) -> bool:
    """Whether an HTTP address answers, with whatever status."""
    try:
        with urlopen(url, timeout=5):
            return True
    except HTTPError:
        return True
    except (URLError, OSError):
        return False


def _kill_a_child(pid: int, dice: random.Random) -> None:
    children = psutil.Process(pid).children(recursive=True)
    if children:
        os.kill(dice.choice(children).pid, signal.SIGKILL)


def _signal_group(pid: int, number: int) -> None:
    try:
        os.killpg(pid, number)
    except ProcessLookupError:
        return
