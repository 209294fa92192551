"""Generations: made, listed, remembered, dropped."""

from collections.abc import Callable

import pytest

from search.engines.base import All, Engine, EngineQuery, EngineUnavailable, GenerationExists, Schema
from tests.contract.corpus import SCHEMA, document, write


class GenerationsContract:
    """Making and removing generations."""

    def test_a_new_generation_is_empty_and_remembers_its_fingerprint(self, engine: Engine) -> None:
        engine.create("g1", SCHEMA, "żółty odcisk")
        assert engine.generations() == ["g1"]
        assert engine.fingerprint("g1") == "żółty odcisk"
        assert engine.count("g1") == 0
        assert list(engine.versions("g1")) == []
        assert engine.search("g1", EngineQuery(All(()))).total == 0

    def test_creating_a_generation_twice_is_refused_and_harms_nothing(self, engine: Engine, generation: str) -> None:
        write(engine, generation, document(1, "park"))
        with pytest.raises(GenerationExists):
            engine.create(generation, SCHEMA, "other")
        assert engine.fingerprint(generation) == "print"
        assert engine.count(generation) == 1

    def test_an_engine_without_generations_is_healthy(self, engine: Engine) -> None:
        assert engine.generations() == []
        assert engine.healthy()

    def test_dropping_a_generation_leaves_the_others(self, engine: Engine, generation: str) -> None:
        engine.create("g2", SCHEMA, "second")
        write(engine, "g2", document(2, "las"))
        engine.drop(generation)
        assert engine.generations() == ["g2"]
        assert engine.fingerprint(generation) is None
        assert engine.count("g2") == 1

    def test_dropping_what_is_not_there_is_fine(self, engine: Engine) -> None:
        engine.drop("never-made")
        assert engine.generations() == []

    def test_a_generation_made_again_after_dropping_is_empty(self, engine: Engine, generation: str) -> None:
        write(engine, generation, document(1, "park"))
        assert engine.count(generation) == 1
        engine.drop(generation)
        engine.create(generation, Schema(text=("title",), keyword=(), integer=()), "again")
        assert engine.count(generation) == 0
        write(engine, generation, document(7, "las"))
        assert [id for id, _ in engine.versions(generation)] == [7]

    def test_every_question_to_a_missing_generation_is_unavailable(self, engine: Engine) -> None:
        with pytest.raises(EngineUnavailable):
            engine.search("missing", EngineQuery(All(())))
        with pytest.raises(EngineUnavailable):
            engine.search_many("missing", [EngineQuery(All(())), EngineQuery(All(()))])
        with pytest.raises(EngineUnavailable):
            engine.count("missing")
        with pytest.raises(EngineUnavailable):
            list(engine.versions("missing"))
        with pytest.raises(EngineUnavailable):
            engine.scores("missing", All(()), [1])
        with pytest.raises(EngineUnavailable), engine.writer("missing") as writer:
            writer.apply([])

    @pytest.mark.parametrize("name", ["", ".", "..", "a/b", "../a", "A", "ż", "-a", "a" * 61, "a\n", "*", "a,b"])
    def test_a_generation_cannot_have_a_hostile_name(self, engine: Engine, name: str) -> None:
        with pytest.raises(ValueError, match="cannot name a generation"):
            engine.create(name, SCHEMA, "print")
        assert engine.generations() == []

    @pytest.mark.parametrize("schema", [Schema(("id",), (), ()), Schema(("a", "a"), (), ()), Schema((), ("x y",), ())])
    def test_a_schema_with_unusable_fields_is_refused(self, engine: Engine, schema: Schema) -> None:
        with pytest.raises(ValueError, match="field"):
            engine.create("g1", schema, "print")
        assert engine.generations() == []

    def test_promoting_changes_nothing_that_is_read_by_name(self, engine: Engine, generation: str) -> None:
        engine.create("g2", SCHEMA, "second")
        write(engine, generation, document(1, "park"))
        engine.promote("g2", generation)
        assert engine.count(generation) == 1
        assert engine.count("g2") == 0

    def test_another_engine_object_sees_what_one_wrote_and_dropped(
        self, engine: Engine, make_engine: Callable[[], Engine], generation: str
    ) -> None:
        other = make_engine()
        assert other.count(generation) == 0
        write(engine, generation, document(1, "park"))
        assert other.count(generation) == 1
        engine.drop(generation)
        with pytest.raises(EngineUnavailable):
            other.count(generation)
        assert other.healthy()
