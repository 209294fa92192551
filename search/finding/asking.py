"""Asking an engine for the best hits of a planned question, by words alone or by words and meaning. Knows no database."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from search.documents import NEWEST, ORDERS
from search.engines.base import Engine, EngineAnswer, EngineQuery, Facet, Ids, Node
from search.finding.meaning import Meaning
from search.finding.plan import Plan
from search.finding.ranking import Scored, by_words_alone, ranked
from search.query.request import Sort

# Names of filters that no facet has.
_FOUND_BY, _THESE = "found by", "these"


@dataclass(frozen=True, slots=True)
class Index:
    """Where a question is asked: a generation of an engine."""

    engine: Engine
    generation: str

    def search(self, asked: EngineQuery) -> EngineAnswer:
        """Its answer; raises EngineUnavailable."""
        return self.engine.search(self.generation, asked)

    def search_many(self, asked: Sequence[EngineQuery]) -> list[EngineAnswer]:
        """Their answers, asked together; raises EngineUnavailable."""
        return self.engine.search_many(self.generation, asked)


@dataclass(frozen=True, slots=True)
class Answered:
    """The first hits, the answer with total and facets, and what was asked in the end: `question` is unquoted where a quoted name is
    nowhere as such. `meaning` is None where it was not asked.
    """

    hits: list[Scored]
    answer: EngineAnswer
    asked: EngineQuery
    question: Plan
    meaning: Meaning | None


def best_hits(
    index: Index,
    question: Plan,
    meaning: Meaning | None = None,
    *,
    filters: Mapping[str, Node],
    facets: Mapping[str, Facet],
    sort: Sort = "relevance",
    wanted: int,
) -> Answered:
    """The first `wanted` hits in the order asked for."""
    used = _used(meaning, question)
    asked = _asking(question, filters, used)
    if used is not None and sort == "relevance":
        found = ranked(_WordsList(index, asked, facets), used, question, wanted)
        hits, answer = found.hits, found.answer
    else:
        by = ORDERS.get(sort, "" if question.has_words else NEWEST)
        answer = index.search(replace(asked, facets=facets, limit=wanted, sort=by))
        hits = by_words_alone(answer.hits)
    if not answer.total and question.can_be_unquoted:
        return best_hits(index, question.unquoted(), meaning, filters=filters, facets=facets, sort=sort, wanted=wanted)
    return Answered(hits, answer, asked, question, used)


def count(
    index: Index, question: Plan, meaning: Meaning | None, *, filters: Mapping[str, Node], facets: Mapping[str, Facet]
) -> EngineAnswer:
    """How many hits there are, in all and by facet; none of them is given."""
    answer = index.search(replace(_asking(question, filters, _used(meaning, question)), facets=facets, limit=0))
    if not answer.total and question.can_be_unquoted:
        return count(index, question.unquoted(), meaning, filters=filters, facets=facets)
    return answer


def _used(meaning: Meaning | None, question: Plan) -> Meaning | None:
    """A question that is all in quotes asks for just these words, so long as they are anywhere."""
    return meaning if question.words else None


def _asking(question: Plan, filters: Mapping[str, Node], meaning: Meaning | None) -> EngineQuery:
    """What is found, whatever the order: by its words, or by its words or meaning."""
    if meaning is None:
        return EngineQuery(question.node(), filters=filters)
    return EngineQuery(question.scoring_node(), filters={**filters, _FOUND_BY: question.found_by(meaning.nearest)})


@dataclass(frozen=True, slots=True)
class _WordsList:
    """The contract of `ranking`, of one question."""

    index: Index
    asked: EngineQuery
    facets: Mapping[str, Facet]

    def begin(self, limit: int, near: Sequence[int]) -> tuple[EngineAnswer, Mapping[int, float]]:
        first = replace(self.asked, limit=limit, facets=self.facets, loose_end=True)
        if not near:
            return self.index.search(first), {}
        answer, these = self.index.search_many([first, self._these(near)])
        return answer, _scores(these)

    def longer(self, limit: int) -> EngineAnswer:
        return self.index.search(replace(self.asked, limit=limit))

    def among(self, ids: Sequence[int]) -> Mapping[int, float]:
        return _scores(self.index.search(self._these(ids)))

    def _these(self, ids: Sequence[int]) -> EngineQuery:
        return replace(self.asked, filters={**self.asked.filters, _THESE: Ids(tuple(ids))}, limit=len(ids))


def _scores(answer: EngineAnswer) -> Mapping[int, float]:
    return {hit.id: hit.score for hit in answer.hits}
