"""Chosen facet values as a condition: of the engine, and of the database that answers in its place."""

from collections.abc import Collection
from datetime import date
from functools import reduce
from operator import or_

from django.db.models import Q

from search.documents import facet_field, facet_token
from search.engines.base import Node, Values
from search.query.freshness import CONFIRMED, FRESHNESS_BANDS, months_of


def facet_node(facet: str, values: tuple[str, ...], today: date) -> Node:
    """Practices with any of these values of a facet on that day."""
    return Values(facet_field(facet), months_of(values, today) if facet == "freshness" else values)


def facet_condition(facet: str, values: Collection[str], today: date) -> Q:
    """The same of `AnalysedPractice`."""
    return _of_age(values, today) if facet == "freshness" else any_value(facet, values)


def any_value(field: str, values: Collection[str]) -> Q:
    """Kept terms with any of these values of a keyword field; of none: nothing."""
    return reduce(or_, (Q(terms__contains=f" {facet_token(field, v)} ") for v in values), Q(pk__in=[]))


def _of_age(bands: Collection[str], today: date) -> Q:
    """The months of the last band are too many to be compared one by one: it is everything that no other band has."""
    if FRESHNESS_BANDS[-1] not in bands:
        return any_value(CONFIRMED, months_of(bands, today))
    others = [band for band in FRESHNESS_BANDS if band not in bands]
    return Q(terms__contains=f" {facet_token(CONFIRMED, '')}") & ~any_value(CONFIRMED, months_of(others, today))
