"""One container's process on this machine: started, killed, stopped, asked for its health."""

import os
import signal
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import psutil

from tests.platform.compose import ROOT

_PATIENCE_SECONDS = 90.0


@dataclass
class Process:
    """A service's process with its children. It can be started again after it was killed or stopped; the log goes on."""

    name: str
    command: Sequence[str]
    environment: Mapping[str, str]
    healthcheck: Sequence[str]
    log_file: Path
    _running: "subprocess.Popen[bytes] | None" = field(default=None, init=False)

    def start(self) -> None:
        """Start it, in a session of its own; does not wait."""
        assert not self.is_running, f"{self.name} runs already"
        with self.log_file.open("ab") as log:
            self._running = subprocess.Popen(
                self.command, cwd=ROOT, env=self.environment, stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True
            )  # fmt: skip

    def kill(self) -> None:
        """SIGKILL to it and to all its children at once, as when a container's machine dies; returns when they are gone."""
        assert self._running is not None, f"{self.name} was never started"
        self._signal_all(signal.SIGKILL)
        self._running.wait()
        self._until(lambda: not self.members(), "the end of a killed process")

    def stop(self) -> int:
        """SIGTERM to the first process alone, as Docker stops a container; its exit code. Nothing of it is left afterwards."""
        assert self._running is not None, f"{self.name} was never started"
        if self.is_running:
            self._running.terminate()
        try:
            code = self._running.wait(timeout=_PATIENCE_SECONDS)
        finally:
            self._signal_all(signal.SIGKILL)
        return code

    def restart(self) -> None:
        """Kill it without warning, start it again."""
        self.kill()
        self.start()

    @property
    def is_running(self) -> bool:
        """Whether the first process lives."""
        return self._running is not None and self._running.poll() is None

    @property
    def is_healthy(self) -> bool:
        """What the health check of the compose file says, run beside the process."""
        if not self.is_running:
            return False
        asked = subprocess.run(
            self.healthcheck, cwd=ROOT, env=self.environment, capture_output=True, stdin=subprocess.DEVNULL
        )
        return asked.returncode == 0

    def wait_until_healthy(self) -> None:
        """Return when the health check passes; fails with the log when the process ends or patience does."""
        self._until(lambda: self.is_healthy or not self.is_running, "health")
        assert self.is_running, f"{self.name} ended:\n{self.log}"

    @property
    def log(self) -> str:
        """Everything that it has written since its first start."""
        return self.log_file.read_text(encoding="utf-8", errors="replace") if self.log_file.exists() else ""

    def members(self) -> list[int]:
        """The ids of its living processes: itself and its children, also those that outlived it."""
        return [process.pid for process in psutil.process_iter() if self._is_member(process)] if self._running else []

    def _is_member(self, process: psutil.Process) -> bool:
        assert self._running is not None
        try:
            return os.getsid(process.pid) == self._running.pid and process.status() != psutil.STATUS_ZOMBIE
        except (ProcessLookupError, psutil.NoSuchProcess):
            return False

    def _signal_all(self, number: int) -> None:
        for pid in self.members():
            try:
                os.kill(pid, number)
            except ProcessLookupError:
                continue

    def _until(self, holds: Callable[[], bool], what: str) -> None:
        deadline = time.monotonic() + _PATIENCE_SECONDS
        while not holds():
            if time.monotonic() > deadline:
                raise AssertionError(
                    f"{self.name}: {what} did not come within {_PATIENCE_SECONDS:.0f} seconds:\n{self.log[-4000:]}"
                )
            time.sleep(0.1)
