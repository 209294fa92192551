"""Writing: one document per id, the newest stays, a bad one is refused alone."""

from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from search.engines.base import All, Deletion, Document, Engine, EngineQuery, Facet, Term, Values, WriteOutcome
from tests.contract.corpus import SCHEMA, SHARED, document, found, write

APPLIED, STALE, REJECTED = WriteOutcome.APPLIED, WriteOutcome.STALE, WriteOutcome.REJECTED

BAD_DOCUMENTS: list[Any] = [
    Document(id=0, version=1),
    Document(id=-1, version=1),
    Document(id=2**63, version=1),
    Document(id="7", version=1),  # type: ignore[arg-type]
    Document(id=7, version=-1),
    Document(id=7, version=1.5),  # type: ignore[arg-type]
    Document(id=7, version=1, text={"title": 7}),  # type: ignore[dict-item]
    Document(id=7, version=1, text={"title": "\ud800"}),
    Document(id=7, version=1, text={"title": "a " + "b" * 256}),
    Document(id=7, version=1, text={"nowhere": "a"}),
    Document(id=7, version=1, keyword={"tag": "text"}),
    Document(id=7, version=1, keyword={"tag": [7]}),  # type: ignore[list-item]
    Document(id=7, version=1, keyword={"tag": ["\udfff"]}),
    Document(id=7, version=1, keyword={"tag": ["ż" * 16_384]}),
    Document(id=7, version=1, keyword={"title": ["a"]}),
    Document(id=7, version=1, integer={"published": 2**63}),
    Document(id=7, version=1, integer={"published": "2020"}),  # type: ignore[dict-item]
    Document(id=7, version=1, integer={"tag": 1}),
]

WRITES = st.lists(
    st.builds(lambda id, version, gone: (id, version, gone), st.integers(1, 3), st.integers(1, 5), st.booleans()),
    max_size=12,
)


