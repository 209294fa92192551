"""Starting, killing and stopping PostgreSQL and Redis, and what every service has in common."""

import os
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol
from urllib.error import URLError
from urllib.request import urlopen

_PATIENCE_SECONDS = 60.0


class ServiceMissing(Exception):
    """A service cannot be started here; the message says what to install."""


class Service(Protocol):
    """A server that can be started again on the same data after it was killed."""

    name: str

    @property
    def url(self) -> str:
        """Its address, as the settings take it."""
        ...

    def start(self) -> None:
        """Start it, and return when it answers."""
        ...

    def kill(self) -> None:
        """SIGKILL to all of it; returns when it is gone."""
        ...

    def stop(self) -> None:
        """End it in good order."""
        ...


def free_port() -> int:
    """A port of loopback that nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port


@dataclass
class PostgreSQL:
    """A cluster of its own in `folder`. `durable`: commits survive a kill of the machine, not only of the process."""

    folder: Path
    port: int = field(default_factory=free_port)
    durable: bool = False
    name: str = "postgresql"

    @property
    def url(self) -> str:
        """See Service."""
        return f"postgres://network:network@127.0.0.1:{self.port}/network"

    @property
    def pid(self) -> int:
        """The process that all its others are children of, while it runs."""
        return int((self.folder / "data" / "postmaster.pid").read_text().split("\n")[0])

    def start(self) -> None:
        """See Service. The first start makes the cluster, its role and its database."""
        data, fresh = self.folder / "data", not (self.folder / "data").exists()
        if fresh:
            self._make(data)
        options = f"-p {self.port} -c listen_addresses=127.0.0.1 -c unix_socket_directories={self.folder} -c max_connections=200"
        durability = "" if self.durable else " -c fsync=off -c full_page_writes=off"
        log = str(self.folder / "log")
        self._run("pg_ctl", "start", "-w", "-t", "60", "-D", str(data), "-l", log, "-o", options + durability)
        if fresh:
            role = "CREATE ROLE network SUPERUSER LOGIN PASSWORD 'network'"
            for statement in (role, "CREATE DATABASE network OWNER network ENCODING 'UTF8' TEMPLATE template0"):
                self._run("psql", "-h", str(self.folder), "-p", str(self.port), "-d", "postgres", "-qc", statement)

    def kill(self) -> None:
        """See Service. The postmaster's children end by themselves when it is gone."""
        _kill(self._pids())
        # Where nobody has yet collected the dead process, its number in these files looks like a server that runs.
        for lock in (self.folder / "data" / "postmaster.pid", self.folder / f".s.PGSQL.{self.port}.lock"):
            lock.unlink(missing_ok=True)

    def stop(self) -> None:
        """See Service."""
        self._run("pg_ctl", "stop", "-m", "fast", "-w", "-D", str(self.folder / "data"), check=False)

    def signal(self, number: signal.Signals) -> None:
        """Send a signal to all of it: SIGSTOP makes a server that is connected to and never answers, SIGCONT wakes it."""
        for pid in self._pids():
            os.kill(pid, number)

    def _pids(self) -> list[int]:
        return [self.pid, *_children(self.pid)]

    def _make(self, data: Path) -> None:
        postgresql_programs()  # Their package makes the user too: where it is missing, that is what has to be said.
        self.folder.mkdir(parents=True, exist_ok=True)
        if os.geteuid() == 0:
            shutil.chown(self.folder, "postgres", "postgres")
        self._run("initdb", "-D", str(data), "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync")

    def _run(self, program: str, *arguments: str, check: bool = True) -> None:
        # The server refuses to run as root.
        as_user = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []
        command = [*as_user, str(postgresql_programs() / program), *arguments]
        # A server that pg_ctl starts keeps its output open, so nothing may wait for that to end.
        out = subprocess.DEVNULL if program == "pg_ctl" else subprocess.PIPE
        done = subprocess.run(command, cwd=self.folder, stdin=subprocess.DEVNULL, stdout=out, stderr=out, text=True)
        if check and done.returncode:
            raise RuntimeError(f"{program} failed: {done.stderr or (self.folder / 'log').read_text()[-2000:]}")


