"""The addresses of the results page, of which one search has one, and of what is suggested."""

from collections.abc import Callable
from typing import Literal
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import override

from search.query.request import SearchRequest
from search.suggesting.suggest import Suggestion

# How the hits are shown; no part of the search.
View = Literal["list", "map"]


def address(asked: SearchRequest, view: View = "list") -> str:
    """The address of a search in one of its views."""
    return _with_parameters(reverse("search"), asked, view)


def all_values_address(asked: SearchRequest, facet: str, view: View) -> str:
    """The address where all values of a facet can be looked through."""
    return _with_parameters(reverse("facet-values", args=[facet]), asked.with_page(1), view)


def _with_parameters(path: str, asked: SearchRequest, view: View) -> str:
    parameters = asked.to_params(without=("lang", "page_size"))
    query = urlencode(parameters if view == "list" else {**parameters, "view": [view]}, doseq=True)
    return f"{path}?{query}" if query else path


def city_addresses(asked: SearchRequest) -> Callable[[str], str]:
    """The address of a search narrowed to one city alone, by its slug; relative to the results page, as a map has a thousand of them."""
    narrowed = asked.with_facet("city", "of which one takes the place")
    parameters = narrowed.to_params(without=("lang", "page_size"))
    return lambda slug: f"?{urlencode({**parameters, 'city': [slug]}, doseq=True)}"


def target(suggestion: Suggestion, language: str) -> str:
    """The path of what a suggestion stands for, in Polish or else English."""
    with override("pl" if language == "pl" else "en"):
        match suggestion.kind:
            case "practice":
                return reverse("practice", args=[suggestion.id, suggestion.slug])
            case "theme":
                return reverse("theme", args=[suggestion.slug])
            case "city":
                return reverse("city", args=[suggestion.slug])
            case "tag":
                return address(SearchRequest(facets={"tag": (suggestion.slug,)}))
            case "search":
                return address(SearchRequest(q=suggestion.text))
