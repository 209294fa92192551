"""`find()`: one search, the same for the web page and the API.

Parse -> understand -> plan -> engine -> authorise -> page. The engine gives ids; the database authorises and supplies every hit. When the
engine cannot answer, the database searches analysed terms and the page says so.
"""

import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial

from practices.selectors.cards import cards_with_texts
from practices.selectors.names import Names
from search.engines.base import EngineUnavailable, Facet, Ids, Node, Not
from search.finding.asking import Index, best_hits, count
from search.finding.beginning import Beginning, begin
from search.finding.explaining import Explaining, found_by_words
from search.finding.facets import described_facets, exact_counts, facet_questions
from search.finding.fallback import greatest_score, search_database
from search.finding.filters import facet_node
from search.finding.meaning import Meaning, MeaningUnavailable, meaning_of
from search.finding.page import DATABASE, Degraded, SearchPage, SearchResult
from search.finding.passages import passages, read_nearest
from search.finding.plan import Plan
from search.finding.question import Question, question_of
from search.finding.ranking import Scored, by_words_alone
from search.finding.scopes import canonical_facets
from search.finding.visibility import TooManyHidden, excludable
from search.indexing.generations import engine_of, is_current
from search.metrics import measured
from search.query.parser import unparse
from search.query.request import MAX_PAGE_SIZE, WINDOW, SearchRequest

logger = logging.getLogger(__name__)

_HIDDEN = "public"


@dataclass(frozen=True, slots=True)
class _Found:
    total: int
    hits: list[Scored]
    facets: Mapping[str, Mapping[str, int]]
    degraded: Degraded
    engine: str
    question: Plan
    meaning: Meaning | None = None
    weight: float = 1.0
    by_words: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Candidates:
    """Every hit that can be paged through, in the order of the pages: what an engine gives, and the database has still to confirm. `count`
    is how many hits there are in all.
    """

    ids: list[int]
    count: int
    degraded: Degraded


@measured
def find(request: SearchRequest, *, explain: bool = False) -> SearchPage:
    """One page of practices for a question. Only what is public is found, whoever asks, so there is no viewer to tell apart. `explain`:
    each result says why it is there.
    """
    chosen = canonical_facets(request.facets)
    known = begin(request.query)
    asked = question_of(request, known)
    found = _search(known, asked, chosen, explain=explain)
    hits = _on_page(request, found.hits)
    results = _supply(hits, found.question, known.names, request.lang, _explaining(asked, found) if explain else None)
    return SearchPage(
        request=request,
        query=unparse(asked.query),
        count=found.total - (len(hits) - len(results)),
        degraded=found.degraded,
        facets={}
        if found.degraded is Degraded.ENGINE
        else described_facets(found.facets, chosen, known.names, request.lang),
        results=results,
        engine=found.engine,
        mode="hybrid" if found.meaning else "words",
        unquoted=found.question is not asked.plan,
        corrected=asked.corrected,
        did_you_mean=_did_you_mean(known, asked, found),
    )


