"""A whole platform of the run's own: its servers and its programs, on loopback, in one folder."""

import os
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import psycopg

from tests.chaos.parts import Part, Program, Server, answers_at_all
from tests.services.processes import Elasticsearch, PostgreSQL, Redis, free_port

# A small index; a run has several servers beside it.
_HEAP = "512m"


class Platform:
    """`parts` by name; `environment` is what its programs, the clients and the judge share."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.port = free_port()
        postgresql, redis = PostgreSQL(folder / "postgresql"), Redis(folder / "redis")
        elasticsearch = Elasticsearch(folder / "elasticsearch", heap=_HEAP)
        self.environment = {
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "network.settings",
            "SECRET_KEY": "only for the chaos run",
            "VAR_DIR": str(folder / "var"),
            "SITE_URL": f"http://127.0.0.1:{self.port}",
            "DATABASE_URL": postgresql.url,
            "CELERY_BROKER_URL": redis.url,
            "CACHE_URL": redis.url.replace("/0", "/1"),
            "SEARCH_URL": f"{elasticsearch.url}/chaos",
            "EMAIL_URL": "dummymail://",
            "API_THROTTLE": "",
        }
        for name in ("DEBUG", "DEMO"):
            self.environment.pop(name, None)
        self._servers: list[Part] = [
            Server(postgresql, lambda: _connects(postgresql.url)),
            Server(redis),
            Server(elasticsearch),
        ]
        self._programs: list[Part] = [self._web(), self._worker(), self._beat()]

    @property
    def parts(self) -> dict[str, Part]:
        """Everything that can be killed."""
        return {part.name: part for part in (*self._servers, *self._programs)}

    def start_servers(self) -> None:
        """Start what keeps data, all at once."""
        _all_at_once([server.start for server in self._servers])

    def start_programs(self) -> None:
        """Start web, worker and beat, once database and index are there."""
        _all_at_once([program.start for program in self._programs])

    def stop(self) -> None:
        """Stop everything."""
        _all_at_once([part.stop for part in self._programs])
        _all_at_once([part.stop for part in self._servers])

    def _web(self) -> Part:
        address = f"127.0.0.1:{self.port}"
        command = [*_module("gunicorn"), "--bind", address, "--workers", "2", "--threads", "4", "network.wsgi"]
        return self._program("web", command, lambda: answers_at_all(f"http://{address}/health/"))

    def _worker(self) -> Part:
        command = [*_module("celery"), "--app", "network.celery", "worker", "--concurrency", "2"]
        return self._program("worker", [*command, "--without-gossip", "--without-mingle", "--loglevel", "INFO"])

    def _beat(self) -> Part:
        command = [*_module("celery"), "--app", "network.celery", "beat", "--schedule", str(self.folder / "beat")]
        return self._program("beat", [*command, "--loglevel", "INFO"])

    def _program(self, name: str, command: list[str], works: Callable[[], bool] = lambda: True) -> Part:
        return Program(name, command, self.environment, self.folder / f"{name}.log", works)


def _module(name: str) -> list[str]:
    return [sys.executable, "-m", name]


def _connects(url: str) -> bool:
    try:
        psycopg.connect(url, connect_timeout=2).close()
    except psycopg.Error:
        return False
    return True


def _all_at_once(steps: list[Callable[[], None]]) -> None:
    with ThreadPoolExecutor(len(steps)) as pool:
        for done in [pool.submit(step) for step in steps]:
            done.result()
