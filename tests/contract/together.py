"""Several questions on one way to the engine."""

from search.engines.base import All, Engine, EngineQuery, Facet, Ids, Term
from tests.contract.corpus import document, documents, write


class TogetherContract:
    """What `search_many` promises beyond `search`."""

    def test_questions_asked_together_are_answered_in_their_order_each_as_alone(
        self, engine: Engine, generation: str
    ) -> None:
        write(engine, generation, *documents(range(1, 60), "park"), document(60, "park park", tag=["woda"]))
        questions = [
            # Their ties go on behind what a page holds.
            EngineQuery(Term("title", "park"), limit=3, facets={"t": Facet("tag", 5)}),
            EngineQuery(All(()), limit=0),
            EngineQuery(Term("title", "park"), filters={"few": Ids((7, 60, 61))}),
            EngineQuery(Term("title", "nowhere")),
        ]
        together = engine.search_many(generation, questions)
        assert [(a.total, [hit.id for hit in a.hits]) for a in together] == [
            (60, [60, 1, 2]),
            (60, []),
            (2, [60, 7]),
            (0, []),
        ]
        for answer, question in zip(together, questions, strict=True):
            alone = engine.search(generation, question)
            assert (answer.hits, answer.total, answer.facets) == (alone.hits, alone.total, alone.facets)
        assert engine.search_many(generation, []) == []
