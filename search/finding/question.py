"""The question of a request as it is searched: its certain typing errors put right, planned; and as it is suggested, with all of them."""

from dataclasses import dataclass
from functools import partial

from search.finding.beginning import Beginning, begin
from search.finding.confirming import public_words
from search.finding.plan import Plan, plan, words_of
from search.finding.scopes import resolve_scopes
from search.finding.understanding import Confirm, understood
from search.indexing.vocabulary import vocabulary_for
from search.query.parser import unparse
from search.query.request import InvalidRequest, SearchRequest
from search.query.syntax import Query
from search.vocabulary import Vocabulary


@dataclass(frozen=True, slots=True)
class Question:
    """What is searched for a request: `searched`, planned. `meant` has also those corrections that are only suggested; both are the request
    itself where nothing seems mistyped.
    """

    request: SearchRequest
    searched: SearchRequest
    meant: SearchRequest
    vocabulary: Vocabulary
    plan: Plan

    @property
    def query(self) -> Query:
        """The words that are searched."""
        return self.searched.query

    @property
    def corrected(self) -> str:
        """What is searched instead of what was typed; empty where nothing is."""
        return self.searched.q if self.searched is not self.request else ""

    def suggested(self, known: Beginning) -> "Question | None":
        """The question with all corrections, if it is another one."""
        if self.meant is self.searched:
            return None
        return Question(
            self.meant, self.meant, self.meant, self.vocabulary, _planned(self.meant.query, self.vocabulary, known)
        )


def question_of(request: SearchRequest, known: Beginning) -> Question:
    """The question as it was probably meant, or exactly as it was typed where the request says so."""
    vocabulary = vocabulary_for(words_of(request.query), known.generation)
    searched, meant = request, request
    if not request.exact:
        searched, meant = put_right(request, vocabulary, confirm=partial(public_words, known=known))
    here = known if searched is request else begin(searched.query)
    return Question(request, searched, meant, vocabulary, _planned(searched.query, vocabulary, here))


def put_right(
    request: SearchRequest, vocabulary: Vocabulary, confirm: Confirm = frozenset
) -> tuple[SearchRequest, SearchRequest]:
    """The request with its certain corrections, and with all of them; itself where there are none, and where they would make a question too
    long to be asked.
    """
    found = understood(request.query, vocabulary, confirm=confirm)
    try:
        searched = _with(request, found.certain)
        return searched, searched if found.query == found.certain else _with(request, found.query)
    except InvalidRequest:
        return request, request


def _with(request: SearchRequest, query: Query) -> SearchRequest:
    return request if query == request.query else request.with_query(unparse(query))


def _planned(query: Query, vocabulary: Vocabulary, known: Beginning) -> Plan:
    return plan(query, vocabulary, resolve_scopes(query), known.synonyms, known.exact)
