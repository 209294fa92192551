"""A whole installation of the run's own: the compose file's programs, with servers that may be killed, in one folder."""

from pathlib import Path
from threading import Event, Thread

import psycopg

from tests.chaos.parts import Part, Program, Server
from tests.platform import Addresses, Platform
from tests.services.at_once import all_at_once
from tests.services.elasticsearch import Elasticsearch
from tests.services.processes import PostgreSQL, Redis

# A small index; the run may have other servers beside it.
_HEAP = "512m"
# How often it is looked whether a program has ended, in seconds.
_LOOKS_AFTER = 1.0
# Readers ask as fast as they are answered, and what is wrong is looked for in the logs.
_VARIABLES = {"API_THROTTLE": "", "TRUSTED_PROXIES": "0", "ELASTICSEARCH_HEAP": _HEAP}


class Installation:
    """`parts` by name: web, worker, beat, postgresql, redis, elasticsearch."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        postgresql, redis = PostgreSQL(folder / "postgresql"), Redis(folder / "redis")
        elasticsearch = Elasticsearch(folder / "elasticsearch", heap=_HEAP)
        addresses = Addresses(postgresql.url, redis.url, f"{elasticsearch.url}/chaos")
        self.platform = Platform(folder / "platform", addresses, variables=_VARIABLES)
        self._servers = [Server(postgresql, lambda: _connects(postgresql.url)), Server(redis), Server(elasticsearch)]
        processes = self.platform.processes
        self._programs = [Program(name, processes[id]) for name, id in _PROCESSES.items()]
        everything: list[Part] = [*self._servers, *self._programs]
        self.parts = {part.name: part for part in everything}
        self._stopping = Event()

    @property
    def port(self) -> int:
        """Where the web server listens."""
        return int(self.platform.urls[0].rpartition(":")[2])

    @property
    def environment(self) -> dict[str, str]:
        """What the programs, the clients and the judge share."""
        return self.platform.environment("worker")

    def start_servers(self) -> None:
        """Start what keeps data."""
        all_at_once([server.start for server in self._servers])

    def start_programs(self) -> None:
        """Prepare files, database and index as a release does, then start web, worker and beat."""
        all_at_once([self.platform.collect_static, self.platform.release])
        all_at_once([program.start for program in self._programs])
        Thread(target=self._keep_running, daemon=True).start()

    def ended(self) -> dict[str, int]:
        """How often each program ended by itself and was started again, by its name."""
        return {program.name: program.ended for program in self._programs}

    def stop(self) -> None:
        """Stop everything."""
        self._stopping.set()
        all_at_once([part.stop for part in self._programs])
        all_at_once([part.stop for part in self._servers])

    def _keep_running(self) -> None:
        while not self._stopping.wait(_LOOKS_AFTER):
            for program in self._programs:
                program.start_again_if_ended()


_PROCESSES = {"web": "web-1", "worker": "worker-1", "beat": "beat"}


def _connects(url: str) -> bool:
    try:
        psycopg.connect(url, connect_timeout=2).close()
    except psycopg.Error:
        return False
    return True
