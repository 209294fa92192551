"""The contract's node tree as a tantivy query.

Every empty case is decided here: tantivy's boolean without a positive clause matches nothing, its phrase of one word
panics. What adds nothing to scores becomes a constant of zero, so that sums stay sums.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

import tantivy
from tantivy import Occur, Query

from ..base import All, Any, Best, Constant, Ids, Node, Not, Phrase, Schema, Term, Values
from ..checks import LARGEST_INTEGER, is_indexable
from .fields import ID


@dataclass(frozen=True, slots=True)
class Compiler:
    """Compiles for one open index; `schema` is the contract's, which knows the kind of each field."""

    index_schema: tantivy.Schema
    schema: Schema

    def compile(self, node: Node) -> Query:
        """The query that matches and scores as the node's docstring says."""
        match node:
            case Term(field, term, boost):
                return self._term(field, term, boost)
            case Phrase(field, terms, boost):
                return self._phrase(field, terms, boost)
            case Best(clauses, tie):
                return _best([self.compile(clause) for clause in clauses], tie)
            case Any(clauses, minimum):
                return _at_least([self.compile(clause) for clause in clauses], max(1, minimum))
            case All(clauses, optional):
                return _every(
                    [self.compile(clause) for clause in clauses], [self.compile(clause) for clause in optional]
                )
            case Values(field, values):
                return unscored(self._values(field, values))
            case Ids(ids):
                return unscored(self.ids(ids))
            case Not(clause):
                return unscored(excluding(Query.all_query(), self.compile(clause)))
            case Constant(clause, score):
                return Query.const_score_query(self.compile(clause), score)

    def restricted(self, node: Node, filters: Iterable[Node]) -> Query:
        """The node's matches and scores among the documents of every filter."""
        required = [(Occur.Must, unscored(self.compile(condition))) for condition in filters]
        query = self.compile(node)
        return Query.boolean_query([(Occur.Must, query), *required]) if required else query

    def ids(self, ids: Collection[int]) -> Query:
        """Documents with these ids; those that cannot be an id match nothing."""
        possible = [id for id in ids if 0 < id <= LARGEST_INTEGER]
        return Query.term_set_query(self.index_schema, ID, possible) if possible else Query.empty_query()

    def id(self, id: int) -> Query:
        """The document with this id."""
        return Query.term_query(self.index_schema, ID, id, "basic")

    def _term(self, field: str, term: str, boost: float) -> Query:
        if field not in self.schema.text or not is_indexable(term):
            return Query.empty_query()
        return _boosted(Query.term_query(self.index_schema, field, term, "freq"), boost)

    def _phrase(self, field: str, terms: tuple[str, ...], boost: float) -> Query:
        if len(terms) == 1:
            return self._term(field, terms[0], boost)
        if not terms or field not in self.schema.text or not all(map(is_indexable, terms)):
            return Query.empty_query()
        return _boosted(Query.phrase_query(self.index_schema, field, list(terms)), boost)

    def _values(self, field: str, values: tuple[str, ...]) -> Query:
        possible = [value for value in values if is_indexable(value)]
        if field not in self.schema.keyword or not possible:
            return Query.empty_query()
        if len(possible) == 1:
            return Query.term_query(self.index_schema, field, possible[0], "basic")
        return Query.term_set_query(self.index_schema, field, possible)


def unscored(query: Query) -> Query:
    """The same documents, with a score of zero."""
    return Query.const_score_query(query, 0.0)


def excluding(query: Query, excluded: Query) -> Query:
    """The documents of the one without those of the other."""
    return Query.boolean_query([(Occur.Must, query), (Occur.MustNot, excluded)])


def _boosted(query: Query, boost: float) -> Query:
    return query if boost == 1.0 else Query.boost_query(query, boost)


def _best(clauses: Sequence[Query], tie: float) -> Query:
    if len(clauses) == 1:
        return clauses[0]
    return Query.disjunction_max_query(clauses, tie) if clauses else Query.empty_query()


def _at_least(clauses: Sequence[Query], minimum: int) -> Query:
    if len(clauses) < minimum:
        return Query.empty_query()
    if len(clauses) == 1:
        return clauses[0]
    return Query.boolean_query([(Occur.Should, clause) for clause in clauses], minimum)


def _every(clauses: Sequence[Query], optional: Sequence[Query]) -> Query:
    required = clauses or [unscored(Query.all_query())]
    if len(required) == 1 and not optional:
        return required[0]
    return Query.boolean_query(
        [*((Occur.Must, clause) for clause in required), *((Occur.Should, clause) for clause in optional)]
    )
