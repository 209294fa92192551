"""Random trees over random corpora, compared with the contract's words written out naively."""

import math
from collections import Counter
from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from search.engines.base import (
    All,
    Any,
    Best,
    Constant,
    Document,
    Engine,
    EngineQuery,
    Facet,
    Ids,
    Node,
    Not,
    Phrase,
    Term,
    Values,
)
from tests.contract.corpus import SCHEMA, SHARED, document, write

WORDS = st.sampled_from(["a", "b", "ż", "c'"])
TAGS = st.sampled_from(["x", "Ź z", ""])
CITIES = st.sampled_from(["x", "y"])
BOOSTS = st.sampled_from([1.0, 3.0])


def corpora(shortest_text: int) -> st.SearchStrategy[list[Document]]:
    """Lists of documents with ids from 1."""
    texts = st.lists(WORDS, min_size=shortest_text, max_size=5).map(" ".join)
    one = st.builds(
        document,
        st.just(0),
        texts,
        body=texts,
        tag=st.lists(TAGS, max_size=3),
        city=st.lists(CITIES, max_size=1),
        published=st.none() | st.integers(-2, 2),
    )
    return st.lists(one, max_size=8).map(
        lambda found: [Document(id, 1, each.text, each.keyword, each.integer) for id, each in enumerate(found, 1)]
    )


FIELDS = st.sampled_from(SCHEMA.text)
LEAVES: st.SearchStrategy[Node] = st.one_of(
    st.builds(Term, FIELDS, WORDS, BOOSTS),
    st.builds(Phrase, FIELDS, st.lists(WORDS, max_size=3).map(tuple), BOOSTS),
    st.builds(Values, st.just("tag"), st.lists(TAGS, max_size=2).map(tuple)),
    st.builds(Values, st.just("city"), st.lists(CITIES, max_size=2).map(tuple)),
    st.builds(Ids, st.lists(st.integers(0, 9), max_size=4).map(tuple)),
)


def _branches(children: st.SearchStrategy[Node]) -> st.SearchStrategy[Node]:
    clauses = st.lists(children, max_size=3).map(tuple)
    return st.one_of(
        st.builds(Best, clauses, st.sampled_from([0.0, 0.3])),
        st.builds(Any, clauses, st.integers(0, 3)),
        st.builds(All, clauses, clauses),
        st.builds(Not, children),
        st.builds(Constant, children, st.sampled_from([0.0, 2.5])),
    )


TREES = LEAVES | _branches(LEAVES | _branches(LEAVES | _branches(LEAVES)))
FILTERS = st.dictionaries(st.sampled_from(["tag", "city"]), LEAVES | _branches(LEAVES), max_size=2)


class Reference:
    """Matches and scores one corpus by reading every document."""

    def __init__(self, corpus: Sequence[Document]) -> None:
        self.corpus = {found.id: found for found in corpus}

    def words(self, id: int, field: str) -> list[str]:
        return self.corpus[id].text.get(field, "").split()

    def matching(self, *nodes: Node) -> set[int]:
        return {id for id in self.corpus if all(self.score(node, id) is not None for node in nodes)}

    def score(self, node: Node, id: int) -> float | None:
        """The score, or None where the document does not match."""
        match node:
            case Term(field, term, boost):
                return self._bm25(field, (term,), boost, id)
            case Phrase(field, terms, boost):
                return self._bm25(field, terms, boost, id) if terms else None
            case Best(clauses, tie):
                scores = self._scores(clauses, id)
                return max(scores) + tie * (sum(scores) - max(scores)) if scores else None
            case Any(clauses, minimum):
                scores = self._scores(clauses, id)
                return sum(scores) if len(scores) >= max(1, minimum) else None
            case All(clauses, optional):
                scores = self._scores(clauses, id)
                return sum(scores) + sum(self._scores(optional, id)) if len(scores) == len(clauses) else None
            case Values(field, values):
                return 0.0 if set(values) & set(self.corpus[id].keyword.get(field, ())) else None
            case Ids(ids):
                return 0.0 if id in ids else None
            case Not(clause):
                return 0.0 if self.score(clause, id) is None else None
            case Constant(clause, score):
                return score if self.score(clause, id) is not None else None

    def _scores(self, nodes: Sequence[Node], id: int) -> list[float]:
        return [score for node in nodes if (score := self.score(node, id)) is not None]

    def _bm25(self, field: str, terms: tuple[str, ...], boost: float, id: int) -> float | None:
        words = self.words(id, field)
        frequency = sum(tuple(words[at : at + len(terms)]) == terms for at in range(len(words)))
        if not frequency:
            return None
        idf = 0.0
        for term in terms:
            holding = sum(term in self.words(other, field) for other in self.corpus)
            idf += math.log(1 + (len(self.corpus) - holding + 0.5) / (holding + 0.5))
        average = sum(len(self.words(other, field)) for other in self.corpus) / len(self.corpus)
        return boost * idf * 2.2 * frequency / (frequency + 1.2 * (0.25 + 0.75 * len(words) / average))


