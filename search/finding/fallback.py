"""Searching in the database while the engine cannot answer: analysed terms, the same plan, exact counts, no facets."""

from collections.abc import Mapping
from datetime import date
from functools import reduce
from operator import and_, or_
from typing import Any

from django.db.models import Case, F, IntegerField, Q, QuerySet, Value, When
from django.db.models.expressions import Combinable, OrderBy

from practices.models import PracticeState
from search.documents import BY_COST, BY_EVIDENCE
from search.engines.base import Hit, Ids, Values
from search.finding.filters import any_value, facet_condition
from search.finding.plan import Plan
from search.finding.words import PlannedWord
from search.models import AnalysedPractice
from search.query.request import SearchRequest, Sort

# What a word counts more for being in the title.
_IN_TITLE = 3
# More than all words in title and text come to.
_EXACT_BONUS = 1000


def search_database(
    question: Plan, chosen: Mapping[str, tuple[str, ...]], request: SearchRequest, today: date
) -> tuple[int, list[Hit]]:
    """The exact count and the hits up to the asked page, in its order; for relevance what was typed exactly first, then those with words in
    the title, then the newest.

    A phrase is only asked for all its words. What has not been drained yet is not found; what was withdrawn never is.
    """
    rows = _scored(_filtered(question, chosen, today), question)
    page = rows.order_by(*_ORDERS[request.sort]).values_list("practice_id", "score")
    return rows.count(), [Hit(id, float(score)) for id, score in page[: request.page * request.page_size]]


_NEWEST = ("-practice__first_published_at", "-practice_id")
_ORDERS: Mapping[Sort, tuple[str | OrderBy, ...]] = {
    "relevance": ("-score", *_NEWEST),
    "newest": _NEWEST,
    "evidence": (f"-{BY_EVIDENCE}", "-practice_id"),
    "cost-per-inhabitant": (F(BY_COST).desc(nulls_last=True), "-practice_id"),
}


def greatest_score(question: Plan) -> int:
    """What a practice scores here that has every word, and each in its title."""
    return len(question.signal_words) + _IN_TITLE * len(question.words)


def _filtered(question: Plan, chosen: Mapping[str, tuple[str, ...]], today: date) -> "QuerySet[AnalysedPractice]":
    rows = AnalysedPractice.objects.filter(practice__state=PracticeState.PUBLISHED)
    for name, values in chosen.items():
        rows = rows.filter(facet_condition(name, values, today))
    for node in question.required:
        if isinstance(node, Values):
            rows = rows.filter(any_value(node.field, node.values))
    for phrase in question.phrases:
        rows = rows.filter(_all_terms(phrase))
    for excluded in question.excluded:
        unwanted = any_value(excluded.field, excluded.values) if isinstance(excluded, Values) else None
        rows = rows.exclude(unwanted if unwanted is not None else _all_terms(excluded))  # type: ignore[arg-type]
    return rows


def _scored(rows: "QuerySet[AnalysedPractice]", question: Plan) -> "QuerySet[Any, Any]":
    signal = question.signal_words
    exact = reduce(or_, map(_is_exact, question.exact), Q(pk__in=[]))
    matched = _sum([(_has(word, "terms"), 1) for word in signal])
    title = _sum([(_has(word, "title_terms"), _IN_TITLE) for word in question.words])
    bonus = _sum([(exact, _EXACT_BONUS)])
    scored = rows.annotate(matched=matched, score=matched + title + bonus)
    return scored.filter(Q(matched__gte=question.minimum if signal else 0) | exact)


def _is_exact(node: Ids | Values) -> Q:
    return any_value(node.field, node.values) if isinstance(node, Values) else Q(practice_id__in=node.ids)


def _sum(parts: list[tuple[Q, int]]) -> Combinable:
    """Added up in pairs of pairs: a long chain would be nested deeper than databases, and Python, can follow."""
    if len(parts) > 1:
        half = len(parts) // 2
        return _sum(parts[:half]) + _sum(parts[half:])
    cases = [When(q, then=Value(n)) for q, n in parts]
    return Case(*cases, default=Value(0), output_field=IntegerField())


def _has(word: PlannedWord, column: str) -> Q:
    single = (Q(**{f"{column}__contains": f" {term} "}) for term in set(word.terms.values()) if term)
    others = (
        reduce(and_, (Q(**{f"{column}__contains": f" {term} "}) for term in terms))
        for other in word.others
        for terms in set(other.terms.values())
    )
    return reduce(or_, (*single, *others))


def _all_terms(phrase: Mapping[str, tuple[str, ...]]) -> Q:
    return reduce(
        or_, (reduce(and_, (Q(terms__contains=f" {t} ") for t in terms)) for terms in phrase.values() if terms)
    )
