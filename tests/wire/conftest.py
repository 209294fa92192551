"""A real server, a proxy before it, and an engine that reaches the server only through the proxy."""

import os
from collections.abc import Callable, Iterator
from uuid import uuid4

import pytest
from pytest_django import Settings

from search.engines.circuit import Circuit
from search.engines.elasticsearch import Address, ElasticsearchEngine, client
from search.models import Generation
from tests.contract.corpus import SCHEMA
from tests.indexing.conftest import a_live_generation
from tests.services.addresses import address
from tests.wire.proxy import Proxy
from tests.wire.rest import Rest

SERVERS = ("TEST_ELASTICSEARCH_URL", "TEST_ELASTICSEARCH9_URL")
# For what the servers themselves decide; what the proxy makes up is the same before either.
on_both_lines = pytest.mark.parametrize("server", SERVERS, indirect=True, ids=["8", "9"])
# Long enough for a busy machine: what does not hang must answer.
PATIENT = 20.0


@pytest.fixture
def server(request: pytest.FixtureRequest) -> str:
    """The address of a real server: of the 9 line, or of each where a test is marked `on_both_lines`."""
    return address(getattr(request, "param", SERVERS[1]))


@pytest.fixture(scope="module")
def run() -> Iterator[str]:
    """What the names of all indexes of a module begin with; they are removed at its end."""
    name = f"wire-{uuid4().hex[:8]}"
    yield name
    for variable in SERVERS:
        if url := os.environ.get(variable):
            Rest(url).remove(f"{name}-*")


@pytest.fixture
def prefix(run: str) -> str:
    """Each test has indexes of its own on the shared server."""
    return f"{run}-{uuid4().hex[:8]}"


@pytest.fixture
def rest(server: str) -> Rest:
    """The server itself, for what an administrator does behind our back."""
    return Rest(server)


@pytest.fixture
def proxy(server: str) -> Iterator[Proxy]:
    """What stands before the server; passes everything on until told otherwise."""
    with Proxy(server) as between:
        yield between


@pytest.fixture
def engine(proxy: Proxy, prefix: str) -> ElasticsearchEngine:
    """An engine behind the proxy."""
    return ElasticsearchEngine(Address.of(f"{proxy.url}/{prefix}"), timeout=PATIENT)


@pytest.fixture
def hasty(monkeypatch: pytest.MonkeyPatch) -> None:
    """Engines that are made from now on wait two seconds for writing and administering, not thirty."""
    monkeypatch.setattr(client, "WRITE_SECONDS", 2.0)


@pytest.fixture
def impatient(hasty: None, proxy: Proxy, prefix: str) -> ElasticsearchEngine:
    """An engine behind the proxy that waits no longer than a test can, and asks again soon after its circuit opened."""
    return ElasticsearchEngine(Address.of(f"{proxy.url}/{prefix}"), timeout=1.0, circuit=Circuit(rest=2.0))


@pytest.fixture
def generation(engine: ElasticsearchEngine) -> str:
    """An empty generation."""
    engine.create("g1", SCHEMA, "print")
    return "g1"


@pytest.fixture(scope="module")
def one_for_all(run: str) -> str:
    """The prefix of a generation "g1" made once, for modules whose tests do not look at what it holds."""
    prefix = f"{run}-shared"
    ElasticsearchEngine(Address.of(f"{address(SERVERS[1])}/{prefix}"), timeout=PATIENT).create("g1", SCHEMA, "print")
    return prefix


@pytest.fixture
def index(prefix: str, generation: str) -> str:
    """The name of that generation's index on the server."""
    return f"{prefix}.{generation}"


@pytest.fixture
def live(db: None, settings: Settings, proxy: Proxy, prefix: str) -> Generation:
    """The whole application behind the proxy, with a live generation."""
    settings.SEARCH_URL = f"{proxy.url}/{prefix}"
    settings.SEARCH_TIMEOUT = PATIENT
    return a_live_generation()


@pytest.fixture
def lose_patience(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
    """The application from now on as if it had been started with shorter timeouts."""

    def start_again() -> None:
        monkeypatch.setattr(client, "WRITE_SECONDS", 2.0)
        settings.SEARCH_TIMEOUT = 1.0
        settings.SEARCH_URL += "/"  # the same place to another engine object

    return start_again
