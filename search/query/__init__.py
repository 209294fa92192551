"""What was asked: a bounded request, a parser that never fails, and the small syntax tree an engine query is made from.

Pure Python: no framework, no database, no engine.
"""

from search.query.parser import parse, unparse
from search.query.request import InvalidRequest, SearchRequest, Sort
from search.query.syntax import Clause, Not, Phrase, Positive, Query, Scoped, Word

__all__ = [
    "Clause",
    "InvalidRequest",
    "Not",
    "Phrase",
    "Positive",
    "Query",
    "Scoped",
    "SearchRequest",
    "Sort",
    "Word",
    "parse",
    "unparse",
]
