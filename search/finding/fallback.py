"""Searching in the database while the engine cannot answer: analysed terms, the same plan, exact counts, no facets."""

from collections.abc import Mapping
from functools import reduce
from operator import and_, or_
from typing import Any

from django.db.models import Case, IntegerField, Q, QuerySet, Value, When
from django.db.models.expressions import Combinable

from practices.models import PracticeState
from search.documents import facet_token
from search.engines.base import Hit, Values
from search.finding.plan import Plan, PlannedWord
from search.models import AnalysedPractice
from search.query.request import SearchRequest


def search_database(
    question: Plan, chosen: Mapping[str, tuple[str, ...]], request: SearchRequest
) -> tuple[int, list[Hit]]:
    """The exact count and the hits up to the asked page: those with words in the title first, then the newest.

    A phrase is only asked for all its words. What has not been drained yet is not found; what was withdrawn never is.
    """
    rows = _scored(_filtered(question, chosen), question)
    order = ("practice__first_published_at", "practice_id")
    newest = [f"-{name}" for name in order]
    ranked = rows.order_by("-score", *newest) if request.sort == "relevance" else rows.order_by(*newest)
    page = ranked.values_list("practice_id", "score")[: request.page * request.page_size]
    return rows.count(), [Hit(id, float(score)) for id, score in page]


def _filtered(question: Plan, chosen: Mapping[str, tuple[str, ...]]) -> "QuerySet[AnalysedPractice]":
    rows = AnalysedPractice.objects.filter(practice__state=PracticeState.PUBLISHED)
    for name, values in chosen.items():
        rows = rows.filter(_any_value(name, values))
    for node in question.required:
        if isinstance(node, Values):
            rows = rows.filter(_any_value(node.field, node.values))
    for phrase in question.phrases:
        rows = rows.filter(_all_terms(phrase))
    for excluded in question.excluded:
        unwanted = _any_value(excluded.field, excluded.values) if isinstance(excluded, Values) else None
        rows = rows.exclude(unwanted if unwanted is not None else _all_terms(excluded))  # type: ignore[arg-type]
    return rows


def _scored(rows: "QuerySet[AnalysedPractice]", question: Plan) -> "QuerySet[Any, Any]":
    signal = question.signal_words
    matched = _sum([(_has(word, "terms"), 1) for word in signal])
    title = _sum([(_has(word, "title_terms"), 3) for word in question.words])
    return rows.annotate(matched=matched, score=matched + title).filter(matched__gte=question.minimum if signal else 0)


def _sum(parts: list[tuple[Q, int]]) -> Combinable:
    """Added up in pairs of pairs: a long chain would be nested deeper than databases, and Python, can follow."""
    if len(parts) > 1:
        half = len(parts) // 2
        return _sum(parts[:half]) + _sum(parts[half:])
    cases = [When(q, then=Value(n)) for q, n in parts]
    return Case(*cases, default=Value(0), output_field=IntegerField())


def _has(word: PlannedWord, column: str) -> Q:
    return reduce(or_, (Q(**{f"{column}__contains": f" {term} "}) for term in set(word.terms.values()) if term))


def _all_terms(phrase: Mapping[str, tuple[str, ...]]) -> Q:
    return reduce(
        or_, (reduce(and_, (Q(terms__contains=f" {t} ") for t in terms)) for terms in phrase.values() if terms)
    )


def _any_value(name: str, values: tuple[str, ...]) -> Q:
    return reduce(or_, (Q(terms__contains=f" {facet_token(name, v)} ") for v in values), Q(pk__in=[]))
