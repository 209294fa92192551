"""Elasticsearch keeps the contract: 8.19 and 9, each a real server."""

from collections.abc import Callable, Iterator
from uuid import uuid4

import pytest

from search.engines.base import Engine
from search.engines.elasticsearch import Address, ElasticsearchEngine
from tests.contract.engine import EngineContract
from tests.services.addresses import address

MakeEngine = Callable[[], Engine]


pytestmark = pytest.mark.slow


@pytest.fixture
def prefix() -> str:
    """Each test has indexes of its own on the shared server."""
    return f"test-{uuid4().hex[:12]}"


def engines(url: str, prefix: str) -> Iterator[MakeEngine]:
    """Engine objects over one server; what they made is removed."""

    def make() -> ElasticsearchEngine:
        return ElasticsearchEngine(Address.of(f"{url}/{prefix}"), timeout=30)

    yield make
    here = make()
    for generation in here.generations():
        here.drop(generation)


class TestElasticsearch8(EngineContract):
    """The 8.19 line."""

    @pytest.fixture
    def make_engine(self, prefix: str) -> Iterator[MakeEngine]:
        yield from engines(address("TEST_ELASTICSEARCH_URL"), prefix)


class TestElasticsearch9(EngineContract):
    """The 9 line."""

    @pytest.fixture
    def make_engine(self, prefix: str) -> Iterator[MakeEngine]:
        yield from engines(address("TEST_ELASTICSEARCH9_URL"), prefix)
