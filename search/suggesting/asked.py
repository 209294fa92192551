"""What one round of suggestions knows: the generation to be asked, and what it must leave out."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Generic, TypeVar

from practices.selectors.names import Names
from search.engines.base import EngineAnswer, EngineQuery, EngineUnavailable, Ids, Not
from search.finding.beginning import begin
from search.finding.visibility import TooManyHidden, excludable
from search.indexing.generations import Searched, engine_of
from search.indexing.vocabulary import vocabulary_of
from search.query.syntax import Query
from search.vocabulary import Vocabulary

Found = TypeVar("Found")


@dataclass(frozen=True, slots=True)
class Questions(Generic[Found]):
    """What one kind of suggestion asks the engine, and what it makes of the answers: one for each question, in their order."""

    queries: Sequence[EngineQuery]
    found: Callable[[Sequence[EngineAnswer]], Found]

    def answered(self, answers: Iterator[EngineAnswer]) -> Found:
        """What comes of its share of the answers, which are taken from the iterator."""
        return self.found([next(answers) for _ in self.queries])


@dataclass(frozen=True)
class Asked:
    """The live generation, the ids that left the public and may be in it yet, and names as of now."""

    generation: Searched
    hidden: tuple[int, ...]
    names: Names

    @cached_property
    def vocabulary(self) -> Vocabulary:
        """The generation's."""
        return vocabulary_of(self.generation)

    def search(self, query: EngineQuery) -> EngineAnswer:
        """Ask the engine, leaving out what is hidden; raises EngineUnavailable."""
        [answer] = self.search_many([query])
        return answer

    def search_many(self, queries: Sequence[EngineQuery]) -> list[EngineAnswer]:
        """Ask the engine all of these on one way, leaving out what is hidden; raises EngineUnavailable."""
        if self.hidden:
            public = {"public": Not(Ids(self.hidden))}
            queries = [replace(query, filters={**query.filters, **public}) for query in queries]
        return engine_of(self.generation).search_many(self.generation.name, queries) if queries else []


def asked_now() -> Asked:
    """As of this moment, in one statement; raises EngineUnavailable where nothing can be asked."""
    known = begin(Query())
    if known.generation is None:
        raise EngineUnavailable("there is no live generation yet")
    try:
        return Asked(known.generation, excludable(known.hidden), known.names)
    except TooManyHidden as error:
        raise EngineUnavailable("too much has just been withdrawn") from error