def _fresh(engine: Engine, corpus: Sequence[Document]) -> str:
    engine.drop("random")
    engine.create("random", SCHEMA, "print")
    write(engine, "random", *corpus)
    return "random"


def _newest_first(corpus: Sequence[Document], ids: set[int]) -> list[int]:
    published = {found.id: found.integer.get("published") for found in corpus}
    return sorted(ids, key=lambda id: (published[id] is not None, published[id] or 0, id), reverse=True)


class RandomTreesContract:
    """Whatever the tree, an engine and a naive reading of the corpus agree."""

    @settings(max_examples=40, deadline=None, database=None, suppress_health_check=SHARED)
    @given(corpus=corpora(0), trees=st.lists(TREES, min_size=1, max_size=8), filters=FILTERS)
    def test_hits_totals_and_facets_are_those_of_a_naive_reading(
        self, engine: Engine, corpus: list[Document], trees: list[Node], filters: dict[str, Node]
    ) -> None:
        generation, reference = _fresh(engine, corpus), Reference(corpus)
        facets = {"tag": Facet("tag", 9, "tag"), "city": Facet("city", 9, "city"), "all": Facet("tag", 9)}
        for tree in trees:
            answer = engine.search(generation, EngineQuery(tree, filters, limit=50, facets=facets))
            expected = reference.matching(tree, *filters.values())
            assert {hit.id for hit in answer.hits} == expected
            assert answer.total == len(answer.hits) == len(expected)
            for name, facet in facets.items():
                others = [node for key, node in filters.items() if key != facet.without]
                counted = Counter(
                    value
                    for id in reference.matching(tree, *others)
                    for value in set(reference.corpus[id].keyword.get(facet.field, ()))
                )
                assert answer.facets[name] == counted
            newest = engine.search(generation, EngineQuery(tree, filters, limit=3, sort="published"))
            assert [hit.id for hit in newest.hits] == _newest_first(corpus, expected)[:3]

    @settings(max_examples=25, deadline=None, database=None, suppress_health_check=SHARED)
    @given(corpus=corpora(1), trees=st.lists(TREES, min_size=1, max_size=8))
    def test_scores_are_those_of_a_naive_reading(
        self, engine: Engine, corpus: list[Document], trees: list[Node]
    ) -> None:
        generation, reference = _fresh(engine, corpus), Reference(corpus)
        for tree in trees:
            expected = {id: reference.score(tree, id) for id in reference.matching(tree)}
            hits = engine.search(generation, EngineQuery(tree, limit=50)).hits
            assert {hit.id: hit.score for hit in hits} == pytest.approx(expected, rel=1e-4)
            ordered = [float(f"{hit.score:.4e}") for hit in hits]
            assert ordered == sorted(ordered, reverse=True)
            assert engine.scores(generation, tree, expected.keys()) == pytest.approx(expected, rel=1e-4)
