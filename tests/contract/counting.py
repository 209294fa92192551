"""Totals and facets: exact, and equal to the hits behind them."""

import pytest

from search.engines.base import All, Any, Engine, EngineQuery, Facet, Node, Not, Term, Values
from tests.contract.corpus import document, write


def facets(engine: Engine, generation: str, query: EngineQuery) -> dict[str, dict[str, int]]:
    return {name: dict(counts) for name, counts in engine.search(generation, query).facets.items()}


class CountingContract:
    """Counts."""

    @pytest.fixture
    def cities(self, engine: Engine, generation: str) -> str:
        write(
            engine,
            generation,
            document(1, "park", tag=["zieleń", "woda"], city=["lodz"]),
            document(2, "park", tag=["zieleń"], city=["gdynia"]),
            document(3, "park", tag=["transport", "zieleń", "zieleń"], city=["lodz"]),
            document(4, "tramwaj", tag=["transport"], city=["lodz"]),
            document(5, "tramwaj", city=["gdynia"]),
        )
        return generation

    def test_a_document_counts_once_for_each_of_its_values(self, engine: Engine, cities: str) -> None:
        counts = engine.search(cities, EngineQuery(All(()), facets={"t": Facet("tag", 10)})).facets["t"]
        assert list(counts.items()) == [("zieleń", 3), ("transport", 2), ("woda", 1)]

    def test_facets_count_only_what_the_query_and_the_filters_leave(self, engine: Engine, cities: str) -> None:
        query = EngineQuery(
            Term("title", "park"),
            filters={"city": Values("city", ("lodz",))},
            facets={"tag": Facet("tag", 10), "city": Facet("city", 10)},
        )
        assert facets(engine, cities, query) == {"tag": {"zieleń": 2, "transport": 1, "woda": 1}, "city": {"lodz": 2}}

    def test_a_facet_that_leaves_out_its_own_filter_counts_the_alternatives(self, engine: Engine, cities: str) -> None:
        query = EngineQuery(
            All(()),
            filters={"city": Values("city", ("lodz",)), "tag": Values("tag", ("zieleń", "woda"))},
            facets={"tag": Facet("tag", 10, "tag"), "city": Facet("city", 10, "city"), "both": Facet("tag", 10)},
        )
        assert facets(engine, cities, query) == {
            "tag": {"zieleń": 2, "transport": 2, "woda": 1},
            "city": {"lodz": 2, "gdynia": 1},
            "both": {"zieleń": 2, "transport": 1, "woda": 1},
        }

    def test_a_count_equals_the_hits_when_that_value_alone_is_chosen(self, engine: Engine, cities: str) -> None:
        chosen: dict[str, Node] = {"city": Values("city", ("lodz", "gdynia")), "tag": Values("tag", ("zieleń",))}
        counted = facets(
            engine,
            cities,
            EngineQuery(Term("title", "park"), chosen, facets={name: Facet(name, 10, name) for name in chosen}),
        )
        for name, counts in counted.items():
            for value, count in counts.items():
                alone = EngineQuery(Term("title", "park"), chosen | {name: Values(name, (value,))})
                assert engine.search(cities, alone).total == count

    def test_a_left_out_filter_that_is_not_there_leaves_nothing_out(self, engine: Engine, cities: str) -> None:
        query = EngineQuery(
            All(()), {"city": Values("city", ("lodz",))}, facets={"tag": Facet("tag", 10, "tag"), "t": Facet("tag", 10)}
        )
        assert len(set(map(str, facets(engine, cities, query).values()))) == 1

    def test_a_facet_gives_the_most_frequent_values_and_ties_by_value(self, engine: Engine, generation: str) -> None:
        often = [document(id, tag=["b", f"rare{id:03}"]) for id in range(1, 201)]
        write(engine, generation, *often, document(300, tag=["a"]), document(301, tag=["a"]))
        counts = engine.search(generation, EngineQuery(All(()), facets={"t": Facet("tag", 4)})).facets["t"]
        assert list(counts.items()) == [("b", 200), ("a", 2), ("rare001", 1), ("rare002", 1)]

    def test_counts_stay_exact_over_many_values_and_many_small_writes(self, engine: Engine, generation: str) -> None:
        for start in range(1, 601, 100):
            values = ([f"v{(id * 7) % 150:03}", "all"] for id in range(start, start + 100))
            write(engine, generation, *(document(start + n, tag=tags) for n, tags in enumerate(values)))
        counts = engine.search(generation, EngineQuery(All(()), facets={"t": Facet("tag", 1000)}, limit=0)).facets["t"]
        assert counts == {"all": 600} | {f"v{number:03}": 4 for number in range(150)}

    def test_facets_of_nothing_are_empty_and_named_all_the_same(self, engine: Engine, cities: str) -> None:
        query = EngineQuery(Any(()), facets={"t": Facet("tag", 10), "none": Facet("tag", 0), "new": Facet("later", 5)})
        assert facets(engine, cities, query) == {"t": {}, "none": {}, "new": {}}

    def test_counts_need_no_hits(self, engine: Engine, cities: str) -> None:
        answer = engine.search(cities, EngineQuery(Term("title", "park"), limit=0, facets={"c": Facet("city", 5)}))
        assert (answer.total, answer.hits, answer.facets["c"]) == (3, [], {"lodz": 2, "gdynia": 1})
        assert answer.took >= 0

    def test_the_total_is_exact_beyond_the_limit(self, engine: Engine, cities: str) -> None:
        answer = engine.search(cities, EngineQuery(Not(Term("title", "park")), limit=1))
        assert (answer.total, [hit.id for hit in answer.hits]) == (2, [4])
