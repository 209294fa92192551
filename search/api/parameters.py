"""The parameters of the search, described from what `search.query.request` accepts; that is also what checks them."""

from collections.abc import Mapping, Sequence
from typing import Any

from drf_spectacular.utils import OpenApiParameter

from network.api.parameters import Switch
from network.api.problems import BeyondWindow, InvalidParameter
from search.query.request import (
    CHOICES,
    FACETS,
    MAX_PAGE_SIZE,
    MAX_QUERY,
    MAX_SLUG,
    MAX_VALUES,
    PAGE_SIZE,
    SORTS,
    WINDOW,
    InvalidRequest,
    SearchRequest,
)

EXPLAIN = Switch(name="explain", description="1: each result says why it is there, in `explanation`.")

_SLUG: Mapping[str, Any] = {"type": "string", "maxLength": MAX_SLUG}
_FORMATS: Mapping[str, Mapping[str, Any]] = {
    "voivodeship": {"type": "string", "pattern": "^[0-9]{2}$"},
    "language": {"type": "string", "pattern": "^[a-z]{2}$"},
    "year": {"type": "string", "pattern": "^[0-9]{4}$"},
}
_ABOUT: Mapping[str, str] = {
    "theme": "Themes by slug; a theme includes its sub-themes.",
    "tag": "Tags by slug.",
    "city": "Cities by slug.",
    "voivodeship": "Voivodeships by TERYT number.",
    "population": "Sizes of cities, in inhabitants.",
    "kind": "Kinds of Polish municipality (rodzaj gminy).",
    "cost": (
        "What the first year costs, in złoty, the upper bound included. Practices without costs, or with one in another currency, are in "
        "no band."
    ),
    "staff": "Work, in full-time posts, the upper bound included.",
    "evidence": "How well the results are shown.",
    "status": "How far the work is.",
    "sdg": "Sustainable Development Goals by number.",
    "language": "Languages (ISO 639-1) in which a practice is complete.",
    "year": "Years in which the work began, else of publication.",
    "freshness": (
        "Years since a practice was last confirmed, else published: 0-1 is this calendar month and the twelve before it, 1-3 the 24 before "
        "those."
    ),
    "documents": "Practices that link a document.",
}
_SORTED = (
    "The order: `relevance` (without words the newest), `newest`, `evidence` (the strongest first, then the newest), `cost-per-inhabitant` "
    "(of the first year, in złoty, the cheapest first, those where it is not known last)."
)


def search_request(parameters: Mapping[str, Sequence[str]]) -> SearchRequest:
    """The search that parameters ask for; raises InvalidParameter, and BeyondWindow for a page that is too far."""
    try:
        return SearchRequest.from_params(parameters)
    except InvalidRequest as error:
        if error.code == "window":
            raise BeyondWindow(error.message, parameter=error.parameter) from error
        raise InvalidParameter(error.parameter, error.message) from error


def described() -> list[OpenApiParameter]:
    """The entries of the OpenAPI document."""
    query = {"type": "string", "maxLength": MAX_QUERY, "default": ""}
    about = (
        "Words in any form and order, “phrases in quotes”, -exclusions, and tag: theme: city: with a name "
        '(city:przemysl, tag:"zielone dachy"). Without it: everything, the newest first.'
    )
    pages = {"type": "integer", "minimum": 1, "maximum": WINDOW, "default": 1}
    sizes = {"type": "integer", "minimum": 1, "maximum": MAX_PAGE_SIZE, "default": PAGE_SIZE}
    return [
        OpenApiParameter("q", query, description=about),
        *map(_facet, FACETS),
        OpenApiParameter(
            "exact",
            {"type": "string", "enum": ["1"]},
            description="1: search the words as they are in `q`, even where they seem mistyped.",
        ),
        OpenApiParameter("sort", {"type": "string", "enum": list(SORTS), "default": "relevance"}, description=_SORTED),
        OpenApiParameter(
            "page",
            pages,
            description=f"The page, from 1; only the first {WINDOW:,} results can be paged through (404 beyond).",
        ),
        OpenApiParameter("page_size", sizes, description="How many on a page."),
        OpenApiParameter(
            "lang",
            {"type": "string", "pattern": "^[a-z]{2}$", "default": "pl"},
            description="The language of texts and labels.",
        ),
    ]


def _facet(name: str) -> OpenApiParameter:
    one = {"type": "string", "enum": list(CHOICES[name])} if name in CHOICES else _FORMATS.get(name, _SLUG)
    values = {"type": "array", "items": dict(one), "maxItems": MAX_VALUES}
    repeat = f"{_ABOUT[name]} Repeat it to allow several; an unknown one has no hits."
    return OpenApiParameter(name, values, description=repeat, style="form", explode=True)