class WritingContract:
    """What becomes of writes."""

    def test_what_was_applied_is_found_after_the_context_closed_and_not_before(
        self, engine: Engine, generation: str
    ) -> None:
        with engine.writer(generation) as writer:
            assert [result.outcome for result in writer.apply([document(1, "park")])] == [APPLIED]
            assert found(engine, generation, Term("title", "park")) == []
        assert found(engine, generation, Term("title", "park")) == [1]

    def test_an_update_leaves_one_document_with_the_new_content_only(self, engine: Engine, generation: str) -> None:
        write(engine, generation, document(1, "park", tag=["a"], published=1), document(2, "las"))
        assert write(engine, generation, document(1, "ogród", version=2, tag=["b"])) == [APPLIED]
        assert engine.count(generation) == 2
        assert found(engine, generation, Term("title", "park")) == []
        assert found(engine, generation, Term("title", "ogród")) == [1]
        assert found(engine, generation, Values("tag", ("a",))) == []
        assert list(engine.versions(generation)) == [(1, 2), (2, 1)]

    def test_many_updates_of_one_document_in_one_context_leave_the_last(self, engine: Engine, generation: str) -> None:
        with engine.writer(generation) as writer:
            for version in range(1, 30):
                writer.apply([document(1, f"v{version}", version=version)])
        assert engine.count(generation) == 1
        assert found(engine, generation, Term("title", "v29")) == [1]
        assert found(engine, generation, Term("title", "v28")) == []

    def test_a_deleted_document_is_gone(self, engine: Engine, generation: str) -> None:
        write(engine, generation, document(1, "park"), document(2, "park"))
        assert write(engine, generation, Deletion(1, 2), Deletion(99, 1)) == [APPLIED, APPLIED]
        assert found(engine, generation, Term("title", "park")) == [2]
        assert engine.count(generation) == 1
        assert list(engine.versions(generation)) == [(2, 1)]

    def test_a_document_deleted_and_written_again_in_one_context_is_there_once(
        self, engine: Engine, generation: str
    ) -> None:
        write(engine, generation, document(1, "park"))
        with engine.writer(generation) as writer:
            writer.apply([Deletion(1, 2)])
            writer.apply([document(1, "ogród", version=3)])
            writer.apply([document(1, "las", version=4)])
        assert found(engine, generation, All(())) == [1]
        assert found(engine, generation, Term("title", "las")) == [1]

    def test_a_write_older_than_the_index_is_stale_and_changes_nothing(self, engine: Engine, generation: str) -> None:
        write(engine, generation, document(1, "nowy", version=5))
        assert write(engine, generation, document(1, "stary", version=4)) == [STALE]
        assert write(engine, generation, Deletion(1, 4)) == [STALE]
        assert found(engine, generation, Term("title", "nowy")) == [1]
        assert list(engine.versions(generation)) == [(1, 5)]

    def test_a_write_of_the_same_version_is_applied(self, engine: Engine, generation: str) -> None:
        write(engine, generation, document(1, "raz", version=5))
        assert write(engine, generation, document(1, "dwa", version=5)) == [APPLIED]
        assert found(engine, generation, Term("title", "dwa")) == [1]

    def test_an_old_write_does_not_bring_back_what_the_same_context_deleted(
        self, engine: Engine, generation: str
    ) -> None:
        with engine.writer(generation) as writer:
            writer.apply([document(1, "park", version=3)])
            writer.apply([Deletion(1, 6)])
            assert [result.outcome for result in writer.apply([document(1, "park", version=5)])] == [STALE]
        assert engine.count(generation) == 0

    @settings(max_examples=25, deadline=None, database=None, suppress_health_check=SHARED)
    @given(batches=st.lists(WRITES, max_size=3))
    def test_the_greatest_version_stays_whatever_the_order(
        self, engine: Engine, batches: list[list[tuple[int, int, bool]]]
    ) -> None:
        newest: dict[int, int] = {}
        kept: dict[int, tuple[int, str]] = {}
        engine.drop("random")
        engine.create("random", SCHEMA, "print")
        with engine.writer("random") as writer:
            for number, batch in enumerate(batches):
                expected = []
                for place, (id, version, gone) in enumerate(batch):
                    expected.append(APPLIED if version >= newest.get(id, 0) else STALE)
                    if expected[-1] is APPLIED:
                        newest[id] = version
                        kept.pop(id, None)
                        if not gone:
                            kept[id] = (version, f"b{number}p{place}")
                writes = [
                    Deletion(id, version) if gone else document(id, f"b{number}p{place}", version=version)
                    for place, (id, version, gone) in enumerate(batch)
                ]
                results = writer.apply(writes)
                assert [result.id for result in results] == [write.id for write in writes]
                assert [result.outcome for result in results] == expected
        assert dict(engine.versions("random")) == {id: version for id, (version, _) in kept.items()}
        for id, (_, title) in kept.items():
            assert found(engine, "random", Term("title", title)) == [id]

    @pytest.mark.parametrize("bad", BAD_DOCUMENTS, ids=range(len(BAD_DOCUMENTS)))
    def test_a_bad_document_is_refused_alone_with_a_reason(
        self, engine: Engine, generation: str, bad: Document
    ) -> None:
        write(engine, generation, document(7, "before"))
        with engine.writer(generation) as writer:
            results = writer.apply([document(1, "park"), bad, document(2, "park")])
        assert [result.outcome for result in results] == [APPLIED, REJECTED, APPLIED]
        assert results[1].error.endswith(".")
        assert not results[0].error
        assert found(engine, generation, Term("title", "park")) == [1, 2]
        assert found(engine, generation, Term("title", "before")) == [7]

    def test_nothing_written_is_fine(self, engine: Engine, generation: str) -> None:
        with engine.writer(generation) as writer:
            assert writer.apply([]) == []
        assert engine.count(generation) == 0

    def test_a_generator_is_read_inside_the_context_and_its_failure_is_its_own(
        self, engine: Engine, generation: str
    ) -> None:
        def reading() -> Iterator[Document]:
            yield document(1, "park")
            raise LookupError("the database went away")

        with pytest.raises(LookupError), engine.writer(generation) as writer:
            writer.apply(reading())
        assert write(engine, generation, document(1, "las")) == [APPLIED]
        assert found(engine, generation, All(())) == [1]

    def test_more_documents_than_one_request_carries_are_all_written(self, engine: Engine, generation: str) -> None:
        outcomes = write(engine, generation, *(document(id, "park", tag=["t"]) for id in range(1, 2_501)))
        assert outcomes == [APPLIED] * 2_500
        answer = engine.search(generation, EngineQuery(Term("title", "park"), facets={"tag": Facet("tag", 5)}, limit=0))
        assert answer.total == engine.count(generation) == 2_500
        assert answer.facets["tag"] == {"t": 2_500}
        assert write(engine, generation, *(document(id, "las", version=2) for id in range(1, 2_501))) == outcomes
        assert engine.count(generation) == 2_500
        assert found(engine, generation, Term("title", "park")) == []

    def test_versions_are_listed_by_id_page_after_page(self, engine: Engine, generation: str) -> None:
        ids = [3, 1, 2**53, 10, 7]
        write(engine, generation, *(document(id, "park", version=id + 1) for id in ids))
        assert list(engine.versions(generation)) == [(id, id + 1) for id in sorted(ids)]
        assert list(engine.versions(generation, after=3, limit=2)) == [(7, 8), (10, 11)]
        assert list(engine.versions(generation, after=10)) == [(2**53, 2**53 + 1)]
        assert list(engine.versions(generation, after=2**53)) == []
        assert list(engine.versions(generation, limit=0)) == []
