"""The contract's node tree as an Elasticsearch query, of terms only: no text of a user is ever parsed by the server.

Every empty case is decided here: an empty `bool` matches everything, an empty `match_phrase` nothing.
"""

from __future__ import annotations

import typing
from collections.abc import Collection, Iterable, Sequence
from functools import lru_cache

import orjson
from elasticsearch.dsl import query as dsl

from ..base import All, Any, Best, Constant, Ids, Node, Not, Phrase, Term, Values
from ..checks import LARGEST_INTEGER, is_indexable
from .mapping import ID, keyword_field, text_field

Query = dsl.Query


class _Written(dsl.Query):
    """A query written out once. The library would take every part of it into its hands whenever it is sent, and a word of a search is sent
    up to eight times.
    """

    name = "written"

    def __init__(self, query: Query) -> None:
        super().__init__()
        self._text = orjson.Fragment(orjson.dumps(query.to_dict()))

    def to_dict(self) -> typing.Any:
        """What is sent."""
        return self._text


def compiled(node: Node) -> Query:
    """The query that matches and scores as the node's docstring says."""
    return _written(node) if isinstance(node, Best) else _compiled(node)


@lru_cache(maxsize=1_000)
def _written(node: Best) -> Query:
    return _Written(_compiled(node))


def _compiled(node: Node) -> Query:
    match node:
        case Term(field, term, boost):
            return _term(field, term, boost)
        case Phrase(field, terms, boost):
            return _phrase(field, terms, boost)
        case Best(clauses, tie):
            return _best([compiled(clause) for clause in clauses], tie)
        case Any(clauses, minimum):
            return _at_least([compiled(clause) for clause in clauses], max(1, minimum))
        case All(clauses, optional):
            return _every([compiled(clause) for clause in clauses], [compiled(clause) for clause in optional])
        case Values(field, values):
            return unscored(_values(field, values))
        case Ids(ids):
            return unscored(among(ids))
        case Not(clause):
            return unscored(dsl.Bool(must_not=[compiled(clause)]))
        case Constant(clause, score):
            return dsl.ConstantScore(filter=compiled(clause), boost=score)


def restricted(query: Query, filters: Iterable[Node]) -> Query:
    """The query's matches and scores among the documents of every filter."""
    required = [compiled(condition) for condition in filters]
    return dsl.Bool(must=[query], filter=required) if required else query


def among(ids: Collection[int]) -> Query:
    """Documents with these ids; those that cannot be an id match nothing."""
    possible = [id for id in ids if 0 < id <= LARGEST_INTEGER]
    # Written at once: the library would take every number into its hands several times, 10 ms for a thousand.
    return dsl.Q("terms", **{ID: orjson.Fragment(orjson.dumps(possible))}) if possible else dsl.MatchNone()


def unscored(query: Query) -> Query:
    """The same documents, with a score of zero."""
    return dsl.ConstantScore(filter=query, boost=0.0)


def _term(field: str, term: str, boost: float) -> Query:
    if not is_indexable(term):
        return dsl.MatchNone()
    return dsl.Term(**{text_field(field): {"value": term, "boost": boost}})


def _phrase(field: str, terms: tuple[str, ...], boost: float) -> Query:
    if len(terms) == 1:
        return _term(field, terms[0], boost)
    # What is no single word to the server would be read as none or as several.
    if not terms or not all(term.split() == [term] and is_indexable(term) for term in terms):
        return dsl.MatchNone()
    return dsl.MatchPhrase(**{text_field(field): {"query": " ".join(terms), "boost": boost}})


def _values(field: str, values: tuple[str, ...]) -> Query:
    possible = [value for value in values if is_indexable(value)]
    return dsl.Q("terms", **{keyword_field(field): possible}) if possible else dsl.MatchNone()


def _best(clauses: Sequence[Query], tie: float) -> Query:
    if len(clauses) == 1:
        return clauses[0]
    return dsl.DisMax(queries=list(clauses), tie_breaker=tie) if clauses else dsl.MatchNone()


def _at_least(clauses: Sequence[Query], minimum: int) -> Query:
    if len(clauses) < minimum:
        return dsl.MatchNone()
    if len(clauses) == 1:
        return clauses[0]
    return dsl.Bool(should=list(clauses), minimum_should_match=minimum)


def _every(clauses: Sequence[Query], optional: Sequence[Query]) -> Query:
    required = list(clauses) or [unscored(dsl.MatchAll())]
    if len(required) == 1 and not optional:
        return required[0]
    return dsl.Bool(must=required, should=list(optional), minimum_should_match=0)
