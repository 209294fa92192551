"""Matching, scores and order."""

import math

import pytest

from search.engines.base import All, Any, Best, Constant, Engine, EngineQuery, Ids, Node, Not, Phrase, Term, Values
from tests.contract.corpus import document, documents, found, matched, write

HOSTILE = [
    "*",
    "title:park",
    "park AND las",
    '"park',
    "(((",
    "[a TO z]",
    "a\\",
    "\x00",
    "a\x00b",
    "'; DROP TABLE--",
    "<script>",
    "{}",
    "../..",
    "~2",
    "^9",
    "żółć🌳",
    "e\u0301",
    "\u200b",
    "\u202e",
    "İ",
    "-",
    "NOT",
]


def scores(engine: Engine, generation: str, node: Node) -> dict[int, float]:
    return {hit.id: hit.score for hit in engine.search(generation, EngineQuery(node)).hits}


class SearchingContract:
    """What each node finds and how it is ranked."""

    @pytest.fixture
    def parks(self, engine: Engine, generation: str) -> str:
        write(
            engine,
            generation,
            document(1, "park nad rzeka", body="nowy park", tag=["zieleń"]),
            document(2, "rzeka i park", body="stary most", tag=["woda", "zieleń"]),
            document(3, "las", body="park park park"),
            document(4, "tramwaj", body="nowy tramwaj", tag=["transport"]),
        )
        return generation

    @pytest.mark.parametrize(
        ("node", "expected"),
        [
            (Term("title", "park"), {1, 2}),
            (Term("title", "par"), set()),
            (Term("title", ""), set()),
            (Term("title", "park nad"), set()),
            (Phrase("title", ("park", "nad")), {1}),
            (Phrase("title", ("nad", "park")), set()),
            (Phrase("title", ("rzeka",)), {1, 2}),
            (Phrase("title", ()), set()),
            (Phrase("title", ("park", "nieznany")), set()),
            (Phrase("body", ("park", "park", "park")), {3}),
            (Phrase("body", ("park", "park", "park", "park")), set()),
            (Best((Term("title", "las"), Term("body", "most"))), {2, 3}),
            (Best(()), set()),
            (Best((Any(()),)), set()),
            (Any((Term("title", "las"), Term("title", "tramwaj"))), {3, 4}),
            (Any(()), set()),
            (Any((), minimum=0), set()),
            (Any((Term("title", "las"),), minimum=0), {3}),
            (Any((Term("title", "park"), Term("title", "nad"), Term("body", "nowy")), minimum=2), {1}),
            (Any((Term("title", "park"), Term("title", "park")), minimum=2), {1, 2}),
            (Any((Term("title", "park"),), minimum=2), set()),
            (All((Term("title", "park"), Term("body", "most"))), {2}),
            (All(()), {1, 2, 3, 4}),
            (All((), optional=(Term("title", "park"),)), {1, 2, 3, 4}),
            (All((Term("title", "park"),), optional=(Term("body", "most"), Any(()))), {1, 2}),
            (All((Term("title", "park"), Any(()))), set()),
            (Values("tag", ("zieleń", "transport")), {1, 2, 4}),
            (Values("tag", ("ziel",)), set()),
            (Values("tag", ()), set()),
            (Ids((1, 4, 99)), {1, 4}),
            (Ids((1, 1)), {1}),
            (Ids(()), set()),
            (Ids((0, -1, 2**63, 2**80)), set()),
            (Not(Term("title", "park")), {3, 4}),
            (Not(Any(())), {1, 2, 3, 4}),
            (Not(All(())), set()),
            (Not(Not(Values("tag", ("woda",)))), {2}),
            (All((Not(Term("title", "park")), Not(Term("title", "las")))), {4}),
            (Any((Not(Term("title", "park")), Term("title", "nad"))), {1, 3, 4}),
            (Best((Not(Term("title", "park")), Values("tag", ("woda",)))), {2, 3, 4}),
            (Constant(Values("tag", ("woda",)), 5.0), {2}),
            (Constant(Any(()), 5.0), set()),
            (Any((Constant(Ids((4,)), 5.0), Term("title", "las"))), {3, 4}),
        ],
        ids=str,
    )
    def test_each_node_finds_what_it_says(self, engine: Engine, parks: str, node: Node, expected: set[int]) -> None:
        assert matched(engine, parks, node) == expected

    def test_a_field_the_generation_lacks_is_empty_everywhere(self, engine: Engine, parks: str) -> None:
        assert found(engine, parks, Term("title_xx", "park")) == []
        assert found(engine, parks, Phrase("tag", ("park", "nad"))) == []
        assert found(engine, parks, Values("title", ("park",))) == []
        assert matched(engine, parks, Not(Values("newer", ("x",)))) == {1, 2, 3, 4}
        by_newer = engine.search(parks, EngineQuery(All(()), sort="newer"))
        assert [hit.id for hit in by_newer.hits] == [4, 3, 2, 1]

    def test_a_term_scores_bm25(self, engine: Engine, parks: str) -> None:
        lengths, frequencies = {1: 2, 2: 2, 3: 3, 4: 2}, {1: 1, 3: 3}
        average, idf = sum(lengths.values()) / 4, math.log(1 + (4 - 2 + 0.5) / (2 + 0.5))
        expected = {
            id: idf * 2.2 * tf / (tf + 1.2 * (0.25 + 0.75 * lengths[id] / average)) for id, tf in frequencies.items()
        }
        assert scores(engine, parks, Term("body", "park")) == pytest.approx(expected, rel=1e-4)

    def test_a_boost_multiplies(self, engine: Engine, parks: str) -> None:
        for plain, boosted in (
            (Term("body", "park"), Term("body", "park", 2.5)),
            (Phrase("title", ("park", "nad")), Phrase("title", ("park", "nad"), 2.5)),
            (Phrase("title", ("park",)), Phrase("title", ("park",), 2.5)),
        ):
            expected = {id: 2.5 * score for id, score in scores(engine, parks, plain).items()}
            assert expected
            assert scores(engine, parks, boosted) == pytest.approx(expected, rel=1e-4)

    def test_scores_of_clauses_add_up(self, engine: Engine, parks: str) -> None:
        first, second = Term("title", "park", 3.0), Term("body", "nowy")
        one, two = scores(engine, parks, first), scores(engine, parks, second)
        summed = {id: one.get(id, 0) + two.get(id, 0) for id in one | two}
        assert scores(engine, parks, Any((first, second))) == pytest.approx(summed, rel=1e-4)
        assert scores(engine, parks, All((first, second))) == pytest.approx({1: summed[1]}, rel=1e-4)
        optional = {id: summed[id] for id in one}
        assert scores(engine, parks, All((first,), optional=(second,))) == pytest.approx(optional, rel=1e-4)

    def test_best_takes_the_best_clause_and_a_share_of_the_others(self, engine: Engine, parks: str) -> None:
        first, second = Term("title", "park"), Term("body", "park")
        one, two = scores(engine, parks, first), scores(engine, parks, second)
        for tie in (0.0, 0.3, 1.0):
            pairs = {id: sorted((one.get(id, 0), two.get(id, 0))) for id in one | two}
            expected = {id: high + tie * low for id, (low, high) in pairs.items()}
            assert scores(engine, parks, Best((first, second), tie)) == pytest.approx(expected, rel=1e-4)

    def test_a_constant_scores_the_same_for_all_that_match_and_adds_up(self, engine: Engine, parks: str) -> None:
        assert scores(engine, parks, Constant(Term("title", "park", 3.0), 40.0)) == pytest.approx({1: 40.0, 2: 40.0})
        plain = scores(engine, parks, Term("title", "park"))
        for node in (
            Any((Term("title", "park"), Constant(Ids((2, 4)), 40.0))),
            All((), optional=(Term("title", "park"), Constant(Values("tag", ("woda", "transport")), 40.0))),
        ):
            found = scores(engine, parks, node)
            assert (found[1], found[2], found[4]) == pytest.approx((plain[1], plain[2] + 40, 40.0), rel=1e-4)

    @pytest.mark.parametrize(
        "node",
        [
            Values("tag", ("zieleń",)),
            Values("tag", ("zieleń", "woda")),
            Ids((1, 2)),
            Not(Term("title", "las")),
            All(()),
        ],
        ids=str,
    )
    def test_what_only_narrows_adds_nothing_to_scores(self, engine: Engine, parks: str, node: Node) -> None:
        assert set(scores(engine, parks, node).values()) == {0.0}
        plain = scores(engine, parks, Term("title", "park"))
        assert scores(engine, parks, All((Term("title", "park"), node))) == pytest.approx(plain, rel=1e-4)
        filtered = engine.search(parks, EngineQuery(Term("title", "park"), filters={"f": node}))
        assert {hit.id: hit.score for hit in filtered.hits} == pytest.approx(plain, rel=1e-4)

    def test_filters_that_score_as_queries_score_nothing_as_filters(self, engine: Engine, parks: str) -> None:
        filtered = engine.search(parks, EngineQuery(All(()), filters={"f": Term("title", "park")}))
        assert [(hit.id, hit.score) for hit in filtered.hits] == [(1, 0.0), (2, 0.0)]

    def test_every_filter_must_hold(self, engine: Engine, parks: str) -> None:
        filters: dict[str, Node] = {"tag": Values("tag", ("zieleń",)), "ids": Not(Ids((1,)))}
        assert [hit.id for hit in engine.search(parks, EngineQuery(All(()), filters)).hits] == [2]

    def test_scores_are_given_for_asked_documents_that_match(self, engine: Engine, parks: str) -> None:
        node = Any((Term("title", "park", 2.0), Term("body", "park")))
        everyone = scores(engine, parks, node)
        assert engine.scores(parks, node, [3, 1, 4, 99, -5]) == pytest.approx(
            {id: everyone[id] for id in (1, 3)}, rel=1e-4
        )
        assert engine.scores(parks, node, []) == {}
        assert engine.scores(parks, Values("tag", ("woda",)), {2, 4}) == {2: 0.0}

    def test_better_scores_come_first_and_ties_by_id(self, engine: Engine, generation: str) -> None:
        for id in (9, 4, 7, 2):
            write(engine, generation, document(id, "park zielony"))
        write(engine, generation, document(8, "park park"))
        assert found(engine, generation, Term("title", "park")) == [8, 2, 4, 7, 9]

    def test_the_first_hits_are_the_same_whatever_the_limit(self, engine: Engine, generation: str) -> None:
        for start in (900, 600, 0, 300):
            write(engine, generation, *documents(range(start + 300, start, -1), "park"))
        write(engine, generation, document(5000, "park park"))
        expected = [5000, *range(1, 1201)]
        for limit in (1, 2, 10, 1000, 1001, 5000):
            answer = engine.search(generation, EngineQuery(Term("title", "park"), limit=limit))
            assert [hit.id for hit in answer.hits] == expected[:limit]
            assert answer.total == 1201
            everything = engine.search(generation, EngineQuery(All(()), limit=limit))
            assert [hit.id for hit in everything.hits] == [*range(1, 1201), 5000][:limit]

    def test_with_a_loose_end_only_those_that_tie_with_the_last_may_be_others(
        self, engine: Engine, generation: str
    ) -> None:
        write(engine, generation, *documents(range(400, 0, -1), "park"), document(5000, "park park"))
        for limit in (1, 2, 10, 300, 401, 500):
            answer = engine.search(generation, EngineQuery(Term("title", "park"), limit=limit, loose_end=True))
            ids = [hit.id for hit in answer.hits]
            assert ids[0] == 5000 and ids[1:] == sorted(set(ids[1:]))
            assert len(ids) == min(limit, 401) and answer.total == 401

    def test_sorting_by_a_number_is_descending_then_by_id_with_the_empty_last(
        self, engine: Engine, generation: str
    ) -> None:
        numbers = {1: 2020, 2: -(2**62), 3: 2021, 4: None, 5: 2020, 6: 2**62, 7: None, 8: 0}
        write(engine, generation, *(document(id, "park", published=number) for id, number in numbers.items()))
        expected = [6, 3, 5, 1, 8, 2, 7, 4]
        for limit in range(9):
            answer = engine.search(generation, EngineQuery(Term("title", "park"), sort="published", limit=limit))
            assert [hit.id for hit in answer.hits] == expected[:limit]
            assert answer.total == 8

    @pytest.mark.parametrize("tied", [2020, None])
    def test_sorting_by_a_number_is_stable_in_a_long_tie(
        self, engine: Engine, generation: str, tied: int | None
    ) -> None:
        for start in (600, 0, 300, 900):
            write(engine, generation, *(document(start + n, "park", published=tied) for n in range(300, 0, -1)))
        write(engine, generation, document(5000, "park", published=2021), document(5001, "las", published=2022))
        expected = [5000, *range(1200, 0, -1)]
        for limit in (1, 2, 10, 1001, 5000):
            answer = engine.search(generation, EngineQuery(Term("title", "park"), sort="published", limit=limit))
            assert [hit.id for hit in answer.hits] == expected[:limit]

    @pytest.mark.parametrize("text", HOSTILE)
    def test_hostile_strings_are_terms_and_values_like_any_other(
        self, engine: Engine, generation: str, text: str
    ) -> None:
        title = text.replace(" ", "_")
        write(engine, generation, document(1, f"{title} b", tag=[text]), document(2, "park", tag=["x"]))
        assert found(engine, generation, Term("title", title)) == [1]
        assert found(engine, generation, Phrase("title", (title, "b"))) == [1]
        assert found(engine, generation, Values("tag", (text, "nothing"))) == [1]
        assert found(engine, generation, Not(Values("tag", (text,)))) == [2]

    @pytest.mark.parametrize("text", ["\ud800", "a" * 256, "ż" * 40_000, "a b", "", "\n"])
    def test_what_no_document_can_hold_is_not_found(self, engine: Engine, parks: str, text: str) -> None:
        assert found(engine, parks, Term("title", text)) == []
        assert found(engine, parks, Phrase("title", ("park", text))) == []
        assert found(engine, parks, Values("tag", (text,))) == []
        assert found(engine, parks, Values("tag", (text, "woda"))) == [2]
        assert engine.scores(parks, Term("title", text), [1]) == {}

    def test_values_are_compared_exactly(self, engine: Engine, generation: str) -> None:
        values = ["Łódź", "łódź", "lodz", "Łódź ", "a b", "", "ż" * 16_383]
        write(engine, generation, *(document(id, tag=[value]) for id, value in enumerate(values, 1)))
        for id, value in enumerate(values, 1):
            assert found(engine, generation, Values("tag", (value,))) == [id]

    def test_long_terms_are_whole_terms(self, engine: Engine, generation: str) -> None:
        words = ["ż" * 64, "ż" * 65, "a" * 255]
        write(engine, generation, *(document(id, f"{word} b") for id, word in enumerate(words, 1)))
        for id, word in enumerate(words, 1):
            assert found(engine, generation, Term("title", word)) == [id]
            assert found(engine, generation, Phrase("title", (word, "b"))) == [id]

    def test_large_ids_and_versions_are_kept_to_the_last_digit(self, engine: Engine, generation: str) -> None:
        ids = [2**53, 2**53 + 1, 2**63 - 1]
        write(engine, generation, *(document(id, "park", version=id - 2) for id in ids))
        assert found(engine, generation, Term("title", "park")) == ids
        assert found(engine, generation, Ids((2**53 + 1,))) == [2**53 + 1]
        assert list(engine.versions(generation)) == [(id, id - 2) for id in ids]

    def test_a_long_document_is_found_by_its_last_words(self, engine: Engine, generation: str) -> None:
        write(engine, generation, document(1, "park", body=" ".join(f"w{number}" for number in range(50_000))))
        assert found(engine, generation, Phrase("body", ("w49998", "w49999"))) == [1]
