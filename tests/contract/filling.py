"""Filling a generation: every page is written, in order, and whoever writes beside it is neither kept out nor overwritten."""

from collections.abc import Callable, Iterator

import pytest

from search.engines.base import All, Document, Engine, EngineUnavailable, Page, Term, WriteOutcome
from tests.contract.corpus import document, documents, found, write

APPLIED, STALE, REJECTED = WriteOutcome.APPLIED, WriteOutcome.STALE, WriteOutcome.REJECTED


def pages(*contents: list[Document]) -> list[Page]:
    return [_page(content) for content in contents]


def _page(content: list[Document]) -> Page:
    return lambda: content


class FillingContract:
    """What becomes of pages."""

    def test_every_page_is_written_and_its_results_come_in_order(self, engine: Engine, generation: str) -> None:
        contents = [documents(range(start, start + 150), "park") for start in range(1, 1_501, 150)]
        results = list(engine.fill(generation, pages(*contents)))
        assert [[r.id for r in page] for page in results] == [[d.id for d in page] for page in contents]
        assert {r.outcome for page in results for r in page} == {APPLIED}
        assert engine.count(generation) == 1_500
        assert len(found(engine, generation, Term("title", "park"), limit=2_000)) == 1_500

    def test_filling_with_nothing_or_with_empty_pages_is_fine(self, engine: Engine, generation: str) -> None:
        assert list(engine.fill(generation, [])) == []
        assert list(engine.fill(generation, pages([], [document(1, "park")], []))) != []
        assert found(engine, generation, All(())) == [1]

    def test_a_bad_document_of_a_page_is_refused_alone(self, engine: Engine, generation: str) -> None:
        bad = Document(id=2, version=1, text={"nowhere": "a"})
        [results] = engine.fill(generation, pages([document(1, "park"), bad, document(3, "park")]))
        assert [result.outcome for result in results] == [APPLIED, REJECTED, APPLIED]
        assert found(engine, generation, All(())) == [1, 3]

    def test_a_newer_write_of_somebody_else_is_not_overwritten(self, engine: Engine, generation: str) -> None:
        write(engine, generation, document(1, "nowy", version=5), document(3, "las", version=5))
        [results] = engine.fill(generation, pages([document(1, "stary", version=4), document(3, "las", version=5)]))
        assert [result.outcome for result in results] == [STALE, APPLIED]
        assert found(engine, generation, Term("title", "nowy")) == [1]

    def test_others_write_between_the_pages(self, make_engine: Callable[[], Engine], generation: str) -> None:
        engine, beside = make_engine(), make_engine()
        results = []
        for page in engine.fill(generation, pages(*([document(id, "park")] for id in range(1, 9)))):
            results += page
            assert write(beside, generation, document(len(results), "las", version=2)) == [APPLIED]
        assert [result.outcome for result in results] == [APPLIED] * 8
        assert found(engine, generation, Term("title", "las")) == list(range(1, 9))
        assert found(engine, generation, Term("title", "park")) == []

    def test_a_page_that_fails_ends_it_and_keeps_what_was_yielded(self, engine: Engine, generation: str) -> None:
        def failing() -> list[Document]:
            raise LookupError("the database went away")

        kept = []
        with pytest.raises(LookupError):
            for page in engine.fill(generation, [*pages(*([document(id, "park")] for id in range(1, 9))), failing]):
                kept += [result.id for result in page]
        write(engine, generation, document(99, "las"))
        assert kept
        assert set(kept) <= set(found(engine, generation, Term("title", "park")))

    def test_whoever_ends_it_early_may_go_on_behind_the_last_page(self, engine: Engine, generation: str) -> None:
        read: list[int] = []

        def reading() -> Iterator[Page]:
            for id in range(1, 9):
                read.append(id)
                yield _page([document(id, "park")])

        filling = engine.fill(generation, reading())
        assert [result.id for result in next(filling)] == [1]
        filling.close()  # type: ignore[attr-defined]  # both are generators
        assert len(read) < 8, "pages are not read far ahead"
        rest = [r.id for page in engine.fill(generation, pages(documents(range(2, 9), "park"))) for r in page]
        assert rest == list(range(2, 9))
        assert found(engine, generation, Term("title", "park")) == list(range(1, 9))

    def test_a_missing_generation_is_unavailable_to_be_filled(self, engine: Engine) -> None:
        with pytest.raises(EngineUnavailable):
            list(engine.fill("missing", pages([document(1, "park")])))
