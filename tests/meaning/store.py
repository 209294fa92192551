"""What every store of vectors must keep: the contract of `search.vectors.base`, tried on an empty generation of four dimensions."""

import numpy as np
import pytest

from search.embedding.base import Vectors
from search.vectors.base import PracticeVectors, StoreUnavailable, VectorStore

DIMENSION = 4


def unit(*numbers: float) -> Vectors:
    """A vector in this direction."""
    found = np.array(numbers, dtype=np.float32)
    return found / np.linalg.norm(found)


def rows(*vectors: Vectors) -> Vectors:
    """The vectors of a practice."""
    return np.stack(vectors)


_EAST, _NORTH, _BETWEEN = unit(1, 0, 0, 0), unit(0, 1, 0, 0), unit(1, 1, 0, 0)


def write(store: VectorStore, *writes: PracticeVectors) -> None:
    """One batch."""
    with store.writer("one") as writer:
        writer.apply(writes)


class VectorStoreContract:
    """Subclassed for each store, with a fixture `store` that holds an empty generation `one`, made with the fingerprint `fp`."""

    def test_a_practice_is_as_like_a_question_as_its_nearest_passage(self, store: VectorStore) -> None:
        write(store, PracticeVectors(7, 1, rows(_NORTH, _BETWEEN)), PracticeVectors(9, 1, rows(_EAST)))
        found = store.likenesses("one", _EAST)
        assert found.nearest(above=-1, limit=10) == [9, 7]
        assert found.of([7, 8])[7].passage == 1
        assert found.of([9])[9].value - found.of([7])[7].value == pytest.approx(1 - 0.7071, abs=1e-4)
        assert set(found.of([7, 8])) == {7}

    def test_only_what_is_near_enough_is_named_and_no_more_than_asked_for(self, store: VectorStore) -> None:
        write(store, *(PracticeVectors(id, 1, rows(_EAST)) for id in (3, 1, 2)), PracticeVectors(4, 1, rows(_NORTH)))
        found = store.likenesses("one", _EAST)
        assert found.nearest(above=-0.5, limit=10) == [1, 2, 3]
        assert found.nearest(above=-0.5, limit=2) == [1, 2]

    def test_a_likeness_is_told_beyond_that_of_the_practice_in_the_middle(self, store: VectorStore) -> None:
        write(store, *(PracticeVectors(id, 1, rows(v)) for id, v in enumerate((_EAST, _BETWEEN, _NORTH), start=1)))
        found = store.likenesses("one", _EAST).of([1, 2, 3])
        assert [found[id].value for id in (1, 2, 3)] == pytest.approx([1 - 0.7071, 0, -0.7071], abs=1e-4)

    def test_a_text_in_the_questions_own_language_is_no_nearer_for_that(self, store: VectorStore) -> None:
        """Axis 2 is what the model makes of a language, axis 0 what a text is about: the middle ones are alike, the last ones near."""
        polish = [unit(0, 1, 2, 0)] * 24 + [unit(2, 1, 2, 0)]
        english = [unit(0, 1, 0, 2)] * 24 + [unit(2, 1, 0, 2)]
        write(store, *(PracticeVectors(id, 1, rows(v), ("pl",)) for id, v in enumerate(polish, start=1)))
        write(store, *(PracticeVectors(id, 1, rows(v), ("en",)) for id, v in enumerate(english, start=101)))
        found = store.likenesses("one", unit(1, 0, 1, 0))
        assert found.nearest(above=0.1, limit=9) == [125, 25]
        assert found.of([1])[1].value == found.of([101])[101].value == 0

    def test_a_practice_in_two_languages_is_as_near_as_the_nearer_of_its_texts(self, store: VectorStore) -> None:
        write(store, *(PracticeVectors(id, 1, rows(_NORTH, _NORTH), ("pl", "en")) for id in range(1, 30)))
        write(store, PracticeVectors(50, 1, rows(_NORTH, _EAST), ("pl", "en")))
        assert store.likenesses("one", _EAST).of([50])[50].passage == 1

    def test_a_language_for_every_vector_or_for_none(self, store: VectorStore) -> None:
        with pytest.raises(StoreUnavailable, match="2 languages of 1 vectors"):
            write(store, PracticeVectors(1, 1, rows(_EAST), ("pl", "en")))
        assert store.versions("one") == {}

    def test_an_empty_store_answers_nothing(self, store: VectorStore) -> None:
        found = store.likenesses("one", _EAST)
        assert (found.nearest(above=-1, limit=9), found.of([1])) == ([], {})

    def test_a_generation_that_is_not_there_is_unavailable_and_dropping_it_is_fine(self, store: VectorStore) -> None:
        store.drop("two")
        for ask in (store.versions, store.fingerprint, lambda name: store.likenesses(name, _EAST)):
            with pytest.raises(StoreUnavailable):
                ask("two")

    def test_a_question_of_another_model_is_refused(self, store: VectorStore) -> None:
        write(store, PracticeVectors(1, 1, rows(_EAST)))
        with pytest.raises(StoreUnavailable, match="dimensions"):
            store.likenesses("one", np.ones(5, dtype=np.float32))

    def test_vectors_of_another_dimension_are_not_written(self, store: VectorStore) -> None:
        with pytest.raises(StoreUnavailable, match="shape"):
            write(store, PracticeVectors(1, 1, np.ones((2, 5), dtype=np.float32)))
        assert store.versions("one") == {}

    def test_it_remembers_what_a_generation_was_made_with(self, store: VectorStore) -> None:
        assert store.generations() == ["one"] and store.fingerprint("one") == "fp"
        store.drop("one")
        assert store.generations() == []

    def test_what_is_written_again_replaces_what_was_there_with_all_of_its_passages(self, store: VectorStore) -> None:
        write(store, PracticeVectors(1, 1, rows(_EAST, _NORTH, _BETWEEN)), PracticeVectors(2, 1, rows(_NORTH)))
        write(store, PracticeVectors(1, 2, rows(_NORTH)))
        found = store.likenesses("one", _EAST)
        assert found.of([1])[1].value == found.of([2])[2].value
        assert store.versions("one") == {1: 2, 2: 1}

    def test_what_is_taken_out_is_gone_and_may_come_back_at_the_same_version(self, store: VectorStore) -> None:
        write(store, PracticeVectors(1, 3, rows(_EAST, _NORTH)), PracticeVectors(2, 1, rows(_NORTH)))
        write(store, PracticeVectors(1, 3, None))
        assert store.versions("one") == {2: 1} and 1 not in store.likenesses("one", _EAST).of([1, 2])
        write(store, PracticeVectors(1, 3, rows(_EAST)))
        assert store.versions("one") == {1: 3, 2: 1} and 1 in store.likenesses("one", _EAST).of([1, 2])

    def test_a_likeness_is_the_same_however_the_practice_was_found(self, store: VectorStore) -> None:
        made = np.random.default_rng(7).normal(size=(60, DIMENSION)).astype(np.float32)
        made /= np.linalg.norm(made, axis=1, keepdims=True)
        write(store, *(PracticeVectors(id, 1, made[[id, id - 1]], ("pl", "en")) for id in range(1, 60)))
        listed = store.likenesses("one", _BETWEEN)
        near = listed.nearest(above=0.05, limit=100)
        looked_up = store.likenesses("one", _BETWEEN).of(range(1, 60))
        assert list(near) == sorted(
            (id for id, like in looked_up.items() if like.value >= 0.05), key=lambda id: (-looked_up[id].value, id)
        )
        assert listed.of(near) == {id: looked_up[id] for id in near}
        for id, like in looked_up.items():
            cosine = float(made[id - like.passage] @ _BETWEEN)
            assert like.value + like.typical == pytest.approx(cosine, abs=1e-5)
            assert like.language == ("pl", "en")[like.passage]

    def test_vectors_of_a_thousand_practices_are_written_in_one_batch(self, store: VectorStore) -> None:
        made = np.random.default_rng(3).normal(size=(1001, DIMENSION)).astype(np.float32)
        made /= np.linalg.norm(made, axis=1, keepdims=True)
        write(store, *(PracticeVectors(id, 1, made[[id]]) for id in range(1, 1001)))
        assert len(store.versions("one")) == 1000
        assert len(store.likenesses("one", _EAST).of(range(1, 1001))) == 1000
