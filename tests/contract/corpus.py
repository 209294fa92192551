"""Small corpora for the contract tests, and asking about them in few words."""

from collections.abc import Iterable, Sequence

from hypothesis import HealthCheck

from search.engines.base import Deletion, Document, Engine, EngineQuery, Node, Schema, WriteOutcome

# One method runs for each engine's class, on purpose: hypothesis would take that for a mistake.
SHARED = [HealthCheck.function_scoped_fixture, HealthCheck.differing_executors]
SCHEMA = Schema(text=("title", "body"), keyword=("tag", "city"), integer=("published",))


def document(
    id: int,
    title: str = "",
    *,
    version: int = 1,
    body: str = "",
    tag: Sequence[str] = (),
    city: Sequence[str] = (),
    published: int | None = None,
) -> Document:
    """A document of SCHEMA; what is not given is absent."""
    return Document(
        id=id,
        version=version,
        text={name: text for name, text in (("title", title), ("body", body)) if text},
        keyword={name: values for name, values in (("tag", tag), ("city", city)) if values},
        integer={} if published is None else {"published": published},
    )


def write(engine: Engine, generation: str, *writes: Document | Deletion) -> list[WriteOutcome]:
    """Apply in one context; the outcomes."""
    with engine.writer(generation) as writer:
        return [result.outcome for result in writer.apply(writes)]


def found(engine: Engine, generation: str, node: Node, limit: int = 100) -> list[int]:
    """The ids of the hits, in their order, after checking that the total counts them."""
    answer = engine.search(generation, EngineQuery(node, limit=limit))
    assert answer.total == len(answer.hits)
    return [hit.id for hit in answer.hits]


def matched(engine: Engine, generation: str, node: Node) -> set[int]:
    """The ids of the hits."""
    return set(found(engine, generation, node))


def documents(ids: Iterable[int], title: str) -> list[Document]:
    """Documents that differ in nothing but their ids."""
    return [document(id, title) for id in ids]
