"""The platform of the compose file, on real services, in a database and an index of its own."""

import json
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit
from urllib.request import Request, urlopen
from uuid import uuid4

import psycopg
import pytest

from tests.platform import Addresses, Platform
from tests.services.addresses import address


@pytest.fixture(scope="session")
def addresses() -> Iterator[Addresses]:
    """An empty database, a Redis database and a prefix of Elasticsearch, forgotten at the end."""
    name = f"endtoend_{uuid4().hex[:12]}"
    server, redis, engine = (address(f"TEST_{service}_URL") for service in ("DATABASE", "REDIS", "ELASTICSEARCH"))
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}".encode())
    yield Addresses(urlsplit(server)._replace(path=f"/{name}").geturl(), redis, f"{engine}/{name}")
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f"DROP DATABASE {name} WITH (FORCE)".encode())
    with urlopen(f"{engine}/_cat/indices/{name}.*?format=json&h=index") as answer:
        for row in json.load(answer):
            urlopen(Request(f"{engine}/{row['index']}", method="DELETE")).close()


@pytest.fixture(scope="session")
def platform(addresses: Addresses, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Platform]:
    """Two web processes, a worker and beat, released and healthy."""
    folder: Path = tmp_path_factory.mktemp("platform")
    found = Platform(folder, addresses, web=2)
    try:
        found.collect_static()
        found.release()
        found.start()
        found.wait_until_healthy()
        yield found
    finally:
        found.stop()
