"""The store of vectors on an Elasticsearch server keeps the contract, 8.19 and 9, and what it alone can do wrong."""

from collections.abc import Iterator
from unittest.mock import patch
from uuid import uuid4

import numpy as np
import pytest

from search.engines.base import EngineUnavailable
from search.engines.elasticsearch import Address, ElasticsearchEngine
from search.vectors.base import PracticeVectors, StoreUnavailable
from search.vectors.elasticsearch import ElasticsearchVectors
from tests.contract.corpus import SCHEMA
from tests.meaning.store import DIMENSION, VectorStoreContract, rows, unit, write
from tests.services.addresses import address

_EAST, _NORTH = unit(1, 0, 0, 0), unit(0, 1, 0, 0)


def stores(url: str) -> Iterator[ElasticsearchVectors]:
    """A store with an empty generation; what it made is removed."""
    made = ElasticsearchVectors(Address.of(f"{url}/test-{uuid4().hex[:12]}"), timeout=30)
    made.create("one", DIMENSION, "fp")
    yield made
    for generation in made.generations():
        made.drop(generation)


class TestElasticsearch8(VectorStoreContract):
    """The 8.19 line."""

    @pytest.fixture
    def store(self) -> Iterator[ElasticsearchVectors]:
        yield from stores(address("TEST_ELASTICSEARCH_URL"))


class TestElasticsearch9(VectorStoreContract):
    """The 9 line."""

    @pytest.fixture
    def store(self) -> Iterator[ElasticsearchVectors]:
        yield from stores(address("TEST_ELASTICSEARCH9_URL"))


@pytest.fixture
def store() -> Iterator[ElasticsearchVectors]:
    yield from stores(address("TEST_ELASTICSEARCH_URL"))


def test_an_older_state_that_comes_late_changes_nothing(store: ElasticsearchVectors) -> None:
    write(store, PracticeVectors(1, 5, rows(_EAST)))
    write(store, PracticeVectors(1, 4, rows(_NORTH, _NORTH, _NORTH)))
    assert store.versions("one") == {1: 5}
    write(store, PracticeVectors(1, 6, None))
    write(store, PracticeVectors(1, 5, rows(_EAST)))
    assert store.versions("one") == {}


def test_a_writer_that_died_between_head_and_passages_is_told_by_the_versions(store: ElasticsearchVectors) -> None:
    write(store, PracticeVectors(1, 1, rows(_EAST, _NORTH)))
    with (
        patch("search.vectors.elasticsearch.writing._passages", side_effect=EngineUnavailable("killed")),
        pytest.raises(StoreUnavailable),
    ):
        write(store, PracticeVectors(1, 2, rows(_NORTH)))
    store._client.refresh(store._address.index("one"))
    assert store.versions("one") not in ({1: 1}, {1: 2})
    write(store, PracticeVectors(1, 2, rows(_NORTH)))
    assert store.versions("one") == {1: 2}
    assert store.likenesses("one", _EAST).of([1])[1].passage == 0


def test_word_indexes_and_vectors_of_one_address_do_not_see_each_other(store: ElasticsearchVectors) -> None:
    words = ElasticsearchEngine(
        Address.of(f"{address('TEST_ELASTICSEARCH_URL')}/{store._address.prefix.removesuffix('-meaning')}"), timeout=30
    )
    words.create("g1", SCHEMA, "print")
    try:
        assert words.generations() == ["g1"] and store.generations() == ["one"]
    finally:
        words.drop("g1")


def test_the_sample_of_a_large_language_is_read_in_pages_and_kept(store: ElasticsearchVectors) -> None:
    made = np.random.default_rng(1).normal(size=(700, DIMENSION)).astype(np.float32)
    made /= np.linalg.norm(made, axis=1, keepdims=True)
    write(store, *(PracticeVectors(id, 1, made[[id - 1]], ("pl",)) for id in range(1, 701)))
    typical = store.likenesses("one", _EAST).of([1])[1].typical
    assert typical == pytest.approx(float(np.median(made @ _EAST)), abs=1e-5)
    with patch("search.vectors.elasticsearch.store.read_sample", side_effect=AssertionError):
        store.likenesses("one", _NORTH)


def test_a_server_that_is_not_there_is_unavailable(store: ElasticsearchVectors) -> None:
    gone = ElasticsearchVectors(Address.of("http://127.0.0.1:9/test"), timeout=0.5)
    for ask in (gone.versions, gone.fingerprint, gone.drop, lambda name: gone.likenesses(name, _EAST)):
        with pytest.raises(StoreUnavailable):
            ask("one")


def test_a_likeness_that_cannot_be_looked_up_is_unavailable(store: ElasticsearchVectors) -> None:
    write(store, PracticeVectors(1, 1, rows(_EAST)))
    found = store.likenesses("one", _EAST)
    store.drop("one")
    with pytest.raises(StoreUnavailable):
        found.of([1])
