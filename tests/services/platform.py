"""The platform's own processes, as an installation runs them: gunicorn, a Celery worker, beat, commands."""

import os
import signal
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from tests.services.processes import answers, free_port, wait_for

_HERE = Path(__file__).resolve().parents[2]
_BIN = Path(sys.executable).parent


@dataclass
class Platform:
    """One installation: `variables` are its settings, everything it writes (its log too) is in `folder`."""

    folder: Path
    variables: dict[str, str]
    port: int = field(default_factory=free_port)
    running: dict[str, "subprocess.Popen[bytes]"] = field(default_factory=dict)

    @property
    def url(self) -> str:
        """Where the pages are."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def environment(self) -> dict[str, str]:
        """What its processes are told; nothing of the test run's own settings."""
        inherited = {"DJANGO_SETTINGS_MODULE": "network.settings"} | {
            name: os.environ[name] for name in ("PATH", "HOME", "LANG", "TMPDIR") if name in os.environ
        }
        own = {
            "SECRET_KEY": "only for tests",
            "VAR_DIR": str(self.folder),
            "DATABASE_URL": f"sqlite:///{self.folder / 'network.sqlite3'}",
            "SITE_URL": self.url,
            "BIND": f"127.0.0.1:{self.port}",
        }
        return inherited | own | {"API_THROTTLE": ""} | self.variables

    def log(self, name: str) -> str:
        """What a process has said so far, on both its streams."""
        return (self.folder / f"{name}.log").read_text(encoding="utf-8")

    def prepare(self) -> None:
        """Tables and static files."""
        self.manage("migrate", "--verbosity", "0")
        self.manage("collectstatic", "--noinput", "--verbosity", "0")

    def manage(self, *arguments: str, check: bool = True) -> "subprocess.CompletedProcess[str]":
        """A command, run to its end; one that fails shows what it said."""
        return self._finished([str(_HERE / "manage.py"), *arguments], check)

    def python(self, module: str, *arguments: str) -> str:
        """A module of the tests, run with the installation's settings; returns what it printed."""
        return self._finished(["-m", module, *arguments], True).stdout

    def _finished(self, command: Sequence[str], check: bool) -> "subprocess.CompletedProcess[str]":
        done = subprocess.run(
            [sys.executable, *command], cwd=_HERE, env=self.environment, capture_output=True, text=True, timeout=300
        )
        if check and done.returncode:
            raise RuntimeError(f"{' '.join(command)} failed:\n{done.stdout}\n{done.stderr}")
        return done

    def web(self) -> None:
        """Serve the pages; returns when they answer, or the server's port does where health is not asked for."""
        self.begin("web", str(_BIN / "gunicorn"), "network.wsgi")
        wait_for(lambda: answers(f"{self.url}/robots.txt"), "the web server")

    def worker(self, *options: str) -> None:
        """A Celery worker of one process."""
        self.begin("worker", str(_BIN / "celery"), "-q", "-A", "network.celery", "worker", "-c", "1", *options)

    def beat(self) -> None:
        """Celery's clock."""
        self.begin("beat", str(_BIN / "celery"), "-q", "-A", "network.celery", "beat")

    def begin(self, name: str, *command: str) -> None:
        """Start a process whose log is named after it."""
        with (self.folder / f"{name}.log").open("ab") as log:
            self.running[name] = subprocess.Popen(
                command, cwd=_HERE, env=self.environment, stdout=log, stderr=log, stdin=subprocess.DEVNULL,
                start_new_session=True,
            )  # fmt: skip

    def stop(self) -> None:
        """End every process with its children."""
        for process in self.running.values():
            process.terminate()
        for process in self.running.values():
            try:
                process.wait(timeout=20)
            except subprocess.TimeoutExpired:
                os.killpg(process.pid, signal.SIGKILL)
                process.wait()
