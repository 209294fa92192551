"""The parameters of the search, described from what `search.query.request` accepts; that is also what checks them."""

from collections.abc import Mapping
from typing import Any

from drf_spectacular.utils import OpenApiParameter

from search.query.request import (
    EVIDENCE_LEVELS,
    MAX_PAGE_SIZE,
    MAX_QUERY,
    MAX_SLUG,
    MAX_VALUES,
    PAGE_SIZE,
    POPULATION_BANDS,
    SORTS,
    STATUSES,
    WINDOW,
)

_SLUG: Mapping[str, Any] = {"type": "string", "maxLength": MAX_SLUG}
_FACETS: Mapping[str, tuple[Mapping[str, Any], str]] = {
    "theme": (_SLUG, "Themes by slug; a theme includes its sub-themes."),
    "tag": (_SLUG, "Tags by slug."),
    "city": (_SLUG, "Cities by slug."),
    "voivodeship": ({"type": "string", "pattern": "^[0-9]{2}$"}, "Voivodeships by TERYT number."),
    "population": ({"type": "string", "enum": list(POPULATION_BANDS)}, "Sizes of cities, in inhabitants."),
    "status": ({"type": "string", "enum": list(STATUSES)}, "How far the work is."),
    "evidence": ({"type": "string", "enum": list(EVIDENCE_LEVELS)}, "How well the results are shown."),
    "language": ({"type": "string", "pattern": "^[a-z]{2}$"}, "Languages (ISO 639-1) in which a practice is complete."),
    "year": ({"type": "string", "pattern": "^[0-9]{4}$"}, "Years in which the work began, else of publication."),
}


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
        *(_facet(name, schema, text) for name, (schema, text) in _FACETS.items()),
        OpenApiParameter(
            "sort", {"type": "string", "enum": list(SORTS), "default": "relevance"}, description="The order."
        ),
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


def _facet(name: str, schema: Mapping[str, Any], text: str) -> OpenApiParameter:
    values = {"type": "array", "items": dict(schema), "maxItems": MAX_VALUES}
    repeat = f"{text} Repeat it to allow several; an unknown one has no hits."
    return OpenApiParameter(name, values, description=repeat, style="form", explode=True)
