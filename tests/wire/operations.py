"""Everything that may be asked of an engine that holds the generation "g1"."""

from collections.abc import Callable, Mapping

from search.engines.base import All, Engine, EngineQuery, Facet, Term, Values
from tests.contract.corpus import SCHEMA, document, write

_QUESTION = EngineQuery(
    Term("title", "park"),
    filters={"tag": Values("tag", ("a",))},
    facets={"tag": Facet("tag", 10, "tag"), "city": Facet("city", 10)},
)

# What must come back with an answer of the server, and cannot be made up from a strange one.
ANSWERED: Mapping[str, Callable[[Engine], object]] = {
    "search": lambda engine: engine.search("g1", _QUESTION),
    "several": lambda engine: engine.search_many("g1", [_QUESTION, EngineQuery(All(()), limit=1)]),
    "newest": lambda engine: engine.search("g1", EngineQuery(All(()), sort="published")),
    "count only": lambda engine: engine.search("g1", EngineQuery(All(()), limit=0)),
    "scores": lambda engine: engine.scores("g1", Term("title", "park"), [1, 2]),
    "versions": lambda engine: list(engine.versions("g1")),
    "count": lambda engine: engine.count("g1"),
    "write": lambda engine: write(engine, "g1", document(1, "park")),
    "create": lambda engine: engine.create("g2", SCHEMA, "print"),
    "promote": lambda engine: engine.promote("g1", None),
    "drop": lambda engine: engine.drop("g2"),
}
OPERATIONS: Mapping[str, Callable[[Engine], object]] = {
    **ANSWERED,
    "generations": lambda engine: engine.generations(),
    "fingerprint": lambda engine: engine.fingerprint("g1"),
}