def candidates(request: SearchRequest) -> Candidates:
    """The hits of all pages of a search at once, whichever page is asked for; each has yet to be confirmed by the database."""
    whole = replace(request, page=WINDOW // MAX_PAGE_SIZE, page_size=MAX_PAGE_SIZE)
    known = begin(request.query)
    found = _search(known, question_of(whole, known), canonical_facets(request.facets), faceted=False)
    return Candidates([hit.id for hit in found.hits], found.total, found.degraded)


@dataclass(frozen=True, slots=True)
class Counts:
    """How many hits a search has in all, and with each value of some facets; nothing where `degraded` says that the engine is away."""

    total: int
    values: Mapping[str, Mapping[str, int]]
    degraded: Degraded


def count_hits(request: SearchRequest) -> int:
    """How many hits a search has, without reading them; 0 while the engine cannot answer."""
    return count_values(request, {}).total


def count_values(request: SearchRequest, facets: Mapping[str, Facet]) -> Counts:
    """The hits of a search counted, in all and by facet, without reading any. Never raises."""
    known = begin(request.query)
    if (generation := known.generation) is None:
        return Counts(0, {}, Degraded.ENGINE)
    asked = question_of(request, known)
    try:
        meaning, degraded = _meaning(asked, known)
        filters = _filters(canonical_facets(request.facets), known)
        index = Index(engine_of(generation), generation.name)
        answer = count(index, asked.plan, meaning, filters=filters, facets=facets)
    except (EngineUnavailable, TooManyHidden) as error:
        logger.warning("Hits cannot be counted: %s", error or type(error).__name__)
        return Counts(0, {}, Degraded.ENGINE)
    return Counts(answer.total, answer.facets, degraded if is_current(generation) else Degraded.OUTDATED)


def _did_you_mean(known: Beginning, asked: Question, found: _Found) -> str:
    """The question with all of its corrections, if it has hits, and more of them or a better one; else nothing."""
    other = asked.suggested(known)
    if other is None or known.generation is None or found.degraded is Degraded.ENGINE:
        return ""
    index = Index(engine_of(known.generation), known.generation.name)
    try:
        meaning, _ = _meaning(other, known)
        filters = _filters(canonical_facets(other.request.facets), known)
        there = best_hits(index, other.plan, meaning, filters=filters, facets={}, sort=other.request.sort, wanted=1)
    except (EngineUnavailable, TooManyHidden, MeaningUnavailable):
        return ""
    more = there.answer.total > found.total
    return other.request.q if there.hits and (more or there.hits[0].score > found.hits[0].score) else ""


def _filters(chosen: Mapping[str, tuple[str, ...]], known: Beginning) -> dict[str, Node]:
    """One filter a chosen facet, and one that leaves out what is no longer public."""
    filters: dict[str, Node] = {name: facet_node(name, values, known.today) for name, values in chosen.items()}
    if hidden := excludable(known.hidden):
        filters[_HIDDEN] = Not(Ids(hidden))
    return filters


def _on_page(request: SearchRequest, hits: Sequence[Scored]) -> Sequence[Scored]:
    return hits[(request.page - 1) * request.page_size : request.page * request.page_size]


def _explaining(asked: Question, found: _Found) -> Explaining:
    return Explaining(
        asked.query, asked.request.sort, asked.plan, found.question, found.meaning, found.weight, found.by_words
    )


def _search(
    known: Beginning,
    asked: Question,
    chosen: Mapping[str, tuple[str, ...]],
    *,
    faceted: bool = True,
    explain: bool = False,
) -> _Found:
    """The hits up to the page asked for, by the engine or else by the database."""
    try:
        return _ask_engine(known, asked, chosen, faceted=faceted, explain=explain)
    except (EngineUnavailable, TooManyHidden) as error:
        logger.warning("The database answers a search: %s", error or type(error).__name__)
        total, kept = search_database(asked.plan, chosen, asked.request, known.today)
        weight = float(greatest_score(asked.plan) or 1)
        return _Found(total, by_words_alone(kept), {}, Degraded.ENGINE, DATABASE, asked.plan, weight=weight)


def _ask_engine(
    known: Beginning,
    asked: Question,
    chosen: Mapping[str, tuple[str, ...]],
    *,
    faceted: bool,
    explain: bool,
) -> _Found:
    if (generation := known.generation) is None:
        raise EngineUnavailable("there is no live generation yet")
    meaning, degraded = _meaning(asked, known)
    here, request = engine_of(generation), asked.request
    index = Index(here, generation.name)
    best = partial(
        best_hits,
        index,
        asked.plan,
        filters=_filters(chosen, known),
        facets=facet_questions(chosen) if faceted else {},
        sort=request.sort,
        wanted=request.page * request.page_size,
    )
    try:
        found = best(meaning)
    except MeaningUnavailable:
        found, degraded = best(), Degraded.MEANING
    if not is_current(generation):
        degraded = Degraded.OUTDATED
    return _Found(
        found.answer.total,
        found.hits,
        exact_counts(generation, found.asked, found.answer, chosen, known.today) if faceted else {},
        degraded,
        here.name,
        found.question,
        found.meaning,
        weight=1.0 if found.meaning else found.question.whole_weight or 1.0,
        by_words=found_by_words(index, found.question, _on_page(request, found.hits)) if explain else frozenset(),
    )


def _meaning(asked: Question, known: Beginning) -> tuple[Meaning | None, Degraded]:
    try:
        return meaning_of(asked.searched, asked.vocabulary, known.meaning), Degraded.NO
    except MeaningUnavailable:
        return None, Degraded.MEANING


def _supply(
    hits: Sequence[Scored], question: Plan, names: Names, language: str, explaining: Explaining | None
) -> list[SearchResult]:
    """The hits that the database confirms as public, with their cards and passages."""
    cards = cards_with_texts([hit.id for hit in hits], names, language=language)
    known = {hit.id: hit.passage for hit in hits if hit.passage is not None}
    nearest = read_nearest(known) if known else {}
    results = []
    for hit in hits:
        if hit.id in cards:
            card, texts = cards[hit.id]
            place = nearest.get(hit.id)
            found = passages(card, texts, question, place)
            why = explaining.of(hit, card, texts, place) if explaining else None
            results.append(SearchResult(card, hit.score, found.title, found.snippets, why))
    return results