def postgresql_programs() -> Path:
    """The folder of the server's programs, of the newest version installed."""
    on_path = shutil.which("pg_ctl")
    found = [Path(on_path).resolve().parent] if on_path else sorted(Path("/usr/lib/postgresql").glob("*/bin"))
    if not found:
        raise ServiceMissing("PostgreSQL's server is not installed: apt-get install postgresql.")
    return found[-1]


@dataclass
class Redis:
    """A server with its data in `folder`; what was not yet written is lost with a kill, as in life."""

    folder: Path
    port: int = field(default_factory=free_port)
    name: str = "redis"
    process: "subprocess.Popen[bytes] | None" = None

    @property
    def url(self) -> str:
        """See Service."""
        return f"redis://127.0.0.1:{self.port}/0"

    def start(self) -> None:
        """See Service."""
        program = shutil.which("redis-server") or shutil.which("valkey-server")
        if program is None:
            raise ServiceMissing("Redis is not installed: apt-get install redis-server.")
        self.folder.mkdir(parents=True, exist_ok=True)
        command = [
            program,
            "--port",
            str(self.port),
            "--bind",
            "127.0.0.1",
            "--dir",
            str(self.folder),
            "--save",
            "60 1",
        ]
        with (self.folder / "log").open("ab") as log:
            self.process = subprocess.Popen(command, stdout=log, stderr=log, stdin=subprocess.DEVNULL)
        wait_for(self._answers, self.name)

    @property
    def is_running(self) -> bool:
        """Whether it was started and has not ended."""
        return self.process is not None and self.process.poll() is None

    def kill(self) -> None:
        """See Service."""
        assert self.process is not None
        self.process.kill()
        self.process.wait()

    def signal(self, number: signal.Signals) -> None:
        """As PostgreSQL.signal."""
        assert self.process is not None
        self.process.send_signal(number)

    def stop(self) -> None:
        """See Service."""
        if self.process is not None:
            self.process.terminate()
            self.process.wait(timeout=_PATIENCE_SECONDS)

    def _answers(self) -> bool:
        try:
            with socket.create_connection(("127.0.0.1", self.port), timeout=1) as connection:
                connection.sendall(b"PING\r\n")
                return connection.recv(16).startswith(b"+PONG")
        except OSError:
            return False


def _children(pid: int) -> list[int]:
    found = subprocess.run(["pgrep", "-P", str(pid)], capture_output=True, text=True)
    return [int(line) for line in found.stdout.split()]


def _kill(pids: Sequence[int]) -> None:
    for pid in pids:
        try:
            os.kill(pid, signal.SIGKILL)
        except ProcessLookupError:
            continue
    wait_for(lambda: not any(_alive(pid) for pid in pids), "the end of a killed server")


def _alive(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return False
    return state != "Z"


def wait_for(holds: Callable[[], bool], what: str) -> None:
    """Return when it holds; RuntimeError where it does not within a minute."""
    deadline = time.monotonic() + _PATIENCE_SECONDS
    while not holds():
        if time.monotonic() > deadline:
            raise RuntimeError(f"{what} did not come within {_PATIENCE_SECONDS:.0f} seconds.")
        time.sleep(0.05)


def answers(url: str) -> bool:
    """Whether an HTTP address answers with success."""
    try:
        with urlopen(url, timeout=3) as response:
            return bool(200 <= response.status < 300)
    except (URLError, OSError):
        return False


def a_folder() -> Path:
    """A new folder that the services' own users may enter."""
    folder = Path(tempfile.mkdtemp(prefix="network-services-"))
    folder.chmod(0o755)
    return folder
