"""`find()`: one search, the same for the web page and the API.

Parse -> plan -> engine -> authorise -> page. The engine gives ids; the database authorises and supplies every hit. When the engine cannot
answer, the database searches analysed terms and the page says so.
"""

import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from practices.selectors.cards import cards_with_texts
from practices.selectors.names import Names
from search.engines.base import EngineAnswer, EngineQuery, EngineUnavailable, Hit, Ids, Node, Not, Values
from search.finding.beginning import Beginning, begin
from search.finding.facets import described_facets, exact_counts, facet_questions
from search.finding.fallback import search_database
from search.finding.page import DATABASE, Degraded, SearchPage, SearchResult
from search.finding.passages import passages
from search.finding.plan import Plan, plan, words_of
from search.finding.scopes import canonical_facets, resolve_scopes
from search.finding.visibility import TooManyHidden, excludable
from search.indexing.generations import Searched, engine_of, is_current
from search.indexing.vocabulary import vocabulary_for
from search.metrics import measured
from search.query.parser import unparse
from search.query.request import SearchRequest

logger = logging.getLogger(__name__)

_HIDDEN = "public"


@dataclass(frozen=True, slots=True)
class _Found:
    total: int
    hits: list[Hit]
    facets: Mapping[str, Mapping[str, int]]
    degraded: Degraded
    engine: str


@measured
def find(request: SearchRequest) -> SearchPage:
    """One page of practices for a question. Only what is public is found, whoever asks, so there is no viewer to tell apart."""
    chosen = canonical_facets(request.facets)
    known = begin()
    question = _planned(request, known.generation)
    try:
        found = _ask_engine(known, request, question, chosen)
    except (EngineUnavailable, TooManyHidden) as error:
        logger.warning("The database answers a search: %s", error or type(error).__name__)
        total, hits = search_database(question, chosen, request)
        found = _Found(total, hits, {}, Degraded.ENGINE, DATABASE)
    hits = found.hits[(request.page - 1) * request.page_size : request.page * request.page_size]
    results = _supply(hits, question, known.names, request.lang)
    return SearchPage(
        request=request,
        query=unparse(request.query),
        count=found.total - (len(hits) - len(results)),
        degraded=found.degraded,
        facets={}
        if found.degraded is Degraded.ENGINE
        else described_facets(found.facets, chosen, known.names, request.lang),
        results=results,
        engine=found.engine,
    )


def count_hits(request: SearchRequest) -> int:
    """How many hits a search has, without reading them; 0 while the engine cannot answer."""
    known = begin()
    if (generation := known.generation) is None:
        return 0
    question = _planned(request, generation)
    try:
        filters = _filters(canonical_facets(request.facets), known)
        return (
            engine_of(generation).search(generation.name, EngineQuery(question.node(), filters=filters, limit=0)).total
        )
    except (EngineUnavailable, TooManyHidden):
        return 0


def _planned(request: SearchRequest, generation: Searched | None) -> Plan:
    query = request.query
    return plan(query, vocabulary_for(words_of(query), generation), resolve_scopes(query))


def _filters(chosen: Mapping[str, tuple[str, ...]], known: Beginning) -> dict[str, Node]:
    """One filter a chosen facet, and one that leaves out what is no longer public."""
    filters: dict[str, Node] = {name: Values(name, values) for name, values in chosen.items()}
    if hidden := excludable(known.hidden):
        filters[_HIDDEN] = Not(Ids(hidden))
    return filters


def _ask_engine(
    known: Beginning, request: SearchRequest, question: Plan, chosen: Mapping[str, tuple[str, ...]]
) -> _Found:
    if (generation := known.generation) is None:
        raise EngineUnavailable("there is no live generation yet")
    asked = EngineQuery(
        query=question.node(),
        filters=_filters(chosen, known),
        limit=request.page * request.page_size,
        sort="" if request.sort == "relevance" and question.has_words else "published",
        facets=facet_questions(chosen),
    )
    here = engine_of(generation)
    answer: EngineAnswer = here.search(generation.name, asked)
    degraded = Degraded.NO if is_current(generation) else Degraded.OUTDATED
    return _Found(answer.total, answer.hits, exact_counts(generation, asked, answer, chosen), degraded, here.name)


def _supply(hits: Sequence[Hit], question: Plan, names: Names, language: str) -> list[SearchResult]:
    """The hits that the database confirms as public, with their cards and passages."""
    cards = cards_with_texts([hit.id for hit in hits], names, language=language)
    results = []
    for hit in hits:
        if hit.id in cards:
            card, texts = cards[hit.id]
            found = passages(card, texts, question)
            results.append(SearchResult(card, hit.score, title=found.title, snippets=found.snippets))
    return results
