"""The whole platform on this machine: release, web, worker and beat of the compose file, on given PostgreSQL, Redis and engine."""

import atexit
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote, urlsplit

from tests.platform.compose import ROOT, read_services
from tests.platform.processes import Process
from tests.services.processes import free_port

# The folder of the programs that the image has in /venv/bin.
_PROGRAMS = Path(sys.executable).parent
_SECRETS = "/run/secrets/"
_PORT = "8000"
# The static files of this process's one image, once they were collected.
_images: list[Path] = []


class ReleaseFailed(Exception):
    """The release job ended with an error; the message is its log."""


@dataclass(frozen=True)
class Addresses:
    """Where the real services are: a database of the platform's own, a Redis database, an engine with a prefix or folder."""

    database: str
    redis: str
    search: str


class Platform:
    """`folder` holds secrets, logs and static files. `web` and `workers` say how many of each; `variables` stand for a `.env`.

    Use: `collect_static()` as the image's build does, `release()`, `start()`, `wait_until_healthy()`, ask `urls`, `stop()`. Each of
    `processes` (`web-1`, `worker-1`, `beat`, ...) can be killed and started again by itself.
    """

    def __init__(
        self,
        folder: Path,
        addresses: Addresses,
        *,
        web: int = 1,
        workers: int = 1,
        variables: Mapping[str, str] | None = None,
    ) -> None:
        self.folder = folder
        self.addresses = addresses
        self._ports = [free_port() for _ in range(web)]
        given = {
            "SITE_URL": self.urls[0],
            "EMAIL_URL": "consolemail://",
            "DEFAULT_FROM_EMAIL": "platform@example.org",
            # Making vectors would keep a core busy in every test; those of meaning name a model.
            "EMBEDDING_URL": "none://",
        }
        self._services = read_services({**given, **(variables or {})})
        for name in ("secrets", "logs", "static", "var", "tmp"):
            (folder / name).mkdir(parents=True, exist_ok=True)
        subprocess.run(["make", "--silent", "secrets", f"SECRETS={folder / 'secrets'}"], cwd=ROOT, check=True)
        self._keep_passwords()
        self.processes: dict[str, Process] = {}
        for number, port in enumerate(self._ports, start=1):
            self._add("web", f"web-{number}", port)
        for number in range(1, workers + 1):
            self._add("worker", f"worker-{number}")
        self._add("beat", "beat")
        if self._services["embedder"].environment["EMBEDDING_URL"] != "none://":
            self._add("embedder", "embedder")

    @property
    def urls(self) -> list[str]:
        """The address of each web process."""
        return [f"http://127.0.0.1:{port}" for port in self._ports]

    def collect_static(self) -> None:
        """What the Dockerfile does at build, with the very environment that it names; made once and copied, as an image is."""
        shutil.copytree(self._image(), self.folder / "static", dirs_exist_ok=True)

    def _image(self) -> Path:
        if _images:
            return _images[0]
        made = Path(tempfile.mkdtemp(prefix="network-static-"))
        atexit.register(shutil.rmtree, made, ignore_errors=True)
        line = re.search(
            r"^RUN (.*)/venv/bin/(python manage\.py collectstatic.*?) \\$", (ROOT / "Dockerfile").read_text(), re.M
        )
        assert line, "The Dockerfile has no line that collects static files."
        named = dict(word.split("=", 1) for word in line[1].split())
        environment = self._of_the_machine("build") | named | {"STATIC_ROOT": str(made)}
        subprocess.run(_native(line[2].split()), cwd=ROOT, env=environment, check=True, capture_output=True)
        _images.append(made)
        return made

    def release(self) -> str:
        """Run the release job to its end; its log. Raises ReleaseFailed. May be run again, as `docker compose up` does."""
        done = self.run("release")
        (self.folder / "logs" / "release.log").write_text(done.stdout, encoding="utf-8")
        if done.returncode:
            raise ReleaseFailed(done.stdout)
        return done.stdout

    def run(self, service: str, *command: str, **variables: str) -> "subprocess.CompletedProcess[str]":
        """A command (else the service's own) in the environment of a service, as `docker compose run` does; output and errors together."""
        line = _native(list(command) or self._services[service].command)
        return subprocess.run(
            line, cwd=ROOT, env=self.environment(service) | variables, text=True, stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
        )  # fmt: skip

    def start(self) -> None:
        """Start every process that does not run; does not wait."""
        for process in self.processes.values():
            if not process.is_running:
                process.start()

    def wait_until_healthy(self) -> None:
        """Return when the health check of every process passes."""
        for process in self.processes.values():
            process.wait_until_healthy()

    def stop(self) -> dict[str, int]:
        """Stop all in good order; exit codes by name."""
        return {process.name: process.stop() for process in self.processes.values() if process.is_running}

    def environment(self, service: str, port: int | None = None, name: str = "") -> dict[str, str]:
        """The environment of a service, translated to this machine: for a process, or for a test that speaks to the same services."""
        translated = {
            "DATABASE_URL": self.addresses.database,
            "CELERY_BROKER_URL": self.addresses.redis,
            "CACHE_URL": self.addresses.redis,
            "SEARCH_URL": self.addresses.search,
            "BIND": f"127.0.0.1:{port}",
            "METRICS_PORT": str(free_port()),
        }
        found = self._of_the_machine(name or service)
        for variable, value in self._services[service].environment.items():
            secret = self.folder / "secrets" / value.removeprefix(_SECRETS)
            if variable in translated:
                found[variable] = _without_password(translated[variable])
            elif not value.startswith(_SECRETS):
                found[variable] = value
            elif secret.exists():
                found[variable] = str(secret)
        return found

    def _of_the_machine(self, name: str) -> dict[str, str]:
        """What the image and the container's file system give, instead of the tests' own environment."""
        temporary = self.folder / "tmp" / name
        temporary.mkdir(exist_ok=True)
        static, var = str(self.folder / "static"), str(self.folder / "var")
        path = f"{_PROGRAMS}:{os.environ['PATH']}"
        return {
            "PATH": path,
            "LANG": "C.UTF-8",
            "TMPDIR": str(temporary),
            "STATIC_ROOT": static,
            "VAR_DIR": var,
            "PYTHONUNBUFFERED": "1",
        }

    def _add(self, service: str, name: str, port: int | None = None) -> None:
        definition = self._services[service]
        self.processes[name] = Process(
            name,
            _native(definition.command),
            self.environment(service, port, name),
            _native([word.replace(f":{_PORT}/", f":{port}/") for word in definition.healthcheck]),
            self.folder / "logs" / f"{name}.log",
        )

    def _keep_passwords(self) -> None:
        """The services' passwords into the files of the secrets; a service of a test may have none."""
        addresses = {
            "postgres": self.addresses.database,
            "redis": self.addresses.redis,
            "elasticsearch": self.addresses.search,
        }
        for name, address in addresses.items():
            file = self.folder / "secrets" / f"{name}_password"
            file.unlink()
            if password := urlsplit(address).password:
                file.write_text(unquote(password), encoding="utf-8")


def _without_password(address: str) -> str:
    parts = urlsplit(address)
    if parts.password is None:
        return address
    return parts._replace(netloc=f"{parts.username}@{parts.netloc.rpartition('@')[2]}").geturl()


def _native(command: list[str]) -> list[str]:
    """The program of this machine for the one of the image."""
    program = _PROGRAMS / command[0]
    return [str(program) if program.exists() else command[0], *command[1:]]
