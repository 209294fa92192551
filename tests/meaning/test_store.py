"""The store of vectors: exact, of one moment, and whole whatever dies."""

from collections.abc import Iterator
from pathlib import Path
from unittest.mock import patch

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from search.embedding.base import Vectors
from search.vectors.base import PracticeVectors, StoreUnavailable
from search.vectors.mapped import MappedStore

_D = 4


def unit(*numbers: float) -> Vectors:
    found = np.array(numbers, dtype=np.float32)
    return found / np.linalg.norm(found)


def rows(*vectors: Vectors) -> Vectors:
    return np.stack(vectors)


_EAST, _NORTH, _BETWEEN = unit(1, 0, 0, 0), unit(0, 1, 0, 0), unit(1, 1, 0, 0)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[MappedStore]:
    made = MappedStore(tmp_path / "meaning")
    made.create("one", _D, "fp")
    yield made


def write(store: MappedStore, *writes: PracticeVectors) -> None:
    with store.writer("one") as writer:
        writer.apply(writes)


def test_a_practice_is_as_like_a_question_as_its_nearest_passage(store: MappedStore) -> None:
    write(store, PracticeVectors(7, 1, rows(_NORTH, _BETWEEN)), PracticeVectors(9, 1, rows(_EAST)))
    found = store.likenesses("one", _EAST)
    assert found.nearest(above=-1, limit=10) == [9, 7]
    assert found.of([7, 8])[7].passage == 1
    assert found.of([9])[9].value - found.of([7])[7].value == pytest.approx(1 - 0.7071, abs=1e-4)
    assert set(found.of([7, 8])) == {7}


def test_only_what_is_near_enough_is_named_and_no_more_than_asked_for(store: MappedStore) -> None:
    write(store, *(PracticeVectors(id, 1, rows(_EAST)) for id in (3, 1, 2)), PracticeVectors(4, 1, rows(_NORTH)))
    found = store.likenesses("one", _EAST)
    assert found.nearest(above=-0.5, limit=10) == [1, 2, 3]
    assert found.nearest(above=-0.5, limit=2) == [1, 2]


def test_a_likeness_is_told_beyond_that_of_the_practice_in_the_middle(store: MappedStore) -> None:
    write(store, *(PracticeVectors(id, 1, rows(v)) for id, v in enumerate((_EAST, _BETWEEN, _NORTH), start=1)))
    found = store.likenesses("one", _EAST).of([1, 2, 3])
    assert [found[id].value for id in (1, 2, 3)] == pytest.approx([1 - 0.7071, 0, -0.7071], abs=1e-4)


def test_a_text_in_the_questions_own_language_is_no_nearer_for_that(store: MappedStore) -> None:
    """Axis 2 is what the model makes of a language, axis 0 what a text is about: of both the middle ones are alike, the last ones near."""
    polish = [unit(0, 1, 2, 0)] * 24 + [unit(2, 1, 2, 0)]
    english = [unit(0, 1, 0, 2)] * 24 + [unit(2, 1, 0, 2)]
    write(store, *(PracticeVectors(id, 1, rows(v), ("pl",)) for id, v in enumerate(polish, start=1)))
    write(store, *(PracticeVectors(id, 1, rows(v), ("en",)) for id, v in enumerate(english, start=101)))
    found = store.likenesses("one", unit(1, 0, 1, 0))
    assert found.nearest(above=0.1, limit=9) == [125, 25]
    assert found.of([1])[1].value == found.of([101])[101].value == 0


def test_a_practice_in_two_languages_is_as_near_as_the_nearer_of_its_texts(store: MappedStore) -> None:
    write(store, *(PracticeVectors(id, 1, rows(_NORTH, _NORTH), ("pl", "en")) for id in range(1, 30)))
    write(store, PracticeVectors(50, 1, rows(_NORTH, _EAST), ("pl", "en")))
    assert store.likenesses("one", _EAST).of([50])[50].passage == 1


def test_a_language_for_every_vector_or_for_none(store: MappedStore) -> None:
    with pytest.raises(StoreUnavailable, match="2 languages of 1 vectors"):
        write(store, PracticeVectors(1, 1, rows(_EAST), ("pl", "en")))
    assert store.versions("one") == {}


def test_an_empty_store_answers_nothing(store: MappedStore) -> None:
    found = store.likenesses("one", _EAST)
    assert (found.nearest(above=-1, limit=9), found.of([1])) == ([], {})


def test_a_generation_that_is_not_there_is_unavailable_and_dropping_it_is_fine(store: MappedStore) -> None:
    store.drop("two")
    for ask in (store.versions, store.fingerprint, lambda name: store.likenesses(name, _EAST)):
        with pytest.raises(StoreUnavailable):
            ask("two")


def test_a_question_of_another_model_is_refused(store: MappedStore) -> None:
    write(store, PracticeVectors(1, 1, rows(_EAST)))
    with pytest.raises(StoreUnavailable, match="dimensions"):
        store.likenesses("one", np.ones(5, dtype=np.float32))


def test_vectors_of_another_dimension_are_not_written(store: MappedStore) -> None:
    with pytest.raises(StoreUnavailable, match="shape"):
        write(store, PracticeVectors(1, 1, np.ones((2, 5), dtype=np.float32)))
    assert store.versions("one") == {}


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
