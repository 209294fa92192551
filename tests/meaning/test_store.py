"""The store of vectors in a file keeps the contract: exact, of one moment, and whole whatever dies."""

from collections.abc import Iterator
from pathlib import Path
from unittest.mock import patch

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from search.vectors.base import PracticeVectors, StoreUnavailable
from search.vectors.mapped import MappedStore
from tests.meaning.store import DIMENSION, VectorStoreContract, rows, unit, write

_D = DIMENSION
_EAST, _NORTH = unit(1, 0, 0, 0), unit(0, 1, 0, 0)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[MappedStore]:
    made = MappedStore(tmp_path / "meaning")
    made.create("one", _D, "fp")
    yield made


class TestMappedStore(VectorStoreContract):
    """The file that every process maps."""


def test_a_writer_that_died_in_the_middle_leaves_what_was_there_and_the_next_one_goes_on(store: MappedStore) -> None:
    write(store, PracticeVectors(1, 1, rows(_EAST)))
    folder = next(path for path in store._folder.iterdir() if path.name == "one")
    with (folder / "vectors.f32").open("ab") as file:
        file.write(b"\x00" * 21)  # a row and a piece of one
    with (folder / "entries.bin").open("ab") as file:
        file.write(b"\x01" * 13)
    assert store.versions("one") == {1: 1}
    write(store, PracticeVectors(2, 5, rows(_NORTH)))
    assert store.versions("one") == {1: 1, 2: 5}
    assert store.likenesses("one", _NORTH).nearest(above=-1, limit=9) == [2, 1]


def test_entries_are_never_on_the_disk_before_their_rows(store: MappedStore) -> None:
    write(store, PracticeVectors(1, 1, rows(_EAST)))
    with (
        patch("search.vectors.mapped._to_disk", side_effect=OSError("the disk is full")),
        pytest.raises(StoreUnavailable),
    ):
        write(store, PracticeVectors(1, 2, rows(_NORTH)))
    assert MappedStore(store._folder).versions("one") == {1: 1}


def test_what_another_process_wrote_is_seen_at_once(store: MappedStore) -> None:
    reader = MappedStore(store._folder)
    assert reader.versions("one") == {}
    write(store, PracticeVectors(1, 1, rows(_EAST)))
    assert reader.versions("one") == {1: 1}


def test_a_generation_made_again_under_its_name_is_not_taken_for_the_old_one(store: MappedStore) -> None:
    write(store, PracticeVectors(1, 1, rows(_EAST)))
    reader = MappedStore(store._folder)
    assert reader.versions("one") == {1: 1}
    store.drop("one")
    store.create("one", _D, "fp")
    write(store, PracticeVectors(2, 1, rows(_EAST)))
    assert reader.versions("one") == {2: 1}


# A practice as like each axis as anything can be.
_NEAR_ALL = 9
_WRITES = st.lists(
    st.lists(
        st.tuples(st.integers(1, 6), st.lists(st.integers(0, 3), max_size=3)), max_size=4, unique_by=lambda w: w[0]
    ),
    max_size=8,
)


@settings(max_examples=60, deadline=None)
@given(_WRITES)
def test_after_any_writes_the_store_is_what_was_written_last(
    tmp_path_factory: pytest.TempPathFactory, batches: list[list[tuple[int, list[int]]]]
) -> None:
    store = MappedStore(tmp_path_factory.mktemp("store"))
    store.create("one", _D, "fp")
    axes = np.eye(_D, dtype=np.float32)
    write(store, PracticeVectors(_NEAR_ALL, 1, axes))
    expected: dict[int, tuple[int, list[int]]] = {_NEAR_ALL: (1, list(range(_D)))}
    for version, batch in enumerate(batches, start=1):
        write(store, *(PracticeVectors(id, version, axes[chosen] if chosen else None) for id, chosen in batch))
        for id, chosen in batch:
            expected.pop(id, None)
            if chosen:
                expected[id] = (version, chosen)
    assert store.versions("one") == {id: version for id, (version, _) in expected.items()}
    for axis in range(_D):
        found = store.likenesses("one", axes[axis])
        nearest = found.of([_NEAR_ALL])[_NEAR_ALL].value
        assert set(found.nearest(above=nearest, limit=9)) == {id for id, (_, at) in expected.items() if axis in at}
        for id, likeness in found.of(expected).items():
            if axis in expected[id][1]:
                assert likeness.passage == expected[id][1].index(axis)
